// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace syncline::inline v1::json {

class arena;

namespace detail {
[[nodiscard]] std::string& text_of(arena& a) noexcept;
}

/// Keeps text for members that are views of a string with escapes. Reused from page to page.
///
/// *Lifetime*: what a `decode_into` puts here stays until the next one with the same arena.
class arena {
public:
    arena() = default;
    arena(arena const&) = delete;
    arena& operator=(arena const&) = delete;

private:
    friend std::string& detail::text_of(arena& a) noexcept;
    std::string text_;
};

inline std::string& detail::text_of(arena& a) noexcept { return a.text_; }

}  // namespace syncline::inline v1::json
