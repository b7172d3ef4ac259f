// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>

#include <syncline/emulator/odoo.hpp>

#include "emulator/odoo_methods.hpp"
#include "emulator/odoo_replies.hpp"

namespace syncline::inline v1::emulator {

namespace {

using erp::dumped;
using erp::header_of;
using erp::html_reply;
using erp::json;
using erp::json_reply;
using erp::no_database;
using erp::page;
using erp::redirect;

constexpr erp::id_type admin = 2;

/// A request as the emulator understood it.
struct understood {
    std::string path;
    std::string operation{};
    std::string model{};
    std::string method{};
    json body{};
    bool parsed = false;
    bool writes = false;
};

understood understand(http::request const& r) {
    understood u{.path = erp::path_of(r.url)};
    if (!r.body.empty() && !erp::is_too_deep(r.body)) {
        u.body = json::parse(r.body, nullptr, false);
        u.parsed = !u.body.is_discarded();
    }
    if (u.path == "/jsonrpc") {
        u.operation = "jsonrpc";
        auto const params = u.parsed && u.body.is_object() ? u.body.find("params") : u.body.end();
        if (u.parsed && u.body.is_object() && params != u.body.end() && params->is_object()) {
            auto const text = [&](char const* name) {
                auto const it = params->find(name);
                return it != params->end() && it->is_string() ? it->get<std::string>() : std::string();
            };
            u.operation = text("service") + "." + text("method");
            auto const args = params->find("args");
            if (text("service") == "object" && args != params->end() && args->is_array() && args->size() >= 5 &&
                (*args)[3].is_string() && (*args)[4].is_string()) {
                u.model = (*args)[3].get<std::string>();
                u.method = (*args)[4].get<std::string>();
                u.operation = u.model + "." + u.method;
            }
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
    u.writes = erp::may_write(u.method);
    return u;
}

}  // namespace

struct odoo::state {
    state(any_clock c, odoo_options o) : clock(c), options(std::move(o)), db(options.series) {
        db.begin(clock.now());
        erp::fill_base(db, options.currency, options.login, options.timezone);
        db.commit(std::chrono::milliseconds(0));
    }

    any_clock clock;
    odoo_options options;
    erp::database db;
    mutable std::mutex mutex;
    std::uint64_t requests = 0;
    std::map<std::string, std::uint64_t> calls;

    [[nodiscard]] bool is_password(std::string_view text) const {
        return !text.empty() && (text == options.password.reveal() || text == options.api_key.reveal());
    }

    /// Runs `work` as one transaction and hands what it did to the truth log.
    template <class Work>
    auto transact(truth_log& log, std::uint64_t number, verdict const* v, Work work) {
        db.begin(clock.now());
        erp::environment env(db, {.uid = admin, .timezone = options.timezone, .faults = v});
        try {
            auto out = work(env);
            for (auto& e : env.effects) {
                auto const id = std::stoll(e.id);
                if (e.key.empty()) e.key = env.key_of(env.named(e.object), id);
                e.request = number;
                log.append(std::move(e));
            }
            db.commit(v ? v->commit_delay : std::chrono::milliseconds(0));
            return out;
        } catch (json::exception const& e) {
            // an argument of a type nobody expected: Python would have noticed somewhere, too
            db.rollback();
            throw erp::type_error(e.what());
        } catch (...) {
            db.rollback();
            throw;
        }
    }

    template <class Call>
    std::optional<json> carry_out(truth_log& log, std::uint64_t number, verdict const& v, understood const& u,
                                  Call call) {
        return transact(log, number, &v, [&](erp::environment& env) -> std::optional<json> {
            if (v.contended && u.method == "load")
                // experiments, "two parallel loads of one new external id"
                return json{{"ids", false},
                            {"messages", json::array({{{"rows", {{"from", 0}, {"to", 0}}},
                                                       {"record", 0},
                                                       {"type", "error"},
                                                       {"message", erp::serialization_failure().message}}})},
                            {"nextrow", 0}};
            if (v.contended) throw erp::serialization_failure();
            return call(env);
        });
    }

    [[nodiscard]] json version() const {
        auto const text = std::to_string(options.series) + ".0";
        return {{"server_version", text},
                {"server_version_info", json::array({options.series, 0, 0, "final", 0, ""})},
                {"server_serie", text},
                {"protocol_version", 1}};
    }

    void enter(json const& database, json const& uid, json const& password) {
        if (database != json(options.database)) {  // auth_failures, "unknown database"
            auto const text =
                "connection to server failed: FATAL:  database \"" + erp::as_text(database) + "\" does not exist\n";
            throw erp::exception{.name = "psycopg2.OperationalError", .message = text};
        }
        // auth_failures: a uid as text is taken, false is nobody, an empty password never fits
        if (!erp::truth(password) || !erp::truth(uid)) throw erp::access_denied();
        auto const who = erp::as_text(uid);
        if (who != std::to_string(admin)) {
            auto const id = std::strtoll(who.c_str(), nullptr, 10);
            if (!db.at("res.users").rows.contains(id)) throw erp::missing_error("res.users", {id}, id);
            throw erp::access_denied();
        }
        if (!is_password(erp::as_text(password))) throw erp::access_denied();
    }

    std::optional<json> common(std::string const& method, json const& args) {
        if (method == "version") return version();
        if (method == "about") return "See http://openerp.com";
        if (method == "authenticate" || method == "login") {
            std::size_t const wanted = method == "login" ? 3 : 4;
            if (args.size() < wanted) {
                constexpr std::string_view names[] = {"db", "login", "password", "user_agent_env"};
                throw erp::type_error("exp_" + method + "() missing " + std::to_string(wanted - args.size()) +
                                      " required positional argument: '" + std::string(names[wanted - 1]) + "'");
            }
            if (args[0] != json(options.database)) enter(args[0], admin, "x");
            bool const known = args[1] == json(options.login) && is_password(erp::as_text(args[2]));
            return known ? json(admin) : json(false);
        }
        throw erp::exception{.name = "builtins.Exception", .message = "Method not found: " + method};
    }

    http::response jsonrpc(truth_log& log, std::uint64_t number, verdict const& v, http::request const& r,
                           understood const& u) {
        bool const is_19 = options.series == 19;
        auto const type = header_of(r, "Content-Type");
        if (type.substr(0, type.find(';')) != "application/json" || r.method == http::method::get) {
            // transport_jsonrpc, "Content-Type text/plain" and "GET /jsonrpc"
            auto const kind = is_19 ? "jsonrpc" : "json";
            auto const text =
                "Request inferred type is compatible with [&#39;http&#39;] but &#39;/jsonrpc&#39; is "
                "type=&#39;" +
                std::string(kind) + "&#39;.";
            return is_19 ? page(415, "Unsupported Media Type",
                                text + "<br><br>Please verify the Content-Type request header and try again.")
                         : page(400, "Bad Request", text);
        }
        if (!u.parsed) return html_reply(400, "Invalid JSON data");
        if (!u.body.is_object()) return html_reply(400, "Invalid JSON-RPC data");
        json out = {{"jsonrpc", "2.0"}, {"id", u.body.contains("id") ? u.body["id"] : json()}};
        try {
            json const params = u.body.contains("params") ? u.body["params"] : json::object();
            if (!params.is_object())
                throw erp::value_error("dictionary update sequence element #0 has length 6; 2 is required");
            if (!params.contains("service") || !params.contains("method") || !params.contains("args"))
                throw erp::type_error(std::string(is_19 ? "JSONRPC" : "RPC") +
                                      ".jsonrpc() missing 3 required positional arguments: 'service', 'method', and "
                                      "'args'");
            auto const service = erp::as_text(params["service"]);
            auto const method = erp::as_text(params["method"]);
            json const& args = params["args"];
            std::optional<json> answer;
            if (service == "common") {
                if (!args.is_array()) throw erp::type_error("dispatch() argument after * must be an iterable");
                answer = common(method, args);
            } else if (service == "object" && (method == "execute_kw" || method == "execute") && args.is_array() &&
                       args.size() >= 5) {
                enter(args[0], args[1], args[2]);
                answer = carry_out(log, number, v, u, [&](erp::environment& env) {
                    auto const model_name = erp::as_text(args[3]);
                    auto const called = erp::as_text(args[4]);
                    // `execute` is the older form: everything behind the method is an argument of it
                    if (method == "execute")
                        return erp::call_positional(env, model_name, called, json(args.begin() + 5, args.end()),
                                                    json::object());
                    return erp::call_positional(env, model_name, called, args.size() > 5 ? args[5] : json::array(),
                                                args.size() > 6 ? args[6] : json::object());
                });
            } else {
                throw erp::exception{.name = "builtins.AttributeError",
                                     .message = "this emulator serves no " + service + "." + method};
            }
            // none_result: neither a result nor an error
            if (answer) out["result"] = std::move(*answer);
        } catch (erp::exception const& e) {
            json const body = erp::error_body(e);
            // errors_object: 200 on 16 and 18, 0 on 19
            out["error"] = {{"code", is_19 ? 0 : 200}, {"message", "Odoo Server Error"}, {"data", body}};
        }
        return json_reply(200, out);
    }

    http::response json2(truth_log& log, std::uint64_t number, verdict const& v, http::request const& r,
                         understood const& u) {
        auto const refused = [](std::string const& kind, std::string const& text, int status) {
            return erp::exception{.name = "werkzeug.exceptions." + kind,
                                  .message = text,
                                  .status = status,
                                  .arguments = json::array({text, status})};
        };
        auto const database = header_of(r, "X-Odoo-Database");
        if (database.empty() ? options.several_databases : database != options.database) return no_database();
        try {
            if (u.model.empty() || r.method != http::method::post)
                throw refused("NotFound", "Did you mean POST /json/2/<model>/<method>?", 404);
            auto const type = header_of(r, "Content-Type");
            if (!r.body.empty() && type.substr(0, type.find(';')) != "application/json") {
                auto reply = page(415, "Unsupported Media Type",
                                  "Request inferred type is compatible with [&#39;http&#39;] but "
                                  "&#39;/json/2/&lt;__model__&gt;/&lt;__method__&gt;&#39; is "
                                  "type=&#39;json2&#39;.<br><br>Please verify the Content-Type request header and try "
                                  "again.");
                reply.headers.push_back({"Accept", "application/json"});
                return reply;
            }
            std::string key(r.bearer.reveal());
            if (auto const field = header_of(r, "Authorization"); key.empty() && field.size() > 7) {
                std::string scheme(field.substr(0, 7));
                std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                               [](char c) { return static_cast<char>(c | 0x20); });
                if (scheme == "bearer ") key = field.substr(7);
            }
            if (key.empty())
                throw refused("Unauthorized",
                              "User not authenticated, use an API Key with a Bearer Authorization header.", 401);
            // json2_errors, "the password as a key"
            if (key != options.api_key.reveal()) throw refused("Unauthorized", "Invalid apikey", 401);
            if (!r.body.empty() && !u.parsed)
                throw refused("BadRequest",
                              "could not parse the body as json: Expecting value: line 1 column 1 (char 0)", 400);
            // json2_errors, "array body" and "null body": as if there were no arguments
            json const body = u.body.is_object() ? u.body : json::object();
            auto const answer = carry_out(log, number, v, u, [&](erp::environment& env) {
                return erp::call_named(env, u.model, u.method, body);
            });
            return json_reply(200, answer ? *answer : json());
        } catch (erp::exception const& e) {
            auto reply = json_reply(e.status, erp::error_body(e));
            if (e.status == 401) reply.headers.push_back({"WWW-Authenticate", "Bearer "});
            return reply;
        }
    }

    http::response act(truth_log& log, std::uint64_t number, verdict const& v, http::request const& r,
                       understood const& u) {
        std::lock_guard const lock(mutex);
        bool const is_19 = options.series == 19;
        if (u.path == "/jsonrpc") return jsonrpc(log, number, v, r, u);
        if (is_19 && (u.path == "/json/2" || u.path.starts_with("/json/2/"))) return json2(log, number, v, r, u);
        // version_info
        if (u.path == "/web/webclient/version_info") {
            json const id = u.body.is_object() && u.body.contains("id") ? u.body["id"] : json();
            return json_reply(200, {{"jsonrpc", "2.0"}, {"id", id}, {"result", version()}});
        }
        if (u.path == "/web/version" || u.path == "/json/version") {
            if (!is_19) return redirect("/en" + u.path);
            return json_reply(200, {{"version_info", version()["server_version_info"]}, {"version", "19.0"}});
        }
        if (u.path == "/web/health") return json_reply(200, {{"status", "pass"}});
        if (u.path == "/") return redirect(options.series == 16 ? "/web" : "/odoo");
        // transport_jsonrpc, "unknown path"
        if (!is_19 && r.method == http::method::get) return redirect("/en" + u.path);
        return is_19 ? no_database() : page(404, "Not Found", "The page you were looking for could not be found.");
    }

    /// A name for a record that two runs share although they gave it different ids.
    std::string label(erp::environment& env, erp::model const& m, erp::id_type id) {
        if (auto key = env.key_of(m, id); !key.empty()) return key;
        for (auto const& f : m.fields)
            if (f.cascades)
                if (json const above = env.get(m, id, f.name); above.is_number_integer())
                    return label(env, env.named(f.extra), above.get<erp::id_type>()) + "/" +
                           erp::as_text(env.get(m, id, "name"));
        return env.display_name(m, id);
    }
};

odoo::odoo(any_clock clock, odoo_options options) : state_(std::make_unique<state>(clock, std::move(options))) {}

odoo::~odoo() = default;

result<http::response> odoo::send(http::request const& r, context const& ctx) {
    understood const u = understand(r);
    call c{.system = "odoo", .operation = u.operation, .writes = u.writes};
    {
        std::lock_guard const lock(state_->mutex);
        c.number = ++state_->requests;
        ++state_->calls[u.operation];
    }
    return faults.carry(
        c, r, state_->clock, ctx, [&](verdict const& v) { return state_->act(truth, c.number, v, r, u); },
        erp::trouble);
}

result<std::int64_t> odoo::add(std::string_view model, std::string_view values, std::string const& external_id) {
    std::lock_guard const lock(state_->mutex);
    json const vals = json::parse(values, nullptr, false);
    if (!vals.is_object())
        return fail(errc::malformed, "emulator odoo add " + std::string(model) + ": expected values as a JSON object");
    if (!state_->db.find(model))
        return fail(errc::misconfigured, "emulator odoo add: knows no model " + std::string(model));
    try {
        return state_->transact(truth, 0, nullptr, [&](erp::environment& env) {
            auto& t = env.db().at(model);
            auto const next = t.next_id;
            if (auto const wish = vals.find("id"); wish != vals.end()) {
                if (!wish->is_number_integer() || *wish < 1 || t.rows.contains(wish->get<erp::id_type>()))
                    throw erp::value_error("id " + wish->dump() + " is taken, or is none");
                t.next_id = wish->get<erp::id_type>();
            }
            auto const id = env.create(env.named(model), vals);
            t.next_id = std::max(next, t.next_id);
            if (!external_id.empty()) env.bind(external_id, model, id);
            return id;
        });
    } catch (erp::exception const& e) {
        return fail({.code = errc::rejected,
                     .message = "emulator odoo add " + std::string(model) + ": refused",
                     .server_message = e.message});
    }
}

void odoo::next_id(std::string_view model, std::int64_t id) {
    std::lock_guard const lock(state_->mutex);
    if (auto* const t = state_->db.find(model)) t->next_id = std::max(t->next_id, id);
}

std::size_t odoo::count(std::string_view model) const {
    std::lock_guard const lock(state_->mutex);
    auto const* const t = state_->db.find(model);
    if (!t) return 0;
    return static_cast<std::size_t>(
        std::count_if(t->rows.begin(), t->rows.end(), [](auto const& row) { return !row.second.built_in; }));
}

std::map<std::string, std::uint64_t> odoo::calls() const {
    std::lock_guard const lock(state_->mutex);
    return state_->calls;
}

std::string odoo::dump() const {
    std::lock_guard const lock(state_->mutex);
    erp::environment env(state_->db, {.uid = admin});
    std::vector<std::string> lines;
    for (auto const& [name, t] : state_->db.tables()) {
        erp::model const& m = *t.model;
        for (auto const& [id, r] : t.rows) {
            if (r.built_in) continue;
            json shown = json::object();
            for (auto const& f : m.fields) {
                json const& v = r.values[f.slot];
                bool const own = f.name == "create_uid" || f.name == "create_date" || f.name == "write_uid" ||
                                 f.name == "write_date";
                if (!f.stored || own || v.is_null() || r.by_itself.contains(f.slot)) continue;
                std::string const field_name(f.name);
                if (f.kind == erp::kind::many2one) {
                    shown[field_name] = state_->label(env, env.named(f.extra), v.get<erp::id_type>());
                } else if (f.kind == erp::kind::many2many) {
                    std::vector<std::string> labels;
                    for (auto const& one : v)
                        labels.push_back(state_->label(env, env.named(f.extra), one.get<erp::id_type>()));
                    std::sort(labels.begin(), labels.end());
                    shown[field_name] = labels;
                } else {
                    shown[field_name] = v;
                }
            }
            if (name == "ir.model.data") {
                auto const model_name = erp::as_text(shown["model"]);
                auto const target = shown["res_id"].get<erp::id_type>();
                auto* const of = state_->db.find(model_name);
                shown["res_id"] = of && of->rows.contains(target) ? "there" : "missing";
            }
            lines.push_back(std::string(name) + " " + state_->label(env, m, id) + " " + dumped(shown) + "\n");
        }
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (auto const& l : lines) out += l;
    return out;
}

odoo_options const& odoo::options() const noexcept { return state_->options; }

}  // namespace syncline::inline v1::emulator
