// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/drift.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <syncline/core/random.hpp>
#include <syncline/core/text.hpp>

using namespace syncline;
using sync::breakage;
using sync::drift_kind;
using sync::field_shape;
using sync::object_shape;

namespace {

object_shape order(std::vector<field_shape> fields) {
    return {.system = "odoo", .object = "sale.order", .version = "18.0", .fields = std::move(fields)};
}

using lines = std::vector<std::string>;

lines texts(std::vector<sync::drift> const& drifts) {
    lines out;
    for (auto const& d : drifts) out.push_back(d.text());
    return out;
}

lines between(std::vector<field_shape> was, std::vector<field_shape> is) {
    return texts(sync::drift_between(order(std::move(was)), order(std::move(is))));
}

}  // namespace

// Shows R085.
TEST_CASE("each class of change has its name, its line and what it breaks") {
    field_shape const ref{.name = "ref", .type = "char", .length = 40};
    field_shape const state{.name = "state", .type = "selection", .choices = {"draft", "sale"}};

    CHECK(between({ref}, {ref}).empty());
    CHECK(between({}, {ref}) == lines{"odoo sale.order: field `ref` (char) is new; breaks nothing"});
    CHECK(between({}, {{.name = "ref", .type = "char", .required = true}}) ==
          lines{"odoo sale.order: field `ref` (char) is new and required, without a default; breaks writing"});
    CHECK(between({}, {{.name = "ref", .type = "char", .required = true, .defaulted = true}}) ==
          lines{"odoo sale.order: field `ref` (char) is new and required, with a default; breaks nothing"});
    CHECK(between({ref}, {}) == lines{"odoo sale.order: field `ref` (char) is gone; breaks reading and writing"});
    CHECK(
        between({{.name = "tax_id", .type = "many2many", .relation = "account.tax"}},
                {{.name = "tax_ids", .type = "many2many", .relation = "account.tax"}}) ==
        lines{"odoo sale.order: field `tax_id` (many2many of account.tax) is gone, likely renamed to `tax_ids`; breaks "
              "reading and writing"});
    CHECK(between({ref}, {{.name = "ref", .type = "integer"}}) ==
          lines{"odoo sale.order: field `ref` was char, is integer; breaks reading and writing"});
    CHECK(between({{.name = "a", .type = "many2one", .relation = "x"}},
                  {{.name = "a", .type = "many2one", .relation = "y"}}) ==
          lines{"odoo sale.order: field `a` was many2one of x, is many2one of y; breaks reading and writing"});
    CHECK(between({ref}, {{.name = "ref", .type = "char", .length = 20}}) ==
          lines{"odoo sale.order: field `ref` was of length 40, is of length 20; breaks writing"});
    CHECK(between({ref}, {{.name = "ref", .type = "char", .length = 60}}) ==
          lines{"odoo sale.order: field `ref` was of length 40, is of length 60; breaks nothing"});
    CHECK(between({ref}, {{.name = "ref", .type = "char"}}) ==
          lines{"odoo sale.order: field `ref` was of length 40, is of length unlimited; breaks nothing"});
    CHECK(between({{.name = "ref", .type = "char"}}, {ref}) ==
          lines{"odoo sale.order: field `ref` was of length unlimited, is of length 40; breaks writing"});
    CHECK(between({ref}, {{.name = "ref", .type = "char", .required = true, .length = 40}}) ==
          lines{"odoo sale.order: field `ref` is required now, without a default; breaks writing"});
    CHECK(between({{.name = "ref", .type = "char", .required = true, .length = 40}}, {ref}) ==
          lines{"odoo sale.order: field `ref` is no longer required; breaks reading"});
    CHECK(between({state}, {{.name = "state", .type = "selection", .choices = {"draft"}}}) ==
          lines{"odoo sale.order: field `state` lost the choices `sale`; breaks writing"});
    CHECK(between({state}, {{.name = "state", .type = "selection", .choices = {"sale", "draft", "done"}}}) ==
          lines{"odoo sale.order: field `state` has the new choices `done`; breaks reading"});
    CHECK(
        between({state}, {{.name = "state", .type = "selection", .choices = {"done", "draft"}}}) ==
        lines{
            "odoo sale.order: field `state` lost the choices `sale` and has the new choices `done`; breaks reading and "
            "writing"});
}

