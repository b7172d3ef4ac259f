// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// A piece of work inside a project.
struct task {
    std::string slug{};  ///< Stable within the project: part of the task's business key.
    std::string name{};
    std::optional<decimal> planned_hours{};
    std::optional<std::string> parent{};     ///< Slug of the task it is part of.
    std::optional<std::string> milestone{};  ///< Slug of the milestone it leads to.
    std::optional<local_date> due{};
    std::string contract_line{};  ///< Key of the line that pays for it.

    friend bool operator==(task const&, task const&) = default;
};
BOOST_DESCRIBE_STRUCT(task, (), (slug, name, planned_hours, parent, milestone, due, contract_line))

/// Something that is reached, and may then be paid for.
struct milestone {
    std::string slug{};  ///< Stable within the project.
    std::string name{};
    std::optional<local_date> due{};
    std::optional<local_date> reached{};
    std::optional<decimal> share{};  ///< Of the contract line, 0.3 for 30 %.
    std::string contract_line{};

    friend bool operator==(milestone const&, milestone const&) = default;
};
BOOST_DESCRIBE_STRUCT(milestone, (), (slug, name, due, reached, share, contract_line))

/// Where the work stands.
enum class project_state : std::uint8_t { planned, active, paused, closed };
BOOST_DESCRIBE_ENUM(project_state, planned, active, paused, closed)

/// The delivery of a contract.
struct project {
    external_ref opportunity{};
    external_ref party{};
    std::optional<external_ref> contract{};
    std::string name{};
    field_value<std::string> manager{};
    std::vector<task> tasks{};
    std::vector<milestone> milestones{};
    open_enum<project_state> state{};
    std::optional<local_date> starts{};
    std::optional<local_date> ends{};
    std::optional<decimal> budget_hours{};
    field_value<bool> billable{};
    std::optional<external_ref> analytic{};  ///< Where its costs and revenue are counted.

    friend bool operator==(project const&, project const&) = default;
};
BOOST_DESCRIBE_STRUCT(project, (),
                      (opportunity, party, contract, name, manager, tasks, milestones, state, starts, ends,
                       budget_hours, billable, analytic))
template <>
inline constexpr auto entity<project> =
    describe_entity("project", "links only",
                    {
                        {"opportunity", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::erp},
                        {"contract", classification::internal, system_role::library},
                        {"name", classification::internal, system_role::erp},
                        {"manager", classification::internal, system_role::erp},
                        {"tasks", classification::internal, system_role::erp},
                        {"milestones", classification::internal, system_role::erp},
                        {"state", classification::internal, system_role::erp},
                        {"starts", classification::internal, system_role::erp},
                        {"ends", classification::internal, system_role::erp},
                        {"budget_hours", classification::internal, system_role::erp},
                        {"billable", classification::internal, system_role::erp},
                        {"analytic", classification::internal, system_role::erp},
                    });

/// The tasks every new project of a kind starts with.
struct project_template {
    std::string name{};
    std::vector<task> tasks{};
};
BOOST_DESCRIBE_STRUCT(project_template, (), (name, tasks))

}  // namespace syncline::inline v1::model
