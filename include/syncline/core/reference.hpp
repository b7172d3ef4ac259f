// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace syncline::inline v1 {

/// Which record of which outside system is meant. Never a canonical id: the identity map joins the two.
struct external_ref {
    std::string system{};  ///< `hubspot`, `odoo`; `sku` for a product code.
    std::string object{};  ///< The system's own record type, `companies`, `res.partner`.
    std::string id{};

    friend bool operator==(external_ref const&, external_ref const&) = default;
    friend auto operator<=>(external_ref const&, external_ref const&) = default;
};

}  // namespace syncline::inline v1
