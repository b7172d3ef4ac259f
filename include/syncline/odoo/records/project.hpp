// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/json/names.hpp>
#include <syncline/odoo/date_or_datetime.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// A project.
struct project_project {
    std::int64_t id = 0;
    std::string name{};
    field_value<bool> active{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> user_id{};  ///< Manager.
    field_value<local_date> date_start{};
    field_value<local_date> date{};         ///< Its end.
    field_value<json::id_name> stage_id{};  ///< Only where project stages are switched on.
    field_value<std::string>
        last_update_status{};  ///< `on_track`, `at_risk`, `off_track`, `on_hold`, `to_define`; `done` from 18 on.
    field_value<bool> allow_billable{};
    field_value<std::string> pricing_type{};  ///< `task_rate`, `fixed_rate`, `employee_rate`.
    field_value<std::string> billing_type{};  ///< `not_billable`, `manually`.
    field_value<json::id_name> sale_line_id{};
    field_value<json::id_name> sale_order_id{};
    field_value<json::id_name>
        reinvoiced_sale_order_id{};           ///< The order a project delivers without billing its time on it.
    field_value<json::id_name> account_id{};  ///< Analytic account.
    field_value<decimal> allocated_hours{};
    std::vector<std::int64_t> task_ids{};  ///< Open tasks only: that is how Odoo defines the field.
    std::optional<std::vector<std::int64_t>> milestone_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(project_project, (),
                      (id, name, active, partner_id, company_id, user_id, date_start, date, stage_id,
                       last_update_status, allow_billable, pricing_type, billing_type, sale_line_id, sale_order_id,
                       reinvoiced_sale_order_id, account_id, allocated_hours, task_ids, milestone_ids, write_date))
template <>
inline constexpr std::string_view model_name<project_project> = "project.project";
template <>
inline constexpr std::string_view may_lack<project_project>[] = {
    "stage_id",      "allow_billable",           "pricing_type", "billing_type",    "sale_line_id",
    "sale_order_id", "reinvoiced_sale_order_id", "account_id",   "allocated_hours", "milestone_ids"};

/// A milestone of a project, and how much of an order line it delivers.
struct project_milestone {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> project_id{};
    field_value<local_date> deadline{};
    field_value<bool> is_reached{};
    field_value<local_date> reached_date{};
    field_value<json::id_name> sale_line_id{};
    field_value<decimal> quantity_percentage{};
    std::optional<std::vector<std::int64_t>> task_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(project_milestone, (),
                      (id, name, project_id, deadline, is_reached, reached_date, sale_line_id, quantity_percentage,
                       task_ids, write_date))
template <>
inline constexpr std::string_view model_name<project_milestone> = "project.milestone";
template <>
inline constexpr std::string_view may_lack<project_milestone>[] = {"sale_line_id", "quantity_percentage"};

/// A task. How far it is, `kanban_state` says on 16 and `state` from 18 on, each in its own words.
struct project_task {
    std::int64_t id = 0;
    std::string name{};
    field_value<bool> active{};
    field_value<json::id_name> project_id{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> parent_id{};
    std::optional<std::vector<std::int64_t>> user_ids{};  ///< Assignees.
    field_value<decimal> allocated_hours{};
    field_value<std::string> state{};         ///< `01_in_progress`, `02_changes_requested`, `03_approved`, `1_done`,
                                              ///< `1_canceled`, `04_waiting_normal`.
    field_value<std::string> kanban_state{};  ///< `normal`, `done`, `blocked`.
    field_value<json::id_name> stage_id{};
    field_value<date_or_datetime> date_deadline{};
    field_value<json::id_name> milestone_id{};
    field_value<json::id_name> sale_line_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(project_task, (),
                      (id, name, active, project_id, partner_id, company_id, parent_id, user_ids, allocated_hours,
                       state, kanban_state, stage_id, date_deadline, milestone_id, sale_line_id, write_date))
template <>
inline constexpr std::string_view model_name<project_task> = "project.task";
template <>
inline constexpr std::string_view may_lack<project_task>[] = {"state", "kanban_state", "milestone_id", "sale_line_id"};

}  // namespace syncline::inline v1::odoo

template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::odoo::project_project>[] = {
    {"account_id", "account_id", "analytic_account_id"}};
template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::odoo::project_task>[] = {
    {"allocated_hours", "allocated_hours", "planned_hours"}};
