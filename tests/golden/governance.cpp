// SPDX-License-Identifier: Apache-2.0
// What the governance of the example landscape says, word for word: the pack in both forms, the bundle, what a change
// touches, and what lint finds.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <syncline/governance.hpp>

#include "configuration.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace governance_golden {

std::filesystem::path const folder = std::filesystem::path(SYNCLINE_TEST_DATA) / "golden/governance";
constexpr auto today = 2027y / 5 / 3;

std::string content_of(char const* file) {
    std::ifstream in(folder / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void same_as_golden(char const* file, std::string const& text) {
    if (std::getenv("SYNCLINE_UPDATE_GOLDEN") != nullptr) {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / file, std::ios::binary) << text;
        return;
    }
    CAPTURE(file);
    CHECK_MESSAGE(text == content_of(file), "the text differs; `update-golden` writes it anew");
}

}  // namespace governance_golden

// Shows R168.
TEST_CASE("the governance pack of the example, as Markdown and as HTML") {
    auto const c = host::won_deal_landscape();
    auto const findings = governance::lint(c, governance_golden::today);
    governance_golden::same_as_golden("governance.md", governance::markdown(c, findings));
    governance_golden::same_as_golden("governance.html", governance::html(c, findings));
}

// Shows R164.
TEST_CASE("the bundle of the example, which passes the check") {
    auto const c = host::won_deal_landscape();
    auto const ok = governance::check(c, governance_golden::today);
    if (!ok) FAIL(ok.error().message);
    governance_golden::same_as_golden("governance.json", governance::bundle_of(c).text);
}

// Shows R165.
TEST_CASE("what changes of the example's fields, systems, versions and mappings touch") {
    auto const c = host::won_deal_landscape();
    std::string all;
    for (auto const* question :
         {"party.name", "party", "opportunity.name", "opportunity.amount", "contract.lines", "odoo res.partner.vat",
          "odoo res.partner", "hubspot deals.dealname", "hubspot companies.tax_number", "odoo", "odoo 18.0",
          "odoo 19.0", "hubspot", "opportunity-to-contract", "opportunity-to-contract@1.3.0"}) {
        auto const i = governance::impact_of(c, question);
        if (!i) FAIL(i.error().message);
        all += "? " + std::string(question) + '\n' + governance::to_text(*i) + '\n';
    }
    governance_golden::same_as_golden("impact.txt", all);
}

TEST_CASE("the guide has every rule, and what its program prints") {
    auto const guide = governance_golden::content_of("../../../docs/guides/governance_pack.md");
    auto const shows = [&](std::string const& text) {
        CHECK_MESSAGE(guide.find(text) != std::string::npos, "docs/guides/governance_pack.md lacks\n" << text);
    };
    for (auto const& r : governance::all_rules)
        shows("| `" + std::string(r.id) + "` | " + std::string(to_string(r.severity)) + " | " + std::string(r.about) +
              " |\n");
    auto c = host::won_deal_landscape();
    for (auto const& f : governance::lint(c, governance_golden::today))
        shows(std::string(to_string(f.severity)) + ": " + f.where + ": " + f.text + '\n');
    for (auto const* question : {"odoo res.partner.vat", "opportunity.name", "odoo 18.0"})
        shows('\n' + governance::to_text(*governance::impact_of(c, question)));
    auto const approved = governance::bundle_of(c).hash;
    c.flows.front().latency = "within a day";
    auto const other = governance::check_promotion(governance::bundle_of(c), approved);
    REQUIRE_FALSE(other);
    shows(other.error().message + '\n');
}
