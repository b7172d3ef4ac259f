// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/emulator/fault_plan.hpp>

namespace connectors {

/// Loses a call, as rigs are asked to: the next one, or the next one that may write.
struct losses {
    bool only_writes = false;
    bool request = false;
    bool reply = false;

    void watch(syncline::emulator::fault_plan& plan) {
        plan.on_call([this](syncline::emulator::call const& c, syncline::emulator::side s) -> syncline::result<void> {
            using syncline::emulator::side;
            if (only_writes && !c.writes) return {};
            bool& armed = s == side::before_effect ? request : reply;
            if (!std::exchange(armed, false)) return {};
            return syncline::fail(
                {.code = syncline::errc::unavailable, .message = "no answer", .effect = syncline::outcome::unknown});
        });
    }
};

}  // namespace connectors
