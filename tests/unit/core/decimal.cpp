// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/decimal.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include <syncline/core/random.hpp>

using namespace syncline;

namespace {

constexpr std::string_view nines38 = "99999999999999999999999999999999999999";

constexpr std::array<rounding, 7> all_modes{rounding::half_even, rounding::half_up, rounding::half_down, rounding::down,
                                            rounding::up,        rounding::floor,   rounding::ceiling};

decimal dec(std::string_view text) {
    auto const d = decimal::parse(text);
    REQUIRE_MESSAGE(d.has_value(), std::string(text));
    return *d;
}

/// Any decimal whose coefficient has up to `digits` digits; ends in zeros, nines or a five more often than chance.
decimal any_decimal(any_random random, int digits, int max_scale = decimal::max_scale) {
    std::string text = random.below(2) ? "-" : "";
    auto const n = 1 + random.below(static_cast<std::uint64_t>(digits));
    auto const scale = random.below(static_cast<std::uint64_t>(max_scale) + 1);
    std::string all;
    for (std::uint64_t i = 0; i < n; ++i) all += static_cast<char>('0' + random.below(10));
    if (auto const end = random.below(4); end < 3)
        for (std::uint64_t i = random.below(n); i < n; ++i) all[i] = "095"[end];
    std::size_t const first = all.find_first_not_of('0');
    all = first == std::string::npos ? "0" : all.substr(first);
    if (all.size() <= scale) all.insert(0, scale + 1 - all.size(), '0');
    text += all.substr(0, all.size() - scale);
    if (scale > 0) text += "." + all.substr(all.size() - scale);
    return dec(text);
}

}  // namespace

static_assert(std::is_trivially_copyable_v<decimal>);
static_assert("19.99"_dec == decimal::from_int(1999, 2));
static_assert("19.990"_dec == "19.99"_dec && "19.991"_dec > "19.99"_dec && "-1"_dec < decimal{});
static_assert(decimal{7} == "7.00"_dec && decimal{-7}.abs() == 7 && decimal{7}.negated().sign() == -1);
static_assert("2.345"_dec.round(2, rounding::half_even) == "2.34"_dec);
static_assert(!std::is_constructible_v<decimal, double>, "a double has lost the digits already");
static_assert(!std::is_constructible_v<decimal, char const*>, "text is parsed, never turned into a bool");
static_assert(!std::is_constructible_v<decimal, bool>);

TEST_CASE("a number keeps the digits and the decimals it was written with") {
    for (std::string_view const text :
         {"0", "7", "-7", "24.00", "0.05", "-0.05", "0.000", "1234567890.123456789", "18446744073709551615",
          "18446744073709551616", "9999999999999999999", "10000000000000000000",
          "0.00000000000000000000000000000000000001", "-0.99999999999999999999999999999999999999",
          "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"}) {
        CAPTURE(text);
        CHECK(dec(text).to_string() == text);
    }
}

TEST_CASE("an exponent is applied exactly") {
    CHECK(dec("1e2").to_string() == "100");
    CHECK(dec("1E+2").to_string() == "100");
    CHECK(dec("1.50e1").to_string() == "15.0");
    CHECK(dec("1.5e-3").to_string() == "0.0015");
    CHECK(dec("-12.5e1").to_string() == "-125");
    CHECK(dec("1e-0000000000000000000000002").to_string() == "0.01");
    CHECK(dec("0.00000000000000000000000000000000000000000001e45").to_string() == "10");
    CHECK(dec("0e999999999999999999999").to_string() == "0");
    CHECK(dec("1e37").to_string() == "10000000000000000000000000000000000000");
}

TEST_CASE("negative zero is zero, with its decimals") {
    CHECK(dec("-0").to_string() == "0");
    CHECK(dec("-0.00").to_string() == "0.00");
    CHECK(dec("-0e-2").to_string() == "0.00");
    CHECK(dec("-0.004").round(2, rounding::half_even).to_string() == "0.00");
    CHECK(decimal{}.negated().to_string() == "0");
}

TEST_CASE("what is no JSON number is refused, and the message shows it") {
    for (std::string_view const text :
         {"",      "-",   "+1",    "007",   "00",       "-01",      ".5",    "-.5",  "1.",   "1.e3",     "1e",
          "1e+",   "1e-", "1e1.5", " 1",    "1 ",       "1,000",    "1_000", "0x10", "NaN",  "Infinity", "-inf",
          "1.2.3", "--1", "1-",    "1e2e3", "\xC2\xA0", "\xD9\xA1", "12a",   "true", "\"1\""}) {
        CAPTURE(text);
        auto const d = decimal::parse(text);
        REQUIRE_FALSE(d);
        CHECK(d.error().code == errc::malformed);
    }
    CHECK(decimal::parse("007").error().message == "decimal: found \"007\", expected a number such as -12.50");
    CHECK(decimal::parse(std::string_view("1\0", 2)).error().message ==
          "decimal: found \"1?\", expected a number such as -12.50");
    CHECK(decimal::parse("1\r\nX: y").error().message ==
          "decimal: found \"1??X: y\", expected a number such as -12.50");
}

