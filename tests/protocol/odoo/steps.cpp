// SPDX-License-Identifier: Apache-2.0
// The upsert by external id as a conversation with a JSON-2 server, line by line.
#include <doctest/doctest.h>

#include <syncline/core/category.hpp>

#include <nlohmann/json.hpp>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;
using what = sync::upserted::what;

namespace {

sync::outgoing<model::party> acme(std::string key = "won/1/customer", std::string name = "Acme") {
    return {.record = {.name = std::move(name), .phone = {"+1"}}, .key = {std::move(key)}};
}

sync::outgoing<model::contract> order(std::string key = "won/1/order") {
    return {.record = {.legal_entity = {"odoo", "res.company", "1"},
                       .party = {"odoo", "res.partner", "77"},
                       .reference = "D-1",
                       .lines = {{{"odoo", "product.product", "5"}, "", 2, "527.00"_dec}}},
            .key = {std::move(key)}};
}

constexpr auto external_ids = "/json/2/ir.model.data/search_read";
constexpr auto nothing_found = "[]";

sync::outgoing<model::contract> in_currency(std::string code) {
    auto o = order();
    o.record.currency = std::move(code);
    return o;
}

sync::outgoing<model::party> known(std::string key, int id) {
    auto p = acme(std::move(key));
    p.known = sync::remote_id{std::to_string(id)};
    return p;
}

/// multi_company.json of series 19, "read by id with [1] only": the model is named, the record is not.
std::string hidden_by_a_rule(std::string const& what_it_is) {
    return fault(
        "odoo.exceptions.AccessError",
        "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, Mitchell Admin (id=2) "
        "doesn't have 'read' access to:\n- " +
            what_it_is +
            "\n\nIf you really, really need access, perhaps you can win over your friendly administrator with a "
            "batch of freshly baked cookies.\n\nThis seems to be a multi-company issue, you might be able to "
            "access the record by switching to the company: SDK Company B.");
}

std::vector<result<sync::upserted>> run(testkit::scripted_transport& http, std::vector<sync::outgoing<model::party>> in,
                                        odoo::client_options o = options()) {
    odoo::client erp{http, std::move(o)};
    return erp.upsert<model::party>().upsert(in, context{});
}

std::vector<result<sync::upserted>> run(testkit::scripted_transport& http,
                                        std::vector<sync::outgoing<model::contract>> in) {
    odoo::client erp{http, options()};
    return erp.upsert<model::contract>().upsert(in, context{});
}

void expect_load_of(testkit::scripted_transport& http, std::string rows, std::string answer) {
    http.expect("POST", "/json/2/res.partner/load").body_contains(std::move(rows)).reply(200, std::move(answer));
}

/// `order()` is there already, with a total and a currency as given.
void expect_same_order(testkit::scripted_transport& http, std::string const& total, std::string const& currency) {
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2forder", "model": "sale.order", "res_id": 36}])");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200,
               R"([{"id": 36, "company_id": [1, "Ours"], "partner_id": [77, "Acme"],
                         "client_order_ref": "D-1", "order_line": [1],
                         "amount_untaxed": )" +
                   total + R"(, "currency_id": [1, ")" + currency + "\"]}]");
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 61, "name": "won_x2f1_x2forder_line_1", "model": "sale.order.line", "res_id": 1}])");
    http.expect("POST", "/json/2/sale.order.line/read")
        .reply(200, R"([{"id": 1, "product_id": [5, "P"], "name": "P", "product_uom_qty": 2.0, "price_unit": 527.0}])");
}

std::string refusal(std::size_t row, std::string const& message, std::string const& more = {}) {
    return R"({"rows": {"from": )" + std::to_string(row) + R"(, "to": )" + std::to_string(row) +
           R"(}, "type": "error", "record": )" + std::to_string(row) + R"(, "message": ")" + message + "\"" + more +
           "}";
}

std::string refused(std::string const& messages) {
    return R"({"ids": false, "messages": [)" + messages + R"(], "nextrow": 0})";
}

}  // namespace

TEST_CASE("a new company: looked up, matched against nothing, loaded under its external id") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .body(R"({"domain":[["module","=","syncline"],["name","in",["won_x2f1_x2fcustomer"]]],)"
              R"("fields":["name","model","res_id"]})")
        .reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read")
        .body(R"({"domain":[["is_company","=",true],["name","=ilike","Acme"]],"fields":["name"]})")
        .reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/load")
        .body(R"({"fields":["id","name","is_company","phone"],)"
              R"("data":[["syncline.won_x2f1_x2fcustomer","Acme","1","+1"]],"context":{"tz":"UTC"}})")
        .reply(200, R"({"ids": [9], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->id.text == "9");
    CHECK(done[0]->did == what::created);
    CHECK(http.problems() == "");
    for (auto const& r : http.requests()) CHECK(r.repeat != http::safety::once);
}

TEST_CASE("an existing record that is the same already is left alone") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 9}])");
    http.expect("POST", "/json/2/res.partner/read")
        .body(R"({"ids":[9],"fields":["name","is_company","website","phone","email","parent_id"]})")
        .reply(200, R"([{"id": 9, "name": "Acme", "is_company": true, "website": "http://kept.example", "phone": "+1",
                         "email": false, "parent_id": false}])");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::unchanged);
    CHECK(http.problems() == "");
}

