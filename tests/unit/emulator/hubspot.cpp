// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/hubspot.hpp>

#include <doctest/doctest.h>
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/testkit/manual_clock.hpp>

using namespace syncline;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

struct portal {
    testkit::manual_clock clock;
    emulator::hubspot box;

    explicit portal(emulator::hubspot_options o = {}) : box(clock, std::move(o)) {}

    http::response send(http::method m, std::string const& path, std::string body = {}, std::string token = "t") {
        auto got = box.send(
            {.method = m, .url = "https://api.hubapi.com" + path, .body = std::move(body), .bearer = secret{token}},
            {});
        REQUIRE(got);
        return *std::move(got);
    }
    http::response get(std::string const& path) { return send(http::method::get, path); }
    http::response post(std::string const& path, json const& body) {
        return send(http::method::post, path, body.dump());
    }
    http::response patch(std::string const& path, json const& body) {
        return send(http::method::patch, path, body.dump());
    }
};

json body_of(http::response const& r) { return json::parse(r.body); }
json properties(json p) { return {{"properties", std::move(p)}}; }

std::string const objects = "/crm/objects/2026-09/";

json search_of(char const* property, char const* op, char const* value) {
    return {{"filterGroups", {{{"filters", {{{"propertyName", property}, {"operator", op}, {"value", value}}}}}}},
            {"limit", 200}};
}

std::size_t found(portal& p, std::string const& type, json const& what) {
    return body_of(p.post(objects + type + "/search", what)).at("results").size();
}

}  // namespace

TEST_CASE("every generation of paths leads to the same records") {
    portal p;
    auto const id = *p.box.add_company("Acme");
    for (auto const* const path : {"/crm/objects/2026-09/companies/", "/crm/v3/objects/companies/",
                                   "/crm/v3/objects/company/", "/crm/v3/objects/0-2/"})
        CHECK(body_of(p.get(path + id))["id"] == id);
    CHECK(p.get("/crm/v3/properties/companies").status == 200);
    CHECK(p.get("/crm/properties/2026-09/companies/name").status == 200);
    CHECK(p.get("/crm/v3/owners/").status == 200);
    CHECK(p.get("/crm/owners/2026-09").status == 200);
    CHECK(p.get("/crm/v3/pipelines/deals").status == 200);
    CHECK(p.get("/crm/v4/objects/companies/" + id + "/associations/deals").status == 200);
    CHECK(p.get("/crm/objects/2026-09/companies/" + id + "/associations/deals").status == 200);
    for (auto const* const path : {"/", "/crm", "/crm/v9/objects/companies", "/crm/v3/quotes", "/other"})
        CHECK(p.get(path).status == 404);
    CHECK(p.get("/crm/v3/objects/planets").status == 400);
}

TEST_CASE("values are checked by the property's type and kept as texts") {
    portal p;
    auto const id = *p.box.add_deal({.name = "D"});
    auto const set = [&](char const* name, json value) {
        auto const r = p.patch(objects + "deals/" + id, properties({{name, value}}));
        if (r.status == 200) return p.box.property("deals", id, name).value_or("(none)");
        auto const message = body_of(r)["message"].get<std::string>();
        return json::parse(message.substr(message.find('[')))[0]["error"].get<std::string>();
    };
    CHECK(set("amount", "24.00") == "24.00");
    CHECK(set("amount", 24) == "24");
    CHECK(set("amount", "24,00") == "INVALID_INTEGER");
    CHECK(set("amount", "1e400000") == "INVALID_INTEGER");
    CHECK(set("amount", "") == "(none)");
    CHECK(set("dealstage", "contractsent") == "contractsent");
    CHECK(set("dealstage", "ContractSent") == "INVALID_OPTION");
    CHECK(set("closedate", "2026-11-22T05:50:38.001Z") == "2026-11-22T05:50:38.001Z");
    CHECK(set("closedate", "1795326638001") == "2026-11-22T05:50:38.001Z");
    CHECK(set("closedate", "1795326638") == "1970-01-21T18:42:06.638Z");  // seconds are read as 1970
    CHECK(set("closedate", "2026-11-22") == "2026-11-22T00:00:00.000Z");
    CHECK(set("closedate", "tomorrow") == "INVALID_DATE");
    CHECK(set("missing", "x") == "PROPERTY_DOESNT_EXIST");
    CHECK(set("hs_is_closed_won", "true") == "READ_ONLY_VALUE");
    CHECK(set("dealname", nullptr) == "D");  // null is not the way to clear
    REQUIRE(p.box.add_property("deals", {.name = "start", .type = "date", .field_type = "date"}));
    CHECK(set("start", "2026-11-22") == "2026-11-22");
    CHECK(set("start", "1795305600000") == "2026-11-22");
    CHECK(set("start", "1795326638001") == "INVALID_DATE");  // not midnight
    REQUIRE(p.box.add_property(
        "deals", {.name = "tags", .type = "enumeration", .field_type = "checkbox", .options = {"a", "b", "c"}}));
    CHECK(set("tags", "a;b") == "a;b");
    CHECK(set("tags", ";c") == "a;b;c");
    CHECK(set("tags", "a;z") == "INVALID_OPTION");
}

