// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/money.hpp>

#include <doctest/doctest.h>

#include <array>
#include <compare>
#include <string>
#include <type_traits>
#include <vector>

#include <syncline/core/random.hpp>

using namespace syncline;
using model::currency;
using model::money;

namespace {

money euros(std::int64_t cents) { return money::from_minor(cents, "EUR"); }

std::vector<std::int64_t> minors(result<std::vector<money>> const& parts) {
    REQUIRE(parts);
    std::vector<std::int64_t> out;
    for (auto const& p : *parts) out.push_back(p.minor());
    return out;
}

using weights = std::vector<std::int64_t>;
using minor_units = std::vector<std::int64_t>;

}  // namespace

static_assert(std::is_trivially_copyable_v<money> && sizeof(money) == 16);
static_assert(money::from_minor(1999, "EUR").to_decimal() == "19.99"_dec);
static_assert(!std::is_constructible_v<money, double>);

// Shows R034.
TEST_CASE("an amount has exactly the decimals of its currency") {
    CHECK(money::of("19.99"_dec, "EUR")->to_string() == "19.99 EUR");
    CHECK(money::of("24"_dec, "EUR")->to_string() == "24.00 EUR");
    CHECK(money::of("24.000"_dec, "EUR")->to_string() == "24.00 EUR");
    CHECK(money::of("1250"_dec, "JPY")->to_string() == "1250 JPY");
    CHECK(money::of("1250.00"_dec, "JPY")->minor() == 1250);
    CHECK(money::of("1.234"_dec, "KWD")->to_string() == "1.234 KWD");
    CHECK(money::of("1.2345"_dec, "CLF")->to_string() == "1.2345 CLF");
    CHECK(money::of("-0.05"_dec, "EUR")->to_string() == "-0.05 EUR");
    CHECK(money::of("-0.00"_dec, "EUR")->to_string() == "0.00 EUR");
    CHECK(money{}.to_string() == "0 XXX");
    CHECK(money{}.is_zero());
}

TEST_CASE("digits that the currency does not have are an error, unless somebody says how to round") {
    auto const odd = money::of("19.999"_dec, "EUR");
    REQUIRE_FALSE(odd);
    CHECK(odd.error().code == errc::mapping);
    CHECK(odd.error().message == "money: found 19.999 EUR, expected at most 2 decimals");
    CHECK(money::of("0.5"_dec, "JPY").error().code == errc::mapping);
    CHECK(money::of("1.2345"_dec, "KWD").error().code == errc::mapping);

    CHECK(money::of("19.995"_dec, "EUR", rounding::half_even)->to_string() == "20.00 EUR");
    CHECK(money::of("19.985"_dec, "EUR", rounding::half_even)->to_string() == "19.98 EUR");
    CHECK(money::of("-0.5"_dec, "JPY", rounding::half_up)->to_string() == "-1 JPY");
    CHECK(money::of("1.23456"_dec, "KWD", rounding::down)->to_string() == "1.234 KWD");
}

TEST_CASE("an amount beyond 64 bits of minor units is refused") {
    CHECK(money::of("92233720368547758.07"_dec, "EUR")->minor() == INT64_MAX);
    CHECK(money::of("-92233720368547758.08"_dec, "EUR")->minor() == INT64_MIN);
    auto const huge = money::of("92233720368547758.08"_dec, "EUR");
    REQUIRE_FALSE(huge);
    CHECK(huge.error().code == errc::too_large);
    CHECK(huge.error().message ==
          "money: found 92233720368547758.08 in EUR, expected at most 9223372036854775807 minor units");
    CHECK(money::of("99999999999999999999999999999999999999"_dec, "CLF").error().code == errc::too_large);
    CHECK(money::of("99999999999999999999999999999999999999"_dec, "CLF", rounding::up).error().code == errc::too_large);
}

TEST_CASE("sums and differences are exact or an error") {
    CHECK(checked_add(euros(10), euros(20)) == euros(30));
    CHECK(checked_sub(euros(10), euros(20)) == euros(-10));
    CHECK(checked_sub(money::from_minor(0, "EUR"), euros(7)) == euros(-7));
    CHECK(checked_add(euros(INT64_MAX), euros(1)).error().code == errc::too_large);
    CHECK(checked_sub(euros(INT64_MIN), euros(1)).error().code == errc::too_large);
    CHECK(checked_sub(euros(0), euros(INT64_MIN)).error().code == errc::too_large);
}

TEST_CASE("currencies never mix, not even where nothing is added") {
    auto const mixed = checked_add(euros(100), money::from_minor(0, "USD"));
    REQUIRE_FALSE(mixed);
    CHECK(mixed.error().code == errc::mapping);
    CHECK(mixed.error().message == "money: found 1.00 EUR and 0.00 USD, expected one currency");
    CHECK(checked_sub(euros(100), money{}).error().code == errc::mapping);
    CHECK(euros(0) != money::from_minor(0, "USD"));
    CHECK((euros(1) <=> money::from_minor(2, "USD")) == std::partial_ordering::unordered);
    CHECK(euros(1) < euros(2));
}

