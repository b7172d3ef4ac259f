// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/scripted_transport.hpp>

#include <doctest/doctest.h>

#include "unit/contains.hpp"

using namespace syncline;
using testkit::scripted_transport;
using tests::contains;

namespace {

http::request get(std::string url) { return {.method = http::method::get, .url = std::move(url)}; }

http::request post(std::string url, std::string body) {
    return {.method = http::method::post, .url = std::move(url), .body = std::move(body)};
}

}  // namespace

TEST_CASE("requests that go by the script get the answers of the script") {
    scripted_transport http;
    http.expect("GET", "https://a.example/x?y=1").reply(200, "one", {{"X-A", "1"}});
    http.expect("POST", "/z").body_contains("\"n\":").body_contains("7").header("X-B", "2").bearer("t").reply(201);
    http.expect("", "").fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});

    http::any_transport erased = http;
    auto const first = erased.send(get("https://a.example/x?y=1"), context{});
    REQUIRE(first);
    CHECK(first->status == 200);
    CHECK(first->body == "one");
    CHECK(first->headers.at(0).value == "1");

    auto second = post("https://a.example/z", R"({"n":7})");
    second.headers.push_back({"X-B", "2"});
    second.bearer = secret{"t"};
    CHECK(erased.send(second, context{})->status == 201);

    auto const third = erased.send(get("https://b.example/"), context{});
    REQUIRE_FALSE(third);
    CHECK(third.error().code == errc::timed_out);
    CHECK(third.error().may_have_happened());
    CHECK(http.problems() == "");
    CHECK(http.requests().size() == 3);
    CHECK(http.requests()[1].body == R"({"n":7})");
}

TEST_CASE("a request that does not fit is a defect that names both sides") {
    scripted_transport http;
    http.expect("POST", "/orders").body("{}").reply(200);

    auto const wrong_method = http.send(get("https://a.example/orders"), context{});
    REQUIRE_FALSE(wrong_method);
    CHECK(wrong_method.error().code == errc::defect);
    CHECK(contains(wrong_method.error().message, "request 1 (GET https://a.example/orders)"));
    CHECK(contains(wrong_method.error().message, "expectation 1 is POST /orders, but method is GET"));

    CHECK(contains(http.send(post("https://a.example/other", "{}"), context{}).error().message,
                   "url is https://a.example/other"));
    CHECK(contains(http.send(post("https://a.example/orders", "[]"), context{}).error().message,
                   "body is `[]`, expected `{}`"));
    CHECK(contains(http.problems(), "expectation 1 (POST /orders) was not met"));

    CHECK(http.send(post("https://a.example/orders", "{}"), context{}));
    CHECK(
        contains(http.send(post("https://a.example/orders", "{}"), context{}).error().message, "the script has ended"));
    CHECK_FALSE(contains(http.problems(), "was not met"));
    CHECK(http.requests().size() == 5);
}

TEST_CASE("each kind of mismatch says what is missing") {
    auto const why = [](auto&& script) {
        scripted_transport http;
        script(http.expect("", ""));
        return http.send(post("https://a.example/", "body"), context{}).error().message;
    };
    CHECK(contains(why([](auto& e) { e.body_contains("soul"); }), "lacks `soul`"));
    CHECK(contains(why([](auto& e) { e.header("X-Key", "1"); }), "header `X-Key: 1` is missing"));
    CHECK(contains(why([](auto& e) { e.bearer("s3cr3t"); }), "bearer token is another one"));
    CHECK_FALSE(contains(why([](auto& e) { e.bearer("s3cr3t"); }), "s3cr3t"));
}

TEST_CASE("a standing answer serves any number of requests beside the script") {
    scripted_transport http;
    http.whenever("GET", "/health").reply(204);
    http.expect("GET", "/x").reply(200);
    CHECK(http.send(get("http://localhost/health"), context{})->status == 204);
    CHECK(http.send(get("http://localhost/x"), context{})->status == 200);
    CHECK(http.send(get("http://localhost/health"), context{})->status == 204);
    CHECK(http.problems() == "");
}

TEST_CASE("a function can answer, and may use the same transport to do it") {
    scripted_transport http;
    http.whenever("GET", "/inner").reply(200, "deep");
    http.expect("GET", "/outer").reply_with([&](http::request const&, context const& ctx) {
        return http.send(get("http://localhost/inner"), ctx);
    });
    CHECK(http.send(get("http://localhost/outer"), context{})->body == "deep");
}
