// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cassert>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1 {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

/// Where a digit that does not fit goes. There is no default: the rule at hand says which.
enum class rounding {
    half_even,  ///< To the nearest, a tie to the even neighbour ("banker's").
    half_up,    ///< To the nearest, a tie away from zero (commercial).
    half_down,  ///< To the nearest, a tie towards zero.
    down,       ///< Towards zero.
    up,         ///< Away from zero.
    floor,      ///< Towards minus infinity.
    ceiling,    ///< Towards plus infinity.
};

namespace detail {

inline constexpr auto powers_of_ten = [] {
    std::array<uint128, 39> out{};
    uint128 p = 1;
    for (auto& x : out) {
        x = p;
        p *= 10;
    }
    return out;
}();

[[nodiscard]] constexpr uint128 power_of_ten(int n) noexcept { return powers_of_ten[static_cast<std::size_t>(n)]; }

/// Whether a quotient moves one step away from zero. `half`: how the part cut off compares with one half.
[[nodiscard]] constexpr bool rounds_away(uint128 quotient, bool negative, bool exact, std::strong_ordering half,
                                         rounding mode) noexcept {
    if (exact) return false;
    switch (mode) {
        case rounding::half_even: return half > 0 || (half == 0 && quotient % 2 == 1);
        case rounding::half_up: return half >= 0;
        case rounding::half_down: return half > 0;
        case rounding::down: return false;
        case rounding::up: return true;
        case rounding::floor: return negative;
        case rounding::ceiling: return !negative;
    }
    return false;
}

}  // namespace detail

/// An exact decimal number: up to 38 digits, of which up to 38 stand behind the point. Never a double.
///
/// The number of decimals (`scale`) is kept as written, so that "24.00" stays "24.00"; comparison is by value, so
/// 1.0 == 1.00. Arithmetic is exact or an error, never a wrapped or silently rounded number.
/// Threads: a value, trivially copyable.
///
///     auto net = decimal::parse("1234.50");                        // from the wire, digit by digit
///     auto tax = checked_mul(*net, "0.21"_dec);                    // 259.2450
///     auto due = tax->round(2, rounding::half_even).to_string();   // "259.24"
class decimal {
public:
    static constexpr int max_digits = 38;
    static constexpr int max_scale = 38;
    static constexpr std::size_t max_text = 41;  ///< "-0." and 38 digits.

