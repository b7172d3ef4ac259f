// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/odoo/options.hpp>
#include <syncline/odoo/server_info.hpp>
#include <syncline/sync/capabilities.hpp>

namespace syncline::inline v1::odoo {

/// What this connector can do with that server. `client::connect` gives the first argument.
///
/// The support dates are those of Odoo's page on standard and extended support, as of November 2026 (the future ones
/// are "planned" there); the retirement of JSON-RPC is announced by series 19's own log and documentation.
[[nodiscard]] sync::capabilities capabilities_of(server_info const& server, client_options const& options = {});

}  // namespace syncline::inline v1::odoo
