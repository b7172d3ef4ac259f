// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/hubspot.hpp>

#include "hubspot_state.hpp"

#include <algorithm>
#include <utility>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::emulator {

using namespace hubspot_detail;
using namespace std::chrono_literals;

namespace {

/// Where a request goes, whichever generation of paths it used (HS 1).
struct route {
    enum class part { objects, associations, properties, owners, pipelines, token, nowhere };
    part to = part::nowhere;
    bool dated = false;               ///< 2026-09 paths; a few answers differ from v4 (HS 7).
    std::vector<std::string> rest{};  ///< Path segments behind the part.
    std::multimap<std::string, std::string> query{};
    std::string operation{};
    bool writes = false;
};

std::string unescaped(std::string_view text) {
    auto const hex = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::multimap<std::string, std::string> parameters(std::string_view text) {
    std::multimap<std::string, std::string> out;
    while (!text.empty()) {
        auto const end = std::min(text.find('&'), text.size());
        auto const one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.empty()) continue;
        auto const eq = std::min(one.find('='), one.size());
        out.emplace(unescaped(one.substr(0, eq)), eq < one.size() ? unescaped(one.substr(eq + 1)) : std::string());
    }
    return out;
}

/// The plural name of a type however the path spells it; the text itself for an unknown one.
std::string plural(std::string_view name) {
    struct names {
        std::string_view plural, singular, id;
    };
    static constexpr names all[] = {{"contacts", "contact", "0-1"},
                                    {"companies", "company", "0-2"},
                                    {"deals", "deal", "0-3"},
                                    {"products", "product", "0-7"},
                                    {"line_items", "line_item", "0-8"}};
    for (auto const& n : all)
        if (name == n.plural || name == n.singular || name == n.id) return std::string(n.plural);
    return std::string(name);
}

route route_of(http::request const& r) {
    route out;
    std::string_view url = r.url;
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos) {
        auto const slash = url.find('/', scheme + 3);
        url = slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
    }
    auto const question = std::min(url.find('?'), url.size());
    if (question < url.size()) out.query = parameters(url.substr(question + 1));
    std::vector<std::string> segments;
    for (auto path = url.substr(0, question); !path.empty();) {
        auto const end = std::min(path.find('/'), path.size());
        if (end != 0) segments.push_back(unescaped(path.substr(0, end)));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    auto const at = [&](std::size_t i) {
        return i < segments.size() ? std::string_view(segments[i]) : std::string_view();
    };
    using part = route::part;
    auto const named = [](std::string_view name) {
        return name == "objects"        ? part::objects
               : name == "associations" ? part::associations
               : name == "properties"   ? part::properties
               : name == "owners"       ? part::owners
               : name == "pipelines"    ? part::pipelines
                                        : part::nowhere;
    };
    if (at(0) == "oauth" && (at(1) == "v1" || at(1) == "2026-09") && at(2) == "token") {
        out.to = part::token;
        out.operation = "oauth token";
        return out;
    }
    if (at(0) != "crm") return out;
    if (at(2) == "2026-09") {
        out.dated = true;
        out.to = named(at(1));
    } else if (at(1) == "v3" || at(1) == "v4") {
        out.to = named(at(2));
        if (at(1) == "v4" && out.to != part::objects && out.to != part::associations) out.to = part::nowhere;
    }
    if (out.to == part::nowhere) return out;
    out.rest.assign(segments.begin() + 3, segments.end());

    auto const& rest = out.rest;
    auto const get = r.method == http::method::get;
    auto const verb = [&](std::string_view post) {
        return std::string(get                               ? "read"
                           : r.method == http::method::patch ? "update"
                           : r.method == http::method::del   ? "archive"
                                                             : post);
    };
    switch (out.to) {
        case part::objects: {
            auto const type = plural(rest.empty() ? "" : std::string_view(rest[0]));
            if (rest.size() <= 1)
                out.operation = type + (get ? " list" : " create");
            else if (rest[1] == "batch" && rest.size() > 2)
                out.operation = type + " batch/" + rest[2];
            else if (rest[1] == "search" || rest[1] == "merge" || rest[1] == "gdpr-delete")
                out.operation = type + " " + rest[1];
            else if (rest.size() > 3 && rest[2] == "associations")
                out.operation = type + "-" + plural(rest[3] == "default" && rest.size() > 4 ? rest[4] : rest[3]) +
                                " associations " + (rest[3] == "default" ? "default" : verb("create"));
            else
                out.operation = type + " " + verb("create");
            break;
        }
        case part::associations:
            out.operation = plural(rest.empty() ? "" : std::string_view(rest[0])) + "-" +
                            plural(rest.size() < 2 ? "" : std::string_view(rest[1])) + " associations";
            for (std::size_t i = 2; i < rest.size(); ++i) out.operation += (i == 2 ? " " : "/") + rest[i];
            break;
        case part::properties:
            out.operation = plural(rest.empty() ? "" : std::string_view(rest[0])) + " properties " + verb("create");
            break;
        case part::owners: out.operation = "owners read"; break;
        case part::pipelines: out.operation = "pipelines read"; break;
        default: break;
    }
    auto const ends = [&](std::string_view tail) { return out.operation.ends_with(tail); };
    out.writes = !get && !ends(" search") && !ends("batch/read");
    return out;
}

/// A seed's problem in the words of our errors.
error seed_error(refusal const& r) {
    auto const code = r.status == 409 ? errc::conflict : r.status == 404 ? errc::not_found : errc::rejected;
    return {.code = code, .message = "emulator::hubspot: " + r.message};
}

json as_json(hubspot_values const& properties) {
    json out = json::object();
    for (auto const& [name, value] : properties) out[name] = value;
    return out;
}

}  // namespace

