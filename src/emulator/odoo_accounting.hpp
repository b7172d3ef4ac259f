// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/odoo_behaviour.hpp"

// What journal entries, payments and order invoicing share.

namespace syncline::inline v1::emulator::erp {

[[nodiscard]] bool is_invoice(std::string_view move_type);
/// Of customers, not of vendors.
[[nodiscard]] bool is_sale(std::string_view move_type);
[[nodiscard]] int digits_of_move(entry const& move);

/// 1 where the lines of a document are debits (bills, credit notes to customers), -1 where they are credits.
[[nodiscard]] double direction(std::string_view move_type);

/// The company's journal of a type; throws what Odoo throws when there is none.
[[nodiscard]] entry journal_of(environment& env, id_type company, std::string_view type);

/// An account of the chart by what it is for: `a_recv`, `a_pay`, `a_sale`, `a_expense`, `tax_received`, `tax_paid`.
[[nodiscard]] entry account_for(environment& env, std::string const& purpose);

/// The items of an entry, oldest first.
[[nodiscard]] std::vector<entry> items_of(environment& env, entry const& move);
/// Those of them somebody owes: on receivable or payable accounts.
[[nodiscard]] std::vector<entry> open_items_of(environment& env, entry const& move);

[[nodiscard]] double residual_of(environment& env, entry const& item);
/// What is still to pay of an invoice, or to pay back of a credit note.
[[nodiscard]] double residual_of_move(environment& env, entry const& move);

/// Sets an item's amounts from its amount in the currency of the entry; positive is debit.
void set_amount(entry const& item, double amount_currency, double rate);
/// How much of an entry's currency one unit of the company's currency is worth.
[[nodiscard]] double rate_of(environment& env, entry const& currency);

/// Sets off open items of two entries against each other.
void reconcile(environment& env, entry const& one, entry const& other);
void unreconcile(environment& env, entry const& move);

/// Posts an entry under a number of its own.
void post(environment& env, entry const& move);

/// An amount as Odoo shows it to people: "$ 1,234.50", with a space that does not break.
[[nodiscard]] std::string show_money(double amount, entry const& currency);

/// Payments that paid an invoice without an entry of their own.
[[nodiscard]] std::vector<entry> payments_without_entry(environment& env, entry const& move);

[[nodiscard]] std::optional<json> payments_widget(environment& env, entry const& move);

/// The states of payments follow the invoices they paid.
void refresh_payments(environment& env, entry const& invoice);

}  // namespace syncline::inline v1::emulator::erp
