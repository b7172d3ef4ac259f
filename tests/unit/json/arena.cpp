// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/arena.hpp>

#include <doctest/doctest.h>

#include "unit/json/records.hpp"

using namespace syncline;

TEST_CASE("members that are views look into the text") {
    std::string const text = R"([{"id":1,"name":"Björn","phone":"123","partner":[7,"ACME"]},{"id":2,"name":""}])";
    auto const r = json::decode<std::vector<records::order_view>>(text);
    REQUIRE_MESSAGE(r, r.error().message);
    auto const inside = [&](std::string_view v) {
        return v.data() >= text.data() && v.data() + v.size() <= text.data() + text.size();
    };
    CHECK((*r)[0].name == "Björn");
    CHECK(inside((*r)[0].name));
    CHECK(inside((*r)[0].phone.value()));
    CHECK((*r)[0].partner.value() == json::id_name_view{7, "ACME"});
    CHECK(inside((*r)[0].partner.value().name));
    CHECK((*r)[1].phone.is_absent());
    // the general reader, which white space cannot keep away, points to the same place
    auto const marked = "\xEF\xBB\xBF" + text;
    CHECK(
        json::decode<std::vector<records::order_view>>(marked, json::plain, {.unique_keys = true})->at(0).name.data() ==
        marked.data() + marked.find("Björn"));
}

TEST_CASE("a view of a string with escapes needs an arena") {
    std::string const text =
        R"([{"id":1,"name":"Bj\u00f6rn","phone":"a\nb","partner":[7,"\"A\""]},{"id":2,"name":"plain"}])";
    CHECK(json::decode<std::vector<records::order_view>>(text).error().message ==
          "$[0].name: found string \"Bj\\u00f6rn\", expected string without escapes (the member views the text and no "
          "arena "
          "was given)");
    std::vector<records::order_view> page;
    json::arena arena;
    for (auto const& l : {json::limits{}, json::limits{.unique_keys = true}}) {  // both readers
        REQUIRE(json::decode_into(page, text, arena, json::plain, l));
        CHECK(page[0].name == "Björn");
        CHECK(page[0].phone.value() == "a\nb");
        CHECK(page[0].partner.value().name == "\"A\"");
        CHECK(page[1].name == "plain");
        REQUIRE(json::decode_at_into(page, "{\"r\":" + text + "}", "/r", arena, json::plain, l));
        CHECK(page[0].name == "Björn");
    }
}
