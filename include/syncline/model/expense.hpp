// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/approval.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/states.hpp>

namespace syncline::inline v1::model {

/// Whose money it was.
enum class paid_by : std::uint8_t { employee, company };
BOOST_DESCRIBE_ENUM(paid_by, employee, company)

/// Money somebody spent, for a customer or for the house.
struct expense {
    external_ref source{};  ///< The record this was read from.
    external_ref resource{};
    std::optional<external_ref> legal_entity{};
    local_date on{};
    std::string text{};
    std::optional<external_ref> category{};
    money gross{};
    std::optional<money> tax{};
    model::paid_by paid_by = model::paid_by::employee;
    expense_state state = expense_state::draft;
    approval approved{};
    std::optional<external_ref> project{};  ///< Whom it is charged to.
    std::string contract_line{};
    std::optional<decimal> markup{};        ///< Percent.
    field_value<std::string> receipt{};     ///< Digest of the paper.
    std::optional<external_ref> invoice{};  ///< Which invoice took it.

    friend bool operator==(expense const&, expense const&) = default;
};
BOOST_DESCRIBE_STRUCT(expense, (),
                      (source, resource, legal_entity, on, text, category, gross, tax, paid_by, state, approved,
                       project, contract_line, markup, receipt, invoice))
template <>
inline constexpr auto entity<expense> =
    describe_entity("expense", "its own id in the expense tool",
                    {
                        {"source", classification::internal, system_role::library},
                        {"resource", classification::internal, system_role::time_tracking},
                        {"legal_entity", classification::internal, system_role::time_tracking},
                        {"on", classification::internal, system_role::time_tracking},
                        {"text", classification::internal, system_role::time_tracking},
                        {"category", classification::internal, system_role::time_tracking},
                        {"gross", classification::financial, system_role::time_tracking},
                        {"tax", classification::financial, system_role::time_tracking},
                        {"paid_by", classification::personal, system_role::time_tracking},
                        {"state", classification::internal, system_role::time_tracking},
                        {"approved", classification::internal, system_role::time_tracking},
                        {"project", classification::internal, system_role::erp},
                        {"contract_line", classification::internal, system_role::erp},
                        {"markup", classification::financial, system_role::erp},
                        {"receipt", classification::internal, system_role::time_tracking},
                        {"invoice", classification::financial, system_role::erp, true},
                    });

}  // namespace syncline::inline v1::model
