// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>

#include "emulator/odoo_server.hpp"

// A schema that changes while clients are connected.

namespace syncline::inline v1::emulator {

namespace erp {

namespace {

/// A value as a field of another type has it; blank where PostgreSQL would not turn the column over and Odoo makes it
/// anew.
json carried(kind from, field const& to, json const& value) {
    auto const is_text = [](kind k) {
        return k == kind::character || k == kind::text || k == kind::html || k == kind::selection;
    };
    auto const is_decimal = [](kind k) { return k == kind::floating || k == kind::monetary; };
    bool const fits = from == to.kind || (is_text(from) && is_text(to.kind)) ||
                      ((is_decimal(from) || from == kind::integer) && is_decimal(to.kind));
    if (!fits || value.is_null()) return to.kind == kind::many2many ? json::array() : json();
    return is_decimal(to.kind) ? json(value.get<double>()) : value;
}

bool is_word_in(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        auto const is_part = [&](std::size_t i) {
            return i < text.size() && text[i] != ' ' && text[i] != ',' && text[i] != '.';
        };
        if ((at == 0 || !is_part(at - 1)) && !is_part(at + word.size())) return true;
    }
    return false;
}

constexpr std::string_view of_every_model[] = {"id",        "create_uid", "create_date",
                                               "write_uid", "write_date", "display_name"};

/// What else rests on a field, so that it cannot go, or nothing.
std::string rests_on(schema const& all, model const& m, field const& f) {
    if (std::find(std::begin(of_every_model), std::end(of_every_model), f.name) != std::end(of_every_model))
        return "every model";
    if (is_word_in(m.order, f.name)) return "the order of the model";
    if (m.key_field == f.name) return "the key of the model";
    if (f.kind == kind::one2many && !f.through.empty())
        return "field `" + std::string(f.through) + "` of " + std::string(f.extra);
    for (auto const& [name, other] : all)
        for (auto const& g : other.fields) {
            if (g.through.empty()) continue;
            std::string from = "field `" + std::string(g.name) + "` of " + std::string(name);
            auto const dot = g.through.find('.');
            if (g.kind == kind::one2many) {
                if (g.extra == m.name && g.through == f.name) return from;
            } else if (name == m.name && g.through.substr(0, dot) == f.name) {
                return from;
            } else if (dot != std::string_view::npos && g.through.substr(dot + 1) == f.name) {
                field const* const hop = other.find(g.through.substr(0, dot));
                if (hop && hop->extra == m.name) return from;
            }
        }
    return {};
}

/// `[["key", "Label"]]` as `key:Label;key:Label`; nothing when it is something else.
std::optional<std::string> choices_of(json const& selection) {
    if (!selection.is_array()) return std::nullopt;
    std::string out;
    for (auto const& pair : selection) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) return std::nullopt;
        auto const& key = pair[0].get_ref<std::string const&>();
        auto const& label = pair[1].get_ref<std::string const&>();
        if (key.find_first_of(":;") != std::string::npos || label.find(';') != std::string::npos) return std::nullopt;
        out += (out.empty() ? "" : ";") + key + ':' + label;
    }
    return out;
}

/// Changes the field as the description says; what is wrong with the description, or nothing.
std::string apply(database& db, field& f, json const& description) {
    for (auto const& [name, value] : description.items()) {
        std::string wrong = "found no usable value for \"" + name + "\"";
        if (name == "type") {
            auto const k = value.is_string() ? kind_of(value.get<std::string>()) : std::nullopt;
            if (!k) return wrong;
            if (*k != f.kind) f.extra = {};
            f.kind = *k;
        } else if (name == "string") {
            if (!value.is_string()) return wrong;
            f.label = db.keep(value.get<std::string>());
        } else if (name == "required" || name == "readonly") {
            if (!value.is_boolean()) return wrong;
            (name == "required" ? f.required : f.readonly) = value.get<bool>();
            if (name == "required") f.enforced = f.required;
        } else if (name == "size") {
            if (!value.is_number_unsigned()) return wrong;
            f.size = value.get<std::size_t>();
        } else if (name != "relation" && name != "selection") {
            return "found \"" + name + "\", expected attributes of fields_get that can be changed";
        }
    }
    // behind the type, wherever they stand
    if (auto const relation = description.find("relation"); relation != description.end()) {
        if (!f.is_relational() || !relation->is_string()) return "found no usable value for \"relation\"";
        f.extra = db.keep(relation->get<std::string>());
    }
    if (auto const selection = description.find("selection"); selection != description.end()) {
        auto const choices = choices_of(*selection);
        if (f.kind != kind::selection || !choices) return "found no usable value for \"selection\"";
        f.extra = db.keep(*choices);
    }
    return {};
}

/// Where the fields of a model are kept: each in its own slot.
std::vector<std::optional<std::size_t>> own_slots(model const& m) {
    std::vector<std::optional<std::size_t>> out;
    for (auto const& f : m.fields) out.emplace_back(f.slot);
    return out;
}

struct found_field {
    model const* in;
    field const* one;
};

result<model const*> find_model(database const& db, std::string const& what, std::string_view model_name) {
    auto const it = db.models().find(model_name);
    if (it == db.models().end() || it->second.outside)
        return fail(errc::misconfigured, what + ": knows no model " + std::string(model_name));
    return &it->second;
}

