// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/money.hpp>

namespace syncline::inline v1::model {

/// What a rate is for.
enum class rate_kind : std::uint8_t { spot, average, booked };
BOOST_DESCRIBE_ENUM(rate_kind, spot, average, booked)

/// How many of `to` one of `from` is, on a day, and who says so.
struct exchange_rate {
    currency from{};
    currency to{};
    decimal rate{};
    local_date on{};
    std::string source{};  ///< `ECB`, `odoo res.currency.rate`, `stripe balance_transaction`.
    rate_kind kind = rate_kind::spot;

    friend bool operator==(exchange_rate const&, exchange_rate const&) = default;
};
BOOST_DESCRIBE_STRUCT(exchange_rate, (), (from, to, rate, on, source, kind))

/// An amount in another currency than it was agreed in, with where it comes from. It is not `money`: exchanging it once
/// more does not compile, because the original is what has to be exchanged.
struct exchanged {
    money amount{};
    money original{};
    exchange_rate by{};

    friend bool operator==(exchanged const&, exchanged const&) = default;
};
BOOST_DESCRIBE_STRUCT(exchanged, (), (amount, original, by))

/// The amount in the rate's other currency, rounded once. Pure. *Errors*: `mapping` when the amount is of another
/// currency than the rate exchanges, when the rate is not above 0, or comes without day or source; `too_large`.
[[nodiscard]] result<exchanged> exchange(money const& amount, exchange_rate const& rate,
                                         rounding mode = rounding::half_even);

void exchange(exchanged const& amount, exchange_rate const& rate,
              rounding mode = rounding::half_even) = delete;  // exchange its `original` instead

}  // namespace syncline::inline v1::model