TEST_CASE("an amount times a rate is rounded once") {
    CHECK(euros(1999).multiplied("0.21"_dec, rounding::half_even) == euros(420));
    CHECK(euros(50).multiplied("0.5"_dec, rounding::half_even) == euros(25));
    CHECK(euros(5).multiplied("0.5"_dec, rounding::half_even) == euros(2));
    CHECK(euros(5).multiplied("0.5"_dec, rounding::half_up) == euros(3));
    CHECK(money::from_minor(1000, "JPY").multiplied("1.0825"_dec, rounding::half_even)->minor() == 1082);
    CHECK(euros(INT64_MAX).multiplied("1.1"_dec, rounding::down).error().code == errc::too_large);
    CHECK(euros(INT64_MAX).multiplied("99999999999999999999999999999999999999"_dec, rounding::down).error().code ==
          errc::too_large);
}

// Shows R187.
TEST_CASE("an allocation loses no cent: what is left over goes to who lost most, the first of equals first") {
    CHECK(minors(euros(100).allocate(weights{1, 1, 1})) == minor_units{34, 33, 33});
    CHECK(minors(euros(-100).allocate(weights{1, 1, 1})) == minor_units{-34, -33, -33});
    CHECK(minors(euros(5).allocate(weights{3, 7})) == minor_units{2, 3});
    CHECK(minors(euros(100).allocate(weights{50, 30, 20})) == minor_units{50, 30, 20});
    CHECK(minors(euros(10).allocate(weights{1, 0, 2})) == minor_units{3, 0, 7});
    CHECK(minors(euros(1).allocate(weights{0, 0, 1, 1})) == minor_units{0, 0, 1, 0});
    CHECK(minors(euros(0).allocate(weights{1, 2})) == minor_units{0, 0});
    CHECK(minors(euros(7).allocate(weights{5})) == minor_units{7});
    CHECK(minors(euros(INT64_MIN).allocate(weights{INT64_MAX, INT64_MAX})) ==
          minor_units{INT64_MIN / 2, INT64_MIN / 2});
    CHECK(minors(euros(INT64_MAX).allocate(weights{INT64_MAX, 1})) == minor_units{INT64_MAX - 1, 1});
    CHECK(euros(10).allocate(weights{1})->front().currency() == currency("EUR"));
}

TEST_CASE("among many equals the first ones get what is left over") {
    auto const parts = minors(euros(250).allocate(weights(100, 7)));
    for (std::size_t i = 0; i < parts.size(); ++i) CHECK(parts[i] == (i < 50 ? 3 : 2));
}

TEST_CASE("an allocation without a usable weight is refused") {
    CHECK(euros(1).allocate({}).error().code == errc::misconfigured);
    CHECK(euros(1).allocate(weights{0, 0}).error().code == errc::misconfigured);
    CHECK(euros(1).allocate(weights{2, -1}).error().message == "money: found weight -1, expected none below 0");
}

// Shows R187.
TEST_CASE("any allocation adds up, and each part is within one unit of its share") {
    seeded_random seed(1);
    any_random const random(seed);
    for (int i = 0; i < 10'000; ++i) {
        auto const shift = random.below(64);
        money const amount = euros(static_cast<std::int64_t>(random()) >> shift);
        weights w(1 + random.below(12));
        for (auto& x : w) x = static_cast<std::int64_t>(random.below(random.below(2) ? 5 : 1'000'000'000));
        w[random.below(w.size())] += 1;
        CAPTURE(amount.to_string());
        auto const parts = amount.allocate(w);
        REQUIRE(parts);
        REQUIRE(parts->size() == w.size());
        int128 total = 0;
        for (auto const x : w) total += x;
        int128 sum = 0;
        for (std::size_t k = 0; k < w.size(); ++k) {
            int128 const part = (*parts)[k].minor();
            sum += part;
            int128 const off = part * total - static_cast<int128>(amount.minor()) * w[k];
            CHECK((off < total && off > -total));
            if (w[k] == 0) CHECK((*parts)[k].is_zero());
        }
        CHECK(sum == amount.minor());
    }
}

TEST_CASE("any amount: as decimal and back is the same, in every currency") {
    seeded_random seed(2);
    any_random const random(seed);
    std::array<currency, 5> const some{"EUR", "JPY", "KWD", "CLF", "XAU"};
    for (int i = 0; i < 10'000; ++i) {
        money const m =
            money::from_minor(static_cast<std::int64_t>(random()) >> random.below(64), some[random.below(some.size())]);
        CAPTURE(m.to_string());
        CHECK(money::of(m.to_decimal(), m.currency()) == m);
        CHECK(m.to_decimal().scale() == m.currency().minor_units());
    }
}
