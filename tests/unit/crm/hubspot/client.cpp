// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/client.hpp>

#include <doctest/doctest.h>
#include <chrono>

#include <syncline/core/rfc3339.hpp>

#include "support.hpp"

using namespace syncline;
using namespace std::chrono_literals;
using namespace hubspot_test;
namespace hs = syncline::crm::hubspot;

namespace {

std::string const list_url = std::string(objects) +
                             "companies?limit=100&properties=name,domain,website,phone,industry,country,"
                             "hs_parent_company_id,hs_merged_object_ids";

/// The error of a call that is answered like this.
error refused(int status, std::string body, std::vector<http::header> headers = {}) {
    scripted s;
    s.http.expect("GET", "").reply(status, std::move(body), std::move(headers));
    auto const got = s.hub.list<hs::company>({}, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE_FALSE(got);
    return got.error();
}

/// The error of a write that is answered like this.
error write_refused(int status, std::string body) {
    scripted s;
    s.http.expect("POST", "").reply(status, std::move(body));
    std::vector<hs::identified<hs::company>> const rows{{"1", {.name = "x"}}};
    auto const got = s.hub.batch_update<hs::company>(rows, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE_FALSE(got[0]);
    return got[0].error();
}

}  // namespace

TEST_CASE("a list asks for the described properties of its version's path, with the token apart from the headers") {
    scripted s;
    s.http.expect("GET", list_url).bearer("t0ken").reply(200, R"({"results":[]})");
    s.http.expect("GET", list_url + "&associations=deals,line_items&archived=true&after=a%2Fb%3D")
        .reply(200, R"({"results":[],"paging":{"next":{"after":"77"}}})");
    CHECK(s.hub.list<hs::company>({}, ctx));
    auto const page =
        s.hub.list<hs::company>({.after = "a/b=", .associations = {"deals", "line_items"}, .archived = true}, ctx);
    REQUIRE(page);
    CHECK(page->next() == "77");
    CHECK(s.http.problems() == "");
    for (auto const& r : s.http.requests()) {
        CHECK(r.repeat == http::safety::read);
        for (auto const& h : r.headers) CHECK(h.value.find("t0ken") == std::string::npos);
    }
}

TEST_CASE("a page is read with null, missing and unknown properties, epoch dates and links") {
    scripted s;
    s.http.expect("GET", "").reply(200, fixture("list_deals.json"));
    auto const page = s.hub.list<hs::deal>({.associations = {"companies", "line_items"}}, ctx);
    REQUIRE(page);
    REQUIRE(page->results.size() == 2);
    auto const& o = page->results[0];
    CHECK(o.id == "40000000001");
    CHECK(o.properties.dealname == "Roll-out \xC3\xA9t\xC3\xA9");
    CHECK(o.properties.amount.value().to_string() == "1054.50");
    CHECK(o.properties.closedate == parse_instant("2017-03-01T00:00:00Z").value());
    CHECK(o.properties.hubspot_owner_id.is_empty());
    CHECK(o.properties.deal_currency_code.is_absent());
    CHECK(o.updated_at == parse_instant("2026-11-22T05:50:39.120Z").value());
    REQUIRE(o.linked("line_items"));
    CHECK(o.linked("line_items")->results.size() == 2);
    CHECK(o.linked("companies")->results[1].type == "deal_to_company");
    CHECK(o.linked("contacts") == nullptr);
    CHECK(page->results[1].properties.amount.is_empty());
    CHECK_FALSE(page->results[1].archived.has_value());
    CHECK(page->next() == "NDAwMDAwMDAwMDM=");
}

TEST_CASE("each refusal says what to do, keeps HubSpot's reference and HubSpot's words apart") {
    struct row {
        int status;
        char const* body;
        errc code;
    };
    for (auto const& [status, body, code] :
         {row{400, "validation_400.json", errc::rejected}, row{401, "expired_401.json", errc::unauthorized},
          row{403, "scopes_403.json", errc::forbidden}, row{404, "not_found_404.json", errc::not_found},
          row{409, "conflict_409.json", errc::conflict}, row{429, "throttled_429.json", errc::rate_limited}}) {
        int const number = status;  // clang 14 captures no structured binding
        CAPTURE(number);
        auto const e = refused(status, fixture(body));
        CHECK(e.code == code);
        CHECK(e.message == "hubspot companies list: HTTP " + std::to_string(status) + " from api.hubapi.com");
        CHECK(e.reference.starts_with("a43683b0-"));
        CHECK_FALSE(e.server_message.empty());
        CHECK_FALSE(e.may_have_happened());
    }
}

TEST_CASE("a conflict over a unique value is a conflict, whatever its status") {
    CHECK(write_refused(400, R"({"message":"[{\"error\":\"CONFLICTING_UNIQUE_VALUE\"}]"})").code == errc::conflict);
}

TEST_CASE("a throttle without Retry-After waits its own interval; the day's quota waits longer") {
    CHECK(refused(429, fixture("throttled_429.json")).retry_after == 10s);
    CHECK(refused(429, fixture("throttled_429.json"), {{"Retry-After", "3"}}).retry_after == 3s);
    CHECK(refused(429, fixture("throttled_429.json"), {{"X-HubSpot-RateLimit-Interval-Milliseconds", "5000"}})
              .retry_after == 5s);
    CHECK(refused(429, R"({"policyName":"SECONDLY"})").retry_after == 1s);
    CHECK(refused(429, "<html>slow down</html>").retry_after == 10s);
    CHECK(refused(429, "").retry_after == 10s);
    auto const daily = refused(429, fixture("daily_429.json"));
    CHECK(daily.retry_after == 1h);
    CHECK(daily.message.find("quota") != std::string::npos);
}

TEST_CASE("a quota that is gone for the day is not asked again by the retry layer") {
    hs::retry_policy const policy;
    error e{.code = errc::rate_limited, .message = "x", .server_message = fixture("throttled_429.json")};
    CHECK(policy(e, {}).has_value());
    e.server_message = fixture("daily_429.json").substr(0, 200);
    CHECK_FALSE(policy(e, {}).has_value());
}

TEST_CASE("a locked record waits at least two seconds, a moved account as long as it says") {
    CHECK(write_refused(423, "").code == errc::contended);
    CHECK(write_refused(423, "").retry_after == 2s);
    auto const moved = refused(477, "", {{"Retry-After", "86400"}});
    CHECK(moved.code == errc::unavailable);
    CHECK(moved.retry_after == 24h);
}

TEST_CASE("a 5xx of a write leaves its outcome unknown, of a read it is just a failure") {
    for (int const status : {500, 502, 503, 504, 521, 522, 523, 524, 525, 526, 530}) {
        CAPTURE(status);
        CHECK(write_refused(status, fixture("edge_502.html")).may_have_happened());
        CHECK(write_refused(status, R"({"message":"internal error"})").may_have_happened());
        CHECK_FALSE(refused(status, fixture("edge_502.html")).may_have_happened());
        CHECK(refused(status, "").is_retryable());
    }
}

TEST_CASE("our own mistakes are defects") {
    CHECK(refused(405, "").code == errc::defect);
    CHECK(write_refused(415, "").code == errc::defect);
    CHECK(refused(414, "<html>").code == errc::too_large);
}

TEST_CASE("error bodies may be anything") {
    for (auto const* const body : {"", "null", "[]", "{}", "7", "\"x\"", "{\"message\":7,\"category\":{}}", "<html>",
                                   "{\"message\":\"unfinished", "\xFF\xFE"}) {
        CAPTURE(body);
        CHECK(refused(400, body).code == errc::rejected);
        CHECK(refused(503, body).code == errc::unavailable);
    }
}

TEST_CASE("a success that is not what it should be is malformed, naming where") {
    for (auto const* const body :
         {"", "<html>ok</html>", "[]", "{\"results\":7}", "{\"results\":[{\"id\":1.5,\"properties\":{}}]}",
          "{\"results\":[{\"id\":\"1\",\"properties\":[]}]}", "{\"results\":[{\"properties\":{}}]}",
          "{\"results\":[{\"id\":\"1\",\"properties\":{\"name\":{}}}]}",
          "{\"results\":[{\"id\":\"1\",\"properties\":{}}"}) {
        CAPTURE(body);
        scripted s;
        s.http.expect("GET", "").reply(200, body);
        auto const got = s.hub.list<hs::company>({}, ctx);
        REQUIRE_FALSE(got);
        CHECK(got.error().code == errc::malformed);
        CHECK(got.error().message.starts_with("hubspot companies list: "));
    }
    scripted s;
    s.http.expect("GET", "").reply(200, R"({"results":[{"id":"1","properties":{"amount":"12,50"}}]})");
    auto const got = s.hub.list<hs::deal>({}, ctx);
    REQUIRE_FALSE(got);
    CHECK(got.error().message.find("$.results[0].properties.amount") != std::string::npos);
}

TEST_CASE("a reply nested deeper than any honest one is refused") {
    scripted s;
    s.http.expect("GET", "").reply(200, "{\"results\":" + std::string(10'000, '[') + std::string(10'000, ']') + "}");
    auto const got = s.hub.list<hs::company>({}, ctx);
    REQUIRE_FALSE(got);
    CHECK((got.error().code == errc::too_large || got.error().code == errc::malformed));
}

TEST_CASE("options that cannot work are refused by every call, and nothing is sent") {
    testkit::scripted_transport http;
    for (auto const& options :
         {hs::client_options{.base_url = "api.hubapi.com"},
          hs::client_options{.base_url = "https://api.hubapi.com/?x=1"}, hs::client_options{.in_flight = 0}}) {
        hs::client hub{http, options};
        auto const got = hub.list<hs::company>({}, ctx);
        REQUIRE_FALSE(got);
        CHECK(got.error().code == errc::misconfigured);
        std::vector<hs::identified<hs::company>> const rows{{"1", {}}};
        auto const written = hub.batch_update<hs::company>(rows, ctx);
        REQUIRE_FALSE(written[0]);
        CHECK(written[0].error().code == errc::misconfigured);
    }
    hs::client hub{http, {}};
    CHECK(hub.list<hs::company>({.limit = 101}, ctx).error().code == errc::misconfigured);
    CHECK(hub.list<hs::company>({.limit = 0}, ctx).error().code == errc::misconfigured);
    CHECK(http.requests().empty());
}

TEST_CASE("a transport's own failure names the call and keeps what is known of the effect") {
    scripted s;
    s.http.expect("POST", "").fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
    s.http.expect("GET", "").fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
    std::vector<hs::identified<hs::company>> const rows{{"1", {}}};
    auto const written = s.hub.batch_update<hs::company>(rows, ctx);
    REQUIRE_FALSE(written[0]);
    CHECK(written[0].error().message == "hubspot companies batch/update: no answer");
    CHECK(written[0].error().may_have_happened());
    auto const read = s.hub.list<hs::company>({}, ctx);
    CHECK_FALSE(read.error().may_have_happened());
}

TEST_CASE("links come with numeric or text ids; no links are told as an error over there and as none here") {
    scripted s;
    s.http.expect("POST", "https://api.hubapi.com/crm/associations/2026-09/deals/companies/batch/read")
        .body(R"({"inputs":[{"id":"1"},{"id":"2"}]})")
        .reply(207, fixture("associations_207.json"));
    auto const got = s.hub.associations("deals", "companies", std::vector<std::string>{"1", "2", "1"}, ctx);
    REQUIRE(got);
    CHECK(s.http.problems() == "");
    REQUIRE(got->size() == 3);
    CHECK((*got)[0].to == std::vector<hs::association>{{"9", {341}, false}, {"8", {5, 341}, true}});
    CHECK((*got)[1].to.empty());
    CHECK((*got)[2] == (*got)[0]);
}

TEST_CASE("a property that exists is left alone, one that does not is made, a race is fine") {
    std::string const at = "https://api.hubapi.com/crm/properties/2026-09/deals";
    scripted s;
    s.http.expect("GET", at + "/syncline_order").reply(200, R"({"name":"syncline_order","type":"string"})");
    CHECK(s.hub.ensure_property("deals", {.name = "syncline_order"}, ctx) == false);
    s.http.expect("GET", at + "/syncline_order").reply(404, R"({"message":"x"})");
    s.http.expect("POST", at)
        .body(R"({"name":"syncline_order","label":"Order","type":"string","fieldType":"text",)"
              R"("groupName":"dealinformation","hasUniqueValue":true})")
        .reply(201, "{}");
    CHECK(s.hub.ensure_property("deals", {.name = "syncline_order", .label = "Order", .unique = true}, ctx) == true);
    s.http.expect("GET", at + "/p").reply(404, "");
    s.http.expect("POST", at).reply(409, "");
    s.http.expect("GET", at + "/p").reply(200, R"({"type":"string","hasUniqueValue":false})");
    CHECK(s.hub.ensure_property("deals", {.name = "p"}, ctx) == false);
    s.http.expect("GET", at + "/p").reply(403, "");
    CHECK(s.hub.ensure_property("deals", {.name = "p"}, ctx).error().code == errc::forbidden);
    CHECK(s.http.problems() == "");
}
