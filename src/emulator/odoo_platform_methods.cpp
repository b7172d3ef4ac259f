// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include <syncline/core/fingerprint.hpp>

#include "emulator/odoo_group.hpp"
#include "emulator/odoo_method_table.hpp"
#include "emulator/odoo_rights.hpp"

// Methods every model has besides reading and writing: rights, metadata, exports, groups of rows.

namespace syncline::inline v1::emulator::erp {

namespace {

std::optional<json> check_access_rights(environment& env, model const& m, arguments const& a) {
    auto const op = operation_of(as_text(a.at("operation")));
    bool const raises = a.by_name.contains("raise_exception") ? truth(a.at("raise_exception")) : true;
    if (raises) check_access(env, m.name, op);
    return erp::has_access(env, m.name, op);
}

std::optional<json> has_access(environment& env, model const& m, arguments const& a) {
    return erp::has_access(env, m.name, operation_of(as_text(a.at("operation"))));
}

std::optional<json> check_field_access_rights(environment& env, model const& m, arguments const& a) {
    json const names = a.by_name.contains("field_names") ? a.at("field_names") : a.at("fields");
    if (truth(names)) {
        check_fields(env, m, names);
        return names;
    }
    json out = json::array();
    for (auto const& f : m.fields)
        if (is_readable(env, m, f.name)) out.push_back(f.name);
    return out;
}

/// names_and_metadata, "get_metadata"
std::optional<json> get_metadata(environment& env, model const& m, arguments const& a) {
    model const& data = env.named("ir.model.data");
    json const columns = json::array({"create_uid", "create_date", "write_uid", "write_date"});
    json out = env.read(m, a.ids, columns);
    for (auto& row : out) {
        json all = json::array();
        for (auto const external : env.db().externals_of(m.name, row["id"].get<id_type>()))
            all.push_back({{"xmlid", env.display_name(data, external)},
                           {"noupdate", env.get(data, external, "noupdate") == json(true)}});
        row["xmlid"] = all.empty() ? json(false) : all[0]["xmlid"];
        row["noupdate"] = all.empty() ? json(false) : all[0]["noupdate"];
        row["xmlids"] = std::move(all);
    }
    return out;
}

/// The external id a record is exported under: the latest one, or one that is made for it (external_ids).
std::string exported_id(environment& env, model const& m, id_type id) {
    auto const known = env.db().externals_of(m.name, id);
    if (!known.empty()) return env.display_name(env.named("ir.model.data"), known.back());
    std::string name(m.name);
    std::replace(name.begin(), name.end(), '.', '_');
    fingerprint_builder digest;
    digest.add(name + std::to_string(id) + std::to_string(env.db().now().time_since_epoch().count()));
    name = "__export__." + name + "_" + std::to_string(id) + "_" + digest.finish().text().substr(0, 8);
    env.bind(name, m.name, id);
    return name;
}

/// One record as lines of cells: the first holds its own cells, further ones those of more than one related record.
std::vector<std::vector<json>> exported(environment& env, model const& m, id_type id,
                                        std::vector<std::vector<std::string>> const& columns) {
    std::vector<std::vector<json>> lines(1, std::vector<json>(columns.size(), ""));
    for (std::size_t c = 0; c < columns.size(); ++c) {
        auto const& path = columns[c];
        if (path.empty()) continue;
        if (path[0] == "id" || path[0] == ".id") {
            lines[0][c] = path[0] == "id" ? exported_id(env, m, id) : std::to_string(id);
            continue;
        }
        field const* const f = m.find(path[0]);
        if (!f) throw key_error(path[0]);
        json const raw = env.get(m, id, f->name);
        if (!f->is_relational()) {
            json const row = env.read(m, {id}, json::array({f->name}))[0];
            json const shown = row[std::string(f->name)];
            bool const blank = shown == json(false) && f->kind != kind::boolean;
            lines[0][c] = blank ? json("") : shown;
            continue;
        }
        bool const is_first =
            std::none_of(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(c),
                         [&](std::vector<std::string> const& other) { return !other.empty() && other[0] == path[0]; });
        if (!is_first) continue;  // went along with the first column of the same field
        std::vector<std::vector<std::string>> below(columns.size());
        for (std::size_t d = c; d < columns.size(); ++d)
            if (!columns[d].empty() && columns[d][0] == path[0]) {
                below[d].assign(columns[d].begin() + 1, columns[d].end());
                if (below[d].empty()) below[d].emplace_back("display_name");
            }
        json const targets = raw.is_array() ? raw : raw.is_number_integer() ? json::array({raw}) : json::array();
        bool first_target = true;
        for (auto const& target : targets) {
            auto more = exported(env, env.named(f->extra), target.get<id_type>(), below);
            if (first_target)
                for (std::size_t d = 0; d < columns.size(); ++d)
                    if (!below[d].empty()) lines[0][d] = more[0][d];
            lines.insert(lines.end(), more.begin() + (first_target ? 1 : 0), more.end());
            first_target = false;
        }
    }
    return lines;
}

std::optional<json> export_data(environment& env, model const& m, arguments const& a) {
    std::vector<std::vector<std::string>> columns;
    for (auto const& name : a.at("fields_to_export")) {
        std::vector<std::string> path;
        auto const text = as_text(name);
        for (std::size_t from = 0; from <= text.size();) {
            auto const slash = std::min(text.find('/', from), text.size());
            path.push_back(text.substr(from, slash - from));
            from = slash + 1;
        }
        columns.push_back(std::move(path));
    }
    json rows = json::array();
    for (auto const id : a.ids) {
        if (!env.exists(m, id)) throw missing_error(m.name, {id}, env.uid());
        for (auto const& line : exported(env, m, id, columns)) rows.push_back(line);
    }
    return json{{"datas", std::move(rows)}};
}

/// api_keys: keys are made in the browser, after the password was asked for again.
std::optional<json> make_key(environment&, model const&, arguments const&) {
    throw user_error("This method can only be accessed over HTTP");
}

/// `ir.default`: a value that new records get when nobody gives another one.
std::optional<json> set_default(environment& env, model const& m, arguments const& a) {
    auto const of = as_text(a.at("model_name"));
    auto const name = as_text(a.at("field_name"));
    if (!env.knows(of) || !env.named(of).find(name)) throw validation_error("Invalid field " + of + "." + name);
    json const vals = {{"model_name", of}, {"field_name", name}, {"json_value", a.at("value").dump()}};
    for (auto const& row : env.db().at(m.name).rows)
        if (env.get(m, row.first, "model_name") == json(of) && env.get(m, row.first, "field_name") == json(name)) {
            env.write(m, {row.first}, vals);
            return true;
        }
    static_cast<void>(env.create(m, vals));
    return true;
}

std::optional<json> read_group(environment& env, model const& m, arguments const& a) {
    return erp::read_group(env, m,
                           {.domain = a.at("domain"),
                            .fields = a.at("fields"),
                            .by = a.at("groupby"),
                            .offset = a.at("offset"),
                            .limit = a.at("limit"),
                            .order = a.at("orderby"),
                            .lazy = !a.by_name.contains("lazy") || truth(a.at("lazy"))});
}

std::optional<json> formatted_read_group(environment& env, model const& m, arguments const& a) {
    return erp::formatted_read_group(env, m,
                                     {.domain = a.at("domain"),
                                      .fields = a.at("aggregates"),
                                      .by = a.at("groupby"),
                                      .offset = a.at("offset"),
                                      .limit = a.at("limit"),
                                      .order = a.at("order"),
                                      .lazy = false});
}

}  // namespace

std::span<method const> platform_methods() {
    static std::vector<method> const all = {
        {"check_access_rights", true, {{"operation", true}, {"raise_exception"}}, check_access_rights},
        {"has_access", false, {{"operation", true}}, has_access, {}, 18},
        {"check_field_access_rights", true, {{"operation", true}, {"field_names", true}}, check_field_access_rights},
        {"get_metadata", false, {}, get_metadata},
        {"export_data", false, {{"fields_to_export", true}}, export_data},
        {"read_group",
         true,
         {{"domain", true}, {"fields", true}, {"groupby", true}, {"offset"}, {"limit"}, {"orderby"}, {"lazy"}},
         read_group},
        {"formatted_read_group",
         true,
         {{"domain", true}, {"groupby"}, {"aggregates"}, {"having"}, {"offset"}, {"limit"}, {"order"}},
         formatted_read_group,
         {},
         19},
        {"make_key", false, {}, make_key, "res.users.apikeys.description"},
        {"set",
         true,
         {{"model_name", true}, {"field_name", true}, {"value", true}, {"user_id"}, {"company_id"}, {"condition"}},
         set_default,
         "ir.default"},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
