// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <syncline/core/retry.hpp>
#include <syncline/core/secret.hpp>

namespace syncline::inline v1::crm::hubspot {

/// The version of HubSpot's API all paths are built for. Supported there for at least 18 months from its month on.
inline constexpr std::string_view api_version = "2026-09";

/// Which portal, and how much at once.
struct client_options {
    /// A service key, private app token or OAuth access token. Leave it empty when a transport layer
    /// (`http::authorized`) puts one on each request.
    secret token{};
    std::string base_url = "https://api.hubapi.com";
    std::size_t in_flight = 4;  ///< Batches on their way at once.
    /// How long to stay away once the day's quota is used up. It returns at midnight in the portal's own time zone,
    /// which the API does not tell.
    std::chrono::milliseconds quota_pause = std::chrono::hours(1);
};

/// For `http::retrying`: as `exponential_backoff`, but a quota that is gone for the day is not asked again.
struct retry_policy {
    exponential_backoff backoff{};

    [[nodiscard]] std::optional<std::chrono::milliseconds> operator()(error const& e, attempt a) const {
        if (e.code == errc::rate_limited && e.server_message.find("\"DAILY\"") != std::string::npos)
            return std::nullopt;
        return backoff(e, a);
    }
};

}  // namespace syncline::inline v1::crm::hubspot
