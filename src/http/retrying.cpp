// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/retrying.hpp>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <vector>

#include <syncline/http/status.hpp>
#include <syncline/http/url.hpp>

namespace syncline::inline v1::http {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// A number as an attribute's view, without a string.
class digits {
public:
    explicit digits(std::int64_t value) : end_(std::to_chars(text_, text_ + sizeof(text_), value).ptr) {}
    [[nodiscard]] std::string_view view() const { return {text_, static_cast<std::size_t>(end_ - text_)}; }

private:
    char text_[24];
    char* end_;
};

void tell(context const& ctx, request const& r, result<response> const& got, int number,
          std::optional<microseconds> took) {
    if (!ctx.listener) return;
    auto const parts = split_url(r.url).value_or(url_parts{});
    digits const status(got ? got->status : 0);
    digits const attempt(number);
    digits const duration(took ? took->count() : 0);
    attribute const answer = got ? attribute{"status", status.view()} : attribute{"error", to_string(got.error().code)};
    if (took)
        ctx.notify("http.attempt", {{"operation", r.operation},
                                    {"method", to_string(r.method)},
                                    {"host", parts.host},
                                    answer,
                                    {"attempt", attempt.view()},
                                    {"duration_us", duration.view()}});
    else
        ctx.notify("http.attempt", {{"operation", r.operation},
                                    {"method", to_string(r.method)},
                                    {"host", parts.host},
                                    answer,
                                    {"attempt", attempt.view()}});
}

/// What is known of the effect after this try, and after all before it: a try that certainly did nothing takes back
/// nothing of an earlier one. A response is the other side's word and stands as it came.
outcome effect_of_all(request const& r, outcome before, outcome latest) {
    return r.repeat != safety::read && before == outcome::unknown ? outcome::unknown : latest;
}

void carry_forward(request const& r, outcome before, result<response>& got) {
    if (!got) got.error().effect = effect_of_all(r, before, got.error().effect);
}

}  // namespace

std::optional<error> repeatable_failure(request const& sent, result<response> const& got, instant now) {
    if (!got) return may_repeat(sent.repeat, got.error()) ? std::optional(got.error()) : std::nullopt;
    if (got->status != 429 && (got->status < 502 || got->status > 504)) return std::nullopt;
    auto e = classify(sent, *got, now);
    return e && may_repeat(sent.repeat, *e) ? e : std::nullopt;
}

namespace detail {

struct retry_engine::state {
    any_transport inner;
    any_clock clock;
    any_random random;
    std::mutex mutex;
    retry_quota quota;

    state(any_transport t, any_clock c, any_random r, int tokens)
        : inner(std::move(t)), clock(c), random(r), quota(tokens) {}

    bool spend(errc why) {
        std::lock_guard const lock(mutex);
        return quota.spend(retry_quota::cost(why));
    }

    /// `last` is what the try before failed with, if there was one.
    void succeeded(std::optional<errc> last) {
        std::lock_guard const lock(mutex);
        quota.earn(last ? retry_quota::cost(*last) : 1);
    }

    /// How long to wait before the next try, paid from the quota; nothing when this answer is the last.
    std::optional<milliseconds> next(error const& failure, int number, retry_decision policy, context const& ctx) {
        constexpr double unit = 1.0 / 9007199254740992.0;  // 2^-53: the 53 bits a double holds
        double const fraction = static_cast<double>(random() >> 11U) * unit;
        auto const wait = policy(failure, attempt{.number = number, .fraction = fraction});
        if (!wait) return std::nullopt;
        if (ctx.deadline && clock.now() + *wait >= *ctx.deadline) return std::nullopt;
        if (!spend(failure.code)) return std::nullopt;
        return wait;
    }
};

retry_engine::retry_engine(any_transport inner, any_clock clock, any_random random, int quota)
    : state_(std::make_shared<state>(std::move(inner), clock, random, quota)) {}

result<response> retry_engine::send(request const& r, retry_decision policy, context const& ctx) {
    std::optional<errc> last;
    auto effect = outcome::known_failed;  // of the tries so far
    for (int number = 1;; ++number) {
        auto const start = state_->clock.now();
        auto got = state_->inner.send(r, ctx);
        auto const now = state_->clock.now();
        tell(ctx, r, got, number, now - start);

        auto failure = repeatable_failure(r, got, now);
        carry_forward(r, effect, got);
        if (!failure) {
            if (got) state_->succeeded(last);
            return got;
        }
        auto const wait = state_->next(*failure, number, policy, ctx);
        if (!wait) return got;
        effect = effect_of_all(r, effect, failure->effect);
        if (auto slept = state_->clock.sleep(*wait, ctx); !slept) {
            slept.error().effect = effect;
            return tl::unexpected<error>(std::move(slept.error()));
        }
        last = failure->code;
    }
}

void retry_engine::send_all(std::span<request const> rs, std::size_t in_flight, on_response done, retry_decision policy,
                            context const& ctx) {
    struct again {
        std::size_t index;  // in the caller's span
        errc why;
        outcome effect;  // of its tries so far
        milliseconds wait;
    };
    std::vector<request> copies;  // of what goes out again: spans are contiguous
    std::vector<again> round;     // what `rs` holds from the second round on, in the same order
    std::span<request const> const all = rs;

    for (int number = 1;; ++number) {
        std::vector<again> next;
        auto const collect = [&](std::size_t i, result<response> got) {
            auto const index = number == 1 ? i : round[i].index;
            auto const& sent = all[index];
            tell(ctx, sent, got, number, std::nullopt);
            auto failure = repeatable_failure(sent, got, state_->clock.now());
            auto const before = number == 1 ? outcome::known_failed : round[i].effect;
            carry_forward(sent, before, got);
            auto const wait = failure ? state_->next(*failure, number, policy, ctx) : std::nullopt;
            if (wait) {
                next.push_back({index, failure->code, effect_of_all(sent, before, failure->effect), *wait});
                return;
            }
            if (got && !failure) state_->succeeded(number == 1 ? std::nullopt : std::optional(round[i].why));
            done(index, std::move(got));
        };
        state_->inner.send_all(rs, in_flight, collect, ctx);
        if (next.empty()) return;

        auto const longest =
            std::max_element(next.begin(), next.end(), [](again const& a, again const& b) { return a.wait < b.wait; });
        if (auto slept = state_->clock.sleep(longest->wait, ctx); !slept) {
            for (auto const& a : next) {
                auto e = slept.error();
                e.effect = a.effect;
                done(a.index, tl::unexpected<error>(std::move(e)));
            }
            return;
        }
        copies.clear();
        for (auto const& a : next) copies.push_back(all[a.index]);
        rs = copies;
        round = std::move(next);
    }
}

}  // namespace detail
}  // namespace syncline::inline v1::http
