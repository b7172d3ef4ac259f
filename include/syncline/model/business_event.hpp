// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/system_role.hpp>

namespace syncline::inline v1::model {

/// Something that happened to the business, whatever the system that told of it calls it.
enum class event_kind : std::uint8_t {
    opportunity_won,
    quote_accepted,
    contract_amended,
    project_activated,
    time_approved,
    invoice_issued,
    payment_succeeded,
    payment_failed,
    refund_completed,
    subscription_renewed,
    subscription_cancelled,
    order_confirmed,
    account_merged,
};
BOOST_DESCRIBE_ENUM(event_kind, opportunity_won, quote_accepted, contract_amended, project_activated, time_approved,
                    invoice_issued, payment_succeeded, payment_failed, refund_completed, subscription_renewed,
                    subscription_cancelled, order_confirmed, account_merged)

/// A business event as it was heard of. One whose kind is unknown is kept with the source's own word.
struct business_event {
    std::string id{};  ///< The source's own: heard twice, it happened once.
    open_enum<event_kind> kind{};
    external_ref subject{};                ///< What it happened to.
    std::optional<std::string> version{};  ///< Of the subject, as its system counts them.
    instant at{};                          ///< When it happened there.
    instant heard{};                       ///< When we were told.
    std::string correlation_id{};
    std::string causation_id{};

    friend bool operator==(business_event const&, business_event const&) = default;
};
BOOST_DESCRIBE_STRUCT(business_event, (), (id, kind, subject, version, at, heard, correlation_id, causation_id))

/// A line of the catalogue of events: what it is about, and who says so by default.
struct event_facts {
    event_kind kind;
    std::string_view entity;
    system_role said_by;
    std::string_view meaning;
};

inline constexpr std::array<event_facts, 13> all_events{{
    {event_kind::opportunity_won, "opportunity", system_role::crm, "The customer said yes."},
    {event_kind::quote_accepted, "quote", system_role::crm, "An offer binds both sides."},
    {event_kind::order_confirmed, "contract", system_role::erp, "The order is in the books."},
    {event_kind::contract_amended, "contract", system_role::erp, "A new version of the terms was agreed."},
    {event_kind::project_activated, "project", system_role::erp, "Work may be logged and charged."},
    {event_kind::time_approved, "time entry", system_role::time_tracking, "Hours may be invoiced."},
    {event_kind::invoice_issued, "invoice", system_role::erp, "A claim on the customer exists."},
    {event_kind::payment_succeeded, "payment", system_role::billing, "The money is ours."},
    {event_kind::payment_failed, "payment", system_role::billing, "An attempt to collect did not succeed."},
    {event_kind::refund_completed, "refund", system_role::billing, "The money is the customer's again."},
    {event_kind::subscription_renewed, "subscription", system_role::billing, "Another period began."},
    {event_kind::subscription_cancelled, "subscription", system_role::billing, "No further period will begin."},
    {event_kind::account_merged, "party", system_role::crm, "Two records became one."},
}};

}  // namespace syncline::inline v1::model
