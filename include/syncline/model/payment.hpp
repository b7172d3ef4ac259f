// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// How far a payment has come.
enum class payment_status : std::uint8_t {
    pending,
    authorized,
    captured,
    settled,  ///< On the bank.
    failed,
    cancelled,
    disputed,
};
BOOST_DESCRIBE_ENUM(payment_status, pending, authorized, captured, settled, failed, cancelled, disputed)

/// So much of a payment pays that invoice.
struct payment_allocation {
    external_ref invoice{};
    money amount{};

    friend bool operator==(payment_allocation const&, payment_allocation const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_allocation, (), (invoice, amount))

/// Money from a customer.
struct payment {
    external_ref source{};  ///< The record this was read from.
    std::optional<external_ref> legal_entity{};
    std::optional<external_ref> party{};
    money amount{};
    std::optional<local_date> on{};
    field_value<std::string> method{};
    payment_status status = payment_status::pending;
    std::string status_text{};  ///< The system's own word for it.
    field_value<std::string> reference{};
    std::vector<payment_allocation> allocations{};
    std::optional<money> fee{};
    std::optional<money> net{};

    friend bool operator==(payment const&, payment const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment, (),
                      (source, legal_entity, party, amount, on, method, status, status_text, reference, allocations,
                       fee, net))
template <>
inline constexpr auto entity<payment> =
    describe_entity("payment", "its own id, by system",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::billing},
                        {"amount", classification::financial, system_role::billing, true},
                        {"on", classification::financial, system_role::billing, true},
                        {"method", classification::financial, system_role::billing},
                        {"status", classification::financial, system_role::billing, true},
                        {"status_text", classification::financial, system_role::billing, true},
                        {"reference", classification::financial, system_role::billing},
                        {"allocations", classification::financial, system_role::erp, true},
                        {"fee", classification::financial, system_role::billing, true},
                        {"net", classification::financial, system_role::billing, true},
                    });

/// Money back to a customer. Its amount is positive: what is given back.
struct refund {
    external_ref source{};  ///< The record this was read from.
    std::optional<external_ref> legal_entity{};
    external_ref payment{};
    std::optional<external_ref> credit_note{};
    money amount{};
    std::optional<local_date> on{};
    std::string reason{};
    payment_status status = payment_status::pending;

    friend bool operator==(refund const&, refund const&) = default;
};
BOOST_DESCRIBE_STRUCT(refund, (), (source, legal_entity, payment, credit_note, amount, on, reason, status))
template <>
inline constexpr auto entity<refund> =
    describe_entity("refund", "its own id, by system",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"payment", classification::financial, system_role::billing},
                        {"credit_note", classification::financial, system_role::erp},
                        {"amount", classification::financial, system_role::billing, true},
                        {"on", classification::financial, system_role::billing, true},
                        {"reason", classification::financial, system_role::billing},
                        {"status", classification::financial, system_role::billing, true},
                    });

/// A customer who wants his money back from the bank.
struct dispute {
    external_ref source{};  ///< The record this was read from.
    external_ref payment{};
    money amount{};
    std::string reason{};
    std::string status{};
    std::optional<local_date> answer_by{};

    friend bool operator==(dispute const&, dispute const&) = default;
};
BOOST_DESCRIBE_STRUCT(dispute, (), (source, payment, amount, reason, status, answer_by))
template <>
inline constexpr auto entity<dispute> =
    describe_entity("dispute", "its own id in the billing platform",
                    {
                        {"source", classification::internal, system_role::library},
                        {"payment", classification::financial, system_role::billing},
                        {"amount", classification::financial, system_role::billing, true},
                        {"reason", classification::financial, system_role::billing},
                        {"status", classification::financial, system_role::billing, true},
                        {"answer_by", classification::financial, system_role::billing},
                    });

/// What the gateway pays to the bank: payments, less refunds, less fees.
struct payout {
    external_ref source{};  ///< The record this was read from.
    std::optional<external_ref> legal_entity{};
    money amount{};  ///< What arrives.
    std::optional<local_date> arrives{};
    std::string status{};
    std::vector<external_ref> payments{};
    std::vector<external_ref> refunds{};
    std::optional<money> fees{};
    field_value<std::string> trace{};  ///< What the bank statement says.

    friend bool operator==(payout const&, payout const&) = default;
};
BOOST_DESCRIBE_STRUCT(payout, (), (source, legal_entity, amount, arrives, status, payments, refunds, fees, trace))
template <>
inline constexpr auto entity<payout> =
    describe_entity("payout", "its own id in the billing platform",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"amount", classification::financial, system_role::billing, true},
                        {"arrives", classification::financial, system_role::billing, true},
                        {"status", classification::financial, system_role::billing, true},
                        {"payments", classification::financial, system_role::billing, true},
                        {"refunds", classification::financial, system_role::billing, true},
                        {"fees", classification::financial, system_role::billing, true},
                        {"trace", classification::financial, system_role::billing},
                    });

}  // namespace syncline::inline v1::model
