// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_accounting.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

// The chart of accounts, currencies, and what all entries share: numbers, amounts, what is still open.

namespace syncline::inline v1::emulator::erp {

namespace {

/// flow_order_to_cash, "its lines": "400000 Product Sales" on 16 and 18, the name alone on 19
std::string account_name(environment& env, entry const& account) {
    auto const code = account.text("code");
    return env.series() == 19 || code.empty() ? account.text("name") : code + " " + account.text("name");
}

void account_defaults(environment& env, draft const& d) {
    d.give("account_type", "asset_current");
    d.give("company_id", env.company());
    d.give("company_ids", json::array({env.company()}));
    d.give("reconcile",
           d.at("account_type") == json("asset_receivable") || d.at("account_type") == json("liability_payable"));
}

void journal_defaults(environment& env, draft const& d) {
    d.give("company_id", env.company());
    d.give("refund_sequence", d.at("type") == json("sale") || d.at("type") == json("purchase"));
    d.give("payment_sequence", d.at("type") == json("bank") || d.at("type") == json("cash"));
}

void tax_defaults(environment& env, draft const& d) {
    d.give("company_id", env.company());
    d.give("amount_type", "percent");
    d.give("type_tax_use", "sale");
    d.give("sequence", 1);
    d.give("country_id", 233);
    entry const group = first(env, "account.tax.group", [](entry const&) { return true; });
    d.give("tax_group_id", group ? json(group.id()) : json());
}

void company_defaults(environment& env, draft const& d) {
    d.give("currency_id",
           env.exists(env.named("res.company"), 1) ? entry(env, "res.company", 1).get("currency_id") : json());
    d.give("fiscalyear_last_day", 31);
    d.give("fiscalyear_last_month", "12");
    d.give("account_price_include", "tax_excluded");
    d.give("layout_background", "Blank");
    d.give("tax_calculation_rounding_method", env.series() == 19 ? "round_globally" : "round_per_line");
}

std::optional<json> currency_compute(environment& env, entry const& currency, field const& f) {
    if (f.name == "rate") return rate_of(env, currency);
    if (f.name == "inverse_rate") return 1 / rate_of(env, currency);
    if (f.name == "date") {
        auto const rates = currency.each("rate_ids");
        return rates.empty() ? json() : rates.front().get("name");
    }
    return std::nullopt;
}

/// flow_order_to_cash, "unlink a partner with orders and invoices": worded by the audit trail on 18
void partner_unlinked(environment& env, std::vector<id_type> const& ids) {
    if (env.series() == 18) {
        // sale/models/res_partner.py of that series alone: draft and cancelled orders go with their partner
        std::vector<id_type> orders;
        for (auto const& order : those(env, "sale.order", [&](entry const& o) {
                 auto const state = o.text("state");
                 bool const loose = state == "draft" || state == "cancel";
                 return loose && std::any_of(ids.begin(), ids.end(), [&](id_type id) {
                            return o.id_of("partner_id") == id || o.id_of("partner_invoice_id") == id ||
                                   o.id_of("partner_shipping_id") == id;
                        });
             }))
            orders.push_back(order.id());
        if (!orders.empty()) env.unlink(env.named("sale.order"), orders);
    }
    for (auto const id : ids) {
        bool posted = false;
        auto const used = those(env, "account.move.line", [&](entry const& item) {
            if (item.id_of("partner_id") != id && item.to("move_id").id_of("partner_id") != id) return false;
            posted = posted || item.to("move_id").is("posted_before");
            return true;
        });
        if (used.empty()) continue;
        if (env.series() == 18 && posted)
            throw user_error("You cannot remove parts of the audit trail. Archive the record instead.");
        throw user_error("The partner cannot be deleted because it is used in Accounting");
    }
}

}  // namespace

bool is_sale(std::string_view move_type) { return move_type.starts_with("out_"); }

int digits_of_move(entry const& move) { return digits_of(move.to("currency_id")); }

bool is_invoice(std::string_view move_type) { return move_type.starts_with("in_") || is_sale(move_type); }

double direction(std::string_view move_type) {
    return move_type == "in_invoice" || move_type == "in_receipt" || move_type == "out_refund" ? 1 : -1;
}

entry journal_of(environment& env, id_type company, std::string_view type) {
    entry const journal = first(env, "account.journal", [&](entry const& j) {
        return j.id_of("company_id") == company && j.text("type") == type && j.is("active");
    });
    // multi_company, "invoice in company B, which has no chart of accounts"
    if (!journal)
        throw user_error("No journal could be found in company " + entry(env, "res.company", company).text("name") +
                         " for any of those types: " + std::string(type));
    return journal;
}

entry account_for(environment& env, std::string const& purpose) {
    return by_name(env, "account.account", "account.1_" + purpose);
}

std::vector<entry> items_of(environment& env, entry const& move) {
    auto ids = move.ids("line_ids");
    std::sort(ids.begin(), ids.end());
    std::vector<entry> out;
    out.reserve(ids.size());
    for (auto const id : ids) out.emplace_back(env, "account.move.line", id);
    return out;
}

std::vector<entry> open_items_of(environment& env, entry const& move) {
    std::vector<entry> out;
    for (auto const& item : items_of(env, move))
        if (auto const type = item.to("account_id").text("account_type");
            type == "asset_receivable" || type == "liability_payable")
            out.push_back(item);
    return out;
}

double residual_of(environment& env, entry const& item) {
    if (!item.to("account_id").is("reconcile")) return 0.0;
    double left = item.number("balance");
    for (auto const& partial : item.each("matched_credit_ids")) left -= partial.number("amount");
    for (auto const& partial : item.each("matched_debit_ids")) left += partial.number("amount");
    static_cast<void>(env);
    return round_to(left, digits_of(item.to("company_id").to("currency_id"))) + 0.0;
}

double residual_of_move(environment& env, entry const& move) {
    if (!is_invoice(move.text("move_type"))) return 0.0;
    double sum = 0;
    for (auto const& item : open_items_of(env, move)) sum += residual_of(env, item);
    double const rate = rate_of(env, move.to("currency_id"));
    return round_to(-direction(move.text("move_type")) * sum * rate, digits_of_move(move)) + 0.0;
}

double rate_of(environment& env, entry const& currency) {
    auto const latest = [](entry const& c) {
        auto const rates = c.each("rate_ids");
        return rates.empty() || rates.front().number("rate") == 0 ? 1.0 : rates.front().number("rate");
    };
    entry const own = entry(env, "res.company", 1).to("currency_id");
    if (!currency || currency.id() == own.id()) return 1.0;
    return latest(currency) / latest(own);
}

void set_amount(entry const& item, double amount_currency, double rate) {
    int const own = digits_of(item.to("company_id").to("currency_id"));
    double const balance = round_to(amount_currency / rate, own) + 0.0;
    item.set("amount_currency", round_to(amount_currency, digits_of(item.to("currency_id"))) + 0.0);
    item.set("balance", balance);
    item.set("debit", balance > 0 ? balance : 0.0);
    item.set("credit", balance < 0 ? -balance : 0.0);
}

void post(environment& env, entry const& move) {
    auto const type = move.text("move_type");
    if (is_sale(type) && move.text("invoice_date").empty()) {
        move.set("invoice_date", env.today());
        move.set("date", env.today());
    }
    if (auto const known = move.text("name"); known.empty() || known == "/") {
        entry const journal = move.to("journal_id");
        auto code = journal.text("code");
        if (type.ends_with("_refund") && journal.is("refund_sequence")) code.insert(0, "R");
        bool const of_payment = move.id_of(env.series() == 16 ? "payment_id" : "origin_payment_id") != 0;
        if (of_payment && journal.is("payment_sequence")) code.insert(0, "P");
        auto const date = move.text("date");
        auto const kind = journal.text("type");
        // flow_order_to_cash: "FAC/2026/00006"; other journals count by the month
        bool const yearly = kind == "sale" || kind == "bank" || kind == "cash" || kind == "credit";
        auto const prefix = code + "/" + date.substr(0, 4) + "/" + (yearly ? "" : date.substr(5, 2) + "/");
        std::int64_t highest = 0;
        std::size_t width = yearly ? 5 : 4;
        auto const& other_moves = env.db().at("account.move");
        auto const slot = move.model().at("name").slot;
        for (auto const& [id, r] : other_moves.rows) {
            if (!r.values[slot].is_string()) continue;
            auto const& name = r.values[slot].get_ref<std::string const&>();
            auto const digits = name.starts_with(prefix) ? name.substr(prefix.size()) : std::string();
            if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
                continue;
            if (auto const number = std::stoll(digits); number > highest) {
                highest = number;
                width = digits.size();
            }
        }
        auto number = std::to_string(highest + 1);
        if (number.size() < width) number.insert(0, width - number.size(), '0');
        move.set("name", prefix + number);
    }
    if (is_sale(type) && move.text("payment_reference").empty()) {
        move.set("payment_reference", move.get("name"));
        for (auto const& item : items_of(env, move))
            if (item.text("display_type") == "payment_term") item.set("name", move.get("name"));
    }
    move.set("state", "posted");
    move.set("posted_before", true);
    move.touch();
    // flow_order_to_cash, 18, "post the credit note": set off against what is open of the entry it reverses
    if (entry const reversed = move.to("reversed_entry_id"); reversed && reversed.text("state") == "posted")
        reconcile(env, move, reversed);
}

std::string show_money(double amount, entry const& currency) {
    char digits[400];
    std::snprintf(digits, sizeof digits, "%.*f", digits_of(currency), std::fabs(amount));
    std::string text = digits;
    auto const point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > 3; at -= 3) text.insert(at - 3, ",");
    if (amount < 0) text.insert(0, "-");
    auto const symbol = currency.text("symbol");
    return currency.text("position") == "before" ? symbol + "\u00a0" + text : text + "\u00a0" + symbol;
}

std::span<behaviour const> accounting_behaviours() {
    static behaviour const all[] = {
        {.model = "account.account", .defaults = account_defaults, .display_name = account_name},
        {.model = "account.journal", .defaults = journal_defaults},
        {.model = "account.tax", .defaults = tax_defaults},
        {.model = "res.company", .defaults = company_defaults},
        {.model = "res.currency", .compute = currency_compute},
        {.model = "res.partner", .before_unlink = partner_unlinked},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
