// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/billing.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/payment_terms.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/tax.hpp>

namespace syncline::inline v1::model {

/// Where an offer stands.
enum class quote_state : std::uint8_t { draft, sent, accepted, rejected, expired };
BOOST_DESCRIBE_ENUM(quote_state, draft, sent, accepted, rejected, expired)

/// One thing that is offered.
struct quote_line {
    std::string key{};  ///< Stable in the quote and in the contract it becomes.
    external_ref product{};
    std::string description{};
    model::quantity quantity{};
    unit_price price{};
    std::optional<decimal> discount{};  ///< Percent.
    std::optional<tax_treatment> tax{};
    open_enum<billing_method> billing{};

    friend bool operator==(quote_line const&, quote_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(quote_line, (), (key, product, description, quantity, price, discount, tax, billing))

/// What the price assumes of the people who do the work.
struct resource_assumption {
    std::string role{};
    decimal days{};
    field_value<std::string> location{};

    friend bool operator==(resource_assumption const&, resource_assumption const&) = default;
};
BOOST_DESCRIBE_STRUCT(resource_assumption, (), (role, days, location))

/// An offer or statement of work, until it is accepted; the contract takes over then.
struct quote {
    external_ref source{};  ///< The record this was read from.
    std::string number{};
    std::int64_t version = 1;
    quote_state state = quote_state::draft;
    std::string state_text{};  ///< The system's own word for it.
    std::optional<external_ref> opportunity{};
    std::optional<external_ref> legal_entity{};
    std::optional<external_ref> party{};
    std::optional<external_ref> bill_to{};
    std::optional<external_ref> ship_to{};
    std::optional<local_date> valid_until{};
    model::currency currency{};
    std::vector<quote_line> lines{};
    std::optional<money> net{};
    std::optional<money> tax{};
    std::optional<money> gross{};
    std::optional<payment_terms> terms{};
    field_value<std::string> signed_by{};
    std::optional<instant> signed_at{};
    std::vector<resource_assumption> assumptions{};

    friend bool operator==(quote const&, quote const&) = default;
};
BOOST_DESCRIBE_STRUCT(quote, (),
                      (source, number, version, state, state_text, opportunity, legal_entity, party, bill_to, ship_to,
                       valid_until, currency, lines, net, tax, gross, terms, signed_by, signed_at, assumptions))
template <>
inline constexpr auto entity<quote> = describe_entity("quote", "its own number and version",
                                                      {
                                                          {"source", classification::internal, system_role::library},
                                                          {"number", classification::internal, system_role::crm},
                                                          {"version", classification::internal, system_role::crm},
                                                          {"state", classification::internal, system_role::crm},
                                                          {"state_text", classification::internal, system_role::crm},
                                                          {"opportunity", classification::internal, system_role::crm},
                                                          {"legal_entity", classification::internal, system_role::crm},
                                                          {"party", classification::internal, system_role::crm},
                                                          {"bill_to", classification::internal, system_role::crm},
                                                          {"ship_to", classification::internal, system_role::crm},
                                                          {"valid_until", classification::internal, system_role::crm},
                                                          {"currency", classification::internal, system_role::crm},
                                                          {"lines", classification::financial, system_role::crm},
                                                          {"net", classification::financial, system_role::crm},
                                                          {"tax", classification::financial, system_role::crm},
                                                          {"gross", classification::financial, system_role::crm},
                                                          {"terms", classification::financial, system_role::crm},
                                                          {"signed_by", classification::personal, system_role::crm},
                                                          {"signed_at", classification::internal, system_role::crm},
                                                          {"assumptions", classification::internal, system_role::crm},
                                                      });

}  // namespace syncline::inline v1::model
