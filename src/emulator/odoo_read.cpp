// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "emulator/odoo_behaviour.hpp"
#include "emulator/odoo_metadata.hpp"
#include "emulator/odoo_rights.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

/// `a.b` into `a` and `b`; without a dot the whole in the second half, for a field of the same record.
std::pair<std::string_view, std::string_view> split_path(std::string_view path) {
    auto const dot = path.find('.');
    if (dot == std::string_view::npos) return {{}, path};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

struct sort_term {
    std::string_view field;
    bool descending;
    bool blanks_first;
};

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

bool equal_lower(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

/// The terms of an ORDER BY; throws the UserError Odoo has for everything that is none.
std::vector<sort_term> parse_order(std::string_view order) {
    auto const bad = [&] {
        return user_error("Invalid \"order\" specified (" + std::string(order) +
                          "). A valid \"order\" specification is a comma-separated list of valid field names "
                          "(optionally followed by asc/desc for the direction)");
    };
    std::vector<sort_term> out;
    std::string_view rest = order;
    for (bool more = true; more;) {
        auto const comma = rest.find(',');
        std::string_view part = trimmed(rest.substr(0, comma));
        more = comma != std::string_view::npos;
        if (more) rest.remove_prefix(comma + 1);
        auto const word = [&] {
            auto const end = part.find(' ');
            auto const w = part.substr(0, end);
            part = end == std::string_view::npos ? std::string_view() : trimmed(part.substr(end));
            return w;
        };
        sort_term t{word(), false, false};
        if (t.field.empty() || t.field.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
            throw bad();
        if (!part.empty()) {
            auto const direction = word();
            if (!equal_lower(direction, "asc") && !equal_lower(direction, "desc")) throw bad();
            t.descending = equal_lower(direction, "desc");
        }
        t.blanks_first = t.descending;  // PostgreSQL counts NULL as the greatest
        if (!part.empty()) {
            if (!equal_lower(part, "nulls first") && !equal_lower(part, "nulls last")) throw bad();
            t.blanks_first = equal_lower(part, "nulls first");
        }
        out.push_back(t);
    }
    return out;
}

}  // namespace

std::string environment::language() const {
    auto const it = settings_.context.find("lang");
    return it != settings_.context.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::string environment::timezone() const {
    auto const it = settings_.context.find("tz");
    return it != settings_.context.end() && it->is_string() ? it->get<std::string>() : settings_.timezone;
}

std::string environment::today() const {
    return show_datetime(db_.now() + offset_of_utc(timezone(), db_.now())).substr(0, 10);
}

bool environment::exists(model const& m, id_type id) { return db_.see(db_.at(m.name), id, seen()) != nullptr; }

json environment::get(model const& m, id_type id, std::string_view field_name) {
    auto const* const v = db_.see(db_.at(m.name), id, {db_.now(), true});
    return v ? get(m, id, *v, m.at(field_name)) : json();
}

json environment::get(model const& m, id_type id, values const& v, field const& f) {
    if (f.is_related()) {
        auto const [hop, name] = split_path(f.through);
        if (hop.empty()) return get(m, id, v, m.at(name));
        auto const& over = m.at(hop);
        json const target = get(m, id, v, over);
        if (!target.is_number_integer()) return nullptr;
        return get(named(over.extra), target.get<id_type>(), name);
    }
    if (f.kind == kind::one2many || !f.stored || f.derived || f.name == "id") return computed(m, id, v, f);
    if (m.name == "res.country" && f.name == "name")
        if (auto const translated = country_name(language(), as_text(v[m.at("code").slot])); !translated.empty())
            return translated;
    return v[f.slot];
}

json environment::computed(model const& m, id_type id, values const& v, field const& f) {
    if (f.name == "id") return id;
    if (auto const* const b = behaviour_of(m.name); b && b->compute)
        if (auto made = b->compute(*this, {*this, m, id}, f)) return *std::move(made);
    if (f.kind == kind::one2many) {
        if (f.through.empty()) return json::array();
        model const& other = named(f.extra);
        table& t = db_.at(f.extra);
        auto const slot = other.at(f.through).slot;
        std::vector<id_type> ids;
        field const* const active = other.find("active");
        for (auto const child : t.pointing[slot][id]) {
            values const* const seen_child = db_.see(t, child, seen());
            if (!seen_child || (*seen_child)[slot] != json(id)) continue;
            if (active && (*seen_child)[active->slot] == json(false)) continue;
            ids.push_back(child);
        }
        sort(other, ids, other.order);
        return json(ids);
    }
    if (f.name == "display_name" || f.name == "complete_name") {
        if (m.name == "ir.model.data") return as_text(v[m.at("module").slot]) + "." + as_text(v[m.at("name").slot]);
        auto const text = display_name(m, id);
        return text.empty() ? json() : json(text);
    }
    if (f.name == "commercial_partner_id") {
        // A company, or a partner without one above, stands for itself.
        json const& above = v[m.at("parent_id").slot];
        if (v[m.at("is_company").slot] == json(true) || !above.is_number_integer()) return id;
        return get(m, above.get<id_type>(), "commercial_partner_id");
    }
    // crud_res_partner, "search_read with fields=[]": whoever makes a record follows it
    if (f.name == "message_is_follower") return v[m.at("create_uid").slot] == json(uid());
    if (f.name == "message_partner_ids") {
        json const& maker = v[m.at("create_uid").slot];
        if (!maker.is_number_integer()) return json::array();
        return json::array({get(named("res.users"), maker.get<id_type>(), "partner_id")});
    }
    if (f.name == "task_count") return get(m, id, "task_ids").size();
    if (f.name == "contact_address") return as_text(get(m, id, "street")) + "\n" + as_text(get(m, id, "city"));
    return f.readonly ? json() : v[f.slot];
}

std::string environment::display_name(model const& m, id_type id) {
    auto const text = [&](std::string_view name) {
        json const v = get(m, id, name);
        return v.is_string() ? v.get<std::string>() : std::string();
    };
    if (m.name == "res.partner") {
        // names_and_metadata: "Azure Interior, Brandon Freeman"; a company keeps its own name alone.
        if (get(m, id, "is_company") == json(true)) return text("name");
        json const above = get(m, id, "parent_id");
        if (above.is_number_integer()) return display_name(m, above.get<id_type>()) + ", " + text("name");
        // web_session: "YourCompany, Mitchell Admin", who has no more than the name of a company
        auto const company = text("company_name");
        return company.empty() ? text("name") : company + ", " + text("name");
    }
    if (auto const* const b = behaviour_of(m.name); b && b->display_name) return b->display_name(*this, {*this, m, id});
    if (m.name == "ir.model.data") return text("complete_name");
    return m.find("name") ? text("name") : std::string(m.name) + "," + std::to_string(id);
}

void environment::columns_of(model const& m, std::string_view order, std::vector<field const*> const& hops, bool flip,
                             std::vector<sort_column>& out) const {
    for (auto const& t : parse_order(order)) {
        field const* const f = m.find(t.field);
        // crud_res_partner, "order by an unknown field": the same words on all three
        if (!f)
            throw value_error("Invalid field " + repr(std::string(t.field)) + " on model " + repr(std::string(m.name)));
        // since 18 only columns sort; before, what has none is left out of the order
        if (series() >= 18 && !f->stored && !f->is_related())
            throw value_error("Cannot convert " + std::string(m.name) + "." + std::string(t.field) +
                              " to SQL because it is not stored");
        bool const descending = t.descending != flip;
        if (f->kind == kind::many2one && hops.size() < 3) {
            // a many2one sorts as the records it points to do
            auto further = hops;
            further.push_back(f);
            model const& other = named(f->extra);
            columns_of(other, other.order, further, descending, out);
        } else {
            out.push_back({hops, f, descending, flip ? !t.blanks_first : t.blanks_first});
        }
    }
}

json environment::sort_key(model const& m, id_type id, sort_column const& c) {
    model const* at = &m;
    for (auto const* hop : c.hops) {
        json const next = get(*at, id, hop->name);
        if (!next.is_number_integer()) return nullptr;
        id = next.get<id_type>();
        at = &named(hop->extra);
    }
    return get(*at, id, c.last->name);
}

void environment::sort(model const& m, std::vector<id_type>& ids, std::string_view order) {
    if (order == "id") {
        std::sort(ids.begin(), ids.end());
        return;
    }
    std::vector<sort_column> columns;
    columns_of(m, order, {}, false, columns);
    if (ids.size() < 2) return;
    std::vector<std::pair<std::vector<json>, id_type>> keyed;
    keyed.reserve(ids.size());
    for (auto const id : ids) {
        std::vector<json> keys;
        keys.reserve(columns.size());
        for (auto const& c : columns) keys.push_back(sort_key(m, id, c));
        keyed.emplace_back(std::move(keys), id);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [&](auto const& a, auto const& b) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            json const& x = a.first[i];
            json const& y = b.first[i];
            if (x == y) continue;
            if (x.is_null() != y.is_null()) return x.is_null() == columns[i].blanks_first;
            return (x < y) != columns[i].descending;
        }
        return false;
    });
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = keyed[i].second;
}

std::vector<id_type> environment::search(model const& m, json const& text, json const& offset, json const& limit,
                                         json const& order) {
    domain const wanted = domain::parse(*this, m, text);
    // An archived record shows only when asked for: by a term on `active`, or by active_test in the context.
    field const* active = m.find("active");
    if (active) {
        auto const it = context().find("active_test");
        if (it != context().end() && !truth(*it)) active = nullptr;
        for (auto const& leaf : text)
            if (leaf.is_array() && !leaf.empty() && leaf[0] == "active") active = nullptr;
    }
    std::vector<id_type> ids;
    view const who = seen();
    bool const is_ruled = !is_superuser() && db_.at("res.company").rows.size() > 1;
    for (auto const& [id, r] : db_.at(m.name).rows) {
        values const* const v = database::see(r, who);
        if (!v || (active && (*v)[active->slot] == json(false))) continue;
        if (is_ruled && !is_visible(m, id, *v)) continue;
        if (wanted.holds(*this, m, id, *v)) ids.push_back(id);
    }
    sort(m, ids,
         order.is_string() && !order.get_ref<std::string const&>().empty() ? order.get<std::string>()
                                                                           : std::string(m.order));
    auto const count = [](json const& v) { return v.is_number() ? v.get<std::int64_t>() : 0; };
    if (count(limit) < 0)
        throw exception{.name = "psycopg2.errors.InvalidRowCountInLimitClause",
                        .message = "LIMIT must not be negative\n"};
    // crud_res_partner, "limit 0": no limit
    auto const first = std::min(static_cast<std::size_t>(std::max<std::int64_t>(count(offset), 0)), ids.size());
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(first));
    if (auto const most = static_cast<std::size_t>(count(limit)); most > 0 && most < ids.size()) ids.resize(most);
    return ids;
}

