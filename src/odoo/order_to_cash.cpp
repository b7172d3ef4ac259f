// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/order_to_cash.hpp>

#include <algorithm>

#include <boost/describe/class.hpp>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/raw.hpp>

namespace syncline::inline v1::odoo {
namespace {

struct order_row {
    std::int64_t id = 0;
    std::string name{};
    std::string state{};
    std::string invoice_status{};
    decimal amount_untaxed{};
    decimal amount_total{};
    field_value<json::id_name> currency_id{};
    std::vector<std::int64_t> invoice_ids{};
};
BOOST_DESCRIBE_STRUCT(order_row, (),
                      (id, name, state, invoice_status, amount_untaxed, amount_total, currency_id, invoice_ids))

struct move_row {
    std::int64_t id = 0;
    std::string name{};
    std::string state{};
    std::string move_type{};
    decimal amount_total{};
    decimal amount_residual{};
    field_value<json::id_name> currency_id{};
    field_value<std::string> payment_state{};
    field_value<json::id_name> reversed_entry_id{};
    field_value<json::id_name> journal_id{};
    std::optional<std::vector<std::int64_t>> matched_payment_ids{};
};
BOOST_DESCRIBE_STRUCT(move_row, (),
                      (id, name, state, move_type, amount_total, amount_residual, currency_id, payment_state,
                       reversed_entry_id, journal_id, matched_payment_ids))

struct payment_row {
    std::int64_t id = 0;
    std::string state{};
    decimal amount{};
    field_value<std::string> memo{};
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> move_id{};
    std::vector<std::int64_t> reconciled_invoice_ids{};
    std::vector<std::int64_t> reconciled_bill_ids{};
    std::optional<std::vector<std::int64_t>> invoice_ids{};

    [[nodiscard]] bool counts() const { return state != "cancel" && state != "canceled" && state != "rejected"; }
};
BOOST_DESCRIBE_STRUCT(payment_row, (),
                      (id, state, amount, memo, currency_id, move_id, reconciled_invoice_ids, reconciled_bill_ids,
                       invoice_ids))

struct invoice_wizard {
    std::int64_t id = 0;
    std::string advance_payment_method{};
};
BOOST_DESCRIBE_STRUCT(invoice_wizard, (), (id, advance_payment_method))

struct payment_wizard {
    std::int64_t id = 0;
    decimal amount{};
    local_date payment_date{};
    std::string communication{};
    std::optional<json::id_name> journal_id{};
};
BOOST_DESCRIBE_STRUCT(payment_wizard, (), (id, amount, payment_date, communication, journal_id))

struct reversal_wizard {
    std::int64_t id = 0;
    std::string reason{};
    local_date date{};
    field_value<std::string> refund_method{};
    std::optional<json::id_name> journal_id{};
};
BOOST_DESCRIBE_STRUCT(reversal_wizard, (), (id, reason, date, refund_method, journal_id))

}  // namespace

template <>
inline constexpr std::string_view model_name<order_row> = "sale.order";
template <>
inline constexpr std::string_view model_name<move_row> = "account.move";
template <>
inline constexpr std::string_view model_name<payment_row> = "account.payment";
// 17 and later link a payment to what it pays before its entry does
template <>
inline constexpr std::string_view may_lack<move_row>[] = {"matched_payment_ids"};
template <>
inline constexpr std::string_view may_lack<payment_row>[] = {"invoice_ids"};
// `ref` before 18
}  // namespace syncline::inline v1::odoo
template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::odoo::payment_row>[] = {
    {"memo", "memo", "ref"}};
