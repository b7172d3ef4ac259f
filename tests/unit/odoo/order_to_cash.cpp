// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/order_to_cash.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

// Every step against a scripted server: a reply that is lost, a state that does not allow it, a server that says yes
// and does nothing. tests/conformance/odoo/order_to_cash.cpp has the story on whole servers.

using namespace syncline;
using namespace odoo_test;

namespace {

std::string const orders = fields({{"id", "integer"},
                                   {"name", "char"},
                                   {"state", "selection"},
                                   {"invoice_status", "selection"},
                                   {"amount_untaxed", "monetary"},
                                   {"amount_total", "monetary"},
                                   {"currency_id", "many2one"},
                                   {"invoice_ids", "many2many"}});
std::string const moves = fields({{"id", "integer"},
                                  {"name", "char"},
                                  {"state", "selection"},
                                  {"move_type", "selection"},
                                  {"amount_total", "monetary"},
                                  {"amount_residual", "monetary"},
                                  {"currency_id", "many2one"},
                                  {"payment_state", "selection"},
                                  {"reversed_entry_id", "many2one"},
                                  {"journal_id", "many2one"},
                                  {"matched_payment_ids", "many2many"}});
std::string const payments = fields({{"id", "integer"},
                                     {"state", "selection"},
                                     {"amount", "monetary"},
                                     {"memo", "char"},
                                     {"currency_id", "many2one"},
                                     {"move_id", "many2one"},
                                     {"reconciled_invoice_ids", "many2many"},
                                     {"reconciled_bill_ids", "many2many"},
                                     {"invoice_ids", "many2many"}});

std::string payment(int id, std::string const& state, std::string const& amount, std::string const& invoices) {
    return R"({"id": )" + std::to_string(id) + R"(, "state": ")" + state + R"(", "amount": )" + amount +
           R"(, "memo": "pay-1", "currency_id": [1, "USD"], "move_id": false, "reconciled_invoice_ids": )" + invoices +
           R"(, "reconciled_bill_ids": [], "invoice_ids": []})";
}
std::string const payment_wizard = fields({{"id", "integer"},
                                           {"amount", "monetary"},
                                           {"payment_date", "date"},
                                           {"communication", "char"},
                                           {"journal_id", "many2one"}});

/// One scripted server of series 19.
struct script {
    testkit::scripted_transport http;
    odoo::client erp{http, options()};

    script() { expect_connect_19(http); }

    script& fields_of(std::string const& model, std::string const& answer) {
        expect_fields_19(http, model, answer);
        return *this;
    }
    script& reads(std::string const& model, std::string const& rows) {
        http.expect("POST", "/json/2/" + model + "/read").reply(200, rows);
        return *this;
    }
    script& order(std::string const& state, std::string const& invoices = "[]") {
        return reads("sale.order", R"([{"id": 36, "name": "S36", "state": ")" + state +
                                       R"(", "invoice_status": "no", "amount_untaxed": 100.02, "amount_total": 115.02,
                                           "currency_id": [1, "USD"], "invoice_ids": )" +
                                       invoices + "}]");
    }
    script& invoice(std::string const& state, std::string const& residual = "115.02",
                    std::string const& paid = "not_paid", std::string const& more = {}) {
        return reads("account.move", "[" + move(state, residual, paid) + more + "]");
    }
    static std::string move(std::string const& state, std::string const& residual = "115.02",
                            std::string const& paid = "not_paid", int id = 35, std::string const& type = "out_invoice",
                            std::string const& linked = "[]") {
        return R"({"id": )" + std::to_string(id) + R"(, "name": "/", "state": ")" + state + R"(", "move_type": ")" +
               type + R"(", "amount_total": 115.02, "amount_residual": )" + residual +
               R"(, "currency_id": [1, "USD"], "payment_state": ")" + paid +
               R"(", "reversed_entry_id": false, "journal_id": [1, "Sales"], "matched_payment_ids": )" + linked + "}";
    }
    script& says(std::string const& path, std::string const& answer) {
        http.expect("POST", "/json/2/" + path).reply(200, answer);
        return *this;
    }
    script& loses_reply_to(std::string const& path) {
        http.expect("POST", "/json/2/" + path).fail(lost_reply());
        return *this;
    }
    script& refuses(std::string const& path, std::string const& message) {
        http.expect("POST", "/json/2/" + path).reply(422, fault("odoo.exceptions.UserError", message));
        return *this;
    }
};

