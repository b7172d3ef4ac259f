// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "emulator/odoo_sales.hpp"

// Projects and tasks, also those an order makes, and the timesheets logged on them.

namespace syncline::inline v1::emulator::erp {

namespace {

std::string_view account_field(environment& env) { return env.series() == 16 ? "analytic_account_id" : "account_id"; }
std::string_view hours_field(environment& env) { return env.series() == 16 ? "planned_hours" : "allocated_hours"; }

void project_defaults(environment& env, draft const& d) {
    d.give("sequence", 10);
    d.give("label_tasks", "Tasks");
    d.give("user_id", env.uid());
    d.give("privacy_visibility", "portal");
    d.give("last_update_status", "to_define");
    d.give("billing_type", "not_billable");
    d.give("allow_timesheets", true);
    if (env.series() == 16) d.give("company_id", env.company());
}

std::optional<json> project_compute(environment&, entry const& project, field const& f) {
    if (f.name == "pricing_type") {
        if (!project.is("allow_billable")) return json();
        return project.to("sale_line_id") ? "fixed_rate" : "task_rate";
    }
    if (f.name == "total_timesheet_time" || f.name == "timesheet_count") {
        double hours = 0;
        auto const lines = project.each("timesheet_ids");
        for (auto const& line : lines) hours += line.number("unit_amount");
        return f.name == "timesheet_count" ? json(lines.size()) : json(round_to(hours, 2));
    }
    return std::nullopt;
}

void project_changed(environment& env, entry const& project, json const& vals, bool) {
    if (!vals.contains("sale_line_id") || env.series() < 18) return;
    // on 18 and 19, giving a project a line of a quotation confirms the quotation
    entry const order = project.to("sale_line_id").to("order_id");
    if (order && order.text("state") == "draft") confirm(env, order);
}

void project_check(environment&, entry const& project) {
    if (!project.is("allow_billable")) return;
    entry const product = project.to("sale_line_id").to("product_id");
    if (product && product.text("type") != "service")
        throw validation_error(
            "You cannot link a billable project to a sales order item that is not a "
            "service.");
}

/// A warning with a button; over RPC its parts are the arguments and stand below each other in the message.
exception redirect_warning(std::string const& text, int action, std::string const& button,
                           std::vector<id_type> const& ids) {
    json const context = {{"active_ids", ids}};
    return {.name = "odoo.exceptions.RedirectWarning",
            .message = text + "\n" + std::to_string(action) + "\n" + button + "\n" + repr(context),
            .status = 422,
            .arguments = json::array({text, action, button, context})};
}

/// flow_order_to_cash, "unlink a project with timesheets": the project speaks on 16, its tasks from 18 on.
exception has_timesheets(environment& env, std::string const& what, std::vector<id_type> const& ids) {
    constexpr char const* button = "See timesheet entries";
    bool const several = ids.size() > 1;
    if (env.series() == 19 && what == "task")
        return redirect_warning(
            "Some timesheet entries are weighing down these tasks! Remove them first, then you’ll be able to delete "
            "the tasks!",
            439, button, ids);
    auto const text = (several ? "These " + what + "s have" : "This " + what + " has") +
                      " some timesheet entries referencing " + (several ? "them" : "it") + ". Before removing " +
                      (several ? "these " + what + "s" : "this " + what) +
                      ", you have to remove these timesheet entries.";
    int const action = env.series() == 16 ? 381 : env.series() == 18 ? 416 : 439;
    return redirect_warning(text, action, button, ids);
}

void refuse_timesheets(environment& env, std::string_view model_name, std::vector<id_type> const& ids) {
    std::vector<id_type> used;
    for (auto const id : ids)
        if (!entry(env, model_name, id).ids("timesheet_ids").empty()) used.push_back(id);
    if (!used.empty()) throw has_timesheets(env, model_name == "project.task" ? "task" : "project", used);
}

void project_unlinked(environment& env, std::vector<id_type> const& ids) {
    if (env.series() >= 18)
        for (auto const id : ids)
            refuse_timesheets(env, "project.task", entry(env, "project.project", id).ids("task_ids"));
    refuse_timesheets(env, "project.project", ids);
}

void task_unlinked(environment& env, std::vector<id_type> const& ids) { refuse_timesheets(env, "project.task", ids); }

void task_defaults(environment& env, draft const& d) {
    d.give("sequence", 10);
    d.give("priority", "0");
    d.give("kanban_state", "normal");
    d.give("state", "01_in_progress");
    if (env.series() == 16) d.give("company_id", env.company());
    if (!d.at("project_id").is_number_integer()) return;
    // a task of a billable project is the customer's; on 16 a task of any project is
    entry const project(env, "project.project", d.at("project_id").get<id_type>());
    bool const billable = project.is("allow_billable");
    if (billable || env.series() == 16) d.give("partner_id", project.get("partner_id"));
    if (billable) d.give("sale_line_id", project.get("sale_line_id"));
    auto const stages = project.each("type_ids");
    if (!stages.empty())
        d.give("stage_id", std::min_element(stages.begin(), stages.end(), [](entry const& x, entry const& y) {
                               return std::pair(x.number("sequence"), x.id()) < std::pair(y.number("sequence"), y.id());
                           })->id());
}

std::optional<json> task_compute(environment& env, entry const& task, field const& f) {
    auto const logged = [&] {
        double hours = 0;
        for (auto const& line : task.each("timesheet_ids")) hours += line.number("unit_amount");
        return hours;
    };
    auto const below = [&] {
        double hours = 0;
        for (auto const& child : task.each("child_ids")) hours += child.number("total_hours_spent");
        return hours;
    };
    if (f.name == "effective_hours") return logged();
    if (f.name == "subtask_effective_hours") return below();
    if (f.name == "total_hours_spent") return logged() + below();
    double const planned = task.number(hours_field(env));
    if (f.name == "remaining_hours") return planned - logged() - below();
    if (f.name == "overtime") return std::max(logged() + below() - planned, 0.0);
    if (f.name == "progress") {
        // percent on 16, a share of one from 18 on
        double const share = planned > 0 ? (logged() + below()) / planned : 0.0;
        return env.series() == 16 ? round_to(100 * share, 2) : round_to(share, 2);
    }
    return std::nullopt;
}

std::optional<json> milestone_compute(environment&, entry const& milestone, field const& f) {
    if (f.name == "task_count") return milestone.ids("task_ids").size();
    return std::nullopt;
}

// ---- timesheets ----

entry employee_of(environment& env, id_type user) {
    return first(env, "hr.employee", [&](entry const& e) { return e.id_of("user_id") == user && e.is("active"); });
}

/// Projects log their costs on an analytic account; one that came without gets it with its first timesheet.
entry account_of(environment& env, entry const& project) {
    if (entry const known = project.to(account_field(env)); known) return known;
    entry const made(
        env, "account.analytic.account",
        env.create(env.named("account.analytic.account"),
                   {{"name", project.get("name")},
                    {"partner_id", project.id_of("partner_id") == 0 ? json(false) : project.get("partner_id")},
                    {"company_id", env.company()}}));
    project.set(account_field(env), made.id());
    return made;
}

/// The order line a timesheet counts for: the task's, else the project's (flow_order_to_cash, "order lines after the
/// timesheets").
json order_line_of(entry const& project, entry const& task) {
    if (!project.is("allow_billable")) return nullptr;
    if (task && task.to("sale_line_id")) return task.get("sale_line_id");
    return project.get("sale_line_id");
}

void line_defaults(environment& env, draft const& d) {
    auto const known = [&](std::string_view name) {
        return d.at(name).is_number_integer() ? d.at(name).get<id_type>() : 0;
    };
    d.give("company_id", env.company());
    d.give_by_itself("date", env.today());
    entry const task(env, "project.task", known("task_id"));
    if (task) d.give("project_id", task.get("project_id"));
    d.give("category", "other");
    entry const project(env, "project.project", known("project_id"));
    if (!project) {
        d.give("user_id", env.uid());
        return;
    }
    d.give("name", "/");
    entry employee(env, "hr.employee", known("employee_id"));
    if (!d.is_given("employee_id")) employee = employee_of(env, d.is_given("user_id") ? known("user_id") : env.uid());
    // flow_order_to_cash, "timesheet for an unknown employee"
    if (!employee || !env.exists(employee.model(), employee.id()) || !employee.is("active"))
        throw validation_error("Timesheets must be created with an active employee in the selected companies.");
    d.give("employee_id", employee.id());
    d.give("user_id", employee.get("user_id"));
    d.give("partner_id", task && task.to("partner_id") ? task.get("partner_id") : project.get("partner_id"));
    d.give("account_id", account_of(env, project).id());
    d.give("product_uom_id", entry(env, "uom.uom", 4).id());
    d.give("so_line", order_line_of(project, task));
    double const hours = d.at("unit_amount").is_number() ? d.at("unit_amount").get<double>() : 0.0;
    d.give("amount", -hours * employee.number("hourly_cost") + 0.0);
}

std::optional<json> line_compute(environment&, entry const& line, field const& f) {
    if (f.name == "encoding_uom_id") return 4;
    if (f.name == "timesheet_invoice_type") {
        if (!line.to("project_id")) return json();
        entry const product = line.to("so_line").to("product_id");
        if (!product) return "non_billable";
        if (product.text("invoice_policy") == "order") return "billable_fixed";
        auto const type = product.text("service_type");
        return type == "timesheet" ? "billable_time" : type == "milestones" ? "billable_milestones" : "billable_manual";
    }
    return std::nullopt;
}

bool is_invoiced(entry const& line) {
    return line.to("timesheet_invoice_id") && line.to("so_line").to("product_id").text("invoice_policy") == "delivery";
}

void before_line_write(environment& env, std::vector<id_type> const& ids, json const& vals) {
    constexpr std::string_view settled[] = {"unit_amount", "employee_id", "project_id", "task_id", "so_line", "date"};
    if (std::none_of(std::begin(settled), std::end(settled),
                     [&](std::string_view name) { return vals.contains(std::string(name)); }))
        return;
    for (auto const id : ids)
        if (is_invoiced({env, "account.analytic.line", id}))
            throw user_error("You cannot modify timesheets that are already invoiced.");
}

void line_unlinked(environment& env, std::vector<id_type> const& ids) {
    for (auto const id : ids)
        if (is_invoiced({env, "account.analytic.line", id}))
            throw user_error("You cannot remove a timesheet that has already been invoiced.");
}

void recount_delivery(entry const& order_line) {
    if (order_line.text("qty_delivered_method") != "timesheet") return;
    double hours = 0;
    for (auto const& line : order_line.each("timesheet_ids"))
        if (line.to("project_id")) hours += line.number("unit_amount");
    order_line.set("qty_delivered", round_to(hours, 2));
}

void line_changed(environment& env, entry const& line, json const& vals, bool created) {
    entry const project = line.to("project_id");
    if (!project) return;
    entry const before = line.to("so_line");
    if (!created && (vals.contains("task_id") || vals.contains("project_id")) && !vals.contains("so_line"))
        line.set("so_line", order_line_of(project, line.to("task_id")));
    if (!created && (vals.contains("unit_amount") || vals.contains("employee_id")) && !vals.contains("amount"))
        line.set("amount", -line.number("unit_amount") * line.to("employee_id").number("hourly_cost") + 0.0);
    for (auto const& order_line : {before, line.to("so_line")})
        if (order_line) recount_delivery(order_line);
    // what_bumps_write_date, "project.task: timesheet created", "hours changed"
    if (entry const task = line.to("task_id"); task) task.touch();
    static_cast<void>(env);
}

std::vector<entry> touched_by_line(environment&, entry const& line) {
    std::vector<entry> out;
    for (char const* name : {"so_line", "task_id"})
        if (entry const e = line.to(name); e) out.push_back(e);
    return out;
}

void after_line_removal(environment&, entry const& touched) {
    if (touched.model().name == "sale.order.line")
        recount_delivery(touched);
    else
        touched.touch();
}

/// flow_order_to_cash, "timesheet read": "[PO-1] S00029 - SDK Customer"
std::string account_name(environment&, entry const& account) {
    auto const code = account.text("code");
    auto const partner = account.to("partner_id").text("name");
    return (code.empty() ? "" : "[" + code + "] ") + account.text("name") + (partner.empty() ? "" : " - " + partner);
}

std::string line_name(environment&, entry const& line) { return line.text("name"); }

void account_defaults(environment& env, draft const& d) {
    d.give("plan_id", 1);
    if (env.series() == 16) d.give("company_id", env.company());
}

std::optional<json> plan_compute(environment&, entry const& plan, field const& f) {
    if (f.name != "complete_name") return std::nullopt;
    entry const above = plan.to("parent_id");
    return above ? above.text("complete_name") + " / " + plan.text("name") : plan.text("name");
}

// ---- what an order makes ----

entry order_account(environment& env, entry const& order) {
    if (entry const known = analytic_account_of(env, order); known) return known;
    std::set<std::string> codes;
    for (auto const& line : order.each("order_line"))
        if (entry const product = line.to("product_id");
            product.text("type") == "service" && !product.text("default_code").empty())
            codes.insert(product.text("default_code"));
    // named after the service when it is the only one
    auto const name = (codes.size() == 1 ? *codes.begin() + ": " : "") + order.text("name");
    entry const account(env, "account.analytic.account",
                        env.create(env.named("account.analytic.account"), {{"name", name},
                                                                           {"code", order.get("client_order_ref")},
                                                                           {"partner_id", order.get("partner_id")},
                                                                           {"company_id", order.get("company_id")}}));
    if (order.has("analytic_account_id")) order.set("analytic_account_id", account.id());
    return account;
}

bool makes_project(entry const& line) {
    auto const tracking = line.to("product_id").text("service_tracking");
    return tracking == "project_only" || tracking == "task_in_project";
}

entry make_project(environment& env, entry const& line) {
    entry const order = line.to("order_id");
    auto const ref = order.text("client_order_ref");
    auto name = (ref.empty() ? "" : ref + " - ") + order.text("name");
    auto const lines = order.each("order_line");
    if (std::count_if(lines.begin(), lines.end(), makes_project) == 1) name += " - " + line.to("product_id").name();
    json stages = json::array();
    int sequence = 0;
    bool const is_16 = env.series() == 16;
    for (char const* stage : {is_16 ? "New" : "To Do", "In Progress", "Done", is_16 ? "Canceled" : "Cancelled"}) {
        sequence += 5;
        stages.push_back(json::array({0, 0, {{"name", stage}, {"sequence", sequence}, {"fold", sequence >= 15}}}));
    }
    json const vals = {{"name", name},
                       {std::string(account_field(env)), order_account(env, order).id()},
                       {"partner_id", order.get("partner_id")},
                       {"company_id", order.get("company_id")},
                       {"sale_line_id", line.id()},
                       {"allow_billable", true},
                       {"type_ids", stages}};
    return {env, "project.project", env.create(env.named("project.project"), vals)};
}

void make_task(environment& env, entry const& line, entry const& project) {
    entry const order = line.to("order_id");
    auto const name = line.text("name");
    auto const first_line = name.substr(0, name.find('\n'));
    bool const own_project = project.to("sale_line_id").id_of("order_id") == order.id();
    auto const task =
        env.create(env.named("project.task"), {{"name", (own_project ? "" : order.text("name") + ": ") + first_line},
                                               {"project_id", project.id()},
                                               {"partner_id", order.get("partner_id")},
                                               {"company_id", order.get("company_id")},
                                               {"sale_line_id", line.id()},
                                               {"user_ids", json::array({json::array({5})})},
                                               {std::string(hours_field(env)), line.number("product_uom_qty")}});
    line.set("task_id", task);
}

}  // namespace

void deliver_services(environment& env, entry const& order) {
    entry project(env, "project.project", 0);
    for (auto const& line : order.each("order_line")) {
        entry const product = line.to("product_id");
        if (product.text("type") != "service" || line.to("task_id")) continue;
        auto const tracking = product.text("service_tracking");
        if (tracking == "task_global_project") {
            if (entry const common = product.to("project_id"); common) make_task(env, line, common);
            continue;
        }
        if (!makes_project(line)) continue;
        if (!project) project = make_project(env, line);
        line.set("project_id", project.id());
        if (tracking == "task_in_project") make_task(env, line, project);
    }
}

std::vector<entry> tasks_of(environment& env, entry const& order) {
    return those(env, "project.task",
                 [&](entry const& task) { return task.to("sale_line_id").id_of("order_id") == order.id(); });
}

std::vector<entry> projects_of(environment& env, entry const& order) {
    std::set<id_type> ids;
    for (auto const& line : order.each("order_line"))
        if (auto const id = line.id_of("project_id"); id != 0) ids.insert(id);
    for (auto const& project : those(env, "project.project", [&](entry const& p) {
             return p.to("sale_line_id").id_of("order_id") == order.id();
         }))
        ids.insert(project.id());
    for (auto const& task : tasks_of(env, order))
        if (auto const id = task.id_of("project_id"); id != 0) ids.insert(id);
    std::vector<entry> out;
    out.reserve(ids.size());
    for (auto const id : ids) out.emplace_back(env, "project.project", id);
    return out;
}

entry analytic_account_of(environment& env, entry const& order) {
    if (order.has("analytic_account_id")) return order.to("analytic_account_id");
    for (auto const& line : order.each("order_line"))
        if (entry const account = line.to("project_id").to(account_field(env)); account) return account;
    return {env, "account.analytic.account", 0};
}

void invoice_timesheets(environment&, entry const& order_line, id_type move) {
    if (order_line.to("product_id").text("invoice_policy") != "delivery") return;
    for (auto const& line : order_line.each("timesheet_ids")) {
        entry const invoice = line.to("timesheet_invoice_id");
        if (!invoice || invoice.text("state") == "cancel") line.update("timesheet_invoice_id", move);
    }
}

std::span<behaviour const> timesheet_behaviours() {
    static behaviour const all[] = {
        {.model = "project.project",
         .defaults = project_defaults,
         .compute = project_compute,
         .after_change = project_changed,
         .check = project_check,
         .before_unlink = project_unlinked},
        {.model = "project.task", .defaults = task_defaults, .compute = task_compute, .before_unlink = task_unlinked},
        {.model = "project.milestone", .compute = milestone_compute},
        {.model = "account.analytic.line",
         .defaults = line_defaults,
         .compute = line_compute,
         .display_name = line_name,
         .before_write = before_line_write,
         .after_change = line_changed,
         .before_unlink = line_unlinked,
         .touched_by_removal = touched_by_line,
         .after_removal = after_line_removal},
        {.model = "account.analytic.account", .defaults = account_defaults, .display_name = account_name},
        {.model = "account.analytic.plan", .compute = plan_compute},
    };
    return all;
}

}  // namespace syncline::inline v1::emulator::erp
