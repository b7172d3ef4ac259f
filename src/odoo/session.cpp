// SPDX-License-Identifier: Apache-2.0
#include "odoo/session.hpp"

#include <algorithm>
#include <charconv>

#include <boost/describe/class.hpp>

#include <syncline/http/url.hpp>
#include <syncline/json/writer.hpp>

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

struct wire_facts {
    std::string type{};
    std::optional<bool> store{};
    std::optional<bool> searchable{};
    std::optional<bool> sortable{};
};
BOOST_DESCRIBE_STRUCT(wire_facts, (), (type, store, searchable, sortable))

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
    : transport_(std::move(transport)),
      options_(std::move(options)),
      clock_(clock),
      usable_(check(options_)),
      batch_(options_.batch),
      in_flight_(options_.in_flight) {}

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

void session::learn(result<reply> const& of_a_load) noexcept {
    std::size_t const now = batch_;
    if (of_a_load) {
        batch_ = std::min(options_.batch, now + std::max<std::size_t>(1, now / 8));
        return;
    }
    if (is_too_long(of_a_load.error())) batch_ = std::max<std::size_t>(1, now / 2);
}

result<void> session::log_in(server_info& info, context const& ctx) {
    if (info.wire == wire::json_2) {
        rpc const call{.model = "res.users", .method = "context_get", .repeat = http::safety::read};
        auto const operation = operation_of(call);
        auto login = options_;
        login.context = {};  // a company that is none would look like a key that is none
        auto const user =
            decoded<user_context>(send(to_request(call, login, info, operation), info.wire, operation, ctx));
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
    std::vector<std::size_t> due;
    operations.reserve(calls.size());
    due.reserve(calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        operations.push_back(operation_of(calls[i]));
        due.push_back(i);
    }
    while (!due.empty()) {
        std::vector<http::request> requests;
        requests.reserve(due.size());
        for (auto const i : due) requests.push_back(to_request(calls[i], options_, *server, operations[i]));
        std::size_t const width = in_flight_;
        bool answers = false;
        std::vector<std::pair<std::size_t, error>> broken;
        auto const arrived = [&](std::size_t n, result<http::response> got) {
            auto const i = due[n];
            if (got) {
                answers = true;
                done(i, to_reply(requests[n], *std::move(got), server->wire, operations[i], clock_.now()));
            } else if (got.error().code == errc::unavailable && calls[i].repeat == http::safety::read && width > 1) {
                broken.emplace_back(i, std::move(got).error());
            } else {
                done(i, fail_within(operations[i], std::move(got).error()));
            }
        };
        transport_.send_all(requests, width, arrived, ctx);
        due.clear();
        // who answers some and breaks others has more connections than it can take; who answers none is not there
        if (broken.empty()) {
            in_flight_ = std::min(options_.in_flight, width + 1);
        } else if (answers) {
            in_flight_ = width / 2;
            for (auto const& [i, why] : broken) due.push_back(i);
        } else {
            for (auto& [i, why] : broken) done(i, fail_within(operations[i], std::move(why)));
        }
    }
}

result<model_facts const*> session::facts_of(std::string_view model, context const& ctx) {
    // held over the call: who comes second waits for the answer instead of asking as well
    std::lock_guard const lock(facts_mutex_);
    if (auto const known = facts_.find(model); known != facts_.end()) return &known->second;
    std::string_view const attributes[] = {"type", "store", "searchable", "sortable"};
    rpc const c{.model = model,
                .method = "fields_get",
                .args = {{"attributes", json_list(attributes)}},
                .repeat = http::safety::read};
    auto const found = decoded<std::vector<std::pair<std::string, wire_facts>>>(call(c, ctx));
    if (!found) return fail(found.error());
    model_facts facts;
    facts.reserve(found->size());
    for (auto const& [name, f] : *found) {
        bool const stored = f.store.value_or(true);
        facts.push_back({.name = name,
                         .type = f.type,
                         .searchable = f.searchable.value_or(stored),
                         .sortable = f.sortable.value_or(stored)});
    }
    std::sort(facts.begin(), facts.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return &facts_.try_emplace(std::string(model), std::move(facts)).first->second;
}

result<shape const*> session::shape_of(described_record const& record, context const& ctx) {
    auto const server = connect(ctx);
    if (!server) return fail(server.error());
    {
        std::lock_guard const lock(mutex_);
        if (auto const known = shapes_.find(&record); known != shapes_.end()) return &known->second;
    }
    auto const facts = facts_of(record.model, ctx);
    if (!facts) return fail(facts.error());
    auto fits = fitted(record, **facts, server->version);
    if (!fits) return fail(std::move(fits).error());
    std::lock_guard const lock(mutex_);
    return &shapes_.try_emplace(&record, *std::move(fits)).first->second;
}

result<bool> session::has_field(std::string_view model, std::string_view field, context const& ctx) {
    auto const facts = facts_of(model, ctx);
    if (!facts) return fail(facts.error());
    return std::any_of((*facts)->begin(), (*facts)->end(), [field](auto const& f) { return f.name == field; });
}

std::shared_ptr<session> make_session(http::any_transport transport, client_options options, any_clock clock) {
    return std::make_shared<session>(std::move(transport), std::move(options), clock);
}

result<server_info> connect(session& s, context const& ctx) { return s.connect(ctx); }

client_options const& options_of(session const& s) { return s.options(); }

result<std::vector<std::string_view>> resolve(session& s, described_record const& record, context const& ctx) {
    auto const known = s.shape_of(record, ctx);
    if (!known) return fail(known.error());
    std::vector<std::string_view> names;
    for (auto const& f : (*known)->fields) names.push_back(f.name);
    return names;
}

}  // namespace syncline::inline v1::odoo::detail
