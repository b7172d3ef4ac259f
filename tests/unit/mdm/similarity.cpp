// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/similarity.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/core/text.hpp>

using namespace syncline;
using doctest::Approx;
using mdm::folded;
using mdm::jaro_winkler;
using mdm::token_set;

namespace {

struct fold_case {
    char const* what;
    std::string text;
    std::string is;
};

struct pair_case {
    std::string a;
    std::string b;
    double alike;
};

/// Words over few letters, so that much is alike; some of them outside ASCII.
std::string some_text(seeded_random& random, std::size_t most) {
    constexpr char const* letters[] = {"a", "b", "c", "d", " ", "é", "漢", "😀"};
    std::string out;
    for (auto n = random() % (most + 1); n > 0; --n) out += letters[random() % 8];
    return out;
}

std::string repeated(std::string const& what, std::size_t times) {
    std::string out;
    while (times-- > 0) out += what;
    return out;
}

}  // namespace

TEST_CASE("texts are folded as the table says") {
    std::vector<fold_case> const cases{
        {"nothing", "", ""},
        {"case, accents, punctuation, spaces", "  Müller &\tSöhne,  G.m.b.H. ", "muller sohne gmbh"},
        {"two letters for one", "Straße Æon Œuvre Þór Ĳssel ẞ", "strasse aeon oeuvre thor ijssel ss"},
        {"Polish, Czech, Turkish, Romanian", "Łódź Žižkov İstanbul ılık Țăran", "lodz zizkov istanbul ilik taran"},
        {"Vietnamese", "Nguyễn Đặng", "nguyen dang"},
        {"accents as marks of their own", "e\xCC\x81 u\xCC\x88", "e u"},
        {"apostrophes", "O'Brien O\xE2\x80\x99Neill d`Arc", "obrien oneill darc"},
        {"initials", "S.A.R.L. e.V. N.V", "sarl ev nv"},
        {"other dots", "Dr.Müller J.Smith St. Gallen a.b.cd", "dr muller j smith st gallen ab cd"},
        {"signs of Latin-1", "a×b÷c £5 1ª §", "a b c 5 1"},
        {"Greek and Cyrillic", "ΑΘΗΝΑ Москва Ђорђе", "αθηνα москва ђорђе"},
        {"other scripts stay", "株式会社　日立", "株式会社 日立"},
        {"full width", "ＡＢＣ（１２）", "abc 12"},
        {"controls and white space of all kinds",
         "a\nb\x01"
         "c\xC2\xA0"
         "d\xE2\x80\x8B"
         "e",
         "a b c d e"},
        {"only punctuation", "...&-- '", ""},
        {"broken bytes", "M\xFCller \xE2\x82", "m\xEF\xBF\xBDller \xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.what);
        CHECK(folded(c.text) == c.is);
    }
}

TEST_CASE("whatever bytes come, folding gives well-formed text, and folding it again changes nothing") {
    seeded_random random(11);
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (auto n = random() % 40; n > 0; --n) text += static_cast<char>(random() % 4 == 0 ? '.' : random() % 256);
        auto const once = folded(text);
        CAPTURE(once);
        REQUIRE(is_valid_utf8(once));
        REQUIRE(folded(once) == once);
        REQUIRE_FALSE(once.starts_with(' '));
        REQUIRE_FALSE(once.ends_with(' '));
        REQUIRE(once.find("  ") == std::string::npos);
    }
    std::string every_letter;
    for (unsigned c = 0xC0; c < 0x800; ++c) {
        every_letter += static_cast<char>(0xC0U | c >> 6U);
        every_letter += static_cast<char>(0x80U | (c & 0x3FU));
    }
    CHECK(folded(folded(every_letter)) == folded(every_letter));
    CHECK(folded(std::string(1'000'000, '\xFF')).size() == 3'000'000);
    CHECK(folded(std::string(1'000'000, '.')).empty());
}

