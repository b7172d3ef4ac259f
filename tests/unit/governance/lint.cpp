// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/lint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "unit/contains.hpp"
#include "unit/governance/landscape.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace governance_lint_test {

using governance_tests::small_landscape;

constexpr auto today = 2026y / 11 / 23;

/// What is found besides by other rules.
std::vector<governance::finding> found(governance::configuration const& c, std::string_view rule) {
    std::vector<governance::finding> out;
    for (auto const& f : governance::lint(c, today))
        if (f.rule == rule) out.push_back(f);
    return out;
}

/// The rule finds this in the changed landscape, and nothing in the one as it was.
void finds(std::string_view rule, governance::configuration const& bad, std::string_view where, std::string_view text) {
    CAPTURE(rule);
    CHECK(found(small_landscape(), rule).empty());
    auto const all = found(bad, rule);
    REQUIRE_FALSE(all.empty());
    CHECK(all.front().where == where);
    CHECK(all.front().text == text);
    auto const info = std::find_if(governance::all_rules.begin(), governance::all_rules.end(),
                                   [&](governance::rule_facts const& r) { return r.id == rule; });
    REQUIRE(info != governance::all_rules.end());
    CHECK(all.front().severity == info->severity);
    CHECK(governance::check(bad, today).has_value() == (info->severity < severity::high));
}

/// Sets the version or the text of the one mapping, and what the flow calls it.
void rename(governance::configuration& c, auto const& change) {
    change(c.mappings[0]);
    c.flows[0].targets[0].mappings = {c.mappings[0].identity()};
}

// Each rule with a good and a bad example: the good one is the small landscape, the bad one differs in one thing.

// Shows R166.
TEST_CASE("nothing is wrong with the small landscape") {
    auto const all = governance::lint(small_landscape(), today);
    for (auto const& f : all) FAIL_CHECK(f.rule, ": ", f.where, ": ", f.text);
    CHECK(governance::check(small_landscape(), today).has_value());
}

// Shows R166.
TEST_CASE("a mapping that reads what its destination may not have is found") {
    auto c = small_landscape();
    c.mappings[0].reads.push_back({"email", "personal"});
    finds("classified-destination", c, "flow customers",
          "mapping company-to-customer reads email, which is personal; odoo may have public, internal");
}

TEST_CASE("a step, a test or a constant without a text is found, in nested rules too") {
    for (auto const* text : {"to name = name | custom\n", "to name = name | custom | trim\n",
                             "to name = when custom: name; otherwise: name\n", "to name = constant custom\n",
                             "to name = name | each {to a = b | custom; skip c}\n"}) {
        CAPTURE(text);
        auto c = small_landscape();
        rename(c, [&](auto& m) { m.text = text; });
        finds("custom-step", c, "mapping company-to-customer", "name: give what stands as `custom` a describe()");
    }
    auto c = small_landscape();
    rename(c, [](auto& m) { m.text = "to custom = custom | customs_code\nto name = constant \"| custom\"\n"; });
    CHECK(found(c, "custom-step").empty());
}

TEST_CASE("two of one name are found") {
    auto c = small_landscape();
    c.flows.push_back(c.flows[0]);
    finds("duplicate-name", c, "flow customers", "found twice");
    c = small_landscape();
    c.mappings.push_back(c.mappings[0]);
    c.mappings[1].text += "skip phone\n";  // another text under the same version
    finds("duplicate-name", c, "mapping company-to-customer 1.0.0", "found twice");
    c = small_landscape();
    c.systems.push_back(c.systems[0]);
    finds("duplicate-name", c, "system hub", "found twice");
    c = small_landscape();
    c.mappings.push_back(c.mappings[0]);
    c.mappings[1].version = "1.1.0";  // two versions of one mapping are none
    CHECK(found(c, "duplicate-name").empty());
}

TEST_CASE("an environment that sets what is not there is found") {
    auto c = small_landscape();
    c.environments = {{"test", {{"odoo.version", "19.0"}, {"odo.url", "https://erp.example"}}}};
    finds("environment", c, "environment test", "environment \"test\": odo.url: no such system");
    c.environments = {{"test", {{"odoo.version", "19.0"}, {"odoo.supported_until", "2028-09-30"}}}};
    CHECK(found(c, "environment").empty());
}

