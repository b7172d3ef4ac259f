// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

#include <syncline/core/decimal.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/money.hpp>

namespace syncline::inline v1::model {

namespace detail {

/// A currency code as a template argument.
struct code_text {
    char letters[4];
    consteval code_text(char const (&code)[4]) : letters{} {  // NOLINT(google-explicit-constructor)
        std::copy_n(code, 4, letters);
    }
};

}  // namespace detail

/// An amount whose currency the compiler knows: for a host that computes in one currency and wants a sum of two kinds
/// not to compile. Amounts from outside are `money`, whose currency is data; `from` is the door between the two.
///
///     auto fee = money_in<"EUR">::from(line.net);  // an error when it is not in euro
///     auto sum = checked_add(*fee, *tax);          // does not compile when tax is money_in<"USD">
template <detail::code_text Code>
class money_in {
public:
    static constexpr model::currency currency = Code.letters;

    constexpr money_in() = default;

    /// *Errors*: `mapping` when the amount is of another currency.
    [[nodiscard]] static result<money_in> from(money const& m) {
        if (m.currency() != currency)
            return fail(errc::mapping, "money: found " + m.to_string() + ", expected " + std::string(currency.code()));
        return money_in(m.minor());
    }
    [[nodiscard]] static constexpr money_in from_minor(std::int64_t minor) noexcept { return money_in(minor); }

    [[nodiscard]] constexpr std::int64_t minor() const noexcept { return minor_; }
    [[nodiscard]] constexpr money to_money() const noexcept { return money::from_minor(minor_, currency); }

    /// *Errors*: `too_large` beyond 64 bits.
    [[nodiscard]] friend result<money_in> checked_add(money_in a, money_in b) {
        return wrapped(checked_add(a.to_money(), b.to_money()));
    }
    /// *Errors*: as for the sum.
    [[nodiscard]] friend result<money_in> checked_sub(money_in a, money_in b) {
        return wrapped(checked_sub(a.to_money(), b.to_money()));
    }

    friend constexpr auto operator<=>(money_in const&, money_in const&) = default;

private:
    constexpr explicit money_in(std::int64_t minor) noexcept : minor_(minor) {}
    [[nodiscard]] static result<money_in> wrapped(result<money> const& m) {
        if (!m) return fail(m.error());
        return money_in(m->minor());
    }

    std::int64_t minor_ = 0;
};

}  // namespace syncline::inline v1::model
