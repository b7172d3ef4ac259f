// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/target.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace syncline;
using namespace hubspot_test;
namespace hs = syncline::crm::hubspot;

static_assert(sync::BatchTarget<hs::link_target, hs::deal_links>);
static_assert(sync::BatchTarget<hs::upsert_target<hs::company>, hs::company>);

TEST_CASE("links go onto the deal by its id, as plain texts") {
    scripted s;
    s.http.expect("POST", std::string(objects) + "deals/batch/update")
        .body(R"({"inputs":[{"id":"512","objectWriteTraceId":"r0","properties":{"syncline_order":"S\"42","old":""}}]})")
        .reply(200, R"({"status":"COMPLETE","results":[{"id":"600","objectWriteTraceId":"r0","properties":{}}]})");
    auto target = s.hub.link_back();
    std::vector<sync::outgoing<hs::deal_links>> const rows{
        {.record = {"512", {{"syncline_order", "S\"42"}, {"old", ""}}}, .key = {"f/512/link"}}};
    auto const got = target.upsert(rows, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE(got[0]);
    CHECK(got[0]->id.text == "600");  // the deal was merged: its survivor has the links
    CHECK(got[0]->did == sync::upserted::what::updated);
    CHECK(target.describe().strategy == sync::strategy::upsert);
    CHECK(target.describe().object == "deals");
}

TEST_CASE("looking up a link finds nothing to look up, and costs no call") {
    scripted s;
    auto const got = s.hub.link_back().find(std::vector<sync::idempotency_key>{{"a"}, {"b"}}, ctx);
    REQUIRE(got);
    CHECK(got->size() == 2);
    CHECK_FALSE((*got)[0].has_value());
    CHECK(s.http.requests().empty());
}

TEST_CASE("a record's key is looked up by the unique property") {
    scripted s;
    s.http.expect("POST", std::string(objects) + "companies/batch/read")
        .body(R"({"propertiesWithHistory":[],"properties":["syncline_key"],"idProperty":"syncline_key",)"
              R"("inputs":[{"id":"f/1/c"},{"id":"f/2/c"}]})")
        .reply(207, R"({"status":"COMPLETE","results":[{"id":"77","properties":{"syncline_key":"f/2/c"}}],)"
                    R"("errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["f/1/c"]}}]})");
    auto target = s.hub.upsert<hs::company>("syncline_key");
    auto const got = target.find(std::vector<sync::idempotency_key>{{"f/1/c"}, {"f/2/c"}, {"f/1/c"}}, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE(got);
    CHECK_FALSE((*got)[0].has_value());
    CHECK((*got)[1] == sync::remote_id{"77"});
    CHECK_FALSE((*got)[2].has_value());
}
