// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/approval.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/states.hpp>

namespace syncline::inline v1::model {

/// Whether work is charged for.
enum class billable : std::uint8_t {
    billable,
    not_billable,
    fixed_price,  ///< Paid with the fixed fee.
};
BOOST_DESCRIBE_ENUM(billable, billable, not_billable, fixed_price)

/// Work that was done. What was billed is never edited: a correction is a new entry and a credit.
struct time_entry {
    external_ref source{};  ///< The record this was read from.
    external_ref resource{};
    std::optional<external_ref> project{};
    std::optional<external_ref> task{};
    local_date on{};
    std::int64_t minutes = 0;
    std::string text{};
    field_value<std::string> role{};
    time_entry_state state = time_entry_state::draft;
    approval approved{};
    open_enum<model::billable> billable{};
    std::optional<unit_price> rate{};  ///< What was charged.
    std::optional<money> amount{};
    std::optional<external_ref> invoice{};  ///< Which invoice took it.

    friend bool operator==(time_entry const&, time_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(time_entry, (),
                      (source, resource, project, task, on, minutes, text, role, state, approved, billable, rate,
                       amount, invoice))
template <>
inline constexpr auto entity<time_entry> =
    describe_entity("time entry", "its own id in the time tool",
                    {
                        {"source", classification::internal, system_role::library},
                        {"resource", classification::internal, system_role::time_tracking},
                        {"project", classification::internal, system_role::time_tracking},
                        {"task", classification::internal, system_role::time_tracking},
                        {"on", classification::internal, system_role::time_tracking},
                        {"minutes", classification::internal, system_role::time_tracking},
                        {"text", classification::internal, system_role::time_tracking},
                        {"role", classification::internal, system_role::time_tracking},
                        {"state", classification::internal, system_role::time_tracking},
                        {"approved", classification::internal, system_role::time_tracking},
                        {"billable", classification::internal, system_role::erp},
                        {"rate", classification::financial, system_role::erp, true},
                        {"amount", classification::financial, system_role::erp, true},
                        {"invoice", classification::financial, system_role::erp, true},
                    });

}  // namespace syncline::inline v1::model
