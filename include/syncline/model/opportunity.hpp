// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

enum class opportunity_stage { open, won, lost };
BOOST_DESCRIBE_ENUM(opportunity_stage, open, won, lost)

/// One thing the customer is about to buy.
struct opportunity_line {
    external_ref source{};
    std::string product_code{};  ///< As the CRM wrote it: may name nothing in the catalogue.
    std::string description{};
    decimal quantity{};
    decimal unit_price{};

    friend bool operator==(opportunity_line const&, opportunity_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(opportunity_line, (), (source, product_code, description, quantity, unit_price))

/// A deal in the making. Owned by the CRM, stage, amount and date included.
struct opportunity {
    external_ref source{};
    std::string name{};
    std::optional<external_ref> party{};
    opportunity_stage stage = opportunity_stage::open;
    std::string stage_text{};  ///< The CRM's own word for the stage.
    std::optional<decimal> amount{};
    field_value<std::string> currency{};  ///< ISO 4217 code.
    std::optional<local_date> close_date{};
    field_value<std::string> owner{};
    std::vector<opportunity_line> lines{};
    std::optional<external_ref> legal_entity{};  ///< Which of the host's companies would sell.
    std::optional<decimal> probability{};        ///< Percent.
    field_value<std::string> forecast{};         ///< The CRM's own forecast category.
    field_value<std::string> lead_source{};
    field_value<std::string> next_step{};

    friend bool operator==(opportunity const&, opportunity const&) = default;
};
BOOST_DESCRIBE_STRUCT(opportunity, (),
                      (source, name, party, stage, stage_text, amount, currency, close_date, owner, lines, legal_entity,
                       probability, forecast, lead_source, next_step))
template <>
inline constexpr auto entity<opportunity> =
    describe_entity("opportunity", "links only, never alike",
                    {
                        {"source", classification::internal, system_role::library},
                        {"name", classification::internal, system_role::crm},
                        {"party", classification::internal, system_role::crm},
                        {"stage", classification::internal, system_role::crm},
                        {"stage_text", classification::internal, system_role::crm},
                        {"amount", classification::financial, system_role::crm},
                        {"currency", classification::internal, system_role::crm},
                        {"close_date", classification::internal, system_role::crm},
                        {"owner", classification::internal, system_role::crm},
                        {"lines", classification::financial, system_role::crm},
                        {"legal_entity", classification::internal, system_role::crm},
                        {"probability", classification::internal, system_role::crm},
                        {"forecast", classification::internal, system_role::crm},
                        {"lead_source", classification::internal, system_role::crm},
                        {"next_step", classification::internal, system_role::crm},
                    });

}  // namespace syncline::inline v1::model
