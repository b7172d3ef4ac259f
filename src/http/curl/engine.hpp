// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include <syncline/http/curl_transport.hpp>

namespace syncline::inline v1::http {

/// One multi handle with its connections, and the loop that drives it.
///
/// Threads: one at a time, any.
class engine {
public:
    [[nodiscard]] static result<std::unique_ptr<engine>> create(curl_options const& options);
    engine(engine const&) = delete;
    engine& operator=(engine const&) = delete;
    ~engine();

    void run(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx);

private:
    struct state;
    explicit engine(std::unique_ptr<state> s);
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::http
