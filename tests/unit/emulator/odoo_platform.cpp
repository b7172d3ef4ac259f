// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <syncline/emulator/odoo.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "odoo_support.hpp"

// What stands around the records: ways in, users and their rights, companies, metadata.

using namespace odoo_test;

namespace {

using namespace syncline;
using namespace std::chrono_literals;
using nlohmann::json;

bool has(json const& text, std::string const& part) {
    return text.is_string() && text.get<std::string>().find(part) != std::string::npos;
}

constexpr char const* eves_key = "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0";

/// An emulated Odoo and somebody who calls it.
struct caller {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 8h};
    emulator::odoo box;
    std::int64_t uid = 2;
    std::string password = "admin";

    explicit caller(int series = 18) : caller(emulator::odoo_options{.series = series}) {}
    explicit caller(emulator::odoo_options options) : box(clock, std::move(options)) {}

    http::response send(http::method m, std::string const& path, std::string const& body, std::string const& type,
                        std::vector<http::header> more = {}) {
        http::request r{.method = m, .url = "https://erp.example" + path, .body = body};
        if (!type.empty()) r.headers.push_back({"Content-Type", type});
        for (auto& h : more) r.headers.push_back(std::move(h));
        auto reply = box.send(r, context{});
        REQUIRE(reply.has_value());
        return *std::move(reply);
    }

    http::response post(std::string const& path, json const& body, std::vector<http::header> more = {}) {
        return send(http::method::post, path, body.dump(), "application/json", std::move(more));
    }

    json service(char const* name, char const* method, json args) {
        json const body = json::parse(
            post("/jsonrpc", {{"params", {{"service", name}, {"method", method}, {"args", std::move(args)}}}}).body);
        return body.contains("error") ? body["error"]["data"] : body.value("result", json("nothing"));
    }

    /// What execute_kw answers: the result, or the error's data.
    json call(std::string const& model, std::string const& method, json args, json keywords = json::object()) {
        return service("object", "execute_kw",
                       list("odoo", uid, password, model, method, std::move(args), std::move(keywords)));
    }

    /// The same, looking into some companies only.
    json within(json companies, std::string const& model, std::string const& method, json args) {
        return call(model, method, std::move(args), {{"context", {{"allowed_company_ids", std::move(companies)}}}});
    }

    std::int64_t add(std::string const& model, json const& values) {
        auto const id = box.add(model, values.dump());
        if (!id) FAIL(id.error().server_message);
        return *id;
    }

    /// From here on calls are made by a new user with these groups.
    void become_eve(std::vector<std::string> groups = {}, std::vector<std::int64_t> companies = {}) {
        auto const id = box.add_user({.login = "eve",
                                      .name = "Eve",
                                      .api_key = secret{eves_key},
                                      .groups = std::move(groups),
                                      .companies = std::move(companies)});
        if (!id) FAIL(id.error().server_message);
        uid = *id;
        password = eves_key;
    }

    void become_admin() {
        uid = 2;
        password = "admin";
    }
};

/// A call over XML-RPC: the parameters as XML.
std::string xml_call(std::string const& method, std::vector<std::string> const& values) {
    std::string out = "<?xml version='1.0'?>\n<methodCall>\n<methodName>" + method + "</methodName>\n<params>\n";
    for (auto const& v : values) out += "<param>\n<value>" + v + "</value>\n</param>\n";
    return out + "</params>\n</methodCall>\n";
}

std::string text(std::string const& s) { return "<string>" + s + "</string>"; }

std::vector<std::string> credentials() { return {text("odoo"), "<int>2</int>", text("admin")}; }

std::string xml(caller& e, std::string const& path, std::string const& body) {
    auto const reply = e.send(http::method::post, path, body, "text/xml");
    CHECK(reply.status == 200);
    CHECK(reply.header_value("Content-Type") == "text/xml; charset=utf-8");
    return reply.body;
}

}  // namespace

