// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/decimal.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/currency.hpp>

namespace syncline::inline v1::model {

/// An amount: a whole number of a currency's minor units, so that it can hold nothing but what can be paid.
///
/// Unit prices, rates and quantities may need more digits than that: they are `decimal`s. Amounts of different
/// currencies never mix: arithmetic fails and comparison is unordered.
/// Threads: a value, trivially copyable.
///
///     auto price = money::of("19.99"_dec, "EUR");                                     // as it stands, or an error
///     auto tax   = price->multiplied(decimal::from_int(21, 2), rounding::half_even);  // 4.20 EUR
class money {
public:
    constexpr money() = default;  ///< Nothing, of no currency.

    [[nodiscard]] static constexpr money from_minor(std::int64_t minor, model::currency c) noexcept {
        return {minor, c};
    }

    /// *Errors*: `mapping` when `amount` has more decimals than the currency; `too_large` beyond 64 bits of minor
    /// units.
    [[nodiscard]] static result<money> of(decimal const& amount, model::currency c) {
        std::int64_t minor = 0;
        if (needs_no_rounding(amount, c, minor)) return money(minor, c);
        if (amount != amount.round(c.minor_units(), rounding::down))
            return fail(errc::mapping, "money: found " + amount.to_string() + " " + std::string(c.code()) +
                                           ", expected at most " + std::to_string(c.minor_units()) + " decimals");
        return of(amount, c, rounding::down);
    }

    /// `amount` rounded to the currency's decimals. *Errors*: `too_large` beyond 64 bits of minor units.
    [[nodiscard]] static result<money> of(decimal const& amount, model::currency c, rounding mode) {
        std::int64_t minor = 0;
        if (needs_no_rounding(amount, c, minor)) return money(minor, c);
        auto const exact = amount.rescaled(c.minor_units(), mode);
        if (!exact || exact->coefficient() > INT64_MAX || exact->coefficient() < INT64_MIN)
            return refuse_size(amount.to_string(), c);
        return money(static_cast<std::int64_t>(exact->coefficient()), c);
    }

    [[nodiscard]] constexpr std::int64_t minor() const noexcept { return minor_; }
    [[nodiscard]] constexpr model::currency currency() const noexcept { return currency_; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return minor_ == 0; }

    /// The amount with all decimals of its currency: 24.00.
    [[nodiscard]] constexpr decimal to_decimal() const noexcept {
        return decimal::from_int(minor_, currency_.minor_units());
    }

    /// "24.00 EUR".
    [[nodiscard]] std::string to_string() const {
        std::string out = to_decimal().to_string();
        out += ' ';
        out += currency_.code();
        return out;
    }

    /// *Errors*: `mapping` when the currencies differ, `too_large` beyond 64 bits.
    [[nodiscard]] friend result<money> checked_add(money const& a, money const& b) {
        std::int64_t sum = 0;
        if (a.currency_ != b.currency_) return refuse_mix(a, b);
        if (__builtin_add_overflow(a.minor_, b.minor_, &sum)) return refuse_size("the sum", a.currency_);
        return money(sum, a.currency_);
    }

    /// *Errors*: as for the sum.
    [[nodiscard]] friend result<money> checked_sub(money const& a, money const& b) {
        std::int64_t difference = 0;
        if (a.currency_ != b.currency_) return refuse_mix(a, b);
        if (__builtin_sub_overflow(a.minor_, b.minor_, &difference)) return refuse_size("the difference", a.currency_);
        return money(difference, a.currency_);
    }

    /// The amount times a rate or a quantity, rounded once. *Errors*: `too_large`.
    [[nodiscard]] result<money> multiplied(decimal const& factor, rounding mode) const {
        auto const product = checked_mul(to_decimal(), factor);
        if (!product) return refuse_size("the product", currency_);
        return of(*product, currency_, mode);
    }

    /// The amount in parts that are to each other as `weights` are, and that add up to it exactly.
    ///
    /// Each part is less than one minor unit away from its exact share; units left over go to the parts that lost
    /// most, the first of equals first, so the same weights always give the same parts.
    /// *Errors*: `misconfigured` without weights, with a negative one, or when all are zero.
    [[nodiscard]] result<std::vector<money>> allocate(std::span<std::int64_t const> weights) const {
        int128 total = 0;
        for (auto const w : weights) {
            if (w < 0)
                return fail(errc::misconfigured,
                            "money: found weight " + std::to_string(w) + ", expected none below 0");
            total += w;
        }
        if (total == 0) return fail(errc::misconfigured, "money: cannot allocate, expected a weight above 0");
        std::vector<money> parts;
        std::vector<std::size_t> order(weights.size());
        std::vector<int128> lost(weights.size());
        parts.reserve(weights.size());
        int128 left = minor_;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            int128 const share = static_cast<int128>(minor_) * weights[i];
            parts.push_back({static_cast<std::int64_t>(share / total), currency_});
            lost[i] = share % total;
            left -= share / total;
            order[i] = i;
        }
        std::int64_t const unit = minor_ < 0 ? -1 : 1;
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return lost[a] * unit > lost[b] * unit; });
        for (std::size_t i = 0; left != 0; ++i, left -= unit) parts[order[i]].minor_ += unit;
        return parts;
    }

    template <class Builder>
    friend void add_to_digest(Builder& b, money const& m) {
        b.add(static_cast<std::uint64_t>(m.minor_));
        b.add(m.currency_.code());
    }

    friend constexpr bool operator==(money const&, money const&) = default;
    [[nodiscard]] friend constexpr std::partial_ordering operator<=>(money const& a, money const& b) noexcept {
        if (a.currency_ != b.currency_) return std::partial_ordering::unordered;
        return a.minor_ <=> b.minor_;
    }

private:
    constexpr money(std::int64_t minor, model::currency c) noexcept : minor_(minor), currency_(c) {}

    /// What nearly every amount is: no more decimals than its currency has, and few digits. The rest takes longer.
    [[nodiscard]] static constexpr bool needs_no_rounding(decimal const& amount, model::currency c,
                                                          std::int64_t& minor) noexcept {
        int const missing = c.minor_units() - amount.scale();
        auto const units = static_cast<std::int64_t>(amount.coefficient());
        return missing >= 0 && units == amount.coefficient() &&
               !__builtin_mul_overflow(units, static_cast<std::int64_t>(syncline::detail::power_of_ten(missing)),
                                       &minor);
    }

    [[nodiscard]] static tl::unexpected<error> refuse_mix(money const& a, money const& b) {
        return fail(errc::mapping,
                    "money: found " + a.to_string() + " and " + b.to_string() + ", expected one currency");
    }
    [[nodiscard]] static tl::unexpected<error> refuse_size(std::string_view what, model::currency c) {
        return fail(errc::too_large, "money: found " + std::string(what) + " in " + std::string(c.code()) +
                                         ", expected at most 9223372036854775807 minor units");
    }

    std::int64_t minor_ = 0;
    model::currency currency_{};
};

}  // namespace syncline::inline v1::model
