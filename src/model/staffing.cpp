// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/staffing.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <syncline/core/rfc3339.hpp>

#include "model/names.hpp"

namespace syncline::inline v1::model {

std::vector<assignment const*> assigned_on(std::span<assignment const> assignments, local_date day) {
    std::vector<assignment const*> out;
    for (auto const& a : assignments)
        if (a.period.contains(day)) out.push_back(&a);
    return out;
}

result<std::vector<assignment>> reassigned(std::vector<assignment> assignments, external_ref const& which,
                                           local_date from, external_ref const& to, external_ref const& source) {
    auto const name = "assignment " + detail::shown(which);
    auto const by_source = [&](external_ref const& s) {
        return std::find_if(assignments.begin(), assignments.end(), [&](auto const& a) { return a.source == s; });
    };
    auto const at = by_source(which);
    if (at == assignments.end()) return fail(errc::missing_reference, name + ": is not known");
    if (auto const there = by_source(source); there != assignments.end()) {
        if (there->resource == to && there->period.start == from && at->period.end == from) return assignments;
        return fail(errc::conflict,
                    name + ": found " + detail::shown(source) + ", which already stands for another assignment");
    }
    if (!from.ok() || from <= at->period.start || from >= at->period.end)
        return fail(errc::mapping, name + ": found " + format_date(from) + " as the day of the change, expected one " +
                                       "behind " + format_date(at->period.start) + " and before " +
                                       format_date(at->period.end));
    auto next = *at;
    next.source = source;
    next.resource = to;
    next.period.start = from;
    if (at->hours) {
        auto const days = [](period const& p) {
            return (std::chrono::sys_days(p.end) - std::chrono::sys_days(p.start)).count();
        };
        auto const product = checked_mul(*at->hours, decimal(days({at->period.start, from})));
        if (!product) return fail_within(name, product.error());
        auto const before = checked_div(*product, decimal(days(at->period)), 2, rounding::half_up);
        if (!before) return fail_within(name, before.error());
        auto const after = checked_sub(*at->hours, *before);
        if (!after) return fail_within(name, after.error());
        at->hours = *before;
        next.hours = *after;
    }
    at->period.end = from;
    assignments.push_back(std::move(next));
    return assignments;
}

result<assignment const*> assignment_of(time_entry const& hours, std::span<assignment const> assignments) {
    assignment const* best = nullptr;
    int best_rank = -1;
    bool two = false;
    for (auto const& a : assignments) {
        bool const fits = a.resource == hours.resource && a.period.contains(hours.on) &&
                          (!a.project || a.project == hours.project) && (!a.task || a.task == hours.task);
        if (!fits) continue;
        int const rank = (a.task ? 2 : 0) + (a.project ? 1 : 0);
        if (rank < best_rank) continue;
        two = rank == best_rank;
        best = &a;
        best_rank = rank;
    }
    auto const name = "time entry " + detail::shown(hours.source);
    if (!best)
        return fail(errc::missing_reference, name + ": found no assignment of " + detail::shown(hours.resource) +
                                                 " on " + format_date(hours.on) + ", expected one");
    if (two)
        return fail(errc::duplicate_candidate, name + ": two assignments of " + detail::shown(hours.resource) +
                                                   " fit equally well on " + format_date(hours.on));
    return best;
}

}  // namespace syncline::inline v1::model
