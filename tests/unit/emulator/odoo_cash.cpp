// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/odoo.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <syncline/testkit/manual_clock.hpp>

#include "odoo_support.hpp"

// Order to cash on the three series: what they answer alike, and where they differ (flow_order_to_cash and
// invoices_and_rounding are the recordings).

using namespace odoo_test;

namespace {

using namespace syncline;
using namespace std::chrono_literals;
using nlohmann::json;

/// An emulated Odoo whose products bear a sales tax, and a way to call it.
struct shop {
    int series;
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 8h + 500ms};
    emulator::odoo box;

    explicit shop(int s, bool taxes = true) : series(s), box(clock, {.series = s, .sales_tax = taxes}) {}

    /// The result, or the error's data; null for None.
    json call(std::string const& model, std::string const& method, json args, json context = json::object()) {
        json const params = {
            {"service", "object"},
            {"method", "execute_kw"},
            {"args", list("odoo", 2, "admin", model, method, std::move(args), json{{"context", std::move(context)}})}};
        auto const reply = box.send({.method = http::method::post,
                                     .url = "https://erp.example/jsonrpc",
                                     .headers = {{"Content-Type", "application/json"}},
                                     .body = json{{"jsonrpc", "2.0"}, {"id", 1}, {"params", params}}.dump()},
                                    context_);
        REQUIRE(reply.has_value());
        json const body = json::parse(reply->body);
        clock.advance(1500ms);
        if (body.contains("error")) return body["error"]["data"];
        return body.contains("result") ? body["result"] : json();
    }

    int create(std::string const& model, json values, json context = json::object()) {
        json const made = call(model, "create", list(std::move(values)), std::move(context));
        REQUIRE_MESSAGE(made.is_number_integer(), made.dump());
        return made.get<int>();
    }

    json read(std::string const& model, int id, std::vector<std::string> const& fields) {
        json const rows = call(model, "read", list(list(id), fields));
        REQUIRE_MESSAGE(rows.is_array(), rows.dump());
        REQUIRE(rows.size() == 1);
        return rows[0];
    }

    json value(std::string const& model, int id, std::string const& field) { return read(model, id, {field})[field]; }

    std::string refusal(std::string const& model, std::string const& method, json args, json context = json::object()) {
        json const answer = call(model, method, std::move(args), std::move(context));
        return answer.is_object() && answer.contains("message") ? answer["message"].get<std::string>()
                                                                : "accepted: " + answer.dump();
    }

    std::string taxes() const { return series == 19 ? "tax_ids" : "tax_id"; }

private:
    context context_{};
};

struct order_ids {
    int customer, hours, licence, order;
};

/// An order of three licences, invoiced as ordered, and ten hours, invoiced as worked.
order_ids sold(shop& s) {
    int const customer = s.create("res.partner", {{"name", "Acme"}, {"is_company", true}, {"ref", "C-1"}});
    int const hours = s.create("product.product", {{"name", "Consulting"},
                                                   {"default_code", "HOUR"},
                                                   {"type", "service"},
                                                   {"list_price", 90.0},
                                                   {"service_policy", "delivered_timesheet"},
                                                   {"service_tracking", "task_in_project"}});
    int const licence = s.create(
        "product.product", {{"name", "Licence"}, {"default_code", "LIC"}, {"type", "service"}, {"list_price", 33.335}});
    int const order = s.create(
        "sale.order",
        {{"partner_id", customer},
         {"client_order_ref", "PO-1"},
         {"order_line",
          list(list(0, 0, json{{"product_id", licence}, {"product_uom_qty", 3}}),
               list(0, 0,
                    json{{"product_id", hours}, {"product_uom_qty", 10}, {"price_unit", 95.5}, {"discount", 10}}))}});
    return {customer, hours, licence, order};
}

json const about(std::string const& model, int id) {
    return {{"active_model", model}, {"active_ids", list(id)}, {"active_id", id}};
}

int invoice(shop& s, int order) {
    int const wizard = s.create("sale.advance.payment.inv", json::object(), about("sale.order", order));
    json const answer = s.call("sale.advance.payment.inv", "create_invoices", list(list(wizard)));
    REQUIRE(answer.contains("type"));
    json const invoices = s.value("sale.order", order, "invoice_ids");
    REQUIRE(invoices.size() == 1);
    return invoices[0].get<int>();
}

