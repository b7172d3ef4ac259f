// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/currency_code.hpp>

#include <doctest/doctest.h>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

TEST_CASE("a currency code is written as ISO 4217 does, and as Stripe does") {
    CHECK(to_currency_code("eur") == "EUR");
    CHECK(to_currency_code(" Usd ") == "USD");
    CHECK(lower_currency_code("JPY") == "jpy");
    for (std::string_view const text : {"$", "\xE2\x82\xAC", "Euro", "EU", "E1R", "US$", "978"}) {
        check_refused(to_currency_code(text), text);
        check_refused(lower_currency_code(text), text);
    }
}

TEST_CASE("every code of ISO 4217 goes there and back") {
    for (auto const& row : iso_codes("4217")) {
        auto const code = row.at("alpha_3").get<std::string>();
        REQUIRE(lower_currency_code(code));
        CHECK(to_currency_code(*lower_currency_code(code)) == code);
        CHECK(to_currency_code(code) == code);
    }
}

TEST_CASE("hostile text is no currency") {
    check_hostile_refused(to_currency_code);
    check_hostile_refused(lower_currency_code);
}
