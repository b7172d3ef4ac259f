// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <syncline/sync/target.hpp>

namespace syncline::inline v1::odoo {

/// Longest text of one part of an external id's name; a longer one ends in a hash.
inline constexpr std::size_t max_external_name = 128;

/// The name part of the external id an effect's record carries in Odoo: `won/D-1/order` is `won_x2fD_x2d1_x2forder`.
///
/// ASCII letters and digits stay, `_` is doubled, every other byte is `_x` and two hexadecimal digits; so two keys
/// never share a name, and `_line_1` or `_task_kickoff` behind a name never equals another key's. When more than
/// `max_external_name` bytes come out, the last 34 are `_h` and a hash of the whole key.
[[nodiscard]] std::string external_name(sync::idempotency_key const& key);

namespace detail {

/// The same for a part of a name.
[[nodiscard]] std::string escaped_name(std::string_view text, std::size_t max = max_external_name);

}  // namespace detail

}  // namespace syncline::inline v1::odoo
