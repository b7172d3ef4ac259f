// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/rfc3339.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <ctime>
#include <string>
#include <vector>

#include <syncline/core/random.hpp>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

instant at(int y, unsigned m, unsigned d, std::chrono::microseconds time = {}) {
    return std::chrono::sys_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d)) + time;
}

std::string message_for(std::string_view text) {
    auto const t = parse_instant(text);
    REQUIRE_FALSE(t);
    CHECK(t.error().code == errc::malformed);
    return t.error().message;
}

}  // namespace

TEST_CASE("the examples of RFC 3339, 5.8") {
    CHECK(parse_instant("1985-04-12T23:20:50.52Z") == at(1985, 4, 12, 23h + 20min + 50s + 520ms));
    CHECK(parse_instant("1996-12-19T16:39:57-08:00") == at(1996, 12, 20, 0h + 39min + 57s));
    CHECK(parse_instant("1990-12-31T23:59:60Z") == at(1991, 1, 1) - 1us);
    CHECK(parse_instant("1990-12-31T15:59:60-08:00") == at(1991, 1, 1) - 1us);
    CHECK(parse_instant("1937-01-01T12:00:27.87+00:20") == at(1937, 1, 1, 11h + 40min + 27s + 870ms));
}

TEST_CASE("the forms that systems send are all read") {
    auto const expected = at(2024, 5, 31, 14h + 3min + 59s);
    for (std::string_view const text :
         {"2024-05-31T14:03:59Z", "2024-05-31t14:03:59z", "2024-05-31 14:03:59Z", "2024-05-31T14:03:59.000Z",
          "2024-05-31T14:03:59.000000000Z", "2024-05-31T14:03:59+00:00", "2024-05-31T14:03:59-00:00",
          "2024-05-31T14:03:59.000+0000", "2024-05-31T16:03:59+02:00", "2024-06-01T13:33:59+23:30",
          "2024-05-30T14:04:59-23:59"}) {
        CAPTURE(text);
        CHECK(parse_instant(text) == expected);
    }
}

TEST_CASE("a fraction is read to the microsecond and never rounded up") {
    CHECK(parse_instant("2024-05-31T00:00:00.5Z") == at(2024, 5, 31, 500ms));
    CHECK(parse_instant("2024-05-31T00:00:00.000001Z") == at(2024, 5, 31, 1us));
    CHECK(parse_instant("2024-05-31T00:00:00.0000019Z") == at(2024, 5, 31, 1us));
    CHECK(parse_instant("2024-05-31T23:59:59.999999999Z") == at(2024, 6, 1) - 1us);
    CHECK(parse_instant("1969-12-31T23:59:59.9999999Z") == instant{} - 1us);
}

TEST_CASE("a leap second exists at the end of a month in UTC only, and stays on its day") {
    CHECK(parse_instant("2015-06-30T23:59:60Z") == at(2015, 7, 1) - 1us);
    CHECK(parse_instant("2015-06-30T23:59:60.999Z") == at(2015, 7, 1) - 1us);
    CHECK(parse_instant("2015-07-01T01:59:60+02:00") == at(2015, 7, 1) - 1us);
    CHECK(parse_instant("2024-02-29T23:59:60Z") == at(2024, 3, 1) - 1us);
    for (std::string_view const text : {"2015-06-29T23:59:60Z", "2015-06-30T22:59:60Z", "2015-06-30T23:58:60Z",
                                        "2015-06-30T23:59:60+02:00", "2024-02-28T23:59:60Z"}) {
        CAPTURE(text);
        CHECK(message_for(text).ends_with("expected second 60 only at 23:59:60 UTC on the last day of a month"));
    }
}

