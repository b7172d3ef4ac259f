// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/upsert_target.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <syncline/core/category.hpp>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

static_assert(sync::BatchTarget<odoo::upsert_target<model::party>, model::party>);
static_assert(sync::BatchTarget<odoo::upsert_target<model::product>, model::product>);
static_assert(sync::BatchTarget<odoo::upsert_target<model::contract>, model::contract>);
static_assert(sync::BatchTarget<odoo::upsert_target<model::project>, model::project>);
static_assert(sync::BatchTarget<odoo::upsert_target<odoo::res_partner>, odoo::res_partner>);
static_assert(sync::BatchTarget<odoo::upsert_target<ticket>, ticket>);

namespace {

external_ref ours{"odoo", "res.company", "1"};
external_ref customer{"odoo", "res.partner", "77"};
external_ref product{"odoo", "product.product", "5"};

template <class T>
error only_error(T record) {
    testkit::scripted_transport http;
    http.whenever("POST", "/jsonrpc").reply(200, version("19.0"));
    http.whenever("POST", "/json/2/res.users/context_get").reply(200, R"({"uid": 2})");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<T>> const one{{std::move(record), {"k/1"}}};
    auto const done = erp.upsert<T>().upsert(one, context{});
    REQUIRE(done.size() == 1);
    REQUIRE_FALSE(done[0]);
    for (auto const& r : http.requests()) CHECK(r.repeat == http::safety::read);
    return done[0].error();
}

}  // namespace

TEST_CASE("a target says what it writes to and how that is protected") {
    testkit::scripted_transport http;
    odoo::client erp{http, options()};
    auto const d = erp.upsert<model::contract>().describe();
    CHECK(d.system == "odoo");
    CHECK(d.object == "sale.order");
    CHECK(d.strategy == sync::strategy::upsert);
    CHECK(d.batch == 200);
    CHECK(erp.upsert<model::party>().describe().object == "res.partner");
    CHECK(erp.upsert<model::product>().describe().object == "product.product");
    CHECK(erp.upsert<model::project>().describe().object == "project.project");
    CHECK(erp.upsert<ticket>().describe().object == "helpdesk.ticket");
    CHECK(http.requests().empty());
}

TEST_CASE("a host's own record is loaded by its members; an absent one is not sent, an empty one clears") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/helpdesk.ticket/load")
        .body(R"({"fields":["id","name","phone","owner_id/.id","cost","urgent"],)"
              R"("data":[["syncline.k_x2f1","T","","7","1.10","1"]],"context":{"tz":"UTC"}})")
        .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
    http.expect("POST", "/json/2/helpdesk.ticket/load")
        .body(R"({"fields":["id","name","urgent"],"data":[["syncline.k_x2f2","U","0"]],"context":{"tz":"UTC"}})")
        .reply(200, R"({"ids": [5], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<ticket>> const two{{{.title = "T",
                                                    .phone = field_value<std::string>::empty_value(),
                                                    .owner_id = json::id_name{7, "Ann"},
                                                    .cost = "1.10"_dec,
                                                    .urgent = true},
                                                   {"k/1"}},
                                                  {{.title = "U"}, {"k/2"}}};
    auto const done = erp.upsert<ticket>().upsert(two, context{});
    REQUIRE(done[0]);
    CHECK(done[1]->id.text == "5");
    CHECK(http.problems() == "");
}

TEST_CASE("a party is named, sited and put under its parent") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/res.partner/load")
        .body(R"({"fields":["id","name","is_company","website","phone","email","parent_id/.id"],)"
              R"("data":[["syncline.k_x2f1","Acme","1","acme.example","","a@b.example","77"]],"context":{"tz":"UTC"}})")
        .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::party>> const one{{{.name = "  Acme ",
                                                          .website = {"acme.example"},
                                                          .phone = field_value<std::string>::empty_value(),
                                                          .email = {"a@b.example"},
                                                          .industry = {"not written"},
                                                          .country = {"not written"},
                                                          .parent = customer},
                                                         {"k/1"}}};
    CHECK(erp.upsert<model::party>().upsert(one, context{})[0]);
    CHECK(http.problems() == "");
}

