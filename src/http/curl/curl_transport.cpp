// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/curl_transport.hpp>

#include <mutex>
#include <utility>
#include <vector>

#include "http/curl/engine.hpp"

namespace syncline::inline v1::http {

struct curl_transport::state {
    curl_options options;
    std::mutex mutex;
    std::vector<std::unique_ptr<engine>> idle;

    explicit state(curl_options o) : options(std::move(o)) {}

    /// The engine used last has the freshest connections.
    result<std::unique_ptr<engine>> take() {
        {
            std::lock_guard const lock(mutex);
            if (!idle.empty()) {
                auto e = std::move(idle.back());
                idle.pop_back();
                return e;
            }
        }
        return engine::create(options);
    }

    void give_back(std::unique_ptr<engine> e) {
        std::lock_guard const lock(mutex);
        idle.push_back(std::move(e));
    }
};

curl_transport::curl_transport(curl_options options) : state_(std::make_unique<state>(std::move(options))) {}
curl_transport::curl_transport(curl_transport&&) noexcept = default;
curl_transport& curl_transport::operator=(curl_transport&&) noexcept = default;
curl_transport::~curl_transport() = default;

result<response> curl_transport::send(request const& r, context const& ctx) {
    result<response> out = fail(errc::defect, "the engine gave no answer");
    send_all(
        {&r, 1}, 1, [&](std::size_t, result<response> got) { out = std::move(got); }, ctx);
    return out;
}

void curl_transport::send_all(std::span<request const> rs, std::size_t in_flight, on_response done,
                              context const& ctx) {
    auto leased = state_->take();
    if (!leased) {
        for (std::size_t i = 0; i < rs.size(); ++i) done(i, tl::unexpected<error>(leased.error()));
        return;
    }
    struct lease {  // given back also when a callback throws
        state& pool;
        std::unique_ptr<engine> e;
        ~lease() { pool.give_back(std::move(e)); }
    } const held{*state_, std::move(*leased)};
    held.e->run(rs, in_flight, done, ctx);
}

}  // namespace syncline::inline v1::http
