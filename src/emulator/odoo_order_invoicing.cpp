// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "emulator/odoo_sales.hpp"

// The wizard sale.advance.payment.inv: invoices what orders have left to invoice.

namespace syncline::inline v1::emulator::erp {

namespace {

exception nothing_to_invoice(int series) {
    return user_error(
        series == 16
            ? "There is nothing to invoice!\n\nReason(s) of this behavior could be:\n- You should deliver your "
              "products before invoicing them.\n- You should modify the invoicing policy of your product: Open the "
              "product, go to the \"Sales\" tab and modify invoicing policy from \"delivered quantities\" to "
              "\"ordered quantities\". For Services, you should modify the Service Invoicing Policy to 'Prepaid'."
            : "Cannot create an invoice. No items are available to invoice.\n\nTo resolve this issue, please ensure "
              "that:\n   • The products have been delivered before attempting to invoice them.\n   • The invoicing "
              "policy of the product is configured correctly.\n\nIf you want to invoice based on ordered quantities "
              "instead:\n   • For consumable or storable products, open the product, go to the 'General "
              "Information' tab and change the 'Invoicing Policy' from 'Delivered Quantities' to 'Ordered "
              "Quantities'.\n   • For services (and other products), change the 'Invoicing Policy' to "
              "'Prepaid/Fixed Price'.\n");
}

json line_values(environment& env, entry const& line) {
    json vals = {{"name", line.get("name")}, {"sequence", line.get("sequence")}};
    if (!line.text("display_type").empty()) {
        vals["display_type"] = line.get("display_type");
        return vals;
    }
    vals["product_id"] = line.id_of("product_id") == 0 ? json(false) : json(line.id_of("product_id"));
    vals["quantity"] = line.number("qty_to_invoice");
    vals["price_unit"] = line.number("price_unit");
    vals["discount"] = line.number("discount");
    vals["tax_ids"] = json::array({json::array({6, 0, line.ids(env.series() == 19 ? "tax_ids" : "tax_id")})});
    vals["sale_line_ids"] = json::array({json::array({4, line.id()})});
    json distribution = line.get("analytic_distribution");
    if (!distribution.is_object())
        if (entry const account = analytic_account_of(env, line.to("order_id")); account)
            distribution = {{std::to_string(account.id()), 100.0}};
    if (distribution.is_object()) vals["analytic_distribution"] = distribution;
    return vals;
}

/// Lines worth invoicing; a section or note goes along when something follows it.
std::vector<entry> invoiceable(entry const& order) {
    std::vector<entry> out;
    std::vector<entry> titles;
    for (auto const& line : order.each("order_line")) {
        if (!line.text("display_type").empty()) {
            titles.push_back(line);
        } else if (round_to(line.number("qty_to_invoice"), 2) != 0) {
            out.insert(out.end(), titles.begin(), titles.end());
            titles.clear();
            out.push_back(line);
        }
    }
    return out;
}

/// Orders that share an invoice: one customer, one currency, one company.
using shared_invoice = std::tuple<id_type, id_type, id_type>;

/// What opens the invoices: a whole action of the web client on 18 and 19 (flow_order_to_cash, "create_invoices").
json open_invoices(environment& env, std::vector<id_type> const& moves, std::vector<entry> const& orders) {
    bool const is_19 = env.series() == 19;
    json const list = json::array({is_19 ? 720 : 696, "account.out.invoice.list"});
    json const form = json::array({is_19 ? 726 : 703, "form"});
    json context = {{"default_move_type", "out_invoice"}};
    if (orders.size() == 1) {
        entry const& order = orders.front();
        entry const own = order.to("payment_term_id");
        context["default_partner_id"] = order.get("partner_id");
        context["default_partner_shipping_id"] = order.get("partner_shipping_id");
        context["default_invoice_payment_term_id"] =
            own ? json(own.id()) : order.to("partner_id").get("property_payment_term_id");
        if (!is_19) context["default_invoice_origin"] = order.get("name");
    }
    json views = json::array({json::array({list[0], "list"}), json::array({false, "kanban"})});
    views.insert(moves.size() == 1 ? views.begin() : views.end(), form);
    views.push_back(json::array({false, "activity"}));
    json action = {
        {"id", is_19 ? 254 : 251},
        {"name", "Invoices"},
        {"display_name", "Invoices"},
        {"type", "ir.actions.act_window"},
        {"xml_id", "account.action_move_out_invoice_type"},
        {"path", "invoicing"},
        {"help",
         "<p class=\"o_view_nocontent_smiling_face\">\n                Create a customer invoice\n              "
         "</p><p>\n"
         "                Create invoices, register payments and keep track of the discussions with your customers.\n"
         "              </p>\n            "},
        {"binding_model_id", false},
        {"binding_type", "action"},
        {"binding_view_types", "list,form"},
        {"view_id", list},
        {"domain", is_19 ? "[('move_type', 'in', ['out_invoice', 'out_refund', 'out_receipt'])]"
                         : "[('move_type', 'in', ['out_invoice', 'out_refund'])]"},
        {"context", context},
        {"res_id", moves.size() == 1 ? json(moves.front()) : json(0)},
        {"res_model", "account.move"},
        {"target", "current"},
        {"view_mode", "list,kanban,form,activity"},
        {"mobile_view_mode", "kanban"},
        {"views", views},
        {"limit", 80},
        {is_19 ? "group_ids" : "groups_id", json::array()},
        {"search_view_id", json::array({is_19 ? 729 : 706, "account.invoice.select"})},
        {"embedded_action_ids", json::array()},
        {"filter", false},
    };
    if (is_19) action["cache"] = true;
    if (moves.size() > 1) action["domain"] = json::array({json::array({"id", "in", moves})});
    return action;
}

}  // namespace

void advance_payment_defaults(environment& env, draft const& d) {
    d.give("advance_payment_method", "delivered");
    d.give("consolidated_billing", true);
    d.give("deduct_down_payments", true);
    json const active = env.context().value("active_ids", json());
    if (active.is_array()) d.give("sale_order_ids", active);
}

std::optional<json> create_invoices(environment& env, model const& m, arguments const& a) {
    std::map<shared_invoice, std::vector<entry>> groups;
    std::vector<entry> called;
    for (auto const id : a.ids) {
        entry const wizard(env, m, id);
        if (wizard.text("advance_payment_method") != "delivered")
            throw exception{.name = "builtins.NotImplementedError", .message = "this emulator makes no down payments"};
        for (auto const& order : wizard.each("sale_order_ids")) {
            groups[{order.id_of("company_id"), order.id_of("partner_invoice_id"), order.id_of("currency_id")}]
                .push_back(order);
            called.push_back(order);
        }
    }
    std::vector<id_type> made;
    for (auto const& [key, orders] : groups) {
        std::string origin;
        std::string references;
        json lines = json::array();
        std::vector<entry> invoiced;
        for (auto const& order : orders) {
            auto const some = invoiceable(order);
            if (some.empty()) continue;
            origin += (origin.empty() ? "" : ", ") + order.text("name");
            if (auto const ref = order.text("client_order_ref"); !ref.empty())
                references += (references.empty() ? "" : ", ") + ref;
            for (auto const& line : some) {
                lines.push_back(json::array({0, 0, line_values(env, line)}));
                invoiced.push_back(line);
            }
        }
        if (lines.empty()) continue;
        json const vals = {{"move_type", "out_invoice"},
                           {"partner_id", std::get<1>(key)},
                           {"company_id", std::get<0>(key)},
                           {"currency_id", std::get<2>(key)},
                           {"invoice_origin", origin},
                           {"ref", references.empty() ? json(false) : json(references)},
                           {"invoice_user_id", orders.front().id_of("user_id")},
                           {"invoice_line_ids", lines}};
        auto const move = env.create(env.named("account.move"), vals);
        for (auto const& line : invoiced) invoice_timesheets(env, line, move);
        made.push_back(move);
    }
    if (made.empty()) throw nothing_to_invoice(env.series());
    // flow_order_to_cash, "create_invoices": 16 closes its window unless asked to open the invoices
    if (env.series() == 16 && !truth(env.context().value("open_invoices", json())))
        return json{{"type", "ir.actions.act_window_close"}};
    return open_invoices(env, made, called);
}

}  // namespace syncline::inline v1::emulator::erp
