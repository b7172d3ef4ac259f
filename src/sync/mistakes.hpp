// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace syncline::inline v1::sync::detail {

/// Mistakes a flow engine must not make. The simulation builds the engine with them and must find each one; in every
/// other build they are not there.
enum class mistake { none, fresh_key_per_attempt, intent_after_call, done_before_reply };

#ifdef SYNCLINE_PLANT_MISTAKES
[[nodiscard]] bool planted(mistake m) noexcept;  // defined by the simulation
#else
[[nodiscard]] constexpr bool planted(mistake) noexcept { return false; }
#endif

}  // namespace syncline::inline v1::sync::detail