std::string hubspot_detail::stamp(instant t) {
    auto const ms = std::chrono::floor<std::chrono::milliseconds>(t);
    auto text = format_utc_datetime(t, 'T') + ".";
    auto const rest = static_cast<unsigned>((ms - std::chrono::floor<std::chrono::seconds>(ms)).count());
    syncline::detail::append_digits(text, rest, 3);
    return text + "Z";
}

// ---- answers ----------------------------------------------------------------------------------------------------

hubspot::state::state(any_clock c, hubspot_options o, truth_log& l)
    : clock(c), options(std::move(o)), log(l), types(standard_types()) {}

std::string hubspot::state::correlation() {
    std::string out = "00000000-0000-4000-8000-";
    syncline::detail::append_digits(out, ++answers, 12);
    return out;
}

// HS 9: the shape of an error; every field is optional there.
json hubspot::state::error_body(refusal const& r) {
    json out{{"status", "error"}, {"message", r.message}, {"correlationId", correlation()}};
    if (!r.category.empty()) out["category"] = r.category;
    if (!r.sub_category.empty()) out["subCategory"] = r.sub_category;
    if (!r.context.empty()) out["context"] = r.context;
    return out;
}

// HS 8: limit headers on every answer but those of search.
http::response hubspot::state::reply(int status, json const& body, bool limits) {
    http::response out{.status = status};
    if (!body.is_null()) {
        out.headers.push_back({"Content-Type", "application/json;charset=utf-8"});
        out.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    }
    if (limits) {
        auto const max = options.per_ten_seconds == 0 ? std::size_t{190} : options.per_ten_seconds;
        auto const daily = options.per_day == 0 ? std::size_t{1'000'000} : options.per_day;
        auto const left = [](std::size_t of, std::size_t used) { return std::to_string(of > used ? of - used : 0); };
        out.headers.push_back({"X-HubSpot-RateLimit-Max", std::to_string(max)});
        out.headers.push_back({"X-HubSpot-RateLimit-Remaining", left(max, burst.size())});
        out.headers.push_back({"X-HubSpot-RateLimit-Interval-Milliseconds", "10000"});
        out.headers.push_back({"X-HubSpot-RateLimit-Daily", std::to_string(daily)});
        out.headers.push_back({"X-HubSpot-RateLimit-Daily-Remaining", left(daily, today)});
    }
    return out;
}

