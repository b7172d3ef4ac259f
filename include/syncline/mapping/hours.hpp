// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <syncline/core/decimal.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Hours as minutes, exactly: 1.75 h is 105 min.
///
/// *Errors*: `mapping` when it comes to a fraction of a minute: 0.33 h is 19.8 min, and neither 19 nor 20 unless a rule
/// says so (`rounded_minutes`); `mapping` also when it does not fit.
struct exact_minutes_t {
    static constexpr conversion_facts facts{"exact_minutes",
                                            "hours as decimal",
                                            "minutes",
                                            "refuses fractions of a minute",
                                            "exact_hours; rounded_hours for what is no decimal",
                                            "none",
                                            "1 h = 60 min"};
    [[nodiscard]] result<std::chrono::minutes> operator()(decimal const& hours) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr exact_minutes_t exact_minutes{};

/// Hours as whole minutes by a rule: `rounded_minutes{rounding::half_even}` makes 20 of 0.33 h and of
/// 0.3333333333333333 h. *Errors*: `mapping` when it does not fit.
struct rounded_minutes {
    rounding rule;
    static constexpr conversion_facts facts{"rounded_minutes",
                                            "hours as decimal",
                                            "minutes",
                                            "rounds fractions of a minute by the rule given",
                                            "rounded_hours: the minutes come back from 2 decimals on",
                                            "none",
                                            "1 h = 60 min"};
    [[nodiscard]] result<std::chrono::minutes> operator()(decimal const& hours) const;
    [[nodiscard]] std::string describe() const;
};

/// Minutes as hours, exactly, with no zeros at the end: 105 min is 1.75 h.
///
/// *Errors*: `mapping` for what no decimal says: 20 min is a third of an hour.
struct exact_hours_t {
    static constexpr conversion_facts facts{
        "exact_hours",          "minutes",
        "hours as decimal",     "refuses what is no finite decimal: minutes that 3 does not divide",
        "exact_minutes: exact", "none",
        "1 h = 60 min"};
    [[nodiscard]] result<decimal> operator()(std::chrono::minutes minutes) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr exact_hours_t exact_hours{};

/// Minutes as hours with so many decimals, by a rule: `rounded_hours{2, rounding::half_even}` makes 0.33 of 20 min.
/// *Errors*: `mapping` when `decimals` is none of 0 to 15.
struct rounded_hours {
    int decimals;
    rounding rule;
    static constexpr conversion_facts facts{"rounded_hours",
                                            "minutes",
                                            "hours as decimal",
                                            "rounds by the rule given",
                                            "rounded_minutes to the nearest, from 2 decimals on: the minutes come back",
                                            "none",
                                            "1 h = 60 min"};
    [[nodiscard]] result<decimal> operator()(std::chrono::minutes minutes) const;
    [[nodiscard]] std::string describe() const;
};

}  // namespace syncline::inline v1
