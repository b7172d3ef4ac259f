// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>
#include <syncline/reflect/digest.hpp>
#include <syncline/testkit/arbitrary.hpp>
#include <syncline/testkit/verdicts.hpp>

namespace syncline::inline v1::testkit {

namespace detail {

/// A value in words, as far as it has some.
template <class V>
[[nodiscard]] std::string in_words(V const& v) {
    if constexpr (std::convertible_to<V const&, std::string_view>)
        return '"' + shorten(std::string_view(v), 60) + '"';
    else if constexpr (std::same_as<V, bool>)
        return v ? "true" : "false";
    else if constexpr (std::integral<V>)
        return std::to_string(v);
    else if constexpr (requires { v.to_string(); })
        return v.to_string();
    else if constexpr (requires {
                           v.has_value();
                           v.value();
                       })
        return v.has_value() ? in_words(v.value()) : "nothing";
    else
        return "another value";
}

/// The first field in which two records differ, with both values; empty when they are the same. `outside` are fields
/// that do not count.
template <class R>
[[nodiscard]] std::string first_difference(R const& expected, R const& found,
                                           std::vector<std::string_view> const& outside = {}) {
    std::string out;
    boost::mp11::mp_for_each<reflect::members_of<R>>([&](auto d) {
        if (!out.empty() || std::find(outside.begin(), outside.end(), d.name) != outside.end()) return;
        fingerprint_builder a;
        fingerprint_builder b;
        reflect::add_to(a, expected.*d.pointer);
        reflect::add_to(b, found.*d.pointer);
        if (a.finish() == b.finish()) return;
        out = std::string(d.name) + ": found " + in_words(found.*d.pointer) + ", expected " +
              in_words(expected.*d.pointer);
    });
    return out;
}

/// Counts the records a law was tried on, and keeps its first breach.
struct law_trial {
    std::string_view law;
    std::uint64_t tried = 0;
    std::string breach{};

    void note(std::string found, std::uint64_t seed) {
        ++tried;
        if (breach.empty() && !found.empty()) breach = std::move(found) + " (seed " + std::to_string(seed) + ')';
    }
};

[[nodiscard]] verdicts judged(std::vector<law_trial> const& trials, std::uint64_t seeds);

}  // namespace detail

/// Holds a two-way mapping (`syncline::two_way`) to the laws it promises, with generated records; a breach names the
/// field, both values and the seed. `left` and `right` make a record of either side from randomness; those that the
/// mapping refuses are passed over. Half of the right records are what `get` makes of left ones, so that mappings with
/// a narrow domain are tried, too.
///
///     auto const v = testkit::check_laws(partner_and_party);
///     CHECK_MESSAGE(v.passed(), v.text());
///
/// A law for which not one record was accepted fails: give it a generator that knows the domain.
template <class Lens, class Left, class Right>
[[nodiscard]] verdicts check_laws(Lens const& lens, Left left, Right right, std::uint64_t seeds = 300) {
    auto const promised = lens.promised();
    detail::law_trial get_put{"putting back what one got changes nothing (get-put)"};
    detail::law_trial put_get{"what was put is what one gets (put-get)"};
    detail::law_trial put_put{"the last put counts alone (put-put)"};
    auto const outside = lens.outside();
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        seeded_random source(seed);
        any_random const random(source);
        auto const from = left(random);
        auto const wanted = [&]() -> std::optional<typename Lens::right_type> {
            if (random.below(2) == 0) return right(random);
            auto got = lens.get(left(random));
            if (!got) return std::nullopt;
            return *std::move(got);
        };
        if (auto const got = lens.get(from); got && promised.get_put) {
            auto const back = lens.put(from, *got);
            get_put.note(back ? detail::first_difference(from, *back) : back.error().message, seed);
        }
        auto const one = wanted();
        auto const put = one ? lens.put(from, *one) : fail(errc::mapping, "");
        if (!put) continue;
        if (promised.put_get) {
            auto const got = lens.get(*put);
            put_get.note(got ? detail::first_difference(*one, *got, outside) : got.error().message, seed);
        }
        auto const other = promised.put_put ? wanted() : std::nullopt;
        auto const direct = other ? lens.put(from, *other) : fail(errc::mapping, "");
        if (!direct) continue;
        auto const after = lens.put(*put, *other);
        put_put.note(after ? detail::first_difference(*direct, *after) : after.error().message, seed);
    }
    std::vector<detail::law_trial> trials;
    if (promised.get_put) trials.push_back(std::move(get_put));
    if (promised.put_get) trials.push_back(std::move(put_get));
    if (promised.put_put) trials.push_back(std::move(put_put));
    return detail::judged(trials, seeds);
}
template <class Lens>
[[nodiscard]] verdicts check_laws(Lens const& lens, std::uint64_t seeds = 300) {
    return check_laws(
        lens, [](any_random r) { return arbitrary<typename Lens::left_type>(r); },
        [](any_random r) { return arbitrary<typename Lens::right_type>(r); }, seeds);
}

}  // namespace syncline::inline v1::testkit
