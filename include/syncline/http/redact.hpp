// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <syncline/http/request.hpp>

namespace syncline::inline v1::http {

/// A URL for logs: the path's words stay, ids and query values become `***`.
///
/// A path segment stays when it reads like a word or a version: at most 32 lower-case letters, digits, `.`, `_` and `-`
/// with at most six digits among them (`res.partner`, `search_read`, `2026-09`). Everything not understood is hidden.
[[nodiscard]] std::string redacted_url(std::string_view url);

/// Header fields for logs, `Name: value; Name: ***`: values stay only for names known to be harmless.
[[nodiscard]] std::string redacted_headers(std::span<header const> headers);

/// A request for logs, on one line: method, redacted URL and headers, the body's size.
[[nodiscard]] std::string redacted(request const& r);

}  // namespace syncline::inline v1::http