TEST_CASE("a blank property that was asked for is null or missing, an unknown one is always missing") {
    for (bool const null : {true, false}) {
        portal p({.blanks_as_null = null});
        auto const id = *p.box.add_company("A");
        auto const shown =
            body_of(p.get(objects + "companies/" + id + "?properties=name,phone&properties=no_such"))["properties"];
        CHECK(shown["name"] == "A");
        CHECK(shown.contains("phone") == null);
        CHECK_FALSE(shown.contains("no_such"));
        CHECK(shown["hs_object_id"] == id);
    }
}

TEST_CASE("calculated properties follow what they are calculated from") {
    portal p;
    auto const top = *p.box.add_company("Top");
    auto const sub = *p.box.add_company("Sub", {}, top);
    CHECK(p.box.property("companies", sub, "hs_parent_company_id") == top);
    CHECK_FALSE(p.box.property("companies", top, "hs_parent_company_id").has_value());
    auto const deal = *p.box.add_deal({.name = "D", .stage = "contractsent"});
    CHECK(p.box.property("deals", deal, "hs_is_closed") == "false");
    REQUIRE(p.box.set("deals", deal, {{"dealstage", "closedlost"}}));
    CHECK(p.box.property("deals", deal, "hs_is_closed") == "true");
    CHECK(p.box.property("deals", deal, "hs_is_closed_won") == "false");
    auto const product = *p.box.add_product("GTX", "GTX-1", "10.10");
    auto const item = *p.box.add("line_items", {{"hs_product_id", product}, {"quantity", "3"}});
    CHECK(p.box.property("line_items", item, "hs_sku") == "GTX-1");
    CHECK(p.box.property("line_items", item, "amount") == "30.30");
    REQUIRE(p.box.set("line_items", item, {{"hs_discount_percentage", "10"}}));
    CHECK(p.box.property("line_items", item, "amount") == "27.27");
}

TEST_CASE("the portal's own rules are enforced on writes about something else") {
    portal p;
    auto const id = *p.box.add_company("A");
    REQUIRE(p.box.require("companies", "country"));
    auto const r = p.patch(objects + "companies/" + id, properties({{"phone", "1"}}));
    CHECK(r.status == 400);
    CHECK(body_of(r)["category"] == "VALIDATION_ERROR");
    CHECK(p.patch(objects + "companies/" + id, properties({{"phone", "1"}, {"country", "AT"}})).status == 200);
    CHECK(p.patch(objects + "companies/" + id, properties({{"phone", "2"}})).status == 200);
    CHECK(p.patch(objects + "companies/" + id, properties({{"country", ""}})).status == 400);
}

