// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/capabilities.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include <syncline/core/rfc3339.hpp>

using namespace syncline;
using std::chrono::year;

// Shows R016.
TEST_CASE("a server's capabilities say what carries the key, how changes show and what is announced") {
    auto const old =
        odoo::capabilities_of({.version = "18.0", .major = 18, .wire = odoo::wire::json_rpc, .user_id = 2});
    CHECK(old.api == "JSON-RPC");
    CHECK(old.idempotency == sync::strategy::upsert);
    CHECK(old.deletions == sync::deletion::invisible);
    CHECK(old.retirement.find("22") != std::string::npos);
    CHECK(old.supported_until == year{2027} / 9 / 30);
    auto const now = odoo::capabilities_of({.version = "19.0", .major = 19, .wire = odoo::wire::json_2, .user_id = 2},
                                           {.in_flight = 3});
    CHECK(now.api == "JSON-2");
    CHECK(now.connections == 3);
    CHECK(now.retirement.empty());
}

// Shows R163.
TEST_CASE("the end of a version comes near, is reached, and is unknown for one that is newer than we are") {
    auto const c = odoo::capabilities_of({.version = "18.0", .major = 18});
    using enum sync::horizon;
    CHECK(sync::horizon_of(c, year{2026} / 11 / 22) == ahead);
    CHECK(sync::horizon_of(c, year{2027} / 4 / 3) == near);
    CHECK(sync::horizon_of(c, year{2027} / 9 / 30) == near);
    CHECK(sync::horizon_of(c, year{2027} / 10 / 1) == behind);
    CHECK(sync::horizon_of(c, year{2026} / 11 / 22, std::chrono::days(400)) == near);
    CHECK(sync::horizon_of(odoo::capabilities_of({.version = "25.0", .major = 25}), year{2027} / 1 / 1) == unknown);
}

// Shows R016.
TEST_CASE("the table in the reference is what the descriptors say") {
    std::ifstream in(SYNCLINE_TEST_DATA "/../docs/reference/odoo.md");
    REQUIRE(in);
    std::stringstream doc;
    doc << in.rdbuf();
    for (int const major : {14, 15, 16, 17, 18, 19}) {
        bool const json_2 = major >= 19;
        auto const c = odoo::capabilities_of({.version = std::to_string(major) + ".0",
                                              .major = major,
                                              .wire = json_2 ? odoo::wire::json_2 : odoo::wire::json_rpc});
        std::string const row = "| " + c.version + " | " + c.api + " | " + format_date(*c.supported_until) + " |";
        CHECK_MESSAGE(doc.str().find(row) != std::string::npos, row);
    }
}
