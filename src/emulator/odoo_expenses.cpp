// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "emulator/odoo_behaviour.hpp"

// Employees and their expenses: reports on 16 and 18, none from 19 on.

namespace syncline::inline v1::emulator::erp {

namespace {

void employee_defaults(environment& env, draft const& d) {
    d.give("company_id", env.company());
    d.give("employee_type", "employee");
    d.give("marital", "single");
    d.give("distance_home_work_unit", "kilometers");
}

entry own_employee(environment& env) {
    return first(env, "hr.employee", [&](entry const& e) { return e.id_of("user_id") == env.uid() && e.is("active"); });
}

std::string_view price_field(environment& env) { return env.series() == 16 ? "unit_amount" : "price_unit"; }
std::string_view total_field(environment& env) { return env.series() == 16 ? "total_amount" : "total_amount_currency"; }

void expense_defaults(environment& env, draft const& d) {
    d.give("company_id", env.company());
    d.give("currency_id", entry(env, "res.company", 1).get("currency_id"));
    entry const employee = own_employee(env);
    d.give("employee_id", employee ? json(employee.id()) : json());
    d.give("quantity", 1.0);
    d.give("payment_mode", "own_account");
    d.give("state", "draft");
    d.give_by_itself("date", env.today());
    if (d.at("product_id").is_number_integer()) {
        entry const product(env, "product.product", d.at("product_id").get<id_type>());
        d.give("name", product.name());
        d.give("product_uom_id", product.get("uom_id"));
        if (product.number("standard_price") != 0) d.give(price_field(env), product.number("standard_price"));
    }
}

/// A total is price times quantity; one that is given sets the price.
void expense_changed(environment& env, entry const& expense, json const& vals, bool created) {
    auto const price = price_field(env);
    auto const total = total_field(env);
    auto const given = [&](std::string_view name) { return vals.contains(std::string(name)); };
    int const digits = digits_of(expense.to("currency_id"));
    if (given(total) && !given(price)) {
        double const quantity = expense.number("quantity");
        expense.set(price, quantity == 0 ? 0.0 : round_to(expense.number(total) / quantity, digits));
    } else if (created || given(price) || given("quantity")) {
        expense.set(total, round_to(expense.number(price) * expense.number("quantity"), digits));
    } else {
        return;
    }
    double const sum = expense.number(total);
    for (char const* name : {"total_amount", "untaxed_amount_currency", "untaxed_amount"})
        if (expense.has(name)) expense.set(name, sum);
}

std::optional<json> sheet_compute(environment&, entry const& sheet, field const& f) {
    if (f.name != "total_amount") return std::nullopt;
    double sum = 0;
    for (auto const& expense : sheet.each("expense_line_ids")) sum += expense.number("total_amount");
    return round_to(sum, digits_of(sheet.to("currency_id")));
}

void sheet_defaults(environment& env, draft const& d) {
    d.give("company_id", env.company());
    d.give("currency_id", entry(env, "res.company", 1).get("currency_id"));
    d.give("state", "draft");
    entry const employee = own_employee(env);
    d.give("employee_id", employee ? json(employee.id()) : json());
}

/// What an expense of a sheet is called in that state of the sheet.
char const* state_in(environment& env, std::string const& sheet_state) {
    if (sheet_state == "approve") return "approved";
    if (sheet_state == "post" || sheet_state == "done") return "done";
    if (sheet_state == "cancel") return "refused";
    // 16 calls an expense submitted as soon as a sheet holds it
    return env.series() == 18 && sheet_state == "submit" ? "submitted" : "reported";
}

void sheet_changed(environment& env, entry const& sheet, json const&, bool) {
    for (auto const& expense : sheet.each("expense_line_ids"))
        expense.update("state", state_in(env, sheet.text("state")));
}

void move_sheet(environment& env, entry const& sheet, char const* state) {
    sheet.set("state", state);
    sheet.touch();
    sheet_changed(env, sheet, json::object(), false);
}

std::vector<entry> called(environment& env, model const& m, arguments const& a) {
    std::vector<entry> out;
    for (auto const id : a.ids) {
        if (!env.exists(m, id)) throw missing_error(m.name, {id}, env.uid());
        out.emplace_back(env, m, id);
    }
    return out;
}

/// 16 only opens the form of a report that is not there yet; 18 makes the report and opens it.
std::optional<json> action_submit_expenses(environment& env, model const& m, arguments const& a) {
    auto const expenses = called(env, m, a);
    std::map<id_type, json> by_employee;
    for (auto const& expense : expenses) {
        if (expense.text("state") != "draft" || expense.to("sheet_id"))
            throw user_error("You cannot report twice the same line!");
        by_employee[expense.id_of("employee_id")].push_back(expense.id());
    }
    if (env.series() == 16)
        return json{{"name", "New Expense Report"},
                    {"type", "ir.actions.act_window"},
                    {"view_mode", "form"},
                    {"res_model", "hr.expense.sheet"},
                    {"target", "current"},
                    {"context",
                     {{"default_expense_line_ids", a.ids},
                      {"default_company_id", env.company()},
                      {"default_employee_id", by_employee.empty() ? json(false) : json(by_employee.begin()->first)},
                      {"default_name", expenses.empty() ? json(false) : expenses.front().get("name")},
                      {"default_state", "draft"}}}};
    std::vector<id_type> sheets;
    sheets.reserve(by_employee.size());
    for (auto const& [employee, ids] : by_employee)
        sheets.push_back(
            env.create(env.named("hr.expense.sheet"), {{"name", entry(env, m, ids.front().get<id_type>()).get("name")},
                                                       {"employee_id", employee},
                                                       {"expense_line_ids", json::array({json::array({6, 0, ids})})}}));
    return open_records("New Expense Reports", "hr.expense.sheet", sheets, env.series(), json::object());
}

/// 19: no report between an expense and its approval.
std::optional<json> action_submit(environment& env, model const& m, arguments const& a) {
    for (auto const& expense : called(env, m, a))
        if (expense.text("state") == "draft") {
            expense.set("approval_state", "submitted");
            expense.set("state", "submitted");
            expense.touch();
        }
    return std::nullopt;
}

std::optional<json> action_approve(environment& env, model const& m, arguments const& a) {
    for (auto const& expense : called(env, m, a))
        if (expense.text("state") == "submitted") {
            expense.set("approval_state", "approved");
            expense.set("state", "approved");
            expense.touch();
        }
    return std::nullopt;
}

std::optional<json> action_submit_sheet(environment& env, model const& m, arguments const& a) {
    for (auto const& sheet : called(env, m, a)) move_sheet(env, sheet, "submit");
    return std::nullopt;
}

std::optional<json> approve_sheets(environment& env, model const& m, arguments const& a) {
    for (auto const& sheet : called(env, m, a)) move_sheet(env, sheet, "approve");
    return std::nullopt;
}

}  // namespace

std::span<behaviour const> expense_behaviours() {
    static behaviour const all[] = {
        {.model = "hr.employee", .defaults = employee_defaults},
        {.model = "hr.expense", .defaults = expense_defaults, .after_change = expense_changed},
        {.model = "hr.expense.sheet",
         .defaults = sheet_defaults,
         .compute = sheet_compute,
         .after_change = sheet_changed},
    };
    return all;
}

std::span<method const> expense_methods() {
    static method const all[] = {
        {"action_submit_expenses", false, {}, action_submit_expenses, "hr.expense", 16, 18},
        {"action_submit", false, {}, action_submit, "hr.expense", 19},
        {"action_approve", false, {}, action_approve, "hr.expense", 19},
        {"action_submit_sheet", false, {}, action_submit_sheet, "hr.expense.sheet", 16, 18},
        {"action_approve_expense_sheets", false, {}, approve_sheets, "hr.expense.sheet", 18, 18},
        {"approve_expense_sheets", false, {}, approve_sheets, "hr.expense.sheet", 16, 16},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