TEST_CASE("an entity with money in it that nobody answers for is found where a mapping uses it") {
    auto c = small_landscape();
    c.entities[0].owner.clear();
    CHECK(found(c, "financial-owner").empty());  // no money in it
    c.entities[0].fields[0].classification = "financial";
    finds("financial-owner", c, "entity party", "found no owner, expected one of finance");
    c.mappings[0].from = c.mappings[0].to = "odoo res.partner";
    CHECK(found(c, "financial-owner").empty());
}

TEST_CASE("a flow without its owner or the owner of its exceptions is found") {
    auto c = small_landscape();
    c.flows[0].owner.clear();
    finds("flow-owner", c, "flow customers", "found no owner");
    c = small_landscape();
    c.flows[0].exception_owner.clear();
    finds("flow-owner", c, "flow customers", "found no owner of its exceptions");
}

TEST_CASE("a flow without purpose, latency or target is found") {
    auto c = small_landscape();
    c.flows[0].purpose.clear();
    finds("flow-purpose", c, "flow customers", "found no purpose");
    c = small_landscape();
    c.flows[0].latency.clear();
    finds("flow-purpose", c, "flow customers", "found no latency");
    c = small_landscape();
    c.flows[0].targets.clear();
    finds("flow-purpose", c, "flow customers", "found no target");
}

TEST_CASE("a mapping without owner is found") {
    auto c = small_landscape();
    c.mappings[0].owner.clear();
    finds("mapping-owner", c, "mapping company-to-customer", "found no owner");
}

TEST_CASE("a mapping without a semantic version is found") {
    for (auto const* version : {"0", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "", "1.0.x", "1.0.0 "}) {
        CAPTURE(version);
        auto c = small_landscape();
        rename(c, [&](auto& m) { m.version = version; });
        finds("mapping-version", c, "mapping company-to-customer",
              "found version \"" + std::string(version) + "\", expected one like 1.2.0");
    }
    for (auto const* version : {"0.0.0", "10.20.30", "1.0.0-rc.1", "1.0.0+build-7"}) {
        CAPTURE(version);
        auto c = small_landscape();
        rename(c, [&](auto& m) { m.version = version; });
        CHECK(found(c, "mapping-version").empty());
    }
}

TEST_CASE("a metric without owner, or of fields and flows that are not there, is found") {
    auto c = small_landscape();
    c.metrics = {{.name = "customers-known", .owner = "", .fields = {"party.name"}, .flows = {"customers"}}};
    finds("metric", c, "metric customers-known", "found no owner");
    c.metrics[0].owner = "sales";
    CHECK(found(c, "metric").empty());
    c.metrics[0].fields = {"party.nmae"};
    finds("metric", c, "metric customers-known", "no such field: party.nmae");
    c.metrics[0].fields.clear();
    c.metrics[0].flows = {"customer"};
    finds("metric", c, "metric customers-known", "no such flow: customer");
}

TEST_CASE("a name that is not like-this is found") {
    for (auto const* name : {"Won-deal", "won_deal", "-won", "won-", "won--deal", "won deal", "", "/a", "a/"}) {
        CAPTURE(name);
        auto c = small_landscape();
        c.flows[0].name = name;
        finds("name-style", c, "flow " + std::string(name), "expected a name like won-deal");
    }
    auto c = small_landscape();
    c.flows[0].name = "won-deal/customer-2";
    CHECK(found(c, "name-style").empty());
}

TEST_CASE("a written system without a decision on what it may have is found") {
    auto c = small_landscape();
    c.destinations.clear();
    finds("no-destination", c, "flow customers", "writes odoo, and nobody said what it may have");
}

TEST_CASE("an ownership policy that does not load is found") {
    auto c = small_landscape();
    c.ownership.rules.clear();
    finds("ownership-policy", c, "ownership", "ownership: party.name: nobody owns it; party.email: nobody owns it");
}

TEST_CASE("two flows that write one object without an ownership rule are found") {
    auto c = small_landscape();
    auto second = c.flows[0];
    second.name = "vendors";
    c.flows.push_back(second);
    CHECK(found(c, "shared-object").empty());  // the policy speaks of parties
    c.ownership = {};
    finds("shared-object", c, "odoo res.partner",
          "written by customers, vendors; the ownership policy does not speak of party");
    c = small_landscape();
    second.targets[0].mappings.clear();
    c.flows.push_back(second);
    finds("shared-object", c, "odoo res.partner",
          "written by customers, vendors; the ownership policy does not speak of what is written");
}

