// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/url.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace syncline;

TEST_CASE("a URL is split into what a connection and a request line need") {
    auto const parts = http::split_url("https://erp.example:8069/json/2/res.partner?limit=80&x=a/b");
    REQUIRE(parts);
    CHECK(parts->scheme == "https");
    CHECK(parts->host == "erp.example");
    CHECK(parts->port == 8069);
    CHECK(parts->target == "/json/2/res.partner?limit=80&x=a/b");

    CHECK(http::split_url("https://a.example")->port == 443);
    CHECK(http::split_url("http://a.example")->port == 80);
    CHECK(http::split_url("https://a.example")->target == "");
    CHECK(http::split_url("https://a.example?x=1")->target == "?x=1");
    CHECK(http::split_url("http://[::1]:8080/x")->host == "::1");
    CHECK(http::split_url("http://[::1]:8080/x")->port == 8080);
    CHECK(http::split_url("https://a.example/.well-known/..x/a..b")->target == "/.well-known/..x/a..b");
    CHECK(http::split_url("https://a.example/x?up=../..")->target == "/x?up=../..");
}

TEST_CASE("what two readers could understand differently is refused, and never quoted") {
    for (std::string const url : {
             "",
             "a.example/x",
             "ftp://a.example/",
             "HTTPS://a.example/",
             "https:/a.example",
             "https://",
             "https:///x",
             "https://user@a.example/",
             "https://user:pass@a.example/",
             "https://good.example@evil.example/",
             "https://a.example\\@evil.example/",
             "https://a.example:/x",
             "https://a.example:0/",
             "https://a.example:65536/",
             "https://a.example:80x/",
             "https://a.example:-1/",
             "https://a exemple/",
             "https://ex\xC3\xA4mple/",
             "https://a.example/a b",
             "https://a.example/\r\nX: y",
             "https://a.example/x\n",
             "https://a.example/x#y",
             "https://a.example/\xC3\xA4",
             "https://a.example/\x7F",
             "https://[::1",
             "https://[evil.example]/",
             "https://[]/",
             "https://[::1]x/",
             "https://a.example/a/../b",
             "https://a.example/..",
             "https://a.example/./",
             "https://a.example/%2e%2E/b",
             "https://a.example/.%2e?x",
             "https://a.example/x\\y",
             "https://%61.example/",
         }) {
        CAPTURE(url);
        auto const parts = http::split_url(url);
        REQUIRE_FALSE(parts);
        CHECK(parts.error().code == errc::misconfigured);
        if (url.size() > 8) CHECK(parts.error().message.find(url) == std::string::npos);
    }
    CHECK_FALSE(http::split_url(std::string("https://a.example/x\0y", 21)));
}

TEST_CASE("loopback is told by the name itself") {
    for (auto const* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.255.255.254", "::1"})
        CHECK(http::is_loopback(host));
    for (auto const* host :
         {"127.example.com", "localhost.example", "128.0.0.1", "127.0.0", "127.1", "::2", "", "127.a.b.c"})
        CHECK_FALSE(http::is_loopback(host));
}

TEST_CASE("percent encoding leaves the unreserved characters and hides all others") {
    CHECK(http::percent_encoded("AZaz09-._~") == "AZaz09-._~");
    CHECK(http::percent_encoded("a b/c?d&e=f#g%h+i") == "a%20b%2Fc%3Fd%26e%3Df%23g%25h%2Bi");
    CHECK(http::percent_encoded("\xF0\x9F\x98\x80") == "%F0%9F%98%80");
    CHECK(http::percent_encoded(std::string_view("\0\r\n\x7F", 4)) == "%00%0D%0A%7F");
    CHECK(http::percent_encoded("") == "");
}

TEST_CASE("every byte, once encoded, is taken as part of a path") {
    for (int c = 0; c < 256; ++c) {
        std::string const id(3, static_cast<char>(c));
        CAPTURE(c);
        CHECK(http::split_url("https://a.example/contacts/" + http::percent_encoded(id)));
    }
}

TEST_CASE("query parameters are appended and encoded") {
    CHECK(http::with_query("https://a.example/x", {}) == "https://a.example/x");
    CHECK(http::with_query("https://a.example/x", {{"after", "a=b&c"}, {"limit", "100"}}) ==
          "https://a.example/x?after=a%3Db%26c&limit=100");
    CHECK(http::with_query("https://a.example/x?y=1", {{"z", "2"}}) == "https://a.example/x?y=1&z=2");
}
