// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/query.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

namespace {

struct taxed {
    std::int64_t id = 0;
    field_value<json::id_name> tax{};
};
BOOST_DESCRIBE_STRUCT(taxed, (), (id, tax))

struct person {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> mobile{};
};
BOOST_DESCRIBE_STRUCT(person, (), (id, name, mobile))

struct by_state {
    field_value<std::string> state{};
    std::optional<decimal> amount_untaxed{};
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(by_state, (), (state, amount_untaxed, count))

std::string const person_fields = fields({{"id", "integer"}, {"name", "char"}, {"mobile", "char"}});

}  // namespace

template <>
inline constexpr std::string_view syncline::odoo::model_name<taxed> = "x.line";
template <>
inline constexpr json::renamed syncline::json::names<taxed>[] = {{"tax", "tax_ids", "tax_id"}};
template <>
inline constexpr std::string_view syncline::odoo::model_name<person> = "x.person";
template <>
inline constexpr std::string_view syncline::odoo::may_lack<person>[] = {"mobile"};
template <>
inline constexpr json::renamed syncline::json::names<by_state>[] = {{"count", "__count"}};

// Shows R138.
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

TEST_CASE("a field of another series goes under the name the server knows, in every part of the call") {
    for (auto const* name : {"tax_ids", "tax_id"}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "x.line", fields({{"id", "integer"}, {name, "many2one"}}));
        http.expect("POST", "/json/2/x.line/search_read")
            .body(R"({"domain":[[")" + std::string(name) + R"(","=",1]],"fields":["id",")" + name + R"("],"order":")" +
                  name + R"( asc"})")
            .reply(200, R"([{"id": 1, ")" + std::string(name) + R"(": [4, "VAT"]}])");
        http.expect("POST", "/json/2/x.line/write")
            .body(R"({"ids":[1],"vals":{")" + std::string(name) + R"(":5}})")
            .reply(200, "true");
        odoo::client erp{http, options()};
        auto const found = erp.search<taxed>()
                               .where(field<&taxed::tax> == json::id_name{1, ""})
                               .order_by(field<&taxed::tax>)
                               .fetch(context{});
        REQUIRE_MESSAGE(found, found.error().message);
        CHECK(found->front().tax.value().id == 4);
        std::vector<std::int64_t> const ids{1};
        CHECK(erp.write(ids, odoo::edits<taxed>{}.set(field<&taxed::tax>, json::id_name{5, ""}), context{}));
        CHECK(http.problems() == "");
    }
}

// Shows R084.
TEST_CASE("a field the server lacks is named before anything is sent, with what there is instead") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "x.line", fields({{"id", "integer"}, {"tax_idx", "many2one"}, {"vat_tax", "char"}}));
    odoo::client erp{http, options()};
    for (int i = 0; i < 2; ++i) {  // what is known is not asked again
        auto const made = erp.create<taxed>(std::vector<taxed>(1), context{});
        REQUIRE_FALSE(made);
        CHECK(made.error().code == errc::unsupported);
        CHECK(made.error().message ==
              "odoo x.line: field `tax_ids`: found none on Odoo 19.0, the model has `tax_idx`, `vat_tax` instead");
        CHECK_FALSE(made.error().may_have_happened());
    }
    CHECK(erp.check<taxed>(context{}).error().message.find("`tax_ids`") != std::string::npos);
    CHECK(http.requests().size() == 3);
    CHECK(http.problems() == "");
}

TEST_CASE("a field of another type is named: a many2one read into a text would be written back as one") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "x.line", fields({{"id", "char"}, {"tax_ids", "many2many"}}));
    odoo::client erp{http, options()};
    auto const found = erp.search<taxed>().fetch(context{});
    REQUIRE_FALSE(found);
    CHECK(found.error().message ==
          "odoo x.line: field `id`: found type `char` on Odoo 19.0, expected a number; field `tax_ids`: found type "
          "`many2many` on Odoo 19.0, expected a many2one");
}

TEST_CASE("a field that may be missing reads as absent; a value for it is refused, a condition on it too") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "x.person", fields({{"id", "integer"}, {"name", "char"}}));
    http.expect("POST", "/json/2/x.person/search_read")
        .body(R"({"domain":[],"fields":["id","name"]})")
        .reply(200, R"([{"id": 1, "name": "Ann"}])");
    http.expect("POST", "/json/2/x.person/create").body(R"({"vals_list":[{"name":"Ann"}]})").reply(200, "[2]");
    odoo::client erp{http, options()};
    auto const found = erp.search<person>().fetch(context{});
    REQUIRE_MESSAGE(found, found.error().message);
    CHECK(found->front().mobile.is_absent());
    std::vector<person> people{{.name = "Ann"}};
    CHECK(erp.create<person>(people, context{}));
    people[0].mobile = "+1";
    auto const refused = erp.create<person>(people, context{});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "odoo x.person: field `mobile` has a value, found none on Odoo 19.0");
    CHECK_FALSE(erp.search<person>().where(field<&person::mobile> == "+1").fetch(context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("a condition on a field without a column is not sent: 16 and 18 would return every record") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    expect_fields_18(http, "x.person",
                     R"({"id": {"type": "integer"}, "name": {"type": "char"},
                         "mobile": {"type": "char", "store": false, "searchable": false, "sortable": false}})");
    odoo::client erp{http, options()};
    auto const found = erp.search<person>().where(!(field<&person::mobile> == "+1")).ids(context{});
    REQUIRE_FALSE(found);
    CHECK(found.error().code == errc::unsupported);
    CHECK(found.error().message ==
          "odoo x.person: field `mobile` stands in a condition, found one that is computed and not searchable on Odoo "
          "18.0");
    CHECK_FALSE(erp.search<person>().order_by(field<&person::mobile>).ids(context{}));
    CHECK(http.requests().size() == 3);
}

