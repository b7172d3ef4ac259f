// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/json/extras.hpp>
#include <syncline/json/names.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::crm::hubspot {

/// The HubSpot object type a struct is a projection of. Specialise it beside the struct, after
/// `BOOST_DESCRIBE_STRUCT`:
///
///     template <>
///     inline constexpr std::string_view syncline::crm::hubspot::object_type<my::ticket> = "tickets";
template <class R>
inline constexpr std::string_view object_type{};

/// Members that are read only over there (calculated ones): asked for, never written. Specialise it with their names.
template <class R>
inline constexpr std::array<std::string_view, 0> read_only{};

/// A described struct with an object type. Each described member is a property (`json::names` renames one); properties
/// that are not described are neither requested nor written.
///
/// Every value is a string on HubSpot's wire; members may have any type `json::decode` reads under `json::hubspot`:
/// `field_value<decimal>` for a number, `field_value<instant>` for a datetime, `field_value<local_date>` for a date.
/// A property that was never set is there as blank or not at all, so use `field_value` or `std::optional`.
template <class R>
concept Record = reflect::Described<R> && !object_type<R>.empty();

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
consteval auto make_property_names(L<D...>) {
    constexpr std::size_t n = (std::size_t{0} + ... + (std::is_same_v<member_type<R, D>, json::extras> ? 0U : 1U));
    std::array<std::string_view, n> names{};
    std::size_t i = 0;
    ((std::is_same_v<member_type<R, D>, json::extras> ? void() : void(names[i++] = wire_name<R>(D::name))), ...);
    return names;
}

/// The properties to ask for.
template <class R>
inline constexpr auto property_names = make_property_names<R>(reflect::members_of<R>{});

template <class R>
[[nodiscard]] consteval bool is_read_only(std::string_view member) {
    for (auto const name : read_only<R>)
        if (name == member) return true;
    return false;
}

template <class T>
[[nodiscard]] bool is_absent(T const&) noexcept {
    return false;
}
template <class U>
[[nodiscard]] bool is_absent(std::optional<U> const& v) noexcept {
    return !v;
}
template <class U>
[[nodiscard]] bool is_absent(field_value<U> const& v) noexcept {
    return v.is_absent();
}

/// `{"name":"Acme","phone":""}`: absent members are left out, empty ones clear, read-only ones never go out.
template <Record R>
[[nodiscard]] std::string properties_text(R const& record) {
    std::string out = "{";
    boost::mp11::mp_for_each<reflect::members_of<R>>([&](auto d) {
        using descriptor = decltype(d);
        if constexpr (!is_read_only<R>(descriptor::name) && !std::is_same_v<member_type<R, descriptor>, json::extras>) {
            auto const& value = record.*descriptor::pointer;
            if (is_absent(value)) return;
            out += out.size() > 1 ? ",\"" : "\"";
            out += wire_name<R>(descriptor::name);  // a described name: nothing to escape
            out += "\":";
            json::encode_to(out, value, json::hubspot);
        }
    });
    return out += '}';
}

/// The properties `properties_text` writes.
template <Record R>
[[nodiscard]] std::vector<std::string> written_properties(R const& record) {
    std::vector<std::string> out;
    boost::mp11::mp_for_each<reflect::members_of<R>>([&](auto d) {
        using descriptor = decltype(d);
        if constexpr (!is_read_only<R>(descriptor::name) && !std::is_same_v<member_type<R, descriptor>, json::extras>)
            if (!is_absent(record.*descriptor::pointer)) out.emplace_back(wire_name<R>(descriptor::name));
    });
    return out;
}

}  // namespace detail

}  // namespace syncline::inline v1::crm::hubspot
