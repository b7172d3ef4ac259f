// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/capabilities.hpp>

#include <chrono>
#include <string>

namespace syncline::inline v1::crm::hubspot {
namespace {

/// Of the version that `api_version` names.
constexpr local_date supported_until = std::chrono::year{2028} / 2 / 29;
static_assert(api_version == "2026-09" && supported_until.ok(), "syncline: another version ends on another day");

}  // namespace

sync::capabilities capabilities_of(client_options const& options) {
    return {.system = "hubspot",
            .api = "CRM API",
            .version = std::string(api_version),
            .page = 100,
            .batch = 100,
            .connections = options.in_flight,
            .idempotency = sync::strategy::upsert,
            .idempotency_key = "unique property",
            .changes = sync::change_feed::none,
            .deletions = sync::deletion::invisible,
            .supported_until = supported_until};
}

}  // namespace syncline::inline v1::crm::hubspot
