// SPDX-License-Identifier: Apache-2.0
#include <syncline/workflow/closed_won.hpp>

#include <doctest/doctest.h>

#include <map>

#include <syncline/core/category.hpp>

using namespace syncline;

namespace {

struct identities final : identity_resolver {
    std::map<external_ref, external_ref> rows{{{"crm", "companies", "9"}, {"erp", "partner", "77"}},
                                              {{"sku", "product", "ADV"}, {"erp", "product", "5"}},
                                              {{"sku", "product", "GTX Pro"}, {"erp", "product", "6"}}};
    result<std::optional<external_ref>> resolve(external_ref const& from, std::string_view, std::string_view) override {
        auto const it = rows.find(from);
        return it == rows.end() ? std::optional<external_ref>{} : it->second;
    }
};

model::opportunity won_deal() {
    model::opportunity o;
    o.source = {"crm", "deals", "512"};
    o.name = " Roll-out ";
    o.party = external_ref{"crm", "companies", "9"};
    o.stage = model::opportunity_stage::won;
    o.amount = *decimal::parse("2400.50");
    o.lines.push_back({.source = {},
                       .product_code = "ADV",
                       .description = "Advisory",
                       .quantity = decimal(2),
                       .unit_price = *decimal::parse("1200.25")});
    return o;
}

model::party company(std::string id, std::string parent = {}) {
    model::party p;
    p.source = {"crm", "companies", std::move(id)};
    p.name = "C" + p.source.id;
    if (!parent.empty()) p.parent = external_ref{"crm", "companies", std::move(parent)};
    return p;
}

std::string ids(std::vector<std::vector<model::party>> const& generations) {
    std::string out;
    for (auto const& g : generations) {
        for (auto const& p : g) out += p.source.id + ' ';
        out += "| ";
    }
    return out;
}

}  // namespace

TEST_CASE("a won opportunity becomes a contract with its references resolved and its digits kept") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto const c = to_contract(won_deal(), {.identities = &known});
    REQUIRE(c);
    CHECK(c->party.id == "77");
    CHECK(c->reference == "Roll-out");
    REQUIRE(c->lines.size() == 1);
    CHECK(c->lines[0].product.id == "5");
    CHECK(c->lines[0].unit_price.to_string() == "1200.25");
}

TEST_CASE("a contract is in the currency of its deal, or in none when the deal names none") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto o = won_deal();
    CHECK(to_contract(o, {.identities = &known})->currency.is_absent());
    o.currency = field_value<std::string>("EUR");
    CHECK(to_contract(o, {.identities = &known})->currency.value() == "EUR");
}

TEST_CASE("a product that is not in the catalogue is named, and noted as what the deal waits for") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto o = won_deal();
    o.lines[0].product_code = "GTXPro";
    std::vector<unresolved_ref> waits;
    auto const c = to_contract(o, {.identities = &known, .unresolved = &waits});
    REQUIRE_FALSE(c);
    CHECK(c.error().code == errc::missing_reference);
    CHECK(c.error().message == "lines: [0]: product_code -> product: product GTXPro is not in the catalogue");
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].from.id == "GTXPro");

    value_tables const tables{{"product", {{"GTXPro", "GTX Pro"}}}};
    CHECK(to_contract(o, {.identities = &known, .tables = &tables})->lines[0].product.id == "6");
}

TEST_CASE("a deal without a company says so") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto o = won_deal();
    o.party.reset();
    auto const c = to_contract(o, {.identities = &known});
    REQUIRE_FALSE(c);
    CHECK(c.error().message == "party: found nothing, expected a value");
    CHECK(category_of(c.error()) == category::missing_mandatory_data);
}

TEST_CASE("a project carries the template's tasks and the contract made for the same deal") {
    identities known;
    workflow::project_mapping const to_project(
        {"erp", "partner"},
        {.name = "Roll-out", .tasks = {{.slug = "kickoff", .name = "Kick-off", .planned_hours = {}}}});
    std::pair<std::string, external_ref> const made[] = {{"contract", {"erp", "order", "42"}}};
    auto const p = to_project(won_deal(), {.identities = &known, .produced = made});
    REQUIRE(p);
    CHECK(p->contract->id == "42");
    REQUIRE(p->tasks.size() == 1);
    CHECK(p->tasks[0].slug == "kickoff");
    CHECK(to_project(won_deal(), {.identities = &known, .produced = made}) == p);
}

TEST_CASE("an amount that is not the sum of its lines is an amount mismatch with both numbers") {
    CHECK(workflow::check_commercial_terms(won_deal()));
    auto o = won_deal();
    o.amount = *decimal::parse("2400.00");
    auto const r = workflow::check_commercial_terms(o);
    REQUIRE_FALSE(r);
    CHECK(category_of(r.error()) == category::amount_mismatch);
    CHECK(r.error().message == "amount: found 2400.00, expected 2400.50, the sum of its lines");
    o.lines.clear();
    CHECK(category_of(workflow::check_commercial_terms(o).error()) == category::missing_mandatory_data);
    o = won_deal();
    o.amount.reset();
    CHECK(workflow::check_commercial_terms(o));
}

TEST_CASE("names that differ by blanks only are one name") {
    workflow::customer_mapping const to_customer({"erp", "partner"});
    auto p = company("1");
    p.name = " bluefin   retail ";
    CHECK(to_customer(p, {})->name == "bluefin retail");
}

TEST_CASE("parents come in an earlier generation than their children, rings come last") {
    using workflow::detail::by_generation;
    CHECK(ids(by_generation({})) == "");
    CHECK(ids(by_generation({company("2", "1"), company("1"), company("10", "2"), company("3")})) == "1 3 | 2 | 10 | ");
    CHECK(ids(by_generation({company("1", "elsewhere")})) == "1 | ");
    CHECK(ids(by_generation({company("1", "2"), company("2", "1"), company("3")})) == "3 | 1 2 | ");
    CHECK(ids(by_generation({company("1", "1")})) == "1 | ");
}

TEST_CASE("each mapping has an identity that effects carry") {
    CHECK(workflow::customer_mapping({"a", "b"}).identity().starts_with("crm-party-to-customer@1.1.0#"));
    CHECK(workflow::links_mapping().identity().starts_with("opportunity-links@1.0.0#"));
}
