// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace syncline::inline v1::json::detail {

/// Appends `text` as a JSON string: quotes, escapes, U+FFFD for bytes that are no UTF-8.
void write_string(std::string& out, std::string_view text);

}  // namespace syncline::inline v1::json::detail
