// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/validate.hpp>

#include <algorithm>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::http {
namespace {

/// RFC 9110's token: what a header may be called.
constexpr bool is_token(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr bool is_control(char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7F'; }

bool has_control(std::string_view text) { return std::any_of(text.begin(), text.end(), is_control); }

}  // namespace

result<url_parts> validate(request const& r) {
    for (auto const& h : r.headers) {
        if (h.name.empty() || !std::all_of(h.name.begin(), h.name.end(), is_token))
            return fail(errc::misconfigured, "header \"" + shorten(h.name) + "\": the name is not a token of RFC 9110");
        if (has_control(h.value))
            return fail(errc::misconfigured, "header " + shorten(h.name) + ": the value holds a control character");
        for (std::string_view const own : {"Content-Length", "Transfer-Encoding", "Connection", "Host"})
            if (equals_ignore_case(h.name, own))
                return fail(errc::misconfigured, "header " + h.name + ": is written by the transport");
        if (!r.bearer.empty() && equals_ignore_case(h.name, "Authorization"))
            return fail(errc::misconfigured, "header Authorization: contradicts the request's bearer token");
    }
    if (has_control(r.bearer.reveal()))
        return fail(errc::misconfigured, "bearer token: holds a control character (a line end from a file?)");
    return split_url(r.url);
}

}  // namespace syncline::inline v1::http
