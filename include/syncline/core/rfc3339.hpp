// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

// Text forms of `instant` and `local_date`. Every reader takes the whole text and nothing around it, and refuses
// what is no day of the Gregorian calendar. Years run from 0000 to 9999.

namespace syncline::inline v1 {

namespace detail {

/// Reads a time field by field; remembers the first thing that was not as expected.
class time_reader {
public:
    explicit constexpr time_reader(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] constexpr bool ok() const noexcept { return expected_.empty(); }
    [[nodiscard]] constexpr std::string_view expected() const noexcept { return expected_; }
    [[nodiscard]] constexpr bool at_end() const noexcept { return at_ == text_.size(); }
    [[nodiscard]] constexpr char peek() const noexcept { return at_end() ? '\0' : text_[at_]; }
    constexpr void skip() noexcept {
        if (!at_end()) ++at_;
    }

    constexpr void refuse(std::string_view expected) noexcept {
        if (ok()) expected_ = expected;
    }
    constexpr void expect(bool condition, std::string_view expected) noexcept {
        if (!condition) refuse(expected);
    }
    constexpr void expect_char(char c, std::string_view expected) noexcept {
        if (peek() == c && !at_end())
            skip();
        else
            refuse(expected);
    }

    /// `count` digits with a value from `low` to `high`.
    constexpr int number(int count, int low, int high, std::string_view expected) noexcept {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            char const c = peek();
            if (c < '0' || c > '9') {
                refuse(expected);
                return low;
            }
            value = value * 10 + (c - '0');
            skip();
        }
        expect(value >= low && value <= high, expected);
        return value;
    }

    constexpr local_date date() noexcept {
        int const y = number(4, 0, 9999, "a year of four digits");
        expect_char('-', "\"-\" behind the year");
        int const m = number(2, 1, 12, "a month from 01 to 12");
        expect_char('-', "\"-\" behind the month");
        int const d = number(2, 1, 31, "a day from 01 to 31");
        local_date const date{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(m)),
                              std::chrono::day(static_cast<unsigned>(d))};
        expect(date.ok(), "a day that this month has");
        return date;
    }

