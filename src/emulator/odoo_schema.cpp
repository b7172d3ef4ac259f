// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_schema.hpp"

#include "emulator/odoo_schema_rows.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

using rows::description;
using rows::row;

constexpr row every_model[] = {
    {"id", kind::integer, "ID", {}, rows::readonly},
    {"create_uid", kind::many2one, "Created by", "res.users", rows::readonly},
    {"create_date", kind::datetime, "Created on", {}, rows::readonly},
    {"write_uid", kind::many2one, "Last Updated by", "res.users", rows::readonly},
    {"write_date", kind::datetime, "Last Updated on", {}, rows::readonly},
    {"__last_update", kind::datetime, "Last Modified on", {}, rows::readonly | rows::unsearched, 16, 16, "write_date"},
    {"display_name", kind::character, "Display Name", {}, rows::readonly | rows::unstored},
};

/// A model of which nothing is kept but that others point to it.
constexpr row outside_model[] = {
    {"name", kind::character, "Name"},
};

void add(model& m, row const& r, int series) {
    if (series < r.since || series > r.until) return;
    auto const is = [&](unsigned flag) { return (r.flags & flag) != 0; };
    m.fields.push_back({.name = r.name,
                        .kind = r.kind,
                        .label = r.label,
                        .extra = r.extra,
                        .through = r.through,
                        .required = is(rows::required),
                        .enforced = is(rows::required) && !is(rows::lenient),
                        .readonly = is(rows::readonly),
                        .stored = !is(rows::unstored) && !is(rows::unsearched),
                        .derived = is(rows::derived),
                        .searchable = !is(rows::unsearched),
                        .priced = is(rows::priced),
                        .measured = is(rows::measured),
                        .cascades = is(rows::cascades),
                        .restricts = is(rows::restricts),
                        .secret = is(rows::secret),
                        .slot = m.fields.size()});
    m.slots.emplace(r.name, m.fields.size() - 1);
}

model build(description const& d, int series) {
    model m{.name = d.name, .label = d.label, .order = series == 16 ? d.order_16 : d.order, .key_field = d.key_field};
    for (auto const& r : d.rows) add(m, r, series);
    for (auto const& r : every_model)
        if (!m.slots.contains(r.name)) add(m, r, series);  // some models call them by other names
    return m;
}

schema build(int series) {
    schema s;
    for (auto const area :
         {rows::base(), rows::access(), rows::partners(), rows::products(), rows::sales(), rows::invoices(),
          rows::payments(), rows::analytic(), rows::projects(), rows::employees(), rows::crm()})
        for (auto const& d : area)
            if (series >= d.since && series <= d.until) s.emplace(d.name, build(d, series));
    // 16 and 18 speak of leads and opportunities, 19 of leads (errors_object, "missing required field crm.lead.name")
    if (series == 19) s.at("crm.lead").label = "Lead";
    std::vector<std::string_view> elsewhere;
    for (auto const& [name, m] : s)
        for (auto const& f : m.fields)
            if (f.is_relational() && !s.contains(f.extra)) elsewhere.push_back(f.extra);
    for (auto const name : elsewhere)
        if (!s.contains(name)) {
            model m = build({name, name, "id", "id", "", outside_model}, series);
            m.outside = true;
            s.emplace(name, std::move(m));
        }
    link_back(s);
    return s;
}

}  // namespace

std::string_view to_string(kind k) noexcept {
    switch (k) {
        case kind::character: return "char";
        case kind::text: return "text";
        case kind::html: return "html";
        case kind::integer: return "integer";
        case kind::floating: return "float";
        case kind::monetary: return "monetary";
        case kind::boolean: return "boolean";
        case kind::date: return "date";
        case kind::datetime: return "datetime";
        case kind::selection: return "selection";
        case kind::binary: return "binary";
        case kind::document: return "json";
        case kind::properties: return "properties";
        case kind::properties_definition: return "properties_definition";
        case kind::many2one: return "many2one";
        case kind::one2many: return "one2many";
        case kind::many2many: return "many2many";
    }
    return "?";
}

std::optional<kind> kind_of(std::string_view odoo_name) noexcept {
    for (auto k = kind::character;; k = static_cast<kind>(static_cast<int>(k) + 1)) {
        if (to_string(k) == odoo_name) return k;
        if (k == kind::many2many) return std::nullopt;
    }
}

void link_back(schema& s) {
    for (auto& [name, m] : s) m.pointed_back.clear();
    for (auto const& [name, m] : s)
        for (auto const& f : m.fields)
            if (f.kind == kind::one2many && !f.through.empty()) {
                model& other = s.at(f.extra);
                auto const slot = other.slots.at(f.through);
                bool known = false;
                for (auto const p : other.pointed_back) known = known || p == slot;
                if (!known) other.pointed_back.push_back(slot);
            }
}

schema const& schema_of(int series) {
    static schema const v16 = build(16);
    static schema const v18 = build(18);
    static schema const v19 = build(19);
    return series == 16 ? v16 : series == 18 ? v18 : v19;
}

}  // namespace syncline::inline v1::emulator::erp
