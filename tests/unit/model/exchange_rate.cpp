// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/exchange_rate.hpp>

#include <doctest/doctest.h>

#include <syncline/model/money_in.hpp>

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

namespace {

exchange_rate usd_to_eur(char const* value) { return {"USD", "EUR", *decimal::parse(value), 2026y / 3 / 2, "ECB"}; }

}  // namespace

// Shows R187.
TEST_CASE("an exchanged amount keeps the original and the rate") {
    auto const e = exchange(money::from_minor(100'00, "USD"), usd_to_eur("0.9234"));
    REQUIRE(e);
    CHECK(e->amount.to_string() == "92.34 EUR");
    CHECK(e->original.to_string() == "100.00 USD");
    CHECK(e->by == usd_to_eur("0.9234"));
}

TEST_CASE("it is rounded once, to the decimals of the other currency") {
    exchange_rate yen{"EUR", "JPY", *decimal::parse("161.5"), 2026y / 3 / 2, "ECB"};
    CHECK(exchange(money::from_minor(3, "EUR"), yen)->amount.to_string() == "5 JPY");  // 4.845
    CHECK(exchange(money::from_minor(3, "EUR"), yen, rounding::down)->amount.to_string() == "4 JPY");
    exchange_rate dinar{"EUR", "KWD", *decimal::parse("0.3335"), 2026y / 3 / 2, "ECB"};
    CHECK(exchange(money::from_minor(100, "EUR"), dinar)->amount.to_string() == "0.334 KWD");  // 0.3335 to even
    CHECK(exchange(money::from_minor(-100, "EUR"), dinar)->amount.to_string() == "-0.334 KWD");
}

TEST_CASE("a rate that cannot be one is refused, saying what was found") {
    auto const usd = money::from_minor(100, "USD");
    auto const wrong = exchange(money::from_minor(100, "GBP"), usd_to_eur("0.9"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == errc::mapping);
    CHECK(wrong.error().message == "exchange: found 1.00 GBP, expected USD, which the rate USD to EUR exchanges");
    CHECK(exchange(usd, usd_to_eur("0")).error().message ==
          "exchange: found rate 0 for USD to EUR, expected one above 0");
    CHECK_FALSE(exchange(usd, usd_to_eur("-0.9")));
    auto no_source = usd_to_eur("0.9");
    no_source.source.clear();
    CHECK_FALSE(exchange(usd, no_source));
    auto no_day = usd_to_eur("0.9");
    no_day.on = local_date{};
    CHECK_FALSE(exchange(usd, no_day));
    CHECK(exchange(money::from_minor(INT64_MAX, "USD"), usd_to_eur("2")).error().code == errc::too_large);
}

TEST_CASE("an amount whose currency the compiler knows comes in through a check") {
    auto const fee = money_in<"EUR">::from(money::from_minor(250, "EUR"));
    REQUIRE(fee);
    auto const sum = checked_add(*fee, money_in<"EUR">::from_minor(50));
    REQUIRE(sum);
    CHECK(sum->to_money() == money::from_minor(300, "EUR"));
    CHECK(checked_sub(*fee, *sum)->minor() == -50);
    auto const other = money_in<"EUR">::from(money::from_minor(250, "USD"));
    REQUIRE_FALSE(other);
    CHECK(other.error().message == "money: found 2.50 USD, expected EUR");
    CHECK(checked_add(money_in<"EUR">::from_minor(INT64_MAX), money_in<"EUR">::from_minor(1)).error().code ==
          errc::too_large);
}
