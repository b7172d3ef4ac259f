// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/staffing.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/random.hpp>

namespace staffing_test {

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

external_ref ref(char const* object, std::string id) { return {"odoo", object, std::move(id)}; }
external_ref person(int n) { return ref("employee", std::to_string(n)); }

assignment in_march(int who) {
    return {.source = ref("slot", "1"),
            .resource = person(who),
            .project = ref("project", "9"),
            .period = {2026y / 3 / 1, 2026y / 4 / 1},
            .hours = decimal(100)};
}

time_entry worked(int who, local_date on) {
    return {
        .source = ref("line", "5"), .resource = person(who), .project = ref("project", "9"), .on = on, .minutes = 60};
}

// Shows R027.
TEST_CASE("who takes over in the middle of a period leaves the hours before where they were") {
    std::vector<assignment> const before{in_march(1)};
    auto const hours = worked(1, 2026y / 3 / 10);
    CHECK((*assignment_of(hours, before))->source == ref("slot", "1"));

    auto const after = reassigned(before, ref("slot", "1"), 2026y / 3 / 11, person(2), ref("slot", "2"));
    REQUIRE(after);
    REQUIRE(after->size() == 2);
    CHECK((*assignment_of(hours, *after))->source == ref("slot", "1"));
    CHECK((*assignment_of(worked(2, 2026y / 3 / 11), *after))->source == ref("slot", "2"));
    CHECK(assigned_on(*after, 2026y / 3 / 10).front()->resource == person(1));
    CHECK(assigned_on(*after, 2026y / 3 / 11).front()->resource == person(2));
    CHECK((*after)[0].hours == *decimal::parse("32.26"));  // 10 of 31 days
    CHECK((*after)[1].hours == *decimal::parse("67.74"));
    // and done again it changes nothing
    CHECK(reassigned(*after, ref("slot", "1"), 2026y / 3 / 11, person(2), ref("slot", "2")) == *after);
}

// Shows R027.
TEST_CASE("hours of somebody who was not assigned that day are refused by name") {
    auto const after = reassigned({in_march(1)}, ref("slot", "1"), 2026y / 3 / 11, person(2), ref("slot", "2"));
    REQUIRE(after);
    auto const late = assignment_of(worked(1, 2026y / 3 / 11), *after);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == errc::missing_reference);
    CHECK(late.error().message ==
          "time entry odoo line 5: found no assignment of odoo employee 1 on 2026-03-11, expected one");
    CHECK_FALSE(assignment_of(worked(2, 2026y / 3 / 10), *after));
}

TEST_CASE("an assignment to the task goes before one to the project, and two alike are for a person to decide") {
    std::vector<assignment> all{in_march(1), in_march(1)};
    all[1].source = ref("slot", "2");
    auto hours = worked(1, 2026y / 3 / 5);
    hours.task = ref("task", "3");
    CHECK(assignment_of(hours, all).error().code == errc::duplicate_candidate);
    all[1].task = ref("task", "3");
    CHECK((*assignment_of(hours, all))->source == ref("slot", "2"));
    hours.task.reset();
    CHECK((*assignment_of(hours, all))->source == ref("slot", "1"));
}

TEST_CASE("a change on a day the assignment does not have, or under a name that is taken, is refused") {
    std::vector<assignment> const all{in_march(1)};
    for (auto const day : {local_date(2026y / 3 / 1), local_date(2026y / 4 / 1), local_date(2026y / 2 / 30)})
        CHECK(reassigned(all, ref("slot", "1"), day, person(2), ref("slot", "2")).error().code == errc::mapping);
    CHECK(reassigned(all, ref("slot", "8"), 2026y / 3 / 9, person(2), ref("slot", "2")).error().code ==
          errc::missing_reference);
    CHECK(reassigned(all, ref("slot", "1"), 2026y / 3 / 9, person(2), ref("slot", "1")).error().code == errc::conflict);
}

// Shows R027.
TEST_CASE("however often an assignment changes hands, each day has one person and no planned hour is lost") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        std::vector<assignment> all{in_march(0)};
        std::vector<int> expected(31, 0);  // who works on which day
        int at = 0;
        for (int n = 1; at < 30; ++n) {
            at += 1 + static_cast<int>(random() % 10);
            if (at > 30) break;
            auto const day = local_date(std::chrono::sys_days(2026y / 3 / 1) + std::chrono::days(at));
            auto const hours = worked(n - 1, std::chrono::sys_days(day) - std::chrono::days(1));
            auto const under = (*assignment_of(hours, all))->source;
            auto next = reassigned(all, all.back().source, day, person(n), ref("slot", std::to_string(n + 1)));
            REQUIRE(next);
            all = *std::move(next);
            CHECK((*assignment_of(hours, all))->source == under);
            for (auto d = static_cast<std::size_t>(at); d < 31; ++d) expected[d] = n;
        }
        decimal planned;
        for (auto const& a : all) planned = *checked_add(planned, *a.hours);
        CHECK(planned == decimal(100));
        for (int d = 0; d < 31; ++d) {
            auto const who = assigned_on(all, std::chrono::sys_days(2026y / 3 / 1) + std::chrono::days(d));
            REQUIRE(who.size() == 1);
            CHECK(who.front()->resource == person(expected[static_cast<std::size_t>(d)]));
        }
    }
}

}  // namespace staffing_test
