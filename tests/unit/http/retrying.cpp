// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/retrying.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include <syncline/testkit/manual_clock.hpp>
#include <syncline/testkit/scripted_transport.hpp>

using namespace syncline;
using namespace std::chrono_literals;
using http::safety;
using testkit::manual_clock;
using testkit::scripted_transport;

namespace {

http::request request(safety repeat) {
    return {.method = http::method::post, .url = "https://a.example/x", .repeat = repeat};
}

error lost(outcome effect = outcome::unknown) {
    return {.code = errc::unavailable, .message = "connection reset", .effect = effect};
}

struct bench {
    manual_clock clock;
    seeded_random random{7};
    scripted_transport wire;
    context ctx{};

    template <class P = exponential_backoff>
    auto layer(P policy = {}, int quota = 500) {
        return http::retrying<P>(wire, policy, clock, random, quota);
    }
};

class recorder final : public observer {
public:
    std::vector<std::map<std::string, std::string>> events;
    void on_event(event const& e) noexcept override {
        auto& seen = events.emplace_back();
        seen["name"] = e.name;
        for (auto const& a : e.attributes) seen[std::string(a.name)] = a.value;
    }
};

}  // namespace

// Shows R113.
TEST_CASE("what may be repeated: a table") {
    struct row {
        errc code;
        outcome effect;
        safety repeat;
        bool again;
    };
    using enum outcome;
    for (auto const& [code, effect, repeat, again] : std::initializer_list<row>{
             {errc::unavailable, unknown, safety::read, true},
             {errc::unavailable, unknown, safety::idempotent, true},
             {errc::unavailable, unknown, safety::once, false},
             {errc::unavailable, known_failed, safety::once, true},
             {errc::timed_out, unknown, safety::once, false},
             {errc::timed_out, known_failed, safety::once, true},
             {errc::rate_limited, known_failed, safety::once, true},
             {errc::untrusted, known_failed, safety::read, false},
             {errc::too_large, unknown, safety::read, false},
             {errc::cancelled, known_failed, safety::read, false},
             {errc::deadline_exceeded, known_failed, safety::read, false},
             {errc::misconfigured, known_failed, safety::read, false},
             {errc::malformed, unknown, safety::read, false},
         }) {
        auto const name = to_string(code);  // clang 14 captures no structured binding
        auto const how = static_cast<int>(repeat);
        CAPTURE(name);
        CAPTURE(how);
        CHECK(http::may_repeat(repeat, error{.code = code, .message = {}, .effect = effect}) == again);
    }
}

TEST_CASE("which responses are repeated: a table") {
    struct row {
        int status;
        safety repeat;
        bool again;
    };
    for (auto const& [status, repeat, again] : std::initializer_list<row>{
             {200, safety::read, false},
             {400, safety::read, false},
             {401, safety::read, false},
             {408, safety::read, false},
             {429, safety::read, true},
             {429, safety::once, true},
             {500, safety::read, false},
             {502, safety::read, true},
             {503, safety::read, true},
             {504, safety::read, true},
             {505, safety::read, false},
             {502, safety::once, false},
             {503, safety::once, false},
             {504, safety::once, false},
             {503, safety::idempotent, true},
             {302, safety::idempotent, false},
         }) {
        int const number = status;
        CAPTURE(number);
        auto const verdict = http::repeatable_failure(request(repeat), http::response{.status = status}, instant{});
        CHECK(verdict.has_value() == again);
    }
}

TEST_CASE("a read is repeated until it succeeds, waiting longer each time") {
    bench b;
    b.wire.expect("POST", "/x").fail(lost());
    b.wire.expect("POST", "/x").reply(503);
    b.wire.expect("POST", "/x").reply(200, "done");
    auto http = b.layer();
    CHECK(http.send(request(safety::read), b.ctx)->body == "done");
    CHECK(b.wire.problems() == "");
    auto const waits = b.clock.sleeps();
    REQUIRE(waits.size() == 2);
    CHECK(waits[0] <= 50ms);
    CHECK(waits[1] <= 100ms);
}

