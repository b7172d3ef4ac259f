// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

enum class party_kind { organization, person };
BOOST_DESCRIBE_ENUM(party_kind, organization, person)

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

    friend bool operator==(party const&, party const&) = default;
};
BOOST_DESCRIBE_STRUCT(party, (), (source, kind, name, website, phone, email, industry, country, parent))

}  // namespace syncline::inline v1::model
