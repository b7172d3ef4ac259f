// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "emulator/odoo_metadata.hpp"
#include "emulator/odoo_rights.hpp"
#include "emulator/odoo_server.hpp"

// What the browser uses: sessions, call_kw behind their cookie, pages that tell the version (web_session,
// version_info).

namespace syncline::inline v1::emulator {

using erp::json;

namespace {

/// The value of a cookie, or nothing.
std::string_view cookie_of(http::request const& r, std::string_view name) {
    auto rest = erp::header_of(r, "Cookie");
    while (!rest.empty()) {
        auto const end = std::min(rest.find(';'), rest.size());
        auto one = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (one.starts_with(name) && one.size() > name.size() && one[name.size()] == '=')
            return one.substr(name.size() + 1);
    }
    return {};
}

void set_cookie(http::response& r, std::string const& session) {
    r.headers.push_back({"Set-Cookie", "session_id=" + session + "; Max-Age=604800; HttpOnly; Path=/"});
}

}  // namespace

std::optional<erp::id_type> odoo::state::user_of_session(http::request const& r) const {
    auto const it = sessions_.find(std::string(cookie_of(r, "session_id")));
    return it == sessions_.end() ? std::nullopt : std::optional(it->second);
}

template <class Call>
http::response odoo::state::enveloped(visit const& v, std::string const& route, Call call) {
    bool const is_19 = options.series == 19;
    auto const& r = v.request;
    if (erp::content_type_of(r) != "application/json" || r.method == http::method::get)
        return erp::wrong_content_type(options.series, route, is_19 ? "jsonrpc" : "json", !r.body.empty());
    int const code = is_19 ? 0 : 200;
    json out = {{"jsonrpc", "2.0"}, {"id", nullptr}};
    auto const failed = [&](int number, std::string const& message, erp::exception const& e) {
        return json{{"code", number}, {"message", message}, {"data", erp::error_body(e)}};
    };
    http::response reply;
    try {
        if (!v.asked.parsed) {  // web_session, "call_kw, malformed JSON"
            if (options.series == 16) return erp::html_reply(400, "Invalid JSON data");
            throw erp::exception{.name = "json.decoder.JSONDecodeError",
                                 .message = erp::python_json_error(v.request.body)};
        }
        json const& body = v.asked.body;
        if (!body.is_object()) return erp::html_reply(400, "Invalid JSON-RPC data");
        if (body.contains("id")) out["id"] = body["id"];
        auto result = call(reply);
        if (result) out["result"] = std::move(*result);
    } catch (erp::exception const& e) {
        if (e.name == "odoo.http.SessionExpiredException") {
            out["id"] = nullptr;
            out["error"] = failed(100, "Odoo Session Expired", e);
        } else if (e.name == "werkzeug.exceptions.NotFound") {
            out["id"] = nullptr;
            out["error"] = failed(404, "404: Not Found", e);
        } else {
            out["error"] = failed(code, "Odoo Server Error", e);
        }
    }
    auto const headers = std::move(reply.headers);
    reply = erp::json_reply(200, out);
    reply.headers.insert(reply.headers.end(), headers.begin(), headers.end());
    return reply;
}

json odoo::state::session_info(erp::environment& env) {
    erp::model const& users = env.named("res.users");
    erp::model const& companies = env.named("res.company");
    auto const uid = env.uid();
    auto const user = [&](std::string_view name) { return env.get(users, uid, name); };
    int const series = options.series;
    json out = {
        {"uid", uid},
        {"is_system", erp::is_member(env, "base.group_system")},
        {"is_admin", erp::is_member(env, "base.group_erp_manager")},
        {"user_context", {{"lang", user("lang")}, {"tz", user("tz")}, {"uid", uid}}},
        {"db", options.database},
        {"support_url", "https://www.odoo.com/buy"},
        {"name", user("name")},
        {"username", user("login")},
        {"partner_display_name", env.display_name(env.named("res.partner"), user("partner_id").get<erp::id_type>())},
        {"partner_id", user("partner_id")},
        {"web.base.url", erp::parameter(env, "web.base.url")},
        {"active_ids_limit", 20000},
        {"max_file_upload_size", 134217728}};
    out.update(version());
    out.erase("server_serie");
    out.erase("protocol_version");
    if (series >= 18) out["is_internal_user"] = true;
    if (series == 19) out["quick_login"] = true;
    if (series == 16) {
        out["company_id"] = user("company_id");
        out["user_id"] = json::array({uid});
    }
    json currencies = json::object();
    erp::model const& money = env.named("res.currency");
    for (auto const id : env.search(money, json::array(), 0, 0, "id")) {
        json one = {{"symbol", env.get(money, id, "symbol")},
                    {"position", env.get(money, id, "position")},
                    {"digits", json::array({69, env.get(money, id, "decimal_places")})}};
        if (series == 19) one["name"] = env.get(money, id, "name");
        currencies[std::to_string(id)] = std::move(one);
    }
    out["currencies"] = std::move(currencies);
    json allowed = json::object();
    for (auto const id : env.companies_of_user()) {
        json one = {{"id", id},
                    {"name", env.get(companies, id, "name")},
                    {"sequence", 0},
                    {"timesheet_uom_id", 4},
                    {"timesheet_uom_factor", 1.0}};
        if (series >= 18) {
            one["child_ids"] = json::array();
            one["parent_id"] = false;
        }
        if (series == 19) one["currency_id"] = env.get(companies, id, "currency_id");
        allowed[std::to_string(id)] = std::move(one);
    }
    bool const has_several = allowed.size() > 1;
    out["user_companies"] = {{"current_company", user("company_id")}, {"allowed_companies", std::move(allowed)}};
    if (series >= 18) out["user_companies"]["disallowed_ancestor_companies"] = json::object();
    if (series <= 18) out["display_switch_company_menu"] = has_several;
    return out;
}

odoo::state::answer odoo::state::authenticate(visit const& v, http::response& reply) {
    json const& body = v.asked.body;
    json const params = body.contains("params") ? body["params"] : json::object();
    auto const text = [&](char const* name) {
        return params.is_object() && params.contains(name) ? erp::as_text(params[name]) : std::string();
    };
    if (text("db") != options.database) throw erp::access_error("Database not found.");
    // web_session, "API key in place of the password"
    auto const who = user_of_login(text("login"));
    if (!who || !opens(*who, text("password"), false)) throw erp::access_denied();
    auto const base = erp::base_of(v.request.url);
    auto const session = "emulated-session-" + std::to_string(++session_count_);
    sessions_[session] = *who;
    set_cookie(reply, session);
    return transact({.uid = *who}, v.number, [&](erp::environment& env) -> answer {
        // the administrator's browser tells the server its address
        if (erp::is_member(env, "base.group_system") && !base.empty()) erp::set_parameter(env, "web.base.url", base);
        return session_info(env);
    });
}

odoo::state::answer odoo::state::call_kw(visit const& v, erp::id_type uid) {
    json const& params = v.asked.body.contains("params") ? v.asked.body["params"] : json();
    if (!params.is_object() || !params.contains("model") || !params.contains("method"))
        throw erp::type_error(
            "DataSet.call_kw() missing 4 required positional arguments: 'model', 'method', 'args', "
            "and 'kwargs'");
    auto const model_name = erp::as_text(params["model"]);
    if (!db.find(model_name)) {  // web_session, "call_kw, unknown model"
        if (options.series == 16) throw erp::key_error(model_name);
        throw erp::exception{.name = "werkzeug.exceptions.NotFound",
                             .message = "404 Not Found: " + std::string(erp::no_such_url),
                             .arguments = json::array()};
    }
    return carry_out(v, uid, [&](erp::environment& env) {
        return erp::call_positional(env, model_name, erp::as_text(params["method"]),
                                    params.contains("args") ? params["args"] : json::array(),
                                    params.contains("kwargs") ? params["kwargs"] : json::object());
    });
}

http::response odoo::state::web(visit const& v) {
    auto const& path = v.asked.path;
    bool const is_19 = options.series == 19;
    if (path == "/web/session/authenticate")
        return enveloped(v, path, [&](http::response& reply) { return authenticate(v, reply); });
    if (path == "/web/session/destroy")
        return enveloped(v, path, [&](http::response& reply) -> answer {
            sessions_.erase(std::string(cookie_of(v.request, "session_id")));
            set_cookie(reply, "ended-" + std::to_string(++session_count_));
            return std::nullopt;
        });
    if (path == "/web/session/get_session_info" || path == "/web/dataset/call_kw" ||
        path.starts_with("/web/dataset/call_kw/")) {
        auto const uid = user_of_session(v.request);
        // without a session nothing says which of several databases is meant
        if (!uid && shares_its_server()) return erp::no_database();
        auto const route = path.starts_with("/web/dataset") ? std::string("/web/dataset/call_kw") : path;
        return enveloped(v, route, [&](http::response&) -> answer {
            if (!uid) throw erp::exception{.name = "odoo.http.SessionExpiredException", .message = "Session expired"};
            if (path.starts_with("/web/dataset")) return call_kw(v, *uid);
            return transact({.uid = *uid}, v.number,
                            [&](erp::environment& env) -> answer { return session_info(env); });
        });
    }
    if (path == "/web/database/list")
        return enveloped(v, path, [&](http::response&) -> answer {
            // only those the host's name lets through
            json names = json::array({options.database});
            for (auto const& other : options.other_databases)
                if (other.starts_with(options.database)) names.push_back(other);
            return names;
        });
    if (path == "/web/webclient/version_info") {
        json const& body = v.asked.body;
        json const id = body.is_object() && body.contains("id") ? body["id"] : json();
        return erp::json_reply(200, {{"jsonrpc", "2.0"}, {"id", id}, {"result", version()}});
    }
    if (path == "/web/version" || path == "/json/version") {
        if (is_19)
            return erp::json_reply(200, {{"version_info", version()["server_version_info"]}, {"version", "19.0"}});
        // version_info: on 18 everything below /json wants somebody logged in
        if (options.series == 18 && path == "/json/version")
            return erp::redirect("/web/login?redirect=%2Fjson%2Fversion%3F");
        return erp::redirect("/en" + path);
    }
    if (path == "/web/health") {
        auto reply = erp::json_reply(200, {{"status", "pass"}});
        reply.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
        return reply;
    }
    if (path == "/") return erp::redirect(options.series == 16 ? "/web" : "/odoo");
    // transport_jsonrpc, "unknown path"
    if (!is_19 && v.request.method == http::method::get) return erp::redirect("/en" + path);
    return is_19 ? erp::no_database()
                 : erp::page(404, "Not Found", "The page you were looking for could not be found.");
}

}  // namespace syncline::inline v1::emulator
