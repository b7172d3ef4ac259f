// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/date_time.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <type_traits>

#include <syncline/core/random.hpp>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

instant const noon = sys_days(2026y / 11 / 22) + 12h;
constexpr std::int64_t midnight_ms = 1'795'305'600'000;  // 2026-11-22

/// A moment in the years 0000 to 9999.
instant some_instant(seeded_random& random) {
    constexpr std::int64_t first = -62'167'219'200;
    constexpr std::int64_t all = 253'402'300'800 - first;
    return instant(seconds(first + static_cast<std::int64_t>(random() % all))) + microseconds(random() % 1'000'000);
}

}  // namespace

TEST_CASE("a time with an offset reads as a moment, as Salesforce and QuickBooks write it") {
    CHECK(to_instant("2026-11-22T12:00:00Z") == noon);
    CHECK(to_instant("2026-11-22T12:00:00.000+0000") == noon);
    CHECK(to_instant("2026-11-22T05:00:00-07:00") == noon);
    CHECK(to_instant("2026-11-22T17:30:00.250+0530") == noon + 250ms);
    CHECK(instant_text(noon + 250ms) == "2026-11-22T12:00:00.250Z");
    for (std::string_view const text : {"2026-11-22T12:00:00", "2026-11-22", "2026-02-30T00:00:00Z", "12:00", "now"})
        check_refused(to_instant(text), text);
}

