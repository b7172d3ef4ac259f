// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "emulator/odoo_environment.hpp"

// Rows by group: `read_group`, and `formatted_read_group` of 19 (dates, json2_success).

namespace syncline::inline v1::emulator::erp {

struct grouping {
    json domain;
    json fields;  ///< What to sum up: `field`, `field:sum`, `name:sum(field)`, `__count`.
    json by;      ///< Fields, for a date with a length behind a colon: `date_order:month`.
    json offset;
    json limit;
    json order;
    bool lazy = true;  ///< Only by the first field.
};

[[nodiscard]] json read_group(environment& env, model const& m, grouping const& g);
[[nodiscard]] json formatted_read_group(environment& env, model const& m, grouping const& g);

}  // namespace syncline::inline v1::emulator::erp
