// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "json/text.hpp"

namespace syncline::inline v1::json::detail {

/// What `read_fast` may read behind the end of the text.
inline constexpr std::size_t fast_padding = 64;

/// Reads the whole text in one pass, led by the tables, and checks all of it on the way.
///
/// Declines (false, and `out` in any state) on whatever is wrong or rare; the general reader then does the work again
/// and has the last word. What it accepts, the general reader accepts with the same result. `text` is UTF-8 and
/// followed by `fast_padding` bytes of zero.
[[nodiscard]] bool read_fast(type const& t, void* out, std::string_view text, std::string_view pointer,
                             reading const& r, std::size_t depth);

}  // namespace syncline::inline v1::json::detail
