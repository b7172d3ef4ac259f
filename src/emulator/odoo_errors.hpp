// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::emulator::erp {

/// Objects keep the order of their members, as Odoo's do.
using json = nlohmann::ordered_json;

/// A Python exception of the emulated server: ends the call and undoes its transaction.
///
/// `load` turns some of them into messages, worded differently from the exception; `in_load` is that wording.
struct exception {
    std::string name;  ///< `odoo.exceptions.UserError`, `builtins.ValueError`, `psycopg2.errors...`.
    std::string message;
    int status = 500;  ///< Of JSON-2 (json2_errors).
    json arguments{};  ///< `[message]` when null.
    std::string in_load{};
    std::string field{};  ///< The field a missing value was required for.
    json context = json::object();

    [[nodiscard]] bool is_user_error() const { return name.starts_with("odoo.exceptions."); }
    [[nodiscard]] bool is_database_error() const { return name.starts_with("psycopg2."); }
};

/// What the `debug` of an answer holds: the last line of a traceback is the exception, as Python prints it.
[[nodiscard]] std::string traceback(exception const& e);

/// A value as Python's `repr` shows it in a message.
[[nodiscard]] std::string repr(json const& v);

/// The same for the three members of a domain term, in parentheses.
[[nodiscard]] std::string repr_tuple(json const& list);

[[nodiscard]] inline exception user_error(std::string message) {
    return {.name = "odoo.exceptions.UserError", .message = std::move(message), .status = 422};
}
[[nodiscard]] inline exception validation_error(std::string message) {
    return {.name = "odoo.exceptions.ValidationError", .message = std::move(message), .status = 422};
}
[[nodiscard]] inline exception access_error(std::string message) {
    return {.name = "odoo.exceptions.AccessError", .message = std::move(message), .status = 403};
}
[[nodiscard]] inline exception access_denied() {
    return {.name = "odoo.exceptions.AccessDenied", .message = "Access Denied", .status = 403};
}
[[nodiscard]] inline exception value_error(std::string message) {
    return {.name = "builtins.ValueError", .message = std::move(message)};
}
[[nodiscard]] inline exception type_error(std::string message) {
    return {.name = "builtins.TypeError", .message = std::move(message)};
}
[[nodiscard]] inline exception key_error(std::string key) {
    return {.name = "builtins.KeyError", .message = std::move(key)};
}

/// errors_object, "write a missing record"; json2_errors, "MissingError".
[[nodiscard]] exception missing_error(std::string_view model, std::vector<std::int64_t> const& ids, std::int64_t uid);

/// What werkzeug says of an address nobody serves.
inline constexpr std::string_view no_such_url =
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try "
    "again.";

/// What a load answers that lost a race (experiments, "two parallel loads of one new external id").
[[nodiscard]] json lost_load();

/// concurrency_exhausted: what a call says that lost every retry.
[[nodiscard]] exception serialization_failure();

/// many2one_write_trap, external_ids, errors_object: text where PostgreSQL wants an integer.
[[nodiscard]] exception not_an_integer(std::string_view text);

}  // namespace syncline::inline v1::emulator::erp