TEST_CASE("an existing record that differs is written by id, only what differs, blank as false") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 9}])");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 9, "name": "Acme", "is_company": true, "website": "http://old.example", "phone": "+2",
                         "email": "a@example.com", "parent_id": [4, "Old"]}])");
    http.expect("POST", "/json/2/res.partner/write")
        .body(R"({"ids":[9],"vals":{"website":false,"phone":"+1","parent_id":7}})")
        .reply(200, "true");
    auto changed = acme();
    changed.record.website = field_value<std::string>::empty_value();
    changed.record.parent = external_ref{"odoo", "res.partner", "7"};
    auto const done = run(http, {changed});
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::updated);
    CHECK(http.problems() == "");
}

TEST_CASE("a known id is checked, not looked up; when it is gone the external id decides") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/res.partner/read").body_contains(R"("ids":[8])").reply(200, "[]");
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 9}])");
    http.expect("POST", "/json/2/res.partner/read")
        .body_contains(R"("ids":[9])")
        .reply(200, R"([{"id": 9, "name": "Acme", "is_company": true, "website": false, "phone": "+1", "email": false,
                         "parent_id": false}])");
    auto known = acme();
    known.known = sync::remote_id{"8"};
    auto const done = run(http, {known});
    REQUIRE(done[0]);
    CHECK(done[0]->id.text == "9");
    CHECK(http.problems() == "");
}

TEST_CASE("an external id whose record was deleted counts as not found; load replaces it") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 99999999}])");
    http.expect("POST", "/json/2/res.partner/read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    expect_load_of(http, "syncline.won_x2f1_x2fcustomer", R"({"ids": [10], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::created);
    CHECK(http.problems() == "");
}

TEST_CASE("a company of the same name is adopted: its external id is written, not a second company") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, R"([{"id": 12, "name": "ACME"}])");
    http.expect("POST", "/json/2/ir.model.data/create")
        .body(R"({"vals_list":[{"module":"syncline","name":"won_x2f1_x2fcustomer","model":"res.partner","res_id":12,)"
              R"("noupdate":true}]})")
        .reply(200, "[501]");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 12, "name": "Acme", "is_company": true, "website": false, "phone": "+1", "email": false,
                         "parent_id": false}])");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->id.text == "12");
    CHECK(done[0]->did == what::matched);
    CHECK(http.problems() == "");
}

TEST_CASE("adopting with an external id that points to a deleted record moves it") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 99}])");
    http.expect("POST", "/json/2/res.partner/read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, R"([{"id": 12, "name": "acme"}])");
    http.expect("POST", "/json/2/ir.model.data/write").body(R"({"ids":[3],"vals":{"res_id":12}})").reply(200, "true");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 12, "name": "Acme", "is_company": true, "website": false, "phone": "+1", "email": false,
                         "parent_id": false}])");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::matched);
    CHECK(http.problems() == "");
}

TEST_CASE("another host adopted first: the duplicate is refused, looked up and found") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, R"([{"id": 12, "name": "Acme"}])");
    http.expect("POST", "/json/2/ir.model.data/create")
        .reply(422, fault("odoo.exceptions.ValidationError",
                          "The operation cannot be completed: duplicate key value violates unique constraint"));
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 12}])");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 12, "name": "Acme", "is_company": true, "website": false, "phone": "+1", "email": false,
                         "parent_id": false}])");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->id.text == "12");
    CHECK(http.problems() == "");
}

TEST_CASE("several companies of that name are a question for a person, with their ids") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read")
        .reply(200, R"([{"id": 12, "name": "Acme"}, {"id": 31, "name": "acme"}])");
    auto const done = run(http, {acme()});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::duplicate_candidate);
    CHECK(done[0].error().message ==
          "odoo res.partner won/1/customer: name: found 2 records that match (ids 12, 31), expected at most one");
}

TEST_CASE("names are compared exactly: wildcards are escaped, other letters are the server's to compare") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read")
        .body_contains("K\xC3\xB6ln")
        .reply(200, R"([{"id": 40, "name": "KÖLN"}])");
    http.expect("POST", "/json/2/res.partner/search_read")
        .body_contains(R"(["name","=ilike","50\\% off\\_"])")
        .reply(200, R"([{"id": 41, "name": "50x offy"}])");
    http.expect("POST", "/json/2/ir.model.data/create").body_contains(R"("res_id":40)").reply(200, "[501]");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 40, "name": "Köln", "is_company": true, "phone": "+1"}])");
    expect_load_of(http, "50% off_", R"({"ids": [42], "messages": [], "nextrow": 0})");
    auto one = options();
    one.in_flight = 1;
    auto const done = run(http, {acme("k/1", "K\xC3\xB6ln"), acme("k/2", "50% off_")}, one);
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::matched);
    REQUIRE(done[1]);
    CHECK(done[1]->did == what::created);
    CHECK(http.problems() == "");
}

TEST_CASE("two records of one name in a call: the first creates, the second adopts what came of it") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    expect_load_of(http, R"([["syncline.k_x2f1","Acme","1","+1"]])", R"({"ids": [9], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/ir.model.data/create").body_contains(R"("name":"k_x2f2")").reply(200, "[501]");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 9, "name": "Acme", "is_company": true, "phone": "+1"}])");
    auto const done = run(http, {acme("k/1"), acme("k/2")});
    REQUIRE(done[0]);
    REQUIRE(done[1]);
    CHECK(done[0]->did == what::created);
    CHECK(done[1]->did == what::matched);
    CHECK(done[1]->id.text == "9");
    CHECK(http.problems() == "");
}

