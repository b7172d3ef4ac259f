// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/catalogue.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/model.hpp>
#include <syncline/reflect/digest.hpp>

using namespace syncline;
using namespace syncline::model;

namespace {

/// A host's own entity, taught without touching the library.
struct purchase_order {
    external_ref source{};
    std::string number{};
    std::vector<quantity> ordered{};
    std::optional<money> total{};
};
BOOST_DESCRIBE_STRUCT(purchase_order, (), (source, number, ordered, total))

std::string text_of(char const* file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

entity_view const* find(std::string_view name) {
    for (auto const& e : catalogue())
        if (e.name == name) return &e;
    return nullptr;
}

}  // namespace

template <>
inline constexpr auto syncline::model::entity<purchase_order> =
    syncline::model::describe_entity("purchase order", "its own number",
                                     {{"source", classification::internal, system_role::library},
                                      {"number", classification::internal, system_role::erp},
                                      {"ordered", classification::internal, system_role::erp},
                                      {"total", classification::financial, system_role::erp, true}});

TEST_CASE("the catalogue has every entity of the model once, in order, with what identifies it") {
    std::set<std::string_view> names;
    for (auto const& e : catalogue()) {
        CAPTURE(e.name);
        CHECK(names.insert(e.name).second);
        CHECK_FALSE(e.key.empty());
        CHECK_FALSE(e.fields.empty());
    }
    CHECK(std::is_sorted(catalogue().begin(), catalogue().end(), [](auto& a, auto& b) { return a.name < b.name; }));
    for (
        auto const* name :
        {"analytic account", "assignment",   "billing schedule", "billing trigger", "change request", "contact",
         "contract",         "credit note",  "customer role",    "dispute",         "expense",        "identity",
         "invoice",          "legal entity", "opportunity",      "party",           "payment",        "payout",
         "posting document", "price list",   "product",          "project",         "quote",          "rate card",
         "refund",           "resource",     "subscription",     "tax code",        "time entry",     "usage record"}) {
        CAPTURE(name);
        CHECK(find(name) != nullptr);
    }
    CHECK(catalogue().size() == 30);
}

// Shows R181.
TEST_CASE("every financial object names the legal entity it belongs to") {
    for (auto const* name :
         {"contract", "quote", "invoice", "credit note", "payment", "refund", "payout", "expense", "subscription",
          "posting document", "customer role", "price list", "rate card", "tax code"}) {
        auto const* e = find(name);
        REQUIRE(e != nullptr);
        CAPTURE(name);
        CHECK(std::any_of(e->fields.begin(), e->fields.end(), [](auto& f) { return f.facts.name == "legal_entity"; }));
    }
}

TEST_CASE("what was posted, taxed or paid is an outcome, and outcomes belong to who books or collects") {
    std::set<std::string> outcomes;
    for (auto const& e : catalogue())
        for (auto const& f : e.fields) {
            if (!f.facts.outcome) continue;
            CAPTURE(e.name);
            CAPTURE(f.facts.name);
            outcomes.insert(std::string(e.name) + '.' + std::string(f.facts.name));
            CHECK(f.facts.sensitivity == classification::financial);
            CHECK((f.facts.owner == system_role::erp || f.facts.owner == system_role::billing ||
                   f.facts.owner == system_role::finance_ledger));
        }
    for (auto const* field : {"invoice.number", "invoice.state", "invoice.payment", "invoice.net", "invoice.tax",
                              "invoice.gross", "invoice.due", "credit note.gross", "payment.status", "payment.amount",
                              "payout.amount", "refund.amount", "time entry.amount", "time entry.invoice"})
        CHECK(outcomes.contains(field));
    CHECK(facts_of<&invoice::gross>().outcome);
    CHECK_FALSE(facts_of<&opportunity::amount>().outcome);
}

// Shows R138.
TEST_CASE("a person's data are personal and costs are financial") {
    CHECK(facts_of<&contact::email>().sensitivity == classification::personal);
    CHECK(facts_of<&contact::name>().sensitivity == classification::personal);
    CHECK(facts_of<&resource::name>().sensitivity == classification::personal);
    CHECK(facts_of<&resource::cost>().sensitivity == classification::financial);
    CHECK(facts_of<&resource::cost>().owner == system_role::hr);
    CHECK(facts_of<&product::cost>().sensitivity == classification::financial);
    CHECK(facts_of<&party::name>().owner == system_role::crm);
    CHECK(to_string(classification::public_) == "public");
    CHECK(to_string(classification::secret) == "secret");
}

// Shows R020.
TEST_CASE("a host's own entity has facts, a table and a digest like the model's") {
    auto const view = view_of<purchase_order>();
    CHECK(field_table(view) ==
          "| Field | Type | Classification | Owner |\n|---|---|---|---|\n"
          "| source | reference | internal | library |\n"
          "| number | text | internal | erp |\n"
          "| ordered | list of (value, unit) | internal | erp |\n"
          "| total | money? | financial | erp, an outcome |\n");
    CHECK(facts_of<&purchase_order::total>().outcome);
    purchase_order a{.number = "P1", .total = money::from_minor(100, "EUR")};
    auto b = a;
    CHECK(reflect::digest(a) == reflect::digest(b));
    b.total = money::from_minor(100, "USD");
    CHECK(reflect::digest(a) != reflect::digest(b));
    b.total = money::from_minor(1, "EUR");
    CHECK(reflect::digest(a) != reflect::digest(b));
}

// Shows R084.
TEST_CASE("a word we do not know is kept, and is not the same as nothing said") {
    auto const kit = open_enum<billing_method>::unknown("kit");
    CHECK(kit.is_unknown());
    CHECK_FALSE(open_enum<billing_method>{}.is_unknown());
    CHECK_FALSE(open_enum<billing_method>{billing_method::usage, "metered"}.is_unknown());
    product one{.code = "A"};
    product other = one;
    other.billing = kit;
    CHECK(reflect::digest(one) != reflect::digest(other));
}

TEST_CASE("every event says what it is about, and that is an entity") {
    std::set<event_kind> kinds;
    for (auto const& e : all_events) {
        CHECK(kinds.insert(e.kind).second);
        CHECK(find(e.entity) != nullptr);
    }
    CHECK(kinds.size() == 13);
}

TEST_CASE("the entities in the reference are the library's own") {
    std::string const text = text_of(SYNCLINE_TEST_DATA "/../docs/reference/entities.md");
    for (auto const& e : catalogue()) {
        CAPTURE(e.name);
        CHECK(text.find("## " + std::string(e.name) + "\n\nKnown by: " + std::string(e.key) + ".\n\n" +
                        field_table(e)) != std::string::npos);
    }
}
