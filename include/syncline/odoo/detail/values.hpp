// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/odoo/record.hpp>

// A record as the `vals` of `create` and `write`. A many2one goes out as its bare id: anything else would clear it.

namespace syncline::inline v1::odoo::detail {

template <class T>
struct is_list : std::false_type {};
template <class U>
struct is_list<std::vector<U>> : std::true_type {};

/// Members that are read only here: the id, lists (a one2many is written through its own model) and the extension bag.
template <class R, class D>
inline constexpr bool is_written = wire_name<R>(D::name) != std::string_view("id") && !is_list<member_type<R, D>>::value
                                   && !std::is_same_v<member_type<R, D>, json::extras>;

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

inline void append_key(std::string& object, std::string_view name) {
    object += object.size() > 1 ? ",\"" : "\"";
    object += name;  // a described name: nothing to escape
    object += "\":";
}

/// `{"name":"Acme","parent_id":7}`; absent members are left out, empty ones are `false`.
template <Record R>
void append_values(std::string& out, R const& record) {
    std::string object = "{";
    boost::mp11::mp_for_each<reflect::members_of<R>>([&](auto d) {
        using descriptor = decltype(d);
        if constexpr (is_written<R, descriptor>) {
            auto const& value = record.*descriptor::pointer;
            if (is_absent(value)) return;
            append_key(object, wire_name<R>(descriptor::name));
            json::encode_to(object, value, json::odoo);
        }
    });
    out += object;
    out += '}';
}

}  // namespace syncline::inline v1::odoo::detail
