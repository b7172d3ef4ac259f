// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/request.hpp>

#include <doctest/doctest.h>

using namespace syncline;

TEST_CASE("a header is found whatever its case, the first one when there are two") {
    http::response const r{.status = 200, .headers = {{"Content-Type", "a"}, {"X-B", "1"}, {"x-b", "2"}}};
    CHECK(r.header_value("content-type") == "a");
    CHECK(r.header_value("X-b") == "1");
    CHECK_FALSE(r.header_value("Content-Typ"));
    CHECK_FALSE(r.header_value(""));
}