int plain_invoice(shop& s, int customer, double price, json more = json::object()) {
    json values = {{"move_type", "out_invoice"},
                   {"partner_id", customer},
                   {"invoice_line_ids", list(list(0, 0, json{{"name", "work"}, {"price_unit", price}}))}};
    values.update(more);
    return s.create("account.move", values);
}

int pay(shop& s, int invoice, json values = json::object()) {
    int const wizard = s.create("account.payment.register", std::move(values), about("account.move", invoice));
    json const answer = s.call("account.payment.register", "action_create_payments", list(list(wizard)));
    CHECK(answer["res_model"] == "account.payment");
    return answer["res_id"].get<int>();
}

}  // namespace

TEST_CASE("an order's lines are priced, taxed and rounded as each series does it") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        auto const ids = sold(s);
        json const order =
            s.read("sale.order", ids.order, {"amount_untaxed", "amount_tax", "amount_total", "order_line"});
        json const line = s.read("sale.order.line", order["order_line"][0].get<int>(),
                                 {"price_unit", "price_subtotal", "price_total", s.taxes()});
        // 33.335 x 3: rounded before on 16 and 18, after on 19
        CHECK(line["price_unit"] == (series == 19 ? 33.335 : 33.34));
        CHECK(line["price_subtotal"] == (series == 19 ? 100.01 : 100.02));
        CHECK(line[s.taxes()].size() == 1);
        CHECK(order["amount_untaxed"] == (series == 19 ? 959.51 : 959.52));
        CHECK(order["amount_tax"] == 143.93);
        CHECK(order["amount_total"] == (series == 19 ? 1103.44 : 1103.45));
        json const tax = s.value("sale.order.line", order["order_line"][1].get<int>(), "price_tax");
        CHECK(tax == (series == 16 ? 128.93 : 988.43 - 859.5));
    }
}

TEST_CASE("products bear no tax unless the database is told to have one") {
    for (int const series : all_series) {
        shop s(series, false);
        auto const ids = sold(s);
        CHECK(s.value("sale.order", ids.order, "amount_tax") == 0.0);
        CHECK(s.value("product.product", ids.licence, "taxes_id").empty());
    }
}

TEST_CASE("confirming makes the project, the task and the analytic account that the services ask for") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        auto const ids = sold(s);
        CHECK(s.value("sale.order", ids.order, "project_ids").empty());
        CHECK(s.call("sale.order", "action_confirm", list(list(ids.order))) == true);
        json const order = s.read("sale.order", ids.order,
                                  {"name", "state", "invoice_status", "project_ids", "tasks_ids", "order_line"});
        CHECK(order["state"] == "sale");
        CHECK(order["invoice_status"] == "to invoice");
        REQUIRE(order["project_ids"].size() == 1);
        REQUIRE(order["tasks_ids"].size() == 1);
        auto const number = order["name"].get<std::string>();
        CHECK(s.value("project.project", order["project_ids"][0].get<int>(), "name") ==
              "PO-1 - " + number + " - [HOUR] Consulting");
        json const task = s.read(
            "project.task", order["tasks_ids"][0].get<int>(),
            {"name", "sale_line_id", "partner_id", "stage_id", series == 16 ? "planned_hours" : "allocated_hours"});
        CHECK(task["name"] == "[HOUR] Consulting");
        CHECK(task["sale_line_id"][0] == order["order_line"][1]);
        CHECK(task["partner_id"][0] == ids.customer);
        CHECK(task["stage_id"][1] == (series == 16 ? "New" : "To Do"));
        CHECK(task[series == 16 ? "planned_hours" : "allocated_hours"] == 10.0);
        // a second time: true on 16, refused from 18 on
        json const again = s.call("sale.order", "action_confirm", list(list(ids.order)));
        if (series == 16)
            CHECK(again == true);
        else
            CHECK(again["message"] == "Some orders are not in a state requiring confirmation.");
        CHECK(s.box.count("project.project") == 1);
    }
}

