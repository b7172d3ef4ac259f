// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/odoo.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "odoo_support.hpp"

using namespace odoo_test;

namespace {

using namespace syncline;
using namespace std::chrono_literals;
using nlohmann::json;

using cells = std::vector<std::vector<std::string>>;
using columns = std::vector<std::string>;

json named(std::string const& text) { return json{{"name", text}}; }

/// An emulated Odoo, its clock, and the two ways to call it.
struct erp {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 8h + 500ms};
    emulator::odoo box;

    explicit erp(int series = 18) : box(clock, {.series = series}) {}

    result<http::response> post(std::string const& path, json const& body, std::string key = {}) {
        return box.send({.method = http::method::post,
                         .url = "https://erp.example" + path,
                         .headers = {{"Content-Type", "application/json"}},
                         .body = body.dump(),
                         .bearer = secret(std::move(key))},
                        context{});
    }

    result<http::response> send(std::string const& model, std::string const& method, json args, json keywords) {
        return post("/jsonrpc",
                    {{"jsonrpc", "2.0"},
                     {"method", "call"},
                     {"id", 1},
                     {"params",
                      {{"service", "object"},
                       {"method", "execute_kw"},
                       {"args", list("odoo", 2, "admin", model, method, std::move(args), std::move(keywords))}}}});
    }

    /// What execute_kw answers: the result, or the error's data.
    json call(std::string const& model, std::string const& method, json args, json keywords = json::object()) {
        auto const reply = send(model, method, std::move(args), std::move(keywords));
        REQUIRE(reply.has_value());
        REQUIRE(reply->status == 200);
        json const body = json::parse(reply->body);
        if (body.contains("error")) return body["error"]["data"];
        return body.contains("result") ? body["result"] : json("neither result nor error");
    }

    json load(std::string const& model, columns const& fields, cells const& rows, json keywords = json::object()) {
        return call(model, "load", list(fields, rows), std::move(keywords));
    }

    json first(std::string const& model, json domain, columns const& fields) {
        json const rows = call(model, "search_read", list(std::move(domain), fields));
        REQUIRE(rows.is_array());
        REQUIRE(rows.size() >= 1);
        return rows[0];
    }

    json json2(std::string const& path, json const& body, int status = 200) {
        auto const reply = post("/json/2/" + path, body, std::string(box.options().api_key.reveal()));
        REQUIRE(reply.has_value());
        CHECK(reply->status == status);
        return json::parse(reply->body, nullptr, false);
    }
};

void customer_and_product(erp& e) {
    REQUIRE(e.load("res.partner", {"id", "name", "is_company"}, {{"crm.c1", "Acme", "1"}})["ids"].is_array());
    REQUIRE(e.load("product.product", {"id", "name", "default_code", "list_price", "type"},
                   {{"crm.p1", "Licence", "LIC", "10", "service"}, {"crm.p2", "Box", "BOX", "5", "consu"}})["ids"]
                .is_array());
}

}  // namespace

TEST_CASE("a reply lost after the server acted leaves one record and an unknown outcome") {
    erp e;
    e.box.faults.drop_reply_to("create", 1);
    auto const reply = e.send("project.project", "create", list(json{{"name", "Rollout"}}), json::object());
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error().may_have_happened());
    CHECK(e.box.count("project.project") == 1);
    CHECK(e.box.truth.effects().size() == 1);
    // create is not idempotent: a client that simply tries again makes a second one
    CHECK(e.call("project.project", "create", list(json{{"name", "Rollout"}})).is_number());
    CHECK(e.box.count("project.project") == 2);
}

TEST_CASE("a lost request leaves nothing") {
    erp e;
    e.box.faults.drop_request_to("create", 1);
    CHECK_FALSE(e.send("project.project", "create", list(json{{"name", "Rollout"}}), json::object()).has_value());
    CHECK(e.box.count("project.project") == 0);
    CHECK(e.box.truth.writes() == 0);
}

TEST_CASE("load creates under an external id once, and updates from then on") {
    for (int const series : all_series) {
        erp e(series);
        cells const rows = {{"crm.c1", "Acme", "a@acme.example"}, {"crm.c2", "Beta", ""}};
        json const made = e.load("res.partner", {"id", "name", "email"}, rows);
        json const again = e.load("res.partner", {"id", "name", "email"}, rows);
        CHECK(made == again);
        CHECK(made["messages"].empty());
        CHECK(e.box.count("res.partner") == 2);
        CHECK(e.box.truth.creates_of("crm.c1") == 1);
        // an empty cell clears
        CHECK(e.load("res.partner", {"id", "email"}, {{"crm.c1", ""}})["ids"].size() == 1);
        CHECK(e.call("res.partner", "read", list(made["ids"], list("email")))[0]["email"] == false);
    }
}

