// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/decode.hpp>

#include <doctest/doctest.h>

#include <syncline/json/encode.hpp>

#include "unit/json/records.hpp"

using namespace syncline;
using records::only;

namespace {

/// What decoding a `{"x": <text>}` says when it fails.
template <class T>
[[nodiscard]] std::string problem(std::string_view value, json::dialect d = json::plain) {
    auto const r = json::decode<only<T>>("{\"x\":" + std::string(value) + "}", d);
    if (r) return "accepted";
    CHECK(r.error().code == errc::malformed);
    return r.error().message;
}

/// The value of a `{"x": <text>}`.
template <class T>
[[nodiscard]] T value(std::string_view text, json::dialect d = json::plain) {
    auto const r = json::decode<only<T>>("{\"x\":" + std::string(text) + "}", d);
    REQUIRE_MESSAGE(r, r.error().message);
    return r->x;
}

struct tree {
    int n = 0;
    std::vector<tree> children;
};
BOOST_DESCRIBE_STRUCT(tree, (), (n, children))

}  // namespace

TEST_CASE("every member type is read") {
    auto const r = json::decode<records::order>(records::full_order);
    REQUIRE_MESSAGE(r, r.error().message);
    CHECK(r->id == 9007199254740993);  // 2^53 + 1, which a double cannot hold
    CHECK(r->name == "Café 😀 \"A\"\n");
    CHECK(r->phone.is_empty());
    CHECK(r->amount->to_string() == "19.990000000000000001");
    CHECK(r->active == false);
    CHECK(r->count.value() == -7);
    CHECK(r->tags == std::vector<std::int64_t>{1, 2, 3});
    REQUIRE(r->lines->size() == 2);
    CHECK((*r->lines)[0].price->to_string() == "-0.05");
    CHECK((*r->lines)[1].note.is_absent());
    CHECK(r->main_line->note.is_empty());
    CHECK(r->partner.value() == json::id_name{7, "ACME"});
    CHECK(r->at->time_since_epoch().count() == 1795326638001000);
    CHECK(r->day.value() == local_date{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(22)});
    CHECK(r->stage == records::stage::sent);
    CHECK(r->key->text() == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    CHECK(r->ratio == 1.5);
    CHECK((*r->open)[0].second == "1");
    CHECK((*r->open)[1].second == std::nullopt);
    CHECK(r->payload->text == R"({"k" : [1e2, "\u0041"]})");
    CHECK(r->more.fields.size() == 2);
}

TEST_CASE("a field that is missing, blank or there is three different things") {
    using three = std::vector<records::line>;
    auto const r = json::decode<three>(R"([{"id":1},{"id":2,"note":null},{"id":3,"note":""}])");
    REQUIRE(r);
    CHECK((*r)[0].note.is_absent());
    CHECK((*r)[1].note.is_empty());
    CHECK((*r)[2].note.value() == "");
}

TEST_CASE("integers take exactly their range and exactly the integer form") {
    CHECK(value<std::int8_t>("-128") == -128);
    CHECK(value<std::uint8_t>("255") == 255);
    CHECK(value<std::int16_t>("32767") == 32767);
    CHECK(value<std::uint16_t>("65535") == 65535);
    CHECK(value<std::int32_t>("-2147483648") == INT32_MIN);
    CHECK(value<std::uint32_t>("4294967295") == UINT32_MAX);
    CHECK(value<std::int64_t>("-9223372036854775808") == INT64_MIN);
    CHECK(value<std::int64_t>("9223372036854775807") == INT64_MAX);
    CHECK(value<std::uint64_t>("18446744073709551615") == UINT64_MAX);
    CHECK(value<long long>("9007199254740993") == 9007199254740993);
    CHECK(value<std::optional<long long>>("9007199254740993") == 9007199254740993);
    CHECK(value<std::int64_t>("-0") == 0);
    CHECK(value<std::uint32_t>("-0") == 0);
    CHECK(problem<std::int8_t>("128") == "$.x: found number 128, expected integer from -128 to 127");
    CHECK(problem<std::uint8_t>("-1") == "$.x: found number -1, expected integer from 0 to 255");
    CHECK(problem<std::uint16_t>("65536") == "$.x: found number 65536, expected integer from 0 to 65535");
    CHECK(problem<std::int32_t>("2147483648") ==
          "$.x: found number 2147483648, expected integer from -2147483648 to 2147483647");
    CHECK(problem<std::int64_t>("9223372036854775808") == "$.x: found number 9223372036854775808, expected integer");
    CHECK(problem<std::uint64_t>("18446744073709551616") ==
          "$.x: found number 18446744073709551616, expected integer from 0 to 18446744073709551615");
    CHECK(problem<std::int64_t>("1.0") == "$.x: found number 1.0, expected integer");
    CHECK(problem<std::int64_t>("1e3") == "$.x: found number 1e3, expected integer");
    CHECK(problem<std::int64_t>("\"7\"") == "$.x: found string \"7\", expected integer");
    CHECK(problem<std::int64_t>("true") == "$.x: found true, expected integer");
    CHECK(problem<std::int64_t>("null") == "$.x: found null, expected integer");
    CHECK(problem<std::int64_t>("12345678901234567890123") ==
          "$.x: found number 12345678901234567890123, expected integer");
}

TEST_CASE("decimals are the digits of the wire") {
    CHECK(value<decimal>("24.00").to_string() == "24.00");
    CHECK(value<decimal>("-0.05").to_string() == "-0.05");
    CHECK(value<decimal>("12345678901234567890123").to_string() == "12345678901234567890123");
    CHECK(value<decimal>("0.1234567890123456789012345678901234567").to_string() ==
          "0.1234567890123456789012345678901234567");
    CHECK(value<decimal>("123456789012345678").to_string() == "123456789012345678");
    CHECK(value<decimal>("1234567890.123456789").to_string() == "1234567890.123456789");
    CHECK(value<decimal>("12.5e2").to_string() == "1250");
    CHECK(value<decimal>("-0").is_zero());
    CHECK(value<decimal>("9007199254740993").to_string() == "9007199254740993");
    CHECK(problem<decimal>("1e400") == "$.x: found number 1e400, expected decimal number of at most 38 digits");
    CHECK(problem<decimal>("\"1\"") == "$.x: found string \"1\", expected decimal number of at most 38 digits");
    CHECK(problem<decimal>("{}") == "$.x: found an object, expected decimal number of at most 38 digits");
}

TEST_CASE("doubles are read and refused beyond their range") {
    CHECK(value<double>("-1.25e-3") == -1.25e-3);
    CHECK(value<double>("7") == 7.0);
    CHECK(problem<double>("1e400") == "$.x: found number 1e400, expected number");
    CHECK(problem<double>("\"inf\"") == "$.x: found string \"inf\", expected number");
}

TEST_CASE("strings are unescaped, and only well-formed ones are taken") {
    CHECK(value<std::string>(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
    CHECK(value<std::string>(R"("\u0000")") == std::string(1, '\0'));
    CHECK(value<std::string>(R"("\u00E9\u20ac\ud83D\uDE00")") == "é€😀");
    CHECK(value<std::string>("\"" + std::string(1'000'000, 'x') + "\"").size() == 1'000'000);
    CHECK(value<std::string>("\"\x7F\"") == "\x7F");
    CHECK(problem<std::string>("5") == "$.x: found number 5, expected string");
    CHECK(problem<std::string>("false") == "$.x: found false, expected string");
    CHECK(problem<std::string>("null") == "$.x: found null, expected string");
    CHECK(problem<std::string>("[1]") == "$.x: found an array, expected string");
    CHECK(problem<std::string>(R"("\ud800")") == "$.x: found \"\\ud800\" at byte 6, expected a pair of surrogates");
    CHECK(problem<std::string>(R"("\ud800\u0041")") ==
          "$.x: found \"\\ud800\" at byte 6, expected a pair of surrogates");
    CHECK(problem<std::string>(R"("\udc00")") ==
          "$.x: found \"\\udc00\" at byte 6, expected a high surrogate before the low one");
    CHECK(problem<std::string>(R"("\u12G4")") ==
          "$.x: found \"\\u12G4\" at byte 6, expected four hex digits behind \\u");
    CHECK(problem<std::string>(R"("\x41")") == "$.x: found \"\\x41\" at byte 6, expected an escape that JSON knows");
    CHECK(problem<std::string>("\"a\nb\"") ==
          "$.x: found control character 10 at byte 7, expected an escape for a control character");
}

TEST_CASE("the other scalars say what they expected") {
    CHECK(value<bool>("true") == true);
    CHECK(problem<bool>("1") == "$.x: found number 1, expected true or false");
    CHECK(problem<bool>("\"true\"") == "$.x: found string \"true\", expected true or false");
    CHECK(value<instant>("\"2026-11-22T06:50:38.001+01:00\"") == value<instant>("\"2026-11-22T05:50:38.001Z\""));
    CHECK(problem<instant>("\"2026-11-22 05:50\"") ==
          "$.x: found string \"2026-11-22 05:50\", expected date and time (RFC 3339)");
    CHECK(problem<instant>("1795326638001") == "$.x: found number 1795326638001, expected date and time (RFC 3339)");
    CHECK(problem<local_date>("\"2026-02-30\"") == "$.x: found string \"2026-02-30\", expected date (YYYY-MM-DD)");
    CHECK(value<local_date>("\"2026\\u002d11-22\"") == value<local_date>("\"2026-11-22\""));
    CHECK(problem<records::stage>("\"lost\"") == "$.x: found string \"lost\", expected one of draft, sent, done");
    CHECK(problem<records::stage>("1") == "$.x: found number 1, expected one of draft, sent, done");
    CHECK(problem<records::order_id>("\"2ed6657d\"") == "$.x: found string \"2ed6657d\", expected identifier (UUID)");
    CHECK(problem<std::vector<int>>("{}") == "$.x: found an object, expected array");
    CHECK(problem<records::line>("[]") == "$.x: found an array, expected object");
    CHECK(problem<std::vector<std::pair<std::string, int>>>("[]") == "$.x: found an array, expected object");
}

TEST_CASE("a pair of id and name is read from its array or the bare id") {
    CHECK(value<json::id_name>("[7, \"ACME\"]") == json::id_name{7, "ACME"});
    CHECK(value<json::id_name>(" [ 7 , \"A\\u0043ME\" ] ") == json::id_name{7, "ACME"});
    CHECK(value<json::id_name>("7") == json::id_name{7, ""});
    CHECK(value<json::id_name>("[7, false]") == json::id_name{7, ""});
    for (auto const* const wrong :
         {"[]", "[7]", "[\"7\", \"x\"]", "[7, \"x\", 1]", "[7, 8]", "[7.5, \"x\"]", "[[7], \"x\"]"})
        CHECK(problem<json::id_name>(wrong) == "$.x: found an array, expected [id, name]");
    CHECK(problem<json::id_name>("\"ACME\"") == "$.x: found string \"ACME\", expected [id, name]");
}

TEST_CASE("errors carry the whole path and never more than a glimpse of the value") {
    using page = std::vector<records::order>;
    CHECK(json::decode<page>(R"([{"id":1,"name":"a"},{"id":2,"name":"b","lines":[{"id":1},{"id":"abc"}]}])")
              .error()
              .message == "$[1].lines[1].id: found string \"abc\", expected integer");
    CHECK(json::decode<page>(R"([{"id":1,"name":"a","open":{"k\ne\"y":5}}])").error().message ==
          "$[0].open.k?e\"y: found number 5, expected string");
    auto const wide = json::decode<page>(R"([{"id":")" + std::string(5000, 'x') + R"("}])").error().message;
    CHECK(wide == "$[0].id: found string \"" + std::string(40, 'x') + "...\", expected integer");
    auto const masked = json::decode<page>(R"([{"id":"a\u0007b"}])").error().message;
    CHECK(masked == R"($[0].id: found string "a\u0007b", expected integer)");
}

