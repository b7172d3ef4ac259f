// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <syncline/core/fingerprint.hpp>

#include "emulator/odoo_metadata.hpp"
#include "emulator/odoo_server.hpp"

// The ways in of 19: JSON-2, the pages that describe it, and the redirect that is left of JSON-1.

namespace syncline::inline v1::emulator {

using erp::json;

namespace {

erp::exception refused(std::string const& kind, std::string const& text, int status) {
    return {.name = "werkzeug.exceptions." + kind,
            .message = text,
            .status = status,
            .arguments = json::array({text, status})};
}

http::response error_reply(erp::exception const& e) {
    auto reply = erp::json_reply(e.status, erp::error_body(e));
    if (e.status == 401) reply.headers.push_back({"WWW-Authenticate", "Bearer "});
    return reply;
}

}  // namespace

erp::id_type odoo::state::bearer(http::request const& r) {
    std::string key(r.bearer.reveal());
    if (auto const field = erp::header_of(r, "Authorization"); key.empty() && field.size() > 7) {
        std::string scheme(field.substr(0, 7));
        std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                       [](char c) { return static_cast<char>(c | 0x20); });
        if (scheme == "bearer ") key = field.substr(7);
    }
    if (key.empty())
        throw refused("Unauthorized", "User not authenticated, use an API Key with a Bearer Authorization header.",
                      401);
    auto const who = user_of_key(key);
    if (!who) throw refused("Unauthorized", "Invalid apikey", 401);  // json2_errors, "the password as a key"
    return *who;
}

http::response odoo::state::json2(visit const& v) {
    auto const& r = v.request;
    auto const database = erp::header_of(r, "X-Odoo-Database");
    if (database.empty() ? shares_its_server() : database != options.database) return erp::no_database();
    try {
        // json2_errors, "OPTIONS": carried out as a POST would be
        if (v.asked.model.empty() || (r.method != http::method::post && r.method != http::method::options))
            throw refused("NotFound", "Did you mean POST /json/2/<model>/<method>?", 404);
        if (!r.body.empty() && erp::content_type_of(r) != "application/json")
            return erp::wrong_content_type(19, "/json/2/&lt;__model__&gt;/&lt;__method__&gt;", "json2", true);
        auto const uid = bearer(r);
        if (!r.body.empty() && !v.asked.parsed)
            throw refused("BadRequest", "could not parse the body as json: " + erp::python_json_error(r.body), 400);
        // json2_errors, "array body" and "null body": as if there were no arguments
        json const body = v.asked.body.is_object() ? v.asked.body : json::object();
        auto const result = carry_out(
            v, uid, [&](erp::environment& env) { return erp::call_named(env, v.asked.model, v.asked.method, body); });
        return erp::json_reply(200, result ? *result : json());
    } catch (erp::exception const& e) {
        return error_reply(e);
    }
}

/// json2_errors, "/json/1": it adds what it takes for granted to the query and sends the client there. What is behind
/// that is not emulated.
http::response odoo::state::json1(visit const& v) {
    auto const database = erp::header_of(v.request, "X-Odoo-Database");
    if (database.empty() ? shares_its_server() : database != options.database) return erp::no_database();
    try {
        static_cast<void>(bearer(v.request));
    } catch (erp::exception const& e) {
        return error_reply(e);
    }
    if (v.request.url.find('?') != std::string::npos)
        return erp::page(404, "Not Found", "This emulator serves no more than the redirect of JSON-1.");
    return erp::redirect(v.asked.path + "?offset=0&limit=80", 307);
}

http::response odoo::state::doc(visit const& v) {
    auto const& r = v.request;
    auto const& path = v.asked.path;
    auto const database = erp::header_of(r, "X-Odoo-Database");
    if (database.empty() ? shares_its_server() : database != options.database) return erp::no_database();
    try {
        if (!path.starts_with("/doc-bearer/")) {  // json2_doc, "/doc/index.json with a key but no session"
            if (!user_of_session(r))
                throw erp::exception{
                    .name = "odoo.http.SessionExpiredException", .message = "Session expired", .status = 403};
            return erp::page(404, "Not Found", "This emulator serves /doc-bearer alone.");
        }
        auto const uid = bearer(r);
        auto name = path.substr(std::string_view("/doc-bearer/").size());
        if (!name.ends_with(".json")) throw refused("NotFound", std::string(erp::no_such_url), 404);
        name.resize(name.size() - std::string_view(".json").size());
        json const described = transact({.uid = uid}, v.number, [&](erp::environment& env) {
            if (!erp::may_read_documentation(env))
                throw erp::access_error("This page is only accessible to Technical Documentation users.");
            if (name == "index") return erp::documentation_index(env);
            if (!env.knows(name)) throw refused("NotFound", std::string(erp::no_such_url), 404);
            return erp::documentation_of(env, env.named(name));
        });
        auto reply = erp::json_reply(200, described);
        fingerprint_builder digest;
        digest.add(reply.body);
        // json2_doc, "with If-None-Match"
        std::string const etag = "\"" + digest.finish().text() + "\"";
        if (erp::header_of(r, "If-None-Match") == etag) return {.status = 304, .headers = {}, .body = {}};
        reply.headers.push_back({"ETag", etag});
        reply.headers.push_back({"Cache-Control", "no-cache, private"});
        return reply;
    } catch (erp::exception const& e) {
        return error_reply(e);
    }
}

}  // namespace syncline::inline v1::emulator
