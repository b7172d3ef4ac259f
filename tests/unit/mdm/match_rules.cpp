// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_rules.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <syncline/mdm/match_presets.hpp>
#include <syncline/mdm/matcher.hpp>

using namespace syncline;
using doctest::Approx;
using mdm::match_rules;
using mdm::text_test;

namespace {

match_rules good() {
    return {.id = "test@1",
            .keys = {{"tax_id", mdm::key_use::links, true}},
            .fields = {{.name = "name",
                        .levels = {{text_test::exact, 1, 0.8, 0.01},
                                   {text_test::jaro_winkler, 0.9, 0.1, 0.02},
                                   {text_test::otherwise, 1, 0.1, 0.97}}}},
            .blocks = {{{.field = "name", .letters = 3}}}};
}

struct mistake {
    std::string message;
    std::function<void(match_rules&)> make;
};

}  // namespace

TEST_CASE("rules that cannot work are refused with the part that is wrong") {
    REQUIRE(mdm::matcher::with(good()));
    std::vector<mistake> const mistakes{
        {"match rules: id ``: is blank", [](auto& r) { r.id.clear(); }},
        {"match rules: key `tax_id`: is blank or stands twice", [](auto& r) { r.keys.push_back({"tax_id"}); }},
        {"match rules: key ``: is blank or stands twice", [](auto& r) { r.keys.push_back({}); }},
        {"match rules: field `name`: is blank or stands twice", [](auto& r) { r.fields.push_back(r.fields[0]); }},
        {"match rules: field `name`: two levels or more are needed, and the last has to be `otherwise`",
         [](auto& r) { r.fields[0].levels.pop_back(); }},
        {"match rules: field `name`: two levels or more are needed, and the last has to be `otherwise`",
         [](auto& r) {
             r.fields[0].levels = {{text_test::otherwise, 1, 0.999, 0.999}};
         }},
        {"match rules: field `name`: no level behind `otherwise` is ever met",
         [](auto& r) { r.fields[0].levels[0].test = text_test::otherwise; }},
        {"match rules: field `name`: `at_least` has to be above 0 and at most 1",
         [](auto& r) { r.fields[0].levels[1].at_least = 90; }},
        {"match rules: field `name`: m and u of each level have to be above 0 and below 1",
         [](auto& r) { r.fields[0].levels[1].u = 0; }},
        {"match rules: field `name`: m and u of each level have to be above 0 and below 1",
         [](auto& r) { r.fields[0].levels[1].m = std::numeric_limits<double>::quiet_NaN(); }},
        {"match rules: field `name`: its m and its u each have to sum to 1",
         [](auto& r) { r.fields[0].levels[0].m = 0.5; }},
        {"match rules: field `name`: `common` has to be above 0", [](auto& r) { r.fields[0].common = 0; }},
        {"match rules: id `test@1`: fields need blocks to be compared in, and blocks need fields",
         [](auto& r) { r.blocks.clear(); }},
        {"match rules: id `test@1`: has a block without parts", [](auto& r) { r.blocks.push_back({}); }},
        {"match rules: block `name (first 3) + city (each word)`: names a field without a rule",
         [](auto& r) { r.blocks[0].push_back({.field = "city", .each_word = true}); }},
        {"match rules: id `test@1`: `prior` has to be above 0 and below 1", [](auto& r) { r.prior = 1; }},
        {"match rules: id `test@1`: thresholds have to be 0 < `review` <= `auto_link` <= 1",
         [](auto& r) { r.review = 0.995; }},
        {"match rules: id `test@1`: `largest_block` has to be at least 1", [](auto& r) { r.largest_block = 0; }},
    };
    for (auto const& m : mistakes) {
        auto rules = good();
        m.make(rules);
        auto const made = mdm::matcher::with(rules);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == errc::misconfigured);
        CHECK(made.error().message == m.message);
    }
}

TEST_CASE("the ready rules are good") {
    CHECK(mdm::matcher::with(mdm::party_rules()));
    CHECK(mdm::matcher::with(mdm::contact_rules()));
    CHECK(mdm::matcher::with(mdm::product_rules()));
}

TEST_CASE("term frequencies count each word of a value once, folded") {
    mdm::term_frequencies terms;
    CHECK(terms.of("acme") == 1);
    for (auto const* value : {"Acme GmbH", "ACME Acme", "Beta G.m.b.H.", "...", ""}) terms.add(value);
    CHECK(terms.values == 3);
    CHECK(terms.of("acme") == Approx(2.0 / 3));
    CHECK(terms.of("gmbh") == Approx(2.0 / 3));
    CHECK(terms.of("beta") == Approx(1.0 / 3));
    CHECK(terms.of("never seen") == Approx(1.0 / 3));
}

TEST_CASE("the stamp changes with everything that can change a decision") {
    auto const stamp = mdm::stamp_of(good());
    CHECK(stamp.starts_with("test@1#"));
    CHECK(stamp.size() == 15);
    CHECK(mdm::stamp_of(good()) == stamp);
    std::vector<std::function<void(match_rules&)>> const changes{
        [](auto& r) { r.id = "test@2"; },
        [](auto& r) { r.keys[0].kind = "vat"; },
        [](auto& r) { r.keys[0].use = mdm::key_use::suggests; },
        [](auto& r) { r.keys[0].exclusive = false; },
        [](auto& r) { r.keys.clear(); },
        [](auto& r) { r.fields[0].name = "title"; },
        [](auto& r) { r.fields[0].by_rarity = true; },
        [](auto& r) { r.fields[0].common = 0.02; },
        [](auto& r) { r.fields[0].levels[1].test = text_test::token_set; },
        [](auto& r) { r.fields[0].levels[1].at_least = 0.91; },
        [](auto& r) { r.fields[0].levels[1].m = 0.11; },
        [](auto& r) { r.fields[0].levels[1].u = 0.011; },
        [](auto& r) { r.fields[0].terms.add("acme"); },
        [](auto& r) { r.blocks[0][0].letters = 4; },
        [](auto& r) { r.blocks[0][0].each_word = true; },
        [](auto& r) { r.prior = 0.001; },
        [](auto& r) { r.review = 0.1; },
        [](auto& r) { r.auto_link = 0.98; },
        [](auto& r) { r.largest_block = 7; },
    };
    for (auto const& change : changes) {
        auto rules = good();
        change(rules);
        CHECK(mdm::stamp_of(rules) != stamp);
    }
}
