// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/governance/configuration.hpp>

namespace host {

/// What is decided about the won-deal job: two systems, three flows there, one back.
[[nodiscard]] syncline::governance::configuration won_deal_landscape();

}  // namespace host
