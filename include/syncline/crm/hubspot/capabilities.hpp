// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/crm/hubspot/options.hpp>
#include <syncline/sync/capabilities.hpp>

namespace syncline::inline v1::crm::hubspot {

/// What this connector can do with a portal, and until when HubSpot supports the version it speaks.
///
/// The date is the vendor's promise for dated versions, eighteen months, counted from the first day of the version's
/// month: the earliest end.
[[nodiscard]] sync::capabilities capabilities_of(client_options const& options = {});

}  // namespace syncline::inline v1::crm::hubspot