TEST_CASE("a product is matched by its code; its kind is set once and never changed") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/product.product/search_read")
        .body(R"({"domain":[["default_code","=ilike","GTX\\_1"]],"fields":["default_code"]})")
        .reply(200, R"([{"id": 5, "default_code": "gtx_1"}])");
    http.expect("POST", "/json/2/ir.model.data/create").reply(200, "[1]");
    http.expect("POST", "/json/2/product.product/read")
        .body(R"({"ids":[5],"fields":["name","default_code","list_price","description_sale"]})")
        .reply(200, R"([{"id": 5, "name": "Old", "default_code": "GTX_1", "list_price": 550.0}])");
    http.expect("POST", "/json/2/product.product/write")
        .body(R"({"ids":[5],"vals":{"name":"GTX Basic"}})")
        .reply(200, "true");
    odoo::client erp{http, options()};
    std::vector<sync::outgoing<model::product>> const one{
        {{.code = "GTX_1", .name = "GTX Basic", .kind = model::product_kind::goods, .list_price = "550.00"_dec},
         {"k/1"}}};
    auto const done = erp.upsert<model::product>().upsert(one, context{});
    REQUIRE(done[0]);
    CHECK(done[0]->did == sync::upserted::what::matched);
    CHECK(http.problems() == "");
}

TEST_CASE("a project brings its tasks, under the field names of the server's series") {
    struct row {
        char const* series;
        char const* hours;
        bool has_order_field;
    };
    for (auto const& [series, hours, has] :
         {row{"16.0", "planned_hours", false}, row{"18.0", "allocated_hours", true}}) {
        testkit::scripted_transport http;
        http.expect("POST", "/jsonrpc").reply(200, version(series));
        http.expect("POST", "/jsonrpc").reply(200, rpc("2"));
        http.expect("POST", "/jsonrpc")
            .body_contains(R"("project.project","fields_get",[],{"attributes":)")
            .reply(200, rpc(has ? R"({"reinvoiced_sale_order_id": {"type": "many2one"}})" : "{}"));
        http.expect("POST", "/jsonrpc").body_contains("ir.model.data").reply(200, rpc("[]"));
        std::string const order = has ? R"("reinvoiced_sale_order_id/.id",)" : "";
        std::string const id = has ? R"("36",)" : "";
        std::string const blank = has ? R"("",)" : "";
        http.expect("POST", "/jsonrpc")
            .body_contains(R"("project.project","load",[["id","name","partner_id/.id",)" + order +
                           R"("task_ids/id","task_ids/name","task_ids/)" + hours +
                           R"("],[["syncline.k_x2f1","P","77",)" + id +
                           R"("syncline.k_x2f1_task_kick_x2doff","Kick off","2.5"],["","","",)" + blank +
                           R"("syncline.k_x2f1_task_build","Build","8"]]],{"context":{"tz":"UTC"}}])")
            .reply(200, rpc(R"({"ids": [3], "messages": [], "nextrow": 0})"));
        odoo::client erp{http, options()};
        std::vector<sync::outgoing<model::project>> const one{
            {{.party = customer,
              .contract = external_ref{"odoo", "sale.order", "36"},
              .name = "P",
              .manager = {"not written"},
              .tasks = {{"kick-off", "Kick off", "2.5"_dec}, {"build", "Build", 8}}},
             {"k/1"}}};
        auto const done = erp.upsert<model::project>().upsert(one, context{});
        REQUIRE_MESSAGE(done[0], done[0].error().message);
        CHECK(http.problems() == "");
    }
}

