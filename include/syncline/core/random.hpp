// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>

namespace syncline::inline v1 {

/// Randomness handed in: 64 fresh bits a call.
template <class R>
concept RandomSource = requires(R& r) {
    { r() } -> std::same_as<std::uint64_t>;
};

/// A random source as compiled code holds it. Refers to, does not own.
class any_random {
public:
    template <RandomSource R>
        requires(!std::same_as<std::remove_cv_t<R>, any_random>)
    // NOLINTNEXTLINE(google-explicit-constructor): the conversion is the purpose
    any_random(R& r)
    noexcept : object_(&r), next_([](void* o) { return (*static_cast<R*>(o))(); }) {}

    [[nodiscard]] std::uint64_t operator()() const { return next_(object_); }

    /// Uniform in [0, bound); 0 for a bound of 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) const {
        if (bound == 0) return 0;
        std::uint64_t const limit = UINT64_MAX - UINT64_MAX % bound;
        for (;;)
            if (auto const x = (*this)(); x < limit) return x % bound;
    }

private:
    void* object_;
    std::uint64_t (*next_)(void*);
};

/// The operating system's randomness: unpredictable, fit for ids.
///
/// Threads: safe from any number of threads.
[[nodiscard]] any_random the_system_random() noexcept;

/// The same sequence for the same seed, on every platform (SplitMix64): for tests and simulations, never for secrets.
class seeded_random {
public:
    explicit constexpr seeded_random(std::uint64_t seed) noexcept : state_(seed) {}

    [[nodiscard]] constexpr std::uint64_t operator()() noexcept {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }

private:
    std::uint64_t state_;
};

}  // namespace syncline::inline v1
