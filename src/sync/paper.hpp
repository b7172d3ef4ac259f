// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include <syncline/sync/engine.hpp>
#include <syncline/sync/plan.hpp>

namespace syncline::inline v1::sync::detail {

/// What a plan is written on: a ledger that has one sends nothing.
struct paper {
    rehearsal made_up{};
    sync::plan plan{};

    /// What `step.push` would answer, counted in `planned`.
    [[nodiscard]] std::vector<result<upserted>> push(step_port& step, std::span<push_item const> items,
                                                     planned_writes& planned, context const& ctx);
    /// What the act of a single effect would answer.
    [[nodiscard]] upserted act(operation_descriptor const& operation, std::optional<remote_id> known);

    /// One run of a flow; runs of the same flow add up.
    void note(report const& expected, std::span<planned_writes const> steps);
};

}  // namespace syncline::inline v1::sync::detail
