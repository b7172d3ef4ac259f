// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/result.hpp>
#include <syncline/mapping/detail/value_type.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1 {

/// A field has this value; `seat.country` names a field of a field.
struct route_condition {
    std::string field{};
    std::string is{};  ///< `AT`, `won`, `7`, `true`: as the field's type is written.

    friend bool operator==(route_condition const&, route_condition const&) = default;
};
BOOST_DESCRIBE_STRUCT(route_condition, (), (field, is))

/// A rule: where all conditions hold, the record goes there.
struct route {
    std::string name{};
    std::vector<route_condition> when{};
    std::string to{};

    friend bool operator==(route const&, route const&) = default;
};
BOOST_DESCRIBE_STRUCT(route, (), (name, when, to))

/// Rules and what happens where none holds, as a host writes them down: plain data, from a file (`json::decode`) or
/// code.
struct routes {
    std::vector<route> rules{};
    std::string otherwise{};

    friend bool operator==(routes const&, routes const&) = default;
};
BOOST_DESCRIBE_STRUCT(routes, (), (rules, otherwise))

/// Where a record goes, and which rule said so.
struct routed {
    std::string to{};
    std::string because{};  ///< The rule's name; `otherwise` when none held.

    friend bool operator==(routed const&, routed const&) = default;
};

namespace rules {

class bound_routes;

[[nodiscard]] result<std::shared_ptr<bound_routes const>> bind_routes(routes table, record_type const& record);
[[nodiscard]] routed route_of(bound_routes const& table, void const* record);
[[nodiscard]] std::vector<std::string> coverage_of(bound_routes const& table);

}  // namespace rules

/// Which target, project template or approver a record gets: the first rule whose conditions all hold, else the
/// default.
///
///     auto const table = routing_table<model::opportunity>::load(
///         {.rules = {{"austria", {{"country", "AT"}}, "odoo-at"}}, .otherwise = "odoo-de"});
///
/// *Threads*: immutable, use from any number of threads. *Cost*: the conditions in order, no I/O.
template <reflect::Described Record>
class routing_table {
public:
    /// *Errors*: `misconfigured`, all reasons at once: a rule without a name or with one that is taken, without
    /// conditions or a place to go, a field that is not there, a value its type does not have, no default.
    [[nodiscard]] static result<routing_table> load(routes table) {
        auto bound = rules::bind_routes(std::move(table), *rules::record_of_type<Record>());
        if (!bound) return fail(std::move(bound).error());
        return routing_table(*std::move(bound));
    }

    [[nodiscard]] routed operator()(Record const& r) const { return rules::route_of(*bound_, &r); }

    /// What a reviewer should see, a line each: rules that never fire because an earlier one holds whenever they do,
    /// and rules that may hold together and lead to different places, so that their order decides.
    [[nodiscard]] std::vector<std::string> coverage() const { return rules::coverage_of(*bound_); }

private:
    explicit routing_table(std::shared_ptr<rules::bound_routes const> bound) : bound_(std::move(bound)) {}

    std::shared_ptr<rules::bound_routes const> bound_;
};

}  // namespace syncline::inline v1
