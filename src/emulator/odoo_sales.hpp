// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "emulator/odoo_behaviour.hpp"

// What orders, their projects and their invoices know of each other.

namespace syncline::inline v1::emulator::erp {

[[nodiscard]] std::vector<id_type> ids_of(std::vector<entry> const& entries);

[[nodiscard]] std::vector<entry> invoices_of(environment& env, entry const& order);
[[nodiscard]] std::vector<entry> projects_of(environment& env, entry const& order);
[[nodiscard]] std::vector<entry> tasks_of(environment& env, entry const& order);

/// Makes an order of a quotation, with the projects and tasks its services ask for.
void confirm(environment& env, entry const& order);
void deliver_services(environment& env, entry const& order);

/// The analytic account an order's project collects its costs on, or no record.
[[nodiscard]] entry analytic_account_of(environment& env, entry const& order);

/// Marks what is delivered on a line and not invoiced yet as invoiced with `move`.
void invoice_timesheets(environment& env, entry const& order_line, id_type move);

// The wizard that invoices orders.
void advance_payment_defaults(environment& env, draft const& d);
[[nodiscard]] std::optional<json> create_invoices(environment& env, model const& m, arguments const& a);

}  // namespace syncline::inline v1::emulator::erp
