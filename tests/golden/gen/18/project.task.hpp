// SPDX-License-Identifier: Apache-2.0
// Written by syncline-gen: project.task as Odoo 18.0 describes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/odoo/record.hpp>

namespace erp {

/// A record of project.task.
/// Left out, because no member can hold them: task_properties.
struct project_task {
    std::int64_t id = 0;
    std::string name{};  ///< Title
    syncline::field_value<bool> active{};  ///< Active
    syncline::field_value<syncline::decimal> allocated_hours{};  ///< Allocated Time
    syncline::field_value<syncline::json::id_name> company_id{};  ///< Company (res.company)
    syncline::field_value<syncline::instant> date_assign{};  ///< Assigning Date; read only
    syncline::field_value<syncline::instant> date_deadline{};  ///< Deadline
    syncline::field_value<std::string> description{};  ///< Description
    syncline::field_value<syncline::json::id_name> displayed_image_id{};  ///< Cover Image (ir.attachment)
    syncline::field_value<syncline::json::id_name> milestone_id{};  ///< Milestone (project.milestone)
    syncline::field_value<syncline::json::id_name> parent_id{};  ///< Parent Task (project.task)
    syncline::field_value<syncline::json::id_name> partner_id{};  ///< Customer (res.partner)
    syncline::field_value<std::string> priority{};  ///< Priority: `0`, `1`
    syncline::field_value<syncline::json::id_name> project_id{};  ///< Project (project.project)
    syncline::field_value<syncline::json::id_name> sale_line_id{};  ///< Sales Order Item (sale.order.line)
    syncline::field_value<syncline::json::id_name> stage_id{};  ///< Stage (project.task.type)
    /// State: `01_in_progress`, `02_changes_requested`, `03_approved`, `1_done`, `1_canceled`, `04_waiting_normal`
    std::string state{};
    std::vector<std::int64_t> user_ids{};  ///< Assignees (res.users)
    syncline::field_value<syncline::instant> write_date{};  ///< Last Updated On; read only
};
BOOST_DESCRIBE_STRUCT(project_task, (),
                      (id, name, active, allocated_hours, company_id, date_assign, date_deadline, description,
                       displayed_image_id, milestone_id, parent_id, partner_id, priority, project_id, sale_line_id,
                       stage_id, state, user_ids, write_date))

}  // namespace erp

template <>
inline constexpr std::string_view syncline::odoo::model_name<erp::project_task> = "project.task";