http::response hubspot::state::reply(refusal const& r) { return reply(r.status, error_body(r)); }

// The answer the system itself gives with a status, for faults that name only the status (HS 2, HS 8, HS 9).
http::response hubspot::state::speak(int status) {
    switch (status) {
        case 401:
            return reply({.status = 401,
                          .category = "INVALID_AUTHENTICATION",
                          .message = "Authentication credentials not found. This API supports OAuth 2.0 authentication "
                                     "and you can find more details at "
                                     "https://developers.hubspot.com/docs/methods/auth/oauth-overview"});
        case 403: {
            refusal const r{.status = 403,
                            .category = "MISSING_SCOPES",
                            .message = "This app hasn't been granted all required scopes to make this call."};
            auto body = error_body(r);
            body["errors"] = json::array({{{"message", "One or more of the following scopes are required."},
                                           {"context", {{"requiredGranularScopes", {"crm.objects.deals.write"}}}}}});
            return reply(403, body);
        }
        case 404: return reply({.status = 404, .category = "", .message = "resource not found"});
        case 409: return reply({.status = 409, .category = "CONFLICT", .message = "A record with that value exists."});
        case 423:
            return reply({.status = 423, .category = "", .message = "The record is locked by another operation."});
        case 429: {
            json const body{{"status", "error"},
                            {"message", "You have reached your ten_secondly_rolling limit."},
                            {"errorType", "RATE_LIMIT"},
                            {"correlationId", correlation()},
                            {"policyName", "TEN_SECONDLY_ROLLING"},
                            {"requestId", correlation()}};
            return reply(429, body);
        }
        case 400: return reply({.message = "Invalid input JSON on line 1, column 1"});
        case 500: return reply({.status = 500, .category = "", .message = "internal error"});
        default: {
            // the edge in front of the system answers these, and it speaks HTML
            auto const code = std::to_string(status);
            return {.status = status,
                    .headers = {{"Content-Type", "text/html; charset=UTF-8"}},
                    .body = "<!DOCTYPE html>\n<html><head><title>api.hubapi.com | " + code +
                            "</title></head><body><h1>Error " + code + "</h1></body></html>\n"};
        }
    }
}

// ---- who may come in, and how often ----------------------------------------------------------------------------

std::optional<http::response> hubspot::state::not_let_in(http::request const& r) {
    auto const token = r.bearer.reveal();
    if (token.empty()) return speak(401);
    if (auto const t = issued.find(token); t != issued.end()) {
        if (clock.now() < t->second) return std::nullopt;
        return reply({.status = 401,
                      .category = "EXPIRED_AUTHENTICATION",
                      .message = "The OAuth token used to make this call expired."});
    }
    if (options.token.empty() || token == options.token) return std::nullopt;
    return reply({.status = 401, .category = "INVALID_AUTHENTICATION", .message = "The access token is not valid."});
}

// HS 8: rolling windows; the body has policyName and no category.
std::optional<http::response> hubspot::state::over_limit(bool search) {
    auto const now = clock.now();
    auto const drop_before = [](std::deque<instant>& window, instant since) {
        while (!window.empty() && window.front() <= since) window.pop_front();
    };
    drop_before(burst, now - 10s);
    drop_before(searches, now - 1s);
    if (auto const d = std::chrono::floor<std::chrono::days>(now); d != day) {
        day = d;
        today = 0;
    }
    std::string_view policy;
    std::string_view message;
    std::string_view wait;
    if (options.per_day != 0 && today >= options.per_day) {
        policy = "DAILY";
        message = "You have reached your daily limit.";
    } else if (options.per_ten_seconds != 0 && burst.size() >= options.per_ten_seconds) {
        policy = "TEN_SECONDLY_ROLLING";
        message = "You have reached your ten_secondly_rolling limit.";
        wait = "10";
    } else if (search && options.searches_per_second != 0 && searches.size() >= options.searches_per_second) {
        policy = "SECONDLY";
        message = "You have reached your secondly limit.";
        wait = "1";
    }
    if (policy.empty()) {
        burst.push_back(now);
        if (search) searches.push_back(now);
        ++today;
        return std::nullopt;
    }
    json const body{{"status", "error"},         {"message", message},
                    {"errorType", "RATE_LIMIT"}, {"correlationId", correlation()},
                    {"policyName", policy},      {"requestId", correlation()}};
    auto out = reply(429, body, !search);
    if (options.retry_after && !wait.empty()) out.headers.push_back({"Retry-After", std::string(wait)});
    return out;
}

