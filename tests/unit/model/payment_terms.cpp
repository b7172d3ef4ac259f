// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/payment_terms.hpp>

#include <doctest/doctest.h>

#include <syncline/core/random.hpp>

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

namespace {

money eur(std::string_view text) { return *money::of(*decimal::parse(text), "EUR"); }

std::string shown(std::vector<due> const& all) {
    std::string out;
    for (auto const& d : all) {
        char day[16];
        std::snprintf(day, sizeof day, "%04d-%02u-%02u", int(d.on.year()), unsigned(d.on.month()),
                      unsigned(d.on.day()));
        out += (out.empty() ? "" : ", ") + std::string(day) + " " + d.amount.to_string();
    }
    return out;
}

std::string dues(payment_terms const& t, std::string_view total, local_date on) {
    auto const r = due_dates(t, eur(total), on);
    return r ? shown(*r) : r.error().message;
}

payment_terms one(instalment i) { return {.instalments = {i}}; }

}  // namespace

// Shows R036.
TEST_CASE("each system's way of saying when has one due date") {
    struct {
        char const* said;
        instalment as;
        local_date invoiced;
        local_date due;
    } const cases[] = {
        {"immediate", {}, 2026y / 1 / 31, 2026y / 1 / 31},
        {"Odoo days_after 30, QuickBooks DueDays 30, Stripe days_until_due 30",
         {.days = 30},
         2026y / 1 / 31,
         2026y / 3 / 2},
        {"a leap year's February", {.days = 30}, 2028y / 1 / 31, 2028y / 3 / 1},
        {"Odoo days_after_end_of_month 10",
         {.anchor = due_anchor::end_of_month, .days_after = 10},
         2026y / 2 / 3,
         2026y / 3 / 10},
        {"Odoo days_after_end_of_next_month 10",
         {.months = 1, .anchor = due_anchor::end_of_month, .days_after = 10},
         2026y / 1 / 31,
         2026y / 3 / 10},
        {"Odoo 30 days end of month on the 15th",
         {.days = 30, .anchor = due_anchor::day_of_next_month, .day = 15},
         2026y / 1 / 31,
         2026y / 4 / 15},
        {"Odoo 30 days end of month", {.days = 30, .anchor = due_anchor::end_of_month}, 2026y / 1 / 31, 2026y / 3 / 31},
        {"Odoo 16: 2 months, 5 days, end of month, 3 days after",
         {.months = 2, .days = 5, .anchor = due_anchor::end_of_month, .days_after = 3},
         2026y / 12 / 29,
         2027y / 4 / 3},
        {"months end on their last day", {.months = 1}, 2026y / 1 / 31, 2026y / 2 / 28},
        {"QuickBooks DayOfMonthDue 15, DueNextMonthDays 5",
         {.days = 6, .anchor = due_anchor::next_day_of_month, .day = 15},
         2026y / 5 / 10,
         2026y / 6 / 15},
        {"the same, early enough",
         {.days = 6, .anchor = due_anchor::next_day_of_month, .day = 15},
         2026y / 5 / 9,
         2026y / 5 / 15},
        {"the 31st of a shorter month",
         {.anchor = due_anchor::next_day_of_month, .day = 31},
         2026y / 4 / 2,
         2026y / 4 / 30},
        {"over the year's end", {.anchor = due_anchor::day_of_next_month, .day = 31}, 2026y / 12 / 31, 2027y / 1 / 31},
    };
    for (auto const& c : cases) {
        CAPTURE(c.said);
        auto const r = due_dates(one(c.as), eur("100"), c.invoiced);
        REQUIRE(r);
        CHECK(shown(*r) == shown({{c.due, eur("100")}}));
    }
}

TEST_CASE("instalments add up to the total, to the last cent") {
    payment_terms const thirds{
        .instalments = {{.share = "0.3333"_dec}, {.share = "0.3333"_dec, .days = 30}, {.days = 60}}};
    CHECK(dues(thirds, "100.01", 2026y / 1 / 1) == "2026-01-01 33.33 EUR, 2026-01-31 33.33 EUR, 2026-03-02 33.35 EUR");
    CHECK(dues(thirds, "-100.01", 2026y / 1 / 1) ==
          "2026-01-01 -33.33 EUR, 2026-01-31 -33.33 EUR, 2026-03-02 -33.35 EUR");
    payment_terms const deposit{.instalments = {{.amount = "20"_dec}, {.days = 14}}};
    CHECK(dues(deposit, "119", 2026y / 1 / 1) == "2026-01-01 20.00 EUR, 2026-01-15 99.00 EUR");
    CHECK(dues({}, "7", 2026y / 1 / 1) == "2026-01-01 7.00 EUR");
    CHECK(dues(thirds, "0", 2026y / 1 / 1) == "2026-01-01 0.00 EUR, 2026-01-31 0.00 EUR, 2026-03-02 0.00 EUR");
}