TEST_CASE("a contact's email is unique and the other id is only in the text; other values conflict as invalid") {
    portal p;
    auto const id = *p.box.add("contacts", {{"email", "a@example.com"}});
    auto const twice = p.post(objects + "contacts", properties({{"email", "a@example.com"}}));
    CHECK(twice.status == 409);
    CHECK(body_of(twice)["message"] == "Contact already exists. Existing ID: " + id);
    REQUIRE(p.box.add_property("companies", {.name = "erp", .unique = true}));
    REQUIRE(p.box.add_company("A", {{"erp", "1"}}));
    auto const b = *p.box.add_company("B", {{"erp", "2"}});
    auto const clash = p.patch(objects + "companies/" + b, properties({{"erp", "1"}}));
    CHECK(clash.status == 400);
    CHECK(clash.body.find("CONFLICTING_UNIQUE_VALUE") != std::string::npos);
    // a value that is given up is free again
    CHECK(p.patch(objects + "companies/" + b, properties({{"erp", "3"}})).status == 200);
    CHECK(p.post(objects + "companies", properties({{"erp", "2"}})).status == 201);
    CHECK(body_of(p.get(objects + "companies/3?idProperty=erp"))["id"] == b);
}

TEST_CASE("a batch without trace ids is all or nothing, with them each record is on its own") {
    portal p;
    auto const input = [](json props, char const* trace) {
        json i{{"properties", std::move(props)}};
        if (trace) i["objectWriteTraceId"] = trace;
        return i;
    };
    auto const url = objects + "companies/batch/create";
    auto const whole = p.post(url, {{"inputs", {input({{"name", "A"}}, nullptr), input({{"nope", "B"}}, nullptr)}}});
    CHECK(whole.status == 400);
    CHECK(p.box.count("companies") == 0);
    auto const parts = p.post(
        url, {{"inputs", {input({{"name", "A"}}, "x"), input({{"nope", "B"}}, "y"), input({{"name", "C"}}, "z")}}});
    CHECK(parts.status == 207);
    auto const b = body_of(parts);
    CHECK(b["numErrors"] == 1);
    CHECK(b["errors"][0]["context"]["objectWriteTraceId"][0] == "y");
    // results come in another order than the inputs
    CHECK(b["results"][0]["objectWriteTraceId"] == "z");
    CHECK(b["results"][1]["objectWriteTraceId"] == "x");
    CHECK(p.post(url, {{"inputs", {input({{"name", "D"}}, "x")}}}).status == 201);
    portal old({.created_is_200 = true});
    CHECK(old.post(url, {{"inputs", {input({{"name", "D"}}, "x")}}}).status == 200);
}

TEST_CASE("a batch takes a hundred inputs and no record twice") {
    portal p;
    auto const id = *p.box.add_company("A");
    json many = json::array();
    for (int i = 0; i < 101; ++i) many.push_back({{"id", std::to_string(i)}});
    json const ask{{"inputs", many}, {"properties", json::array()}, {"propertiesWithHistory", json::array()}};
    CHECK(p.post(objects + "companies/batch/read", ask).status == 400);
    json const row{{"id", id}, {"properties", {{"name", "B"}}}, {"objectWriteTraceId", "t"}};
    auto const twice = p.post(objects + "companies/batch/update", {{"inputs", {row, row}}});
    CHECK(twice.status == 400);
    CHECK(body_of(twice)["message"].get<std::string>().starts_with("Duplicate IDs found in batch input"));
    CHECK(p.box.property("companies", id, "name") == "A");
}

TEST_CASE("an upsert needs a unique property, creates once and says which") {
    portal p;
    json const row{{"id", "1"}, {"idProperty", "erp"}, {"properties", {{"erp", "1"}, {"name", "A"}}}};
    CHECK(p.post(objects + "companies/batch/upsert", {{"inputs", {row}}}).status == 400);
    REQUIRE(p.box.add_property("companies", {.name = "erp", .unique = true}));
    auto const first = body_of(p.post(objects + "companies/batch/upsert", {{"inputs", {row}}}))["results"][0];
    auto const second = body_of(p.post(objects + "companies/batch/upsert", {{"inputs", {row}}}))["results"][0];
    CHECK(first["new"] == true);
    CHECK(second["new"] == false);
    CHECK(first["id"] == second["id"]);
    CHECK(p.box.log.creates_of("1") == 1);
    for (int i = 0; i < 9; ++i)
        REQUIRE(p.box.add_property("companies", {.name = "u" + std::to_string(i), .unique = true}));
    CHECK_FALSE(p.box.add_property("companies", {.name = "eleventh", .unique = true}));
}

