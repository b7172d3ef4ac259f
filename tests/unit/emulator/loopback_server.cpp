// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/loopback_server.hpp>

#include <doctest/doctest.h>
#include <httplib.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "unit/http_curl/certificates.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace {

struct remembering {
    std::mutex mutex;
    std::vector<http::request> seen;
    result<http::response> answer = http::response{.status = 200};

    result<http::response> send(http::request const& r, context const&) {
        std::lock_guard const lock(mutex);
        seen.push_back(r);
        return answer;
    }
    void answer_with(result<http::response> a) {
        std::lock_guard const lock(mutex);
        answer = std::move(a);
    }
    std::size_t count() {
        std::lock_guard const lock(mutex);
        return seen.size();
    }
};

std::optional<std::string> header(http::request const& r, std::string const& name) {
    for (auto const& h : r.headers)
        if (h.name == name) return h.value;
    return std::nullopt;
}

httplib::Client client_of(emulator::loopback_server const& server) {
    httplib::Client c("127.0.0.1", server.port());
    c.set_keep_alive(true);
    return c;
}

}  // namespace

TEST_CASE("the transport gets what a client in process would have sent") {
    remembering box;
    emulator::loopback_server server{box};
    REQUIRE(server.started());
    CHECK(server.url() == "http://127.0.0.1:" + std::to_string(server.port()));
    auto client = client_of(server);
    std::string const body("{\"n\":\0001}", 8);
    REQUIRE(client.Post("/json/2/x%20y?a=%2F&b", {{"Authorization", "bearer t0k3n"}, {"X-Key", "v"}}, body,
                        "application/json"));

    REQUIRE(box.seen.size() == 1);
    auto const& r = box.seen[0];
    CHECK(r.method == http::method::post);
    CHECK(r.url == server.url() + "/json/2/x%20y?a=%2F&b");
    CHECK(r.body == body);
    CHECK(r.bearer.reveal() == "t0k3n");
    CHECK(header(r, "X-Key") == "v");
    CHECK(header(r, "Content-Type") == "application/json");
    for (auto const* name : {"Authorization", "REMOTE_ADDR", "LOCAL_PORT"}) CHECK_FALSE(header(r, name));
}

TEST_CASE("every method, with and without a body") {
    remembering box;
    emulator::loopback_server server{box};
    auto client = client_of(server);
    CHECK(client.Get("/"));
    CHECK(client.Put("/", "b", "text/plain"));
    CHECK(client.Patch("/", "b", "text/plain"));
    CHECK(client.Delete("/"));
    CHECK(client.Delete("/", "b", "text/plain"));
    CHECK(client.Post("/", "a=b&c", "application/x-www-form-urlencoded"));
    CHECK(client.Options("/"));
    using http::method;
    std::vector<method> methods;
    std::vector<std::string> bodies;
    for (auto const& r : box.seen) {
        methods.push_back(r.method);
        bodies.push_back(r.body);
    }
    CHECK(methods == std::vector{method::get, method::put, method::patch, method::del, method::del, method::post,
                                 method::options});
    CHECK(bodies == std::vector<std::string>{"", "b", "b", "", "b", "a=b&c", ""});
}

TEST_CASE("the response comes back as the transport gave it") {
    remembering box;
    box.answer = http::response{
        .status = 207,
        .headers = {{"Content-Type", "application/json"}, {"X-Two", "a"}, {"X-Two", "b"}, {"Content-Length", "999"}},
        .body = std::string("a\0b", 3)};
    emulator::loopback_server server{box};
    auto const got = client_of(server).Get("/");
    REQUIRE(got);
    CHECK(got->status == 207);
    CHECK(got->body == std::string("a\0b", 3));
    CHECK(got->get_header_value("Content-Type") == "application/json");
    CHECK(got->get_header_value_count("X-Two") == 2);
    CHECK(got->get_header_value("Content-Length") == "3");
}

TEST_CASE("a transport's error becomes a connection closed without a reply, and the server goes on") {
    remembering box;
    emulator::loopback_server server{box};
    auto client = client_of(server);
    CHECK(client.Get("/"));
    box.answer_with(fail(errc::unavailable, "reply lost"));
    auto const lost = client.Post("/", "{}", "application/json");
    CHECK_FALSE(lost);
    CHECK(box.count() == 2);
    box.answer_with(http::response{.status = 204});
    REQUIRE(client.Get("/"));
    CHECK(client.Get("/")->status == 204);
}

TEST_CASE("a body over the limit is refused, and a multipart one") {
    remembering box;
    emulator::loopback_server server{box, {.max_body = 1000}};
    auto client = client_of(server);
    CHECK(client.Post("/", std::string(1000, 'x'), "text/plain")->status == 200);
    CHECK(client.Post("/", std::string(1001, 'x'), "text/plain")->status == 413);
    CHECK(client_of(server).Post("/", httplib::MultipartFormDataItems{{"a", "b", "", ""}})->status == 415);
    CHECK(box.seen.size() == 1);
}

