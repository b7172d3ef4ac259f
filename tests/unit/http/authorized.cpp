// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/authorized.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <syncline/testkit/scripted_transport.hpp>

using namespace syncline;
using http::credential_need;
using testkit::scripted_transport;

namespace {

http::request const some{.url = "https://a.example/x"};

}  // namespace

TEST_CASE("the credential is asked for once and put on every request") {
    scripted_transport wire;
    wire.expect("GET", "/x").bearer("k1").reply(200);
    wire.expect("GET", "/x").bearer("k1").reply(200);
    std::vector<credential_need> asked;
    http::authorized http(wire, [&](credential_need why, context const&) -> result<secret> {
        asked.push_back(why);
        return secret{"k1"};
    });
    CHECK(http.send(some, context{}));
    CHECK(http.send(some, context{}));
    CHECK(wire.problems() == "");
    CHECK(asked == std::vector{credential_need::first});
}

TEST_CASE("a 401 asks once more and repeats the request once") {
    scripted_transport wire;
    wire.expect("GET", "/x").bearer("k1").reply(401);
    wire.expect("GET", "/x").bearer("k2").reply(200);
    wire.expect("GET", "/x").bearer("k2").reply(401);
    wire.expect("GET", "/x").bearer("k3").reply(401, "still");
    int n = 0;
    http::authorized http(wire, [&](credential_need why, context const&) -> result<secret> {
        CHECK(why == (n == 0 ? credential_need::first : credential_need::refused));
        return secret{"k" + std::to_string(++n)};
    });
    CHECK(http.send(some, context{})->status == 200);
    auto const second = http.send(some, context{});
    CHECK(second->status == 401);
    CHECK(second->body == "still");
    CHECK(wire.problems() == "");
}

TEST_CASE("another header can carry the credential") {
    scripted_transport wire;
    wire.expect("GET", "/x").header("X-Api-Key", "k1").bearer("").reply(200);
    http::authorized http(
        wire, [](credential_need, context const&) { return result<secret>(secret{"k1"}); }, "X-Api-Key");
    CHECK(http.send(some, context{}));
    CHECK(wire.problems() == "");
}

TEST_CASE("a provider that fails ends the call before anything is sent") {
    scripted_transport wire;
    http::authorized http(wire, [](credential_need, context const&) -> result<secret> {
        return fail(errc::unauthorized, "the refresh token was revoked");
    });
    auto const got = http.send(some, context{});
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::unauthorized);
    CHECK(got.error().message == "credential: the refresh token was revoked");
    CHECK_FALSE(got.error().may_have_happened());

    int answers = 0;
    http.send_all(
        std::vector<http::request>(3, some), 8,
        [&](std::size_t, result<http::response> r) {
            CHECK_FALSE(r);
            ++answers;
        },
        context{});
    CHECK(answers == 3);
    CHECK(wire.requests().empty());
}

TEST_CASE("a batch in which the token expires renews it once and repeats what was refused") {
    std::string valid = "k1";
    int calls = 0;
    struct server {
        std::string& valid;
        int& calls;
        result<http::response> send(http::request const& r, context const&) {
            if (++calls == 4) valid = "k2";  // expires in mid-batch
            return http::response{.status = r.bearer.reveal() == valid ? 200 : 401, .body = r.body};
        }
    } wire{valid, calls};
    int asked = 0;
    http::authorized http(
        wire, [&](credential_need, context const&) -> result<secret> { return secret{"k" + std::to_string(++asked)}; });
    std::vector<http::request> rs(6, some);
    for (std::size_t i = 0; i < rs.size(); ++i) rs[i].body = std::to_string(i);
    std::map<std::size_t, std::string> bodies;
    http.send_all(
        rs, 8,
        [&](std::size_t i, result<http::response> got) {
            CHECK(got->status == 200);
            CHECK(bodies.emplace(i, got->body).second);
        },
        context{});
    CHECK(bodies == std::map<std::size_t, std::string>{{0, "0"}, {1, "1"}, {2, "2"}, {3, "3"}, {4, "4"}, {5, "5"}});
    CHECK(asked == 2);
    CHECK(calls == 9);
}

TEST_CASE("a batch whose renewal fails says so for what was refused, and only for that") {
    scripted_transport wire;
    wire.expect("GET", "/x").reply(200);
    wire.expect("GET", "/x").reply(401);
    bool first = true;
    http::authorized http(wire, [&](credential_need, context const&) -> result<secret> {
        if (std::exchange(first, false)) return secret{"k"};
        return fail(errc::unavailable, "token endpoint down");
    });
    std::map<std::size_t, bool> ok;
    http.send_all(
        std::vector<http::request>(2, some), 8, [&](std::size_t i, result<http::response> got) { ok[i] = bool(got); },
        context{});
    CHECK(ok == std::map<std::size_t, bool>{{0, true}, {1, false}});
}

TEST_CASE("fifty threads that meet a 401 together cause one renewal") {
    struct server {
        std::atomic<int> refused{0};
        result<http::response> send(http::request const& r, context const&) {
            if (r.bearer.reveal() == "new") return http::response{.status = 200};
            ++refused;
            return http::response{.status = 401};
        }
    } wire;
    std::atomic<int> renewals{0};
    http::authorized http(wire, [&](credential_need why, context const&) -> result<secret> {
        if (why == credential_need::first) return secret{"old"};
        ++renewals;
        return secret{"new"};
    });
    std::atomic<int> ok{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&] {
            if (auto const got = http.send(some, context{}); got && got->status == 200) ++ok;
        });
    for (auto& t : threads) t.join();
    CHECK(ok == 50);
    CHECK(renewals == 1);
}