json environment::present(model const& m, id_type id, values const& v, field const& f, bool classic) {
    if (f.secret) return false;
    json raw = get(m, id, v, f);
    switch (f.kind) {
        case kind::many2one: {
            if (!raw.is_number_integer()) return false;
            // crud_res_partner, "read with load=''": the bare id
            if (!classic) return raw;
            return json::array({raw, display_name(named(f.extra), raw.get<id_type>())});
        }
        case kind::many2many: {
            // in the order of the other model (multi_company, "admin companies")
            std::vector<id_type> ids;
            for (auto const& one : raw)
                if (one.is_number_integer()) ids.push_back(one.get<id_type>());
            if (ids.size() > 1) sort(named(f.extra), ids, named(f.extra).order);
            return json(ids);
        }
        case kind::one2many:
        case kind::properties:
        case kind::properties_definition: return raw.is_null() ? json::array() : raw;
        case kind::boolean: return raw == json(true);
        case kind::integer: return raw.is_null() ? json(0) : raw;
        case kind::floating:
        case kind::monetary: return raw.is_null() ? json(0.0) : raw;
        case kind::datetime:
            return raw.is_null() ? json(false)
                                 : json(show_datetime(instant(std::chrono::microseconds(raw.get<id_type>()))));
        default: return raw.is_null() ? json(false) : raw;
    }
}