TEST_CASE("cancelling a confirmed order opens a wizard on 16 and 18, and cancels on 19") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        auto const ids = sold(s);
        CHECK(s.call("sale.order", "action_confirm", list(list(ids.order))) == true);
        json const answer = s.call("sale.order", "action_cancel", list(list(ids.order)));
        if (series == 19) {
            CHECK(answer == true);
        } else {
            CHECK(answer["res_model"] == "sale.order.cancel");
            CHECK(answer["name"] == "Cancel Sales Order");
            CHECK(s.value("sale.order", ids.order, "state") == "sale");
            int const wizard = s.create("sale.order.cancel", {{"order_id", ids.order}});
            CHECK(s.call("sale.order.cancel", "action_cancel", list(list(wizard))) == true);
        }
        CHECK(s.value("sale.order", ids.order, "state") == "cancel");
        CHECK(s.value("sale.order", ids.order, "invoice_status") == "no");
        CHECK(s.call("sale.order", "action_draft", list(list(ids.order))) == true);
        CHECK(s.value("sale.order", ids.order, "state") == "draft");
        // a quotation is cancelled without a question
        CHECK(s.call("sale.order", "action_cancel", list(list(ids.order))) == true);
        CHECK(s.value("sale.order", ids.order, "state") == "cancel");
        CHECK(s.call("sale.order", "unlink", list(list(ids.order))) == true);
    }
}

TEST_CASE("a locked order is a state on 16 and a flag from 18 on") {
    shop old(16);
    auto const first = sold(old);
    CHECK(old.call("sale.order", "action_confirm", list(list(first.order))) == true);
    CHECK(old.call("sale.order", "action_done", list(list(first.order))) == true);
    CHECK(old.value("sale.order", first.order, "state") == "done");
    CHECK(old.refusal("sale.order", "action_lock", list(list(first.order))).find("does not exist") !=
          std::string::npos);
    shop s(18);
    auto const ids = sold(s);
    CHECK(s.call("sale.order", "action_confirm", list(list(ids.order))) == true);
    CHECK(s.call("sale.order", "action_lock", list(list(ids.order))).is_null());
    CHECK(s.value("sale.order", ids.order, "locked") == true);
    CHECK(s.refusal("sale.order", "action_cancel", list(list(ids.order))) ==
          "You cannot cancel a locked order. Please unlock it first.");
    CHECK(s.call("sale.order", "action_unlock", list(list(ids.order))).is_null());
    CHECK(s.value("sale.order", ids.order, "locked") == false);
}

TEST_CASE("timesheets count for the order line of their task until they are invoiced") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        auto const ids = sold(s);
        CHECK(s.call("sale.order", "action_confirm", list(list(ids.order))) == true);
        json const order = s.read("sale.order", ids.order, {"name", "project_ids", "tasks_ids", "order_line"});
        int const project = order["project_ids"][0].get<int>();
        int const task = order["tasks_ids"][0].get<int>();
        int const line = order["order_line"][1].get<int>();
        // the employee is the user's and the project the task's, unless told
        int const sheet =
            s.create("account.analytic.line", {{"task_id", task}, {"name", "work"}, {"unit_amount", 2.25}});
        json const logged = s.read("account.analytic.line", sheet,
                                   {"project_id", "employee_id", "so_line", "amount", "account_id", "date",
                                    "product_uom_id", "timesheet_invoice_type", "timesheet_invoice_id"});
        CHECK(logged["project_id"][0] == project);
        CHECK(logged["employee_id"][0] == 1);
        CHECK(logged["so_line"][0] == line);
        CHECK(logged["amount"] == -225.0);
        CHECK(logged["account_id"][1] == "[PO-1] " + order["name"].get<std::string>() + " - Acme");
        CHECK(logged["date"] == "2026-11-22");
        CHECK(logged["product_uom_id"][1] == "Hours");
        CHECK(logged["timesheet_invoice_type"] == "billable_time");
        CHECK(logged["timesheet_invoice_id"] == false);
        CHECK(s.refusal("account.analytic.line", "create",
                        list(json{{"project_id", project}, {"name", "x"}, {"employee_id", 999999}})) ==
              "Timesheets must be created with an active employee in the selected companies.");
        CHECK(s.value("sale.order.line", line, "qty_delivered") == 2.25);
        auto const before = s.value("project.task", task, "write_date");
        CHECK(s.call("account.analytic.line", "write", list(list(sheet), json{{"unit_amount", 3.0}})) == true);
        json const worked = s.read("project.task", task, {"write_date", "effective_hours", "remaining_hours"});
        CHECK(worked["write_date"] != before);
        CHECK(worked["effective_hours"] == 3.0);
        CHECK(worked["remaining_hours"] == 7.0);
        json const delivered = s.read("sale.order.line", line, {"qty_delivered", "qty_to_invoice", "qty_invoiced"});
        CHECK(delivered["qty_delivered"] == 3.0);
        CHECK(delivered["qty_to_invoice"] == 3.0);
        int const other = s.create("account.analytic.line", {{"task_id", task}, {"name", "more"}, {"unit_amount", 1}});
        CHECK(s.call("account.analytic.line", "unlink", list(list(other))) == true);
        CHECK(s.value("sale.order.line", line, "qty_delivered") == 3.0);
        int const bill = invoice(s, ids.order);
        CHECK(s.value("account.analytic.line", sheet, "timesheet_invoice_id")[0] == bill);
        CHECK(s.refusal("account.analytic.line", "write", list(list(sheet), json{{"unit_amount", 9}})) ==
              "You cannot modify timesheets that are already invoiced.");
        CHECK(s.refusal("account.analytic.line", "unlink", list(list(sheet))) ==
              "You cannot remove a timesheet that has already been invoiced.");
        CHECK(s.call("account.analytic.line", "write", list(list(sheet), json{{"name", "better words"}})) == true);
        json const warned = s.call("project.project", "unlink", list(list(project)));
        CHECK(warned["name"] == "odoo.exceptions.RedirectWarning");
        CHECK(warned["arguments"][3]["active_ids"] == list(series == 16 ? project : task));
    }
}