// HS 2, the refresh grant. A new access token each time, good for 30 minutes.
http::response hubspot::state::token(http::request const& r) {
    auto const form = parameters(r.body);
    auto const of = [&](char const* name) {
        auto const found = form.find(name);
        return found == form.end() ? std::string() : found->second;
    };
    if (of("grant_type") != "refresh_token" || of("refresh_token").empty() ||
        (!options.refresh_token.empty() && of("refresh_token") != options.refresh_token))
        return reply(400,
                     {{"status", "BAD_REFRESH_TOKEN"},
                      {"message", "missing or invalid refresh token"},
                      {"correlationId", correlation()}},
                     false);
    auto const access = "CJ-emulated-" + std::to_string(issued.size() + 1);
    issued[access] = clock.now() + 30min;
    return reply(200,
                 {{"access_token", access},
                  {"refresh_token", of("refresh_token")},
                  {"expires_in", 1800},
                  {"token_type", "bearer"},
                  {"hub_id", 1234567},
                  {"scopes", json::array()},
                  {"token_use", "access_token"}},
                 false);
}

// ---- one call ---------------------------------------------------------------------------------------------------

http::response hubspot::state::serve(http::request const& r, verdict const& v) {
    auto const route = route_of(r);
    using part = route::part;
    commit_delay = v.commit_delay;
    if (route.to == part::token) return token(r);
    if (r.url.size() > 16'384) return speak(414);  // HS 3: long property lists on GET
    if (auto const no = not_let_in(r)) return *no;
    bool const search = route.operation.ends_with(" search");
    if (auto const no = over_limit(search)) return *no;
    if (v.contended) return speak(423);

    auto const segment = [&](std::size_t i) {
        return i < route.rest.size() ? std::string_view(route.rest[i]) : std::string_view();
    };
    auto* const first = type(segment(0));
    try {
        switch (route.to) {
            case part::objects:
                if (!first) return reply({.message = "Unable to infer object type from: " + std::string(segment(0))});
                return objects(r, v, *first, {route.rest.begin() + 1, route.rest.end()}, route.query);
            case part::associations: {
                auto* const second = type(segment(1));
                if (!first || !second || route.rest.size() < 4 || segment(2) != "batch") return speak(404);
                std::string what = route.rest[3];
                for (std::size_t i = 4; i < route.rest.size(); ++i) what += "/" + route.rest[i];
                return batch_associations(what, *first, *second, json::parse(r.body), route.dated, v);
            }
            case part::properties:
                if (!first) return reply({.message = "Unable to infer object type from: " + std::string(segment(0))});
                return properties(r, *first, {route.rest.begin() + 1, route.rest.end()});
            case part::owners: return owners_answer(route.rest, route.query);
            case part::pipelines:
                if (!first || first->name != "deals") return speak(404);
                return pipelines({route.rest.begin() + 1, route.rest.end()});
            default: return speak(404);
        }
    } catch (json::exception const&) {
        return reply({.message = "Invalid input JSON on line 1, column 1: the body is not what this call takes"});
    }
}

hubspot::hubspot(any_clock clock, hubspot_options options)
    : state_(std::make_unique<state>(clock, std::move(options), log)) {}

hubspot::~hubspot() = default;

result<http::response> hubspot::send(http::request const& r, context const& ctx) {
    auto& s = *state_;
    auto const route = route_of(r);
    call const c{.system = "hubspot",
                 .operation = route.operation,
                 .number =
                     [&] {
                         std::lock_guard const lock(s.mutex);
                         return ++s.calls;
                     }(),
                 .writes = route.writes};
    return faults.carry(
        c, r, s.clock, ctx,
        [&](verdict const& v) {
            std::lock_guard const lock(s.mutex);
            s.request = c.number;
            return s.serve(r, v);
        },
        [&](int status) {
            std::lock_guard const lock(s.mutex);
            return s.speak(status);
        });
}

// ---- seeding and looking in -------------------------------------------------------------------------------------

namespace {

tl::unexpected<error> no_such_type(std::string_view type) {
    return fail(errc::not_found, "emulator::hubspot: no object type `" + std::string(type) + "`");
}
tl::unexpected<error> no_such_record(std::string_view type, std::string_view id) {
    return fail(errc::not_found, "emulator::hubspot: no " + std::string(type) + " record " + std::string(id));
}

}  // namespace

result<std::string> hubspot::add(std::string_view type, hubspot_values const& properties) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    s.request = 0;
    s.commit_delay = 0ms;
    auto* const t = s.type(type);
    if (!t) return no_such_type(type);
    auto made = s.create(*t, as_json(properties), false);
    if (!made) return fail(seed_error(made.error()));
    return std::to_string((*made)->id);
}

