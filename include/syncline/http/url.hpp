// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <syncline/core/result.hpp>

namespace syncline::inline v1::http {

/// The parts of an absolute URL.
///
/// Lifetime: views into the text that was split.
struct url_parts {
    std::string_view scheme;  ///< `https` or `http`.
    std::string_view host;    ///< A name or an IPv4 address; an IPv6 address without its brackets.
    std::uint16_t port = 0;   ///< The scheme's own when the URL names none.
    std::string_view target;  ///< Path and query; empty when the URL ends behind the host.
};

/// Splits an absolute http or https URL.
///
/// Strict on purpose, so that no other reader of the same text can see another host in it: lower-case scheme, a host of
/// letters, digits, `-`, `.` and `_` or an IPv6 address in brackets, printable ASCII without spaces behind it, no user
/// name, no fragment, no `\`, and no path segment `.` or `..`, plain or encoded.
///
/// *Errors*: `misconfigured`. The message never quotes the URL: its query may hold personal data.
[[nodiscard]] result<url_parts> split_url(std::string_view url);

/// Whether a host is this machine by its very name: `localhost`, 127.0.0.0/8, `::1`.
[[nodiscard]] bool is_loopback(std::string_view host) noexcept;

/// Encodes every byte but letters, digits, `-`, `.`, `_` and `~`: fit for one path segment and for a query's names and
/// values.
[[nodiscard]] std::string percent_encoded(std::string_view text);

struct query_parameter {
    std::string_view name;
    std::string_view value;
};

/// The URL with these parameters behind what its query has already.
[[nodiscard]] std::string with_query(std::string url, std::initializer_list<query_parameter> parameters);

}  // namespace syncline::inline v1::http
