// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::reflect {

/// Adds a value to a fingerprint, member by member, in order of declaration. The three states of a field, an empty
/// list and an absent one all count as different.
template <class T>
void add_to(fingerprint_builder& b, T const& v) {
    if constexpr (std::convertible_to<T const&, std::string_view>) {
        b.add(std::string_view(v));
    } else if constexpr (std::is_enum_v<T> || std::integral<T>) {
        b.add(static_cast<std::uint64_t>(v));
    } else if constexpr (std::same_as<T, decimal>) {
        // by value, not by spelling: 24.0 and 24.00 are the same amount
        char text[decimal::max_text];
        b.add(std::string_view(text, static_cast<std::size_t>(v.normalized().write_to(text) - text)));
    } else if constexpr (std::same_as<T, instant>) {
        b.add(static_cast<std::uint64_t>(v.time_since_epoch().count()));
    } else if constexpr (std::same_as<T, local_date>) {
        b.add(static_cast<std::uint64_t>(std::chrono::sys_days(v).time_since_epoch().count()));
    } else if constexpr (requires { add_to_digest(b, v); }) {
        add_to_digest(b, v);  // a type that is neither described nor a standard one says so itself
    } else if constexpr (requires {
                             v.state();
                             v.value();
                         }) {
        b.add(static_cast<std::uint64_t>(v.state()));
        if (v.has_value()) add_to(b, v.value());
    } else if constexpr (requires {
                             v.has_value();
                             *v;
                         }) {
        b.add(static_cast<std::uint64_t>(v.has_value()));
        if (v.has_value()) add_to(b, *v);
    } else if constexpr (requires {
                             v.begin();
                             v.size();
                         }) {
        b.add(static_cast<std::uint64_t>(v.size()));
        for (auto const& e : v) add_to(b, e);
    } else if constexpr (requires {
                             v.first;
                             v.second;
                         }) {
        add_to(b, v.first);
        add_to(b, v.second);
    } else {
        static_assert(Described<T>, "syncline: this type cannot be digested; describe it with BOOST_DESCRIBE_STRUCT");
        boost::mp11::mp_for_each<members_of<T>>([&](auto d) { add_to(b, v.*d.pointer); });
    }
}

/// The fingerprint of a described record: equal content, equal fingerprint, on every platform.
template <class T>
[[nodiscard]] fingerprint digest(T const& record) {
    fingerprint_builder b;
    add_to(b, record);
    return b.finish();
}

}  // namespace syncline::inline v1::reflect