TEST_CASE("one bad row of a load keeps all of them out, and its message names row, field and reason") {
    erp e;
    json const out = e.load("res.partner", {"id", "name", "country_id/id"},
                            {{"crm.c1", "Acme", "base.fr"}, {"crm.c2", "Beta", "base.nowhere"}});
    CHECK(out["ids"] == false);
    REQUIRE(out["messages"].size() == 1);
    json const& m = out["messages"][0];
    CHECK(m["record"] == 1);
    CHECK(m["rows"] == json{{"from", 1}, {"to", 1}});
    CHECK(m["field"] == "country_id");
    CHECK(m["message"] == "No matching record found for external id 'base.nowhere' in field 'Country'");
    CHECK(e.box.count("res.partner") == 0);
    CHECK(e.box.truth.effects().empty());
}

TEST_CASE("a reference that cannot be found brings a second message about the field it was required for") {
    erp e;
    json const out = e.load("sale.order", {"id", "partner_id/id"}, {{"crm.o1", "crm.nobody"}});
    REQUIRE(out["messages"].size() == 2);
    CHECK(out["messages"][1]["message"] == "Missing required value for the field 'Customer' (partner_id)");
    CHECK(out["messages"][1]["field"] == "partner_id");
}

TEST_CASE("a row may point to an earlier row of the same load, not to a later one") {
    erp e;
    columns const fields = {"id", "name", "parent_id/id"};
    CHECK(e.load("res.partner", fields, {{"crm.a", "Above", ""}, {"crm.b", "Below", "crm.a"}})["ids"].size() == 2);
    CHECK(e.load("res.partner", fields, {{"crm.d", "Below", "crm.c"}, {"crm.c", "Above", ""}})["ids"] == false);
}

TEST_CASE("an order line without an external id is added again by every load, one with it is not") {
    for (int const series : all_series) {
        erp e(series);
        customer_and_product(e);
        columns const named_fields = {"id",
                                      "partner_id/id",
                                      "order_line/id",
                                      "order_line/product_id/id",
                                      "order_line/product_uom_qty",
                                      "order_line/price_unit"};
        cells const named_row = {{"crm.o1", "crm.c1", "crm.o1_1", "crm.p1", "1", "1054"}};
        for (int i = 0; i < 2; ++i) {
            REQUIRE(e.load("sale.order", named_fields, named_row)["ids"].size() == 1);
            json const order = e.first("sale.order", json::array(), {"order_line", "amount_untaxed"});
            CHECK(order["order_line"].size() == 1);
            CHECK(order["amount_untaxed"] == 1054.0);
        }
        columns const fields = {"id", "order_line/product_id/id", "order_line/product_uom_qty",
                                "order_line/price_unit"};
        REQUIRE(e.load("sale.order", fields, {{"crm.o1", "crm.p1", "1", "1054"}})["ids"].size() == 1);
        json const order = e.first("sale.order", json::array(), {"order_line", "amount_untaxed"});
        CHECK(order["order_line"].size() == 2);
        CHECK(order["amount_untaxed"] == 2108.0);
    }
}

TEST_CASE("line columns that are all empty delete the lines an order has") {
    erp e;
    customer_and_product(e);
    columns const fields = {"id", "partner_id/id", "order_line/id", "order_line/product_id/id",
                            "order_line/price_unit"};
    REQUIRE(e.load("sale.order", fields, {{"crm.o1", "crm.c1", "crm.o1_1", "crm.p1", "7"}})["ids"].size() == 1);
    REQUIRE(
        e.load("sale.order", {"id", "order_line/id", "order_line/price_unit"}, {{"crm.o1", "", ""}})["ids"].size() ==
        1);
    CHECK(e.first("sale.order", json::array(), {"amount_total"})["amount_total"] == 0.0);
    CHECK(e.box.count("sale.order.line") == 0);
}

