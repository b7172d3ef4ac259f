// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/order_to_cash.hpp>

#include <doctest/doctest.h>

#include "conformance/odoo/server.hpp"

// One script, from quotation to credit note, on the emulator of each series and, where one is named, on a live server.

using namespace syncline;
using conformance::server;

namespace {

struct new_order {
    std::int64_t id = 0;
    json::id_name partner_id{};
    std::string client_order_ref{};
    std::vector<std::int64_t> order_line{};
};
BOOST_DESCRIBE_STRUCT(new_order, (), (id, partner_id, client_order_ref, order_line))

struct made_payment {
    std::int64_t id = 0;
    std::string memo{};
};
BOOST_DESCRIBE_STRUCT(made_payment, (), (id, memo))

struct new_line {
    std::int64_t id = 0;
    json::id_name product_id{};
    decimal product_uom_qty{};
    decimal price_unit{};
    std::vector<std::int64_t> tax_ids{};
};
BOOST_DESCRIBE_STRUCT(new_line, (), (id, product_id, product_uom_qty, price_unit, tax_ids))

struct new_product {
    std::int64_t id = 0;
    std::string name{};
    std::string default_code{};
    std::string type{};
    std::string invoice_policy{};
};
BOOST_DESCRIBE_STRUCT(new_product, (), (id, name, default_code, type, invoice_policy))

}  // namespace

template <>
inline constexpr std::string_view syncline::odoo::model_name<new_order> = "sale.order";
template <>
inline constexpr std::string_view syncline::odoo::model_name<made_payment> = "account.payment";
template <>
inline constexpr syncline::json::renamed syncline::json::names<made_payment>[] = {{"memo", "memo", "ref"}};
template <>
inline constexpr std::string_view syncline::odoo::model_name<new_line> = "sale.order.line";
template <>
inline constexpr syncline::json::renamed syncline::json::names<new_line>[] = {{"tax_ids", "tax_ids", "tax_id"}};
template <>
inline constexpr std::string_view syncline::odoo::model_name<new_product> = "product.product";

namespace {

/// An order of three licences at 33.34, which are invoiced as ordered, without taxes.
std::int64_t make_order(odoo::client& erp, server& at, std::string const& reference) {
    context const ctx;
    auto const partner = at.upsert<model::party>(erp, {.name = "Order to cash customer"}, "partner");
    auto const product = at.upsert<new_product>(
        erp, {.name = "Licence", .default_code = "OTC-L", .type = "service", .invoice_policy = "order"}, "product");
    new_order head;
    head.partner_id = {partner, ""};
    head.client_order_ref = reference;
    new_line line;
    line.product_id = {product, ""};
    line.product_uom_qty = 3;
    line.price_unit = "33.34"_dec;
    auto const order = at.upsert<new_order>(erp, head, "order " + reference);
    // its line by an edit, the only way to leave taxes out
    auto const lined = erp.write(
        std::span(&order, 1),
        odoo::edits<new_order>{}.add(field<&new_order::order_line>,
                                     odoo::edits<new_line>::all_of(line).assign(field<&new_line::tax_ids>, {})),
        ctx);
    REQUIRE_MESSAGE(lined, lined.error().message << " | " << lined.error().server_message);
    return order;
}

#define REQUIRE_OK(r) REQUIRE_MESSAGE((r), (r).error().message << " | " << (r).error().server_message)

/// An order of that reference, invoiced and posted: the invoice's id.
std::int64_t make_invoice(odoo::client& erp, server& at, std::string const& reference) {
    context const ctx;
    auto const order = make_order(erp, at, reference);
    REQUIRE_OK(odoo::confirm_order(erp, order, ctx));
    auto const invoice = odoo::create_invoice(erp, order, {}, ctx);
    REQUIRE_OK(invoice);
    at.remember("account.move", invoice->id);
    REQUIRE_OK(odoo::post_invoice(erp, invoice->id, ctx));
    return invoice->id;
}

/// Pays, and remembers what payments there are under that reference.
result<odoo::invoice_status> pay(odoo::client& erp, server& at, std::int64_t invoice,
                                 odoo::incoming_payment const& payment) {
    auto paid = odoo::register_payment(erp, invoice, payment, context{});
    auto const there = erp.search<made_payment>().where(field<&made_payment::memo> == payment.reference).ids(context{});
    REQUIRE_OK(there);
    for (auto const id : *there) at.remember("account.payment", id);
    return paid;
}

}  // namespace