TEST_CASE("Jaro-Winkler gives the published values") {
    // Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage"
    // (1990), and the table of his later reports.
    std::vector<pair_case> const published{
        {"MARTHA", "MARHTA", 0.961},
        {"DWAYNE", "DUANE", 0.840},
        {"DIXON", "DICKSONX", 0.813},
        {"SHACKLEFORD", "SHACKELFORD", 0.982},
        {"DUNNINGHAM", "CUNNIGHAM", 0.896},
        {"NICHLESON", "NICHULSON", 0.956},
        {"JONES", "JOHNSON", 0.832},
        {"MASSEY", "MASSIE", 0.933},
        {"ABROMS", "ABRAMS", 0.922},
        {"JERALDINE", "GERALDINE", 0.926},
        {"MICHELLE", "MICHAEL", 0.921},
        {"JULIES", "JULIUS", 0.933},
        {"TANYA", "TONYA", 0.880},
        {"SEAN", "SUSAN", 0.805},
        {"JON", "JOHN", 0.933},
    };
    for (auto const& p : published) {
        CAPTURE(p.a);
        CHECK(jaro_winkler(p.a, p.b) == Approx(p.alike).epsilon(0.0006));
    }
    CHECK(jaro_winkler("", "") == 1);
    CHECK(jaro_winkler("", "a") == 0);
    CHECK(jaro_winkler("a", "a") == 1);
    CHECK(jaro_winkler("abcvwxyz", "abcdefgh") == Approx(0.5833333));  // too little alike for the prefix to count
    CHECK(jaro_winkler("ab", "ba") == 0);                              // too far apart in texts this short
    CHECK(jaro_winkler("abcd", "abce") == Approx(0.8833333));          // a letter is a code point, not a byte
    CHECK(jaro_winkler("äöüß", "äöüx") == Approx(0.8833333));
}

TEST_CASE("token set sees the words whatever their order, and those that only one has") {
    std::vector<pair_case> const cases{
        {"acme gmbh", "gmbh acme", 1},
        {"acme", "acme austria gmbh", 1},
        {"acme acme", "acme", 1},
        {"alpha gmbh", "beta gmbh", 0.6315789},
        {"abc", "xyz", 0},
        {"abc", "abd", 0.6666667},
        {"", "", 0},
        {"", "a", 0},
        {"   ", "a", 0},
    };
    for (auto const& c : cases) {
        CAPTURE(c.a);
        CAPTURE(c.b);
        CHECK(token_set(c.a, c.b) == Approx(c.alike).epsilon(1e-6));
    }
}

TEST_CASE("similarities are between 0 and 1, the same both ways, and 1 for the same") {
    seeded_random random(3);
    for (int i = 0; i < 20'000; ++i) {
        auto const a = some_text(random, 20);
        auto const b = some_text(random, 20);
        CAPTURE(a);
        CAPTURE(b);
        for (auto const alike : {jaro_winkler, token_set}) {
            REQUIRE(alike(a, b) >= 0);
            REQUIRE(alike(a, b) <= 1);
            REQUIRE(alike(a, b) == alike(b, a));
        }
        REQUIRE(jaro_winkler(a, a) == 1);
        REQUIRE((token_set(a, a) == 1 || a.find_first_not_of(' ') == std::string::npos));
        if (a != b) REQUIRE(jaro_winkler(a, b) < 1);
    }
}

TEST_CASE("which letters they are does not matter, nor how long the texts are") {
    // ASCII of up to 64 letters is compared another way than the rest
    auto const other_letters = [](std::string const& text) {
        std::string out;
        for (char const c : text)
            out += c == ' ' ? std::string(" ") : std::string("\xC4") + static_cast<char>(0x80 + (c - 'a'));
        return out;
    };
    seeded_random random(5);
    auto const ascii = [&random](std::size_t most) {
        std::string out;
        for (auto n = random() % (most + 1); n > 0; --n) out += "abcde fg"[random() % 8];
        return out;
    };
    for (int i = 0; i < 5000; ++i) {
        auto const a = ascii(i % 2 == 0 ? 12 : 100);
        auto const b = ascii(i % 3 == 0 ? 12 : 100);
        CAPTURE(a);
        CAPTURE(b);
        REQUIRE(jaro_winkler(a, b) == jaro_winkler(other_letters(a), other_letters(b)));
        REQUIRE(token_set(a, b) == token_set(other_letters(a), other_letters(b)));
    }
}

TEST_CASE("of long texts the beginning is compared, so that nobody can make it slow") {
    std::string const head = repeated("é", mdm::longest_compared);
    CHECK(jaro_winkler(head + "x", head + "y") == 1);
    CHECK(token_set(head + " x", head + " y") == 1);
    CHECK(jaro_winkler(head.substr(2) + "x", head.substr(2) + "y") < 1);
    CHECK(jaro_winkler(std::string(1'000'000, 'a'), std::string(1'000'000, 'b')) == 0);
    CHECK(token_set(repeated("ab ", 300'000), repeated("cd ", 300'000)) < 0.5);
    CHECK(jaro_winkler(std::string(1'000'000, '\xFF'), "a") == 0);
}
