// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/context.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

struct listening : observer {
    std::vector<std::string> heard;
    void on_event(event const& e) noexcept override {
        std::string line(e.name);
        for (auto const& a : e.attributes) line += " " + std::string(a.name) + "=" + std::string(a.value);
        heard.push_back(line);
    }
};

}  // namespace

TEST_CASE("a default context never expires, is never stopped and tells nobody") {
    context const ctx;
    CHECK(ctx.check(instant::max()));
    ctx.notify("nobody.listens", {{"a", "b"}});
}

TEST_CASE("the deadline is the first moment at which work stops") {
    context const ctx{.deadline = instant(10s)};
    CHECK(ctx.check(instant(10s) - 1us));
    CHECK(ctx.check(instant(10s)).error().code == errc::deadline_exceeded);
    CHECK(ctx.check(instant(11s)).error().code == errc::deadline_exceeded);
}

TEST_CASE("being stopped counts more than being late") {
    std::stop_source stop;
    context const ctx{.deadline = instant(10s), .stop = stop.get_token()};
    CHECK(ctx.check(instant(1s)));
    stop.request_stop();
    CHECK(ctx.check(instant(1s)).error().code == errc::cancelled);
    CHECK(ctx.check(instant(11s)).error().code == errc::cancelled);
}

TEST_CASE("neither a stop nor a deadline is retried") {
    CHECK_FALSE(context{.deadline = instant{}}.check(instant(1s)).error().is_retryable());
}

TEST_CASE("the observer hears the name and every attribute in order") {
    listening ear;
    context const ctx{.listener = &ear};
    ctx.notify("http.attempt", {{"system", "odoo"}, {"number", "2"}});
    ctx.notify("effect.done", {});
    CHECK(ear.heard == std::vector<std::string>{"http.attempt system=odoo number=2", "effect.done"});
}

TEST_CASE("the next step of a story keeps everything but its cause") {
    listening ear;
    context const first{.deadline = instant(10s), .correlation_id = "story", .causation_id = "start", .listener = &ear};
    context const next = first.caused_by("step 1");
    CHECK(next.causation_id == "step 1");
    CHECK(next.correlation_id == "story");
    CHECK(next.deadline == first.deadline);
    CHECK(next.listener == &ear);
    CHECK(first.causation_id == "start");
}
