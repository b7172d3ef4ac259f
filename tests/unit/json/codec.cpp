// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/codec.hpp>

#include <doctest/doctest.h>

#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

#include "unit/json/records.hpp"

using namespace syncline;

namespace colours {

struct rgb {
    int r = 0, g = 0, b = 0;
    friend bool operator==(rgb const&, rgb const&) = default;
};

struct paint {
    std::string name;
    rgb colour;
    field_value<rgb> second;
};
BOOST_DESCRIBE_STRUCT(paint, (), (name, colour, second))

}  // namespace colours

template <>
struct syncline::json::codec<colours::rgb> {
    static result<colours::rgb> decode(std::string_view json, dialect d) {
        auto const parts = json::decode<std::vector<int>>(json, d);
        if (!parts) return fail(parts.error());
        if (parts->size() != 3)
            return fail(errc::malformed, "found " + std::to_string(parts->size()) + " parts, expected 3");
        return colours::rgb{(*parts)[0], (*parts)[1], (*parts)[2]};
    }
    static void encode(writer& out, colours::rgb const& c) {
        out.begin_array().value(c.r).value(c.g).value(c.b).end_array();
    }
};

TEST_CASE("a type nobody owns is read and written by its codec") {
    auto const r = json::decode<colours::paint>(R"({"name":"x","colour": [1, 2,3] ,"second":null})");
    REQUIRE_MESSAGE(r, r.error().message);
    CHECK(r->colour == colours::rgb{1, 2, 3});
    CHECK(r->second.is_empty());
    CHECK(json::encode(*r) == R"({"name":"x","colour":[1,2,3],"second":null})");
}

TEST_CASE("a codec's error gets the path put in front") {
    CHECK(json::decode<std::vector<colours::paint>>(R"([{"name":"x","colour":[1,2]}])").error().message ==
          "$[0].colour: found 2 parts, expected 3");
    CHECK(json::decode<colours::paint>(R"({"name":"x","colour":[1,2,"x"]})")
              .error()
              .message.starts_with("$.colour: $[2]: found string \"x\", expected integer"));
}

TEST_CASE("a codec sees the dialect, and never its blank when the member may be blank") {
    CHECK(json::decode<colours::paint>(R"({"name":"x","colour":["1","2","3"],"second":""})", json::hubspot)
              ->second.is_empty());
    CHECK(
        json::decode<colours::paint>(R"({"name":"x","colour":[1,2,3],"second":false})", json::odoo)->second.is_empty());
}