TEST_CASE("labels, and the order of fields and choices, are no drift") {
    CHECK(between({{.name = "a", .type = "char", .label = "A"},
                   {.name = "b", .type = "selection", .choices = {"x", "y", "x"}}},
                  {{.name = "b", .type = "selection", .choices = {"y", "x"}},
                   {.name = "a", .type = "char", .label = "Other words"}})
              .empty());
}

TEST_CASE("one field may have changed in several ways, and a renamed one is compared as well") {
    auto const drifts = sync::drift_between(
        order({{.name = "kind", .type = "selection", .length = 9, .choices = {"a", "b"}}}),
        order({{.name = "kinds", .type = "selection", .required = true, .length = 5, .choices = {"a"}}}));
    std::vector<drift_kind> kinds;
    for (auto const& d : drifts) kinds.push_back(d.kind);
    CHECK(kinds ==
          std::vector{drift_kind::renamed_likely, drift_kind::length, drift_kind::required, drift_kind::choices});
    // a field of another type has no length or choices to compare
    CHECK(between({{.name = "kind", .type = "selection", .length = 9, .choices = {"a", "b"}}},
                  {{.name = "kind", .type = "integer"}})
              .size() == 1);
}

TEST_CASE("a rename is likely with the same type and relation, and a near name or the same label") {
    auto const became = [](field_shape const& was, field_shape const& is) {
        return sync::drift_between(order({was}), order({is})).front().kind == drift_kind::renamed_likely;
    };
    CHECK(became({.name = "planned_hours", .type = "float", .label = "Planned"},
                 {.name = "allocated_hours", .type = "float", .label = "Allocated"}));
    CHECK(became({.name = "gender", .type = "selection", .label = "Gender"},
                 {.name = "sex", .type = "selection", .label = "GENDER"}));
    CHECK_FALSE(became({.name = "gender", .type = "selection"}, {.name = "sex", .type = "selection"}));  // no labels
    CHECK_FALSE(became({.name = "tax_id", .type = "many2one", .relation = "account.tax"},
                       {.name = "tax_ids", .type = "many2many", .relation = "account.tax"}));
    CHECK_FALSE(became({.name = "tax_id", .type = "many2one", .relation = "account.tax"},
                       {.name = "tax_ids", .type = "many2one", .relation = "my.tax"}));
    CHECK_FALSE(
        became({.name = "phone", .type = "char", .label = "Phone"}, {.name = "city", .type = "char", .label = "City"}));
}

TEST_CASE("of several that fit the likeliest is taken, and none twice") {
    auto const text = [](std::string name, std::string label) {
        return field_shape{.name = std::move(name), .type = "char", .label = std::move(label)};
    };
    auto const pairs = [](std::vector<field_shape> was, std::vector<field_shape> is) {
        std::map<std::string, std::string> out;
        for (auto const& d : sync::drift_between(order(std::move(was)), order(std::move(is))))
            out[d.was ? d.was->name : ""] += d.is ? d.is->name : "";
        return out;
    };
    using map = std::map<std::string, std::string>;
    // both signs go before a nearer name, that before a label alone
    CHECK(pairs({text("phone_1", "Phone")}, {text("phone_2", "Fax"), text("phone_12", "Phone")}) ==
          map{{"phone_1", "phone_12"}, {"", "phone_2"}});
    CHECK(pairs({text("phone_1", "Phone")}, {text("phone_2", "Fax"), text("call_me", "Phone")}) ==
          map{{"phone_1", "phone_2"}, {"", "call_me"}});
    // the nearer name
    CHECK(pairs({text("street_a", "A")}, {text("street_bcd", "B"), text("street_b", "C")}) ==
          map{{"street_a", "street_b"}, {"", "street_bcd"}});
    // the alphabet, whatever the order they come in
    CHECK(pairs({text("line_b", ""), text("line_a", "")}, {text("line_d", ""), text("line_c", "")}) ==
          map{{"line_a", "line_c"}, {"line_b", "line_d"}});
    // one added field for two that are gone
    CHECK(pairs({text("line_a", ""), text("line_b", "")}, {text("line_c", "")}) ==
          map{{"line_a", "line_c"}, {"line_b", ""}});
}

