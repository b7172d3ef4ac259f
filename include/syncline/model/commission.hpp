// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/receivables.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What commission on a deal is paid on: told, and not worked out. The rate is the host's affair.
struct commission_basis {
    external_ref opportunity{};
    field_value<std::string> owner{};          ///< Whose deal it is.
    money collected{};                         ///< What customers paid on its invoices, less what they got back.
    std::vector<receivable_entry> payments{};  ///< The payments and refunds it rests on, with their invoices.

    friend bool operator==(commission_basis const&, commission_basis const&) = default;
};
BOOST_DESCRIBE_STRUCT(commission_basis, (), (opportunity, owner, collected, payments))

/// What was collected on the invoices of a deal, in the currency they have. Money on account is on no invoice and does
/// not count. Pure. Threads: any. *Errors*, naming the deal: `missing_reference` for an invoice the receivables do not
/// have; `mapping` for invoices in two currencies, and for a deal without invoices whose currency is none; `too_large`.
[[nodiscard]] result<commission_basis> commission_basis_of(opportunity const& deal,
                                                           std::span<external_ref const> its_invoices,
                                                           receivables const& all);

}  // namespace syncline::inline v1::model
