// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/core/result.hpp>
#include <syncline/http/request.hpp>
#include <syncline/http/url.hpp>

namespace syncline::inline v1::http {

/// Refuses what could change its meaning on the wire, before a byte is sent: control characters in header fields and
/// in the bearer token (a CR LF would start another header), a URL `split_url` does not take, header fields the
/// transport writes itself (`Content-Length`, `Transfer-Encoding`, `Connection`, `Host`), and a bearer token beside an
/// `Authorization` header.
///
/// *Errors*: `misconfigured`, naming the header and never its value.
/// Lifetime: the parts are views into the request's URL.
[[nodiscard]] result<url_parts> validate(request const& r);

}  // namespace syncline::inline v1::http
