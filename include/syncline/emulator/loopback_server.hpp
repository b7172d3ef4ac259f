// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include <syncline/core/result.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::emulator {

struct loopback_options {
    int port = 0;              ///< 0: any free port.
    std::size_t workers = 64;  ///< Connections served at once; one more waits until another one closes.
    /// Connections that may wait for a worker; each one more is reset, and a reply ends its connection, as with an Odoo
    /// of prefork workers: one of 2 took 32 connections at once, reset 7 of 64 and 36 of 128. Absent: any number may
    /// wait, and connections are kept.
    std::optional<std::size_t> backlog{};
    std::size_t max_body = 16 * 1024 * 1024;  ///< A longer request body is answered with 413.
    std::string certificate_file{};           ///< PEM. With `key_file`: serves https.
    std::string key_file{};                   ///< PEM.
};

/// Serves any transport on 127.0.0.1, so that a client in any language can talk to an emulator.
///
/// ```cpp
/// emulator::loopback_server server{box};          // an emulator, or any other transport
/// auto const base = server.url();                 // http://127.0.0.1:40123
/// ```
///
/// The transport gets the method, the absolute URL, all header fields and the body; a token in `Authorization: Bearer`
/// arrives as `request::bearer`, as it does in process. When the transport answers with an error, the connection is
/// closed without a single byte of reply: that is what a lost reply looks like on the wire. Multipart bodies are
/// answered with 415; the body of an OPTIONS request is not read.
/// Lifetime: whatever the transport refers to must outlive the server.
/// Threads: the transport is called from `workers` threads at once. It also ignores SIGPIPE for the whole process, as
/// its HTTP library does; tools and tests only.
class loopback_server {
public:
    /// Binds and starts to serve. Whether that worked is told by `started`.
    explicit loopback_server(http::any_transport transport, loopback_options const& options = {});
    loopback_server(loopback_server const&) = delete;
    loopback_server& operator=(loopback_server const&) = delete;
    ~loopback_server();

    /// *Errors*: `misconfigured` when the port is taken or a certificate cannot be used.
    [[nodiscard]] result<void> const& started() const noexcept;

    [[nodiscard]] int port() const noexcept;

    /// `http://127.0.0.1:<port>`, or `https://localhost:<port>`.
    [[nodiscard]] std::string url() const;

    /// Ends every connection and waits for the requests under way. Also done on destruction.
    void stop();

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::emulator
