// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/tax_id.hpp>

#include <doctest/doctest.h>

#include <set>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

namespace {

checked_tax_id id(std::string scheme, std::string country, std::string value, tax_id_check check) {
    return {std::move(scheme), std::move(country), std::move(value), check};
}

}  // namespace

// Shows R033.
TEST_CASE("tax ids that authorities and companies publish are right") {
    struct {
        std::string_view scheme;
        std::string_view country;
        std::string_view text;
    } constexpr cases[] = {
        {"VAT", "AT", "ATU13585627"},         {"VAT", "BE", "BE 0428.759.497"},
        {"VAT", "BG", "BG175074752"},         {"VAT", "CH", "CHE-100.155.212 MWST"},
        {"VAT", "CY", "CY10259033P"},         {"VAT", "CZ", "CZ25123891"},
        {"VAT", "DE", "DE136695976"},         {"VAT", "DK", "DK13585628"},
        {"VAT", "EE", "EE100931558"},         {"VAT", "GR", "EL094259216"},
        {"VAT", "ES", "ESB58378431"},         {"VAT", "FI", "FI20774740"},
        {"VAT", "FR", "FR40303265045"},       {"VAT", "FR", "FR23334175221"},
        {"VAT", "GB", "GB980780684"},         {"VAT", "GB", "XI980780684"},
        {"VAT", "HR", "HR33392005961"},       {"VAT", "HU", "HU12892312"},
        {"VAT", "IE", "IE6433435F"},          {"VAT", "IE", "IE6433435OA"},
        {"VAT", "IT", "IT00743110157"},       {"VAT", "LT", "LT119511515"},
        {"VAT", "LU", "LU15027442"},          {"VAT", "LV", "LV40003521600"},
        {"VAT", "MT", "MT11679112"},          {"VAT", "NL", "NL004495445B01"},
        {"VAT", "NL", "NL000099998B57"},      {"VAT", "NO", "NO 995 525 828 MVA"},
        {"VAT", "PL", "PL8567346215"},        {"VAT", "PT", "PT501964843"},
        {"VAT", "RO", "RO18547290"},          {"VAT", "SE", "SE123456789701"},
        {"VAT", "SI", "SI50223054"},          {"VAT", "SK", "SK2022749619"},
        {"ABN", "AU", "51 824 753 556"},      {"ABN", "AU", "83 914 571 673"},
        {"CNPJ", "BR", "16.727.230/0001-97"}, {"CNPJ", "BR", "12.ABC.345/01DE-35"},
        {"CPF", "BR", "390.533.447-05"},      {"GSTIN", "IN", "27AAPFU0939F1ZV"},
        {"LEI", "", "5493000IBP32UQZ0KL24"},  {"LEI", "US", "213800KUD8LAJWSQ9D15"},
        {"SIREN", "FR", "732 829 320"},       {"SIRET", "FR", "732 829 320 00074"},
        {"SIRET", "FR", "35600000049837"},
    };
    for (auto const& c : cases) {
        auto const r = check_tax_id(c.scheme, c.country, c.text);
        REQUIRE_MESSAGE(r, c.text << ": " << r.error().message);
        CHECK_MESSAGE(r->check == tax_id_check::check_digits, c.text);
        CHECK(r->scheme == c.scheme);
        CHECK(r->country == c.country);
        CHECK_MESSAGE(check_tax_id(r->scheme, r->country, tax_id_text(*r)) == *r, c.text);
    }
}

TEST_CASE("a second implementation judges the same numbers alike") {
    std::set<std::string> schemes;
    std::size_t wrong = 0;
    for (auto const& row : rows_of("tax_ids.csv", ',')) {
        REQUIRE(row.size() == 4);
        auto const r = check_tax_id(row[0], row[1], row[2]);
        if (row[3] == "wrong") {
            check_refused(r, row[2]);
            ++wrong;
        } else {
            REQUIRE_MESSAGE(r, row[0] << ' ' << row[1] << ' ' << row[2] << ": " << r.error().message);
            CHECK(check_tax_id(r->scheme, r->country, r->value) == *r);
            schemes.insert(row[0] + row[1]);
        }
    }
    CHECK(wrong > 150);
    // all but GB's second prefix and DUNS, which has nothing to check
    CHECK(schemes.size() == tax_id_rules().size() - 2);
}