TEST_CASE("an order is invoiced once for what is ordered or delivered") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        auto const ids = sold(s);
        CHECK(s.call("sale.order", "action_confirm", list(list(ids.order))) == true);
        json const task = s.value("sale.order", ids.order, "tasks_ids")[0];
        static_cast<void>(
            s.create("account.analytic.line", {{"task_id", task}, {"name", "work"}, {"unit_amount", 3.25}}));
        int const move = invoice(s, ids.order);
        json const draft =
            s.read("account.move", move,
                   {"name", "state", "move_type", "amount_untaxed", "amount_tax", "amount_total", "amount_residual",
                    "payment_state", "invoice_origin", "ref", "invoice_date", "invoice_line_ids", "line_ids"});
        CHECK(draft["name"] == (series == 19 ? json(false) : json("/")));
        CHECK(draft["amount_untaxed"] == (series == 19 ? 379.34 : 379.36));
        CHECK(draft["amount_tax"] == 56.9);
        CHECK(draft["amount_residual"] == (series == 19 ? 436.24 : 436.26));
        CHECK(draft["ref"] == "PO-1");
        CHECK(draft["invoice_date"] == false);
        CHECK(draft["invoice_line_ids"].size() == 2);
        CHECK(draft["line_ids"].size() == 4);
        json const items =
            s.call("account.move.line", "search_read",
                   list(list(list("move_id", "=", move)), list("display_type", "balance", "account_id")));
        double sum = 0;
        for (auto const& item : items) sum += item["balance"].get<double>();
        CHECK(sum == doctest::Approx(0));
        CHECK(items[0]["account_id"][1] == (series == 19 ? "Product Sales" : "400000 Product Sales"));
        // on 19 the document is rounded as a whole, and the larger line bears what is missing
        CHECK(items[1]["balance"] == (series == 19 ? -279.33 : -279.34));
        json const order = s.read("sale.order", ids.order, {"invoice_status", "order_line"});
        CHECK(order["invoice_status"] == "no");  // seven hours are neither worked nor invoiced
        CHECK(s.value("sale.order.line", order["order_line"][0].get<int>(), "invoice_status") == "invoiced");
        int const again = s.create("sale.advance.payment.inv", json::object(), about("sale.order", ids.order));
        auto const why = s.refusal("sale.advance.payment.inv", "create_invoices", list(list(again)));
        CHECK(why.starts_with(series == 16 ? "There is nothing to invoice!" : "Cannot create an invoice. No items"));
        CHECK(s.box.count("account.move") == 1);
        // a cancelled invoice leaves everything to invoice again
        CHECK(s.call("account.move", "button_cancel", list(list(move))).is_null());
        CHECK(s.value("sale.order", ids.order, "invoice_status") == "to invoice");
    }
}

