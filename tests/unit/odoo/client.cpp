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

TEST_CASE("the difference of two records is written, and nothing when there is none") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/write")
        .body(R"({"ids":[7],"vals":{"name":"after"}})")
        .reply(200, "true");
    odoo::client erp{http, options()};
    ticket before;
    before.id = 7;
    before.title = "before";
    auto after = before;
    CHECK(erp.write(before, after, context{}) == false);
    CHECK(http.requests().empty());
    after.title = "after";
    CHECK(erp.write(before, after, context{}) == true);
    CHECK(http.problems() == "");
}

TEST_CASE("archive and unarchive are writes that may be repeated") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/write")
        .body(R"({"ids":[7,8],"vals":{"active":false}})")
        .reply(200, "true");
    http.expect("POST", "/json/2/helpdesk.ticket/write")
        .body(R"({"ids":[7,8],"vals":{"active":true}})")
        .reply(200, "true");
    odoo::client erp{http, options()};
    CHECK(erp.archive<ticket>(two_ids, context{}));
    CHECK(http.requests().back().repeat == http::safety::idempotent);
    CHECK(erp.unarchive<ticket>(two_ids, context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("a search by name escapes what would be a wildcard") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/name_search")
        .body(R"({"name":"100\\% \"x\\_y\"","limit":5})")
        .reply(200, R"([[7, "100% \"x_y\""]])");
    odoo::client erp{http, options()};
    auto const found = erp.name_search<ticket>("100% \"x_y\"", 5, context{});
    REQUIRE_MESSAGE(found, found.error().message);
    CHECK(found->front().id == 7);
    CHECK(erp.name_search<ticket>("x", 0, context{})->empty());
    CHECK(http.problems() == "");
}

TEST_CASE("a method is called with named arguments on both wires and decodes what it returns") {
    struct row {
        void (*connect)(testkit::scripted_transport&);
        char const* path;
        char const* body;
        bool wrapped;
    };
    for (auto const& [connect, path, body, wrapped] :
         {row{expect_connect_19, "/json/2/helpdesk.ticket/close", R"({"ids":[7,8],"reason":"a \"b\"","hours":1.50})",
              false},
          row{expect_connect_18, "/jsonrpc", R"("helpdesk.ticket","close",[[7,8]],{"reason":"a \"b\"","hours":1.50}])",
              true}}) {
        testkit::scripted_transport http;
        connect(http);
        http.expect("POST", path).body_contains(body).reply(200, wrapped ? rpc("[3]") : "[3]");
        http.expect("POST", path).reply(200, wrapped ? R"({"jsonrpc": "2.0", "id": 1})" : "null");
        odoo::client erp{http, options()};
        odoo::arguments const with = odoo::arguments{}.with("reason", "a \"b\"").with("hours", "1.50"_dec);
        auto const done = erp.call<ticket, std::vector<std::int64_t>>("close", two_ids, with, context{});
        REQUIRE_MESSAGE(done, done.error().message);
        CHECK(*done == std::vector<std::int64_t>{3});
        CHECK(http.requests().back().repeat == http::safety::once);
        CHECK(erp.call<ticket>("close", two_ids, with, context{}));  // None is an answer
        CHECK(http.problems() == "");
    }
}

TEST_CASE("a method of the model takes no records") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/default_get")
        .body(R"({"fields":["name"]})")
        .reply(200, R"({"name": "new"})");
    odoo::client erp{http, options()};
    CHECK(
        erp.call<ticket>("default_get", odoo::arguments{}.with("fields", std::vector<std::string>{"name"}), context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("the context of a call goes before the client's, flag by flag") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/fields_get").reply(200, ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/search")
        .body(R"({"domain":[],"context":{"lang":"fr_FR","tz":"Europe/Paris","allowed_company_ids":[2],)"
              R"("active_test":false,"tracking_disable":true}})")
        .reply(200, "[]");
    http.expect("POST", "/json/2/helpdesk.ticket/search")
        .body(R"({"domain":[],"context":{"lang":"fr_FR","allowed_company_ids":[1]}})")
        .reply(200, "[]");
    auto o = options();
    o.context = {.lang = "fr_FR", .allowed_company_ids = {1}};
    odoo::client erp{http, o};
    auto other = erp.with_context({.tz = "Europe/Paris",
                                   .allowed_company_ids = {2},
                                   .active_test = false,
                                   .flags = {{"tracking_disable", true}}});
    CHECK(other.search<ticket>().ids(context{}));
    CHECK(erp.search<ticket>().ids(context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("ids that have no record any more are found by a search, archived ones are there") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/search")
        .body(R"({"domain":[["id","in",[7,8]]],"context":{"active_test":false}})")
        .reply(200, "[8]");
    odoo::client erp{http, options()};
    CHECK(erp.missing<ticket>(two_ids, context{}) == std::vector<std::int64_t>{7});
    CHECK(erp.missing<ticket>({}, context{})->empty());
    CHECK(http.problems() == "");
}

TEST_CASE("a model is described field by field") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/fields_get")
        .reply(200, R"({"state": {"type": "selection", "string": "State", "required": true, "readonly": false,
                                  "store": true, "selection": [["open", "Open"], ["done", "Done"]]},
                        "name": {"type": "char", "string": "Name", "size": 64, "store": true},
                        "lines": {"type": "one2many", "string": "Lines", "relation": "x.line",
                                  "relation_field": "ticket_id", "store": true},
                        "age": {"type": "integer", "string": "Age", "store": false, "searchable": false}})");
    odoo::client erp{http, options()};
    auto const d = erp.describe("helpdesk.ticket", context{});
    REQUIRE_MESSAGE(d, d.error().message);
    CHECK(d->version == "19.0");
    REQUIRE(d->fields.size() == 4);
    CHECK(d->fields.front().name == "age");
    CHECK_FALSE(d->find("age")->searchable);
    CHECK(d->find("name")->size == 64);
    CHECK(d->find("lines")->inverse == "ticket_id");
    CHECK(d->find("state")->choices ==
          std::vector<std::pair<std::string, std::string>>{{"open", "Open"}, {"done", "Done"}});
    CHECK(d->find("nothing") == nullptr);
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
