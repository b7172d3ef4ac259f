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
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// A person who works for us. Most of it is shown to HR officers only.
struct hr_employee {
    std::int64_t id = 0;
    std::string name{};
    field_value<bool> active{};
    field_value<json::id_name> user_id{};
    field_value<json::id_name> company_id{};
    field_value<std::string> employee_type{};  ///< `employee`, `student`, `trainee`, `contractor`, `freelance`, ...
    field_value<json::id_name> job_id{};
    field_value<std::string> job_title{};
    field_value<json::id_name> department_id{};
    field_value<json::id_name> parent_id{};             ///< Manager.
    field_value<json::id_name> resource_calendar_id{};  ///< Working hours.
    field_value<decimal> hourly_cost{};
    field_value<std::string> work_email{};
    field_value<std::string> work_phone{};
    std::optional<std::vector<std::int64_t>> employee_skill_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(hr_employee, (),
                      (id, name, active, user_id, company_id, employee_type, job_id, job_title, department_id,
                       parent_id, resource_calendar_id, hourly_cost, work_email, work_phone, employee_skill_ids,
                       write_date))
template <>
inline constexpr std::string_view model_name<hr_employee> = "hr.employee";
template <>
inline constexpr std::string_view may_lack<hr_employee>[] = {"employee_type", "hourly_cost", "employee_skill_ids"};

/// A skill people may have.
struct hr_skill {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> skill_type_id{};
};
BOOST_DESCRIBE_STRUCT(hr_skill, (), (id, name, skill_type_id))
template <>
inline constexpr std::string_view model_name<hr_skill> = "hr.skill";

/// How well an employee masters a skill.
struct hr_employee_skill {
    std::int64_t id = 0;
    field_value<json::id_name> employee_id{};
    field_value<json::id_name> skill_type_id{};
    field_value<json::id_name> skill_id{};
    field_value<json::id_name> skill_level_id{};
    field_value<std::int64_t> level_progress{};  ///< 0 to 100.
};
BOOST_DESCRIBE_STRUCT(hr_employee_skill, (), (id, employee_id, skill_type_id, skill_id, skill_level_id, level_progress))
template <>
inline constexpr std::string_view model_name<hr_employee_skill> = "hr.employee.skill";

}  // namespace syncline::inline v1::odoo