TEST_CASE("a project is loaded with its tasks on rows that continue it") {
    for (int const series : all_series) {
        erp e(series);
        columns const fields = {"id", "name", "task_ids/id", "task_ids/name"};
        cells const rows = {{"crm.j1", "Rollout", "crm.j1_1", "Kick-off"},
                            {"", "", "crm.j1_2", "Training"},
                            {"crm.j2", "Audit", "crm.j2_1", "Report"}};
        for (int i = 0; i < 2; ++i) {
            CHECK(e.load("project.project", fields, rows)["ids"].size() == 2);
            CHECK(e.box.count("project.project") == 2);
            CHECK(e.box.count("project.task") == 3);
        }
        CHECK(e.box.truth.creates_of("crm.j1_2") == 1);
        CHECK(e.first("project.project", list(leaf("name", "=", "Rollout")), {"task_ids"})["task_ids"].size() == 2);
    }
}

TEST_CASE("a project that is given a quotation's line confirms the order on 18 and 19") {
    for (int const series : all_series) {
        erp e(series);
        customer_and_product(e);
        columns const fields = {"id", "partner_id/id", "order_line/id", "order_line/product_id/id"};
        REQUIRE(e.load("sale.order", fields, {{"crm.o1", "crm.c1", "crm.o1_1", "crm.p1"}})["ids"].size() == 1);
        REQUIRE(e.load("project.project", {"id", "name", "sale_line_id/id"}, {{"crm.j1", "Rollout", "crm.o1_1"}})["ids"]
                    .size() == 1);
        CHECK(e.first("sale.order", json::array(), {"state"})["state"] == (series == 16 ? "draft" : "sale"));
    }
}

TEST_CASE("a billable project refuses the line of a product that is no service") {
    erp e;
    customer_and_product(e);
    columns const fields = {"id", "partner_id/id", "order_line/id", "order_line/product_id/id"};
    REQUIRE(e.load("sale.order", fields, {{"crm.o1", "crm.c1", "crm.o1_1", "crm.p2"}})["ids"].size() == 1);
    json const out = e.load("project.project", {"id", "name", "allow_billable", "sale_line_id/id"},
                            {{"crm.j1", "Rollout", "1", "crm.o1_1"}});
    CHECK(out["ids"] == false);
    CHECK(e.box.count("project.project") == 0);
    CHECK(e.first("sale.order", json::array(), {"state"})["state"] == "draft");
}

TEST_CASE("a subsidiary takes over its parent's address and loses its own") {
    erp e;
    REQUIRE(e.load("res.partner", {"id", "name", "is_company", "parent_id/id", "country_id/id"},
                   {{"crm.a", "Above", "1", "", "base.us"}, {"crm.b", "Below", "1", "crm.a", "base.fr"}})["ids"]
                .size() == 2);
    CHECK(e.first("res.partner", list(leaf("name", "=", "Below")), {"country_id"})["country_id"][1] == "United States");
}

TEST_CASE("times in a load are the user's, times in a write are UTC") {
    erp e;
    customer_and_product(e);
    columns const fields = {"id", "partner_id/id", "date_order"};
    cells const rows = {{"crm.o1", "crm.c1", "2026-07-01 12:00:00"}};
    auto const seen = [&] { return e.first("sale.order", json::array(), {"date_order"})["date_order"]; };
    REQUIRE(e.load("sale.order", fields, rows)["ids"].size() == 1);
    CHECK(seen() == "2026-07-01 10:00:00");
    REQUIRE(e.load("sale.order", fields, rows, json{{"context", json{{"tz", "UTC"}}}})["ids"].size() == 1);
    CHECK(seen() == "2026-07-01 12:00:00");
    e.call("sale.order", "write",
           list(e.call("sale.order", "search", list(json::array())), json{{"date_order", "2026-07-01 08:00:00"}}));
    CHECK(seen() == "2026-07-01 08:00:00");
}

TEST_CASE("prices are rounded before the amount on 16 and 18, after it on 19") {
    for (int const series : all_series) {
        erp e(series);
        customer_and_product(e);
        REQUIRE(e.load("sale.order",
                       {"id", "partner_id/id", "order_line/product_id/id", "order_line/product_uom_qty",
                        "order_line/price_unit"},
                       {{"crm.o1", "crm.c1", "crm.p1", "3", "33.335"}})["ids"]
                    .size() == 1);
        json const line = e.first("sale.order.line", json::array(), {"price_unit", "price_subtotal"});
        CHECK(line["price_unit"] == (series == 19 ? 33.335 : 33.34));
        CHECK(line["price_subtotal"] == (series == 19 ? 100.01 : 100.02));
    }
}

