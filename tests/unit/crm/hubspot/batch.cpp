// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/batch.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace syncline;
using namespace hubspot_test;
namespace hs = syncline::crm::hubspot;

namespace {

std::string const upsert_url = std::string(objects) + "companies/batch/upsert";
std::string const read_url = std::string(objects) + "companies/batch/read";

std::vector<hs::keyed<hs::company>> const two{{"C-1001", {.name = "Acme"}}, {"C-1002", {.name = "Beta"}}};

std::vector<result<hs::written>> upserted(int status, std::string body) {
    scripted s;
    s.http.expect("POST", upsert_url).reply(status, std::move(body));
    auto out = s.hub.batch_upsert<hs::company>("erp_ref", two, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE(out.size() == 2);
    return out;
}

}  // namespace

TEST_CASE("an upsert names the property in each input, the key among the properties, and a trace id") {
    scripted s;
    s.http.expect("POST", upsert_url)
        .body(R"({"inputs":[{"id":"C-1001","objectWriteTraceId":"r0","idProperty":"erp_ref","properties":)"
              R"({"erp_ref":"C-1001","name":"Acme"}},{"id":"C-1002","objectWriteTraceId":"r1",)"
              R"("idProperty":"erp_ref","properties":{"erp_ref":"C-1002","name":"Beta"}}]})")
        .reply(200, fixture("upsert_200.json"));
    auto const got = s.hub.batch_upsert<hs::company>("erp_ref", two, ctx);
    CHECK(s.http.problems() == "");
    CHECK(s.http.requests()[0].repeat == http::safety::idempotent);
    REQUIRE(got[0]);
    REQUIRE(got[1]);
    // the answer has them the other way round
    CHECK(got[0]->id == "450254569667");
    CHECK(got[0]->created);
    CHECK(got[1]->id == "450254569668");
    CHECK_FALSE(got[1]->created);
}

TEST_CASE("200, 201 and 207 are read alike: what counts is which records are named") {
    for (int const status : {200, 201, 207}) {
        auto const got = upserted(status, fixture("upsert_207.json"));
        REQUIRE(got[0]);
        CHECK(got[0]->id == "450254569667");
        REQUIRE_FALSE(got[1]);
        CHECK(got[1].error().code == errc::rejected);
        CHECK_FALSE(got[1].error().may_have_happened());
        CHECK(got[1].error().server_message.find("numberofemployees") != std::string::npos);
        CHECK(got[1].error().message.find("numberofemployees") == std::string::npos);
    }
}

TEST_CASE("without trace ids results are known by the unique property, never by their place") {
    auto const got = upserted(200, R"({"status":"COMPLETE","results":[)"
                                   R"({"id":"2","new":false,"properties":{"erp_ref":"C-1002"}},)"
                                   R"({"id":"1","new":true,"properties":{"erp_ref":"C-1001"}}]})");
    REQUIRE((got[0] && got[1]));
    CHECK(got[0]->id == "1");
    CHECK(got[1]->id == "2");
}

TEST_CASE("a record without any answer has an unknown outcome") {
    auto const got = upserted(200, R"({"status":"COMPLETE","results":[{"id":"1","new":true,)"
                                   R"("objectWriteTraceId":"r0","properties":{}}]})");
    CHECK(got[0]);
    REQUIRE_FALSE(got[1]);
    CHECK(got[1].error().code == errc::malformed);
    CHECK(got[1].error().may_have_happened());
}

TEST_CASE("an error without a name is about the record without an answer, if there is one for each") {
    std::string const head = R"({"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"category":"CONFLICT",)"
                             R"("message":"x"})";
    auto one_for_two = upserted(207, head + "]}");
    CHECK(one_for_two[0].error().code == errc::conflict);
    CHECK(one_for_two[0].error().may_have_happened());
    auto two_for_two = upserted(207, head + R"(,{"category":"CONFLICT","message":"x","context":[]}]})");
    CHECK_FALSE(two_for_two[1].error().may_have_happened());
}

