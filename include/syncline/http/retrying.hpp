// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include <syncline/core/clock.hpp>
#include <syncline/core/random.hpp>
#include <syncline/core/retry.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::http {

/// Whether the same request may go out again after this failure: reads and idempotent writes always, any other write
/// only when it certainly had no effect. Pure.
[[nodiscard]] constexpr bool may_repeat(safety repeat, error const& e) noexcept {
    return e.is_retryable() && (repeat != safety::once || !e.may_have_happened());
}

/// The failure a retry layer acts on, or nothing when the answer is final. Pure.
///
/// Acts on transport errors and on 429, 502, 503 and 504, as far as `may_repeat` allows; every other response is for
/// the caller, a 500 too.
[[nodiscard]] std::optional<error> repeatable_failure(request const& sent, result<response> const& got, instant now);

/// How much retrying one connection may do in all, so that an outage is not met with three times the load.
///
/// A retry costs 14 tokens, or 5 when the server asked to slow down; a success returns what its last retry cost, a
/// success at the first try 1. Nothing left: no retries, the failure is passed on as it is.
class retry_quota {
public:
    static constexpr int cost(errc why) noexcept { return why == errc::rate_limited ? 5 : 14; }

    explicit constexpr retry_quota(int tokens = 500) noexcept : capacity_(tokens), tokens_(tokens) {}

    [[nodiscard]] constexpr bool spend(int cost) noexcept {
        if (tokens_ < cost) return false;
        tokens_ -= cost;
        return true;
    }

    constexpr void earn(int tokens) noexcept { tokens_ = tokens_ + tokens < capacity_ ? tokens_ + tokens : capacity_; }

    [[nodiscard]] constexpr int tokens() const noexcept { return tokens_; }

private:
    int capacity_;
    int tokens_;
};

namespace detail {

using retry_decision = function_ref<std::optional<std::chrono::milliseconds>(error const&, attempt)>;

/// The loops of `retrying`, without its policy's type.
class retry_engine {
public:
    retry_engine(any_transport inner, any_clock clock, any_random random, int quota);

    [[nodiscard]] result<response> send(request const& r, retry_decision policy, context const& ctx);
    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, retry_decision policy,
                  context const& ctx);

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace detail

/// A transport that repeats what may be repeated, when the policy says so.
///
/// ```cpp
/// http::any_transport http = http::retrying{wire, exponential_backoff{.attempts = 4}};
/// ```
///
/// *Errors*: the last answer, when the policy, the quota or `ctx` ends it: a 503 is still a response. The error a write
/// ends with, `cancelled` and `deadline_exceeded` from a wait too, has the effect `unknown` when any try's was unknown.
/// A wait that would outlast the deadline is not begun.
/// *Idempotence*: see `may_repeat`; a request of `safety::once` is never repeated after a lost reply.
/// *Cost*: at most the policy's attempts. `send_all` repeats in rounds: what failed goes out again together, after the
/// longest wait among them; the others have been delivered by then.
/// *Events*: `http.attempt` with `operation`, `method`, `host`, `status` or `error`, `attempt`, and from `send` also
/// `duration_us`.
/// Threads: as safe as the transport inside. Copies share transport and quota: use one per connection.
template <RetryPolicy P = exponential_backoff>
class retrying {
public:
    explicit retrying(any_transport inner, P policy = {}, any_clock clock = the_system_clock(),
                      any_random random = the_system_random(), int quota = 500)
        : engine_(std::move(inner), clock, random, quota), policy_(std::move(policy)) {}

    [[nodiscard]] result<response> send(request const& r, context const& ctx) { return engine_.send(r, policy_, ctx); }

    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
        engine_.send_all(rs, in_flight, done, policy_, ctx);
    }

private:
    detail::retry_engine engine_;
    P policy_;
};

}  // namespace syncline::inline v1::http
