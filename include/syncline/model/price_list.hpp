// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What a product costs from a quantity on, while it is valid.
struct price_list_item {
    external_ref product{};
    unit_price price{};
    std::optional<decimal> from_quantity{};
    std::optional<local_date> valid_from{};
    std::optional<local_date> valid_to{};  ///< The first day it is no longer true.

    friend bool operator==(price_list_item const&, price_list_item const&) = default;
};
BOOST_DESCRIBE_STRUCT(price_list_item, (), (product, price, from_quantity, valid_from, valid_to))

/// Prices in one currency.
struct price_list {
    external_ref source{};  ///< The record this was read from.
    std::optional<external_ref> legal_entity{};
    std::string name{};
    model::currency currency{};
    std::vector<price_list_item> items{};

    friend bool operator==(price_list const&, price_list const&) = default;
};
BOOST_DESCRIBE_STRUCT(price_list, (), (source, legal_entity, name, currency, items))
template <>
inline constexpr auto entity<price_list> =
    describe_entity("price list", "its name, by legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::erp},
                        {"name", classification::internal, system_role::erp},
                        {"currency", classification::internal, system_role::erp},
                        {"items", classification::financial, system_role::erp},
                    });

/// What an hour or a day of somebody costs the customer, from the most special to the most general: resource, role,
/// contract, party.
struct rate {
    std::optional<external_ref> resource{};
    field_value<std::string> role{};
    std::optional<external_ref> contract{};
    std::optional<external_ref> party{};
    unit_price price{};
    std::optional<local_date> valid_from{};
    std::optional<local_date> valid_to{};  ///< The first day it is no longer true.

    friend bool operator==(rate const&, rate const&) = default;
};
BOOST_DESCRIBE_STRUCT(rate, (), (resource, role, contract, party, price, valid_from, valid_to))

/// The rates that are in force.
struct rate_card {
    external_ref source{};  ///< The record this was read from.
    std::optional<external_ref> legal_entity{};
    std::string name{};
    std::vector<rate> rates{};

    friend bool operator==(rate_card const&, rate_card const&) = default;
};
BOOST_DESCRIBE_STRUCT(rate_card, (), (source, legal_entity, name, rates))
template <>
inline constexpr auto entity<rate_card> =
    describe_entity("rate card", "its name, by legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::erp},
                        {"name", classification::internal, system_role::erp},
                        {"rates", classification::financial, system_role::erp},
                    });

}  // namespace syncline::inline v1::model
