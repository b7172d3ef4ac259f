// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include <syncline/core/clock.hpp>
#include <syncline/core/secret.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::http {

/// How long and how much one call may take. The context's deadline caps every time.
struct curl_limits {
    std::chrono::milliseconds connect{5'000};  ///< Name, connection and TLS handshake together.
    /// From the request, or the end of its long body, to the status line. A longer `request::timeout` replaces it.
    std::chrono::milliseconds first_byte{30'000};
    std::chrono::milliseconds stalled{30'000};  ///< A span in which less than one byte a second moved.
    std::chrono::milliseconds whole{60'000};    ///< Everything; `request::timeout` replaces it.
    std::size_t body = 16U * 1024 * 1024;       ///< Bytes of a response body, after decompression.
    std::size_t headers = 100U * 1024;          ///< Bytes of all header lines of a response.
    std::size_t expansion = 100;                ///< A compressed body may grow to that many times what arrived.
};

struct curl_options {
    curl_limits limits{};
    std::string ca_file{};              ///< PEM. Trusted instead of the system's authorities when not empty.
    secret proxy{};                     ///< Its URL; it may hold a password. The environment's proxies are never used.
    bool allow_plain_loopback = false;  ///< Lets `http://` through to this machine, and nowhere else: emulators.
    any_clock clock =
        the_system_clock();  ///< The clock of `context::deadline`. Time-outs are measured on a steady one.
};

/// HTTP/1.1 over libcurl, with kept-alive connections and many requests in flight from one thread.
///
/// ```cpp
/// http::curl_transport wire;
/// wire.send_all(requests, 8, [&](std::size_t i, result<http::response> r) { ... }, ctx);
/// ```
///
/// One transport per credential: its connections must not carry another one's requests.
/// Not switchable: https only (but see `allow_plain_loopback`), TLS 1.2 or newer, certificate and name checked, no
/// redirect followed, no cookie, no netrc. `gzip` is asked for and undone.
///
/// *Errors*: `misconfigured` (see `validate`; nothing was sent) · `unavailable` (name, connection, reset, cut body) ·
/// `timed_out` · `deadline_exceeded` · `cancelled` · `untrusted` (TLS; an address that is not this machine's) ·
/// `too_large` · `malformed` (not HTTP, or a broken encoding). `effect` is `unknown` from the moment the request was
/// handed to a connection, `known_failed` before.
/// *Idempotence*: a request of `safety::once` leaves at most once. Other requests may leave a second time when a
/// kept-alive connection turns out dead before the first byte of an answer.
/// *Lifetime*: requests and their bodies are borrowed for the call, never copied.
/// *Threads*: safe. The calling thread does the work; each caller leases an engine with its own connections, the one
/// returned last first. A stop of the context ends the call at once.
/// *Cost*: a callback of `send_all` that takes long delays the other requests of the same call.
class curl_transport {
public:
    explicit curl_transport(curl_options options = {});
    curl_transport(curl_transport&&) noexcept;
    curl_transport& operator=(curl_transport&&) noexcept;
    ~curl_transport();

    [[nodiscard]] result<response> send(request const& r, context const& ctx);
    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::http