    constexpr decimal() = default;

    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char> && sizeof(T) <= 8)
    constexpr decimal(T value) noexcept  // NOLINT(google-explicit-constructor): no whole number is lost
        : coefficient_(value) {}
    template <std::floating_point T>
    decimal(T) = delete;  // a double has lost the digits already: parse the text it came from

    /// `units` divided by 10^`scale`: from_int(2400, 2) is 24.00. `scale` is 0 to 38.
    [[nodiscard]] static constexpr decimal from_int(std::int64_t units, int scale = 0) noexcept {
        assert(scale >= 0 && scale <= max_scale);
        return {units, scale};
    }

    /// Reads a JSON number and nothing else: no `+1`, `007`, `.5`, `1.`, no blanks. An exponent is applied.
    ///
    /// *Errors*: `malformed` when it is no number; `too_large` when it has more than 38 digits or 38 decimals.
    [[nodiscard]] static result<decimal> parse(std::string_view text) {
        result<decimal> d = decimal();  // read where it is returned: copied right after, it would stall the processor
        if (auto const p = read(text, *d); p != problem::none) d = refuse(p, text);
        return d;
    }

    /// Digits without the point: 2400 for "24.00".
    [[nodiscard]] constexpr int128 coefficient() const noexcept { return coefficient_; }
    /// Digits behind the point.
    [[nodiscard]] constexpr int scale() const noexcept { return scale_; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return coefficient_ == 0; }
    /// -1, 0 or 1.
    [[nodiscard]] constexpr int sign() const noexcept { return coefficient_ < 0 ? -1 : coefficient_ > 0 ? 1 : 0; }
    [[nodiscard]] constexpr decimal negated() const noexcept { return {-coefficient_, scale_}; }
    [[nodiscard]] constexpr decimal abs() const noexcept { return coefficient_ < 0 ? negated() : *this; }

    /// The same value without zeros at the end: 24.00 becomes 24.
    [[nodiscard]] constexpr decimal normalized() const noexcept {
        decimal d = *this;
        if (auto narrow = static_cast<std::int64_t>(d.coefficient_); narrow == d.coefficient_) {
            for (; d.scale_ > 0 && narrow % 10 == 0; --d.scale_) narrow /= 10;  // dividing 128 bits costs far more
            return {narrow, d.scale_};
        }
        while (d.scale_ > 0 && d.coefficient_ % 10 == 0) {
            d.coefficient_ /= 10;
            --d.scale_;
        }
        return d;
    }

    /// At most `scale` decimals; unchanged when there are no more than that. Cannot fail.
    [[nodiscard]] constexpr decimal round(int scale, rounding mode) const noexcept {
        assert(scale >= 0);
        if (scale >= scale_) return *this;
        uint128 const unit = detail::power_of_ten(scale_ - scale);
        uint128 const m = magnitude();
        uint128 q = m / unit;
        uint128 const rest = m % unit;
        if (detail::rounds_away(q, coefficient_ < 0, rest == 0, rest <=> unit / 2, mode)) ++q;
        return {with_sign(q, coefficient_ < 0), scale};
    }

    /// The same value with exactly `scale` decimals.
    ///
    /// *Errors*: `mapping` when digits other than zero would be lost; `too_large` when 38 digits do not suffice.
    [[nodiscard]] result<decimal> rescaled(int scale) const {
        if (scale < 0 || scale > max_scale) return refuse_scale(scale);
        if (scale < scale_) {
            decimal const d = round(scale, rounding::down);
            if (d != *this) return refuse_loss(*this, scale);
            return d;
        }
        uint128 m = 0;
        if (!scaled_up(magnitude(), scale - scale_, m)) return refuse_size("rescale");
        return decimal{with_sign(m, coefficient_ < 0), scale};
    }

    /// The value rounded to exactly `scale` decimals. *Errors*: `too_large` when 38 digits do not suffice.
    [[nodiscard]] result<decimal> rescaled(int scale, rounding mode) const {
        if (scale < 0 || scale > max_scale) return refuse_scale(scale);
        return round(scale, mode).rescaled(scale);
    }

    /// The value as a whole number.
    ///
    /// *Errors*: `mapping` when there is a fraction, `too_large` when it does not fit into 64 bits.
    [[nodiscard]] result<std::int64_t> to_int64() const {
        decimal const d = round(0, rounding::down);
        if (d != *this) return refuse_loss(*this, 0);
        if (d.coefficient_ < INT64_MIN || d.coefficient_ > INT64_MAX)
            return refuse_size("conversion to a 64-bit number");
        return static_cast<std::int64_t>(d.coefficient_);
    }

    /// Exact sum, with the larger scale of the two. *Errors*: `too_large` when 38 digits do not suffice.
    [[nodiscard]] friend result<decimal> checked_add(decimal a, decimal b) {
        bool const negative_a = a.coefficient_ < 0;
        bool const negative_b = b.coefficient_ < 0;
        int const scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
        uint128 ma = 0;
        uint128 mb = 0;
        uint128 sum = 0;
        // one operand may need more than 38 digits on the common scale although the sum does not
        bool fits = !__builtin_mul_overflow(a.magnitude(), detail::power_of_ten(scale - a.scale_), &ma) &&
                    !__builtin_mul_overflow(b.magnitude(), detail::power_of_ten(scale - b.scale_), &mb);
        if (negative_a == negative_b)
            fits = fits && !__builtin_add_overflow(ma, mb, &sum);
        else
            sum = ma > mb ? ma - mb : mb - ma;
        if (!fits || sum > max_coefficient) return refuse_size("sum");
        return decimal{with_sign(sum, ma > mb ? negative_a : negative_b), scale};
    }

    /// Exact difference, with the larger scale of the two. *Errors*: as for the sum.
    [[nodiscard]] friend result<decimal> checked_sub(decimal a, decimal b) { return checked_add(a, b.negated()); }

    /// Exact product, with the sum of both scales. *Errors*: `too_large` when 38 digits or decimals do not suffice.
    [[nodiscard]] friend result<decimal> checked_mul(decimal a, decimal b) {
        uint128 m = 0;
        int const scale = a.scale_ + b.scale_;
        if (scale > max_scale || __builtin_mul_overflow(a.magnitude(), b.magnitude(), &m) || m > max_coefficient)
            return refuse_size("product");
        return decimal{with_sign(m, (a.coefficient_ < 0) != (b.coefficient_ < 0)), scale};
    }

    /// The quotient with exactly `scale` decimals, correctly rounded from the infinite one.
    ///
    /// *Errors*: `mapping` for a division by zero; `too_large` when 38 digits do not suffice.
    [[nodiscard]] friend result<decimal> checked_div(decimal a, decimal b, int scale, rounding mode) {
        if (scale < 0 || scale > max_scale) return refuse_scale(scale);
        if (b.is_zero()) return refuse_zero_divisor();
        uint128 const divisor = b.magnitude();
        uint128 q = a.magnitude() / divisor;
        uint128 rest = a.magnitude() % divisor;
        bool const negative = (a.coefficient_ < 0) != (b.coefficient_ < 0);
        int shift = scale + b.scale_ - a.scale_;
        bool exact = false;
        std::strong_ordering half = std::strong_ordering::equal;
        if (shift >= 0) {
            while (shift > 0) {  // at most twice: 10^38 a time
                int const step = shift < max_scale ? shift : max_scale;
                if (!scaled_up(q, step, q)) return refuse_size("quotient");
                q += divide_scaled(rest, step, divisor, rest);
                shift -= step;
            }
            exact = rest == 0;
            half = rest <=> divisor - rest;
        } else {
            uint128 const unit = detail::power_of_ten(-shift);
            uint128 const cut = q % unit;
            q /= unit;
            exact = cut == 0 && rest == 0;
            half = cut <=> unit / 2;
            if (half == 0 && rest != 0) half = std::strong_ordering::greater;
        }
        if (detail::rounds_away(q, negative, exact, half, mode)) ++q;
        if (q > max_coefficient) return refuse_size("quotient");
        return decimal{with_sign(q, negative), scale};
    }

    [[nodiscard]] friend constexpr bool operator==(decimal const& a, decimal const& b) noexcept {
        return (a <=> b) == 0;
    }
    [[nodiscard]] friend constexpr std::weak_ordering operator<=>(decimal const& a, decimal const& b) noexcept {
        if (a.scale_ == b.scale_) return a.coefficient_ <=> b.coefficient_;
        // whole parts first: bringing both to one scale could need more than 128 bits
        int128 const unit_a = static_cast<int128>(detail::power_of_ten(a.scale_));
        int128 const unit_b = static_cast<int128>(detail::power_of_ten(b.scale_));
        if (auto const whole = a.coefficient_ / unit_a <=> b.coefficient_ / unit_b; whole != 0) return whole;
        int128 rest_a = a.coefficient_ % unit_a;
        int128 rest_b = b.coefficient_ % unit_b;
        if (a.scale_ < b.scale_)
            rest_a *= static_cast<int128>(detail::power_of_ten(b.scale_ - a.scale_));
        else
            rest_b *= static_cast<int128>(detail::power_of_ten(a.scale_ - b.scale_));
        return rest_a <=> rest_b;
    }

    /// Writes plain notation, no exponent, no end mark; returns the end. `out` has room for `max_text` characters.
    constexpr char* write_to(char* out) const noexcept {
        char digits[40];
        char* const end = digits + sizeof digits;
        char* first = end;
        uint128 m = magnitude();
        while (m > UINT64_MAX) {
            first = write_group(static_cast<std::uint64_t>(m % group_unit), first);
            m /= group_unit;
        }
        auto rest = static_cast<std::uint64_t>(m);
        while (rest >= 100) {
            first = write_pair(rest % 100, first);
            rest /= 100;
        }
        if (rest >= 10)
            first = write_pair(rest, first);
        else if (rest > 0)
            *--first = static_cast<char>('0' + rest);
        // at least one digit before the point
        while (end - first <= scale_) *--first = '0';

        if (coefficient_ < 0) *out++ = '-';
        char* const point = end - scale_;
        while (first != point) *out++ = *first++;
        if (scale_ == 0) return out;
        *out++ = '.';
        while (first != end) *out++ = *first++;
        return out;
    }

    /// Plain notation with all its decimals: "24.00", "-0.05".
    [[nodiscard]] std::string to_string() const {
        char buffer[max_text];
        return {buffer, write_to(buffer)};
    }

