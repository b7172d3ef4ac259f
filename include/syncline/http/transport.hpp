// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <memory>
#include <span>
#include <utility>

#include <syncline/core/context.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/http/request.hpp>

namespace syncline::inline v1::http {

/// A request in, a response out. Three lines make a test double.
///
/// *Errors*: only what kept a response from arriving (`unavailable`, `timed_out`, `untrusted`, `too_large`,
/// `cancelled`, `deadline_exceeded`, `misconfigured`); a 4xx or 5xx is a response. `error::effect` is `unknown`
/// from the moment the first byte of a request may have left.
template <class T>
concept Transport = requires(T& t, request const& r, context const& ctx) {
    { t.send(r, ctx) } -> std::same_as<result<response>>;
};

/// What `send_all` calls once per request, in order of arrival, on the calling thread.
using on_response = function_ref<void(std::size_t index, result<response> r)>;

/// A transport that keeps many requests in flight from one thread.
///
/// Calls `done` exactly once per request. At most `in_flight` requests are out at any moment.
template <class T>
concept BatchTransport = Transport<T> &&
    requires(T& t, std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
    { t.send_all(rs, in_flight, done, ctx) } -> std::same_as<void>;
};

/// A transport as compiled code holds it: cheap to copy, copies share one transport.
///
/// Built from an lvalue it refers (the transport must outlive it); built from an rvalue or a `shared_ptr` it owns.
/// Threads: as safe as the transport inside.
class any_transport {
public:
    template <Transport T>
        requires(!std::same_as<std::remove_cvref_t<T>, any_transport>)
    any_transport(T& t)  // NOLINT(google-explicit-constructor)
        : any_transport(std::shared_ptr<T>(std::shared_ptr<void>(), &t)) {}

    template <class T>
        requires(!std::is_lvalue_reference_v<T> && Transport<T> && !std::same_as<std::remove_cvref_t<T>, any_transport>)
    any_transport(T&& t)  // NOLINT(google-explicit-constructor, bugprone-forwarding-reference-overload)
        : any_transport(std::make_shared<T>(std::forward<T>(t))) {}

    template <Transport T>
    any_transport(std::shared_ptr<T> t)  // NOLINT(google-explicit-constructor)
        : self_(std::make_shared<model<T>>(std::move(t))) {}

    [[nodiscard]] result<response> send(request const& r, context const& ctx) { return self_->send(r, ctx); }

    /// Sends all, `in_flight` at a time where the transport inside can, else one after the other.
    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
        self_->send_all(rs, in_flight, done, ctx);
    }

private:
    struct interface {
        interface() = default;
        interface(interface const&) = delete;
        interface& operator=(interface const&) = delete;
        virtual ~interface() = default;
        virtual result<response> send(request const& r, context const& ctx) = 0;
        virtual void send_all(std::span<request const> rs, std::size_t in_flight, on_response done,
                              context const& ctx) = 0;
    };

    template <class T>
    struct model final : interface {
        explicit model(std::shared_ptr<T> t) : inner(std::move(t)) {}
        result<response> send(request const& r, context const& ctx) override { return inner->send(r, ctx); }
        void send_all(std::span<request const> rs, std::size_t in_flight, on_response done,
                      context const& ctx) override {
            if constexpr (BatchTransport<T>) {
                inner->send_all(rs, in_flight, done, ctx);
            } else {
                for (std::size_t i = 0; i < rs.size(); ++i) done(i, inner->send(rs[i], ctx));
            }
        }
        std::shared_ptr<T> inner;
    };

    std::shared_ptr<interface> self_;
};

}  // namespace syncline::inline v1::http
