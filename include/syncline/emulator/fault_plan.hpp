// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/core/context.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/random.hpp>
#include <syncline/core/result.hpp>
#include <syncline/http/request.hpp>

namespace syncline::inline v1::emulator {

namespace detail {

/// A callable kept for later; copies share it. (`<functional>` costs too much in a public header.)
template <class Signature>
class kept;

template <class R, class... Args>
class kept<R(Args...)> {
public:
    kept() = default;
    template <class F>
        requires(!std::is_same_v<F, kept> && std::is_invocable_r_v<R, F&, Args...>)
    explicit kept(F f)
        : self_(std::make_shared<F>(std::move(f))),
          call_([](void* self, Args... args) -> R { return (*static_cast<F*>(self))(std::forward<Args>(args)...); }) {}

    explicit operator bool() const noexcept { return self_ != nullptr; }
    R operator()(Args... args) const { return call_(self_.get(), std::forward<Args>(args)...); }

private:
    std::shared_ptr<void> self_;
    R (*call_)(void*, Args...) = nullptr;
};

}  // namespace detail

/// One call to an emulator. Lifetime: the views are valid only while the call lasts.
struct call {
    std::string_view system;     ///< `odoo`, `hubspot`.
    std::string_view operation;  ///< What the emulator calls it: `sale.order.create`, `deals batch/upsert`.
    std::uint64_t number = 0;    ///< 1 for the first call this emulator got.
    bool writes = false;         ///< Whether it may change something there.
};

/// The two sides of a call's effect.
enum class side {
    before_effect,  ///< The request arrived, nothing happened yet.
    after_effect,   ///< The effect stands, the reply has not left.
};

/// An answer given in place of the honest one.
struct instead {
    int status = 503;
    std::string retry_after{};          ///< Sent as `Retry-After` when not empty, whatever it says.
    std::optional<std::string> body{};  ///< The emulated system's own body for that status when absent.
    bool with_effect = false;           ///< The effect happens although the answer denies it.
};

/// How often things go wrong by chance, each from 0 (never) to 1 (always).
struct weather_rates {
    double drop_request = 0;
    double drop_reply = 0;
    double too_many = 0;      ///< 429 with `Retry-After: 1`.
    double server_error = 0;  ///< 500, 502, 503 or 504, half of them after the effect.
    double truncate = 0;      ///< The reply ends somewhere in its body.
    double contend = 0;       ///< Writes lose a race, as the system says it.
    double commit_late = 0;   ///< Writes become visible up to `lateness` after their reply.
    double clog = 0;          ///< The reply takes `clogged` instead of up to twice `latency`.
    std::chrono::milliseconds lateness{2000};
    std::chrono::milliseconds latency{0};
    std::chrono::milliseconds clogged{5000};
};

/// What was decided for one call. The emulator asks it what it must act out itself.
struct verdict {
    bool arrives = true;                        ///< The request reaches the system.
    bool replies = true;                        ///< The reply reaches the client.
    bool contended = false;                     ///< To act out: lose a race, change nothing.
    std::chrono::milliseconds commit_delay{0};  ///< To act out: reads do not see the effect before.
    std::chrono::milliseconds delay{0};         ///< Between the effect and the reply.
    std::optional<emulator::instead> instead{};
    std::optional<std::size_t> cut_at{};  ///< Bytes of the body that arrive.
    std::vector<detail::kept<bool(std::size_t, std::string_view)>> refusals{};

    /// To act out: whether the system refuses this one record of a batch. `record` is its text on the wire.
    [[nodiscard]] bool refuses(std::size_t index, std::string_view record) const {
        for (auto const& r : refusals)
            if (r(index, record)) return true;
        return false;
    }
};

/// What goes wrong with which call: told beforehand, or drawn from a seed.
///
/// `operation` is part of an operation's name ("create" meets `sale.order.create` and `res.partner.create`; ""
/// meets all). A fault lets `skip` matching calls pass, then happens `times` times. Faults of different kinds
/// that meet the same call happen together: a reply lost and an effect that becomes visible late, for example.
///
///     box.faults.drop_reply_to("create", 1);
///     box.faults.answer("load", {.status = 429, .retry_after = "2"});
///
/// Threads: safe from any number of threads.
class fault_plan {
public:
    /// The effect happens, its reply is lost: the client sees `unavailable` with outcome unknown.
    void drop_reply_to(std::string operation, int times = 1, int skip = 0);

