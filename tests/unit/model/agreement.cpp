// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/agreement.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/random.hpp>

namespace agreement_test {

using namespace syncline;
using namespace syncline::model;

external_ref crm(char const* object, char const* id) { return {"hubspot", object, id}; }
external_ref erp(char const* object, char const* id) { return {"odoo", object, id}; }

quote_line line(char const* key, char const* amount, char const* price, char const* per, char const* discount) {
    return {.key = key,
            .product = crm("products", key),
            .description = "Work",
            .quantity = {*decimal::parse(amount), "HUR"},
            .price = {*decimal::parse(price), "EUR", {*decimal::parse(per), "HUR"}},
            .discount = *decimal::parse(discount),
            .billing = {billing_method::time_and_materials, "T&M"}};
}

quote accepted() {
    return {.source = crm("quotes", "1"),
            .number = "Q-1",
            .state = quote_state::accepted,
            .opportunity = crm("deals", "5"),
            .legal_entity = erp("res.company", "1"),
            .party = crm("companies", "7"),
            .currency = "EUR",
            .lines = {line("design", "12.5", "120.00", "1", "10"), line("hosting", "1000", "3.20", "100", "0")}};
}

/// The same agreement as the ERP has it: its own references, its own way of writing a price.
contract in_the_erp() {
    return {.opportunity = crm("deals", "5"),
            .legal_entity = erp("res.company", "1"),
            .party = erp("res.partner", "40"),
            .reference = "S00017",
            .currency = std::string("EUR"),
            .lines = {{.product = erp("product.product", "2"),
                       .description = "Work",
                       .quantity = *decimal::parse("1000.00"),
                       .unit_price = *decimal::parse("0.032"),
                       .key = "hosting",
                       .unit = std::string("HUR"),
                       .billing = {billing_method::time_and_materials, "delivered_timesheet"}},
                      {.product = erp("product.product", "1"),
                       .description = "Work",
                       .quantity = *decimal::parse("12.50"),
                       .unit_price = decimal(108),
                       .key = "design",
                       .unit = std::string("HUR"),
                       .billing = {billing_method::time_and_materials, "delivered_timesheet"}}},
            .state = contract_state::active,
            .quote = crm("quotes", "1")};
}

bool linked(external_ref const& a, external_ref const& b) {
    return (a == crm("companies", "7") && b == erp("res.partner", "40")) ||
           (a == crm("products", "design") && b == erp("product.product", "1")) ||
           (a == crm("products", "hosting") && b == erp("product.product", "2"));
}

// Shows R023.
TEST_CASE("a quote that was accepted in the CRM and the contract in the ERP are the same agreement") {
    CHECK(differences(accepted(), in_the_erp(), linked).empty());
    auto const made = contract_of(accepted());
    REQUIRE(made);
    CHECK(differences(accepted(), *made).empty());
    CHECK(made->lines[0].unit_price == decimal(108));
    CHECK(made->lines[1].unit_price.to_string() == "0.032");
    CHECK(made->quote == crm("quotes", "1"));
    CHECK(made->state == contract_state::draft);
}

// Shows R023.
TEST_CASE("where they differ, each field is listed with both values") {
    auto c = in_the_erp();
    c.currency = std::string("USD");
    c.lines[1].quantity = decimal(12);
    c.lines[1].unit_price = decimal(120);  // the discount was forgotten
    c.lines[1].billing = {billing_method::fixed_fee, "ordered_prepaid"};
    c.lines[0].key = "storage";
    c.quote.reset();
    CHECK(differences(accepted(), c, linked) ==
          std::vector<agreement_difference>{{"quote", "hubspot quotes 1", "-"},
                                            {"currency", "EUR", "USD"},
                                            {"lines[design].quantity", "12.5", "12"},
                                            {"lines[design].price", "120.00 EUR per 1, less 10 percent", "120"},
                                            {"lines[design].billing", "time_and_materials", "fixed_fee"},
                                            {"lines[hosting]", "a line", "-"},
                                            {"lines[storage]", "-", "a line"}});
    auto const unlinked = differences(accepted(), in_the_erp());
    REQUIRE(unlinked.size() == 3);
    CHECK(unlinked[0] == agreement_difference{"party", "hubspot companies 7", "odoo res.partner 40"});
}

TEST_CASE("a quote that is not accepted, or cannot be written exactly, becomes no contract") {
    auto q = accepted();
    q.state = quote_state::sent;
    CHECK(contract_of(q).error().message == "quote Q-1: found it sent, expected an accepted one");
    q = accepted();
    q.party.reset();
    CHECK(contract_of(q).error().message == "quote Q-1: found no party, expected one");
    q = accepted();
    q.lines[0].price.per.value = decimal(7);
    CHECK(contract_of(q).error().message ==
          "quote Q-1: line \"design\": found a price of one that 12 decimals do not hold");
    q = accepted();
    q.lines[0].price.currency = "USD";
    CHECK(contract_of(q).error().code == errc::mapping);
    q = accepted();
    q.lines[0].price.per.value = decimal(0);
    CHECK_FALSE(contract_of(q));
}

// Shows R023.
TEST_CASE("whatever is quoted, the contract made of it is the same agreement, and one changed price is seen") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        auto q = accepted();
        q.lines.clear();
        for (auto n = 1 + random() % 8; n > 0; --n) {
            auto l = line("", "1", "1", "1", "0");
            l.key = "line" + std::to_string(n);
            l.quantity.value = decimal::from_int(static_cast<std::int64_t>(random() % 100'000), 2);
            l.price.value = decimal::from_int(static_cast<std::int64_t>(random() % 1'000'000), 3);
            l.price.per.value = decimal(random() % 2 ? 1 : 1000);
            l.discount = decimal::from_int(static_cast<std::int64_t>(random() % 1'000), 1);
            q.lines.push_back(l);
        }
        auto c = contract_of(q);
        REQUIRE(c);
        CHECK(differences(q, *c).empty());
        auto& price = c->lines[random() % c->lines.size()].unit_price;
        price = *checked_add(price, decimal::from_int(1, 12));
        CHECK(differences(q, *c).size() == 1);
    }
}

}  // namespace agreement_test