TEST_CASE("when it is not known whether the first of two of one name was created, the second waits") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/load").fail(lost_reply());
    auto const done = run(http, {acme("k/1"), acme("k/2")});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().may_have_happened());
    REQUIRE_FALSE(done[1]);
    CHECK(done[1].error().message == "odoo res.partner k/2: waits for the outcome of k/1, which has the same name");
    CHECK(done[1].error().is_retryable());
    CHECK_FALSE(done[1].error().may_have_happened());
    CHECK(http.problems() == "");
}

TEST_CASE("when the first of two of one name is refused, the second is created") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    expect_load_of(http, "k_x2f1", refused(refusal(0, "Nothing like that")));
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    expect_load_of(http, "k_x2f2", R"({"ids": [9], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme("k/1"), acme("k/2")});
    CHECK_FALSE(done[0]);
    REQUIRE(done[1]);
    CHECK(done[1]->did == what::created);
    CHECK(http.problems() == "");
}

TEST_CASE("persons are not matched by name") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    expect_load_of(http, R"("Ann","0")", R"({"ids": [9], "messages": [], "nextrow": 0})");
    auto ann = acme("k/1", "Ann");
    ann.record.kind = model::party_kind::person;
    CHECK(run(http, {ann})[0]);
    CHECK(http.problems() == "");
}

TEST_CASE("an order is loaded with its lines, each under an external id of its own, and its total is compared") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/sale.order/load")
        .body(R"({"fields":["id","company_id/.id","partner_id/.id","client_order_ref","order_line/id",)"
              R"("order_line/product_id/.id","order_line/product_uom_qty","order_line/price_unit"],"data":[)"
              R"(["syncline.won_x2f1_x2forder","1","77","D-1","syncline.won_x2f1_x2forder_line_1","5","2","527.00"],)"
              R"(["","","","","syncline.won_x2f1_x2forder_line_2","6","1","0.10"]],)"
              R"("context":{"tz":"UTC","allowed_company_ids":[1]}})")
        .reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order/read")
        .body(R"({"ids":[36],"fields":["amount_untaxed","currency_id"],"context":{"allowed_company_ids":[1]}})")
        .reply(200, R"([{"id": 36, "amount_untaxed": 1054.1, "currency_id": [1, "USD"]}])");
    auto o = order();
    o.record.lines.push_back({{"odoo", "product.product", "6"}, "", 1, "0.10"_dec});
    auto const done = run(http, std::vector{o});
    REQUIRE(done[0]);
    CHECK(done[0]->id.text == "36");
    CHECK(http.problems() == "");
}

TEST_CASE("a company may round line by line or once for the whole order: both totals are the order's, another is not") {
    for (auto const& answer : {std::pair{"23.65", true}, std::pair{"23.63", true}, std::pair{"23.64", false}}) {
        CAPTURE(answer.first);
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", external_ids).reply(200, nothing_found);
        http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
        http.expect("POST", "/json/2/sale.order/read")
            .reply(200, R"([{"id": 36, "amount_untaxed": )" + std::string(answer.first) +
                            R"(, "currency_id": [1, "USD"]}])");
        auto o = order();
        o.record.lines.clear();
        for (auto const& [quantity, price] :
             {std::pair{"0.35"_dec, "10.1"_dec}, std::pair{"0.35"_dec, "10.1"_dec}, std::pair{"0.15"_dec, "10.1"_dec},
              std::pair{"0.45"_dec, "33.3"_dec}, std::pair{"0.55"_dec, "0.1"_dec}})
            o.record.lines.push_back({{"odoo", "product.product", "6"}, "", quantity, price});
        auto const done = run(http, std::vector{o});
        CHECK(done[0].has_value() == answer.second);
        if (!answer.second) CHECK(category_of(done[0].error()) == category::amount_mismatch);
    }
}

TEST_CASE("an order whose total is not the sum of its lines is refused with both amounts") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "amount_untaxed": 2108.0, "currency_id": [1, "USD"]}])");
    auto const done = run(http, std::vector{order()});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::rejected);
    CHECK(category_of(done[0].error()) == category::amount_mismatch);
    CHECK(done[0].error().message ==
          "odoo sale.order won/1/order: amount_untaxed of order 36: found 2108.0 USD, "
          "expected 1054.00, the sum of its lines");
    CHECK(done[0].error().may_have_happened());  // the order is there
}

TEST_CASE("a total that differs in an order nothing was written to has left nothing behind") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_same_order(http, "9.0", "USD");
    auto const done = run(http, std::vector{order()});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::rejected);
    CHECK_FALSE(done[0].error().may_have_happened());
    CHECK(http.problems() == "");
}

TEST_CASE("whatever fails after an order was created, it may have happened") {
    for (bool const answered : {true, false}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", external_ids).reply(200, nothing_found);
        http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
        auto& verify = http.expect("POST", "/json/2/sale.order/read");
        if (answered)
            verify.reply(403, hidden_by_a_rule("Sales Order (sale.order)"));
        else
            verify.fail({.code = errc::unavailable, .message = "connection refused"});
        auto const done = run(http, std::vector{order()});
        REQUIRE_FALSE(done[0]);
        CHECK(done[0].error().code == (answered ? errc::forbidden : errc::unavailable));
        CHECK(done[0].error().may_have_happened());
        CHECK(http.problems() == "");
    }
}

