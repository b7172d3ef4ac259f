// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::inline v1::odoo {

/// What Odoo calls the context of a call: on whose behalf, in which language, about which records. What is left empty
/// is not sent, and Odoo's own default holds: English, all the user's companies, UTC, active records only.
struct call_context {
    std::string lang{};  ///< Language of names and messages, `fr_FR`.
    std::string tz{};    ///< The user's time zone, `Europe/Paris`: decides which day a moment falls on.
    std::vector<std::int64_t> allowed_company_ids{};  ///< The companies calls are about, the first one for new records.
    std::optional<bool> active_test{};                ///< False shows archived records in searches too.

    // what wizards are started from, as a form in Odoo would
    std::string active_model{};
    std::vector<std::int64_t> active_ids{};

    std::vector<std::pair<std::string, bool>> flags{};  ///< Switches of modules: `{"tracking_disable", true}`.
};

namespace detail {

/// Every setting of `call` that says something, `client`'s where it does not.
[[nodiscard]] call_context merged(call_context const& client, call_context call);

}  // namespace detail

}  // namespace syncline::inline v1::odoo
