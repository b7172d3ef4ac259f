// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_behaviour.hpp"

// Leads and opportunities: their stages, won and lost.

namespace syncline::inline v1::emulator::erp {

namespace {

void lead_defaults(environment& env, draft const& d) {
    d.give("type", "opportunity");
    d.give("priority", "0");
    d.give("user_id", env.uid());
    d.give("team_id", 1);
    d.give("company_id", env.series() == 16 ? json(env.company()) : json());
    entry const stage = first(env, "crm.stage", [](entry const&) { return true; });
    d.give("stage_id", stage ? json(stage.id()) : json());
    if (!d.at("partner_id").is_number_integer()) return;
    entry const partner(env, "res.partner", d.at("partner_id").get<id_type>());
    for (char const* name : {"email_from", "phone"}) d.give(name, partner.get(name[0] == 'e' ? "email" : "phone"));
    if (partner.is("is_company")) d.give("partner_name", partner.get("name"));
    d.give("name", partner.text("name") + "'s opportunity");
}

std::optional<json> lead_compute(environment&, entry const& lead, field const& f) {
    if (f.name == "won_status") {
        if (lead.is("active") && lead.number("probability") == 100 && lead.to("stage_id").is("is_won")) return "won";
        return !lead.is("active") && lead.number("probability") == 0 ? "lost" : "pending";
    }
    if (f.name == "prorated_revenue")
        return round_to(lead.number("expected_revenue") * lead.number("probability") / 100, 2);
    return std::nullopt;
}

/// A stage that is won makes the lead certain.
void lead_changed(environment& env, entry const& lead, json const& vals, bool created) {
    if ((created || vals.contains("stage_id")) && lead.to("stage_id").is("is_won")) {
        lead.set("probability", 100.0);
        lead.set("date_closed", std::chrono::floor<std::chrono::seconds>(env.db().now()).time_since_epoch() /
                                    std::chrono::microseconds(1));
    }
}

std::vector<entry> leads_called(environment& env, model const& m, arguments const& a) {
    std::vector<entry> out;
    for (auto const id : a.ids) {
        if (!env.exists(m, id)) throw missing_error(m.name, {id}, env.uid());
        out.emplace_back(env, m, id);
    }
    return out;
}

std::optional<json> action_set_won(environment& env, model const& m, arguments const& a) {
    entry const won = first(env, "crm.stage", [](entry const& stage) { return stage.is("is_won"); });
    for (auto const& lead : leads_called(env, m, a))
        lead.write({{"active", true}, {"stage_id", won.id()}, {"probability", 100.0}});
    return true;
}

std::optional<json> action_set_lost(environment& env, model const& m, arguments const& a) {
    for (auto const& lead : leads_called(env, m, a))
        lead.write({{"active", false}, {"probability", 0.0}, {"automated_probability", 0.0}});
    return true;
}

}  // namespace

std::span<behaviour const> lead_behaviours() {
    static behaviour const all[] = {
        {.model = "crm.lead", .defaults = lead_defaults, .compute = lead_compute, .after_change = lead_changed},
    };
    return all;
}

std::span<method const> lead_methods() {
    static method const all[] = {
        {"action_set_won", false, {}, action_set_won, "crm.lead"},
        {"action_set_lost", false, {}, action_set_lost, "crm.lead"},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
