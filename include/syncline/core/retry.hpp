// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>

#include <syncline/core/error.hpp>

namespace syncline::inline v1 {

/// Which try this was, and a random fraction for jitter: policies stay pure.
struct attempt {
    int number = 1;         ///< 1 for the first try.
    double fraction = 0.5;  ///< Uniform in [0, 1), drawn by the caller.
};

/// Error and attempt in; how long to wait, or nothing to stop, out. Pure.
template <class P>
concept RetryPolicy = requires(P const& p, error const& e, attempt a) {
    { p(e, a) } -> std::same_as<std::optional<std::chrono::milliseconds>>;
};

/// Full-jitter exponential back-off: a random wait between 0 and min(cap, base * 2^(n-1)).
///
/// A server's `retry_after` is a floor that is never shortened; when it is longer than `cap` the policy stops,
/// so that the effect is parked with a time instead of a thread asleep.
struct exponential_backoff {
    int attempts = 3;                                ///< Tries in all, the first included.
    std::chrono::milliseconds base{50};              ///< Scale of the first wait.
    std::chrono::milliseconds throttled_base{1000};  ///< Scale after `rate_limited`.
    std::chrono::milliseconds cap{20'000};           ///< Longest wait inside one call.

    [[nodiscard]] std::optional<std::chrono::milliseconds> operator()(error const& e, attempt a) const {
        if (!e.is_retryable() || a.number >= attempts) return std::nullopt;
        auto const scale = e.code == errc::rate_limited ? throttled_base : base;
        int const shift = std::clamp(a.number - 1, 0, 20);
        auto const ceiling = (std::min)(cap, scale * (std::int64_t{1} << shift));
        auto wait =
            std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(ceiling.count()) * a.fraction));
        if (e.retry_after) {
            if (*e.retry_after > cap) return std::nullopt;
            wait = (std::max)(wait, *e.retry_after);
        }
        return wait;
    }
};

/// Never again: for writes that nothing protects.
struct no_retry {
    [[nodiscard]] std::optional<std::chrono::milliseconds> operator()(error const&, attempt) const {
        return std::nullopt;
    }
};

}  // namespace syncline::inline v1
