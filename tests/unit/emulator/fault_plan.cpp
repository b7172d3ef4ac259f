// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/fault_plan.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <syncline/testkit/manual_clock.hpp>

namespace {

using namespace syncline;
using namespace std::chrono_literals;

/// The smallest system there is: it counts what really happened and answers `done`.
struct counter {
    testkit::manual_clock clock;
    emulator::fault_plan faults;
    int effects = 0;
    std::uint64_t calls = 0;
    emulator::verdict last{};

    result<http::response> send(std::string const& operation, http::request const& r = {}, context const& ctx = {}) {
        emulator::call const c{.system = "counter", .operation = operation, .number = ++calls, .writes = true};
        return faults.carry(
            c, r, clock, ctx,
            [&](emulator::verdict const& v) {
                last = v;
                ++effects;
                return http::response{.status = 200, .body = "it is done"};
            },
            [](int status) { return http::response{.status = status, .body = "our own words"}; });
    }
};

}  // namespace

TEST_CASE("without faults a call happens once and is answered") {
    counter box;
    auto const reply = box.send("order.create");
    REQUIRE(reply.has_value());
    CHECK(reply->body == "it is done");
    CHECK(box.effects == 1);
    CHECK(box.faults.dealt() == 0);
}

TEST_CASE("a lost reply and a lost request look alike to the client and differ in the effect") {
    counter box;
    box.faults.drop_reply_to("create", 1);
    auto const reply = box.send("order.create");
    box.faults.drop_request_to("create", 1);
    auto const request = box.send("order.create");
    REQUIRE_FALSE(reply.has_value());
    REQUIRE_FALSE(request.has_value());
    CHECK(reply.error() == request.error());
    CHECK(reply.error().code == errc::unavailable);
    CHECK(reply.error().may_have_happened());
    CHECK(box.effects == 1);
    CHECK(box.send("order.create").has_value());
    CHECK(box.faults.dealt() == 2);
}

TEST_CASE("a fault meets operations by part of their name, after those it skips, as often as told") {
    counter box;
    box.faults.drop_reply_to("order.create", 2, 1);
    CHECK(box.send("partner.create").has_value());
    CHECK(box.send("order.create").has_value());
    CHECK_FALSE(box.send("order.create").has_value());
    CHECK_FALSE(box.send("order.create").has_value());
    CHECK(box.send("order.create").has_value());
}

TEST_CASE("an answer in place of the honest one comes with or without the effect") {
    counter box;
    box.faults.answer("create", {.status = 429, .retry_after = "2"});
    auto const throttled = box.send("order.create");
    REQUIRE(throttled.has_value());
    CHECK(throttled->status == 429);
    CHECK(throttled->header_value("Retry-After") == "2");
    CHECK(throttled->body == "our own words");
    CHECK(box.effects == 0);

    box.faults.answer("create", {.status = 502, .body = "<html>", .with_effect = true});
    auto const gateway = box.send("order.create");
    REQUIRE(gateway.has_value());
    CHECK(gateway->status == 502);
    CHECK(gateway->body == "<html>");
    CHECK_FALSE(gateway->header_value("Retry-After").has_value());
    CHECK(box.effects == 1);
}

TEST_CASE("a delayed reply takes its time on the given clock") {
    counter box;
    box.faults.delay("create", 3s);
    auto const before = box.clock.now();
    CHECK(box.send("order.create").has_value());
    CHECK(box.clock.now() - before == 3s);
}

TEST_CASE("a reply later than the request's own limit is a time-out although the effect stands") {
    counter box;
    box.faults.delay("create", 3s);
    auto const before = box.clock.now();
    http::request hurried;
    hurried.timeout = 1s;
    auto const reply = box.send("order.create", hurried);
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error().code == errc::timed_out);
    CHECK(reply.error().may_have_happened());
    CHECK(box.clock.now() - before == 1s);
    CHECK(box.effects == 1);
}

TEST_CASE("a deadline that passes while a reply is awaited leaves the outcome unknown") {
    counter box;
    box.faults.delay("create", 3s);
    auto const reply = box.send("order.create", {}, {.deadline = box.clock.now() + 2s});
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error().code == errc::deadline_exceeded);
    CHECK(reply.error().may_have_happened());
    CHECK(box.effects == 1);
}

