// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/bundle.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <syncline/core/category.hpp>
#include <syncline/governance/lint.hpp>

#include "unit/contains.hpp"
#include "unit/governance/landscape.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace governance_bundle_test {

using governance_tests::hostile_landscape;
using governance_tests::small_landscape;

/// The small landscape with two of everything whose order means nothing.
governance::configuration wide() {
    auto c = small_landscape();
    c.systems[0].roles = {"crm", "billing"};
    c.systems[1].supported_until = 2027y / 9 / 30;
    c.entities.push_back({.name = "thing", .key = "id", .owner = "ops", .fields = {}});
    c.ownership.rules.push_back({.entity = "party", .field = "name", .owner = "erp", .enrich = {"crm", "billing"}});
    c.ownership.entities.push_back({.entity = "thing", .create = {"erp", "crm"}});
    c.mappings.push_back(c.mappings[0]);
    c.mappings[1].version = "1.1.0";
    c.mappings[1].reads = {{"name", "internal"}, {"email", "personal"}};
    c.flows.push_back(c.flows[0]);
    c.flows[1].name = "vendors";
    c.metrics = {{.name = "b", .fields = {"party.name", "party.email"}, .flows = {"vendors", "customers"}},
                 {.name = "a", .fields = {}, .flows = {}}};
    c.environments = {{"test", {{"odoo.version", "19.0"}, {"hub.version", "4"}}}, {"live", {}}};
    c.tables = {{"product", {{"x", "y"}}}, {"empty", {}}};
    return c;
}

/// The same in another order of insertion.
governance::configuration turned(governance::configuration c) {
    auto const turn = [](auto& list) { std::reverse(list.begin(), list.end()); };
    for (auto& s : c.systems) turn(s.roles);
    for (auto& r : c.ownership.rules) turn(r.enrich);
    for (auto& e : c.ownership.entities) turn(e.create);
    for (auto& m : c.mappings) turn(m.reads);
    for (auto& m : c.metrics) {
        turn(m.fields);
        turn(m.flows);
    }
    for (auto& e : c.environments) turn(e.settings);
    for (auto& [system, classes] : c.destinations) turn(classes);
    turn(c.systems);
    turn(c.entities);
    turn(c.ownership.entities);
    turn(c.ownership.rules);
    turn(c.mappings);
    turn(c.flows);
    turn(c.metrics);
    turn(c.environments);
    return c;
}

error refused(std::string_view text) {
    auto const read = governance::read_bundle(text);
    REQUIRE_FALSE(read);
    return read.error();
}

// Shows R164.
TEST_CASE("the same content gives the same bytes in any order of insertion") {
    auto const b = governance::bundle_of(wide());
    CHECK(governance::bundle_of(turned(wide())) == b);
    CHECK(governance::bundle_of(wide()) == b);
    CHECK(b.hash.size() == 32);
    CHECK(b.hash == fingerprint_of(b.text).text());
}

TEST_CASE("every change of content is another hash") {
    auto const hash = governance::bundle_of(wide()).hash;
    auto const differs = [&](auto const& change) {
        auto c = wide();
        change(c);
        CHECK(governance::bundle_of(c).hash != hash);
    };
    differs([](auto& c) { c.title += '!'; });
    differs([](auto& c) { c.systems[0].version = "4"; });
    differs([](auto& c) { c.systems[1].supported_until.reset(); });
    differs([](auto& c) { c.entities[0].fields[0].classification = "secret"; });
    differs([](auto& c) { std::swap(c.entities[0].fields[0], c.entities[0].fields[1]); });
    differs([](auto& c) { c.ownership.rules[0].otherwise = mdm::foreign_write::revert; });
    differs([](auto& c) { c.mappings[0].text += "skip x\n"; });
    differs([](auto& c) { c.flows[0].timing = governance::timing::scheduled; });
    differs([](auto& c) { c.flows[0].targets[0].mappings.emplace_back("x"); });
    differs([](auto& c) { c.destinations["odoo"].emplace_back("secret"); });
    differs([](auto& c) { c.tables["product"]["x"] = "z"; });
    differs([](auto& c) { c.metrics[0].unit = "pieces"; });
    differs([](auto& c) { c.environments[0].settings[0].second = "20.0"; });
    // the order of a flow's targets is the order of its steps
    auto two = wide();
    two.flows[0].targets.push_back({"second", "hub", "companies", {}});
    auto other = two;
    std::swap(other.flows[0].targets[0], other.flows[0].targets[1]);
    CHECK(governance::bundle_of(two).hash != governance::bundle_of(other).hash);
}

