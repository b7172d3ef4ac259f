// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/payment_terms.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// Whether new business with a customer is stopped, and why.
enum class hold : std::uint8_t { none, credit, dispute, compliance };
BOOST_DESCRIBE_ENUM(hold, none, credit, dispute, compliance)

/// What a party is to one of the host's companies: its terms, its credit, what it owes. The same party may be the
/// customer of several companies, each with a role of its own.
struct customer_role {
    external_ref source{};  ///< The record this was read from.
    external_ref party{};
    external_ref legal_entity{};
    std::optional<payment_terms> terms{};
    field_value<std::string> tax_position{};
    std::optional<money> credit_limit{};
    model::hold hold = model::hold::none;
    std::optional<money> balance{};  ///< What is owed.
    std::optional<money> overdue{};
    field_value<std::string> invoice_email{};  ///< Where invoices go.

    friend bool operator==(customer_role const&, customer_role const&) = default;
};
BOOST_DESCRIBE_STRUCT(customer_role, (),
                      (source, party, legal_entity, terms, tax_position, credit_limit, hold, balance, overdue,
                       invoice_email))
template <>
inline constexpr auto entity<customer_role> =
    describe_entity("customer role", "party and legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"terms", classification::financial, system_role::erp},
                        {"tax_position", classification::financial, system_role::erp},
                        {"credit_limit", classification::financial, system_role::erp},
                        {"hold", classification::financial, system_role::erp},
                        {"balance", classification::financial, system_role::erp, true},
                        {"overdue", classification::financial, system_role::erp, true},
                        {"invoice_email", classification::personal, system_role::erp},
                    });

}  // namespace syncline::inline v1::model
