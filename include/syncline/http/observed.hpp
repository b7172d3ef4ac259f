// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include <syncline/core/clock.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::http {

/// A transport that tells the context's listener of every exchange, and never a word of what was said in it.
///
/// ```cpp
/// http::any_transport http = http::retrying<>{http::observed{wire}};
/// ```
///
/// Above `retrying` it tells what the caller saw, below it each attempt.
/// *Events*: `http.exchange` with `operation`, `method`, `url` (as `redacted_url` shows it), `status` or else `error`
/// (the `errc`), `milliseconds`, `sent_bytes` and `received_bytes` (of the bodies). In a batch the time counts from the
/// moment the batch was handed in.
/// *Cost*: none where nobody listens.
/// Threads: as safe as the transport inside; the listener is called on the thread that sent.
class observed {
public:
    explicit observed(any_transport inner, any_clock clock = the_system_clock());

    [[nodiscard]] result<response> send(request const& r, context const& ctx);
    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx);

private:
    any_transport inner_;
    any_clock clock_;
};

}  // namespace syncline::inline v1::http
