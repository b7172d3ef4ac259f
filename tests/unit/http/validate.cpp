// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/validate.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace syncline;

namespace {

http::request with_header(std::string name, std::string value) {
    return {.url = "https://a.example/", .headers = {{std::move(name), std::move(value)}}};
}

}  // namespace

TEST_CASE("an honest request passes, with its URL split") {
    auto r = with_header("X-HubSpot-Request-Id", "a b\tc; q=\"\xC3\xA4\"");
    r.bearer = secret{"pat-na1-0000"};
    auto const parts = http::validate(r);
    REQUIRE(parts);
    CHECK(parts->host == "a.example");
}

TEST_CASE("a control character anywhere in a header is refused, naming the header and not the value") {
    for (char const c : {'\r', '\n', '\0', '\x01', '\x1B', '\x7F'}) {
        CAPTURE(static_cast<int>(c));
        auto const value = http::validate(with_header("X-Key", std::string("s3cr3t") + c + "X-Evil: 1"));
        REQUIRE_FALSE(value);
        CHECK(value.error().code == errc::misconfigured);
        CHECK(value.error().message.find("X-Key") != std::string::npos);
        CHECK(value.error().message.find("s3cr3t") == std::string::npos);
        CHECK_FALSE(http::validate(with_header(std::string("X-Key") + c, "1")));
    }
}

TEST_CASE("a header name is a token") {
    for (auto const* name : {"", "X Key", "X:Key", "X-K\xC3\xA4y", "(X)", "\"X\""})
        CHECK_FALSE(http::validate(with_header(name, "1")));
    CHECK(http::validate(with_header("!#$%&'*+-.^_`|~09az", "1")));
}

TEST_CASE("headers the transport writes itself are refused in any case") {
    for (auto const* name : {"Content-Length", "content-length", "Transfer-Encoding", "HOST", "Connection"}) {
        auto const got = http::validate(with_header(name, "1"));
        REQUIRE_FALSE(got);
        CHECK(got.error().message.find("written by the transport") != std::string::npos);
    }
}

TEST_CASE("a bearer token with a line end, or beside an Authorization header, is refused") {
    http::request r{.url = "https://a.example/", .bearer = secret{"abc\n"}};
    auto const line_end = http::validate(r);
    REQUIRE_FALSE(line_end);
    CHECK(line_end.error().message.find("abc") == std::string::npos);

    auto both = with_header("authorization", "Basic eA==");
    CHECK(http::validate(both));
    both.bearer = secret{"x"};
    CHECK_FALSE(http::validate(both));
}

TEST_CASE("a URL that is not one is refused") {
    CHECK(http::validate({.url = "a.example"}).error().code == errc::misconfigured);
}
