// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <syncline/core/decimal.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/sync/ledger.hpp>
#include <syncline/workflow/closed_won.hpp>

#include "csv.hpp"

namespace demo {

/// What stands after a run, and what the run did for it.
struct summary {
    // what the run saw and did
    std::size_t opportunities_read = 0;
    std::size_t won = 0;
    std::size_t outside_writes = 0;
    std::size_t duplicates_prevented = 0;
    std::map<std::string, std::size_t> calls;                          ///< By system.
    std::map<std::string, std::map<std::string, std::size_t>> writes;  ///< By system, then record type.
    std::chrono::milliseconds took{0};

    // what stands now: counted in the ledger, the total read back from Odoo
    std::size_t customers = 0;
    std::size_t orders = 0;
    std::size_t projects = 0;
    syncline::decimal order_total;
    std::size_t done = 0;
    std::size_t in_flight = 0;
    std::vector<syncline::sync::open_work> parked;
    std::vector<input_problem> unreadable;
    std::string stopped;  ///< Why the run ended early; empty when it did not.

    [[nodiscard]] syncline::decimal amount_at_risk() const;
};

/// *Cost*: one call to Odoo per 1,000 orders.
[[nodiscard]] syncline::result<summary> summarize(syncline::workflow::closed_won_report const& r,
                                                  syncline::sync::ledger& ledger, syncline::odoo::client& erp,
                                                  std::string const& flow, syncline::context const& ctx);

[[nodiscard]] std::string as_text(summary const& s);

/// One JSON object on one line.
[[nodiscard]] std::string as_json(summary const& s);

/// 1234567.89 as 1,234,567.89.
[[nodiscard]] std::string grouped(std::string digits);

}  // namespace demo
