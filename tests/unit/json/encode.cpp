// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/encode.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "unit/json/records.hpp"

using namespace syncline;

TEST_CASE("a record is written compactly, in the order of its members, without what is absent") {
    records::line l;
    l.id = 7;
    CHECK(json::encode(l) == R"({"id":7})");
    l.note = field_value<std::string>::empty_value();
    l.price = decimal::from_int(-5, 2);
    CHECK(json::encode(l) == R"({"id":7,"note":null,"price":-0.05})");
    CHECK(json::encode(std::vector<records::line>{l, {}}) == R"([{"id":7,"note":null,"price":-0.05},{"id":0}])");
    CHECK(json::encode(std::vector<int>{}) == "[]");
    CHECK(json::encode(std::vector<std::optional<int>>{1, std::nullopt}) == "[1,null]");
    CHECK(json::encode(std::vector<std::pair<std::string, std::optional<int>>>{
              {"a", 1}, {"b", std::nullopt}, {"c", 3}}) == R"({"a":1,"b":null,"c":3})");
}

TEST_CASE("encode_to appends") {
    std::string out = "body=";
    json::encode_to(out, std::vector<int>{1});
    CHECK(out == "body=[1]");
}

TEST_CASE("strings are escaped, and broken bytes cannot break the text") {
    CHECK(json::encode(std::string("\"\\/\b\f\n\r\t\x01\x1f\x7f é😀")) == R"("\"\\/\b\f\n\r\t\u0001\u001f)"
                                                                         "\x7f é😀\"");
    CHECK(json::encode(std::string("a\0b", 3)) == R"("a\u0000b")");
    CHECK(json::encode(std::string("a\xE9 b\xC3")) == "\"a\xEF\xBF\xBD b\xEF\xBF\xBD\"");
    CHECK(json::encode(std::string("\xED\xA0\x80")) == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
    for (std::size_t n = 0; n < 70; ++n) {  // every place in a block may hold the one that needs care
        for (std::size_t at = 0; at < n; ++at) {
            for (char const special : {'"', '\n', '\xE9'}) {
                std::string text(n, 'x');
                text[at] = special;
                auto const again = nlohmann::json::parse(json::encode(text)).get<std::string>();
                std::string expected = text;
                if (special == '\xE9') expected.replace(at, 1, "\xEF\xBF\xBD");
                REQUIRE(again == expected);
            }
        }
    }
}

TEST_CASE("numbers are written in full") {
    CHECK(json::encode(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(json::encode(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(json::encode(std::uint8_t{200}) == "200");
    CHECK(json::encode(std::int8_t{-128}) == "-128");
    CHECK(json::encode(0.1) == "0.1");
    CHECK(json::encode(std::numeric_limits<double>::infinity()) == "null");
    CHECK(json::encode("123456789012345678901234567890.12345678"_dec) == "123456789012345678901234567890.12345678");
    for (std::int64_t i : {0L, 9L, 10L, 99L, 100L, 12345L, -1L, -10L, 1234567890123L, 9007199254740993L})
        CHECK(json::encode(i) == std::to_string(i));
}

TEST_CASE("an enumerator that is not described is written as empty text, never as a number") {
    CHECK(json::encode(records::stage::sent) == "\"sent\"");
    CHECK(json::encode(static_cast<records::stage>(99)) == "\"\"");
}

TEST_CASE("a raw member is written as it came, and nothing as null") {
    CHECK(json::encode(json::raw{"{\"a\" : 1}"}) == "{\"a\" : 1}");
    CHECK(json::encode(json::raw{}) == "null");
}
