// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_rights.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace syncline::inline v1::emulator::erp {

namespace {

/// A group under its external id, with its name on 16, 18 and 19 and the group it brings along.
struct group {
    std::string_view name;
    std::array<std::string_view, 3> labels;
    std::string_view implies{};
};

constexpr group groups[] = {
    {"base.group_user", {"User types/Internal User", "User types/Internal User", "Role / User"}},
    {"base.group_portal", {"User types/Portal", "User types/Portal", "Role / Portal"}},
    {"base.group_public", {"User types/Public", "User types/Public", "Role / Public"}},
    {"base.group_erp_manager",
     {"Administration/Access Rights", "Administration/Access Rights", "Access Rights"},
     "base.group_user"},
    {"base.group_system",
     {"Administration/Settings", "Administration/Settings", "Role / Administrator"},
     "base.group_erp_manager"},
    {"base.group_partner_manager",
     {"Extra Rights/Contact Creation", "Extra Rights/Contact Creation", "Contact/Creation"}},
    {"base.group_multi_company", {"Technical/Multi Companies", "Technical/Multi Companies", "Multi Companies"}},
    {"sales_team.group_sale_salesman",
     {"Sales/User: Own Documents Only", "Sales/User: Own Documents Only", "Sales/User: Own Documents Only"},
     "base.group_user"},
    {"sales_team.group_sale_salesman_all_leads",
     {"Sales/User: All Documents", "Sales/User: All Documents", "Sales/User: All Documents"},
     "sales_team.group_sale_salesman"},
    {"sales_team.group_sale_manager",
     {"Sales/Administrator", "Sales/Administrator", "Sales/Administrator"},
     "sales_team.group_sale_salesman_all_leads"},
    {"account.group_account_readonly",
     {"Technical/Show Accounting Features - Readonly", "Technical/Show Accounting Features - Readonly",
      "Show Accounting Features - Readonly"},
     "base.group_user"},
    {"account.group_account_invoice",
     {"Invoicing/Billing", "Invoicing/Invoicing", "Accounting/Invoicing"},
     "base.group_user"},
    {"account.group_account_user",
     {"Technical/Show Full Accounting Features", "Technical/Show Full Accounting Features",
      "Show Full Accounting Features"},
     "account.group_account_invoice"},
    {"account.group_account_manager",
     {"Invoicing/Billing Administrator", "Invoicing/Administrator", "Accounting/Administrator"},
     "account.group_account_invoice"},
    {"project.group_project_user", {"Project/User", "Project/User", "Project/User"}, "base.group_user"},
    {"project.group_project_manager",
     {"Project/Administrator", "Project/Administrator", "Project/Administrator"},
     "project.group_project_user"},
    {"hr.group_hr_user",
     {"Employees/Officer: Manage all employees", "Employees/Officer: Manage all employees",
      "Employees/Officer: Manage all employees"},
     "base.group_user"},
    {"hr_expense.group_hr_expense_team_approver",
     {"Expenses/Team Approver", "Expenses/Team Approver", "Expenses/Team Approver"},
     "base.group_user"},
    {"hr_timesheet.group_hr_timesheet_user",
     {"Timesheets/User: own timesheets only", "Timesheets/User: own timesheets only",
      "Timesheets/User: own timesheets only"},
     "base.group_user"},
};

/// What a group may do with a model: `r`, `w`, `c` and `u` for read, write, create and unlink.
struct right {
    std::string_view model;
    std::string_view group;
    std::string_view operations;
    int since = 16;
    int until = 99;
};

// Reading of account.move, crm.lead and sale.order, all of res.partner, writing of res.users and reading of
// ir.config_parameter are as errors_access lists them; the rest is what those groups are for.
constexpr right rights[] = {
    {"res.partner", "base.group_user", "r"},
    {"res.partner", "base.group_portal", "r"},
    {"res.partner", "base.group_partner_manager", "rwcu"},
    {"res.partner", "sales_team.group_sale_salesman", "rwc"},
    {"res.partner", "sales_team.group_sale_manager", "rwc"},
    {"res.partner.bank", "base.group_user", "r"},
    {"res.partner.bank", "base.group_partner_manager", "rwcu"},
    {"res.partner.category", "base.group_user", "r"},
    {"res.partner.category", "base.group_partner_manager", "rwcu"},
    {"res.country", "base.group_user", "r"},
    {"res.country", "base.group_system", "rwcu"},
    {"res.currency", "base.group_user", "r"},
    {"res.currency", "base.group_system", "rwcu"},
    {"res.company", "base.group_user", "r"},
    {"res.company", "base.group_erp_manager", "rwcu"},
    {"res.users", "base.group_user", "r"},
    {"res.users", "base.group_erp_manager", "rwcu"},
    {"res.groups", "base.group_user", "r"},
    {"res.groups", "base.group_erp_manager", "rwcu"},
    {"res.users.apikeys", "base.group_user", "r"},
    {"res.users.apikeys", "base.group_system", "ru"},
    {"res.users.apikeys.description", "base.group_user", "rwcu"},
    {"ir.config_parameter", "base.group_system", "rwcu"},
    {"ir.default", "base.group_user", "rwcu"},
    {"ir.model", "base.group_user", "r"},
    {"ir.model", "base.group_system", "rwcu"},
    {"ir.model.fields", "base.group_user", "r"},
    {"ir.model.fields", "base.group_system", "rwcu"},
    {"ir.model.data", "base.group_user", "r"},
    {"ir.model.data", "base.group_erp_manager", "rwcu"},
    {"ir.module.module", "base.group_system", "rwcu"},
    {"uom.uom", "base.group_user", "r"},
    {"uom.uom", "sales_team.group_sale_manager", "rwcu"},
    {"product.template", "base.group_user", "r"},
    {"product.template", "sales_team.group_sale_manager", "rwcu"},
    {"product.product", "base.group_user", "r"},
    {"product.product", "sales_team.group_sale_manager", "rwcu"},
    {"crm.lead", "sales_team.group_sale_salesman", "rwc"},
    {"crm.lead", "sales_team.group_sale_manager", "rwcu"},
    {"sale.order", "base.group_portal", "r"},
    {"sale.order", "account.group_account_invoice", "r"},
    {"sale.order", "account.group_account_readonly", "r"},
    {"sale.order", "account.group_account_user", "r"},
    {"sale.order", "project.group_project_user", "r", 19},
    {"sale.order", "project.group_project_manager", "r"},
    {"sale.order", "sales_team.group_sale_salesman", "rwc"},
    {"sale.order", "sales_team.group_sale_manager", "rwcu"},
    {"sale.order.line", "base.group_portal", "r"},
    {"sale.order.line", "account.group_account_invoice", "rw"},
    {"sale.order.line", "account.group_account_readonly", "r"},
    {"sale.order.line", "project.group_project_manager", "r"},
    {"sale.order.line", "sales_team.group_sale_salesman", "rwcu"},
    {"project.project", "base.group_user", "r"},
    {"project.project", "project.group_project_manager", "rwcu"},
    {"project.task", "base.group_user", "r"},
    {"project.task", "project.group_project_user", "rwcu"},
    {"project.milestone", "base.group_user", "r"},
    {"project.milestone", "project.group_project_user", "rwcu"},
    {"account.move", "base.group_portal", "r"},
    {"account.move", "hr_expense.group_hr_expense_team_approver", "r"},
    {"account.move", "sales_team.group_sale_salesman", "r"},
    {"account.move", "account.group_account_readonly", "r"},
    {"account.move", "account.group_account_invoice", "rwcu"},
    {"account.move", "account.group_account_manager", "rwcu"},
    {"account.move.line", "base.group_portal", "r"},
    {"account.move.line", "account.group_account_readonly", "r"},
    {"account.move.line", "account.group_account_invoice", "rwcu"},
    {"account.move.line", "account.group_account_manager", "rwcu"},
    {"account.payment", "account.group_account_readonly", "r"},
    {"account.payment", "account.group_account_invoice", "rwcu"},
    {"account.analytic.line", "account.group_account_readonly", "r"},
    {"account.analytic.line", "account.group_account_invoice", "rwcu"},
    {"account.analytic.line", "hr_timesheet.group_hr_timesheet_user", "rwcu"},
    {"hr.employee", "hr.group_hr_user", "rwcu"},
    {"hr.expense", "base.group_user", "rwcu"},
};

/// Fields with groups of their own: `.` for one that nobody may read (errors_access).
struct guarded {
    std::string_view model;
    std::string_view field;
    std::string_view group;
    std::string_view group_label;
};

constexpr guarded guarded_fields[] = {
    {"res.users", "totp_secret", ".", "always forbidden"},
    {"res.users.apikeys", "key", ".", "always forbidden"},
    {"res.partner", "signup_token", "base.group_erp_manager", "allowed for groups 'Administration / Access Rights'"},
};

std::string_view label_of(group const& g, int series) { return g.labels[series == 16 ? 0 : series == 18 ? 1 : 2]; }

char letter_of(operation op) {
    switch (op) {
        case operation::read: return 'r';
        case operation::write: return 'w';
        case operation::create: return 'c';
        default: return 'u';
    }
}

std::string_view word_of(operation op) {
    switch (op) {
        case operation::read: return "access";
        case operation::write: return "modify";
        case operation::create: return "create";
        default: return "delete";
    }
}

std::string_view name_of(operation op) {
    switch (op) {
        case operation::read: return "read";
        case operation::write: return "write";
        case operation::create: return "create";
        default: return "unlink";
    }
}

bool allows(right const& r, int series, std::string_view model_name, operation op) {
    return r.model == model_name && series >= r.since && series <= r.until &&
           r.operations.find(letter_of(op)) != std::string_view::npos;
}

guarded const* guard_of(std::string_view model_name, std::string_view field_name) {
    for (auto const& g : guarded_fields)
        if (g.model == model_name && g.field == field_name) return &g;
    return nullptr;
}

std::string label_of_model(environment& env, std::string_view model_name) {
    if (model_name == "res.partner.bank") return "Bank Accounts";
    return std::string(env.named(model_name).label);
}

}  // namespace

