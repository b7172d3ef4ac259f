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
#include <syncline/model/currency.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/exchange_rate.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/payment_terms.hpp>
#include <syncline/model/period.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/states.hpp>
#include <syncline/model/tax.hpp>

namespace syncline::inline v1::model {

/// What a document is, after EN 16931 BT-3.
enum class invoice_kind : std::uint8_t {
    invoice,     ///< 380
    corrected,   ///< 384
    prepayment,  ///< 386
};
BOOST_DESCRIBE_ENUM(invoice_kind, invoice, corrected, prepayment)

/// How far an invoice is paid: follows from what is still due.
enum class payment_state : std::uint8_t {
    open,
    partial,
    in_payment,  ///< Paid, not on the bank yet.
    paid,
    reversed,
    written_off,
};
BOOST_DESCRIBE_ENUM(payment_state, open, partial, in_payment, paid, reversed, written_off)

/// What a line is.
enum class invoice_line_kind : std::uint8_t { item, text, section, rounding };
BOOST_DESCRIBE_ENUM(invoice_line_kind, item, text, section, rounding)

/// One thing that is charged, and what made it due.
struct invoice_line {
    std::string key{};
    invoice_line_kind kind = invoice_line_kind::item;
    std::optional<external_ref> product{};
    std::string text{};
    model::quantity quantity{};
    unit_price price{};
    std::optional<decimal> discount{};  ///< Percent.
    money net{};
    std::optional<tax_treatment> tax{};
    std::optional<model::period> period{};
    std::optional<external_ref> analytic{};
    std::string contract_line{};            ///< The contract line it bills.
    std::optional<external_ref> trigger{};  ///< What made it due.
    std::vector<external_ref> facts{};      ///< The hours, expenses, milestones and usage it bills.

    friend bool operator==(invoice_line const&, invoice_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_line, (),
                      (key, kind, product, text, quantity, price, discount, net, tax, period, analytic, contract_line,
                       trigger, facts))

/// A claim on a customer. Nobody but the ERP writes one that is issued.
struct invoice {
    external_ref source{};  ///< The record this was read from.
    external_ref legal_entity{};
    external_ref party{};
    std::string number{};  ///< Empty until it is issued.
    invoice_kind kind = invoice_kind::invoice;
    invoice_state state = invoice_state::draft;
    std::string state_text{};  ///< The system's own word for it.
    model::payment_state payment = model::payment_state::open;
    std::optional<local_date> issued_on{};
    std::optional<local_date> due_on{};
    std::optional<local_date> tax_point{};
    model::currency currency{};
    std::optional<exchange_rate> rate{};  ///< To the books' currency.
    std::optional<model::period> period{};
    std::optional<external_ref> contract{};
    field_value<std::string> buyer_reference{};
    std::optional<external_ref> corrects{};  ///< The invoice before this one.
    std::vector<invoice_line> lines{};
    std::optional<money> net{};
    std::optional<money> tax{};
    std::optional<money> gross{};
    std::optional<money> due{};  ///< What is still to be paid.
    std::optional<payment_terms> terms{};
    field_value<std::string> link{};  ///< Where the customer sees it.

    friend bool operator==(invoice const&, invoice const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice, (),
                      (source, legal_entity, party, number, kind, state, state_text, payment, issued_on, due_on,
                       tax_point, currency, rate, period, contract, buyer_reference, corrects, lines, net, tax, gross,
                       due, terms, link))
template <>
inline constexpr auto entity<invoice> =
    describe_entity("invoice", "its number once issued, by legal entity; before that links only",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::erp},
                        {"number", classification::financial, system_role::erp, true},
                        {"kind", classification::financial, system_role::erp},
                        {"state", classification::financial, system_role::erp, true},
                        {"state_text", classification::financial, system_role::erp, true},
                        {"payment", classification::financial, system_role::erp, true},
                        {"issued_on", classification::financial, system_role::erp, true},
                        {"due_on", classification::financial, system_role::erp, true},
                        {"tax_point", classification::financial, system_role::erp, true},
                        {"currency", classification::financial, system_role::erp},
                        {"rate", classification::financial, system_role::erp, true},
                        {"period", classification::financial, system_role::erp},
                        {"contract", classification::financial, system_role::erp},
                        {"buyer_reference", classification::financial, system_role::erp},
                        {"corrects", classification::financial, system_role::erp},
                        {"lines", classification::financial, system_role::erp},
                        {"net", classification::financial, system_role::erp, true},
                        {"tax", classification::financial, system_role::erp, true},
                        {"gross", classification::financial, system_role::erp, true},
                        {"due", classification::financial, system_role::erp, true},
                        {"terms", classification::financial, system_role::erp},
                        {"link", classification::financial, system_role::erp},
                    });

/// Takes an invoice back, wholly or in part. Its amounts are positive: what is taken back.
struct credit_note {
    external_ref source{};  ///< The record this was read from.
    external_ref legal_entity{};
    external_ref party{};
    external_ref invoice{};  ///< The invoice it takes back.
    std::string number{};
    invoice_state state = invoice_state::draft;
    std::string reason{};
    std::optional<local_date> issued_on{};
    std::vector<invoice_line> lines{};
    std::optional<money> net{};
    std::optional<money> tax{};
    std::optional<money> gross{};

    friend bool operator==(credit_note const&, credit_note const&) = default;
};
BOOST_DESCRIBE_STRUCT(credit_note, (),
                      (source, legal_entity, party, invoice, number, state, reason, issued_on, lines, net, tax, gross))
template <>
inline constexpr auto entity<credit_note> =
    describe_entity("credit note", "its number once issued, by legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"party", classification::internal, system_role::erp},
                        {"invoice", classification::financial, system_role::erp},
                        {"number", classification::financial, system_role::erp, true},
                        {"state", classification::financial, system_role::erp, true},
                        {"reason", classification::financial, system_role::erp},
                        {"issued_on", classification::financial, system_role::erp, true},
                        {"lines", classification::financial, system_role::erp},
                        {"net", classification::financial, system_role::erp, true},
                        {"tax", classification::financial, system_role::erp, true},
                        {"gross", classification::financial, system_role::erp, true},
                    });

}  // namespace syncline::inline v1::model
