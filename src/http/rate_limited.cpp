// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/rate_limited.hpp>

#include <algorithm>
#include <mutex>

namespace syncline::inline v1::http {

using std::chrono::microseconds;
using std::chrono::milliseconds;

sliding_window::grant sliding_window::take(std::size_t wanted, instant now) {
    // a clock that went back must not keep slots taken for as long as it went back
    for (auto i = taken_.rbegin(); i != taken_.rend() && *i > now; ++i) *i = now;

    microseconds const span = limit_.interval + limit_.guard;
    while (!taken_.empty() && taken_.front() + span <= now) taken_.pop_front();
    std::size_t const capacity = std::max<std::size_t>(limit_.requests, 1);
    std::size_t const slots = std::min(wanted, capacity - std::min(capacity, taken_.size()));
    taken_.insert(taken_.end(), slots, now);
    return {slots, slots == 0 && wanted > 0 ? taken_.front() + span - now : microseconds(0)};
}

void sliding_window::postpone(instant granted, instant left) {
    auto const found = std::lower_bound(taken_.begin(), taken_.end(), granted);
    if (found == taken_.end() || *found != granted || left <= granted) return;
    taken_.erase(found);
    taken_.insert(std::upper_bound(taken_.begin(), taken_.end(), left), left);
}

struct rate_limited::state {
    any_transport inner;
    any_clock clock;
    std::mutex mutex;
    sliding_window window;

    state(any_transport t, rate_limit limit, any_clock c) : inner(std::move(t)), clock(c), window(limit) {}

    struct granted {
        std::size_t slots;
        instant at;
    };

    /// Waits until at least one of `wanted` slots is free.
    result<granted> wait_for(std::size_t wanted, context const& ctx) {
        for (;;) {
            auto const now = clock.now();
            sliding_window::grant g;
            {
                std::lock_guard const lock(mutex);
                g = window.take(wanted, now);
            }
            if (g.slots > 0) return granted{g.slots, now};
            if (auto slept = clock.sleep(std::chrono::ceil<milliseconds>(g.wait), ctx); !slept)
                return fail_within("rate limit", std::move(slept.error()));
        }
    }
};

rate_limited::rate_limited(any_transport inner, rate_limit limit, any_clock clock)
    : state_(std::make_shared<state>(std::move(inner), limit, clock)) {}

result<response> rate_limited::send(request const& r, context const& ctx) {
    if (auto slot = state_->wait_for(1, ctx); !slot) return tl::unexpected<error>(std::move(slot.error()));
    return state_->inner.send(r, ctx);
}

void rate_limited::send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
    for (std::size_t first = 0; first < rs.size();) {
        auto const slots = state_->wait_for(rs.size() - first, ctx);
        if (!slots) {
            for (; first < rs.size(); ++first) done(first, tl::unexpected<error>(slots.error()));
            return;
        }
        auto const arrived = [&](std::size_t i, result<response> got) {
            // the first ones left at once; the others waited for a place, and when they left is not known here: they
            // count from their answer, so that the mirror is never ahead of the server's window
            if (i >= in_flight) {
                std::lock_guard const lock(state_->mutex);
                state_->window.postpone(slots->at, state_->clock.now());
            }
            done(first + i, std::move(got));
        };
        state_->inner.send_all(rs.subspan(first, slots->slots), in_flight, arrived, ctx);
        first += slots->slots;
    }
}

}  // namespace syncline::inline v1::http
