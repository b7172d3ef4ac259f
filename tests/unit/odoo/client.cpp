// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/client.hpp>

#include <doctest/doctest.h>

#include <thread>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

namespace {

std::vector<std::int64_t> const two_ids{7, 8};

}  // namespace

TEST_CASE("read asks for described fields of the ids that exist") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    expect_fields_18(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/jsonrpc")
        .body_contains(
            R"("helpdesk.ticket","read",[[7,8],["id","name","phone","owner_id","cost","urgent","tag_ids"]],{}])")
        .reply(200, rpc(R"([{"id": 8, "name": "T", "phone": false, "owner_id": [1, "P"], "cost": 1.5, "urgent": false,
                             "tag_ids": []}])"));
    odoo::client erp{http, options()};
    auto const found = erp.read<ticket>(two_ids, context{});
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK(found->front().owner_id.value().id == 1);
    CHECK(http.problems() == "");
}

TEST_CASE("nothing asked for costs no call") {
    testkit::scripted_transport http;
    odoo::client erp{http, options()};
    std::vector<std::int64_t> const none;
    CHECK(erp.read<ticket>(none, context{})->empty());
    CHECK(erp.write(none, odoo::edits<ticket>{}, context{}));
    CHECK(erp.unlink<ticket>(none, context{}));
    CHECK(erp.create<ticket>({}, context{})->empty());
    CHECK(http.requests().empty());
}

TEST_CASE("create sends all records in one call that no layer repeats") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/create")
        .body(
            R"({"vals_list":[{"name":"A","owner_id":5,"urgent":true},{"name":"B","phone":false,"cost":1.10,"urgent":false}]})")
        .reply(200, "[107, 108]");
    odoo::client erp{http, options()};
    std::vector<ticket> tickets(2);
    tickets[0].title = "A";
    tickets[0].owner_id = json::id_name{5, "Ann"};
    tickets[0].urgent = true;
    tickets[1].title = "B";
    tickets[1].phone = field_value<std::string>::empty_value();
    tickets[1].cost = "1.10"_dec;
    tickets[1].tag_ids = {1, 2};
    CHECK(erp.create<ticket>(tickets, context{}) == std::vector<std::int64_t>{107, 108});
    CHECK(http.requests().back().repeat == http::safety::once);
    CHECK(http.problems() == "");
}

TEST_CASE("over JSON-RPC create takes its list by position") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    expect_fields_18(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/jsonrpc")
        .body_contains(R"("helpdesk.ticket","create",[[{"name":"A","urgent":false}]],{}])")
        .reply(200, rpc("[80]"));
    odoo::client erp{http, options()};
    std::vector<ticket> tickets(1);
    tickets[0].title = "A";
    CHECK(erp.create<ticket>(tickets, context{}) == std::vector<std::int64_t>{80});
    CHECK(http.problems() == "");
}

TEST_CASE("a create whose reply is lost, cut or of another size has an unknown outcome") {
    for (auto const* body : {"[1", "", "[1, 2]", "<html>", "null"}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "helpdesk.ticket", ticket_fields);
        http.expect("POST", "/json/2/helpdesk.ticket/create").reply(200, body);
        odoo::client erp{http, options()};
        auto const made = erp.create<ticket>(std::vector<ticket>(1), context{});
        REQUIRE_FALSE(made);
        CHECK(made.error().code == errc::malformed);
        CHECK(made.error().may_have_happened());
    }
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/create").fail(lost_reply());
    odoo::client erp{http, options()};
    auto const made = erp.create<ticket>(std::vector<ticket>(1), context{});
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::timed_out);
    CHECK(made.error().may_have_happened());
    CHECK(made.error().message.starts_with("odoo helpdesk.ticket create: "));
}

TEST_CASE("write changes by id and may be repeated") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/write")
        .body(R"({"ids":[7,8],"vals":{"phone":"1"}})")
        .reply(200, "true");
    http.expect("POST", "/json/2/helpdesk.ticket/write")
        .body(R"({"ids":[7,8],"vals":{"name":"T","urgent":false}})")
        .reply(200, "true");
    odoo::client erp{http, options()};
    CHECK(erp.write(two_ids, odoo::edits<ticket>{}.set(field<&ticket::phone>, "1"), context{}));
    CHECK(http.requests().back().repeat == http::safety::idempotent);
    ticket whole;
    whole.title = "T";
    CHECK(erp.write(two_ids, whole, context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("unlink deletes by id and is not repeated") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    http.expect("POST", "/jsonrpc").body_contains(R"("helpdesk.ticket","unlink",[[7,8]],{}])").reply(200, rpc("true"));
    http.expect("POST", "/jsonrpc")
        .reply(200, rpc_error("odoo.exceptions.MissingError", "Record does not exist or has been deleted."));
    odoo::client erp{http, options()};
    CHECK(erp.unlink<ticket>(two_ids, context{}));
    CHECK(http.requests().back().repeat == http::safety::once);
    auto const again = erp.unlink<ticket>(two_ids, context{});
    REQUIRE_FALSE(again);
    CHECK(again.error().code == errc::not_found);
    CHECK_FALSE(again.error().may_have_happened());
}

TEST_CASE("an answer with neither result nor error is None, not a failure of the wire") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    expect_fields_18(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/jsonrpc").reply(200, R"({"jsonrpc": "2.0", "id": 1})");
    odoo::client erp{http, options()};
    auto const done = erp.write(two_ids, odoo::edits<ticket>{}.clear(field<&ticket::phone>), context{});
    REQUIRE_FALSE(done);
    CHECK(done.error().message == "odoo helpdesk.ticket write: found no result, expected one");
    CHECK(done.error().may_have_happened());

    // where a blank is a possible answer, None is it
    auto const none = odoo::detail::decoded<std::optional<std::int64_t>>(
        odoo::detail::reply{.body = R"({"jsonrpc": "2.0", "id": 194})", .at = "/result", .operation = "odoo x"});
    REQUIRE(none);
    CHECK_FALSE(*none);
}

TEST_CASE("cancellation and deadlines of the transport come up as they are") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "res.partner", partner_fields);
    http.expect("POST", "/json/2/res.partner/search").fail({.code = errc::cancelled, .message = "stopped by the host"});
    odoo::client erp{http, options()};
    auto const found = erp.search<odoo::res_partner>().ids(context{});
    REQUIRE_FALSE(found);
    CHECK(found.error().code == errc::cancelled);
    CHECK(found.error().message == "odoo res.partner search: stopped by the host");
}

TEST_CASE("many threads share one login") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "res.partner", partner_fields);
    http.whenever("POST", "/json/2/res.partner/search_count").reply(200, "3");
    odoo::client erp{http, options()};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&erp] { CHECK(erp.search<odoo::res_partner>().count(context{}) == 3); });
    threads.clear();
    CHECK(http.problems() == "");
    CHECK(http.requests().size() == 11);
}
