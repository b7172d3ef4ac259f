// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "recording.hpp"

// Plays recordings to an emulator of their series and says which answers are alike.

namespace syncline::odoo_conform {

struct played_step {
    std::string label;
    std::string why;  ///< Empty when alike; else where and how the answers differ.

    [[nodiscard]] bool is_alike() const noexcept { return why.empty(); }
};

struct played_recording {
    int series = 0;
    std::string name;
    std::vector<played_step> steps;

    [[nodiscard]] std::size_t alike() const noexcept;
};

/// Plays one recording, step by step, to an emulator of its own. That emulator starts with what the recorded servers
/// had: their company and users, and records that the requests name without the recording having made them.
[[nodiscard]] played_recording play(recording const& r);

}  // namespace syncline::odoo_conform