// Shows R182.
TEST_CASE("what cannot be mapped names record and field, and nothing is sent") {
    CHECK(only_error(model::party{}).message == "odoo res.partner k/1: name: found no text, expected some");
    CHECK(only_error(model::party{.name = "A", .parent = external_ref{"hubspot", "companies", "9"}}).message ==
          "odoo res.partner k/1: parent: found hubspot/companies \"9\", expected a resolved odoo/res.partner id");
    CHECK(only_error(model::product{.name = "no code"}).message ==
          "odoo product.product k/1: code: found no text, expected some");
    CHECK(only_error(model::contract{.legal_entity = ours, .party = customer, .lines = {{product}, {customer}}})
              .message ==
          "odoo sale.order k/1: lines[1].product: found odoo/res.partner \"77\", expected a resolved "
          "odoo/product.product id");
    auto const nobody_sells = only_error(model::contract{.party = customer, .lines = {{product}}});
    CHECK(nobody_sells.message == "odoo sale.order k/1: legal_entity: found none, expected the company that sells");
    CHECK(category_of(nobody_sells) == category::legal_entity_not_mapped);
    CHECK(only_error(model::contract{.legal_entity = {"crm", "entity", "x"}, .party = customer}).message ==
          "odoo sale.order k/1: legal_entity: found crm/entity \"x\", expected a resolved odoo/res.company id");
    for (auto const* id : {"", "0", "-1", "7x", "99999999999999999999", "07"})
        CHECK(only_error(model::contract{.legal_entity = ours, .party = {"odoo", "res.partner", id}}).code ==
              errc::mapping);
    CHECK(only_error(model::project{.party = customer}).code == errc::mapping);
    CHECK(
        only_error(model::project{.party = customer, .name = "P", .tasks = {{"a", "A", {}}, {"a", "B", {}}}}).message ==
        "odoo project.project k/1: tasks[1].slug: found \"a\", expected one of its own");
    auto const digits = *decimal::parse("99999999999999999999999999999999999999");
    CHECK(only_error(model::contract{.legal_entity = ours, .party = customer, .lines = {{product, "", digits, digits}}})
              .code == errc::too_large);
}

