// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <syncline/core/error.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/http/request.hpp>

namespace syncline::inline v1::http {

/// What a response means when its body says nothing better: nothing for 2xx, else the error to pass up.
///
/// Connectors read the body first, for it often knows more, and ask here for everything else.
///
/// | status | code | effect |
/// |---|---|---|
/// | 3xx to another host or to plain http | `untrusted`, naming both hosts; never followed | known failed; 303 unknown |
/// | other 3xx | `misconfigured` | known failed; 303 unknown |
/// | 401; 402, 403, 451 | `unauthorized`; `forbidden` | known failed |
/// | 404, 410; 409, 412, 428 | `not_found`; `conflict` | known failed |
/// | 400, 422 and other 4xx; 405, 406, 415, 426, 501, 505 | `rejected`; `unsupported` | known failed |
/// | 408; 413, 414, 431; 423; 429 | `timed_out`; `too_large`; `contended`; `rate_limited` | known failed |
/// | 500, 502, 503 and other 5xx; 504 | `unavailable`; `timed_out` | **unknown**: who wrote it may not be who acted |
/// | anything else | `malformed` | unknown |
///
/// `retry_after` comes from the `Retry-After` header, `server_message` is the start of the body.
[[nodiscard]] std::optional<error> classify(request const& sent, response const& got, instant now);

}  // namespace syncline::inline v1::http
