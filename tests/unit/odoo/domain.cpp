// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/domain.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <random>

#include <nlohmann/json.hpp>

#include <syncline/odoo/records.hpp>

using namespace syncline;
using namespace std::chrono_literals;
using json_value = nlohmann::json;

namespace {

using order = odoo::sale_order;
using partner = odoo::res_partner;

template <class R>
json_value domain_of(predicate<R> const& p) {
    return json_value::parse(odoo::to_domain(p.nodes()));
}

}  // namespace

TEST_CASE("a condition becomes field, operator and value") {
    CHECK(domain_of(field<&order::state> == "sale") == json_value::parse(R"([["state","=","sale"]])"));
    CHECK(domain_of(field<&order::state> != "sale") == json_value::parse(R"([["state","!=","sale"]])"));
    CHECK(domain_of(field<&order::id> > 7) == json_value::parse(R"([["id",">",7]])"));
    CHECK(domain_of(field<&partner::is_company> == true) == json_value::parse(R"([["is_company","=",true]])"));
    CHECK(domain_of(field<&order::partner_id> == json::id_name{77, "ignored"}) ==
          json_value::parse(R"([["partner_id","=",77]])"));
}

TEST_CASE("connectives stand in front of their operands") {
    auto const p = field<&order::state> == "sale" && (field<&order::id> > 1 || !(field<&order::id> == 5));
    CHECK(domain_of(p) == json_value::parse(R"(["&",["state","=","sale"],"|",["id",">",1],"!",["id","=",5]])"));
}

TEST_CASE("no condition is the empty domain") { CHECK(odoo::to_domain({}) == "[]"); }

TEST_CASE("a list of values is one condition, an empty one matches nothing") {
    CHECK(domain_of(in(field<&order::id>, {1, 2})) == json_value::parse(R"([["id","in",[1,2]]])"));
    CHECK(domain_of(in(field<&order::id>, {})) == json_value::parse(R"([["id","in",[]]])"));
}

TEST_CASE("no text also finds what is blank, which Odoo stores as false") {
    CHECK(domain_of(field<&partner::phone> == "") == json_value::parse(R"([["phone","in",[false,""]]])"));
    CHECK(domain_of(field<&partner::phone> != "") == json_value::parse(R"([["phone","not in",[false,""]]])"));
}

TEST_CASE("moments keep their microseconds and days have no time") {
    auto const t = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 6h + 40min + 4s;
    CHECK(odoo::to_domain((field<&order::write_date> >= instant(t)).nodes()) ==
          R"([["write_date",">=","2026-11-22 06:40:04"]])");
    CHECK(odoo::to_domain((field<&order::write_date> > instant(t + 61849us)).nodes()) ==
          R"([["write_date",">","2026-11-22 06:40:04.061849"]])");
}

TEST_CASE("a decimal goes out with its own digits") {
    struct row {
        decimal amount{};
    };
    reflect::predicate_node const node{
        .field = "amount", .op = reflect::comparison::less_equal, .values = {"10.10"_dec}};
    CHECK(odoo::to_domain({&node, 1}) == R"([["amount","<=",10.10]])");
    reflect::predicate_node const day{
        .field = "day", .op = reflect::comparison::less, .values = {std::chrono::year(2026) / 1 / 31}};
    CHECK(odoo::to_domain({&day, 1}) == R"([["day","<","2026-01-31"]])");
}

TEST_CASE("contains is ilike with its wildcards escaped") {
    CHECK(domain_of(contains(field<&partner::name>, R"(50%_\)")) ==
          json_value::parse(R"([["name","ilike","50\\%\\_\\\\"]])"));
    CHECK(odoo::escaped_pattern("a%b_c\\") == "a\\%b\\_c\\\\");
}

TEST_CASE("no text becomes an operator, a field or a second condition") {
    for (std::string const hostile : {"|", "&", "!", R"("],["id",">",0)", "=ilike", "', '", "\r\n", "%",
                                      "\xF0\x9F\x98\x80", "\x01\x02", "[[\"id\",\"!=\",0]]"}) {
        auto const domain = domain_of(field<&partner::name> == hostile || contains(field<&partner::email>, hostile));
        REQUIRE(domain.size() == 3);
        CHECK(domain[0] == "|");
        CHECK(domain[1] == json_value::array({"name", "=", hostile}));
        REQUIRE(domain[2].size() == 3);
        CHECK(domain[2][2] == odoo::escaped_pattern(hostile));
    }
}

TEST_CASE("any bytes parse back to the same single literal") {
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto n = random() % 12; n > 0; --n)
            text += static_cast<char>("\"\\[],|&!%_'\n\0aZ\x7f\x1b"[random() % 18]);
        auto const domain = domain_of(field<&partner::email> == text);
        REQUIRE(domain.size() == 1);
        REQUIRE(domain[0].size() == 3);
        if (text.empty()) continue;
        CHECK(domain[0][2] == text);
    }
}