odoo::incoming_payment const hundred{.amount = 100, .date = std::chrono::year{2026} / 11 / 22, .reference = "pay-1"};

}  // namespace

TEST_CASE("an order is confirmed once: state first, then the call, then the state again") {
    script s;
    s.fields_of("sale.order", orders).order("draft").says("sale.order/action_confirm", "true").order("sale");
    auto const done = odoo::confirm_order(s.erp, 36, context{});
    REQUIRE_MESSAGE(done, done.error().message);
    CHECK_FALSE(done->already);
    CHECK(done->amount_total == "115.02"_dec);
    CHECK(done->currency == "USD");
    s.order("sale");
    CHECK(odoo::confirm_order(s.erp, 36, context{})->already);
    CHECK(s.http.problems() == "");
    for (auto const& r : s.http.requests())
        if (r.url.ends_with("action_confirm")) CHECK(r.repeat == http::safety::once);
}

TEST_CASE("a confirmation whose reply was lost is settled by looking") {
    script s;
    s.fields_of("sale.order", orders).order("sent").loses_reply_to("sale.order/action_confirm").order("sale");
    auto const done = odoo::confirm_order(s.erp, 36, context{});
    REQUIRE_MESSAGE(done, done.error().message);
    CHECK(done->is_confirmed());

    script still;
    still.fields_of("sale.order", orders).order("sent").loses_reply_to("sale.order/action_confirm").order("sent");
    auto const unknown = odoo::confirm_order(still.erp, 36, context{});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == errc::timed_out);
    CHECK(unknown.error().may_have_happened());  // it may be at work still
    CHECK(still.http.problems() == "");
}

TEST_CASE("what cannot be confirmed is not sent") {
    script s;
    s.fields_of("sale.order", orders).order("cancel").reads("sale.order", "[]");
    auto const cancelled = odoo::confirm_order(s.erp, 36, context{});
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().code == errc::rejected);
    CHECK(cancelled.error().message == "odoo sale.order 36: found state `cancel`, expected `draft` or `sent`");
    auto const gone = odoo::confirm_order(s.erp, 36, context{});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == errc::not_found);
    CHECK(s.http.problems() == "");
}

TEST_CASE("a call that came back and did nothing is no success") {
    script s;
    s.fields_of("sale.order", orders)
        .order("sale")
        .says("sale.order/action_cancel", R"({"type": "ir.actions.act_window", "res_model": "sale.order.cancel"})")
        .order("sale");
    auto const done = odoo::cancel_order(s.erp, 36, context{});
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::rejected);
    CHECK(done.error().message.find("the state did not change") != std::string::npos);
    CHECK(s.http.problems() == "");
    bool flagged = false;
    for (auto const& r : s.http.requests())
        flagged = flagged || r.body.find(R"("disable_cancel_warning":true)") != std::string::npos;
    CHECK(flagged);
}

TEST_CASE("an order is invoiced through the wizard, and a draft that is there is that invoice") {
    script s;
    s.fields_of("sale.order", orders)
        .order("sale")
        .fields_of("sale.advance.payment.inv", fields({{"id", "integer"}, {"advance_payment_method", "selection"}}));
    s.http.expect("POST", "/json/2/sale.advance.payment.inv/create")
        .body(R"({"vals_list":[{"advance_payment_method":"delivered"}],)"
              R"("context":{"active_model":"sale.order","active_ids":[36],"active_id":36}})")
        .reply(200, "[2]");
    s.loses_reply_to("sale.advance.payment.inv/create_invoices")
        .order("sale", "[35]")
        .fields_of("account.move", moves)
        .invoice("draft");
    auto const made = odoo::create_invoice(s.erp, 36, {}, context{});
    REQUIRE_MESSAGE(made, made.error().message);
    CHECK(made->id == 35);
    CHECK(made->name == "");
    CHECK_FALSE(made->already);
    s.order("sale", "[35]").invoice("draft");
    auto const again = odoo::create_invoice(s.erp, 36, {}, context{});
    REQUIRE(again);
    CHECK(again->already);
    CHECK(s.http.problems() == "");
}

TEST_CASE(
    "with what is known, a posted invoice beyond it is that invoice, and cancelled ones and credit notes are not") {
    script s;
    s.fields_of("sale.order", orders)
        .order("sale", "[33,34,35]")
        .fields_of("account.move", moves)
        .reads("account.move", "[" + script::move("cancel", "0.0", "not_paid", 33) + "," +
                                   script::move("posted", "0.0", "paid", 34, "out_refund") + "," +
                                   script::move("posted") + "]");
    auto const found = odoo::create_invoice(s.erp, 36, {.known = {{}}}, context{});
    REQUIRE_MESSAGE(found, found.error().message);
    CHECK(found->id == 35);
    CHECK(found->already);
    CHECK(s.http.problems() == "");
}