TEST_CASE("pages go by rising id, so that what comes or goes between them shifts nothing") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "x.person", person_fields);
    http.expect("POST", "/json/2/x.person/search_read")
        .body(R"({"domain":["&",["id",">",0],["name","=","Ann"]],"fields":["id","name","mobile"],"limit":2,)"
              R"("order":"id asc"})")
        .reply(200, R"([{"id": 3, "name": "Ann", "mobile": false}, {"id": 7, "name": "Ann", "mobile": false}])");
    http.expect("POST", "/json/2/x.person/search_read")
        .body_contains(R"(["id",">",7])")
        .reply(200, R"([{"id": 9, "name": "Ann", "mobile": false}])");
    odoo::client erp{http, options()};
    std::vector<std::int64_t> seen;
    CHECK(erp.search<person>()
              .where(field<&person::name> == "Ann")
              .for_each_page(
                  2,
                  [&seen](std::span<person const> page) -> result<void> {
                      for (auto const& p : page) seen.push_back(p.id);
                      return {};
                  },
                  context{}));
    CHECK(seen == std::vector<std::int64_t>{3, 7, 9});
    CHECK(http.problems() == "");
}

TEST_CASE("a reader's failure ends the pages, and so does a server that does not get on") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "x.person", person_fields);
    http.whenever("POST", "/json/2/x.person/search_read").reply(200, R"([{"id": 3, "name": "Ann", "mobile": false}])");
    odoo::client erp{http, options()};
    auto const full = erp.search<person>().for_each_page(
        1, [](std::span<person const>) -> result<void> { return fail(errc::unavailable, "disk full"); }, context{});
    REQUIRE_FALSE(full);
    CHECK(full.error().message == "disk full");
    auto const stuck = erp.search<person>().for_each_page(
        1, [](std::span<person const>) -> result<void> { return {}; }, context{});
    REQUIRE_FALSE(stuck);
    CHECK(stuck.error().code == errc::malformed);
}

TEST_CASE("groups come back under the described names, whatever the series calls its method and sums") {
    auto const check = [](odoo::client& erp) {
        auto const rows = erp.search<odoo::sale_order>()
                              .where(field<&odoo::sale_order::id> > 0)
                              .group_by(field<&odoo::sale_order::state>)
                              .sum(field<&odoo::sale_order::amount_untaxed>)
                              .fetch<by_state>(context{});
        REQUIRE_MESSAGE(rows, rows.error().message);
        REQUIRE(rows->size() == 2);
        CHECK(rows->front().state.value() == "sale");
        CHECK(rows->front().amount_untaxed->to_string() == "10.50");
        CHECK(rows->front().count == 3);
        CHECK(rows->back().state.is_empty());
    };
    {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "sale.order", order_fields);
        http.expect("POST", "/json/2/sale.order/formatted_read_group")
            .body(R"({"domain":[["id",">",0]],"groupby":["state"],"aggregates":["amount_untaxed:sum","__count"]})")
            .reply(200, R"([{"state": "sale", "__extra_domain": [["state", "=", "sale"]], "__count": 3,
                             "amount_untaxed:sum": 10.50},
                            {"state": false, "__extra_domain": [], "__count": 1, "amount_untaxed:sum": 0.0}])");
        odoo::client erp{http, options()};
        check(erp);
        CHECK(http.problems() == "");
    }
    {
        testkit::scripted_transport http;
        expect_connect_18(http);
        expect_fields_18(http, "sale.order", order_fields);
        http.expect("POST", "/jsonrpc")
            .body_contains(R"("sale.order","read_group",[[["id",">",0]]],{"groupby":["state"],)"
                           R"("fields":["amount_untaxed:sum"],"lazy":false}])")
            .reply(200, rpc(R"([{"state": "sale", "__domain": [], "__count": 3, "amount_untaxed": 10.50},
                                {"state": false, "__domain": [], "__count": 1, "amount_untaxed": 0.0}])"));
        odoo::client erp{http, options()};
        check(erp);
        CHECK(http.problems() == "");
    }
}