result<std::string> hubspot::add_company(std::string name, hubspot_values more, std::string const& parent) {
    more.insert(more.begin(), {"name", std::move(name)});
    auto id = add("companies", more);
    if (!id || parent.empty()) return id;
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    auto& t = *s.type("companies");
    auto* const above = s.find(t, parent);
    if (!above) return no_such_record("companies", parent);
    if (auto ok = s.link(t, *s.find(t, *id), t, *above, {14}); !ok) return fail(seed_error(ok.error()));
    return id;
}

result<std::string> hubspot::add_product(std::string name, std::string sku, std::string price) {
    return add("products", {{"name", std::move(name)}, {"hs_sku", std::move(sku)}, {"price", std::move(price)}});
}

result<std::string> hubspot::add_deal(hubspot_deal deal) {
    hubspot_values values{{"dealname", std::move(deal.name)}, {"dealstage", std::move(deal.stage)}};
    auto const put = [&](char const* name, std::string& value) {
        if (!value.empty()) values.emplace_back(name, std::move(value));
    };
    put("amount", deal.amount);
    put("closedate", deal.close_date);
    put("hubspot_owner_id", deal.owner);
    put("deal_currency_code", deal.currency);
    auto id = add("deals", values);
    if (!id) return id;
    if (!deal.company.empty())
        if (auto ok = associate("deals", *id, "companies", deal.company); !ok) return fail(ok.error());
    for (auto& line : deal.lines) {
        hubspot_values fields{
            {"name", std::move(line.name)}, {"quantity", std::move(line.quantity)}, {"price", std::move(line.price)}};
        if (!line.sku.empty()) fields.emplace_back("hs_sku", std::move(line.sku));
        auto item = add("line_items", fields);
        if (!item) return item;
        if (auto ok = associate("deals", *id, "line_items", *item); !ok) return fail(ok.error());
    }
    return id;
}

result<void> hubspot::set(std::string_view type, std::string_view id, hubspot_values const& properties) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    s.request = 0;
    s.commit_delay = 0ms;
    auto* const t = s.type(type);
    if (!t) return no_such_type(type);
    auto* const r = s.find(*t, id);
    if (!r) return no_such_record(type, id);
    if (auto ok = s.update(*t, *r, as_json(properties), false); !ok) return fail(seed_error(ok.error()));
    return {};
}

result<void> hubspot::archive(std::string_view type, std::string_view id) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    s.request = 0;
    auto* const t = s.type(type);
    if (!t) return no_such_type(type);
    auto* const r = s.find(*t, id);
    if (!r) return no_such_record(type, id);
    s.remove(*t, *r);
    return {};
}

