// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/rate_limited.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include <syncline/testkit/manual_clock.hpp>

using namespace syncline;
using namespace std::chrono_literals;
using http::rate_limit;
using http::sliding_window;
using testkit::manual_clock;

namespace {

constexpr instant t0 = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

/// A system that counts as its limit says, and answers 429 to one request too many.
struct strict_server {
    manual_clock& clock;
    rate_limit limit;
    std::chrono::milliseconds takes{0};
    std::vector<instant> accepted{};
    int refused = 0;

    result<http::response> send(http::request const&, context const&) {
        auto const now = clock.now();
        auto const recent =
            std::count_if(accepted.begin(), accepted.end(), [&](instant t) { return now - t < limit.interval; });
        clock.advance(takes);
        if (static_cast<std::size_t>(recent) >= limit.requests) {
            ++refused;
            return http::response{.status = 429};
        }
        accepted.push_back(now);
        return http::response{.status = 200};
    }
};

}  // namespace

TEST_CASE("a window lets its number through and tells when the next slot is free") {
    sliding_window w({.requests = 3, .interval = 1s, .guard = 20ms});
    CHECK(w.take(2, t0).slots == 2);
    auto const second = w.take(5, t0 + 300ms);
    CHECK(second.slots == 1);
    auto const none = w.take(1, t0 + 400ms);
    CHECK(none.slots == 0);
    CHECK(none.wait == 620ms);
    CHECK(w.take(1, t0 + 1019ms).slots == 0);
    CHECK(w.take(5, t0 + 1020ms).slots == 2);
    CHECK(w.take(5, t0 + 1319ms).wait == 1ms);
    CHECK(w.take(0, t0 + 1319ms).wait == 0ms);
    CHECK(w.take(5, t0 + 1320ms).slots == 1);
}

TEST_CASE("a request that left later than granted keeps its slot longer") {
    sliding_window w({.requests = 2, .interval = 1s, .guard = 0ms});
    CHECK(w.take(2, t0).slots == 2);
    w.postpone(t0, t0 + 400ms);
    CHECK(w.take(2, t0 + 1s).slots == 1);
    CHECK(w.take(1, t0 + 1399ms).slots == 0);
    CHECK(w.take(1, t0 + 1400ms).slots == 1);
    w.postpone(t0 + 7s, t0 + 8s);  // not one of ours: nothing happens
    CHECK(w.take(1, t0 + 2400ms).slots == 1);
}

TEST_CASE("a clock that goes back an hour does not block for an hour") {
    sliding_window w({.requests = 1, .interval = 1s, .guard = 0ms});
    CHECK(w.take(1, t0 + 1h).slots == 1);
    CHECK(w.take(1, t0).wait == 1s);
    CHECK(w.take(1, t0 + 1s).slots == 1);
}

TEST_CASE("a limit of nothing is a limit of one, not a deadlock") {
    sliding_window w({.requests = 0, .interval = 1s, .guard = 0ms});
    CHECK(w.take(1, t0).slots == 1);
    CHECK(w.take(1, t0).slots == 0);
}

TEST_CASE("one after the other, the whole allowance is used and nothing is refused") {
    for (rate_limit const limit : {rate_limit{10, 1s, 20ms}, rate_limit{100, 1s, 20ms}, rate_limit{190, 10s, 20ms}}) {
        manual_clock clock(t0);
        strict_server server{clock, limit, 1ms};
        http::rate_limited http(server, limit, clock);
        std::size_t const windows = 5;
        for (std::size_t i = 0; i < limit.requests * windows; ++i)
            CHECK(http.send({.url = "https://a.example/"}, context{})->status == 200);
        CHECK(server.refused == 0);
        auto const used =
            std::chrono::duration<double>(clock.now() - t0) / std::chrono::duration<double>(limit.interval);
        CHECK(used < static_cast<double>(windows) * 1.03);
    }
}

TEST_CASE("a batch is let through in parts and nothing is refused") {
    manual_clock clock(t0);
    rate_limit const limit{20, 1s, 20ms};
    strict_server server{clock, limit, 3ms};
    http::rate_limited http(server, limit, clock);
    std::vector<http::request> const rs(107, http::request{.url = "https://a.example/"});
    std::vector<int> answers(rs.size(), 0);
    http.send_all(
        rs, 8, [&](std::size_t i, result<http::response> got) { answers[i] += got ? got->status : 1; }, context{});
    CHECK(answers == std::vector<int>(rs.size(), 200));
    CHECK(server.refused == 0);
}

TEST_CASE("a wait beyond the deadline ends without a request, and the batch answers for all") {
    manual_clock clock(t0);
    rate_limit const limit{2, 10s, 0ms};
    strict_server server{clock, limit};
    http::rate_limited http(server, limit, clock);
    context ctx;
    ctx.deadline = t0 + 5s;
    std::vector<http::request> const rs(5, http::request{.url = "https://a.example/"});
    int sent = 0;
    int late = 0;
    http.send_all(
        rs, 8,
        [&](std::size_t, result<http::response> got) {
            if (got) {
                ++sent;
            } else {
                ++late;
                CHECK(got.error().code == errc::deadline_exceeded);
                CHECK_FALSE(got.error().may_have_happened());
            }
        },
        ctx);
    CHECK(sent == 2);
    CHECK(late == 3);
    CHECK(http.send(rs[0], ctx).error().code == errc::deadline_exceeded);
    CHECK(server.accepted.size() == 2);
}

TEST_CASE("four threads share one allowance") {
    struct counting {
        std::atomic<int> calls{0};
        result<http::response> send(http::request const&, context const&) {
            ++calls;
            return http::response{.status = 200};
        }
    } server;
    manual_clock clock(t0);
    http::rate_limited http(server, {.requests = 10, .interval = 1s, .guard = 0ms}, clock);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) CHECK(http.send({.url = "https://a.example/"}, context{}));
        });
    for (auto& t : threads) t.join();
    CHECK(server.calls == 100);
    CHECK(clock.now() >= t0 + 9s);
}
