// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <syncline/core/decimal.hpp>

namespace syncline::inline v1::rules {

/// The rules of rounding as the text of a mapping names them.
inline constexpr std::array<std::pair<std::string_view, rounding>, 7> rounding_names{{
    {"half_even", rounding::half_even},
    {"half_up", rounding::half_up},
    {"half_down", rounding::half_down},
    {"down", rounding::down},
    {"up", rounding::up},
    {"floor", rounding::floor},
    {"ceiling", rounding::ceiling},
}};

[[nodiscard]] constexpr std::string_view name_of(rounding rule) noexcept {
    for (auto const& [name, value] : rounding_names)
        if (value == rule) return name;
    return "?";
}

}  // namespace syncline::inline v1::rules
