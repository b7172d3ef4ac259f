// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_schema_rows.hpp"

// What every other area points to: countries, users, units, external ids.

namespace syncline::inline v1::emulator::erp::rows {

namespace {

constexpr row partner_category[] = {
    {"name", character, "Name", {}, required, 19},
    {"name", character, "Tag Name", {}, required, 16, 18},
    {"color", integer, "Color"},
    {"active", boolean, "Active"},
};

constexpr row country[] = {
    {"name", character, "Country Name", {}, required},
    {"code", character, "Country Code"},
    {"phone_code", integer, "Country Calling Code"},
};

constexpr row currency_rate[] = {
    {"name", date, "Date", {}, required},
    {"rate", floating, "Technical Rate"},
    {"currency_id", many2one, "Currency", "res.currency", required | readonly | cascades},
    {"company_id", many2one, "Company", "res.company"},
};

constexpr row users[] = {
    {"login", character, "Login", {}, required},
    {"name", character, "Name", {}, unstored, 16, 99, "partner_id.name"},
    {"email", character, "Email", {}, unstored, 16, 99, "partner_id.email"},
    {"partner_id", many2one, "Related Partner", "res.partner", required},
    {"company_id", many2one, "Company", "res.company", required},
    {"company_ids", many2many, "Companies", "res.company"},
    {"lang", selection, "Language", "en_US:English (US);fr_FR:French / Français"},
    {"tz", character, "Timezone"},
    {"active", boolean, "Active"},
    {"groups_id", many2many, "Groups", "res.groups", 0, 16, 18},
    {"group_ids", many2many, "Groups", "res.groups", 0, 19},
    {"password", character, "Password", {}, secret},
    {"totp_secret", character, "Totp Secret", {}, readonly | secret},
};

constexpr row unit[] = {
    {"name", character, "Unit of Measure", {}, required},
    {"active", boolean, "Active"},
};

constexpr row precision[] = {
    {"name", character, "Usage", {}, required},
    {"digits", integer, "Digits", {}, required},
};

constexpr row model_data[] = {
    {"module", character, "Module", {}, required},
    {"name", character, "External Identifier", {}, required},
    {"complete_name", character, "Complete ID", {}, readonly | unsearched},
    {"model", character, "Model Name", {}, required},
    {"res_id", integer, "Record ID"},
    {"noupdate", boolean, "Non Updatable"},
};

}  // namespace

std::span<description const> base() {
    static constexpr description described[] = {
        {"res.partner.category", "Partner Tags", "name", "name, id", "", partner_category},
        {"res.country", "Country", "name, id", "name, id", "", country},
        {"res.currency.rate", "Currency Rate", "name desc, id", "name desc, id", "", currency_rate},
        {"res.users", "User", "name, login, id", "name, login, id", "login", users},
        {"uom.uom", "Product Unit of Measure", "id", "id", "", unit},
        {"decimal.precision", "Decimal Precision", "id", "id", "", precision},
        {"ir.model.data", "Model Data", "module, model, name, id", "module, model, name, id", "", model_data},
    };
    return described;
}

}  // namespace syncline::inline v1::emulator::erp::rows
