// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/result.hpp>

namespace syncline::inline v1::sync {

/// Which classifications of fields a system may have, by the system's name: `{{"hubspot", {"public", "internal",
/// "personal"}}}`. A system that is not named may have nothing that is classified.
using destinations = std::map<std::string, std::vector<std::string>>;

/// Whether all these fields may go to that system; each is a name and its classification. *Errors*: `forbidden`
/// (`category::policy_violation`), naming every field that may not.
[[nodiscard]] result<void> check_destination(destinations const& allowed, std::string_view system,
                                             std::vector<std::pair<std::string_view, std::string_view>> const& fields);

}  // namespace syncline::inline v1::sync
