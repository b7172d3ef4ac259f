// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/retry_after.hpp>

#include <doctest/doctest.h>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

constexpr instant now = std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 7s;

auto parse(std::string_view v) { return http::parse_retry_after(v, now); }

}  // namespace

TEST_CASE("seconds are waited as told, up to a day") {
    CHECK(parse("0") == 0ms);
    CHECK(parse("120") == 120s);
    CHECK(parse(" 7 ") == 7s);
    CHECK(parse("00000000000000000030") == 30s);
    CHECK(parse("86400") == 24h);
    CHECK(parse("86401") == 24h);
    CHECK(parse("315360000") == 24h);
    CHECK(parse("99999999999999999999999999999999999999") == 24h);
}

TEST_CASE("a date is waited for, one gone by is no wait") {
    CHECK(parse("Sun, 06 Nov 1994 08:49:37 GMT") == 30s);
    CHECK(parse("Sun, 06 Nov 1994 08:49:07 GMT") == 0ms);
    CHECK(parse("Sun, 06 Nov 1994 08:00:00 GMT") == 0ms);
    CHECK(parse("Fri, 06 Nov 2009 08:49:37 GMT") == 24h);
    CHECK(parse("Thu, 01 Jan 0001 00:00:00 GMT") == 0ms);
}

TEST_CASE("nonsense is no wish at all") {
    for (auto const* v : {"",
                          " ",
                          "soon",
                          "-1",
                          "1.5",
                          "1e9",
                          "0x10",
                          "12 s",
                          "1,2",
                          "+5",
                          "Sun, 06 Nov 1994 08:49:37",
                          "Sun, 06 Nov 1994 08:49:37 CET",
                          "Sun, 31 Feb 1994 08:49:37 GMT",
                          "Sun, 06 Foo 1994 08:49:37 GMT",
                          "Sun, 06 Nov 1994 24:49:37 GMT",
                          "Sun, 06 Nov 1994 08:60:37 GMT",
                          "Sunday, 06-Nov-94 08:49:37 GMT",
                          "Sun Nov  6 08:49:37 1994",
                          "Sun, -6 Nov 1994 08:49:37 GMT",
                          "Sun, 00 Nov 1994 08:49:37 GMT"}) {
        CAPTURE(v);
        CHECK_FALSE(parse(v));
    }
}
