// SPDX-License-Identifier: Apache-2.0
// The transport against real TLS listeners with certificates that are wrong in one way each.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include <syncline/http/curl_transport.hpp>
#include <syncline/http/retrying.hpp>

#include "certificates.hpp"
#include "raw_server.hpp"
#include "unit/contains.hpp"

using namespace syncline;
using namespace std::chrono_literals;
using tests::contains;
using tests::identity;
using tests::make_identity;
using tests::raw_server;

namespace {

struct authority {
    identity root = make_identity({.name = "Test Root", .authority = true});
    tests::temporary_file file{};
    authority() { file.add(root.certificate); }
};

authority const& trusted() {
    static authority const a;
    return a;
}

http::request order(std::string url) {
    return {.method = http::method::post, .url = std::move(url), .body = "{}", .repeat = http::safety::idempotent};
}

/// What a client that trusts only our root gets from a server with that context, retries allowed.
error refusal(SSL_CTX* tls, raw_server::behaviour b = tests::echo) {
    raw_server server(std::move(b), tls);
    http::curl_transport wire({.ca_file = trusted().file.path});
    auto const url = "https://localhost:" + std::to_string(server.port) + "/";
    auto const got = http::retrying{wire}.send(order(url), context{});
    REQUIRE_FALSE(got);
    CAPTURE(got.error().message);
    CAPTURE(got.error().server_message);
    CHECK(to_string(got.error().code) == to_string(errc::untrusted));
    CHECK(got.error().effect == outcome::known_failed);
    CHECK_FALSE(got.error().is_retryable());
    CHECK(server.connections == 1);
    CHECK(server.requests == 0);
    return got.error();
}

}  // namespace

TEST_CASE("a good certificate of an own authority is accepted, and the connection reused") {
    auto const good = make_identity({}, &trusted().root);
    auto const tls = tests::server_context(good);
    raw_server server(tests::echo, tls.get());
    http::curl_transport http({.ca_file = trusted().file.path});
    for (int i = 0; i < 20; ++i) {
        auto const got = http.send(order(server.url()), context{});
        REQUIRE(got);
        CHECK(got->body == "{}");
    }
    CHECK(server.connections == 1);

    std::vector<http::request> const rs(50, order(server.url()));
    int ok = 0;
    http.send_all(
        rs, 4, [&](std::size_t, result<http::response> got) { ok += got.has_value(); }, context{});
    CHECK(ok == 50);
    CHECK(server.connections <= 5);
}

TEST_CASE("TLS 1.2 is new enough") {
    auto const good = make_identity({}, &trusted().root);
    auto const tls = tests::server_context(good, TLS1_2_VERSION);
    raw_server server(tests::echo, tls.get());
    http::curl_transport http({.ca_file = trusted().file.path});
    CHECK(http.send(order(server.url()), context{}));
}

TEST_CASE("each wrong certificate is refused with a message of its own, never retried, before a byte of the request") {
    std::set<std::string> messages;
    auto const refused = [&](identity const& id) {
        auto const tls = tests::server_context(id);
        auto const e = refusal(tls.get());
        CHECK(messages.insert(e.message).second);
        return e.message;
    };
    auto const& root = trusted().root;
    CHECK(contains(refused(make_identity({.valid_from = -7200, .valid_until = -3600}, &root)), "expired"));
    CHECK(contains(refused(make_identity({.valid_from = 3600}, &root)), "not yet valid"));
    CHECK(contains(refused(make_identity({.name = "other.example"}, &root)), "another name"));
    CHECK(contains(refused(make_identity({})), "self"));
    auto const stranger = make_identity({.name = "Unknown Root", .authority = true});
    CHECK(contains(refused(make_identity({}, &stranger)), "issuer"));
    CHECK(messages.size() == 5);
}

TEST_CASE("an old protocol is refused") {
    auto const good = make_identity({}, &trusted().root);
    for (int const version : {TLS1_VERSION, TLS1_1_VERSION}) {
        auto const tls = tests::server_context(good, version);
        CHECK(contains(refusal(tls.get()).message, "no version from 1.2 on"));
    }
}

TEST_CASE("plain text instead of TLS is refused") {
    auto const e = refusal(nullptr, [](raw_server::connection& c) {
        c.read_bytes(10);
        c.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    CHECK(contains(e.message, "not TLS"));
}

TEST_CASE("the system's authorities do not vouch for our root") {
    auto const good = make_identity({}, &trusted().root);
    auto const tls = tests::server_context(good);
    raw_server server(tests::echo, tls.get());
    http::curl_transport http;
    auto const got = http.send(order(server.url()), context{});
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::untrusted);
}

TEST_CASE("a file of authorities that is not there is named as the reason") {
    auto const good = make_identity({}, &trusted().root);
    auto const tls = tests::server_context(good);
    raw_server server(tests::echo, tls.get());
    http::curl_transport http({.ca_file = "/no/such/file.pem"});
    auto const got = http.send(order(server.url()), context{});
    REQUIRE_FALSE(got);
    CHECK(got.error().code == errc::untrusted);
    CHECK(contains(got.error().message, "trusted authorities"));
    CHECK_FALSE(got.error().may_have_happened());
}

TEST_CASE("a server that goes away in the handshake is unavailable, not untrusted, and nothing happened") {
    for (bool const with_reset : {false, true}) {
        raw_server server([&](raw_server::connection& c) {
            c.read_bytes(5);
            if (with_reset) c.reset();
        });
        http::curl_transport http({.ca_file = trusted().file.path});
        auto const got = http.send(order("https://localhost:" + std::to_string(server.port) + "/"), context{});
        REQUIRE_FALSE(got);
        CAPTURE(got.error().server_message);
        CHECK(to_string(got.error().code) == to_string(errc::unavailable));
        CHECK_FALSE(got.error().may_have_happened());
    }
}

TEST_CASE("a reply lost under TLS is unknown, and a write of once leaves once") {
    auto const good = make_identity({}, &trusted().root);
    auto const tls = tests::server_context(good);
    for (bool const with_reset : {false, true}) {
        raw_server server(
            [&](raw_server::connection& c) {
                if (c.read_request().empty() || !c.reply("first")) return;
                if (c.read_request().empty()) return;
                if (with_reset) c.reset();
            },
            tls.get());
        http::curl_transport http({.ca_file = trusted().file.path});
        CHECK(http.send(order(server.url()), context{}));
        auto once = order(server.url());
        once.repeat = http::safety::once;
        auto const got = http.send(once, context{});
        REQUIRE_FALSE(got);
        CHECK(got.error().code == errc::unavailable);
        CHECK(got.error().may_have_happened());
        CHECK(server.requests == 2);
    }
}