TEST_CASE("the country of a VAT number is that of its prefix, and may stand beside it") {
    auto const expected = id("VAT", "DE", "DE136695976", tax_id_check::check_digits);
    CHECK(check_tax_id("VAT", "DE", "136695976") == expected);
    CHECK(check_tax_id("VAT", "", "de 136 695 976") == expected);
    CHECK(check_tax_id("eu_vat", "", "DE136695976") == expected);
    CHECK(check_tax_id("vat", "de", "DE136695976") == expected);
    CHECK(check_tax_id("VAT", "GR", "094259216")->value == "EL094259216");
    CHECK(check_tax_id("VAT", "EL", "EL094259216")->country == "GR");
    CHECK(check_tax_id("VAT", "", "XI980780684") == id("VAT", "GB", "XI980780684", tax_id_check::check_digits));
    CHECK(check_tax_id("gb_vat", "", "980780684")->value == "GB980780684");
    CHECK(check_tax_id("no_vat", "", "995525828MVA")->country == "NO");
    CHECK(check_tax_id("VAT", "AT", "DE136695976").error().message ==
          "found \"DE136695976\", expected a VAT of AT of the shape ATU99999999");
    CHECK(to_tax_id{"VAT", "DE"}("136695976") == expected);
    CHECK(to_tax_id{"VAT", "DE"}.describe() == "to_tax_id VAT DE");
}

// Shows R033.
TEST_CASE("what breaks the rule of its scheme is refused with that rule") {
    CHECK(check_tax_id("VAT", "DE", "DE136695978").error().message ==
          "found \"DE136695978\", expected a VAT of DE of the shape DE999999999 with right check digits (ISO 7064 MOD "
          "11,10)");
    struct {
        std::string_view scheme;
        std::string_view country;
        std::string_view text;
    } constexpr cases[] = {
        {"VAT", "DE", "DE13669597"},
        {"VAT", "DE", "DE036695976"},
        {"VAT", "BE", "BE2428759497"},
        {"VAT", "CH", "CHE100155212ABC"},
        {"VAT", "NO", "995525828MVB"},
        {"VAT", "GB", "GBGD500"},
        {"VAT", "GB", "GBHA499"},
        {"VAT", "GB", "GBAB123"},
        {"VAT", "CY", "CY12259033P"},
        {"VAT", "IT", "IT00000000000"},
        {"VAT", "SE", "SE123456789700"},
        {"VAT", "NL", "NL004495445B00"},
        {"VAT", "IE", "IE6A33435FA"},
        {"VAT", "ES", "ESI58378431"},
        {"VAT", "FR", "FRIO303265045"},
        {"EIN", "US", "07-1144442"},
        {"EIN", "US", "91-114444"},
        {"CNPJ", "BR", "00000000000000"},
        {"CPF", "BR", "11111111111"},
        {"GSTIN", "IN", "40AAPFU0939F1ZV"},
        {"LEI", "", "5493000IBP32UQZ0KL25"},
        {"DUNS", "", "15-048-378"},
        {"SIREN", "FR", "732829321"},
        {"ABN", "AU", "01824753556"},
        {"VAT", "XX", "123"},
        {"VAT", "DE", "DE136695976?"},
        {"VAT", "DE",
         "DE\xC3\xA4"
         "36695976"},
    };
    for (auto const& c : cases) check_refused(check_tax_id(c.scheme, c.country, c.text), c.text);
}

TEST_CASE("a scheme without check digits says so") {
    CHECK(check_tax_id("EIN", "US", "91-1144442") == id("EIN", "US", "911144442", tax_id_check::shape));
    CHECK(check_tax_id("us_ein", "", "91-1144442") == id("EIN", "US", "911144442", tax_id_check::shape));
    CHECK(check_tax_id("D-U-N-S", "", "15-048-3782") == id("DUNS", "", "150483782", tax_id_check::shape));
    CHECK(check_tax_id("VAT", "CZ", "CZ640903926")->check == tax_id_check::shape);
    CHECK(check_tax_id("VAT", "LV", "32123456789")->check == tax_id_check::shape);
}

// Shows R033.
TEST_CASE("an unknown scheme is kept as it came, and flagged") {
    CHECK(check_tax_id("ru_inn", "RU", " 7707083893 ") ==
          id("ru_inn", "RU", "7707083893", tax_id_check::unknown_scheme));
    CHECK(check_tax_id("VAT", "RU", "77-07/08?") == id("VAT", "RU", "77-07/08?", tax_id_check::unknown_scheme));
    CHECK(check_tax_id("vat", "", "12345") == id("VAT", "", "12345", tax_id_check::unknown_scheme));
    CHECK(check_tax_id("", "", "Steuernr. 12/345") == id("", "", "Steuernr. 12/345", tax_id_check::unknown_scheme));
    auto const kept = *check_tax_id("ru_inn", "RU", "7707083893");
    CHECK(check_tax_id(kept.scheme, kept.country, tax_id_text(kept)) == kept);
}

TEST_CASE("hostile text is no tax id of a known scheme, and too much or broken text of none") {
    for (auto const& rule : tax_id_rules()) check_hostile_refused(to_tax_id{rule.scheme, rule.country});
    check_refused(check_tax_id("own", "", ""), "");
    check_refused(check_tax_id("own", "", "\xFF"), "\xFF");
    check_refused(check_tax_id("own", "", std::string(1'000'000, 'x')), "x");
    check_refused(check_tax_id("VAT", std::string(1'000'000, 'x'), "1"), "x");
}
