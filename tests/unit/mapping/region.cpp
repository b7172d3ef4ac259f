// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/region.hpp>

#include <doctest/doctest.h>

#include <map>
#include <set>

#include <syncline/mapping/mapping.hpp>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

namespace {

struct lead {
    std::string state;
    std::string country;
};
BOOST_DESCRIBE_STRUCT(lead, (), (state, country))
struct address {
    std::string region;
};
BOOST_DESCRIBE_STRUCT(address, (), (region))

constexpr auto to_address = mapping<lead, address>(
    to<& address::region> = from_record | [](lead const& l) { return region_code(l.state, l.country); });

/// How many regions of each country have names.
std::map<std::string, std::size_t> const listed{{"AE", 7},  {"AR", 24}, {"AT", 9},   {"AU", 8},  {"BR", 27},
                                                {"CA", 13}, {"CH", 26}, {"DE", 16},  {"ES", 69}, {"GB", 4},
                                                {"IE", 30}, {"IN", 36}, {"IT", 126}, {"JP", 47}, {"MX", 32},
                                                {"MY", 16}, {"NL", 18}, {"NZ", 17},  {"US", 57}, {"ZA", 9}};

/// Every code of the shape of a region of `country` that has a name.
std::vector<std::string> codes_of(std::string const& country) {
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::vector<std::string> out;
    auto const take = [&](std::string const& local) {
        auto const code = country + '-' + local;
        if (region_name(code)) out.push_back(code);
    };
    for (char const a : letters) {
        take({a});
        for (char const b : letters) {
            take({a, b});
            for (char const c : letters) take({a, b, c});
        }
    }
    return out;
}

}  // namespace

TEST_CASE("a region of a known country reads as its code") {
    struct {
        std::string_view country;
        std::string_view text;
        std::string_view code;
    } constexpr cases[] = {
        {"US", "California", "US-CA"},
        {"US", "CA", "US-CA"},
        {"us", "us-ca", "US-CA"},
        {"US", " new york ", "US-NY"},
        {"US", "Washington DC", "US-DC"},
        {"US", "Georgia", "US-GA"},
        {"CA",
         "Qu\xC3\xA9"
         "bec",
         "CA-QC"},
        {"CA", "Quebec", "CA-QC"},
        {"AU", "NSW", "AU-NSW"},
        {"AU", "New South Wales", "AU-NSW"},
        {"BR", "S\xC3\xA3o Paulo", "BR-SP"},
        {"BR", "Sao Paulo", "BR-SP"},
        {"IN", "Maharashtra", "IN-MH"},
        {"IN", "Odisha", "IN-OD"},
        {"IN", "Orissa", "IN-OD"},
        {"IN", "OR", "IN-OD"},
        {"IN", "IN-TG", "IN-TS"},
        {"MX", "Ciudad de M\xC3\xA9xico", "MX-CMX"},
        {"MX", "CDMX", "MX-CMX"},
        {"DE", "Bayern", "DE-BY"},
        {"DE", "Bavaria", "DE-BY"},
        {"DE", "Baden-W\xC3\xBCrttemberg", "DE-BW"},
        {"DE", "NRW", "DE-NW"},
        {"AT", "Vienna", "AT-9"},
        {"CH", "Z\xC3\xBCrich", "CH-ZH"},
        {"CH", "Gen\xC3\xA8ve", "CH-GE"},
        {"ES", "Bizkaia", "ES-BI"},
        {"IT", "Milano", "IT-MI"},
        {"IT", "MI", "IT-MI"},
        {"JP", "Tokyo", "JP-13"},
        {"MY", "Penang", "MY-07"},
        {"GB", "Scotland", "GB-SCT"},
        {"GB", "gb-lnd", "GB-LND"},
        {"ES", "Madrid", "ES-M"},
        {"ES", "Comunidad de Madrid", "ES-MD"},
        {"ES", "Cantabria", "ES-S"},
        {"IT", "Lombardia", "IT-25"},
        {"FR", "FR-IDF", "FR-IDF"},
        {"fr", "fr-75c", "FR-75C"},
    };
    for (auto const& c : cases) {
        auto const r = region_code(c.text, c.country);
        CHECK_MESSAGE(r == std::string(c.code), c.text << ": " << (r ? *r : r.error().message));
        CHECK(to_region_code{c.country}(c.text) == r);
    }
}

TEST_CASE("a region that cannot be known is refused and says why") {
    CHECK(region_code("Californa", "US").error().message ==
          "found \"Californa\", expected the name or ISO 3166-2 code of a region of US; near is \"California\"");
    CHECK(region_code("Bretagne", "FR").error().message ==
          "found \"Bretagne\", expected an ISO 3166-2 code of FR: names of its regions are not known here");
    CHECK(region_code("CA", "USA").error().message ==
          "found \"USA\", expected the region's country as an alpha-2 code of ISO 3166-1");
    for (std::string_view const text : {"XX", "US-XX", "CA-ON", "AE", "Ontario"})
        check_refused(region_code(text, "US"), text);
    for (std::string_view const text : {"LND", "London", "GB-LONDON"}) check_refused(region_code(text, "GB"), text);
    for (std::string_view const text : {"IDF", "DE-BY", "FR-", "FR-ABCD", "FR_IDF"})
        check_refused(region_code(text, "FR"), text);
}

TEST_CASE("every listed region comes back from its name and from its short code") {
    for (auto const& row : listed) {
        auto const codes = codes_of(row.first);
        CHECK_MESSAGE(codes.size() == row.second, row.first);
        for (auto const& code : codes) {
            CHECK_MESSAGE(region_code(*region_name(code), row.first) == code, code);
            CHECK_MESSAGE(region_code(*local_region_code(code), row.first) == code, code);
        }
    }
}

TEST_CASE("the regions are those of ISO 3166-2, India's as of November 2023") {
    std::map<std::string, std::string> const renamed{
        {"IN-CT", "IN-CG"}, {"IN-OR", "IN-OD"}, {"IN-TG", "IN-TS"}, {"IN-UT", "IN-UK"}};
    // these communities share the name of their one province, which has it
    std::set<std::string> const shared{"ES-CB", "ES-IB", "ES-RI"};
    std::map<std::string, std::size_t> seen;
    auto const published = iso_codes("3166-2");
    for (auto const& row : published) {
        std::string code = row.at("code");
        auto const country = code.substr(0, 2);
        if (auto const now = renamed.find(code); now != renamed.end()) code = now->second;
        if (!listed.contains(country) || !region_name(code)) continue;
        ++seen[country];
        std::string name = row.at("name");
        if (auto const at = name.find(" ["); at != std::string::npos) name.resize(at);  // "Lugo [Lugo]"
        while (name.ends_with('*')) name.pop_back();
        auto const r = region_code(name, country);
        if (shared.contains(code)) continue;
        CHECK_MESSAGE(r == code, name << ": " << (r ? *r : r.error().message));
    }
    if (!published.empty()) CHECK(seen == listed);
}

TEST_CASE("a mapping takes the country from the record") {
    CHECK(to_address(lead{"Georgia", "US"})->region == "US-GA");
    CHECK_FALSE(to_address(lead{"Georgia", ""}));
    CHECK(to_region_code{"US"}.describe() == "to_region_code US");
}

TEST_CASE("hostile text is no region") {
    check_hostile_refused(to_region_code{"US"});
    check_hostile_refused(to_region_code{"FR"});
    check_hostile_refused(region_name);
    check_hostile_refused(local_region_code);
    check_hostile_refused([](std::string_view text) { return region_code("CA", text); });
}
