// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/subscription.hpp>

namespace syncline::inline v1::model {

/// What was used of one meter in a window of time.
struct usage_total {
    external_ref party{};
    std::optional<external_ref> subscription{};
    std::string meter{};
    decimal amount{};
    std::int64_t counted = 0;   ///< Reports that counted.
    std::int64_t repeated = 0;  ///< Reports of what had counted already.

    friend bool operator==(usage_total const&, usage_total const&) = default;
};
BOOST_DESCRIBE_STRUCT(usage_total, (), (party, subscription, meter, amount, counted, repeated))

/// What was used from `from` up to, but not including, `until`, by party, subscription and meter, in that order.
///
/// A report is known by party, meter and identifier: however often it comes, in whatever order, it counts once, and in
/// one window only. The record it was read from may differ. Pure. Threads: any.
/// *Errors*, each naming the report: `conflict` when the same identifier comes with another amount, time or
/// subscription, in the window or out of it; `mapping` for one without identifier; `too_large`.
[[nodiscard]] result<std::vector<usage_total>> usage_in(std::span<usage_record const> reports, instant from,
                                                        instant until);

}  // namespace syncline::inline v1::model
