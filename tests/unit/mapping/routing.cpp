// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/routing.hpp>

#include <doctest/doctest.h>

namespace routing_test {

using namespace syncline;

enum class line_of_business { consulting, product };
BOOST_DESCRIBE_ENUM(line_of_business, consulting, product)

struct seat {
    std::string country{};
};
BOOST_DESCRIBE_STRUCT(seat, (), (country))

struct deal {
    line_of_business business{};
    std::optional<seat> at{};
    int size = 0;
    std::vector<std::string> tags{};
};
BOOST_DESCRIBE_STRUCT(deal, (), (business, at, size, tags))

routes const by_country{.rules = {{"austria", {{"at.country", "AT"}}, "odoo-at"},
                                  {"big product", {{"business", "product"}, {"size", "3"}}, "odoo-us"}},
                        .otherwise = "odoo-de"};

std::string refused(routes const& r) {
    auto const table = routing_table<deal>::load(r);
    return table ? "loads" : table.error().message;
}

// Shows R068.
TEST_CASE("the first rule that holds decides, and says so") {
    auto const table = routing_table<deal>::load(by_country);
    REQUIRE(table);
    CHECK((*table)({.at = seat{"AT"}}) == routed{"odoo-at", "austria"});
    CHECK((*table)({.business = line_of_business::product, .at = seat{"AT"}, .size = 3}) ==
          routed{"odoo-at", "austria"});
    CHECK((*table)({.business = line_of_business::product, .size = 3}) == routed{"odoo-us", "big product"});
    CHECK((*table)({.business = line_of_business::product, .size = 4}) == routed{"odoo-de", "otherwise"});
    CHECK((*table)({}) == routed{"odoo-de", "otherwise"});
}

// Shows R068.
TEST_CASE("rules that never fire and rules whose order decides are told") {
    routes r = by_country;
    CHECK(routing_table<deal>::load(r)->coverage() ==
          std::vector<std::string>{"routes austria and big product may hold together: odoo-at goes before odoo-us"});
    r.rules[1].when.push_back({"at.country", "DE"});
    r.rules.push_back({"austrian consulting", {{"business", "consulting"}, {"at.country", "AT"}}, "odoo-at"});
    CHECK(routing_table<deal>::load(r)->coverage() ==
          std::vector<std::string>{"route austrian consulting never fires: austria holds whenever it does"});
}

TEST_CASE("all that is wrong with a table is told at once") {
    CHECK(
        refused({.rules = {{"a", {{"bussiness", "product"}, {"size", "many"}, {"tags", "x"}}, ""},
                           {"a", {}, "x"},
                           {"", {{"at.town", "x"}}, "x"}}}) ==
        "route a: found the name twice, expected it once; route a: found no place to go, expected one; route a: found "
        "source field \"bussiness\", which is not there; did you mean business?; route a: found \"many\" for size, "
        "expected whole number; route a: found field tags, a list of text, which cannot be compared; route a: found "
        "the "
        "name twice, expected it once; route a: found no condition, expected one; what always holds is `otherwise`; "
        "route : found no name of its own, expected one; route : found source field \"town\", which is not there; "
        "route otherwise: found no place to go, expected one");
    CHECK(refused({.rules = {{"b", {{"business", "Product"}}, "x"}}, .otherwise = "y"}) ==
          "route b: found \"Product\" for business, expected one of consulting, product");
}

}  // namespace routing_test