TEST_CASE("a member that must be there and is not is named with its type") {
    CHECK(json::decode<records::order>(R"({"id":1})").error().message ==
          "$.name: found no such member, expected string");
    CHECK(json::decode<std::vector<records::order>>(R"([{"name":"x"}])").error().message ==
          "$[0].id: found no such member, expected integer");
    CHECK(json::decode<only<std::vector<int>>>("{}").error().message == "$.x: found no such member, expected array");
    CHECK(json::decode<only<json::raw>>("{}").error().message == "$.x: found no such member, expected value");
}

TEST_CASE("fields come in any order, unknown ones are skipped, the last of two counts") {
    auto const r = json::decode<records::line>(
        R"({"zzz":[{"a":"]}"}],"price":1.5,"note":"first","zz":"\"","id":4,"note":"second","\u0069d":5})");
    REQUIRE_MESSAGE(r, r.error().message);
    CHECK(r->id == 5);
    CHECK(r->note.value() == "second");
    CHECK(r->price->to_string() == "1.5");
    auto const emptied = json::decode<records::line>(R"({"id":1,"note":"x","note":null,"price":1,"price":null})");
    REQUIRE(emptied);
    CHECK(emptied->note.is_empty());
    CHECK(!emptied->price);
}

TEST_CASE("white space and a byte order mark around and inside do not matter") {
    auto const r = json::decode<records::line>("\xEF\xBB\xBF \t\r\n{ \"id\" :\n7\t,\r\n  \"note\" : \"x\" } \n");
    REQUIRE_MESSAGE(r, r.error().message);
    CHECK(r->id == 7);
    CHECK(r->note.value() == "x");
}

