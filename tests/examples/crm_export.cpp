// SPDX-License-Identifier: Apache-2.0
#include "crm_export.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include <syncline/core/clock.hpp>

using namespace syncline;

namespace {

demo::csv_table table(std::string_view text) {
    auto t = demo::parse_csv("t.csv", text, {"a", "b"}, {"c"});
    REQUIRE(t);
    return *std::move(t);
}

constexpr std::string_view accounts = "account,subsidiary_of\nAcme,\nAcme Labs,Acme\n";
constexpr std::string_view products = "product,sales_price\nAdvisory,1200\n";

demo::crm_export with_deals(std::string_view rows) {
    std::string const text = "opportunity_id,product,account,deal_stage,close_value,close_date\n" + std::string(rows);
    return {*demo::parse_csv("accounts.csv", accounts, {"account"}, {"subsidiary_of", "sector", "office_location"}),
            *demo::parse_csv("products.csv", products, {"product", "sales_price"}, {}),
            *demo::parse_csv("deals.csv", text, {"opportunity_id", "product", "account", "deal_stage", "close_value"},
                             {"close_date", "sales_agent"})};
}

std::string problems_of(demo::crm_export const& data, std::size_t deals) {
    emulator::hubspot box(the_system_clock());
    std::string out;
    for (auto const& p : demo::load(data, box)) out += p.text() + '\n';
    CHECK(box.count("deals") == deals);
    return out;
}

}  // namespace

TEST_CASE("a CSV reads quotes, doubled quotes, line breaks inside quotes, CR LF and a byte order mark") {
    auto const t = table(
        "\xEF\xBB\xBF"
        "c,b,a\r\n1,\"x, \"\"y\"\"\nz\",3\r\n");
    REQUIRE(t.rows.size() == 1);
    CHECK(t.rows[0].cells == std::vector<std::string>{"3", "x, \"y\"\nz", "1"});
    CHECK(t.problems.empty());
}

TEST_CASE("a missing column is an error that names it and those that are there") {
    auto const t = demo::parse_csv("t.csv", "a,x\n1,2\n", {"a", "b"}, {});
    REQUIRE_FALSE(t);
    CHECK(t.error().code == errc::malformed);
    CHECK(t.error().message == "t.csv line 1: found columns a, x; expected also b");
    CHECK(demo::parse_csv("t.csv", "", {"a"}, {}).error().message ==
          "t.csv: found an empty file, expected a line of column names");
    CHECK(demo::read_csv("/no/such/file.csv", {"a"}, {}).error().code == errc::not_found);
}

TEST_CASE("a broken line is told with its number, and its neighbours pass") {
    auto const t = table("a,b\n1,2\n3\n4,5\n\xFF,6\n7,\"8\n");
    CHECK(t.rows.size() == 2);
    REQUIRE(t.problems.size() == 3);
    CHECK(t.problems[0].text() == "t.csv line 3: found 1 cells, expected 2");
    CHECK(t.problems[1].text() == "t.csv line 5: a: found bytes that are no UTF-8, expected text in UTF-8");
    CHECK(t.problems[2].text() == "t.csv line 6: found a quote that never ends, expected a closing quote");
}

TEST_CASE("values that make no sense are told with line, column, found and expected") {
    CHECK(problems_of(with_deals("D1,Advisory,Acme,Won,12x,2026-05-01\n"), 0) ==
          "deals.csv line 2: close_value: found \"12x\", expected a decimal number or nothing\n");
    CHECK(problems_of(with_deals("D1,Advisory,Acme,Maybe,12,\nD2,Advisory,Acme,Won,12,\n"), 1) ==
          "deals.csv line 2: deal_stage: found \"Maybe\", expected Won, Lost, Engaging or Prospecting\n");
    CHECK(problems_of(with_deals("D1,Advisory,Nobody,Won,12,\n"), 0) ==
          "deals.csv line 2: account: found \"Nobody\", expected the name of a company in the accounts file\n");
    CHECK(problems_of(with_deals("D1,Advisory,Acme,Won,12,1.5.2026\n"), 0) ==
          "deals.csv line 2: close_date: found \"1.5.2026\", expected a day, 2026-05-31\n");
}

TEST_CASE("hostile names go in and come out as they are") {
    for (std::string const name : {"\"; DROP TABLE deals; --", "O'Neil & \"Sons\"", "100 % _wild_",
                                   "['|', ('id', '>', 0)]", "\xF0\x9F\x98\x80 emoji"}) {
        std::string quoted = "\"";
        for (char const c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        quoted += '"';
        CHECK(problems_of(with_deals("D1," + quoted + ",Acme,Won,12,\n"), 1).empty());
    }
}

#ifdef SYNCLINE_EXAMPLE
TEST_CASE("the real export gives the known result, and a value table with a replay the whole of it") {
    std::string const folder = std::string(SYNCLINE_SHARED_DATA) + "/data/crm-sales-opportunities";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: ", folder, " not present");
        return;
    }
    auto const run = [&](std::string const& more) {
        std::string const command = std::string(SYNCLINE_EXAMPLE) + " --json --once --deals " + folder +
                                    "/sales_pipeline.csv --accounts " + folder + "/accounts.csv --products " + folder +
                                    "/products.csv " + more + " 2>/dev/null";
        std::FILE* const pipe = ::popen(command.c_str(), "r");
        REQUIRE(pipe);
        std::string text;
        char buffer[4096];
        while (auto const n = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, n);
        CHECK(::pclose(pipe) == 0);
        return nlohmann::json::parse(text);
    };
    auto const first = run("");
    CHECK(first["opportunities_read"] == 8800);
    CHECK(first["won"] == 4238);
    CHECK(first["customers"] == 85);
    CHECK(first["orders"] == 3509);
    CHECK(first["projects"] == 3509);
    CHECK(first["order_total"] == "6494956");
    CHECK(first["parked"] == nlohmann::json{{"missing_reference", 729}});
    CHECK(first["amount_at_risk"] == "3510578");

    auto const corrected = run("--replay --value-table 'product:GTXPro=GTX Pro'");
    CHECK(corrected["orders"] == 4238);
    CHECK(corrected["projects"] == 4238);
    CHECK(corrected["order_total"] == "10005534");
    CHECK(corrected["parked"].empty());
}
#endif
