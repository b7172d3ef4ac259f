// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "rig.hpp"

using namespace simulation;

namespace {

/// With the parts of `updated` and `unchanged` where the target can tell them apart beforehand.
std::string counts_of(sync::report const& r) {
    bool const compares = r.flow != "reminder";
    std::string out = r.flow + ' ' + std::to_string(r.received) + ' ' + std::to_string(r.unchanged) + ' ' +
                      std::to_string(r.done) + ' ' + std::to_string(r.parked) + ' ' + std::to_string(r.waiting) + ' ' +
                      std::to_string(r.failed);
    for (auto const& s : r.steps)
        out += "; " + s.step + ' ' + std::to_string(s.created) + ' ' + std::to_string(s.matched) + ' ' +
               std::to_string(s.updated + (compares ? 0 : s.unchanged)) + ' ' +
               (compares ? std::to_string(s.unchanged) : "");
    for (auto const& w : r.open) out += "; " + std::to_string(w.count) + ' ' + w.example;
    return out + '\n';
}

std::string counts_of(std::vector<sync::report> const& reports) {
    std::vector<std::string> lines;
    for (auto const& r : reports)
        if (!r.flow.empty()) lines.push_back(counts_of(r));
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (auto const& l : lines) out += l;
    return out;
}

std::string counts_of(sync::plan const& p) {
    std::vector<sync::report> reports;
    for (auto const& f : p.flows) reports.push_back(f.expected);
    return counts_of(reports);
}

/// Plans, looks that nothing outside moved, runs, and compares.
sync::plan planned_and_done(rig& r) {
    auto const hub = r.hubspot().dump();
    auto const erp = r.odoo().dump();
    auto const effects = r.hubspot().log.writes() + r.odoo().truth.writes();
    auto p = r.foresee();
    REQUIRE(p);
    CHECK(r.hubspot().dump() == hub);
    CHECK(r.odoo().dump() == erp);
    CHECK(r.hubspot().log.writes() + r.odoo().truth.writes() == effects);
    REQUIRE(r.run());
    CHECK(counts_of(*p) == counts_of(r.reports()));
    return *std::move(p);
}

sync::planned_flow const& flow_of(sync::plan const& p, std::string_view name) {
    for (auto const& f : p.flows)
        if (f.expected.flow == name) return f;
    FAIL("no flow ", name);
    return p.flows.front();
}

}  // namespace

// Shows R093.
TEST_CASE("what the main job plans is what it then does, and planning writes to neither system") {
    rig r(1);
    REQUIRE(r.odoo().add("res.partner", R"({"name": "bluefin", "is_company": true})"));
    auto const first = planned_and_done(r);
    auto const& deals = flow_of(first, "won-deal");
    CHECK(deals.expected.steps[0].created == 3);
    CHECK(deals.steps[0].compared);
    CHECK(deals.steps[0].fields.contains("order_line"));
    REQUIRE(deals.steps[0].money.size() == 1);
    CHECK(deals.steps[0].money.begin()->second.before.is_zero());
    CHECK(deals.steps[0].money.begin()->second.after == *decimal::parse("3949.90"));
    auto const& customers = flow_of(first, "won-deal/customer");
    CHECK(customers.expected.steps[0].matched == 1);
    CHECK(customers.expected.steps[0].created == 2);

    CHECK(planned_and_done(r).outside_writes() == 0);

    // changes on the CRM's side, one of which puts a parked deal right and one of which breaks another
    auto const companies = r.hubspot().ids("companies");
    REQUIRE(r.hubspot().set("companies", companies.front(), {{"phone", "+44 20 7946 0018"}}));
    auto const dealt = r.hubspot().ids("deals");
    REQUIRE(r.hubspot().set("deals", dealt[3], {{"dealstage", "closedwon"}}));
    auto const products = r.hubspot().ids("products");
    REQUIRE(r.hubspot().set("products", products[0], {{"name", "Advisory Day (8 h)"}}));
    static_cast<void>(*r.hubspot().add_product("Unknown no more", "UNKNOWN", "500"));
    auto const later = planned_and_done(r);
    CHECK(later.outside_writes() > 0);
    CHECK(flow_of(later, "won-deal/product").steps[0].fields.at("name") == 2);

    CHECK(planned_and_done(r).outside_writes() == 0);
}