TEST_CASE("a text may be one scalar, and an empty array is an empty page") {
    CHECK(json::decode<std::int64_t>(" 7 ").value() == 7);
    CHECK(json::decode<std::string>("\"x\"").value() == "x");
    CHECK(json::decode<bool>("true").value());
    CHECK(json::decode<std::optional<std::string>>("null").value() == std::nullopt);
    CHECK(json::decode<json::raw>(" [ 1 ] ").value().text == "[ 1 ]");
    CHECK(json::decode<std::vector<records::line>>("[ ]").value().empty());
    CHECK(json::decode<std::vector<std::vector<int>>>("[[],[1],[2,3]]").value()[2][1] == 3);
}

TEST_CASE("text that is not JSON is told apart") {
    auto const says = [](std::string_view text) {
        auto const r = json::decode<records::line>(text);
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::malformed);
        return r.error().message;
    };
    CHECK(says("") == "$: found an empty text, expected JSON");
    CHECK(says(" \n") == "$: found an empty text, expected JSON");
    CHECK(says("<!DOCTYPE html><html></html>") == "$: found an HTML page, expected JSON");
    CHECK(says("\n<html lang=\"en\">") == "$: found an HTML page, expected JSON");
    CHECK(says("<?xml version=\"1.0\"?>") == "$: found markup (\"<\"), expected JSON");
    CHECK(says("Bad Gateway") == "$: found \"Bad\" at byte 0, expected a value");
    CHECK(says("{\"id\":7,\"note\":\"caf\xE9\"}") == "$: found a broken character at byte 19, expected UTF-8 text");
    CHECK(says("\xFF\xFE{") == "$: found a broken character at byte 0, expected UTF-8 text");
    CHECK(says("{\"id\":007}") == "$.id: found \"07\" at byte 7, expected \",\" or \"}\"");
    CHECK(says("{\"id\":1,}") == "$: found \"}\" at byte 8, expected a member name in quotes");
    CHECK(says("{\"id\":1} x") == "$: found \"x\" at byte 9, expected the end of the text");
    CHECK(says("{\"id\":1}{\"id\":2}") == "$: found \"{\" at byte 8, expected the end of the text");
    CHECK(says("{\"id\" 1}") == "$.id: found \"1\" at byte 6, expected \":\"");
    CHECK(says("{id:1}") == "$: found \"id\" at byte 1, expected a member name in quotes");
    CHECK(says("{\"id\":+1}") == "$.id: found \"+1\" at byte 6, expected a value");
    CHECK(says("{\"id\":1.}") == "$.id: found \"}\" at byte 8, expected a digit");
    CHECK(says("{\"id\":NaN}") == "$.id: found \"NaN\" at byte 6, expected a value");
    CHECK(says("{\"id\":nul}") == "$.id: found \"nul\" at byte 6, expected a value");
    CHECK(says("{\"id\":'1'}") == "$.id: found \"'1\" at byte 6, expected a value");
    CHECK(says("{\"id\":1") == "$.id: found the end of the text at byte 7, expected \",\" or \"}\"");
    CHECK(says(std::string("{\"id\":1}\0", 9)) ==
          "$: found control character 0 at byte 8, expected the end of the text");
}

