// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/manual_clock.hpp>

#include <doctest/doctest.h>

#include <syncline/core/clock.hpp>

using namespace syncline;
using namespace std::chrono_literals;

TEST_CASE("sleeping moves the clock by what was asked and remembers it") {
    testkit::manual_clock clock;
    any_clock erased = clock;
    auto const start = erased.now();
    CHECK(erased.sleep(90s, context{}));
    CHECK(erased.sleep(1ms, context{}));
    CHECK(erased.now() == start + 90s + 1ms);
    CHECK(clock.sleeps() == std::vector<std::chrono::milliseconds>{90s, 1ms});
}

TEST_CASE("a sleep ends at the context's deadline and says so") {
    testkit::manual_clock clock;
    context ctx;
    ctx.deadline = clock.now() + 5s;
    auto const slept = clock.sleep(1min, ctx);
    REQUIRE_FALSE(slept);
    CHECK(slept.error().code == errc::deadline_exceeded);
    CHECK(clock.now() == *ctx.deadline);
}

TEST_CASE("a stopped context does not sleep at all") {
    testkit::manual_clock clock;
    std::stop_source stop;
    context ctx;
    ctx.stop = stop.get_token();
    stop.request_stop();
    auto const start = clock.now();
    auto const slept = clock.sleep(1min, ctx);
    REQUIRE_FALSE(slept);
    CHECK(slept.error().code == errc::cancelled);
    CHECK(clock.now() == start);
    CHECK(clock.sleeps().empty());
}

TEST_CASE("a clock can be advanced and set, backwards too") {
    testkit::manual_clock clock;
    auto const start = clock.now();
    clock.advance(3us);
    CHECK(clock.now() == start + 3us);
    clock.set(start - 10min);
    CHECK(clock.now() == start - 10min);
}
