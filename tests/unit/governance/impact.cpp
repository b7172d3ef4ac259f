// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/impact.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/governance/landscape.hpp"

using namespace syncline;

namespace governance_impact_test {

using governance_tests::small_landscape;
using list = std::vector<governance::touched>;

governance::impact asked(governance::configuration const& c, std::string_view question) {
    auto i = governance::impact_of(c, question);
    CAPTURE(question);
    if (!i) FAIL(i.error().message);
    return *std::move(i);
}

/// The small landscape with a way through three records: hub companies, party, odoo res.partner.
governance::configuration chain() {
    auto c = small_landscape();
    governance::mapping_entry const in{.id = "hub-to-party",
                                       .version = "1.0.0",
                                       .text = "to name = title\nto email = record | pick\n",
                                       .from = "hub companies",
                                       .to = "party",
                                       .owner = "connectors"};
    governance::mapping_entry const out{.id = "party-to-partner",
                                        .version = "1.0.0",
                                        .text = "to display_name = name\nto vat = number\n",
                                        .from = "party",
                                        .to = "odoo res.partner",
                                        .owner = "connectors"};
    c.mappings.push_back(in);
    c.mappings.push_back(out);
    c.flows[0].targets[0].mappings = {in.identity(), c.mappings[0].identity(), out.identity()};
    return c;
}

std::vector<std::string> names(list const& touched) {
    std::vector<std::string> out;
    for (auto const& t : touched) out.push_back(t.name.substr(0, t.name.find('@')));
    return out;
}

// Shows R165.
TEST_CASE("a field touches the mappings that read or write it, their flows, and who owns them") {
    auto const c = small_landscape();
    auto const i = asked(c, "party.name");
    CHECK(i.about == "field name of party, internal");
    CHECK(i.mappings == list{{c.mappings[0].identity(), "reads it for name; writes it"}});
    CHECK(i.flows == list{{"customers", "uses company-to-customer"}});
    CHECK(i.metrics.empty());
    CHECK(i.owners == list{{"sales",
                            "owns entity party; owns flow customers; owns hub, which as crm has the final say; owns "
                            "mapping company-to-customer"},
                           {"stewards", "works on exceptions of customers"}});
    CHECK(governance::to_text(i) ==
          "field name of party, internal\nmapping " + c.mappings[0].identity() +
              ": reads it for name; writes it\nflow customers: uses company-to-customer\nmetric: none\nowner sales: " +
              i.owners[0].how + "\nowner stewards: works on exceptions of customers\n");
}

TEST_CASE("a field that no mapping names touches its owners alone") {
    auto const i = asked(small_landscape(), "party.email");
    CHECK(i.about == "field email of party, personal");
    CHECK(i.mappings.empty());
    CHECK(i.flows.empty());
    CHECK(names(i.owners) == std::vector<std::string>{"sales"});
}

TEST_CASE("a field is followed through all mappings of a flow's target") {
    auto const c = chain();
    auto const title = asked(c, "hub companies.title");
    CHECK(names(title.mappings) == std::vector<std::string>{"company-to-customer", "hub-to-party", "party-to-partner"});
    CHECK(title.mappings[0].how == "passes on what is made of it as name");
    CHECK(title.mappings[1].how == "reads it for email; reads it for name");
    CHECK(title.mappings[2].how == "passes on what is made of it as display_name");
    CHECK(names(title.flows) == std::vector<std::string>{"customers"});

    auto const other = asked(c, "hub companies.colour");  // only the rule over the whole record reads it
    CHECK(other.mappings == list{{c.mappings[1].identity(), "reads it for email"}});

    auto const vat = asked(c, "odoo res.partner.vat");
    CHECK(vat.mappings == list{{c.mappings[2].identity(), "writes it"}});
    auto const unmapped = asked(c, "odoo res.partner.color");  // the mapping names all it writes
    CHECK(unmapped.mappings.empty());
    CHECK(unmapped.flows.empty());
    CHECK(names(unmapped.owners) == std::vector<std::string>{"it"});
}

TEST_CASE("where no mapping has an object's fields, its flows are touched as a whole") {
    auto const c = small_landscape();
    CHECK(asked(c, "odoo res.partner.vat").flows == list{{"customers", "writes odoo res.partner"}});
    CHECK(asked(c, "hub companies.name").flows == list{{"customers", "reads hub companies"}});
    CHECK(asked(c, "hub companies.name").about == "field name of hub companies");
}

TEST_CASE("an entity or an object as a whole") {
    auto const c = small_landscape();
    auto const party = asked(c, "party");
    CHECK(party.about == "entity party");
    CHECK(party.mappings == list{{c.mappings[0].identity(), "reads it; writes it"}});
    CHECK(asked(c, "odoo res.partner").about == "object odoo res.partner");
    CHECK(asked(chain(), "odoo res.partner").flows ==
          list{{"customers", "uses party-to-partner; writes odoo res.partner"}});
}

TEST_CASE("a system touches every flow that reads or writes it, and the mappings on the way") {
    auto const c = small_landscape();
    auto const odoo = asked(c, "odoo");
    CHECK(odoo.about == "system odoo");
    CHECK(odoo.flows == list{{"customers", "writes its res.partner"}});
    CHECK(odoo.mappings == list{{c.mappings[0].identity(), "leads to its res.partner"}});
    CHECK(names(odoo.owners) == std::vector<std::string>{"it", "sales", "stewards"});
    auto const hub = asked(c, "hub");
    CHECK(hub.flows == list{{"customers", "reads its companies"}});
    CHECK(hub.mappings == list{{c.mappings[0].identity(), "starts from its companies"}});
}

TEST_CASE("a version of a system is said to run where it runs") {
    auto c = small_landscape();
    CHECK(asked(c, "odoo 18.0").about == "version 18.0 of system odoo");
    c.environments = {{"live", {}}, {"test", {{"odoo.version", "19.0"}}}};
    CHECK(asked(c, "odoo 18.0").about == "version 18.0 of system odoo, which runs by default, in live");
    CHECK(asked(c, "odoo 19.0").about == "version 19.0 of system odoo, which runs in test");
    CHECK(asked(c, "odoo 19.0").flows.size() == 1);
    CHECK(governance::impact_of(c, "odoo 17.0").error().code == errc::not_found);
}

TEST_CASE("a mapping, one version of it, or its identity") {
    auto c = small_landscape();
    c.mappings.push_back(c.mappings[0]);
    c.mappings[1].version = "2.0.0";
    auto const both = asked(c, "company-to-customer");
    CHECK(both.mappings.size() == 2);
    CHECK(both.flows == list{{"customers", "uses it for its customer"}});
    auto const old = asked(c, "company-to-customer@1.0.0");
    CHECK(old.about == "mapping company-to-customer, version 1.0.0");
    CHECK(old.mappings == list{{c.mappings[0].identity(), "is it"}});
    CHECK(asked(c, c.mappings[0].identity()) == old);
    CHECK(asked(c, "company-to-customer@2.0.0").flows.empty());
}

TEST_CASE("a metric is touched by its fields and by the flows it counts") {
    auto c = small_landscape();
    c.metrics = {{.name = "customers-known", .owner = "board", .fields = {"party.email"}, .flows = {}},
                 {.name = "runs", .owner = "ops", .fields = {}, .flows = {"customers"}}};
    CHECK(asked(c, "party.email").metrics == list{{"customers-known", "is made of party.email"}});
    auto const name = asked(c, "party.name");
    CHECK(name.metrics == list{{"runs", "counts flow customers"}});
    CHECK(std::count(name.owners.begin(), name.owners.end(), governance::touched{"ops", "owns metric runs"}) == 1);
}

TEST_CASE("who has the final say on a field is named, with the stages at which they have it") {
    auto c = small_landscape();
    c.ownership.entities[0].stages = {"new", "old"};
    c.ownership.rules.push_back({.entity = "party", .field = "name", .stage = "old", .owner = "erp"});
    auto const i = asked(c, "party.name");
    CHECK(std::any_of(i.owners.begin(), i.owners.end(), [](auto const& o) {
        return o.name == "it" && o.how == "owns odoo, which as erp has the final say when old";
    }));
    CHECK(names(asked(c, "party.email").owners) == std::vector<std::string>{"sales"});
    c.ownership.rules.push_back({.entity = "party", .field = "email", .legal_entity = "AT01", .owner = "odoo"});
    auto const email = asked(c, "party.email");
    CHECK(std::any_of(email.owners.begin(), email.owners.end(), [](auto const& o) {
        return o.name == "it" && o.how == "owns odoo, which as odoo has the final say of AT01";
    }));
}

TEST_CASE("what is not there is not found, with the nearest name that is") {
    auto const c = small_landscape();
    auto const wrong = governance::impact_of(c, "party.nmae");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == errc::not_found);
    CHECK(wrong.error().message == "impact: found nothing called \"party.nmae\"; perhaps \"party.name\"");
    for (auto const* question : {"", ".", "party.", "odoo ", "\xFF", "party.name.", "@"}) {
        CAPTURE(question);
        auto const i = governance::impact_of(c, question);
        if (!i) CHECK(i.error().code == errc::not_found);
    }
}

TEST_CASE("the answer is the same in any order of the configuration") {
    auto c = chain();
    auto second = c.flows[0];
    second.name = "a-second";
    c.flows.push_back(second);
    auto const i = asked(c, "party.name");
    std::reverse(c.flows.begin(), c.flows.end());
    std::reverse(c.mappings.begin(), c.mappings.end());
    std::reverse(c.systems.begin(), c.systems.end());
    CHECK(asked(c, "party.name") == i);
}

}  // namespace governance_impact_test