TEST_CASE("hostile names arrive as they are, as text") {
    for (std::string const name :
         {"O'Neil \"x\"", "a\r\nb", "|", "%", "\xF0\x9F\x98\x80", "[1,2]", "base.main_company"}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
        http.whenever("POST", "/json/2/res.partner/search_read").reply(200, "[]");
        http.whenever("POST", "/json/2/res.partner/load").reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
        odoo::client erp{http, options()};
        std::vector<sync::outgoing<model::party>> const one{{{.name = name}, {"k/" + name}}};
        REQUIRE(erp.upsert<model::party>().upsert(one, context{})[0]);
        auto const sent = nlohmann::json::parse(http.requests().back().body);
        CHECK(sent["data"][0][1] == name);
        for (char const c : sent["data"][0][0].get<std::string>())
            CHECK((std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'));
    }
}

TEST_CASE("large calls are cut into requests of the batch size, by rows") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.whenever("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    std::vector<std::size_t> sizes;
    http.whenever("POST", "/json/2/helpdesk.ticket/load").reply_with([&](http::request const& r, context const&) {
        auto const rows = nlohmann::json::parse(r.body)["data"].size();
        sizes.push_back(rows);
        nlohmann::json ids = nlohmann::json::array();
        for (std::size_t i = 0; i < rows; ++i) ids.push_back(i + 1);
        return result<http::response>(http::response{
            .status = 200, .body = nlohmann::json{{"ids", ids}, {"messages", nlohmann::json::array()}}.dump()});
    });
    auto o = options();
    o.batch = 50;
    o.in_flight = 2;
    odoo::client erp{http, o};
    std::vector<sync::outgoing<ticket>> many;
    for (int i = 0; i < 130; ++i) many.push_back({{.title = "T"}, {std::to_string(i)}});
    for (auto const& r : erp.upsert<ticket>().upsert(many, context{})) CHECK(r);
    CHECK(sizes == std::vector<std::size_t>{50, 50, 30});
}

TEST_CASE("a load that takes too long makes the next ones smaller, until a record that cannot be done stands alone") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.whenever("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.whenever("POST", "/json/2/helpdesk.ticket/load")
        .reply_with([](http::request const& r, context const&) -> result<http::response> {
            if (r.body.find("POISON") != std::string::npos) return fail(lost_reply());
            auto const rows = nlohmann::json::parse(r.body)["data"].size();
            nlohmann::json ids = nlohmann::json::array();
            for (std::size_t i = 0; i < rows; ++i) ids.push_back(i + 1);
            return http::response{.status = 200,
                                  .body = nlohmann::json{{"ids", ids}, {"messages", nlohmann::json::array()}}.dump()};
        });
    auto o = options();
    o.batch = 64;
    o.in_flight = 1;
    odoo::client erp{http, o};
    auto target = erp.upsert<ticket>();
    std::vector<sync::outgoing<ticket>> many;
    for (int i = 0; i < 64; ++i) many.push_back({{.title = i == 40 ? "POISON" : "T"}, {std::to_string(i)}});
    std::vector<std::size_t> failed;
    for (int round = 0; round < 30; ++round) {
        auto const done = target.upsert(many, context{});
        std::vector<sync::outgoing<ticket>> left;
        for (std::size_t i = 0; i < many.size(); ++i)
            if (!done[i]) left.push_back(many[i]);
        failed.push_back(left.size());
        if (left.size() == many.size() && left.size() == 1) break;
        many = left;
    }
    REQUIRE(failed.size() > 1);
    CHECK(failed.front() == 64);  // nobody knows yet which one it is
    CHECK(failed.back() == 1);
    CHECK(many.front().record.title == "POISON");
    CHECK(failed.size() < 15);
}

TEST_CASE("a field that is left out is not written, and the others are") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/helpdesk.ticket/load")
        .body(R"({"fields":["id","name","urgent"],"data":[["syncline.k_x2f1","T","1"]],"context":{"tz":"UTC"}})")
        .reply(200, R"({"ids": [4], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    auto target = erp.upsert<ticket>();
    target.leave_out("phone");
    target.leave_out("no_such_field");
    std::vector<sync::outgoing<ticket>> const one{{{.title = "T", .phone = "+43 1", .urgent = true}, {"k/1"}}};
    auto const done = target.upsert(one, context{});
    REQUIRE(done[0]);
    CHECK(http.problems() == "");
}

TEST_CASE("a prediction makes only the calls that read, and says what the upsert would do") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/ir.model.data/search_read")
        .reply(200, R"([{"id": 1, "name": "k_x2f1", "model": "helpdesk.ticket", "res_id": 4}])");
    http.expect("POST", "/json/2/helpdesk.ticket/read")
        .reply(200, R"([{"id": 4, "name": "old", "phone": "+43 1", "owner_id": false, "cost": 0.0, "urgent": true}])");
    odoo::client erp{http, options()};
    sync::rehearsal made_up;
    std::vector<sync::outgoing<ticket>> const two{{{.title = "T", .phone = "+43 1", .urgent = true}, {"k/1"}},
                                                  {{.title = "U"}, {"k/2"}}};
    auto const said = erp.upsert<ticket>().predict(two, made_up, context{});
    REQUIRE(said[0]);
    CHECK(said[0]->did == sync::upserted::what::updated);
    CHECK(said[0]->id.text == "4");
    CHECK(said[0]->fields == std::vector<std::string>{"name"});
    REQUIRE(said[1]);
    CHECK(said[1]->did == sync::upserted::what::created);
    CHECK(sync::rehearsal::is_made_up(said[1]->id.text));
    CHECK(said[1]->fields == std::vector<std::string>{"name", "urgent"});
    CHECK(http.problems() == "");
    for (auto const& r : http.requests()) CHECK(r.repeat == http::safety::read);
}

TEST_CASE("a reference to a record of a plan is never sent") {
    auto const e = only_error(model::party{.name = "x", .parent = external_ref{"odoo", "res.partner", "-3"}});
    CHECK(e.code == errc::mapping);
    CHECK(e.message.find("-3 stands for a record of a plan only") != std::string::npos);
}