json environment::read(model const& m, std::vector<id_type> const& ids, json const& field_names, bool classic) {
    std::vector<field const*> wanted;
    if (!truth(field_names)) {
        for (auto const& f : m.fields)
            if (f.name != "id" && is_readable(*this, m, f.name)) wanted.push_back(&f);
    }
    for (auto const& name : field_names) {
        field const* const f = m.find(as_text(name));
        if (!f)  // errors_object, "unknown field in read"
            throw value_error("Invalid field " + repr(as_text(name)) + (series() == 19 ? " on " : " on model ") +
                              repr(std::string(m.name)));
        if (f->name != "id" && std::find(wanted.begin(), wanted.end(), f) == wanted.end()) wanted.push_back(f);
    }
    json out = json::array();
    table const& t = db_.at(m.name);
    for (auto const id : ids) {
        values const* const v = db_.see(t, id, seen());
        if (!v) continue;  // errors_object, "read one existing and one missing record"
        json row = {{"id", id}};
        for (auto const* f : wanted) row[std::string(f->name)] = present(m, id, *v, *f, classic);
        out.push_back(std::move(row));
    }
    return out;
}

json environment::fields_get(model const& m, json const& names, json const& attributes) {
    auto const listed = [](json const& list, std::string_view name) {
        if (!list.is_array() || list.empty()) return true;
        return std::find(list.begin(), list.end(), json(name)) != list.end();
    };
    json out = json::object();
    for (auto const& f : m.fields) {
        if (!listed(names, f.name) || !is_readable(*this, m, f.name))
            continue;  // an unknown name is left out without a word
        json all = {{"name", f.name},
                    {"type", to_string(f.kind)},
                    {"string", f.label},
                    {"required", f.required},
                    {"readonly", f.readonly},
                    {"store", f.stored},
                    {"searchable", f.searchable}};
        if (f.is_relational()) all["relation"] = f.extra;
        if (f.kind == kind::one2many) all["relation_field"] = f.through;
        if (f.size > 0) all["size"] = f.size;
        if (f.kind == kind::selection) {
            json options = json::array();
            for (std::string_view rest = f.extra; !rest.empty();) {
                auto const end = rest.find(';');
                auto const option = rest.substr(0, end);
                auto const colon = option.find(':');
                options.push_back(json::array({option.substr(0, colon), option.substr(colon + 1)}));
                rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
            }
            all["selection"] = std::move(options);
        }
        json chosen = json::object();
        for (auto const& [k, v] : all.items())
            if (listed(attributes, k)) chosen[k] = v;
        // 16 says of this one, asked or not, that it cannot be searched (fields_get/sale.order.line)
        if (series() == 16 && f.name == "analytic_distribution_search") chosen["searchable"] = false;
        out[std::string(f.name)] = std::move(chosen);
    }
    return out;
}