// Shows R164.
TEST_CASE("a bundle is read back to what it was made of, entry by entry") {
    auto const c = wide();
    auto const b = governance::bundle_of(c);
    auto const read = governance::read_bundle(b.text);
    if (!read) FAIL(read.error().message);
    CHECK(governance::bundle_of(*read) == b);
    CHECK(read->flows == c.flows);
    CHECK(read->systems[1] == c.systems[1]);
    CHECK(read->tables == c.tables);
    CHECK(read->destinations.at("odoo") == std::vector<std::string>{"internal", "public"});
    CHECK(tests::contains(b.text, "\"timing\":\"event\""));
    // validated offline, as it was approved
    CHECK(governance::lint(*read, 2026y / 11 / 23) == governance::lint(c, 2026y / 11 / 23));
}

TEST_CASE("an empty configuration and one of hostile texts come back too") {
    for (auto const& c : {governance::configuration{}, hostile_landscape()}) {
        auto const b = governance::bundle_of(c);
        auto const read = governance::read_bundle(b.text);
        if (!read) FAIL(read.error().message);
        CHECK(governance::bundle_of(*read) == b);
    }
}

TEST_CASE("what is no bundle is refused with its place") {
    CHECK(refused("").code == errc::malformed);
    CHECK(refused("{}").code == errc::malformed);
    CHECK(refused("[1]").code == errc::malformed);
    CHECK(refused(R"({"form":"syncline-governance-2"})").code == errc::unsupported);
    CHECK(refused(R"({"form":"syncline-governance-2"})").message ==
          "bundle: $.form: found \"syncline-governance-2\", expected \"syncline-governance-1\"");
    auto const text = governance::bundle_of(wide()).text;
    for (std::size_t n : {text.size() / 3, text.size() / 2, text.size() - 3})
        CHECK(refused(std::string_view(text).substr(0, n)).code == errc::malformed);

    auto const changed = [&](std::string_view from, std::string_view to) {
        auto t = text;
        auto const at = t.find(from);
        REQUIRE(at != std::string::npos);
        return refused(t.replace(at, from.size(), to));
    };
    auto const timing = changed("\"timing\":\"event\"", "\"timing\":\"never\"");
    CHECK(timing.code == errc::malformed);
    CHECK(timing.message ==
          "bundle: $.flows[0].timing: found string \"never\", expected one of inline, event, scheduled");
    // what nobody reads, another order or a blank is no bundle either: its hash would not say what it holds
    CHECK(changed("\"title\":", "\"secret\":1,\"title\":").message ==
          "bundle: line 2: found another form than the canonical one, as bundle_of writes it");
    CHECK(changed("\"title\":", "\"title\": ").code == errc::malformed);
    CHECK(changed("[\"internal\",\"public\"]", "[\"public\",\"internal\"]").code == errc::malformed);
    CHECK(refused(text + " ").code == errc::malformed);
}

// Shows R164.
TEST_CASE("what was approved is promoted, anything else is not, and rolling back is promoting what was before") {
    auto const first = governance::bundle_of(small_landscape());
    auto const second = governance::bundle_of(wide());
    CHECK(governance::check_promotion(first, first.hash).has_value());
    auto const other = governance::check_promotion(second, first.hash);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == errc::forbidden);
    CHECK(category_of(other.error()) == category::approval_missing);
    CHECK(other.error().message == "bundle: found hash " + second.hash + ", expected the approved one, " + first.hash);
    CHECK(governance::check_promotion(first, first.hash).has_value());

    auto forged = second;
    forged.hash = first.hash;
    auto const refused = governance::check_promotion(forged, first.hash);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::corrupted);
    CHECK(governance::check_promotion(second, "").error().code == errc::forbidden);
}

}  // namespace governance_bundle_test
