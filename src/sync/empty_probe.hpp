// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/core/instant.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync::detail {

/// What may be done when an earlier call gave no answer and `find` finds nothing.
enum class after_empty_probe : unsigned char {
    send_again,
    wait,          ///< The effect may still show up.
    ask_a_person,  ///< Nobody knows until when it may.
};

[[nodiscard]] inline after_empty_probe judge(operation_descriptor const& operation, instant last_try, instant now) {
    if (operation.strategy != strategy::probe_then_create) return after_empty_probe::send_again;
    if (!operation.visible_within) return after_empty_probe::ask_a_person;
    return now - last_try < *operation.visible_within ? after_empty_probe::wait : after_empty_probe::send_again;
}

}  // namespace syncline::inline v1::sync::detail
