// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/extras.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/json/names.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::odoo {

/// The Odoo model a struct is a projection of. Specialise it beside the struct, after `BOOST_DESCRIBE_STRUCT`:
///
///     template <>
///     inline constexpr std::string_view syncline::odoo::model_name<my::ticket> = "helpdesk.ticket";
template <class R>
inline constexpr std::string_view model_name{};

/// Members whose field not every server has: read as absent where it is missing, and an error of the call only when
/// they carry a value there. Each must be a `std::optional` or `field_value`. Specialise it beside the struct:
///
///     template <>
///     inline constexpr std::string_view syncline::odoo::may_lack<my::ticket>[] = {"sla_deadline"};
///
/// A name that is not a described member does not compile.
template <class R>
inline constexpr std::array<std::string_view, 0> may_lack{};

/// A described struct with a model name. Each described member is a field of the model; fields that are not described
/// are neither requested nor written. `json::names` renames a member, and its third name is what servers of another
/// series call the field: `{"tax_ids", "tax_ids", "tax_id"}`. Which name the server knows, and whether it knows one at
/// all, is found out before the first call with the record.
///
/// Members may have any type `json::decode` reads under `json::odoo`: `field_value<json::id_name>` for a many2one that
/// may be blank, `std::vector<std::int64_t>` for the ids of a one2many or many2many, `decimal` for numbers.
template <class R>
concept Record = reflect::Described<R> && !model_name<R>.empty();

namespace detail {

/// A member's name on the wire, as the newest series calls it.
template <class R>
[[nodiscard]] constexpr std::string_view wire_name(std::string_view member) noexcept {
    for (auto const& r : json::names<R>)
        if (r.member == member) return r.wire;
    return member;
}

template <class R, class D>
using member_type = std::remove_cvref_t<decltype(std::declval<R const&>().*D::pointer)>;

/// What a field must be for a member to hold it.
enum class holds : std::uint8_t { anything, text, boolean, number, moment, date, reference, list };

/// A member as compiled code sees it.
struct described_field {
    std::string_view member;
    std::string_view name;   ///< On the wire, newest series first.
    std::string_view other;  ///< What another series calls it, or nothing.
    detail::holds holds;
    bool may_lack;
};

/// A record as compiled code sees it. One object per type: its address stands for the type.
struct described_record {
    std::string_view model;
    std::span<described_field const> fields;
};

template <class T>
struct held {
    using type = T;
    static constexpr bool absent = false;
};
template <class U>
struct held<std::optional<U>> {
    using type = U;
    static constexpr bool absent = true;
};
template <class U>
struct held<field_value<U>> {
    using type = U;
    static constexpr bool absent = true;
};

template <class T>
struct is_list : std::false_type {};
template <class U>
struct is_list<std::vector<U>> : std::true_type {};

template <class T>
consteval holds what_holds() {
    using type = typename held<T>::type;
    if constexpr (std::is_same_v<type, bool>)
        return holds::boolean;
    else if constexpr (std::is_integral_v<type> || std::is_same_v<type, decimal> || std::is_same_v<type, double>)
        return holds::number;
    else if constexpr (std::is_same_v<type, std::string> || std::is_enum_v<type>)
        return holds::text;
    else if constexpr (std::is_same_v<type, instant>)
        return holds::moment;
    else if constexpr (std::is_same_v<type, local_date>)
        return holds::date;
    else if constexpr (std::is_same_v<type, json::id_name>)
        return holds::reference;
    else if constexpr (std::is_same_v<type, std::vector<std::int64_t>>)
        return holds::list;
    else
        return holds::anything;
}

template <class R, class D>
consteval described_field describe_field() {
    using type = member_type<R, D>;
    std::string_view other;
    for (auto const& r : json::names<R>)
        if (r.member == std::string_view(D::name)) other = r.also;
    bool lacking = false;
    for (auto const m : may_lack<R>) lacking = lacking || m == std::string_view(D::name);
    return {D::name, wire_name<R>(D::name), other, what_holds<type>(), lacking};
}

template <class R, template <class...> class L, class... D>
consteval bool may_lack_fits(L<D...>) {
    for (auto const m : may_lack<R>)
        if (!((m == std::string_view(D::name) && held<member_type<R, D>>::absent) || ...)) return false;
    return true;
}

template <class R, class D>
inline constexpr bool is_bag = std::is_same_v<member_type<R, D>, json::extras>;

template <class R, template <class...> class L, class... D>
consteval auto describe_fields(L<D...>) {
    static_assert(may_lack_fits<R>(L<D...>{}),
                  "syncline: syncline::odoo::may_lack<R> names something that is not a described std::optional or "
                  "field_value of R");
    constexpr std::size_t n = (std::size_t{0} + ... + (is_bag<R, D> ? 0U : 1U));
    std::array<described_field, n> fields{};
    std::size_t i = 0;
    ((is_bag<R, D> ? void() : void(fields[i++] = describe_field<R, D>())), ...);
    return fields;
}

template <class R>
inline constexpr auto described_fields = describe_fields<R>(reflect::members_of<R>{});

template <class R>
inline constexpr described_record record_of{model_name<R>, described_fields<R>};

}  // namespace detail

}  // namespace syncline::inline v1::odoo