TEST_CASE("a many2one written as the pair it was read as is cleared without a word") {
    for (int const series : all_series) {
        erp e(series);
        auto const id = e.call("res.partner", "create", list(json{{"name", "Acme"}, {"country_id", 233}}));
        json const read = e.call("res.partner", "read", list(list(id), list("country_id")))[0]["country_id"];
        CHECK(read == list(233, "United States"));
        CHECK(e.call("res.partner", "write", list(list(id), json{{"country_id", read}})) == true);
        CHECK(e.call("res.partner", "read", list(list(id), list("country_id")))[0]["country_id"] == false);
    }
}

TEST_CASE("a batch create with one bad record keeps nothing") {
    erp e;
    json const out = e.call("res.partner", "create", list(list(named("Acme"), json{{"email", "x@y.example"}})));
    CHECK(out["name"] == "odoo.exceptions.ValidationError");
    CHECK(e.box.count("res.partner") == 0);
}

TEST_CASE("a record the plan refuses fails its whole batch, and load says which it was") {
    erp e;
    e.box.faults.refuse_record("create", 1);
    CHECK(e.call("res.partner", "create", list(list(named("A"), named("B"))))["name"] ==
          "odoo.exceptions.ValidationError");
    e.box.faults.refuse_records("load",
                                [](std::size_t, std::string_view text) { return text.find("Beta") != text.npos; });
    json const out = e.load("res.partner", {"id", "name"}, {{"crm.a", "Acme"}, {"crm.b", "Beta"}, {"crm.c", "Cobo"}});
    CHECK(out["ids"] == false);
    REQUIRE(out["messages"].size() == 1);
    CHECK(out["messages"][0]["record"] == 1);
    CHECK(e.box.count("res.partner") == 0);
}

TEST_CASE("what is committed late is found only then, carries the time it began, and slips past a cursor") {
    for (int const series : all_series) {
        erp e(series);
        e.box.faults.commit_late("load", 5s);
        json const made = e.load("res.partner", {"id", "name"}, {{"crm.a", "Acme"}});
        REQUIRE(made["ids"].size() == 1);
        json const lookup = list(list(leaf("module", "=", "crm")), list("res_id"));
        CHECK(e.call("ir.model.data", "search_read", lookup).empty());
        CHECK(e.call("res.partner", "read", list(made["ids"], list("name"))).empty());
        e.clock.advance(2s);
        REQUIRE(e.call("res.partner", "create", list(json{{"name", "Later"}})).is_number());
        auto const cursor = e.first("res.partner", list(leaf("name", "=", "Later")), {"write_date"})["write_date"];
        e.clock.advance(3s);
        CHECK(e.call("ir.model.data", "search_read", lookup).size() == 1);
        CHECK(e.call("res.partner", "search_count", list(list(leaf("name", "=", "Acme")))) == 1);
        CHECK(e.call("res.partner", "search_count",
                     list(list(leaf("write_date", ">=", cursor), leaf("name", "=", "Acme")))) == 0);
    }
}

TEST_CASE("two loads of one new external id at a time: one wins, the other is told, one record exists") {
    erp e;
    e.box.faults.commit_late("load", 5s);
    REQUIRE(e.load("res.partner", {"id", "name"}, {{"crm.a", "Acme"}})["ids"].size() == 1);
    json const other = e.load("res.partner", {"id", "name"}, {{"crm.a", "Acme"}});
    CHECK(other["ids"] == false);
    CHECK(other["messages"][0]["message"].get<std::string>().starts_with("could not serialize access"));
    e.clock.advance(5s);
    CHECK(e.load("res.partner", {"id", "name"}, {{"crm.a", "Acme"}})["ids"].size() == 1);
    CHECK(e.box.truth.creates_of("crm.a") == 1);
    CHECK(e.box.count("res.partner") == 1);
}

TEST_CASE("a lost race is a serialization failure, or a message when it was a load") {
    erp e;
    e.box.faults.contend("", 2);
    CHECK(e.call("res.partner", "create", list(json{{"name", "A"}}))["name"] == "psycopg2.errors.SerializationFailure");
    CHECK(e.load("res.partner", {"id", "name"}, {{"crm.a", "A"}})["ids"] == false);
    CHECK(e.box.count("res.partner") == 0);
}