TEST_CASE("posting numbers an invoice, and a posted one refuses what its series refuses") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        int const customer = s.create("res.partner", {{"name", "Acme"}});
        int const move = plain_invoice(s, customer, 33.335, {{"ref", "R-1"}});
        CHECK(s.call("account.move", "action_post", list(list(move))) == false);
        json const posted = s.read("account.move", move,
                                   {"name", "state", "invoice_date", "payment_reference", "display_name", "line_ids"});
        CHECK(posted["name"] == "INV/2026/00001");
        CHECK(posted["display_name"] == "INV/2026/00001 (R-1)");
        CHECK(posted["payment_reference"] == "INV/2026/00001");
        CHECK(posted["invoice_date"] == "2026-11-22");
        CHECK(s.refusal("account.move", "action_post", list(list(move))) ==
              "The entry INV/2026/00001 (id " + std::to_string(move) + ") " +
                  (series == 16 ? "is already posted." : "must be in draft."));
        json const moved = s.call("account.move", "write", list(list(move), json{{"invoice_date", "2026-11-20"}}));
        if (series == 16)
            CHECK(moved == true);
        else
            CHECK(moved["message"] == "You cannot modify the following readonly fields on a posted move: invoice_date");
        CHECK(s.call("account.move", "write", list(list(move), json{{"ref", "R-2"}})) == true);
        // a price of a posted line: booked anew on 16, shown on the line alone from 18 on
        int const item = posted["line_ids"][0].get<int>();
        double const before = s.value("account.move", move, "amount_total").get<double>();
        CHECK(s.call("account.move.line", "write", list(list(item), json{{"price_unit", 1}})) == true);
        CHECK(s.value("account.move.line", item, "price_subtotal") == 1.0);
        CHECK(s.value("account.move", move, "amount_total") == (series == 16 ? 1.15 : before));
        CHECK(s.refusal("account.move", "unlink", list(list(move))).find("posted") != std::string::npos);
        // the next one counts on; the number stays with its invoice through draft and cancel
        int const next = plain_invoice(s, customer, 1);
        CHECK(s.call("account.move", "action_post", list(list(next))) == false);
        CHECK(s.value("account.move", next, "name") == "INV/2026/00002");
        CHECK(s.call("account.move", "button_draft", list(list(move))).is_null());
        CHECK(s.call("account.move", "button_cancel", list(list(move))).is_null());
        json const cancelled = s.read("account.move", move, {"name", "state"});
        CHECK(cancelled["name"] == "INV/2026/00001");
        CHECK(cancelled["state"] == "cancel");
    }
}

TEST_CASE("a partial payment leaves the rest open on 16 and 19, and pays all of it on 18") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series, false);
        int const customer = s.create("res.partner", {{"name", "Acme"}});
        int const move = plain_invoice(s, customer, 400, {{"ref", "R-1"}});
        CHECK(s.call("account.move", "action_post", list(list(move))) == false);
        auto const before = s.value("account.move", move, "write_date");
        int const wizard = s.create("account.payment.register", {{"amount", 100.0}}, about("account.move", move));
        CHECK(s.value("account.payment.register", wizard, "payment_difference") == 300.0);
        CHECK(s.value("account.payment.register", wizard, "communication") ==
              (series == 18 ? "R-1 - INV/2026/00001" : "INV/2026/00001"));
        json const opened = s.call("account.payment.register", "action_create_payments", list(list(wizard)));
        int const payment = opened["res_id"].get<int>();
        json const after = s.read("account.move", move, {"amount_residual", "payment_state", "write_date"});
        CHECK(after["write_date"] != before);
        CHECK(after["payment_state"] == (series == 18 ? "paid" : "partial"));
        CHECK(after["amount_residual"] == (series == 18 ? 400.0 : 300.0));
        json const made = s.read("account.payment", payment,
                                 {"name", "state", "move_id", "is_reconciled", "is_matched", "reconciled_invoice_ids"});
        CHECK(made["state"] == (series == 16 ? "posted" : series == 18 ? "paid" : "in_process"));
        CHECK(made["reconciled_invoice_ids"] == list(move));
        CHECK(made["is_reconciled"] == (series != 18));
        CHECK(made["is_matched"] == (series == 18));
        CHECK((made["move_id"] == false) == (series == 18));
        CHECK(made["name"].get<std::string>().starts_with(series == 18 ? "PAY0000" : "PBNK1/2026/0000"));
        int const rest = pay(s, move);
        CHECK(s.value("account.payment", rest, "amount") == (series == 18 ? 400.0 : 300.0));
        json const paid = s.read("account.move", move, {"amount_residual", "payment_state", "invoice_payments_widget"});
        CHECK(paid["payment_state"] == "paid");
        CHECK(paid["amount_residual"] == (series == 18 ? 400.0 : 0.0));
        CHECK(s.value("account.payment", payment, "state") == (series == 16 ? "posted" : "paid"));
        if (series == 18) {
            CHECK(paid["invoice_payments_widget"] == false);
            CHECK(s.call("account.payment.register", "create", list(json::object()), about("account.move", move))
                      .is_number());
        } else {
            CHECK(paid["invoice_payments_widget"]["content"].size() == 2);
            CHECK(paid["invoice_payments_widget"]["content"][1]["amount"] == 300.0);
            CHECK(s.refusal("account.payment.register", "create", list(json::object()), about("account.move", move))
                      .find("nothing left to pay") != std::string::npos);
        }
        // back to draft: what was set off comes apart, but not on 19
        CHECK(s.call("account.move", "button_draft", list(list(move))).is_null());
        json const drafted = s.read("account.move", move, {"amount_residual", "payment_state"});
        CHECK(drafted["payment_state"] == (series == 19 ? "paid" : "not_paid"));
        CHECK(drafted["amount_residual"] == (series == 19 ? 0.0 : 400.0));
    }
}

