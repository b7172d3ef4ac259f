// SPDX-License-Identifier: Apache-2.0
// Invoices, credit notes, payments and hours of Odoo as canonical objects.
#include <syncline/odoo/to_model.hpp>

#include <doctest/doctest.h>

#include <filesystem>

#include <syncline/json/decode.hpp>

#include "unit/odoo/recordings.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace to_model_finance_tests {

template <class R>
R row_of(std::string_view text) {
    auto record = json::decode<R>(text, json::odoo);
    if (!record) FAIL(record.error().message);
    return *std::move(record);
}

template <class T>
std::string refusal(result<T> const& r) {
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::mapping);
    return r.error().message;
}

odoo::account_move move() {
    return row_of<odoo::account_move>(
        R"({"id": 12, "name": "INV/2026/00004", "move_type": "out_invoice", "state": "posted", "payment_state": "paid",
            "invoice_date": "2026-11-22", "invoice_date_due": "2026-12-22", "date": "2026-11-22", "company_id": [1, "Ours"],
            "partner_id": [79, "Acme"], "currency_id": [1, "USD"], "ref": "PO-7", "reversed_entry_id": false,
            "amount_untaxed": 200.0, "amount_tax": 38.0, "amount_total": 238.0, "amount_residual": 238.0,
            "invoice_line_ids": [30, 31]})");
}

std::vector<odoo::account_move_line> move_lines() {
    return row_of<std::vector<odoo::account_move_line>>(
        R"([{"id": 31, "move_id": [12, "INV"], "sequence": 20, "display_type": "product", "product_id": [6, "[H] Hour"],
             "name": "Consulting", "quantity": 2.0, "price_unit": 111.111, "discount": 10.0, "price_subtotal": 200.0,
             "currency_id": [1, "USD"], "analytic_line_ids": [5, 6]},
            {"id": 30, "move_id": [12, "INV"], "sequence": 10, "display_type": "line_section", "product_id": false,
             "name": "Work", "quantity": 0.0, "price_unit": 0.0, "discount": 0.0, "price_subtotal": 0.0,
             "currency_id": [1, "USD"]},
            {"id": 32, "move_id": [12, "INV"], "sequence": 99, "display_type": "tax", "name": "19%"},
            {"id": 33, "move_id": [12, "INV"], "sequence": 99, "display_type": "payment_term", "name": ""}])");
}

model::money usd(decimal const& amount) { return *model::money::of(amount, "USD"); }

}  // namespace to_model_finance_tests

TEST_CASE("an invoice is read with its lines; how far it is paid follows from what is due, not from Odoo's word") {
    using namespace to_model_finance_tests;
    auto const i = odoo::to_invoice(move(), move_lines());
    REQUIRE(i);
    CHECK(i->source == external_ref{"odoo", "account.move", "12"});
    CHECK(i->legal_entity == external_ref{"odoo", "res.company", "1"});
    CHECK(i->party == external_ref{"odoo", "res.partner", "79"});
    CHECK(i->number == "INV/2026/00004");
    CHECK(i->state == model::invoice_state::issued);
    CHECK(i->payment == model::payment_state::open);  // the word is `paid`, and all of it is due
    CHECK(i->issued_on == 2026y / 11 / 22);
    CHECK(i->due_on == 2026y / 12 / 22);
    CHECK(i->buyer_reference == field_value<std::string>("PO-7"));
    CHECK(i->net == usd(decimal(200)));
    CHECK(i->tax == usd(decimal(38)));
    CHECK(i->gross == usd(decimal(238)));
    CHECK(i->due == usd(decimal(238)));
    REQUIRE(i->lines.size() == 2);
    CHECK(i->lines[0].kind == model::invoice_line_kind::section);
    CHECK(i->lines[1].key == "31");
    CHECK(i->lines[1].kind == model::invoice_line_kind::item);
    CHECK(i->lines[1].price.value == "111.111"_dec);
    CHECK(i->lines[1].discount == decimal(10));
    CHECK(i->lines[1].net == usd(decimal(200)));
    CHECK(i->lines[1].facts.size() == 2);

    auto of = [](char const* word, decimal const& due) {
        auto m = move();
        m.payment_state = word;
        m.amount_residual = due;
        return odoo::to_invoice(m, move_lines())->payment;
    };
    CHECK(of("partial", decimal(38)) == model::payment_state::partial);
    CHECK(of("in_payment", decimal()) == model::payment_state::in_payment);
    CHECK(of("paid", decimal()) == model::payment_state::paid);
    CHECK(of("reversed", decimal()) == model::payment_state::reversed);
}

TEST_CASE("a draft has no number, and a document is all of its own lines") {
    using namespace to_model_finance_tests;
    auto draft = move();
    draft.state = "draft";
    draft.name = "/";
    auto const i = odoo::to_invoice(draft, move_lines());
    REQUIRE(i);
    CHECK(i->number.empty());
    CHECK(i->state == model::invoice_state::draft);
    CHECK(i->payment == model::payment_state::open);

    CHECK(refusal(odoo::to_invoice(move(), {})) ==
          "odoo account.move 12: invoice_line_ids: found no line 30 among the 0 given, expected all of them");
    auto other = move_lines();
    other[0].move_id = json::id_name{13, "INV"};
    CHECK(refusal(odoo::to_invoice(move(), other)) == "odoo account.move.line 31: move_id: found 13, expected 12");
    auto bill = move();
    bill.move_type = "in_invoice";
    CHECK(refusal(odoo::to_invoice(bill, move_lines())) ==
          "odoo account.move 12: record -> source: found move_type \"in_invoice\", expected \"out_invoice\"");
    auto blocked = move();
    blocked.state = "frozen";
    CHECK(refusal(odoo::to_invoice(blocked, move_lines())).find("found \"frozen\"") != std::string::npos);
}

