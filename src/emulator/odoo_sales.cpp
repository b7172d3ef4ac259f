// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "emulator/odoo_behaviour.hpp"
#include "emulator/odoo_sales.hpp"
#include "emulator/odoo_taxes.hpp"

// Orders and their lines: amounts, states, what is delivered and what is left to invoice.

namespace syncline::inline v1::emulator::erp {

namespace {

std::string_view tax_field(environment& env) { return env.series() == 19 ? "tax_ids" : "tax_id"; }

bool is_confirmed(entry const& order) {
    auto const state = order.text("state");
    return state == "sale" || state == "done";  // 16 has a locked state of its own
}

taxed_price price_of(environment& env, entry const& line) {
    double const discounted = line.number("price_unit") * (1 - line.number("discount") / 100);
    return apply_taxes(env, discounted, line.number("product_uom_qty"), line.ids(tax_field(env)));
}

int digits_of_order(entry const& order) { return digits_of(order.to("currency_id")); }

void recompute_line(environment& env, entry const& line) {
    entry const order = line.to("order_id");
    totals sum(env, order.id_of("company_id"), digits_of_order(order));
    auto const amounts = sum.add(price_of(env, line));
    line.set("price_subtotal", amounts.untaxed);
    line.set("price_tax", amounts.tax);
    line.set("price_total", amounts.total);
}

void recompute_order(environment& env, entry const& order) {
    int const digits = digits_of_order(order);
    totals sum(env, order.id_of("company_id"), digits);
    for (auto const& line : order.each("order_line")) static_cast<void>(sum.add(price_of(env, line)));
    double const untaxed = sum.untaxed();
    double const tax = sum.tax();
    // what_bumps_write_date: the date moves with the amounts
    if (order.get("amount_untaxed") == json(untaxed) && order.get("amount_tax") == json(tax)) return;
    order.set("amount_untaxed", untaxed);
    order.set("amount_tax", tax);
    order.set("amount_total", round_to(untaxed + tax, digits));
    order.touch();
}

double invoiced_quantity(entry const& line) {
    double sum = 0;
    for (auto const& item : line.each("invoice_lines")) {
        entry const move = item.to("move_id");
        if (move.text("state") == "cancel") continue;
        auto const type = move.text("move_type");
        if (type == "out_invoice") sum += item.number("quantity");
        if (type == "out_refund") sum -= item.number("quantity");
    }
    return sum;
}

double quantity_to_invoice(entry const& line) {
    if (!is_confirmed(line.to("order_id")) || !line.text("display_type").empty()) return 0;
    bool const on_order = line.to("product_id").text("invoice_policy") == "order";
    return line.number(on_order ? "product_uom_qty" : "qty_delivered") - invoiced_quantity(line);
}

std::string invoice_status(entry const& line) {
    if (!is_confirmed(line.to("order_id"))) return "no";
    if (round_to(quantity_to_invoice(line), 2) != 0) return "to invoice";
    double const ordered = line.number("product_uom_qty");
    if (line.to("product_id").text("invoice_policy") == "order" && line.number("qty_delivered") > ordered)
        return "upselling";
    return invoiced_quantity(line) >= ordered && line.text("display_type").empty() ? "invoiced" : "no";
}

std::string order_invoice_status(entry const& order) {
    if (!is_confirmed(order)) return "no";
    bool all_invoiced = true;
    bool all_done = true;
    std::size_t lines = 0;
    for (auto const& line : order.each("order_line")) {
        if (!line.text("display_type").empty()) continue;
        ++lines;
        auto status = invoice_status(line);
        if (status == "to invoice") return status;
        all_invoiced = all_invoiced && status == "invoiced";
        all_done = all_done && (status == "invoiced" || status == "upselling");
    }
    if (lines == 0) return "no";
    return all_invoiced ? "invoiced" : all_done ? "upselling" : "no";
}

std::string delivery_method(entry const& line) {
    entry const product = line.to("product_id");
    if (!product) return {};
    if (line.is("is_expense")) return "analytic";
    if (product.text("type") == "service" && product.text("service_type") != "manual")
        return product.text("service_type");
    return "manual";
}

void order_defaults(environment& env, draft const& d) {
    d.give_by_itself("date_order", std::chrono::floor<std::chrono::seconds>(env.db().now()).time_since_epoch() /
                                       std::chrono::microseconds(1));
    // flow_order_to_cash: valid for 30 days on 18 and 19, for ever on 16
    if (env.series() >= 18)
        d.give_by_itself("validity_date", show_datetime(env.db().now() + std::chrono::days(30)).substr(0, 10));
    d.give("state", "draft");
    d.give("company_id", env.company());
    json const& company = d.at("company_id");
    d.give("currency_id",
           entry(env, "res.company", company.is_number_integer() ? company.get<id_type>() : env.company())
               .get("currency_id"));
    d.give("user_id", env.uid());
    d.give("partner_invoice_id", d.at("partner_id"));
    d.give("partner_shipping_id", d.at("partner_id"));
    d.give("team_id", 1);
    d.give("require_signature", true);
    if (env.series() == 16) d.give("pricelist_id", 1);  // flow_order_to_cash: blank on 18 and 19
    if (d.id == 0) return;
    auto number = std::to_string(d.id);
    if (number.size() < 5) number.insert(0, 5 - number.size(), '0');
    d.give_by_itself("name", "S" + number);
}

std::optional<json> order_compute(environment& env, entry const& order, field const& f) {
    if (f.name == "invoice_status") return order_invoice_status(order);
    if (f.name == "type_name") {
        // flow_order_to_cash, "action_cancel": in the customer's language
        bool const french = order.to("partner_id").text("lang") == "fr_FR";
        if (is_confirmed(order)) return french ? "Bon de commande" : "Sales Order";
        return french ? "Devis" : "Quotation";
    }
    if (f.name == "invoice_ids") return json(ids_of(invoices_of(env, order)));
    if (f.name == "invoice_count") return invoices_of(env, order).size();
    if (f.name == "tasks_ids") return json(ids_of(tasks_of(env, order)));
    if (f.name == "tasks_count") return tasks_of(env, order).size();
    if (f.name == "project_ids") return json(ids_of(projects_of(env, order)));
    if (f.name == "project_count") return projects_of(env, order).size();
    if (f.name == "timesheet_count") {
        double count = 0;
        for (auto const& line : order.each("order_line"))
            count += static_cast<double>(line.ids("timesheet_ids").size());
        return count;
    }
    return std::nullopt;
}

void order_changed(environment& env, entry const& order, json const& vals, bool created) {
    bool const other_money = vals.contains("currency_id") && !created;
    if (other_money)
        for (auto const& line : order.each("order_line")) recompute_line(env, line);
    if (created || other_money || vals.contains("order_line")) recompute_order(env, order);
}

void order_unlinked(environment& env, std::vector<id_type> const& ids) {
    for (auto const id : ids) {
        auto const state = entry(env, "sale.order", id).text("state");
        if (state != "draft" && state != "cancel")
            throw user_error(
                "You can not delete a sent quotation or a confirmed sales order. You must first "
                "cancel it.");
    }
}

void line_defaults(environment& env, draft const& d) {
    d.give("sequence", 10);
    d.give("customer_lead", 0.0);
    if (truth(d.at("display_type"))) return;
    d.give("product_uom_qty", 1.0);
    json const& product_id = d.at("product_id");
    if (!product_id.is_number_integer()) return;
    entry const product(env, "product.product", product_id.get<id_type>());
    d.give("name", product.name());
    d.give("price_unit", product.get("list_price"));
    d.give("product_uom", product.get("uom_id"));
    d.give("product_uom_id", product.get("uom_id"));
    json const taxes = product.get("taxes_id");
    d.give(tax_field(env), taxes.is_array() ? taxes : json::array());
}

std::optional<json> line_compute(environment&, entry const& line, field const& f) {
    if (f.name == "qty_invoiced") return invoiced_quantity(line);
    if (f.name == "qty_to_invoice") return quantity_to_invoice(line);
    if (f.name == "invoice_status") return invoice_status(line);
    if (f.name == "qty_delivered_method") {
        auto const method = delivery_method(line);
        return method.empty() ? json() : json(method);
    }
    if (f.name == "is_service") return line.to("product_id").text("type") == "service";
    double const ordered = line.number("product_uom_qty");
    if (f.name == "price_reduce_taxexcl") return ordered == 0 ? 0.0 : line.number("price_subtotal") / ordered;
    if (f.name == "price_reduce_taxinc") return ordered == 0 ? 0.0 : line.number("price_total") / ordered;
    if (f.name == "untaxed_amount_invoiced" || f.name == "untaxed_amount_to_invoice") {
        double const each = ordered == 0 ? 0.0 : line.number("price_subtotal") / ordered;
        double const quantity = f.name.ends_with("_to_invoice") ? quantity_to_invoice(line) : invoiced_quantity(line);
        return round_to(each * quantity, digits_of(line.to("currency_id")));
    }
    return std::nullopt;
}

/// flow_order_to_cash: "S00032 - [SDK-H] SDK Consulting hour (SDKFLOW)", the customer's reference behind.
std::string line_name(environment& env, entry const& line) {
    auto name = line.text("name");
    name = name.substr(0, name.find('\n'));
    entry const order = line.to("order_id");
    if (!order) return name;
    auto out = order.text("name") + " - " + name;
    entry const partner = order.to("partner_id");
    if (!partner) return out;
    json ref = partner.get("ref");
    if (!ref.is_string() && env.series() >= 18) ref = partner.get("name");
    return ref.is_string() ? out + " (" + ref.get<std::string>() + ")" : out;
}

void line_changed(environment& env, entry const& line, json const& vals, bool created) {
    constexpr std::string_view priced[] = {"price_unit", "product_uom_qty", "discount", "tax_id", "tax_ids"};
    bool const other_price = std::any_of(std::begin(priced), std::end(priced),
                                         [&](std::string_view name) { return vals.contains(std::string(name)); });
    if (!created && !other_price) return;
    recompute_line(env, line);
    entry const order = line.to("order_id");
    if (!order || env.is_busy("sale.order", order.id())) return;
    recompute_order(env, order);
}

void line_check(environment& env, entry const& line) {
    if (env.series() == 16 && line.text("display_type").empty() && !line.to("product_id"))
        throw validation_error(
            "The operation cannot be completed: Missing required fields on accountable sale order line.");
}

std::vector<entry> order_of_line(environment&, entry const& line) { return {line.to("order_id")}; }

/// Cancels orders and their draft invoices.
void cancel(environment& env, std::vector<id_type> const& ids) {
    for (auto const id : ids)
        for (auto const& invoice : invoices_of(env, {env, "sale.order", id}))
            if (invoice.text("state") == "draft") invoice.set("state", "cancel");
    env.write(env.named("sale.order"), ids, {{"state", "cancel"}});
}

std::vector<entry> orders_called(environment& env, model const& m, arguments const& a) {
    std::vector<entry> out;
    for (auto const id : a.ids) {
        if (!env.exists(m, id)) throw missing_error(m.name, {id}, env.uid());
        out.emplace_back(env, m, id);
    }
    return out;
}

std::optional<json> action_confirm(environment& env, model const& m, arguments const& a) {
    for (auto const& order : orders_called(env, m, a)) {
        auto const state = order.text("state");
        if (state == "draft" || state == "sent") {
            confirm(env, order);
        } else if (env.series() >= 18) {
            // flow_order_to_cash, "action_confirm again": true on 16
            throw user_error("Some orders are not in a state requiring confirmation.");
        }
    }
    return true;
}

/// Returns None, as methods written without a thought for remote callers do (none_result).
std::optional<json> action_quotation_sent(environment& env, model const& m, arguments const& a) {
    for (auto const& order : orders_called(env, m, a))
        if (order.text("state") != "draft") throw user_error("Only draft orders can be marked as sent directly.");
    if (!a.ids.empty()) env.write(m, a.ids, {{"state", "sent"}});
    return std::nullopt;
}

/// flow_order_to_cash, "action_cancel": 16 and 18 offer a wizard for anything but a quotation, 19 cancels.
std::optional<json> action_cancel(environment& env, model const& m, arguments const& a) {
    auto const orders = orders_called(env, m, a);
    for (auto const& order : orders)
        if (order.has("locked") && order.is("locked"))
            throw user_error("You cannot cancel a locked order. Please unlock it first.");
    bool const settled =
        std::all_of(orders.begin(), orders.end(), [](entry const& order) { return order.text("state") == "draft"; });
    if (env.series() <= 18 && !settled && !truth(env.context().value("disable_cancel_warning", json()))) {
        entry const& order = orders.front();
        json context = json::object();
        if (env.series() == 16) context["default_use_template"] = true;
        context["default_template_id"] = 20;  // the mail that tells the customer
        context["default_order_id"] = order.id();
        context["mark_so_as_canceled"] = true;
        context["default_email_layout_xmlid"] = "mail.mail_notification_layout_with_responsible_signature";
        context["model_description"] = order.get("type_name");
        return json{{"name", "Cancel " + order.text("type_name")},
                    {"view_mode", "form"},
                    {"res_model", "sale.order.cancel"},
                    {"view_id", env.series() == 16 ? 1089 : 1297},
                    {"type", "ir.actions.act_window"},
                    {"context", context},
                    {"target", "new"}};
    }
    cancel(env, a.ids);
    return true;
}

std::optional<json> action_draft(environment& env, model const& m, arguments const& a) {
    std::vector<id_type> ids;
    for (auto const& order : orders_called(env, m, a))
        if (auto const state = order.text("state"); state == "cancel" || state == "sent") ids.push_back(order.id());
    if (!ids.empty()) env.write(m, ids, {{"state", "draft"}});
    return true;
}

std::optional<json> action_lock(environment& env, model const& m, arguments const& a) {
    static_cast<void>(orders_called(env, m, a));
    env.write(m, a.ids, env.series() == 16 ? json{{"state", "done"}} : json{{"locked", true}});
    return env.series() == 16 ? std::optional<json>(true) : std::nullopt;
}

std::optional<json> action_unlock(environment& env, model const& m, arguments const& a) {
    static_cast<void>(orders_called(env, m, a));
    env.write(m, a.ids, env.series() == 16 ? json{{"state", "sale"}} : json{{"locked", false}});
    return std::nullopt;
}

/// The wizard's own button: cancels without asking again.
std::optional<json> cancel_from_wizard(environment& env, model const& m, arguments const& a) {
    for (auto const id : a.ids) cancel(env, {entry(env, m, id).id_of("order_id")});
    return true;
}

}  // namespace

std::vector<id_type> ids_of(std::vector<entry> const& entries) {
    std::vector<id_type> out;
    out.reserve(entries.size());
    for (auto const& e : entries) out.push_back(e.id());
    return out;
}

std::vector<entry> invoices_of(environment& env, entry const& order) {
    std::set<id_type> moves;
    for (auto const& line : order.each("order_line"))
        for (auto const& item : line.each("invoice_lines")) moves.insert(item.id_of("move_id"));
    std::vector<entry> out;
    out.reserve(moves.size());
    for (auto const id : moves) out.emplace_back(env, "account.move", id);
    return out;
}

void confirm(environment& env, entry const& order) {
    order.set("state", "sale");
    order.set("date_order", std::chrono::floor<std::chrono::seconds>(env.db().now()).time_since_epoch() /
                                std::chrono::microseconds(1));
    deliver_services(env, order);
}

std::span<behaviour const> sales_behaviours() {
    static behaviour const all[] = {
        {.model = "sale.order",
         .defaults = order_defaults,
         .compute = order_compute,
         .after_change = order_changed,
         .before_unlink = order_unlinked},
        {.model = "sale.order.line",
         .defaults = line_defaults,
         .compute = line_compute,
         .display_name = line_name,
         .after_change = line_changed,
         .check = line_check,
         .touched_by_removal = order_of_line,
         .after_removal = recompute_order},
        {.model = "sale.advance.payment.inv", .defaults = advance_payment_defaults},
    };
    return all;
}

std::span<method const> sales_methods() {
    static method const all[] = {
        {"action_confirm", false, {}, action_confirm, "sale.order"},
        {"action_quotation_sent", false, {}, action_quotation_sent, "sale.order"},
        {"action_cancel", false, {}, action_cancel, "sale.order"},
        {"action_draft", false, {}, action_draft, "sale.order"},
        {"action_done", false, {}, action_lock, "sale.order", 16, 16},
        {"action_lock", false, {}, action_lock, "sale.order", 18},
        {"action_unlock", false, {}, action_unlock, "sale.order"},
        {"action_cancel", false, {}, cancel_from_wizard, "sale.order.cancel", 16, 18},
        {"create_invoices", false, {}, create_invoices, "sale.advance.payment.inv"},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
