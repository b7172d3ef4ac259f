// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/usage.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/random.hpp>

namespace usage_test {

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

instant day(unsigned d) { return std::chrono::sys_days(2026y / 5 / std::chrono::day(d)); }

usage_record used(std::string identifier, std::int64_t amount, instant at, char const* meter = "calls") {
    return {.source = {"stripe", "meter_event", identifier},
            .party = {"stripe", "customer", "7"},
            .meter = meter,
            .identifier = std::move(identifier),
            .amount = decimal(amount),
            .at = at};
}

// Shows R025.
TEST_CASE("usage that is reported twice counts once") {
    std::vector<usage_record> reports{used("a", 5, day(1)), used("b", 7, day(2)), used("a", 5, day(1))};
    reports[2].source.id = "told again";
    auto const t = usage_in(reports, day(1), day(31));
    REQUIRE(t);
    REQUIRE(t->size() == 1);
    CHECK(t->front() == usage_total{{"stripe", "customer", "7"}, std::nullopt, "calls", decimal(12), 2, 1});
}

// Shows R025.
TEST_CASE("it counts in its window and in no other, and the end belongs to the next one") {
    std::vector<usage_record> const reports{used("a", 5, day(1)), used("b", 7, day(15)), used("b", 7, day(15))};
    CHECK(usage_in(reports, day(1), day(15))->front().amount == decimal(5));
    CHECK(usage_in(reports, day(15), day(30))->front().amount == decimal(7));
    CHECK(usage_in(reports, day(16), day(30))->empty());
}

TEST_CASE("one identifier stands for one report of a party and meter") {
    std::vector<usage_record> reports{used("a", 5, day(1)), used("a", 6, day(1))};
    auto const r = usage_in(reports, day(1), day(31));
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::conflict);
    CHECK(r.error().message ==
          "usage \"a\" of meter \"calls\": found 6 and 5 or another time under one identifier, expected the same "
          "report");
    reports[1] = used("a", 5, day(20));  // moved into another window it would count twice
    CHECK(usage_in(reports, day(1), day(15)).error().code == errc::conflict);
    reports[1] = used("a", 6, day(1), "storage");
    CHECK(usage_in(reports, day(1), day(31))->size() == 2);
    reports[1].identifier.clear();
    CHECK(usage_in(reports, day(1), day(31)).error().code == errc::mapping);
}

// Shows R025.
TEST_CASE("repeats and order change no total, and neighbouring windows share nothing") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        std::vector<usage_record> once;
        std::int64_t sum = 0;
        for (auto n = 1 + random() % 20; n > 0; --n) {
            auto const amount = static_cast<std::int64_t>(random() % 1'000);
            once.push_back(used("id" + std::to_string(n), amount, day(1 + static_cast<unsigned>(random() % 28))));
            sum += amount;
        }
        auto told = once;
        for (auto n = random() % 20; n > 0; --n) told.push_back(once[random() % once.size()]);
        for (auto i = told.size(); i > 1; --i) std::swap(told[i - 1], told[random() % i]);
        auto const all = usage_in(told, day(1), day(31));
        REQUIRE(all);
        CHECK(all->front().amount == decimal(sum));
        CHECK(all->front().repeated == static_cast<std::int64_t>(told.size() - once.size()));
        auto const cut = day(1 + static_cast<unsigned>(random() % 30));
        decimal both;
        auto const before = *usage_in(told, day(1), cut);
        auto const after = *usage_in(told, cut, day(31));
        for (auto const& t : before) both = *checked_add(both, t.amount);
        for (auto const& t : after) both = *checked_add(both, t.amount);
        CHECK(both == decimal(sum));
    }
}

}  // namespace usage_test
