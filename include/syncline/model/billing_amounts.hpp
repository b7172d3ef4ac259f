// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/billing.hpp>
#include <syncline/model/expense.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/period.hpp>
#include <syncline/model/price_list.hpp>
#include <syncline/model/quantity.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/time_entry.hpp>

// What each `billing_method` comes to. Every amount is rounded once, half up, to the decimals of its currency; what is
// divided loses no unit. All functions are pure and may be called from any thread.
//
// | Method | Function |
// |---|---|
// | fixed_fee, milestone | `amounts_of`: the rows of a line's schedule |
// | retainer, subscription | `recurring_amount`: a period, whole or in part |
// | time_and_materials | `rate_for`, then `amount_of` hours |
// | usage | `price_for`, then `amount_of` a quantity |
// | expense | `amount_of` an expense |

namespace syncline::inline v1::model {

/// So many at that price, less a discount in percent. *Errors*: `mapping` (`invalid_billing_terms`) when the price is
/// for another unit, for none of it, or the discount is not from 0 to 100; `too_large`.
[[nodiscard]] result<money> amount_of(quantity const& q, unit_price const& price,
                                      std::optional<decimal> const& discount = std::nullopt);

/// Work at a price per hour (`HUR`), minute (`MIN`) or day (`DAY`). *Errors*: `mapping` (`invalid_billing_terms`) for
/// another unit, minutes below 0, or a day without hours; `too_large`.
[[nodiscard]] result<money> amount_of(std::int64_t minutes, unit_price const& price,
                                      decimal const& hours_in_a_day = decimal(8));

/// An expense as it is charged on: without its tax, and with its markup. *Errors*: `mapping` when its tax is of another
/// currency; `too_large`.
[[nodiscard]] result<money> amount_of(expense const& e);

/// The amounts of a line's schedule, row by row, cancelled rows included: they add up to `total` to the last unit. A
/// row that says neither amount nor share takes what is left, else the last share does what rounding left over.
/// *Errors*: `mapping` (`invalid_billing_terms`), naming the row (counted from 1): both amount and share, a second row
/// for what is left, a part larger than the total or of another sign; rows that do not add up to the total; another
/// currency; `too_large`.
[[nodiscard]] result<std::vector<money>> amounts_of(std::span<billing_row const> rows, money const& total);

/// What a part of a period costs: by day it is so many of its days, and parts that make up the period make up the
/// amount; with `proration::none` every part costs all of it. *Errors*: `mapping` (`invalid_billing_terms`) when the
/// part is not within the period, or a day is no day of the calendar.
[[nodiscard]] result<money> prorated(money const& amount, period const& whole, period const& part, proration how);

/// What the period with this number costs, counted from 0: `amount`, or its part where the rule ends within it.
/// *Errors*: `mapping` (`invalid_billing_terms`) where the rule has no such period.
[[nodiscard]] result<money> recurring_amount(money const& amount, recurrence const& rule, int number);

/// Whose work, for whom, when: what a rate is looked up by.
struct rate_query {
    std::optional<external_ref> resource{};
    std::string_view role{};
    std::optional<external_ref> contract{};
    std::optional<external_ref> party{};
    local_date on{};
};

/// The rate that applies on a day: of those that fit, the most special one; a rate for the person goes before one for
/// the role, then the contract, then the party. *Errors*: `rejected` (`invalid_billing_terms`) when none fits;
/// `misconfigured` when two fit equally well.
[[nodiscard]] result<unit_price> rate_for(rate_card const& card, rate_query const& q);

/// The price that applies to so many on a day: the one of the highest step that is reached. *Errors*: `rejected`
/// (`invalid_billing_terms`) when none fits; `misconfigured` when two of the same step do.
[[nodiscard]] result<unit_price> price_for(price_list const& list, external_ref const& product, decimal const& amount,
                                           local_date on);

/// An amount under a cap.
struct capped_amount {
    money billed{};  ///< What may still be billed.
    money over{};    ///< What goes beyond the cap: for a person to decide.

    friend bool operator==(capped_amount const&, capped_amount const&) = default;
};
BOOST_DESCRIBE_STRUCT(capped_amount, (), (billed, over))

/// So much of `amount` as the cap leaves after what was billed before; both parts add up to it. *Errors*: `mapping` for
/// another currency or an amount below 0; `too_large`.
[[nodiscard]] result<capped_amount> under_cap(money const& amount, money const& billed_before, money const& cap);

}  // namespace syncline::inline v1::model
