// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include <syncline/emulator/odoo.hpp>
#include <syncline/testkit/manual_clock.hpp>

// Recorded exchanges of real servers, played again to the emulator. Ids, times and the demo data's names differ from
// database to database, so they are mapped; all else must be the same: status, shape, values, error names and messages.

namespace {

using namespace syncline;
using nlohmann::json;

std::filesystem::path const recordings = SYNCLINE_SHARED_DATA "/odoo-recordings";

json read_json(std::filesystem::path const& file) {
    std::ifstream in(file);
    return json::parse(in);
}

/// Why a recorded step is not played: what it asks for is not part of the emulator.
std::string outside(json const& step, std::string const& path, std::string const& method, json const& body) {
    static std::vector<std::string> const models = {
        "res.partner",  "res.partner.category", "res.country",  "res.currency",    "res.company",
        "res.users",    "product.product",      "sale.order",   "sale.order.line", "project.project",
        "project.task", "ir.model.data",        "no.such.model"};
    static std::vector<std::string> const methods = {
        "export_data", "check_access_rights", "has_access", "check_field_access_rights", "get_metadata", "read_group"};
    auto const text = step.dump();
    if (text.find("lowdk0") != std::string::npos) return "a second user with fewer rights";
    if (method == "OPTIONS") return "HTTP method OPTIONS";
    if (path.starts_with("/xmlrpc")) return "XML-RPC";
    if (path.starts_with("/json/1")) return "JSON-1";
    std::string model;
    std::string called;
    if (path.starts_with("/json/2/")) {
        auto const rest = path.substr(8);
        model = rest.substr(0, rest.find('/'));
        called = rest.substr(std::min(rest.size(), model.size() + 1));
    } else if (body.is_object() && body.contains("params") && body["params"].is_object() &&
               body["params"].contains("args") && body["params"].value("service", "") == "object") {
        json const& args = body["params"]["args"];
        model = args[3].get<std::string>();
        called = args[4].get<std::string>();
    }
    if (!model.empty() && std::find(models.begin(), models.end(), model) == models.end()) return "model " + model;
    if (std::find(methods.begin(), methods.end(), called) != methods.end()) return "method " + called;
    return {};
}

bool is_datetime(json const& v) {
    if (!v.is_string()) return false;
    auto const& s = v.get_ref<std::string const&>();
    return s.size() == 19 && s[4] == '-' && s[10] == ' ' && s[13] == ':';
}

/// Compares what was recorded with what the emulator says, and learns which of its ids stand for which recorded ones.
class comparison {
public:
    std::map<std::int64_t, std::int64_t> ids;

    /// A request as this database would have got it.
    [[nodiscard]] json mapped(json const& v) const {
        if (v.is_number_integer()) {
            auto const it = ids.find(v.get<std::int64_t>());
            return it == ids.end() ? v : json(it->second);
        }
        if (!v.is_array() && !v.is_object()) return v;
        json out = v;
        for (auto& e : out) e = mapped(e);
        return out;
    }

    [[nodiscard]] std::string mapped_text(std::string const& text) const {
        std::string out;
        for (std::size_t i = 0; i < text.size();) {
            if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) {
                out += text[i++];
                continue;
            }
            std::size_t end = i;
            while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
            auto const digits = text.substr(i, end - i);
            auto const it = digits.size() < 12 ? ids.find(std::stoll(digits)) : ids.end();
            out += it == ids.end() ? digits : std::to_string(it->second);
            i = end;
        }
        return out;
    }

