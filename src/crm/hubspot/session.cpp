// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <syncline/core/text.hpp>
#include <syncline/http/status.hpp>
#include <syncline/http/url.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

namespace syncline::inline v1::crm::hubspot::detail {

using namespace std::chrono_literals;

namespace {

/// The body of an error. Every field is optional over there, and the body may be HTML or empty.
struct error_body {
    std::optional<std::string> category{};
    std::optional<std::string> message{};
    std::optional<std::string> correlationId{};
    std::optional<std::string> policyName{};
};
BOOST_DESCRIBE_STRUCT(error_body, (), (category, message, correlationId, policyName))

constexpr std::size_t shown_of_a_server = 1000;

result<void> check(client_options const& o) {
    auto const misconfigured = [](std::string what) {
        return fail(errc::misconfigured, "hubspot: " + std::move(what));
    };
    if (auto const url = http::split_url(o.base_url); !url)
        return misconfigured("base_url is no absolute http or https URL");
    else if (url->target.find('?') != std::string::npos)
        return misconfigured("base_url has a query");
    if (o.in_flight == 0) return misconfigured("in_flight is 0, expected at least 1");
    return {};
}

}  // namespace

std::string naming(std::string_view type, std::string_view call) {
    std::string out = "hubspot ";
    out += type;
    out += ' ';
    out += call;
    return out;
}

error undecodable(std::string_view type, std::string_view call, error e) {
    return std::move(e).within(naming(type, call));
}

error meaning_of(http::request const& sent, http::response const& got, client_options const& options, instant now) {
    auto e = http::classify(sent, got, now).value_or(error{.code = errc::malformed, .message = "no meaning"});
    auto const known = json::decode<error_body>(got.body);
    auto const body = known ? *known : error_body{};
    if (body.message) e.server_message = shorten(*body.message, shown_of_a_server);
    if (body.correlationId)
        e.reference = shorten(*body.correlationId, 64);
    else if (auto const header = got.header_value("X-HubSpot-Correlation-Id"))
        e.reference = shorten(*header, 64);

    switch (got.status) {
        case 400:
            // a unique value that another record has is not bad data: somebody was first
            if (e.server_message.find("CONFLICTING_UNIQUE_VALUE") != std::string::npos) e.code = errc::conflict;
            break;
        case 405:
        case 415: e.code = errc::defect; break;
        case 423: e.retry_after = std::max(e.retry_after.value_or(0ms), std::chrono::milliseconds(2s)); break;
        case 429:
            if (body.policyName == "DAILY") {
                e.message += ": the day's quota is used up";
                e.retry_after = std::max(e.retry_after.value_or(0ms), options.quota_pause);
            } else if (!e.retry_after) {
                // Retry-After is not promised: wait the limit's own interval
                e.retry_after = body.policyName == "SECONDLY" ? 1s : 10s;
                if (auto const text = got.header_value("X-HubSpot-RateLimit-Interval-Milliseconds");
                    text && body.policyName != "SECONDLY") {
                    std::int64_t ms = 0;
                    auto const [end, bad] = std::from_chars(text->data(), text->data() + text->size(), ms);
                    if (bad == std::errc() && ms > 0 && ms <= 60'000) e.retry_after = std::chrono::milliseconds(ms);
                }
            }
            break;
        case 477:
            e.code = errc::unavailable;
            e.message += ": the account is being moved";
            break;
        default: break;
    }
    // the edge answers 5xx for requests that went through: 502 after the effect is seen in practice
    bool const reads = sent.repeat == http::safety::read;
    if (reads)
        e.effect = outcome::known_failed;
    else if (got.status >= 500)
        e.effect = outcome::unknown;
    return e;
}

session::session(http::any_transport transport, client_options options, any_clock clock)
    : transport_(std::move(transport)), options_(std::move(options)), clock_(clock), usable_(check(options_)) {
    while (options_.base_url.ends_with('/')) options_.base_url.pop_back();
}

std::shared_ptr<session> make_session(http::any_transport transport, client_options options, any_clock clock) {
    return std::make_shared<session>(std::move(transport), std::move(options), clock);
}

std::string session::url(std::string_view part, std::initializer_list<std::string_view> segments) const {
    std::string out = options_.base_url;
    out += "/crm/";
    out += part;
    out += '/';
    out += api_version;
    for (auto const s : segments) {
        out += '/';
        // fixed calls such as batch/read come in one piece; everything else is a name or an id
        out += s.starts_with("batch/") ? std::string(s) : http::percent_encoded(s);
    }
    return out;
}

http::request session::request(http::method m, std::string url, std::string body, http::safety repeat,
                               std::string_view operation) const {
    http::request r{.method = m,
                    .url = std::move(url),
                    .headers = {{"Accept", "application/json"}},
                    .body = std::move(body),
                    .bearer = options_.token,
                    .repeat = repeat,
                    .operation = operation};
    if (!r.body.empty()) r.headers.push_back({"Content-Type", "application/json"});
    return r;
}

result<http::response> session::judged(http::request const& sent, result<http::response> got,
                                       std::string_view what) const {
    if (!got) {
        auto e = std::move(got).error();
        if (sent.repeat == http::safety::read) e.effect = outcome::known_failed;
        return fail_within(what, std::move(e));
    }
    if (got->status >= 200 && got->status < 300) return got;
    return fail_within(what, meaning_of(sent, *got, options_, clock_.now()));
}

result<http::response> session::send(http::request const& r, std::string_view what, context const& ctx) {
    if (!usable_) return fail(usable_.error());
    return judged(r, transport_.send(r, ctx), what);
}

void session::send_all(std::span<http::request const> rs, std::string_view what,
                       function_ref<void(std::size_t, result<http::response>)> done, context const& ctx) {
    if (!usable_) {
        for (std::size_t i = 0; i < rs.size(); ++i) done(i, fail(usable_.error()));
        return;
    }
    transport_.send_all(
        rs, options_.in_flight,
        [&](std::size_t i, result<http::response> got) { done(i, judged(rs[i], std::move(got), what)); }, ctx);
}

// ---- what stands in batch answers -------------------------------------------------------------------------------

std::vector<std::string> problem::named_in(std::string_view name) const {
    if (!context) return {};
    auto lists = json::decode<std::vector<std::pair<std::string, json::raw>>>(context->text);
    if (!lists) return {};
    for (auto const& [key, value] : *lists) {
        if (key != name) continue;
        if (auto texts = json::decode<std::vector<id_text>>(value.text)) {
            std::vector<std::string> out;
            for (auto& t : *texts) out.push_back(std::move(t.text));
            return out;
        }
        if (auto text = json::decode<id_text>(value.text)) return {std::move(text->text)};
    }
    return {};
}

result<batch_envelope> envelope_of(std::string const& body) {
    auto envelope = json::decode<batch_envelope>(body);
    if (!envelope) return envelope;
    if (envelope->status != "COMPLETE")
        return fail(error{.code = errc::malformed,
                          .message = "$.status: found \"" + shorten(envelope->status) + "\", expected \"COMPLETE\""});
    return envelope;
}

error error_of(problem const& p, std::string_view what) {
    auto const category = p.category.value_or("");
    error e{.code = errc::rejected,
            .message = std::string(what) + ": HubSpot refused this record",
            .server_message = shorten(p.message.value_or(""), shown_of_a_server)};
    if (category == "CONFLICT" || p.says("CONFLICTING_UNIQUE_VALUE")) {
        e.code = errc::conflict;
        e.message = std::string(what) + ": another record has that unique value";
    } else if (category == "OBJECT_NOT_FOUND") {
        e.code = errc::not_found;
        e.message = std::string(what) + ": there is no such record";
    } else if (category == "RATE_LIMITS" || category == "RATE_LIMIT") {
        e.code = errc::rate_limited;
        e.message = std::string(what) + ": asked too often";
    } else if (category == "INTERNAL_ERROR") {
        e.code = errc::unavailable;
        e.message = std::string(what) + ": HubSpot failed at this record";
        e.effect = outcome::unknown;
    }
    return e;
}

// ---- one page of all --------------------------------------------------------------------------------------------

result<std::string> list(session& s, list_request const& what, context const& ctx) {
    auto const name = naming(what.type, "list");
    if (what.limit == 0 || what.limit > 100)
        return fail(errc::misconfigured, name + ": limit is " + std::to_string(what.limit) + ", expected 1 to 100");
    auto url = s.url("objects", {what.type}) + "?limit=" + std::to_string(what.limit);
    auto const add_all = [&url](std::string_view key, auto const& values) {
        if (values.empty()) return;
        url += '&';
        url += key;
        char between = '=';
        for (auto const& v : values) {
            url += between;
            url += http::percent_encoded(v);
            between = ',';
        }
    };
    add_all("properties", what.properties);
    add_all("associations", what.associations);
    if (what.archived) url += "&archived=true";
    if (!what.after.empty()) url += "&after=" + http::percent_encoded(what.after);
    auto got = s.send(s.request(http::method::get, std::move(url), {}, http::safety::read, "hubspot list"), name, ctx);
    if (!got) return fail(std::move(got).error());
    return std::move(got->body);
}

}  // namespace syncline::inline v1::crm::hubspot::detail

namespace syncline::inline v1::json {

using syncline::crm::hubspot::detail::id_text;

result<id_text> codec<id_text>::decode(std::string_view json, dialect) {
    if (!json.empty() && json.front() == '"')
        return json::decode<std::string>(json).map([](std::string s) { return id_text{std::move(s)}; });
    if (!json.empty() && std::all_of(json.begin(), json.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return id_text{std::string(json)};
    return fail(errc::malformed, "found " + shorten(json) + ", expected an id as text or number");
}

void codec<id_text>::encode(writer& out, id_text const& value) { out.value(value.text); }

}  // namespace syncline::inline v1::json
