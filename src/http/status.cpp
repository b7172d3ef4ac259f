// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/status.hpp>

#include <string>

#include <syncline/core/text.hpp>
#include <syncline/http/retry_after.hpp>
#include <syncline/http/url.hpp>

namespace syncline::inline v1::http {
namespace {

struct meaning {
    errc code;
    outcome effect = outcome::known_failed;
};

meaning meaning_of(response const& got) {
    int const status = got.status;
    switch (status) {
        case 401: return {errc::unauthorized};
        case 402:
        case 403:
        case 451: return {errc::forbidden};
        case 404:
        case 410: return {errc::not_found};
        case 405:
        case 406:
        case 415:
        case 426:
        case 501:
        case 505: return {errc::unsupported};
        case 408: return {errc::timed_out};
        case 409:
        case 412:
        case 428: return {errc::conflict};
        case 413:
        case 414:
        case 431: return {errc::too_large};
        case 423: return {errc::contended};
        case 429: return {errc::rate_limited};
        case 504: return {errc::timed_out, outcome::unknown};
        default: break;
    }
    if (status >= 400 && status < 500) return {errc::rejected};
    if (status >= 500 && status < 600) return {errc::unavailable, outcome::unknown};
    return {errc::malformed, outcome::unknown};
}

error redirect(url_parts const& from, response const& got) {
    error e{.code = errc::misconfigured, .message = {}};
    // 303 answers a request that was carried out: "see the result over there"
    if (got.status == 303) e.effect = outcome::unknown;
    std::string location(got.header_value("Location").value_or(""));
    if (location.starts_with("//")) location = std::string(from.scheme) + ":" + location;
    auto const to = split_url(location);
    e.message = "HTTP " + std::to_string(got.status) + ": " + std::string(from.host) + " redirects to ";
    if (to && (to->scheme != from.scheme || !equals_ignore_case(to->host, from.host) || to->port != from.port)) {
        e.code = errc::untrusted;
        // a host that split_url took is letters, digits and dots: harmless in a log
        e.message += std::string(to->scheme) + "://" + shorten(to->host, 255);
    } else if (to || location.starts_with('/')) {
        e.message += "another path of its own";
    } else {
        e.code = errc::untrusted;
        e.message += "something that is not a URL";
    }
    e.message += "; redirects are not followed";
    e.server_message = shorten(location, 200);
    return e;
}

}  // namespace

std::optional<error> classify(request const& sent, response const& got, instant now) {
    if (got.status >= 200 && got.status < 300) return std::nullopt;
    auto const from = split_url(sent.url).value_or(url_parts{});
    if (got.status >= 300 && got.status < 400 && got.status != 304) return redirect(from, got);

    auto const [code, effect] = meaning_of(got);
    error e{.code = code,
            .message = "HTTP " + std::to_string(got.status) + " from " + std::string(from.host),
            .server_message = shorten(got.body, 200),
            .effect = effect};
    if (auto const wish = got.header_value("Retry-After")) e.retry_after = parse_retry_after(*wish, now);
    return e;
}

}  // namespace syncline::inline v1::http
