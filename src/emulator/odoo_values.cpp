// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "emulator/odoo_environment.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

using namespace std::chrono;

/// Python's `strptime`, as far as Odoo's two formats need it.
struct moment {
    int year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0;
};

moment parse_by(std::string_view text, std::string_view format) {
    auto const mismatch = [&] {
        return value_error("time data " + repr(std::string(text)) + " does not match format " +
                           repr(std::string(format)));
    };
    moment out;
    std::size_t at = 0;
    auto const number = [&](std::size_t least, std::size_t most, int low, int high) {
        int value = 0;
        std::size_t digits = 0;
        while (digits < most && at < text.size() && text[at] >= '0' && text[at] <= '9') {
            int const next = value * 10 + (text[at] - '0');
            if (digits > 0 && next > high) break;
            value = next;
            ++digits;
            ++at;
        }
        if (digits < least || value < low || value > high) throw mismatch();
        return value;
    };
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            if (at >= text.size() || text[at] != format[i]) throw mismatch();
            ++at;
            continue;
        }
        if (++i == format.size()) throw value_error("stray % in format " + repr(std::string(format)));
        switch (format[i]) {
            case 'Y': out.year = number(4, 4, 0, 9999); break;
            case 'm': out.month = number(1, 2, 1, 12); break;
            case 'd': out.day = number(1, 2, 1, 31); break;
            case 'H': out.hour = number(1, 2, 0, 23); break;
            case 'M': out.minute = number(1, 2, 0, 59); break;
            default: out.second = number(1, 2, 0, 61); break;
        }
    }
    if (at < text.size()) throw value_error("unconverted data remains: " + std::string(text.substr(at)));
    if (!(year(out.year) / month(static_cast<unsigned>(out.month)) / day(static_cast<unsigned>(out.day))).ok())
        throw value_error("day is out of range for month");
    return out;
}

sys_days day_of(moment const& m) {
    return year(m.year) / month(static_cast<unsigned>(m.month)) / day(static_cast<unsigned>(m.day));
}

}  // namespace

instant read_datetime(std::string_view text) {
    // Odoo cuts the format to the text's length less two: a date alone and a time without seconds are accepted
    // (dates, "date_order = ...").
    constexpr std::string_view full = "%Y-%m-%d %H:%M:%S";
    moment const m = parse_by(text, full.substr(0, text.size() < 2 ? 0 : std::min(full.size(), text.size() - 2)));
    return day_of(m) + hours(m.hour) + minutes(m.minute) + seconds(m.second);
}

std::string read_date(std::string_view text) {
    // Everything behind the tenth character is ignored (dates, "validity_date (date) = ...").
    year_month_day const d{day_of(parse_by(text.substr(0, 10), "%Y-%m-%d"))};
    char out[16];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(d.year()), static_cast<unsigned>(d.month()),
                  static_cast<unsigned>(d.day()));
    return out;
}

std::string show_datetime(instant t) {
    auto const midnight = floor<days>(t);
    year_month_day const d{midnight};
    hh_mm_ss const clock{floor<seconds>(t) - midnight};
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(d.year()),
                  static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return out;
}

namespace {

enum class summer : std::uint8_t { none, european, american };

struct zone {
    std::string_view name;
    minutes standard;
    summer rule = summer::none;
};

constexpr zone zones[] = {
    {"Europe/Lisbon", minutes(0), summer::european},
    {"Europe/London", minutes(0), summer::european},
    {"Europe/Amsterdam", minutes(60), summer::european},
    {"Europe/Berlin", minutes(60), summer::european},
    {"Europe/Brussels", minutes(60), summer::european},
    {"Europe/Madrid", minutes(60), summer::european},
    {"Europe/Paris", minutes(60), summer::european},
    {"Europe/Rome", minutes(60), summer::european},
    {"Europe/Stockholm", minutes(60), summer::european},
    {"Europe/Vienna", minutes(60), summer::european},
    {"Europe/Zurich", minutes(60), summer::european},
    {"Europe/Athens", minutes(120), summer::european},
    {"America/New_York", minutes(-300), summer::american},
    {"America/Chicago", minutes(-360), summer::american},
    {"America/Denver", minutes(-420), summer::american},
    {"America/Los_Angeles", minutes(-480), summer::american},
    {"America/Sao_Paulo", minutes(-180)},
    {"Asia/Dubai", minutes(240)},
    {"Asia/Kolkata", minutes(330)},
    {"Asia/Shanghai", minutes(480)},
    {"Asia/Singapore", minutes(480)},
    {"Asia/Seoul", minutes(540)},
    {"Asia/Tokyo", minutes(540)},
};

}  // namespace

seconds offset_of_utc(std::string const& timezone, instant t) {
    for (auto const& z : zones) {
        if (z.name != timezone) continue;
        if (z.rule == summer::none) return z.standard;
        auto const y = year_month_day(floor<days>(t)).year();
        bool const is_european = z.rule == summer::european;
        // Europe changes everywhere at one moment, America at two in the morning of each zone
        instant const begin = is_european ? sys_days(y / March / Sunday[last]) + hours(1)
                                          : sys_days(y / March / Sunday[2]) + hours(2) - z.standard;
        instant const end = is_european ? sys_days(y / October / Sunday[last]) + hours(1)
                                        : sys_days(y / November / Sunday[1]) + hours(1) - z.standard;
        return z.standard + (t >= begin && t < end ? hours(1) : hours(0));
    }
    return seconds(0);
}

instant from_local(std::string const& timezone, instant local) {
    auto const winter = local - offset_of_utc(timezone, local - hours(1));
    return local - offset_of_utc(timezone, winter);
}

bool truth(json const& v) {
    if (v.is_null()) return false;
    if (v.is_boolean()) return v.get<bool>();
    if (v.is_number()) return v.get<double>() != 0;
    if (v.is_string()) return !v.get_ref<std::string const&>().empty();
    return !v.empty();
}

std::string as_text(json const& v) { return v.is_string() ? v.get<std::string>() : repr(v); }

double round_to(double value, int digits) {
    double const factor = std::pow(10.0, digits);
    double const scaled = value * factor;
    // Odoo nudges by one unit in the last place, so that 100.005 counts as a half although no double is that number.
    double const nudged = scaled + std::copysign(std::ldexp(std::fabs(scaled), -52), scaled);
    return std::round(nudged) / factor;
}

}  // namespace syncline::inline v1::emulator::erp
