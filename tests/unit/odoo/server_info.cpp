// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/server_info.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

TEST_CASE("series 19 is talked to over JSON-2 with a bearer key") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    odoo::client erp{http, options()};
    auto const found = erp.connect(context{});
    REQUIRE(found);
    CHECK(found->wire == odoo::wire::json_2);
    CHECK(found->major == 19);
    CHECK(found->version == "19.0");
    CHECK(found->user_id == 2);
    CHECK(http.problems() == "");
    for (auto const& r : http.requests()) CHECK(r.body.find("key-1") == std::string::npos);
}

TEST_CASE("an older series is talked to over JSON-RPC after one login") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    odoo::client erp{http, options()};
    for (int i = 0; i < 2; ++i) {
        auto const found = erp.connect(context{});
        REQUIRE(found);
        CHECK(found->wire == odoo::wire::json_rpc);
        CHECK(found->major == 18);
        CHECK(found->user_id == 2);
    }
    odoo::client copy = erp;
    CHECK(copy.connect(context{}));
    CHECK(http.requests().size() == 2);
    CHECK(http.problems() == "");
}

TEST_CASE("no request ever names a base location, which would rewrite the server's address") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    odoo::client erp{http, options()};
    CHECK(erp.connect(context{}));
    for (auto const& r : http.requests()) CHECK(r.body.find("base_location") == std::string::npos);
}

TEST_CASE("a server between releases counts as its major series") {
    for (auto const& [series, major] : {std::pair{"saas~18.2", 18}, {"16.0", 16}, {"14.0", 14}}) {
        testkit::scripted_transport http;
        http.expect("POST", "/jsonrpc").reply(200, version(series));
        http.expect("POST", "/jsonrpc").reply(200, rpc("7"));
        odoo::client erp{http, options()};
        auto const found = erp.connect(context{});
        REQUIRE(found);
        CHECK(found->major == major);
    }
}

TEST_CASE("a series nobody knows is refused by name") {
    for (auto const* series : {"13.0", "nonsense", ""}) {
        testkit::scripted_transport http;
        http.expect("POST", "/jsonrpc").reply(200, version(series));
        odoo::client erp{http, options()};
        auto const found = erp.connect(context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::unsupported);
    }
}

TEST_CASE("a server without /jsonrpc tells its version elsewhere") {
    testkit::scripted_transport http;
    http.expect("POST", "/jsonrpc")
        .reply(404, "<!doctype html>\n<title>404 Not Found</title>", {{"Content-Type", "text/html"}});
    http.expect("GET", "/web/version").reply(200, R"({"version_info": [22, 0, 0, "final", 0, ""], "version": "22.0"})");
    http.expect("POST", "/json/2/res.users/context_get").reply(200, R"({"uid": 2})");
    odoo::client erp{http, options()};
    auto const found = erp.connect(context{});
    REQUIRE(found);
    CHECK(found->major == 22);
    CHECK(found->wire == odoo::wire::json_2);
    CHECK(http.problems() == "");
}

TEST_CASE("an address where no Odoo answers is a matter of the url option") {
    testkit::scripted_transport http;
    http.expect("POST", "/jsonrpc").reply(404, "<html>no</html>", {{"Content-Type", "text/html"}});
    http.expect("GET", "/web/version").reply(404, "<html>no</html>", {{"Content-Type", "text/html"}});
    odoo::client erp{http, options()};
    auto const found = erp.connect(context{});
    REQUIRE_FALSE(found);
    CHECK(found.error().code == errc::misconfigured);
    CHECK(found.error().message.find("`url`") != std::string::npos);
    CHECK(found.error().message.find("<html>") == std::string::npos);
}

TEST_CASE("a refused credential is unauthorized on both wires, and the next call asks again") {
    testkit::scripted_transport http;
    http.expect("POST", "/jsonrpc").reply(200, version("16.0"));
    http.expect("POST", "/jsonrpc").reply(200, rpc("false"));
    http.expect("POST", "/jsonrpc").reply(200, version("19.0"));
    http.expect("POST", "/json/2/res.users/context_get")
        .reply(401, fault("werkzeug.exceptions.Unauthorized", "Invalid apikey"));
    odoo::client erp{http, options()};
    for (int i = 0; i < 2; ++i) {
        auto const found = erp.connect(context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::unauthorized);
        CHECK(found.error().message.find("key-1") == std::string::npos);
    }
    CHECK(http.problems() == "");
}

TEST_CASE("an unknown database names the option on both wires") {
    testkit::scripted_transport http;
    http.expect("POST", "/jsonrpc").reply(200, version("16.0"));
    http.expect("POST", "/jsonrpc")
        .reply(200,
               rpc_error("psycopg2.OperationalError", "connection failed: FATAL:  database \"prod\" does not exist\n"));
    http.expect("POST", "/jsonrpc").reply(200, version("19.0"));
    http.expect("POST", "/json/2/res.users/context_get")
        .reply(404,
               "<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the "
               "requested URL was not found in the server-wide controllers.</p>\n",
               {{"Content-Type", "text/html; charset=utf-8"}});
    odoo::client erp{http, options()};
    for (int i = 0; i < 2; ++i) {
        auto const found = erp.connect(context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::misconfigured);
        CHECK_MESSAGE(found.error().message.find("`database`") != std::string::npos, found.error().message);
    }
}

TEST_CASE("a server before 19 needs a login") {
    testkit::scripted_transport http;
    http.expect("POST", "/jsonrpc").reply(200, version("18.0"));
    auto o = options();
    o.login.clear();
    odoo::client erp{http, o};
    auto const found = erp.connect(context{});
    REQUIRE_FALSE(found);
    CHECK(found.error().code == errc::misconfigured);
    CHECK(found.error().message.find("`login`") != std::string::npos);
}
