// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/period.hpp>

#include <algorithm>
#include <chrono>

namespace syncline::inline v1::model {
namespace {

/// The first day of a period with this number. Years beyond what a date can hold are none.
std::optional<local_date> start_of_period(recurrence const& rule, std::int64_t number) {
    using namespace std::chrono;
    constexpr std::int64_t furthest = 4'000'000;  // days: beyond the year 9999, from wherever one starts
    std::int64_t const steps = number * rule.interval;
    if (steps > furthest) return std::nullopt;
    int const n = static_cast<int>(steps);
    local_date day = rule.anchor;
    switch (rule.unit) {
        case recurrence_unit::day: day = sys_days(day) + days(n); break;
        case recurrence_unit::week: day = sys_days(day) + days(std::int64_t{7} * n); break;
        case recurrence_unit::month:
        case recurrence_unit::year:
            day = rule.unit == recurrence_unit::month ? day + months(n) : day + years(n);
            if (!day.ok()) day = day.year() / day.month() / last;
            break;
    }
    if (!day.ok() || day.year() > year(9999)) return std::nullopt;
    return day;
}

}  // namespace

std::optional<period> period_of(recurrence const& rule, int number) {
    if (number < 0 || rule.interval < 1 || !rule.anchor.ok()) return std::nullopt;
    if (rule.count && number >= *rule.count) return std::nullopt;
    auto const start = start_of_period(rule, number);
    auto const end = start_of_period(rule, std::int64_t{number} + 1);
    if (!start || !end) return std::nullopt;
    if (rule.until && *start >= *rule.until) return std::nullopt;
    return period{*start, rule.until ? (std::min)(*end, *rule.until) : *end};
}

}  // namespace syncline::inline v1::model