TEST_CASE("whatever fails after a write or an adoption, it may have happened") {
    testkit::scripted_transport adopted;
    expect_connect_19(adopted);
    adopted.expect("POST", external_ids).reply(200, nothing_found);
    adopted.expect("POST", "/json/2/res.partner/search_read").reply(200, R"([{"id": 12, "name": "Acme"}])");
    adopted.expect("POST", "/json/2/ir.model.data/create").reply(200, "[501]");
    adopted.expect("POST", "/json/2/res.partner/read")
        .fail({.code = errc::unavailable, .message = "connection refused"});
    auto const one = run(adopted, {acme()});
    REQUIRE_FALSE(one[0]);
    CHECK(one[0].error().may_have_happened());

    testkit::scripted_transport written;
    expect_connect_19(written);
    expect_same_order(written, "9.0", "USD");
    written.expect("POST", "/json/2/sale.order/write").reply(200, "true");
    written.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "amount_untaxed": 9.0, "currency_id": [1, "USD"]}])");
    auto renamed = order();
    renamed.record.reference = "D-2";
    auto const two = run(written, std::vector{renamed});
    REQUIRE_FALSE(two[0]);
    CHECK(two[0].error().code == errc::rejected);
    CHECK(two[0].error().may_have_happened());
    CHECK(written.problems() == "");
}

TEST_CASE("orders of several companies go in calls of their own, each made in its company") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    for (auto const* const company : {"1", "2"}) {
        auto const only = R"("allowed_company_ids":[)" + std::string(company) + "]}";
        auto const in = R"("context":{)" + only;
        http.expect("POST", external_ids).body_contains(in).reply(200, nothing_found);
        http.expect("POST", "/json/2/sale.order/load")
            .body_contains(R"("context":{"tz":"UTC",)" + only)
            .reply(200, R"({"ids": [3)" + std::string(company) + R"(], "messages": [], "nextrow": 0})");
        http.expect("POST", "/json/2/sale.order/read")
            .body_contains(in)
            .reply(200, R"([{"id": 3)" + std::string(company) +
                            R"(, "amount_untaxed": 1054.0, "currency_id": [1, "USD"]}])");
    }
    auto second = order("won/2/order");
    second.record.legal_entity.id = "2";
    auto const done = run(http, std::vector{second, order()});
    REQUIRE(done[0]);
    REQUIRE(done[1]);
    CHECK(done[0]->id.text == "32");  // in the order they were given
    CHECK(done[1]->id.text == "31");
    CHECK(http.problems() == "");
}

// Shows R181.
TEST_CASE("an existing order of another company is neither moved nor written to") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2forder", "model": "sale.order", "res_id": 36}])");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "company_id": [2, "Other"], "partner_id": [77, "Acme"],
                         "client_order_ref": "other", "order_line": [1], "amount_untaxed": 1054.0,
                         "currency_id": [1, "USD"]}])");
    auto const done = run(http, std::vector{order()});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::conflict);
    CHECK(done[0].error().message ==
          "odoo sale.order won/1/order: company_id of record 36: found [2, \"Other\"], expected 1");
    CHECK_FALSE(done[0].error().may_have_happened());
    CHECK(http.problems() == "");
}

// Shows R181.
TEST_CASE("a client that works in some companies writes no order of another one") {
    testkit::scripted_transport http;
    odoo::client erp{http, options()};
    auto one = order();
    one.record.legal_entity.id = "3";
    auto const done =
        erp.with_context({.allowed_company_ids = {1, 2}}).upsert<model::contract>().upsert(std::vector{one}, context{});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::forbidden);
    CHECK(done[0].error().message ==
          "odoo sale.order won/1/order: company_id: found 3, expected one of the companies of this client: 1, 2");
    CHECK_FALSE(done[0].error().may_have_happened());
    CHECK(http.requests().empty());
}

TEST_CASE("what a client says in its context, its upserts say too") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    auto const in = R"("context":{"lang":"fr_FR","allowed_company_ids":[2]})";
    http.expect("POST", external_ids).body_contains(in).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").body_contains(in).reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/load")
        .body_contains(R"("context":{"lang":"fr_FR","tz":"UTC","allowed_company_ids":[2]})")
        .reply(200, R"({"ids": [8], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    auto const done = erp.with_context({.lang = "fr_FR", .allowed_company_ids = {2}})
                          .upsert<model::party>()
                          .upsert(std::vector{acme()}, context{});
    CHECK(done[0]);
    CHECK(http.problems() == "");
}

TEST_CASE("a new order in another currency than the deal's is refused with both, however well the numbers agree") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "amount_untaxed": 1054.0, "currency_id": [1, "USD"]}])");
    auto const done = run(http, std::vector{in_currency("EUR")});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::rejected);
    CHECK(category_of(done[0].error()) == category::amount_mismatch);
    CHECK(done[0].error().message == "odoo sale.order won/1/order: currency_id of order 36: found USD, expected EUR");
    CHECK(done[0].error().may_have_happened());
    CHECK(http.problems() == "");
}

TEST_CASE("an existing order in another currency than the deal's is not written to") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2forder", "model": "sale.order", "res_id": 36}])");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(
            200,
            R"([{"id": 36, "company_id": [1, "Ours"], "partner_id": [77, "Acme"], "client_order_ref": "other", "order_line": [1],
                         "amount_untaxed": 1054.0, "currency_id": [1, "USD"]}])");
    auto const done = run(http, std::vector{in_currency("EUR")});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::rejected);
    CHECK(category_of(done[0].error()) == category::amount_mismatch);
    CHECK_FALSE(done[0].error().may_have_happened());
    CHECK(http.problems() == "");
}