TEST_CASE("a cursor by write_date sees its own second again on 16 and 18, and not the rest of it on 19") {
    for (int const series : all_series) {
        erp e(series);
        REQUIRE(e.call("res.partner", "create", list(json{{"name", "A"}})).is_number());
        auto const cursor = e.first("res.partner", list(leaf("name", "=", "A")), {"write_date"})["write_date"];
        auto const count = [&](char const* op) {
            return e.call("res.partner", "search_count",
                          list(list(leaf("write_date", op, cursor), leaf("name", "=", "A"))));
        };
        CHECK(count(">") == (series == 19 ? 0 : 1));
        CHECK(count("=") == (series == 19 ? 1 : 0));
        CHECK(count(">=") == 1);
    }
}

TEST_CASE("a term on a field that is not stored is ignored on 16 and 18 and refused on 19") {
    for (int const series : all_series) {
        erp e(series);
        REQUIRE(e.load("res.partner", {"id", "name"}, {{"crm.a", "A"}, {"crm.b", "B"}})["ids"].size() == 2);
        json const out = e.call("ir.model.data", "search",
                                list(list(leaf("module", "=", "crm"), leaf("complete_name", "=", "crm.a"))));
        if (series == 19)
            CHECK(out["name"] == "builtins.ValueError");
        else
            CHECK(out.size() == 2);
    }
}

TEST_CASE("an empty text and none at all are two things on 16 and one from 18 on") {
    for (int const series : all_series) {
        erp e(series);
        REQUIRE(e.call("res.partner", "create", list(json{{"name", "A"}, {"ref", "R"}, {"zip", ""}})).is_number());
        CHECK(e.first("res.partner", list(leaf("ref", "=", "R")), {"zip"})["zip"] == "");
        CHECK(e.call("res.partner", "search_count", list(list(leaf("ref", "=", "R"), leaf("zip", "=", false)))) ==
              (series == 16 ? 0 : 1));
    }
}

TEST_CASE("hostile texts come back as they went in, and find themselves and nothing else") {
    std::vector<std::string> const texts = {"O'Brien \"& Sons\"",
                                            "line\r\nbreak",
                                            "100 % _ \\",
                                            "😀 漢字 \xd7\xa9",
                                            "'); DROP TABLE res_partner; --",
                                            "&",
                                            "|",
                                            "!",
                                            "['|', (1, '=', 1)]",
                                            "crm.a",
                                            "\t",
                                            std::string(100000, 'x')};
    for (int const series : all_series) {
        erp e(series);
        for (auto const& t : texts)
            REQUIRE(e.call("res.partner", "create", list(json{{"name", t}, {"ref", "h"}})).is_number());
        for (auto const& t : texts) {
            json const found = e.call("res.partner", "search_read",
                                      list(list(leaf("name", "=", t), leaf("ref", "=", "h")), list("name")));
            REQUIRE(found.size() == 1);
            CHECK(found[0]["name"] == t);
        }
        // in a load, too, where each is a cell
        for (auto const& t : texts) {
            json const made = e.load("res.partner", {"id", "name"}, {{"crm.x", t}});
            REQUIRE(made["ids"].size() == 1);
            CHECK(e.call("res.partner", "read", list(made["ids"], list("name")))[0]["name"] == t);
        }
    }
}

TEST_CASE("archived records show only to those who ask") {
    erp e;
    auto const id = e.call("res.partner", "create", list(json{{"name", "Gone"}, {"active", false}}));
    json const domain = list(leaf("name", "=", "Gone"));
    CHECK(e.call("res.partner", "search", list(domain)).empty());
    CHECK(e.call("res.partner", "search", list(domain), json{{"context", json{{"active_test", false}}}}) == list(id));
    CHECK(e.call("res.partner", "search", list(list(leaf("name", "=", "Gone"), leaf("active", "=", false)))) ==
          list(id));
}

TEST_CASE("pages by id miss nothing, an empty page is an empty list") {
    erp e;
    cells rows;
    for (int i = 0; i < 25; ++i) rows.push_back({"crm.c" + std::to_string(i), "C" + std::to_string(i)});
    REQUIRE(e.load("res.partner", {"id", "name"}, rows)["ids"].size() == 25);
    std::int64_t last = 0;
    std::size_t seen = 0;
    for (;;) {
        json const page = e.call("res.partner", "search_read",
                                 list(list(leaf("id", ">", last), leaf("name", "=like", "C%")), list("name")),
                                 json{{"order", "id"}, {"limit", 10}});
        if (page.empty()) break;
        seen += page.size();
        last = page.back()["id"].get<std::int64_t>();
    }
    CHECK(seen == 25);
}