    /// Empty when alike, else where and how they differ.
    [[nodiscard]] std::string difference(json const& recorded, json const& ours, std::string const& at = "body") {
        if (recorded.is_number_integer() && ours.is_number_integer()) return number(recorded, ours, at);
        if (recorded.is_string() && ours.is_string()) return text(recorded, ours, at);
        if (recorded.is_number() && ours.is_number()) return recorded == ours ? "" : differs(recorded, ours, at);
        if (recorded.type() != ours.type()) return differs(recorded, ours, at);
        if (recorded.is_array()) {
            if (recorded.size() != ours.size()) return differs(recorded, ours, at);
            bool const all_ids =
                std::all_of(recorded.begin(), recorded.end(), [](json const& e) { return e.is_number_integer(); });
            bool const pair = recorded.size() == 2 && recorded[0].is_number_integer() && recorded[1].is_string();
            for (std::size_t i = 0; i < recorded.size(); ++i) {
                if ((all_ids || (pair && i == 0)) && learn(recorded[i], ours[i])) continue;
                if (auto d = difference(recorded[i], ours[i], at + "[" + std::to_string(i) + "]"); !d.empty()) return d;
            }
            return {};
        }
        if (recorded.is_object()) {
            for (auto const& [key, value] : recorded.items()) {
                if (key == "debug" || key == "arguments") continue;
                if (!ours.contains(mapped_text(key)))
                    return at + "." + key + " is missing in " + ours.dump().substr(0, 200);
                if ((key == "id" || key == "res_id") && at != "body" && learn(value, ours[key])) continue;
                if (auto d = difference(value, ours[mapped_text(key)], at + "." + key); !d.empty()) return d;
            }
            for (auto const& [key, value] : ours.items())
                if (recorded.size() == ours.size() || recorded.contains("name"))
                    continue;
                else if (!recorded.contains(key))
                    return at + "." + key + " was not recorded";
            return {};
        }
        return recorded == ours ? "" : differs(recorded, ours, at);
    }

    bool learn(json const& recorded, json const& ours) {
        if (!recorded.is_number_integer() || !ours.is_number_integer()) return false;
        auto const [it, fresh] = ids.emplace(recorded.get<std::int64_t>(), ours.get<std::int64_t>());
        return fresh || it->second == ours.get<std::int64_t>();
    }

private:
    static std::string differs(json const& recorded, json const& ours, std::string const& at) {
        return at + ": recorded " + recorded.dump().substr(0, 300) + ", emulator " + ours.dump().substr(0, 300);
    }

    [[nodiscard]] std::string number(json const& recorded, json const& ours, std::string const& at) const {
        if (recorded == ours || mapped(recorded) == ours) return {};
        // how many records a whole demo database has says nothing
        if (at == "body.result" || at == "body") return recorded.get<int>() > 20 ? "" : differs(recorded, ours, at);
        return differs(recorded, ours, at);
    }

    [[nodiscard]] std::string text(json const& recorded, json const& ours, std::string const& at) const {
        if (is_datetime(recorded) && is_datetime(ours)) return {};
        auto const plain = [](std::string s) {
            for (auto const& [from, to] : std::vector<std::pair<std::string, std::string>>{
                     {"Mitchell Admin", "Administrator"}, {"YourCompany", "My Company"}, {"18.0+e-20241005", "18.0"}})
                for (auto p = s.find(from); p != std::string::npos; p = s.find(from)) s.replace(p, from.size(), to);
            // the SQL behind a PostgreSQL message, the address of a server, what Python's parser saw: not ours to
            // repeat
            for (char const* tail : {"\nLINE 1", "connection to server", "could not parse the body as json"})
                if (auto const p = s.find(tail); p != std::string::npos) s.resize(p);
            return s;
        };
        auto const x = plain(recorded.get<std::string>());
        auto const y = plain(ours.get<std::string>());
        if (x == y || mapped_text(x) == y) return {};
        if (x.starts_with("<!") && y.starts_with("<!")) return {};  // one HTML page is as good as another
        return differs(x, y, at);
    }
};

struct score {
    int alike = 0;
    int excused = 0;
    int played = 0;
    int outside = 0;
};

/// Steps the emulator answers otherwise, and why that is all right.
std::string excuse(int series, std::string const& file, std::string const& label) {
    if (file == "names_and_metadata" && label == "default_get") return "the demo database's language is French";
    if (file == "names_and_metadata" && series == 16 && label.starts_with("currency by name"))
        return "the demo database of 16 has euros switched on";
    if (file == "json2_success" && label.starts_with("the other database")) return "there is one database";
    return {};
}