bool is_member(environment& env, std::string_view group_name) {
    auto const row = env.db().external(std::string(group_name));
    if (!row) return false;
    json const id = env.get(env.named("ir.model.data"), *row, "res_id");
    auto const& mine = env.groups();
    return id.is_number_integer() && std::binary_search(mine.begin(), mine.end(), id.get<id_type>());
}

operation operation_of(std::string_view name) {
    for (auto const op : {operation::read, operation::write, operation::create, operation::unlink})
        if (name == name_of(op)) return op;
    throw exception{.name = "builtins.AssertionError", .message = "Invalid access mode"};
}

bool has_access(environment& env, std::string_view model_name, operation op) {
    if (env.is_superuser()) return true;
    bool known = false;
    for (auto const& r : rights) {
        known = known || r.model == model_name;
        if (allows(r, env.series(), model_name, op) && is_member(env, r.group)) return true;
    }
    return !known;  // nothing is known about the rest, so it is open
}

void check_access(environment& env, std::string_view model_name, operation op) {
    // errors_access, "res.partner.write": on 19 the bank accounts of the partner are what is missed first
    if (env.series() == 19 && model_name == "res.partner" && op == operation::write)
        check_access(env, "res.partner.bank", op);
    if (has_access(env, model_name, op)) return;
    std::vector<std::string> lines;
    for (auto const& r : rights)
        if (allows(r, env.series(), model_name, op))
            for (auto const& g : groups)
                if (g.name == r.group) lines.emplace_back(label_of(g, env.series()));
    std::sort(lines.begin(), lines.end(), [](std::string const& a, std::string const& b) {
        // on 19, groups of no application come last
        auto const alone = [](std::string const& s) {
            auto const slash = s.find('/');
            return slash == std::string::npos || (slash > 0 && s[slash - 1] == ' ');
        };
        return alone(a) != alone(b) ? alone(b) : a < b;
    });
    std::string text = "You are not allowed to " + std::string(word_of(op)) + " '" + label_of_model(env, model_name) +
                       "' (" + std::string(model_name) + ") records.\n\n";
    if (lines.empty()) {
        text += "No group currently allows this operation.";
    } else {
        text += "This operation is allowed for the following groups:";
        for (auto const& l : lines) text += "\n\t- " + l;
    }
    throw access_error(text + "\n\nContact your administrator to request access if necessary.");
}