TEST_CASE("a batch that is not complete, or not readable, has an unknown outcome for each record") {
    for (auto const* const body : {R"({"status":"PENDING","results":[]})", R"({"results":[]})", "", "<html>",
                                   R"({"status":"COMPLETE"})", R"({"status":"COMPLETE","results":[{}]})"})
        for (auto const& r : upserted(200, body)) {
            CAPTURE(body);
            REQUIRE_FALSE(r);
            CHECK(r.error().code == errc::malformed);
            CHECK(r.error().may_have_happened());
        }
}

TEST_CASE("hundreds go out in batches of a hundred") {
    scripted s;
    std::vector<hs::identified<hs::company>> rows;
    for (int i = 0; i < 250; ++i) rows.push_back({std::to_string(i), {.name = "x"}});
    s.http.whenever("POST", "").reply(200, R"({"status":"COMPLETE","results":[]})");
    (void)s.hub.batch_update<hs::company>(rows, ctx);
    CHECK(s.http.requests().size() == 3);
    CHECK(s.hub.batch_update<hs::company>(std::vector<hs::identified<hs::company>>{}, ctx).empty());
    CHECK(s.http.requests().size() == 3);
}

TEST_CASE("a batch refused whole for one record is sent again in halves until that one is alone") {
    scripted s;
    std::vector<hs::identified<hs::company>> rows;
    for (int i = 0; i < 8; ++i) rows.push_back({std::to_string(i), {.name = i == 5 ? "bad" : "good"}});
    s.http.whenever("POST", "").reply_with([](http::request const& r, context const&) -> result<http::response> {
        if (r.body.find("bad") != std::string::npos)
            return http::response{.status = 400, .body = R"({"message":"no"})"};
        std::string out = R"({"status":"COMPLETE","results":[)";
        for (std::size_t at = 0; (at = r.body.find("\"objectWriteTraceId\":\"", at)) != std::string::npos;) {
            at += 22;
            auto const trace = r.body.substr(at, r.body.find('"', at) - at);
            if (out.back() == '}') out += ',';
            out += R"({"id":"9","objectWriteTraceId":")" + trace + R"(","properties":{}})";
        }
        return http::response{.status = 200, .body = out + "]}"};
    });
    auto const got = s.hub.batch_update<hs::company>(rows, ctx);
    for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i].has_value() == (i != 5));
    CHECK(s.http.requests().size() == 7);
}

TEST_CASE("a property that does not exist fails the whole batch at once, without trying halves") {
    scripted s;
    s.http.expect("POST", upsert_url).reply(400, fixture("validation_400.json"));
    auto const got = s.hub.batch_upsert<hs::company>("erp_ref", two, ctx);
    CHECK(s.http.problems() == "");
    CHECK(got[0].error().code == errc::rejected);
    CHECK(got[1].error().code == errc::rejected);
}

TEST_CASE("a batch read asks for each id once and tells found, missing and merged apart") {
    scripted s;
    s.http.expect("POST", read_url)
        .body_contains(R"("inputs":[{"id":"9"},{"id":"12"},{"id":"13"},{"id":"14"}])")
        .body_contains(R"("propertiesWithHistory":[])")
        .reply(207, fixture("read_207.json"));
    auto const got = s.hub.batch_read<hs::company>(std::vector<std::string>{"9", "12", "13", "9", "14"}, ctx);
    CHECK(s.http.problems() == "");
    REQUIRE(got);
    REQUIRE(got->found.size() == 1);
    CHECK(got->found[0].id == "11");
    CHECK(got->missing == std::vector<std::string>{"12", "13", "14"});
    CHECK(got->merged == std::vector<hs::merged_id>{{"9", "11"}});
}

TEST_CASE("nothing to read costs no call") {
    scripted s;
    auto const got = s.hub.batch_read<hs::company>(std::vector<std::string>{}, ctx);
    REQUIRE(got);
    CHECK(got->found.empty());
    CHECK(s.http.requests().empty());
}

TEST_CASE("an error of a batch read that is not about missing records fails the read") {
    scripted s;
    s.http.expect("POST", read_url)
        .reply(207, R"({"status":"COMPLETE","results":[],"errors":[{"category":"RATE_LIMITS","message":"x"}]})");
    auto const got = s.hub.batch_read<hs::company>(std::vector<std::string>{"1"}, ctx);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::rate_limited);
}
