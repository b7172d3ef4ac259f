// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// A company, a person or an address: `is_company` and `type` decide.
struct res_partner {
    std::int64_t id = 0;
    std::string name{};
    field_value<bool> is_company{};
    field_value<std::string> company_type{};  ///< `company` or `person`: `is_company` in words.
    field_value<std::string> type{};          ///< Of an address: `contact`, `invoice`, `delivery`, `other`.
    field_value<std::string> website{};
    field_value<std::string> phone{};
    field_value<std::string> mobile{};
    field_value<std::string> email{};
    field_value<std::string> function{};  ///< Job title.
    field_value<json::id_name> title{};
    field_value<std::string> lang{};
    field_value<std::string> ref{};  ///< Customer number.
    field_value<std::string> vat{};
    field_value<std::string> company_registry{};
    field_value<json::id_name> parent_id{};
    field_value<json::id_name> commercial_partner_id{};  ///< The company whose legal name and tax id count.
    field_value<json::id_name> industry_id{};
    field_value<json::id_name> user_id{};  ///< Salesperson.
    field_value<json::id_name> company_id{};
    field_value<std::string> street{};
    field_value<std::string> street2{};
    field_value<std::string> city{};
    field_value<json::id_name> state_id{};
    field_value<std::string> zip{};
    field_value<json::id_name> country_id{};
    field_value<std::int64_t> customer_rank{};  ///< Above 0 once there was an order or invoice.
    field_value<bool> active{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(res_partner, (),
                      (id, name, is_company, company_type, type, website, phone, mobile, email, function, title, lang,
                       ref, vat, company_registry, parent_id, commercial_partner_id, industry_id, user_id, company_id,
                       street, street2, city, state_id, zip, country_id, customer_rank, active, write_date))
template <>
inline constexpr std::string_view model_name<res_partner> = "res.partner";
template <>
inline constexpr std::string_view may_lack<res_partner>[] = {"mobile", "title", "customer_rank"};

/// What sales and accounting agreed with a partner: its role as a customer of the companies the call is for. Balances
/// are worked out at each read, and most of it is shown to accountants only.
struct res_partner_customer {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> property_payment_term_id{};
    field_value<json::id_name> property_account_position_id{};
    field_value<json::id_name> property_product_pricelist{};
    field_value<decimal> credit_limit{};
    field_value<bool> use_partner_credit_limit{};
    field_value<decimal> credit{};  ///< What the customer owes.
    field_value<decimal> total_invoiced{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(res_partner_customer, (),
                      (id, name, property_payment_term_id, property_account_position_id, property_product_pricelist,
                       credit_limit, use_partner_credit_limit, credit, total_invoiced, write_date))
template <>
inline constexpr std::string_view model_name<res_partner_customer> = "res.partner";
template <>
inline constexpr std::string_view may_lack<res_partner_customer>[] = {"property_payment_term_id",
                                                                      "property_account_position_id",
                                                                      "property_product_pricelist",
                                                                      "credit_limit",
                                                                      "use_partner_credit_limit",
                                                                      "credit",
                                                                      "total_invoiced"};

}  // namespace syncline::inline v1::odoo