result<void> hubspot::merge(std::string_view type, std::string_view survivor, std::string_view other) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    s.request = 0;
    s.commit_delay = 0ms;
    auto* const t = s.type(type);
    if (!t) return no_such_type(type);
    if (auto ok = s.merge(*t, survivor, other); !ok) return fail(seed_error(ok.error()));
    return {};
}

result<void> hubspot::associate(std::string_view from_type, std::string_view from, std::string_view to_type,
                                std::string_view to) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    auto* const a = s.type(from_type);
    auto* const b = s.type(to_type);
    if (!a || !b) return no_such_type(a ? to_type : from_type);
    auto* const left = s.find(*a, from);
    auto* const right = s.find(*b, to);
    if (!left || !right) return left ? no_such_record(to_type, to) : no_such_record(from_type, from);
    if (auto ok = s.link(*a, *left, *b, *right, {}); !ok) return fail(seed_error(ok.error()));
    return {};
}

result<void> hubspot::add_property(std::string_view type, hubspot_property property) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    auto* const t = s.type(type);
    if (!t) return no_such_type(type);
    hubspot_detail::definition p{.name = property.name,
                                 .label = property.label.empty() ? property.name : property.label,
                                 .type = std::move(property.type),
                                 .field_type = std::move(property.field_type),
                                 .group = t->group,
                                 .unique = property.unique,
                                 .read_only = property.read_only,
                                 .ours = false};
    for (auto& o : property.options) p.options.push_back({o, o});
    if (auto ok = s.define(*t, std::move(p)); !ok) return fail(seed_error(ok.error()));
    return {};
}

result<void> hubspot::require(std::string_view type, std::string_view property) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    auto* const t = s.type(type);
    if (!t) return no_such_type(type);
    if (!t->properties.contains(property))
        return fail(errc::not_found,
                    "emulator::hubspot: " + t->name + " have no property `" + std::string(property) + "`");
    t->required.insert(std::string(property));
    return {};
}

std::string hubspot::add_owner(std::string first_name, std::string last_name, std::string email) {
    auto& s = *state_;
    std::lock_guard const lock(s.mutex);
    s.owners.push_back({.id = std::to_string(++s.last_id),
                        .first_name = std::move(first_name),
                        .last_name = std::move(last_name),
                        .email = std::move(email),
                        .created = s.clock.now()});
    return s.owners.back().id;
}

std::vector<std::string> hubspot::ids(std::string_view type) const {
    std::lock_guard const lock(state_->mutex);
    std::vector<std::string> out;
    if (auto* const t = state_->type(type))
        for (auto const& [id, r] : t->records)
            if (!r.archived && r.merged_into == 0) out.push_back(std::to_string(id));
    return out;
}

std::size_t hubspot::count(std::string_view type) const { return ids(type).size(); }

std::optional<std::string> hubspot::property(std::string_view type, std::string_view id, std::string_view name) const {
    std::lock_guard const lock(state_->mutex);
    auto* const t = state_->type(type);
    auto* const r = t ? state_->find(*t, id) : nullptr;
    if (!r) return std::nullopt;
    return state_->value(*t, *r, r->properties, name);
}

std::uint64_t hubspot::calls() const {
    std::lock_guard const lock(state_->mutex);
    return state_->calls;
}

std::string hubspot::dump() const {
    std::lock_guard const lock(state_->mutex);
    json out = json::object();
    for (auto const& [name, t] : state_->types)
        for (auto const& [id, r] : t.records) {
            json one{{"properties", r.properties}};
            if (r.archived) one["archived"] = true;
            if (r.merged_into != 0) one["merged_into"] = std::to_string(r.merged_into);
            if (auto const l = state_->links.find({name, id}); l != state_->links.end())
                for (auto const& [to, targets] : l->second)
                    for (auto const& [target, kinds] : targets) one["links"][to][std::to_string(target)] = kinds;
            out[name][std::to_string(id)] = std::move(one);
        }
    return out.dump(1, ' ', false, json::error_handler_t::replace);
}

}  // namespace syncline::inline v1::emulator
