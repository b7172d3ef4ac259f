// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "emulator/odoo_behaviour.hpp"

// Products: how they are called, taxed, delivered and invoiced.

namespace syncline::inline v1::emulator::erp {

namespace {

void template_defaults(environment& env, draft const& d) {
    d.give("type", "consu");
    d.give("detailed_type", "consu");
    d.give("list_price", 1.0);
    d.give("uom_id", 1);
    d.give("uom_po_id", d.at("uom_id"));
    d.give("sale_ok", true);
    d.give("purchase_ok", true);
    d.give("invoice_policy", "order");
    d.give("service_type", "manual");
    d.give("service_tracking", "no");
    d.give("expense_policy", "no");
    d.give("sale_line_warn", "no-message");
    if (env.series() <= 18) d.give("categ_id", 1);
    entry const company(env, "res.company", 1);
    for (auto const& [taxes, of_company] :
         {std::pair("taxes_id", "account_sale_tax_id"), std::pair("supplier_taxes_id", "account_purchase_tax_id")})
        if (auto const tax = env.exists(company.model(), 1) ? company.id_of(of_company) : 0)
            d.give(taxes, json::array({tax}));
}

std::string product_name(environment&, entry const& e) {
    auto const code = e.text("default_code");
    return code.empty() ? e.text("name") : "[" + code + "] " + e.text("name");
}

/// What a service is invoiced on: one choice on the form, two fields behind it.
std::string policy_of(std::string const& invoice_policy, std::string const& service_type) {
    if (invoice_policy == "order") return "ordered_prepaid";
    if (service_type == "timesheet") return "delivered_timesheet";
    return service_type == "milestones" ? "delivered_milestones" : "delivered_manual";
}

/// What a template knows only as long as it has one variant, whose it is.
bool is_of_variant(std::string_view field_name) {
    constexpr std::string_view names[] = {"default_code", "barcode", "standard_price", "volume", "weight"};
    return std::find(std::begin(names), std::end(names), field_name) != std::end(names);
}

std::optional<json> template_compute(environment& env, entry const& e, field const& f) {
    if (f.name == "service_policy")
        return e.text("type") == "service" ? json(policy_of(e.text("invoice_policy"), e.text("service_type"))) : json();
    if (is_of_variant(f.name)) {
        auto const variants = e.each("product_variant_ids");
        return variants.size() == 1 && variants.front().has(f.name) ? variants.front().get(f.name) : json();
    }
    if (f.name == "product_variant_count") return e.ids("product_variant_ids").size();
    if (f.name == "product_variant_id") {
        auto const variants = e.ids("product_variant_ids");
        return variants.empty() ? json() : json(variants.front());
    }
    if (f.name == "currency_id" || f.name == "cost_currency_id") {
        entry const own = e.to("company_id");
        return (own ? own : entry(env, "res.company", 1)).id_of("currency_id");
    }
    return std::nullopt;
}

void template_changed(environment&, entry const& e, json const& vals, bool) {
    for (auto const& [name, value] : vals.items())
        if (is_of_variant(name))
            if (auto const variants = e.each("product_variant_ids"); variants.size() == 1)
                variants.front().write({{name, value}});
    if (!vals.contains("service_policy")) return;
    auto const policy = e.has("service_policy") && vals["service_policy"].is_string()
                            ? vals["service_policy"].get<std::string>()
                            : std::string("ordered_prepaid");
    e.set("invoice_policy", policy == "ordered_prepaid" ? "order" : "delivery");
    e.set("service_type", policy == "delivered_timesheet"    ? "timesheet"
                          : policy == "delivered_milestones" ? "milestones"
                                                             : "manual");
}

void needs_name(environment& env, entry const& tmpl) {
    if (tmpl.text("name").empty()) throw missing_value(env.series(), tmpl.model(), tmpl.model().at("name"));
}

void product_check(environment& env, entry const& e) { needs_name(env, e.to("product_tmpl_id")); }

std::optional<json> product_compute(environment&, entry const& e, field const& f) {
    if (f.name == "product_variant_ids") return json::array({e.id()});
    if (f.name == "product_variant_id") return e.id();
    if (f.name == "product_variant_count") return e.to("product_tmpl_id").ids("product_variant_ids").size();
    if (f.name == "code") return e.get("default_code");
    if (f.name == "partner_ref") return e.name();
    return std::nullopt;
}

std::string pricelist_name(environment&, entry const& e) {
    return e.text("name") + " (" + e.to("currency_id").text("name") + ")";
}

std::optional<json> category_compute(environment&, entry const& e, field const& f) {
    if (f.name != "complete_name") return std::nullopt;
    entry const above = e.to("parent_id");
    return above ? above.text("complete_name") + " / " + e.text("name") : e.text("name");
}

}  // namespace

std::span<behaviour const> product_behaviours() {
    static behaviour const all[] = {
        {.model = "product.template",
         .defaults = template_defaults,
         .compute = template_compute,
         .display_name = product_name,
         .after_change = template_changed,
         .check = needs_name},
        {.model = "product.product", .compute = product_compute, .display_name = product_name, .check = product_check},
        {.model = "product.pricelist", .display_name = pricelist_name},
        {.model = "product.category", .compute = category_compute},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