// Shows R113.
TEST_CASE("a write that nothing protects is not sent again after a lost reply") {
    for (auto const failure : {errc::unavailable, errc::timed_out}) {
        bench b;
        b.wire.expect("POST", "/x").fail({.code = failure, .message = "", .effect = outcome::unknown});
        auto const got = b.layer().send(request(safety::once), b.ctx);
        REQUIRE_FALSE(got);
        CHECK(got.error().may_have_happened());
        CHECK(b.wire.requests().size() == 1);
    }
    for (int const status : {502, 503, 504}) {
        bench b;
        b.wire.expect("POST", "/x").reply(status);
        CHECK(b.layer().send(request(safety::once), b.ctx)->status == status);
        CHECK(b.wire.requests().size() == 1);
    }
}

TEST_CASE("the same write is sent again when it certainly had no effect") {
    bench b;
    b.wire.expect("POST", "/x").fail(lost(outcome::known_failed));
    b.wire.expect("POST", "/x").reply(429);
    b.wire.expect("POST", "/x").reply(201);
    CHECK(b.layer().send(request(safety::once), b.ctx)->status == 201);
}

// Shows R113.
TEST_CASE("a 429 with Retry-After waits that long") {
    bench b;
    b.wire.expect("POST", "/x").reply(429, "", {{"Retry-After", "7"}});
    b.wire.expect("POST", "/x").reply(200);
    CHECK(b.layer().send(request(safety::once), b.ctx)->status == 200);
    CHECK(b.clock.sleeps() == std::vector<std::chrono::milliseconds>{7s});
}

TEST_CASE("a Retry-After beyond the cap ends the call with the response, and nobody sleeps") {
    bench b;
    b.wire.expect("POST", "/x").reply(503, "", {{"Retry-After", "3600"}});
    auto const got = b.layer().send(request(safety::read), b.ctx);
    CHECK(got->status == 503);
    CHECK(got->header_value("Retry-After") == "3600");
    CHECK(b.clock.sleeps().empty());
}

TEST_CASE("the attempts end with the last answer") {
    bench b;
    b.wire.whenever("POST", "/x").reply(502);
    CHECK(b.layer(exponential_backoff{.attempts = 4}).send(request(safety::read), b.ctx)->status == 502);
    CHECK(b.wire.requests().size() == 4);
    bench c;
    c.wire.whenever("POST", "/x").fail(lost());
    CHECK(c.layer(no_retry{}).send(request(safety::read), c.ctx).error() == lost());
    CHECK(c.wire.requests().size() == 1);
}

TEST_CASE("errors that time does not heal are passed on at once") {
    for (auto const code : {errc::untrusted, errc::misconfigured, errc::too_large, errc::malformed}) {
        bench b;
        b.wire.expect("POST", "/x").fail({.code = code, .message = "no"});
        CHECK(b.layer().send(request(safety::read), b.ctx).error().code == code);
        CHECK(b.clock.sleeps().empty());
    }
}

// Shows R113.
TEST_CASE("a wait that would outlast the deadline is not begun") {
    bench b;
    b.ctx.deadline = b.clock.now() + 5s;
    b.wire.expect("POST", "/x").reply(429, "", {{"Retry-After", "6"}});
    CHECK(b.layer().send(request(safety::read), b.ctx)->status == 429);
    CHECK(b.clock.sleeps().empty());
}

TEST_CASE("a stop during the wait keeps what is known of the effect") {
    bench b;
    std::stop_source stop;
    b.ctx.stop = stop.get_token();
    b.wire.expect("POST", "/x").reply_with([&](http::request const&, context const&) -> result<http::response> {
        stop.request_stop();
        return fail(lost());
    });
    auto const got = b.layer().send(request(safety::idempotent), b.ctx);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::cancelled);
    CHECK(got.error().may_have_happened());
}

