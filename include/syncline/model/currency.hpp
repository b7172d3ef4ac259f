// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1::model {

namespace detail {

/// ISO 4217 as published for 1 January 2026, and the codes withdrawn since 2021 (ANG BGN CUC HRK SLL ZWL), because
/// records outlive currencies. Ascending.
inline constexpr std::string_view currency_codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW "
    "KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
    "NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE "
    "SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED "
    "VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW "
    "ZWG ZWL ";

struct currency_decimals {
    int decimals;
    std::string_view codes;
};

/// What does not have two decimals. Metals, baskets and the codes for tests and for none have no minor unit: 0.
inline constexpr std::array<currency_decimals, 3> unusual_decimals{{
    {0,
     "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF "
     "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX "},
    {3, "BHD IQD JOD KWD LYD OMR TND "},
    {4, "CLF UYW "},
}};

struct currency_row {
    std::array<char, 3> code;
    std::uint8_t decimals;
    [[nodiscard]] constexpr std::string_view text() const noexcept { return {code.data(), 3}; }
};

inline constexpr auto currency_table = [] {
    std::array<currency_row, currency_codes.size() / 4> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        auto const code = currency_codes.substr(4 * i, 3);
        table[i] = {{code[0], code[1], code[2]}, 2};
        for (auto const& unusual : unusual_decimals)
            for (std::size_t at = 0; at < unusual.codes.size(); at += 4)
                if (unusual.codes.substr(at, 3) == code)
                    table[i].decimals = static_cast<std::uint8_t>(unusual.decimals);
    }
    return table;
}();

void this_is_not_an_iso_4217_code();  // never defined: its name is the compiler's message

}  // namespace detail

/// A currency of ISO 4217. Default: XXX, which means that no currency is involved.
///
/// Threads: a value, trivially copyable; a code in the source is checked by the compiler.
///
///     constexpr model::currency euro = "EUR";
///     auto theirs = model::currency::parse(text_from_the_wire);
class currency {
public:
    constexpr currency() = default;
    consteval currency(char const (&code)[4]) : row_(find({code, 3})) {  // NOLINT(google-explicit-constructor)
        if (row_ == none) detail::this_is_not_an_iso_4217_code();
    }

    /// Reads a code as the standard writes it: three capital letters. *Errors*: `mapping` for any other text.
    [[nodiscard]] static result<currency> parse(std::string_view code) {
        currency c;
        c.row_ = find(code);
        if (c.row_ == none)
            return fail(errc::mapping,
                        "currency: found \"" + shorten(code) + "\", expected an ISO 4217 code such as EUR");
        return c;
    }

    /// The three letters. Lifetime: for ever.
    [[nodiscard]] constexpr std::string_view code() const noexcept { return detail::currency_table[row_].text(); }

    /// Decimals of an amount: 2 for EUR, 0 for JPY, 3 for KWD; 0 also for what has no minor unit (XAU).
    [[nodiscard]] constexpr int minor_units() const noexcept { return detail::currency_table[row_].decimals; }

    template <class Builder>
    friend void add_to_digest(Builder& b, currency const& c) {
        b.add(c.code());
    }

    /// Ordered by code.
    friend constexpr auto operator<=>(currency const&, currency const&) = default;

private:
    static constexpr std::uint8_t none = 255;
    static_assert(detail::currency_table.size() < none);

    [[nodiscard]] static constexpr std::uint8_t find(std::string_view code) noexcept {
        auto const& table = detail::currency_table;
        auto const* const at =
            std::lower_bound(table.begin(), table.end(), code,
                             [](detail::currency_row const& r, std::string_view c) { return r.text() < c; });
        return at != table.end() && at->text() == code ? static_cast<std::uint8_t>(at - table.begin()) : none;
    }

    std::uint8_t row_ = find("XXX");
};

}  // namespace syncline::inline v1::model
