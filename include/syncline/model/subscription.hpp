// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/period.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/states.hpp>

namespace syncline::inline v1::model {

/// One plan of a subscription and how many of it, for the current period.
struct subscription_item {
    std::string key{};
    external_ref price{};  ///< The plan's price in the billing platform.
    decimal quantity{};
    std::optional<model::unit_price> unit_price{};
    std::optional<period> current_period{};

    friend bool operator==(subscription_item const&, subscription_item const&) = default;
};
BOOST_DESCRIBE_STRUCT(subscription_item, (), (key, price, quantity, unit_price, current_period))

/// A recurring charge. Versioned: an amendment makes a new version, none is overwritten.
struct subscription {
    external_ref source{};  ///< The record this was read from.
    external_ref party{};
    std::optional<external_ref> legal_entity{};
    std::optional<external_ref> contract{};
    std::int64_t version = 1;
    subscription_state state = subscription_state::incomplete;
    std::string state_text{};  ///< The platform's own word for it.
    std::vector<subscription_item> items{};
    std::optional<instant> started{};
    std::optional<instant> trial_ends{};
    std::optional<instant> cancels_at{};
    std::optional<instant> cancelled_at{};
    bool collects = true;  ///< Whether money is collected at present.
    std::optional<external_ref> latest_invoice{};

    friend bool operator==(subscription const&, subscription const&) = default;
};
BOOST_DESCRIBE_STRUCT(subscription, (),
                      (source, party, legal_entity, contract, version, state, state_text, items, started, trial_ends,
                       cancels_at, cancelled_at, collects, latest_invoice))
template <>
inline constexpr auto entity<subscription> =
    describe_entity("subscription", "its own id in the billing platform",
                    {
                        {"source", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"contract", classification::internal, system_role::library},
                        {"version", classification::internal, system_role::library},
                        {"state", classification::internal, system_role::billing},
                        {"state_text", classification::internal, system_role::billing},
                        {"items", classification::financial, system_role::billing},
                        {"started", classification::internal, system_role::billing},
                        {"trial_ends", classification::internal, system_role::billing},
                        {"cancels_at", classification::internal, system_role::billing},
                        {"cancelled_at", classification::internal, system_role::billing},
                        {"collects", classification::financial, system_role::billing},
                        {"latest_invoice", classification::financial, system_role::billing, true},
                    });

/// So much was used. Reported twice it counts once: the identifier says so.
struct usage_record {
    external_ref source{};  ///< The record this was read from.
    external_ref party{};
    std::optional<external_ref> subscription{};
    std::string meter{};
    std::string identifier{};
    decimal amount{};
    instant at{};

    friend bool operator==(usage_record const&, usage_record const&) = default;
};
BOOST_DESCRIBE_STRUCT(usage_record, (), (source, party, subscription, meter, identifier, amount, at))
template <>
inline constexpr auto entity<usage_record> =
    describe_entity("usage record", "party, meter and identifier",
                    {
                        {"source", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::library},
                        {"subscription", classification::internal, system_role::library},
                        {"meter", classification::internal, system_role::billing},
                        {"identifier", classification::internal, system_role::library},
                        {"amount", classification::financial, system_role::billing},
                        {"at", classification::internal, system_role::billing},
                    });

}  // namespace syncline::inline v1::model
