// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/search.hpp>

#include <doctest/doctest.h>
#include <string>

#include <syncline/core/rfc3339.hpp>

#include "support.hpp"

using namespace syncline;
using namespace hubspot_test;
namespace hs = syncline::crm::hubspot;
using hs::deal;

namespace {

/// The `filterGroups` a condition is sent as; the message of the refusal when it is not sent.
std::string groups(predicate<deal> const& p) {
    scripted s;
    s.http.whenever("POST", std::string(objects) + "deals/search").reply(200, R"({"total":0,"results":[]})");
    auto const got = s.hub.search<deal>().where(p).fetch(ctx);
    if (!got) {
        CHECK(s.http.requests().empty());
        CHECK(got.error().code == errc::unsupported);
        return got.error().message;
    }
    if (s.http.requests().empty()) return "nothing sent";
    auto const body = s.http.requests()[0].body;
    auto const end = body.find(",\"sorts\"");
    return end == std::string::npos ? "no groups" : body.substr(1, end - 1);
}

auto const a = field<&deal::dealname> == "a";
auto const b = field<&deal::dealname> == "b";
auto const c = field<&deal::pipeline> == "c";
std::string const fa = R"({"propertyName":"dealname","operator":"EQ","value":"a"})";
std::string const fb = R"({"propertyName":"dealname","operator":"EQ","value":"b"})";
std::string const fc = R"({"propertyName":"pipeline","operator":"EQ","value":"c"})";

std::string group(std::string const& filters) { return R"({"filters":[)" + filters + "]}"; }
std::string all(std::string const& groups_text) { return R"("filterGroups":[)" + groups_text + "]"; }

}  // namespace

TEST_CASE("constants go out as texts, moments as milliseconds") {
    CHECK(groups(field<&deal::amount> >= "10.50"_dec) ==
          all(group(R"({"propertyName":"amount","operator":"GTE","value":"10.50"})")));
    CHECK(groups(field<&deal::hs_is_closed_won> == true) ==
          all(group(R"({"propertyName":"hs_is_closed_won","operator":"EQ","value":"true"})")));
    CHECK(groups(field<&deal::closedate> < *parse_instant("2026-11-22T05:50:38.001Z")) ==
          all(group(R"({"propertyName":"closedate","operator":"LT","value":"1795326638001"})")));
    CHECK(groups(in(field<&deal::pipeline>, {"x", "Y"})) ==
          all(group(R"({"propertyName":"pipeline","operator":"IN","values":["x","Y","y"]})")));
    CHECK(groups(contains(field<&deal::dealname>, "acme")) ==
          all(group(R"({"propertyName":"dealname","operator":"CONTAINS_TOKEN","value":"*acme*"})")));
    CHECK(groups(field<&deal::dealname> == "") ==
          all(group(R"({"propertyName":"dealname","operator":"NOT_HAS_PROPERTY"})")));
}

TEST_CASE("and stays in a group, or opens one, negation moves to the filters") {
    CHECK(groups(a && c) == all(group(fa + "," + fc)));
    CHECK(groups(a || b) == all(group(fa) + "," + group(fb)));
    CHECK(groups((a || b) && c) == all(group(fa + "," + fc) + "," + group(fb + "," + fc)));
    CHECK(groups(!(a || c)) == all(group(R"({"propertyName":"dealname","operator":"NEQ","value":"a"},)"
                                         R"({"propertyName":"pipeline","operator":"NEQ","value":"c"})")));
    CHECK(groups(!!a) == all(group(fa)));
    CHECK(groups(!(field<&deal::amount> < "1"_dec)) ==
          all(group(R"({"propertyName":"amount","operator":"GTE","value":"1"})")));
}

TEST_CASE("a condition that nothing fits is answered without a call, one that everything fits has no filter") {
    CHECK(groups(in(field<&deal::pipeline>, {})) == "nothing sent");
    CHECK(groups(in(field<&deal::pipeline>, {}) && a) == "nothing sent");
    CHECK(groups(in(field<&deal::pipeline>, {}) || a) == all(group(fa)));
    CHECK(groups(!in(field<&deal::pipeline>, {}) || a) == "no groups");
    CHECK(groups(!in(field<&deal::pipeline>, {}) && a) == all(group(fa)));
}

