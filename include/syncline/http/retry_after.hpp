// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include <syncline/core/instant.hpp>

namespace syncline::inline v1::http {

/// Nobody waits longer than this on a server's word: ten years is a mistake, not a wish.
inline constexpr std::chrono::milliseconds longest_retry_after = std::chrono::hours(24);

/// Reads a `Retry-After` value: seconds, or a date in HTTP's own form (`Sun, 06 Nov 1994 08:49:37 GMT`).
///
/// A moment in the past is no wait at all, one beyond `longest_retry_after` is that; anything else is nothing.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, instant now) noexcept;

}  // namespace syncline::inline v1::http
