// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <syncline/governance/configuration.hpp>
#include <syncline/model/catalogue.hpp>

namespace syncline::inline v1::governance::detail {

/// The configuration with its lists in the one order that means nothing.
[[nodiscard]] configuration canonical(configuration c);

/// What `mdm` reads of the entities. Lifetime: as long as they.
[[nodiscard]] std::vector<model::entity_view> views_of(std::vector<entity_entry> const& entities);

/// The mapping of that identity, or nothing.
[[nodiscard]] mapping_entry const* mapping_named(configuration const& c, std::string_view identity);

/// `odoo res.partner`.
[[nodiscard]] std::string place(std::string_view system, std::string_view object);

}  // namespace syncline::inline v1::governance::detail
