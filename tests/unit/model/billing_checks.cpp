// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/billing_checks.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>

namespace billing_checks_test {

using namespace syncline;
using namespace syncline::model;

external_ref ref(char const* object, char const* id) { return {"odoo", object, id}; }

contract agreed() {
    return {.legal_entity = ref("company", "1"),
            .party = ref("partner", "7"),
            .reference = "S1",
            .lines = {{.key = "design"}, {.key = "build"}},
            .state = contract_state::active};
}

customer_role buyer(hold h = hold::none) {
    return {.party = ref("partner", "7"), .legal_entity = ref("company", "1"), .hold = h};
}

billing_trigger fired(char const* id, char const* line) {
    return {.source = ref("trigger", id), .contract = ref("order", "3"), .line = line};
}

invoice with(std::vector<invoice_line> lines) {
    return {.source = ref("invoice", "9"), .contract = ref("order", "3"), .lines = std::move(lines)};
}

std::string message(result<void> const& r) { return r ? "fits" : r.error().message; }

// Shows R037.
TEST_CASE("a hold that finance keeps on a customer stops new billing, by name") {
    static_assert(facts_of<&customer_role::hold>().owner == system_role::erp);
    CHECK(may_fire(fired("t", "design"), agreed(), buyer()));
    auto const stopped = may_fire(fired("t", "design"), agreed(), buyer(hold::credit));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == errc::rejected);
    CHECK(stopped.error().reason == category::policy_violation);
    CHECK(
        message(stopped) ==
        "contract S1, line \"design\": billing trigger: found a credit hold on customer odoo partner 7, expected none: "
        "finance releases it");
    CHECK_FALSE(may_fire(fired("t", "design"), agreed(), buyer(hold::dispute)));
    CHECK_FALSE(may_fire(fired("t", "design"), agreed(), buyer(hold::compliance)));
    // what fired before the hold stays billable
    std::vector<billing_trigger> const before{fired("t", "design")};
    CHECK(check_lines(with({{.contract_line = "design", .trigger = ref("trigger", "t")}}), agreed(), before));
}

// Shows R037.
TEST_CASE("the hold of another customer or company says nothing of this contract, and is not taken for it") {
    auto other = buyer();
    other.legal_entity = ref("company", "2");
    CHECK(may_fire(fired("t", "design"), agreed(), other).error().code == errc::misconfigured);
    other = buyer();
    other.party = ref("partner", "8");
    CHECK(
        message(may_fire(fired("t", "design"), agreed(), other)) ==
        "contract S1, line \"design\": billing trigger: found customer odoo partner 8 of odoo company 1, expected odoo "
        "partner 7 of odoo company 1");
}

TEST_CASE("only an active contract is billed, and only for a line it has") {
    auto c = agreed();
    for (auto const s : {contract_state::draft, contract_state::approved, contract_state::paused, contract_state::ended,
                         contract_state::cancelled}) {
        c.state = s;
        CHECK(may_fire(fired("t", "design"), c, buyer()).error().reason == category::invalid_billing_terms);
    }
    CHECK(may_fire(fired("t", "support"), agreed(), buyer()).error().code == errc::missing_reference);
    CHECK(may_fire(fired("t", ""), agreed(), buyer()).error().code == errc::missing_reference);
}

// Shows R022.
TEST_CASE("every item of an invoice names its contract line and its trigger") {
    std::vector<billing_trigger> const triggers{fired("t", "design"), fired("u", "build")};
    CHECK(check_lines(with({{.contract_line = "design", .trigger = ref("trigger", "t")},
                            {.kind = invoice_line_kind::section, .text = "Second part"},
                            {.contract_line = "build", .trigger = ref("trigger", "u")},
                            {.kind = invoice_line_kind::rounding}}),
                      agreed(), triggers));
    CHECK(check_lines(with({}), agreed(), {}));
}

// Shows R022.
TEST_CASE("the lines that fail are named, each with what is wrong with it") {
    std::vector<billing_trigger> triggers{fired("t", "design"), fired("u", "build")};
    triggers[1].contract = ref("order", "4");
    auto const bad = check_lines(with({{.key = "a", .trigger = ref("trigger", "t")},
                                       {.contract_line = "design"},
                                       {.contract_line = "support", .trigger = ref("trigger", "t")},
                                       {.contract_line = "design", .trigger = ref("trigger", "t")},
                                       {.contract_line = "build", .trigger = ref("trigger", "t")},
                                       {.contract_line = "build", .trigger = ref("trigger", "x")},
                                       {.contract_line = "build", .trigger = ref("trigger", "u")}}),
                                 agreed(), triggers);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == errc::rejected);
    CHECK(bad.error().reason == category::missing_mandatory_data);
    CHECK(message(bad) ==
          "invoice odoo invoice 9: line 1 (a) names no contract line; line 2 names no trigger; line 3 names contract "
          "line \"support\", which the contract lacks; line 5 names trigger odoo trigger t, which is of contract line "
          "\"design\"; line 6 names trigger odoo trigger x, which has not fired; line 7 names trigger odoo trigger u, "
          "which is of contract odoo order 4");
    auto const unknown =
        check_lines(with({{.contract_line = "build", .trigger = ref("trigger", "x")}}), agreed(), triggers);
    CHECK(unknown.error().reason == category::missing_reference);
}

}  // namespace billing_checks_test
