// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/hours.hpp>

#include "mapping/rounding_names.hpp"
#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

/// *Errors*: `mapping` when 38 digits do not suffice.
result<decimal> in_minutes(decimal const& hours) {
    auto minutes = checked_mul(hours.normalized(), decimal(60));
    if (!minutes) return conversions::refuse(hours.to_string() + " h", "hours of fewer digits");
    return minutes;
}

result<std::chrono::minutes> as_minutes(decimal const& minutes) {
    auto const whole = minutes.to_int64();
    if (!whole) return conversions::refuse(minutes.to_string() + " min", "minutes that fit into 64 bits");
    return std::chrono::minutes(*whole);
}

}  // namespace

result<std::chrono::minutes> exact_minutes_t::operator()(decimal const& hours) const {
    auto const minutes = in_minutes(hours);
    if (!minutes) return fail(minutes.error());
    if (minutes->round(0, rounding::down) != *minutes)
        return conversions::refuse(
            hours.to_string() + " h",
            "whole minutes: it is " + minutes->normalized().to_string() + " min, and no rule says how to round");
    return as_minutes(*minutes);
}

result<std::chrono::minutes> rounded_minutes::operator()(decimal const& hours) const {
    auto const minutes = in_minutes(hours);
    if (!minutes) return fail(minutes.error());
    return as_minutes(minutes->round(0, rule));
}

std::string rounded_minutes::describe() const { return "rounded_minutes " + std::string(rules::name_of(rule)); }

result<decimal> exact_hours_t::operator()(std::chrono::minutes minutes) const {
    constexpr int decimals = 2;  // 1/60 = 1/(2*2*3*5): what 3 divides is hundredths
    decimal const all(std::int64_t{minutes.count()});
    if (minutes.count() % 3 != 0)
        return conversions::refuse(all.to_string() + " min",
                                   "minutes that are hours in decimals: one third of an hour is not");
    return checked_div(all, decimal(60), decimals, rounding::down).map([](decimal d) { return d.normalized(); });
}

result<decimal> rounded_hours::operator()(std::chrono::minutes minutes) const {
    constexpr int most_decimals = 15;
    if (decimals < 0 || decimals > most_decimals)
        return conversions::refuse(std::to_string(decimals) + " decimals", "0 to 15");
    return checked_div(decimal(std::int64_t{minutes.count()}), decimal(60), decimals, rule);
}

std::string rounded_hours::describe() const {
    return "rounded_hours " + std::to_string(decimals) + ' ' + std::string(rules::name_of(rule));
}

}  // namespace syncline::inline v1
