// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_schema_rows.hpp"

// Users' rights and keys, parameters and defaults, and the models that describe the others.

namespace syncline::inline v1::emulator::erp::rows {

namespace {

constexpr row groups[] = {
    {"name", character, "Name", {}, required},
    {"full_name", character, "Group Name", {}, readonly},
    {"implied_ids", many2many, "Inherits", "res.groups"},
};

constexpr row api_keys[] = {
    {"name", character, "Description", {}, required | readonly},
    {"user_id", many2one, "User", "res.users", required | readonly | cascades},
    {"scope", character, "Scope", {}, readonly},
    {"expiration_date", datetime, "Expiration Date", {}, readonly, 18},
    {"key", character, "Key", {}, readonly | secret},
};

constexpr row api_key_descriptions[] = {
    {"name", character, "Description", {}, required},
    {"duration", selection, "Duration",
     "1:1 Day;7:1 Week;30:1 Month;90:3 Months;180:6 Months;365:1 Year;0:Persistent Key;-1:Custom Date", required, 18},
    {"expiration_date", datetime, "Expiration Date", {}, 0, 18},
};

constexpr row parameters[] = {
    {"key", character, "Key", {}, required},
    {"value", text, "Value", {}, required},
};

constexpr row defaults[] = {
    {"model_name", character, "Model", {}, required},
    {"field_name", character, "Field", {}, required},
    {"json_value", character, "Default Value (JSON format)", {}, required},
};

constexpr row models[] = {
    {"name", character, "Model Description", {}, required},
    {"model", character, "Model", {}, required},
    {"modules", character, "In Apps", {}, readonly},
};

constexpr row fields[] = {
    {"name", character, "Field Name", {}, required},
    {"field_description", character, "Field Label", {}, required},
    {"model", character, "Model Name", {}, required | readonly},
    {"model_id", many2one, "Model", "ir.model", required | cascades},
    {"ttype", character, "Field Type", {}, required},
    {"relation", character, "Related Model"},
    {"required", boolean, "Required"},
    {"readonly", boolean, "Readonly"},
    {"store", boolean, "Stored"},
};

constexpr row modules[] = {
    {"name", character, "Technical Name", {}, required | readonly},
    {"shortdesc", character, "Module Name", {}, readonly},
    {"state", character, "Status", {}, readonly},
    {"installed_version", character, "Latest Version", {}, readonly},
};

}  // namespace

std::span<description const> access() {
    static constexpr description described[] = {
        {"res.groups", "Access Groups", "name, id", "name, id", "", groups},
        {"res.users.apikeys", "Users API Keys", "id", "id", "", api_keys},
        {"res.users.apikeys.description", "API Key Description", "id", "id", "", api_key_descriptions},
        {"ir.config_parameter", "System Parameter", "key, id", "key, id", "key", parameters},
        {"ir.default", "Default Values", "id", "id", "", defaults},
        {"ir.model", "Models", "id", "id", "model", models},
        {"ir.model.fields", "Fields", "name, id", "name, id", "", fields},
        {"ir.module.module", "Module", "name, id", "name, id", "name", modules},
    };
    return described;
}

}  // namespace syncline::inline v1::emulator::erp::rows
