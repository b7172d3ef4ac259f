// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/person_name.hpp>

#include <doctest/doctest.h>

#include <syncline/core/random.hpp>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

TEST_CASE("a name in one field splits by the rules that are written down") {
    struct {
        std::string_view text;
        name_parts parts;
    } const cases[] = {
        {"Ana Lopez", {"", "Ana", "", "Lopez", ""}},
        {"  Ana   Lopez ", {"", "Ana", "", "Lopez", ""}},
        {"Ana Maria Lopez", {"", "Ana", "Maria", "Lopez", ""}},
        {"Lopez", {"", "", "", "Lopez", ""}},
        {"Lopez, Ana", {"", "Ana", "", "Lopez", ""}},
        {"Lopez, Ana Maria", {"", "Ana", "Maria", "Lopez", ""}},
        {"van der Berg, Ana", {"", "Ana", "", "van der Berg", ""}},
        {"Ana van der Berg", {"", "Ana", "", "van der Berg", ""}},
        {"van der Berg", {"", "", "", "van der Berg", ""}},
        {"Ana Maria de la Cruz", {"", "Ana", "Maria", "de la Cruz", ""}},
        {"Van Nguyen", {"", "Van", "", "Nguyen", ""}},
        {"Dr. Ana Lopez", {"Dr.", "Ana", "", "Lopez", ""}},
        {"Prof. Dr. Ana Lopez", {"Prof. Dr.", "Ana", "", "Lopez", ""}},
        {"Frau Ana Lopez", {"Frau", "Ana", "", "Lopez", ""}},
        {"Se\xC3\xB1ora Ana Lopez", {"Se\xC3\xB1ora", "Ana", "", "Lopez", ""}},
        {"Mrs Lopez", {"Mrs", "", "", "Lopez", ""}},
        {"Gen Sato", {"", "Gen", "", "Sato", ""}},
        {"Gen. Ana Lopez", {"Gen.", "Ana", "", "Lopez", ""}},
        {"John Smith Jr.", {"", "John", "", "Smith", "Jr."}},
        {"John Smith, Jr.", {"", "John", "", "Smith", "Jr."}},
        {"John Smith III PhD", {"", "John", "", "Smith", "III PhD"}},
        {"John Smith, MD, PhD", {"", "John", "", "Smith", "MD PhD"}},
        {"Smith, John, Jr.", {"", "John", "", "Smith", "Jr."}},
        {"Smith, Dr. John Paul, Jr.", {"Dr.", "John", "Paul", "Smith", "Jr."}},
        {"Smith, Dr.", {"Dr.", "", "", "Smith", ""}},
        {"Ana Pe", {"", "Ana", "", "Pe", ""}},
        {"Jean-Luc Picard", {"", "Jean-Luc", "", "Picard", ""}},
        {"\xE5\xB1\xB1\xE7\x94\xB0 \xE5\xA4\xAA\xE9\x83\x8E",
         {"", "\xE5\xA4\xAA\xE9\x83\x8E", "", "\xE5\xB1\xB1\xE7\x94\xB0", ""}},
        {"\xEA\xB9\x80 \xEB\xAF\xBC\xEC\x88\x98", {"", "\xEB\xAF\xBC\xEC\x88\x98", "", "\xEA\xB9\x80", ""}},
        {"Gabriel Garc\xC3\xAD"
         "a M\xC3\xA1rquez",
         {"", "Gabriel",
          "Garc\xC3\xAD"
          "a",
          "M\xC3\xA1rquez", ""}},
    };
    for (auto const& c : cases) {
        auto const r = split_name(c.text);
        REQUIRE_MESSAGE(r, c.text << ": " << r.error().message);
        CHECK_MESSAGE(r->prefix == c.parts.prefix, c.text << ": " << r->prefix);
        CHECK_MESSAGE(r->given == c.parts.given, c.text << ": " << r->given);
        CHECK_MESSAGE(r->middle == c.parts.middle, c.text << ": " << r->middle);
        CHECK_MESSAGE(r->family == c.parts.family, c.text << ": " << r->family);
        CHECK_MESSAGE(r->suffix == c.parts.suffix, c.text << ": " << r->suffix);
        CHECK_MESSAGE(split_name(full_name(*r)) == *r, c.text);
        CHECK_MESSAGE(split_name(family_first(*r)) == *r, c.text << ": " << family_first(*r));
    }
}

TEST_CASE("parts are written in one line, family name first on request") {
    name_parts const n{"Dr.", "Ana", "Maria", "van der Berg", "Jr."};
    CHECK(full_name(n) == "Dr. Ana Maria van der Berg Jr.");
    CHECK(family_first(n) == "van der Berg, Dr. Ana Maria, Jr.");
    CHECK(full_name({}) == "");
    CHECK(family_first({}) == "");
    CHECK(full_name({.family = "Lopez"}) == "Lopez");
    CHECK(full_name({.given = "\xE5\xA4\xAA\xE9\x83\x8E", .family = "\xE5\xB1\xB1\xE7\x94\xB0"}) ==
          "\xE5\xB1\xB1\xE7\x94\xB0 \xE5\xA4\xAA\xE9\x83\x8E");
}

TEST_CASE("no word is lost: a name without commas comes back, less runs of blanks") {
    constexpr std::array<std::string_view, 20> words{
        "Ana", "Maria", "Lopez", "van", "der", "Berg", "Dr.",          "Mr",     "Jr.", "III",
        "PhD", "de",    "la",    "y",   "El",  "Gen",  "\xC3\x89mile", "O'Neil", "J.",  "\xE5\xB1\xB1"};
    seeded_random random(3);
    std::size_t split = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string line;
        for (auto n = 1 + random() % 6; n > 0; --n) {
            if (!line.empty()) line += ' ';
            line += words[random() % words.size()];
        }
        auto const r = split_name(line);
        if (!r) continue;  // titles alone
        ++split;
        CHECK_MESSAGE(full_name(*r) == line, line);
        CHECK_FALSE(r->family.empty());
    }
    CHECK(split > 19'000);
}

TEST_CASE("what holds no name is refused, the rest is kept as it is") {
    for (std::string_view const text : {"", "  ", ",", ", ,", "Dr.", "Mr. Mrs.", "\xFF", "Ana \xC3"})
        check_refused(split_name(text), text);
    check_refused(split_name(std::string(1'000'000, 'a')), "a");
    check_refused(split_name(std::string(1'000'000, ',')), ",");
    CHECK(split_name(std::string(1000, 'a'))->family.size() == 1000);
    CHECK(split_name("\xF0\x9F\x98\x80")->family == "\xF0\x9F\x98\x80");
    CHECK(split_name("Acme; DROP TABLE")->family == "TABLE");
    CHECK(split_name(", Lopez")->family == "Lopez");
}
