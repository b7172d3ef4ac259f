// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_metadata.hpp"

#include <algorithm>

#include "emulator/odoo_method_table.hpp"
#include "emulator/odoo_rights.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

struct module_row {
    std::string_view name;
    std::string_view title;
    std::string_view version;  ///< Behind the series: `1.2` of `16.0.1.2`.
    int since = 16;
    int until = 99;
};

// names_and_metadata, "installed modules"; those of the base system besides.
constexpr module_row installed[] = {
    {"base", "Base", "1.3"},
    {"web", "Web", "1.0"},
    {"uom", "Units of measure", "1.0"},
    {"rpc", "RPC Endpoints", "1.0", 19},
    {"api_doc", "API Documentation", "1.0", 19},
    {"account", "Invoicing", "1.2", 16, 16},
    {"account", "Invoicing", "1.3", 18, 18},
    {"account", "Invoicing", "1.4", 19},
    {"crm", "CRM", "1.8", 16, 18},
    {"crm", "CRM", "1.9", 19},
    {"hr_expense", "Expenses", "2.0", 16, 18},
    {"hr_expense", "Expenses", "2.1", 19},
    {"sale_timesheet", "Sales Timesheet", "1.0"},
};

struct extension {
    std::string_view model;
    int series;
    std::string_view modules;
};

// names_and_metadata, "ir.model"
constexpr extension extensions[] = {
    {"res.partner", 16,
     "account, auth_signup, base, bus, calendar, crm, hr, mail, payment, phone_validation, portal, privacy_lookup, "
     "product, project, sale, sales_team"},
    {"res.partner", 18,
     "account, account_edi_ubl_cii, auth_signup, base, bus, calendar, contacts, crm, hr, hr_calendar, mail, payment, "
     "phone_validation, portal, privacy_lookup, product, project, sale, web"},
    {"res.partner", 19,
     "account, account_add_gln, account_edi_ubl_cii, auth_signup, base, bus, calendar, contacts, crm, hr, hr_calendar, "
     "hr_homeworking, hr_homeworking_calendar, mail, payment, phone_validation, portal, privacy_lookup, product, "
     "project, sale, web"},
    {"crm.lead", 16, "crm, sale_crm"},
    {"crm.lead", 18, "crm, sale_crm"},
    {"crm.lead", 19, "crm, sale_crm"},
};

std::string modules_of(std::string_view model_name, int series) {
    for (auto const& e : extensions)
        if (e.model == model_name && e.series == series) return std::string(e.modules);
    if (model_name.starts_with("res.") || model_name.starts_with("ir.")) return "base";
    return std::string(model_name.substr(0, model_name.find('.')));
}

/// Puts a row there that came with the database: nobody's effect, and not written by anybody.
void put(environment& env, std::string_view model_name, json const& vals) {
    model const& m = env.named(model_name);
    table& t = env.db().at(model_name);
    record r;
    r.built_in = true;
    r.values.resize(m.fields.size());
    for (auto const& [name, value] : vals.items()) r.values[m.at(name).slot] = value;
    r.values[m.at("create_date").slot] = env.db().now().time_since_epoch().count();
    r.values[m.at("write_date").slot] = env.db().now().time_since_epoch().count();
    env.db().put(t, t.take_id(), std::move(r));
}

std::optional<id_type> row_of(environment& env, std::string const& key) {
    model const& m = env.named("ir.config_parameter");
    for (auto const& row : env.db().at(m.name).rows)
        if (env.get(m, row.first, "key") == json(key)) return row.first;
    return std::nullopt;
}

struct language {
    std::string_view code;
    std::string_view name;
};

constexpr language all_languages[] = {
    {"sq_AL", "Albanian / Shqip"},
    {"am_ET", "Amharic / አምሃርኛ"},
    {"ar_SY", "Arabic (Syria) / الْعَرَبيّة"},
    {"ar_001", "Arabic / الْعَرَبيّة"},
    {"az_AZ", "Azerbaijani / Azərbaycanca"},
    {"bg_BG", "Bulgarian / български език"},
    {"ca_ES", "Catalan / Català"},
    {"hr_HR", "Croatian / hrvatski jezik"},
    {"cs_CZ", "Czech / Čeština"},
    {"da_DK", "Danish / Dansk"},
    {"nl_NL", "Dutch / Nederlands"},
    {"en_GB", "English (UK)"},
    {"en_US", "English (US)"},
    {"fi_FI", "Finnish / Suomi"},
    {"fr_FR", "French / Français"},
    {"de_DE", "German / Deutsch"},
    {"hu_HU", "Hungarian / Magyar"},
    {"it_IT", "Italian / Italiano"},
    {"pl_PL", "Polish / Język polski"},
    {"pt_PT", "Portuguese / Português"},
    {"ro_RO", "Romanian / română"},
    {"es_ES", "Spanish / Español"},
    {"sv_SE", "Swedish / Svenska"},
};

struct translation {
    std::string_view code;
    std::string_view name;
};