TEST_CASE("a context that is over sends nothing") {
    counter box;
    auto const reply = box.send("order.create", {}, {.deadline = box.clock.now()});
    REQUIRE_FALSE(reply.has_value());
    CHECK_FALSE(reply.error().may_have_happened());
    CHECK(box.effects == 0);
}

TEST_CASE("a truncated reply keeps its status and loses its end") {
    counter box;
    box.faults.truncate_reply_to("create", 5);
    auto const reply = box.send("order.create");
    REQUIRE(reply.has_value());
    CHECK(reply->status == 200);
    CHECK(reply->body == "it is");
}

TEST_CASE("what the system must act out itself reaches it with the call") {
    counter box;
    box.faults.refuse_record("create", 2);
    box.faults.refuse_records("create", [](std::size_t, std::string_view text) { return text == "bad"; });
    box.faults.commit_late("create", 5s);
    box.faults.contend("create");
    CHECK(box.send("order.create").has_value());
    CHECK(box.last.refuses(2, "good"));
    CHECK(box.last.refuses(0, "bad"));
    CHECK_FALSE(box.last.refuses(0, "good"));
    CHECK(box.last.commit_delay == 5s);
    CHECK(box.last.contended);
    CHECK(box.send("order.create").has_value());
    CHECK_FALSE(box.last.contended);
}

TEST_CASE("faults of different kinds meet one call together") {
    counter box;
    box.faults.commit_late("create", 5s);
    box.faults.drop_reply_to("create");
    CHECK_FALSE(box.send("order.create").has_value());
    CHECK(box.last.commit_delay == 5s);
    CHECK(box.faults.dealt() == 1);
}

TEST_CASE("a hook sees both sides of every call that arrives") {
    counter box;
    std::vector<std::string> seen;
    box.faults.on_call([&](emulator::call const& c, emulator::side s) {
        seen.push_back(std::string(c.operation) + " " + std::to_string(c.number) +
                       (s == emulator::side::before_effect ? " before " : " after ") + std::to_string(box.effects));
    });
    box.faults.drop_request_to("create");
    CHECK_FALSE(box.send("order.create").has_value());
    CHECK(box.send("order.create").has_value());
    CHECK(seen == std::vector<std::string>{"order.create 2 before 0", "order.create 2 after 1"});
}

TEST_CASE("a hook's error ends the call: before the effect nothing happens, after it the effect stands") {
    counter box;
    auto stop_at = emulator::side::before_effect;
    box.faults.on_call([&](emulator::call const&, emulator::side s) -> result<void> {
        if (s == stop_at) return fail(errc::unavailable, "the world stopped");
        return {};
    });
    CHECK_FALSE(box.send("order.create").has_value());
    CHECK(box.effects == 0);
    stop_at = emulator::side::after_effect;
    CHECK_FALSE(box.send("order.create").has_value());
    CHECK(box.effects == 1);
}

TEST_CASE("the same seed brings the same weather, another seed another") {
    auto const story = [](std::uint64_t seed) {
        counter box;
        box.faults.weather(seed, {.drop_request = 0.1,
                                  .drop_reply = 0.1,
                                  .too_many = 0.1,
                                  .server_error = 0.1,
                                  .truncate = 0.1,
                                  .contend = 0.1,
                                  .commit_late = 0.1,
                                  .clog = 0.05,
                                  .latency = 50ms});
        std::string told;
        for (int i = 0; i < 200; ++i) {
            auto const reply = box.send("order.create");
            told += reply ? std::to_string(reply->status) + reply->body : std::string(to_string(reply.error().code));
            told += box.last.contended ? "c" : "";
            told += std::to_string(box.last.commit_delay.count()) + ";";
        }
        return told + std::to_string(box.effects) + " " + std::to_string(box.faults.dealt()) + " " +
               std::to_string(box.clock.now().time_since_epoch().count());
    };
    CHECK(story(1) == story(1));
    CHECK(story(1) != story(2));
}

TEST_CASE("after the calm nothing goes wrong any more") {
    counter box;
    box.faults.drop_reply_to("create", 1000);
    box.faults.weather(7, {.drop_request = 1});
    CHECK_FALSE(box.send("order.create").has_value());
    box.faults.calm();
    for (int i = 0; i < 20; ++i) CHECK(box.send("order.create").has_value());
}
