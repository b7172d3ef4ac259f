// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <syncline/crm/hubspot/client.hpp>
#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/odoo.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/store/sqlite_store.hpp>
#include <syncline/testkit/crash_disk.hpp>
#include <syncline/testkit/manual_clock.hpp>
#include <syncline/workflow/closed_won.hpp>

#include "sync/mistakes.hpp"

// A whole host in one process: the workflow on a disk that can lose power, two systems that remember what really
// happened to them, and a clock that only moves when told.
namespace simulation {

using namespace syncline;

/// The mistakes the rig must be able to find: those planted in the flow engine, and one of the store's options.
using mistake = sync::detail::mistake;

/// Where the world stops: at a step of the disk, or on one side of a call.
struct stop {
    std::optional<std::uint64_t> disk_step{};
    std::optional<std::uint64_t> call{};  ///< Counted over both systems.
    emulator::side side = emulator::side::before_effect;
    testkit::crash_kind kind = testkit::crash_kind::kill;
    bool only_reply = false;  ///< The reply is lost and everything lives on.
};

/// What the two systems hold in the end, in words that do not depend on ids or on the order of things.
struct end_state {
    std::string odoo;
    std::string deals;
    friend bool operator==(end_state const&, end_state const&) = default;
};

class rig {
public:
    explicit rig(std::uint64_t seed, mistake m = mistake::none, bool synchronous_normal = false);

    /// One start of the host: opens the store, runs both flows, goes away again.
    result<void> run();
    /// What `run` did, flow by flow.
    [[nodiscard]] std::vector<sync::report> const& reports() const { return reports_; }
    /// What it would do.
    [[nodiscard]] result<sync::plan> foresee();
    void plan(stop const& s);
    /// Starts the machine again if it is down; what was planned is forgotten.
    void restart();
    /// Bad weather on both systems from here on.
    void weather(emulator::weather_rates const& rates);
    /// Ends all faults, starts the machine again if it is down, and runs the host until it rests.
    /// Gives what is wrong then, line by line of the oracle; empty when nothing is.
    [[nodiscard]] std::string settle(end_state const& expected);

    [[nodiscard]] end_state state() const;
    [[nodiscard]] std::uint64_t disk_steps() const { return disk_.steps(); }
    [[nodiscard]] std::uint64_t calls() const { return calls_; }
    [[nodiscard]] bool struck() const { return struck_; }

    [[nodiscard]] emulator::hubspot& hubspot() { return hubspot_; }
    [[nodiscard]] emulator::odoo& odoo() { return odoo_; }

private:
    template <class Work>
    result<void> with_host(Work work);
    result<std::vector<sync::report>> flows(crm::hubspot::client& hub, syncline::odoo::client& erp,
                                            sync::ledger& ledger);
    result<void> watch(emulator::call const& c, emulator::side s);

    testkit::manual_clock clock_;
    seeded_random random_;
    std::uint64_t seed_;
    mistake mistake_;
    bool synchronous_normal_;
    testkit::crash_disk disk_;
    emulator::hubspot hubspot_;
    emulator::odoo odoo_;
    std::uint64_t calls_ = 0;
    std::optional<stop> stop_;
    bool struck_ = false;
    std::vector<std::string> deals_;
    std::vector<sync::report> reports_;
};

}  // namespace simulation
