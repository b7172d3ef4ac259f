// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/money.hpp>

namespace syncline::inline v1::model {

/// What the days of an instalment are counted to.
enum class due_anchor : std::uint8_t {
    none,               ///< The day that was counted to.
    end_of_month,       ///< The last day of that day's month.
    day_of_next_month,  ///< `day` of the month after that day's.
    next_day_of_month,  ///< The first `day` of a month on or after that day.
};
BOOST_DESCRIBE_ENUM(due_anchor, none, end_of_month, day_of_next_month, next_day_of_month)

/// A part of an invoice's total and when it is due: the invoice's date, plus `months`, plus `days`, moved on to the
/// anchor, plus `days_after`.
///
/// | Written in | as | here |
/// |---|---|---|
/// | Odoo 16 | months, days, end of month, days after | the same |
/// | Odoo 17+ `days_after` | n days | `days = n` |
/// | Odoo 17+ `days_after_end_of_month` | n days | `end_of_month`, `days_after = n` |
/// | Odoo 17+ `days_after_end_of_next_month` | n days | `months = 1`, `end_of_month`, `days_after = n` |
/// | Odoo 17+ `days_end_of_month_on_the` | n days, day d | `days = n`, `day_of_next_month`, `day = d`; `end_of_month` for 0 |
/// | QuickBooks standard term | `DueDays` | `days` |
/// | QuickBooks date-driven term | `DayOfMonthDue` d, `DueNextMonthDays` n | `days = n + 1` (0 without n), `next_day_of_month`, `day = d` |
/// | Stripe | `days_until_due` | `days` |
struct instalment {
    std::optional<decimal> share{};   ///< Of the total, 0.3 for 30 %.
    std::optional<decimal> amount{};  ///< Or so much, in the invoice's currency. Neither: what is left.
    int months = 0;
    int days = 0;
    due_anchor anchor = due_anchor::none;
    int day = 0;  ///< Of the month, for the anchors that name one; a month that is shorter ends earlier.
    int days_after = 0;

    friend bool operator==(instalment const&, instalment const&) = default;
};
BOOST_DESCRIBE_STRUCT(instalment, (), (share, amount, months, days, anchor, day, days_after))

/// Less for who pays early: this share of the total off, within so many days of the invoice's date.
struct early_discount {
    decimal share{};
    int days = 0;

    friend bool operator==(early_discount const&, early_discount const&) = default;
};
BOOST_DESCRIBE_STRUCT(early_discount, (), (share, days))

/// When an invoice is due, as data and not as a label.
struct payment_terms {
    std::vector<instalment> instalments{};  ///< None: all of it at once, on the invoice's date.
    std::optional<early_discount> discount{};
    std::string text{};  ///< What people call it, `30 % now, rest in 60 days`.

    friend bool operator==(payment_terms const&, payment_terms const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_terms, (), (instalments, discount, text))

/// So much on that day.
struct due {
    local_date on{};
    money amount{};

    friend bool operator==(due const&, due const&) = default;
};

/// What is due when, instalment by instalment; the amounts add up to `total` to the last cent. Shares are rounded half
/// up to the currency's decimals and the last instalment takes the rest. Pure. *Errors*: `misconfigured`, naming the
/// instalment: a share outside 0 to 1, shares that do not add up to 1, an amount with too many decimals, one that says
/// both or, but for the last, says neither; a part larger than what is left or of another sign, a last amount that is
/// not what is left; a day outside 1 to 31 where the anchor needs one; counts beyond 100 years.
[[nodiscard]] result<std::vector<due>> due_dates(payment_terms const& terms, money const& total, local_date invoiced);

/// The last day of the early payer and what he pays then; nothing where there is no discount. *Errors*: as above.
[[nodiscard]] result<std::optional<due>> discounted(payment_terms const& terms, money const& total,
                                                    local_date invoiced);

}  // namespace syncline::inline v1::model
