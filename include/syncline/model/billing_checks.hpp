// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include <syncline/core/result.hpp>
#include <syncline/model/billing.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/customer_role.hpp>
#include <syncline/model/invoice.hpp>

namespace syncline::inline v1::model {

/// Whether a new trigger may fire: asked before it is kept. Those that fired before stay, and may be invoiced.
///
/// Pure. Threads: any. *Errors*, each naming the contract line: `rejected` with `policy_violation` while finance keeps
/// a hold on the customer, naming the hold; with `invalid_billing_terms` when the contract is not active;
/// `misconfigured` when the role is of another customer or legal entity than the contract; `missing_reference` when the
/// contract has no such line.
[[nodiscard]] result<void> may_fire(billing_trigger const& t, contract const& agreed, customer_role const& customer);

/// Whether every item of an invoice names the contract line it bills and the trigger that made it due, and both fit.
/// Texts, sections and roundings need neither. `triggers` are those that fired.
///
/// Pure. Threads: any. *Errors*: `rejected`, naming each line that fails and why, with `missing_mandatory_data` where a
/// line names none, else with `missing_reference`.
[[nodiscard]] result<void> check_lines(invoice const& i, contract const& agreed,
                                       std::span<billing_trigger const> triggers);

}  // namespace syncline::inline v1::model
