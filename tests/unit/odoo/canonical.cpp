// SPDX-License-Identifier: Apache-2.0
// What canonical objects say goes into Odoo, or is refused by name.
#include <syncline/odoo/upsert_target.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

namespace canonical_tests {

model::party party_with(model::address a) { return {.name = "Acme", .address = std::move(a)}; }

error refused(model::party const& p, std::string_view countries = {}, std::string_view states = {}) {
    testkit::scripted_transport http;
    expect_connect_19(http);
    if (!countries.empty()) http.expect("POST", "/json/2/res.country/search_read").reply(200, std::string(countries));
    if (!states.empty()) http.expect("POST", "/json/2/res.country.state/search_read").reply(200, std::string(states));
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::party>> const one{{p, {"k/1"}}};
    auto const done = erp.upsert<model::party>().upsert(one, context{});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::mapping);
    for (auto const& r : http.requests()) CHECK(r.repeat == http::safety::read);
    return done[0].error();
}

constexpr std::string_view usa = R"([{"id": 233, "code": "US"}])";
constexpr std::string_view states_of_usa =
    R"([{"id": 13, "code": "CA", "name": "California", "country_id": [233, "United States"]},
        {"id": 14, "code": "CO", "name": "Colorado", "country_id": [233, "United States"]}])";

}  // namespace canonical_tests

TEST_CASE("all that Odoo has a place for goes with a party") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/res.country/search_read")
        .body(R"({"domain":[["code","in",["US"]]],"fields":["code"]})")
        .reply(200, std::string(canonical_tests::usa));
    http.expect("POST", "/json/2/res.country.state/search_read")
        .body(R"({"domain":[["country_id","in",[233]]],"fields":["code","name","country_id"]})")
        .reply(200, std::string(canonical_tests::states_of_usa));
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/load")
        .body_contains(
            R"({"fields":["id","name","is_company","ref","vat","company_registry","lang","active","street","street2",)"
            R"("city","zip","country_id/.id","state_id/.id"],)"
            R"("data":[["syncline.k_x2f1","Acme","1","C-7","US123","R1","de_DE","0","Main 1","","Fremont","94538","233","13"]])")
        .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::party>> const one{
        {{.name = "Acme",
          .number = {"C-7"},
          .tax_ids = {{.scheme = "VAT", .value = " US123 "}, {.scheme = "company_registry", .value = "R1"}},
          .address = model::address{.line1 = {"Main 1"},
                                    .line2 = field_value<std::string>::empty_value(),
                                    .locality = {"Fremont"},
                                    .region = {"California (US)"},
                                    .postal_code = {"94538"},
                                    .country = {"United States"}},
          .language = {"de"},
          .active = false},
         {"k/1"}}};
    auto const done = erp.upsert<model::party>().upsert(one, context{});
    CHECK(http.problems() == "");
    REQUIRE_MESSAGE(done[0], done[0].error().message);
}

TEST_CASE("a country and a state are told by code or by name") {
    for (char const* region : {"US-CA", "ca", "California", "california (us)"}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", "/json/2/res.country/search_read").reply(200, std::string(canonical_tests::usa));
        http.expect("POST", "/json/2/res.country.state/search_read")
            .reply(200, std::string(canonical_tests::states_of_usa));
        http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
        http.expect("POST", "/json/2/res.partner/search_read").reply(200, "[]");
        http.expect("POST", "/json/2/res.partner/load")
            .body_contains(R"("Acme","1","233","13"])")
            .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
        odoo::client erp{http, options()};
        std::vector<sync::outgoing<model::party>> const one{
            {canonical_tests::party_with({.region = {region}, .country = {"US"}}), {"k/1"}}};
        CHECK(erp.upsert<model::party>().upsert(one, context{})[0]);
        CHECK(http.problems() == "");
    }
}

TEST_CASE("what Odoo has no place for is refused by name, and nothing is sent") {
    using canonical_tests::party_with;
    using canonical_tests::refused;
    model::party const two{.name = "A",
                           .tax_ids = {{.scheme = "VAT", .value = "AT1"}, {.scheme = "VAT", .value = "DE2"}}};
    CHECK(refused(two).message == "odoo res.partner k/1: tax_ids[1]: found a second VAT, expected one: Odoo keeps one");
    CHECK(refused({.name = "A", .tax_ids = {{.scheme = "EIN", .value = "1"}}}).message ==
          "odoo res.partner k/1: tax_ids[0].scheme: found \"EIN\", expected VAT or company_registry");
    CHECK(refused({.name = "A", .active = field_value<bool>::empty_value()}).message ==
          "odoo res.partner k/1: active: found it blank, expected true or false");
    CHECK(refused({.name = "A", .language = {"Deutsch"}}).message.find("language: ") != std::string::npos);
    CHECK(refused(party_with({.line3 = {"c/o Ann"}})).message ==
          "odoo res.partner k/1: address.line3: found \"c/o Ann\", expected none: Odoo has two lines");
    CHECK(refused(party_with({.country = {"Atlantis"}})).message.find("address.country: ") != std::string::npos);
    CHECK(refused(party_with({.country = {"AT"}}), "[]").message ==
          "odoo res.partner k/1: address.country: found AT, expected a country that this Odoo knows");
    CHECK(refused(party_with({.region = {"Tyrol"}})).message ==
          "odoo res.partner k/1: address.region: found \"Tyrol\" without a country, expected the country it is in");
    CHECK(refused(party_with({.region = {"Tyrol"}, .country = {"US"}}), canonical_tests::usa,
                  canonical_tests::states_of_usa)
              .message ==
          "odoo res.partner k/1: address.region: found \"Tyrol\", expected a state of US that this Odoo knows");
}

TEST_CASE("a party that says no more than a name is compared with no more") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/res.partner/read")
        .body(R"({"ids":[4],"fields":["name","is_company","website","phone","email","parent_id","active"]})")
        .reply(200, R"([{"id": 4, "name": "Acme", "is_company": true, "active": true}])");
    http.expect("POST", "/json/2/res.partner/write").body(R"({"ids":[4],"vals":{"active":false}})").reply(200, "true");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::party>> const one{
        {{.name = "Acme", .active = false}, {"k/1"}, sync::remote_id{"4"}}};
    auto const done = erp.upsert<model::party>().upsert(one, context{});
    CHECK(http.problems() == "");
    REQUIRE_MESSAGE(done[0], done[0].error().message);
    CHECK(done[0]->did == sync::upserted::what::updated);
}

TEST_CASE("a product that is no longer sold is archived") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/product.product/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/product.product/load")
        .body_contains(
            R"({"fields":["id","name","default_code","type","active"],"data":[["syncline.k_x2f1","H","H","service","0"]])")
        .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::product>> const one{{{.code = "H", .name = "H", .active = false}, {"k/1"}}};
    CHECK(erp.upsert<model::product>().upsert(one, context{})[0]);
    CHECK(http.problems() == "");
}
