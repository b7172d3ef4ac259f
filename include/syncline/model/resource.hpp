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
#include <syncline/model/entity.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/period.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// How somebody is bound to the house.
enum class employment : std::uint8_t { employee, contractor, subcontractor };
BOOST_DESCRIBE_ENUM(employment, employee, contractor, subcontractor)

/// What somebody can do, and how well.
struct skill {
    std::string name{};
    field_value<std::string> level{};

    friend bool operator==(skill const&, skill const&) = default;
};
BOOST_DESCRIBE_STRUCT(skill, (), (name, level))

/// How much of a period somebody works.
struct availability {
    model::period period{};
    decimal hours{};

    friend bool operator==(availability const&, availability const&) = default;
};
BOOST_DESCRIBE_STRUCT(availability, (), (period, hours))

/// Somebody who does the work.
struct resource {
    external_ref source{};  ///< The record this was read from.
    std::string name{};
    field_value<std::string> number{};  ///< Employee number.
    field_value<std::string> work_email{};
    std::optional<external_ref> legal_entity{};
    open_enum<model::employment> employment{};
    field_value<std::string> role{};
    field_value<std::string> department{};
    std::vector<skill> skills{};
    std::vector<model::availability> availability{};
    std::optional<unit_price> cost{};  ///< What an hour costs the house.
    field_value<bool> active{};

    friend bool operator==(resource const&, resource const&) = default;
};
BOOST_DESCRIBE_STRUCT(resource, (),
                      (source, name, number, work_email, legal_entity, employment, role, department, skills,
                       availability, cost, active))
template <>
inline constexpr auto entity<resource> =
    describe_entity("resource", "employee number, then work email",
                    {
                        {"source", classification::internal, system_role::library},
                        {"name", classification::personal, system_role::hr},
                        {"number", classification::personal, system_role::hr},
                        {"work_email", classification::personal, system_role::hr},
                        {"legal_entity", classification::internal, system_role::hr},
                        {"employment", classification::personal, system_role::hr},
                        {"role", classification::internal, system_role::hr},
                        {"department", classification::internal, system_role::hr},
                        {"skills", classification::personal, system_role::hr},
                        {"availability", classification::personal, system_role::hr},
                        {"cost", classification::financial, system_role::hr},
                        {"active", classification::internal, system_role::hr},
                    });

/// Who works on what, when and how much.
struct assignment {
    external_ref source{};  ///< The record this was read from.
    external_ref resource{};
    std::optional<external_ref> project{};
    std::optional<external_ref> task{};
    field_value<std::string> role{};
    model::period period{};
    std::optional<decimal> hours{};  ///< Planned.

    friend bool operator==(assignment const&, assignment const&) = default;
};
BOOST_DESCRIBE_STRUCT(assignment, (), (source, resource, project, task, role, period, hours))
template <>
inline constexpr auto entity<assignment> = describe_entity("assignment", "resource, task and start",
                                                           {
                                                               {"source", classification::internal,
                                                                system_role::library},
                                                               {"resource", classification::internal, system_role::erp},
                                                               {"project", classification::internal, system_role::erp},
                                                               {"task", classification::internal, system_role::erp},
                                                               {"role", classification::internal, system_role::erp},
                                                               {"period", classification::internal, system_role::erp},
                                                               {"hours", classification::internal, system_role::erp},
                                                           });

}  // namespace syncline::inline v1::model
