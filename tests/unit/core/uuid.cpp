// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/uuid.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

using namespace syncline;

namespace {

/// Gives out the numbers it was told to.
struct scripted_random {
    std::vector<std::uint64_t> numbers;
    std::size_t at = 0;
    std::uint64_t operator()() { return numbers.at(at++); }
};

instant at_ms(std::int64_t ms) { return instant(std::chrono::milliseconds(ms)); }

std::string sha1_of(std::string_view text) {
    detail::sha1 hash;
    for (char const c : text) hash.add(static_cast<std::uint8_t>(c));
    std::string out;
    for (auto const byte : hash.finish()) {
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 15U];
    }
    return out;
}

}  // namespace

static_assert(uuid{}.is_nil());
static_assert(uuid_v5(uuid_namespace_dns, "www.example.com").version() == 5,
              "names can be turned into ids at compile time");

TEST_CASE("RFC 9562 A.3: version 4 from its random bits") {
    scripted_random random{{0x919108f752d13320, 0x5bacf847db4148a8}};
    auto const u = uuid_v4(random);
    CHECK(u.text() == "919108f7-52d1-4320-9bac-f847db4148a8");
    CHECK(u.version() == 4);
}

TEST_CASE("RFC 9562 A.4: version 5 from a name") {
    CHECK(uuid_v5(uuid_namespace_dns, "www.example.com").text() == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST_CASE("RFC 9562 A.6: version 7 from its time and random bits") {
    scripted_random random{{0xCC3, 0x18C4DC0C0C07398F}};
    auto const u = uuid_v7(at_ms(0x017F22E279B0), random);
    CHECK(u.text() == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    CHECK(u.version() == 7);
}

TEST_CASE("every uuid printed in RFC 9562 is read, in either case, and written in lower case") {
    struct row {
        std::string_view text;
        int version;
    };
    for (row const& r : std::vector<row>{{"C232AB00-9414-11EC-B3C8-9F6BDECED846", 1},
                                         {"5df41881-3aed-3515-88a7-2f4a814cf09e", 3},
                                         {"919108f7-52d1-4320-9bac-f847db4148a8", 4},
                                         {"2ed6657d-e927-568b-95e1-2665a8aea6a2", 5},
                                         {"1EC9414C-232A-6B00-B3C8-9F6BDECED846", 6},
                                         {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", 7},
                                         {"5c146b14-3c52-8afd-938a-375d0df1fbf6", 8},
                                         {"f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1}}) {
        CAPTURE(r.text);
        auto const u = uuid::parse(r.text);
        REQUIRE(u);
        CHECK(u->version() == r.version);
        std::string lower(r.text);
        for (char& c : lower)
            if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        CHECK(u->text() == lower);
        CHECK(uuid::parse(lower) == u);
    }
    CHECK(uuid::parse("00000000-0000-0000-0000-000000000000") == uuid{});
    CHECK(uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff")->text() == "ffffffff-ffff-ffff-ffff-ffffffffffff");
}

TEST_CASE("the name spaces are those of RFC 9562") {
    CHECK(uuid_namespace_dns.text() == "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    CHECK(uuid_namespace_url.text() == "6ba7b811-9dad-11d1-80b4-00c04fd430c8");
}

TEST_CASE("what is no uuid is refused") {
    for (std::string_view const text :
         {"", "2ed6657d", "2ed6657de927568b95e12665a8aea6a2", "{2ed6657d-e927-568b-95e1-2665a8aea6a2}",
          "2ed6657d-e927-568b-95e1-2665a8aea6a", "2ed6657d-e927-568b-95e1-2665a8aea6a22",
          "2ed6657g-e927-568b-95e1-2665a8aea6a2", "2ed6657d-e927-568b-95e1-2665a8aea6a ",
          "2ed6657de-927-568b-95e1-2665a8aea6a2", "2ed6657d-e927-568b-95e12-665a8aea6a2",
          "urn:uuid:2ed6657d-e927-568b-95e1-266", "+ed6657d-e927-568b-95e1-2665a8aea6a2",
          "2ed6657d--927-568b-95e1-2665a8aea6a2"}) {
        CAPTURE(text);
        auto const u = uuid::parse(text);
        REQUIRE_FALSE(u);
        CHECK(u.error().code == errc::malformed);
    }
    CHECK(uuid::parse("x").error().message ==
          "uuid: found \"x\", expected 36 characters such as 2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST_CASE("SHA-1 gives the digests of FIPS 180") {
    CHECK(sha1_of("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    CHECK(sha1_of("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(sha1_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    CHECK(sha1_of(std::string(1'000'000, 'a')) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("names of every length around SHA-1's blocks give what Python's uuid5 gives") {
    struct row {
        std::size_t length;
        std::string_view expected;
    };
    for (row const& r : std::vector<row>{{0, "1b4db7eb-4057-5ddf-91e0-36dec72071f5"},
                                         {38, "1692765d-1c95-5ac5-a073-ac1b4660febe"},
                                         {39, "615eac0e-03db-567b-8580-916c1aca1cc2"},
                                         {40, "c5c985c8-6875-5a42-b6e3-2872703afed4"},
                                         {47, "60100e11-180f-59cb-911f-bdb3aa734c9d"},
                                         {48, "aa33c522-9edc-58a5-b5af-e2a12995886e"},
                                         {103, "d95b9427-a1cc-5a01-876a-6367661db75c"},
                                         {104, "03762118-5c69-5fbd-8fe6-063863f5ae19"},
                                         {200, "7f4631a0-b493-5760-92a5-27e642bfb142"}}) {
        CAPTURE(r.length);
        CHECK(uuid_v5(uuid_namespace_url, std::string(r.length, 'a')).text() == r.expected);
    }
}

TEST_CASE("version 7 ids sort by their millisecond, as bytes and as text") {
    seeded_random random(7);
    uuid before = uuid_v7(at_ms(0), random);
    for (std::int64_t ms = 1; ms < (std::int64_t{1} << 47); ms = ms * 3 + 1) {
        uuid const u = uuid_v7(at_ms(ms), random);
        CHECK(before < u);
        CHECK(before.text() < u.text());
        before = u;
    }
}

TEST_CASE("a time that version 7 cannot hold gives the nearest one it can") {
    seeded_random random(7);
    CHECK(uuid_v7(at_ms(-1), random).text().starts_with("00000000-0000-7"));
    CHECK(uuid_v7(instant::min(), random).text().starts_with("00000000-0000-7"));
    CHECK(uuid_v7(at_ms(std::int64_t{1} << 50), random).text().starts_with("ffffffff-ffff-7"));
}

TEST_CASE("a generator's ids rise strictly within a millisecond and when the clock steps back") {
    seeded_random random(7);
    uuid_v7_generator next(random);
    uuid before{};
    for (int i = 0; i < 100'000; ++i) {
        uuid const u = next(at_ms(1'700'000'000'000 - i / 1000));
        REQUIRE(before < u);
        REQUIRE(u.version() == 7);
        REQUIRE((u.bytes()[8] & 0xC0U) == 0x80U);
        before = u;
    }
    CHECK(before.text().starts_with("018bcfe5-6800-7"));
}

TEST_CASE("a generator follows the clock forward") {
    seeded_random random(7);
    uuid_v7_generator next(random);
    (void)next(at_ms(0x017F22E279B0));
    CHECK(next(at_ms(0x017F22E279B1)).text().starts_with("017f22e2-79b1-7"));
}

TEST_CASE("a generator that used up a millisecond borrows the next one") {
    // all random bits set at the start, then the largest step
    scripted_random random{{~0ULL, ~0ULL, ~0ULL, 5, 6}};
    uuid_v7_generator next(random);
    auto const last = next(at_ms(1000));
    CHECK(last.text() == "00000000-03e8-7fff-bfff-ffffffffffff");
    auto const borrowed = next(at_ms(1000));
    CHECK(last < borrowed);
    CHECK(borrowed.text() == "00000000-03e9-7005-8000-000000000006");
}

TEST_CASE("a generator carries once from the low bits into the high ones") {
    scripted_random random{{5, ~0ULL, 0, 0}};
    uuid_v7_generator next(random);
    CHECK(next(at_ms(1000)).text() == "00000000-03e8-7005-bfff-ffffffffffff");
    CHECK(next(at_ms(1000)).text() == "00000000-03e8-7006-8000-000000000000");
    CHECK(next(at_ms(1000)).text() == "00000000-03e8-7006-8000-000000000001");
}

TEST_CASE("a generator started before 1970 gives ids all the same") {
    seeded_random random(7);
    uuid_v7_generator next(random);
    auto const a = next(at_ms(-5));
    auto const b = next(at_ms(-5));
    CHECK(a < b);
}