TEST_CASE("a version whose support ended, or ends soon, is found") {
    auto c = small_landscape();
    c.systems[1].supported_until = 2026y / 11 / 22;
    finds("support-ended", c, "system odoo", "version 18.0: support ended on 2026-11-22");
    c.systems[1].supported_until = 2026y / 11 / 23;
    CHECK(found(c, "support-ended").empty());
    finds("support-ending", c, "system odoo", "version 18.0: support ends on 2026-11-23");
    c.systems[1].supported_until = 2028y / 11 / 23;
    CHECK(found(c, "support-ending").empty());
}

TEST_CASE("a system without owner or role is found") {
    auto c = small_landscape();
    c.systems[0].owner.clear();
    finds("system-owner", c, "system hub", "found no owner");
    c = small_landscape();
    c.systems[0].roles.clear();
    finds("system-owner", c, "system hub", "found no role, expected what it is to the business");
}

TEST_CASE("a flow that names a mapping or a system that is not there is found, with the nearest that is") {
    auto c = small_landscape();
    c.mappings[0].text += "skip phone\n";  // the flow still names the version as it was
    auto const was = small_landscape().mappings[0].identity();
    auto const is = c.mappings[0].identity();
    auto const all = found(c, "unknown-name");
    REQUIRE(all.size() == 1);
    CHECK(all[0].where == "flow customers");
    CHECK(tests::contains(all[0].text, "no such mapping: " + was));
    c = small_landscape();
    c.flows[0].source.system = "hubs";
    finds("unknown-name", c, "flow customers", "no such system: hubs; perhaps hub");
    c = small_landscape();
    c.flows[0].targets[0].system = "sap";
    finds("unknown-name", c, "flow customers", "no such system: sap");
}

// Shows R081.
TEST_CASE("a mapping past the model is found") {
    auto c = small_landscape();
    REQUIRE(c.systems.size() >= 2);
    c.mappings[0].from = c.systems[0].name + " companies";
    c.mappings[0].to = "party";
    CHECK(governance::lint(c, today).empty());
    c.mappings[0].to = c.systems[1].name + " res.partner";
    finds("direct-mapping", c, "mapping company-to-customer",
          "maps " + c.mappings[0].from + " straight to " + c.mappings[0].to +
              "; one more system needs a mapping with each of the others");
}

// Shows R166.
TEST_CASE("a mapping that no flow uses is found") {
    auto c = small_landscape();
    c.flows[0].targets[0].mappings.clear();
    finds("unused-mapping", c, "mapping company-to-customer", "no flow uses " + c.mappings[0].identity());
}

// Shows R166.
TEST_CASE("a host's rules are held like the library's, and those of high severity stop the check") {
    auto const says = [](severity s) {
        return governance::rule{"ends-with-a-dot", s, [s](governance::configuration const& c) {
                                    std::vector<governance::complaint> out;
                                    for (auto const& f : c.flows)
                                        if (!f.purpose.ends_with('.') || s == severity::critical)
                                            out.push_back({"flow " + f.name, "its purpose is no sentence"});
                                    return out;
                                }};
    };
    auto c = small_landscape();
    CHECK(governance::lint(c, today, says(severity::low)).empty());
    c.flows[0].purpose = "customers";
    auto const all = governance::lint(c, today, says(severity::low), says(severity::high));
    REQUIRE(all.size() == 2);
    CHECK(all[0] ==
          governance::finding{"ends-with-a-dot", severity::high, "flow customers", "its purpose is no sentence"});
    CHECK(all[1].severity == severity::low);
    CHECK(governance::check(c, today, says(severity::low)).has_value());
    auto const refused = governance::check(c, today, says(severity::high));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::misconfigured);
    CHECK(refused.error().message == "governance: flow customers: its purpose is no sentence (ends-with-a-dot)");
}

TEST_CASE("findings come most severe first, and the same in any order of the configuration") {
    auto c = small_landscape();
    auto second = c.flows[0];
    second.name = "Vendors";
    second.owner.clear();
    second.targets[0].system = "sap";
    c.flows.push_back(second);
    c.systems[0].owner.clear();
    auto const all = governance::lint(c, today);
    CHECK(std::is_sorted(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.severity > b.severity; }));
    std::swap(c.flows[0], c.flows[1]);
    std::swap(c.systems[0], c.systems[1]);
    CHECK(governance::lint(c, today) == all);
    CHECK(all.size() > 3);
}

TEST_CASE("each rule has an id of its own, in order") {
    std::set<std::string_view> seen;
    for (auto const& r : governance::all_rules) {
        CHECK(seen.insert(r.id).second);
        CHECK(*seen.rbegin() == r.id);
        CHECK(r.about.ends_with('.'));
    }
}

}  // namespace governance_lint_test