TEST_CASE("nothing to invoice comes back in Odoo's words, and nothing happened") {
    script s;
    s.fields_of("sale.order", orders)
        .order("sale")
        .fields_of("sale.advance.payment.inv", fields({{"id", "integer"}, {"advance_payment_method", "selection"}}))
        .says("sale.advance.payment.inv/create", "[2]")
        .refuses("sale.advance.payment.inv/create_invoices", "Cannot create an invoice. No items are available.");
    auto const made = odoo::create_invoice(s.erp, 36, {}, context{});
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::rejected);
    CHECK(made.error().server_message == "Cannot create an invoice. No items are available.");
    CHECK_FALSE(made.error().may_have_happened());
    CHECK(s.http.problems() == "");
}

TEST_CASE("an invoice is posted once; None, false and true are all yes") {
    for (auto const* answer : {"null", "false", "true"}) {
        script s;
        s.fields_of("account.move", moves)
            .invoice("draft")
            .says("account.move/action_post", answer)
            .invoice("posted")
            .invoice("posted");
        auto const done = odoo::post_invoice(s.erp, 35, context{});
        REQUIRE_MESSAGE(done, done.error().message);
        CHECK(done->paid == odoo::settlement::open);
        CHECK(odoo::post_invoice(s.erp, 35, context{})->already);
        CHECK(s.http.problems() == "");
    }
}

TEST_CASE("what is paid is worked out from the residual, and says so where Odoo's word differs") {
    struct row {
        char const* residual;
        char const* word;
        odoo::settlement paid;
        bool note;
    };
    using enum odoo::settlement;
    for (auto const& [residual, word, paid, note] :
         {row{"115.02", "not_paid", open, false}, row{"15.02", "partial", partial, false},
          row{"0.0", "paid", settled, false}, row{"0.0", "in_payment", settled, false},
          row{"115.02", "paid", open, true}, row{"15.02", "in_payment", partial, true}}) {
        script s;
        s.fields_of("account.move", moves).invoice("posted", residual, word);
        auto const status = odoo::read_invoice(s.erp, 35, context{});
        REQUIRE_MESSAGE(status, status.error().message);
        CHECK(status->paid == paid);
        CHECK(status->note.empty() != note);
    }
}

TEST_CASE("a payment is looked up by its reference, made by the wizard, and found after a lost reply") {
    script s;
    s.fields_of("account.payment", payments)
        .says("account.payment/search_read", "[]")
        .fields_of("account.move", moves)
        .invoice("posted")
        .fields_of("account.payment.register", payment_wizard);
    s.http.expect("POST", "/json/2/account.payment.register/create")
        .body(R"({"vals_list":[{"amount":100,"payment_date":"2026-11-22","communication":"pay-1"}],)"
              R"("context":{"active_model":"account.move","active_ids":[35],"active_id":35}})")
        .reply(200, "[4]");
    s.loses_reply_to("account.payment.register/action_create_payments")
        .says("account.payment/search_read", "[" + payment(3, "paid", "100.0", "[35]") + "]")
        .invoice("posted", "15.02", "partial");
    auto const paid = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE_MESSAGE(paid, paid.error().message);
    CHECK(paid->paid == odoo::settlement::partial);
    CHECK_FALSE(paid->already);

    s.says("account.payment/search_read", "[" + payment(3, "paid", "100.0", "[35]") + "]")
        .invoice("posted", "15.02", "partial");
    auto const again = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE(again);
    CHECK(again->already);
    CHECK(s.http.problems() == "");
}

TEST_CASE("a cancelled payment does not count, another amount under one reference is a conflict") {
    script s;
    s.fields_of("account.payment", payments)
        .says("account.payment/search_read",
              "[" + payment(3, "canceled", "5.0", "[35]") + "," + payment(4, "paid", "99.0", "[35]") + "]");
    auto const clash = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE_FALSE(clash);
    CHECK(clash.error().code == errc::conflict);
    CHECK(clash.error().message == "odoo account.move 35: payment \"pay-1\": found one of 99.0, expected 100");
}

