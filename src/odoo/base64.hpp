// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <syncline/version.hpp>

// RFC 4648 base64, as JSON carries binary fields.

namespace syncline::inline v1::odoo::detail {

void append_base64(std::string& out, std::span<char const> bytes);

/// False when `text` is no base64 of whole quartets.
[[nodiscard]] bool append_decoded(std::string& out, std::string_view text);

}  // namespace syncline::inline v1::odoo::detail
