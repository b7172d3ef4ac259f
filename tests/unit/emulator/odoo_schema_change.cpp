// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/odoo.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include <syncline/testkit/manual_clock.hpp>

#include "odoo_support.hpp"

namespace schema_change_test {

// A schema that changes under a running emulator.

using namespace odoo_test;
using namespace syncline;
using nlohmann::json;

namespace {

struct erp {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    emulator::odoo box;

    explicit erp(int series = 18) : box(clock, {.series = series}) {}

    json call(std::string const& model, std::string const& method, json args, json keywords = json::object()) {
        json const body = {{"jsonrpc", "2.0"},
                           {"method", "call"},
                           {"id", 1},
                           {"params",
                            {{"service", "object"},
                             {"method", "execute_kw"},
                             {"args", list("odoo", 2, "admin", model, method, std::move(args), std::move(keywords))}}}};
        auto const reply = box.send({.method = http::method::post,
                                     .url = "https://erp.example/jsonrpc",
                                     .headers = {{"Content-Type", "application/json"}},
                                     .body = body.dump()},
                                    context{});
        REQUIRE(reply);
        json const answer = json::parse(reply->body);
        return answer.contains("error") ? answer["error"]["data"] : answer.value("result", json());
    }

    std::int64_t partner(std::string const& values) { return *box.add("res.partner", values); }
    json value(std::int64_t id, std::string const& field) {
        return call("res.partner", "read", list(list(id), list(field)))[0][field];
    }
    json fields(std::string const& model) { return call(model, "fields_get", json::array()); }
};

void misconfigured(result<void> const& r, std::string const& part) {
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::misconfigured);
    CHECK_MESSAGE(r.error().message.find(part) != std::string::npos, r.error().message);
}

}  // namespace

TEST_CASE("a field that is added is described, read, written, searched and kept") {
    for (int const series : all_series) {
        erp e(series);
        auto const before = e.partner(R"({"name": "Before"})");
        REQUIRE(e.box.set_field("res.partner", "x_tier", R"({"type": "selection", "string": "Tier",
            "selection": [["a", "Gold"], ["b", "Silver"]], "required": false})"));
        json const told = e.fields("res.partner")["x_tier"];
        CHECK(told["type"] == "selection");
        CHECK(told["string"] == "Tier");
        CHECK(told["selection"] == list(list("a", "Gold"), list("b", "Silver")));
        CHECK(e.value(before, "x_tier") == false);
        auto const id = e.call("res.partner", "create", list(json{{"name", "Acme"}, {"x_tier", "a"}}));
        REQUIRE(id.is_number());
        CHECK(e.value(id, "x_tier") == "a");
        CHECK(e.call("res.partner", "search", list(list(leaf("x_tier", "=", "a")))) == list(id));
        CHECK(e.call("res.partner", "write", list(list(before), json{{"x_tier", "c"}}))["name"] ==
              "builtins.ValueError");
        CHECK(e.call("res.partner", "write", list(list(before), json{{"x_tier", "b"}})) == true);
        CHECK(e.box.dump().find(R"("x_tier":"b")") != std::string::npos);
        REQUIRE(e.box.set_field("res.partner", "x_boss", R"({"type": "many2one", "relation": "res.partner"})"));
        CHECK(e.call("res.partner", "write", list(list(id), json{{"x_boss", before}})) == true);
        CHECK(e.value(id, "x_boss") == list(before, "Before"));
    }
}

TEST_CASE("a field that is taken away is unknown from then on, with its values") {
    erp e;
    auto const id = e.partner(R"({"name": "Acme", "function": "Boss", "phone": "1"})");
    REQUIRE(e.box.remove_field("res.partner", "function"));
    CHECK_FALSE(e.fields("res.partner").contains("function"));
    CHECK(e.call("res.partner", "read", list(list(id), list("function")))["name"] == "builtins.ValueError");
    CHECK(e.call("res.partner", "write", list(list(id), json{{"function", "x"}}))["name"] == "builtins.ValueError");
    CHECK(e.value(id, "phone") == "1");  // its neighbours keep theirs
    CHECK(e.value(id, "name") == "Acme");
    REQUIRE(e.box.set_field("res.partner", "function", R"({"type": "char"})"));
    CHECK(e.value(id, "function") == false);
}

TEST_CASE("a renamed field keeps its values") {
    erp e;
    auto const id = e.partner(R"({"name": "Acme", "function": "Boss"})");
    REQUIRE(e.box.rename_field("res.partner", "function", "job_title"));
    CHECK(e.value(id, "job_title") == "Boss");
    CHECK(e.fields("res.partner")["job_title"]["string"] == "Job Position");
    CHECK(e.call("res.partner", "write", list(list(id), json{{"function", "x"}}))["name"] == "builtins.ValueError");
    CHECK(e.call("res.partner", "write", list(list(id), json{{"job_title", "x"}})) == true);
    misconfigured(e.box.rename_field("res.partner", "job_title", "name"), "`name` is taken");
    misconfigured(e.box.rename_field("res.partner", "job_title", ""), "or is none");
    misconfigured(e.box.rename_field("res.partner", "function", "x"), "knows no field `function`");
}

