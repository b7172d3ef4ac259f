// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/explanation.hpp>

#include <doctest/doctest.h>

#include "unit/mdm/customer.hpp"

using namespace survivors;

TEST_CASE("an explanation reads as a sentence, with a line for each who said otherwise") {
    auto verified_vat = said_by(crm, 1, {.name = "Acme", .vat = "ATU1"});
    verified_vat.notes = {note<&customer::vat>({.verified = true})};
    auto const nothing = field_value<std::string>::empty_value();
    auto const m = merge({verified_vat, said_by(erp, 2, {.name = "ACME", .vat = "ATU2", .phone = "+43 2"}),
                          said_by(billing, 3, {.name = "Acme", .phone = nothing})});
    CHECK(to_text(why(m, "name"), values::shown) ==
          "name: \"Acme\" of hubspot companies/7 (crm, 2026-03-01T01:00:00Z); settled by: ranking crm, erp\n"
          "    not \"ACME\" of odoo res.partner/7 (erp, 2026-03-01T02:00:00Z)\n"
          "    also \"Acme\" of stripe companies/7 (billing, 2026-03-01T03:00:00Z)\n");
    CHECK(to_text(why(m, "vat"), values::shown) ==
          "vat: \"ATU1\" of hubspot companies/7 (crm, 2026-03-01T01:00:00Z, verified); settled by: verified\n"
          "    not \"ATU2\" of odoo res.partner/7 (erp, 2026-03-01T02:00:00Z)\n");
    CHECK(to_text(why(m, "phone"), values::shown) ==
          "phone: \"+43 2\" of odoo res.partner/7 (erp, 2026-03-01T02:00:00Z); nobody says otherwise\n"
          "    not blank in stripe companies/7 (billing, 2026-03-01T03:00:00Z): a blank says nothing here\n");
    CHECK(to_text(why(m, "notes")) == "notes: absent, no source has a say; rule: longest\n");
}

TEST_CASE("what settled it is the last step at which somebody fell who said something else") {
    auto const m = merge(
        {said_by(crm, 1, {.name = "Acme"}), said_by(erp, 2, {.name = "Acme"}), said_by(billing, 3, {.name = "Other"})});
    CHECK(to_text(why(m, "name"), values::shown) ==
          "name: \"Acme\" of hubspot companies/7 (crm, 2026-03-01T01:00:00Z); settled by: only crm, erp heard\n"
          "    also \"Acme\" of odoo res.partner/7 (erp, 2026-03-01T02:00:00Z)\n"
          "    not \"Other\" of stripe companies/7 (billing, 2026-03-01T03:00:00Z)\n");
}

TEST_CASE("values are left out unless asked for, whatever they are") {
    auto const secret = std::string("canary-4711");
    std::vector<fact<customer>> facts{
        said_by(crm, 1, {.name = secret, .vat = secret, .street = secret, .phone = secret, .notes = secret}),
        said_by(erp, 2, {.name = secret + "x", .vat = secret + "x", .city = secret, .phone = secret + "x"}),
        said_by(billing, 3, {.notes = secret + "yz"})};
    std::string hidden;
    std::string shown;
    for (auto const& f : merge(facts).fields) {
        hidden += to_text(f);
        shown += to_text(f, values::shown);
    }
    CHECK(hidden.find(secret) == std::string::npos);
    CHECK(shown.find(secret) != std::string::npos);
}

TEST_CASE("each kind of value has a text") {
    struct all_kinds {
        field_value<bool> yes{};
        field_value<std::int64_t> count{};
        field_value<decimal> rate{};
        field_value<instant> moment{};
        field_value<local_date> day{};
        field_value<model::system_role> role{};
        std::vector<std::string> tags{};
        std::optional<external_ref> ref{};
    };
    auto const text = [](auto const& v) {
        std::string out;
        mdm::detail::add_text(out, v);
        return out;
    };
    all_kinds const k{.yes = true,
                      .count = -7,
                      .rate = *decimal::parse("1.50"),
                      .moment = at(1),
                      .day = local_date(2026y / 3 / 1),
                      .role = erp,
                      .tags = {"a", "b"},
                      .ref = external_ref{"odoo", "res.partner", "1"}};
    CHECK(text(k.yes) == "yes");
    CHECK(text(k.count) == "-7");
    CHECK(text(k.rate) == "1.5");
    CHECK(text(k.moment) == "2026-03-01T01:00:00Z");
    CHECK(text(k.day) == "2026-03-01");
    CHECK(text(k.role) == "erp");
    CHECK(text(k.tags) == "a, b");
    CHECK(text(k.ref) == "odoo, res.partner, 1");
    CHECK(text(field_value<bool>()).empty());
}
