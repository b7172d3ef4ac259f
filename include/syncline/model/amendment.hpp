// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/model/change_request.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/versions.hpp>

namespace syncline::inline v1::model {

/// A contract's history with the amendment a change request made, and the request that knows it.
struct amended {
    std::vector<version_of<contract>> history{};
    change_request request{};  ///< Its `amendment` is the number of the version.

    friend bool operator==(amended const&, amended const&) = default;
};

/// What a contract's lines come to, each rounded half up to the currency's decimals. Pure. *Errors*: `mapping` without
/// a currency; `too_large`.
[[nodiscard]] result<money> value_of(contract const& c);

/// Makes the amendment of an approved change request: one more version with these terms, whose reason begins with the
/// request's number. Asked again, with the request before or after it was marked, it gives the same version and adds
/// none. `history` is in order (`in_order`). Pure. Threads: any.
/// *Errors*, each naming the request: `rejected` with `approval_missing` when it is not approved, with
/// `amount_mismatch` when the contract's value changes by another amount than the request says; `mapping` without
/// number or day; `conflict` when it would take effect before the last version; `missing_reference` when there is no
/// version to amend, or the one it is marked with is not there.
[[nodiscard]] result<amended> amend(std::vector<version_of<contract>> history, change_request request,
                                    contract const& terms);

}  // namespace syncline::inline v1::model
