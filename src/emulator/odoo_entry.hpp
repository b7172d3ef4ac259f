// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/odoo_environment.hpp"

namespace syncline::inline v1::emulator::erp {

/// One record by model and id: what the models' own code reads and sets fields with. An entry of id 0 is no record:
/// its fields are blank.
class entry {
public:
    entry(environment& env, model const& m, id_type id) : env_(&env), model_(&m), id_(id) {}
    entry(environment& env, std::string_view model_name, id_type id) : entry(env, env.named(model_name), id) {}

    [[nodiscard]] id_type id() const noexcept { return id_; }
    [[nodiscard]] explicit operator bool() const noexcept { return id_ != 0; }
    [[nodiscard]] erp::model const& model() const noexcept { return *model_; }
    [[nodiscard]] bool has(std::string_view field_name) const { return model_->find(field_name) != nullptr; }

    [[nodiscard]] json get(std::string_view field_name) const {
        return id_ == 0 ? json() : env_->get(*model_, id_, field_name);
    }
    [[nodiscard]] double number(std::string_view field_name) const {
        json const v = get(field_name);
        return v.is_number() ? v.get<double>() : 0.0;
    }
    [[nodiscard]] bool is(std::string_view field_name) const { return get(field_name) == json(true); }
    [[nodiscard]] std::string text(std::string_view field_name) const {
        json const v = get(field_name);
        return v.is_string() ? v.get<std::string>() : std::string();
    }
    [[nodiscard]] id_type id_of(std::string_view field_name) const {
        json const v = get(field_name);
        return v.is_number_integer() ? v.get<id_type>() : 0;
    }
    [[nodiscard]] std::vector<id_type> ids(std::string_view field_name) const {
        json const v = get(field_name);
        return v.is_array() ? v.get<std::vector<id_type>>() : std::vector<id_type>();
    }
    /// The record a many2one points to.
    [[nodiscard]] entry to(std::string_view field_name) const {
        return {*env_, model_->at(field_name).extra, id_of(field_name)};
    }
    [[nodiscard]] std::vector<entry> each(std::string_view field_name) const {
        std::vector<entry> out;
        for (auto const child : ids(field_name)) out.emplace_back(*env_, model_->at(field_name).extra, child);
        return out;
    }
    [[nodiscard]] std::string name() const { return id_ == 0 ? std::string() : env_->display_name(*model_, id_); }

    /// A value the server computes by itself: no checks, and the write date stays.
    void set(std::string_view field_name, json value) const { env_->set(*model_, id_, field_name, std::move(value)); }
    /// The same with the write date, when it is another value than before.
    void update(std::string_view field_name, json value) const {
        if (get(field_name) == value) return;
        set(field_name, std::move(value));
        touch();
    }
    void touch() const { set("write_date", env_->db().now().time_since_epoch().count()); }
    void write(json const& vals) const { env_->write(*model_, {id_}, vals); }

private:
    environment* env_;
    erp::model const* model_;
    id_type id_;
};

/// Those records of a model for which `holds` is true, by id.
template <class Test>
[[nodiscard]] std::vector<entry> those(environment& env, std::string_view model_name, Test holds) {
    std::vector<entry> out;
    std::vector<id_type> ids;
    for (auto const& [id, r] : env.db().at(model_name).rows) ids.push_back(id);
    for (auto const id : ids)
        if (entry e{env, model_name, id}; holds(e)) out.push_back(e);
    return out;
}

/// The first of them, or no record.
template <class Test>
[[nodiscard]] entry first(environment& env, std::string_view model_name, Test holds) {
    for (auto const& [id, r] : env.db().at(model_name).rows)
        if (entry e{env, model_name, id}; holds(e)) return e;
    return {env, model_name, 0};
}

/// The record an external id names, or no record.
[[nodiscard]] entry by_name(environment& env, std::string_view model_name, std::string const& external_id);

/// Digits behind the point of an amount in that currency.
[[nodiscard]] inline int digits_of(entry const& currency) {
    return currency ? static_cast<int>(currency.number("decimal_places")) : 2;
}

/// An action that opens records, as methods of wizards answer.
[[nodiscard]] json open_records(std::string_view name, std::string_view model_name, std::vector<id_type> const& ids,
                                int series, json context);

}  // namespace syncline::inline v1::emulator::erp