TEST_CASE("a user without groups reads partners and may not change them; the error names who may") {
    for (int const series : all_series) {
        caller e(series);
        auto const acme = e.add("res.partner", {{"name", "Acme"}});
        e.become_eve();
        CHECK(e.call("res.partner", "read", list(list(acme), list("name")))[0]["name"] == "Acme");
        json const refused = e.call("res.partner", "create", list(json{{"name", "B"}}));
        CHECK(refused["name"] == "odoo.exceptions.AccessError");
        CHECK(has(refused["message"], "You are not allowed to create 'Contact' (res.partner) records."));
        CHECK(has(refused["message"],
                  series == 19 ? "\n\t- Contact/Creation\n\t- Sales/Administrator\n\t- Sales/User: Own Documents Only\n"
                               : "\n\t- Extra Rights/Contact Creation\n\t- Sales/Administrator\n"));
        // on 19 the bank accounts of the partner are missed first
        CHECK(has(e.call("res.partner", "write", list(list(acme), json{{"name", "x"}}))["message"],
                  series == 19 ? "modify 'Bank Accounts' (res.partner.bank)" : "modify 'Contact' (res.partner)"));
        CHECK(has(e.call("res.partner", "unlink", list(list(acme)))["message"], "not allowed to delete"));
        CHECK(has(e.call("sale.order", "search_count", list(json::array()))["message"], "not allowed to access"));
        CHECK(e.box.count("res.partner") == 2);  // Acme and the user's own
    }
}

TEST_CASE("a group lets its members do what it is for, and what the groups it implies are for") {
    caller e;
    e.become_eve({"sales_team.group_sale_manager"});
    CHECK(e.call("res.partner", "create", list(json{{"name", "B"}})).is_number());
    CHECK(e.call("sale.order", "search_count", list(json::array())) == 0);
    CHECK(has(e.call("ir.config_parameter", "search_read", list(json::array(), list("key")))["message"],
              "\n\t- Administration/Settings\n"));
}

TEST_CASE("rights can be asked for") {
    for (int const series : all_series) {
        caller e(series);
        CHECK(e.call("res.partner", "check_access_rights", list("create"), {{"raise_exception", false}}) == true);
        e.become_eve();
        CHECK(e.call("res.partner", "check_access_rights", list("create", false)) == false);
        CHECK(e.call("res.partner", "check_access_rights", list("create"))["name"] == "odoo.exceptions.AccessError");
        CHECK(e.call("res.partner", "check_access_rights", list("read")) == true);
        json const newer = e.call("res.partner", "has_access", list(json::array(), "create"));
        if (series == 16)
            CHECK(newer["name"] == "builtins.AttributeError");
        else
            CHECK(newer == false);
        CHECK(e.call("res.partner", "check_field_access_rights", list("read", list("name"))) == list("name"));
    }
}

TEST_CASE("no password and no key is ever read") {
    for (int const series : all_series) {
        caller e(series);
        json const refused = e.call("res.users", "read", list(list(2), list("login", "password", "totp_secret")));
        CHECK(refused["name"] == "odoo.exceptions.AccessError");
        CHECK(has(refused["message"], "totp_secret"));
        CHECK(e.call("res.users", "read", list(list(2), list("password")))[0]["password"] == false);
        json const keys = e.call("res.users.apikeys", "search_read", list(json::array()));
        REQUIRE(keys.size() == 1);
        CHECK_FALSE(keys[0].contains("key"));
        CHECK(e.box.dump().find("0123456789abcdef") == std::string::npos);
        CHECK(e.call("res.users.apikeys.description", "make_key", list(list(1)))["message"] ==
              "This method can only be accessed over HTTP");
    }
}

TEST_CASE("one user's key does not open for another, an unknown login is the result false") {
    caller e;
    e.become_eve();
    CHECK(e.service("object", "execute_kw",
                    list("odoo", 2, eves_key, "res.partner", "search_count", list(list())))["name"] ==
          "odoo.exceptions.AccessDenied");
    CHECK(e.service("common", "authenticate", list("odoo", "eve", eves_key, json::object())) == e.uid);
    CHECK(e.service("common", "authenticate", list("odoo", "eve", "admin", json::object())) == false);
    CHECK(e.service("common", "authenticate", list("odoo", "nobody", "admin", json::object())) == false);
    CHECK(e.box.add_user({.login = "eve"}).error().code == errc::rejected);
    CHECK(e.box.add_user({.login = "f", .groups = {"no.such_group"}}).error().server_message ==
          "External ID not found in the system: no.such_group");
}

