// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// A piece of work inside a project.
struct task {
    std::string slug{};  ///< Stable within the project: part of the task's business key.
    std::string name{};
    std::optional<decimal> planned_hours{};

    friend bool operator==(task const&, task const&) = default;
};
BOOST_DESCRIBE_STRUCT(task, (), (slug, name, planned_hours))

/// The delivery of a contract.
struct project {
    external_ref opportunity{};
    external_ref party{};
    std::optional<external_ref> contract{};
    std::string name{};
    field_value<std::string> manager{};
    std::vector<task> tasks{};

    friend bool operator==(project const&, project const&) = default;
};
BOOST_DESCRIBE_STRUCT(project, (), (opportunity, party, contract, name, manager, tasks))

/// The tasks every new project of a kind starts with.
struct project_template {
    std::string name{};
    std::vector<task> tasks{};
};
BOOST_DESCRIBE_STRUCT(project_template, (), (name, tasks))

}  // namespace syncline::inline v1::model
