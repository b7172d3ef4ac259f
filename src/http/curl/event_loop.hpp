// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>

#include <syncline/core/result.hpp>

namespace syncline::inline v1::http {

/// Waits for a multi handle's sockets and timers, and lets curl work when something happened.
///
/// Threads: `wake` from any thread, all else from one at a time.
class event_loop {
public:
    [[nodiscard]] static result<std::unique_ptr<event_loop>> on(CURLM* multi);
    event_loop(event_loop const&) = delete;
    event_loop& operator=(event_loop const&) = delete;
    ~event_loop();

    /// Works once: on what is due, or on what happens within `at_most`.
    void step(std::chrono::milliseconds at_most);

    /// Makes a `step` under way, or the next one, return.
    void wake() noexcept;

private:
    struct state;
    explicit event_loop(std::unique_ptr<state> s);
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::http
