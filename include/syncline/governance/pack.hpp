// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <syncline/governance/configuration.hpp>
#include <syncline/governance/lint.hpp>

namespace syncline::inline v1::governance {

/// The governance pack as one Markdown page: systems, who owns what, timing, flows with a picture each, mappings field
/// by field, exceptions, classifications and where they may go, value tables, metrics, environments, and what `lint`
/// found. What a domain owner reads and approves; the hash on it is the bundle's.
///
/// Pure, and the same for the same content, in whatever order it was filled. Every text of the configuration is shown
/// as text: markup in it is escaped, control characters and marks that turn the writing direction are replaced.
[[nodiscard]] std::string markdown(configuration const& c, std::vector<finding> const& findings);

/// The same as one HTML file: no script, nothing it would have to load, light or dark as the reader's system is.
/// Tables and pictures that are wider than the window scroll by themselves.
[[nodiscard]] std::string html(configuration const& c, std::vector<finding> const& findings);

}  // namespace syncline::inline v1::governance
