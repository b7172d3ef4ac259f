// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/near_name.hpp>

#include <doctest/doctest.h>

#include <string>

#include <syncline/core/random.hpp>

using namespace syncline;

TEST_CASE("names of few edits are near, of half the shorter name at most") {
    CHECK(name_distance("tax_id", "tax_ids") == 1);
    CHECK(name_distance("product_uom", "product_uom_id") == 3);
    CHECK(name_distance("nmae", "name") == 2);
    CHECK(name_distance("name", "name") == 0);
    CHECK_FALSE(name_distance("sex", "age"));
    CHECK_FALSE(name_distance("id", "ref"));
    CHECK_FALSE(name_distance("", "abc"));
    CHECK(name_distance("", "") == 0);
}

TEST_CASE("names with half of their words in common are near too, but less so than any few edits") {
    CHECK(name_distance("planned_hours", "allocated_hours") > 3);
    CHECK(name_distance("analytic_account_id", "account_id") > 3);
    CHECK(name_distance("is_move_sent", "is_sent") > 3);
    CHECK_FALSE(name_distance("edi_error_count", "payment_count"));
    CHECK_FALSE(name_distance("partner_id", "order_id"));  // `id` says nothing
    CHECK_FALSE(name_distance("line_ids", "user_ids"));
    CHECK_FALSE(name_distance("is_storno", "is_sent"));
    CHECK_FALSE(name_distance("a_a_a_a", "a_b_c_d_e_f"));  // a word counts as often as it stands there
}

TEST_CASE("hostile names are neither near nor slow") {
    std::string const long_name(100'000, 'a');
    CHECK_FALSE(name_distance(long_name, long_name + "b"));
    CHECK(name_distance(long_name, long_name) == 0);
    CHECK_FALSE(name_distance("___", "_____"));
    CHECK_FALSE(name_distance("\n\xFF", "phone"));
}

TEST_CASE("the distance is the same both ways, and 0 for the same name alone") {
    seeded_random seed(1);
    any_random const random(seed);
    auto const name = [&] {
        std::string out;
        for (auto n = random.below(9); n > 0; --n) out += "ab_"[random.below(3)];
        return out;
    };
    for (int i = 0; i < 5'000; ++i) {
        auto const a = name();
        auto const b = name();
        CAPTURE(a);
        CAPTURE(b);
        CHECK(name_distance(a, b) == name_distance(b, a));
        CHECK((name_distance(a, b) == 0) == (a == b));
    }
}
