// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/writer.hpp>

#include <doctest/doctest.h>

#include "unit/json/records.hpp"

using namespace syncline;

TEST_CASE("a body is written piece by piece") {
    std::string body;
    json::writer w{body};
    w.begin_object()
        .member("jsonrpc", "2.0")
        .key("params")
        .begin_array()
        .value("sale.order")
        .value(std::string("a\"b"))
        .value(std::string_view("c"))
        .value(7)
        .value(std::uint64_t{18446744073709551615U})
        .value(true)
        .value(decimal::from_int(2400, 2))
        .null()
        .raw(R"([["id", "=", 1]])")
        .begin_object()
        .end_object()
        .begin_array()
        .end_array()
        .begin_array()
        .begin_array()
        .value("name")
        .end_array()
        .begin_array()
        .end_array()
        .end_array()
        .end_array()
        .member("line", records::line{.id = 5})
        .key("odd \n key")
        .begin_object()
        .member("a", 1)
        .end_object()
        .end_object();
    CHECK(
        body ==
        R"({"jsonrpc":"2.0","params":["sale.order","a\"b","c",7,18446744073709551615,true,24.00,null,[["id", "=", 1]],{},[],)"
        R"([["name"],[]]],"line":{"id":5},"odd \n key":{"a":1}})");
}

TEST_CASE("hostile text stays inside its quotes") {
    std::string body;
    json::writer{body}.begin_array().value("\"],[\\\r\n\u2028'; DROP").value(std::string("\xFF\x00", 2)).end_array();
    CHECK(body == "[\"\\\"],[\\\\\\r\\n\u2028'; DROP\",\"\xEF\xBF\xBD\\u0000\"]");
}

TEST_CASE("values follow the dialect of the writer") {
    std::string body;
    json::writer w{body, json::hubspot};
    w.begin_object().member("amount", decimal::from_int(5, 1)).member("closed", false).member("n", 3).end_object();
    CHECK(body == R"({"amount":"0.5","closed":"false","n":"3"})");
}

TEST_CASE("the writer appends, and a scalar may be a whole body") {
    std::string body = "x=";
    json::writer{body}.value("y");
    CHECK(body == "x=\"y\"");
}