    /// hh:mm:ss and a fraction of one to nine digits. A leap second reads as second 59 plus `leap`.
    constexpr std::chrono::microseconds time_of_day(bool& leap) noexcept {
        int const h = number(2, 0, 23, "an hour from 00 to 23");
        expect_char(':', "\":\" behind the hour");
        int const m = number(2, 0, 59, "a minute from 00 to 59");
        expect_char(':', "\":\" behind the minute");
        int s = number(2, 0, 60, "a second from 00 to 60");
        leap = s == 60;
        if (leap) s = 59;
        std::int64_t micros = 0;
        if (ok() && peek() == '.') {
            skip();
            int digits = 0;
            for (; peek() >= '0' && peek() <= '9'; skip(), ++digits)
                if (digits < 6) micros = micros * 10 + (peek() - '0');
            expect(digits >= 1 && digits <= 9, "a fraction of one to nine digits");
            for (; digits < 6; ++digits) micros *= 10;
        }
        using namespace std::chrono;
        return hours(h) + minutes(m) + seconds(s) + microseconds(leap ? 999'999 : micros);
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::string_view expected_{};
};

[[nodiscard]] inline tl::unexpected<error> not_a_time(std::string_view what, std::string_view text,
                                                      std::string_view expected) {
    std::string message(what);
    message += ": found \"";
    message += shorten(text);
    message += "\", expected ";
    message += expected;
    return fail(errc::malformed, std::move(message));
}

inline constexpr instant first_instant = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
inline constexpr instant last_instant =
    instant(std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)) - std::chrono::microseconds(1);

/// A leap second exists only as 23:59:60 UTC on the last day of a month.
[[nodiscard]] constexpr bool may_be_leap_second(instant t) noexcept {
    using namespace std::chrono;
    auto const next = floor<seconds>(t) + seconds(1);
    auto const day = floor<days>(next);
    return next == day && year_month_day(day).day() == std::chrono::day(1);
}

constexpr char* write_digits(char* out, std::uint64_t value, int width) noexcept {
    for (int i = width; i-- > 0; value /= 10) out[i] = static_cast<char>('0' + value % 10);
    return out + width;
}

inline void append_digits(std::string& out, std::uint64_t value, int width) {
    out.resize(out.size() + static_cast<std::size_t>(width));
    write_digits(out.data() + out.size() - width, value, width);
}

constexpr char* write_date(char* out, std::int64_t year, std::chrono::month month, std::chrono::day day) noexcept {
    if (year < 0 || year > 9999) {  // ISO 8601's expanded form: not RFC 3339, and no reader here takes it
        *out++ = year < 0 ? '-' : '+';
        out = write_digits(out, static_cast<std::uint64_t>(year < 0 ? -year : year), 6);
    } else {
        out = write_digits(out, static_cast<std::uint64_t>(year), 4);
    }
    *out++ = '-';
    out = write_digits(out, static_cast<unsigned>(month), 2);
    *out++ = '-';
    return write_digits(out, static_cast<unsigned>(day), 2);
}

inline constexpr std::size_t max_time_text = 30;  // "-290308-12-21T19:59:05.224192Z" and its like

/// Date, `separator` and hh:mm:ss; leaves the microseconds behind the second in `micros`.
constexpr char* write_seconds(char* out, instant t, char separator, std::uint64_t& micros) noexcept {
    using namespace std::chrono;
    // by hand, since an instant reaches further than days and years of <chrono> do
    constexpr std::int64_t per_day = microseconds(days(1)).count();
    constexpr std::int64_t per_cycle = 400 * 365 + 97;  // days after which the calendar repeats
    auto const floored = [](std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); };
    std::int64_t const day = floored(t.time_since_epoch().count(), per_day);
    std::int64_t const cycle = floored(day, per_cycle);
    year_month_day const d{sys_days(days(day - cycle * per_cycle))};
    std::int64_t const rest = t.time_since_epoch().count() % per_day;
    auto const of_day = static_cast<std::uint64_t>(rest < 0 ? rest + per_day : rest);
    auto const s = of_day / 1'000'000;
    out = write_date(out, static_cast<int>(d.year()) + 400 * cycle, d.month(), d.day());
    *out++ = separator;
    out = write_digits(out, s / 3600, 2);
    *out++ = ':';
    out = write_digits(out, s / 60 % 60, 2);
    *out++ = ':';
    out = write_digits(out, s % 60, 2);
    micros = of_day % 1'000'000;
    return out;
}

}  // namespace detail

/// Reads an RFC 3339 time: `1996-12-19T16:39:57.25-08:00`, with `Z` or an offset, `T` or a blank between.
///
/// An offset may lack its colon (`+0000`), as some systems write it. Digits behind the microsecond are dropped, so
/// that a moment never reads as later than it was: a cursor rounded up would skip a change. The leap second
/// 23:59:60 reads as the last microsecond of its day, which keeps it on that day.
/// *Errors*: `malformed`.
[[nodiscard]] inline result<instant> parse_instant(std::string_view text) {
    using namespace std::chrono;
    detail::time_reader in(text);
    auto const day = in.date();
    char const between = in.peek();
    in.expect(between == 'T' || between == 't' || between == ' ', "\"T\" between date and time");
    in.skip();
    bool leap = false;
    auto const time = in.ok() ? in.time_of_day(leap) : microseconds(0);
    minutes offset(0);
    char const zone = in.peek();
    in.expect(zone == 'Z' || zone == 'z' || zone == '+' || zone == '-', "\"Z\" or an offset such as +01:00");
    if (in.ok()) in.skip();
    if (in.ok() && (zone == '+' || zone == '-')) {
        int const h = in.number(2, 0, 23, "an offset from 00:00 to 23:59");
        if (in.peek() == ':') in.skip();
        int const m = in.number(2, 0, 59, "an offset from 00:00 to 23:59");
        offset = hours(h) + minutes(m);
        if (zone == '-') offset = -offset;
    }
    in.expect(!in.ok() || in.at_end(), "nothing behind the time");
    if (!in.ok()) return detail::not_a_time("time", text, in.expected());
    instant const t = sys_days(day) + time - offset;
    if (leap && !detail::may_be_leap_second(t))
        return detail::not_a_time("time", text, "second 60 only at 23:59:60 UTC on the last day of a month");
    if (t < detail::first_instant || t > detail::last_instant)
        return detail::not_a_time("time", text, "a moment in the years 0000 to 9999 UTC");
    return t;
}

