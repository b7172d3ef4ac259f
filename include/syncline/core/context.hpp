// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <syncline/core/instant.hpp>
#include <syncline/core/observer.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1 {

/// What travels with every call: how long it may take, who may stop it, and which story it belongs to.
///
/// A default `context{}` never expires, cannot be stopped and tells nobody.
/// Lifetime: the observer must outlive every call the context is given to.
struct context {
    std::optional<instant> deadline{};  ///< Absolute, in the time of the clock the callee was built with.
    std::stop_token stop{};
    std::string correlation_id{};  ///< One per business story; sent along where a system lets us.
    std::string causation_id{};    ///< The step that led to this call.
    observer* listener = nullptr;

    /// `cancelled` or `deadline_exceeded` when the work should not go on at `now`.
    [[nodiscard]] result<void> check(instant now) const {
        if (stop.stop_requested()) return fail(errc::cancelled, "stopped by the host");
        if (deadline && now >= *deadline) return fail(errc::deadline_exceeded, "the deadline passed");
        return {};
    }

    /// Tells the observer, if there is one.
    void notify(std::string_view name, std::initializer_list<attribute> attributes) const {
        if (listener) listener->on_event({name, std::span<attribute const>(attributes.begin(), attributes.size())});
    }

    /// For noting what has happened outside already: the note is written whether or not the host wants to stop.
    [[nodiscard]] context without_limits() const {
        context c = *this;
        c.stop = {};
        c.deadline.reset();
        return c;
    }

    /// The same context one step further down the story.
    [[nodiscard]] context caused_by(std::string step) const {
        context c = *this;
        c.causation_id = std::move(step);
        return c;
    }
};

}  // namespace syncline::inline v1
