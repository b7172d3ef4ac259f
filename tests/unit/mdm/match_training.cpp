// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_training.hpp>

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <syncline/mdm/matcher.hpp>

using namespace syncline;
using doctest::Approx;
using mdm::match_record;
using mdm::text_test;

namespace {

using pairs = std::vector<std::pair<std::size_t, std::size_t>>;

mdm::match_rules rules() {
    return {
        .id = "people@1",
        .fields = {{.name = "name",
                    .levels = {{text_test::exact, 1, 0.5, 0.5}, {text_test::otherwise, 1, 0.5, 0.5}},
                    .by_rarity = true},
                   {.name = "city", .levels = {{text_test::exact, 1, 0.5, 0.5}, {text_test::otherwise, 1, 0.5, 0.5}}},
                   {.name = "nobody_has_it",
                    .levels = {{text_test::exact, 1, 0.7, 0.2}, {text_test::otherwise, 1, 0.3, 0.8}}}},
        .blocks = {{{.field = "name"}}}};
}

match_record person(std::string name, std::string city) {
    return {.id = name + city, .fields = {{"name", std::move(name)}, {"city", std::move(city)}}};
}

}  // namespace

TEST_CASE("shares are counted: u from strangers, m from the same, rare words from all") {
    std::vector<match_record> const left{person("ana", "wien"), person("ben", "wien"), person("cem", "graz")};
    std::vector<match_record> const right{person("ana", "wien"), person("benn", "wien"), person("dora", "linz")};
    pairs const same{{0, 0}, {1, 1}};
    auto const r = mdm::estimated(rules(), {left, right, same});
    REQUIRE(r);
    // of 9 pairs 2 are the same; of the other 7 none has the same name, 2 the same city
    auto const& name = r->fields[0].levels;
    CHECK(name[0].u == Approx(0.5 / 8));
    CHECK(name[0].m == Approx(1.5 / 3));
    auto const& city = r->fields[1].levels;
    CHECK(city[0].u == Approx(2.5 / 8));
    CHECK(city[1].u == Approx(5.5 / 8));
    CHECK(city[0].m == Approx(2.5 / 3));
    CHECK(r->prior == Approx(2.0 / 9));
    CHECK(r->fields[0].terms.values == 6);
    CHECK(r->fields[0].terms.of("ana") == Approx(2.0 / 6));
    CHECK(r->fields[1].terms.values == 0);
    // what no pair had stays as it was
    CHECK(r->fields[2] == rules().fields[2]);
    CHECK(mdm::matcher::with(*r));
    CHECK(*mdm::estimated(rules(), {left, right, same}) == *r);
}

TEST_CASE("without judged pairs m and the prior stay") {
    std::vector<match_record> const left{person("ana", "wien"), person("ben", "graz")};
    auto const r = mdm::estimated(rules(), {.left = left, .right = left});
    REQUIRE(r);
    CHECK(r->fields[0].levels[0].m == 0.5);
    CHECK(r->prior == rules().prior);
    // within one set each pair counts once, and none is of a record with itself
    CHECK(r->fields[0].levels[0].u == Approx(0.5 / 2));
    CHECK(r->fields[0].terms.values == 2);
}

TEST_CASE("duplicates within one set may be named either way round") {
    std::vector<match_record> const all{person("ana", "wien"), person("ana", "graz"), person("ben", "linz")};
    pairs const one{{0, 1}};
    pairs const other{{1, 0}};
    auto const r = mdm::estimated(rules(), {all, all, one});
    REQUIRE(r);
    CHECK(*mdm::estimated(rules(), {all, all, other}) == *r);
    CHECK(r->prior == Approx(1.0 / 3));
    CHECK(r->fields[0].levels[0].u == Approx(0.5 / 3));
}

TEST_CASE("of many pairs a spread sample is taken, and it comes near the truth") {
    std::vector<match_record> left;
    std::vector<match_record> right;
    for (int i = 0; i < 2000; ++i) {
        left.push_back(person("n" + std::to_string(i), "c" + std::to_string(i % 10)));
        right.push_back(person("m" + std::to_string(i), "c" + std::to_string(i % 10)));
    }
    auto const r = mdm::estimated(rules(), {.left = left, .right = right});
    REQUIRE(r);
    CHECK(r->fields[1].levels[0].u == Approx(0.1).epsilon(0.02));
    for (auto const& f : r->fields) {
        double sum = 0;
        for (auto const& level : f.levels) sum += level.u;
        CHECK(sum == Approx(1));
    }
}

TEST_CASE("training is refused on nothing, on pairs that are not there, and with rules that cannot work") {
    std::vector<match_record> const some{person("ana", "wien")};
    pairs const outside{{0, 1}};
    auto const empty = mdm::estimated(rules(), {.left = some});
    REQUIRE_FALSE(empty);
    CHECK(empty.error().code == errc::misconfigured);
    CHECK(empty.error().message == "estimating match rules: a side has no records");
    auto const pair = mdm::estimated(rules(), {some, some, outside});
    REQUIRE_FALSE(pair);
    CHECK(pair.error().message == "estimating match rules: the pair 0, 1 names a record that is not there");
    auto wrong = rules();
    wrong.fields[0].levels.clear();
    CHECK_FALSE(mdm::estimated(wrong, {some, some, {}}));
}
