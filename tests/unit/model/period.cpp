// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/period.hpp>

#include <doctest/doctest.h>

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

TEST_CASE("a period has its first day and not its end") {
    period const march{2026y / 3 / 1, 2026y / 4 / 1};
    period const april{2026y / 4 / 1, 2026y / 5 / 1};
    CHECK(march.contains(2026y / 3 / 1));
    CHECK(march.contains(2026y / 3 / 31));
    CHECK_FALSE(march.contains(2026y / 4 / 1));
    CHECK_FALSE(march.overlaps(april));
    CHECK(march.overlaps({2026y / 3 / 31, 2026y / 4 / 2}));
}

TEST_CASE("periods follow each other without gap or overlap, whatever the unit") {
    for (auto const unit : {recurrence_unit::day, recurrence_unit::week, recurrence_unit::month, recurrence_unit::year})
        for (int interval : {1, 2, 3, 7})
            for (auto const anchor :
                 {local_date(2024y / 2 / 29), local_date(2026y / 1 / 31), local_date(2025y / 12 / 1)}) {
                recurrence const r{.interval = interval, .unit = unit, .anchor = anchor};
                CAPTURE(interval);
                auto before = period_of(r, 0);
                REQUIRE(before);
                CHECK(before->start == anchor);
                for (int n = 1; n < 60; ++n) {
                    auto const next = period_of(r, n);
                    REQUIRE(next);
                    CHECK(next->start == before->end);
                    CHECK(next->start < next->end);
                    before = next;
                }
            }
}

TEST_CASE("one short month does not shorten all that follow") {
    recurrence const monthly{.anchor = 2026y / 1 / 31};
    CHECK(period_of(monthly, 1) == period{2026y / 2 / 28, 2026y / 3 / 31});
    CHECK(period_of(monthly, 2) == period{2026y / 3 / 31, 2026y / 4 / 30});
    recurrence const yearly{.unit = recurrence_unit::year, .anchor = 2024y / 2 / 29};
    CHECK(period_of(yearly, 1) == period{2025y / 2 / 28, 2026y / 2 / 28});
    CHECK(period_of(yearly, 4)->start == local_date(2028y / 2 / 29));
}

TEST_CASE("a rule that ends has no further periods, and its last one may be short") {
    recurrence const three{.anchor = 2026y / 1 / 1, .count = 3};
    CHECK(period_of(three, 2));
    CHECK_FALSE(period_of(three, 3));
    recurrence const until{.anchor = 2026y / 1 / 1, .until = 2026y / 2 / 15};
    CHECK(period_of(until, 1) == period{2026y / 2 / 1, 2026y / 2 / 15});
    CHECK_FALSE(period_of(until, 2));
}

TEST_CASE("what is no rule has no periods") {
    CHECK_FALSE(period_of({.anchor = 2026y / 1 / 1}, -1));
    CHECK_FALSE(period_of({.interval = 0, .anchor = 2026y / 1 / 1}, 0));
    CHECK_FALSE(period_of({.interval = -1, .anchor = 2026y / 1 / 1}, 1));
    CHECK_FALSE(period_of({.anchor = 2026y / 2 / 30}, 0));
    CHECK_FALSE(period_of({.interval = INT32_MAX, .anchor = 2026y / 1 / 1}, INT32_MAX));
    CHECK_FALSE(period_of({.unit = recurrence_unit::year, .anchor = 2026y / 1 / 1}, 9000));
    CHECK_FALSE(period_of({.interval = 400'000, .unit = recurrence_unit::week, .anchor = 2026y / 1 / 1}, 9));
}
