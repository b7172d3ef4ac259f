// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/observed.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <syncline/testkit/manual_clock.hpp>
#include <syncline/testkit/scripted_transport.hpp>

using namespace syncline;
using testkit::scripted_transport;

namespace {

/// Every event, one line each.
struct notes final : observer {
    void on_event(event const& e) noexcept override {
        std::string line(e.name);
        for (auto const& a : e.attributes) line.append(" ").append(a.name).append("=").append(a.value);
        lines.push_back(std::move(line));
    }
    std::vector<std::string> lines;
};

}  // namespace

TEST_CASE("an exchange is told with what was asked, how it ended, how long it took and how much went over") {
    testkit::manual_clock clock;
    scripted_transport wire;
    wire.expect("POST", "/json/2/res.partner/read").reply_with([&](http::request const&, context const&) {
        clock.advance(std::chrono::milliseconds(120));
        return result<http::response>(http::response{.status = 503, .body = "busy"});
    });
    notes heard;
    http::observed http(wire, clock);
    auto const got = http.send({.method = http::method::post,
                                .url = "https://erp.example/json/2/res.partner/read",
                                .body = "[1, 2]",
                                .operation = "odoo res.partner read"},
                               {.listener = &heard});
    CHECK(got->status == 503);
    CHECK(heard.lines == std::vector<std::string>{"http.exchange operation=odoo res.partner read method=POST "
                                                  "url=https://erp.example/json/2/res.partner/read status=503 "
                                                  "milliseconds=120 sent_bytes=6 received_bytes=4"});
    CHECK(wire.problems() == "");
}

TEST_CASE("an exchange without an answer is told with the kind of its error, and the error passes") {
    testkit::manual_clock clock;
    scripted_transport wire;
    wire.expect("GET", "/x").fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
    notes heard;
    http::observed http(wire, clock);
    auto const got = http.send({.url = "https://a.example/x"}, {.listener = &heard});
    REQUIRE_FALSE(got);
    CHECK(got.error().may_have_happened());
    CHECK(heard.lines == std::vector<std::string>{"http.exchange operation= method=GET url=https://a.example/x "
                                                  "error=timed_out milliseconds=0 sent_bytes=0 received_bytes=0"});
}

TEST_CASE("a batch is told request by request, and each answer reaches its own request") {
    testkit::manual_clock clock;
    struct echo {
        result<http::response> send(http::request const& r, context const&) const {
            return http::response{.status = 200, .body = r.body};
        }
    } wire;
    notes heard;
    http::observed http(wire, clock);
    std::vector<http::request> rs(3, {.url = "https://a.example/x"});
    for (std::size_t i = 0; i < rs.size(); ++i) rs[i].body = std::string(i, 'b');
    std::size_t answers = 0;
    auto const done = [&](std::size_t i, result<http::response> got) {
        CHECK(got->body == rs[i].body);
        ++answers;
    };
    http.send_all(rs, 2, done, {.listener = &heard});
    CHECK(answers == 3);
    REQUIRE(heard.lines.size() == 3);
    CHECK(heard.lines[2].ends_with("sent_bytes=2 received_bytes=2"));

    http.send_all(rs, 2, done, {});
    CHECK(answers == 6);
    CHECK(heard.lines.size() == 3);
}

TEST_CASE("no event holds a canary, wherever in the request or its answer it stood") {
    std::string const canary = "C4N4RY-71f3b2a0";
    testkit::manual_clock clock;
    scripted_transport wire;
    auto const answered = [&](http::request const&, context const&) {
        return result<http::response>(
            http::response{.status = 200, .headers = {{"Set-Cookie", canary}}, .body = canary});
    };
    wire.whenever("POST", "").reply_with(answered);
    wire.expect("GET", "").fail({.code = errc::unavailable, .message = canary, .server_message = canary});
    notes heard;
    http::observed http(wire, clock);
    context const ctx{.correlation_id = canary, .listener = &heard};
    http::request r{.method = http::method::get,
                    .url = "https://a.example/contacts/" + canary + "/notes?email=" + canary + "&" + canary + "=1",
                    .headers = {{"X-Api-Key", canary}, {canary, "1"}},
                    .body = canary,
                    .bearer = secret{canary},
                    .operation = "crm contacts read"};
    CHECK_FALSE(http.send(r, ctx));
    r.method = http::method::post;
    CHECK(http.send(r, ctx));
    http.send_all(
        std::vector<http::request>(2, r), 2, [](std::size_t, result<http::response> const&) {}, ctx);
    r.url = canary + "://not a url/" + canary;
    CHECK(http.send(r, ctx));
    REQUIRE(heard.lines.size() == 5);
    for (auto const& line : heard.lines) {
        CAPTURE(line);
        CHECK(line.find(canary) == std::string::npos);
        CHECK(line.find("C4N4RY") == std::string::npos);
    }
    CHECK(heard.lines[1].find("url=https://a.example/contacts/***/notes?email=***&***=***") != std::string::npos);
}