TEST_CASE("a payment of another invoice is not this one, whatever its reference") {
    script s;
    s.fields_of("account.payment", payments)
        .says("account.payment/search_read", "[" + payment(4, "paid", "100.0", "[34]") + "]");
    auto const clash = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE_FALSE(clash);
    CHECK(clash.error().code == errc::conflict);
    CHECK(clash.error().message ==
          "odoo account.move 35: payment \"pay-1\": found account.payment 4, which pays account.move 34, expected one "
          "that pays account.move 35");
    s.says("account.payment/search_read",
           "[" + payment(4, "paid", "100.0", "[34]") + "," + payment(5, "paid", "100.0", "[35]") + "]")
        .fields_of("account.move", moves)
        .invoice("posted", "15.02", "partial");
    auto const ours = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE_MESSAGE(ours, ours.error().message);
    CHECK(ours->already);
    CHECK(s.http.problems() == "");
}

TEST_CASE("what payments without an entry bring is not open any more") {
    script s;
    s.fields_of("account.payment", payments)
        .says("account.payment/search_read", "[]")
        .fields_of("account.move", moves)
        .reads("account.move", "[" + script::move("posted", "115.02", "paid", 35, "out_invoice", "[3,4]") + "]")
        .reads("account.payment",
               "[" + payment(3, "paid", "100.0", "[35]") + "," + payment(4, "canceled", "100.0", "[35]") + "]");
    auto const too_much = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE_FALSE(too_much);
    CHECK(too_much.error().code == errc::rejected);
    CHECK(too_much.error().message ==
          "odoo account.move 35: payment `amount`: found 100, expected at most the 15.02 that is open");
    CHECK(s.http.problems() == "");
}

TEST_CASE("a payment that cannot be is not sent") {
    script s;
    auto wrong = hundred;
    wrong.reference = " ";
    CHECK(odoo::register_payment(s.erp, 35, wrong, context{}).error().code == errc::defect);
    wrong = hundred;
    wrong.amount = 0;
    CHECK(odoo::register_payment(s.erp, 35, wrong, context{}).error().code == errc::rejected);
    s.fields_of("account.payment", payments)
        .says("account.payment/search_read", "[]")
        .fields_of("account.move", moves)
        .invoice("posted", "15.02", "partial")
        .says("account.payment/search_read", "[]")
        .invoice("draft");
    auto const too_much = odoo::register_payment(s.erp, 35, hundred, context{});
    REQUIRE_FALSE(too_much);
    CHECK(too_much.error().message ==
          "odoo account.move 35: payment `amount`: found 100, expected at most the 15.02 that is open");
    CHECK(odoo::register_payment(s.erp, 35, hundred, context{}).error().code == errc::rejected);
    CHECK(s.http.problems() == "");
}

TEST_CASE("a posted invoice is credited, not cancelled, and its credit note is made once") {
    script s;
    s.fields_of("account.move", moves).invoice("posted");
    auto const refused = odoo::cancel_invoice(s.erp, 35, context{});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("a posted one is credited") != std::string::npos);

    auto const note = script::move("draft", "115.02", "not_paid", 40, "out_refund");
    auto const posted = script::move("posted", "0.0", "paid", 40, "out_refund");
    s.http.expect("POST", "/json/2/account.move/search_read")
        .body_contains(R"("domain":["&",["reversed_entry_id","=",35],["state","!=","cancel"]])")
        .reply(200, "[]");
    s.invoice("posted").fields_of(
        "account.move.reversal",
        fields({{"id", "integer"}, {"reason", "char"}, {"date", "date"}, {"journal_id", "many2one"}}));
    s.http.expect("POST", "/json/2/account.move.reversal/create")
        .body_contains(R"([{"reason":"returned","date":"2026-11-22","journal_id":1}])")
        .reply(200, "[2]");
    s.loses_reply_to("account.move.reversal/refund_moves")
        .says("account.move/search_read", "[" + note + "]")
        .reads("account.move", "[" + note + "]")
        .says("account.move/action_post", "false")
        .reads("account.move", "[" + posted + "]");
    odoo::crediting const how{.reason = "returned", .date = std::chrono::year{2026} / 11 / 22};
    auto const credit = odoo::credit_invoice(s.erp, 35, how, context{});
    REQUIRE_MESSAGE(credit, credit.error().message);
    CHECK(credit->id == 40);
    CHECK(credit->state == "posted");
    CHECK_FALSE(credit->already);
    s.says("account.move/search_read", "[" + posted + "]");
    auto const again = odoo::credit_invoice(s.erp, 35, how, context{});
    REQUIRE(again);
    CHECK(again->already);
    CHECK(s.http.problems() == "");
}
