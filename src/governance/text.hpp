// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::governance::detail {

/// A text as a page may show it: one line of UTF-8. Control characters become blanks; broken bytes, and marks that turn
/// the writing direction, U+FFFD.
[[nodiscard]] std::string one_line(std::string_view text);

/// `a, b`, or `none`.
[[nodiscard]] std::string listed(std::vector<std::string> const& names, std::string_view none = "-");

/// `like-this`, in parts divided by `/`.
[[nodiscard]] bool is_kebab(std::string_view name) noexcept;

/// `1.2.3`, perhaps with `-rc.1` or `+build` behind it.
[[nodiscard]] bool is_semantic_version(std::string_view version) noexcept;

/// The known name that `name` was probably meant to be; empty: none is near.
[[nodiscard]] std::string nearest(std::string_view name, std::vector<std::string> const& known);

}  // namespace syncline::inline v1::governance::detail
