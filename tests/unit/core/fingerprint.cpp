// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/fingerprint.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <set>
#include <string>
#include <vector>

#include <syncline/core/random.hpp>

using namespace syncline;

namespace {

fingerprint of_pieces(std::vector<std::string> const& pieces) {
    fingerprint_builder b;
    for (auto const& p : pieces) b.add(p);
    return b.finish();
}

}  // namespace

TEST_CASE("fingerprints are what they were when they were stored") {
    // pinned: a change here makes every stored fingerprint say "changed"
    CHECK(fingerprint_builder{}.finish().text() == "43f988887977d8f21a870afe813fcdaa");
    CHECK(fingerprint_of("").text() == "be909f9c4435281610c2f3c51876cf54");
    CHECK(fingerprint_of("a").text() == "c6c064b7f6e8a9f080af516699a11bf0");
    CHECK(fingerprint_of("syncline").text() == "d0dc9f9d8118bca716c335b6153d3d48");
    CHECK(fingerprint_of("The quick brown fox jumps over the lazy dog").text() == "7e9b9127a86e5834571bb727817358bf");
    CHECK(fingerprint_of(std::string(64, '\xFF')).text() == "3ac2579501149226daa6af72e8c21723");
    fingerprint_builder b;
    b.add("field");
    b.add(std::uint64_t{42});
    b.add("");
    CHECK(b.finish().text() == "7def49c10510ad976700c999842062aa");
}

TEST_CASE("where a piece ends counts") {
    CHECK(of_pieces({"ab", "c"}) != of_pieces({"a", "bc"}));
    CHECK(of_pieces({"abc"}) != of_pieces({"abc", ""}));
    CHECK(of_pieces({"", "abc"}) != of_pieces({"abc", ""}));
    CHECK(of_pieces({}) != of_pieces({""}));
    CHECK(of_pieces({""}) != of_pieces({"", ""}));
    CHECK(of_pieces({"a", "b"}) != of_pieces({"b", "a"}));

    std::string const text = "0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEF";
    std::set<fingerprint> seen;
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        CHECK(seen.insert(of_pieces({text.substr(0, cut), text.substr(cut)})).second);
    CHECK(seen.insert(of_pieces({text})).second);
}

TEST_CASE("every length has its own fingerprint, also when all bytes are zero") {
    for (char const filler : {'\0', 'x', '\xFF'}) {
        std::set<fingerprint> seen;
        for (std::size_t n = 0; n <= 64; ++n) CHECK(seen.insert(fingerprint_of(std::string(n, filler))).second);
    }
}

TEST_CASE("a number differs from the text of the same bytes, and from its neighbours") {
    std::set<fingerprint> seen;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        fingerprint_builder number;
        number.add(i);
        CHECK(seen.insert(number.finish()).second);
        CHECK(seen.insert(fingerprint_of({reinterpret_cast<char const*>(&i), sizeof i})).second);
    }
}

TEST_CASE("the same content has the same fingerprint wherever it lies in memory") {
    std::string const text = "The quick brown fox jumps over the lazy dog";
    auto const expected = fingerprint_of(text);
    for (std::size_t offset = 0; offset < 17; ++offset) {
        std::string const shifted = std::string(offset, '#') + text;
        CHECK(fingerprint_of(std::string_view(shifted).substr(offset)) == expected);
    }
}

TEST_CASE("fingerprints of every length are what they were when they were stored") {
    // pinned over all ways a piece can end: each prefix of 48 bytes goes into one fingerprint
    fingerprint_builder b;
    std::string text;
    for (int i = 0; i < 48; ++i) {
        b.add(text);
        text += static_cast<char>(37 * i + 200);
    }
    CHECK(b.finish().text() == "53171558b88b94252edbdeb6a2806215");
}

TEST_CASE("one flipped bit flips about half of the fingerprint") {
    seeded_random random(1);
    for (std::size_t const size : {1U, 7U, 8U, 9U, 15U, 16U, 17U, 33U, 100U}) {
        CAPTURE(size);
        long flipped = 0;
        long trials = 0;
        for (int round = 0; round < 8; ++round) {
            std::string text(size, '\0');
            for (char& c : text) c = static_cast<char>(random());
            auto const before = fingerprint_of(text);
            for (std::size_t bit = 0; bit < 8 * size; ++bit) {
                text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
                auto const after = fingerprint_of(text);
                text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
                int const n = std::popcount(before.high ^ after.high) + std::popcount(before.low ^ after.low);
                CHECK(n > 20);
                CHECK(n < 108);
                flipped += n;
                ++trials;
            }
        }
        double const mean = static_cast<double>(flipped) / static_cast<double>(trials);
        CHECK(mean > 60.0);
        CHECK(mean < 68.0);
    }
}

TEST_CASE("either half alone tells 200,000 similar texts apart") {
    std::set<std::uint64_t> high;
    std::set<std::uint64_t> low;
    for (int i = 0; i < 200'000; ++i) {
        auto const f = fingerprint_of("won-deal/" + std::to_string(i));
        high.insert(f.high);
        low.insert(f.low);
    }
    CHECK(high.size() == 200'000);
    CHECK(low.size() == 200'000);
}

TEST_CASE("the text is 32 digits, high half first") {
    CHECK(fingerprint{0x0123456789abcdef, 0xfedcba9876543210}.text() == "0123456789abcdeffedcba9876543210");
    CHECK(fingerprint{}.text() == std::string(32, '0'));
    CHECK(fingerprint{1, 0} > fingerprint{0, 2});
}