// Shows R181.
TEST_CASE("a call sees the companies it is allowed, and a record of another one is an error that says which") {
    for (int const series : all_series) {
        caller e(series);
        json const branch = e.call("res.company", "create", list(json{{"name", "Branch"}}));
        REQUIRE(branch.is_number());
        // a new company is added to its creator's, who reads them in the order of their names
        CHECK(e.call("res.users", "read", list(list(2), list("company_ids")))[0]["company_ids"] == list(branch, 1));
        json const partner = e.call("res.partner", "create", list(json{{"name", "B"}, {"company_id", branch}}));
        json const search = list(list(leaf("id", "=", partner)));
        CHECK(e.call("res.partner", "search_count", search) == 1);
        CHECK(e.within(list(1), "res.partner", "search_count", search) == 0);
        CHECK(e.within(list(1, branch), "res.partner", "search_count", search) == 1);
        json const refused = e.within(list(1), "res.partner", "read", list(list(partner), list("name")));
        CHECK(refused["name"] == "odoo.exceptions.AccessError");
        if (series == 16) {
            CHECK(has(refused["message"], "Due to security restrictions, you are not allowed to access 'Contact'"));
        } else {
            CHECK(has(refused["message"], "switching to the company: Branch."));
            CHECK(refused["context"]["suggested_company"] == json{{"id", branch}, {"display_name", "Branch"}});
        }
        CHECK(e.within(list(99), "res.partner", "search_count", list(json::array()))["message"] ==
              "Access to unauthorized or invalid companies.");
        // what is made belongs to the first of them
        json const order = e.within(list(branch), "sale.order", "create", list(json{{"partner_id", partner}}));
        CHECK(e.call("sale.order", "read", list(list(order), list("company_id")))[0]["company_id"] ==
              list(branch, "Branch"));
        e.become_eve();
        CHECK(e.call("res.partner", "search_count", search) == 0);
        CHECK(e.call("res.partner", "read", list(list(partner), list("name")))["name"] ==
              "odoo.exceptions.AccessError");
        CHECK(e.within(list(branch), "res.partner", "search_count", search)["message"] ==
              "Access to unauthorized or invalid companies.");
    }
}

TEST_CASE("a user of another company works there") {
    caller e;
    auto const branch = e.add("res.company", {{"name", "Branch"}});
    e.become_eve({"sales_team.group_sale_manager"}, {branch});
    json const order = e.call("sale.order", "create", list(json{{"partner_id", 1}}));
    CHECK(e.call("sale.order", "read", list(list(order), list("company_id")))[0]["company_id"] ==
          list(branch, "Branch"));
}

TEST_CASE("XML-RPC carries the same calls in Python's own spelling") {
    for (int const series : all_series) {
        caller e(series);
        auto const object = [&](std::string const& model, std::string const& method, std::string const& args) {
            auto values = credentials();
            for (auto const& v : {text(model), text(method), args}) values.push_back(v);
            return xml(e, "/xmlrpc/2/object", xml_call("execute_kw", values));
        };
        auto const made = object("res.partner", "create",
                                 "<array><data><value><struct><member><name>name</name><value>"
                                 "<string>a &amp; &lt;b&gt; &#233;</string></value></member><member><name>comment"
                                 "</name><value><nil/></value></member></struct></value></data></array>");
        CHECK(made.find("<int>") != std::string::npos);
        CHECK(made.starts_with(series == 16 ? "<?xml version='1.0'?>" : "<?xml version=\"1.0\"?>"));
        auto const found = object("res.partner", "search_read",
                                  "<array><data><value><array><data><value><array><data><value>name</value><value>like"
                                  "</value><value>a &amp;</value></data></array></value></data></array></value><value>"
                                  "<array><data><value>name</value><value>ref</value><value>partner_latitude</value>"
                                  "</data></array></value></data></array>");
        CHECK(found.find("<value><string>a &amp; &lt;b&gt; \xc3\xa9</string></value>") != std::string::npos);
        CHECK(found.find("<name>ref</name>\n<value><boolean>0</boolean></value>") != std::string::npos);
        CHECK(found.find("<value><double>0.0</double></value>") != std::string::npos);
        // an untyped value is text, i4 is a number, an empty array may have no end tag
        auto const count = xml(e, "/xmlrpc/2/object",
                               "<methodCall><methodName>execute_kw</methodName><params><param><value>odoo</value>"
                               "</param><param><value><i4>2</i4></value></param><param><value>admin</value></param>"
                               "<param><value>res.partner</value></param><param><value>search_count</value></param>"
                               "<param><value><array><data><value><array><data/></array></value></data></array>"
                               "</value></param></params></methodCall>");
        CHECK(count.find("<value><int>3</int></value>") != std::string::npos);
    }
}

