// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_server.hpp"

#include <algorithm>

#include "emulator/odoo_metadata.hpp"
#include "emulator/odoo_xml.hpp"

namespace syncline::inline v1::emulator {

namespace erp {

namespace {

void understand_call(understood& u, json const& service, json const& args) {
    if (service != "object" || !args.is_array() || args.size() < 5 || !args[3].is_string() || !args[4].is_string())
        return;
    u.model = args[3].get<std::string>();
    u.method = args[4].get<std::string>();
    u.operation = u.model + "." + u.method;
}

json text_in(json const& object, char const* name) {
    auto const it = object.find(name);
    return it != object.end() && it->is_string() ? *it : json("");
}

}  // namespace

understood understand(http::request const& r) {
    understood u{.path = path_of(r.url)};
    bool const is_xml = u.path.starts_with("/xmlrpc/");
    if (!is_xml && !r.body.empty() && !is_too_deep(r.body)) {
        u.body = json::parse(r.body, nullptr, false);
        u.parsed = !u.body.is_discarded();
    }
    auto const params = u.body.is_object() ? u.body.find("params") : u.body.end();
    bool const has_params = u.body.is_object() && params != u.body.end() && params->is_object();
    if (u.path == "/jsonrpc") {
        u.operation = "jsonrpc";
        if (has_params) {
            u.operation =
                text_in(*params, "service").get<std::string>() + "." + text_in(*params, "method").get<std::string>();
            if (params->contains("args")) understand_call(u, text_in(*params, "service"), (*params)["args"]);
        }
    } else if (is_xml) {
        auto const service = u.path.substr(u.path.rfind('/') + 1);
        u.operation = "xmlrpc";
        try {
            auto const call = parse_call(r.body);
            u.operation = service + "." + call.method;
            understand_call(u, service, call.parameters);
        } catch (exception const&) {
            // answered as a fault later
        }
    } else if (u.path.starts_with("/web/dataset/call_kw")) {
        u.operation = "web." + u.path;
        if (has_params) {
            u.model = text_in(*params, "model").get<std::string>();
            u.method = text_in(*params, "method").get<std::string>();
            if (!u.model.empty()) u.operation = u.model + "." + u.method;
        }
    } else if (u.path.starts_with("/json/2/")) {
        auto const rest = u.path.substr(8);
        auto const slash = rest.find('/');
        if (slash != std::string::npos && rest.find('/', slash + 1) == std::string::npos) {
            u.model = rest.substr(0, slash);
            u.method = rest.substr(slash + 1);
            u.operation = u.model + "." + u.method;
        } else {
            u.operation = "json2";
        }
    } else {
        u.operation = "web." + u.path;
    }
    u.writes = may_write(u.method);
    return u;
}

}  // namespace erp

using erp::id_type;

odoo::state::state(any_clock c, odoo_options o, truth_log& l)
    : clock(c), options(std::move(o)), log(l), db(options.series) {
    db.begin(clock.now());
    erp::fill_base(db, {.currency = options.currency,
                        .timezone = options.timezone,
                        .language = options.language,
                        .sales_tax = options.sales_tax,
                        .company = options.company,
                        .login = options.login,
                        .name = options.name,
                        .password = std::string(options.password.reveal()),
                        .api_key = std::string(options.api_key.reveal())});
    db.commit(std::chrono::milliseconds(0));
}

bool odoo::state::opens(id_type uid, std::string_view secret_text, bool keys_too) {
    if (secret_text.empty()) return false;
    erp::environment env(db, {.uid = 1});
    if (env.get(env.named("res.users"), uid, "password") == json(std::string(secret_text))) return true;
    return keys_too && user_of_key(secret_text) == uid;
}

std::optional<id_type> odoo::state::user_of_login(std::string_view login) {
    auto const& t = db.at("res.users");
    auto const slot = t.model->at("login").slot;
    auto const active = t.model->at("active").slot;
    for (auto const& [id, r] : t.rows)
        if (r.values[slot] == json(std::string(login)) && r.values[active] == json(true)) return id;
    return std::nullopt;
}

std::optional<id_type> odoo::state::user_of_key(std::string_view key) {
    if (key.empty()) return std::nullopt;
    auto const& t = db.at("res.users.apikeys");
    auto const slot = t.model->at("key").slot;
    for (auto const& [id, r] : t.rows)
        if (r.values[slot] == json(std::string(key))) return r.values[t.model->at("user_id").slot].get<id_type>();
    return std::nullopt;
}

id_type odoo::state::enter(json const& database, json const& uid, json const& password) {
    if (database != json(options.database)) {  // auth_failures, "unknown database"
        auto const text =
            "connection to server failed: FATAL:  database \"" + erp::as_text(database) + "\" does not exist\n";
        throw erp::exception{.name = "psycopg2.OperationalError", .message = text};
    }
    // auth_failures: a uid as text is taken, false is nobody, an empty password never fits
    if (!erp::truth(password) || !erp::truth(uid)) throw erp::access_denied();
    auto const who = std::strtoll(erp::as_text(uid).c_str(), nullptr, 10);
    if (!db.at("res.users").rows.contains(who)) throw erp::missing_error("res.users", {who}, who);
    if (!opens(who, erp::as_text(password))) throw erp::access_denied();
    return who;
}

bool odoo::state::shares_its_server() const {
    // a host that names no database gets the one whose name fits, when that is one
    return options.several_databases ||
           std::any_of(options.other_databases.begin(), options.other_databases.end(),
                       [&](std::string const& other) { return other.starts_with(options.database); });
}

erp::json odoo::state::version() const {
    auto const text = std::to_string(options.series) + ".0";
    return {{"server_version", options.version.empty() ? text : options.version},
            {"server_version_info", json::array({options.series, 0, 0, "final", 0, ""})},
            {"server_serie", text},
            {"protocol_version", 1}};
}

odoo::state::answer odoo::state::common_service(std::string const& method, json const& args) {
    if (method == "version") return version();
    if (method == "about") return "See http://openerp.com";
    if (method == "authenticate" || method == "login") {
        std::size_t const wanted = method == "login" ? 3 : 4;
        if (args.size() < wanted) {
            constexpr std::string_view names[] = {"db", "login", "password", "user_agent_env"};
            throw erp::type_error("exp_" + method + "() missing " + std::to_string(wanted - args.size()) +
                                  " required positional argument: '" + std::string(names[wanted - 1]) + "'");
        }
        if (args[0] != json(options.database)) enter(args[0], erp::administrator, "x");
        auto const who = args[1].is_string() ? user_of_login(args[1].get<std::string>()) : std::nullopt;
        if (!who || !opens(*who, erp::as_text(args[2]))) return false;
        if (wanted == 4 && args[3].is_object() && args[3].contains("base_location") && *who == erp::administrator)
            // experiments_more, "authenticate as admin with base_location changes web.base.url"
            static_cast<void>(transact({.uid = 1}, 0, [&](erp::environment& env) {
                erp::set_parameter(env, "web.base.url", erp::as_text(args[3]["base_location"]));
                return 0;
            }));
        return *who;
    }
    throw erp::exception{.name = "builtins.Exception", .message = "Method not found: " + method};
}

odoo::state::answer odoo::state::object_service(visit const& v, std::string const& method, json const& args) {
    // db_service, "object service, unknown method"; xmlrpc, "system.multicall"
    if (options.series == 19 && args.size() < 5)
        throw erp::value_error("not enough values to unpack (expected at least 5, got " + std::to_string(args.size()) +
                               ")");
    if (args.size() < 3) throw erp::exception{.name = "builtins.IndexError", .message = "tuple index out of range"};
    if (method != "execute" && method != "execute_kw")
        throw erp::exception{.name = "builtins.NameError", .message = "Method not available " + method};
    auto const uid = enter(args[0], args[1], args[2]);
    if (args.size() < 5)
        throw erp::type_error("execute() missing " + std::to_string(5 - args.size()) +
                              " required positional arguments");
    return carry_out(v, uid, [&](erp::environment& env) {
        auto const model_name = erp::as_text(args[3]);
        auto const called = erp::as_text(args[4]);
        // `execute` is the older form: everything behind the method is an argument of it
        if (method == "execute")
            return erp::call_positional(env, model_name, called, json(args.begin() + 5, args.end()), json::object());
        return erp::call_positional(env, model_name, called, args.size() > 5 ? args[5] : json::array(),
                                    args.size() > 6 ? args[6] : json::object());
    });
}

odoo::state::answer odoo::state::db_service(std::string const& method, json const& args) {
    // db_service; names come in order, whatever host asked
    if (method == "list") {
        auto names = options.other_databases;
        names.push_back(options.database);
        std::sort(names.begin(), names.end());
        return names;
    }
    if (method == "db_exist") {
        json const name = args.empty() ? json() : args[0];
        return name == json(options.database) ||
               std::any_of(options.other_databases.begin(), options.other_databases.end(),
                           [&](std::string const& other) { return name == json(other); });
    }
    if (method == "server_version") return version()["server_version"];
    if (method == "list_lang") return erp::languages();
    throw erp::exception{.name = "builtins.KeyError", .message = method};
}

odoo::state::answer odoo::state::dispatch(visit const& v, std::string const& service, std::string const& method,
                                          json const& args) {
    if (!args.is_array()) throw erp::type_error("dispatch() argument after * must be an iterable");
    if (service == "common") return common_service(method, args);
    if (service == "object") return object_service(v, method, args);
    if (service == "db") return db_service(method, args);
    throw erp::key_error(service);
}

http::response odoo::state::act(visit const& v) {
    std::lock_guard const lock(mutex);
    auto const& path = v.asked.path;
    bool const is_19 = options.series == 19;
    if (path == "/jsonrpc") return jsonrpc(v);
    if (path.starts_with("/xmlrpc/")) return xmlrpc(v);
    if (is_19 && (path == "/json/2" || path.starts_with("/json/2/"))) return json2(v);
    if (is_19 && path.starts_with("/json/1/")) return json1(v);
    if (is_19 && (path == "/doc" || path.starts_with("/doc/") || path.starts_with("/doc-bearer/"))) return doc(v);
    return web(v);
}

std::string odoo::state::label(erp::environment& env, erp::model const& m, id_type id) {
    if (auto key = env.key_of(m, id); !key.empty()) return key;
    for (auto const& f : m.fields)
        if (f.cascades)
            if (json const above = env.get(m, id, f.name); above.is_number_integer())
                return label(env, env.named(f.extra), above.get<id_type>()) + "/" +
                       erp::as_text(env.get(m, id, "name"));
    return env.display_name(m, id);
}

}  // namespace syncline::inline v1::emulator