TEST_CASE("names known to be one field go before what they look like, in either direction") {
    std::vector<std::pair<std::string_view, std::string_view>> const known{{"memo", "ref"}, {"other", "nothing"}};
    auto const older = order({{.name = "ref", .type = "char"}});
    auto const newer = order({{.name = "memo", .type = "text"}, {.name = "refs", .type = "char"}});
    auto const up = sync::drift_between(older, newer, known);
    REQUIRE(up.size() == 3);
    CHECK(up[0].kind == drift_kind::renamed_likely);
    CHECK(up[0].is->name == "memo");
    CHECK(up[1].kind == drift_kind::type);
    CHECK(up[2].kind == drift_kind::added);
    auto const down = sync::drift_between(newer, older, known);
    CHECK(down[0].was->name == "memo");
    CHECK(down[0].is->name == "ref");
}

TEST_CASE("only what is required from now on, without a default, concerns every create") {
    auto const concerns = [](std::vector<field_shape> was, std::vector<field_shape> is) {
        return sync::concerns_every_create(sync::drift_between(order(std::move(was)), order(std::move(is))).front());
    };
    CHECK(concerns({}, {{.name = "a", .type = "char", .required = true}}));
    CHECK(concerns({{.name = "a", .type = "char"}}, {{.name = "a", .type = "char", .required = true}}));
    CHECK_FALSE(concerns({}, {{.name = "a", .type = "char", .required = true, .defaulted = true}}));
    CHECK_FALSE(concerns({}, {{.name = "a", .type = "char"}}));
    CHECK_FALSE(concerns({{.name = "a", .type = "char", .required = true}}, {}));
    CHECK_FALSE(concerns({{.name = "a", .type = "char", .required = true}}, {{.name = "a", .type = "char"}}));
}

TEST_CASE("names and choices of a hostile server stay on their line") {
    std::string const evil = "a\nb\x1B[2J`\xFF" + std::string(500, 'x');
    auto const drifts = sync::drift_between(
        {.system = "odoo", .object = evil, .fields = {{.name = evil, .type = evil, .relation = evil}}},
        {.system = "odoo",
         .object = evil,
         .fields = {{.name = "z", .type = evil, .choices = {evil}},
                    {.name = evil, .type = evil, .relation = evil, .choices = std::vector<std::string>(900, evil)}}});
    REQUIRE(drifts.size() == 2);
    for (auto const& d : drifts) {
        auto const text = d.text();
        CHECK(is_valid_utf8(text));
        CHECK(text.size() < 600);
        CHECK(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }));
    }
    std::vector<std::string> many;
    for (char c = 'a'; c < 'j'; ++c) many.emplace_back(1, c);
    CHECK(between({{.name = "s", .type = "selection"}}, {{.name = "s", .type = "selection", .choices = many}}) ==
          lines{"odoo sale.order: field `s` has the new choices `a`, `b`, `c`, `d`, `e` and 4 more; breaks reading"});
    // listed twice: the first one counts
    CHECK(between({{.name = "a", .type = "char"}, {.name = "a", .type = "text"}}, {{.name = "a", .type = "char"}})
              .empty());
}