TEST_CASE("XML-RPC says what is wrong by a number, the older path by a text") {
    caller e;
    auto const denied = xml_call("execute_kw", {text("odoo"), "<int>2</int>", text("wrong"), text("res.partner"),
                                                text("search_count"), "<array><data></data></array>"});
    CHECK(xml(e, "/xmlrpc/2/object", denied).find("<int>3</int>") != std::string::npos);
    CHECK(xml(e, "/xmlrpc/object", denied).find("<string>AccessDenied</string>") != std::string::npos);
    auto values = credentials();
    for (auto const& v : {text("res.partner"), text("create"),
                          std::string("<array><data><value><struct><member><name>email</name><value>x</value></member>"
                                      "</struct></value></data></array>")})
        values.push_back(v);
    auto const refused = xml_call("execute_kw", values);
    CHECK(xml(e, "/xmlrpc/2/object", refused).find("<int>2</int>") != std::string::npos);
    CHECK(xml(e, "/xmlrpc/object", refused).find("warning -- UserError\n\nThe operation") != std::string::npos);
    CHECK(xml(e, "/xmlrpc/2/nosvc", xml_call("x", {})).find("KeyError: 'nosvc'\n") != std::string::npos);
    CHECK(xml(e, "/xmlrpc/2/common", "<not xml").find("ExpatError: unclosed token: line 1, column 0") !=
          std::string::npos);
    CHECK(xml(e, "/xmlrpc/2/common", "").find("ExpatError: no element found: line 1, column 0") != std::string::npos);
    CHECK(e.send(http::method::get, "/xmlrpc/2/common", "", "").status == 405);
}

TEST_CASE("over XML-RPC a method that returns nothing is a fault after the commit") {
    caller e;
    auto const order = e.add("sale.order", {{"partner_id", 1}});
    auto values = credentials();
    for (auto const& v : {text("sale.order"), text("action_quotation_sent"),
                          "<array><data><value><int>" + std::to_string(order) + "</int></value></data></array>"})
        values.push_back(v);
    CHECK(xml(e, "/xmlrpc/2/object", xml_call("execute_kw", values))
              .find("TypeError: cannot marshal None unless allow_none is enabled\n") != std::string::npos);
    CHECK(e.call("sale.order", "read", list(list(order), list("state")))[0]["state"] == "sent");
}

TEST_CASE("broken XML is refused and never breaks the server") {
    caller e;
    std::string const good = xml_call("execute_kw", credentials());
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto cut = good.substr(0, i);
        CHECK(e.send(http::method::post, "/xmlrpc/2/object", cut, "text/xml").status == 200);
        auto changed = good;
        changed[i] = '<';
        CHECK(e.send(http::method::post, "/xmlrpc/2/object", changed, "text/xml").status == 200);
    }
    std::string deep = "<methodCall><methodName>x</methodName><params><param>";
    for (int i = 0; i < 10000; ++i) deep += "<value><array><data>";
    CHECK(xml(e, "/xmlrpc/2/object", deep).find("<fault>") != std::string::npos);
}

