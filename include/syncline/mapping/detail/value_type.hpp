// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/model/catalogue.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/reflect/field.hpp>
#include <syncline/reflect/reference.hpp>

// What compiled code needs to know of C++ types to run rules that were read as text: tables that templates make, and
// that src/mapping walks. Values are told without the wrapper that says whether they are there.
namespace syncline::inline v1::rules {

/// Whether there is a value, as `field_value` tells it; an `optional` that is empty is `absent`.
enum class presence : std::uint8_t { given, absent, empty };

/// What stands around the type.
enum class wrapping : std::uint8_t { none, optional, field };

template <class T>
struct bare {
    using type = T;
    static constexpr wrapping wraps = wrapping::none;
};
template <class T>
struct bare<std::optional<T>> {
    using type = T;
    static constexpr wrapping wraps = wrapping::optional;
};
template <class T>
struct bare<field_value<T>> {
    using type = T;
    static constexpr wrapping wraps = wrapping::field;
};

struct record_type;
struct list_type;
struct open_type;

/// Makes a value of one type of one of another that can become it without losing anything.
using converter = void (*)(void const* from, void* to);

/// A type of values. One object per type, compared by address.
struct value_type {
    std::size_t size;
    std::size_t align;
    void (*name)(std::string& out);
    void (*destroy)(void* value) noexcept;
    void (*copy)(void const* from, void* to);                            ///< Null: it cannot be copied.
    bool (*equal)(void const* a, void const* b);                         ///< Null: it has no literals to compare with.
    bool (*parse)(std::string_view literal, bool in_quotes, void* out);  ///< Null: it has no literals.
    converter (*from)(value_type const& other);
    record_type const* (*record)();  ///< Null: it is no described struct.
    list_type const* (*list)();      ///< Null: it is no list.
    open_type const* (*open)();      ///< Null: it is no open enumeration.
};

/// A described member.
struct member_type {
    std::string_view name;
    value_type const* type;
    wrapping wraps;
    model::field_facts const* facts;  ///< Null where the record is no entity.
    presence (*read)(void const* record, void const*& value);
    void (*assign)(void* record, void const* value);  ///< A copy of a value that is there; null as `write`.
    /// Writes; with `ours` the value may be moved from. Null where it cannot be assigned.
    void (*write)(void* record, presence state, void* value, bool ours);
};

struct record_type {
    std::span<member_type const> members;
};

struct list_type {
    value_type const* element;
    wrapping wraps;
    std::size_t (*size)(void const* list);
    void const* (*at)(void const* list, std::size_t i);
    void (*make)(void* out);   ///< An empty list where there was none.
    void* (*add)(void* list);  ///< One more element, as it is by default.
};

struct open_type {
    value_type const* choice;
    /// `known` may be null.
    void (*make)(void const* known, std::string const& word, void* out);
};

template <class T>
[[nodiscard]] constexpr value_type describe_type();

/// The one object of a type.
template <class T>
inline constexpr value_type type_of = describe_type<T>();

template <class T>
void add_name(std::string& out) {
    if constexpr (std::same_as<T, std::chrono::minutes>)
        out += "minutes";
    else if constexpr (std::is_enum_v<T> && !boost::describe::has_describe_enumerators<T>::value)
        out += "choice";
    else if constexpr (reflect::Described<T> || std::is_enum_v<T> || std::integral<T> || std::same_as<T, std::string> ||
                       std::same_as<T, decimal> || std::same_as<T, instant> || std::same_as<T, local_date> ||
                       std::same_as<T, model::money> || std::same_as<T, model::currency>)
        model::detail::add_type<T>(out);
    else if constexpr (requires(T const& list) {
                           list.size();
                           list.front();
                       })
        add_name<typename bare<typename T::value_type>::type>(out += "list of ");
    else
        out += "value";
}

template <class T>
bool parse_literal(std::string_view text, bool in_quotes, void* out) {
    if constexpr (std::same_as<T, std::string>) {
        if (!in_quotes) return false;
        new (out) T(text);
        return true;
    } else if constexpr (std::same_as<T, bool>) {
        if (in_quotes || (text != "true" && text != "false")) return false;
        new (out) T(text == "true");
        return true;
    } else if constexpr (std::integral<T>) {
        T value{};
        auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (in_quotes || failed != std::errc{} || end != text.data() + text.size()) return false;
        new (out) T(value);
        return true;
    } else if constexpr (std::is_enum_v<T>) {
        bool found = false;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) {
            if (found || in_quotes || text != e.name) return;
            new (out) T(e.value);
            found = true;
        });
        return found;
    } else if constexpr (std::same_as<T, local_date> || std::same_as<T, instant>) {
        auto value = [&] {
            if constexpr (std::same_as<T, local_date>)
                return parse_date(text);
            else
                return parse_instant(text);
        }();
        if (!value) return false;
        new (out) T(*value);
        return true;
    } else {
        auto value = T::parse(text);
        if (!value) return false;
        new (out) T(*std::move(value));
        return true;
    }
}

template <class T>
concept HasLiterals = std::same_as<T, std::string> || std::integral<T> || std::same_as<T, local_date> ||
                      std::same_as<T, instant> ||
                      (std::is_enum_v<T>&& boost::describe::has_describe_enumerators<T>::value) ||
                      requires(std::string_view text) {
    { T::parse(text) } -> std::same_as<result<T>>;
};

/// The types a value may come as where it is kept as another: a text that becomes a code, a small number a large one.
using convertible_types =
    boost::mp11::mp_list<std::string, bool, int, std::int64_t, std::uint32_t, decimal, local_date, instant>;

