// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <boost/describe/enum.hpp>

#include <syncline/model/lifecycle.hpp>

// The states of the model's objects and the moves between them. Who may make a move is the default; where one system
// ends and the next begins, the object changes hands and never has two owners.

namespace syncline::inline v1::model {

/// Hours of work. What was billed is never edited: a correction is a new entry and a credit.
enum class time_entry_state : std::uint8_t {
    draft,
    submitted,
    approved,
    rejected,
    locked,  ///< On its way onto an invoice: nobody edits it, and no second invoice takes it.
    billed,
    credited,
    written_off,
};
BOOST_DESCRIBE_ENUM(time_entry_state, draft, submitted, approved, rejected, locked, billed, credited, written_off)

template <>
inline constexpr legal_move<time_entry_state> lifecycle<time_entry_state>[] = {
    {time_entry_state::draft, time_entry_state::submitted, system_role::time_tracking},
    {time_entry_state::submitted, time_entry_state::approved, system_role::time_tracking},
    {time_entry_state::submitted, time_entry_state::rejected, system_role::time_tracking},
    {time_entry_state::rejected, time_entry_state::draft, system_role::time_tracking},  // to be corrected
    {time_entry_state::approved, time_entry_state::locked, system_role::erp},
    {time_entry_state::approved, time_entry_state::written_off, system_role::erp},
    {time_entry_state::locked, time_entry_state::approved, system_role::erp},  // its draft invoice was thrown away
    {time_entry_state::locked, time_entry_state::billed, system_role::erp},
    {time_entry_state::billed, time_entry_state::credited, system_role::erp},
};

/// Money somebody spent, for a customer or for the house.
enum class expense_state : std::uint8_t { draft, submitted, approved, refused, posted, paid };
BOOST_DESCRIBE_ENUM(expense_state, draft, submitted, approved, refused, posted, paid)

template <>
inline constexpr legal_move<expense_state> lifecycle<expense_state>[] = {
    {expense_state::draft, expense_state::submitted, system_role::time_tracking},
    {expense_state::submitted, expense_state::approved, system_role::time_tracking},
    {expense_state::submitted, expense_state::refused, system_role::time_tracking},
    {expense_state::refused, expense_state::draft, system_role::time_tracking},  // to be corrected
    {expense_state::approved, expense_state::posted, system_role::erp},
    {expense_state::posted, expense_state::approved, system_role::erp},  // its entry was reversed
    {expense_state::posted, expense_state::paid, system_role::erp},
};

/// A claim on a customer. Whether it is paid is no state of it: that follows from what is still due.
enum class invoice_state : std::uint8_t { draft, issued, cancelled };
BOOST_DESCRIBE_ENUM(invoice_state, draft, issued, cancelled)

template <>
inline constexpr legal_move<invoice_state> lifecycle<invoice_state>[] = {
    {invoice_state::draft, invoice_state::issued, system_role::erp},
    {invoice_state::draft, invoice_state::cancelled, system_role::erp},
    {invoice_state::issued, invoice_state::cancelled, system_role::erp},  // voided; what was paid is credited instead
};

/// The commercial terms a customer agreed to. An amendment is a new version, not a state.
enum class contract_state : std::uint8_t { draft, approved, active, paused, ended, cancelled };
BOOST_DESCRIBE_ENUM(contract_state, draft, approved, active, paused, ended, cancelled)

template <>
inline constexpr legal_move<contract_state> lifecycle<contract_state>[] = {
    {contract_state::draft, contract_state::approved, system_role::erp},
    {contract_state::draft, contract_state::cancelled, system_role::erp},
    {contract_state::approved, contract_state::active, system_role::erp},
    {contract_state::approved, contract_state::cancelled, system_role::erp},
    {contract_state::active, contract_state::paused, system_role::erp},
    {contract_state::active, contract_state::ended, system_role::erp},
    {contract_state::active, contract_state::cancelled, system_role::erp},
    {contract_state::paused, contract_state::active, system_role::erp},
    {contract_state::paused, contract_state::ended, system_role::erp},
    {contract_state::paused, contract_state::cancelled, system_role::erp},
};

/// A recurring charge, in the words of Stripe's `subscription.status` (API 2026-07-29), which knows the most of them.
/// Pausing the collection of money is no state.
enum class subscription_state : std::uint8_t {
    incomplete,          ///< The first invoice is not paid yet.
    incomplete_expired,  ///< And was not for 23 hours: over.
    trialing,
    active,
    past_due,  ///< A payment failed or is late.
    unpaid,    ///< All attempts to collect failed, and it goes on all the same.
    paused,    ///< By hand, or because a trial ended without a means of payment.
    cancelled,
};
BOOST_DESCRIBE_ENUM(subscription_state, incomplete, incomplete_expired, trialing, active, past_due, unpaid, paused,
                    cancelled)

template <>
inline constexpr legal_move<subscription_state> lifecycle<subscription_state>[] = {
    {subscription_state::incomplete, subscription_state::active, system_role::billing},
    {subscription_state::incomplete, subscription_state::incomplete_expired, system_role::billing},
    {subscription_state::incomplete, subscription_state::cancelled, system_role::billing},
    {subscription_state::trialing, subscription_state::active, system_role::billing},
    {subscription_state::trialing, subscription_state::past_due, system_role::billing},
    {subscription_state::trialing, subscription_state::paused, system_role::billing},
    {subscription_state::trialing, subscription_state::cancelled, system_role::billing},
    {subscription_state::active, subscription_state::past_due, system_role::billing},
    {subscription_state::active, subscription_state::paused, system_role::billing},
    {subscription_state::active, subscription_state::cancelled, system_role::billing},
    {subscription_state::past_due, subscription_state::active, system_role::billing},
    {subscription_state::past_due, subscription_state::unpaid, system_role::billing},
    {subscription_state::past_due, subscription_state::cancelled, system_role::billing},
    {subscription_state::unpaid, subscription_state::active, system_role::billing},
    {subscription_state::unpaid, subscription_state::cancelled, system_role::billing},
    {subscription_state::paused, subscription_state::active, system_role::billing},
    {subscription_state::paused, subscription_state::cancelled, system_role::billing},
};

}  // namespace syncline::inline v1::model
