// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/odoo_errors.hpp"

// XML-RPC: calls in, results and faults out, as Python's xmlrpc.client reads and writes them (xmlrpc, none_result).

namespace syncline::inline v1::emulator::erp {

struct xml_call {
    std::string method;
    json parameters = json::array();
};

/// Throws `xml.parsers.expat.ExpatError` for what is no XML, and what Python throws for values it does not know.
[[nodiscard]] xml_call parse_call(std::string_view text);

/// The document of a result. Throws Python's TypeError for a None anywhere in it: the commit has happened by then.
[[nodiscard]] std::string xml_result(int series, std::optional<json> const& value);

/// The document of a fault: `code` is a number at /xmlrpc/2 and a text at /xmlrpc.
[[nodiscard]] std::string xml_fault(int series, json const& code, std::string const& text);

}  // namespace syncline::inline v1::emulator::erp
