// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "emulator/odoo_environment.hpp"

// What an Odoo tells of itself: its models and fields as records, its modules, parameters, languages and documentation.

namespace syncline::inline v1::emulator::erp {

/// Fills `ir.model` and `ir.model.fields` when one of them is asked for and both are still empty.
void describe_models(environment& env, std::string_view asked_for);

/// Puts the modules and the parameters into a new database.
void fill_metadata(environment& env);

[[nodiscard]] json parameter(environment& env, std::string const& key);
void set_parameter(environment& env, std::string const& key, std::string const& value);

/// `[code, name]` of each language, in the order of their names (db_service, "db.list_lang").
[[nodiscard]] json languages();

/// A country's name in a language, by its code; empty where English has to do. French alone is known.
[[nodiscard]] std::string country_name(std::string_view language, std::string_view code);

// The pages below /doc-bearer (19), for those who may read them.
[[nodiscard]] bool may_read_documentation(environment& env);
[[nodiscard]] json documentation_index(environment& env);
[[nodiscard]] json documentation_of(environment& env, model const& m);

}  // namespace syncline::inline v1::emulator::erp
