// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <boost/describe/class.hpp>

#include <syncline/json/extras.hpp>

// Rows of any model, where only what all have in common matters.

namespace syncline::inline v1::odoo::detail {

/// Of a record that is only counted or named: other fields are skipped.
struct only_an_id {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(only_an_id, (), (id))

/// Its id and the JSON text of the fields that were asked for.
struct any_row {
    std::int64_t id = 0;
    json::extras fields{};
};
BOOST_DESCRIBE_STRUCT(any_row, (), (id, fields))

}  // namespace syncline::inline v1::odoo::detail
