// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/retry.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

using wait = std::optional<std::chrono::milliseconds>;

error failed(errc code, std::optional<std::chrono::milliseconds> retry_after = {}) {
    return {.code = code, .message = "x", .retry_after = retry_after};
}

}  // namespace

static_assert(RetryPolicy<exponential_backoff> && RetryPolicy<no_retry>);

// Shows R113.
TEST_CASE("waits double from the base up to the cap, scaled by the fraction drawn") {
    exponential_backoff const policy{.attempts = 100, .base = 50ms, .cap = 1s};
    CHECK(policy(failed(errc::unavailable), {1, 0.5}) == wait(25ms));
    CHECK(policy(failed(errc::unavailable), {2, 0.5}) == wait(50ms));
    CHECK(policy(failed(errc::unavailable), {3, 0.5}) == wait(100ms));
    CHECK(policy(failed(errc::unavailable), {5, 0.5}) == wait(400ms));
    CHECK(policy(failed(errc::unavailable), {6, 0.5}) == wait(500ms));
    CHECK(policy(failed(errc::unavailable), {99, 0.5}) == wait(500ms));
    CHECK(policy(failed(errc::unavailable), {1, 0.0}) == wait(0ms));
    CHECK(policy(failed(errc::unavailable), {6, 0.999}) == wait(999ms));
}

TEST_CASE("asked too often waits on a longer scale") {
    exponential_backoff const policy{.attempts = 10, .base = 50ms, .throttled_base = 1000ms, .cap = 20s};
    CHECK(policy(failed(errc::rate_limited), {1, 0.5}) == wait(500ms));
    CHECK(policy(failed(errc::rate_limited), {2, 0.5}) == wait(1000ms));
    CHECK(policy(failed(errc::rate_limited), {9, 0.5}) == wait(10s));
}

TEST_CASE("the last attempt is not followed by a wait") {
    exponential_backoff const policy{.attempts = 3};
    CHECK(policy(failed(errc::timed_out), {1, 0.5}));
    CHECK(policy(failed(errc::timed_out), {2, 0.5}));
    CHECK(policy(failed(errc::timed_out), {3, 0.5}) == std::nullopt);
    CHECK(policy(failed(errc::timed_out), {4, 0.5}) == std::nullopt);
    CHECK(exponential_backoff{.attempts = 1}(failed(errc::timed_out), {1, 0.5}) == std::nullopt);
}

TEST_CASE("a server's Retry-After is a floor, never shortened") {
    exponential_backoff const policy{.attempts = 9, .base = 50ms, .throttled_base = 1s, .cap = 20s};
    CHECK(policy(failed(errc::rate_limited, 7s), {1, 0.999}) == wait(7s));
    CHECK(policy(failed(errc::rate_limited, 2s), {4, 0.5}) == wait(4s));
    CHECK(policy(failed(errc::unavailable, 20s), {1, 0.5}) == wait(20s));
    CHECK(policy(failed(errc::unavailable, 0ms), {1, 0.5}) == wait(25ms));
}

TEST_CASE("a Retry-After beyond the cap stops, so that no thread sleeps through it") {
    exponential_backoff const policy{.attempts = 9, .cap = 20s};
    CHECK(policy(failed(errc::rate_limited, 20s + 1ms), {1, 0.5}) == std::nullopt);
    CHECK(policy(failed(errc::unavailable, 24h), {1, 0.5}) == std::nullopt);
}

// Shows R116.
TEST_CASE("only what can succeed without a person is tried again") {
    for (int i = 0; i <= static_cast<int>(errc::defect); ++i) {
        auto const e = failed(static_cast<errc>(i));
        CAPTURE(to_string(e.code));
        CHECK(exponential_backoff{}(e, {1, 0.5}).has_value() == e.is_retryable());
        CHECK(no_retry{}(e, {1, 0.5}) == std::nullopt);
    }
}
