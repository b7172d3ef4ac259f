// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include <boost/describe/class.hpp>

#include <syncline/core/error.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/payment.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What a payout is made of, and how far it is from what arrived: the record that is kept of it.
struct settlement {
    external_ref payout{};
    money payments{};    ///< The sum of its payments.
    money refunds{};     ///< The sum of its refunds, above 0.
    money fees{};        ///< What the gateway kept, above 0.
    money expected{};    ///< Payments less refunds less fees.
    money arrived{};     ///< What the payout says, or the bank.
    money difference{};  ///< Arrived less expected: 0 when it adds up.

    friend bool operator==(settlement const&, settlement const&) = default;
};
BOOST_DESCRIBE_STRUCT(settlement, (), (payout, payments, refunds, fees, expected, arrived, difference))

/// Adds a payout up. `arrived` is what the bank says; without it the payout's own amount counts. Fees are those the
/// payout states; where it states none, those of its payments.
///
/// Pure. Threads: any. A payout that does not add up is no error here: its difference is in the record.
/// *Errors*, each naming payout and record: `missing_reference` for a payment or refund that was not handed in;
/// `conflict` for one that the payout lists twice; `mapping` for another currency; `too_large`.
[[nodiscard]] result<settlement> settlement_of(payout const& p, std::span<payment const> payments,
                                               std::span<refund const> refunds,
                                               std::optional<money> const& arrived = std::nullopt);

/// What people are told of a difference, `rejected` with `amount_mismatch`; nothing when it adds up. Pure.
[[nodiscard]] std::optional<error> difference_in(settlement const& s);

}  // namespace syncline::inline v1::model
