// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/approval.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// How a line of a contract becomes money.
enum class billing_method : std::uint8_t {
    milestone,
    retainer,
    time_and_materials,
    fixed_fee,
    subscription,
    usage,
    expense
};
BOOST_DESCRIBE_ENUM(billing_method, milestone, retainer, time_and_materials, fixed_fee, subscription, usage, expense)

/// What lets a row of a billing schedule be invoiced.
enum class trigger_kind : std::uint8_t {
    date,
    milestone_reached,
    period_ended,
    time_approved,
    usage_window_closed,
    acceptance
};
BOOST_DESCRIBE_ENUM(trigger_kind, date, milestone_reached, period_ended, time_approved, usage_window_closed, acceptance)

/// Where a row stands. A row is invoiced once.
enum class billing_row_state : std::uint8_t { planned, due, invoiced, cancelled };
BOOST_DESCRIBE_ENUM(billing_row_state, planned, due, invoiced, cancelled)

/// Something happened that lets a contract be billed.
struct billing_trigger {
    external_ref source{};  ///< The record this was read from.
    external_ref contract{};
    std::string line{};  ///< The contract line's key.
    trigger_kind kind = trigger_kind::date;
    std::optional<external_ref> cause{};  ///< The milestone, the time sheet, the usage window.
    std::optional<local_date> on{};
    approval approved{};

    friend bool operator==(billing_trigger const&, billing_trigger const&) = default;
};
BOOST_DESCRIBE_STRUCT(billing_trigger, (), (source, contract, line, kind, cause, on, approved))
template <>
inline constexpr auto entity<billing_trigger> =
    describe_entity("billing trigger", "contract line, kind and what happened",
                    {
                        {"source", classification::internal, system_role::library},
                        {"contract", classification::internal, system_role::library},
                        {"line", classification::internal, system_role::library},
                        {"kind", classification::internal, system_role::library},
                        {"cause", classification::internal, system_role::library},
                        {"on", classification::internal, system_role::library},
                        {"approved", classification::internal, system_role::erp},
                    });

/// One thing to be invoiced: when, and how much or by which rule.
struct billing_row {
    std::string line{};  ///< The contract line's key.
    trigger_kind kind = trigger_kind::date;
    std::optional<local_date> due{};
    std::optional<money> amount{};
    std::optional<decimal> share{};  ///< Or so much of the line, 0.3 for 30 %.
    billing_row_state state = billing_row_state::planned;

    friend bool operator==(billing_row const&, billing_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(billing_row, (), (line, kind, due, amount, share, state))

/// What a contract will be invoiced for, row by row.
struct billing_schedule {
    external_ref source{};  ///< The record this was read from.
    external_ref contract{};
    std::int64_t version = 1;  ///< Of the contract.
    std::vector<billing_row> rows{};

    friend bool operator==(billing_schedule const&, billing_schedule const&) = default;
};
BOOST_DESCRIBE_STRUCT(billing_schedule, (), (source, contract, version, rows))
template <>
inline constexpr auto entity<billing_schedule> =
    describe_entity("billing schedule", "contract and version",
                    {
                        {"source", classification::internal, system_role::library},
                        {"contract", classification::internal, system_role::library},
                        {"version", classification::internal, system_role::erp},
                        {"rows", classification::financial, system_role::erp},
                    });

}  // namespace syncline::inline v1::model
