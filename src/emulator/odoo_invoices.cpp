// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_accounting.hpp"

#include <algorithm>
#include <cmath>

#include "emulator/odoo_taxes.hpp"

// Journal entries: invoices and their items, and what posted ones refuse.

namespace syncline::inline v1::emulator::erp {

namespace {

bool is_refund(std::string_view type) { return type.ends_with("_refund"); }
/// A text between items rather than an item.
bool is_title(std::string_view display_type) { return display_type.starts_with("line_"); }
bool is_product(entry const& item) { return item.text("display_type") == "product"; }

std::string what_it_is(std::string_view type) {
    if (type == "out_invoice") return "Invoice";
    if (type == "out_refund") return "Credit Note";
    if (type == "in_invoice") return "Bill";
    if (type == "in_refund") return "Vendor Credit Note";
    if (type == "out_receipt") return "Sales Receipt";
    return type == "in_receipt" ? "Purchase Receipt" : "Entry";
}

/// flow_order_to_cash: "FAC/2026/00006 (SDK-REF)"; a draft says what it is, and on 16 which ("Draft Invoice (* 31)").
std::string move_name(environment& env, entry const& move) {
    auto const number = move.text("name");
    bool const numbered = !number.empty() && number != "/";
    std::string out;
    if (move.text("state") == "draft") {
        out = "Draft " + what_it_is(move.text("move_type")) + " ";
        if (numbered)
            out += number;
        else if (env.series() == 16)
            out += "(* " + std::to_string(move.id()) + ")";
    } else {
        out = number;
    }
    if (auto const ref = move.text("ref"); !ref.empty()) out += " (" + ref.substr(0, 50) + ")";
    return out;
}

exception unbalanced(environment& env, entry const& move, double debits, double credits) {
    if (env.series() == 19) return user_error("The entry is not balanced.");
    entry const currency = move.to("company_id").to("currency_id");
    // worded before the entry's reference is looked at
    auto name = move_name(env, move);
    name = name.substr(0, name.find(" (", env.series() == 16 ? name.find(')') : 0));
    return user_error("An error has occurred.\n\nThe move (" + name +
                      ") is not balanced.\nThe total of debits equals " + show_money(debits, currency) +
                      " and the total of credits equals " + show_money(credits, currency) +
                      ".\nYou might want to specify a default account on journal \"" +
                      move.to("journal_id").text("name") + "\" to automatically balance each move.");
}

void check_balance(environment& env, entry const& move) {
    double debits = 0;
    double credits = 0;
    for (auto const& item : items_of(env, move)) {
        debits += item.number("debit");
        credits += item.number("credit");
    }
    int const digits = digits_of(move.to("company_id").to("currency_id"));
    if (round_to(debits - credits, digits) != 0) throw unbalanced(env, move, debits, credits);
}

entry tax_account(environment& env, entry const& tax) {
    return account_for(env, tax.text("type_tax_use") == "purchase" ? "tax_paid" : "tax_received");
}

entry partner_account(environment& env, entry const& move) {
    bool const sale = is_sale(move.text("move_type"));
    entry const own =
        move.to("partner_id").id() == 0
            ? entry(env, "account.account", 0)
            : move.to("partner_id").to(sale ? "property_account_receivable_id" : "property_account_payable_id");
    return own ? own : account_for(env, sale ? "a_recv" : "a_pay");
}

/// A date so many days later.
std::string days_after(std::string const& day, int days) {
    return show_datetime(read_datetime(day + " 00:00:00") + std::chrono::days(days)).substr(0, 10);
}

struct instalment {
    std::string due;
    double amount;
};

/// When which part of `total` is due: by the payment terms, else all of it on the due date.
std::vector<instalment> instalments_of(environment& env, entry const& move, double total) {
    std::vector<instalment> out;
    entry const term = move.to("invoice_payment_term_id");
    int const digits = digits_of_move(move);
    auto const from = move.text("invoice_date").empty() ? env.today() : move.text("invoice_date");
    double left = total;
    auto const parts = term ? term.each("line_ids") : std::vector<entry>();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        entry const& part = parts[i];
        double amount = part.text("value") == "percent" ? total * part.number("value_amount") / 100
                                                        : std::copysign(part.number("value_amount"), total);
        if (part.text("value") == "balance" || i + 1 == parts.size()) amount = left;
        amount = round_to(amount, digits);
        left -= amount;
        out.push_back(
            {days_after(from, static_cast<int>(part.number(env.series() == 16 ? "days" : "nb_days"))), amount});
    }
    if (out.empty()) out.push_back({move.text("invoice_date_due"), total});
    return out;
}

/// Brings items of one kind in line with what they should be: changed in place, made, or taken away.
template <class Wanted, class Same, class Apply>
void renew(environment& env, entry const& move, std::string_view display_type, std::vector<Wanted> const& wanted,
           Same same, Apply values_of) {
    model const& items = env.named("account.move.line");
    std::vector<entry> there;
    for (auto const& item : items_of(env, move))
        if (item.text("display_type") == display_type) there.push_back(item);
    for (auto const& w : wanted) {
        auto const it = std::find_if(there.begin(), there.end(), [&](entry const& item) { return same(item, w); });
        json vals = values_of(w);
        if (it == there.end()) {
            vals["move_id"] = move.id();
            vals["display_type"] = display_type;
            static_cast<void>(env.create(items, vals));
        } else {
            for (auto const& [name, value] : vals.items()) it->set(name, value);
            there.erase(it);
        }
    }
    if (!there.empty()) {
        std::vector<id_type> gone;
        gone.reserve(there.size());
        for (auto const& item : there) gone.push_back(item.id());
        for (auto const id : gone) env.unlink(items, {id});
    }
}

/// 19 rounds a document as a whole: what the lines miss is laid on the largest of them (flow_order_to_cash, 19:
/// a subtotal of 279.34 booked as 279.33).
void spread(std::vector<std::pair<entry, double>>& lines, double missing, int digits) {
    double const step = std::copysign(std::pow(10.0, -digits), missing);
    std::vector<std::size_t> by_size(lines.size());
    for (std::size_t i = 0; i < by_size.size(); ++i) by_size[i] = i;
    std::stable_sort(by_size.begin(), by_size.end(), [&](std::size_t x, std::size_t y) {
        return std::fabs(lines[x].second) > std::fabs(lines[y].second);
    });
    auto steps = static_cast<std::int64_t>(std::llround(missing / step));
    for (std::size_t i = 0; steps > 0 && i < by_size.size(); i = (i + 1) % by_size.size(), --steps) {
        double& amount = lines[by_size[i]].second;
        amount = round_to(amount + step, digits);
    }
}

void set_totals(environment& env, entry const& move) {
    auto const type = move.text("move_type");
    double untaxed = 0;
    double tax = 0;
    double untaxed_own = 0;  // in the company's currency
    double tax_own = 0;
    double debits = 0;
    for (auto const& item : items_of(env, move)) {
        auto const kind = item.text("display_type");
        debits += item.number("debit");
        if (kind == "tax") {
            tax += item.number("amount_currency");
            tax_own += item.number("balance");
        } else if (kind == "product") {
            untaxed += item.number("amount_currency");
            untaxed_own += item.number("balance");
        }
    }
    int const digits = digits_of_move(move);
    int const own = digits_of(move.to("company_id").to("currency_id"));
    bool const invoice = is_invoice(type);
    double const sign = direction(type);
    auto const shown = [&](double amount) { return round_to(invoice ? sign * amount : 0, digits) + 0.0; };
    move.set("amount_untaxed", shown(untaxed));
    move.set("amount_tax", shown(tax));
    double const total = invoice ? round_to(sign * (untaxed + tax), digits) : round_to(debits, own);
    move.set("amount_total", total + 0.0);
    double const total_own = round_to(invoice ? -(untaxed_own + tax_own) : debits, own);
    for (auto const& [name, value] :
         {std::pair("amount_untaxed_signed", -untaxed_own), std::pair("amount_tax_signed", -tax_own),
          std::pair("amount_total_signed", total_own)})
        move.set(name, round_to(invoice || name == std::string_view("amount_total_signed") ? value : 0, own) + 0.0);
    move.set("amount_total_in_currency_signed", (is_refund(type) || type.starts_with("in_") ? -total : total) + 0.0);
}

struct product_line {
    entry item;
    taxed_price price;
};

std::vector<product_line> priced_items(environment& env, entry const& move) {
    std::vector<product_line> out;
    for (auto const& item : items_of(env, move)) {
        if (!is_product(item)) continue;
        double const discounted = item.number("price_unit") * (1 - item.number("discount") / 100);
        out.push_back({item, apply_taxes(env, discounted, item.number("quantity"), item.ids("tax_ids"))});
    }
    return out;
}

/// The amounts an item shows, apart from what is booked.
void show_prices(environment& env, entry const& move) {
    for (auto const& line : priced_items(env, move)) {
        totals alone(env, move.id_of("company_id"), digits_of_move(move));
        auto const amounts = alone.add(line.price);
        line.item.set("price_subtotal", amounts.untaxed);
        line.item.set("price_total", amounts.total);
    }
}

/// Books an invoice anew: its lines, an item per tax, and what the partner owes.
void recompute_invoice(environment& env, entry const& move) {
    show_prices(env, move);
    auto const type = move.text("move_type");
    double const sign = direction(type);
    double const rate = rate_of(env, move.to("currency_id"));
    int const digits = digits_of_move(move);
    totals sum(env, move.id_of("company_id"), digits);
    std::vector<std::pair<entry, double>> booked;
    double lines = 0;
    for (auto const& line : priced_items(env, move)) {
        double const amount = sum.add(line.price).untaxed;
        lines += amount;
        booked.emplace_back(line.item, amount);
    }
    if (sum.rounds_globally()) spread(booked, round_to(sum.untaxed() - lines, digits), digits);
    double total = 0;
    for (auto const& [item, amount] : booked) {
        set_amount(item, sign * amount, rate);
        item.set("partner_id", move.to("partner_id").get("commercial_partner_id"));
        total += sign * amount;
    }
    auto const taxes = sum.taxes();
    renew(
        env, move, "tax", taxes,
        [](entry const& item, totals::tax_total const& t) { return item.id_of("tax_line_id") == t.tax; },
        [&](totals::tax_total const& t) {
            entry const tax(env, "account.tax", t.tax);
            total += sign * t.amount;
            return json{{"name", tax.get("name")},
                        {"tax_line_id", t.tax},
                        {"account_id", tax_account(env, tax).id()},
                        {"tax_base_amount", t.base},
                        {"amount_currency", sign * t.amount}};
        });
    std::vector<instalment> due;
    if (!booked.empty()) due = instalments_of(env, move, round_to(-total, digits));
    auto const account = partner_account(env, move).id();
    // the name is blank until the entry has a number: '' on 16 and 18, false on 19
    json const label =
        move.text("payment_reference").empty() ? env.series() == 19 ? json() : json("") : move.get("payment_reference");
    std::set<id_type> taken;
    renew(
        env, move, "payment_term", due,
        [&](entry const& item, instalment const&) { return taken.insert(item.id()).second; },
        [&](instalment const& i) {
            return json{{"name", label},
                        {"account_id", account},
                        {"partner_id", move.to("partner_id").get("commercial_partner_id")},
                        {"date_maturity", i.due},
                        {"amount_currency", i.amount}};
        });
    for (auto const& item : items_of(env, move))
        if (auto const kind = item.text("display_type"); kind == "tax" || kind == "payment_term")
            set_amount(item, item.number("amount_currency"), rate);
    if (!due.empty() && move.to("invoice_payment_term_id")) move.set("invoice_date_due", due.back().due);
    check_balance(env, move);
    set_totals(env, move);
}

void move_defaults(environment& env, draft const& d) {
    d.give("move_type", env.context().value("default_move_type", json("entry")));
    auto const type = as_text(d.at("move_type"));
    d.give("company_id", env.company());
    id_type const company = d.at("company_id").is_number_integer() ? d.at("company_id").get<id_type>() : env.company();
    if (!d.is_given("journal_id"))
        d.give("journal_id", journal_of(env, company,
                                        !is_invoice(type) ? "general"
                                        : is_sale(type)   ? "sale"
                                                          : "purchase")
                                 .id());
    entry const journal(env, "account.journal",
                        d.at("journal_id").is_number_integer() ? d.at("journal_id").get<id_type>() : 0);
    json const currency = journal ? journal.get("currency_id") : json();
    d.give("currency_id",
           currency.is_number_integer() ? currency : entry(env, "res.company", company).get("currency_id"));
    d.give("state", "draft");
    d.give("auto_post", "no");
    json const& invoiced_on = d.at("invoice_date");
    d.give_by_itself("date", invoiced_on.is_string() ? invoiced_on : json(env.today()));
    if (is_invoice(type)) {
        d.give_by_itself("invoice_date_due", env.today());
        d.give("invoice_user_id", env.uid());
        d.give("team_id", is_sale(type) ? json(1) : json());
    }
    // flow_order_to_cash, "draft invoice": '/' on 16 and 18, false on 19
    if (env.series() <= 18) d.give("name", "/");
}

std::optional<json> move_compute(environment& env, entry const& move, field const& f) {
    if (f.name == "invoice_line_ids") {
        json out = json::array();
        for (auto const& item : items_of(env, move))
            if (is_product(item) || is_title(item.text("display_type"))) out.push_back(item.id());
        return out;
    }
    if (f.name == "amount_residual") return residual_of_move(env, move);
    if (f.name == "amount_residual_signed") {
        double sum = 0;
        for (auto const& item : open_items_of(env, move)) sum += residual_of(env, item);
        return round_to(sum, digits_of_move(move)) + 0.0;
    }
    if (f.name == "payment_state") {
        if (!is_invoice(move.text("move_type"))) return "not_paid";
        // flow_order_to_cash, 18: a payment that makes no entry pays an invoice whatever its amount
        if (move.text("state") == "posted" && !payments_without_entry(env, move).empty()) return "paid";
        bool met = false;
        bool only_refunds = true;
        for (auto const& item : open_items_of(env, move))
            for (char const* side : {"matched_debit_ids", "matched_credit_ids"})
                for (auto const& partial : item.each(side)) {
                    met = true;
                    entry const counterpart =
                        partial.to(side == std::string_view("matched_debit_ids") ? "debit_move_id" : "credit_move_id")
                            .to("move_id");
                    only_refunds = only_refunds && is_refund(counterpart.text("move_type"));
                }
        double const residual = residual_of_move(env, move);
        if (residual != 0) return met ? "partial" : "not_paid";
        if (!met) return move.text("state") == "posted" ? "paid" : "not_paid";
        return only_refunds && !is_refund(move.text("move_type")) ? "reversed" : "paid";
    }
    if (f.name == "commercial_partner_id") return move.to("partner_id").get("commercial_partner_id");
    if (f.name == "invoice_partner_display_name") {
        auto const name = move.to("partner_id").name();
        return name.empty() ? json() : json(name);
    }
    if (f.name == "invoice_payments_widget") return payments_widget(env, move);
    return std::nullopt;
}

/// flow_order_to_cash, "write partner on a posted invoice": accepted on 16, refused from 18 on.
void before_move_write(environment& env, std::vector<id_type> const& ids, json const& vals) {
    if (env.series() == 16) return;
    constexpr std::string_view settled[] = {"invoice_line_ids",
                                            "line_ids",
                                            "invoice_date",
                                            "date",
                                            "partner_id",
                                            "invoice_payment_term_id",
                                            "currency_id",
                                            "fiscal_position_id",
                                            "invoice_cash_rounding_id"};
    std::string refused;
    for (auto const name : settled)
        if (vals.contains(std::string(name))) refused += (refused.empty() ? "" : ", ") + std::string(name);
    if (refused.empty()) return;
    for (auto const id : ids)
        if (entry(env, "account.move", id).text("state") == "posted")
            throw user_error("You cannot modify the following readonly fields on a posted move: " + refused);
}

void move_changed(environment& env, entry const& move, json const& vals, bool created) {
    constexpr std::string_view booked[] = {"line_ids",        "invoice_line_ids",        "partner_id",
                                           "invoice_date",    "invoice_payment_term_id", "currency_id",
                                           "invoice_date_due"};
    if (vals.contains("invoice_date") && is_sale(move.text("move_type")) && !move.text("invoice_date").empty())
        move.set("date", move.get("invoice_date"));
    if (!created && std::none_of(std::begin(booked), std::end(booked),
                                 [&](std::string_view name) { return vals.contains(std::string(name)); }))
        return;
    if (is_invoice(move.text("move_type"))) {
        recompute_invoice(env, move);
    } else {
        check_balance(env, move);
        set_totals(env, move);
    }
}

void move_unlinked(environment& env, std::vector<id_type> const& ids) {
    for (auto const id : ids)
        if (entry(env, "account.move", id).text("state") == "posted")
            throw user_error(
                env.series() == 16
                    ? "You cannot delete an item linked to a posted entry."
                    : "You can't delete a posted journal item. Don’t play games with your accounting records; reset "
                      "the journal entry to draft before deleting it.");
}

void item_defaults(environment& env, draft const& d) {
    if (!d.at("move_id").is_number_integer()) return;
    entry const move(env, "account.move", d.at("move_id").get<id_type>());
    auto const type = move.text("move_type");
    d.give("display_type", "product");
    d.give("currency_id", move.get("currency_id"));
    d.give("partner_id", move.to("partner_id").get("commercial_partner_id"));
    d.give("sequence", 100);
    if (d.at("display_type") != json("product")) return;
    d.give("quantity", 1.0);
    if (!is_invoice(type)) return;
    bool const sale = is_sale(type);
    entry const product(env, "product.product",
                        d.at("product_id").is_number_integer() ? d.at("product_id").get<id_type>() : 0);
    json account = move.to("journal_id").get("default_account_id");
    if (!account.is_number_integer()) account = account_for(env, sale ? "a_sale" : "a_expense").id();
    d.give("account_id", account);
    json taxes =
        entry(env, "account.account", d.at("account_id").is_number_integer() ? d.at("account_id").get<id_type>() : 0)
            .get("tax_ids");
    if (product) {
        d.give("name", product.name());
        d.give("price_unit", product.get(sale ? "list_price" : "standard_price"));
        d.give("product_uom_id", product.get("uom_id"));
        if (json const own = product.get(sale ? "taxes_id" : "supplier_taxes_id"); truth(own)) taxes = own;
    }
    d.give("tax_ids", taxes.is_array() ? taxes : json::array());
}

std::optional<json> item_compute(environment& env, entry const& item, field const& f) {
    if (f.name == "amount_residual" || f.name == "amount_residual_currency") return residual_of(env, item);
    if (f.name == "reconciled")
        return item.to("account_id").is("reconcile") && item.number("balance") != 0 && residual_of(env, item) == 0;
    return std::nullopt;
}

std::string item_name(environment&, entry const& item) {
    auto const label = item.text("name");
    return item.to("move_id").name() + (label.empty() ? "" : " " + label);
}

void item_changed(environment& env, entry const& item, json const& vals, bool created) {
    if (created || vals.contains("sale_line_ids"))
        for (auto const& line : item.each("sale_line_ids")) {
            json known = line.get("invoice_lines");
            if (!known.is_array()) known = json::array();
            if (std::find(known.begin(), known.end(), json(item.id())) != known.end()) continue;
            known.push_back(item.id());
            line.set("invoice_lines", known);
        }
    entry const move = item.to("move_id");
    if (!is_invoice(move.text("move_type"))) {
        double balance = item.number("balance");
        if (vals.contains("debit") || vals.contains("credit")) balance = item.number("debit") - item.number("credit");
        if (vals.contains("amount_currency") && !vals.contains("balance") && !vals.contains("debit") &&
            !vals.contains("credit"))
            balance = item.number("amount_currency") / rate_of(env, item.to("currency_id"));
        set_amount(item, balance * rate_of(env, item.to("currency_id")), rate_of(env, item.to("currency_id")));
        if (!env.is_busy("account.move", move.id())) set_totals(env, move);
        return;
    }
    if (env.is_busy("account.move", move.id()) || !is_product(item)) return;
    // flow_order_to_cash, "write price_unit of a line of a posted invoice": 16 books anew, 18 and 19 only show
    // another subtotal
    if (move.text("state") == "posted" && env.series() >= 18)
        show_prices(env, move);
    else
        recompute_invoice(env, move);
}

/// invoices_and_rounding, "unbalanced journal entry"
void item_check(environment&, entry const& item) {
    if (!is_title(item.text("display_type")) && !item.to("account_id"))
        throw validation_error("The operation cannot be completed: Missing required account on accountable line.");
}

std::vector<entry> move_of_item(environment&, entry const& item) { return {item.to("move_id")}; }

void after_item_removal(environment& env, entry const& move) {
    if (env.is_busy("account.move", move.id())) return;
    set_totals(env, move);
}

exception needs_partner(environment& env, std::string_view type) {
    std::string const who = is_sale(type) ? "Customer" : "Vendor";
    std::string const what = type == "out_invoice"  ? "Customer Invoice"
                             : type == "out_refund" ? "Customer Credit Note"
                             : type == "in_invoice" ? "Vendor Bill"
                                                    : "Vendor Credit Note";
    if (env.series() == 19)
        return user_error(
            "The '" + who + "' field is required to validate the " + (is_sale(type) ? "invoice" : "bill") +
            ".\nYou probably don't want to explain to your auditor that you invoiced an invisible man :)");
    return user_error("The field '" + who + "' is required, please complete it to validate the " + what + ".");
}

std::vector<entry> moves_called(environment& env, model const& m, arguments const& a) {
    std::vector<entry> out;
    for (auto const id : a.ids) {
        if (!env.exists(m, id)) throw missing_error(m.name, {id}, env.uid());
        out.emplace_back(env, m, id);
    }
    return out;
}

/// Gives false: nothing to look at afterwards.
std::optional<json> action_post(environment& env, model const& m, arguments const& a) {
    for (auto const& move : moves_called(env, m, a)) {
        auto const type = move.text("move_type");
        if (auto const state = move.text("state"); state != "draft")
            throw user_error("The entry " + move.text("name") + " (id " + std::to_string(move.id()) + ") " +
                             (env.series() == 16 && state == "posted" ? "is already posted." : "must be in draft."));
        if (items_of(env, move).empty()) throw user_error("You need to add a line before posting.");
        if (is_invoice(type) && !move.to("partner_id")) throw needs_partner(env, type);
        if (is_invoice(type) && !is_sale(type) && move.text("invoice_date").empty())
            throw user_error("The Bill/Refund date is required to validate this document.");
        if (is_invoice(type) && move.number("amount_total") < 0)
            throw user_error(
                "You cannot validate an invoice with a negative total amount. You should create a credit note instead. "
                "Use the action menu to transform it into a credit note or refund.");
        post(env, move);
    }
    return false;
}

void reset_to_draft(environment& env, entry const& move) {
    // flow_order_to_cash, "button_draft on the paid invoice": 19 keeps what was reconciled
    if (env.series() <= 18) unreconcile(env, move);
    move.set("state", "draft");
    move.touch();
}

std::optional<json> button_draft(environment& env, model const& m, arguments const& a) {
    auto const moves = moves_called(env, m, a);
    for (auto const& move : moves)
        if (auto const state = move.text("state"); state != "cancel" && state != "posted")
            throw user_error("Only posted/cancelled journal entries can be reset to draft.");
    for (auto const& move : moves) reset_to_draft(env, move);
    return std::nullopt;
}

std::optional<json> button_cancel(environment& env, model const& m, arguments const& a) {
    auto const moves = moves_called(env, m, a);
    for (auto const& move : moves) {
        if (move.text("state") == "posted") reset_to_draft(env, move);
        if (move.text("state") != "draft") throw user_error("Only draft journal entries can be cancelled.");
        move.set("state", "cancel");
        move.touch();
    }
    return std::nullopt;
}

}  // namespace

std::span<behaviour const> invoice_behaviours() {
    static behaviour const all[] = {
        {.model = "account.move",
         .defaults = move_defaults,
         .compute = move_compute,
         .display_name = move_name,
         .before_write = before_move_write,
         .after_change = move_changed,
         .before_unlink = move_unlinked},
        {.model = "account.move.line",
         .defaults = item_defaults,
         .compute = item_compute,
         .display_name = item_name,
         .after_change = item_changed,
         .check = item_check,
         .touched_by_removal = move_of_item,
         .after_removal = after_item_removal},
    };
    return all;
}

std::span<method const> invoice_methods() {
    static method const all[] = {
        {"action_post", false, {}, action_post, "account.move"},
        {"button_draft", false, {}, button_draft, "account.move"},
        {"button_cancel", false, {}, button_cancel, "account.move"},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
