// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/redact.hpp>

#include <algorithm>
#include <array>

#include <syncline/core/text.hpp>
#include <syncline/http/url.hpp>

namespace syncline::inline v1::http {
namespace {

constexpr std::string_view hidden = "***";

using syncline::detail::is_digit;

bool reads_like_a_word(std::string_view segment) {
    return segment.size() <= 32 && std::count_if(segment.begin(), segment.end(), is_digit) <= 6 &&
           std::all_of(segment.begin(), segment.end(), [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
           });
}

bool is_harmless(std::string_view header_name) {
    constexpr std::array<std::string_view, 12> names{
        "Accept", "Accept-Encoding", "Allow",  "Cache-Control", "Content-Encoding", "Content-Length", "Content-Type",
        "Date",   "Retry-After",     "Server", "User-Agent",    "Transfer-Encoding"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view n) { return equals_ignore_case(n, header_name); });
}

void append_path(std::string& out, std::string_view path) {
    for (;;) {
        auto const slash = path.find('/');
        auto const segment = path.substr(0, slash);
        out += reads_like_a_word(segment) ? segment : hidden;
        if (slash == std::string_view::npos) return;
        out += '/';
        path.remove_prefix(slash + 1);
    }
}

void append_query(std::string& out, std::string_view query) {
    for (char before = '?'; !query.empty(); before = '&') {
        auto const parameter = query.substr(0, query.find('&'));
        auto const name = parameter.substr(0, parameter.find('='));
        out += before;
        out += reads_like_a_word(name) ? name : hidden;
        out += '=';
        out += hidden;
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    }
}

}  // namespace

std::string redacted_url(std::string_view url) {
    auto const parts = split_url(url);
    if (!parts) return std::string(hidden);
    std::string out(url.substr(0, url.size() - parts->target.size()));
    auto const question = std::min(parts->target.find('?'), parts->target.size());
    append_path(out, parts->target.substr(0, question));
    if (question < parts->target.size()) append_query(out, parts->target.substr(question + 1));
    return out;
}

std::string redacted_headers(std::span<header const> headers) {
    std::string out;
    for (auto const& h : headers) {
        if (!out.empty()) out += "; ";
        out += shorten(h.name);
        out += ": ";
        if (is_harmless(h.name))
            out += shorten(h.value, 100);
        else
            out += hidden;
    }
    return out;
}

std::string redacted(request const& r) {
    std::string out(to_string(r.method));
    out += ' ';
    out += redacted_url(r.url);
    out += " [" + redacted_headers(r.headers);
    if (!r.bearer.empty()) out += r.headers.empty() ? "bearer ***" : "; bearer ***";
    return out + "] " + std::to_string(r.body.size()) + " bytes";
}

}  // namespace syncline::inline v1::http