/// What a recording took for granted: records made before its first step.
void prepare(emulator::odoo& box, std::string const& file, json const& steps, comparison& seen) {
    auto const add = [&](char const* model, char const* values) {
        auto const id = box.add(model, values);
        REQUIRE(id.has_value());
        return *id;
    };
    add("res.partner.category", R"({"name": "first"})");
    if (file == "auth_failures")
        for (char const* user : {"b", "c", "d", "e"})
            add("res.users", (R"({"name": "x", "login": ")" + std::string(user) + R"("})").c_str());
    if (file == "load_upsert") {
        auto const product = add("product.product", R"({"name": "Licence", "list_price": 10})");
        for (auto const& s : steps)
            if (s["label"] == "load: sale.order with a line") {
                json const& row = s["request"]["body"]["params"]["args"][5][1][0];
                seen.ids[std::stoll(row[2].get<std::string>())] = product;
            }
    }
    if (file == "x2many_commands") {
        json const& first = steps[0]["request"]["body"]["params"]["args"][5][0]["category_id"][0][2][0];
        json const& second = steps[2]["request"]["body"]["params"]["args"][5][1]["category_id"][0][1];
        seen.ids[first.get<std::int64_t>()] = add("res.partner.category", R"({"name": "a"})");
        seen.ids[second.get<std::int64_t>()] = add("res.partner.category", R"({"name": "b"})");
    }
    if (file == "dates") {
        json const& partner = steps[0]["request"]["body"]["params"]["args"][5][0]["partner_id"];
        seen.ids[partner.get<std::int64_t>()] = add("res.partner", R"({"name": "Customer"})");
    }
    if (file == "names_and_metadata") {
        auto const azure = add("res.partner", R"({"name": "Azure Interior", "is_company": true})");
        for (char const* name : {"Brandon Freeman", "Colleen Diaz"})
            add("res.partner", json{{"name", name}, {"parent_id", azure}}.dump().c_str());
    }
    if (file == "json2_errors") {
        auto const customer = add("res.partner", R"({"name": "Customer"})");
        seen.ids[26] = add("sale.order", json{{"partner_id", customer}, {"state", "sale"}}.dump().c_str());
    }
    if (file == "json2_success") {
        auto const customer = add("res.partner", R"({"name": "Azure Interior", "is_company": true})");
        add("res.partner", json{{"name", "Brandon Freeman"}, {"parent_id", customer}}.dump().c_str());
        add("sale.order", json{{"partner_id", customer}}.dump().c_str());
        for (char const* branch : {R"({"name": "north", "parent_id": 1})", R"({"name": "south", "parent_id": 1})",
                                   R"({"name": "Deco Addict", "is_company": true})"})
            add("res.partner", branch);
    }
}