/// Reads a time without a zone that its sender means as UTC: `2024-05-31 14:03:59`, `separator` in the middle.
/// A fraction is read as in `parse_instant`. *Errors*: `malformed`.
[[nodiscard]] inline result<instant> parse_utc_datetime(std::string_view text, char separator = ' ') {
    detail::time_reader in(text);
    auto const day = in.date();
    in.expect_char(separator, "a separator between date and time");
    bool leap = false;
    auto const time = in.ok() ? in.time_of_day(leap) : std::chrono::microseconds(0);
    in.expect(!in.ok() || in.at_end(), "nothing behind the time");
    if (!in.ok()) return detail::not_a_time("UTC time", text, in.expected());
    instant const t = std::chrono::sys_days(day) + time;
    if (leap && !detail::may_be_leap_second(t))
        return detail::not_a_time("UTC time", text, "second 60 only at 23:59:60 on the last day of a month");
    return t;
}

/// Reads `2024-05-31`. *Errors*: `malformed`.
[[nodiscard]] inline result<local_date> parse_date(std::string_view text) {
    detail::time_reader in(text);
    auto const day = in.date();
    in.expect(!in.ok() || in.at_end(), "nothing behind the date");
    if (!in.ok()) return detail::not_a_time("date", text, in.expected());
    return day;
}

/// The moment that many milliseconds after 1970, as JSON APIs count. *Errors*: `malformed` outside of 0000 to 9999.
[[nodiscard]] inline result<instant> instant_from_milliseconds(std::int64_t milliseconds) {
    using std::chrono::microseconds;
    if (milliseconds < detail::first_instant.time_since_epoch().count() / 1000 ||
        milliseconds > detail::last_instant.time_since_epoch().count() / 1000)
        return detail::not_a_time("time", std::to_string(milliseconds),
                                  "milliseconds of a moment in the years 0000 to 9999");
    return instant(microseconds(milliseconds * 1000));
}

/// RFC 3339 in UTC with `Z` and the shortest fraction of 0, 3 or 6 digits: `2024-05-31T14:03:59.250Z`.
///
/// A moment outside of the years 0000 to 9999 has no such form; it is written with a sign and six year digits.
[[nodiscard]] inline std::string format_instant(instant t) {
    char buffer[detail::max_time_text];
    std::uint64_t micros = 0;
    char* end = detail::write_seconds(buffer, t, 'T', micros);
    if (micros != 0) {
        *end++ = '.';
        end = micros % 1000 == 0 ? detail::write_digits(end, micros / 1000, 3) : detail::write_digits(end, micros, 6);
    }
    *end++ = 'Z';
    return {buffer, end};
}

/// UTC without zone or fraction: `2024-05-31 14:03:59`. A fraction is dropped, so the text is never later than `t`.
[[nodiscard]] inline std::string format_utc_datetime(instant t, char separator = ' ') {
    char buffer[detail::max_time_text];
    std::uint64_t dropped = 0;
    return {buffer, detail::write_seconds(buffer, t, separator, dropped)};
}

/// `2024-05-31`.
[[nodiscard]] inline std::string format_date(local_date d) {
    char buffer[detail::max_time_text];
    return {buffer, detail::write_date(buffer, static_cast<int>(d.year()), d.month(), d.day())};
}

}  // namespace syncline::inline v1
