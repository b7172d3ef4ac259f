// SPDX-License-Identifier: Apache-2.0
#include "odoo/rpc.hpp"

#include <boost/describe/class.hpp>

#include <syncline/core/text.hpp>
#include <syncline/http/status.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

#include "odoo/fault.hpp"

namespace syncline::inline v1::odoo::detail {

BOOST_DESCRIBE_STRUCT(fault, (), (name, message))

namespace {

/// `error` of JSON-RPC. `code` says nothing: it is 200 before 19 and 0 since.
struct rpc_error {
    std::optional<std::string> message{};
    std::optional<fault> data{};
};
BOOST_DESCRIBE_STRUCT(rpc_error, (), (message, data))

struct rpc_envelope {
    std::string jsonrpc{};
    std::optional<json::raw> result{};
    std::optional<rpc_error> error{};
};
BOOST_DESCRIBE_STRUCT(rpc_envelope, (), (jsonrpc, result, error))

constexpr std::chrono::minutes bulk_timeout{10};

std::string base_of(client_options const& o) {
    std::string_view url = o.url;
    while (url.ends_with('/')) url.remove_suffix(1);
    return std::string(url);
}

http::request post(std::string url, std::string body) {
    return {.method = http::method::post,
            .url = std::move(url),
            .headers = {{"Content-Type", "application/json"}},
            .body = std::move(body)};
}

void write_context(json::writer& w, rpc const& call, client_options const& o) {
    auto const c = merged(o.context, call.context);
    std::string object;
    json::writer in{object, json::odoo};
    in.begin_object();
    if (!c.lang.empty()) in.member("lang", c.lang);
    if (!c.tz.empty()) in.member("tz", c.tz);
    if (!c.allowed_company_ids.empty()) in.member("allowed_company_ids", c.allowed_company_ids);
    if (c.active_test) in.member("active_test", *c.active_test);
    if (!c.active_model.empty()) in.member("active_model", c.active_model);
    if (!c.active_ids.empty()) in.member("active_ids", c.active_ids).member("active_id", c.active_ids.front());
    for (auto const& [flag, on] : c.flags) in.member(flag, on);
    in.end_object();
    if (object.size() > 2) w.key("context").raw(object);
}

std::string json_2_body(rpc const& call, client_options const& o) {
    std::string body;
    json::writer w{body, json::odoo};
    w.begin_object();
    if (call.ids) w.member("ids", *call.ids);
    for (auto const& a : call.args) w.key(a.name).raw(a.json);
    write_context(w, call, o);
    w.end_object();
    return body;
}

std::string json_rpc_body(rpc const& call, client_options const& o, std::int64_t user_id) {
    std::string body;
    json::writer w{body, json::odoo};
    w.begin_object().member("jsonrpc", "2.0").member("method", "call").key("params").begin_object();
    w.member("service", "object").member("method", "execute_kw").key("args").begin_array();
    w.value(o.database).value(user_id).value(o.api_key.reveal()).value(call.model).value(call.method);
    w.begin_array();
    if (call.ids) w.value(*call.ids);
    for (auto const& a : call.args)
        if (a.positional) w.raw(a.json);
    w.end_array();
    w.begin_object();
    for (auto const& a : call.args)
        if (!a.positional) w.key(a.name).raw(a.json);
    write_context(w, call, o);
    w.end_object();
    w.end_array().end_object().member("id", 1).end_object();
    return body;
}

bool is_html(http::response const& got) {
    auto const type = got.header_value("Content-Type");
    return (type && type->starts_with("text/html")) || got.body.starts_with("<!") || got.body.starts_with("<html");
}

/// A failure that is not of Odoo's making, or that Odoo's web server had before it knew the call.
error foreign(http::request const& sent, http::response const& got, instant now) {
    if (got.status == 404 && is_html(got)) {
        bool const database = got.body.find("No database is selected") != std::string::npos;
        return {.code = errc::misconfigured,
                .message = database
                               ? "the server serves no database of that name: check the option `database` (and that "
                                 "the server may show it: `dbfilter`)"
                               : "no Odoo answers at that address: check the option `url`",
                .server_message = excerpt(got.body)};
    }
    auto e = http::classify(sent, got, now);
    if (e) return *std::move(e);
    return {.code = errc::malformed, .message = "HTTP " + std::to_string(got.status) + ", expected 200"};
}

}  // namespace

http::request to_request(rpc const& call, client_options const& options, server_info const& server,
                         std::string_view operation) {
    http::request r;
    if (server.wire == wire::json_2) {
        r = post(base_of(options) + "/json/2/" + std::string(call.model) + "/" + std::string(call.method),
                 json_2_body(call, options));
        r.headers.push_back({"X-Odoo-Database", options.database});
        r.bearer = options.api_key;
    } else {
        r = post(base_of(options) + "/jsonrpc", json_rpc_body(call, options, server.user_id));
    }
    r.repeat = call.repeat;
    r.operation = operation;
    if (call.bulk) r.timeout = bulk_timeout;
    return r;
}

http::request common_request(client_options const& options, std::string_view method, std::string_view args_json) {
    std::string body;
    json::writer w{body};
    w.begin_object().member("jsonrpc", "2.0").member("method", "call").key("params").begin_object();
    w.member("service", "common").member("method", method).key("args").raw(args_json);
    w.end_object().member("id", 1).end_object();
    auto r = post(base_of(options) + "/jsonrpc", std::move(body));
    r.repeat = http::safety::read;
    return r;
}

std::string operation_of(rpc const& call) { return "odoo " + std::string(call.model) + " " + std::string(call.method); }

result<reply> to_reply(http::request const& sent, http::response got, wire w, std::string operation, instant now) {
    bool const changes = sent.repeat != http::safety::read;
    if (got.status == 200)
        return reply{.body = std::move(got.body),
                     .at = w == wire::json_2 ? "" : "/result",
                     .operation = std::move(operation),
                     .changes = changes};
    if (w == wire::json_2) {
        auto const f = json::decode<fault>(got.body);
        // a fault of these classes says less than the status line does
        if (f && !f->name.empty() && !(got.status == 429 || got.status == 503))
            return fail_within(operation, to_error(*f));
    }
    return fail_within(operation, foreign(sent, got, now));
}

std::optional<error> explain(reply const& r, error decode_error) {
    auto const within = [&r](error e) { return std::move(e).within(r.operation); };
    bool found = decode_error.code != errc::not_found;
    if (!r.at.empty()) {
        auto const envelope = json::decode<rpc_envelope>(r.body);
        if (envelope && envelope->error) {
            auto const& e = *envelope->error;
            return within(to_error(e.data ? *e.data : fault{.message = e.message.value_or("")}));
        }
        if (envelope && !envelope->result) return std::nullopt;
        if (!envelope) {
            found = false;
            decode_error = envelope.error();
        }
    } else if (r.body == "null") {
        return std::nullopt;
    }
    return within(
        {.code = decode_error.code == errc::too_large ? errc::too_large : errc::malformed,
         .message = (found ? "result is not what was asked for: " : "not an answer of Odoo: ") + decode_error.message,
         .server_message = excerpt(std::string_view(r.body).substr(0, 200)),
         .effect = r.changes ? outcome::unknown : outcome::known_failed});
}

std::string json_list(std::span<std::string_view const> names) {
    std::string out;
    json::writer w{out};
    w.begin_array();
    for (auto const n : names) w.value(n);
    w.end_array();
    return out;
}

std::string json_list(std::span<std::int64_t const> ids) {
    std::string out;
    json::writer w{out};
    w.begin_array();
    for (auto const id : ids) w.value(id);
    w.end_array();
    return out;
}

}  // namespace syncline::inline v1::odoo::detail
