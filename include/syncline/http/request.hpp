// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/secret.hpp>

namespace syncline::inline v1::http {

enum class method { get, post, put, patch, del, options };

[[nodiscard]] constexpr std::string_view to_string(method m) noexcept {
    switch (m) {
        case method::get: return "GET";
        case method::post: return "POST";
        case method::put: return "PUT";
        case method::patch: return "PATCH";
        case method::del: return "DELETE";
        case method::options: return "OPTIONS";
    }
    return "?";
}

/// A header field. Names compare without case.
struct header {
    std::string name;
    std::string value;
};

/// What a lost reply to this request means.
enum class safety {
    read,        ///< Changes nothing: may be repeated freely.
    idempotent,  ///< A write that has the same effect once or twice: may be repeated.
    once,        ///< A write nothing protects: never repeated by a layer, a lost reply is `outcome::unknown`.
};

/// One request, as a value. The body is the exact bytes to send.
///
/// `bearer` is kept apart from `headers` so that no log and no dump of the headers can hold it.
struct request {
    http::method method = http::method::get;
    std::string url;  ///< Absolute.
    std::vector<header> headers{};
    std::string body{};
    secret bearer{};                                     ///< Sent as `Authorization: Bearer ...` when not empty.
    safety repeat = safety::once;                        ///< Default: the careful one.
    std::optional<std::chrono::milliseconds> timeout{};  ///< Whole call; the transport's default when absent.
    std::string_view operation{};                        ///< Static name for events, such as `odoo res.partner load`.
};

/// One response. `status` 0 never occurs: a call without a status line is an `error`.
struct response {
    int status = 0;
    std::vector<header> headers{};
    std::string body{};

    /// The first header of that name, compared without case.
    [[nodiscard]] std::optional<std::string_view> header_value(std::string_view name) const noexcept;
};

}  // namespace syncline::inline v1::http
