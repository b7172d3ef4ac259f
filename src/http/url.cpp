// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/url.hpp>

#include <algorithm>
#include <charconv>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::http {
namespace {

using syncline::detail::is_digit;
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_host_name(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; }
constexpr bool is_ipv6(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

/// Printable ASCII, without what readers of URLs disagree about: `\` is a `/` to some, `#` ends the request to all.
constexpr bool is_target(char c) { return c > ' ' && c < '\x7F' && c != '\\' && c != '#'; }

/// Whether a path segment means "here" or "one up" to a server. `%2e` is a dot to many.
bool is_dots(std::string_view segment) {
    int dots = 0;
    while (!segment.empty()) {
        std::size_t const length = segment.front() == '.' ? 1 : equals_ignore_case(segment.substr(0, 3), "%2e") ? 3 : 0;
        if (length == 0 || ++dots > 2) return false;
        segment.remove_prefix(length);
    }
    return dots > 0;
}

bool has_dots(std::string_view path) {
    for (;;) {
        auto const slash = path.find('/');
        if (is_dots(path.substr(0, slash))) return true;
        if (slash == std::string_view::npos) return false;
        path.remove_prefix(slash + 1);
    }
}

}  // namespace

result<url_parts> split_url(std::string_view url) {
    auto const refuse = [](std::string_view why) { return fail(errc::misconfigured, "url: " + std::string(why)); };

    url_parts out;
    if (url.starts_with("https://"))
        out = {.scheme = "https", .host = {}, .port = 443, .target = {}};
    else if (url.starts_with("http://"))
        out = {.scheme = "http", .host = {}, .port = 80, .target = {}};
    else
        return refuse("expected it to start with https:// or http://");

    auto rest = url.substr(out.scheme.size() + 3);
    auto const end_of_authority = std::min(rest.find_first_of("/?"), rest.size());
    auto authority = rest.substr(0, end_of_authority);
    out.target = rest.substr(end_of_authority);

    if (authority.find('@') != std::string_view::npos) return refuse("a user name or password in it is not accepted");
    if (authority.starts_with('[')) {
        auto const bracket = authority.find(']');
        if (bracket == std::string_view::npos) return refuse("the bracket around the host is not closed");
        out.host = authority.substr(1, bracket - 1);
        authority.remove_prefix(bracket + 1);
        if (!std::all_of(out.host.begin(), out.host.end(), is_ipv6)) return refuse("the host is not an IPv6 address");
    } else {
        auto const colon = std::min(authority.find(':'), authority.size());
        out.host = authority.substr(0, colon);
        authority.remove_prefix(colon);
        if (!std::all_of(out.host.begin(), out.host.end(), is_host_name))
            return refuse("the host has a character other than letters, digits, '-', '.' and '_'");
    }
    if (out.host.empty()) return refuse("it names no host");
    if (!authority.empty()) {
        auto const digits = authority.substr(1);
        auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
        if (authority.front() != ':' || ec != std::errc{} || end != digits.data() + digits.size() || out.port == 0)
            return refuse("the port is not a number from 1 to 65535");
    }

    if (!std::all_of(out.target.begin(), out.target.end(), is_target))
        return refuse("path and query may hold printable ASCII without space, '\\' and '#'; encode the rest as %XX");
    if (has_dots(out.target.substr(0, out.target.find('?'))))
        return refuse("a path segment is '.' or '..'; an id used as a segment may not be that");
    return out;
}

bool is_loopback(std::string_view host) noexcept {
    if (equals_ignore_case(host, "localhost") || host == "::1") return true;
    // exactly four numbers: 127.example.com is anywhere
    if (!host.starts_with("127.")) return false;
    return std::count(host.begin(), host.end(), '.') == 3 &&
           std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (char const c : text) {
        if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

std::string with_query(std::string url, std::initializer_list<query_parameter> parameters) {
    char before = url.find('?') == std::string::npos ? '?' : '&';
    for (auto const& [name, value] : parameters) {
        url += before;
        url += percent_encoded(name);
        url += '=';
        url += percent_encoded(value);
        before = '&';
    }
    return url;
}

}  // namespace syncline::inline v1::http
