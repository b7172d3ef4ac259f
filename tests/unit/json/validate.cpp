// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/validate.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace syncline;

namespace {

[[nodiscard]] std::string said(std::string_view text, json::limits const& l = {}) {
    auto const r = json::validate(text, l);
    return r ? "" : r.error().message;
}

}  // namespace

TEST_CASE("well-formed texts pass") {
    for (auto const* const text : {"{}", "[]", "0", "-0", "-0.0e-0", "1E+5", "12345678901234567890123", "1e400", "\"\"",
                                   "true", "false", "null", " [ 1 , 2 ] ", R"({"a":{"b":[{}]},"a":1})",
                                   R"("\ud83d\ude00")", "\"\x7F\"", "\xEF\xBB\xBF[]", "[\"\u2028\"]"})
        CHECK_MESSAGE(said(text).empty(), text);
}

TEST_CASE("ill-formed texts do not") {
    for (auto const* const text : {"[",
                                   "]",
                                   "{",
                                   "}",
                                   "[1,]",
                                   "[,1]",
                                   "[1 2]",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "{,}",
                                   "{1:2}",
                                   "{\"a\":1 \"b\":2}",
                                   "01",
                                   "-",
                                   "-a",
                                   "+1",
                                   ".5",
                                   "1.",
                                   "1.e5",
                                   "1e",
                                   "1e+",
                                   "0x10",
                                   "Infinity",
                                   "nan",
                                   "tru",
                                   "True",
                                   "nulll",
                                   "\"",
                                   "\"\\\"",
                                   "\"\\u00\"",
                                   "\"\\ud800\"",
                                   "\"\\ude00\\ud800\"",
                                   "\"\t\"",
                                   "\"a\x01\"",
                                   "'a'",
                                   "[1]]",
                                   "// x\n1",
                                   "\xC0\x80",
                                   "\"\xED\xA0\x80\"",
                                   "\"\xF5\x80\x80\x80\"",
                                   "[1]\f",
                                   "\xEF\xBB\xBF",
                                   "\xEF\xBB\xBF\xEF\xBB\xBF[]"})
        CHECK_MESSAGE(!said(text).empty(), text);
}

TEST_CASE("a member named twice is refused on request, on every level and whatever its escapes") {
    json::limits const strict{.unique_keys = true};
    CHECK(said(R"({"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]})", strict).empty());
    CHECK(said(R"({"x":[{"a":1,"b":2,"\u0061":3}]})", strict) ==
          "$.x[0].a: found \"a\" twice at byte 29, expected each member only once");
    CHECK(said(R"({"":1,"":2})", strict) == "$: found \"\" twice at byte 10, expected each member only once");
}

TEST_CASE("limits are the caller's, but for the depth that no caller can raise") {
    CHECK(said("[[[]]]", {.depth = 3}).empty());
    CHECK(said("[[[]]]", {.depth = 2}) == "$[0][0]: found nesting of more than 2 at byte 2, expected less nesting");
    std::string const deep = std::string(65, '[') + std::string(65, ']');
    CHECK(json::validate(deep, {.depth = 1000}).error().code == errc::too_large);
    CHECK(json::validate(std::string(1'000'000, '[')).error().code == errc::too_large);
    CHECK(json::validate("[1, 2]", {.bytes = 6}));
    CHECK(json::validate("[1, 2] ", {.bytes = 6}).error().code == errc::too_large);
}

TEST_CASE("a text cut at any byte is malformed, never accepted, and the message is clean") {
    std::string const text = R"({"a":[1,-2.5e3,"x\u00e9\n\"",{"b":true,"c":null}],"d":"Ünï"})";
    for (std::size_t n = 0; n < text.size(); ++n) {
        CAPTURE(n);
        auto const r = json::validate(std::string_view(text).substr(0, n));
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::malformed);
        CHECK(r.error().message.find(", expected ") != std::string::npos);
    }
    CHECK(json::validate(text));
}

TEST_CASE("every recorded reply of a real Odoo is well-formed JSON") {
    std::filesystem::path const folder = std::filesystem::path(SYNCLINE_SHARED_DATA) / "odoo-recordings";
    if (!std::filesystem::exists(folder)) {
        std::cout << "skipped: the Odoo recordings are not present\n";
        return;
    }
    int bodies = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        CAPTURE(entry.path().string());
        REQUIRE_MESSAGE(said(content.str()).empty(), said(content.str()));
        auto const recording = nlohmann::json::parse(content.str());
        if (!recording.is_object() || !recording.contains("steps")) continue;
        for (auto const& step : recording["steps"]) {
            if (!step.contains("response") || !step["response"].contains("body")) continue;
            for (bool const ascii : {false, true}) {  // as newer and as older servers write it
                auto const body = step["response"]["body"].dump(ascii ? -1 : 1, ' ', ascii);
                REQUIRE_MESSAGE(said(body).empty(), said(body));
                ++bodies;
            }
        }
    }
    CHECK(bodies > 500);
}