TEST_CASE("a naive time is UTC because its system says so") {
    CHECK(naive_utc_to_instant("2026-11-22 12:00:00") == noon);
    CHECK(naive_utc(noon) == "2026-11-22 12:00:00");
    CHECK(naive_utc(noon + 1us).error().message ==
          "found \"2026-11-22T12:00:00.000001Z\", expected no fraction of a second");
    CHECK(naive_utc(whole_seconds(noon + 999ms)) == "2026-11-22 12:00:00");
    CHECK(whole_seconds(instant(-1us)) == instant(-1s));
    CHECK(whole_seconds(instant::min()) == instant::min() + 775'808us);  // no moment lies before it
    for (std::string_view const text : {"2026-11-22T12:00:00", "2026-11-22 12:00:00Z", "2026-11-22 12:00"})
        check_refused(naive_utc_to_instant(text), text);
}

TEST_CASE("counts since 1970 read as moments, as numbers and as text") {
    CHECK(milliseconds_to_instant(midnight_ms) == noon - 12h);
    CHECK(milliseconds_to_instant("1795305600000") == noon - 12h);
    CHECK(milliseconds_to_instant("-1") == instant(-1ms));
    CHECK(seconds_to_instant(midnight_ms / 1000) == noon - 12h);
    CHECK(seconds_to_instant("1795305600") == noon - 12h);
    CHECK(epoch_milliseconds(noon) == midnight_ms + 43'200'000);
    CHECK(epoch_seconds(noon) == midnight_ms / 1000 + 43'200);
    check_refused(epoch_milliseconds(noon + 1us), "1us");
    check_refused(epoch_seconds(noon + 1ms), "1ms");
    for (auto const n : {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        check_refused(milliseconds_to_instant(n), "limit");
        check_refused(seconds_to_instant(n), "limit");
        check_refused(midnight_to_date(n), "limit");
    }
    for (std::string_view const text : {"1.5", "1e3", "+1", "0x10", "1 ", "99999999999999999999"}) {
        check_refused(milliseconds_to_instant(text), text);
        check_refused(seconds_to_instant(text), text);
        check_refused(midnight_to_date(text), text);
    }
}

static_assert(!std::is_invocable_v<milliseconds_to_instant_t const&, double>);
static_assert(!std::is_invocable_v<seconds_to_instant_t const&, double>);
static_assert(!std::is_invocable_v<midnight_to_date_t const&, float>);

TEST_CASE("a date property is midnight UTC and nothing else") {
    CHECK(midnight_to_date(midnight_ms) == 2026y / 11 / 22);
    CHECK(midnight_to_date("1795305600000") == 2026y / 11 / 22);
    CHECK(midnight_to_date("-86400000") == 1969y / 12 / 31);
    CHECK(utc_midnight(2026y / 11 / 22) == midnight_ms);
    CHECK(midnight_to_date(midnight_ms + 80'335'865).error().message ==
          "found \"1795385935865\", expected midnight UTC: it is 2026-11-22T22:18:55.865Z");
    check_refused(utc_midnight(2026y / 2 / 30), "2026-02-30");
    check_refused(utc_midnight(year(20'000) / 1 / 1), "20000-01-01");
}

TEST_CASE("which day a moment is depends on where, and the offset says it") {
    instant const late = sys_days(2026y / 11 / 22) + 23h + 30min;
    CHECK(day_at{0min}(late) == 2026y / 11 / 22);
    CHECK(day_at{60min}(late) == 2026y / 11 / 23);
    CHECK(day_at{-8h}(late) == 2026y / 11 / 22);
    CHECK(day_at{-8h}(late - 16h) == 2026y / 11 / 21);
    CHECK(start_of_day{-8h}(2026y / 11 / 22) == sys_days(2026y / 11 / 22) + 8h);
    CHECK(day_at{-8h}.describe() == "day_at -480 min");
    CHECK(start_of_day{1h}.describe() == "start_of_day 60 min");
    check_refused(day_at{24h}(noon), "24h");
    check_refused(start_of_day{-24h}(2026y / 11 / 22), "-24h");
    check_refused(day_at{1h}(sys_days(9999y / 12 / 31) + 23h + 30min), "10000");
    check_refused(start_of_day{1h}(0y / 1 / 1), "-1");
    check_refused(start_of_day{1h}(2026y / 13 / 1), "month 13");
}

TEST_CASE("moments and days come back from every form that claims so") {
    seeded_random random(42);
    for (int i = 0; i < 3000; ++i) {
        instant const t = some_instant(random);
        instant const s = whole_seconds(t);
        instant const ms = floor<milliseconds>(t);
        local_date const day(floor<days>(t));
        CHECK(to_instant(*instant_text(t)) == t);
        CHECK(naive_utc_to_instant(*naive_utc(s)) == s);
        CHECK(milliseconds_to_instant(*epoch_milliseconds(ms)) == ms);
        CHECK(seconds_to_instant(*epoch_seconds(s)) == s);
        CHECK(seconds_to_instant(std::to_string(*epoch_seconds(s))) == s);
        CHECK(to_date(*date_text(day)) == day);
        CHECK(midnight_to_date(*utc_midnight(day)) == day);
        minutes const offset(static_cast<std::int64_t>(random() % 2879) - 1439);
        if (auto const start = start_of_day{offset}(day)) {
            CHECK(day_at{offset}(*start) == day);
            CHECK(day_at{offset}(*start - 1us) != day);
        }
    }
}

TEST_CASE("what has no form in four year digits is refused") {
    for (instant const t : {instant::max(), instant::min(), instant(sys_days(year(10'000) / 1 / 1))}) {
        check_refused(instant_text(t), "far");
        check_refused(naive_utc(t), "far");
        check_refused(day_at{0min}(t), "far");
        check_refused(epoch_milliseconds(t), "far");
        check_refused(epoch_seconds(t), "far");
    }
    check_refused(date_text(2026y / 2 / 29), "2026-02-29");
    check_refused(date_text(year(-1) / 1 / 1), "-1");
    CHECK(to_date("2024-02-29") == 2024y / 2 / 29);
    check_refused(to_date("2026-02-29"), "2026-02-29");
}

TEST_CASE("hostile text is no time") {
    check_hostile_refused(to_instant);
    check_hostile_refused(naive_utc_to_instant);
    check_hostile_refused(to_date);
    auto const text_only = [](auto const& convert) {
        check_hostile_refused([&](std::string_view text) { return convert(text); });
    };
    text_only(milliseconds_to_instant);
    text_only(seconds_to_instant);
    text_only(midnight_to_date);
}