TEST_CASE("whatever the shares and the total, the parts are the total and none has another sign") {
    seeded_random random(20261122);
    for (int round = 0; round < 2000; ++round) {
        auto const below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
        payment_terms t;
        std::int64_t left = 1000;
        for (auto n = below(5); n > 0; --n) {
            // now and then all there is: rounded up, shares may come to more than the total
            auto const share = below(4) == 0 ? left : below(static_cast<std::uint64_t>(left) + 1);
            t.instalments.push_back({.share = decimal::from_int(share, 3), .days = static_cast<int>(below(90))});
            left -= share;
        }
        t.instalments.push_back({.days = 90});
        auto const total = money::from_minor(below(2'000'000) - 1'000'000, "JPY");
        auto const r = due_dates(t, total, 2026y / 6 / 30);
        REQUIRE_MESSAGE(r, r.error().message);
        std::int64_t sum = 0;
        for (auto const& d : *r) {
            sum += d.amount.minor();
            CHECK(d.amount.minor() * (total.minor() < 0 ? -1 : 1) >= 0);
        }
        CHECK(sum == total.minor());
    }
}

TEST_CASE("terms that do not make sense are refused, naming the instalment") {
    auto const on = 2026y / 1 / 1;
    auto const refused = [&](std::vector<instalment> all, std::string_view total = "100") {
        return dues({.instalments = std::move(all)}, total, on);
    };
    CHECK(refused({{.share = "1.1"_dec}, {}}) ==
          "payment terms: instalment 1: found a share of 1.1, expected one from 0 to 1");
    CHECK(refused({{.share = "0.5"_dec, .amount = "5"_dec}, {}}) ==
          "payment terms: instalment 1: found a share and an amount, expected one of them");
    CHECK(refused({{}, {}}) ==
          "payment terms: instalment 1: found neither share nor amount, expected one of them, but for the last");
    CHECK(refused({{.share = "0.9"_dec}, {.share = "0.2"_dec}, {}}) ==
          "payment terms: instalment 2: found shares of 1.1 in all, expected at most 1");
    CHECK(refused({{.share = "0.3"_dec}, {.share = "0.3"_dec}}) ==
          "payment terms: instalment 2: found shares of 0.6 in all, expected 1");
    CHECK(refused({{.amount = "10"_dec}, {.share = "0.9"_dec}}) ==
          "payment terms: instalment 2: found a share, expected none behind amounts: it takes what is left");
    CHECK(refused({{.amount = "101"_dec}, {}}) ==
          "payment terms: instalment 1: found 101.00 EUR, expected at most what is left, 100.00 EUR");
    CHECK(refused({{.amount = "10"_dec}, {.amount = "80"_dec}}) ==
          "payment terms: instalment 2: found an amount of 80, expected 90.00 EUR, which is left");
    CHECK(refused({{.amount = "20"_dec}, {}}, "-100") ==
          "payment terms: instalment 1: found 20.00 EUR, expected the sign of the total, -100.00 EUR");
    CHECK(refused({{.amount = "-20"_dec}, {}}, "-100") == "2026-01-01 -20.00 EUR, 2026-01-01 -80.00 EUR");
    CHECK(refused({{.amount = "0.001"_dec}, {}}) ==
          "payment terms: instalment 1: found 0.001, expected an amount of the currency");
    CHECK(refused({{.days = -1}}) == "payment terms: instalment 1: found -1 days, expected 0 to 36525");
    CHECK(refused({{.months = 1201}}) == "payment terms: instalment 1: found 1201 months, expected 0 to 1200");
    CHECK(refused({{.anchor = due_anchor::day_of_next_month}}) ==
          "payment terms: instalment 1: found day 0, expected 1 to 31");
    CHECK(refused({{.share = "0.5"_dec}, {.share = "0.5"_dec}}) == "2026-01-01 50.00 EUR, 2026-01-01 50.00 EUR");
}

TEST_CASE("who pays early pays less, until a day") {
    payment_terms const t{.instalments = {{.days = 30}}, .discount = early_discount{"0.02"_dec, 10}};
    auto const d = discounted(t, eur("99.99"), 2026y / 12 / 25);
    REQUIRE(d);
    REQUIRE(*d);
    CHECK(shown({**d}) == "2027-01-04 97.99 EUR");
    CHECK(*discounted({}, eur("1"), 2026y / 1 / 1) == std::nullopt);
    CHECK(discounted({.discount = early_discount{"2"_dec, 10}}, eur("1"), 2026y / 1 / 1).error().message ==
          "payment terms: discount: found 2 within 10 days, expected a share from 0 to 1 and 0 to 36525 days");
}
