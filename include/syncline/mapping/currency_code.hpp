// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Writes a currency code as ISO 4217 does: `eur` becomes `EUR`. Whether the code is assigned is for
/// `model::currency` to say. *Errors*: `mapping` for anything but three letters: `$` is the sign of twenty currencies.
struct to_currency_code_t {
    static constexpr conversion_facts facts{"to_currency_code",
                                            "currency code in any letter case",
                                            "ISO 4217 code, upper case",
                                            "refuses names and signs; keeps any three letters",
                                            "lower_currency_code: exact",
                                            "none",
                                            "ISO 4217"};
    [[nodiscard]] result<std::string> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr to_currency_code_t to_currency_code{};

/// A currency code as Stripe writes it: `EUR` becomes `eur`. *Errors*: `mapping` for anything but three letters.
struct lower_currency_code_t {
    static constexpr conversion_facts facts{"lower_currency_code",
                                            "ISO 4217 code",
                                            "the same in lower case (Stripe)",
                                            "refuses anything but three letters",
                                            "to_currency_code: exact",
                                            "none",
                                            "ISO 4217"};
    [[nodiscard]] result<std::string> operator()(std::string_view code) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr lower_currency_code_t lower_currency_code{};

}  // namespace syncline::inline v1
