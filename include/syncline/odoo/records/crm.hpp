// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// A lead or, with `type` so, an opportunity. A lost one is archived.
struct crm_lead {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> type{};  ///< `lead` or `opportunity`.
    field_value<json::id_name> partner_id{};
    field_value<std::string> partner_name{};  ///< The company's name as long as there is no partner.
    field_value<std::string> contact_name{};
    field_value<std::string> email_from{};
    field_value<std::string> phone{};
    field_value<std::string> mobile{};
    field_value<json::id_name> stage_id{};
    field_value<std::string> won_status{};  ///< `won`, `lost`, `pending`.
    field_value<bool> active{};
    field_value<json::id_name> lost_reason_id{};
    field_value<decimal> probability{};  ///< Percent.
    field_value<decimal> expected_revenue{};
    field_value<decimal> recurring_revenue{};
    field_value<json::id_name> company_currency{};
    field_value<local_date> date_deadline{};  ///< Expected closing.
    field_value<instant> date_closed{};
    field_value<json::id_name> user_id{};  ///< Salesperson.
    field_value<json::id_name> source_id{};
    field_value<json::id_name> company_id{};
    std::optional<std::vector<std::int64_t>> order_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(crm_lead, (),
                      (id, name, type, partner_id, partner_name, contact_name, email_from, phone, mobile, stage_id,
                       won_status, active, lost_reason_id, probability, expected_revenue, recurring_revenue,
                       company_currency, date_deadline, date_closed, user_id, source_id, company_id, order_ids,
                       write_date))
template <>
inline constexpr std::string_view model_name<crm_lead> = "crm.lead";
template <>
inline constexpr std::string_view may_lack<crm_lead>[] = {"mobile", "won_status", "recurring_revenue", "order_ids"};

/// A stage of the pipeline.
struct crm_stage {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::int64_t> sequence{};
    field_value<bool> is_won{};
};
BOOST_DESCRIBE_STRUCT(crm_stage, (), (id, name, sequence, is_won))
template <>
inline constexpr std::string_view model_name<crm_stage> = "crm.stage";

}  // namespace syncline::inline v1::odoo
