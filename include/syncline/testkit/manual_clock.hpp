// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1::testkit {

/// A clock that moves only when told: an hour of waiting takes no time, and the test sees how long it was.
///
/// `sleep` moves the clock forward by what was asked, at most to the context's deadline, and remembers the wish.
/// Threads: safe from any number of threads.
class manual_clock {
public:
    explicit manual_clock(instant start = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}) : now_(start) {}

    [[nodiscard]] instant now() const {
        std::lock_guard const lock(mutex_);
        return now_;
    }

    /// *Errors*: `cancelled` when `ctx` is stopped, `deadline_exceeded` when its deadline comes first.
    [[nodiscard]] result<void> sleep(std::chrono::milliseconds d, context const& ctx) {
        std::lock_guard const lock(mutex_);
        if (auto go = ctx.check(now_); !go) return go;
        sleeps_.push_back(d);
        auto until = now_ + (std::max)(d, std::chrono::milliseconds(0));
        if (ctx.deadline) until = (std::min)(until, *ctx.deadline);
        now_ = until;
        return ctx.check(now_);
    }

    void advance(std::chrono::microseconds d) {
        std::lock_guard const lock(mutex_);
        now_ += d;
    }

    /// Jumps to any moment, backwards too: clocks do.
    void set(instant t) {
        std::lock_guard const lock(mutex_);
        now_ = t;
    }

    /// Each wait that was asked for, in order, as it was asked.
    [[nodiscard]] std::vector<std::chrono::milliseconds> sleeps() const {
        std::lock_guard const lock(mutex_);
        return sleeps_;
    }

private:
    mutable std::mutex mutex_;
    instant now_;
    std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace syncline::inline v1::testkit
