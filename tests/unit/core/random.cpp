// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/random.hpp>

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <vector>

using namespace syncline;

namespace {

struct scripted {
    std::vector<std::uint64_t> numbers;
    std::size_t at = 0;
    std::uint64_t operator()() { return numbers.at(at++); }
};

}  // namespace

TEST_CASE("a seed gives the sequence of SplitMix64, on every platform") {
    seeded_random random(1234567);  // the sequence its authors publish for this seed
    CHECK(random() == 6457827717110365317ULL);
    CHECK(random() == 3203168211198807973ULL);
    CHECK(random() == 9817491932198370423ULL);
    CHECK(random() == 4593380528125082431ULL);
    CHECK(random() == 16408922859458223821ULL);
}

TEST_CASE("a handle draws from the source it was made from, and so does its copy") {
    seeded_random source(1);
    seeded_random twin(1);
    any_random const handle = source;
    any_random const copy = handle;
    CHECK(handle() == twin());
    CHECK(copy() == twin());
    CHECK(source() == twin());
}

TEST_CASE("below stays below, and each number has the same chance") {
    seeded_random source(1);
    any_random const random = source;
    CHECK(random.below(0) == 0);
    CHECK(random.below(1) == 0);
    std::array<int, 7> seen{};
    for (int i = 0; i < 70'000; ++i) ++seen.at(random.below(7));
    for (int const n : seen) {
        CHECK(n > 9'500);
        CHECK(n < 10'500);
    }
    for (int i = 0; i < 100; ++i) CHECK(random.below(UINT64_MAX) < UINT64_MAX);
}

TEST_CASE("numbers that would favour the small ones are drawn again") {
    // 2^64-1 = 6148914691236517205 * 3: the largest number alone would be one too many for 0
    scripted source{{UINT64_MAX, 5}};
    CHECK(any_random(source).below(3) == 2);
    CHECK(source.at == 2);
}

TEST_CASE("the system's randomness does not repeat itself") {
    any_random const random = the_system_random();
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1000; ++i) CHECK(seen.insert(random()).second);
}