TEST_CASE("a payment of its own is a draft until it is posted") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        int const customer = s.create("res.partner", {{"name", "Acme"}});
        int const payment = s.create("account.payment", {{"partner_id", customer}, {"amount", 12.5}});
        CHECK(s.value("account.payment", payment, "state") == "draft");
        CHECK(s.call("account.payment", "action_post", list(list(payment))).is_null());
        CHECK(s.value("account.payment", payment, "state") == (series == 16   ? "posted"
                                                               : series == 18 ? "paid"
                                                                              : "in_process"));
        CHECK(s.refusal("account.payment", "action_post", list(list(payment))) == "Only draft payment can be posted.");
        CHECK(s.call("account.payment", "action_cancel", list(list(payment))).is_null());
        CHECK(s.value("account.payment", payment, "state") == (series == 16 ? "cancel" : "canceled"));
    }
}

TEST_CASE("a credit note is set off against what is still open of its invoice") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series, false);
        int const customer = s.create("res.partner", {{"name", "Acme"}});
        int const move = plain_invoice(s, customer, 400);
        CHECK(s.call("account.move", "action_post", list(list(move))) == false);
        int const wizard =
            s.create("account.move.reversal", {{"reason", "returned"}, {"journal_id", series == 16 ? 2 : 1}},
                     about("account.move", move));
        json const opened =
            s.call("account.move.reversal", series == 16 ? "reverse_moves" : "refund_moves", list(list(wizard)));
        int const note = opened["res_id"].get<int>();
        json const draft =
            s.read("account.move", note,
                   {"move_type", "ref", "state", "amount_total", "amount_total_signed", "reversed_entry_id"});
        CHECK(draft["move_type"] == "out_refund");
        CHECK(draft["ref"] == "Reversal of: INV/2026/00001, returned");
        CHECK(draft["state"] == "draft");
        CHECK(draft["amount_total"] == 400.0);
        CHECK(draft["amount_total_signed"] == -400.0);
        CHECK(draft["reversed_entry_id"][0] == move);
        CHECK(s.call("account.move", "action_post", list(list(note))) == false);
        json const posted = s.read("account.move", note, {"name", "payment_state", "amount_residual"});
        CHECK(posted["name"] == "RINV/2026/00001");
        CHECK(posted["payment_state"] == "paid");
        CHECK(posted["amount_residual"] == 0.0);
        CHECK(s.value("account.move", move, "payment_state") == "reversed");
    }
}

TEST_CASE("a database set up in French numbers in French, and speaks French to its customers") {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    for (int const series : all_series) {
        CAPTURE(series);
        emulator::odoo box{clock, {.series = series, .language = "fr_FR"}};
        auto const customer = box.add("res.partner", R"({"name": "Acme"})");
        REQUIRE(customer.has_value());
        CHECK(box.dump().find("fr_FR") != std::string::npos);
        json const values = {{"move_type", "out_invoice"},
                             {"partner_id", *customer},
                             {"invoice_line_ids", list(list(0, 0, json{{"name", "x"}, {"price_unit", 1}}))}};
        auto const move = box.add("account.move", values.dump());
        REQUIRE(move.has_value());
        json const args = list("odoo", 2, "admin", "account.move", "action_post", list(list(*move)));
        json const body = {{"params", {{"service", "object"}, {"method", "execute_kw"}, {"args", args}}}};
        REQUIRE(box.send({.method = http::method::post,
                          .url = "https://erp.example/jsonrpc",
                          .headers = {{"Content-Type", "application/json"}},
                          .body = body.dump()},
                         context{})
                    .has_value());
        CHECK(box.dump().find("FAC/2026/00001") != std::string::npos);
    }
}

