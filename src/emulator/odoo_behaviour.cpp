// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_behaviour.hpp"

#include <unordered_map>

namespace syncline::inline v1::emulator::erp {

behaviour const* behaviour_of(std::string_view model_name) {
    static auto const all = [] {
        std::unordered_map<std::string_view, behaviour const*> out;
        for (auto const area : {product_behaviours(), sales_behaviours(), accounting_behaviours(), invoice_behaviours(),
                                payment_behaviours(), timesheet_behaviours(), expense_behaviours(), lead_behaviours()})
            for (auto const& b : area) out.emplace(b.model, &b);
        return out;
    }();
    auto const it = all.find(model_name);
    return it == all.end() ? nullptr : it->second;
}

entry by_name(environment& env, std::string_view model_name, std::string const& external_id) {
    auto const row = env.db().external(external_id);
    return {env, model_name, row ? entry(env, "ir.model.data", *row).id_of("res_id") : 0};
}

json open_records(std::string_view name, std::string_view model_name, std::vector<id_type> const& ids, int series,
                  json context) {
    json action = {
        {"name", name}, {"type", "ir.actions.act_window"}, {"res_model", model_name}, {"context", std::move(context)}};
    if (ids.size() == 1) {
        action["view_mode"] = "form";
        action["res_id"] = ids.front();
        return action;
    }
    action["view_mode"] = series >= 18 ? "list,form" : "tree,form";
    action["domain"] = json::array({json::array({"id", "in", ids})});
    return action;
}

}  // namespace syncline::inline v1::emulator::erp
