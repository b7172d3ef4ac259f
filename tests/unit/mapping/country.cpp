// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/country.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <set>

#include <syncline/mapping/mapping.hpp>

#include "conversion_cases.hpp"

namespace country_test {

using namespace syncline;
using namespace conversion_cases;

namespace {

struct lead {
    std::string country;
    field_value<std::string> ship_to;
};
BOOST_DESCRIBE_STRUCT(lead, (), (country, ship_to))

struct party {
    std::string country;
    field_value<std::string> ship_to;
};
BOOST_DESCRIBE_STRUCT(party, (), (country, ship_to))

constexpr auto to_party = mapping<lead, party>(to<& party::country> = from<&lead::country> | to_country_code,
                                               to<& party::ship_to> = from<&lead::ship_to> | to_country_code);
constexpr auto to_lead = mapping<party, lead>(to<& lead::country> = from<&party::country> | country_name,
                                              to<& lead::ship_to> = from<&party::ship_to> | country_name);

/// Every code there could be that is one.
std::vector<std::string> codes() {
    std::vector<std::string> out;
    for (char a = 'A'; a <= 'Z'; ++a)
        for (char b = 'A'; b <= 'Z'; ++b)
            if (country_name(std::string{a, b})) out.push_back({a, b});
    return out;
}

}  // namespace

TEST_CASE("a country reads as its code, as people and systems write it") {
    struct {
        std::string_view text;
        std::string_view code;
    } constexpr cases[] = {
        {"Germany", "DE"},
        {"germany", "DE"},
        {"  GERMANY ", "DE"},
        {"DE", "DE"},
        {"de", "DE"},
        {"DEU", "DE"},
        {"276", "DE"},
        {"Federal Republic of Germany", "DE"},
        {"US", "US"},
        {"USA", "US"},
        {"U.S.", "US"},
        {"U.S.A.", "US"},
        {"United States", "US"},
        {"the United States of America", "US"},
        {"UK", "GB"},
        {"U.K.", "GB"},
        {"Great Britain", "GB"},
        {"England", "GB"},
        {"United Kingdom", "GB"},
        {"Holland", "NL"},
        {"The Netherlands", "NL"},
        {"Korea, Republic of", "KR"},
        {"South Korea", "KR"},
        {"Korea, Democratic People's Republic of", "KP"},
        {"Viet Nam", "VN"},
        {"Vietnam", "VN"},
        {"Czechia", "CZ"},
        {"Czech Republic", "CZ"},
        {"Turkey", "TR"},
        {"T\xC3\xBCrkiye", "TR"},
        {"Turkiye", "TR"},
        {"Ivory Coast", "CI"},
        {"C\xC3\xB4te d\xE2\x80\x99Ivoire", "CI"},
        {"Cote d'Ivoire", "CI"},
        {"Co\xCC\x82te d'Ivoire", "CI"},  // the accent as a character of its own
        {"CURA\xC3\x87\x41O", "CW"},
        {"Bolivia, Plurinational State of", "BO"},
        {"Macedonia, the former Yugoslav Republic of", "MK"},
        {"Bosnia & Herzegovina", "BA"},
        {"St. Lucia", "LC"},
        {"Saint Lucia", "LC"},
        {"Bahamas, The", "BS"},
        {"Hong Kong SAR", "HK"},
        {"Congo", "CG"},
        {"Congo, The Democratic Republic of the", "CD"},
        {"Guinea-Bissau", "GW"},
        {"UAE", "AE"},
        {"Russia", "RU"},
        {"Russian Federation", "RU"},
        {"Palestine, State of", "PS"},
        {"Taiwan", "TW"},
        {"NA", "NA"},
    };
    for (auto const& c : cases) {
        auto const r = to_country_code(c.text);
        CHECK_MESSAGE(r == std::string(c.code), c.text << ": " << (r ? *r : r.error().message));
    }
}

TEST_CASE("what is no country, or two, is refused with what is near") {
    for (std::string_view const text : {"Korea", "Germoney Ltd", "n.a.", "N/A", "XX", "ZZZ", "000", "Deutschland",
                                        "America", "Virgin Islands", "XK", "Europe", "none", "12"})
        check_refused(to_country_code(text), text);
    CHECK(to_country_code("Gremany").error().message ==
          "found \"Gremany\", expected a country's ISO 3166-1 code or English name; near is \"Germany\"");
    auto const korea = to_country_code("Korea").error().message;
    CHECK(korea.find("\"South Korea\"") != std::string::npos);
    CHECK(korea.find("\"North Korea\"") != std::string::npos);
}

TEST_CASE("every country comes back from its name, its alpha-3 and its numeric code") {
    auto const all = codes();
    CHECK(all.size() == 249);
    std::set<std::string> names;
    for (auto const& code : all) {
        CHECK(to_country_code(*country_name(code)) == code);
        CHECK(to_country_code(*country_alpha3(code)) == code);
        CHECK(to_country_code(*country_numeric(code)) == code);
        names.insert(*country_name(code));
    }
    CHECK(names.size() == 249);
}

TEST_CASE("the countries are those of ISO 3166-1") {
    auto const published = iso_codes("3166-1");
    for (auto const& row : published) {
        std::string const code = row.at("alpha_2");
        CHECK(country_alpha3(code) == row.at("alpha_3").get<std::string>());
        CHECK(country_numeric(code) == row.at("numeric").get<std::string>());
        for (auto const* name : {"name", "official_name", "common_name"}) {
            if (!row.contains(name)) continue;
            auto const r = to_country_code(row.at(name).get<std::string>());
            CHECK_MESSAGE(r == code, row.at(name));
        }
    }
    if (!published.empty()) CHECK(published.size() == codes().size());
}

TEST_CASE("a country maps there and back in a pipeline, and nothing stays nothing") {
    auto const p = to_party(lead{"france", std::string("Spain")});
    REQUIRE(p);
    CHECK(p->country == "FR");
    CHECK(p->ship_to.value() == "ES");
    CHECK(to_lead(*p)->country == "France");
    CHECK(to_party(lead{"france", {}})->ship_to.is_absent());
    auto const bad = to_party(lead{"Atlantis", {}});
    CHECK(bad.error().code == errc::mapping);
    CHECK(bad.error().message == "country: found \"Atlantis\", expected a country's ISO 3166-1 code or English name");
    CHECK(to_party.describe() == "to country = country | to_country_code\nto ship_to = ship_to | to_country_code\n");
}

TEST_CASE("only a code has a name") {
    CHECK(country_name("de") == "Germany");
    for (std::string_view const text : {"DEU", "Germany", "EU", "D", " DE"}) {
        check_refused(country_name(text), text);
        check_refused(country_alpha3(text), text);
        check_refused(country_numeric(text), text);
    }
}

TEST_CASE("hostile text is no country") {
    check_hostile_refused(to_country_code);
    check_hostile_refused(country_name);
    check_hostile_refused(country_alpha3);
    check_hostile_refused(country_numeric);
}

}  // namespace country_test