TEST_CASE("nesting beyond 64 and text beyond the limit are refused as too large, skipped values included") {
    auto const nested = [](int n) {
        return std::string(static_cast<std::size_t>(n), '[') + std::string(static_cast<std::size_t>(n), ']');
    };
    CHECK(json::decode<json::raw>(nested(64)));
    auto const deep = json::decode<json::raw>(nested(65));
    REQUIRE_FALSE(deep);
    CHECK(deep.error().code == errc::too_large);
    CHECK(deep.error().message.ends_with("found nesting of more than 64 at byte 64, expected less nesting"));
    CHECK(json::decode<records::line>("{\"id\":1,\"u\":" + nested(63) + "}"));
    CHECK(json::decode<records::line>("{\"id\":1,\"u\":" + nested(64) + "}").error().code == errc::too_large);
    CHECK(json::decode<records::line>("{\"id\":1,\"u\":" + nested(100'000) + "}").error().code == errc::too_large);
    CHECK(json::decode<std::vector<int>>("[1]", json::plain, {.depth = 0}).error().code == errc::too_large);
    CHECK(json::decode<json::id_name>("[1,\"x\"]", json::odoo, {.depth = 1}));
    CHECK(json::decode<json::id_name>("[1,\"x\"]", json::odoo, {.depth = 0}).error().code == errc::too_large);

    auto const large = json::decode<std::vector<int>>("[1,2,3]", json::plain, {.bytes = 6});
    REQUIRE_FALSE(large);
    CHECK(large.error().code == errc::too_large);
    CHECK(large.error().message == "$: found a text of 7 bytes, expected at most 6");
    CHECK(json::decode<records::line>(R"({"id":1,"id":2})", json::plain, {.unique_keys = true}).error().message ==
          "$.id: found \"id\" twice at byte 14, expected each member only once");
}

TEST_CASE("decode_at unwraps an envelope and tells a missing part from a broken one") {
    std::string_view const text =
        R"({"jsonrpc":"2.0","skip":[1,{"result":0}],"result":{"length":2,"records":[{"id":1},{"id":2}]},"a/b":{"m~n":[5,6]}})";
    CHECK(json::decode_at<std::vector<records::line>>(text, "/result/records").value().size() == 2);
    CHECK(json::decode_at<records::line>(text, "/result/records/1").value().id == 2);
    CHECK(json::decode_at<int>(text, "/a~1b/m~0n/1").value() == 6);
    CHECK(json::decode_at<json::raw>(text, "").value().text == text);
    auto const missing = json::decode_at<int>(text, "/result/total");
    CHECK(missing.error().code == errc::not_found);
    CHECK(missing.error().message == "JSON: found nothing at \"/result/total\", expected a value");
    CHECK(json::decode_at<int>(text, "/result/records/2").error().code == errc::not_found);
    CHECK(json::decode_at<int>(text, "/jsonrpc/x").error().code == errc::not_found);
    CHECK(json::decode_at<int>("[]", "/0").error().code == errc::not_found);
    CHECK(json::decode_at<int>(text, "result").error().code == errc::misconfigured);
    CHECK(json::decode_at<int>(text, "/result/length/x").error().code == errc::not_found);
    CHECK(json::decode_at<bool>(text, "/result/length").error().message ==
          "$.result.length: found number 2, expected true or false");
    CHECK(json::decode_at<std::vector<records::line>>(R"({"result":[{"id":"x"}]})", "/result").error().message ==
          "$.result[0].id: found string \"x\", expected integer");
    CHECK(json::decode_at<std::vector<int>>(R"({"result":[1],"result":[2,3]})", "/result").value().size() == 2);
    CHECK(json::decode_at<int>(R"({"r\u0065sult":4})", "/result").value() == 4);
    CHECK(json::decode_at<int>(R"({"result":1,"x":[})", "/result").error().code == errc::malformed);
}

TEST_CASE("an object that is used again keeps nothing of what was in it") {
    records::order reused;
    REQUIRE(json::decode_into(reused, records::full_order));
    auto const first = reused;
    REQUIRE(json::decode_into(reused, R"({"id":1,"name":""})"));
    records::order fresh;
    fresh.id = 1;
    CHECK(reused == fresh);
    REQUIRE(json::decode_into(reused, records::full_order));
    CHECK(reused == first);

    std::vector<records::order> page;
    REQUIRE(
        json::decode_into(page, "[" + std::string(records::full_order) + "," + std::string(records::full_order) + "]"));
    REQUIRE(json::decode_into(page, R"([{"id":1,"name":""}])"));
    REQUIRE(page.size() == 1);
    CHECK(page[0] == fresh);
    REQUIRE(json::decode_at_into(page, R"({"result":[]})", "/result"));
    CHECK(page.empty());
}

TEST_CASE("pages of any length are read whole") {
    for (std::size_t const n : {1U, 3U, 4U, 5U, 64U, 65U, 1000U}) {
        std::string text = "[";
        for (std::size_t i = 0; i < n; ++i) text += (i ? ",{\"id\":" : "{\"id\":") + std::to_string(i) + "}";
        text += "]";
        auto const r = json::decode<std::vector<records::line>>(text);
        REQUIRE(r);
        REQUIRE(r->size() == n);
        for (std::size_t i = 0; i < n; ++i) REQUIRE((*r)[i].id == static_cast<std::int64_t>(i));
    }
}

TEST_CASE("a type may hold itself") {
    auto const r =
        json::decode<tree>(R"({"n":1,"children":[{"n":2,"children":[]},{"n":3,"children":[{"n":4,"children":[]}]}]})");
    REQUIRE(r);
    CHECK(r->children[1].children[0].n == 4);
}