/// As a typed mapping has it, but no text or list of a single number.
template <class T, class From>
concept CanBecome = !std::same_as<From, T> && Assignable<T, From> && std::is_constructible_v<T, From> &&
                    (!std::is_arithmetic_v<From> || std::is_arithmetic_v<T> || std::same_as<T, decimal>);

template <class T>
[[nodiscard]] converter converter_to(value_type const& other) {
    converter out = nullptr;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, convertible_types>>([&](auto each) {
        using from = typename decltype(each)::type;
        if constexpr (CanBecome<T, from>)
            if (&type_of<from> == &other)
                out = [](void const* value, void* to) { new (to) T(from(*static_cast<from const*>(value))); };
    });
    return out;
}

template <class Record, auto Member>
[[nodiscard]] constexpr model::field_facts const* facts_pointer() {
    if constexpr (model::Entity<Record>) {
        static_assert(model::detail::check_facts<Record>());
        return &model::entity<Record>.fields[model::entity<Record>.index_of(reflect::name_of<Member>())];
    } else {
        return nullptr;
    }
}

template <auto Member>
presence read_member(void const* record, void const*& value) {
    auto const& member = static_cast<reflect::record_of<Member> const*>(record)->*Member;
    using wrapped = bare<reflect::value_of<Member>>;
    if constexpr (wrapped::wraps == wrapping::none) {
        value = &member;
    } else {
        if constexpr (wrapped::wraps == wrapping::field)
            if (member.is_empty()) return presence::empty;
        if (!member.has_value()) return presence::absent;
        value = &member.value();
    }
    return presence::given;
}

template <auto Member>
void assign_member(void* record, void const* value) {
    static_cast<reflect::record_of<Member>*>(record)->*Member =
        *static_cast<typename bare<reflect::value_of<Member>>::type const*>(value);
}

template <auto Member>
void write_member(void* record, presence state, void* value, bool ours) {
    auto& member = static_cast<reflect::record_of<Member>*>(record)->*Member;
    using wrapped = bare<reflect::value_of<Member>>;
    using held = typename wrapped::type;
    if (state == presence::given) {
        auto& from = *static_cast<held*>(value);
        if (ours)
            member = std::move(from);
        else
            member = std::as_const(from);
        return;
    }
    if constexpr (wrapped::wraps == wrapping::optional)
        member.reset();
    else if constexpr (wrapped::wraps == wrapping::field)
        member = state == presence::empty ? reflect::value_of<Member>::empty_value() : reflect::value_of<Member>{};
}

template <auto Member>
[[nodiscard]] constexpr member_type describe_member() {
    using record = reflect::record_of<Member>;
    using wrapped = bare<reflect::value_of<Member>>;
    using held = typename wrapped::type;
    member_type out{reflect::name_of<Member>(), &type_of<held>, wrapped::wraps, facts_pointer<record, Member>(),
                    &read_member<Member>,       nullptr,        nullptr};
    if constexpr (std::is_copy_assignable_v<reflect::value_of<Member>> && std::is_copy_constructible_v<held>) {
        out.assign = &assign_member<Member>;
        out.write = &write_member<Member>;
    }
    return out;
}

template <class Members>
struct member_table;
template <template <class...> class List, class... Descriptors>
struct member_table<List<Descriptors...>> {
    static constexpr std::array<member_type, sizeof...(Descriptors)> rows{describe_member<Descriptors::pointer>()...};
};

template <class T>
[[nodiscard]] record_type const* record_of_type() {
    static constexpr record_type out{member_table<reflect::members_of<T>>::rows};
    return &out;
}

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = !std::same_as<T, bool>;

template <class List>
[[nodiscard]] list_type const* list_of_type() {
    using element = typename List::value_type;
    static constexpr list_type out{
        &type_of<typename bare<element>::type>,
        bare<element>::wraps,
        [](void const* list) { return static_cast<List const*>(list)->size(); },
        [](void const* list, std::size_t i) -> void const* { return &(*static_cast<List const*>(list))[i]; },
        [](void* at) { new (at) List(); },
        [](void* list) -> void* {
            if constexpr (std::is_default_constructible_v<element>)
                return &static_cast<List*>(list)->emplace_back();
            else
                return nullptr;
        }};
    return &out;
}

template <class T>
inline constexpr bool is_open = false;
template <class E>
inline constexpr bool is_open<model::open_enum<E>> = true;

template <class T>
[[nodiscard]] open_type const* open_of_type() {
    using choice = typename decltype(T::known)::value_type;
    static constexpr open_type out{&type_of<choice>, [](void const* known, std::string const& word, void* at) {
                                       if (known != nullptr)
                                           new (at) T{*static_cast<choice const*>(known), word};
                                       else
                                           new (at) T(T::unknown(word));
                                   }};
    return &out;
}

template <class T>
[[nodiscard]] constexpr value_type describe_type() {
    value_type out{sizeof(T), alignof(T), &add_name<T>, [](void* value) noexcept { static_cast<T*>(value)->~T(); },
                   nullptr,   nullptr,    nullptr,      &converter_to<T>,
                   nullptr,   nullptr,    nullptr};
    if constexpr (std::is_copy_constructible_v<T>)
        out.copy = [](void const* from, void* to) { new (to) T(*static_cast<T const*>(from)); };
    if constexpr (HasLiterals<T>) {
        out.parse = &parse_literal<T>;
        out.equal = [](void const* a, void const* b) { return *static_cast<T const*>(a) == *static_cast<T const*>(b); };
    }
    if constexpr (is_open<T>)
        out.open = &open_of_type<T>;
    else if constexpr (reflect::Described<T> && !std::is_enum_v<T>)
        out.record = &record_of_type<T>;
    else if constexpr (is_list<T>)
        out.list = &list_of_type<T>;
    return out;
}

}  // namespace syncline::inline v1::rules