TEST_CASE("a credit note names the invoice it takes back") {
    using namespace to_model_finance_tests;
    auto note = move();
    note.move_type = "out_refund";
    note.reversed_entry_id = json::id_name{11, "INV/2026/00003"};
    auto const c = odoo::to_credit_note(note, move_lines());
    REQUIRE(c);
    CHECK(c->invoice == external_ref{"odoo", "account.move", "11"});
    CHECK(c->gross == usd(decimal(238)));
    CHECK(c->reason == "PO-7");
    CHECK(c->lines.size() == 2);
    CHECK_FALSE(odoo::to_credit_note(move(), move_lines()));
}

TEST_CASE("a payment is settled once it is on the bank, whatever its series calls it") {
    using namespace to_model_finance_tests;
    auto const payment = [](std::string const& more) {
        return odoo::to_payment(row_of<odoo::account_payment>(
            R"({"id": 4, "payment_type": "inbound", "amount": 100.0, "currency_id": [1, "USD"], "date": "2026-11-22",
                "partner_id": [79, "Acme"], "memo": "INV/2026/00004", )" +
            more + "}"));
    };
    auto const p = payment(R"("state": "paid", "is_matched": false)");
    REQUIRE(p);
    CHECK(p->amount == usd(decimal(100)));
    CHECK(p->on == 2026y / 11 / 22);
    CHECK(p->status == model::payment_status::captured);
    CHECK(p->status_text == "paid");
    CHECK(p->reference == field_value<std::string>("INV/2026/00004"));
    CHECK(payment(R"("state": "posted", "is_matched": true)")->status == model::payment_status::settled);
    CHECK(payment(R"("state": "canceled")")->status == model::payment_status::cancelled);
    CHECK(refusal(payment(R"("state": "lost")")).find("found \"lost\"") != std::string::npos);
    CHECK(refusal(odoo::to_payment(row_of<odoo::account_payment>(R"({"id": 4, "payment_type": "outbound",
        "amount": 1.0, "currency_id": [1, "USD"], "state": "paid"})"))) ==
          "odoo account.payment 4: record -> source: found payment_type \"outbound\", expected \"inbound\"");
}

TEST_CASE("hours are whole minutes, and a line that is no time sheet is no work") {
    using namespace to_model_finance_tests;
    auto const time = [](std::string const& hours, std::string const& project, std::string const& more = "") {
        return odoo::to_time_entry(row_of<odoo::account_analytic_line>(
            R"({"id": 5, "name": "Design", "date": "2026-11-20", "employee_id": [3, "Ann"], "task_id": [9, "Kick-off"],
                "unit_amount": )" +
            hours + R"(, "project_id": )" + project + more + "}"));
    };
    auto const t = time("1.75", R"([2, "Roll-out"])",
                        R"(, "timesheet_invoice_type": "billable_time", "timesheet_invoice_id": [12, "INV"])");
    REQUIRE(t);
    CHECK(t->source == external_ref{"odoo", "account.analytic.line", "5"});
    CHECK(t->resource == external_ref{"odoo", "hr.employee", "3"});
    CHECK(t->minutes == 105);
    CHECK(t->on == 2026y / 11 / 20);
    CHECK(t->state == model::time_entry_state::locked);
    CHECK(t->invoice == external_ref{"odoo", "account.move", "12"});
    CHECK(time("1.0", R"([2, "Roll-out"])")->state == model::time_entry_state::draft);
    CHECK(refusal(time("0.33", R"([2, "Roll-out"])")).find("unit_amount -> minutes") != std::string::npos);
    CHECK(refusal(time("1.0", "false")).find("expected a time sheet") != std::string::npos);
}

TEST_CASE("recorded invoices of every series are read") {
    using namespace to_model_finance_tests;
    if (!std::filesystem::exists(recordings::folder)) {
        MESSAGE("skipped: no recordings at " << recordings::folder.string());
        return;
    }
    int read = 0;
    for (std::string const series : recordings::all_series) {
        CAPTURE(series);
        for (auto const& recorded : recordings::rows_of(series)) {
            if (recorded.model != "account.move" || !recorded.row.contains("amount_residual")) continue;
            auto whole = recorded.row;
            // were not asked for
            whole.emplace("move_type", "out_invoice");
            whole.emplace("company_id", nlohmann::json{1, "Ours"});
            whole.emplace("partner_id", nlohmann::json{1, "Acme"});
            whole.emplace("currency_id", nlohmann::json{1, "USD"});
            whole.emplace("amount_total", whole["amount_residual"]);
            whole.erase("invoice_line_ids");
            if (!whole.contains("state") || !whole.contains("id")) continue;
            auto const m = row_of<odoo::account_move>(whole.dump());
            auto const type = m.move_type.value_or("");
            if (type == "out_invoice") CHECK_MESSAGE(odoo::to_invoice(m, {}), whole.dump());
            if (type == "out_refund") CHECK_MESSAGE(odoo::to_credit_note(m, {}), whole.dump());
            ++read;
        }
    }
    CHECK(read > 0);
}