TEST_CASE("vendor bills: two of one reference are both posted, and a bill needs its date and vendor") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        int const vendor = s.create("res.partner", {{"name", "Supplier"}});
        json const bill = {{"move_type", "in_invoice"},
                           {"partner_id", vendor},
                           {"ref", "BILL-1"},
                           {"invoice_date", "2026-11-22"},
                           {"invoice_line_ids", list(list(0, 0, json{{"name", "x"}, {"price_unit", 50}}))}};
        for (int i = 1; i <= 2; ++i) {
            int const id = s.create("account.move", bill);
            CHECK(s.call("account.move", "action_post", list(list(id))) == false);
            CHECK(s.value("account.move", id, "name") == "BILL/2026/11/000" + std::to_string(i));
        }
        int const undated = s.create(
            "account.move",
            {{"move_type", "in_invoice"}, {"partner_id", vendor}, {"invoice_line_ids", bill["invoice_line_ids"]}});
        CHECK(s.refusal("account.move", "action_post", list(list(undated))) ==
              "The Bill/Refund date is required to validate this document.");
        int const nobody =
            s.create("account.move", {{"move_type", "out_invoice"}, {"invoice_line_ids", bill["invoice_line_ids"]}});
        CHECK(s.refusal("account.move", "action_post", list(list(nobody))).find("'Customer'") != std::string::npos);
        CHECK(s.refusal("account.move", "create",
                        list(json{{"move_type", "entry"}, {"line_ids", list(list(0, 0, json{{"debit", 10}}))}})) ==
              "The operation cannot be completed: Missing required account on accountable line.");
        int const partner = s.create("res.partner", {{"name", "Second"}});
        int const company = s.create("res.company", {{"name", "Second"}, {"partner_id", partner}});
        CHECK(s.refusal("account.move", "create", list(json{{"move_type", "out_invoice"}, {"company_id", company}})) ==
              "No journal could be found in company Second for any of those types: sale");
        CHECK(s.refusal("res.partner", "unlink", list(list(vendor))) ==
              (series == 18 ? "You cannot remove parts of the audit trail. Archive the record instead."
                            : "The partner cannot be deleted because it is used in Accounting"));
    }
}

TEST_CASE("an entry that does not balance is refused") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        json const accounts = s.call("account.account", "search", list(json::array()));
        auto const entry = [&](double debit, double credit) {
            return json{
                {"move_type", "entry"},
                {"line_ids", list(list(0, 0, json{{"name", "d"}, {"debit", debit}, {"account_id", accounts[0]}}),
                                  list(0, 0, json{{"name", "c"}, {"credit", credit}, {"account_id", accounts[1]}}))}};
        };
        auto const why = s.refusal("account.move", "create", list(entry(1010.5, 9)));
        if (series == 19)
            CHECK(why == "The entry is not balanced.");
        else
            CHECK(why.find("debits equals $\u00a01,010.50 and the total of credits equals $\u00a09.00") !=
                  std::string::npos);
        int const balanced = s.create("account.move", entry(10, 10));
        CHECK(s.call("account.move", "action_post", list(list(balanced))) == false);
        CHECK(s.value("account.move", balanced, "name") == "MISC/2026/11/0001");
    }
}

TEST_CASE("an invoice in another currency is booked in the company's, and due by its terms") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series, false);
        json const euro =
            s.call("res.currency", "search", list(list(list("name", "=", "EUR"))), json{{"active_test", false}})[0];
        static_cast<void>(
            s.create("res.currency.rate", {{"currency_id", euro}, {"name", "2026-01-01"}, {"rate", 0.5}}));
        int const term = s.create("account.payment.term", {{"name", "half now, half in 30 days"}});
        json half = {{"payment_id", term}, {"value", "percent"}, {"value_amount", 50.0}};
        half[series == 16 ? "days" : "nb_days"] = 0;
        static_cast<void>(s.create("account.payment.term.line", half));
        half[series == 16 ? "days" : "nb_days"] = 30;
        if (series == 16) half["value"] = "balance";
        static_cast<void>(s.create("account.payment.term.line", half));
        int const customer = s.create("res.partner", {{"name", "Acme"}});
        int const move =
            plain_invoice(s, customer, 100.01,
                          {{"currency_id", euro}, {"invoice_payment_term_id", term}, {"invoice_date", "2026-11-02"}});
        json const made = s.read("account.move", move, {"amount_total", "amount_total_signed", "invoice_date_due"});
        CHECK(made["amount_total"] == 100.01);
        CHECK(made["amount_total_signed"] == 200.02);
        CHECK(made["invoice_date_due"] == "2026-12-02");
        json const due = s.call("account.move.line", "search_read",
                                list(list(list("move_id", "=", move), list("display_type", "=", "payment_term")),
                                     list("amount_currency", "debit", "date_maturity")));
        REQUIRE(due.size() == 2);
        CHECK(due[0]["amount_currency"].get<double>() + due[1]["amount_currency"].get<double>() ==
              doctest::Approx(100.01));
        CHECK(due[0]["date_maturity"] == "2026-11-02");
        CHECK(due[1]["date_maturity"] == "2026-12-02");
        CHECK(s.call("account.move", "action_post", list(list(move))) == false);
        static_cast<void>(pay(s, move, {{"amount", 100.01}}));
        CHECK(s.value("account.move", move, "payment_state") == "paid");
    }
}

