// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/capabilities.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include <syncline/core/rfc3339.hpp>

using namespace syncline;
namespace hs = syncline::crm::hubspot;

// Shows R016.
TEST_CASE("the connector says what carries the key, how changes show, and how much goes at once") {
    auto const c = hs::capabilities_of({.in_flight = 3});
    CHECK(c.system == "hubspot");
    CHECK(c.version == hs::api_version);
    CHECK(c.idempotency == sync::strategy::upsert);
    CHECK(c.changes == sync::change_feed::none);
    CHECK(c.deletions == sync::deletion::invisible);
    CHECK(c.connections == 3);
    CHECK_FALSE(c.webhooks);
    CHECK(c.retirement.empty());
}

// Shows R163.
TEST_CASE("the end of the version is near half a year before it, and then behind") {
    auto const c = hs::capabilities_of();
    using std::chrono::year;
    using enum sync::horizon;
    CHECK(sync::horizon_of(c, year{2027} / 9 / 1) == ahead);
    CHECK(sync::horizon_of(c, year{2027} / 9 / 2) == near);
    CHECK(sync::horizon_of(c, year{2028} / 2 / 29) == near);
    CHECK(sync::horizon_of(c, year{2028} / 3 / 1) == behind);
}

// Shows R016.
TEST_CASE("the table in the reference is what the descriptor says") {
    std::ifstream in(SYNCLINE_TEST_DATA "/../docs/reference/hubspot.md");
    REQUIRE(in);
    std::stringstream doc;
    doc << in.rdbuf();
    auto const c = hs::capabilities_of();
    CHECK(c.changes == sync::change_feed::none);
    CHECK(c.deletions == sync::deletion::invisible);
    std::string const row = "| " + c.version + " | " + c.api + " | " + format_date(*c.supported_until) +
                            " | none: everything is read | invisible | " + c.idempotency_key + " | " +
                            std::to_string(c.page) + ", " + std::to_string(c.batch) + ", " +
                            std::to_string(c.connections) + " |";
    CHECK_MESSAGE(doc.str().find(row) != std::string::npos, row);
}