TEST_CASE("a session is opened with a password, carried by a cookie, and closed") {
    for (int const series : all_series) {
        caller e(series);
        auto const login = [&](char const* password, char const* database = "odoo") {
            return e.post("/web/session/authenticate",
                          {{"id", 1}, {"params", {{"db", database}, {"login", "admin"}, {"password", password}}}});
        };
        auto const opened = login("admin");
        json const info = json::parse(opened.body)["result"];
        CHECK(info["uid"] == 2);
        CHECK(info["web.base.url"] == "https://erp.example");
        CHECK(info["user_companies"]["allowed_companies"]["1"]["name"] == "My Company");
        auto const cookie = std::string(*opened.header_value("Set-Cookie"));
        json const count = {{"id", 7},
                            {"params",
                             {{"model", "res.partner"},
                              {"method", "search_count"},
                              {"args", list(json::array())},
                              {"kwargs", json::object()}}}};
        auto const ask = [&](std::string const& value) {
            return json::parse(
                e.post("/web/dataset/call_kw/res.partner/search_count", count, {{"Cookie", value}}).body);
        };
        CHECK(ask(cookie.substr(0, cookie.find(';')))["result"] == 2);
        CHECK(ask("session_id=made-up")["error"]["code"] == 100);
        CHECK(ask("session_id=made-up")["error"]["data"]["name"] == "odoo.http.SessionExpiredException");
        e.post("/web/session/destroy", {{"id", 1}, {"params", json::object()}},
               {{"Cookie", cookie.substr(0, cookie.find(';'))}});
        CHECK(ask(cookie.substr(0, cookie.find(';')))["error"]["code"] == 100);
        CHECK(json::parse(login("wrong").body)["error"]["data"]["name"] == "odoo.exceptions.AccessDenied");
        // a key is no password here
        CHECK(json::parse(login(std::string(e.box.options().api_key.reveal()).c_str()).body).contains("error"));
        CHECK(json::parse(login("admin", "other").body)["error"]["data"]["message"] == "Database not found.");
        CHECK(e.send(http::method::post, "/web/dataset/call_kw", "{}", "text/plain",
                     {{"Cookie", cookie.substr(0, cookie.find(';'))}})
                  .status == (series == 19 ? 415 : 400));
    }
}

TEST_CASE("without a cookie nothing says which of several databases is meant") {
    caller e(emulator::odoo_options{.series = 19, .other_databases = {"odoo_copy", "unrelated"}});
    CHECK(e.post("/web/dataset/call_kw", json::object()).status == 404);
    json const listed = e.post("/web/database/list", {{"params", json::object()}}).body;
    CHECK(json::parse(listed.get<std::string>())["result"] == list("odoo", "odoo_copy"));
    CHECK(e.service("db", "list", list()) == list("odoo", "odoo_copy", "unrelated"));
    CHECK(e.service("db", "db_exist", list("unrelated")) == true);
    CHECK(e.service("db", "db_exist", list("nope")) == false);
    CHECK(e.service("db", "server_version", list()) == "19.0");
    CHECK(e.service("db", "list_lang", list())[0][0] == "sq_AL");
    CHECK(e.service("nosvc", "x", list())["message"] == "nosvc");
}

TEST_CASE("OPTIONS with a key is carried out") {
    caller e(19);
    std::vector<http::header> const key = {
        {"Authorization", "bearer " + std::string(e.box.options().api_key.reveal())}};
    auto const reply = e.send(http::method::options, "/json/2/res.partner/create", R"({"vals_list": {"name": "A"}})",
                              "application/json", key);
    CHECK(reply.status == 200);
    CHECK(e.box.count("res.partner") == 1);
    CHECK(e.send(http::method::put, "/json/2/res.partner/create", "{}", "application/json", key).status == 404);
    auto const moved = e.send(http::method::get, "/json/1/contacts", "", "", key);
    CHECK(moved.status == 307);
    CHECK(moved.header_value("Location") == "/json/1/contacts?offset=0&limit=80");
}

