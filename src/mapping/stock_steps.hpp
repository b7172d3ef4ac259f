// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/mapping/mapping_words.hpp>

#include "mapping/rule_text.hpp"

namespace syncline::inline v1::rules {

/// The policies and conversions without parameters that the library ships, by name and type of value.
[[nodiscard]] std::vector<bound_step> const& plain_steps();

/// Those with parameters, made for these words; nothing when none has that name. *Errors*: `misconfigured` when the
/// words are not what it takes.
[[nodiscard]] std::optional<result<bound_step>> step_with_words(std::string_view name, std::vector<token> const& words);

/// The names of those with parameters.
[[nodiscard]] std::vector<std::string_view> names_with_words();

}  // namespace syncline::inline v1::rules
