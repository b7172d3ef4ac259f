// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

struct contract_line {
    external_ref product{};
    std::string description{};
    decimal quantity{};
    decimal unit_price{};

    friend bool operator==(contract_line const&, contract_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(contract_line, (), (product, description, quantity, unit_price))

/// The commercial terms a customer agreed to. Owned by the ERP once accepted.
struct contract {
    external_ref opportunity{};   ///< Where it came from.
    external_ref legal_entity{};  ///< Which of the host's companies sells: no contract is written without one.
    external_ref party{};
    std::string reference{};  ///< What people quote when they talk about it.
    std::optional<local_date> signed_on{};
    field_value<std::string> currency{};  ///< ISO 4217 code: what the prices are in.
    std::vector<contract_line> lines{};

    friend bool operator==(contract const&, contract const&) = default;
};
BOOST_DESCRIBE_STRUCT(contract, (), (opportunity, legal_entity, party, reference, signed_on, currency, lines))

}  // namespace syncline::inline v1::model