TEST_CASE("more than 38 digits or 38 decimals is too large, never rounded") {
    for (std::string_view const text :
         {"100000000000000000000000000000000000000", "-100000000000000000000000000000000000000", "1e38", "1e400",
          "1e-39", "1e99999999999999999999999999", "1e-99999999999999999999999999",
          "0.000000000000000000000000000000000000001", "123456789012345678901234567890.123456789",
          "340282366920938463463374607431768211457",
          "3402823669209384634633746074317682114560000000000000000000000001"}) {
        CAPTURE(text);
        auto const d = decimal::parse(text);
        REQUIRE_FALSE(d);
        CHECK(d.error().code == errc::too_large);
    }
}

TEST_CASE("a megabyte of digits is refused in linear time and quoted shortly") {
    auto const huge = decimal::parse(std::string(1'000'000, '9'));
    REQUIRE_FALSE(huge);
    CHECK(huge.error().code == errc::too_large);
    CHECK(huge.error().message.size() < 200);
    CHECK(decimal::parse("1e" + std::string(1'000'000, '9')).error().code == errc::too_large);
    CHECK(dec("0." + std::string(1'000'000, '0') + "5e1000001") == 5);
}

TEST_CASE("a short text is read as with an exponent behind it, which goes the long way") {
    seeded_random random(7);
    constexpr std::string_view often = "0123456789.0123456789.-+/:e \x80\xAE\xFF";
    std::size_t read = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string text(1 + random() % 18, '\0');
        bool const digits_only = random() % 2 == 0;
        for (char& c : text) c = often[random() % (digits_only ? 10 : often.size())];
        if (digits_only && random() % 4 != 0) text[random() % text.size()] = '.';
        if (random() % 8 == 0) text.insert(text.begin(), '-');
        if (text.find('e') != std::string::npos) continue;
        CAPTURE(text);
        auto const d = decimal::parse(text);
        auto const with_care = decimal::parse(text + "e0");
        REQUIRE(d.has_value() == with_care.has_value());
        if (!d) continue;
        ++read;
        REQUIRE(d->coefficient() == with_care->coefficient());
        REQUIRE(d->scale() == with_care->scale());
        REQUIRE(d->to_string() ==
                (text.find_first_of("123456789") == std::string::npos && text[0] == '-' ? text.substr(1) : text));
    }
    CHECK(read > 20'000);
}

TEST_CASE("numbers compare by value, whatever their scales") {
    CHECK(dec("1.0") == dec("1.00"));
    CHECK(dec("1.0") != dec("1.01"));
    CHECK(dec("-1.5") < dec("-1.49"));
    CHECK(dec("0") == dec("0.00000"));
    CHECK(dec("-0.1") < dec("0"));
    // both would need more than 128 bits on a common scale
    CHECK(dec(nines38) > dec("0.99999999999999999999999999999999999999"));
    CHECK(dec("-99999999999999999999999999999999999999") < dec("-0.00000000000000000000000000000000000001"));
    CHECK(dec("5") < dec("5.0000000000000000000000000000000000001"));
}

TEST_CASE("sum and difference are exact and keep the larger scale") {
    CHECK(checked_add(dec("0.1"), dec("0.2"))->to_string() == "0.3");
    CHECK(checked_add(dec("1.10"), dec("2.9"))->to_string() == "4.00");
    CHECK(checked_sub(dec("1"), dec("0.9999"))->to_string() == "0.0001");
    CHECK(checked_sub(dec("-1.5"), dec("-1.5"))->to_string() == "0.0");
    CHECK(checked_add(dec(nines38), dec("1")).error().code == errc::too_large);
    CHECK(checked_sub(dec("-99999999999999999999999999999999999999"), dec("1")).error().code == errc::too_large);
    CHECK(checked_add(dec("1e37"), dec("0.01")).error().code == errc::too_large);
    // fits, although ten alone would not at this scale
    CHECK(checked_add(dec("10"), dec("-0.0000000000000000000000000000000000001"))->to_string() ==
          "9.9999999999999999999999999999999999999");
    CHECK(checked_add(dec(nines38), dec("-1"))->to_string() == "99999999999999999999999999999999999998");
}