TEST_CASE("a write that may have happened at any try may have happened at the end") {
    for (bool const answered : {true, false}) {
        bench b;
        auto& first = b.wire.expect("POST", "/x");
        if (answered)
            first.reply(502);
        else
            first.fail(lost());
        b.wire.whenever("POST", "/x").fail(lost(outcome::known_failed));
        auto const got = b.layer(exponential_backoff{.attempts = 3}).send(request(safety::idempotent), b.ctx);
        REQUIRE_FALSE(got);
        CHECK(b.wire.requests().size() == 3);
        CHECK(got.error().code == errc::unavailable);
        CHECK(got.error().may_have_happened());
    }
}

TEST_CASE("an error that ends the tries at once keeps what an earlier try left open, a certain failure stays certain") {
    bench b;
    b.wire.expect("POST", "/x").reply(502);
    b.wire.expect("POST", "/x").fail({.code = errc::untrusted, .message = "certificate"});
    auto const got = b.layer().send(request(safety::idempotent), b.ctx);
    CHECK(got.error().code == errc::untrusted);
    CHECK(got.error().may_have_happened());

    bench c;
    c.wire.whenever("POST", "/x").fail(lost(outcome::known_failed));
    CHECK_FALSE(c.layer().send(request(safety::idempotent), c.ctx).error().may_have_happened());

    bench d;  // a read has no effect
    d.wire.expect("POST", "/x").reply(502);
    d.wire.whenever("POST", "/x").fail(lost(outcome::known_failed));
    CHECK_FALSE(d.layer().send(request(safety::read), d.ctx).error().may_have_happened());
}

TEST_CASE("a stop during a later wait keeps what an earlier try left open") {
    bench b;
    std::stop_source stop;
    b.ctx.stop = stop.get_token();
    b.wire.expect("POST", "/x").fail(lost());
    b.wire.expect("POST", "/x").reply_with([&](http::request const&, context const&) -> result<http::response> {
        stop.request_stop();
        return fail(lost(outcome::known_failed));
    });
    auto const got = b.layer().send(request(safety::idempotent), b.ctx);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::cancelled);
    CHECK(got.error().may_have_happened());
}

TEST_CASE("in a batch each write keeps what its own tries left open") {
    bench b;
    std::map<std::string, int> seen;
    b.wire.whenever("", "").reply_with([&](http::request const& r, context const&) -> result<http::response> {
        if (++seen[r.body] == 1 && r.body == "0") return http::response{.status = 502};
        return fail(lost(outcome::known_failed));
    });
    std::vector<http::request> rs(2, request(safety::idempotent));
    for (std::size_t i = 0; i < rs.size(); ++i) rs[i].body = std::to_string(i);
    std::map<std::size_t, bool> open;
    b.layer(exponential_backoff{.attempts = 3})
        .send_all(
            rs, 8, [&](std::size_t i, result<http::response> got) { open[i] = got.error().may_have_happened(); },
            b.ctx);
    CHECK(seen["0"] == 3);
    CHECK(open == std::map<std::size_t, bool>{{0, true}, {1, false}});
}

TEST_CASE("the quota gives out, and success refills it") {
    http::retry_quota q(20);
    CHECK(http::retry_quota::cost(errc::unavailable) == 14);
    CHECK(http::retry_quota::cost(errc::rate_limited) == 5);
    CHECK(q.spend(14));
    CHECK_FALSE(q.spend(14));
    CHECK(q.tokens() == 6);
    q.earn(14);
    CHECK(q.spend(14));
    q.earn(1000);
    CHECK(q.tokens() == 20);
}

// Shows R113.
TEST_CASE("an outage is met with ever fewer retries") {
    bench b;
    b.wire.whenever("POST", "/x").reply(503);
    auto http = b.layer(exponential_backoff{.attempts = 3}, 14 * 10);
    for (int i = 0; i < 100; ++i) CHECK(http.send(request(safety::read), b.ctx)->status == 503);
    CHECK(b.wire.requests().size() == 100 + 10);
}

TEST_CASE("a retry that succeeds costs the quota nothing in the end") {
    bench b;
    int calls = 0;
    b.wire.whenever("POST", "/x").reply_with([&](http::request const&, context const&) -> result<http::response> {
        return http::response{.status = ++calls % 2 == 1 ? 503 : 200};
    });
    auto http = b.layer(exponential_backoff{}, 14);
    for (int i = 0; i < 50; ++i) CHECK(http.send(request(safety::read), b.ctx)->status == 200);
    CHECK(calls == 100);
}