constexpr translation french_countries[] = {
    {"AT", "Autriche"},
    {"AU", "Australie"},
    {"BE", "Belgique"},
    {"BR", "Brésil"},
    {"CF", "République Centrafricaine"},
    {"CH", "Suisse"},
    {"CN", "Chine"},
    {"CZ", "République tchèque"},
    {"DE", "Allemagne"},
    {"DK", "Danemark"},
    {"ES", "Espagne"},
    {"FI", "Finlande"},
    {"GB", "Royaume-Uni"},
    {"GF", "Guyane française"},
    {"IE", "Irlande"},
    {"IN", "Inde"},
    {"IT", "Italie"},
    {"JO", "Jordanie"},
    {"JP", "Japon"},
    {"KR", "Corée du Sud"},
    {"MX", "Mexique"},
    {"NL", "Pays-Bas"},
    {"NO", "Norvège"},
    {"PF", "Polynésie française"},
    {"PL", "Pologne"},
    {"RO", "Roumanie"},
    {"SE", "Suède"},
    {"US", "États-Unis"},
};

json methods_of(environment& env, model const& m) {
    std::vector<std::string> names;
    for (auto const* const described : methods_of_model(env.series(), m.name)) names.emplace_back(described->name);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace

void describe_models(environment& env, std::string_view asked_for) {
    if (asked_for != "ir.model" && asked_for != "ir.model.fields") return;
    if (!env.db().at("ir.model").rows.empty()) return;
    // the base system is there first, so its models come first
    std::vector<model const*> all;
    for (auto const& [name, m] : env.models())
        if (!m.outside) all.push_back(&m);
    std::stable_partition(all.begin(), all.end(),
                          [](model const* m) { return m->name.starts_with("ir.") || m->name.starts_with("res."); });
    for (auto const* const m : all) {
        auto const id = env.db().at("ir.model").next_id;
        put(env, "ir.model", {{"model", m->name}, {"name", m->label}, {"modules", modules_of(m->name, env.series())}});
        for (auto const& f : m->fields)
            put(env, "ir.model.fields",
                {{"name", f.name},
                 {"field_description", f.label},
                 {"model", m->name},
                 {"model_id", id},
                 {"ttype", to_string(f.kind)},
                 {"relation", f.is_relational() ? json(f.extra) : json()},
                 {"required", f.required},
                 {"readonly", f.readonly},
                 {"store", f.stored}});
    }
}

void fill_metadata(environment& env) {
    for (auto const& m : installed)
        if (env.series() >= m.since && env.series() <= m.until)
            put(env, "ir.module.module",
                {{"name", m.name},
                 {"shortdesc", m.title},
                 {"state", "installed"},
                 {"installed_version", std::to_string(env.series()) + ".0." + std::string(m.version)}});
    put(env, "ir.config_parameter", {{"key", "web.base.url"}, {"value", "http://localhost:8069"}});
}

json parameter(environment& env, std::string const& key) {
    auto const id = row_of(env, key);
    return id ? env.get(env.named("ir.config_parameter"), *id, "value") : json(false);
}

void set_parameter(environment& env, std::string const& key, std::string const& value) {
    if (auto const id = row_of(env, key))
        env.write(env.named("ir.config_parameter"), {*id}, {{"value", value}});
    else
        static_cast<void>(env.create(env.named("ir.config_parameter"), {{"key", key}, {"value", value}}));
}

json languages() {
    json out = json::array();
    for (auto const& l : all_languages) out.push_back(json::array({l.code, l.name}));
    return out;
}

std::string country_name(std::string_view language, std::string_view code) {
    if (language.starts_with("fr_"))
        for (auto const& t : french_countries)
            if (t.code == code) return std::string(t.name);
    return {};
}

bool may_read_documentation(environment& env) { return is_member(env, "base.group_system"); }

json documentation_index(environment& env) {
    json modules = json::array();
    for (auto const& row : env.db().at("ir.module.module").rows)
        modules.push_back(env.get(env.named("ir.module.module"), row.first, "name"));
    json models = json::array();
    for (auto const& [name, m] : env.models()) {
        if (m.outside) continue;
        json fields = json::object();
        for (auto const& f : m.fields)
            if (is_readable(env, m, f.name)) fields[std::string(f.name)] = {{"string", f.label}};
        models.push_back(
            {{"model", name}, {"name", m.label}, {"fields", std::move(fields)}, {"methods", methods_of(env, m)}});
    }
    return {{"modules", std::move(modules)}, {"models", std::move(models)}};
}

json documentation_of(environment& env, model const& m) {
    json methods = json::object();
    for (auto const* const described : methods_of_model(env.series(), m.name)) {
        json parameters = json::object();
        for (auto const& p : described->parameters)
            parameters[std::string(p.name)] = p.required ? json::object() : json{{"default", nullptr}};
        methods[std::string(described->name)] = {{"parameters", std::move(parameters)},
                                                 {"api", described->on_model ? json::array({"model"}) : json::array()}};
    }
    return {{"model", m.name},
            {"name", m.label},
            {"doc", nullptr},
            {"fields", env.fields_get(m, nullptr, nullptr)},
            {"methods", std::move(methods)}};
}

}  // namespace syncline::inline v1::emulator::erp