TEST_CASE("any two descriptions: every field that is only in one is told of exactly once, in one order") {
    seeded_random seed(7);
    any_random const random(seed);
    auto const shape = [&] {
        object_shape out = order({});
        for (auto n = random.below(12); n > 0; --n)
            out.fields.push_back({.name = std::string(1, "abc"[random.below(3)]) + "_" +
                                          std::string(1, static_cast<char>('a' + random.below(8))),
                                  .type = random.below(2) ? "char" : "selection",
                                  .label = random.below(2) ? "L" : "",
                                  .required = random.below(2) == 0,
                                  .choices = {std::string(1, "xyz"[random.below(3)])}});
        return out;
    };
    for (int i = 0; i < 3'000; ++i) {
        auto const a = shape();
        auto b = shape();
        CHECK(sync::drift_between(a, a).empty());
        auto const drifts = sync::drift_between(a, b);
        std::multiset<std::string> gone;
        std::multiset<std::string> fresh;
        for (auto const& d : drifts) {
            bool const lost = d.kind == drift_kind::removed || d.kind == drift_kind::renamed_likely;
            bool const came = d.kind == drift_kind::added || d.kind == drift_kind::renamed_likely;
            if (lost) gone.insert(d.was->name);
            if (came) fresh.insert(d.is->name);
            CHECK(d.was.has_value() == (d.kind != drift_kind::added));
            CHECK(d.is.has_value() == (d.kind != drift_kind::removed));
        }
        std::set<std::string> in_a;
        std::set<std::string> in_b;
        for (auto const& f : a.fields) in_a.insert(f.name);
        for (auto const& f : b.fields) in_b.insert(f.name);
        std::multiset<std::string> only_a;
        std::multiset<std::string> only_b;
        for (auto const& n : in_a)
            if (!in_b.contains(n)) only_a.insert(n);
        for (auto const& n : in_b)
            if (!in_a.contains(n)) only_b.insert(n);
        CHECK(gone == only_a);
        CHECK(fresh == only_b);
        if (in_b.size() == b.fields.size()) {
            std::reverse(b.fields.begin(), b.fields.end());
            CHECK(texts(sync::drift_between(a, b)) == texts(drifts));
        }
    }
}

TEST_CASE("a snapshot has one form, a field a line, and is read back the same") {
    auto const shape = order({{.name = "active", .type = "boolean", .label = "Active \"yes\"\n"},
                              {.name = "partner_id",
                               .type = "many2one",
                               .relation = "res.partner",
                               .label = "Customer",
                               .required = true,
                               .defaulted = true},
                              {.name = "ref", .type = "char", .length = 40},
                              {.name = "state", .type = "selection", .choices = {"draft", "sale"}}});
    auto const text = sync::snapshot_of(shape);
    CHECK(text == R"({"system":"odoo","object":"sale.order","version":"18.0","fields":[
{"name":"active","type":"boolean","label":"Active \"yes\"\n"},
{"name":"partner_id","type":"many2one","relation":"res.partner","label":"Customer","required":true,"defaulted":true},
{"name":"ref","type":"char","length":40},
{"name":"state","type":"selection","choices":["draft","sale"]}
]}
)");
    auto const read = sync::read_snapshot(text);
    REQUIRE_MESSAGE(read, read.error().message);
    CHECK(*read == shape);

    auto shuffled = shape;
    std::reverse(shuffled.fields.begin(), shuffled.fields.end());
    shuffled.fields.front().choices = {"sale", "draft"};
    CHECK(sync::snapshot_of(shuffled) == text);
    CHECK(*sync::read_snapshot(sync::snapshot_of(order({}))) == order({}));
}

TEST_CASE("a text that is no snapshot is refused with what was found") {
    auto const refused = [](std::string_view text) {
        auto const read = sync::read_snapshot(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == errc::malformed);
        return read.error().message;
    };
    for (std::string_view const text : {"", "[]", "null", "{", "<html>", "\xFF"})
        CHECK(refused(text).starts_with("snapshot: "));
    CHECK(refused(R"({"system": "odoo", "object": "x", "fields": [{"name": "a", "type": 5}]})") ==
          "snapshot: $.fields[0].type: found number 5, expected string");
    CHECK(refused(R"({"system": "", "object": "x", "fields": []})") ==
          "snapshot: found no name of the system or the object, expected both");
    CHECK(refused(R"({"system": "odoo", "object": "x", "fields": [{"name": "", "type": "char"}]})") ==
          "snapshot: found a field without a name or type, expected both");
    CHECK(refused(R"({"system": "odoo", "object": "x",
                      "fields": [{"name": "a", "type": "char"}, {"name": "a", "type": "text"}]})") ==
          "snapshot: found a field twice, expected once");
    auto const text = sync::snapshot_of(order({{.name = "ref", .type = "char"}}));
    for (std::size_t n = 0; n + 1 < text.size(); ++n) refused(std::string_view(text).substr(0, n));
}