TEST_CASE("19 describes its models to administrators, with an ETag") {
    caller e(19);
    std::vector<http::header> key = {{"Authorization", "bearer " + std::string(e.box.options().api_key.reveal())}};
    auto const index = e.send(http::method::get, "/doc-bearer/index.json", "", "", key);
    CHECK(index.status == 200);
    CHECK(json::parse(index.body)["models"].size() > 10);
    auto const model = e.send(http::method::get, "/doc-bearer/res.partner.category.json", "", "", key);
    CHECK(json::parse(model.body)["fields"]["name"]["required"] == true);
    CHECK(e.send(http::method::get, "/doc-bearer/no.model.json", "", "", key).status == 404);
    key.push_back({"If-None-Match", std::string(*index.header_value("ETag"))});
    CHECK(e.send(http::method::get, "/doc-bearer/index.json", "", "", key).status == 304);
    CHECK(e.send(http::method::get, "/doc-bearer/index.json", "", "").status == 401);
    CHECK(e.send(http::method::get, "/doc/index.json", "", "").status == 403);
    e.become_eve();
    CHECK(e.send(http::method::get, "/doc-bearer/index.json", "", "",
                 {{"Authorization", std::string("bearer ") + eves_key}})
              .status == 403);
}

TEST_CASE("rows are grouped by a field, a day of the caller's zone, and summed up") {
    for (int const series : all_series) {
        caller e(series);
        auto const order = e.add("sale.order", {{"partner_id", 1}, {"date_order", "2026-01-31 23:30:00"}});
        json const domain = list(leaf("id", "=", order));
        json const rows = e.call("sale.order", "read_group", list(domain, list("id"), list("date_order:day")),
                                 {{"context", {{"tz", "Asia/Tokyo"}}}});
        REQUIRE(rows.size() == 1);
        CHECK(rows[0]["date_order:day"] == "01 Feb 2026");
        CHECK(rows[0]["date_order_count"] == 1);
        CHECK(rows[0]["__range"]["date_order:day"] ==
              json{{"from", "2026-01-31 15:00:00"}, {"to", "2026-02-01 15:00:00"}});
        json const from = leaf("date_order", ">=", "2026-01-31 15:00:00");
        json const to = leaf("date_order", "<", "2026-02-01 15:00:00");
        json const opened = series == 16   ? list("&", "&", from, to, domain[0])
                            : series == 18 ? list("&", domain[0], "&", from, to)
                                           : list("&", "&", domain[0], from, to);
        CHECK(rows[0]["__domain"] == opened);
        // the domain opens the group
        CHECK(e.call("sale.order", "search", list(rows[0]["__domain"])) == list(order));
    }
}

TEST_CASE("groups by a many2one come in its order, with numbers summed and blanks last") {
    caller e(19);
    auto const b = e.add("res.partner", {{"name", "B"}, {"is_company", true}, {"ref", "g"}});
    auto const a = e.add("res.partner", {{"name", "A"}, {"is_company", true}, {"ref", "g"}});
    for (auto const parent : {b, a, b})
        e.add("res.partner", {{"name", "x"}, {"parent_id", parent}, {"color", 2}, {"ref", "g"}});
    json const rows =
        e.call("res.partner", "read_group", list(list(leaf("ref", "=", "g")), list("color"), list("parent_id")));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0]["parent_id"] == list(a, "A"));
    CHECK(rows[1]["parent_id"] == list(b, "B"));
    CHECK(rows[1]["parent_id_count"] == 2);
    CHECK(rows[1]["color"] == 4);
    CHECK(rows[2]["parent_id"] == false);
    json const formatted = e.call("res.partner", "formatted_read_group", list(list(leaf("ref", "=", "g"))),
                                  {{"groupby", list("parent_id")}, {"aggregates", list("__count", "color:max")}});
    REQUIRE(formatted.size() == 3);
    CHECK(formatted[1] == json{{"parent_id", list(b, "B")},
                               {"__extra_domain", list(leaf("parent_id", "=", b))},
                               {"__count", 2},
                               {"color:max", 2}});
    CHECK(e.call("res.partner", "read_group", list(json::array(), list("color"), list("nope")))["name"] ==
          "builtins.ValueError");
}

