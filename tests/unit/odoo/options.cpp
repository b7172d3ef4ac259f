// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/options.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;

TEST_CASE("an option that cannot be is named before anything is sent") {
    struct row {
        void (*change)(odoo::client_options&);
        char const* named;
    };
    for (auto const& [change, named] :
         {row{[](odoo::client_options& o) { o.url.clear(); }, "`url`"},
          row{[](odoo::client_options& o) { o.url = "erp.example"; }, "`url`"},
          row{[](odoo::client_options& o) { o.url = "https://erp.example/?a=b"; }, "`url`"},
          row{[](odoo::client_options& o) { o.database.clear(); }, "`database`"},
          row{[](odoo::client_options& o) { o.api_key = secret{}; }, "`api_key`"},
          row{[](odoo::client_options& o) { o.batch = 0; }, "`batch`"},
          row{[](odoo::client_options& o) { o.in_flight = 0; }, "`in_flight`"},
          row{[](odoo::client_options& o) { o.external_id_module = "a.b"; }, "`external_id_module`"},
          row{[](odoo::client_options& o) { o.external_id_module.clear(); }, "`external_id_module`"}}) {
        testkit::scripted_transport http;
        auto options = odoo_test::options();
        change(options);
        odoo::client erp{http, options};
        auto const found = erp.connect(context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::misconfigured);
        CHECK_MESSAGE(found.error().message.find(named) != std::string::npos, found.error().message);
        CHECK(http.requests().empty());
    }
}

TEST_CASE("a path in front of Odoo's own is kept") {
    testkit::scripted_transport http;
    http.expect("POST", "https://example.org/erp/jsonrpc").reply(200, odoo_test::version("18.0"));
    http.expect("POST", "https://example.org/erp/jsonrpc").reply(200, odoo_test::rpc("2"));
    auto options = odoo_test::options();
    options.url = "https://example.org/erp/";
    odoo::client erp{http, options};
    CHECK(erp.connect(context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("language and companies go into the context of every call, and only when given") {
    testkit::scripted_transport http;
    odoo_test::expect_connect_19(http);
    odoo_test::expect_fields_19(http, "res.partner", odoo_test::partner_fields);
    http.expect("POST", "/json/2/res.partner/search_count").body(R"({"domain":[]})").reply(200, "3");
    odoo::client plain{http, odoo_test::options()};
    CHECK(plain.search<odoo::res_partner>().count(context{}) == 3);

    http.expect("POST", "/jsonrpc").reply(200, odoo_test::version("18.0"));
    http.expect("POST", "/jsonrpc").reply(200, odoo_test::rpc("2"));
    http.expect("POST", "/jsonrpc").body_contains("fields_get").reply(200, odoo_test::rpc(odoo_test::partner_fields));
    http.expect("POST", "/jsonrpc")
        .body_contains(R"([[]],{"context":{"lang":"fr_FR","allowed_company_ids":[3,1]}}])")
        .reply(200, odoo_test::rpc("4"));
    auto options = odoo_test::options();
    options.context = {.lang = "fr_FR", .allowed_company_ids = {3, 1}};
    odoo::client french{http, options};
    CHECK(french.search<odoo::res_partner>().count(context{}) == 4);
    CHECK(http.problems() == "");
}
