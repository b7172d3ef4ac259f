// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <boost/describe/enum.hpp>

#include <syncline/model/system_role.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::model {

/// How far a field may travel. It drives masking, retention and which systems a mapping may send it to.
enum class classification : std::uint8_t {
    public_,    ///< Anybody may know it.
    internal,   ///< Everybody in the house.
    personal,   ///< About a person: only where the purpose needs it.
    financial,  ///< Prices, costs, balances: only finance and who it concerns.
    secret,     ///< Never written to a log, a file or another system.
};
BOOST_DESCRIBE_ENUM(classification, public_, internal, personal, financial, secret)

/// `public`, `internal`, `personal`, `financial`, `secret`.
[[nodiscard]] constexpr std::string_view name_of(classification c) noexcept {
    switch (c) {
        case classification::public_: return "public";
        case classification::internal: return "internal";
        case classification::personal: return "personal";
        case classification::financial: return "financial";
        case classification::secret: return "secret";
    }
    return "?";
}

/// What is true of a field whatever system it stands in.
struct field_facts {
    std::string_view name;
    classification sensitivity;
    system_role owner;     ///< Who has the final say on its value, unless a host's policy says otherwise.
    bool outcome = false;  ///< An accounting outcome: what was posted, taxed or paid. No mapping may write it back.
};

/// An entity of the model: what it is called, what identifies it, and the facts of each of its fields.
template <std::size_t N>
struct entity_facts {
    std::string_view name;
    std::string_view key;  ///< What makes two records the same thing, in words; links come before it, always.
    std::array<field_facts, N> fields;

    /// Where the facts of a field stand in `fields`; their number when it has none.
    [[nodiscard]] constexpr std::size_t index_of(std::string_view field) const noexcept {
        std::size_t i =
            0;  // an index and no pointer: gcc's undefined-behaviour sanitizer compares none while compiling
        while (i < N && fields[i].name != field) ++i;
        return i;
    }
};

/// The facts of an entity; specialise it beside the struct to teach the library one of your own:
///
///     struct purchase_order {
///         external_ref source{};
///         std::string number{};
///     };
///     BOOST_DESCRIBE_STRUCT(purchase_order, (), (source, number))
///     template <>
///     inline constexpr auto syncline::model::entity<purchase_order> =
///         syncline::model::describe_entity("purchase order", "its own number",
///                                          {{"source", classification::internal, system_role::library},
///                                           {"number", classification::internal, system_role::erp}});
template <class T>
inline constexpr auto entity = nullptr;

template <std::size_t N>
[[nodiscard]] consteval entity_facts<N> describe_entity(std::string_view name, std::string_view key,
                                                        field_facts const (&fields)[N]) {
    entity_facts<N> out{name, key, {}};
    for (std::size_t i = 0; i < N; ++i) out.fields[i] = fields[i];
    return out;
}

/// A described struct with facts.
template <class T>
concept Entity = reflect::Described<T> && requires {
    entity<T>.fields;
};

// What the compiler names when the facts of an entity and its members differ. Declared, never defined.
template <auto Member>
struct field_has_no_facts;  // add a line for it to `entity` of its struct
template <class T>
struct facts_name_a_field_that_is_not_there;  // or one of them twice

namespace detail {

template <Entity T>
[[nodiscard]] consteval bool check_facts() {
    boost::mp11::mp_for_each<reflect::members_of<T>>([](auto d) {
        if constexpr (entity<T>.index_of(decltype(d)::name) == entity<T>.fields.size())
            static_assert(sizeof(field_has_no_facts<decltype(d)::pointer>) != 0);
    });
    if constexpr (entity<T>.fields.size() != boost::mp11::mp_size<reflect::members_of<T>>::value)
        static_assert(sizeof(facts_name_a_field_that_is_not_there<T>) != 0);
    return true;
}

}  // namespace detail

/// The facts of one field: `facts_of<&invoice::net>().sensitivity`. Does not compile for a struct whose facts forget a
/// member or name one that is not there.
template <auto Member>
    requires Entity<reflect::record_of<Member>>
[[nodiscard]] consteval field_facts facts_of() {
    static_assert(detail::check_facts<reflect::record_of<Member>>());
    return entity<reflect::record_of<Member>>.fields[entity<reflect::record_of<Member>>.index_of(
        reflect::name_of<Member>())];
}

}  // namespace syncline::inline v1::model