TEST_CASE("a refusal names what was found and what was expected there") {
    struct row {
        std::string_view text;
        std::string_view expected;
    };
    for (row const& r : std::vector<row>{
             {"", "a year of four digits"},
             {"24-05-31T00:00:00Z", "a year of four digits"},
             {"-001-05-31T00:00:00Z", "a year of four digits"},
             {"2024/05/31T00:00:00Z", "\"-\" behind the year"},
             {"20240531T000000Z", "\"-\" behind the year"},
             {"12024-05-31T00:00:00Z", "\"-\" behind the year"},
             {"2024-00-31T00:00:00Z", "a month from 01 to 12"},
             {"2024-13-31T00:00:00Z", "a month from 01 to 12"},
             {"2024-5-31T00:00:00Z", "a month from 01 to 12"},
             {"2024-05.31T00:00:00Z", "\"-\" behind the month"},
             {"2024-05-00T00:00:00Z", "a day from 01 to 31"},
             {"2024-05-32T00:00:00Z", "a day from 01 to 31"},
             {"2024-04-31T00:00:00Z", "a day that this month has"},
             {"2023-02-29T00:00:00Z", "a day that this month has"},
             {"1900-02-29T00:00:00Z", "a day that this month has"},
             {"2024-05-31", "\"T\" between date and time"},
             {"2024-05-31_00:00:00Z", "\"T\" between date and time"},
             {"2024-05-31T24:00:00Z", "an hour from 00 to 23"},
             {"2024-05-31T0:00:00Z", "an hour from 00 to 23"},
             {"2024-05-31T0000:00Z", "\":\" behind the hour"},
             {"2024-05-31T00:60:00Z", "a minute from 00 to 59"},
             {"2024-05-31T00:00Z", "\":\" behind the minute"},
             {"2024-05-31T00:00:61Z", "a second from 00 to 60"},
             {"2024-05-31T00:00:00.Z", "a fraction of one to nine digits"},
             {"2024-05-31T00:00:00.1234567890Z", "a fraction of one to nine digits"},
             {"2024-05-31T00:00:00,5Z", "\"Z\" or an offset such as +01:00"},
             {"2024-05-31T00:00:00", "\"Z\" or an offset such as +01:00"},
             {"2024-05-31T00:00:00 Z", "\"Z\" or an offset such as +01:00"},
             {"2024-05-31T00:00:00+24:00", "an offset from 00:00 to 23:59"},
             {"2024-05-31T00:00:00+01:60", "an offset from 00:00 to 23:59"},
             {"2024-05-31T00:00:00+01", "an offset from 00:00 to 23:59"},
             {"2024-05-31T00:00:00+1:00", "an offset from 00:00 to 23:59"},
             {"2024-05-31T00:00:00Zx", "nothing behind the time"},
             {"2024-05-31T00:00:00Z ", "nothing behind the time"},
             {" 2024-05-31T00:00:00Z", "a year of four digits"},
         }) {
        CAPTURE(r.text);
        CHECK(message_for(r.text) ==
              "time: found \"" + std::string(r.text) + "\", expected " + std::string(r.expected));
    }
    CHECK(message_for("\r\nSet-Cookie: a").starts_with("time: found \"??Set-Cookie: a\""));
    CHECK(message_for(std::string(1'000'000, '2')).size() < 120);
    CHECK(message_for(std::string_view("2024-05-31T00:00:00Z\0", 21)).find("nothing behind the time") !=
          std::string::npos);
}

TEST_CASE("text cut off anywhere is refused") {
    std::string_view const whole = "2024-05-31T14:03:59.123+02:00";
    for (std::size_t n = 0; n < whole.size(); ++n) {
        CAPTURE(n);
        CHECK_FALSE(parse_instant(whole.substr(0, n)));
    }
    CHECK(parse_instant(whole));
}

TEST_CASE("years run from 0000 to 9999, in UTC") {
    CHECK(parse_instant("0000-01-01T00:00:00Z") == at(0, 1, 1));
    CHECK(parse_instant("9999-12-31T23:59:59.999999Z") == at(10000, 1, 1) - 1us);
    CHECK(message_for("0000-01-01T00:00:00+00:01").ends_with("expected a moment in the years 0000 to 9999 UTC"));
    CHECK(message_for("9999-12-31T23:59:59-00:01").ends_with("expected a moment in the years 0000 to 9999 UTC"));
    CHECK(format_instant(at(0, 1, 1)) == "0000-01-01T00:00:00Z");
    CHECK(format_instant(at(0, 2, 29)) == "0000-02-29T00:00:00Z");
}

TEST_CASE("a moment is written with the shortest fraction of 0, 3 or 6 digits") {
    CHECK(format_instant(at(2024, 5, 31, 14h + 3min + 9s)) == "2024-05-31T14:03:09Z");
    CHECK(format_instant(at(2024, 5, 31, 250ms)) == "2024-05-31T00:00:00.250Z");
    CHECK(format_instant(at(2024, 5, 31, 1us)) == "2024-05-31T00:00:00.000001Z");
    CHECK(format_instant(instant{} - 1us) == "1969-12-31T23:59:59.999999Z");
    CHECK(format_instant(instant{}) == "1970-01-01T00:00:00Z");
}

TEST_CASE("a moment outside of four-digit years is written so that nobody takes it for one inside") {
    CHECK(format_instant(at(10000, 1, 1)) == "+010000-01-01T00:00:00Z");
    CHECK(format_instant(at(0, 1, 1) - 1us) == "-000001-12-31T23:59:59.999999Z");
    CHECK_FALSE(parse_instant(format_instant(at(10000, 1, 1))));
    CHECK_FALSE(parse_instant(format_instant(at(0, 1, 1) - 1us)));
    CHECK(format_instant(instant::max()) == "+294247-01-10T04:00:54.775807Z");
    CHECK(format_instant(instant::min()) == "-290308-12-21T19:59:05.224192Z");
}

