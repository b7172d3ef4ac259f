// SPDX-License-Identifier: Apache-2.0
#include "odoo/session.hpp"

#include <algorithm>
#include <charconv>

#include <boost/describe/class.hpp>

#include <syncline/http/url.hpp>
#include <syncline/json/writer.hpp>
#include <syncline/odoo/domain.hpp>

namespace syncline::inline v1::odoo::detail {
namespace {

struct rpc_version {
    std::string server_version{};
    std::string server_serie{};
};
BOOST_DESCRIBE_STRUCT(rpc_version, (), (server_version, server_serie))

struct web_version {
    std::string version{};
};
BOOST_DESCRIBE_STRUCT(web_version, (), (version))

struct user_context {
    std::int64_t uid = 0;
};
BOOST_DESCRIBE_STRUCT(user_context, (), (uid))

constexpr int oldest_known = 14;
constexpr int first_with_json_2 = 19;

/// 18 of `18.0`, `18.0+e-20241005`, `saas~18.2`.
int major_of(std::string_view series) {
    if (auto const tilde = series.find('~'); tilde != std::string_view::npos) series.remove_prefix(tilde + 1);
    int major = 0;
    std::from_chars(series.data(), series.data() + series.size(), major);
    return major;
}

result<void> check(client_options const& o) {
    auto const wrong = [](std::string what) { return fail(errc::misconfigured, "odoo: option " + std::move(what)); };
    if (auto const url = http::split_url(o.url); !url) return fail_within("odoo: option `url`", url.error());
    if (o.url.find('?') != std::string::npos) return wrong("`url` has a query, expected none");
    if (o.database.empty()) return wrong("`database` is empty, expected the database's name");
    if (o.api_key.empty()) return wrong("`api_key` is empty, expected an API key");
    if (o.batch == 0) return wrong("`batch` is 0, expected at least 1");
    if (o.in_flight == 0) return wrong("`in_flight` is 0, expected at least 1");
    auto const& module = o.external_id_module;
    auto const is_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (module.empty() || !std::all_of(module.begin(), module.end(), is_name))
        return wrong("`external_id_module` may hold letters, digits and `_` only, at least one");
    return {};
}

}  // namespace

session::session(http::any_transport transport, client_options options, any_clock clock)
    : transport_(std::move(transport)), options_(std::move(options)), clock_(clock), usable_(check(options_)) {}

result<reply> session::send(http::request r, wire w, std::string operation, context const& ctx) {
    r.operation = operation;
    auto got = transport_.send(r, ctx);
    if (!got) return fail_within(operation, std::move(got).error());
    return to_reply(r, *std::move(got), w, std::move(operation), clock_.now());
}

result<server_info> session::connect(context const& ctx) {
    if (!usable_) return fail(usable_.error());
    std::lock_guard const lock(mutex_);
    if (!server_) {
        auto found = probe(ctx);
        if (!found) return found;
        server_ = *std::move(found);
    }
    return *server_;
}

result<server_info> session::probe(context const& ctx) {
    server_info info;
    std::string series;
    auto const asked = send(common_request(options_, "version", "[]"), wire::json_rpc, "odoo version", ctx);
    // from 19 on /jsonrpc is a module of its own that may be missing
    bool const no_json_rpc =
        !asked && (asked.error().code == errc::misconfigured || asked.error().code == errc::not_found);
    if (no_json_rpc) {
        http::request r{.url = options_.url + (options_.url.ends_with('/') ? "web/version" : "/web/version"),
                        .repeat = http::safety::read};
        auto const v = decoded<web_version>(send(std::move(r), wire::json_2, "odoo version", ctx));
        if (!v) return fail(asked.error());
        info.version = series = v->version;
    } else {
        auto const v = decoded<rpc_version>(asked);
        if (!v) return fail(v.error());
        info.version = v->server_version;
        series = v->server_serie;
    }
    info.major = major_of(series);
    if (info.major < oldest_known)
        return fail(errc::unsupported, "odoo version: found series \"" + shorten(series) + "\", expected 14 or later");
    info.wire = info.major >= first_with_json_2 ? wire::json_2 : wire::json_rpc;
    if (auto in = log_in(info, ctx); !in) return fail(std::move(in).error());
    return info;
}

result<void> session::log_in(server_info& info, context const& ctx) {
    if (info.wire == wire::json_2) {
        rpc const call{.model = "res.users", .method = "context_get", .repeat = http::safety::read};
        auto const operation = operation_of(call);
        auto const user =
            decoded<user_context>(send(to_request(call, options_, info, operation), info.wire, operation, ctx));
        if (!user) return fail(user.error());
        info.user_id = user->uid;
        return {};
    }
    if (options_.login.empty())
        return fail(errc::misconfigured,
                    "odoo: option `login` is empty, expected a login: the server is older than 19");
    // the environment stays empty: a `base_location` in it would rewrite the server's own address
    std::string args;
    json::writer w{args};
    w.begin_array().value(options_.database).value(options_.login).value(options_.api_key.reveal());
    w.begin_object().end_object().end_array();
    auto const reply = send(common_request(options_, "authenticate", args), wire::json_rpc, "odoo authenticate", ctx);
    auto const id = decoded<std::optional<std::int64_t>>(reply);
    if (!id) return fail(id.error());
    if (!*id || **id <= 0) return fail(errc::unauthorized, "odoo authenticate: login or API key refused");
    info.user_id = **id;
    return {};
}

result<reply> session::call(rpc const& c, context const& ctx) {
    auto const server = connect(ctx);
    if (!server) return fail(server.error());
    auto operation = operation_of(c);
    auto request = to_request(c, options_, *server, operation);
    return send(std::move(request), server->wire, std::move(operation), ctx);
}

void session::call_all(std::span<rpc const> calls, function_ref<void(std::size_t, result<reply>)> done,
                       context const& ctx) {
    auto const server = connect(ctx);
    if (!server) {
        for (std::size_t i = 0; i < calls.size(); ++i) done(i, fail(server.error()));
        return;
    }
    std::vector<std::string> operations;
    operations.reserve(calls.size());
    for (auto const& c : calls) operations.push_back(operation_of(c));
    std::vector<http::request> requests;
    requests.reserve(calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i)
        requests.push_back(to_request(calls[i], options_, *server, operations[i]));
    auto const arrived = [&](std::size_t i, result<http::response> got) {
        if (!got)
            done(i, fail_within(operations[i], std::move(got).error()));
        else
            done(i, to_reply(requests[i], *std::move(got), server->wire, operations[i], clock_.now()));
    };
    transport_.send_all(requests, options_.in_flight, arrived, ctx);
}

result<bool> session::has_field(std::string_view model, std::string_view field, context const& ctx) {
    auto const key = std::pair(std::string(model), std::string(field));
    {
        std::lock_guard const lock(mutex_);
        if (auto const known = fields_.find(key); known != fields_.end()) return known->second;
    }
    std::string_view const names[] = {field};
    std::string_view const attributes[] = {"type"};
    rpc const c{.model = model,
                .method = "fields_get",
                .args = {{"allfields", json_list(names), true}, {"attributes", json_list(attributes)}},
                .repeat = http::safety::read};
    auto const found = decoded<std::vector<std::pair<std::string, json::raw>>>(call(c, ctx));
    if (!found) return fail(found.error());
    bool const has =
        std::any_of(found->begin(), found->end(), [field](auto const& member) { return member.first == field; });
    std::lock_guard const lock(mutex_);
    fields_[key] = has;
    return has;
}

std::shared_ptr<session> make_session(http::any_transport transport, client_options options, any_clock clock) {
    return std::make_shared<session>(std::move(transport), std::move(options), clock);
}

result<server_info> connect(session& s, context const& ctx) { return s.connect(ctx); }

client_options const& options_of(session const& s) { return s.options(); }

namespace {

rpc search_call(search_request const& what, std::string_view method) {
    rpc c{.model = what.model,
          .method = method,
          .args = {{"domain", to_domain(what.nodes), true}},
          .repeat = http::safety::read};
    if (!what.fields.empty()) c.args.push_back({"fields", json_list(what.fields)});
    if (what.limit) c.args.push_back({"limit", std::to_string(*what.limit)});
    if (what.offset) c.args.push_back({"offset", std::to_string(*what.offset)});
    if (!what.order.empty()) {
        std::string order;
        json::writer{order}.value(what.order);
        c.args.push_back({"order", std::move(order)});
    }
    return c;
}

std::vector<std::int64_t> copied(std::span<std::int64_t const> ids) { return {ids.begin(), ids.end()}; }

/// Odoo answers `true`; anything else leaves open what it did.
result<void> expect_true(result<reply> const& r) {
    auto const done = decoded<bool>(r);
    if (!done) return fail(done.error());
    if (!*done)
        return fail(error{.code = errc::malformed,
                          .message = r->operation + ": found false, expected true",
                          .effect = outcome::unknown});
    return {};
}

}  // namespace

result<reply> search_read(session& s, search_request const& what, context const& ctx) {
    return s.call(search_call(what, "search_read"), ctx);
}

result<std::vector<std::int64_t>> search(session& s, search_request const& what, context const& ctx) {
    return decoded<std::vector<std::int64_t>>(s.call(search_call(what, "search"), ctx));
}

result<std::int64_t> search_count(session& s, search_request const& what, context const& ctx) {
    return decoded<std::int64_t>(s.call(search_call(what, "search_count"), ctx));
}

result<reply> read(session& s, std::string_view model, std::span<std::int64_t const> ids,
                   std::span<std::string_view const> fields, context const& ctx) {
    return s.call({.model = model,
                   .method = "read",
                   .ids = copied(ids),
                   .args = {{"fields", json_list(fields), true}},
                   .repeat = http::safety::read},
                  ctx);
}

result<std::vector<std::int64_t>> create(session& s, std::string_view model, std::string values, std::size_t count,
                                         context const& ctx) {
    auto const r = s.call({.model = model,
                           .method = "create",
                           .args = {{"vals_list", std::move(values), true}},
                           .repeat = http::safety::once,
                           .bulk = true},
                          ctx);
    auto ids = decoded<std::vector<std::int64_t>>(r);
    if (ids && ids->size() != count)
        return fail(error{.code = errc::malformed,
                          .message = r->operation + ": found " + std::to_string(ids->size()) + " ids, expected " +
                                     std::to_string(count),
                          .effect = outcome::unknown});
    return ids;
}

result<void> write(session& s, std::string_view model, std::span<std::int64_t const> ids, std::string values,
                   context const& ctx) {
    return expect_true(s.call({.model = model,
                               .method = "write",
                               .ids = copied(ids),
                               .args = {{"vals", std::move(values), true}},
                               .repeat = http::safety::idempotent,
                               .bulk = true},
                              ctx));
}

result<void> unlink(session& s, std::string_view model, std::span<std::int64_t const> ids, context const& ctx) {
    return expect_true(
        s.call({.model = model, .method = "unlink", .ids = copied(ids), .repeat = http::safety::once}, ctx));
}

}  // namespace syncline::inline v1::odoo::detail
