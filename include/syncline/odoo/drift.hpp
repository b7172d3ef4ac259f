// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/odoo/describe.hpp>
#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/sync/drift.hpp>

namespace syncline::inline v1::odoo {

/// What of a description a mapping is built on: to compare, and to keep as a snapshot. A field that is required and
/// read only is one that Odoo fills.
[[nodiscard]] sync::object_shape shape_of(model_description const& model);

namespace detail {

using known_pairs = std::span<std::pair<std::string_view, std::string_view> const>;

[[nodiscard]] result<std::vector<sync::drift>> model_drift(caller const& c, known_pairs known,
                                                           sync::object_shape const& built_on, context const& ctx);
[[nodiscard]] result<sync::drift_report> record_drift(caller const& c, described_record const& record,
                                                      sync::object_shape const& built_on, context const& ctx);

}  // namespace detail

}  // namespace syncline::inline v1::odoo