void check_rules(environment& env, model const& m, std::vector<id_type> const& ids, operation op) {
    for (auto const id : ids) {
        auto const* const v = env.db().see(env.db().at(m.name), id, env.seen());
        if (!v || env.is_visible(m, id, *v)) continue;
        std::string const what = "'" + std::string(m.label) + "' (" + std::string(m.name) + ")";
        if (env.series() == 16)
            throw access_error("Due to security restrictions, you are not allowed to " + std::string(word_of(op)) +
                               " " + what + " records.\n\nContact your administrator to request access if necessary.");
        auto const& users = env.named("res.users");
        std::string text =
            "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, " +
            env.display_name(users, env.uid()) + " (id=" + std::to_string(env.uid()) + ") doesn't have '" +
            std::string(name_of(op)) + "' access to:\n- " + std::string(m.label) + " (" + std::string(m.name) +
            ")\n\nIf you really, really need access, perhaps you can win over your friendly administrator with a "
            "batch of freshly baked cookies.\n\nThis seems to be a multi-company issue, ";
        json const company = env.get(m, id, "company_id");
        auto const own = env.companies_of_user();
        auto e = access_error("");
        if (std::find(own.begin(), own.end(), company.get<id_type>()) != own.end()) {
            auto const name = env.display_name(env.named("res.company"), company.get<id_type>());
            text += "you might be able to access the record by switching to the company: " + name + ".";
            e.context = {{"suggested_company", {{"id", company}, {"display_name", name}}}};
        } else {
            text += "but you do not have access to the proper company to access the record anyhow.";
        }
        e.message = text;
        throw exception(std::move(e));
    }
}

