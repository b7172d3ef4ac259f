// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_schema_rows.hpp"

// Analytic accounts and lines: timesheets.

namespace syncline::inline v1::emulator::erp::rows {

namespace {

constexpr row account_analytic_account[] = {
    {"active", boolean, "Active"},
    {"balance", monetary, "Balance", {}, readonly | unsearched},
    {"code", character, "Reference"},
    {"color", integer, "Color Index", {}, readonly | unsearched},
    {"company_id", many2one, "Company", "res.company"},
    {"credit", monetary, "Credit", {}, readonly | unsearched, 19},
    {"currency_id", many2one, "Currency", "res.currency", readonly | unstored, 16, 99, "company_id.currency_id"},
    {"debit", monetary, "Debit", {}, readonly | unsearched, 19},
    {"invoice_count", integer, "Invoice Count", {}, readonly | unsearched},
    {"line_ids", one2many, "Analytic Lines", "account.analytic.line", 0, 16, 99, "account_id"},
    {"name", character, "Analytic Account", {}, required},
    {"partner_id", many2one, "Customer", "res.partner"},
    {"plan_id", many2one, "Plan", "account.analytic.plan", required},
    {"project_count", integer, "Project Count", {}, readonly | unsearched},
    {"project_ids", one2many, "Projects", "project.project", 0, 16, 16, "analytic_account_id"},
    {"project_ids", one2many, "Projects", "project.project", 0, 18, 99, "account_id"},
    {"root_plan_id", many2one, "Root Plan", "account.analytic.plan", readonly, 16, 99, "plan_id"},
    {"vendor_bill_count", integer, "Vendor Bill Count", {}, readonly | unsearched},
};

constexpr row account_analytic_line[] = {
    {"account_id", many2one, "Analytic Account", "account.analytic.account", required | restricts, 16, 16},
    {"account_id", many2one, "Project Account", "account.analytic.account", restricts, 18},
    {"allow_billable", boolean, "Billable", {}, readonly | unsearched, 18},
    {"amount", monetary, "Amount", {}, required},
    {"analytic_distribution", document, "Analytic Distribution", {}, unsearched, 19},
    {"analytic_precision", integer, "Analytic Precision", {}, unsearched, 19},
    {"ancestor_task_id", many2one, "Ancestor Task", "project.task", readonly, 16, 16},
    {"auto_account_id", many2one, "Analytic Account", "account.analytic.account", unsearched, 18},
    {"calendar_display_name", character, "Calendar Display Name", {}, readonly | unsearched, 19},
    {"category", selection, "Category", "other:Other;invoice:Customer Invoice;vendor_bill:Vendor Bill"},
    {"code", character, "Code"},
    {"commercial_partner_id", many2one, "Commercial Partner", "res.partner", readonly | unstored},
    {"company_id", many2one, "Company", "res.company", required | readonly},
    {"currency_id", many2one, "Currency", "res.currency", readonly, 16, 99, "company_id.currency_id"},
    {"date", date, "Date", {}, required},
    {"department_id", many2one, "Department", "hr.department", readonly, 16, 99, "employee_id.department_id"},
    {"employee_id", many2one, "Employee", "hr.employee", restricts},
    {"encoding_uom_id", many2one, "Encoding Uom", "uom.uom", readonly | unsearched},
    {"fiscal_year_search", boolean, "Fiscal Year Search", {}, unsearched, 19},
    {"general_account_id", many2one, "Financial Account", "account.account"},
    {"is_so_line_edited", boolean, "Is Sales Order Item Manually Edited"},
    {"job_title", character, "Job Title", {}, readonly | unstored, 16, 99, "employee_id.job_title"},
    {"journal_id", many2one, "Financial Journal", "account.journal", readonly},
    {"manager_id", many2one, "Manager", "hr.employee", readonly, 16, 99, "employee_id.parent_id"},
    {"milestone_id", many2one, "Milestone", "project.milestone", readonly | unstored, 18, 99, "task_id.milestone_id"},
    {"move_line_id", many2one, "Journal Item", "account.move.line"},
    {"name", character, "Description", {}, required},
    {"order_id", many2one, "Order Reference", "sale.order", readonly, 16, 99, "so_line.order_id"},
    {"parent_task_id", many2one, "Parent Task", "project.task", readonly, 18, 99, "task_id.parent_id"},
    {"partner_id", many2one, "Partner", "res.partner"},
    {"plan_id", many2one, "Plan", "account.analytic.plan", readonly, 16, 16},
    {"product_id", many2one, "Product", "product.product", restricts},
    {"product_uom_category_id", many2one, "UoM Category", "uom.category", readonly | unsearched, 16, 18},
    {"product_uom_id", many2one, "Unit of Measure", "uom.uom", 0, 16, 18},
    {"product_uom_id", many2one, "Unit", "uom.uom", 0, 19},
    {"project_id", many2one, "Project", "project.project"},
    {"readonly_timesheet", boolean, "Readonly Timesheet", {}, readonly | unsearched, 18},
    {"ref", character, "Ref."},
    {"sale_order_state", selection, "Status", "draft:Quotation;sent:Quotation Sent;sale:Sales Order;cancel:Cancelled",
     readonly | unsearched, 18},
    {"so_line", many2one, "Sales Order Item", "sale.order.line"},
    {"task_id", many2one, "Task", "project.task"},
    {"timesheet_invoice_id", many2one, "Invoice", "account.move", readonly},
    {"timesheet_invoice_type", selection, "Billable Type",
     "billable_time:Billed on Timesheets;billable_fixed:Billed at a Fixed price;billable_milestones:Billed on "
     "Milestones;billable_manual:Billed Manually;non_billable:Non Billable Tasks;timesheet_revenues:Timesheet "
     "Revenues;service_revenues:Service Revenues;other_revenues:Materials;other_costs:Materials",
     readonly | derived, 16, 16},
    {"timesheet_invoice_type", selection, "Billable Type",
     "billable_time:Billed on Timesheets;billable_fixed:Billed at a Fixed price;billable_milestones:Billed on "
     "Milestones;billable_manual:Billed Manually;non_billable:Non-Billable;timesheet_revenues:Timesheet "
     "Revenues;service_revenues:Service Revenues;other_revenues:Other revenues;other_costs:Other costs",
     readonly | derived, 18},
    {"unit_amount", floating, "Quantity"},
    {"user_id", many2one, "User", "res.users"},
    {"x_plan2_id", many2one, "Departments", "account.analytic.account", 0, 18},
    {"x_plan3_id", many2one, "Internal", "account.analytic.account", 0, 18},
};

constexpr row plan[] = {
    {"name", character, "Name", {}, required},
    {"complete_name", character, "Complete Name", {}, readonly | derived},
    {"parent_id", many2one, "Parent", "account.analytic.plan"},
    {"company_id", many2one, "Company", "res.company", 0, 16, 16},
    {"color", integer, "Color"},
    {"sequence", integer, "Sequence", {}, 0, 18},
};

}  // namespace

std::span<description const> analytic() {
    static constexpr description described[] = {
        {"account.analytic.plan", "Analytic Plans", "complete_name, id", "sequence, id", "", plan},
        {"account.analytic.account", "Analytic Account", "plan_id, name", "plan_id, name", "code",
         account_analytic_account},
        {"account.analytic.line", "Analytic Line", "date desc, id desc", "date desc, id desc", "",
         account_analytic_line},
    };
    return described;
}

}  // namespace syncline::inline v1::emulator::erp::rows
