// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/random.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::testkit {

namespace detail {

/// Texts that found mistakes before: blanks at the ends, line ends, quotes, other scripts, nothing at all.
inline constexpr std::array<std::string_view, 14> hard_texts{"",
                                                             " ",
                                                             "a",
                                                             " padded ",
                                                             "two  spaces",
                                                             "line\nbreak",
                                                             "O'Brien \"Ltd\"",
                                                             "100 %",
                                                             "\xC3\xA9t\xC3\xA9",
                                                             "\xE6\x9D\xB1",
                                                             "-1",
                                                             "0.10",
                                                             "a, b; c | d",
                                                             "UPPER lower"};

}  // namespace detail

/// A value of any type a described record has: the same for the same randomness, small ones and awkward ones often. A
/// type it does not know stays as it is by default.
template <class T>
[[nodiscard]] T arbitrary(any_random random) {
    if constexpr (std::same_as<T, bool>) {
        return random.below(2) == 0;
    } else if constexpr (std::integral<T>) {
        return static_cast<T>(static_cast<std::int64_t>(random.below(2001)) - (std::is_signed_v<T> ? 1000 : 0));
    } else if constexpr (std::same_as<T, std::string>) {
        auto const n = random.below(2 * detail::hard_texts.size());
        if (n < detail::hard_texts.size()) return std::string(detail::hard_texts[n]);
        std::string out;
        for (auto left = 1 + random.below(12); left-- > 0;) out += static_cast<char>('a' + random.below(26));
        return out;
    } else if constexpr (std::same_as<T, decimal>) {
        auto const digits = std::to_string(static_cast<std::int64_t>(random.below(2'000'001)) - 1'000'000);
        static constexpr std::array<std::string_view, 4> fractions{"", ".5", ".25", ".005"};
        return decimal::parse(digits + std::string(fractions[random.below(4)])).value();
    } else if constexpr (std::same_as<T, instant>) {
        return instant(std::chrono::sys_days(std::chrono::year(2020) / 1 / 1)) +
               std::chrono::seconds(random.below(300'000'000));
    } else if constexpr (std::same_as<T, local_date>) {
        return local_date(std::chrono::sys_days(std::chrono::year(2020) / 1 / 1) +
                          std::chrono::days(random.below(3500)));
    } else if constexpr (std::is_enum_v<T>) {
        if constexpr (boost::describe::has_describe_enumerators<T>::value) {
            T out{};
            using list = boost::describe::describe_enumerators<T>;
            auto const chosen = random.below(boost::mp11::mp_size<list>::value);
            std::uint64_t at = 0;
            boost::mp11::mp_for_each<list>([&](auto d) {
                if (at++ == chosen) out = d.value;
            });
            return out;
        } else {
            return T{};
        }
    } else if constexpr (requires { T::empty_value(); }) {
        auto const state = random.below(4);
        if (state == 0) return T{};
        if (state == 1) return T::empty_value();
        return T(arbitrary<typename T::value_type>(random));
    } else if constexpr (requires(T v) {
                             v.has_value();
                             v.emplace();
                         }) {
        if (random.below(3) == 0) return T{};
        return T(arbitrary<typename T::value_type>(random));
    } else if constexpr (requires(T v) { v.push_back(v.front()); }) {
        T out;
        for (auto left = random.below(4); left-- > 0;) out.push_back(arbitrary<typename T::value_type>(random));
        return out;
    } else if constexpr (reflect::Described<T>) {
        T out{};
        boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
            using member = std::remove_cvref_t<decltype(out.*d.pointer)>;
            out.*d.pointer = arbitrary<member>(random);
        });
        return out;
    } else {
        return T{};
    }
}

}  // namespace syncline::inline v1::testkit
