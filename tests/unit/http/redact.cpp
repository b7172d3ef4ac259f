// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/redact.hpp>

#include <doctest/doctest.h>

using namespace syncline;

TEST_CASE("words of a path stay, ids and query values do not") {
    CHECK(http::redacted_url("https://erp.example:8069/json/2/res.partner/search_read") ==
          "https://erp.example:8069/json/2/res.partner/search_read");
    CHECK(
        http::redacted_url("https://a.example/crm/objects/2026-09/contacts/ana%40b.example?idProperty=email&after=1") ==
        "https://a.example/crm/objects/2026-09/contacts/***?***=***&after=***");
    CHECK(http::redacted_url("https://a.example/deals/1234567890") == "https://a.example/deals/***");
    CHECK(http::redacted_url("https://a.example/hook/T00/B00/XyZabc") == "https://a.example/hook/***/***/***");
    CHECK(http::redacted_url("https://a.example") == "https://a.example");
    CHECK(http::redacted_url("https://a.example/?") == "https://a.example/");
    CHECK(http::redacted_url("https://a.example/?&&x") == "https://a.example/?=***&=***&x=***");
}

TEST_CASE("what is not a URL is hidden whole") {
    CHECK(http::redacted_url("https://user:pass@a.example/") == "***");
    CHECK(http::redacted_url("pass") == "***");
}

TEST_CASE("only headers known to be harmless keep their values") {
    http::header const headers[] = {{"content-type", "application/json"},
                                    {"Authorization", "Basic c2VjcmV0"},
                                    {"X-Api-Key", "canary"},
                                    {"Date", "a\r\nb"}};
    CHECK(http::redacted_headers(headers) ==
          "content-type: application/json; Authorization: ***; X-Api-Key: ***; Date: a??b");
    CHECK(http::redacted_headers({}) == "");
}

TEST_CASE("a whole request fits one line and holds no canary") {
    http::request r{.method = http::method::post,
                    .url = "https://a.example/contacts/canary-1234567?key=canary",
                    .headers = {{"X-Key", "canary"}},
                    .body = "canary",
                    .bearer = secret{"canary"}};
    auto const line = http::redacted(r);
    CHECK(line == "POST https://a.example/contacts/***?key=*** [X-Key: ***; bearer ***] 6 bytes");
    CHECK(line.find("canary") == std::string::npos);
    CHECK(http::redacted({.url = "https://a.example/", .bearer = secret{"canary"}}) ==
          "GET https://a.example/ [bearer ***] 0 bytes");
}
