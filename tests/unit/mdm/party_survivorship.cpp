// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/party_survivorship.hpp>

#include <doctest/doctest.h>

namespace party_survivorship_test {

using namespace syncline;
using namespace syncline::mdm;
using model::party;
using enum model::system_role;
using namespace std::chrono_literals;

namespace {

fact<party> said_by(model::system_role role, int hour, party record) {
    char const* const system = role == crm ? "hubspot" : role == erp ? "odoo" : "stripe";
    return {.record = std::move(record),
            .from = {.source = {system, "x", "1"},
                     .role = role,
                     .at = instant(std::chrono::sys_days(2026y / 3 / 1) + std::chrono::hours(hour))}};
}

using text_member = field_value<std::string> party::*;

party with(text_member m, field_value<std::string> v) {
    party p;
    p.*m = std::move(v);
    return p;
}

party merged_of(std::vector<fact<party>> const& facts) { return party_survivorship.merge("p-1", facts).record; }

}  // namespace

TEST_CASE(
    "website, phone, email, industry, language and owner: the CRM owns them, Odoo fills what the CRM leaves blank") {
    auto const blank = field_value<std::string>::empty_value();
    for (text_member const m :
         {&party::website, &party::phone, &party::email, &party::industry, &party::language, &party::owner}) {
        auto const survives = [m](field_value<std::string> c, field_value<std::string> e, field_value<std::string> b) {
            return merged_of({said_by(erp, 8, with(m, std::move(e))), said_by(crm, 1, with(m, std::move(c))),
                              said_by(billing, 9, with(m, std::move(b)))}).*
                   m;
        };
        CHECK(survives("c", "e", "b") == "c");
        CHECK(survives(blank, "e", "b") == "e");
        CHECK(survives({}, "e", "b") == "e");
        CHECK(survives("c", blank, "b") == "c");
        CHECK(survives(blank, blank, "b").is_absent());  // nobody else fills it
    }
}

TEST_CASE("name, kind and parent: the CRM owns them, Odoo fills") {
    auto const erp_says = said_by(
        erp, 8,
        {.kind = model::party_kind::person, .name = "ACME", .parent = external_ref{"odoo", "res.partner", "1"}});
    auto const crm_says = said_by(
        crm, 1, {.kind = model::party_kind::organization, .name = "Acme", .parent = external_ref{"h", "c", "2"}});
    auto const both = merged_of({erp_says, crm_says});
    CHECK(both.name == "Acme");
    CHECK(both.kind == model::party_kind::organization);
    CHECK(both.parent == external_ref{"h", "c", "2"});
    auto const filled = merged_of({erp_says, said_by(crm, 1, {})});
    CHECK(filled.name == "ACME");
    CHECK(filled.parent == external_ref{"odoo", "res.partner", "1"});
    CHECK(merged_of({said_by(billing, 9, {.name = "acme"})}).name.empty());
}

TEST_CASE("stage and activity: the CRM owns them, Odoo fills; how each spells a stage is no difference") {
    using stage = model::party_lifecycle;
    auto const of_crm = said_by(crm, 1, {.lifecycle = {stage::customer, "customer"}, .active = true});
    auto const of_erp = said_by(erp, 8, {.lifecycle = {stage::former, "0"}, .active = false});
    CHECK(merged_of({of_crm, of_erp}).lifecycle.known == stage::customer);
    CHECK(merged_of({of_crm, of_erp}).active == true);
    CHECK(merged_of({said_by(crm, 1, {}), of_erp}).lifecycle.known == stage::former);
    CHECK(merged_of({said_by(crm, 1, {}), of_erp}).active == false);
    std::vector<fact<party>> const alike{of_crm, said_by(erp, 8, {.lifecycle = {stage::customer, "3"}})};
    for (auto const& f : party_survivorship.merge("p-1", alike).fields)
        if (f.field == "lifecycle") CHECK(f.settled == settled_by::unopposed);
}

TEST_CASE("legal name and tax ids: verified beats unverified, then Odoo, then the newest") {
    using state = model::tax_id_state;
    auto const with_id = [](char const* value, state s) {
        return party{.legal_name = value, .tax_ids = {{.scheme = "VAT", .value = value, .state = s}}};
    };
    auto const id = [](std::vector<fact<party>> const& facts) { return merged_of(facts).tax_ids.front().value; };
    auto const of_crm = said_by(crm, 8, with_id("c", state::well_formed));
    auto const of_erp = said_by(erp, 1, with_id("e", state::unchecked));
    CHECK(id({of_crm, of_erp}) == "e");
    CHECK(id({said_by(crm, 8, with_id("c", state::verified)), of_erp}) == "c");
    CHECK(id({of_crm, said_by(billing, 9, with_id("b", state::unchecked))}) == "b");
    CHECK(merged_of({of_crm, of_erp}).legal_name == "e");
    auto checked = of_crm;
    checked.notes = {note<&party::legal_name>({.verified = true})};
    CHECK(merged_of({checked, of_erp}).legal_name == "c");
    CHECK(id({checked, of_erp}) == "e");
    // a list is as good as the worst in it
    auto mixed = said_by(crm, 8, with_id("c", state::verified));
    mixed.record.tax_ids.push_back({.scheme = "EIN", .value = "x"});
    CHECK(id({mixed, of_erp}) == "e");
}

TEST_CASE("number and currency: Odoo's, nobody else is heard") {
    auto const of_crm = said_by(crm, 8, {.number = "C-1", .currency = "USD"});
    CHECK(merged_of({of_crm, said_by(erp, 1, {.number = "E-1", .currency = "EUR"})}).currency == "EUR");
    CHECK(merged_of({of_crm, said_by(erp, 1, {.number = "E-1", .currency = "EUR"})}).number == "E-1");
    CHECK(merged_of({of_crm}).currency.is_absent());
    auto const blank = field_value<std::string>::empty_value();
    CHECK(merged_of({of_crm, said_by(erp, 1, {.number = blank})}).number.is_empty());
}

TEST_CASE("address and country together: the newest of CRM and Odoo, the CRM in a tie") {
    auto const survives = [](int of_crm, int of_erp) {
        return merged_of({said_by(crm, of_crm, {.country = "AT", .address = model::address{.locality = "Wien"}}),
                          said_by(erp, of_erp, {.country = "DE", .address = model::address{.line1 = "Ring 1"}}),
                          said_by(billing, 9, {.country = "CH", .address = model::address{.locality = "Bern"}})});
    };
    CHECK(survives(1, 2).country == "DE");
    CHECK(survives(1, 2).address == model::address{.line1 = "Ring 1"});  // whole: without the CRM's city
    CHECK(survives(2, 1).country == "AT");
    CHECK(survives(2, 2).address == model::address{.locality = "Wien"});
    // an address with nothing in it is none
    CHECK(merged_of({said_by(crm, 5, {.address = model::address{}}),
                     said_by(erp, 1, {.address = model::address{.line1 = "Ring 1"}})})
              .address->line1 == "Ring 1");
}

TEST_CASE("a golden party is read from no system and merged by none") {
    auto const golden = merged_of({said_by(
        crm, 1,
        {.source = {"hubspot", "companies", "7"}, .name = "Acme", .merged_from = {{"hubspot", "companies", "8"}}})});
    CHECK(golden.source == external_ref{});
    CHECK(golden.merged_from.empty());
}

TEST_CASE("the final tie-break: the higher-ranked system, the newer source time, the smaller id") {
    auto a = said_by(crm, 1, {.name = "a"});
    auto b = said_by(crm, 1, {.name = "b"});
    b.from.source.id = "2";
    CHECK(merged_of({b, a}).name == "a");
    b.from.at += 1s;
    CHECK(merged_of({a, b}).name == "b");
}

TEST_CASE("the default prints as the table it is taken from") {
    CHECK(party_survivorship.describe() ==
          "source: left out\n"
          "merged_from: left out\n"
          "kind: only crm, erp heard; then ranking crm, erp\n"
          "name: only crm, erp heard; then ranking crm, erp\n"
          "website: only crm, erp heard; then ranking crm, erp\n"
          "phone: only crm, erp heard; then ranking crm, erp\n"
          "email: only crm, erp heard; then ranking crm, erp\n"
          "industry: only crm, erp heard; then ranking crm, erp\n"
          "parent: only crm, erp heard; then ranking crm, erp\n"
          "language: only crm, erp heard; then ranking crm, erp\n"
          "owner: only crm, erp heard; then ranking crm, erp\n"
          "lifecycle: only crm, erp heard; then ranking crm, erp\n"
          "active: only crm, erp heard; then ranking crm, erp\n"
          "legal_name: verified; then ranking erp; then newest\n"
          "tax_ids: verified; then ranking erp; then newest\n"
          "country, address: only crm, erp heard; then newest\n"
          "number: only erp heard; then owner erp\n"
          "currency: only erp heard; then owner erp\n"
          "tie-break: ranking crm, erp, billing; then newer source time; then smaller source id\n");
}

}  // namespace party_survivorship_test