TEST_CASE("a batch repeats only what failed, in a second round, and answers each request once") {
    bench b;
    std::map<std::string, int> seen;
    b.wire.whenever("", "").reply_with([&](http::request const& r, context const&) -> result<http::response> {
        int const n = ++seen[r.body];
        if (r.body == "1" && n == 1) return http::response{.status = 503};
        if (r.body == "2" && n <= 2) return fail(lost());
        if (r.body == "3") return http::response{.status = 400};
        if (r.body == "4") return http::response{.status = 502};
        return http::response{.status = 200, .body = r.body};
    });
    std::vector<http::request> rs;
    for (int i = 0; i < 6; ++i) {
        rs.push_back(request(i == 5 ? safety::once : safety::idempotent));
        rs.back().body = std::to_string(i);
    }
    std::map<std::size_t, int> answers;
    std::vector<std::size_t> order;
    b.layer().send_all(
        rs, 8,
        [&](std::size_t i, result<http::response> got) {
            CHECK(answers.emplace(i, got ? got->status : -1).second);
            order.push_back(i);
        },
        b.ctx);
    CHECK(answers == std::map<std::size_t, int>{{0, 200}, {1, 200}, {2, 200}, {3, 400}, {4, 502}, {5, 200}});
    CHECK(order == std::vector<std::size_t>{0, 3, 5, 1, 2, 4});
    CHECK(seen == std::map<std::string, int>{{"0", 1}, {"1", 2}, {"2", 3}, {"3", 1}, {"4", 3}, {"5", 1}});
    CHECK(b.clock.sleeps().size() == 2);
}

TEST_CASE("an empty batch asks nothing and answers nothing") {
    bench b;
    b.layer().send_all(
        {}, 8, [](std::size_t, result<http::response>) { FAIL("nothing to answer"); }, b.ctx);
    CHECK(b.wire.requests().empty());
}

TEST_CASE("a batch stopped between two rounds answers the rest as cancelled, keeping their effects") {
    bench b;
    std::stop_source stop;
    b.ctx.stop = stop.get_token();
    b.wire.whenever("", "").reply_with([&](http::request const& r, context const&) -> result<http::response> {
        if (r.body == "1") {
            stop.request_stop();
            return fail(lost());
        }
        if (r.body == "2") return http::response{.status = 429};
        return http::response{.status = 200};
    });
    std::vector<http::request> rs(3, request(safety::idempotent));
    for (std::size_t i = 0; i < rs.size(); ++i) rs[i].body = std::to_string(i);
    std::map<std::size_t, outcome> cancelled;
    b.layer().send_all(
        rs, 8,
        [&](std::size_t i, result<http::response> got) {
            if (got) return;
            CHECK(got.error().code == errc::cancelled);
            cancelled[i] = got.error().effect;
        },
        b.ctx);
    CHECK(cancelled == std::map<std::size_t, outcome>{{1, outcome::unknown}, {2, outcome::known_failed}});
}

TEST_CASE("every attempt is told, never with a value of the request") {
    bench b;
    recorder seen;
    b.ctx.listener = &seen;
    b.wire.expect("POST", "").fail(lost());
    b.wire.expect("POST", "").reply(200);
    auto r = request(safety::read);
    r.url += "?key=canary";
    r.operation = "odoo res.partner read";
    r.headers = {{"X-Key", "canary"}};
    r.body = "canary";
    r.bearer = secret{"canary"};
    CHECK(b.layer().send(r, b.ctx));
    REQUIRE(seen.events.size() == 2);
    CHECK(seen.events[0] == std::map<std::string, std::string>{{"name", "http.attempt"},
                                                               {"operation", "odoo res.partner read"},
                                                               {"method", "POST"},
                                                               {"host", "a.example"},
                                                               {"error", "unavailable"},
                                                               {"attempt", "1"},
                                                               {"duration_us", "0"}});
    CHECK(seen.events[1].at("status") == "200");
    CHECK(seen.events[1].at("attempt") == "2");
}