TEST_CASE("a wrong password is the result false, and no call gets in with it") {
    erp e;
    auto const authenticate = [&](char const* password) {
        auto const reply = e.post("/jsonrpc", {{"params",
                                                {{"service", "common"},
                                                 {"method", "authenticate"},
                                                 {"args", list("odoo", "admin", password, json::object())}}}});
        return json::parse(reply->body)["result"];
    };
    CHECK(authenticate("admin") == 2);
    CHECK(authenticate(std::string(e.box.options().api_key.reveal()).c_str()) == 2);
    CHECK(authenticate("wrong") == false);
    CHECK(authenticate("") == false);
}

TEST_CASE("JSON-2 is there on 19 alone, and says what is wrong by its status") {
    erp e(19);
    CHECK(e.json2("res.partner/create", json{{"vals_list", named("A")}}).size() == 1);
    CHECK(e.json2("res.partner/search_count", json{{"domain", list(leaf("name", "=", "A"))}}) == 1);
    CHECK(e.json2("res.partner/create", json{{"vals_list", json{{"nope", 1}}}}, 500)["name"] == "builtins.ValueError");
    CHECK(e.json2("res.partner/create", json{{"vals_list", json{{"email", "x"}}}}, 422)["name"] ==
          "odoo.exceptions.ValidationError");
    CHECK(e.json2("res.partner/write", json{{"ids", list(999999)}, {"vals", named("x")}}, 404)["name"] ==
          "odoo.exceptions.MissingError");
    CHECK(e.json2("no.model/read", json{{"ids", list(1)}}, 404)["name"] == "werkzeug.exceptions.NotFound");
    CHECK(e.json2("res.partner/_write", json::object(), 403)["name"] == "odoo.exceptions.AccessError");
    CHECK(e.json2("res.partner/search_count", json::object(), 422)["message"] ==
          "missing a required argument: 'domain'");
    json const refused = e.json2(
        "sale.order/load", json{{"fields", columns{"id", "partner_id/id"}}, {"data", cells{{"crm.o", "crm.none"}}}});
    CHECK(refused["ids"] == false);  // and yet the status is 200
    auto const stranger = e.post("/json/2/res.partner/search_count", json{{"domain", json::array()}}, "wrong");
    CHECK(stranger->status == 401);
    CHECK(stranger->header_value("WWW-Authenticate") == "Bearer ");

    erp old(18);
    auto const nowhere = old.post("/json/2/res.partner/search_count", json{{"domain", json::array()}},
                                  std::string(old.box.options().api_key.reveal()));
    CHECK(nowhere->status == 404);
    CHECK(nowhere->body.starts_with("<!"));
}

TEST_CASE("among several databases JSON-2 wants one named") {
    testkit::manual_clock clock;
    emulator::odoo box{clock, {.series = 19, .several_databases = true}};
    http::request r{.method = http::method::post,
                    .url = "https://erp.example/json/2/res.partner/search_count",
                    .headers = {{"Content-Type", "application/json"}},
                    .body = R"({"domain": []})",
                    .bearer = box.options().api_key};
    CHECK(box.send(r, context{})->status == 404);
    r.headers.push_back({"x-odoo-database", "odoo"});
    CHECK(box.send(r, context{})->status == 200);
    r.headers.back().value = "another";
    CHECK(box.send(r, context{})->status == 404);
}

TEST_CASE("a method that returns nothing answers with neither result nor error") {
    erp e;
    customer_and_product(e);
    json const order = e.load("sale.order", {"id", "partner_id/id"}, {{"crm.o1", "crm.c1"}})["ids"];
    CHECK(e.call("sale.order", "action_quotation_sent", list(order)) == "neither result nor error");
    CHECK(e.first("sale.order", json::array(), {"state"})["state"] == "sent");
}

TEST_CASE("what others point to cannot be deleted, what belongs to it goes along") {
    for (int const series : all_series) {
        erp e(series);
        customer_and_product(e);
        columns const fields = {"id", "partner_id/id", "order_line/id", "order_line/product_id/id"};
        json const order = e.load("sale.order", fields, {{"crm.o1", "crm.c1", "crm.o1_1", "crm.p1"}})["ids"];
        json const partner = e.call("res.partner", "search", list(list(leaf("name", "=", "Acme"))));
        if (series == 18) {
            // draft and cancelled orders go with their partner there, others keep it
            CHECK(e.call("sale.order", "action_quotation_sent", list(order)) == "neither result nor error");
            CHECK(e.call("res.partner", "unlink", list(partner))["name"] == "odoo.exceptions.ValidationError");
            CHECK(e.call("sale.order", "write", list(order, json::object({{"state", "draft"}}))) == true);
            CHECK(e.call("res.partner", "unlink", list(partner)) == true);
            CHECK(e.box.count("sale.order") == 0);
            CHECK(e.box.count("sale.order.line") == 0);
            continue;
        }
        CHECK(e.call("res.partner", "unlink", list(partner))["name"] == "odoo.exceptions.ValidationError");
        CHECK(e.call("sale.order", "unlink", list(order)) == true);
        CHECK(e.box.count("sale.order.line") == 0);
        CHECK(e.call("ir.model.data", "search_count", list(list(leaf("name", "like", "o1")))) == 0);
        CHECK(e.call("res.partner", "unlink", list(partner)) == true);
    }
}

