// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/model/approval.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/tax.hpp>

namespace syncline::inline v1::model {

/// Which side of the books.
enum class posting_side : std::uint8_t { debit, credit };
BOOST_DESCRIBE_ENUM(posting_side, debit, credit)

/// One line of an entry.
struct posting_line {
    std::string account{};
    posting_side side = posting_side::debit;
    money amount{};
    std::optional<external_ref> party{};
    std::optional<external_ref> analytic{};
    std::optional<tax_treatment> tax{};
    std::string text{};

    friend bool operator==(posting_line const&, posting_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(posting_line, (), (account, side, amount, party, analytic, tax, text))

/// What a statutory ledger beside the ERP is told to book: complete, balanced and approved.
struct posting_document {
    external_ref source{};  ///< The record this was read from.
    external_ref legal_entity{};
    std::string number{};
    local_date on{};
    std::string text{};
    std::vector<posting_line> lines{};
    std::optional<external_ref> origin{};  ///< The invoice, payment or payout it books.
    approval approved{};
    std::string posted_as{};  ///< The ledger's own number.

    friend bool operator==(posting_document const&, posting_document const&) = default;
};
BOOST_DESCRIBE_STRUCT(posting_document, (),
                      (source, legal_entity, number, on, text, lines, origin, approved, posted_as))
template <>
inline constexpr auto entity<posting_document> =
    describe_entity("posting document", "its own number, by legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::library},
                        {"number", classification::financial, system_role::erp},
                        {"on", classification::financial, system_role::erp},
                        {"text", classification::financial, system_role::erp},
                        {"lines", classification::financial, system_role::erp},
                        {"origin", classification::financial, system_role::erp},
                        {"approved", classification::financial, system_role::erp},
                        {"posted_as", classification::financial, system_role::finance_ledger, true},
                    });

}  // namespace syncline::inline v1::model