TEST_CASE("the deal's currency is compared without case and blanks, and not at all when the deal names none") {
    for (auto const* const code : {"USD", " usd ", ""}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_same_order(http, "1054.0", "USD");
        auto const done = run(http, std::vector{in_currency(code)});
        REQUIRE_MESSAGE(done[0], done[0].error().message);
        CHECK(done[0]->did == what::unchanged);
    }
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_same_order(http, "1054.0", "EUR");
    CHECK(run(http, std::vector{order()})[0]);
}

TEST_CASE("a price is compared to its last digit: a server that keeps four decimals gets all of ours") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "p_x2f1", "model": "product.product", "res_id": 5}])");
    http.expect("POST", "/json/2/product.product/read")
        .reply(200, R"([{"id": 5, "name": "Audit", "default_code": "AUD", "list_price": 1.23,
                         "description_sale": false}])");
    http.expect("POST", "/json/2/product.product/write")
        .body(R"({"ids":[5],"vals":{"list_price":1.2345}})")
        .reply(200, "true");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::product>> const one{
        {{.code = "AUD", .name = "Audit", .list_price = "1.2345"_dec}, {"p/1"}}};
    auto const done = erp.upsert<model::product>().upsert(one, context{});
    REQUIRE_MESSAGE(done[0], done[0].error().message);
    CHECK(done[0]->did == what::updated);
    CHECK(http.problems() == "");

    testkit::scripted_transport same;
    expect_connect_19(same);
    same.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "p_x2f1", "model": "product.product", "res_id": 5}])");
    same.expect("POST", "/json/2/product.product/read")
        .reply(200, R"([{"id": 5, "name": "Audit", "default_code": "AUD", "list_price": 1.2345,
                         "description_sale": false}])");
    odoo::client again{same, options()};
    CHECK(again.upsert<model::product>().upsert(one, context{})[0]->did == what::unchanged);
}

TEST_CASE("one record that a rule hides is refused alone, its neighbours of the same read are not") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    auto const row = [](int id) {
        return R"([{"id": )" + std::to_string(id) +
               R"(, "name": "Acme", "is_company": true, "phone": "+1", "parent_id": false}])";
    };
    auto const denied = hidden_by_a_rule("Contact (res.partner)");
    http.expect("POST", "/json/2/res.partner/read").body_contains(R"("ids":[8,9,10])").reply(403, denied);
    http.expect("POST", "/json/2/res.partner/read").body_contains(R"("ids":[8])").reply(200, row(8));
    http.expect("POST", "/json/2/res.partner/read").body_contains(R"("ids":[9])").reply(403, denied);
    http.expect("POST", "/json/2/res.partner/read").body_contains(R"("ids":[10])").reply(200, row(10));
    auto const done = run(http, {known("k/1", 8), known("k/2", 9), known("k/3", 10)});
    REQUIRE_MESSAGE(done[0], done[0].error().message);
    CHECK(done[0]->did == what::unchanged);
    REQUIRE_FALSE(done[1]);
    CHECK(done[1].error().code == errc::forbidden);
    CHECK(done[1].error().message.starts_with("odoo res.partner k/2: "));
    CHECK_FALSE(done[1].error().may_have_happened());
    REQUIRE(done[2]);
    CHECK(http.problems() == "");
}

TEST_CASE("one hidden record of two hundred costs few calls more, two hundred of them one each and few more") {
    for (bool const all : {false, true}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.whenever("POST", "/json/2/res.partner/read")
            .reply_with([all](http::request const& r, context const&) -> result<http::response> {
                auto const body = nlohmann::json::parse(r.body);
                auto rows = nlohmann::json::array();
                for (int const id : body["ids"]) {
                    if (all || id == 1117)
                        return http::response{.status = 403, .body = hidden_by_a_rule("Contact (res.partner)")};
                    rows.push_back({{"id", id}, {"name", "Acme"}, {"is_company", true}, {"phone", "+1"}});
                }
                return http::response{.status = 200, .body = rows.dump()};
            });
        std::vector<sync::outgoing<model::party>> parties;
        for (int i = 0; i < 200; ++i) parties.push_back(known("k/" + std::to_string(i), 1000 + i));
        auto const done = run(http, parties);
        for (std::size_t i = 0; i < done.size(); ++i) {
            CAPTURE(i);
            bool const refused = all || i == 117;
            REQUIRE(done[i].has_value() != refused);
            if (refused) CHECK(done[i].error().code == errc::forbidden);
        }
        CHECK(http.requests().size() < (all ? 260U : 24U));
    }
}