TEST_CASE("no text holds NUL, a website gets a scheme, degrees have seven decimals, and columns alone sort") {
    for (int const series : all_series) {
        CAPTURE(series);
        erp e(series);
        auto const bad = json::object({{"name", std::string("a\0b", 3)}});
        CHECK(e.call("res.partner", "create", list(bad))["name"] == "builtins.ValueError");
        auto const good =
            json::object({{"name", "Site"}, {"website", "example.com"}, {"partner_latitude", 48.12345678}});
        static_cast<void>(e.call("res.partner", "create", list(good)));
        json const kept = e.first("res.partner", list(leaf("name", "=", "Site")), {"website", "partner_latitude"});
        CHECK(kept["website"] == "http://example.com");
        CHECK(kept["partner_latitude"] == 48.1234568);
        json const sorted = e.call("res.partner", "search", list(json::array()), {{"order", "contact_address"}});
        CHECK(sorted.is_array() == (series == 16));
    }
}

TEST_CASE("the truth log keeps what happened under the business key, whatever the client was told") {
    erp e;
    customer_and_product(e);
    auto const before = e.box.truth.writes();
    e.box.faults.answer("load", {.status = 503, .with_effect = true});
    columns const fields = {"id", "partner_id/id", "client_order_ref", "order_line/id", "order_line/product_id/id"};
    auto const reply = e.send("sale.order", "load",
                              list(fields, cells{{"crm.o1", "crm.c1", "D-1", "crm.o1_1", "crm.p1"}}), json::object());
    CHECK(reply->status == 503);
    CHECK(e.box.truth.writes() == before + 2);
    auto const last = e.box.truth.effects().back();
    CHECK(e.box.truth.creates_of("crm.o1") == 1);
    CHECK(e.box.truth.creates_of("crm.o1_1") == 1);
    CHECK(last.request == 3);
    CHECK(last.at == e.clock.now());
    CHECK(last.system == "odoo");
    // without an external id the reference the client gave is the key
    REQUIRE(e.call("res.partner", "create", list(json{{"name", "B"}, {"ref", "R-9"}})).is_number());
    CHECK(e.box.truth.creates_of("R-9") == 1);
}

TEST_CASE("final states reached in different orders at different times dump alike, different ones do not") {
    auto const run = [](bool reversed, char const* price) {
        erp e;
        customer_and_product(e);
        cells rows = {{"crm.o1", "crm.c1", "crm.o1_1", "crm.p1", price},
                      {"crm.o2", "crm.c1", "crm.o2_1", "crm.p2", "3"}};
        if (reversed) {
            std::swap(rows[0], rows[1]);
            e.clock.advance(1h);
            e.box.faults.refuse_record("load", 0);  // ids given to what was refused are not given again
        }
        columns const fields = {"id", "partner_id/id", "order_line/id", "order_line/product_id/id",
                                "order_line/price_unit"};
        for (int i = 0; i < 2; ++i) static_cast<void>(e.load("sale.order", fields, rows));
        return e.box.dump();
    };
    CHECK(run(false, "7") == run(true, "7"));
    CHECK(run(false, "7") != run(false, "8"));
}

TEST_CASE("seed data needs no call and counts as nobody's effect") {
    erp e;
    CHECK(e.box.count("res.partner") == 0);
    auto const id = e.box.add("res.partner", R"({"name": "Acme"})", "crm.c1");
    REQUIRE(id.has_value());
    CHECK(e.box.count("res.partner") == 1);
    CHECK(e.box.truth.writes() == 0);
    CHECK(e.box.calls().empty());
    CHECK(e.load("res.partner", {"id", "name"}, {{"crm.c1", "Acme"}})["ids"][0] == *id);
    CHECK(e.box.calls() == std::map<std::string, std::uint64_t>{{"res.partner.load", 1}});
    CHECK(e.box.add("res.partner", R"({"email": "x"})").error().code == errc::rejected);
    CHECK(e.box.add("res.partner", "[]").error().code == errc::malformed);
    CHECK(e.box.add("no.model", "{}").error().code == errc::misconfigured);
    CHECK(e.box.count("no.model") == 0);
}