TEST_CASE("a value stays when the new type can hold it, and is blank otherwise") {
    erp e;
    auto const id = e.partner(R"({"name": "Acme", "function": "Boss", "color": 7, "website": "x"})");
    REQUIRE(e.box.set_field("res.partner", "function", R"({"type": "text"})"));
    CHECK(e.value(id, "function") == "Boss");
    REQUIRE(e.box.set_field("res.partner", "color", R"({"type": "float"})"));
    CHECK(e.value(id, "color") == 7.0);
    REQUIRE(e.box.set_field("res.partner", "color", R"({"type": "char"})"));
    CHECK(e.value(id, "color") == false);
    REQUIRE(e.box.set_field("res.partner", "website", R"({"type": "many2many", "relation": "res.users"})"));
    CHECK(e.value(id, "website") == json::array());
    CHECK(e.fields("res.partner")["website"]["relation"] == "res.users");
    CHECK(e.call("res.partner", "write", list(list(id), json{{"color", "red"}})) == true);
}

TEST_CASE("a longer text is cut to the size without a word, in characters") {
    erp e;
    REQUIRE(e.box.set_field("res.partner", "function", R"({"size": 3})"));
    CHECK(e.fields("res.partner")["function"]["size"] == 3);
    auto const id = e.partner(R"({"name": "Acme", "function": "Größe"})");
    CHECK(e.value(id, "function") == "Grö");
    CHECK_FALSE(e.fields("res.partner")["name"].contains("size"));
    REQUIRE(e.box.set_field("res.partner", "function", R"({"size": 0})"));
    CHECK(e.call("res.partner", "write", list(list(id), json{{"function", "Größe"}})) == true);
    CHECK(e.value(id, "function") == "Größe");
}

TEST_CASE("a field that is required now is missed, and no longer when it is not") {
    erp e;
    REQUIRE(e.box.set_field("res.partner", "function", R"({"required": true})"));
    CHECK(e.fields("res.partner")["function"]["required"] == true);
    auto const refused = e.call("res.partner", "create", list(json{{"name", "Acme"}}));
    CHECK(refused["message"].get<std::string>().find("(function)") != std::string::npos);
    CHECK(e.box.count("res.partner") == 0);
    CHECK(e.call("res.partner", "create", list(json{{"name", "Acme"}, {"function", "Boss"}})).is_number());
    REQUIRE(e.box.set_field("res.partner", "function", R"({"required": false})"));
    CHECK(e.call("res.partner", "create", list(json{{"name", "Acme"}})).is_number());
}

TEST_CASE("what the server keeps of its models as records follows") {
    erp e;
    auto const known = [&e](std::string const& field) {
        return e.call("ir.model.fields", "search_count",
                      list(list(leaf("model", "=", "res.partner"), leaf("name", "=", field))));
    };
    CHECK(known("x_new") == 0);
    REQUIRE(e.box.set_field("res.partner", "x_new", R"({"type": "char"})"));
    REQUIRE(e.box.remove_field("res.partner", "function"));
    CHECK(known("x_new") == 1);
    CHECK(known("function") == 0);
    CHECK(known("name") == 1);
}

TEST_CASE("what other fields rest on stays, and links stay whole beside a change") {
    erp e;
    auto const above = e.partner(R"({"name": "Acme", "is_company": true})");
    auto const below = *e.box.add("res.partner", json{{"name", "Ann"}, {"parent_id", above}}.dump());
    misconfigured(e.box.remove_field("res.partner", "parent_id"), "`parent_id`");
    misconfigured(e.box.remove_field("res.partner", "id"), "every model rests on `id`");
    misconfigured(e.box.remove_field("res.partner", "ref"), "the key of the model");
    misconfigured(e.box.rename_field("sale.order", "date_order", "ordered"), "the order of the model");
    misconfigured(e.box.set_field("res.partner", "commercial_partner_id", R"({"type": "char"})"), "computes it");
    misconfigured(e.box.set_field("no.such", "x", R"({"type": "char"})"), "knows no model no.such");
    misconfigured(e.box.set_field("res.partner", "x", R"({"type": "many2one", "relation": "no.such"})"), "no.such");
    misconfigured(e.box.set_field("res.partner", "x", R"({"type": "many2one"})"), "to point to");
    CHECK(e.value(above, "child_ids") == list(below));
    REQUIRE(e.box.remove_field("res.partner", "function"));
    REQUIRE(e.box.remove_field("res.partner", "active"));
    CHECK(e.value(above, "child_ids") == list(below));
    CHECK(e.call("res.partner", "unlink", list(list(below))) == true);
    CHECK(e.value(above, "child_ids") == json::array());
    // another emulator of the series is as it was
    CHECK(erp().fields("res.partner").contains("function"));
}

TEST_CASE("a description that is none changes nothing") {
    erp e;
    auto const before = e.fields("res.partner");
    for (auto const* text :
         {"", "[]", R"({"type": "nothing"})", R"({"type": 5})", R"({"required": "yes"})", R"({"size": -1})",
          R"({"string": 1})", R"({"relation": "res.users"})", R"({"selection": [["a", "A"]]})", R"({"colour": "red"})",
          R"({"type": "selection", "selection": [["a"]]})", R"({"type": "selection", "selection": [["a:b", "A"]]})",
          R"({"type": "selection", "selection": [["a", "A;B"]]})"}) {
        CAPTURE(text);
        for (auto const* field : {"function", "x_new"}) {
            auto const r = e.box.set_field("res.partner", field, text);
            REQUIRE_FALSE(r);
            CHECK(r.error().code == errc::malformed);
        }
    }
    CHECK_FALSE(e.box.set_field("res.partner", "x_new", R"({"string": "No type"})"));
    CHECK_FALSE(e.box.set_field("res.partner", "", R"({"type": "char"})"));
    CHECK(e.fields("res.partner") == before);
}

}  // namespace schema_change_test
