// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <syncline/reflect/predicate.hpp>

namespace syncline::inline v1::odoo {

/// A predicate as an Odoo domain, in JSON: conditions in prefix form, `["&",["state","=","sale"],["id","in",[1,2]]]`.
///
/// Every value is the third element of a condition and nothing else, written as JSON, so that no text can become an
/// operator, a field or a second condition. `contains` becomes `ilike` with its wildcards escaped; `== ""` also finds
/// fields that are blank, which Odoo stores as `false`; a moment keeps its microseconds, which Odoo compares with.
[[nodiscard]] std::string to_domain(std::span<reflect::predicate_node const> nodes);

/// `text` as a pattern of `like`, `ilike` and `=ilike` that matches only itself: `\`, `%` and `_` escaped.
[[nodiscard]] std::string escaped_pattern(std::string_view text);

}  // namespace syncline::inline v1::odoo
