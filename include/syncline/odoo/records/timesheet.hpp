// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// A time sheet entry (`project_id` is set), or any other cost or revenue on an analytic account.
struct account_analytic_line {
    std::int64_t id = 0;
    field_value<std::string> name{};
    std::optional<local_date> date{};
    field_value<json::id_name> employee_id{};
    field_value<json::id_name> user_id{};
    field_value<json::id_name> project_id{};
    field_value<json::id_name> task_id{};
    field_value<decimal> unit_amount{};  ///< Hours, or another unit.
    field_value<decimal> amount{};       ///< Cost when negative.
    field_value<json::id_name> account_id{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> product_id{};
    field_value<json::id_name> product_uom_id{};
    field_value<json::id_name> so_line{};  ///< The order line it is billed on.
    field_value<json::id_name> order_id{};
    field_value<std::string> timesheet_invoice_type{};  ///< `billable_time`, `billable_fixed`, `non_billable`, ...
    field_value<json::id_name> timesheet_invoice_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(account_analytic_line, (),
                      (id, name, date, employee_id, user_id, project_id, task_id, unit_amount, amount, account_id,
                       partner_id, company_id, currency_id, product_id, product_uom_id, so_line, order_id,
                       timesheet_invoice_type, timesheet_invoice_id, write_date))
template <>
inline constexpr std::string_view model_name<account_analytic_line> = "account.analytic.line";
template <>
inline constexpr std::string_view may_lack<account_analytic_line>[] = {
    "employee_id",         "project_id", "task_id", "account_id", "so_line", "order_id", "timesheet_invoice_type",
    "timesheet_invoice_id"};

/// A rate of a project: the order line an employee's time is billed on.
struct project_sale_line_employee_map {
    std::int64_t id = 0;
    field_value<json::id_name> project_id{};
    field_value<json::id_name> employee_id{};
    field_value<json::id_name> sale_line_id{};
    field_value<decimal> price_unit{};
    field_value<decimal> cost{};
    field_value<json::id_name> currency_id{};
};
BOOST_DESCRIBE_STRUCT(project_sale_line_employee_map, (),
                      (id, project_id, employee_id, sale_line_id, price_unit, cost, currency_id))
template <>
inline constexpr std::string_view model_name<project_sale_line_employee_map> = "project.sale.line.employee.map";
template <>
inline constexpr std::string_view may_lack<project_sale_line_employee_map>[] = {"cost"};

}  // namespace syncline::inline v1::odoo
