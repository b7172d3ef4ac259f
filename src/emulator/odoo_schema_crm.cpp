// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_schema_rows.hpp"

// Leads and opportunities.

namespace syncline::inline v1::emulator::erp::rows {

namespace {

constexpr row crm_lead[] = {
    {"active", boolean, "Active"},
    {"automated_probability", floating, "Automated Probability", {}, readonly},
    {"calendar_event_count", integer, "# Meetings", {}, readonly | unsearched, 16, 16},
    {"calendar_event_ids", one2many, "Meetings", "calendar.event"},
    {"campaign_id", many2one, "Campaign", "utm.campaign"},
    {"city", character, "City"},
    {"color", integer, "Color Index"},
    {"commercial_partner_id", many2one, "Customer Company", "res.partner", unstored, 19},
    {"company_currency", many2one, "Currency", "res.currency", readonly | unstored, 16, 99, "company_id.currency_id"},
    {"company_id", many2one, "Company", "res.company"},
    {"contact_name", character, "Contact Name"},
    {"country_id", many2one, "Country", "res.country"},
    {"date_action_last", datetime, "Last Action", {}, readonly, 16, 16},
    {"date_automation_last", datetime, "Last Action", {}, readonly, 18},
    {"date_closed", datetime, "Closed Date", {}, readonly},
    {"date_conversion", datetime, "Conversion Date", {}, readonly},
    {"date_deadline", date, "Expected Closing"},
    {"date_last_stage_update", datetime, "Last Stage Update", {}, readonly},
    {"date_open", datetime, "Assignment Date", {}, readonly},
    {"day_close", floating, "Days to Close", {}, readonly},
    {"day_open", floating, "Days to Assign", {}, readonly},
    {"description", html, "Notes"},
    {"duplicate_lead_count", integer, "Potential Duplicate Lead Count", {}, readonly | unsearched},
    {"duplicate_lead_ids", many2many, "Potential Duplicate Lead", "crm.lead", readonly | unsearched},
    {"duration_tracking", document, "Status time", {}, readonly | unsearched, 18},
    {"email_cc", character, "Email cc"},
    {"email_domain_criterion", character, "Email Domain Criterion", {}, readonly, 18},
    {"email_from", character, "Email"},
    {"email_normalized", character, "Normalized Email", {}, readonly},
    {"email_state", selection, "Email Quality", "correct:Correct;incorrect:Incorrect", readonly},
    {"expected_revenue", monetary, "Expected Revenue"},
    {"function", character, "Job Position"},
    {"is_automated_probability", boolean, "Is automated probability?", {}, readonly | unsearched},
    {"is_blacklisted", boolean, "Blacklist", {}, readonly | unsearched},
    {"is_partner_visible", boolean, "Is Partner Visible", {}, readonly | unsearched},
    {"is_rotting", boolean, "Rotting", {}, readonly | unsearched, 19},
    {"kanban_state", selection, "Kanban State",
     "grey:No next activity planned;red:Next activity late;green:Next activity is planned", readonly | unsearched, 16,
     16},
    {"lang_active_count", integer, "Lang Active Count", {}, readonly | unsearched},
    {"lang_code", character, "Locale Code", {}, readonly | unsearched},
    {"lang_id", many2one, "Language", "res.lang"},
    {"lead_properties", properties, "Properties"},
    {"lost_reason_id", many2one, "Lost Reason", "crm.lost.reason"},
    {"medium_id", many2one, "Medium", "utm.medium"},
    {"meeting_display_date", date, "Meeting Display Date", {}, readonly | unsearched, 18},
    {"meeting_display_label", character, "Meeting Display Label", {}, readonly | unsearched, 18},
    {"mobile", character, "Mobile", {}, 0, 16, 18},
    {"mobile_blacklisted", boolean, "Blacklisted Phone Is Mobile", {}, readonly | unsearched, 16, 18},
    {"name", character, "Opportunity", {}, required},
    {"order_ids", one2many, "Orders", "sale.order", 0, 16, 99, "opportunity_id"},
    {"partner_email_update", boolean, "Partner Email will Update", {}, readonly | unsearched},
    {"partner_id", many2one, "Customer", "res.partner", 0, 16, 18},
    {"partner_id", many2one, "Contact", "res.partner", 0, 19},
    {"partner_is_blacklisted", boolean, "Partner is blacklisted", {}, readonly | unsearched},
    {"partner_name", character, "Company Name"},
    {"partner_phone_update", boolean, "Partner Phone will Update", {}, readonly | unsearched},
    {"phone", character, "Phone"},
    {"phone_blacklisted", boolean, "Blacklisted Phone is Phone", {}, readonly | unsearched},
    {"phone_mobile_search", character, "Phone/Mobile", {}, unsearched, 16, 18},
    {"phone_mobile_search", character, "Phone Number", {}, unsearched, 19},
    {"phone_sanitized", character, "Sanitized Number", {}, readonly},
    {"phone_sanitized_blacklisted", boolean, "Phone Blacklisted", {}, readonly | unsearched},
    {"phone_state", selection, "Phone Quality", "correct:Correct;incorrect:Incorrect", readonly},
    {"priority", selection, "Priority", "0:Low;1:Medium;2:High;3:Very High"},
    {"probability", floating, "Probability"},
    {"prorated_revenue", monetary, "Prorated Revenue", {}, readonly | derived},
    {"quotation_count", integer, "Number of Quotations", {}, readonly | unsearched},
    {"recurring_plan", many2one, "Recurring Plan", "crm.recurring.plan"},
    {"recurring_revenue", monetary, "Recurring Revenues"},
    {"recurring_revenue_monthly", monetary, "Expected MRR", {}, readonly},
    {"recurring_revenue_monthly_prorated", monetary, "Prorated MRR", {}, readonly},
    {"recurring_revenue_prorated", monetary, "Prorated Recurring Revenues", {}, readonly, 18},
    {"referred", character, "Referred By"},
    {"rotting_days", integer, "Days Rotting", {}, readonly | unsearched, 19},
    {"sale_amount_total", monetary, "Sum of Orders", {}, readonly | unsearched},
    {"sale_order_count", integer, "Number of Sale Orders", {}, readonly | unsearched},
    {"source_id", many2one, "Source", "utm.source"},
    {"stage_id", many2one, "Stage", "crm.stage"},
    {"stage_id_color", integer, "Stage Color", {}, readonly | unsearched, 19},
    {"state_id", many2one, "State", "res.country.state"},
    {"street", character, "Street"},
    {"street2", character, "Street2"},
    {"tag_ids", many2many, "Tags", "crm.tag"},
    {"team_id", many2one, "Sales Team", "crm.team"},
    {"title", many2one, "Title", "res.partner.title", 0, 16, 18},
    {"type", selection, "Type", "lead:Lead;opportunity:Opportunity", required},
    {"user_company_ids", many2many, "User Company", "res.company", readonly | unsearched},
    {"user_id", many2one, "Salesperson", "res.users"},
    {"website", character, "Website"},
    {"won_status", selection, "Won/Lost", "won:Won;lost:Lost;pending:Pending", readonly | derived, 19},
    {"zip", character, "Zip"},
};

constexpr row lead_stage[] = {
    {"name", character, "Stage Name", {}, required},
    {"sequence", integer, "Sequence"},
    {"is_won", boolean, "Is Won Stage?"},
    {"fold", boolean, "Folded in Pipeline"},
    {"requirements", text, "Requirements"},
    {"team_id", many2one, "Sales Team", "crm.team", 0, 16, 18},
    {"team_ids", many2many, "Sales Teams", "crm.team", 0, 19},
};

constexpr row tag[] = {
    {"name", character, "Tag Name", {}, required},
    {"color", integer, "Color"},
};

constexpr row lost_reason[] = {
    {"name", character, "Description", {}, required},
    {"active", boolean, "Active"},
};

}  // namespace

std::span<description const> crm() {
    static constexpr description described[] = {
        {"crm.stage", "CRM Stages", "sequence, name, id", "sequence, name, id", "", lead_stage},
        {"crm.tag", "CRM Tag", "name", "name", "", tag},
        {"crm.lost.reason", "Opp. Lost Reason", "id", "id", "", lost_reason},
        {"crm.lead", "Lead/Opportunity", "priority desc, id desc", "priority desc, id desc", "", crm_lead},
    };
    return described;
}

}  // namespace syncline::inline v1::emulator::erp::rows
