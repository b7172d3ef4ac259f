// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/reference.hpp>
#include <syncline/store/rows.hpp>
#include <syncline/sync/ledger.hpp>

namespace syncline::inline v1::sync {

/// What a merge did to the identity map.
struct merged {
    std::string survivor;  ///< The canonical id that stays.
    std::string absorbed;  ///< The one that went up in it; empty when both were one already.
    /// Records that stood for the absorbed id in a place where the survivor has one as well: they stand for the
    /// survivor now but are not its counterpart there. In that system two records remain until somebody merges them.
    std::vector<external_ref> doubled{};
};

/// From here on both records, and all that stood for either, stand for one thing: `survivor`'s. References to any of
/// them resolve to the survivor's counterparts.
///
/// *Errors*: `not_found` when one of them was never linked; those of the store. *Idempotence*: a merge that was made
/// already changes nothing. *Cost*: one commit, which also writes an audit line with `why`. Flows that read while it
/// is made may resolve the old way until their next page.
[[nodiscard]] result<merged> merge(ledger& l, external_ref const& survivor, external_ref const& other,
                                   std::string_view why, context const& ctx);

/// Takes back the merge in which `record` went up: every link it moved stands as it stood before. Links made since stay
/// with the survivor.
///
/// *Errors*: `not_found` when the record is not linked or was not merged; `conflict` when a later merge has to be taken
/// back first, naming it; those of the store. *Cost*: one commit.
[[nodiscard]] result<void> unmerge(ledger& l, external_ref const& record, std::string_view why, context const& ctx);

}  // namespace syncline::inline v1::sync