TEST_CASE("expenses go through a report on 16 and 18, and alone on 19") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        std::string const price = series == 16 ? "unit_amount" : "total_amount_currency";
        int const expense = s.create("hr.expense", {{"name", "Train"}, {price, 50.0}});
        json const made = s.read("hr.expense", expense, {"state", "employee_id", "total_amount", "payment_mode"});
        CHECK(made["state"] == "draft");
        CHECK(made["employee_id"][0] == 1);
        CHECK(made["total_amount"] == 50.0);
        if (series == 19) {
            CHECK(s.call("hr.expense", "action_submit", list(list(expense))).is_null());
            CHECK(s.value("hr.expense", expense, "state") == "submitted");
            CHECK(s.refusal("hr.expense.sheet", "search", list(json::array())) ==
                  "Object hr.expense.sheet doesn't exist");
            continue;
        }
        json const opened = s.call("hr.expense", "action_submit_expenses", list(list(expense)));
        CHECK(opened["res_model"] == "hr.expense.sheet");
        CHECK(s.box.count("hr.expense.sheet") == (series == 16 ? 0 : 1));
        if (series == 18) {
            int const sheet = opened["res_id"].get<int>();
            CHECK(s.value("hr.expense", expense, "state") == "reported");
            CHECK(s.call("hr.expense.sheet", "action_submit_sheet", list(list(sheet))).is_null());
            CHECK(s.value("hr.expense", expense, "state") == "submitted");
        }
    }
}

TEST_CASE("leads are won and lost") {
    for (int const series : all_series) {
        CAPTURE(series);
        shop s(series);
        int const lead = s.create("crm.lead", {{"name", "Roll-out"}, {"expected_revenue", 1000.0}});
        CHECK(s.value("crm.lead", lead, "stage_id")[1] == "New");
        CHECK(s.call("crm.lead", "action_set_won", list(list(lead))) == true);
        json const won = s.read("crm.lead", lead, {"stage_id", "probability"});
        CHECK(won["stage_id"][1] == "Won");
        CHECK(won["probability"] == 100.0);
        if (series == 19) CHECK(s.value("crm.lead", lead, "won_status") == "won");
        CHECK(s.call("crm.lead", "action_set_lost", list(list(lead))) == true);
        CHECK(s.value("crm.lead", lead, "active") == false);
        CHECK(s.refusal("crm.lead", "create", list(json{{"email_from", "x@example.com"}})).find("(name)") !=
              std::string::npos);
        CHECK(s.refusal("crm.lead", "write", list(list(lead), json{{"expected_revenue", "abc"}})) ==
              "could not convert string to float: 'abc'");
    }
}

TEST_CASE("models that are only pointed to answer as models that do not exist") {
    for (int const series : all_series) {
        shop s(series);
        CHECK(s.refusal("mail.alias", "search", list(json::array())) == "Object mail.alias doesn't exist");
        CHECK(s.call("project.project", "fields_get",
                     list(list("alias_id"), list("relation")))["alias_id"]["relation"] == "mail.alias");
        CHECK_FALSE(s.box.add("mail.alias", "{}").has_value());
    }
}

TEST_CASE("ids of a model can start anywhere, and one that is taken is never given again") {
    shop s(18);
    s.box.next_id("res.partner", 500);
    s.box.next_id("no.such.model", 5);
    CHECK(s.create("res.partner", {{"name", "Acme"}}) == 500);
    CHECK(s.create("res.partner", {{"name", "Beta"}}) == 501);
    s.box.next_id("res.partner", 500);
    CHECK(s.create("res.partner", {{"name", "Gamma"}}) == 502);
}
