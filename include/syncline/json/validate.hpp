// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/json/limits.hpp>

namespace syncline::inline v1::json {

/// One full pass over bytes that came unasked: is this one well-formed JSON text (RFC 8259) in UTF-8?
///
/// *Errors*: `malformed` with path, found and expected; `too_large` beyond `l`.
[[nodiscard]] result<void> validate(std::string_view text, limits const& l = {});

}  // namespace syncline::inline v1::json
