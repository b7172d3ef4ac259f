// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/source.hpp>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/core/rfc3339.hpp>

#include "support.hpp"

using namespace syncline;
using namespace hubspot_test;
namespace hs = syncline::crm::hubspot;

static_assert(sync::LookupSource<hs::source<model::party>, model::party>);
static_assert(sync::LookupSource<hs::source<model::product>, model::product>);
static_assert(sync::LookupSource<hs::source<model::opportunity>, model::opportunity>);

namespace {

std::string const lines_url = std::string(objects) + "line_items/batch/read";
}  // namespace

TEST_CASE("a deal becomes an opportunity with its primary company, and lines in order of id") {
    scripted s;
    s.http.expect("GET", "").reply(200, fixture("list_deals.json"));
    s.http.expect("GET", "").reply(200, R"({"results":[]})");
    s.http.expect("POST", lines_url)
        .body_contains(R"("inputs":[{"id":"70"},{"id":"71"}])")
        .reply(200, R"({"status":"COMPLETE","results":[)"
                    R"({"id":"71","properties":{"name":"Service","quantity":"1.5","price":"0.1"}},)"
                    R"({"id":"70","properties":{"name":"GTX Plus","hs_sku":"GTXP","quantity":"2"}}]})");
    auto const page =
        s.hub.changes<model::opportunity>(field<&model::opportunity::stage> == model::opportunity_stage::won)
            .changes({}, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE(page);
    CHECK(page->read == 2);
    REQUIRE(page->records.size() == 1);
    auto const& o = page->records[0];
    CHECK(o.party == external_ref{"hubspot", "companies", "8"});
    CHECK(o.close_date == parse_date("2017-03-01").value());
    CHECK(o.owner.is_empty());
    CHECK(o.currency.is_absent());
    REQUIRE(o.lines.size() == 2);
    CHECK(o.lines[0] == model::opportunity_line{{"hubspot", "line_items", "70"}, "GTXP", "GTX Plus", 2, 0});
    CHECK(o.lines[1] ==
          model::opportunity_line{{"hubspot", "line_items", "71"}, "Service", "Service", "1.5"_dec, "0.1"_dec});
}

TEST_CASE("a deal that lost has that stage and no guess at its amount") {
    scripted s;
    s.http.expect("GET", "").reply(200, fixture("list_deals.json"));
    s.http.expect("GET", "").reply(200, R"({"results":[]})");
    auto const page =
        s.hub.changes<model::opportunity>(field<&model::opportunity::stage> == model::opportunity_stage::lost)
            .changes({}, ctx);
    REQUIRE(page);
    REQUIRE(page->records.size() == 1);
    CHECK_FALSE(page->records[0].amount.has_value());
    CHECK_FALSE(page->records[0].party.has_value());
    CHECK(page->records[0].lines.empty());
}

TEST_CASE("an error at any step of reading opportunities is the answer, and nothing is half read") {
    for (int const failing : {0, 1, 2}) {
        CAPTURE(failing);
        scripted s;
        auto const answer = [&](int step, char const* method, int status, std::string const& body) {
            auto& e = s.http.expect(method, "");
            if (step == failing)
                e.reply(503, "");
            else
                e.reply(status, body);
        };
        answer(0, "GET", 200, fixture("list_deals.json"));
        if (failing > 0) answer(1, "GET", 200, R"({"results":[]})");
        if (failing > 1) answer(2, "POST", 200, "");
        auto const page = s.hub.changes<model::opportunity>().changes({}, ctx);
        REQUIRE_FALSE(page);
        CHECK(page.error().code == errc::unavailable);
        CHECK(s.http.problems() == "");
    }
}

TEST_CASE("a page ends at the number of records asked for, with a cursor for the rest") {
    scripted s;
    s.http.expect("GET", "").reply(200, R"({"results":[{"id":"1","properties":{"name":"A"}},)"
                                        R"({"id":"2","properties":{"name":"B"}}],"paging":{"next":{"after":"c2"}}})");
    auto source = s.hub.changes<model::party>({.page_records = 2});
    auto const page = source.changes({}, ctx);
    REQUIRE(page);
    CHECK_FALSE(page->last);
    CHECK(page->next.text == "c2");
    CHECK(s.http.problems() == "");
}

TEST_CASE("a page that names itself as the next one is an error, not a loop") {
    scripted s;
    for (int i = 0; i < 2; ++i)
        s.http.expect("GET", "").reply(200, R"({"results":[],"paging":{"next":{"after":"c1"}}})");
    auto const page = s.hub.changes<model::party>().changes({}, ctx);
    REQUIRE_FALSE(page);
    CHECK(page.error().code == errc::malformed);
    CHECK(s.http.problems() == "");
}

TEST_CASE("a cursor HubSpot does not know any more starts the round anew") {
    scripted s;
    s.http.expect("GET", "").reply(400,
                                   R"({"status":"error","message":"Invalid after","category":"VALIDATION_ERROR"})");
    s.http.expect("GET", "").reply(200, R"({"results":[{"id":"1","properties":{"name":"A"}}]})");
    auto const page = s.hub.changes<model::party>().changes({"long ago"}, ctx);
    REQUIRE(page);
    CHECK(page->records.size() == 1);
    CHECK(page->last);
    CHECK(s.http.problems() == "");
}

TEST_CASE("a record with a value of the wrong type is named and left out; its neighbours stand") {
    scripted s;
    s.http.expect("GET", "").reply(200, R"({"results":[)"
                                        R"({"id":"1","properties":{"name":"A","price":"12.50"}},)"
                                        R"({"id":"2","properties":{"name":"B","price":"twelve"}},)"
                                        R"({"id":"3","properties":{"name":["C"],"price":"1"}},)"
                                        R"({"id":"4","properties":{"name":"D","price":"3"}}],)"
                                        R"("paging":{"next":{"after":"c2"}}})");
    auto source = s.hub.changes<model::product>({.page_records = 2});
    auto const page = source.changes({}, ctx);
    REQUIRE(page);
    CHECK(page->read == 4);
    CHECK(page->next.text == "c2");
    REQUIRE(page->records.size() == 2);
    CHECK(page->records[1].name == "D");
    REQUIRE(page->unreadable.size() == 2);
    auto const& [where, why] = page->unreadable[0];
    CHECK(where == external_ref{"hubspot", "products", "2"});
    CHECK(why.code == errc::mapping);
    CHECK(category_of(why) == category::schema_drift);
    CHECK(why.message.find("properties") != std::string::npos);
    CHECK(why.message.find("price") != std::string::npos);
    CHECK(why.message.find("twelve") != std::string::npos);
    CHECK(page->unreadable[1].source.id == "3");
    CHECK(page->unreadable[1].why.message.find("name") != std::string::npos);
}

TEST_CASE("a record without an id, or an answer that is cut off, fails the page: nothing could be named") {
    for (auto const* body :
         {R"({"results":[{"properties":{"name":"A","price":"x"}}]})",
          R"({"results":[{"id":"1","properties":{"name":"A","price":"x")", "<html>Bad gateway</html>"}) {
        CAPTURE(body);
        scripted s;
        s.http.expect("GET", "").reply(200, body);
        auto const page = s.hub.changes<model::product>().changes({}, ctx);
        REQUIRE_FALSE(page);
        CHECK(page.error().code == errc::malformed);
        CHECK(page.error().message.find("hubspot products list") != std::string::npos);
    }
}

TEST_CASE("an opportunity with a line that cannot be read is unreadable itself, never one line short") {
    scripted s;
    s.http.expect("GET", "").reply(200, fixture("list_deals.json"));
    s.http.expect("GET", "").reply(200, R"({"results":[]})");
    s.http.expect("POST", lines_url)
        .reply(200, R"({"status":"COMPLETE","results":[{"id":"71","properties":{"name":"S","quantity":"many"}},)"
                    R"({"id":"70","properties":{"name":"GTX Plus","quantity":"2"}}]})");
    auto const page =
        s.hub.changes<model::opportunity>(field<&model::opportunity::stage> == model::opportunity_stage::won)
            .changes({}, ctx);
    REQUIRE(page);
    CHECK(page->records.empty());
    REQUIRE(page->unreadable.size() == 1);
    CHECK(page->unreadable[0].source.object == "deals");
    CHECK(page->unreadable[0].why.message.find("line_items 71: ") == 0);
    CHECK(page->unreadable[0].why.message.find("many") != std::string::npos);
}

TEST_CASE("a product without a SKU goes by its name") {
    scripted s;
    s.http.expect("GET", "").reply(
        200, R"({"results":[{"id":"1","properties":{"name":"GTX Pro","hs_sku":null,"hs_product_type":"inventory"}}]})");
    auto const page = s.hub.changes<model::product>().changes({}, ctx);
    REQUIRE(page);
    CHECK(page->records[0].code == "GTX Pro");
    CHECK(page->records[0].kind == model::product_kind::goods);
    CHECK_FALSE(page->records[0].list_price.has_value());
}