TEST_CASE("a port that is taken is a clear error") {
    remembering box;
    emulator::loopback_server first{box};
    emulator::loopback_server second{box, {.port = first.port()}};
    REQUIRE_FALSE(second.started());
    CHECK(second.started().error().code == errc::misconfigured);
    CHECK(second.started().error().message.find(std::to_string(first.port())) != std::string::npos);
    CHECK(client_of(first).Get("/"));
}

TEST_CASE("a stopped server's port can be taken again at once, and stopping twice is harmless") {
    remembering box;
    int port = 0;
    {
        emulator::loopback_server server{box};
        port = server.port();
        auto client = client_of(server);
        CHECK(client.Get("/"));
        server.stop();
        server.stop();
        CHECK_FALSE(client.Get("/"));
    }
    emulator::loopback_server again{box, {.port = port}};
    REQUIRE(again.started());
    CHECK(client_of(again).Get("/"));
}

TEST_CASE("stopping does not wait for idle connections") {
    remembering box;
    auto server = std::make_unique<emulator::loopback_server>(box);
    auto client = client_of(*server);
    CHECK(client.Get("/"));
    auto const start = std::chrono::steady_clock::now();
    server.reset();
    CHECK(std::chrono::steady_clock::now() - start < 10s);
}

TEST_CASE("many connections are served at once") {
    struct meeting {
        std::atomic<int> here{0};
        result<http::response> send(http::request const&, context const&) {
            ++here;
            for (int i = 0; i < 2000 && here < 8; ++i) std::this_thread::sleep_for(5ms);
            return http::response{.status = here >= 8 ? 200 : 500};
        }
    } box;
    emulator::loopback_server server{box};
    std::atomic<int> ok{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            auto client = client_of(server);
            client.set_read_timeout(20);
            if (auto const got = client.Get("/"); got && got->status == 200) ++ok;
        });
    for (auto& t : threads) t.join();
    CHECK(ok == 8);
}

TEST_CASE("https is served with the given certificate, and half a pair is refused") {
    auto const root = tests::make_identity({.name = "Test Root", .authority = true});
    auto const id = tests::make_identity({}, &root);
    tests::temporary_file cert;
    tests::temporary_file key;
    tests::temporary_file ca;
    cert.add(id.certificate);
    key.add(id.key);
    ca.add(root.certificate);

    remembering box;
    emulator::loopback_server server{box, {.certificate_file = cert.path, .key_file = key.path}};
    REQUIRE(server.started());
    CHECK(server.url() == "https://localhost:" + std::to_string(server.port()));
    httplib::SSLClient client("localhost", server.port());
    client.set_ca_cert_path(ca.path.c_str());
    client.enable_server_certificate_verification(true);
    auto const got = client.Get("/x");
    REQUIRE(got);
    CHECK(got->status == 200);
    CHECK(box.seen.at(0).url == server.url() + "/x");
    box.answer = fail(errc::unavailable, "reply lost");
    CHECK_FALSE(client.Get("/x"));

    emulator::loopback_server half{box, {.certificate_file = cert.path}};
    CHECK(half.started().error().code == errc::misconfigured);
    emulator::loopback_server missing{box, {.certificate_file = "/no/such.pem", .key_file = key.path}};
    CHECK(missing.started().error().code == errc::misconfigured);
}

TEST_CASE("connections beyond the workers and those that may wait are reset, the others are served") {
    struct slow {
        std::atomic<bool> go = false;
        std::atomic<int> seen = 0;
        result<http::response> send(http::request const&, context const&) {
            ++seen;
            while (!go) std::this_thread::sleep_for(1ms);
            return http::response{.status = 200};
        }
    } box;
    emulator::loopback_server server{box, {.workers = 2, .backlog = 1}};
    REQUIRE(server.started());
    std::atomic<int> served = 0;
    std::atomic<int> reset = 0;
    std::vector<std::thread> clients;
    auto const connect = [&] {
        clients.emplace_back([&] {
            auto client = httplib::Client("127.0.0.1", server.port());
            if (client.Get("/"))
                ++served;
            else
                ++reset;
        });
    };
    for (int i = 0; i < 2; ++i) connect();
    while (box.seen < 2) std::this_thread::sleep_for(1ms);
    for (int i = 0; i < 6; ++i) connect();
    while (reset < 5) std::this_thread::sleep_for(1ms);
    box.go = true;
    for (auto& c : clients) c.join();
    CHECK(served == 3);
    CHECK(reset == 5);
    // when they are done, there is room again
    CHECK(httplib::Client("127.0.0.1", server.port()).Get("/"));
}