TEST_CASE("whatever is sent, there is an answer and the database is whole") {
    std::vector<json> const honest = {
        json::parse(
            R"({"jsonrpc":"2.0","method":"call","id":1,"params":{"service":"object","method":"execute_kw","args":
            ["odoo",2,"admin","sale.order","load",[["id","partner_id/id","order_line/id","order_line/price_unit","date_order"],
            [["a.b","crm.c1","a.c","1","2026-01-01 00:00:00"]]],{"context":{"tz":"UTC"}}]}})"),
        json::parse(
            R"({"params":{"service":"object","method":"execute_kw","args":["odoo",2,"admin","res.partner","search_read",
            [["|",["name","ilike","a"],["country_id.code","in",["FR",false]]],["name","country_id"]],{"limit":3,"order":"name desc"}]}})"),
        json::parse(
            R"({"params":{"service":"object","method":"execute_kw","args":["odoo",2,"admin","res.partner","create",
            [{"name":"x","category_id":[[0,0,{"name":"t"}],[4,1],[6,0,[1]]],"child_ids":[[0,0,{"name":"k"}],[5]],"color":3}],{}]}})"),
        json::parse(
            R"({"params":{"service":"object","method":"execute_kw","args":["odoo",2,"admin","project.project","write",
            [[1],{"name":"x","date":"2026-01-01","task_ids":[[0,0,{"name":"k"}]],"partner_id":1,"active":true}],{}]}})")};
    std::vector<json> const odd = {nullptr,
                                   true,
                                   -1,
                                   1e300,
                                   "",
                                   "x",
                                   "\xc3\xa9",
                                   json::array(),
                                   json::object(),
                                   list(json::array()),
                                   json{{"a", 1}},
                                   9223372036854775807};
    seeded_random seed(2026);
    any_random random(seed);
    erp e(19);
    customer_and_product(e);
    auto const mutate = [&](auto&& self, json& j) -> void {
        if (random.below(8) == 0) {
            j = odd[random.below(odd.size())];
            return;
        }
        if (j.is_array() || j.is_object())
            for (auto& child : j)
                if (random.below(3) == 0) self(self, child);
    };
    for (int i = 0; i < 3000; ++i) {
        json body = honest[random.below(honest.size())];
        // what makes it a call stays, so that the mutation reaches what lies behind
        if (random.below(10) == 0)
            mutate(mutate, body);
        else
            for (std::size_t a = 5; a < 7; ++a) mutate(mutate, body["params"]["args"][a]);
        auto const reply = e.post("/jsonrpc", body);
        REQUIRE(reply.has_value());
        REQUIRE(reply->status < 500);
        json const inner = body.contains("params") && body["params"].is_object() ? body["params"] : json::object();
        auto const via_json2 = e.post("/json/2/res.partner/create", json{{"vals_list", inner}},
                                      std::string(e.box.options().api_key.reveal()));
        REQUIRE(via_json2.has_value());
    }
    CHECK(e.call("res.partner", "search_count", list(list(leaf("name", "=", "Acme")))) == 1);
    CHECK_FALSE(e.box.dump().empty());
    std::string deep(100000, '[');
    CHECK(e.box
              .send({.method = http::method::post,
                     .url = "/jsonrpc",
                     .headers = {{"Content-Type", "application/json"}},
                     .body = deep},
                    context{})
              ->status == 400);
}

TEST_CASE("what is committed late is found only then, and a time-out before it looks like nothing happened") {
    erp e;
    e.box.faults.commit_late("create", 5s);
    e.box.faults.drop_reply_to("create");
    CHECK_FALSE(e.send("res.partner", "create", list(json{{"name", "A"}, {"ref", "R-1"}}), json::object()).has_value());
    CHECK(e.call("res.partner", "search_count", list(list(leaf("ref", "=", "R-1")))) == 0);  // the probe
    e.clock.advance(5s);
    CHECK(e.call("res.partner", "search_count", list(list(leaf("ref", "=", "R-1")))) == 1);
    CHECK(e.box.truth.creates_of("R-1") == 1);
}
