// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_errors.hpp"

namespace syncline::inline v1::emulator::erp {

std::string repr(json const& v) {
    if (v.is_null()) return "None";
    if (v.is_boolean()) return v.get<bool>() ? "True" : "False";
    if (v.is_string()) {
        auto const& text = v.get_ref<std::string const&>();
        char const quote = text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
        std::string out(1, quote);
        for (char const c : text) {
            if (c == '\n') {
                out += "\\n";
                continue;
            }
            if (c == quote || c == '\\') out += '\\';
            out += c;
        }
        return out + quote;
    }
    if (v.is_array()) {
        std::string out = "[";
        for (auto const& e : v) out += (out.size() > 1 ? ", " : "") + repr(e);
        return out + "]";
    }
    if (v.is_object()) {
        std::string out = "{";
        for (auto const& [k, e] : v.items()) out += (out.size() > 1 ? ", " : "") + repr(k) + ": " + repr(e);
        return out + "}";
    }
    return v.dump();
}

std::string repr_tuple(json const& list) {
    std::string const inner = repr(list);
    return "(" + inner.substr(1, inner.size() - 2) + ")";
}

std::string traceback(exception const& e) {
    constexpr std::string_view builtin = "builtins.";
    bool const is_builtin = e.name.starts_with(builtin);
    // str() of a KeyError is the repr of its key
    auto const message = e.name == "builtins.KeyError" ? repr(e.message) : e.message;
    return "Traceback (most recent call last):\n" + (is_builtin ? e.name.substr(builtin.size()) : e.name) + ": " +
           message + "\n";
}

exception missing_error(std::string_view model, std::vector<std::int64_t> const& ids, std::int64_t uid) {
    std::string list;
    for (auto const id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
    if (ids.size() == 1) list += ",";
    return {.name = "odoo.exceptions.MissingError",
            .message = "Record does not exist or has been deleted.\n(Record: " + std::string(model) + "(" + list +
                       "), User: " + std::to_string(uid) + ")",
            .status = 404};
}

exception serialization_failure() {
    return {.name = "psycopg2.errors.SerializationFailure",
            .message = "could not serialize access due to concurrent update\n"};
}

json lost_load() {
    return {{"ids", false},
            {"messages", json::array({{{"rows", {{"from", 0}, {"to", 0}}},
                                       {"record", 0},
                                       {"type", "error"},
                                       {"message", serialization_failure().message}}})},
            {"nextrow", 0}};
}

exception not_an_integer(std::string_view text) {
    return {.name = "psycopg2.errors.InvalidTextRepresentation",
            .message = "invalid input syntax for type integer: \"" + std::string(text) + "\"\nLINE 1: ...\n"};
}

}  // namespace syncline::inline v1::emulator::erp
