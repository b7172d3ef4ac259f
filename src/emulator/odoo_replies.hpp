// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/http/request.hpp>

#include "emulator/odoo_errors.hpp"

// What the emulated Odoo sends over HTTP: JSON, and the pages of HTML that it and what stands in front of it show.

namespace syncline::inline v1::emulator::erp {

[[nodiscard]] std::string dumped(json const& j);
[[nodiscard]] http::response json_reply(int status, json const& body);
[[nodiscard]] http::response html_reply(int status, std::string body);

/// A page of werkzeug, the library Odoo is served by.
[[nodiscard]] http::response page(int status, std::string const& title, std::string const& text);
[[nodiscard]] http::response redirect(std::string const& to, int status = 303);

/// json2_success, "no X-Odoo-Database, two databases match".
[[nodiscard]] http::response no_database();

/// A call with a content type its path does not take: 400 on 16 and 18, 415 on 19 (transport_jsonrpc, json2_errors).
/// `takes` is the kind of the path, `route` the path as its rule is written, in HTML.
[[nodiscard]] http::response wrong_content_type(int series, std::string const& route, std::string const& takes,
                                                bool has_body);

/// What stands in front of Odoo, or Odoo itself, says in HTML when a call does not get through.
[[nodiscard]] http::response trouble(int status);

/// The members of an exception that all ways in show.
[[nodiscard]] json error_body(exception const& e);

/// The path of a URL, without host, query and a slash at its end; and its scheme and host.
[[nodiscard]] std::string path_of(std::string_view url);
[[nodiscard]] std::string base_of(std::string_view url);

[[nodiscard]] std::string_view header_of(http::request const& r, std::string_view name);

/// The media type a request names, without parameters.
[[nodiscard]] std::string content_type_of(http::request const& r);

/// A request nested deeper than any honest one is taken for no JSON at all, before it can exhaust the stack.
[[nodiscard]] bool is_too_deep(std::string_view text);

/// What Python's parser says of a text that is no JSON: `Expecting value: line 1 column 1 (char 0)`.
[[nodiscard]] std::string python_json_error(std::string_view text);

}  // namespace syncline::inline v1::emulator::erp