TEST_CASE("one order whose lines or total may not be read does not take its neighbour down") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, R"([{"id": 3, "name": "o_x2f1", "model": "sale.order", "res_id": 36},
                        {"id": 4, "name": "o_x2f2", "model": "sale.order", "res_id": 37}])");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200,
               R"([{"id": 36, "company_id": [1, "Ours"], "partner_id": [77, "Acme"],
                         "client_order_ref": "D-1", "order_line": [1],
                         "amount_untaxed": 1054.0, "currency_id": [1, "USD"]},
                        {"id": 37, "company_id": [1, "Ours"], "partner_id": [77, "Acme"],
                         "client_order_ref": "D-1", "order_line": [2],
                         "amount_untaxed": 1054.0, "currency_id": [1, "USD"]}])");
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 61, "name": "o_x2f1_line_1", "model": "sale.order.line", "res_id": 1},
                        {"id": 62, "name": "o_x2f2_line_1", "model": "sale.order.line", "res_id": 2}])");
    auto const denied = hidden_by_a_rule("Sales Order Line (sale.order.line)");
    auto const lines = "/json/2/sale.order.line/read";
    http.expect("POST", lines).body_contains(R"("ids":[1,2])").reply(403, denied);
    http.expect("POST", lines).body_contains(R"("ids":[1])").reply(403, denied);
    http.expect("POST", lines)
        .body_contains(R"("ids":[2])")
        .reply(200, R"([{"id": 2, "product_id": [5, "P"], "product_uom_qty": 2.0, "price_unit": 527.0}])");
    auto const done = run(http, std::vector{order("o/1"), order("o/2")});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::forbidden);
    REQUIRE_MESSAGE(done[1], done[1].error().message);
    CHECK(http.problems() == "");

    testkit::scripted_transport fresh;
    expect_connect_19(fresh);
    fresh.expect("POST", external_ids).reply(200, nothing_found);
    fresh.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36, 37], "messages": [], "nextrow": 0})");
    fresh.expect("POST", "/json/2/sale.order/read").body_contains(R"("ids":[36,37])").reply(403, denied);
    fresh.expect("POST", "/json/2/sale.order/read")
        .body_contains(R"("ids":[36])")
        .reply(200, R"([{"id": 36, "amount_untaxed": 1054.0, "currency_id": [1, "USD"]}])");
    fresh.expect("POST", "/json/2/sale.order/read").body_contains(R"("ids":[37])").reply(403, denied);
    auto const made = run(fresh, std::vector{order("o/1"), order("o/2")});
    REQUIRE_MESSAGE(made[0], made[0].error().message);
    CHECK(made[0]->did == what::created);
    REQUIRE_FALSE(made[1]);
    CHECK(made[1].error().code == errc::forbidden);
    CHECK(made[1].error().may_have_happened());
    CHECK(fresh.problems() == "");
}

TEST_CASE("a load that is forbidden for several is tried for each alone") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    auto const denied = hidden_by_a_rule("Contact (res.partner)");
    http.expect("POST", "/json/2/res.partner/load").reply(403, denied);
    http.expect("POST", "/json/2/res.partner/load").body_contains("k_x2f1").reply(403, denied);
    expect_load_of(http, "k_x2f2", R"({"ids": [9], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme("k/1", "A"), acme("k/2", "B")});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::forbidden);
    CHECK_FALSE(done[0].error().may_have_happened());
    REQUIRE(done[1]);
    CHECK(done[1]->did == what::created);
    CHECK(http.problems() == "");
}

TEST_CASE("find passes over a record that a rule hides, and fails when the user may read none") {
    for (bool const none : {false, true}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", external_ids)
            .reply(200, R"([{"id": 3, "module": "syncline", "name": "k_x2f1", "model": "res.partner", "res_id": 8},
                            {"id": 4, "module": "syncline", "name": "k_x2f2", "model": "res.partner", "res_id": 9}])");
        auto const denied = hidden_by_a_rule("Contact (res.partner)");
        http.expect("POST", "/json/2/res.partner/read").reply(403, denied);
        http.expect("POST", "/json/2/res.partner/search_read")
            .body(R"({"domain":[["id","in",[8,9]]],"fields":["id"]})")
            .reply(none ? 403 : 200, none ? denied : R"([{"id": 9}])");
        odoo::client erp{http, options()};
        std::vector<sync::idempotency_key> const keys{{"k/1"}, {"k/2"}};
        auto const found = erp.upsert<model::party>().find(keys, context{});
        REQUIRE(found.has_value() != none);
        if (none)
            CHECK(found.error().code == errc::forbidden);
        else
            CHECK(*found == std::vector<std::optional<sync::remote_id>>{std::nullopt, sync::remote_id{"9"}});
        CHECK(http.problems() == "");
    }
}

TEST_CASE("amounts are compared as the order's currency rounds them, line by line") {
    struct row {
        char const* currency;
        decimal price;
        char const* total;
        bool fits;
    };
    for (auto const& [currency, price, total, fits] :
         {row{"USD", "33.335"_dec, "66.67", true}, row{"USD", "33.333"_dec, "66.67", true},
          row{"USD", "33.333"_dec, "66.66", false}, row{"JPY", "50.2"_dec, "100.0", true},
          row{"JPY", "50.2"_dec, "100.4", true}, row{"KWD", "0.0005"_dec, "0.001", true},
          row{"KWD", "0.001"_dec, "0.0", false}}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", external_ids).reply(200, nothing_found);
        http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
        http.expect("POST", "/json/2/sale.order/read")
            .reply(200, std::string(R"([{"id": 36, "amount_untaxed": )") + total + R"(, "currency_id": [1, ")" +
                            currency + "\"]}]");
        auto o = order();
        o.record.lines[0].unit_price = price;
        std::string const title = std::string(currency) + " " + total;  // clang 14 captures no structured binding
        CHECK_MESSAGE(run(http, std::vector{o})[0].has_value() == fits, title);
    }
}

TEST_CASE("amounts are not read back when the host says so") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
    auto o = options();
    o.verify_amounts = false;
    odoo::client erp{http, o};
    CHECK(erp.upsert<model::contract>().upsert(std::vector{order()}, context{})[0]);
    CHECK(http.problems() == "");
}