TEST_CASE("a product is exact and has the decimals of both") {
    CHECK(checked_mul(dec("1234.50"), dec("0.21"))->to_string() == "259.2450");
    CHECK(checked_mul(dec("-3"), dec("0.5"))->to_string() == "-1.5");
    CHECK(checked_mul(dec("0.00"), dec("-5"))->to_string() == "0.00");
    CHECK(checked_mul(dec("1e19"), dec("1e18"))->to_string() == "10000000000000000000000000000000000000");
    CHECK(checked_mul(dec("1e19"), dec("1e19")).error().code == errc::too_large);
    CHECK(checked_mul(dec(nines38), dec(nines38)).error().code == errc::too_large);
    CHECK(checked_mul(dec("1e-20"), dec("1e-19")).error().code == errc::too_large);
}

TEST_CASE("a quotient is rounded once, as asked") {
    CHECK(checked_div(dec("1"), dec("3"), 4, rounding::half_even)->to_string() == "0.3333");
    CHECK(checked_div(dec("2"), dec("3"), 4, rounding::down)->to_string() == "0.6666");
    CHECK(checked_div(dec("2"), dec("-3"), 0, rounding::floor)->to_string() == "-1");
    CHECK(checked_div(dec("10"), dec("4"), 0, rounding::half_even)->to_string() == "2");
    CHECK(checked_div(dec("10.00"), dec("4"), 3, rounding::half_even)->to_string() == "2.500");
    CHECK(checked_div(dec("0.00000000000000000000000000000000000001"), dec(nines38), 38, rounding::up)->to_string() ==
          "0.00000000000000000000000000000000000001");
    CHECK(checked_div(dec("1"), dec(nines38), 38, rounding::half_even)->to_string() ==
          "0.00000000000000000000000000000000000001");
    CHECK(checked_div(dec("0.5"), dec("1"), 0, rounding::half_even)->to_string() == "0");
    // exact, although the digits on the way there need more than 128 bits
    CHECK(checked_div(dec("1e37"), dec("4e37"), 38, rounding::down)->to_string() ==
          "0.25000000000000000000000000000000000000");
    CHECK(checked_div(dec("1e37"), dec("4e37"), 38, rounding::up)->to_string() ==
          "0.25000000000000000000000000000000000000");
    // just above the tie only in what the first division leaves over
    CHECK(checked_div(dec("5.0000001"), dec("10.0"), 0, rounding::half_down)->to_string() == "1");
    CHECK(checked_div(dec("1"), dec("0.00"), 2, rounding::down).error().code == errc::mapping);
    CHECK(checked_div(dec(nines38), dec("0.1"), 0, rounding::down).error().code == errc::too_large);
    CHECK(checked_div(dec(nines38), dec("0.00000000000000000000000000000000000001"), 38, rounding::down).error().code ==
          errc::too_large);
    CHECK(checked_div(dec("1"), dec("1"), 39, rounding::down).error().code == errc::too_large);
    CHECK(checked_div(dec("1"), dec("1"), -1, rounding::down).error().code == errc::too_large);
}

TEST_CASE("each rounding mode treats ties and signs by its own rule") {
    struct row {
        std::string_view from;
        std::array<std::string_view, 7> to;  // in the order of all_modes
    };
    for (auto const& r : std::vector<row>{
             {"5.5", {"6", "6", "5", "5", "6", "5", "6"}},
             {"2.5", {"2", "3", "2", "2", "3", "2", "3"}},
             {"1.6", {"2", "2", "2", "1", "2", "1", "2"}},
             {"1.1", {"1", "1", "1", "1", "2", "1", "2"}},
             {"1.0", {"1", "1", "1", "1", "1", "1", "1"}},
             {"0.5", {"0", "1", "0", "0", "1", "0", "1"}},
             {"-0.5", {"0", "-1", "0", "0", "-1", "-1", "0"}},
             {"-1.1", {"-1", "-1", "-1", "-1", "-2", "-2", "-1"}},
             {"-1.6", {"-2", "-2", "-2", "-1", "-2", "-2", "-1"}},
             {"-2.5", {"-2", "-3", "-2", "-2", "-3", "-3", "-2"}},
             {"-5.5", {"-6", "-6", "-5", "-5", "-6", "-6", "-5"}},
             {"0.99999999999999999999999999999999999999", {"1", "1", "1", "0", "1", "0", "1"}},
         }) {
        CAPTURE(r.from);
        for (std::size_t i = 0; i < all_modes.size(); ++i) {
            CAPTURE(i);
            CHECK(dec(r.from).round(0, all_modes[i]).to_string() == r.to[i]);
        }
    }
}

