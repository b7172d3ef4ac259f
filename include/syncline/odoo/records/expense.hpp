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

/// An expense of an employee. On 16 and 18 it goes through a report, on 19 by itself.
struct hr_expense {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> employee_id{};
    field_value<local_date> date{};
    field_value<json::id_name> product_id{};  ///< Category.
    field_value<decimal> quantity{};
    field_value<decimal> price_unit{};
    field_value<decimal> total_amount_currency{};  ///< In the expense's own currency, as are the taxes.
    field_value<decimal> tax_amount_currency{};
    field_value<json::id_name> currency_id{};
    field_value<std::string> payment_mode{};  ///< `own_account` or `company_account`.
    field_value<std::string> state{};  ///< `draft`, `submitted`, `approved`, `refused`; `reported`, `done` before 19;
                                       ///< `posted`, `in_payment`, `paid` from 19 on.
    field_value<json::id_name> sheet_id{};
    field_value<json::id_name> account_move_id{};
    field_value<json::id_name> sale_order_id{};  ///< The order it is billed on.
    field_value<bool> can_be_reinvoiced{};
    std::optional<std::vector<std::int64_t>> tax_ids{};
    field_value<std::vector<std::pair<std::string, decimal>>> analytic_distribution{};
    std::optional<std::vector<std::int64_t>> attachment_ids{};  ///< Receipts.
    field_value<json::id_name> company_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(hr_expense, (),
                      (id, name, employee_id, date, product_id, quantity, price_unit, total_amount_currency,
                       tax_amount_currency, currency_id, payment_mode, state, sheet_id, account_move_id, sale_order_id,
                       can_be_reinvoiced, tax_ids, analytic_distribution, attachment_ids, company_id, write_date))
template <>
inline constexpr std::string_view model_name<hr_expense> = "hr.expense";
template <>
inline constexpr std::string_view may_lack<hr_expense>[] = {"sheet_id", "account_move_id", "sale_order_id",
                                                            "can_be_reinvoiced", "analytic_distribution"};

}  // namespace syncline::inline v1::odoo

template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::odoo::hr_expense>[] = {
    {"price_unit", "price_unit", "unit_amount"},
    {"total_amount_currency", "total_amount_currency", "total_amount"},
    {"tax_amount_currency", "tax_amount_currency", "amount_tax"}};
