// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/party_survivorship.hpp>

#include <doctest/doctest.h>

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

TEST_CASE("website, phone, email and industry: the CRM owns them, Odoo fills what the CRM leaves blank") {
    auto const blank = field_value<std::string>::empty_value();
    for (text_member const m : {&party::website, &party::phone, &party::email, &party::industry}) {
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

TEST_CASE("country, all there is of the visiting address: the newest of CRM and Odoo, the CRM in a tie") {
    auto const country = [](int of_crm, int of_erp) {
        return merged_of({said_by(crm, of_crm, {.country = "AT"}), said_by(erp, of_erp, {.country = "DE"}),
                          said_by(billing, 9, {.country = "CH"})})
            .country;
    };
    CHECK(country(1, 2) == "DE");
    CHECK(country(2, 1) == "AT");
    CHECK(country(2, 2) == "AT");
}

TEST_CASE("a golden party is read from no system") {
    CHECK(merged_of({said_by(crm, 1, {.source = {"hubspot", "companies", "7"}, .name = "Acme"})}).source ==
          external_ref{});
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
          "kind: only crm, erp heard; then ranking crm, erp\n"
          "name: only crm, erp heard; then ranking crm, erp\n"
          "website: only crm, erp heard; then ranking crm, erp\n"
          "phone: only crm, erp heard; then ranking crm, erp\n"
          "email: only crm, erp heard; then ranking crm, erp\n"
          "industry: only crm, erp heard; then ranking crm, erp\n"
          "country: only crm, erp heard; then newest\n"
          "parent: only crm, erp heard; then ranking crm, erp\n"
          "tie-break: ranking crm, erp, billing; then newer source time; then smaller source id\n");
}