score play(int series, std::string const& file) {
    auto const version = std::to_string(series);
    json const recording = read_json(recordings / version / (file + ".json"));
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    emulator::odoo box{clock,
                       {.series = series,
                        .database = "odoo" + version,
                        .api_key = secret(version + "admdk0a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4"),
                        .several_databases = true}};
    comparison seen;
    json const& steps = recording["steps"];
    prepare(box, file, steps, seen);
    score out;
    for (auto const& step : steps) {
        auto const label = step["label"].get<std::string>();
        json request = recording["step_defaults"]["request"];
        request.update(step["request"]);
        auto const path = request["path"].get<std::string>();
        auto const method = request["method"].get<std::string>();
        json const body = request.value("body", json());
        if (auto const why = outside(step, path, method, body); !why.empty()) {
            ++out.outside;
            MESSAGE(version, " ", file, ": \"", label, "\" is outside: ", why);
            continue;
        }
        http::request r{.method = method == "GET"   ? http::method::get
                                  : method == "PUT" ? http::method::put
                                                    : http::method::post,
                        .url = "https://erp.example" + path};
        for (auto const& [name, value] : request["headers"].items())
            r.headers.push_back({name, value.get<std::string>()});
        if (request.contains("body_text"))
            r.body = request["body_text"].get<std::string>();
        else if (request.contains("body"))
            r.body = seen.mapped(body).dump();
        if (file == "load_upsert" && label == "load: sale.order with a line") {
            json with_product = body;
            json& cell = with_product["params"]["args"][5][1][0][2];
            cell = seen.mapped_text(cell.get<std::string>());
            r.body = with_product.dump();
        }
        if (file == "concurrency_exhausted") box.faults.contend("write");
        if (label == "read with tz Asia/Tokyo: still UTC") {  // the recording wrote this between two steps
            json late = body;
            late["params"]["args"][4] = "write";
            late["params"]["args"][5] =
                json::array({seen.mapped(body["params"]["args"][5][0]), {{"date_order", "2026-01-31 23:30:00"}}});
            http::request write = r;
            write.body = late.dump();
            REQUIRE(box.send(write, context{})->body.find("true") != std::string::npos);
        }
        clock.advance(std::chrono::milliseconds(1234));
        auto const reply = box.send(r, context{});
        ++out.played;
        REQUIRE(reply.has_value());
        json recorded = recording["step_defaults"]["response"];
        recorded.update(step["response"]);
        json answer = json::parse(reply->body, nullptr, false);
        if (answer.is_discarded()) answer = reply->body;
        json const expected = recorded.contains("body") ? recorded["body"] : recorded.value("body_text", json(""));
        std::string why;
        bool const made_one =
            expected.is_object() && expected.contains("result") && expected["result"].is_number_integer() &&
            body.is_object() &&
            (body.dump().find("\"create\"") != std::string::npos || body.dump().find("\"copy\"") != std::string::npos);
        if (reply->status != recorded["status"].get<int>())
            why = "status: recorded " + recorded["status"].dump() + ", emulator " + std::to_string(reply->status);
        else if (made_one && answer.is_object() && answer.contains("result"))
            why = seen.learn(expected["result"], answer["result"]) ? "" : "the id";
        else if (step.value("note", "").find("trimmed") == std::string::npos)
            why = seen.difference(expected, answer);
        if (why.empty()) {
            ++out.alike;
            continue;
        }
        auto const excused = excuse(series, file, label);
        if (!excused.empty()) {
            ++out.excused;
            MESSAGE(version, " ", file, ": \"", label, "\" differs: ", excused);
        } else {
            FAIL_CHECK(version, " ", file, ": \"", label, "\": ", why);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the emulated Odoo answers recorded requests as the recorded servers did") {
    if (!std::filesystem::exists(recordings)) {
        MESSAGE("skipped: ", recordings.string(), " not present");
        return;
    }
    std::vector<std::string> const both = {"load_upsert",         "external_ids",         "crud_res_partner",
                                           "auth_success",        "auth_failures",        "errors_object",
                                           "many2one_write_trap", "none_result",          "version_info",
                                           "transport_jsonrpc",   "x2many_commands",      "dates",
                                           "names_and_metadata",  "concurrency_exhausted"};
    for (int const series : {16, 18, 19}) {
        auto files = both;
        if (series == 19) {
            files.emplace_back("json2_success");
            files.emplace_back("json2_errors");
        }
        score total;
        for (auto const& file : files) {
            auto const s = play(series, file);
            total.alike += s.alike;
            total.excused += s.excused;
            total.played += s.played;
            total.outside += s.outside;
        }
        MESSAGE("Odoo ", series, ", answered alike: ", total.alike, " of ", total.played, "; ", total.outside,
                " recorded steps are outside the emulated part");
        CHECK(total.alike + total.excused == total.played);
        CHECK(total.excused <= 2);
        CHECK(total.outside <= 24);
    }
}
