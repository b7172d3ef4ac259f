// SPDX-License-Identifier: Apache-2.0
// The parts of core that touch the machine. Compiled, so that <mutex> and <random> stay out of every host's build.
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include <syncline/core/clock.hpp>
#include <syncline/core/random.hpp>

namespace syncline::inline v1 {
namespace {

struct system_clock {
    [[nodiscard]] instant now() const noexcept {
        return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    }

    [[nodiscard]] result<void> sleep(std::chrono::milliseconds d, context const& ctx) const {
        if (auto go = ctx.check(now()); !go) return go;
        // a year stands for "until stopped": far longer waits overflow the clocks underneath
        std::chrono::microseconds wait = std::min<std::chrono::milliseconds>(d, std::chrono::hours(24 * 365));
        bool const cut = ctx.deadline && *ctx.deadline - now() < wait;
        if (cut) wait = *ctx.deadline - now();
        std::mutex m;
        std::condition_variable_any wake;
        std::unique_lock lock(m);
        wake.wait_for(lock, ctx.stop, wait, [] { return false; });
        // the wait runs on another clock: it may end a moment before the deadline does
        return ctx.check(cut ? std::max(now(), *ctx.deadline) : now());
    }
};

struct system_random {
    [[nodiscard]] std::uint64_t operator()() const {
        thread_local std::random_device device;
        return (static_cast<std::uint64_t>(device()) << 32U) | device();
    }
};

}  // namespace

any_clock the_system_clock() noexcept {
    static system_clock clock;
    return clock;
}

any_random the_system_random() noexcept {
    static system_random source;
    return source;
}

}  // namespace syncline::inline v1
