// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <concepts>

#include <syncline/core/context.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1 {

/// Time handed in. `sleep` returns early with `cancelled` or `deadline_exceeded` when `ctx` says so.
template <class C>
concept Clock = requires(C& c, std::chrono::milliseconds d, context const& ctx) {
    { c.now() } -> std::same_as<instant>;
    { c.sleep(d, ctx) } -> std::same_as<result<void>>;
};

/// A clock as compiled code holds it. Copies refer to the same clock.
///
/// Lifetime: refers to, does not own: the clock must outlive every holder.
class any_clock {
public:
    template <Clock C>
        requires(!std::same_as<std::remove_cv_t<C>, any_clock>)
    // NOLINTNEXTLINE(google-explicit-constructor): the conversion is the purpose
    any_clock(C& c)
    noexcept
        : object_(&c),
          now_([](void* o) { return static_cast<C*>(o)->now(); }),
          sleep_([](void* o, std::chrono::milliseconds d, context const& ctx) {
              return static_cast<C*>(o)->sleep(d, ctx);
          }) {}

    [[nodiscard]] instant now() const { return now_(object_); }
    [[nodiscard]] result<void> sleep(std::chrono::milliseconds d, context const& ctx) const {
        return sleep_(object_, d, ctx);
    }

private:
    void* object_;
    instant (*now_)(void*);
    result<void> (*sleep_)(void*, std::chrono::milliseconds, context const&);
};

/// The machine's clock, for hosts that have none of their own.
///
/// Threads: safe from any number of threads; `sleep` wakes at once when `ctx` is stopped.
[[nodiscard]] any_clock the_system_clock() noexcept;

}  // namespace syncline::inline v1
