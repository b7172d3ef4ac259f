// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/observed.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <syncline/http/redact.hpp>

namespace syncline::inline v1::http {
namespace {

/// Header fields do not appear at all: not even their names are ours.
void tell_exchange(context const& ctx, request const& r, result<response> const& got,
                   std::chrono::microseconds duration) {
    auto const url = redacted_url(r.url);
    auto const status = std::to_string(got ? got->status : 0);
    // a clock that was set back does not make a call shorter than nothing
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    auto const milliseconds = std::to_string(std::max<decltype(took)>(took, 0));
    auto const sent = std::to_string(r.body.size());
    auto const received = std::to_string(got ? got->body.size() : 0);
    ctx.notify("http.exchange", {{"operation", r.operation},
                                 {"method", to_string(r.method)},
                                 {"url", url},
                                 got ? attribute{"status", status} : attribute{"error", to_string(got.error().code)},
                                 {"milliseconds", milliseconds},
                                 {"sent_bytes", sent},
                                 {"received_bytes", received}});
}

}  // namespace

observed::observed(any_transport inner, any_clock clock) : inner_(std::move(inner)), clock_(clock) {}

result<response> observed::send(request const& r, context const& ctx) {
    if (!ctx.listener) return inner_.send(r, ctx);
    auto const started = clock_.now();
    auto got = inner_.send(r, ctx);
    tell_exchange(ctx, r, got, clock_.now() - started);
    return got;
}

void observed::send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
    if (!ctx.listener) {
        inner_.send_all(rs, in_flight, done, ctx);
        return;
    }
    auto const started = clock_.now();
    auto const tell_and_pass = [&](std::size_t i, result<response> got) {
        tell_exchange(ctx, rs[i], got, clock_.now() - started);
        done(i, std::move(got));
    };
    inner_.send_all(rs, in_flight, tell_and_pass, ctx);
}

}  // namespace syncline::inline v1::http
