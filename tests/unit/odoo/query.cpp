// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/query.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

TEST_CASE("a search asks for described fields only, in one call") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/search_read")
        .body(R"({"domain":["&",["name","=","x"],["cost",">",1.5]],)"
              R"("fields":["id","name","phone","owner_id","cost","urgent","tag_ids"],)"
              R"("limit":2,"offset":4,"order":"cost desc,name asc"})")
        .reply(200, R"([{"id": 1, "name": "x", "phone": false, "owner_id": [7, "Ann"], "cost": 2.50, "urgent": true,
                         "tag_ids": [3]}])");
    odoo::client erp{http, options()};
    auto const found = erp.search<ticket>()
                           .where(field<&ticket::title> == "x" && field<&ticket::cost> > "1.5"_dec)
                           .order_by(field<&ticket::cost>, odoo::direction::descending)
                           .order_by(field<&ticket::title>)
                           .limit(2)
                           .offset(4)
                           .fetch(context{});
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK(found->front().title == "x");
    CHECK(found->front().owner_id.value().id == 7);
    CHECK(found->front().cost->to_string() == "2.50");
    CHECK(found->front().phone.is_empty());
    CHECK(http.problems() == "");
}

TEST_CASE("over JSON-RPC the domain goes by position and the rest by name") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    expect_fields_18(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/jsonrpc")
        .body(
            R"({"jsonrpc":"2.0","method":"call","params":{"service":"object","method":"execute_kw",)"
            R"("args":["prod",2,"key-1","helpdesk.ticket","search_read",[[]],{"fields":["id","name","phone","owner_id",)"
            R"("cost","urgent","tag_ids"],"limit":1}]},"id":1})")
        .reply(200, rpc("[]"));
    odoo::client erp{http, options()};
    auto const found = erp.search<ticket>().limit(1).fetch(context{});
    REQUIRE(found);
    CHECK(found->empty());
    CHECK(http.problems() == "");
}

TEST_CASE("conditions given one after the other must all hold") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/search")
        .body(R"({"domain":["&","|",["id","=",1],["id","=",2],["urgent","=",true]]})")
        .reply(200, "[2, 1]");
    odoo::client erp{http, options()};
    auto const found = erp.search<ticket>()
                           .where(field<&ticket::id> == 1 || field<&ticket::id> == 2)
                           .where(field<&ticket::urgent> == true)
                           .ids(context{});
    CHECK(found == std::vector<std::int64_t>{2, 1});
    CHECK(http.problems() == "");
}

TEST_CASE("a count ignores limit and offset") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/search_count").body(R"({"domain":[["id",">",5]]})").reply(200, "78");
    odoo::client erp{http, options()};
    CHECK(erp.search<ticket>().where(field<&ticket::id> > 5).limit(1).offset(9).count(context{}) == 78);
}

TEST_CASE("a limit of zero is nothing, not everything as Odoo takes it") {
    testkit::scripted_transport http;
    odoo::client erp{http, options()};
    CHECK(erp.search<ticket>().limit(0).fetch(context{})->empty());
    CHECK(erp.search<ticket>().limit(0).ids(context{})->empty());
    CHECK(http.requests().empty());
}

TEST_CASE("a reply of the wrong shape names path, found and expected") {
    for (auto const* body :
         {R"([{"id": "x", "name": "n"}])", R"({"id": 1})", "[{\"id\": 1,", "", "<html>proxy</html>"}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "res.partner", partner_fields);
        http.expect("POST", "/json/2/res.partner/search_read").reply(200, body);
        odoo::client erp{http, options()};
        auto const found = erp.search<odoo::res_partner>().fetch(context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::malformed);
        CHECK_FALSE(found.error().may_have_happened());
        CHECK(found.error().message.starts_with("odoo res.partner search_read: "));
        CHECK(found.error().server_message.size() <= 210);
    }
}

TEST_CASE("a nesting bomb and a huge number are refused, not followed") {
    for (auto const& body : {std::string(100'000, '['), R"([{"id": 99999999999999999999}])" + std::string()}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "res.partner", partner_fields);
        http.expect("POST", "/json/2/res.partner/search").reply(200, body);
        odoo::client erp{http, options()};
        CHECK_FALSE(erp.search<odoo::res_partner>().ids(context{}));
    }
}

TEST_CASE("the search is repeatable and says so") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "res.partner", partner_fields);
    http.expect("POST", "/json/2/res.partner/search").reply(200, "[]");
    odoo::client erp{http, options()};
    CHECK(erp.search<odoo::res_partner>().ids(context{}));
    for (auto const& r : http.requests()) CHECK(r.repeat == http::safety::read);
}
