// SPDX-License-Identifier: Apache-2.0
// Similarity over code points, for those who have decoded their texts already.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::mdm {

inline constexpr std::size_t all_of_it = (std::numeric_limits<std::size_t>::max)();

/// At most `most` code points; a byte that is not UTF-8 is U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text, std::size_t most = all_of_it);
[[nodiscard]] std::string utf8(std::u32string_view letters);

/// The words between blanks, each once, in order. *Lifetime*: views into `text`.
[[nodiscard]] std::vector<std::u32string_view> sorted_words(std::u32string_view text);

/// As `mdm::jaro_winkler`; neither is longer than `longest_compared`.
[[nodiscard]] double jaro_winkler_of(std::u32string_view a, std::u32string_view b);

/// As `mdm::token_set`, of words each once and in order; together not longer than `longest_compared`.
[[nodiscard]] double token_set_of(std::span<std::u32string_view const> a, std::span<std::u32string_view const> b);

}  // namespace syncline::inline v1::mdm