namespace syncline::inline v1::odoo {
template <>
inline constexpr std::string_view model_name<invoice_wizard> = "sale.advance.payment.inv";
template <>
inline constexpr std::string_view model_name<payment_wizard> = "account.payment.register";
template <>
inline constexpr std::string_view model_name<reversal_wizard> = "account.move.reversal";
// 17 took the choice away and gave each its own method
template <>
inline constexpr std::string_view may_lack<reversal_wizard>[] = {"refund_method"};

namespace {

std::string currency_of(field_value<json::id_name> const& c) { return c.has_value() ? c.value().name : std::string(); }

order_status status_of(order_row const& r) {
    return {.id = r.id,
            .name = r.name,
            .state = r.state,
            .invoice_status = r.invoice_status,
            .amount_untaxed = r.amount_untaxed,
            .amount_total = r.amount_total,
            .currency = currency_of(r.currency_id),
            .invoice_ids = r.invoice_ids};
}

invoice_status status_of(move_row const& r) {
    invoice_status out{.id = r.id,
                       // a draft is called `/` before 19
                       .name = r.name == "/" ? std::string() : r.name,
                       .state = r.state,
                       .move_type = r.move_type,
                       .amount_total = r.amount_total,
                       .amount_residual = r.amount_residual,
                       .currency = currency_of(r.currency_id),
                       .payment_state = r.payment_state.value_or("")};
    bool const nothing_due = out.amount_residual == decimal() && out.state == "posted";
    out.paid = nothing_due                               ? settlement::settled
               : out.amount_residual == out.amount_total ? settlement::open
                                                         : settlement::partial;
    bool const said_paid = out.payment_state == "paid" || out.payment_state == "in_payment";
    if (said_paid && !nothing_due)
        out.note = "Odoo says `" + out.payment_state + "` while " + out.amount_residual.to_string() + " of " +
                   out.amount_total.to_string() + " " + out.currency +
                   " is still open in the ledger: the payment is registered, its entry is not posted";
    return out;
}

template <class Row>
result<Row> only(result<std::vector<Row>> rows, std::int64_t id) {
    if (!rows) return fail(std::move(rows).error());
    if (rows->empty())
        return fail(errc::not_found,
                    "odoo " + std::string(model_name<Row>) + " " + std::to_string(id) + ": found no such record");
    return std::move(rows->front());
}

error in_state(std::string_view model, std::int64_t id, std::string_view state, std::string_view expected) {
    return {.code = errc::rejected,
            .message = "odoo " + std::string(model) + " " + std::to_string(id) + ": found state `" +
                       std::string(state) + "`, expected " + std::string(expected)};
}

/// Acts unless it is done, and reads back what came of it: so a lost reply or a second call changes nothing.
template <class Status, class Read, class IsDone, class Allowed, class Act>
result<Status> reach(Read const& read, IsDone const& is_done, Allowed const& allowed, Act const& act) {
    result<Status> now = read();
    if (!now) return now;
    if (is_done(*now)) {
        now->already = true;
        return now;
    }
    if (auto may = allowed(*now); !may) return fail(std::move(may).error());
    result<void> const acted = act();
    if (!acted && acted.error().code == errc::cancelled) return fail(acted.error());
    result<Status> then = read();
    if (then && is_done(*then)) return then;
    if (!acted) return fail(acted.error());
    if (!then) {
        // it was done, and only the look at it failed
        then.error().effect = outcome::unknown;
        return then;
    }
    return fail(error{.code = errc::rejected,
                      .message = "odoo: the call came back without a failure, and the state did not change: found `" +
                                 then->state + "`",
                      .effect = outcome::unknown});
}

result<std::vector<move_row>> moves(client& erp, std::vector<std::int64_t> const& ids, context const& ctx) {
    return erp.read<move_row>(ids, ctx);
}

/// The wizard's record, made in the context a form would open it in; then its method.
template <class Wizard>
result<void> run_wizard(client& erp, Wizard const& values, std::string model, std::int64_t id, std::string_view method,
                        context const& ctx) {
    auto in_form = erp.with_context({.active_model = std::move(model), .active_ids = {id}});
    auto const wizard = in_form.create(std::span(&values, 1), ctx);
    if (!wizard) {
        auto e = wizard.error();
        e.effect = outcome::known_failed;  // a wizard that nobody runs does nothing
        return fail(std::move(e));
    }
    return in_form.call<Wizard>(method, *wizard, {}, ctx);
}

}  // namespace

result<order_status> read_order(client& erp, std::int64_t order, context const& ctx) {
    auto const row = only(erp.read<order_row>(std::span(&order, 1), ctx), order);
    if (!row) return fail(row.error());
    return status_of(*row);
}

result<invoice_status> read_invoice(client& erp, std::int64_t invoice, context const& ctx) {
    auto const row = only(erp.read<move_row>(std::span(&invoice, 1), ctx), invoice);
    if (!row) return fail(row.error());
    return status_of(*row);
}

result<order_status> confirm_order(client& erp, std::int64_t order, context const& ctx) {
    return reach<order_status>([&] { return read_order(erp, order, ctx); },
                               [](order_status const& s) { return s.is_confirmed(); },
                               [&](order_status const& s) -> result<void> {
                                   if (s.state == "draft" || s.state == "sent") return {};
                                   return fail(in_state("sale.order", order, s.state, "`draft` or `sent`"));
                               },
                               [&] { return erp.call<order_row>("action_confirm", std::span(&order, 1), {}, ctx); });
}

result<order_status> cancel_order(client& erp, std::int64_t order, context const& ctx) {
    return reach<order_status>([&] { return read_order(erp, order, ctx); },
                               [](order_status const& s) { return s.state == "cancel"; },
                               [](order_status const&) -> result<void> { return {}; },
                               [&] {
                                   // 16 to 18 otherwise answer with a wizard and leave the order as it is
                                   auto at_once = erp.with_context({.flags = {{"disable_cancel_warning", true}}});
                                   return at_once.call<order_row>("action_cancel", std::span(&order, 1), {}, ctx);
                               });
}

result<invoice_status> create_invoice(client& erp, std::int64_t order, invoicing const& how, context const& ctx) {
    /// The invoice of an earlier try, or of this one: not among `known`; a draft when nobody said what is known.
    auto const made = [&](std::optional<std::vector<std::int64_t>> const& known,
                          std::vector<std::int64_t> const& ids) -> result<std::optional<invoice_status>> {
        auto const rows = moves(erp, ids, ctx);
        if (!rows) return fail(rows.error());
        for (auto const& r : *rows) {
            if (r.move_type != "out_invoice" || r.state == "cancel") continue;
            bool const ours =
                known ? std::find(known->begin(), known->end(), r.id) == known->end() : r.state == "draft";
            if (ours) return status_of(r);
        }
        return std::nullopt;
    };

    auto const before = read_order(erp, order, ctx);
    if (!before) return fail(before.error());
    auto found = made(how.known, before->invoice_ids);
    if (!found) return fail(std::move(found).error());
    if (*found) {
        (*found)->already = true;
        return **found;
    }
    if (!before->is_confirmed()) return fail(in_state("sale.order", order, before->state, "`sale`"));

    auto const acted = run_wizard(erp, invoice_wizard{.advance_payment_method = "delivered"}, "sale.order", order,
                                  "create_invoices", ctx);
    if (!acted && !acted.error().may_have_happened()) return fail(acted.error());
    auto const after = read_order(erp, order, ctx);
    if (!after) {
        auto e = acted ? after.error() : acted.error();
        e.effect = outcome::unknown;
        return fail(std::move(e));
    }
    found = made(before->invoice_ids, after->invoice_ids);
    if (!found) {
        found.error().effect = outcome::unknown;
        return fail(std::move(found).error());
    }
    if (*found) return **found;
    if (!acted) return fail(acted.error());
    return fail(error{.code = errc::rejected,
                      .message = "odoo sale.order " + std::to_string(order) +
                                 ": the invoice wizard ran, and the order "
                                 "has no new invoice",
                      .effect = outcome::unknown});
}

result<invoice_status> post_invoice(client& erp, std::int64_t invoice, context const& ctx) {
    return reach<invoice_status>([&] { return read_invoice(erp, invoice, ctx); },
                                 [](invoice_status const& s) { return s.state == "posted"; },
                                 [&](invoice_status const& s) -> result<void> {
                                     if (s.state == "draft") return {};
                                     return fail(in_state("account.move", invoice, s.state, "`draft`"));
                                 },
                                 [&] { return erp.call<move_row>("action_post", std::span(&invoice, 1), {}, ctx); });
}

result<invoice_status> cancel_invoice(client& erp, std::int64_t invoice, context const& ctx) {
    return reach<invoice_status>(
        [&] { return read_invoice(erp, invoice, ctx); }, [](invoice_status const& s) { return s.state == "cancel"; },
        [&](invoice_status const& s) -> result<void> {
            if (s.state == "draft") return {};
            return fail(in_state("account.move", invoice, s.state, "`draft`: a posted one is credited"));
        },
        [&] { return erp.call<move_row>("button_cancel", std::span(&invoice, 1), {}, ctx); });
}

namespace {

/// The moves a payment pays: by its entry or, on 18 and later, by a link of its own.
std::vector<std::int64_t> paid_by(payment_row const& p) {
    auto out = p.reconciled_invoice_ids;
    out.insert(out.end(), p.reconciled_bill_ids.begin(), p.reconciled_bill_ids.end());
    if (p.invoice_ids) out.insert(out.end(), p.invoice_ids->begin(), p.invoice_ids->end());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool pays(payment_row const& p, std::int64_t invoice) {
    auto const moves = paid_by(p);
    return std::binary_search(moves.begin(), moves.end(), invoice);
}

/// The payment that carries this reference, if there is one that counts: one of this invoice before any other.
result<std::optional<payment_row>> payment_of(client& erp, std::int64_t invoice, std::string const& reference,
                                              context const& ctx) {
    auto const rows = erp.search<payment_row>().where(field<&payment_row::memo> == reference).fetch(ctx);
    if (!rows) return fail(rows.error());
    std::optional<payment_row> out;
    for (auto const& r : *rows)
        if (r.counts() && (!out || (pays(r, invoice) && !pays(*out, invoice)))) out = r;
    return out;
}

/// Why a payment on the books is not the one that is wanted, if it is not.
std::optional<error> differs(payment_row const& found, std::int64_t invoice, incoming_payment const& wanted,
                             std::string const& at) {
    if (!pays(found, invoice)) {
        std::string others;
        for (auto const id : paid_by(found)) others += (others.empty() ? "account.move " : ", ") + std::to_string(id);
        return error{.code = errc::conflict,
                     .message = at + "\"" + shorten(wanted.reference) + "\": found account.payment " +
                                std::to_string(found.id) + ", which pays " + (others.empty() ? "nothing" : others) +
                                ", expected one that pays account.move " + std::to_string(invoice)};
    }
    if (found.amount != wanted.amount)
        return error{.code = errc::conflict,
                     .message = at + "\"" + shorten(wanted.reference) + "\": found one of " + found.amount.to_string() +
                                ", expected " + wanted.amount.to_string()};
    return std::nullopt;
}

/// What of a posted invoice is open: its residual, less what payments without an entry bring. 18 makes such payments
/// where the journal has no outstanding account, and takes any number of them for one invoice.
result<decimal> open_of(client& erp, move_row const& invoice, std::string const& at, context const& ctx) {
    auto open = invoice.amount_residual;
    if (!invoice.matched_payment_ids || invoice.matched_payment_ids->empty()) return open;
    auto const rows = erp.read<payment_row>(*invoice.matched_payment_ids, ctx);
    if (!rows) return fail(rows.error());
    for (auto const& p : *rows) {
        bool const without_entry = !p.move_id.has_value() && (p.state == "in_process" || p.state == "paid");
        if (!without_entry) continue;
        if (currency_of(p.currency_id) != currency_of(invoice.currency_id))
            return fail(errc::rejected, at + "found account.payment " + std::to_string(p.id) + " in " +
                                            currency_of(p.currency_id) + " without an entry, expected " +
                                            currency_of(invoice.currency_id));
        auto const left = checked_sub(open, p.amount);
        if (!left) return fail(left.error());
        open = *left;
    }
    return open;
}

}  // namespace

result<invoice_status> register_payment(client& erp, std::int64_t invoice, incoming_payment const& payment,
                                        context const& ctx) {
    std::string const at = "odoo account.move " + std::to_string(invoice) + ": payment ";
    if (trimmed(payment.reference).empty()) return fail(errc::defect, at + "`reference`: found no text, expected some");
    if (payment.amount <= decimal())
        return fail(errc::rejected, at + "`amount`: found " + payment.amount.to_string() + ", expected more than 0");
    auto known = payment_of(erp, invoice, payment.reference, ctx);
    if (!known) return fail(std::move(known).error());
    if (*known) {
        if (auto other = differs(**known, invoice, payment, at)) return fail(*std::move(other));
        auto status = read_invoice(erp, invoice, ctx);
        if (status) status->already = true;
        return status;
    }
    auto const before = only(erp.read<move_row>(std::span(&invoice, 1), ctx), invoice);
    if (!before) return fail(before.error());
    if (before->state != "posted") return fail(in_state("account.move", invoice, before->state, "`posted`"));
    auto const open = open_of(erp, *before, at, ctx);
    if (!open) return fail(open.error());
    if (*open < payment.amount)
        return fail(errc::rejected, at + "`amount`: found " + payment.amount.to_string() + ", expected at most the " +
                                        open->to_string() + " that is open");

    payment_wizard wizard{.amount = payment.amount, .payment_date = payment.date, .communication = payment.reference};
    if (payment.journal_id) wizard.journal_id = json::id_name{*payment.journal_id, ""};
    auto const acted = run_wizard(erp, wizard, "account.move", invoice, "action_create_payments", ctx);
    if (!acted) {
        if (!acted.error().may_have_happened()) return fail(acted.error());
        auto const landed = payment_of(erp, invoice, payment.reference, ctx);
        if (!landed || !*landed || differs(**landed, invoice, payment, at)) return fail(acted.error());
    }
    auto after = read_invoice(erp, invoice, ctx);
    if (!after) after.error().effect = outcome::unknown;
    return after;
}

result<invoice_status> credit_invoice(client& erp, std::int64_t invoice, crediting const& how, context const& ctx) {
    auto const credit_note = [&]() -> result<std::optional<invoice_status>> {
        auto const rows = erp.search<move_row>()
                              .where(field<&move_row::reversed_entry_id> == json::id_name{invoice, ""} &&
                                     field<&move_row::state> != "cancel")
                              .order_by(field<&move_row::id>)
                              .limit(1)
                              .fetch(ctx);
        if (!rows) return fail(rows.error());
        return rows->empty() ? std::nullopt : std::optional(status_of(rows->front()));
    };

    auto note = credit_note();
    if (!note) return fail(std::move(note).error());
    bool const already = note->has_value();
    if (!already) {
        auto const before = only(erp.read<move_row>(std::span(&invoice, 1), ctx), invoice);
        if (!before) return fail(before.error());
        if (before->state != "posted") return fail(in_state("account.move", invoice, before->state, "`posted`"));
        auto const server = erp.connect(ctx);
        if (!server) return fail(server.error());
        reversal_wizard wizard{.reason = how.reason, .date = how.date};
        constexpr int own_methods_since = 17;
        bool const chosen = server->major < own_methods_since;
        if (chosen) wizard.refund_method = "refund";
        // over RPC the wizard's own default is empty
        if (before->journal_id.has_value()) wizard.journal_id = before->journal_id.value();
        auto const acted =
            run_wizard(erp, wizard, "account.move", invoice, chosen ? "reverse_moves" : "refund_moves", ctx);
        if (!acted && !acted.error().may_have_happened()) return fail(acted.error());
        note = credit_note();
        if (!note || !*note) {
            auto e = !acted ? acted.error()
                     : note ? error{.code = errc::rejected,
                                    .message = "odoo account.move " + std::to_string(invoice) +
                                               ": the reversal ran, and there is no credit note"}
                            : note.error();
            e.effect = outcome::unknown;
            return fail(std::move(e));
        }
    }
    if (!how.post || (*note)->state == "posted") {
        (*note)->already = already;
        return **note;
    }
    auto posted = post_invoice(erp, (*note)->id, ctx);
    if (posted) posted->already = already && posted->already;
    return posted;
}

}  // namespace syncline::inline v1::odoo