bool is_readable(environment& env, model const& m, std::string_view field_name) {
    auto const* const g = guard_of(m.name, field_name);
    return !g || env.is_superuser() || (g->group != "." && is_member(env, g->group));
}

void check_fields(environment& env, model const& m, json const& names) {
    if (!names.is_array()) return;
    for (auto const& n : names) {
        auto const name = as_text(n);
        if (!m.find(name) || is_readable(env, m, name)) continue;
        std::string const reason(guard_of(m.name, name)->group_label);
        std::string const document = std::string(m.label) + " (" + std::string(m.name) + ")";
        std::string const user = std::to_string(env.uid());
        if (env.series() == 16)
            throw access_error(
                "The requested operation can not be completed due to security restrictions.\n\nDocument type: " +
                document + "\nOperation: read\nUser: " + user + "\nFields:\n- " + name + " (" + reason + ")");
        bool const is_18 = env.series() == 18;
        throw access_error("You do not have enough rights to access the " + std::string(is_18 ? "fields" : "field") +
                           " \"" + name + "\" on " + document +
                           ". Please contact your system administrator.\n\nOperation: read\nUser: " + user +
                           (is_18 ? "\nFields:\n- " + name + " (" + reason + ")" : "\nGroups: " + reason));
    }
}

void fill_groups(environment& env) {
    model const& m = env.named("res.groups");
    std::map<std::string_view, id_type> made;
    for (auto const& g : groups) {
        std::string const label(label_of(g, env.series()));
        auto const slash = label.rfind('/');
        json vals = {{"name", label.substr(slash == std::string::npos ? 0 : label.find_first_not_of(' ', slash + 1))},
                     {"full_name", label}};
        if (auto const it = made.find(g.implies); it != made.end())
            vals["implied_ids"] = json::array({json::array({6, 0, json::array({it->second})})});
        auto const id = env.create(m, vals);
        made.emplace(g.name, id);
        env.bind(std::string(g.name), m.name, id);
    }
}

std::vector<id_type> groups_named(environment& env, std::vector<std::string> const& names) {
    std::vector<id_type> out;
    for (auto const& name : names) {
        auto const row = env.db().external(name);
        model const& data = env.named("ir.model.data");
        if (!row || env.get(data, *row, "model") != json("res.groups"))
            throw value_error("External ID not found in the system: " + name);
        out.push_back(env.get(data, *row, "res_id").get<id_type>());
    }
    return out;
}

}  // namespace syncline::inline v1::emulator::erp
