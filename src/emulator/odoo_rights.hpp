// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/odoo_environment.hpp"

// Who may do what: groups, access rights by model, fields nobody may read, and the rule that keeps companies apart.

namespace syncline::inline v1::emulator::erp {

enum class operation : std::uint8_t { read, write, create, unlink };

/// The operation Odoo's own word names (`read`, `write`, `create`, `unlink`); throws for any other.
[[nodiscard]] operation operation_of(std::string_view name);

/// Whether the user is in a group, named by external id.
[[nodiscard]] bool is_member(environment& env, std::string_view group_name);

/// Whether a group of the user allows the operation on records of the model.
[[nodiscard]] bool has_access(environment& env, std::string_view model_name, operation op);

/// Throws the AccessError that names the groups which would allow it (errors_access).
void check_access(environment& env, std::string_view model_name, operation op);

/// Throws when a record belongs to a company the call does not look into (multi_company).
void check_rules(environment& env, model const& m, std::vector<id_type> const& ids, operation op);

/// Throws for a field that exists and that the user may not read (errors_access, "res.users.read").
void check_fields(environment& env, model const& m, json const& names);
[[nodiscard]] bool is_readable(environment& env, model const& m, std::string_view field_name);

/// Puts the groups into a new database.
void fill_groups(environment& env);

/// The ids of groups named by external id; throws for one that does not exist.
[[nodiscard]] std::vector<id_type> groups_named(environment& env, std::vector<std::string> const& names);

}  // namespace syncline::inline v1::emulator::erp