TEST_CASE("round never adds decimals, rescaled gives exactly as many as asked") {
    CHECK(dec("1.5").round(2, rounding::up).to_string() == "1.5");
    CHECK(dec("1.5").rescaled(2)->to_string() == "1.50");
    CHECK(dec("1.500").rescaled(1)->to_string() == "1.5");
    CHECK(dec("19.999").rescaled(2, rounding::half_up)->to_string() == "20.00");
    CHECK(dec("7").rescaled(2, rounding::half_up)->to_string() == "7.00");

    auto const lost = dec("19.999").rescaled(2);
    REQUIRE_FALSE(lost);
    CHECK(lost.error().code == errc::mapping);
    CHECK(lost.error().message == "decimal: found 19.999, expected at most 2 decimals");
    CHECK(dec(nines38).rescaled(1).error().code == errc::too_large);
    CHECK(dec("1").rescaled(39).error().code == errc::too_large);
    CHECK(dec("1").rescaled(-1, rounding::down).error().code == errc::too_large);
    CHECK(dec("0").rescaled(38)->to_string() == "0.00000000000000000000000000000000000000");
}

TEST_CASE("normalized drops zeros behind the point and only there") {
    CHECK(dec("24.00").normalized().to_string() == "24");
    CHECK(dec("2400").normalized().to_string() == "2400");
    CHECK(dec("0.000").normalized().to_string() == "0");
    CHECK(dec("-1.2300").normalized().to_string() == "-1.23");
}

TEST_CASE("a whole number comes out as one, a fraction does not") {
    CHECK(dec("24.00").to_int64() == 24);
    CHECK(dec("-9223372036854775808").to_int64() == INT64_MIN);
    CHECK(dec("9223372036854775807.0").to_int64() == INT64_MAX);
    CHECK(dec("9223372036854775808").to_int64().error().code == errc::too_large);
    CHECK(dec("0.5").to_int64().error().code == errc::mapping);
    CHECK(decimal{UINT64_MAX}.to_string() == "18446744073709551615");
    CHECK(decimal{INT64_MIN}.to_string() == "-9223372036854775808");
    CHECK(decimal::from_int(INT64_MIN, 38).to_string() == "-0.00000000000000000009223372036854775808");
}

TEST_CASE("the longest text fits into max_text") {
    char buffer[decimal::max_text];
    auto const* const end = dec("-0.99999999999999999999999999999999999999").write_to(buffer);
    CHECK(end == buffer + decimal::max_text);
}

TEST_CASE("any decimal: text and back is the same number, digit for digit") {
    seeded_random seed(1);
    any_random const random(seed);
    for (int i = 0; i < 20'000; ++i) {
        decimal const d = any_decimal(random, 38);
        CAPTURE(d.to_string());
        auto const again = dec(d.to_string());
        CHECK(again.coefficient() == d.coefficient());
        CHECK(again.scale() == d.scale());
        CHECK(d.normalized() == d);
        CHECK(d.negated().negated().coefficient() == d.coefficient());
        CHECK(d.abs().sign() == (d.is_zero() ? 0 : 1));
    }
}

TEST_CASE("any decimals: what is added can be taken away, and order agrees with the difference") {
    seeded_random seed(2);
    any_random const random(seed);
    int sums = 0;
    for (int i = 0; i < 20'000; ++i) {
        decimal const a = any_decimal(random, 30, 12);
        decimal const b = any_decimal(random, 30, 12);
        CAPTURE(a.to_string());
        CAPTURE(b.to_string());
        auto const sum = checked_add(a, b);
        if (!sum) continue;
        ++sums;
        CHECK(*sum == *checked_add(b, a));
        CHECK(*checked_sub(*sum, b) == a);
        CHECK((a < b) == (checked_sub(a, b)->sign() < 0));
        CHECK((a == b) == checked_sub(a, b)->is_zero());
    }
    CHECK(sums > 15'000);
}

TEST_CASE("any decimal: the rounding modes keep their promises to each other") {
    seeded_random seed(3);
    any_random const random(seed);
    for (int i = 0; i < 20'000; ++i) {
        decimal const d = any_decimal(random, 38);
        int const scale = static_cast<int>(random.below(38));
        CAPTURE(d.to_string());
        CAPTURE(scale);
        auto const by = [&](rounding mode) { return d.round(scale, mode); };
        CHECK(by(rounding::floor) <= d);
        CHECK(by(rounding::ceiling) >= d);
        CHECK(by(rounding::down).abs() <= d.abs());
        CHECK(by(rounding::up).abs() >= d.abs());
        CHECK(by(rounding::floor) == d.negated().round(scale, rounding::ceiling).negated());
        bool const exact = by(rounding::floor) == by(rounding::ceiling);
        for (auto const mode : all_modes) {
            decimal const r = by(mode);
            CHECK((r == by(rounding::floor) || r == by(rounding::ceiling)));
            CHECK((!exact || r == d));
            CHECK(r.round(scale, mode) == r);
            CHECK(r.scale() <= std::max(scale, 0));
        }
    }
}
