// SPDX-License-Identifier: Apache-2.0
#include "crm_export.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include <syncline/core/clock.hpp>
#include <syncline/emulator/loopback_server.hpp>
#include <syncline/emulator/odoo.hpp>

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
namespace {

/// Runs the example program; gives the summary it printed.
nlohmann::json summary_of(std::string const& arguments) {
    std::string const command = std::string(SYNCLINE_EXAMPLE) + " --json --once " + arguments + " 2>/dev/null";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::string text;
    char buffer[4096];
    while (auto const n = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, n);
    CHECK(::pclose(pipe) == 0);
    return nlohmann::json::parse(text);
}

/// The summary without what a run only measures.
nlohmann::json result_of(std::string const& arguments) {
    auto s = summary_of(arguments);
    s.erase("milliseconds");
    s.erase("calls");  // an Odoo that speaks JSON-2 is asked fewer questions before the first call
    return s;
}

struct ledger_file {
    ledger_file() { REQUIRE(::mkdtemp(folder.data())); }
    ~ledger_file() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    std::string folder = (std::filesystem::temp_directory_path() / "syncline-examples-XXXXXX").string();
};

std::size_t lines_with(std::string const& text, std::string_view start, std::string_view part) {
    std::istringstream in(text);
    std::size_t n = 0;
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(start) && line.find(part) != std::string::npos) ++n;
    return n;
}

}  // namespace

TEST_CASE("the real export gives the known result, a value table the whole of it, a further run nothing") {
    std::string const folder = std::string(SYNCLINE_SHARED_DATA) + "/data/crm-sales-opportunities";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: ", folder, " not present");
        return;
    }
    auto const data =
        demo::read_export(folder + "/sales_pipeline.csv", folder + "/accounts.csv", folder + "/products.csv");
    REQUIRE(data);
    // the two systems and the ledger outlive the runs
    emulator::hubspot crm(the_system_clock(), {.token = "key"});
    CHECK(demo::load(*data, crm).empty());
    emulator::odoo erp(the_system_clock(), {.database = "demo", .login = "sync", .api_key = secret("key")});
    emulator::loopback_server crm_server(crm);
    emulator::loopback_server erp_server(erp);
    REQUIRE(crm_server.started());
    REQUIRE(erp_server.started());
    ledger_file const ledger;
    ::setenv("SYNCLINE_HUBSPOT_TOKEN", "key", 1);
    ::setenv("SYNCLINE_ODOO_KEY", "key", 1);
    auto const run = [&](std::string const& more) {
        return summary_of("--hubspot-url " + crm_server.url() + " --odoo-url " + erp_server.url() + " --store " +
                          ledger.folder + "/ledger.db " + more);
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
    REQUIRE(first["exceptions"].size() == 1);
    CHECK(first["exceptions"][0]["count"] == 729);
    CHECK(first["exceptions"][0]["owner"] == "integration support");
    CHECK(first["exceptions"][0]["hint"] ==
          "Create or link the record it refers to, or correct the name in a value table and replay.");

    auto const corrected = run("--replay --value-table 'product:GTXPro=GTX Pro'");
    CHECK(corrected["orders"] == 4238);
    CHECK(corrected["projects"] == 4238);
    CHECK(corrected["order_total"] == "10005534");
    CHECK(corrected["parked"].empty());
    CHECK(corrected["amount_at_risk"] == "0");
    CHECK(corrected["exceptions"].empty());

    auto const before = erp.truth.writes() + crm.log.writes();
    auto const further = run("--value-table 'product:GTXPro=GTX Pro'");
    CHECK(further["outside_writes"] == 0);
    CHECK(further["orders"] == 4238);
    CHECK(erp.truth.writes() + crm.log.writes() == before);

    // `subsidiary_of` of 15 accounts
    auto const end = erp.dump();
    CHECK(lines_with(end, "res.partner ", "\"parent_id\":") == 15);
    CHECK(lines_with(end, "res.partner ", "\"name\":\"Bluth Company\"") == 1);
}

TEST_CASE("the built-in data comes to the same on each series of Odoo") {
    auto const on_18 = result_of("--odoo-series 18");
    CHECK(on_18["orders"].get<int>() > 0);
    CHECK(on_18["stopped"] == "");
    CHECK(result_of("--odoo-series 16") == on_18);
    CHECK(result_of("--odoo-series 19") == on_18);
}
#endif
