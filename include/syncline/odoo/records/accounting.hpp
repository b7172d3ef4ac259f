// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/json/names.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// An invoice, a credit note, a bill or any other journal entry: `move_type` tells.
struct account_move {
    std::int64_t id = 0;
    field_value<std::string> name{};           ///< Its number once posted; a draft has `/` before 17, then none.
    field_value<std::string> move_type{};      ///< `out_invoice`, `out_refund`, `in_invoice`, `in_refund`, `entry`, ...
    field_value<std::string> state{};          ///< `draft`, `posted`, `cancel`.
    field_value<std::string> payment_state{};  ///< `not_paid`, `in_payment`, `paid`, `partial`, `reversed`, ...
    field_value<local_date> invoice_date{};
    field_value<local_date> invoice_date_due{};
    field_value<local_date> date{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> journal_id{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> commercial_partner_id{};
    field_value<json::id_name> currency_id{};
    field_value<decimal> invoice_currency_rate{};
    field_value<std::string> invoice_origin{};
    field_value<std::string> ref{};
    field_value<std::string> payment_reference{};
    field_value<json::id_name> reversed_entry_id{};  ///< Of a credit note: what it reverses.
    field_value<json::id_name> invoice_payment_term_id{};
    field_value<json::id_name> fiscal_position_id{};
    field_value<json::id_name> invoice_user_id{};
    field_value<decimal> amount_untaxed{};
    field_value<decimal> amount_tax{};
    field_value<decimal> amount_total{};
    field_value<decimal> amount_residual{};  ///< Still to be paid.
    std::optional<std::vector<std::int64_t>> invoice_line_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(account_move, (),
                      (id, name, move_type, state, payment_state, invoice_date, invoice_date_due, date, company_id,
                       journal_id, partner_id, commercial_partner_id, currency_id, invoice_currency_rate,
                       invoice_origin, ref, payment_reference, reversed_entry_id, invoice_payment_term_id,
                       fiscal_position_id, invoice_user_id, amount_untaxed, amount_tax, amount_total, amount_residual,
                       invoice_line_ids, write_date))
template <>
inline constexpr std::string_view model_name<account_move> = "account.move";
template <>
inline constexpr std::string_view may_lack<account_move>[] = {"invoice_currency_rate"};

/// A line of an invoice or a journal entry.
struct account_move_line {
    std::int64_t id = 0;
    field_value<json::id_name> move_id{};
    field_value<std::int64_t> sequence{};
    field_value<std::string>
        display_type{};  ///< `product`, `line_section`, `line_note`, `tax`, `payment_term`, `rounding`, ...
    field_value<json::id_name> product_id{};
    field_value<std::string> name{};
    field_value<decimal> quantity{};
    field_value<json::id_name> product_uom_id{};
    field_value<decimal> price_unit{};
    field_value<decimal> discount{};  ///< Percent.
    field_value<decimal> price_subtotal{};
    field_value<decimal> price_total{};
    std::optional<std::vector<std::int64_t>> tax_ids{};
    field_value<json::id_name> tax_line_id{};  ///< Of a tax line: the tax.
    field_value<json::id_name> account_id{};
    field_value<json::id_name> partner_id{};
    field_value<local_date> date{};
    field_value<local_date> date_maturity{};
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> company_id{};
    field_value<decimal> debit{};
    field_value<decimal> credit{};
    field_value<decimal> balance{};
    field_value<decimal> amount_currency{};
    field_value<decimal> amount_residual{};
    field_value<bool> reconciled{};
    field_value<std::vector<std::pair<std::string, decimal>>> analytic_distribution{};
    std::optional<std::vector<std::int64_t>> analytic_line_ids{};
    std::optional<std::vector<std::int64_t>> sale_line_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(account_move_line, (),
                      (id, move_id, sequence, display_type, product_id, name, quantity, product_uom_id, price_unit,
                       discount, price_subtotal, price_total, tax_ids, tax_line_id, account_id, partner_id, date,
                       date_maturity, currency_id, company_id, debit, credit, balance, amount_currency, amount_residual,
                       reconciled, analytic_distribution, analytic_line_ids, sale_line_ids, write_date))
template <>
inline constexpr std::string_view model_name<account_move_line> = "account.move.line";
template <>
inline constexpr std::string_view may_lack<account_move_line>[] = {"analytic_distribution", "analytic_line_ids",
                                                                   "sale_line_ids"};

/// A payment in or out.
struct account_payment {
    std::int64_t id = 0;
    field_value<std::string> name{};
    field_value<std::string> payment_type{};  ///< `inbound` or `outbound`.
    field_value<std::string> partner_type{};  ///< `customer` or `supplier`.
    field_value<std::string>
        state{};  ///< `draft`, `in_process`, `paid`, `canceled`, `rejected`; before 18 `draft`, `posted`, `cancel`.
    field_value<decimal> amount{};
    field_value<json::id_name> currency_id{};
    field_value<local_date> date{};
    field_value<json::id_name> journal_id{};
    field_value<json::id_name> payment_method_line_id{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> company_id{};
    field_value<std::string> payment_reference{};
    field_value<std::string> memo{};
    field_value<json::id_name> move_id{};
    field_value<bool> is_reconciled{};
    field_value<bool> is_matched{};
    std::optional<std::vector<std::int64_t>> reconciled_invoice_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(account_payment, (),
                      (id, name, payment_type, partner_type, state, amount, currency_id, date, journal_id,
                       payment_method_line_id, partner_id, company_id, payment_reference, memo, move_id, is_reconciled,
                       is_matched, reconciled_invoice_ids, write_date))
template <>
inline constexpr std::string_view model_name<account_payment> = "account.payment";

/// A tax.
struct account_tax {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> amount_type{};  ///< `percent`, `fixed`, `division`, `group`.
    field_value<decimal> amount{};
    field_value<std::string> type_tax_use{};  ///< `sale`, `purchase`, `none`.
    field_value<bool> price_include{};        ///< Part of the price it is on.
    field_value<bool> include_base_amount{};
    field_value<json::id_name> country_id{};
    field_value<json::id_name> tax_group_id{};
    field_value<json::id_name> company_id{};
    field_value<bool> active{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(account_tax, (),
                      (id, name, amount_type, amount, type_tax_use, price_include, include_base_amount, country_id,
                       tax_group_id, company_id, active, write_date))
template <>
inline constexpr std::string_view model_name<account_tax> = "account.tax";

/// Which taxes and accounts stand in for others, for a kind of customer.
struct account_fiscal_position {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> country_id{};
    field_value<bool> auto_apply{};
    field_value<bool> vat_required{};
    field_value<bool> active{};
};
BOOST_DESCRIBE_STRUCT(account_fiscal_position, (), (id, name, company_id, country_id, auto_apply, vat_required, active))
template <>
inline constexpr std::string_view model_name<account_fiscal_position> = "account.fiscal.position";

/// Payment terms.
struct account_payment_term {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> company_id{};
    std::optional<std::vector<std::int64_t>> line_ids{};
    field_value<bool> active{};
};
BOOST_DESCRIBE_STRUCT(account_payment_term, (), (id, name, company_id, line_ids, active))
template <>
inline constexpr std::string_view model_name<account_payment_term> = "account.payment.term";

/// A cost center, a project's account or any other dimension.
struct account_analytic_account {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> code{};
    field_value<json::id_name> plan_id{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> currency_id{};
    field_value<bool> active{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(account_analytic_account, (),
                      (id, name, code, plan_id, partner_id, company_id, currency_id, active, write_date))
template <>
inline constexpr std::string_view model_name<account_analytic_account> = "account.analytic.account";

}  // namespace syncline::inline v1::odoo

template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::odoo::account_payment>[] = {
    {"memo", "memo", "ref"}};
