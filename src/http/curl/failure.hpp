// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include <syncline/core/error.hpp>
#include <syncline/http/curl_transport.hpp>
#include <syncline/http/request.hpp>

namespace syncline::inline v1::http {

/// Why we ended a transfer ourselves.
enum class ended_by {
    curl,  ///< We did not: its code says why.
    body_limit,
    header_limit,
    expansion_limit,
    stacked_encodings,  ///< Compressed more than once: nobody does that but a bomb.
    second_send,        ///< curl was about to send a request of `safety::once` again.
    foreign_address,    ///< A plain request was about to leave this machine.
    first_byte_limit,
    stall_limit,
    whole_limit,
    deadline,
    stop,
};

/// What is known about a transfer that brought no response.
struct wire_failure {
    ended_by why = ended_by::curl;
    CURLcode code = CURLE_OK;
    bool handed_over = false;  ///< The request was given to a connection: bytes of it may have left.
    long verify_result = 0;    ///< OpenSSL's word on the certificate.
    std::string_view said{};   ///< curl's own text; it may quote the server.
};

/// What it means. Pure.
[[nodiscard]] error explain(wire_failure const& f, request const& r, std::string_view host, curl_limits const& limits);

}  // namespace syncline::inline v1::http
