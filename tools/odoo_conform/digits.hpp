// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace syncline::odoo_conform {

/// The digits a text begins with; 0 where it does not.
[[nodiscard]] inline std::int64_t leading_number(std::string_view text) {
    std::int64_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

}  // namespace syncline::odoo_conform
