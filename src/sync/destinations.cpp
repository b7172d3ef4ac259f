// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/destinations.hpp>

#include <algorithm>

#include <syncline/core/category.hpp>

namespace syncline::inline v1::sync {

result<void> check_destination(destinations const& allowed, std::string_view system,
                               std::vector<std::pair<std::string_view, std::string_view>> const& fields) {
    auto const rule = allowed.find(std::string(system));
    std::string refused;
    for (auto const& [field, classification] : fields) {
        bool const may = rule != allowed.end() &&
                         std::find(rule->second.begin(), rule->second.end(), classification) != rule->second.end();
        if (may) continue;
        refused += refused.empty() ? "" : ", ";
        refused += std::string(field) + " (" + std::string(classification) + ')';
    }
    if (refused.empty()) return {};
    std::string may_have;
    if (rule != allowed.end())
        for (auto const& c : rule->second) may_have += (may_have.empty() ? "" : ", ") + c;
    return fail({.code = errc::forbidden,
                 .message = "would send to " + std::string(system) + ": " + refused + "; it may have " +
                            (may_have.empty() ? std::string("nothing that is classified") : may_have),
                 .reason = category::policy_violation});
}

}  // namespace syncline::inline v1::sync
