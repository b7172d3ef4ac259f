// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/billing.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/period.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/states.hpp>

namespace syncline::inline v1::model {

struct contract_line {
    external_ref product{};
    std::string description{};
    decimal quantity{};
    decimal unit_price{};
    std::string key{};                    ///< Stable over all versions: schedules and invoices name the line by it.
    field_value<std::string> unit{};      ///< UN/ECE Recommendation 20 code.
    open_enum<billing_method> billing{};  ///< How it becomes money.
    std::optional<decimal> cap{};         ///< Not to be exceeded, in the contract's currency.

    friend bool operator==(contract_line const&, contract_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(contract_line, (), (product, description, quantity, unit_price, key, unit, billing, cap))

/// The commercial terms a customer agreed to. Owned by the ERP once accepted. An amendment is a new version: see
/// `versions.hpp`.
struct contract {
    external_ref opportunity{};   ///< Where it came from.
    external_ref legal_entity{};  ///< Which of the host's companies sells: no contract is written without one.
    external_ref party{};
    std::string reference{};  ///< What people quote when they talk about it.
    std::optional<local_date> signed_on{};
    field_value<std::string> currency{};  ///< ISO 4217 code: what the prices are in.
    std::vector<contract_line> lines{};
    std::int64_t version = 1;
    contract_state state = contract_state::draft;
    std::optional<model::period> period{};  ///< While it binds; no end day is known before it ends otherwise.
    std::optional<local_date> notice_by{};  ///< The last day to give notice.
    std::optional<external_ref> quote{};    ///< What was accepted.

    friend bool operator==(contract const&, contract const&) = default;
};
BOOST_DESCRIBE_STRUCT(contract, (),
                      (opportunity, legal_entity, party, reference, signed_on, currency, lines, version, state, period,
                       notice_by, quote))
template <>
inline constexpr auto entity<contract> =
    describe_entity("contract", "links and its own number only",
                    {
                        {"opportunity", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::erp},
                        {"party", classification::internal, system_role::erp},
                        {"reference", classification::internal, system_role::erp},
                        {"signed_on", classification::internal, system_role::erp},
                        {"currency", classification::internal, system_role::erp},
                        {"lines", classification::financial, system_role::erp},
                        {"version", classification::internal, system_role::erp},
                        {"state", classification::internal, system_role::erp},
                        {"period", classification::internal, system_role::erp},
                        {"notice_by", classification::internal, system_role::erp},
                        {"quote", classification::internal, system_role::library},
                    });

}  // namespace syncline::inline v1::model
