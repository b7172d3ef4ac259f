// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_database.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

std::string text_in(values const& v, model const& m, std::string_view field_name) {
    auto const& cell = v[m.at(field_name).slot];
    return cell.is_string() ? cell.get<std::string>() : std::string();
}

}  // namespace

database::database(int series) : series_(series) {
    for (auto const& [name, m] : schema_of(series)) tables_[name].model = &m;
}

table* database::find(std::string_view model_name) {
    auto const it = tables_.find(model_name);
    return it == tables_.end() ? nullptr : &it->second;
}

void database::begin(instant now) {
    now_ = now;
    log_.clear();
}

void database::commit(std::chrono::milliseconds delay) {
    // A row changed several times stands several times in the log; its first entry knows how it was before.
    std::set<std::pair<table*, id_type>> seen;
    for (auto& c : log_) {
        if (!seen.emplace(c.table, c.id).second) continue;
        auto const it = c.table->rows.find(c.id);
        if (it == c.table->rows.end()) continue;
        // Writing a row that is still hidden means having waited for the transaction that hid it.
        it->second.hidden.reset();
        if (delay.count() > 0)
            it->second.hidden = record::shadow{
                .until = now_ + delay, .before = c.before ? std::optional(std::move(c.before->values)) : std::nullopt};
    }
    log_.clear();
}

void database::rollback() { undo_to(0); }

void database::undo_to(savepoint s) {
    while (log_.size() > s) {
        change c = std::move(log_.back());
        log_.pop_back();
        restore(*c.table, c.id, std::move(c.before));
    }
}

void database::restore(table& t, id_type id, std::optional<record> before) {
    if (auto const it = t.rows.find(id); it != t.rows.end()) {
        index(t, id, it->second.values, false);
        t.rows.erase(it);
    }
    if (before) {
        index(t, id, before->values, true);
        t.rows.emplace(id, std::move(*before));
    }
}

void database::put(table& t, id_type id, record r) {
    auto const it = t.rows.find(id);
    if (it == t.rows.end()) {
        log_.push_back({&t, id, std::nullopt});
        index(t, id, r.values, true);
        t.rows.emplace(id, std::move(r));
        return;
    }
    index(t, id, it->second.values, false);
    index(t, id, r.values, true);
    log_.push_back({&t, id, std::move(it->second)});
    it->second = std::move(r);
}

void database::erase(table& t, id_type id) {
    auto const it = t.rows.find(id);
    if (it == t.rows.end()) return;
    index(t, id, it->second.values, false);
    log_.push_back({&t, id, std::move(it->second)});
    t.rows.erase(it);
}

void database::point(table& t, id_type id, values const& v, bool add) {
    for (auto const slot : t.model->pointed_back)
        if (v[slot].is_number_integer()) {
            auto& who = t.pointing[slot][v[slot].get<id_type>()];
            if (add)
                who.insert(id);
            else
                who.erase(id);
        }
}

void database::index(table& t, id_type id, values const& v, bool add) {
    point(t, id, v, add);
    if (t.model->name != "ir.model.data") return;
    auto const complete = text_in(v, *t.model, "module") + "." + text_in(v, *t.model, "name");
    auto const& target = v[t.model->at("res_id").slot];
    std::pair const of{text_in(v, *t.model, "model"), target.is_number_integer() ? target.get<id_type>() : 0};
    if (add) {
        external_[complete] = id;
        externals_of_[of].insert(id);
    } else {
        external_.erase(complete);
        externals_of_[of].erase(id);
    }
}

values const* database::see(record const& r, view who) {
    if (who.newest || !r.hidden || who.at >= r.hidden->until) return &r.values;
    return r.hidden->before ? &*r.hidden->before : nullptr;
}

values const* database::see(table const& t, id_type id, view who) const {
    auto const it = t.rows.find(id);
    return it == t.rows.end() ? nullptr : see(it->second, who);
}

std::optional<id_type> database::external(std::string const& complete_name) const {
    auto const it = external_.find(complete_name);
    return it == external_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<id_type> database::externals_of(std::string_view model_name, id_type id) const {
    auto const it = externals_of_.find({std::string(model_name), id});
    return it == externals_of_.end() ? std::vector<id_type>()
                                     : std::vector<id_type>(it->second.begin(), it->second.end());
}

std::string database::external_name_of(std::string_view model_name, id_type id) {
    auto const ids = externals_of(model_name, id);
    if (ids.empty()) return {};
    table const& t = at("ir.model.data");
    values const& v = t.rows.at(ids.front()).values;
    return text_in(v, *t.model, "module") + "." + text_in(v, *t.model, "name");
}

}  // namespace syncline::inline v1::emulator::erp
