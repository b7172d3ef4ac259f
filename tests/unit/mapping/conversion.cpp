// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/conversion.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <set>

#include <syncline/mapping/country.hpp>
#include <syncline/mapping/hours.hpp>
#include <syncline/mapping/language.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/mapping/region.hpp>
#include <syncline/mapping/tax_id.hpp>

namespace conversion_test {

using namespace syncline;

namespace {

struct lead {
    std::string country;
    std::string state;
    std::string language;
    std::optional<decimal> hours;
};
BOOST_DESCRIBE_STRUCT(lead, (), (country, state, language, hours))
struct partner {
    std::string country;
    std::string region;
    std::string lang;
    std::optional<std::chrono::minutes> duration;
};
BOOST_DESCRIBE_STRUCT(partner, (), (country, region, lang, duration))

// clang-format off
// [mapping]
constexpr auto to_partner = mapping<lead, partner>(
    to<&partner::country>  = from<&lead::country> | value_table{"country"} | to_country_code,
    to<&partner::region>   = from_record | [](lead const& l) { return region_code(l.state, l.country); },
    to<&partner::lang>     = from<&lead::language> | to_language_tag | with_likely_region | posix_locale,
    to<&partner::duration> = from<&lead::hours> | rounded_minutes{rounding::half_even});
// [/mapping]
// clang-format on

}  // namespace

TEST_CASE("conversions are steps of a mapping") {
    value_tables const tables{{"country", {{"Allemagne", "DE"}}}};
    auto const p = to_partner(lead{"DE", "Bavaria", "de", *decimal::parse("0.33")}, map_context{.tables = &tables});
    REQUIRE(p);
    CHECK(p->country == "DE");
    CHECK(p->region == "DE-BY");
    CHECK(p->lang == "de_DE");
    CHECK(p->duration == std::chrono::minutes(20));
    CHECK_FALSE(to_partner(lead{"DE", "BY", "de_AT", {}})->duration.has_value());
    auto const bad = to_partner(lead{"Allemagne", "BY", "German", {}}, map_context{.tables = &tables});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().message ==
          "record -> region: found \"Allemagne\", expected the region's country as an alpha-2 code of ISO 3166-1; "
          "language -> lang: found \"German\", expected a language code such as de, de-DE or de_DE");
}

// Shows R082.
TEST_CASE("every conversion states all there is to know about it, under a name of its own") {
    std::set<std::string_view> names;
    for (auto const& c : all_conversions()) {
        CHECK_MESSAGE(names.insert(c.name).second, c.name);
        for (auto const text : {c.name, c.from, c.to, c.totality, c.inverse, c.locale, c.source}) {
            CHECK_MESSAGE(!text.empty(), c.name);
            CHECK_MESSAGE(text.find('|') == std::string_view::npos, c.name);
            CHECK_MESSAGE(!text.ends_with('.'), c.name);
        }
    }
    CHECK(names.size() == 47);
}

// Shows R082.
TEST_CASE("an inverse is a conversion there is, or none for a reason") {
    for (auto const& c : all_conversions()) {
        auto const end = c.inverse.find_first_of(" ,:;(");
        auto const first = c.inverse.substr(0, end);
        bool found = first == "none" && c.inverse.size() > 6;
        for (auto const& other : all_conversions()) found = found || other.name == first;
        CHECK_MESSAGE(found, c.name << ": " << c.inverse);
    }
}

TEST_CASE("every header's conversions are in the list") {
    std::size_t stated = 0;
    for (auto const* header : {"address_lines", "country", "currency_code", "date_time", "hours", "language",
                               "person_name", "phone", "region", "tax_id", "unit"}) {
        std::ifstream in(std::string(SYNCLINE_TEST_DATA "/../include/syncline/mapping/") + header + ".hpp");
        std::string const text{std::istreambuf_iterator<char>(in), {}};
        REQUIRE_MESSAGE(!text.empty(), header);
        constexpr std::string_view mark = "static constexpr conversion_facts facts{";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) ++stated;
    }
    CHECK(stated == all_conversions().size());
}

// Shows R082.
TEST_CASE("the tables in the reference are the library's own") {
    std::ifstream in(SYNCLINE_TEST_DATA "/../docs/reference/conversions.md");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    CHECK(text.find(conversion_table()) != std::string::npos);
    CHECK(text.find(tax_id_table()) != std::string::npos);

    // and its example is the mapping above
    std::ifstream self(SYNCLINE_TEST_DATA "/unit/mapping/conversion.cpp");
    std::string const source{std::istreambuf_iterator<char>(self), {}};
    std::string_view const mark = "// [mapping]\n";
    auto const from = source.find(mark) + mark.size();
    CHECK(text.find(source.substr(from, source.find("// [/mapping]") - from)) != std::string::npos);
}

}  // namespace conversion_test
