// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/status.hpp>

#include <doctest/doctest.h>

#include <syncline/http/retry_after.hpp>

#include "unit/contains.hpp"

using namespace syncline;
using namespace std::chrono_literals;
using tests::contains;

namespace {

constexpr instant new_year = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
http::request const sent{.method = http::method::post, .url = "https://erp.example/json/2/x?token=hidden"};

std::optional<error> classify(int status, std::string body = "{}", std::vector<http::header> headers = {}) {
    return http::classify(sent, {.status = status, .headers = std::move(headers), .body = std::move(body)}, new_year);
}

std::optional<error> redirected(int status, std::string to) {
    return classify(status, "", {{"Location", std::move(to)}});
}

}  // namespace

TEST_CASE("2xx is no error") {
    for (int const status : {200, 201, 202, 204, 207, 299}) CHECK_FALSE(classify(status));
}

TEST_CASE("each status says what to do, and whether a write may have happened") {
    struct row {
        int status;
        errc code;
        outcome effect;
    };
    using enum outcome;
    for (auto const& [status, code, effect] : std::initializer_list<row>{
             {400, errc::rejected, known_failed},     {401, errc::unauthorized, known_failed},
             {402, errc::forbidden, known_failed},    {403, errc::forbidden, known_failed},
             {404, errc::not_found, known_failed},    {405, errc::unsupported, known_failed},
             {408, errc::timed_out, known_failed},    {409, errc::conflict, known_failed},
             {410, errc::not_found, known_failed},    {412, errc::conflict, known_failed},
             {413, errc::too_large, known_failed},    {415, errc::unsupported, known_failed},
             {418, errc::rejected, known_failed},     {422, errc::rejected, known_failed},
             {423, errc::contended, known_failed},    {428, errc::conflict, known_failed},
             {429, errc::rate_limited, known_failed}, {431, errc::too_large, known_failed},
             {451, errc::forbidden, known_failed},    {499, errc::rejected, known_failed},
             {500, errc::unavailable, unknown},       {501, errc::unsupported, known_failed},
             {502, errc::unavailable, unknown},       {503, errc::unavailable, unknown},
             {504, errc::timed_out, unknown},         {505, errc::unsupported, known_failed},
             {507, errc::unavailable, unknown},       {599, errc::unavailable, unknown},
             {100, errc::malformed, unknown},         {304, errc::malformed, unknown},
             {600, errc::malformed, unknown},         {999, errc::malformed, unknown},
         }) {
        int const number = status;  // clang 14 captures no structured binding
        CAPTURE(number);
        auto const e = classify(status);
        REQUIRE(e);
        CHECK(e->code == code);
        CHECK(e->effect == effect);
        CHECK(contains(e->message, "erp.example"));
        CHECK(contains(e->message, std::to_string(status)));
        CHECK_FALSE(contains(e->message, "hidden"));
    }
}

TEST_CASE("a 500 may have happened, whatever its body says to people") {
    CHECK(classify(500, "")->may_have_happened());
    CHECK(classify(500, "<h1>Internal Server Error</h1>")->may_have_happened());
}

TEST_CASE("the server's words are kept apart, cut and cleaned") {
    auto const e = classify(503, "<html>\r\n" + std::string(1000, 'x'));
    REQUIRE(e);
    CHECK(e->server_message.size() < 210);
    CHECK(e->server_message.starts_with("<html>??xxx"));
    CHECK_FALSE(contains(e->message, "html"));
}

TEST_CASE("Retry-After becomes a wait, nonsense none, ten years a day") {
    CHECK(classify(429, "", {{"retry-after", "7"}})->retry_after == 7s);
    CHECK(classify(503, "", {{"Retry-After", "Thu, 01 Jan 2026 00:01:00 GMT"}})->retry_after == 60s);
    CHECK_FALSE(classify(429, "", {{"Retry-After", "later"}})->retry_after);
    CHECK_FALSE(classify(429)->retry_after);
    CHECK(classify(429, "", {{"Retry-After", "315360000"}})->retry_after == http::longest_retry_after);
}

TEST_CASE("a redirect to another host, port or scheme is not trusted, and names both hosts") {
    for (std::string const to : {"https://evil.example/x", "//evil.example/x"}) {
        auto const e = redirected(302, to);
        REQUIRE(e);
        CHECK(e->code == errc::untrusted);
        CHECK(contains(e->message, "erp.example redirects to https://evil.example"));
        CHECK_FALSE(e->is_retryable());
        CHECK_FALSE(e->may_have_happened());
        CHECK(contains(e->server_message, "evil.example/x"));
    }
    CHECK(redirected(301, "http://erp.example/")->code == errc::untrusted);
    CHECK(redirected(308, "https://erp.example:8443/")->code == errc::untrusted);
    CHECK(redirected(302, "javascript:alert(1)")->code == errc::untrusted);
    CHECK(redirected(302, "https://evil.example\\@erp.example/")->code == errc::untrusted);
    CHECK(classify(302)->code == errc::untrusted);
}

TEST_CASE("a redirect to another path of the same host asks for a better URL") {
    CHECK(redirected(301, "/web/login")->code == errc::misconfigured);
    CHECK(redirected(301, "https://ERP.example/web/login")->code == errc::misconfigured);
}

TEST_CASE("a write answered with 303 may have happened") {
    CHECK(redirected(303, "/web")->may_have_happened());
    CHECK_FALSE(redirected(307, "/web")->may_have_happened());
}
