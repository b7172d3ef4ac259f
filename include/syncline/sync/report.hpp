// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <syncline/core/category.hpp>
#include <syncline/core/decimal.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1::sync {

/// Open exceptions of one kind with one owner.
struct open_work {
    syncline::category category = syncline::category::defect;
    std::string owner;
    std::size_t count = 0;
    std::map<std::string, decimal> at_risk{};  ///< Money at risk by currency code (empty code: none was given).
    std::string example;                       ///< The text of the first one.
    std::string hint;
};

/// What one step of a flow did to its system.
struct step_counts {
    std::string step;
    std::string system;
    std::string object;
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t matched = 0;    ///< An existing record was adopted.
    std::size_t unchanged = 0;  ///< The other side already had it; nothing was sent, or sending changed nothing.
    std::size_t recovered = 0;  ///< A call whose answer was lost turned out to have worked.

    /// Records written on the other side by this run.
    [[nodiscard]] std::size_t writes() const noexcept { return created + updated + matched; }
};

/// What one run of a flow did, and what is left for people.
struct report {
    std::string flow;
    std::size_t read = 0;       ///< Records the source showed, those its filter left out included.
    std::size_t received = 0;   ///< Records that passed the filter.
    std::size_t unchanged = 0;  ///< Received, and nothing to do.
    std::size_t done = 0;       ///< Brought to their end by this run.
    std::size_t parked = 0;     ///< Put aside for a person by this run.
    std::size_t waiting = 0;    ///< Put aside earlier and not touched by this run.
    std::size_t failed = 0;     ///< Still in flight: a technical failure; the next run goes on with them.
    std::vector<step_counts> steps;
    std::vector<open_work> open;        ///< All open exceptions of the flow after this run, by category and owner.
    std::optional<error> stopped_by{};  ///< Why the run ended before the source did.
    std::chrono::milliseconds took{0};

    [[nodiscard]] std::size_t outside_writes() const noexcept {
        std::size_t n = 0;
        for (auto const& s : steps) n += s.writes();
        return n;
    }
    /// Creates that did not happen because the record was found to exist.
    [[nodiscard]] std::size_t duplicates_prevented() const noexcept {
        std::size_t n = 0;
        for (auto const& s : steps) n += s.matched + s.recovered;
        return n;
    }

    /// One more run of the same flow: counts add up, open exceptions are those after the later run.
    void add(report const& later);
};

}  // namespace syncline::inline v1::sync
