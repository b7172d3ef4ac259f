// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_replies.hpp"

#include <algorithm>

namespace syncline::inline v1::emulator::erp {

std::string dumped(json const& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

http::response json_reply(int status, json const& body) {
    return {.status = status, .headers = {{"Content-Type", "application/json; charset=utf-8"}}, .body = dumped(body)};
}

http::response html_reply(int status, std::string body) {
    return {.status = status, .headers = {{"Content-Type", "text/html; charset=utf-8"}}, .body = std::move(body)};
}

http::response page(int status, std::string const& title, std::string const& text) {
    return html_reply(status, "<!doctype html>\n<html lang=en>\n<title>" + std::to_string(status) + " " + title +
                                  "</title>\n<h1>" + title + "</h1>\n<p>" + text + "</p>\n");
}

http::response redirect(std::string const& to, int status) {
    std::string shown;
    for (char const c : to) shown += c == '&' ? "&amp;" : std::string(1, c);
    auto r = html_reply(status,
                        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n"
                        "<p>You should be redirected automatically to the target URL: <a href=\"" +
                            shown + "\">" + shown + "</a>. If not, click the link.\n");
    r.headers.push_back({"Location", to});
    return r;
}

http::response no_database() {
    return html_reply(404,
                      "<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected "
                      "and the requested URL was not found in the server-wide controllers.</p>\n<p>Please verify the "
                      "hostname, <a href=/web/login>login</a> and try again.</p>\n\n<!-- Alternatively, use the "
                      "X-Odoo-Database header. -->\n");
}

http::response wrong_content_type(int series, std::string const& route, std::string const& takes, bool has_body) {
    // a request without a body could be JSON-2 as well, which 19 mentions (transport_jsonrpc, "GET /jsonrpc")
    std::string const could_be =
        series == 19 && !has_body && takes != "json2" ? "[&#39;http&#39;, &#39;json2&#39;]" : "[&#39;http&#39;]";
    auto const text = "Request inferred type is compatible with " + could_be + " but &#39;" + route +
                      "&#39; is type=&#39;" + takes + "&#39;.";
    if (series != 19) return page(400, "Bad Request", text);
    auto reply = page(415, "Unsupported Media Type",
                      text + "<br><br>Please verify the Content-Type request header and try again.");
    reply.headers.push_back(
        {"Accept", takes == "json2" ? "application/json" : "application/json, application/json-rpc"});
    return reply;
}

http::response trouble(int status) {
    switch (status) {
        case 429: return page(status, "Too Many Requests", "This user has exceeded an allotted request count.");
        case 502: return page(status, "Bad Gateway", "nginx");
        case 503: return page(status, "Service Temporarily Unavailable", "nginx");
        case 504: return page(status, "Gateway Time-out", "nginx");
        default:
            return page(status, "Internal Server Error",
                        "The server encountered an internal error and was unable to complete your request.");
    }
}

json error_body(exception const& e) {
    return {{"name", e.name},
            {"message", e.message},
            {"arguments", e.arguments.is_null() ? json::array({e.message}) : e.arguments},
            {"context", e.context},
            {"debug", traceback(e)}};
}

std::string path_of(std::string_view url) {
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos) {
        auto const slash = url.find('/', scheme + 3);
        url = slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
    }
    url = url.substr(0, url.find_first_of("?#"));
    while (url.size() > 1 && url.back() == '/') url.remove_suffix(1);
    return std::string(url);
}

std::string base_of(std::string_view url) {
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    return std::string(url.substr(0, url.find('/', scheme + 3)));
}

std::string_view header_of(http::request const& r, std::string_view name) {
    for (auto const& h : r.headers)
        if (std::equal(h.name.begin(), h.name.end(), name.begin(), name.end(),
                       [](char a, char b) { return (a | 0x20) == (b | 0x20); }))
            return h.value;
    return {};
}

std::string content_type_of(http::request const& r) {
    auto const type = header_of(r, "Content-Type");
    return std::string(type.substr(0, type.find(';')));
}

bool is_too_deep(std::string_view text) {
    constexpr int limit = 100;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > limit) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

std::string python_json_error(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\r";
    auto const said = [&](std::string_view what, std::size_t at) {
        auto const line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        auto const before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
        auto const column = before == std::string_view::npos ? at + 1 : at - before;
        return std::string(what) + ": line " + std::to_string(line) + " column " + std::to_string(column) + " (char " +
               std::to_string(at) + ")";
    };
    auto const first = std::min(text.find_first_not_of(blanks), text.size());
    // web_session and json2_errors, "malformed JSON"
    if (first < text.size() && text[first] == '{') {
        auto const key = std::min(text.find_first_not_of(blanks, first + 1), text.size());
        if (key == text.size() || (text[key] != '"' && text[key] != '}'))
            return said("Expecting property name enclosed in double quotes", key);
    }
    return said("Expecting value", first);
}

}  // namespace syncline::inline v1::emulator::erp
