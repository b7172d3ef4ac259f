// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <syncline/governance.hpp>

int main() {
    using namespace syncline;
    using namespace std::chrono_literals;
    governance::configuration c{.title = "A landscape"};
    c.systems = {{.name = "odoo", .roles = {"erp"}, .owner = "operations"}};
    auto const findings = governance::lint(c, 2026y / 11 / 23);
    if (!findings.empty() || governance::html(c, findings).empty()) return 1;
    auto const b = governance::bundle_of(c);
    if (!governance::read_bundle(b.text) || !governance::check_promotion(b, b.hash)) return 1;
    if (governance::impact_of(c, "party.nmae")) return 1;
    std::puts("governance: the pack says who owns what");
}