/// The field, when it may go or get another name.
result<found_field> find_free(database const& db, std::string const& what, std::string_view model_name,
                              std::string_view field_name) {
    auto const m = find_model(db, what, model_name);
    if (!m) return fail(m.error());
    field const* const f = (*m)->find(field_name);
    if (!f)
        return fail(errc::misconfigured,
                    what + ": knows no field `" + std::string(field_name) + "` of " + std::string(model_name));
    if (auto const by = rests_on(db.models(), **m, *f); !by.empty())
        return fail(errc::misconfigured, what + ": " + by + " rests on `" + std::string(field_name) + '`');
    return found_field{*m, f};
}

}  // namespace

void database::reshape(std::string_view model_name, std::vector<field> fields,
                       std::vector<std::optional<std::size_t>> const& before) {
    if (!changed_) {
        changed_ = std::make_unique<schema>(schema_of(series_));
        for (auto& [name, t] : tables_) t.model = &changed_->at(name);
    }
    model& m = changed_->at(model_name);
    auto const old_fields = std::exchange(m.fields, std::move(fields));
    m.slots.clear();
    for (std::size_t i = 0; i < m.fields.size(); ++i) {
        m.fields[i].slot = i;
        m.slots.emplace(m.fields[i].name, i);
    }
    link_back(*changed_);
    auto const moved = [&](values const& old) {
        values now;
        for (std::size_t i = 0; i < m.fields.size(); ++i)
            now.push_back(before[i] ? carried(old_fields[*before[i]].kind, m.fields[i], old[*before[i]])
                                    : carried(m.fields[i].kind, m.fields[i], json()));
        return now;
    };
    table& t = at(model_name);
    t.pointing.clear();
    for (auto& [id, r] : t.rows) {
        r.values = moved(r.values);
        if (r.hidden && r.hidden->before) r.hidden->before = moved(*r.hidden->before);
        auto const by_itself = std::exchange(r.by_itself, {});
        for (std::size_t i = 0; i < before.size(); ++i)
            if (before[i] && by_itself.contains(*before[i])) r.by_itself.insert(i);
        point(t, id, r.values, true);
    }
    // what Odoo keeps of its models as records is told anew when somebody asks
    for (auto const* const told : {"ir.model", "ir.model.fields"}) {
        table& records = at(told);
        records.rows.clear();
        records.pointing.clear();
        records.next_id = 1;
    }
}

}  // namespace erp

result<void> odoo::set_field(std::string_view model, std::string_view field, std::string_view description) {
    std::lock_guard const lock(state_->mutex);
    auto& db = state_->db;
    std::string const what = "emulator odoo set_field " + std::string(model) + "." + std::string(field);
    auto const m = erp::find_model(db, what, model);
    if (!m) return fail(m.error());
    erp::json const wanted = erp::json::parse(description, nullptr, false);
    if (!wanted.is_object()) return fail(errc::malformed, what + ": expected a description as a JSON object");
    auto fields = (*m)->fields;
    auto before = erp::own_slots(**m);
    erp::field const* const old = (*m)->find(field);
    if (!old) {
        if (field.empty() || !wanted.contains("type"))
            return fail(errc::malformed, what + ": a new field needs a name and a type");
        auto const name = db.keep(std::string(field));
        fields.push_back({.name = name, .label = name});
        before.emplace_back(std::nullopt);
    }
    erp::field& f = old ? fields[old->slot] : fields.back();
    if (auto const wrong = erp::apply(db, f, wanted); !wrong.empty()) return fail(errc::malformed, what + ": " + wrong);
    if (f.is_relational() && !db.models().contains(f.extra))
        return fail(errc::misconfigured, what + ": knows no model \"" + std::string(f.extra) + "\" to point to");
    if (old && (f.kind != old->kind || (f.is_relational() && f.extra != old->extra))) {
        if (!old->stored || old->derived || !old->through.empty())
            return fail(errc::misconfigured, what + ": the emulator computes it");
        if (auto const by = erp::rests_on(db.models(), **m, *old); !by.empty())
            return fail(errc::misconfigured, what + ": " + by + " rests on it");
        if (f.is_relational()) before[old->slot] = std::nullopt;  // an id of another model says nothing
    }
    db.reshape(model, std::move(fields), before);
    return {};
}

result<void> odoo::rename_field(std::string_view model, std::string_view from, std::string_view to) {
    std::lock_guard const lock(state_->mutex);
    auto const found = erp::find_free(state_->db, "emulator odoo rename_field", model, from);
    if (!found) return fail(found.error());
    if (to.empty() || found->in->find(to))
        return fail(errc::misconfigured,
                    "emulator odoo rename_field: the name `" + std::string(to) + "` is taken, or is none");
    auto fields = found->in->fields;
    fields[found->one->slot].name = state_->db.keep(std::string(to));
    state_->db.reshape(model, std::move(fields), erp::own_slots(*found->in));
    return {};
}

result<void> odoo::remove_field(std::string_view model, std::string_view field) {
    std::lock_guard const lock(state_->mutex);
    auto const found = erp::find_free(state_->db, "emulator odoo remove_field", model, field);
    if (!found) return fail(found.error());
    auto const at = static_cast<std::ptrdiff_t>(found->one->slot);
    auto fields = found->in->fields;
    auto before = erp::own_slots(*found->in);
    fields.erase(fields.begin() + at);
    before.erase(before.begin() + at);
    state_->db.reshape(model, std::move(fields), before);
    return {};
}

}  // namespace syncline::inline v1::emulator
