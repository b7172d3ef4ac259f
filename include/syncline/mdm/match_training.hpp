// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <utility>

#include <syncline/core/result.hpp>
#include <syncline/mdm/match_record.hpp>
#include <syncline/mdm/match_rules.hpp>

namespace syncline::inline v1::mdm {

/// Records whose pairs people have judged.
struct labelled_records {
    std::span<match_record const> left{};
    std::span<match_record const> right{};  ///< The same span as `left`: duplicates within one set.
    std::span<std::pair<std::size_t, std::size_t> const> same{};  ///< Which of left is which of right.
};

/// The rules with what the host's own data say: of each field the term frequencies (where `by_rarity`) and u, from all
/// pairs or 300,000 spread over them; from the pairs that are the same, where there are any, m and the prior. Levels,
/// blocks and thresholds stay as they are; no share becomes 0 or 1 (half a pair is added to each level).
///
/// The same records give the same rules. Measure on other records than those used here.
///
/// *Errors*: `misconfigured` when the rules are, when a side is empty or a pair names a record that is not there.
/// *Cost*: up to 300,000 comparisons and one for each judged pair.
[[nodiscard]] result<match_rules> estimated(match_rules rules, labelled_records const& records);

}  // namespace syncline::inline v1::mdm
