// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::governance::detail {

/// A line of a mapping's text: one target field.
struct field_line {
    std::string scope{};  ///< Of an overlay: `DE01`; empty: the base.
    std::string target{};
    bool skipped = false;
    bool whole_record = false;           ///< The rule is over the whole record.
    std::vector<std::string> sources{};  ///< The fields it reads.
    std::string from{};                  ///< The same for people, with constants and earlier steps.
    std::vector<std::string> steps{};
    bool custom = false;  ///< Some of it has no text of its own.
};

/// The lines of a text as `mapping_t::describe()` or `scoped_mapping::describe()` writes it. What is no line of that
/// form belongs to the line before it.
[[nodiscard]] std::vector<field_line> field_lines(std::string_view text);

}  // namespace syncline::inline v1::governance::detail
