// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/versions.hpp>

#include <algorithm>
#include <numeric>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/subscription.hpp>

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

namespace {

version_of<contract> amended(std::int64_t number, local_date effective, char const* reference) {
    return {.number = number,
            .effective = effective,
            .reason = "agreed",
            .terms = {.reference = reference, .version = number}};
}

}  // namespace

// Shows R024.
TEST_CASE("amendments that arrive in any order make the same history") {
    std::vector<version_of<contract>> const all{amended(1, 2026y / 1 / 1, "A"), amended(2, 2026y / 2 / 1, "B"),
                                                amended(3, 2026y / 2 / 1, "C"), amended(4, 2026y / 6 / 1, "D")};
    std::vector<int> order(all.size());
    std::iota(order.begin(), order.end(), 0);
    int tried = 0;
    do {
        std::vector<version_of<contract>> arrived;
        for (auto const i : order) arrived.push_back(all[static_cast<std::size_t>(i)]);
        arrived.push_back(arrived.front());  // and one comes twice
        auto const history = in_order("contract S1", arrived);
        REQUIRE(history);
        CHECK(*history == all);
        ++tried;
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(tried == 24);
}

// Shows R024.
TEST_CASE("a version that has not arrived is named, and waits") {
    auto const history =
        in_order<contract>("contract S1", {amended(1, 2026y / 1 / 1, "A"), amended(3, 2026y / 3 / 1, "C")});
    REQUIRE_FALSE(history);
    CHECK(history.error().code == errc::missing_reference);
    CHECK(history.error().reason == category::missing_reference);
    CHECK(history.error().message == "contract S1: found version 3, expected version 2, which has not arrived");
    CHECK_FALSE(in_order<contract>("contract S1", {amended(2, 2026y / 1 / 1, "B")}));
    CHECK(in_order<contract>("contract S1", {})->empty());
}

// Shows R024.
TEST_CASE("a subscription has versions as a contract has") {
    auto const amended_to = [](std::int64_t number, std::int64_t seats) {
        return version_of<subscription>{
            .number = number,
            .effective = 2026y / 1 / 1,
            .reason = "more seats",
            .terms = {.version = number, .items = {{.key = "seats", .quantity = decimal(seats)}}}};
    };
    auto const history = in_order<subscription>("subscription 7", {amended_to(2, 12), amended_to(1, 10)});
    REQUIRE(history);
    CHECK(in_force(*history, 2026y / 1 / 1)->terms.items.front().quantity == decimal(12));
    CHECK(history->front().terms.items.front().quantity == decimal(10));
    CHECK_FALSE(in_order<subscription>("subscription 7", {amended_to(1, 10), amended_to(3, 15)}));
}

TEST_CASE("two different versions with one number are a conflict, not a choice") {
    auto const history =
        in_order<contract>("contract S1", {amended(1, 2026y / 1 / 1, "A"), amended(1, 2026y / 1 / 1, "X")});
    REQUIRE_FALSE(history);
    CHECK(history.error().code == errc::conflict);
    CHECK(history.error().message == "contract S1: found two different versions 1, expected one");
}

TEST_CASE("a later version does not take effect before the one it amends") {
    auto const history =
        in_order<contract>("contract S1", {amended(1, 2026y / 2 / 1, "A"), amended(2, 2026y / 1 / 1, "B")});
    REQUIRE_FALSE(history);
    CHECK(history.error().message ==
          "contract S1: found version 2 taking effect before the one it amends, expected a later day");
}

TEST_CASE("what is in force is the last version that has taken effect") {
    auto const history = *in_order<contract>(
        "contract S1",
        {amended(1, 2026y / 1 / 1, "A"), amended(2, 2026y / 2 / 1, "B"), amended(3, 2026y / 2 / 1, "C")});
    CHECK(in_force(history, 2025y / 12 / 31) == nullptr);
    CHECK(in_force(history, 2026y / 1 / 1)->terms.reference == "A");
    CHECK(in_force(history, 2026y / 2 / 1)->terms.reference == "C");
    CHECK(in_force(history, 2030y / 1 / 1)->number == 3);
}
