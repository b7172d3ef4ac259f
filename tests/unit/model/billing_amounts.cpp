// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/billing_amounts.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/core/random.hpp>

namespace billing_amounts_test {

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }

unit_price price(char const* value, char const* unit = "HUR", char const* per = "1") {
    return {*decimal::parse(value), "EUR", {*decimal::parse(per), unit}};
}

template <class T>
std::string message(result<T> const& r) {
    return r ? "fits" : r.error().message;
}

external_ref ref(char const* object, char const* id) { return {"odoo", object, id}; }

// Shows R030.
TEST_CASE("fixed fee: the rows of a schedule come to the fee to the cent") {
    std::vector<billing_row> const thirds{
        {.share = *decimal::parse("0.333")}, {.share = *decimal::parse("0.333")}, {.share = *decimal::parse("0.334")}};
    CHECK(*amounts_of(thirds, eur(1'000'01)) == std::vector<money>{eur(333'00), eur(333'00), eur(334'01)});
    std::vector<billing_row> const deposit{{.amount = eur(250'00)}, {}};
    CHECK(*amounts_of(deposit, eur(999'99)) == std::vector<money>{eur(250'00), eur(749'99)});
}

// Shows R030.
TEST_CASE("milestone: each is its share of the line, and the last takes what rounding left") {
    std::vector<billing_row> const rows{{.kind = trigger_kind::milestone_reached, .share = *decimal::parse("0.3")},
                                        {.kind = trigger_kind::milestone_reached, .share = *decimal::parse("0.45")},
                                        {.kind = trigger_kind::acceptance, .share = *decimal::parse("0.25")}};
    CHECK(*amounts_of(rows, eur(12'345'67)) == std::vector<money>{eur(3'703'70), eur(5'555'55), eur(3'086'42)});
}

// Shows R030.
TEST_CASE("retainer: the same every period, and by day where it ends within one") {
    recurrence rule{.anchor = 2026y / 1 / 1, .until = 2026y / 3 / 11, .proration = proration::by_day};
    CHECK(*recurring_amount(eur(3'100'00), rule, 0) == eur(3'100'00));
    CHECK(*recurring_amount(eur(3'100'00), rule, 2) == eur(1'000'00));  // 10 of 31 days
    rule.proration = proration::none;
    CHECK(*recurring_amount(eur(3'100'00), rule, 2) == eur(3'100'00));
    auto const none = recurring_amount(eur(3'100'00), rule, 3);
    REQUIRE_FALSE(none);
    CHECK(none.error().reason == category::invalid_billing_terms);
}

// Shows R030.
TEST_CASE("time and materials: minutes at the most special rate of the card") {
    rate_card const card{
        .name = "2026",
        .rates = {{.price = price("100")},
                  {.role = "senior", .price = price("133.33")},
                  {.role = "senior", .contract = ref("contract", "S1"), .price = price("128.00")},
                  {.resource = ref("employee", "7"), .price = price("1200", "DAY"), .valid_from = 2026y / 7 / 1}}};
    rate_query q{.resource = ref("employee", "7"), .role = "senior", .on = 2026y / 6 / 30};
    CHECK(*amount_of(100, *rate_for(card, q)) == eur(222'22));  // 1 2/3 h at 133.33
    q.contract = ref("contract", "S1");
    CHECK(*amount_of(100, *rate_for(card, q)) == eur(213'33));
    q.on = 2026y / 7 / 1;
    CHECK(*amount_of(100, *rate_for(card, q)) == eur(250'00));  // 100 of 480 minutes
    CHECK(*amount_of(90, *rate_for(card, {.role = "junior", .on = 2026y / 6 / 30})) == eur(150'00));
    CHECK(*amount_of(7, price("0.995", "MIN")) == eur(6'97));  // 6.965
}

// Shows R030.
TEST_CASE("subscription: seats at their price for a period, and a period begun late by its days") {
    auto const month = amount_of({decimal(12), "C62"}, price("8.25", "C62"));
    REQUIRE(month);
    CHECK(*month == eur(99'00));
    period const april{2026y / 4 / 1, 2026y / 5 / 1};
    CHECK(*prorated(*month, april, {2026y / 4 / 11, 2026y / 5 / 1}, proration::by_day) == eur(66'00));
}

// Shows R030.
TEST_CASE("usage: so many at the price of the step they reach, per thousand") {
    auto const calls = ref("product", "calls");
    price_list const list{
        .name = "API",
        .currency = "EUR",
        .items = {{.product = calls, .price = price("0.40", "C62", "1000")},
                  {.product = calls, .price = price("0.35", "C62", "1000"), .from_quantity = decimal(1'000'000)}}};
    auto const of = [&](std::int64_t n) {
        return *amount_of({decimal(n), "C62"}, *price_for(list, calls, decimal(n), 2026y / 1 / 1));
    };
    CHECK(of(999'999) == eur(400'00));
    CHECK(of(1'000'000) == eur(350'00));
    CHECK(of(12) == eur(0));  // 0.0048
    CHECK(of(13) == eur(1));
}

// Shows R030.
TEST_CASE("expense: what was paid without its tax, with the markup that was agreed") {
    expense e{.source = ref("expense", "1"), .gross = eur(119'00), .tax = eur(19'00)};
    CHECK(*amount_of(e) == eur(100'00));
    e.markup = *decimal::parse("7.125");
    CHECK(*amount_of(e) == eur(107'13));  // 107.125
    e.tax = money::from_minor(1, "USD");
    CHECK_FALSE(amount_of(e));
}

TEST_CASE("a discount is taken before the amount is rounded, and yen have no decimals") {
    CHECK(*amount_of({decimal(3), "C62"}, price("9.99", "C62"), *decimal::parse("33.3")) == eur(19'99));  // 19.98999
    unit_price const yen{*decimal::parse("99.5"), "JPY"};
    CHECK(amount_of({decimal(1), "C62"}, yen)->to_string() == "100 JPY");
}

TEST_CASE("a cap leaves what is left of it, and the rest is told") {
    CHECK(*under_cap(eur(50'00), eur(80'00), eur(100'00)) == capped_amount{eur(20'00), eur(30'00)});
    CHECK(*under_cap(eur(20'00), eur(80'00), eur(100'00)) == capped_amount{eur(20'00), eur(0)});
    CHECK(*under_cap(eur(20'00), eur(120'00), eur(100'00)) == capped_amount{eur(0), eur(20'00)});
    CHECK_FALSE(under_cap(money::from_minor(1, "USD"), eur(0), eur(1)));
    CHECK_FALSE(under_cap(eur(-1), eur(0), eur(1)));
}

TEST_CASE("terms that cannot be worked out are refused by name") {
    CHECK(message(amount_of({decimal(1), "DAY"}, price("1"))) ==
          "amount: found a quantity in DAY and a price per HUR, expected one unit");
    CHECK(message(amount_of({decimal(1), "HUR"}, price("1"), decimal(101))) ==
          "amount: found a discount of 101 percent, expected 0 to 100");
    CHECK_FALSE(amount_of({decimal(1), "HUR"}, price("1", "HUR", "0")));
    CHECK(message(amount_of(60, price("1", "C62"))) == "time: found a price per C62, expected HUR, MIN or DAY");
    CHECK_FALSE(amount_of(-1, price("1")));
    CHECK_FALSE(amount_of(60, price("1", "DAY"), decimal(0)));
    std::vector<billing_row> rows{{.share = *decimal::parse("0.5")}, {.share = *decimal::parse("0.4")}};
    CHECK(message(amounts_of(rows, eur(100'00))) == "schedule: found rows of 90, expected 100.00 EUR");
    rows[1] = {.amount = eur(60'00)};
    CHECK(message(amounts_of(rows, eur(100'00))) == "schedule: found rows of 110, expected 100.00 EUR");
    rows[1] = {.amount = eur(1), .share = decimal(1)};
    CHECK(message(amounts_of(rows, eur(100'00))) == "row 2: found an amount and a share, expected one of them");
    rows[1] = {.amount = eur(-1)};
    CHECK(message(amounts_of(rows, eur(100'00))) == "row 2: found -0.01, expected a part of 100.00 EUR");
    rows[1] = {.amount = money::from_minor(1, "USD")};
    CHECK_FALSE(amounts_of(rows, eur(100'00)));
    rows = {{}, {}};
    CHECK(message(amounts_of(rows, eur(1))) == "row 2: found a second row for what is left, expected one");
    CHECK_FALSE(prorated(eur(1), {2026y / 1 / 1, 2026y / 2 / 1}, {2026y / 1 / 31, 2026y / 2 / 2}, proration::by_day));
    rate_card const twice{.name = "2026", .rates = {{.price = price("1")}, {.price = price("2")}}};
    CHECK(rate_for(twice, {.on = 2026y / 1 / 1}).error().code == errc::misconfigured);
    CHECK(message(rate_for({.name = "2026"}, {.role = "senior", .on = 2026y / 1 / 1})) ==
          "rate card \"2026\": found no rate for role \"senior\" on 2026-01-01, expected one");
    CHECK(price_for({}, ref("product", "1"), decimal(1), 2026y / 1 / 1).error().reason ==
          category::invalid_billing_terms);
}

// Shows R030.
TEST_CASE("whatever is divided, over rows or over days, adds up to the cent") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        auto const sum_of = [](std::vector<money> const& parts) {
            return std::accumulate(parts.begin(), parts.end(), std::int64_t{0},
                                   [](std::int64_t a, money const& m) { return a + m.minor(); });
        };
        auto const total = eur(static_cast<std::int64_t>(random() % 10'000'000) - 5'000'000);
        std::vector<billing_row> rows;
        std::int64_t thousandths = 1000;
        while (thousandths > 0 && rows.size() < 12) {
            auto const part = 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(thousandths));
            rows.push_back({.share = decimal::from_int(part, 3)});
            thousandths -= part;
        }
        if (thousandths > 0) rows.push_back({});
        auto const parts = amounts_of(rows, total);
        REQUIRE(parts);
        CHECK(sum_of(*parts) == total.minor());
        // a month cut at any days
        std::vector<money> pieces;
        local_date at = 2026y / 1 / 1;
        while (at < local_date(2026y / 2 / 1)) {
            auto const next = (std::min)(std::chrono::sys_days(at) + std::chrono::days(1 + random() % 9),
                                         std::chrono::sys_days(2026y / 2 / 1));
            auto const piece = prorated(total, {2026y / 1 / 1, 2026y / 2 / 1}, {at, next}, proration::by_day);
            REQUIRE(piece);
            pieces.push_back(*piece);
            at = next;
        }
        CHECK(sum_of(pieces) == total.minor());
    }
}

}  // namespace billing_amounts_test
