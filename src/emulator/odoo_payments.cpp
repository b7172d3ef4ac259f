// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "emulator/odoo_accounting.hpp"

// Payments, what they are set off against, and the wizards that pay and reverse an invoice.

namespace syncline::inline v1::emulator::erp {

namespace {

bool is_inbound(entry const& payment) { return payment.text("payment_type") == "inbound"; }

entry bank_journal(environment& env, id_type company) {
    return first(env, "account.journal", [&](entry const& j) {
        return j.id_of("company_id") == company && (j.text("type") == "bank" || j.text("type") == "cash") &&
               j.is("active");
    });
}

entry method_of(environment& env, entry const& journal, std::string_view payment_type) {
    return first(env, "account.payment.method.line", [&](entry const& line) {
        return line.id_of("journal_id") == journal.id() && line.text("payment_type") == payment_type;
    });
}

/// flow_order_to_cash, "the wizard": "Manuel" on 16, "Manual Payment (Bank)" on 18 and 19
std::string method_name(environment& env, entry const& line) {
    entry const journal = line.to("journal_id");
    return env.series() == 16 || !journal ? line.text("name") : line.text("name") + " (" + journal.text("name") + ")";
}

std::string payment_name(environment& env, entry const& payment) {
    auto const name = payment.text("name");
    if (payment.text("state") == "draft" && env.series() == 16)
        return "Draft Payment" +
               (name.empty() || name == "/" ? " (* " + std::to_string(payment.id()) + ")" : " " + name);
    return name.empty() ? "Draft Payment" : name;
}

std::vector<entry> invoices_paid_by(environment& env, entry const& payment) {
    std::set<id_type> ids;
    if (entry const move = payment.to("move_id"); move)
        for (auto const& item : open_items_of(env, move)) {
            for (auto const& partial : item.each("matched_debit_ids"))
                ids.insert(partial.to("debit_move_id").id_of("move_id"));
            for (auto const& partial : item.each("matched_credit_ids"))
                ids.insert(partial.to("credit_move_id").id_of("move_id"));
        }
    else if (payment.has("invoice_ids"))
        for (auto const id : payment.ids("invoice_ids")) ids.insert(id);
    std::vector<entry> out;
    for (auto const id : ids)
        if (entry const move(env, "account.move", id); is_invoice(move.text("move_type"))) out.push_back(move);
    return out;
}

void payment_defaults(environment& env, draft const& d) {
    d.give("payment_type", "inbound");
    d.give("partner_type", d.at("payment_type") == json("inbound") ? "customer" : "supplier");
    auto const known = [&](std::string_view name) {
        field const* const f = d.of.find(name);
        json const v = f && !f->is_related() ? d.at(name) : json();
        return v.is_number_integer() ? v.get<id_type>() : 0;
    };
    id_type const company = known("company_id") == 0 ? env.company() : known("company_id");
    d.give("company_id", company);
    entry const usual = bank_journal(env, company);
    entry const journal = known("journal_id") == 0 ? usual : entry(env, "account.journal", known("journal_id"));
    d.give("journal_id", journal.id() == 0 ? json() : json(journal.id()));
    d.give("currency_id", entry(env, "res.company", company).get("currency_id"));
    entry const method = method_of(env, journal, as_text(d.at("payment_type")));
    d.give("payment_method_line_id", method ? json(method.id()) : json());
    d.give_by_itself("date", env.today());
    d.give("state", "draft");
    bool const customer = d.at("partner_type") == json("customer");
    d.give("destination_account_id", account_for(env, customer ? "a_recv" : "a_pay").id());
    if (d.id == 0 || env.series() != 16 || d.is_given("move_id")) return;
    // on 16 a payment is an entry with more fields: there is none without
    d.give("move_id", env.create(env.named("account.move"), {{"move_type", "entry"}, {"journal_id", journal.id()}}));
}

std::optional<json> payment_compute(environment& env, entry const& payment, field const& f) {
    if (f.name == "reconciled_invoice_ids" || f.name == "reconciled_bill_ids") {
        json out = json::array();
        for (auto const& move : invoices_paid_by(env, payment))
            if (move.text("move_type").starts_with("in_") == (f.name == "reconciled_bill_ids"))
                out.push_back(move.id());
        return out;
    }
    if (f.name == "reconciled_invoices_count" || f.name == "reconciled_bills_count") {
        bool const bills = f.name == "reconciled_bills_count";
        std::size_t count = 0;
        for (auto const& move : invoices_paid_by(env, payment))
            if (move.text("move_type").starts_with("in_") == bills) ++count;
        return count;
    }
    if (f.name == "amount_signed") return is_inbound(payment) ? payment.number("amount") : -payment.number("amount");
    entry const move = payment.to("move_id");
    if (f.name == "is_reconciled") {
        if (!move || move.text("state") != "posted") return false;
        auto const open = open_items_of(env, move);
        return !open.empty() &&
               std::all_of(open.begin(), open.end(), [&](entry const& item) { return residual_of(env, item) == 0; });
    }
    // flow_order_to_cash: what went to an outstanding account waits for the bank's statement
    if (f.name == "is_matched") return env.series() >= 18 && !move && payment.text("state") == "paid";
    if (f.name == "outstanding_account_id") {
        entry const account = payment.to("payment_method_line_id").to("payment_account_id");
        return account ? json(account.id()) : json();
    }
    return std::nullopt;
}

/// "Customer Payment $ 100.00 - SDK Customer - 11/22/2026" on 16, "Manual Payment: FAC/2026/00011" after it.
std::string label_of(environment& env, entry const& payment) {
    if (env.series() >= 18) {
        auto const memo = payment.text("memo");
        return payment.to("payment_method_line_id").text("name") + (memo.empty() ? "" : ": " + memo);
    }
    bool const customer = payment.text("partner_type") == "customer";
    auto const day = payment.text("date");
    auto const who = payment.to("partner_id").name();
    return std::string(customer ? "Customer" : "Vendor") +
           (is_inbound(payment) == customer ? " Payment " : " Reimbursement ") +
           show_money(payment.number("amount"), payment.to("currency_id")) + (who.empty() ? "" : " - " + who) + " - " +
           day.substr(5, 2) + "/" + day.substr(8, 2) + "/" + day.substr(0, 4);
}

/// The two items of a payment's entry: what the bank will bring, and what the partner owes less.
void book(environment& env, entry const& payment) {
    entry const move = payment.to("move_id");
    entry const outstanding = payment.to("payment_method_line_id").to("payment_account_id");
    double const amount = is_inbound(payment) ? payment.number("amount") : -payment.number("amount");
    double const rate = rate_of(env, payment.to("currency_id"));
    move.set("currency_id", payment.get("currency_id"));
    move.set("partner_id", payment.get("partner_id"));
    json lines = json::array();
    for (auto const& item : items_of(env, move)) lines.push_back(json::array({2, item.id()}));
    auto const line = [&](id_type account, double signed_amount) {
        double const own = round_to(signed_amount / rate, digits_of(move.to("company_id").to("currency_id")));
        lines.push_back(json::array({0,
                                     0,
                                     {{"name", label_of(env, payment)},
                                      {"account_id", account},
                                      {"partner_id", payment.get("partner_id")},
                                      {"currency_id", payment.get("currency_id")},
                                      {"debit", own > 0 ? own : 0.0},
                                      {"credit", own < 0 ? -own : 0.0}}}));
    };
    line(outstanding ? outstanding.id() : account_for(env, "outstanding").id(), amount);
    line(payment.id_of("destination_account_id"), -amount);
    move.write({{"line_ids", lines}});
}

void payment_changed(environment& env, entry const& payment, json const& vals, bool created) {
    if (env.series() == 16 && payment.text("state") == "draft") {
        constexpr std::string_view booked[] = {"amount",      "payment_type", "partner_id",
                                               "currency_id", "journal_id",   "ref"};
        entry const move = payment.to("move_id");
        move.set("payment_id", payment.id());
        if (created || std::any_of(std::begin(booked), std::end(booked),
                                   [&](std::string_view name) { return vals.contains(std::string(name)); }))
            book(env, payment);
    }
    if (payment.has("invoice_ids") && vals.contains("invoice_ids"))
        for (auto const& move : payment.each("invoice_ids")) {
            json known = move.get("matched_payment_ids");
            if (!known.is_array()) known = json::array();
            if (std::find(known.begin(), known.end(), json(payment.id())) != known.end()) continue;
            known.push_back(payment.id());
            move.set("matched_payment_ids", known);
        }
}

void payment_unlinked(environment& env, std::vector<id_type> const& ids) {
    for (auto const id : ids) {
        entry const move = entry(env, "account.payment", id).to("move_id");
        if (move && move.text("state") == "posted") {
            auto const* const of_moves = behaviour_of("account.move");
            of_moves->before_unlink(env, {move.id()});
        }
    }
}

void post_payment(environment& env, entry const& payment) {
    entry move = payment.to("move_id");
    // 18 and 19 make an entry only where the method has an outstanding account (flow_order_to_cash, "account.payment")
    bool const books = env.series() == 16 || payment.to("payment_method_line_id").to("payment_account_id");
    if (books && !move) {
        move = entry(env, "account.move",
                     env.create(env.named("account.move"), {{"move_type", "entry"},
                                                            {"journal_id", payment.id_of("journal_id")},
                                                            {"date", payment.get("date")},
                                                            {"ref", payment.get("memo")},
                                                            {"origin_payment_id", payment.id()}}));
        payment.set("move_id", move.id());
        book(env, payment);
    }
    if (books) {
        post(env, move);
        if (env.series() >= 18) payment.set("name", move.get("name"));
    } else {
        auto number = std::to_string(payment.id());
        if (number.size() < 5) number.insert(0, 5 - number.size(), '0');
        payment.set("name", "PAY" + number);
    }
    if (env.series() >= 18) payment.set("state", books ? "in_process" : "paid");
    payment.touch();
}

std::vector<entry> payments_called(environment& env, model const& m, arguments const& a) {
    std::vector<entry> out;
    for (auto const id : a.ids) {
        if (!env.exists(m, id)) throw missing_error(m.name, {id}, env.uid());
        out.emplace_back(env, m, id);
    }
    return out;
}

std::optional<json> post_payments(environment& env, model const& m, arguments const& a) {
    for (auto const& payment : payments_called(env, m, a)) {
        if (payment.text("state") != "draft") throw user_error("Only draft payment can be posted.");
        post_payment(env, payment);
    }
    return std::nullopt;
}

void move_payment(environment& env, entry const& payment, std::string_view state_of_move, std::string_view state) {
    if (entry const move = payment.to("move_id"); move) {
        unreconcile(env, move);
        move.set("state", state_of_move);
        move.touch();
    }
    if (env.series() >= 18) payment.set("state", state);
    payment.touch();
}

std::optional<json> draft_payments(environment& env, model const& m, arguments const& a) {
    for (auto const& payment : payments_called(env, m, a)) move_payment(env, payment, "draft", "draft");
    return std::nullopt;
}

std::optional<json> cancel_payments(environment& env, model const& m, arguments const& a) {
    for (auto const& payment : payments_called(env, m, a)) move_payment(env, payment, "cancel", "canceled");
    return std::nullopt;
}

std::vector<entry> active_moves(environment& env) {
    std::vector<entry> out;
    json const active = env.context().value("active_ids", json());
    bool const of_items = env.context().value("active_model", json()) == json("account.move.line");
    if (active.is_array())
        for (auto const& id : active) {
            entry const e(env, of_items ? "account.move.line" : "account.move", id.get<id_type>());
            out.push_back(of_items ? e.to("move_id") : e);
        }
    return out;
}

/// What a payment is called after: the reference of the invoice it pays; on 18 the customer's before it.
std::string communication_of(environment& env, entry const& move) {
    auto const reference = move.text("payment_reference");
    auto const ref = move.text("ref");
    if (reference.empty()) return ref.empty() ? move.text("name") : ref;
    return env.series() == 18 && !ref.empty() && ref != reference ? ref + " - " + reference : reference;
}

void register_defaults(environment& env, draft const& d) {
    json lines = json::array();
    double due = 0;
    std::string communication;
    std::set<id_type> moves;
    entry main(env, "account.move", 0);
    for (auto const& move : active_moves(env)) {
        if (move.text("state") != "posted")
            throw user_error("You can only register payment for posted journal entries.");
        for (auto const& item : open_items_of(env, move)) {
            double const left = residual_of(env, item);
            if (left == 0) continue;
            lines.push_back(item.id());
            due += left;
            if (moves.insert(move.id()).second)
                communication += (communication.empty() ? "" : ", ") + communication_of(env, move);
            main = move;
        }
    }
    // flow_order_to_cash, "account.payment.register create on a paid invoice"
    if (lines.empty())
        throw user_error(env.series() == 19
                             ? "There's nothing left to pay for the selected journal items, so no payment registration "
                               "is necessary. You've got your finances under control like a boss!"
                             : "You can't register a payment because there is nothing left to pay on the selected "
                               "journal items.");
    bool const sale = main.text("move_type").starts_with("out_");
    d.give("line_ids", lines);
    d.give("payment_type", due > 0 ? "inbound" : "outbound");
    d.give("partner_type", sale ? "customer" : "supplier");
    d.give("partner_id", main.to("partner_id").get("commercial_partner_id"));
    d.give("company_id", main.get("company_id"));
    d.give("currency_id", main.get("currency_id"));
    double const whole =
        round_to(std::fabs(due) * rate_of(env, main.to("currency_id")), digits_of(main.to("currency_id")));
    d.give("source_amount", std::fabs(due));
    d.give("amount", whole);
    d.give("communication", communication);
    d.give("group_payment", moves.size() == 1);
    d.give_by_itself("payment_date", env.today());
    d.give("payment_difference_handling", "open");
    entry const usual = bank_journal(env, main.id_of("company_id"));
    d.give("journal_id", usual ? json(usual.id()) : json());
    entry const journal(env, "account.journal",
                        d.at("journal_id").is_number_integer() ? d.at("journal_id").get<id_type>() : 0);
    entry const method = method_of(env, journal, as_text(d.at("payment_type")));
    d.give("payment_method_line_id", method ? json(method.id()) : json());
}

double open_amount(environment& env, entry const& wizard) {
    double sum = 0;
    for (auto const& item : wizard.each("line_ids")) sum += residual_of(env, item);
    return round_to(std::fabs(sum) * rate_of(env, wizard.to("currency_id")), digits_of(wizard.to("currency_id")));
}

std::optional<json> register_compute(environment& env, entry const& wizard, field const& f) {
    if (f.name == "payment_difference")
        return round_to(open_amount(env, wizard) - wizard.number("amount"), digits_of(wizard.to("currency_id")));
    return std::nullopt;
}

/// Pays those items with one payment.
id_type pay(environment& env, entry const& wizard, std::vector<entry> const& items, double amount,
            std::string const& communication) {
    json vals = {{"payment_type", wizard.get("payment_type")},
                 {"partner_type", wizard.get("partner_type")},
                 {"partner_id", items.front().to("move_id").to("partner_id").get("commercial_partner_id")},
                 {"amount", amount},
                 {"date", wizard.get("payment_date")},
                 {"journal_id", wizard.get("journal_id")},
                 {"currency_id", wizard.get("currency_id")},
                 {"payment_method_line_id", wizard.get("payment_method_line_id")},
                 {"destination_account_id", items.front().get("account_id")}};
    vals[env.series() == 16 ? "ref" : "memo"] = communication;
    std::set<id_type> moves;
    for (auto const& item : items) moves.insert(item.id_of("move_id"));
    if (env.series() >= 18) vals["invoice_ids"] = json::array({json::array({6, 0, moves})});
    model const& payments = env.named("account.payment");
    entry const payment(env, payments, env.create(payments, vals));
    post_payment(env, payment);
    for (auto const id : moves) {
        entry const move(env, "account.move", id);
        if (entry const booked = payment.to("move_id"); booked) reconcile(env, booked, move);
        // what_bumps_write_date, "account.move: payment registered"
        move.touch();
        refresh_payments(env, move);
    }
    return payment.id();
}

std::optional<json> create_payments(environment& env, model const& m, arguments const& a) {
    std::vector<id_type> made;
    for (auto const id : a.ids) {
        entry const wizard(env, m, id);
        auto const items = wizard.each("line_ids");
        if (wizard.is("group_payment")) {
            made.push_back(pay(env, wizard, items, wizard.number("amount"), wizard.text("communication")));
            continue;
        }
        std::map<id_type, std::vector<entry>> by_move;
        for (auto const& item : items) by_move[item.id_of("move_id")].push_back(item);
        for (auto const& [move, some] : by_move) {
            double due = 0;
            for (auto const& item : some) due += residual_of(env, item);
            due = std::fabs(due) * rate_of(env, wizard.to("currency_id"));
            made.push_back(pay(env, wizard, some, round_to(due, digits_of(wizard.to("currency_id"))),
                               communication_of(env, {env, "account.move", move})));
        }
    }
    return open_records("Payments", "account.payment", made, env.series(), {{"create", false}});
}

void reversal_defaults(environment& env, draft const& d) {
    json moves = json::array();
    entry main(env, "account.move", 0);
    for (auto const& move : active_moves(env)) {
        moves.push_back(move.id());
        main = move;
    }
    d.give("move_ids", moves);
    d.give_by_itself("date", env.today());
    d.give("refund_method", "refund");
    d.give("journal_id", main ? main.get("journal_id") : json());
    d.give("company_id", main ? main.get("company_id") : json(env.company()));
}

std::string reversed_type(std::string const& type) {
    if (type == "out_invoice") return "out_refund";
    if (type == "in_invoice") return "in_refund";
    if (type == "out_refund") return "out_invoice";
    return type == "in_refund" ? "in_invoice" : type;
}

id_type reverse(environment& env, entry const& wizard, entry const& move) {
    // flow_order_to_cash, "the credit note (draft)": on 19 in the customer's language
    bool const french = env.series() == 19 && move.to("partner_id").text("lang") == "fr_FR";
    auto const reason = wizard.text("reason");
    auto const ref =
        (french ? "Extourne de : " : "Reversal of: ") + move.text("name") + (reason.empty() ? "" : ", " + reason);
    bool const invoice = is_invoice(move.text("move_type"));
    json lines = json::array();
    for (auto const& item : items_of(env, move)) {
        auto const kind = item.text("display_type");
        if (invoice && (kind == "tax" || kind == "payment_term")) continue;
        json vals = {{"name", item.get("name")}, {"display_type", kind}, {"sequence", item.get("sequence")}};
        if (!kind.starts_with("line_")) {
            vals["account_id"] = item.get("account_id");
            vals["product_id"] = item.get("product_id");
            vals["tax_ids"] = json::array({json::array({6, 0, item.ids("tax_ids")})});
            vals["analytic_distribution"] = item.get("analytic_distribution");
            vals["sale_line_ids"] = json::array({json::array({6, 0, item.ids("sale_line_ids")})});
            if (invoice) {
                vals["quantity"] = item.number("quantity");
                vals["price_unit"] = item.number("price_unit");
                vals["discount"] = item.number("discount");
            } else {
                vals["debit"] = item.number("credit");
                vals["credit"] = item.number("debit");
            }
        }
        lines.push_back(json::array({0, 0, vals}));
    }
    json vals = {{"move_type", reversed_type(move.text("move_type"))},
                 {"partner_id", move.get("partner_id")},
                 {"company_id", move.get("company_id")},
                 {"currency_id", move.get("currency_id")},
                 {"journal_id", wizard.to("journal_id") ? wizard.get("journal_id") : move.get("journal_id")},
                 {"reversed_entry_id", move.id()},
                 {"ref", ref},
                 {"date", wizard.get("date")},
                 {"invoice_origin", move.get("invoice_origin")}};
    if (invoice) vals["invoice_date"] = wizard.get("date");
    vals[invoice ? "invoice_line_ids" : "line_ids"] = lines;
    return env.create(env.named("account.move"), vals);
}

/// A credit note as a draft; with `is_modify` (18, 19) or the methods `cancel` and `modify` (16) it is posted.
std::optional<json> reverse_moves(environment& env, model const& m, arguments const& a) {
    std::vector<id_type> made;
    for (auto const id : a.ids) {
        entry const wizard(env, m, id);
        for (auto const& move : wizard.each("move_ids")) {
            made.push_back(reverse(env, wizard, move));
            bool const full = env.series() == 16 ? wizard.text("refund_method") != "refund" : truth(a.at("is_modify"));
            if (full) post(env, {env, "account.move", made.back()});
        }
        wizard.set("new_move_ids", made);
    }
    json const type = made.empty() ? json(false) : entry(env, "account.move", made.front()).get("move_type");
    return open_records("Reverse Moves", "account.move", made, env.series(), {{"default_move_type", type}});
}

}  // namespace

void reconcile(environment& env, entry const& one, entry const& other) {
    for (auto const& mine : open_items_of(env, one))
        for (auto const& theirs : open_items_of(env, other)) {
            if (mine.id_of("account_id") != theirs.id_of("account_id")) continue;
            double const x = residual_of(env, mine);
            double const y = residual_of(env, theirs);
            if (x == 0 || y == 0 || (x > 0) == (y > 0)) continue;
            static_cast<void>(
                env.create(env.named("account.partial.reconcile"), {{"debit_move_id", x > 0 ? mine.id() : theirs.id()},
                                                                    {"credit_move_id", x > 0 ? theirs.id() : mine.id()},
                                                                    {"company_id", one.id_of("company_id")},
                                                                    {"amount", std::min(std::fabs(x), std::fabs(y))}}));
        }
    one.touch();
    other.touch();
}

void unreconcile(environment& env, entry const& move) {
    for (auto const& item : open_items_of(env, move))
        for (char const* side : {"matched_debit_ids", "matched_credit_ids"})
            for (auto const id : item.ids(side)) env.unlink(env.named("account.partial.reconcile"), {id});
}

std::vector<entry> payments_without_entry(environment& env, entry const& move) {
    std::vector<entry> out;
    static_cast<void>(env);
    if (!move.has("matched_payment_ids")) return out;
    for (auto const& payment : move.each("matched_payment_ids"))
        if (auto const state = payment.text("state");
            !payment.to("move_id") && (state == "paid" || state == "in_process"))
            out.push_back(payment);
    return out;
}

void refresh_payments(environment& env, entry const& invoice) {
    if (env.series() == 16) return;
    for (auto const& payment : invoice.each("matched_payment_ids")) {
        if (payment.text("state") != "in_process") continue;
        // flow_order_to_cash, 19: in process as long as something of what it pays is open
        auto const paid = invoices_paid_by(env, payment);
        if (!paid.empty() && std::all_of(paid.begin(), paid.end(),
                                         [](entry const& move) { return move.text("payment_state") == "paid"; }))
            payment.update("state", "paid");
    }
}

std::optional<json> payments_widget(environment& env, entry const& move) {
    json content = json::array();
    entry const own = move.to("company_id").to("currency_id");
    if (move.text("state") == "posted")
        for (auto const& item : open_items_of(env, move))
            for (char const* side : {"matched_debit_ids", "matched_credit_ids"})
                for (auto const& partial : item.each(side)) {
                    entry const counterpart =
                        partial.to(side == std::string_view("matched_debit_ids") ? "debit_move_id" : "credit_move_id");
                    entry const entry_of = counterpart.to("move_id");
                    entry const payment = entry_of.to(env.series() == 16 ? "payment_id" : "origin_payment_id");
                    double const amount = partial.number("amount");
                    json one = {{"name", counterpart.get("name")},
                                {"journal_name", entry_of.to("journal_id").get("name")}};
                    if (env.series() == 19) one["company_name"] = false;
                    one["amount"] = amount;
                    one["currency_id"] = own.id();
                    one["date"] = entry_of.get("date");
                    one["partial_id"] = partial.id();
                    one["account_payment_id"] = payment ? json(payment.id()) : json(false);
                    one["payment_method_name"] =
                        payment ? payment.to("payment_method_line_id").get("name") : json(false);
                    one["move_id"] = entry_of.id();
                    if (env.series() == 19) one["is_refund"] = entry_of.text("move_type").ends_with("_refund");
                    one["ref"] = entry_of.name();
                    one["is_exchange"] = false;
                    one["amount_company_currency"] = show_money(amount, own);
                    one["amount_foreign_currency"] = false;
                    content.push_back(std::move(one));
                }
    if (content.empty()) return json();
    return json{{"title", "Less Payment"}, {"outstanding", false}, {"content", content}};
}

std::span<behaviour const> payment_behaviours() {
    static behaviour const all[] = {
        {.model = "account.payment",
         .defaults = payment_defaults,
         .compute = payment_compute,
         .display_name = payment_name,
         .after_change = payment_changed,
         .before_unlink = payment_unlinked},
        {.model = "account.payment.method.line", .display_name = method_name},
        {.model = "account.payment.register", .defaults = register_defaults, .compute = register_compute},
        {.model = "account.move.reversal", .defaults = reversal_defaults},
    };
    return all;
}

std::span<method const> payment_methods() {
    static method const all[] = {
        {"action_post", false, {}, post_payments, "account.payment"},
        {"action_draft", false, {}, draft_payments, "account.payment"},
        {"action_cancel", false, {}, cancel_payments, "account.payment"},
        {"action_create_payments", false, {}, create_payments, "account.payment.register"},
        {"reverse_moves", false, {}, reverse_moves, "account.move.reversal", 16, 16},
        {"reverse_moves", false, {{"is_modify"}}, reverse_moves, "account.move.reversal", 18},
        {"refund_moves", false, {}, reverse_moves, "account.move.reversal", 18},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
