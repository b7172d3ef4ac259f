// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/model/approval.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// A change of what was agreed: what the opportunity or quote now says, and what the contract and the project have to
/// become. Approved, it makes exactly one amendment.
struct change_request {
    external_ref source{};  ///< The record this was read from.
    std::string number{};
    std::optional<external_ref> opportunity{};
    std::optional<external_ref> quote{};
    external_ref contract{};
    std::optional<external_ref> project{};
    std::string reason{};
    std::optional<local_date> effective{};
    std::optional<money> difference{};  ///< What the contract's value changes by.
    approval approved{};
    std::optional<std::int64_t> amendment{};  ///< The contract version it became.

    friend bool operator==(change_request const&, change_request const&) = default;
};
BOOST_DESCRIBE_STRUCT(change_request, (),
                      (source, number, opportunity, quote, contract, project, reason, effective, difference, approved,
                       amendment))
template <>
inline constexpr auto entity<change_request> =
    describe_entity("change request", "its own number",
                    {
                        {"source", classification::internal, system_role::library},
                        {"number", classification::internal, system_role::crm},
                        {"opportunity", classification::internal, system_role::crm},
                        {"quote", classification::internal, system_role::crm},
                        {"contract", classification::internal, system_role::crm},
                        {"project", classification::internal, system_role::crm},
                        {"reason", classification::internal, system_role::crm},
                        {"effective", classification::internal, system_role::crm},
                        {"difference", classification::financial, system_role::crm},
                        {"approved", classification::internal, system_role::erp},
                        {"amendment", classification::internal, system_role::library},
                    });

}  // namespace syncline::inline v1::model
