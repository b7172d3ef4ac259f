// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/instant.hpp>

namespace syncline::inline v1::model {

/// Days from `start` up to, but not including, `end`: neighbours share no day and leave none out.
struct period {
    local_date start{};
    local_date end{};

    [[nodiscard]] constexpr bool contains(local_date day) const noexcept { return start <= day && day < end; }
    [[nodiscard]] constexpr bool overlaps(period const& other) const noexcept {
        return start < other.end && other.start < end;
    }

    friend bool operator==(period const&, period const&) = default;
};
BOOST_DESCRIBE_STRUCT(period, (), (start, end))

enum class recurrence_unit : std::uint8_t { day, week, month, year };
BOOST_DESCRIBE_ENUM(recurrence_unit, day, week, month, year)

/// What is charged for a period that is not whole.
enum class proration : std::uint8_t { none, by_day };
BOOST_DESCRIBE_ENUM(proration, none, by_day)

/// Every `interval` units from `anchor` on: the part of RFC 5545 that billing uses.
struct recurrence {
    int interval = 1;
    recurrence_unit unit = recurrence_unit::month;
    local_date anchor{};         ///< The first day. The 31st falls on the last day of shorter months.
    std::optional<int> count{};  ///< So many periods; else until `until`, else for ever.
    std::optional<local_date> until{};
    model::proration proration = model::proration::none;

    friend bool operator==(recurrence const&, recurrence const&) = default;
};
BOOST_DESCRIBE_STRUCT(recurrence, (), (interval, unit, anchor, count, until, proration))

/// The period with this number, counted from 0; nothing before the first and after the last one. Always worked out from
/// the anchor, so that one short month does not shorten all that follow. Pure.
[[nodiscard]] std::optional<period> period_of(recurrence const& rule, int number);

}  // namespace syncline::inline v1::model
