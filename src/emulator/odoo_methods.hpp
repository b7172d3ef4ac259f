// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/odoo_environment.hpp"

// Calls by name: `execute_kw` and JSON-2 end here, each with its own way to pass arguments.

namespace syncline::inline v1::emulator::erp {

/// What a new database is made with.
struct base_settings {
    std::string currency;
    std::string timezone;
    std::string language;
    bool sales_tax = false;
    std::string company;   ///< Its name.
    std::string login;     ///< The administrator's.
    std::string name;      ///< The administrator's.
    std::string password;  ///< The administrator's.
    std::string api_key;   ///< The administrator's.
};

/// Fills a new database with what an Odoo has before anybody works in it: countries, currencies, a company, users, a
/// chart of accounts.
void fill_base(database& db, base_settings const& settings);

/// Whether a call of that method may change something.
[[nodiscard]] bool may_write(std::string_view method) noexcept;

/// `execute_kw`: positional and named arguments. Nothing when the method returns None.
[[nodiscard]] std::optional<json> call_positional(environment& env, std::string const& model_name,
                                                  std::string const& method, json const& args, json const& named);

/// JSON-2: a body of named arguments, `ids` and `context`.
[[nodiscard]] std::optional<json> call_named(environment& env, std::string const& model_name, std::string const& method,
                                             json const& body);

}  // namespace syncline::inline v1::emulator::erp
