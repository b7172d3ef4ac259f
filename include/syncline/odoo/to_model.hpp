// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include <syncline/core/result.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/invoice.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/payment.hpp>
#include <syncline/model/product.hpp>
#include <syncline/model/project.hpp>
#include <syncline/model/time_entry.hpp>
#include <syncline/odoo/records/accounting.hpp>
#include <syncline/odoo/records/crm.hpp>
#include <syncline/odoo/records/partner.hpp>
#include <syncline/odoo/records/product.hpp>
#include <syncline/odoo/records/project.hpp>
#include <syncline/odoo/records/sales.hpp>
#include <syncline/odoo/records/timesheet.hpp>

// Records of Odoo as canonical objects; `client::upsert` goes the other way. docs/reference/odoo.md has the table.
//
// References come out as `external_ref{"odoo", model, id}`. A text that was not read stays absent and a blank one is
// empty, whether Odoo keeps it as `false` or as `''`. Nothing is guessed: what the canonical object needs and the
// record does not say, or says with a word nobody knows, is an error that names the record, the member and the word.
// *Errors* of all of them: `mapping`. *Threads*: any number.

namespace syncline::inline v1::odoo {

/// A company or a person. Country and industry are the names Odoo shows, in the language of the call.
[[nodiscard]] result<model::party> to_party(res_partner const& partner);

/// *Errors*: also a product without a code, because orders and invoices name it by that; a combo, which is none.
[[nodiscard]] result<model::product> to_product(product_product const& product);

/// A quotation or an order with all its lines, in the order people see them. Headings, notes and down payments are left
/// out; a discount is taken off the unit price, exactly. The day it was signed is the day of the order where nobody
/// signed online; without a customer's reference the order's own number is the reference.
/// *Errors*: also a line of another order, or one of `order.order_line` that is not in `lines`.
[[nodiscard]] result<model::contract> to_contract(sale_order const& order, std::span<sale_order_line const> lines);

/// A project of a customer with these tasks, by id. A task's slug is its id. No hours are none planned: Odoo cannot
/// tell 0 from blank. The opportunity is not known to Odoo's projects and stays blank. *Errors*: also a task of another
/// project.
[[nodiscard]] result<model::project> to_project(project_project const& project, std::span<project_task const> tasks);

/// An opportunity; its lines are on the orders. Its closing date is the day it was won or lost, before that the day it
/// is expected on. Won and lost are told as Odoo tells them: 19 by `won_status`, others by 100 % and by 0 % of an
/// archived one. *Errors*: also a lead that is no opportunity yet.
[[nodiscard]] result<model::opportunity> to_opportunity(crm_lead const& lead);

/// An invoice to a customer with its lines; the entry's lines of taxes and of what is owed may be among them. It has no
/// number before it is posted. How far it is paid follows from what is still due, as in `order_to_cash.hpp`; units,
/// taxes, period and contract are not told. *Errors*: also another kind of document, a line of another one, or one of
/// `invoice_line_ids` that is not in `lines`; an amount with more decimals than its currency.
[[nodiscard]] result<model::invoice> to_invoice(account_move const& move, std::span<account_move_line const> lines);

/// A credit note to a customer, as `to_invoice` reads an invoice. Odoo's amounts of credit notes are positive too.
[[nodiscard]] result<model::credit_note> to_credit_note(account_move const& move,
                                                        std::span<account_move_line const> lines);

/// Money from a customer. It is settled once it is matched with the bank; `paid` alone is captured. Which invoices it
/// pays the ledger knows. *Errors*: also money that goes out.
[[nodiscard]] result<model::payment> to_payment(account_payment const& payment);

/// Work of an employee on a project, in whole minutes. What an invoice took is locked: Odoo's line does not say whether
/// the invoice is posted. *Errors*: also a line that is no time sheet, or hours that are no whole minutes.
[[nodiscard]] result<model::time_entry> to_time_entry(account_analytic_line const& line);

}  // namespace syncline::inline v1::odoo