TEST_CASE("an existing order: changed lines are written, missing ones loaded, ours that are too many deleted") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2forder", "model": "sale.order", "res_id": 36}])");
    http.expect("POST", "/json/2/sale.order/read")
        .body_contains(
            R"("fields":["company_id","partner_id","client_order_ref","order_line","amount_untaxed","currency_id"])")
        .reply(200,
               R"([{"id": 36, "company_id": [1, "Ours"], "partner_id": [77, "Acme"],
                         "client_order_ref": "D-1", "order_line": [1, 2, 3],
                         "amount_untaxed": 9.0, "currency_id": [1, "USD"]}])");
    http.expect("POST", external_ids)
        .body_contains(R"([["module","=","syncline"],["model","=","sale.order.line"],["res_id","in",[1,2,3]]])")
        .reply(200, R"([{"id": 61, "name": "won_x2f1_x2forder_line_1", "model": "sale.order.line", "res_id": 1},
                        {"id": 62, "name": "won_x2f1_x2forder_line_7", "model": "sale.order.line", "res_id": 2}])");
    http.expect("POST", "/json/2/sale.order.line/read")
        .body(R"({"ids":[1],"fields":["product_id","name","product_uom_qty","price_unit"],)"
              R"("context":{"allowed_company_ids":[1]}})")
        .reply(200, R"([{"id": 1, "product_id": [5, "P"], "name": "P", "product_uom_qty": 2.0, "price_unit": 500.0}])");
    http.expect("POST", "/json/2/sale.order/write")
        .body(
            R"({"ids":[36],"vals":{"order_line":[[1,1,{"price_unit":527.00}],[2,2,0]]},"context":{"allowed_company_ids":[1]}})")
        .reply(200, "true");
    http.expect("POST", "/json/2/sale.order.line/load")
        .body(R"({"fields":["id","order_id/.id","product_id/.id","name","product_uom_qty","price_unit"],)"
              R"("data":[["syncline.won_x2f1_x2forder_line_2","36","6","More","1","1"]],)"
              R"("context":{"tz":"UTC","allowed_company_ids":[1]}})")
        .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "amount_untaxed": 1055.0, "currency_id": [1, "USD"]}])");
    auto o = order();
    o.record.lines.push_back({{"odoo", "product.product", "6"}, "More", 1, 1});
    auto const done = run(http, std::vector{o});
    REQUIRE_MESSAGE(done[0], done[0].error().message);
    CHECK(done[0]->did == what::updated);
    CHECK(http.problems() == "");
}

TEST_CASE("lines with and without a text cannot share a load: the second kind follows") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/sale.order/load")
        .body_contains(R"("data":[["syncline.won_x2f1_x2forder","1","77","D-1","syncline.won_x2f1_x2forder_line_1")")
        .reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order.line/load")
        .body_contains(R"([["syncline.won_x2f1_x2forder_line_2","36","6","Text","1","1"]])")
        .reply(200, R"({"ids": [8], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "amount_untaxed": 1055.0, "currency_id": [1, "USD"]}])");
    auto o = order();
    o.record.lines.push_back({{"odoo", "product.product", "6"}, "Text", 1, 1});
    auto const done = run(http, std::vector{o});
    REQUIRE_MESSAGE(done[0], done[0].error().message);
    CHECK(done[0]->did == what::created);
    CHECK(http.problems() == "");
}

TEST_CASE("one refused row of three: its neighbours are sent again without it") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    expect_load_of(http, R"("B","1","+1")",
                   refused(refusal(1, "No matching record found for database id '7' in field 'Related Company'",
                                   R"(, "field": "parent_id", "moreinfo": {"name": "Possible Values"})")));
    http.expect("POST", "/json/2/res.partner/load")
        .body_contains(R"("data":[["syncline.k_x2f1","A","1","+1"],["syncline.k_x2f3","C","1","+1"]])")
        .reply(200, R"({"ids": [1, 2], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme("k/1", "A"), acme("k/2", "B"), acme("k/3", "C")});
    REQUIRE(done[0]);
    REQUIRE(done[2]);
    CHECK(done[2]->id.text == "2");
    REQUIRE_FALSE(done[1]);
    auto const& e = done[1].error();
    CHECK(e.code == errc::missing_reference);
    CHECK(e.message == "odoo res.partner k/2: parent_id: the record it refers to does not exist in Odoo");
    CHECK(e.server_message == "No matching record found for database id '7' in field 'Related Company'");
    CHECK_FALSE(e.may_have_happened());
    CHECK(http.problems() == "");
}

TEST_CASE("when Odoo blames several rows each of them is tried alone, for it also blames the innocent") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    auto const twice = refusal(0, "You cannot create recursive Partner hierarchies.") + "," +
                       refusal(1, "You cannot create recursive Partner hierarchies.");
    expect_load_of(http, R"("C","1","+1")", refused(twice));
    expect_load_of(http, R"("data":[["syncline.k_x2f1","A","1","+1"]])",
                   R"({"ids": [1], "messages": [], "nextrow": 0})");
    expect_load_of(http, R"("data":[["syncline.k_x2f2","B","1","+1"]])",
                   refused(refusal(0, "You cannot create recursive Partner hierarchies.")));
    expect_load_of(http, R"("data":[["syncline.k_x2f3","C","1","+1"]])",
                   R"({"ids": [3], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme("k/1", "A"), acme("k/2", "B"), acme("k/3", "C")});
    CHECK(done[0]);
    CHECK_FALSE(done[1]);
    CHECK(done[1].error().code == errc::rejected);
    CHECK(done[2]);
    CHECK(http.problems() == "");
}

TEST_CASE("a refusal without any row is nobody's fault until each was tried alone") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/load").reply(200, refused(""));
    http.expect("POST", "/json/2/res.partner/load").reply(200, R"({"ids": [1], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/res.partner/load").reply(200, refused(""));
    auto const done = run(http, {acme("k/1", "A"), acme("k/2", "B")});
    CHECK(done[0]);
    CHECK_FALSE(done[1]);
    CHECK(done[1].error().code == errc::rejected);
    CHECK(http.problems() == "");
}

