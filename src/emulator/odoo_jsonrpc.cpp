// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_server.hpp"
#include "emulator/odoo_xml.hpp"

// The ways in of 14 to 21: JSON-RPC and XML-RPC in front of the same three services.

namespace syncline::inline v1::emulator {

using erp::json;

http::response odoo::state::jsonrpc(visit const& v) {
    auto const& r = v.request;
    bool const is_19 = options.series == 19;
    // transport_jsonrpc, "Content-Type text/plain" and "GET /jsonrpc"
    if (erp::content_type_of(r) != "application/json" || r.method == http::method::get)
        return erp::wrong_content_type(options.series, "/jsonrpc", is_19 ? "jsonrpc" : "json", !r.body.empty());
    json const& body = v.asked.body;
    if (!v.asked.parsed) return erp::html_reply(400, "Invalid JSON data");
    if (!body.is_object()) return erp::html_reply(400, "Invalid JSON-RPC data");
    json out = {{"jsonrpc", "2.0"}, {"id", body.contains("id") ? body["id"] : json()}};
    try {
        json const params = body.contains("params") ? body["params"] : json::object();
        if (!params.is_object())
            throw erp::value_error("dictionary update sequence element #0 has length 6; 2 is required");
        if (!params.contains("service") || !params.contains("method") || !params.contains("args"))
            throw erp::type_error(std::string(is_19 ? "JSONRPC" : "RPC") +
                                  ".jsonrpc() missing 3 required positional arguments: 'service', 'method', and "
                                  "'args'");
        auto result = dispatch(v, erp::as_text(params["service"]), erp::as_text(params["method"]), params["args"]);
        // none_result: neither a result nor an error
        if (result) out["result"] = std::move(*result);
    } catch (erp::exception const& e) {
        // errors_object: 200 on 16 and 18, 0 on 19
        out["error"] = {{"code", is_19 ? 0 : 200}, {"message", "Odoo Server Error"}, {"data", erp::error_body(e)}};
    }
    return erp::json_reply(200, out);
}

namespace {

/// What XML-RPC makes of an exception: a number and a text at /xmlrpc/2, a text at /xmlrpc (xmlrpc).
http::response fault(int series, bool is_first_version, erp::exception const& e) {
    auto const reply = [&](json const& code, std::string const& text) {
        return http::response{.status = 200,
                              .headers = {{"Content-Type", "text/xml; charset=utf-8"}},
                              .body = erp::xml_fault(series, code, text)};
    };
    auto const kind = e.name.substr(e.name.rfind('.') + 1);
    bool const is_odoos = e.is_user_error();
    if (is_odoos && kind == "AccessDenied")
        return is_first_version ? reply("AccessDenied", e.message) : reply(3, e.message);
    if (is_odoos) {
        if (!is_first_version) return reply(kind == "AccessError" ? 4 : 2, e.message);
        auto const said = kind == "AccessError" || kind == "MissingError" ? kind
                          : kind == "RedirectWarning"                     ? std::string("Warning")
                                                                          : std::string("UserError");
        return reply("warning -- " + said + "\n\n" + e.message, "");
    }
    return is_first_version ? reply(e.message, erp::traceback(e)) : reply(1, erp::traceback(e));
}

}  // namespace

http::response odoo::state::xmlrpc(visit const& v) {
    constexpr std::string_view second = "/xmlrpc/2/";
    auto const& path = v.asked.path;
    bool const is_second_version = path.starts_with(second);
    auto const service = path.substr(is_second_version ? second.size() : std::string_view("/xmlrpc/").size());
    if (v.request.method != http::method::post && v.request.method != http::method::options) {
        auto reply = erp::page(405, "Method Not Allowed", "The method is not allowed for the requested URL.");
        reply.headers.push_back({"Allow", options.series == 16 ? "OPTIONS, POST" : "POST, OPTIONS"});
        return reply;
    }
    try {
        auto const call = erp::parse_call(v.request.body);
        auto const result = dispatch(v, service, call.method, call.parameters);
        // none_result, "a Fault, AFTER the commit": what cannot be written has happened all the same
        return {.status = 200,
                .headers = {{"Content-Type", "text/xml; charset=utf-8"}},
                .body = erp::xml_result(options.series, result)};
    } catch (erp::exception const& e) {
        return fault(options.series, !is_second_version, e);
    }
}

}  // namespace syncline::inline v1::emulator