TEST_CASE("what does not fit into HubSpot's limits is refused with the number that broke them") {
    auto five = a;
    for (int i = 0; i < 4; ++i) five = five || field<&deal::dealname> == std::to_string(i);
    CHECK(groups(five).starts_with("\"filterGroups\""));
    CHECK(groups(five || b).find("6 filter groups, HubSpot takes 5") != std::string::npos);
    auto six = a;
    for (int i = 0; i < 5; ++i) six = six && field<&deal::dealname> != std::to_string(i);
    CHECK(groups(six).starts_with("\"filterGroups\""));
    CHECK(groups(six && b).find("7 filters in one group, HubSpot takes 6") != std::string::npos);
    CHECK(groups(six || six || six).starts_with("\"filterGroups\""));
    CHECK(groups(six || six || six || b).find("19 filters in all, HubSpot takes 18") != std::string::npos);
    CHECK(groups(contains(field<&deal::dealname>, "two words")).find("contains on dealname") != std::string::npos);
    CHECK(groups(contains(field<&deal::dealname>, "*")).find("contains on dealname") != std::string::npos);
}

TEST_CASE("any text arrives as the one text it is") {
    scripted s;
    s.http.whenever("POST", "").reply(200, R"({"total":0,"results":[]})");
    std::string const hostile = "\"}]}],\"limit\":1,\"x\":\"\\ \r\n %27 ' OR 1=1 \xF0\x9F\x92\xA7";
    CHECK(s.hub.search<deal>().where(field<&deal::dealname> == hostile).fetch(ctx));
    auto const read = json::decode_at<std::string>(s.http.requests()[0].body, "/filterGroups/0/filters/0/value");
    REQUIRE(read);
    CHECK(*read == hostile);
}

TEST_CASE("several conditions and pages of two hundred by id") {
    scripted s;
    s.http.expect("POST", "")
        .body_contains(all(group(fa + "," + fc)))
        .body_contains(R"("sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}])")
        .body_contains(R"("limit":200})")
        .reply(200, R"({"total":2,"results":[{"id":"1","properties":{}}],"paging":{"next":{"after":"200"}}})");
    s.http.expect("POST", "")
        .body_contains(R"("limit":200,"after":"200"})")
        .reply(200, R"({"total":2,"results":[{"id":"2","properties":{}}]})");
    auto const got = s.hub.search<deal>().where(a).where(c).fetch(ctx);
    CHECK(s.http.problems() == "");
    REQUIRE(got);
    CHECK(got->size() == 2);
}

TEST_CASE("at ten thousand rows the same search goes on above the last id") {
    scripted s;
    std::size_t calls = 0;
    s.http.whenever("POST", "").reply_with([&](http::request const& r, context const&) -> result<http::response> {
        ++calls;
        bool const second =
            r.body.find(R"({"propertyName":"hs_object_id","operator":"GT","value":"5010000"})") != std::string::npos;
        auto const at = r.body.find("\"after\":\"");
        int const after = at == std::string::npos ? 0 : std::stoi(r.body.substr(at + 9));
        if (after >= 10'000) return http::response{.status = 400, .body = "{}"};
        std::string rows;
        int const end = second ? 60 : after + 200;
        for (int i = after; i < end; ++i)
            rows += (rows.empty() ? "" : ",") + std::string(R"({"id":")") +
                    std::to_string((second ? 6000001 : 5000001) + i) + R"(","properties":{}})";
        auto const more = second ? std::string() : R"(,"paging":{"next":{"after":")" + std::to_string(end) + "\"}}";
        return http::response{.status = 200, .body = R"({"total":20000,"results":[)" + rows + "]" + more + "}"};
    });
    auto const got = s.hub.search<deal>().where(a || b).fetch(ctx);
    REQUIRE(got);
    CHECK(got->size() == 10'060);
    CHECK(calls == 51);
    CHECK(got->back().id == "6000060");

    auto six = a;
    for (int i = 0; i < 5; ++i) six = six && field<&deal::dealname> != std::to_string(i);
    auto const full = s.hub.search<deal>().where(six).fetch(ctx);
    REQUIRE_FALSE(full);
    CHECK(full.error().code == errc::too_large);
}

TEST_CASE("a paging that does not move ends with an error, not in a circle") {
    scripted s;
    s.http.whenever("POST", "")
        .reply(200, R"({"total":9,"results":[{"id":"1","properties":{}}],"paging":{"next":{"after":"200"}}})");
    auto const got = s.hub.search<deal>().fetch(ctx);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::malformed);
    CHECK(s.http.requests().size() == 2);
}
