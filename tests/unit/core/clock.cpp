// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/clock.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <stop_token>
#include <thread>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

/// How long `work` took on a clock that nobody sets.
template <class Work>
std::chrono::milliseconds time_of(Work work) {
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

struct stopped_clock {
    instant at{};
    std::chrono::milliseconds slept{};
    instant now() { return at; }
    result<void> sleep(std::chrono::milliseconds d, context const&) {
        slept += d;
        return {};
    }
};

}  // namespace

TEST_CASE("a handle speaks to the clock it was made from, and so does its copy") {
    stopped_clock clock{.at = instant(5s)};
    any_clock const handle = clock;
    any_clock const copy = handle;
    CHECK(handle.now() == instant(5s));
    CHECK(copy.sleep(3ms, {}));
    CHECK(handle.sleep(4ms, {}));
    CHECK(clock.slept == 7ms);
}

TEST_CASE("the system clock tells the time and moves on") {
    auto const clock = the_system_clock();
    auto const before = clock.now();
    CHECK(before > instant(std::chrono::sys_days(std::chrono::year(2024) / 1 / 1)));
    CHECK(clock.sleep(2ms, {}));
    CHECK(clock.now() > before);
}

TEST_CASE("a sleep lasts as long as asked") {
    CHECK(time_of([] { CHECK(the_system_clock().sleep(20ms, {})); }) >= 20ms);
    CHECK(the_system_clock().sleep(0ms, {}));
    CHECK(the_system_clock().sleep(-1h, {}));
}

TEST_CASE("a stopped context wakes a sleeper at once") {
    std::stop_source stop;
    context const ctx{.stop = stop.get_token()};
    std::jthread const other([&] {
        std::this_thread::sleep_for(20ms);
        stop.request_stop();
    });
    CHECK(time_of([&] {
              auto const slept = the_system_clock().sleep(1h, ctx);
              REQUIRE_FALSE(slept);
              CHECK(slept.error().code == errc::cancelled);
          }) < 10s);
}

TEST_CASE("who is stopped already does not sleep at all") {
    std::stop_source stop;
    stop.request_stop();
    CHECK(the_system_clock().sleep(1h, {.stop = stop.get_token()}).error().code == errc::cancelled);
}

TEST_CASE("a sleep ends at the deadline and says that it was the deadline") {
    auto const clock = the_system_clock();
    for (int i = 0; i < 20; ++i) {
        auto const slept = clock.sleep(1h, {.deadline = clock.now() + 1ms});
        REQUIRE_FALSE(slept);
        CHECK(slept.error().code == errc::deadline_exceeded);
    }
    CHECK(clock.sleep(1h, {.deadline = instant{}}).error().code == errc::deadline_exceeded);
    CHECK(clock.sleep(1ms, {.deadline = clock.now() + 1h}));
    CHECK(clock.sleep(1ms, {.deadline = instant::max()}));
}

TEST_CASE("a sleep without end lasts until it is stopped") {
    std::stop_source stop;
    std::jthread const other([&] {
        std::this_thread::sleep_for(20ms);
        stop.request_stop();
    });
    CHECK(time_of([&] {
              auto const slept = the_system_clock().sleep(std::chrono::milliseconds::max(), {.stop = stop.get_token()});
              CHECK(slept.error().code == errc::cancelled);
          }) >= 15ms);
}