TEST_CASE("an export with `id` makes external ids as a side effect") {
    caller e;
    auto const id = e.add("res.partner", {{"name", "Acme"}, {"country_id", 75}});
    json const columns = list("id", ".id", "name", "country_id/id", "ref");
    json const rows = e.call("res.partner", "export_data", list(list(id), columns))["datas"];
    REQUIRE(rows.size() == 1);
    CHECK(has(rows[0][0], "__export__.res_partner_" + std::to_string(id) + "_"));
    CHECK(rows[0][1] == std::to_string(id));
    CHECK(rows[0][3] == "base.fr");
    CHECK(rows[0][4] == "");
    // the second export finds the first one's id
    CHECK(e.call("res.partner", "export_data", list(list(id), columns))["datas"] == rows);
    CHECK(e.call("ir.model.data", "search_count", list(list(leaf("module", "=", "__export__")))) == 1);
    // several related records take further lines
    auto const parent = e.add("res.partner", {{"name", "P"}, {"is_company", true}});
    for (char const* const name : {"K1", "K2"}) e.add("res.partner", {{"name", name}, {"parent_id", parent}});
    CHECK(e.call("res.partner", "export_data", list(list(parent), list("name", "child_ids/name")))["datas"] ==
          list(list("P", "K1"), list("", "K2")));
}

TEST_CASE("records say who made them and under which external ids they are known") {
    caller e;
    json const meta = e.call("res.partner", "get_metadata", list(list(1)))[0];
    CHECK(meta["create_uid"] == false);
    CHECK(meta["xmlid"] == "base.main_partner");
    CHECK(meta["noupdate"] == true);
    CHECK(meta["xmlids"] == list(json{{"xmlid", "base.main_partner"}, {"noupdate", true}}));
}

TEST_CASE("models, fields and modules can be looked up as records") {
    for (int const series : all_series) {
        caller e(series);
        json const models =
            e.call("ir.model", "search_read",
                   list(list(leaf("model", "in", list("res.partner", "sale.order"))), list("model", "name")));
        REQUIRE(models.size() == 2);
        CHECK(models[0]["model"] == "res.partner");
        CHECK(models[0]["name"] == "Contact");
        json const fields = e.call("ir.model.fields", "search_read",
                                   list(list(leaf("model", "=", "res.partner"), leaf("name", "=", "country_id")),
                                        list("name", "ttype", "relation", "required")));
        REQUIRE(fields.size() == 1);
        CHECK(fields[0]["relation"] == "res.country");
        CHECK(e.call("ir.module.module", "search_count", list(list(leaf("name", "=", "rpc")))) ==
              (series == 19 ? 1 : 0));
        CHECK(e.box.count("ir.model") == 0);
    }
}

TEST_CASE("country names follow the language of the context, defaults the administrator") {
    caller e;
    json const in_french = json{{"context", {{"lang", "fr_FR"}}}};
    CHECK(e.call("res.country", "read", list(list(233), list("name")), in_french)[0]["name"] == "États-Unis");
    CHECK(e.call("res.country", "read", list(list(233), list("name")))[0]["name"] == "United States");
    CHECK(e.call("res.partner", "default_get", list(list("lang")))["lang"] == "en_US");
    CHECK(e.call("ir.default", "set", list("res.partner", "lang", "fr_FR")) == true);
    CHECK(e.call("res.partner", "default_get", list(list("lang")))["lang"] == "fr_FR");
}

TEST_CASE("records are put under ids of one's choice, and new ones follow an id of one's choice") {
    caller e;
    CHECK(e.add("res.partner", {{"id", 500}, {"name", "A"}}) == 500);
    CHECK(e.add("res.partner", {{"name", "B"}}) < 500);
    CHECK(e.box.add("res.partner", R"({"id": 500, "name": "C"})").error().code == errc::rejected);
    e.box.next_id("res.partner", 499);
    CHECK(e.add("res.partner", {{"name", "D"}}) == 499);
    CHECK(e.add("res.partner", {{"name", "E"}}) == 501);  // 500 is taken
}

TEST_CASE("to log in as the administrator from elsewhere changes the address the server gives out") {
    caller e;
    CHECK(e.service("common", "authenticate",
                    list("odoo", "admin", "admin", json{{"base_location", "http://elsewhere"}})) == 2);
    CHECK(e.call("ir.config_parameter", "search_read",
                 list(list(leaf("key", "=", "web.base.url")), list("value")))[0]["value"] == "http://elsewhere");
}
