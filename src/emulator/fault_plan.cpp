// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <syncline/emulator/fault_plan.hpp>

namespace syncline::inline v1::emulator {

namespace {

/// What a client sees of a request or a reply that was lost: it cannot tell the two apart.
error lost() {
    return {.code = errc::unavailable,
            .message = "the connection was closed before a reply arrived",
            .effect = outcome::unknown};
}

}  // namespace

void fault_plan::drop_reply_to(std::string operation, int times, int skip) {
    add({.operation = std::move(operation), .times = times, .skip = skip, .kind = kind::drop_reply});
}

void fault_plan::drop_request_to(std::string operation, int times, int skip) {
    add({.operation = std::move(operation), .times = times, .skip = skip, .kind = kind::drop_request});
}

void fault_plan::delay(std::string operation, std::chrono::milliseconds d, int times, int skip) {
    add({.operation = std::move(operation), .times = times, .skip = skip, .kind = kind::delay, .duration = d});
}

void fault_plan::answer(std::string operation, emulator::instead reply, int times, int skip) {
    add({.operation = std::move(operation),
         .times = times,
         .skip = skip,
         .kind = kind::answer,
         .reply = std::move(reply)});
}

void fault_plan::refuse_record(std::string operation, std::size_t index, int times, int skip) {
    refuse_records(
        std::move(operation), [index](std::size_t i, std::string_view) { return i == index; }, times, skip);
}

void fault_plan::commit_late(std::string operation, std::chrono::milliseconds d, int times, int skip) {
    add({.operation = std::move(operation), .times = times, .skip = skip, .kind = kind::commit_late, .duration = d});
}

void fault_plan::truncate_reply_to(std::string operation, std::size_t bytes, int times, int skip) {
    add({.operation = std::move(operation), .times = times, .skip = skip, .kind = kind::truncate, .bytes = bytes});
}

void fault_plan::contend(std::string operation, int times, int skip) {
    add({.operation = std::move(operation), .times = times, .skip = skip, .kind = kind::contend});
}

void fault_plan::weather(std::uint64_t seed, weather_rates rates) {
    std::lock_guard const lock(mutex_);
    random_ = seeded_random(seed);
    rates_ = rates;
}

void fault_plan::calm() {
    std::lock_guard const lock(mutex_);
    planned_.clear();
    rates_.reset();
}

std::uint64_t fault_plan::dealt() const {
    std::lock_guard const lock(mutex_);
    return dealt_;
}

void fault_plan::add(planned p) {
    std::lock_guard const lock(mutex_);
    planned_.push_back(std::move(p));
}

void fault_plan::set_hook(hook_function hook) {
    std::lock_guard const lock(mutex_);
    hook_ = std::move(hook);
}

verdict fault_plan::decide(call const& c) {
    verdict v;
    bool met = false;
    for (auto& p : planned_) {
        if (c.operation.find(p.operation) == std::string_view::npos || p.times <= 0) continue;
        if (p.skip > 0) {
            --p.skip;
            continue;
        }
        --p.times;
        met = true;
        switch (p.kind) {
            case kind::drop_reply: v.replies = false; break;
            case kind::drop_request: v.arrives = false; break;
            case kind::delay: v.delay += p.duration; break;
            case kind::answer: v.instead = p.reply; break;
            case kind::refuse: v.refusals.push_back(p.refusal); break;
            case kind::commit_late: v.commit_delay = std::max(v.commit_delay, p.duration); break;
            case kind::truncate: v.cut_at = p.bytes; break;
            case kind::contend: v.contended = true; break;
        }
    }
    std::erase_if(planned_, [](planned const& p) { return p.times <= 0; });
    if (rates_) met |= draw(c, v);
    if (met) ++dealt_;
    return v;
}

bool fault_plan::draw(call const& c, verdict& v) {
    // each die is thrown on every call, so that one rate changed leaves the rest of a seed's story as it was
    auto const happens = [this](double rate) { return static_cast<double>(random_() >> 11U) * 0x1.0p-53 < rate; };
    auto const up_to = [this](std::chrono::milliseconds d) {
        any_random random(random_);
        return std::chrono::milliseconds(static_cast<std::int64_t>(
            random.below(static_cast<std::uint64_t>(std::max<std::int64_t>(d.count(), 0)) + 1)));
    };
    auto const& r = *rates_;
    bool met = false;
    auto const latency = up_to(r.latency * 2);
    v.delay += latency;
    if (happens(r.drop_request)) met = true, v.arrives = false;
    if (happens(r.drop_reply)) met = true, v.replies = false;
    if (happens(r.too_many)) met = true, v.instead = emulator::instead{.status = 429, .retry_after = "1"};
    auto const which = random_();
    if (happens(r.server_error)) {
        constexpr int statuses[] = {500, 502, 503, 504};
        met = true;
        v.instead = emulator::instead{.status = statuses[which & 3U], .with_effect = (which & 4U) != 0};
    }
    auto const bytes = random_();
    if (happens(r.truncate)) met = true, v.cut_at = static_cast<std::size_t>(bytes % 40);
    if (happens(r.contend) && c.writes) met = true, v.contended = true;
    auto const late = up_to(r.lateness);
    if (happens(r.commit_late) && c.writes) met = true, v.commit_delay = std::max(v.commit_delay, late);
    if (happens(r.clog)) met = true, v.delay += r.clogged - latency;
    return met;
}

result<http::response> fault_plan::carry(call const& c, http::request const& r, any_clock clock, context const& ctx,
                                         function_ref<http::response(verdict const&)> act,
                                         function_ref<http::response(int status)> speak) {
    if (auto go = ctx.check(clock.now()); !go) return fail(std::move(go).error());
    verdict v;
    hook_function hook;
    {
        std::lock_guard const lock(mutex_);
        v = decide(c);
        hook = hook_;
    }
    if (!v.arrives) return fail(lost());
    if (hook)
        if (auto ok = hook(c, side::before_effect); !ok) return fail(std::move(ok).error());
    http::response reply;
    if (!v.instead || v.instead->with_effect) reply = act(v);
    if (hook)
        if (auto ok = hook(c, side::after_effect); !ok) return fail(std::move(ok).error());
    if (v.instead) {
        reply = speak(v.instead->status);
        if (v.instead->body) reply.body = *v.instead->body;
        if (!v.instead->retry_after.empty()) reply.headers.push_back({"Retry-After", v.instead->retry_after});
    }
    if (v.delay.count() > 0) {
        bool const too_long = r.timeout && *r.timeout < v.delay;
        if (auto slept = clock.sleep(too_long ? *r.timeout : v.delay, ctx); !slept) {
            error e = std::move(slept).error();
            e.effect = outcome::unknown;
            return fail(std::move(e));
        }
        if (too_long)
            return fail({.code = errc::timed_out,
                         .message = "no reply within the request's own time limit",
                         .effect = outcome::unknown});
    }
    if (!v.replies) return fail(lost());
    if (v.cut_at && *v.cut_at < reply.body.size()) reply.body.resize(*v.cut_at);
    return reply;
}

}  // namespace syncline::inline v1::emulator