private:
    enum class problem { none, malformed, too_large };

    static constexpr uint128 max_coefficient = detail::power_of_ten(37) * 10 - 1;
    static constexpr std::uint64_t group_unit = 10'000'000'000'000'000'000ULL;  // 10^19

    constexpr decimal(int128 coefficient, int scale) noexcept
        : coefficient_(coefficient), scale_(static_cast<std::int8_t>(scale)) {}

    [[nodiscard]] static constexpr uint128 magnitude_of(int128 c) noexcept {
        return c < 0 ? -static_cast<uint128>(c) : static_cast<uint128>(c);
    }
    [[nodiscard]] constexpr uint128 magnitude() const noexcept { return magnitude_of(coefficient_); }
    [[nodiscard]] static constexpr int128 with_sign(uint128 m, bool negative) noexcept {
        return negative ? -static_cast<int128>(m) : static_cast<int128>(m);
    }

    /// m * 10^n when that has at most 38 digits.
    [[nodiscard]] static constexpr bool scaled_up(uint128 m, int n, uint128& out) noexcept {
        uint128 product = 0;
        if (__builtin_mul_overflow(m, detail::power_of_ten(n), &product) || product > max_coefficient) return false;
        out = product;
        return true;
    }

    /// value * 10^n / divisor for value < divisor: the quotient is below 10^38 although the product may need 256 bits.
    [[nodiscard]] static constexpr uint128 divide_scaled(uint128 value, int n, uint128 divisor,
                                                         uint128& rest) noexcept {
        uint128 const unit = detail::power_of_ten(n);
        uint128 product = 0;
        if (!__builtin_mul_overflow(value, unit, &product)) {
            rest = product % divisor;
            return product / divisor;
        }
        // value * unit as binary long multiplication and division in one: 128 doublings of a remainder below 2^127
        uint128 q = 0;
        uint128 r = 0;
        for (int bit = 127; bit >= 0; --bit) {
            q <<= 1U;
            r <<= 1U;
            if (r >= divisor) {
                r -= divisor;
                ++q;
            }
            if ((unit >> static_cast<unsigned>(bit)) & 1U) {
                r += value;
                if (r >= divisor) {
                    r -= divisor;
                    ++q;
                }
            }
        }
        rest = r;
        return q;
    }

    [[nodiscard]] static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    struct scanned {
        char const* at;
        long long decimals = 0;
        bool fits = true;
    };

    /// Reads `digits[.digits]` into `acc`; stops behind the last character it understood.
    template <class Acc>
    [[nodiscard]] static constexpr scanned scan(char const* p, char const* end, Acc& acc) noexcept {
        scanned s{p};
        auto const take = [&](char c) {
            if constexpr (sizeof(Acc) > 8)
                if (acc > max_coefficient / 10) s.fits = false;
            acc = acc * 10 + static_cast<Acc>(c - '0');
        };
        for (; p != end && is_digit(*p); ++p) take(*p);
        if (p != end && *p == '.') {
            char const* const first = ++p;
            for (; p != end && is_digit(*p); ++p) take(*p);
            s.decimals = p - first;
            if (s.decimals == 0) p = first - 1;  // "1.": the point stays unread and is refused
        }
        s.at = p;
        return s;
    }

    /// Bytes above 9, marked in their highest bit; right for the lowest of them, and zero where there is none.
    [[nodiscard]] static std::uint64_t no_digits(std::uint64_t bytes) noexcept {
        return ((bytes + 0x7676767676767676ULL) | bytes) & 0x8080808080808080ULL;
    }

    /// The number of eight digits, the first in the lowest byte: by pairs, then by fours, then all.
    [[nodiscard]] static std::uint64_t eight_digits(std::uint64_t digits) noexcept {
        constexpr std::uint64_t every_fourth = 0x000000ff000000ffULL;
        std::uint64_t const pairs = digits * 10 + (digits >> 8U);
        std::uint64_t const upper = (pairs & every_fourth) * (100 + (1'000'000ULL << 32U));
        std::uint64_t const lower = (pairs >> 16U & every_fourth) * (1 + (10'000ULL << 32U));
        return (upper + lower) >> 32U;
    }

    /// Reads eight bytes at a time the up to 15 characters that nearly every amount has: digits, of which the last one
    /// to seven may stand behind a point. False for anything else, which is then read with care.
    [[nodiscard]] static bool scan_short(char const* p, char const* end, uint128& out, long long& decimals) noexcept {
        constexpr std::uint64_t zeros = 0x3030303030303030ULL;
        auto const n = static_cast<std::size_t>(end - p);
        // two words that end where the text ends; where there is no character is a zero
        std::uint64_t first = 0;
        std::uint64_t second = 0;
        if (n >= 8) {
            first = (detail::load_8(p) ^ zeros) << 8U << (8 * (15 - n));  // in two steps, as none may be of 64
            second = detail::load_8(end - 8) ^ zeros;
        } else {
            second = (detail::load_below_8(p, n) ^ zeros) << (8 * (8 - n));
        }
        long long behind = 0;
        if (std::uint64_t const others = no_digits(second); others != 0) {
            auto const at = static_cast<unsigned>(__builtin_ctzll(others)) & ~7U;  // in bits
            if ((second >> at & 0xffU) != ('.' ^ '0') || at == 56) return false;
            std::uint64_t const before = (std::uint64_t{1} << at) - 1;
            // what stands before the point moves over it
            second = (second & ~(before << 8U | 0xffU)) | (second & before) << 8U | first >> 56U;
            first <<= 8U;
            behind = 7 - static_cast<long long>(at / 8);
        }
        if ((no_digits(first) | no_digits(second)) != 0) return false;
        out = eight_digits(first) * 100'000'000 + eight_digits(second);
        decimals = behind;
        return true;
    }

    [[nodiscard]] static constexpr problem read(std::string_view text, decimal& out) noexcept {
        char const* p = text.data();
        char const* const end = p + text.size();
        bool const negative = p != end && *p == '-';
        if (negative) ++p;
        if (p == end || !is_digit(*p)) return problem::malformed;
        if (*p == '0' && end - p > 1 && is_digit(p[1])) return problem::malformed;

        uint128 m = 0;
        scanned s{p};
        // what money looks like
        if (!std::is_constant_evaluated() && end - p <= 15 && scan_short(p, end, m, s.decimals)) {
            s.at = end;
        } else if (end - p <= 19) {  // cannot overflow 64 bits
            std::uint64_t narrow = 0;
            s = scan(p, end, narrow);
            m = narrow;
        } else {
            s = scan(p, end, m);
        }
        long long scale = s.decimals;
        p = s.at;
        if (p != end) {
            if (*p != 'e' && *p != 'E') return problem::malformed;
            ++p;
            bool const down = p != end && *p == '-';
            if (p != end && (*p == '-' || *p == '+')) ++p;
            if (p == end) return problem::malformed;
            long long exponent = 0;
            for (; p != end; ++p) {
                if (!is_digit(*p)) return problem::malformed;
                if (exponent < 1'000'000'000'000) exponent = exponent * 10 + (*p - '0');
            }
            scale += down ? exponent : -exponent;
        }
        if (!s.fits || scale > max_scale) return problem::too_large;
        if (scale < 0) {
            if (m != 0 && (scale < -max_scale || !scaled_up(m, static_cast<int>(-scale), m))) return problem::too_large;
            scale = 0;
        }
        out = {with_sign(m, negative), static_cast<int>(scale)};
        return problem::none;
    }

    [[nodiscard]] static constexpr char* write_pair(std::uint64_t two_digits, char* before) noexcept {
        *--before = static_cast<char>('0' + two_digits % 10);
        *--before = static_cast<char>('0' + two_digits / 10);
        return before;
    }
    [[nodiscard]] static constexpr char* write_group(std::uint64_t nineteen_digits, char* before) noexcept {
        for (int i = 0; i < 19; ++i) {
            *--before = static_cast<char>('0' + nineteen_digits % 10);
            nineteen_digits /= 10;
        }
        return before;
    }

    [[nodiscard]] static tl::unexpected<error> refuse(problem p, std::string_view text) {
        if (p == problem::too_large)
            return fail(errc::too_large,
                        "decimal: found \"" + shorten(text) + "\", expected at most 38 digits and 38 decimals");
        return fail(errc::malformed, "decimal: found \"" + shorten(text) + "\", expected a number such as -12.50");
    }
    [[nodiscard]] static tl::unexpected<error> refuse_size(std::string_view what) {
        return fail(errc::too_large,
                    "decimal: the " + std::string(what) + " does not fit, expected at most 38 digits and 38 decimals");
    }
    [[nodiscard]] static tl::unexpected<error> refuse_scale(int scale) {
        return fail(errc::too_large, "decimal: found scale " + std::to_string(scale) + ", expected 0 to 38");
    }
    [[nodiscard]] static tl::unexpected<error> refuse_loss(decimal d, int scale) {
        return fail(errc::mapping,
                    "decimal: found " + d.to_string() + ", expected at most " + std::to_string(scale) + " decimals");
    }
    [[nodiscard]] static tl::unexpected<error> refuse_zero_divisor() {
        return fail(errc::mapping, "decimal: division by zero");
    }

    friend consteval decimal operator""_dec(char const* text, std::size_t size);

    int128 coefficient_ = 0;
    std::int8_t scale_ = 0;
};

namespace detail {
void this_decimal_literal_is_not_a_number_of_at_most_38_digits();  // never defined: its name is the compiler's message
}

/// A number in code, checked at compile time: `"19.99"_dec`. Inside a template clang 14 does not evaluate it where it
/// stands: name it there, `constexpr auto limit = "19.99"_dec;`.
[[nodiscard]] consteval decimal operator""_dec(char const* text, std::size_t size) {
    decimal d;
    if (decimal::read({text, size}, d) != decimal::problem::none)
        detail::this_decimal_literal_is_not_a_number_of_at_most_38_digits();
    return d;
}

}  // namespace syncline::inline v1
