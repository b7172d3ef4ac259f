// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/text.hpp>

#include <doctest/doctest.h>

#include <string>

#include <syncline/core/random.hpp>

using namespace syncline;

static_assert(trimmed("  a b \t\r\n") == "a b");

TEST_CASE("white space and no-break spaces go from the ends, not from the middle") {
    CHECK(trimmed("") == "");
    CHECK(trimmed(" \t\v\f\r\n") == "");
    CHECK(trimmed("\xC2\xA0 a\xC2\xA0 b \xC2\xA0") == "a\xC2\xA0 b");
    CHECK(trimmed("x") == "x");
    // 0xA0 ends other characters too: à is C3 A0
    CHECK(trimmed("\xC3\xA0") == "\xC3\xA0");
    CHECK(trimmed("caf\xC3\xA0 ") == "caf\xC3\xA0");
}

TEST_CASE("runs of white space become one blank") {
    CHECK(collapse_spaces("  a \t b\xC2\xA0\xC2\xA0"
                          "c  ") == "a b c");
    CHECK(collapse_spaces("") == "");
    CHECK(collapse_spaces(" \n ") == "");
    CHECK(collapse_spaces("\xC3\xA0  \xC3\xA0") == "\xC3\xA0 \xC3\xA0");
}

TEST_CASE("case is ignored for ASCII letters only") {
    CHECK(equals_ignore_case("Retry-After", "rEtry-aFTER"));
    CHECK(equals_ignore_case("", ""));
    CHECK_FALSE(equals_ignore_case("a", "ab"));
    CHECK_FALSE(equals_ignore_case("[", "{"));
    CHECK_FALSE(equals_ignore_case("@", "`"));
    CHECK_FALSE(equals_ignore_case("\xC3\x84", "\xC3\xA4"));
}

TEST_CASE("well-formed UTF-8 is told from the rest") {
    for (std::string_view const good :
         {"", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
          "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "Gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"}) {
        CAPTURE(good);
        CHECK(is_valid_utf8(good));
    }
    CHECK(is_valid_utf8(std::string_view("\0", 1)));
    for (std::string_view const bad : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF",
                                       "\xE0\xA0", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80",
                                       "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "a\xC3", "\xE2\x82"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_valid_utf8(bad));
    }
    // a view that ends inside a character does not look behind its end
    CHECK_FALSE(is_valid_utf8(std::string_view("\xE2\x82\xAC", 2)));
}

TEST_CASE("a short value is shown as it is") {
    CHECK(shorten("Gr\xC3\xBC\xC3\x9F Gott") == "Gr\xC3\xBC\xC3\x9F Gott");
    CHECK(shorten("") == "");
    CHECK(shorten("abc", 3) == "abc");
}

TEST_CASE("a long value is cut between characters and says so") {
    CHECK(shorten("abcd", 3) == "abc...");
    CHECK(shorten("ab\xC3\xBC", 3) == "ab...");
    CHECK(shorten("\xF0\x9F\x98\x80\xF0\x9F\x98\x80", 7) == "\xF0\x9F\x98\x80...");
    CHECK(shorten("a", 0) == "...");
}

TEST_CASE("control characters and broken bytes never reach a message") {
    CHECK(shorten("a\r\nb\x1B[31m\x7F") == "a??b?[31m?");
    CHECK(shorten(std::string_view("\0x", 2)) == "?x");
    CHECK(shorten("\xFF\xC3") == "??");
    CHECK(shorten("\xC2\x85") == "?");  // NEL, a control character of two bytes
    CHECK(shorten("\xC2\xA0") == "\xC2\xA0");
    CHECK(shorten("\xED\xA0\x80") == "???");
}

TEST_CASE("any bytes, cut anywhere: the shown text is short, valid and free of control characters") {
    seeded_random seed(1);
    any_random const random(seed);
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes;
        for (auto n = random.below(30); n > 0; --n)
            bytes += random.below(2) ? static_cast<char>(random.below(256))
                                     : "\xF0\x9F\x98\x80\xC3\xBC\xE2\x82\xAC"[random.below(9)];
        auto const max = random.below(30);
        auto const shown = shorten(bytes, max);
        CHECK(is_valid_utf8(shown));
        CHECK(shown.size() <= max + 3);
        for (char const c : shown) CHECK((static_cast<unsigned char>(c) >= ' ' && c != '\x7F'));
    }
}
