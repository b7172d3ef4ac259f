// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/inter_company.hpp>

#include <vector>

#include <doctest/doctest.h>

namespace inter_company_test {

using namespace syncline;
using namespace syncline::model;

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }
external_ref company(char const* id) { return {"odoo", "res.company", id}; }
external_ref partner(char const* id) { return {"odoo", "res.partner", id}; }

tax_id vat(char const* country, char const* value, tax_id_state state = tax_id_state::well_formed) {
    return {.scheme = "VAT", .country = std::string(country), .value = value, .state = state};
}

std::vector<own_party> own() {
    std::vector<party> const parties{
        {.source = partner("10"), .tax_ids = {vat("AT", "ATU12345675")}},
        {.source = partner("11"), .tax_ids = {vat("DE", "DE136695976")}},
        {.source = partner("12"), .tax_ids = {vat("DE", "DE999999999")}},
        {.source = partner("13")},
        {.source = partner("14"), .tax_ids = {vat("DE", "DE136695976", tax_id_state::malformed)}}};
    std::vector<legal_entity> const entities{{.source = company("1"), .tax_ids = {vat("AT", "ATU12345675")}},
                                             {.source = company("2"), .tax_ids = {vat("DE", "DE136695976")}}};
    return own_parties(parties, entities);
}

invoice sold_to(char const* party_id) {
    return {.legal_entity = company("1"),
            .party = partner(party_id),
            .lines = {{.kind = invoice_line_kind::section},
                      {.net = eur(100'00)},
                      {.kind = invoice_line_kind::rounding, .net = eur(1)},
                      {.net = eur(50'00)}}};
}

// Shows R186.
TEST_CASE("lines between the host's own companies are marked, with both of them named") {
    CHECK(own() == std::vector<own_party>{{partner("10"), company("1")}, {partner("11"), company("2")}});
    CHECK(inter_company_lines(sold_to("11"), own()) ==
          std::vector<inter_company_line>{{2, company("1"), company("2"), eur(100'00)},
                                          {4, company("1"), company("2"), eur(50'00)}});
}

// Shows R186.
TEST_CASE("business with anybody else is not marked, nor is a company's business with itself") {
    CHECK(inter_company_lines(sold_to("12"), own()).empty());
    CHECK(inter_company_lines(sold_to("13"), own()).empty());
    CHECK(inter_company_lines(sold_to("14"), own()).empty());
    CHECK(inter_company_lines(sold_to("10"), own()).empty());
    CHECK(inter_company_lines(sold_to("11"), {}).empty());
}

// Shows R186.
TEST_CASE("a posting is marked line by line") {
    posting_document const d{.legal_entity = company("2"),
                             .lines = {{.account = "1400", .amount = eur(7'00), .party = partner("10")},
                                       {.account = "1400", .amount = eur(5'00), .party = partner("12")},
                                       {.account = "8400", .amount = eur(12'00)}}};
    CHECK(inter_company_lines(d, own()) == std::vector<inter_company_line>{{1, company("2"), company("1"), eur(7'00)}});
}

}  // namespace inter_company_test
