// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "emulator/odoo_environment.hpp"

// Who a call is made by: groups, and the companies it looks into.

namespace syncline::inline v1::emulator::erp {

namespace {

std::vector<id_type> ids_in(json const& list) {
    std::vector<id_type> out;
    if (list.is_array())
        for (auto const& v : list)
            if (v.is_number_integer()) out.push_back(v.get<id_type>());
    return out;
}

}  // namespace

bool environment::is_superuser() const noexcept { return settings_.superuser || settings_.uid == 1; }

std::vector<id_type> const& environment::groups() {
    if (groups_) return *groups_;
    std::vector<id_type> all;
    auto const& groups = named("res.groups");
    auto waiting = ids_in(get(named("res.users"), uid(), series() == 19 ? "group_ids" : "groups_id"));
    while (!waiting.empty()) {
        auto const id = waiting.back();
        waiting.pop_back();
        if (std::find(all.begin(), all.end(), id) != all.end()) continue;
        all.push_back(id);
        for (auto const implied : ids_in(get(groups, id, "implied_ids"))) waiting.push_back(implied);
    }
    std::sort(all.begin(), all.end());
    return groups_.emplace(std::move(all));
}

std::vector<id_type> environment::companies_of_user() { return ids_in(get(named("res.users"), uid(), "company_ids")); }

std::vector<id_type> environment::companies() {
    auto const it = settings_.context.find("allowed_company_ids");
    auto const asked = it == settings_.context.end() ? std::vector<id_type>() : ids_in(*it);
    return asked.empty() ? companies_of_user() : asked;
}

id_type environment::company() {
    auto const it = settings_.context.find("allowed_company_ids");
    if (it != settings_.context.end() && it->is_array() && !it->empty() && it->front().is_number_integer())
        return it->front().get<id_type>();
    json const own = get(named("res.users"), uid(), "company_id");
    return own.is_number_integer() ? own.get<id_type>() : 1;
}

void environment::check_companies() {
    auto const it = settings_.context.find("allowed_company_ids");
    if (is_superuser() || it == settings_.context.end()) return;
    auto const own = companies_of_user();
    for (auto const id : ids_in(*it))
        if (std::find(own.begin(), own.end(), id) == own.end())  // multi_company
            throw access_error("Access to unauthorized or invalid companies.");
}

bool environment::is_visible(model const& m, id_type id, values const& v) {
    // who looks into all companies there are sees everything
    if (is_superuser() || db_.at("res.company").rows.size() < 2) return true;
    field const* const f = m.find("company_id");
    if (!f || f->kind != kind::many2one || m.name == "res.users") return true;
    json const company = get(m, id, v, *f);
    if (!company.is_number_integer()) return true;
    auto const mine = companies();
    return std::find(mine.begin(), mine.end(), company.get<id_type>()) != mine.end();
}

}  // namespace syncline::inline v1::emulator::erp
