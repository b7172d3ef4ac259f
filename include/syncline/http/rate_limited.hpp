// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>

#include <syncline/core/clock.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::http {

/// What a system allows: so many requests in any interval of that length.
struct rate_limit {
    std::size_t requests = 100;
    std::chrono::milliseconds interval{1000};
    std::chrono::milliseconds guard{
        20};  ///< Added to the interval: the request's way to the server takes a varying time.
};

/// The server's own sliding window, mirrored: it remembers when each request of the last interval left. Pure, time is
/// handed in; not thread-safe.
class sliding_window {
public:
    explicit sliding_window(rate_limit limit) : limit_(limit) {}

    struct grant {
        std::size_t slots = 0;             ///< How many requests may leave now.
        std::chrono::microseconds wait{};  ///< When none may: how long until one can.
    };

    /// Takes up to `wanted` slots.
    [[nodiscard]] grant take(std::size_t wanted, instant now);

    /// A request that was granted at `granted` left later, at the latest at `left`.
    void postpone(instant granted, instant left);

private:
    rate_limit limit_;
    std::deque<instant> taken_;  // ascending
};

/// A transport that never asks more often than a system allows; who is too early waits here instead of getting a 429.
///
/// ```cpp
/// http::any_transport http = http::rate_limited{wire, {.requests = 190, .interval = std::chrono::seconds(10)}};
/// ```
///
/// Put it below `retrying`, so that a repeat counts too. Nest several for several limits.
/// *Errors*: `cancelled` or `deadline_exceeded` while waiting, with no effect.
/// Threads: safe. Copies share one window: use one per allowance.
class rate_limited {
public:
    rate_limited(any_transport inner, rate_limit limit, any_clock clock = the_system_clock());

    [[nodiscard]] result<response> send(request const& r, context const& ctx);

    /// Sends what the window lets through as one batch, then waits for the next slots.
    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx);

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace syncline::inline v1::http
