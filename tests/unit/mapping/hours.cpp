// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/hours.hpp>

#include <doctest/doctest.h>

#include <limits>

#include <syncline/core/random.hpp>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace std::chrono_literals;
using conversion_cases::check_refused;

namespace {
decimal number(std::string_view text) { return *decimal::parse(text); }
}  // namespace

TEST_CASE("hours become minutes when they are minutes, and by a rule only when they are not") {
    CHECK(exact_minutes(number("1.75")) == 105min);
    CHECK(exact_minutes(number("0.05")) == 3min);
    CHECK(exact_minutes(number("0")) == 0min);
    CHECK(exact_minutes(number("-2.5")) == -150min);
    CHECK(exact_minutes(number("8.000000000000000000000000000000")) == 480min);
    CHECK(exact_minutes(number("0.33")).error().message ==
          "found \"0.33 h\", expected whole minutes: it is 19.8 min, and no rule says how to round");
    check_refused(exact_minutes(number("0.3333333333333333")), "a third");
    CHECK(rounded_minutes{rounding::half_even}(number("0.33")) == 20min);
    CHECK(rounded_minutes{rounding::half_even}(number("0.3333333333333333")) == 20min);
    CHECK(rounded_minutes{rounding::down}(number("0.33")) == 19min);
    CHECK(rounded_minutes{rounding::up}(number("2.11")) == 127min);
    CHECK(rounded_minutes{rounding::half_up}(number("-0.33")) == -20min);
}

TEST_CASE("minutes become hours when decimals can say them, and by a rule only when they cannot") {
    CHECK(exact_hours(105min)->to_string() == "1.75");
    CHECK(exact_hours(60min)->to_string() == "1");
    CHECK(exact_hours(3min)->to_string() == "0.05");
    CHECK(exact_hours(-90min)->to_string() == "-1.5");
    CHECK(exact_hours(20min).error().message ==
          "found \"20 min\", expected minutes that are hours in decimals: one third of an hour is not");
    CHECK(rounded_hours{2, rounding::half_even}(20min)->to_string() == "0.33");
    CHECK(rounded_hours{2, rounding::up}(20min)->to_string() == "0.34");
    CHECK(rounded_hours{15, rounding::half_even}(20min)->to_string() == "0.333333333333333");
    check_refused(rounded_hours{16, rounding::half_even}(20min), "16");
    check_refused(rounded_hours{-1, rounding::half_even}(20min), "-1");
}

TEST_CASE("minutes come back from hours: exactly, or to the nearest from two decimals on") {
    for (std::int64_t n = -5000; n <= 5000; ++n) {
        std::chrono::minutes const m(n);
        if (n % 3 == 0) CHECK(exact_minutes(*exact_hours(m)) == m);
        for (int const decimals : {2, 3, 15})
            CHECK(rounded_minutes{rounding::half_even}(*rounded_hours{decimals, rounding::half_even}(m)) == m);
    }
}

TEST_CASE("exact hours are the hours of any exact minutes, and nothing overflows") {
    seeded_random random(7);
    for (int i = 0; i < 2000; ++i) {
        auto const n = static_cast<std::int64_t>(random());
        std::chrono::minutes const m(n - n % 3);
        auto const hours = exact_hours(m);
        REQUIRE(hours);
        CHECK(exact_minutes(*hours) == m);
    }
    CHECK(exact_minutes(decimal(std::numeric_limits<std::int64_t>::max())).error().code == errc::mapping);
    CHECK(exact_minutes(number("99999999999999999999999999999999999999")).error().code == errc::mapping);
    CHECK(rounded_minutes{rounding::down}(number("-99999999999999999999999999999999999999")).error().code ==
          errc::mapping);
    CHECK(rounded_hours{15, rounding::down}(std::chrono::minutes::max()));
    CHECK(rounded_hours{15, rounding::down}(std::chrono::minutes::min()));
}

TEST_CASE("the rule is part of a mapping's text") {
    CHECK(rounded_minutes{rounding::half_up}.describe() == "rounded_minutes half_up");
    CHECK(rounded_hours{2, rounding::down}.describe() == "rounded_hours 2 down");
}