TEST_CASE("an archived record is gone from reads, links and searches, and archiving it again is fine") {
    portal p;
    auto const acme = *p.box.add_company("Acme");
    auto const deal = *p.box.add_deal({.name = "D", .company = acme});
    CHECK(p.send(http::method::del, objects + "companies/" + acme).status == 204);
    CHECK(p.send(http::method::del, objects + "companies/" + acme).status == 204);
    CHECK(p.get(objects + "companies/" + acme).status == 404);
    CHECK(body_of(p.get(objects + "companies/" + acme + "?archived=true"))["archived"] == true);
    CHECK(body_of(p.get(objects + "deals/" + deal + "/associations/companies"))["results"].empty());
    CHECK(found(p, "companies", search_of("name", "EQ", "acme")) == 0);
}

TEST_CASE("a merged-away record answers with its survivor and is never archived") {
    portal p;
    auto const a = *p.box.add_company("A", {{"phone", "1"}});
    auto const b = *p.box.add_company("B", {{"phone", "2"}, {"country", "AT"}});
    auto const c = *p.box.add_company("C");
    auto const deal = *p.box.add_deal({.name = "D", .company = b});
    auto const r = p.post(objects + "companies/merge", {{"primaryObjectId", a}, {"objectIdToMerge", b}});
    CHECK(r.status == 200);
    REQUIRE(p.box.merge("companies", c, a));
    auto const got = body_of(p.get(objects + "companies/" + b + "?properties=phone,country,hs_merged_object_ids"));
    CHECK(got["id"] == c);
    CHECK(got["properties"]["phone"] == "1");
    CHECK(got["properties"]["country"] == "AT");
    CHECK(got["properties"]["hs_merged_object_ids"] == a + ";" + b);
    CHECK(body_of(p.get(objects + "companies?archived=true"))["results"].empty());
    CHECK(body_of(p.get(objects + "deals/" + deal + "/associations/companies"))["results"][0]["toObjectId"] == c);
    CHECK(p.box.count("companies") == 1);
}

TEST_CASE("links are directed rows in both directions, the first company primary, a line item's parent one") {
    portal p;
    auto const a = *p.box.add_company("A");
    auto const b = *p.box.add_company("B");
    auto const deal = *p.box.add_deal({.name = "D", .company = a, .lines = {{.name = "x"}}});
    auto const other = *p.box.add_deal({.name = "E"});
    REQUIRE(p.box.associate("deals", deal, "companies", b));
    auto const shown = body_of(p.get(objects + "deals/" + deal + "?associations=companies,line_items"))["associations"];
    CHECK(shown["companies"]["results"].size() == 3);  // the primary one comes once per type
    CHECK(shown["companies"]["results"][0] == json{{"id", a}, {"type", "deal_to_company"}});
    auto const item = shown["line items"]["results"][0]["id"].get<std::string>();
    CHECK_FALSE(p.box.associate("deals", other, "line_items", item));
    auto const back = body_of(p.get(objects + "companies/" + b + "/associations/deals"))["results"][0];
    CHECK(back["toObjectId"] == deal);
    CHECK(back["associationTypes"][0]["typeId"] == 342);
    auto const put = p.send(http::method::put, objects + "deals/" + other + "/associations/companies/" + a,
                            R"([{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":342}])");
    CHECK(put.status == 400);  // that type goes the other way
    CHECK(p.send(http::method::put, objects + "deals/" + other + "/associations/default/companies/" + a).status == 200);
    CHECK(p.send(http::method::del, objects + "deals/" + other + "/associations/companies/" + a).status == 204);
    CHECK(body_of(p.get(objects + "deals/" + other + "/associations/companies"))["results"].empty());
    json const one{{"inputs", {{{"from", {{"id", deal}}}, {"to", json::array({{{"id", b}}})}}}}};
    CHECK(p.post("/crm/associations/2026-09/deals/companies/batch/archive", one).status == 200);
    CHECK(p.post("/crm/v4/associations/deals/companies/batch/archive", one).status == 204);
}

