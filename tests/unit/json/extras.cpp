// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/extras.hpp>

#include <doctest/doctest.h>

#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>

using namespace syncline;

namespace {

struct known {
    int id = 0;
    json::extras more;
};
BOOST_DESCRIBE_STRUCT(known, (), (id, more))

}  // namespace

// Shows R084.
TEST_CASE("fields that are not described survive a round trip to the byte") {
    std::string const text =
        R"({"id":1,"a":[1,  2],"money":0.10,"big":12345678901234567890123,"s":"\u00e9\/","o":{ },"n":null})";
    auto const r = json::decode<known>(text);
    REQUIRE(r);
    CHECK(r->more.fields.size() == 6);
    CHECK(*r->more.find("money") == "0.10");
    CHECK(*r->more.find("s") == R"("\u00e9\/")");
    CHECK(r->more.find("id") == nullptr);
    CHECK(json::encode(*r) == text);
}

TEST_CASE("names are kept unescaped and written escaped; one that comes twice stays twice") {
    auto const r = json::decode<known>(R"({"q\"\n":1,"id":2,"a":1,"a":2})");
    REQUIRE(r);
    CHECK(*r->more.find("q\"\n") == "1");
    CHECK(*r->more.find("a") == "2");
    CHECK(json::encode(*r) == R"({"id":2,"q\"\n":1,"a":1,"a":2})");
}

TEST_CASE("a field named like the bag is an unknown field") {
    auto const r = json::decode<known>(R"({"id":2,"more":{"x":1}})");
    REQUIRE(r);
    CHECK(*r->more.find("more") == R"({"x":1})");
    CHECK(json::encode(*r) == R"({"id":2,"more":{"x":1}})");
}

TEST_CASE("a bag that is used again forgets what was in it") {
    known k;
    REQUIRE(json::decode_into(k, R"({"id":1,"a":1})"));
    REQUIRE(json::decode_into(k, R"({"id":1,"b":1})"));
    CHECK(k.more.fields.size() == 1);
    REQUIRE(json::decode_into(k, R"({"id":1})"));
    CHECK(k.more.fields.empty());
}