TEST_CASE("a load that lost a race keeps nothing: everything is looked up again, three times at most") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    auto const race = refused(refusal(0, "could not serialize access due to concurrent update\\n"));
    for (int i = 0; i < 2; ++i) {
        http.expect("POST", external_ids).reply(200, nothing_found);
        http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
        http.expect("POST", "/json/2/res.partner/load").reply(200, race);
    }
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 9}])");
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 9, "name": "Acme", "is_company": true, "phone": "+1"}])");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::unchanged);
    CHECK(http.problems() == "");

    testkit::scripted_transport never;
    expect_connect_19(never);
    never.whenever("POST", external_ids).reply(200, nothing_found);
    never.whenever("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    never.whenever("POST", "/json/2/res.partner/load").reply(200, race);
    auto const lost = run(never, {acme()});
    REQUIRE_FALSE(lost[0]);
    CHECK(lost[0].error().code == errc::contended);
    CHECK(lost[0].error().is_retryable());
    CHECK_FALSE(lost[0].error().may_have_happened());
    CHECK(never.requests().size() == 2 + 3 * 3);
}

TEST_CASE("a record deleted between read and write is looked up again") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    auto const row = R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "res.partner", "res_id": 9}])";
    http.expect("POST", external_ids).reply(200, row);
    http.expect("POST", "/json/2/res.partner/read")
        .reply(200, R"([{"id": 9, "name": "Old", "is_company": true, "phone": "+1"}])");
    http.expect("POST", "/json/2/res.partner/write")
        .reply(404, fault("odoo.exceptions.MissingError", "Record does not exist or has been deleted."));
    http.expect("POST", external_ids).reply(200, row);
    http.expect("POST", "/json/2/res.partner/read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
    http.expect("POST", "/json/2/res.partner/load").reply(200, R"({"ids": [10], "messages": [], "nextrow": 0})");
    auto const done = run(http, {acme()});
    REQUIRE(done[0]);
    CHECK(done[0]->did == what::created);
    CHECK(http.problems() == "");
}

TEST_CASE("an external id that stands for another model is a conflict, not a second record") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(200, R"([{"id": 3, "name": "won_x2f1_x2fcustomer", "model": "product.template", "res_id": 9}])");
    auto const done = run(http, {acme()});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::conflict);
}

TEST_CASE("a record that cannot be mapped fails alone and costs no call") {
    testkit::scripted_transport http;
    auto unresolved = order();
    unresolved.record.party = {"hubspot", "companies", "123"};
    auto const done = run(http, std::vector{unresolved});
    REQUIRE_FALSE(done[0]);
    CHECK(done[0].error().code == errc::mapping);
    CHECK(
        done[0].error().message ==
        "odoo sale.order won/1/order: party: found hubspot/companies \"123\", expected a resolved odoo/res.partner id");
    CHECK(http.requests().empty());
}

TEST_CASE("the same key twice in one call is a mistake that makes no second record") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids).reply(200, nothing_found);
    http.expect("POST", "/json/2/sale.order/load").reply(200, R"({"ids": [36], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/sale.order/read")
        .reply(200, R"([{"id": 36, "amount_untaxed": 1054.0, "currency_id": [1, "USD"]}])");
    auto const done = run(http, std::vector{order(), order()});
    CHECK(done[0]);
    REQUIRE_FALSE(done[1]);
    CHECK(done[1].error().code == errc::conflict);
    CHECK(http.problems() == "");
}

TEST_CASE("a load without a usable answer may have happened; a refusal in an answer has not") {
    struct row {
        char const* body;
        int status;
        bool unknown;
    };
    auto const denied = fault("odoo.exceptions.AccessError", "You are not allowed to create 'Contact' records.");
    for (auto const& [body, status, unknown] :
         {row{R"({"ids": [1, 2], "messages": []})", 200, true}, row{"{\"ids\": [", 200, true}, row{"<html>", 200, true},
          row{"", 502, true}, row{denied.c_str(), 403, false}}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", external_ids).reply(200, nothing_found);
        http.expect("POST", "/json/2/res.partner/search_read").reply(200, nothing_found);
        http.expect("POST", "/json/2/res.partner/load").reply(status, body);
        auto const done = run(http, {acme()});
        REQUIRE_FALSE(done[0]);
        std::string_view const sent = body;  // clang 14 captures no structured binding
        CHECK_MESSAGE(done[0].error().may_have_happened() == unknown, sent);
        CHECK(done[0].error().message.starts_with("odoo res.partner won/1/customer: "));
        CHECK(done[0].error().message.find("Traceback") == std::string::npos);
        CHECK(done[0].error().server_message.find("Traceback") == std::string::npos);
    }
}

TEST_CASE("a failure while looking up fails the records of that call and writes nothing") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", external_ids)
        .reply(403, fault("odoo.exceptions.AccessError", "You are not allowed to access 'Model Data' records."));
    auto const done = run(http, {acme("k/1", "A"), acme("k/2", "B")});
    for (auto const& r : done) {
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::forbidden);
        CHECK_FALSE(r.error().may_have_happened());
    }
    CHECK(http.problems() == "");
}

TEST_CASE("nothing to send is nothing sent") {
    testkit::scripted_transport http;
    CHECK(run(http, std::vector<sync::outgoing<model::party>>{}).empty());
    CHECK(http.requests().empty());
}
