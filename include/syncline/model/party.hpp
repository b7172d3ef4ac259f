// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/model/address.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/tax.hpp>

namespace syncline::inline v1::model {

enum class party_kind { organization, person };
BOOST_DESCRIBE_ENUM(party_kind, organization, person)

/// How far somebody has come with us.
enum class party_lifecycle { lead, prospect, customer, former };
BOOST_DESCRIBE_ENUM(party_lifecycle, lead, prospect, customer, former)

/// A customer, prospect or partner. Created and named by the CRM, activated for accounting by the ERP.
struct party {
    external_ref source{};  ///< The record this value was read from.
    party_kind kind = party_kind::organization;
    std::string name{};
    field_value<std::string> website{};
    field_value<std::string> phone{};
    field_value<std::string> email{};
    field_value<std::string> industry{};
    field_value<std::string> country{};  ///< As the source writes it.
    std::optional<external_ref> parent{};
    field_value<std::string> legal_name{};  ///< As registered, where it is not the name.
    field_value<std::string> number{};      ///< What the books call it.
    std::vector<tax_id> tax_ids{};
    std::optional<model::address> address{};
    field_value<std::string> language{};  ///< BCP 47 tag.
    field_value<std::string> currency{};  ///< ISO 4217 code it is invoiced in.
    field_value<std::string> owner{};     ///< Who looks after it.
    open_enum<party_lifecycle> lifecycle{};
    field_value<bool> active{};
    std::vector<external_ref> merged_from{};  ///< Records of the same system that became this one.

    friend bool operator==(party const&, party const&) = default;
};
BOOST_DESCRIBE_STRUCT(party, (),
                      (source, kind, name, website, phone, email, industry, country, parent, legal_name, number,
                       tax_ids, address, language, currency, owner, lifecycle, active, merged_from))
template <>
inline constexpr auto entity<party> =
    describe_entity("party", "tax id; registered number; domain and country; name and postal code after a review",
                    {
                        {"source", classification::internal, system_role::library},
                        {"kind", classification::internal, system_role::crm},
                        {"name", classification::internal, system_role::crm},
                        {"website", classification::public_, system_role::crm},
                        {"phone", classification::personal, system_role::crm},
                        {"email", classification::personal, system_role::crm},
                        {"industry", classification::internal, system_role::crm},
                        {"country", classification::internal, system_role::crm},
                        {"parent", classification::internal, system_role::crm},
                        {"legal_name", classification::internal, system_role::erp},
                        {"number", classification::internal, system_role::erp},
                        {"tax_ids", classification::internal, system_role::erp},
                        {"address", classification::internal, system_role::crm},
                        {"language", classification::internal, system_role::crm},
                        {"currency", classification::internal, system_role::erp},
                        {"owner", classification::internal, system_role::crm},
                        {"lifecycle", classification::internal, system_role::crm},
                        {"active", classification::internal, system_role::crm},
                        {"merged_from", classification::internal, system_role::library},
                    });

}  // namespace syncline::inline v1::model
