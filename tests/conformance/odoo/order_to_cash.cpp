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
    auto const made = erp.create_one(
        odoo::edits<new_order>::all_of(head).add(
            field<&new_order::order_line>, odoo::edits<new_line>::all_of(line).assign(field<&new_line::tax_ids>, {})),
        ctx);
    REQUIRE_MESSAGE(made, made.error().message << " | " << made.error().server_message);
    at.remember("sale.order", *made);
    return *made;
}

#define REQUIRE_OK(r) REQUIRE_MESSAGE((r), (r).error().message << " | " << (r).error().server_message)

}  // namespace

TEST_CASE("from quotation to credit note, each step twice") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        if (!at.can_invoice()) {
            MESSAGE(at.name() << ": no accounting set up there, skipped");
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
        auto paid = odoo::register_payment(erp, id, part, ctx);
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
        auto const credited = odoo::credit_invoice(erp, id, {.reason = "returned", .date = at.today()}, ctx);
        REQUIRE_OK(credited);
        CHECK(credited->already);
        CHECK(credited->id == credit->id);
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
