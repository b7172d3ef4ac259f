// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <type_traits>

#include <syncline/json/extras.hpp>
#include <syncline/json/names.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::odoo {

/// The Odoo model a struct is a projection of. Specialise it beside the struct, after `BOOST_DESCRIBE_STRUCT`:
///
///     template <>
///     inline constexpr std::string_view syncline::odoo::model_name<my::ticket> = "helpdesk.ticket";
template <class R>
inline constexpr std::string_view model_name{};

/// A described struct with a model name. Each described member is a field of the model (`json::names` renames one);
/// fields that are not described are neither requested nor written.
///
/// Members may have any type `json::decode` reads under `json::odoo`: `field_value<json::id_name>` for a many2one that
/// may be blank, `std::vector<std::int64_t>` for the ids of a one2many or many2many, `decimal` for numbers.
template <class R>
concept Record = reflect::Described<R> && !model_name<R>.empty();

namespace detail {

/// A member's name on the wire.
template <class R>
[[nodiscard]] constexpr std::string_view wire_name(std::string_view member) noexcept {
    for (auto const& r : json::names<R>)
        if (r.member == member) return r.wire;
    return member;
}

template <class R, class D>
using member_type = std::remove_cvref_t<decltype(std::declval<R const&>().*D::pointer)>;

template <class R, template <class...> class L, class... D>
consteval auto make_field_names(L<D...>) {
    constexpr std::size_t n = (std::size_t{0} + ... + (std::is_same_v<member_type<R, D>, json::extras> ? 0U : 1U));
    std::array<std::string_view, n> names{};
    std::size_t i = 0;
    ((std::is_same_v<member_type<R, D>, json::extras> ? void() : void(names[i++] = wire_name<R>(D::name))), ...);
    return names;
}

/// The fields to ask for.
template <class R>
inline constexpr auto field_names = make_field_names<R>(reflect::members_of<R>{});

}  // namespace detail

}  // namespace syncline::inline v1::odoo