    /// The request is lost on its way, nothing happens. The client cannot tell this from a lost reply.
    void drop_request_to(std::string operation, int times = 1, int skip = 0);

    /// The effect happens at once, the reply takes that long on the emulator's clock. A request that says how long
    /// it may take ends with `timed_out` then, outcome unknown.
    void delay(std::string operation, std::chrono::milliseconds d, int times = 1, int skip = 0);

    /// Another answer than the honest one, with or without the effect.
    void answer(std::string operation, emulator::instead reply, int times = 1, int skip = 0);

    /// One record of a batch is refused, by position from 0.
    void refuse_record(std::string operation, std::size_t index, int times = 1, int skip = 0);

    /// Records of a batch are refused for which `predicate(index, wire text)` holds.
    template <class Predicate>
    void refuse_records(std::string operation, Predicate predicate, int times = 1, int skip = 0) {
        add({.operation = std::move(operation),
             .times = times,
             .skip = skip,
             .kind = kind::refuse,
             .refusal = detail::kept<bool(std::size_t, std::string_view)>(std::move(predicate))});
    }

    /// The effect happens and is answered; reads see it only `d` later.
    void commit_late(std::string operation, std::chrono::milliseconds d, int times = 1, int skip = 0);

    /// The effect happens, only the first `bytes` of the reply's body arrive, under the honest status.
    void truncate_reply_to(std::string operation, std::size_t bytes, int times = 1, int skip = 0);

    /// The write loses a race against somebody else and keeps nothing; answered as the system answers that.
    void contend(std::string operation, int times = 1, int skip = 0);

    /// Bad luck on every call from here on, the same for the same seed and the same order of calls.
    void weather(std::uint64_t seed, weather_rates rates);

    /// Ends all faults and the weather. The hook stays.
    void calm();

    /// Calls `hook(call, side)` on both sides of every call that arrives. It returns nothing, or a `result<void>`
    /// whose error becomes the client's answer: before the effect nothing happens then, after it the effect stands.
    /// That is where a simulation stops the world. The hook runs outside every lock; a new one replaces the old one.
    template <class Hook>
    void on_call(Hook hook) {
        if constexpr (std::is_void_v<std::invoke_result_t<Hook&, call const&, side>>)
            set_hook(hook_function([h = std::move(hook)](call const& c, side s) mutable -> result<void> {
                h(c, s);
                return {};
            }));
        else
            set_hook(hook_function(std::move(hook)));
    }

    /// How many calls something went wrong with, so far.
    [[nodiscard]] std::uint64_t dealt() const;

    /// For emulators: carries one call through the plan. `act` does what the system does and returns its honest
    /// answer; `speak` gives the system's own answer for a status. Takes no lock while it calls either.
    [[nodiscard]] result<http::response> carry(call const& c, http::request const& r, any_clock clock,
                                               context const& ctx, function_ref<http::response(verdict const&)> act,
                                               function_ref<http::response(int status)> speak);

private:
    enum class kind : std::uint8_t { drop_reply, drop_request, delay, answer, refuse, commit_late, truncate, contend };
    struct planned {
        std::string operation;
        int times = 1;
        int skip = 0;
        fault_plan::kind kind = kind::drop_reply;
        std::chrono::milliseconds duration{0};
        emulator::instead reply{};
        std::size_t bytes = 0;
        detail::kept<bool(std::size_t, std::string_view)> refusal{};
    };
    using hook_function = detail::kept<result<void>(call const&, side)>;

    void add(planned p);
    void set_hook(hook_function hook);
    [[nodiscard]] verdict decide(call const& c);
    bool draw(call const& c, verdict& v);

    mutable std::mutex mutex_;
    std::vector<planned> planned_;
    std::optional<weather_rates> rates_;
    seeded_random random_{0};
    hook_function hook_;
    std::uint64_t dealt_ = 0;
};

}  // namespace syncline::inline v1::emulator
