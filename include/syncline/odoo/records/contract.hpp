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

/// A recurring contract of the community module `contract` (OCA).
struct contract_contract {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> code{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> company_id{};
    field_value<std::string> contract_type{};  ///< `sale` or `purchase`.
    field_value<local_date> date_start{};
    field_value<local_date> date_end{};
    field_value<local_date> recurring_next_date{};
    field_value<std::int64_t> recurring_interval{};
    field_value<std::string> recurring_rule_type{};
    std::optional<std::vector<std::int64_t>> contract_line_ids{};
    field_value<bool> active{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(contract_contract, (),
                      (id, name, code, partner_id, company_id, contract_type, date_start, date_end, recurring_next_date,
                       recurring_interval, recurring_rule_type, contract_line_ids, active, write_date))
template <>
inline constexpr std::string_view model_name<contract_contract> = "contract.contract";
template <>
inline constexpr std::string_view may_lack<contract_contract>[] = {"date_start", "date_end", "recurring_next_date",
                                                                   "recurring_interval", "recurring_rule_type"};

/// A line of such a contract.
struct contract_line {
    std::int64_t id = 0;
    field_value<json::id_name> contract_id{};
    field_value<json::id_name> product_id{};
    field_value<std::string> name{};
    field_value<decimal> quantity{};
    field_value<json::id_name> uom_id{};
    field_value<decimal> price_unit{};
    field_value<decimal> discount{};
    field_value<local_date> date_start{};
    field_value<local_date> date_end{};
    field_value<local_date> termination_notice_date{};
    field_value<local_date> recurring_next_date{};
    field_value<std::int64_t> recurring_interval{};
    field_value<std::string> recurring_rule_type{};
    field_value<json::id_name> successor_contract_line_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(contract_line, (),
                      (id, contract_id, product_id, name, quantity, uom_id, price_unit, discount, date_start, date_end,
                       termination_notice_date, recurring_next_date, recurring_interval, recurring_rule_type,
                       successor_contract_line_id, write_date))
template <>
inline constexpr std::string_view model_name<contract_line> = "contract.line";
template <>
inline constexpr std::string_view may_lack<contract_line>[] = {"termination_notice_date", "successor_contract_line_id"};

}  // namespace syncline::inline v1::odoo
