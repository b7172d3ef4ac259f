// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <syncline/json/detail/table.hpp>
#include <syncline/json/dialect.hpp>

namespace syncline::inline v1::json {

namespace detail {

void encode(type const& t, void const* value, std::string& out, dialect d);

}  // namespace detail

/// Writes `value` as compact JSON; what `decode<T>` reads back to an equal value.
///
/// Members that are absent (`field_value` absent, empty `std::optional`) are left out; a `field_value` that is empty
/// is written as the dialect's blank, and so is every entry without a value in a list. Strings that are not UTF-8 are
/// written with U+FFFD for the broken bytes. `raw` and `extras` are written as they are: what they hold must be JSON.
template <class T>
void encode_to(std::string& out, T const& value, dialect d = plain) {
    detail::encode(detail::type_of<T>, &value, out, d);
}

/// `encode_to` a new string.
template <class T>
[[nodiscard]] std::string encode(T const& value, dialect d = plain) {
    std::string out;
    detail::encode(detail::type_of<T>, &value, out, d);
    return out;
}

}  // namespace syncline::inline v1::json
