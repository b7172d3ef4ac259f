// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/odoo/client.hpp>

// From an order to its money, in steps that are safe to repeat. Odoo's own methods are not: the second `action_confirm`
// is an error from 17 on, the second invoice wizard makes a second invoice, the second payment wizard pays twice.
//
// Each step reads the state first, acts only when the state is not there yet, and reads it back. So a step that is
// repeated, after a crash or a lost reply, finds what the first one did: `already` says so. A failure that leaves open
// whether Odoo acted stays *unknown* only when the state read back does not settle it.
//
// Errors of every step: those of `client`; `not_found` for an id that is gone; `rejected` when Odoo refuses, with its
// words, or when the state does not allow the step; `conflict` where something else stands in its place. Threads: any
// number, but two at once on one order or invoice may both act: run them under a ledger or a lock of the host.

namespace syncline::inline v1::odoo {

struct order_status {
    std::int64_t id = 0;
    std::string name{};
    std::string state{};           ///< `draft`, `sent`, `sale`, `cancel`; 16 also `done`, a locked order.
    std::string invoice_status{};  ///< `no`, `to invoice`, `invoiced`, `upselling`.
    decimal amount_untaxed{};
    decimal amount_total{};
    std::string currency{};
    std::vector<std::int64_t> invoice_ids{};
    bool already = false;  ///< The step had been done before.

    [[nodiscard]] bool is_confirmed() const noexcept { return state == "sale" || state == "done"; }
};

/// What of an invoice is paid, worked out from its residual.
enum class settlement {
    open,     ///< Nothing yet.
    partial,  ///< Some.
    settled,  ///< Nothing is due any more: paid, credited or zero.
};

struct invoice_status {
    std::int64_t id = 0;
    std::string name{};       ///< Empty for a draft without a number; 16 numbers the first draft of a journal at once.
    std::string state{};      ///< `draft`, `posted`, `cancel`.
    std::string move_type{};  ///< `out_invoice`, `out_refund`, ...
    decimal amount_total{};
    decimal amount_residual{};
    std::string currency{};
    std::string payment_state{};  ///< Odoo's word. 18 says `paid` for payments that have not reached the ledger yet.
    settlement paid = settlement::open;
    std::string note{};    ///< Why `paid` is not what Odoo's word says; else empty.
    bool already = false;  ///< The step had been done before.
};

/// *Cost*: one call.
[[nodiscard]] result<order_status> read_order(client& erp, std::int64_t order, context const& ctx);
[[nodiscard]] result<invoice_status> read_invoice(client& erp, std::int64_t invoice, context const& ctx);

/// Makes a quotation an order. *Cost*: three calls, one when it was one already.
[[nodiscard]] result<order_status> confirm_order(client& erp, std::int64_t order, context const& ctx);

/// Cancels an order, draft invoices and open deliveries with it as Odoo does. Before 19 Odoo opens a wizard for a
/// confirmed order and cancels nothing; this cancels. *Cost*: as above.
[[nodiscard]] result<order_status> cancel_order(client& erp, std::int64_t order, context const& ctx);

struct invoicing {
    /// The order's invoices this invoicing does not stand for. With it, any other invoice of the order that is not
    /// cancelled is the one an earlier try made; without it, a draft is.
    std::optional<std::vector<std::int64_t>> known{};
};

/// Invoices what of the order can be invoiced (delivered quantities, approved hours, prepaid lines), as a draft.
/// *Errors*: `rejected` when there is nothing to invoice. *Cost*: six calls, two when the invoice is there.
[[nodiscard]] result<invoice_status> create_invoice(client& erp, std::int64_t order, invoicing const& how,
                                                    context const& ctx);

/// Posts a draft invoice or credit note: it gets its number and counts. *Cost*: three calls, one when it was posted.
[[nodiscard]] result<invoice_status> post_invoice(client& erp, std::int64_t invoice, context const& ctx);

/// Cancels a draft. A posted one is credited instead (`credit_invoice`): `rejected`. *Cost*: as above.
[[nodiscard]] result<invoice_status> cancel_invoice(client& erp, std::int64_t invoice, context const& ctx);

struct incoming_payment {
    /// In the invoice's currency, not more than is open. Payments that 18 registers without an entry count, although
    /// they leave the residual as it was.
    decimal amount{};
    local_date date{};
    std::string reference{};  ///< What this payment is recognised by, on the payment itself: never empty.
    std::optional<std::int64_t> journal_id{};  ///< Odoo's default bank or cash journal when absent.
};

/// Registers a payment on a posted invoice. A payment of this invoice with that reference on the books is this payment:
/// `already`. *Errors*: `conflict` when that one has another amount or pays something else, so that one reference
/// serves one invoice; `rejected` when more comes than is open. *Cost*: five calls, one more where payments are linked
/// to it.
[[nodiscard]] result<invoice_status> register_payment(client& erp, std::int64_t invoice,
                                                      incoming_payment const& payment, context const& ctx);

struct crediting {
    std::string reason{};
    local_date date{};
    bool post = true;  ///< Else the credit note stays a draft.
};

/// Makes the credit note that takes back a posted invoice in full; its status is returned. A credit note of the invoice
/// that is not cancelled is this one: `already`. *Cost*: up to eight calls.
[[nodiscard]] result<invoice_status> credit_invoice(client& erp, std::int64_t invoice, crediting const& how,
                                                    context const& ctx);

}  // namespace syncline::inline v1::odoo