TEST_CASE("a list is paged by a text that belongs to it alone") {
    portal p;
    for (int i = 0; i < 25; ++i) REQUIRE(p.box.add_company("C" + std::to_string(i)));
    for (int i = 0; i < 25; ++i) REQUIRE(p.box.add_deal({.name = "D"}));
    auto const first = body_of(p.get(objects + "companies"));
    CHECK(first["results"].size() == 10);
    auto const after = first["paging"]["next"]["after"].get<std::string>();
    CHECK(body_of(p.get(objects + "companies?limit=100&after=" + after))["results"].size() == 15);
    CHECK(p.get(objects + "deals?after=" + after).status == 400);
    CHECK(p.get(objects + "companies?archived=true&after=" + after).status == 400);
    CHECK(p.get(objects + "companies?after=7").status == 400);
    CHECK(p.get(objects + "companies?limit=101").status == 400);
    CHECK(p.get(objects + "companies?properties=" + std::string(20'000, 'x')).status == 414);
}

TEST_CASE("search pages until ten thousand") {
    portal p;
    for (int i = 0; i < 10'050; ++i) REQUIRE(p.box.add("line_items", {{"name", "x"}}));
    auto const url = objects + "line_items/search";
    auto const page = [&](int after) { return p.post(url, {{"limit", 200}, {"after", std::to_string(after)}}); };
    CHECK(body_of(page(0))["total"] == 10'050);
    CHECK(body_of(page(9'800))["results"].size() == 200);
    CHECK(body_of(page(9'800))["paging"]["next"]["after"] == "10000");
    CHECK(page(10'000).status == 400);
}

TEST_CASE("search takes so many groups, filters and sorts, and known properties only") {
    portal p;
    auto const url = objects + "line_items/search";
    CHECK(p.post(url, {{"limit", 201}}).status == 400);
    json const f{{"propertyName", "name"}, {"operator", "EQ"}, {"value", "x"}};
    auto const groups = [&](std::size_t g, std::size_t n) {
        json out = json::array();
        for (std::size_t i = 0; i < g; ++i) out.push_back({{"filters", json(std::vector<json>(n, f))}});
        return p.post(url, {{"filterGroups", out}}).status;
    };
    CHECK(groups(5, 3) == 200);
    CHECK(groups(3, 6) == 200);
    CHECK(groups(6, 1) == 400);
    CHECK(groups(1, 7) == 400);
    CHECK(groups(4, 5) == 400);
    CHECK(p.post(url, {{"sorts", {"name", "price"}}}).status == 400);
    auto const unknown = search_of("no_such_property", "EQ", "x");
    CHECK(p.post(url, unknown).status == 400);
}

TEST_CASE("search compares by type: texts without case, IN in lower case only") {
    portal p;
    REQUIRE(p.box.add_deal({.name = "Alpha beta", .amount = "9"}));
    REQUIRE(p.box.add_deal({.name = "Gamma", .amount = "10.0"}));
    auto const hits = [&](json filter) {
        return found(p, "deals", {{"filterGroups", {{{"filters", json::array({std::move(filter)})}}}}, {"limit", 9}});
    };
    CHECK(hits({{"propertyName", "amount"}, {"operator", "GT"}, {"value", "9.5"}}) == 1);
    CHECK(hits({{"propertyName", "amount"}, {"operator", "EQ"}, {"value", "10"}}) == 1);
    CHECK(hits({{"propertyName", "amount"}, {"operator", "BETWEEN"}, {"value", "9"}, {"highValue", "10"}}) == 2);
    CHECK(hits({{"propertyName", "dealname"}, {"operator", "EQ"}, {"value", "GAMMA"}}) == 1);
    CHECK(hits({{"propertyName", "dealname"}, {"operator", "IN"}, {"values", {"Gamma"}}}) == 0);
    CHECK(hits({{"propertyName", "dealname"}, {"operator", "IN"}, {"values", {"gamma"}}}) == 1);
    CHECK(hits({{"propertyName", "dealname"}, {"operator", "CONTAINS_TOKEN"}, {"value", "beta"}}) == 1);
    CHECK(hits({{"propertyName", "dealname"}, {"operator", "CONTAINS_TOKEN"}, {"value", "*et*"}}) == 1);
    CHECK(hits({{"propertyName", "dealname"}, {"operator", "CONTAINS_TOKEN"}, {"value", "et"}}) == 0);
    CHECK(hits({{"propertyName", "closedate"}, {"operator", "NOT_HAS_PROPERTY"}}) == 2);
}

TEST_CASE("search lags behind as many searches as it is told; reads by id do not") {
    portal p({.search_lag = 2});
    auto const id = *p.box.add_company("Old");
    auto const old_hits = search_of("name", "EQ", "old");
    CHECK(found(p, "companies", old_hits) == 0);
    CHECK(found(p, "companies", old_hits) == 0);
    CHECK(found(p, "companies", old_hits) == 1);
    REQUIRE(p.box.set("companies", id, {{"name", "New"}}));
    CHECK(body_of(p.get(objects + "companies/" + id))["properties"]["name"] == "New");
    CHECK(found(p, "companies", old_hits) == 1);  // it still matches on the old value
    CHECK(found(p, "companies", old_hits) == 1);
    CHECK(found(p, "companies", old_hits) == 0);
}

TEST_CASE("a late commit is late in search only") {
    portal p;
    p.box.faults.commit_late("companies create", 5s);
    CHECK(p.post(objects + "companies", properties({{"name", "Acme"}})).status == 201);
    CHECK(found(p, "companies", search_of("name", "EQ", "acme")) == 0);
    p.clock.advance(6s);
    CHECK(found(p, "companies", search_of("name", "EQ", "acme")) == 1);
}

TEST_CASE("limits are counted in rolling windows and told in headers, not on search") {
    portal p({.per_ten_seconds = 3, .searches_per_second = 2, .retry_after = true});
    CHECK(p.get(objects + "deals").header_value("X-HubSpot-RateLimit-Remaining") == "2");
    auto const search = [&] { return p.post(objects + "deals/search", json::object()); };
    CHECK_FALSE(search().header_value("X-HubSpot-RateLimit-Max").has_value());
    p.clock.advance(11s);
    search();
    search();
    auto const secondly = search();
    CHECK(secondly.status == 429);
    CHECK(body_of(secondly)["policyName"] == "SECONDLY");
    CHECK(body_of(secondly)["message"] == "You have reached your secondly limit.");
    CHECK(secondly.header_value("Retry-After") == "1");
    p.clock.advance(2s);
    CHECK(search().status == 200);
    auto const rolling = p.get(objects + "deals");
    CHECK(rolling.status == 429);
    CHECK(body_of(rolling)["policyName"] == "TEN_SECONDLY_ROLLING");
    CHECK_FALSE(body_of(rolling).contains("category"));
    portal day({.per_day = 1});
    CHECK(day.get(objects + "deals").status == 200);
    CHECK(body_of(day.get(objects + "deals"))["policyName"] == "DAILY");
    day.clock.advance(24h);
    CHECK(day.get(objects + "deals").status == 200);
}

TEST_CASE("a refreshed token works for thirty minutes, the fixed one for ever, no other at all") {
    portal p({.token = "pat", .refresh_token = "r"});
    auto const list = [&](std::string token) {
        return p.send(http::method::get, objects + "deals", {}, std::move(token));
    };
    CHECK(list("pat").status == 200);
    CHECK(list("").status == 401);
    CHECK(body_of(list("other"))["category"] == "INVALID_AUTHENTICATION");
    auto const refused = p.send(http::method::post, "/oauth/v1/token", "grant_type=refresh_token&refresh_token=x");
    CHECK(refused.status == 400);
    CHECK(body_of(refused)["status"] == "BAD_REFRESH_TOKEN");
    auto const granted =
        body_of(p.send(http::method::post, "/oauth/2026-09/token", "grant_type=refresh_token&refresh_token=r"));
    auto const token = granted["access_token"].get<std::string>();
    CHECK(list(token).status == 200);
    p.clock.advance(31min);
    CHECK(body_of(list(token))["category"] == "EXPIRED_AUTHENTICATION");
}

TEST_CASE("faults speak the system's own language") {
    portal p;
    p.box.faults.answer("deals list", {.status = 502});
    auto const edge = p.get(objects + "deals");
    CHECK(edge.status == 502);
    CHECK(edge.body.starts_with("<!DOCTYPE html>"));
    p.box.faults.answer("deals list", {.status = 429});
    CHECK(body_of(p.get(objects + "deals"))["policyName"] == "TEN_SECONDLY_ROLLING");
    auto const id = *p.box.add_company("A");
    p.box.faults.contend("companies update");
    CHECK(p.patch(objects + "companies/" + id, properties({{"name", "B"}})).status == 423);
    CHECK(p.patch(objects + "companies/" + id, properties({{"name", "B"}})).status == 200);
    p.box.faults.answer("companies create", {.status = 504, .with_effect = true});
    CHECK(p.post(objects + "companies", properties({{"name", "C"}})).status == 504);
    CHECK(p.box.count("companies") == 2);
}

TEST_CASE("the truth log has what really happened, with the call that did it") {
    portal p;
    REQUIRE(p.box.add_property("companies", {.name = "erp", .unique = true}));
    auto const id = *p.box.add_company("Seed", {{"erp", "S"}});
    CHECK(p.patch(objects + "companies/" + id, properties({{"name", "x"}})).status == 200);
    CHECK(p.patch(objects + "companies/" + id, properties({{"nope", "x"}})).status == 400);
    auto const effects = p.box.log.effects();
    REQUIRE(effects.size() == 2);
    CHECK(effects[0].request == 0);
    CHECK(effects[1].request == 1);
    CHECK(effects[1].key == "S");
    CHECK(effects[1].object == "companies");
    CHECK(p.box.log.writes() == 1);
}

TEST_CASE("equal states dump to equal texts, whatever time they were made at") {
    portal a;
    portal b;
    b.clock.advance(48h);
    for (auto* p : {&a, &b}) {
        auto const acme = *p->box.add_company("Acme");
        REQUIRE(p->box.add_deal({.name = "D", .company = acme, .lines = {{.name = "x"}}}));
    }
    CHECK(a.box.dump() == b.box.dump());
    REQUIRE(b.box.set("companies", b.box.ids("companies")[0], {{"phone", "1"}}));
    CHECK(a.box.dump() != b.box.dump());
}

TEST_CASE("whatever is sent is answered") {
    portal p;
    seeded_random random(7);
    std::string const pieces[] = {"{",
                                  "}",
                                  "[",
                                  "]",
                                  "\"inputs\":",
                                  "\"id\":",
                                  "\"1\"",
                                  ",",
                                  "7",
                                  "null",
                                  "\"properties\":",
                                  "\"filterGroups\":",
                                  "\xFF",
                                  "\"after\":",
                                  "true",
                                  "{}",
                                  "[]"};
    std::string const paths[] = {
        "companies",        "companies/1",     "companies/batch/upsert",          "companies/batch/read",
        "companies/search", "companies/merge", "companies/1/associations/deals/2"};
    for (int i = 0; i < 3000; ++i) {
        std::string body;
        for (auto n = random() % 12; n > 0; --n) body += pieces[random() % std::size(pieces)];
        auto const method = static_cast<http::method>(random() % 5);
        auto const r =
            p.send(method, objects + paths[random() % std::size(paths)] + (i % 7 == 0 ? "?limit=%ZZ&after" : ""), body);
        CHECK(r.status >= 200);
        CHECK(r.status < 500);
    }
}

TEST_CASE("many threads at once lose nothing") {
    portal p;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&p] {
            for (int i = 0; i < 50; ++i)
                (void)p.box.send({.method = http::method::post,
                                  .url = "https://api.hubapi.com" + objects + "companies",
                                  .body = R"({"properties":{"name":"x"}})",
                                  .bearer = secret{"t"}},
                                 {});
        });
    threads.clear();
    CHECK(p.box.count("companies") == 200);
    CHECK(p.box.calls() == 200);
}
