// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <syncline/mdm/explanation.hpp>

namespace syncline::inline v1::mdm::detail {

/// `hubspot companies/17`.
[[nodiscard]] std::string words_for(external_ref const& r);

/// `"Acme" of hubspot companies/17 (crm, 2026-03-01T10:00:00Z)`.
[[nodiscard]] std::string words_for(side const& s, values v);

}  // namespace syncline::inline v1::mdm::detail
