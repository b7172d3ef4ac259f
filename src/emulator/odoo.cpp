// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/odoo.hpp>

#include <algorithm>
#include <mutex>

#include "emulator/odoo_rights.hpp"
#include "emulator/odoo_server.hpp"

namespace syncline::inline v1::emulator {

odoo::odoo(any_clock clock, odoo_options options) : state_(std::make_unique<state>(clock, std::move(options), truth)) {}

odoo::~odoo() = default;

result<http::response> odoo::send(http::request const& r, context const& ctx) {
    auto const asked = erp::understand(r);
    call c{.system = "odoo", .operation = asked.operation, .writes = asked.writes};
    {
        std::lock_guard const lock(state_->mutex);
        c.number = ++state_->requests;
        ++state_->calls[asked.operation];
    }
    return faults.carry(
        c, r, state_->clock, ctx,
        [&](verdict const& v) { return state_->act({.request = r, .asked = asked, .decided = v, .number = c.number}); },
        erp::trouble);
}

result<std::int64_t> odoo::add(std::string_view model, std::string_view values, std::string const& external_id) {
    std::lock_guard const lock(state_->mutex);
    erp::json const vals = erp::json::parse(values, nullptr, false);
    if (!vals.is_object())
        return fail(errc::malformed, "emulator odoo add " + std::string(model) + ": expected values as a JSON object");
    auto* const known = state_->db.find(model);
    if (!known || known->model->outside)
        return fail(errc::misconfigured, "emulator odoo add: knows no model " + std::string(model));
    auto& t = *known;
    auto const next = t.next_id;
    auto const wish = vals.find("id");
    try {
        if (wish != vals.end()) {
            if (!wish->is_number_integer() || *wish < 1 || t.rows.contains(wish->get<erp::id_type>()))
                throw erp::value_error("the id " + erp::dumped(*wish) + " is taken, or is none");
            t.next_id = wish->get<erp::id_type>();
        }
        auto const id = state_->transact({.uid = erp::administrator, .superuser = true}, 0, [&](erp::environment& env) {
            auto const made = env.create(env.named(model), vals);
            if (!external_id.empty()) env.bind(external_id, model, made);
            return made;
        });
        if (wish != vals.end()) t.next_id = next;
        return id;
    } catch (erp::exception const& e) {
        if (wish != vals.end()) t.next_id = next;
        return fail({.code = errc::rejected,
                     .message = "emulator odoo add " + std::string(model) + ": refused",
                     .server_message = e.message});
    }
}

result<std::int64_t> odoo::add_user(odoo_user user) {
    std::lock_guard const lock(state_->mutex);
    try {
        return state_->transact({.uid = erp::administrator, .superuser = true}, 0, [&](erp::environment& env) {
            auto groups = user.groups;
            groups.insert(groups.begin(), "base.group_user");
            erp::json const replace = erp::json::array({erp::json::array({6, 0, erp::groups_named(env, groups)})});
            erp::json vals = {{"login", user.login},
                              {"name", user.name.empty() ? user.login : user.name},
                              {state_->options.series == 19 ? "group_ids" : "groups_id", replace}};
            if (!user.password.reveal().empty()) vals["password"] = std::string(user.password.reveal());
            if (!user.companies.empty()) {
                vals["company_id"] = user.companies.front();
                vals["company_ids"] = erp::json::array({erp::json::array({6, 0, user.companies})});
            }
            auto const id = env.create(env.named("res.users"), vals);
            if (!user.api_key.reveal().empty())
                static_cast<void>(
                    env.create(env.named("res.users.apikeys"),
                               {{"name", "API key"}, {"user_id", id}, {"key", std::string(user.api_key.reveal())}}));
            return id;
        });
    } catch (erp::exception const& e) {
        return fail({.code = errc::rejected,
                     .message = "emulator odoo add_user " + user.login + ": refused",
                     .server_message = e.message});
    }
}

void odoo::next_id(std::string_view model, std::int64_t id) {
    std::lock_guard const lock(state_->mutex);
    if (auto* const t = state_->db.find(model)) t->next_id = std::max<std::int64_t>(id, 1);
}

std::size_t odoo::count(std::string_view model) const {
    std::lock_guard const lock(state_->mutex);
    auto const* const t = state_->db.find(model);
    if (!t) return 0;
    return static_cast<std::size_t>(
        std::count_if(t->rows.begin(), t->rows.end(), [](auto const& row) { return !row.second.built_in; }));
}

std::map<std::string, std::uint64_t> odoo::calls() const {
    std::lock_guard const lock(state_->mutex);
    return state_->calls;
}

std::string odoo::dump() const {
    std::lock_guard const lock(state_->mutex);
    erp::environment env(state_->db, {.uid = erp::administrator, .superuser = true});
    std::vector<std::string> lines;
    for (auto const& [name, t] : state_->db.tables()) {
        erp::model const& m = *t.model;
        for (auto const& [id, r] : t.rows) {
            if (r.built_in) continue;
            erp::json shown = erp::json::object();
            for (auto const& f : m.fields) {
                erp::json const& v = r.values[f.slot];
                bool const own = f.name == "create_uid" || f.name == "create_date" || f.name == "write_uid" ||
                                 f.name == "write_date";
                if (!f.stored || f.derived || own || f.secret || v.is_null() || r.by_itself.contains(f.slot)) continue;
                std::string const field_name(f.name);
                if (f.kind == erp::kind::many2one) {
                    shown[field_name] = state_->label(env, env.named(f.extra), v.get<erp::id_type>());
                } else if (f.kind == erp::kind::many2many) {
                    std::vector<std::string> labels;
                    for (auto const& one : v)
                        labels.push_back(state_->label(env, env.named(f.extra), one.get<erp::id_type>()));
                    std::sort(labels.begin(), labels.end());
                    shown[field_name] = labels;
                } else {
                    shown[field_name] = v;
                }
            }
            if (name == "ir.model.data") {
                auto const model_name = erp::as_text(shown["model"]);
                auto const target = shown["res_id"].get<erp::id_type>();
                auto* const of = state_->db.find(model_name);
                shown["res_id"] = of && of->rows.contains(target) ? "there" : "missing";
            }
            lines.push_back(std::string(name) + " " + state_->label(env, m, id) + " " + erp::dumped(shown) + "\n");
        }
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (auto const& l : lines) out += l;
    return out;
}

odoo_options const& odoo::options() const noexcept { return state_->options; }

}  // namespace syncline::inline v1::emulator