TEST_CASE("from quotation to credit note, each step twice") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        if (!at.can_invoice()) {
            conformance::skipped_live(at, "no accounting set up there");
            continue;
        }
        context const ctx;
        auto erp = at.client();
        auto const order = make_order(erp, at, "PO-1");

        auto const too_early = odoo::create_invoice(erp, order, {}, ctx);
        REQUIRE_FALSE(too_early);
        CHECK(too_early.error().code == errc::rejected);

        auto confirmed = odoo::confirm_order(erp, order, ctx);
        REQUIRE_OK(confirmed);
        CHECK(confirmed->state == "sale");
        CHECK_FALSE(confirmed->already);
        confirmed = odoo::confirm_order(erp, order, ctx);
        REQUIRE_OK(confirmed);
        CHECK(confirmed->already);
        CHECK(confirmed->amount_untaxed == "100.02"_dec);

        auto invoice = odoo::create_invoice(erp, order, {}, ctx);
        REQUIRE_OK(invoice);
        CHECK_FALSE(invoice->already);
        CHECK(invoice->state == "draft");
        auto const id = invoice->id;
        at.remember("account.move", id);
        invoice = odoo::create_invoice(erp, order, {}, ctx);
        REQUIRE_OK(invoice);
        CHECK(invoice->already);
        CHECK(invoice->id == id);

        auto posted = odoo::post_invoice(erp, id, ctx);
        REQUIRE_OK(posted);
        CHECK(posted->state == "posted");
        CHECK(posted->name != "");
        CHECK(posted->paid == odoo::settlement::open);
        auto const total = posted->amount_total;
        CHECK(total == "100.02"_dec);
        posted = odoo::post_invoice(erp, id, ctx);
        REQUIRE_OK(posted);
        CHECK(posted->already);
        // what is known is not taken for a new invoice, and there is nothing left to invoice
        auto const nothing_left = odoo::create_invoice(erp, order, {.known = {{id}}}, ctx);
        REQUIRE_FALSE(nothing_left);
        CHECK(nothing_left.error().code == errc::rejected);
        CHECK_FALSE(odoo::cancel_invoice(erp, id, ctx));  // a posted one is credited

        odoo::incoming_payment const part{
            .amount = "40.02"_dec, .date = at.today(), .reference = at.prefix() + "pay-1"};
        auto paid = pay(erp, at, id, part);
        REQUIRE_OK(paid);
        CHECK_FALSE(paid->already);
        paid = odoo::register_payment(erp, id, part, ctx);
        REQUIRE_OK(paid);
        CHECK(paid->already);
        if (paid->amount_residual == total)  // 18 without outstanding accounts: nothing reached the ledger
            CHECK(paid->note != "");
        else
            CHECK(paid->paid == odoo::settlement::partial);
        auto other = part;
        other.amount = "1"_dec;
        auto const clash = odoo::register_payment(erp, id, other, ctx);
        REQUIRE_FALSE(clash);
        CHECK(clash.error().code == errc::conflict);
        auto const too_much = odoo::register_payment(
            erp, id, {.amount = "100000"_dec, .date = at.today(), .reference = at.prefix() + "pay-2"}, ctx);
        REQUIRE_FALSE(too_much);
        CHECK(too_much.error().code == errc::rejected);

        auto credit = odoo::credit_invoice(erp, id, {.reason = "returned", .date = at.today()}, ctx);
        REQUIRE_OK(credit);
        CHECK(credit->move_type == "out_refund");
        CHECK(credit->state == "posted");
        CHECK_FALSE(credit->already);
        at.remember("account.move", credit->id);
        auto const credited = odoo::credit_invoice(erp, id, {.reason = "returned", .date = at.today()}, ctx);
        REQUIRE_OK(credited);
        CHECK(credited->already);
        CHECK(credited->id == credit->id);
    }
}

TEST_CASE("a payment belongs to its invoice, and an invoice is paid once") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        if (!at.can_invoice()) {
            conformance::skipped_live(at, "no accounting set up there");
            continue;
        }
        auto erp = at.client();
        auto const one = make_invoice(erp, at, "PO-3");
        auto const other = make_invoice(erp, at, "PO-4");
        odoo::incoming_payment const all{
            .amount = "100.02"_dec, .date = at.today(), .reference = at.prefix() + "all-1"};
        auto const paid = pay(erp, at, one, all);
        REQUIRE_OK(paid);
        CHECK_FALSE(paid->already);

        // the reference stands for the payment of the first invoice: the second one is not paid by it
        auto const elsewhere = pay(erp, at, other, all);
        REQUIRE_FALSE(elsewhere);
        CHECK(elsewhere.error().code == errc::conflict);
        CHECK(elsewhere.error().message.find("account.move " + std::to_string(one)) != std::string::npos);
        CHECK(elsewhere.error().message.find("account.move " + std::to_string(other)) != std::string::npos);

        // nothing is open, although 18 leaves the residual where the payment has no entry
        auto again = all;
        again.reference = at.prefix() + "all-2";
        auto const twice = pay(erp, at, one, again);
        REQUIRE_FALSE(twice);
        CHECK(twice.error().code == errc::rejected);

        // a part, and the rest of it
        auto part = all;
        part.amount = "40"_dec;
        part.reference = at.prefix() + "part-1";
        REQUIRE_OK(pay(erp, at, other, part));
        part.amount = "60.03"_dec;
        part.reference = at.prefix() + "part-2";
        auto const too_much = pay(erp, at, other, part);
        REQUIRE_FALSE(too_much);
        CHECK(too_much.error().code == errc::rejected);
        part.amount = "60.02"_dec;
        REQUIRE_OK(pay(erp, at, other, part));
    }
}

TEST_CASE("a confirmed order is cancelled, not answered with a wizard, and once") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        context const ctx;
        auto erp = at.client();
        auto const order = make_order(erp, at, "PO-2");
        REQUIRE_OK(odoo::confirm_order(erp, order, ctx));
        auto cancelled = odoo::cancel_order(erp, order, ctx);
        REQUIRE_OK(cancelled);
        CHECK(cancelled->state == "cancel");
        CHECK_FALSE(cancelled->already);
        cancelled = odoo::cancel_order(erp, order, ctx);
        REQUIRE_OK(cancelled);
        CHECK(cancelled->already);
        auto const confirmed = odoo::confirm_order(erp, order, ctx);
        REQUIRE_FALSE(confirmed);
        CHECK(confirmed.error().code == errc::rejected);
        CHECK(confirmed.error().message.find("found state `cancel`") != std::string::npos);
    }
}

TEST_CASE("a step on a record that is gone says so") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        auto const gone = odoo::confirm_order(erp, 987654321, context{});
        REQUIRE_FALSE(gone);
        CHECK(gone.error().code == errc::not_found);
    }
}
