// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/json/decode.hpp>

namespace syncline::inline v1::json::detail {

/// The general reader: any layout, any type, and the one that says what is wrong. Checks the whole text first.
/// `arena` is empty and has room for the text, or null.
[[nodiscard]] result<void> walk(type const& t, void* out, std::string_view text, options const& o, std::string* arena);

}  // namespace syncline::inline v1::json::detail