TEST_CASE("a time without zone is read as UTC, with the separator its system uses") {
    CHECK(parse_utc_datetime("2024-05-31 14:03:59") == at(2024, 5, 31, 14h + 3min + 59s));
    CHECK(parse_utc_datetime("2024-05-31T14:03:59", 'T') == at(2024, 5, 31, 14h + 3min + 59s));
    CHECK(parse_utc_datetime("2024-05-31 14:03:59.123456") == at(2024, 5, 31, 14h + 3min + 59s + 123456us));
    CHECK(parse_utc_datetime("2016-12-31 23:59:60") == at(2017, 1, 1) - 1us);
    for (std::string_view const text :
         {"", "2024-05-31", "2024-05-31T14:03:59", "2024-05-31 14:03:59Z", "2024-05-31 14:03", "2024-05-31  4:03:59",
          "2024-02-30 14:03:59", "2024-05-31 23:59:60.1x", "false", "2024-05-30 23:59:60"}) {
        CAPTURE(text);
        auto const t = parse_utc_datetime(text);
        REQUIRE_FALSE(t);
        CHECK(t.error().code == errc::malformed);
    }
    CHECK(parse_utc_datetime("2024-05-31T14:03:59").error().message ==
          "UTC time: found \"2024-05-31T14:03:59\", expected a separator between date and time");
    CHECK(format_utc_datetime(at(2024, 5, 31, 14h + 3min + 59s + 999999us)) == "2024-05-31 14:03:59");
    CHECK(format_utc_datetime(at(2024, 5, 31), 'T') == "2024-05-31T00:00:00");
    CHECK(format_utc_datetime(instant{} - 1us) == "1969-12-31 23:59:59");
}

TEST_CASE("a date is a day of the calendar or an error") {
    using namespace std::chrono;
    CHECK(parse_date("2024-02-29") == local_date(year(2024), February, day(29)));
    CHECK(parse_date("0000-02-29") == local_date(year(0), February, day(29)));
    CHECK(format_date(local_date(year(987), March, day(4))) == "0987-03-04");
    for (std::string_view const text :
         {"", "2023-02-29", "2024-2-9", "2024-02-29T", "24-02-29", "2024-02-2x", "0000-00-00", "31.12.2024"}) {
        CAPTURE(text);
        auto const d = parse_date(text);
        REQUIRE_FALSE(d);
        CHECK(d.error().code == errc::malformed);
    }
    CHECK(parse_date("2023-02-29").error().message == "date: found \"2023-02-29\", expected a day that this month has");
}

TEST_CASE("milliseconds since 1970 become a moment when they are one") {
    CHECK(instant_from_milliseconds(0) == instant{});
    CHECK(instant_from_milliseconds(-1) == instant{} - 1ms);
    CHECK(instant_from_milliseconds(1717164239250) == at(2024, 5, 31, 14h + 3min + 59s + 250ms));
    CHECK(instant_from_milliseconds(253402300799999) == at(10000, 1, 1) - 1ms);
    CHECK_FALSE(instant_from_milliseconds(253402300800000));
    CHECK(instant_from_milliseconds(-62167219200000) == at(0, 1, 1));
    CHECK_FALSE(instant_from_milliseconds(-62167219200001));
    CHECK(instant_from_milliseconds(INT64_MAX).error().code == errc::malformed);
    CHECK(instant_from_milliseconds(INT64_MIN).error().message ==
          "time: found \"-9223372036854775808\", expected milliseconds of a moment in the years 0000 to 9999");
}

TEST_CASE("any moment: text and back is the same, and the C library writes the same seconds") {
    seeded_random seed(1);
    any_random const random(seed);
    auto const first = at(0, 1, 1).time_since_epoch().count();
    auto const span = static_cast<std::uint64_t>(at(10000, 1, 1).time_since_epoch().count() - first);
    for (int i = 0; i < 20'000; ++i) {
        instant t(std::chrono::microseconds(first + static_cast<std::int64_t>(random.below(span))));
        if (random.below(3) == 0) t = std::chrono::floor<std::chrono::milliseconds>(t);
        if (random.below(3) == 0) t = std::chrono::floor<std::chrono::seconds>(t);
        std::string const text = format_instant(t);
        CAPTURE(text);
        CHECK(parse_instant(text) == t);

        std::time_t const seconds = std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
        std::tm parts{};
        REQUIRE(gmtime_r(&seconds, &parts) != nullptr);
        char expected[80];
        std::snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900,
                      parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
        CHECK(text.substr(0, 19) == expected);
        CHECK(format_utc_datetime(t, 'T') == expected);
    }
}

TEST_CASE("every day of 400 years: text and back is the same") {
    for (auto day = std::chrono::sys_days(std::chrono::year(1800) / 1 / 1); day < std::chrono::year(2200) / 1 / 1;
         day += std::chrono::days(1)) {
        local_date const d(day);
        auto const again = parse_date(format_date(d));
        if (again != d) FAIL_CHECK(format_date(d));
    }
}

TEST_CASE("any bytes are read without reading outside of them") {
    seeded_random seed(2);
    any_random const random(seed);
    for (int i = 0; i < 50'000; ++i) {
        std::string text = "2024-05-31T14:03:59.123+02:00";
        for (auto n = 1 + random.below(3); n > 0; --n) {
            auto const position = random.below(text.size());
            if (random.below(2))
                text[position] = static_cast<char>(random.below(4) ? '0' + random.below(16) : random.below(256));
            else
                text.erase(position, 1 + random.below(3));
            if (text.empty()) break;
        }
        std::string const exact(text.data(), text.size());  // no spare byte behind it for a sanitizer to miss
        if (auto const t = parse_instant(exact)) CHECK(parse_instant(format_instant(*t)) == t);
        (void)parse_utc_datetime(exact);
        (void)parse_date(exact);
    }
}