json environment::name_search(model const& m, std::string const& name, json const& extra, std::string const& op,
                              json const& limit) {
    json wanted = extra.is_array() ? extra : json::array();
    bool const positive = op == "=" || op == "ilike" || op == "=ilike" || op == "like" || op == "in";
    if (m.name == "res.country" && positive && name.size() == 2) {
        // names_and_metadata, "country by code": an exact code comes first, names behind it
        json by_code = wanted;
        by_code.push_back(json::array({"code", "=ilike", name}));
        auto ids = search(m, by_code, 0, 0, nullptr);
        wanted.push_back(json::array({"name", op, name}));
        auto const most = limit.is_number() ? limit.get<std::size_t>() : 0;
        std::size_t const room = most + (series() == 16 ? ids.size() : 0);  // 16 does not count the exact code
        for (auto const id : search(m, wanted, 0, 0, nullptr))
            if ((most == 0 || ids.size() < room) && std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(id);
        json out = json::array();
        for (auto const id : ids) out.push_back(json::array({id, display_name(m, id)}));
        return out;
    }
    if (!name.empty()) {
        // a partner is also found by what else names it, a product by its codes
        std::vector<std::string> fields = {"display_name"};
        if (m.name == "res.partner") fields = {"display_name", "email", "ref", "vat"};
        if (m.name == "product.product") fields = {"name", "default_code", "barcode"};
        for (std::size_t i = 1; i < fields.size(); ++i) wanted.push_back(positive ? "|" : "&");
        for (auto const& f : fields) wanted.push_back(json::array({f, op, name}));
    }
    json out = json::array();
    for (auto const id : search(m, wanted, 0, limit, nullptr)) out.push_back(json::array({id, display_name(m, id)}));
    return out;
}

}  // namespace syncline::inline v1::emulator::erp
