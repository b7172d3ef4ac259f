// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/date_time.hpp>

#include <syncline/core/rfc3339.hpp>

#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::string_view years_wanted = "a moment in the years 0000 to 9999";

/// The readers of core find bytes malformed; to a mapping they are a value that does not map.
template <class T>
result<T> as_value(result<T> r) {
    if (!r) r.error().code = errc::mapping;
    return r;
}

bool is_in_years(instant t) { return t >= detail::first_instant && t <= detail::last_instant; }

result<std::int64_t> whole_number(std::string_view text) {
    std::int64_t n = 0;
    if (!conversions::read_whole(text, n)) return conversions::refuse(text, "a whole number");
    return n;
}

/// The count of whole units since 1970. *Errors*: `mapping` when there is a fraction, or outside of the years.
template <class Unit>
result<std::int64_t> whole_units(instant t, std::string_view unit) {
    if (!is_in_years(t)) return conversions::refuse(format_instant(t), years_wanted);
    auto const whole = floor<Unit>(t);
    if (whole != t) return conversions::refuse(format_instant(t), "no fraction of a " + std::string(unit));
    return std::int64_t{whole.time_since_epoch().count()};
}

result<local_date> real_day(local_date day) {
    if (!day.ok() || static_cast<int>(day.year()) < 0 || static_cast<int>(day.year()) > 9999)
        return conversions::refuse(std::to_string(static_cast<int>(day.year())) + '-' +
                                       std::to_string(static_cast<unsigned>(day.month())) + '-' +
                                       std::to_string(static_cast<unsigned>(day.day())),
                                   "a day of the years 0000 to 9999");
    return day;
}

result<void> real_offset(std::chrono::minutes offset) {
    if (offset <= std::chrono::minutes(-24 * 60) || offset >= std::chrono::minutes(24 * 60))
        return conversions::refuse(std::to_string(offset.count()) + " min", "an offset to UTC of less than a day");
    return {};
}

}  // namespace

result<instant> to_instant_t::operator()(std::string_view text) const { return as_value(parse_instant(text)); }

result<std::string> instant_text_t::operator()(instant t) const {
    if (!is_in_years(t)) return conversions::refuse(format_instant(t), years_wanted);
    return format_instant(t);
}

result<instant> naive_utc_to_instant_t::operator()(std::string_view text) const {
    return as_value(parse_utc_datetime(text));
}

result<std::string> naive_utc_t::operator()(instant t) const {
    return whole_units<seconds>(t, "second").map([t](std::int64_t) { return format_utc_datetime(t); });
}

result<instant> milliseconds_to_instant_t::operator()(std::int64_t count) const {
    return as_value(instant_from_milliseconds(count));
}

result<instant> milliseconds_to_instant_t::operator()(std::string_view text) const {
    return whole_number(text).and_then([this](std::int64_t count) { return (*this)(count); });
}

result<std::int64_t> epoch_milliseconds_t::operator()(instant t) const {
    return whole_units<milliseconds>(t, "millisecond");
}

result<instant> seconds_to_instant_t::operator()(std::int64_t count) const {
    constexpr auto first = floor<seconds>(detail::first_instant).time_since_epoch().count();
    constexpr auto last = floor<seconds>(detail::last_instant).time_since_epoch().count();
    if (count < first || count > last) return conversions::refuse(std::to_string(count), years_wanted);
    return instant(seconds(count));
}

result<instant> seconds_to_instant_t::operator()(std::string_view text) const {
    return whole_number(text).and_then([this](std::int64_t count) { return (*this)(count); });
}

result<std::int64_t> epoch_seconds_t::operator()(instant t) const { return whole_units<seconds>(t, "second"); }

result<local_date> to_date_t::operator()(std::string_view text) const { return as_value(parse_date(text)); }

result<std::string> date_text_t::operator()(local_date day) const { return real_day(day).map(format_date); }

result<local_date> midnight_to_date_t::operator()(std::int64_t count) const {
    auto const t = milliseconds_to_instant(count);
    if (!t) return fail(t.error());
    auto const day = floor<std::chrono::days>(*t);
    if (day != *t) return conversions::refuse(std::to_string(count), "midnight UTC: it is " + format_instant(*t));
    return local_date(day);
}

result<local_date> midnight_to_date_t::operator()(std::string_view text) const {
    return whole_number(text).and_then([this](std::int64_t count) { return (*this)(count); });
}

result<std::int64_t> utc_midnight_t::operator()(local_date day) const {
    return real_day(day).map(
        [](local_date d) { return std::int64_t{milliseconds(sys_days(d).time_since_epoch()).count()}; });
}

result<local_date> day_at::operator()(instant t) const {
    if (auto ok = real_offset(offset); !ok) return fail(std::move(ok).error());
    if (!is_in_years(t)) return conversions::refuse(format_instant(t), years_wanted);
    return real_day(local_date(floor<std::chrono::days>(t + offset)));
}

std::string day_at::describe() const { return "day_at " + std::to_string(offset.count()) + " min"; }

result<instant> start_of_day::operator()(local_date day) const {
    if (auto ok = real_offset(offset); !ok) return fail(std::move(ok).error());
    auto const real = real_day(day);
    if (!real) return fail(real.error());
    instant const t = sys_days(*real) - offset;
    if (!is_in_years(t)) return conversions::refuse(format_instant(t), years_wanted);
    return t;
}

std::string start_of_day::describe() const { return "start_of_day " + std::to_string(offset.count()) + " min"; }

}  // namespace syncline::inline v1
