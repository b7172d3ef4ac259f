// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_schema.hpp"

#include <span>

// Names, labels, types, flags and selections are those of `fields_get` on 16.0, 18.0 and 19.0 servers.

namespace syncline::inline v1::emulator::erp {

namespace {

constexpr unsigned required = 1;
constexpr unsigned readonly = 2;
constexpr unsigned unstored = 4;    // computed on read, but a domain on it works
constexpr unsigned unsearched = 8;  // computed on read, and a domain on it does not work
constexpr unsigned priced = 16;
constexpr unsigned cascades = 32;
constexpr unsigned secret = 64;

struct row {
    std::string_view name;
    erp::kind kind;
    std::string_view label;
    std::string_view extra{};
    unsigned flags = 0;
    int since = 16;
    int until = 99;
    std::string_view through{};
};

using enum kind;

constexpr std::string_view order_states_16 =
    "draft:Quotation;sent:Quotation Sent;sale:Sales Order;done:Locked;cancel:Cancelled";
constexpr std::string_view order_states = "draft:Quotation;sent:Quotation Sent;sale:Sales Order;cancel:Cancelled";
constexpr std::string_view invoice_states =
    "upselling:Upselling Opportunity;invoiced:Fully Invoiced;to invoice:To Invoice;no:Nothing to Invoice";

constexpr row every_model[] = {
    {"id", integer, "ID", {}, readonly},
    {"create_uid", many2one, "Created by", "res.users", readonly},
    {"create_date", datetime, "Created on", {}, readonly},
    {"write_uid", many2one, "Last Updated by", "res.users", readonly},
    {"write_date", datetime, "Last Updated on", {}, readonly},
    {"display_name", character, "Display Name", {}, readonly | unstored},
};

constexpr row partner[] = {
    {"name", character, "Name"},
    {"complete_name", character, "Complete Name", {}, readonly | unstored, 18},
    {"ref", character, "Reference"},
    {"email", character, "Email"},
    {"phone", character, "Phone"},
    {"mobile", character, "Mobile", {}, 0, 16, 18},
    {"street", character, "Street"},
    {"street2", character, "Street2"},
    {"city", character, "City"},
    {"zip", character, "Zip"},
    {"vat", character, "Tax ID"},
    {"website", character, "Website Link"},
    {"function", character, "Job Position"},
    {"company_name", character, "Company Name"},
    {"comment", html, "Notes"},
    {"is_company", boolean, "Is a Company"},
    {"active", boolean, "Active"},
    {"color", integer, "Color Index"},
    {"customer_rank", integer, "Customer Rank"},
    {"credit_limit", floating, "Credit Limit"},
    {"date", date, "Date", {}, 0, 16, 16},
    {"partner_latitude", floating, "Geo Latitude"},
    {"image_128", text, "Image 128"},
    {"type", selection, "Address Type",
     "contact:Contact;invoice:Invoice Address;delivery:Delivery Address;private:Private Address;other:Other Address", 0,
     16, 16},
    {"type", selection, "Address Type",
     "contact:Contact;invoice:Invoice Address;delivery:Delivery Address;other:Other Address", 0, 18, 18},
    {"type", selection, "Address Type", "contact:Contact;invoice:Invoice;delivery:Delivery;other:Other", 0, 19},
    {"lang", selection, "Language", "en_US:English (US);fr_FR:French / Français"},
    {"parent_id", many2one, "Related Company", "res.partner"},
    {"child_ids", one2many, "Contact", "res.partner", 0, 16, 99, "parent_id"},
    {"commercial_partner_id", many2one, "Commercial Entity", "res.partner", readonly | unstored},
    {"country_id", many2one, "Country", "res.country"},
    {"category_id", many2many, "Tags", "res.partner.category"},
    {"company_id", many2one, "Company", "res.company"},
    {"user_id", many2one, "Salesperson", "res.users"},
    {"contact_address", character, "Complete Address", {}, readonly | unsearched},
    {"signup_token", character, "Signup Token", {}, unstored, 16, 16},
    {"message_is_follower", boolean, "Is Follower", {}, readonly | unsearched},
    {"message_partner_ids", many2many, "Followers (Partners)", "res.partner", readonly | unsearched},
    {"message_follower_ids", many2many, "Followers", "mail.followers", readonly | unsearched},
    {"message_ids", many2many, "Messages", "mail.message", readonly | unsearched},
};

constexpr row partner_category[] = {
    {"name", character, "Name", {}, required, 19},
    {"name", character, "Tag Name", {}, required, 16, 18},
    {"color", integer, "Color"},
    {"active", boolean, "Active"},
};

constexpr row country[] = {
    {"name", character, "Country Name", {}, required},
    {"code", character, "Country Code"},
    {"phone_code", integer, "Country Calling Code"},
};

constexpr row currency[] = {
    {"name", character, "Currency", {}, required},
    {"symbol", character, "Symbol", {}, required},
    {"rounding", floating, "Rounding Factor"},
    {"decimal_places", integer, "Decimal Places", {}, readonly},
    {"position", selection, "Symbol Position", "after:After Amount;before:Before Amount"},
    {"active", boolean, "Active"},
};

constexpr row company[] = {
    {"name", character, "Company Name", {}, required},
    {"partner_id", many2one, "Partner", "res.partner", required},
    {"currency_id", many2one, "Currency", "res.currency", required},
    {"active", boolean, "Active"},
};

constexpr row users[] = {
    {"login", character, "Login", {}, required},
    {"name", character, "Name", {}, unstored, 16, 99, "partner_id.name"},
    {"email", character, "Email", {}, unstored, 16, 99, "partner_id.email"},
    {"partner_id", many2one, "Related Partner", "res.partner", required},
    {"company_id", many2one, "Company", "res.company", required},
    {"company_ids", many2many, "Companies", "res.company"},
    {"lang", selection, "Language", "en_US:English (US);fr_FR:French / Français"},
    {"tz", character, "Timezone"},
    {"active", boolean, "Active"},
    {"groups_id", many2many, "Groups", "res.groups", 0, 16, 18},
    {"group_ids", many2many, "Groups", "res.groups", 0, 19},
    {"password", character, "Password", {}, secret},
    {"totp_secret", character, "Totp Secret", {}, readonly | secret},
};

constexpr row unit[] = {
    {"name", character, "Unit of Measure", {}, required},
    {"active", boolean, "Active"},
};

constexpr row product_template[] = {
    {"name", character, "Name", {}, required},
    {"default_code", character, "Internal Reference", {}, unstored},
    {"list_price", floating, "Sales Price", {}, priced},
    {"type", selection, "Type", "consu:Consumable;service:Service", 0, 16, 16, "detailed_type"},
    {"detailed_type", selection, "Product Type", "consu:Consumable;service:Service", required, 16, 16},
    {"type", selection, "Product Type", "consu:Goods;service:Service;combo:Combo", required, 18},
    {"uom_id", many2one, "Unit of Measure", "uom.uom", required, 16, 18},
    {"uom_id", many2one, "Unit", "uom.uom", required, 19},
    {"sale_ok", boolean, "Can be Sold", {}, 0, 16, 16},
    {"sale_ok", boolean, "Sales", {}, 0, 18},
    {"purchase_ok", boolean, "Can be Purchased", {}, 0, 16, 16},
    {"purchase_ok", boolean, "Purchase", {}, 0, 18},
    {"description_sale", text, "Sales Description"},
    {"company_id", many2one, "Company", "res.company"},
    {"active", boolean, "Active"},
    {"product_variant_ids", one2many, "Products", "product.product", 0, 16, 99, "product_tmpl_id"},
};

constexpr row product[] = {
    {"product_tmpl_id", many2one, "Product Template", "product.template", required | cascades},
    {"default_code", character, "Internal Reference"},
    {"barcode", character, "Barcode"},
    {"standard_price", floating, "Cost", {}, priced},
    {"active", boolean, "Active"},
    {"name", character, "Name", {}, required | unstored, 16, 99, "product_tmpl_id.name"},
    {"list_price", floating, "Sales Price", {}, unstored, 16, 99, "product_tmpl_id.list_price"},
    {"lst_price", floating, "Sales Price", {}, unstored, 16, 99, "product_tmpl_id.list_price"},
    {"type", selection, "Type", "consu:Consumable;service:Service", unstored, 16, 16, "product_tmpl_id.detailed_type"},
    {"detailed_type", selection, "Product Type", "consu:Consumable;service:Service", required | unstored, 16, 16,
     "product_tmpl_id.detailed_type"},
    {"type", selection, "Product Type", "consu:Goods;service:Service;combo:Combo", required | unstored, 18, 99,
     "product_tmpl_id.type"},
    {"uom_id", many2one, "Unit of Measure", "uom.uom", required | unstored, 16, 18, "product_tmpl_id.uom_id"},
    {"uom_id", many2one, "Unit", "uom.uom", required | unstored, 19, 99, "product_tmpl_id.uom_id"},
    {"sale_ok", boolean, "Can be Sold", {}, unstored, 16, 16, "product_tmpl_id.sale_ok"},
    {"sale_ok", boolean, "Sales", {}, unstored, 18, 99, "product_tmpl_id.sale_ok"},
    {"purchase_ok", boolean, "Can be Purchased", {}, unstored, 16, 16, "product_tmpl_id.purchase_ok"},
    {"purchase_ok", boolean, "Purchase", {}, unstored, 18, 99, "product_tmpl_id.purchase_ok"},
    {"description_sale", text, "Sales Description", {}, unstored, 16, 99, "product_tmpl_id.description_sale"},
    {"company_id", many2one, "Company", "res.company", unstored, 16, 99, "product_tmpl_id.company_id"},
};

constexpr row sale_order[] = {
    {"name", character, "Order Reference", {}, required | readonly, 16, 16},
    {"name", character, "Order Reference", {}, required, 18},
    {"partner_id", many2one, "Customer", "res.partner", required},
    {"partner_invoice_id", many2one, "Invoice Address", "res.partner", required},
    {"partner_shipping_id", many2one, "Delivery Address", "res.partner", required},
    {"date_order", datetime, "Order Date", {}, required},
    {"validity_date", date, "Expiration"},
    {"commitment_date", datetime, "Delivery Date"},
    {"client_order_ref", character, "Customer Reference"},
    {"origin", character, "Source Document"},
    {"reference", character, "Payment Ref."},
    {"state", selection, "Status", order_states_16, readonly, 16, 16},
    {"state", selection, "Status", order_states, readonly, 18},
    {"locked", boolean, "Locked", {}, 0, 18},
    {"currency_id", many2one, "Currency", "res.currency", readonly},
    {"company_id", many2one, "Company", "res.company", required},
    {"user_id", many2one, "Salesperson", "res.users"},
    {"order_line", one2many, "Order Lines", "sale.order.line", 0, 16, 99, "order_id"},
    {"amount_untaxed", monetary, "Untaxed Amount", {}, readonly},
    {"amount_tax", monetary, "Taxes", {}, readonly},
    {"amount_total", monetary, "Total", {}, readonly},
    {"invoice_status", selection, "Invoice Status", invoice_states, readonly},
    {"note", html, "Terms and conditions"},
};

constexpr row sale_order_line[] = {
    {"order_id", many2one, "Order Reference", "sale.order", required | cascades},
    {"product_id", many2one, "Product", "product.product"},
    {"name", text, "Description", {}, required},
    {"product_uom_qty", floating, "Quantity", {}, required},
    {"product_uom", many2one, "Unit of Measure", "uom.uom", 0, 16, 18},
    {"product_uom_id", many2one, "Unit", "uom.uom", 0, 19},
    {"price_unit", floating, "Unit Price", {}, required | priced},
    {"discount", floating, "Discount (%)"},
    {"price_subtotal", monetary, "Subtotal", {}, readonly},
    {"price_tax", floating, "Total Tax", {}, readonly},
    {"price_total", monetary, "Total", {}, readonly},
    {"sequence", integer, "Sequence"},
    {"qty_delivered", floating, "Delivery Quantity"},
    {"qty_invoiced", floating, "Invoiced Quantity", {}, readonly},
    {"state", selection, "Order Status", order_states_16, readonly | unstored, 16, 16, "order_id.state"},
    {"state", selection, "Order Status", order_states, readonly | unstored, 18, 99, "order_id.state"},
    {"currency_id", many2one, "Currency", "res.currency", readonly | unstored, 16, 99, "order_id.currency_id"},
    {"company_id", many2one, "Company", "res.company", readonly | unstored, 16, 99, "order_id.company_id"},
    {"order_partner_id", many2one, "Customer", "res.partner", readonly | unstored, 16, 99, "order_id.partner_id"},
};

constexpr row project[] = {
    {"name", character, "Name", {}, required},
    {"active", boolean, "Active"},
    {"sequence", integer, "Sequence"},
    {"color", integer, "Color Index"},
    {"description", html, "Description"},
    {"label_tasks", character, "Use Tasks as"},
    {"partner_id", many2one, "Customer", "res.partner"},
    {"company_id", many2one, "Company", "res.company", required, 16, 16},
    {"company_id", many2one, "Company", "res.company", 0, 18},
    {"user_id", many2one, "Project Manager", "res.users"},
    {"date_start", date, "Start Date"},
    {"date", date, "Expiration Date"},
    {"allow_billable", boolean, "Billable"},
    {"sale_line_id", many2one, "Sales Order Item", "sale.order.line"},
    {"sale_order_id", many2one, "Sales Order", "sale.order", readonly | unstored, 16, 16, "sale_line_id.order_id"},
    {"sale_order_id", many2one, "Order Reference", "sale.order", readonly | unstored, 18, 99, "sale_line_id.order_id"},
    {"privacy_visibility", selection, "Visibility",
     "followers:Invited internal users;employees:All internal users;portal:Invited portal users and all internal users",
     required, 16, 16},
    {"privacy_visibility", selection, "Visibility",
     "followers:Invited internal users (private);employees:All internal users;"
     "portal:Invited portal users and all internal users (public)",
     required, 18, 18},
    {"privacy_visibility", selection, "Visibility",
     "followers:Invited internal users;invited_users:Invited internal and portal users;employees:All internal users;"
     "portal: All internal users and invited portal users",
     required, 19},
    {"last_update_status", selection, "Last Update Status",
     "on_track:On Track;at_risk:At Risk;off_track:Off Track;on_hold:On Hold;to_define:Set Status", required, 16, 16},
    {"last_update_status", selection, "Last Update Status",
     "on_track:On Track;at_risk:At Risk;off_track:Off Track;on_hold:On Hold;to_define:Set Status;done:Done", required,
     18, 18},
    {"last_update_status", selection, "Last Update Status",
     "on_track:On Track;at_risk:At Risk;off_track:Off Track;on_hold:On Hold;to_define:Set Status;done:Complete",
     required, 19},
    {"task_ids", one2many, "Tasks", "project.task", 0, 16, 99, "project_id"},
    {"tasks", one2many, "Task Activities", "project.task", 0, 16, 99, "project_id"},
    {"task_count", integer, "Task Count", {}, readonly | unsearched},
};

constexpr row task[] = {
    {"name", character, "Title", {}, required, 16, 16},
    {"name", character, "Title", {}, 0, 18},  // listed as required, yet a create without it is accepted
    {"active", boolean, "Active"},
    {"sequence", integer, "Sequence"},
    {"description", html, "Description"},
    {"project_id", many2one, "Project", "project.project", cascades},
    {"partner_id", many2one, "Customer", "res.partner"},
    {"user_ids", many2many, "Assignees", "res.users"},
    {"kanban_state", selection, "Status", "normal:In Progress;done:Ready;blocked:Blocked", required, 16, 16},
    {"state", selection, "State",
     "01_in_progress:In Progress;02_changes_requested:Changes Requested;03_approved:Approved;1_done:Done;"
     "1_canceled:Cancelled;04_waiting_normal:Waiting",
     required, 18},
    {"date_deadline", date, "Deadline", {}, 0, 16, 16},
    {"date_deadline", datetime, "Deadline", {}, 0, 18},
    {"planned_hours", floating, "Initially Planned Hours", {}, 0, 16, 16},
    {"allocated_hours", floating, "Allocated Time", {}, 0, 18},
    {"priority", selection, "Priority", "0:Low;1:High", 0, 16, 18},
    {"priority", selection, "Priority", "0:Low priority;1:Medium priority;2:High priority;3:Urgent", 0, 19},
    {"parent_id", many2one, "Parent Task", "project.task"},
    {"child_ids", one2many, "Sub-tasks", "project.task", 0, 16, 99, "parent_id"},
    {"sale_line_id", many2one, "Sales Order Item", "sale.order.line"},
    {"company_id", many2one, "Company", "res.company", required, 16, 16},
    {"company_id", many2one, "Company", "res.company", 0, 18},
};

constexpr row model_data[] = {
    {"module", character, "Module", {}, required},
    {"name", character, "External Identifier", {}, required},
    {"complete_name", character, "Complete ID", {}, readonly | unsearched},
    {"model", character, "Model Name", {}, required},
    {"res_id", integer, "Record ID"},
    {"noupdate", boolean, "Non Updatable"},
};

// Users' rights and keys, and the models that describe the others.

constexpr row groups[] = {
    {"name", character, "Name", {}, required},
    {"full_name", character, "Group Name", {}, readonly},
    {"implied_ids", many2many, "Inherits", "res.groups"},
};

constexpr row api_keys[] = {
    {"name", character, "Description", {}, required | readonly},
    {"user_id", many2one, "User", "res.users", required | readonly | cascades},
    {"scope", character, "Scope", {}, readonly},
    {"expiration_date", datetime, "Expiration Date", {}, readonly, 18},
    {"key", character, "Key", {}, readonly | secret},
};

constexpr row api_key_descriptions[] = {
    {"name", character, "Description", {}, required},
    {"duration", selection, "Duration",
     "1:1 Day;7:1 Week;30:1 Month;90:3 Months;180:6 Months;365:1 Year;0:Persistent Key;-1:Custom Date", required, 18},
    {"expiration_date", datetime, "Expiration Date", {}, 0, 18},
};

constexpr row parameters[] = {
    {"key", character, "Key", {}, required},
    {"value", text, "Value", {}, required},
};

constexpr row defaults[] = {
    {"model_name", character, "Model", {}, required},
    {"field_name", character, "Field", {}, required},
    {"json_value", character, "Default Value (JSON format)", {}, required},
};

constexpr row models[] = {
    {"name", character, "Model Description", {}, required},
    {"model", character, "Model", {}, required},
    {"modules", character, "In Apps", {}, readonly},
};

constexpr row fields[] = {
    {"name", character, "Field Name", {}, required},
    {"field_description", character, "Field Label", {}, required},
    {"model", character, "Model Name", {}, required | readonly},
    {"model_id", many2one, "Model", "ir.model", required | cascades},
    {"ttype", character, "Field Type", {}, required},
    {"relation", character, "Related Model"},
    {"required", boolean, "Required"},
    {"readonly", boolean, "Readonly"},
    {"store", boolean, "Stored"},
};

constexpr row modules[] = {
    {"name", character, "Technical Name", {}, required | readonly},
    {"shortdesc", character, "Module Name", {}, readonly},
    {"state", character, "Status", {}, readonly},
    {"installed_version", character, "Latest Version", {}, readonly},
};

struct description {
    std::string_view name;
    std::string_view label;
    std::string_view order_16;
    std::string_view order;
    std::string_view key_field;
    std::span<row const> rows;
};

constexpr description descriptions[] = {
    {"res.partner", "Contact", "display_name, id desc", "complete_name, id desc", "ref", partner},
    {"res.partner.category", "Partner Tags", "name", "name, id", "", partner_category},
    {"res.country", "Country", "name, id", "name, id", "", country},
    {"res.currency", "Currency", "active desc, name, id", "active desc, name, id", "", currency},
    {"res.company", "Companies", "name, id", "name, id", "", company},
    {"res.users", "User", "name, login, id", "name, login, id", "login", users},
    {"uom.uom", "Product Unit of Measure", "id", "id", "", unit},
    {"product.template", "Product", "name, id", "name, id", "default_code", product_template},
    {"product.product", "Product Variant", "default_code, name, id", "default_code, name, id", "default_code", product},
    {"sale.order", "Sales Order", "date_order desc, id desc", "date_order desc, id desc", "client_order_ref",
     sale_order},
    {"sale.order.line", "Sales Order Line", "order_id, sequence, id", "order_id, sequence, id", "", sale_order_line},
    {"project.project", "Project", "sequence, name, id", "sequence, name, id", "", project},
    {"project.task", "Task", "priority desc, sequence, id desc", "priority desc, sequence, id desc", "", task},
    {"res.groups", "Access Groups", "name, id", "name, id", "", groups},
    {"res.users.apikeys", "Users API Keys", "id", "id", "", api_keys},
    {"res.users.apikeys.description", "API Key Description", "id", "id", "", api_key_descriptions},
    {"ir.config_parameter", "System Parameter", "key, id", "key, id", "key", parameters},
    {"ir.default", "Default Values", "id", "id", "", defaults},
    {"ir.model", "Models", "id", "id", "model", models},
    {"ir.model.fields", "Fields", "name, id", "name, id", "", fields},
    {"ir.module.module", "Module", "name, id", "name, id", "name", modules},
    {"ir.model.data", "Model Data", "module, model, name, id", "module, model, name, id", "", model_data},
};

model build(description const& d, int series) {
    model m{.name = d.name, .label = d.label, .order = series == 16 ? d.order_16 : d.order, .key_field = d.key_field};
    auto const add = [&](row const& r) {
        if (series < r.since || series > r.until) return;
        bool const computed = (r.flags & (unstored | unsearched)) != 0;
        m.fields.push_back({.name = r.name,
                            .kind = r.kind,
                            .label = r.label,
                            .extra = r.extra,
                            .through = r.through,
                            .required = (r.flags & required) != 0,
                            .readonly = (r.flags & readonly) != 0,
                            .stored = !computed,
                            .searchable = (r.flags & unsearched) == 0,
                            .priced = (r.flags & priced) != 0,
                            .cascades = (r.flags & cascades) != 0,
                            .secret = (r.flags & secret) != 0,
                            .slot = m.fields.size()});
        m.slots.emplace(r.name, m.fields.size() - 1);
    };
    for (auto const& r : every_model) add(r);
    for (auto const& r : d.rows) add(r);
    return m;
}

schema build(int series) {
    schema s;
    for (auto const& d : descriptions) s.emplace(d.name, build(d, series));
    for (auto const& [name, m] : s)
        for (auto const& f : m.fields)
            if (f.kind == one2many) {
                model& other = s.at(f.extra);
                auto const slot = other.slots.at(f.through);
                bool known = false;
                for (auto const p : other.pointed_back) known = known || p == slot;
                if (!known) other.pointed_back.push_back(slot);
            }
    return s;
}

}  // namespace

std::string_view to_string(kind k) noexcept {
    switch (k) {
        case character: return "char";
        case text: return "text";
        case html: return "html";
        case integer: return "integer";
        case floating: return "float";
        case monetary: return "monetary";
        case boolean: return "boolean";
        case date: return "date";
        case datetime: return "datetime";
        case selection: return "selection";
        case many2one: return "many2one";
        case one2many: return "one2many";
        case many2many: return "many2many";
    }
    return "?";
}

schema const& schema_of(int series) {
    static schema const v16 = build(16);
    static schema const v18 = build(18);
    static schema const v19 = build(19);
    return series == 16 ? v16 : series == 18 ? v18 : v19;
}

}  // namespace syncline::inline v1::emulator::erp
