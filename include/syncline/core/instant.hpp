// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace syncline::inline v1 {

/// A moment, in UTC, to the microsecond. Readers and writers are in `core/rfc3339.hpp`.
using instant = std::chrono::sys_time<std::chrono::microseconds>;

/// A day on a calendar, with no time and no zone: a due date is not an instant.
using local_date = std::chrono::year_month_day;

}  // namespace syncline::inline v1
