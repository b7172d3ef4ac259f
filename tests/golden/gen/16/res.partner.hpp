// SPDX-License-Identifier: Apache-2.0
// Written by syncline-gen: res.partner as Odoo 16.0 describes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/odoo/record.hpp>

namespace erp {

/// A record of res.partner.
/// Left out, because no member can hold them: image_128.
struct res_partner {
    std::int64_t id = 0;
    syncline::field_value<std::string> name{};  ///< Name
    syncline::field_value<bool> active{};  ///< Active
    std::vector<std::int64_t> category_id{};  ///< Tags (res.partner.category)
    syncline::field_value<std::string> city{};  ///< City
    /// Commercial Entity (res.partner); read only
    syncline::field_value<syncline::json::id_name> commercial_partner_id{};
    syncline::field_value<syncline::json::id_name> company_id{};  ///< Company (res.company)
    syncline::field_value<std::string> company_registry{};  ///< Company ID
    syncline::field_value<std::string> company_type{};  ///< Company Type: `person`, `company`
    syncline::field_value<syncline::json::id_name> country_id{};  ///< Country (res.country)
    syncline::field_value<syncline::decimal> credit_limit{};  ///< Credit Limit
    syncline::field_value<std::int64_t> customer_rank{};  ///< Customer Rank
    syncline::field_value<std::string> email{};  ///< Email
    syncline::field_value<std::string> function{};  ///< Job Position
    syncline::field_value<syncline::json::id_name> industry_id{};  ///< Industry (res.partner.industry)
    syncline::field_value<bool> is_company{};  ///< Is a Company
    syncline::field_value<std::string> lang{};  ///< Language: `en_US`, `fr_FR`
    syncline::field_value<std::string> mobile{};  ///< Mobile
    syncline::field_value<syncline::json::id_name> parent_id{};  ///< Related Company (res.partner)
    syncline::field_value<std::string> phone{};  ///< Phone
    syncline::field_value<std::string> ref{};  ///< Reference
    syncline::field_value<syncline::json::id_name> state_id{};  ///< State (res.country.state)
    syncline::field_value<std::string> street{};  ///< Street
    syncline::field_value<std::string> street2{};  ///< Street2
    syncline::field_value<syncline::json::id_name> title{};  ///< Title (res.partner.title)
    syncline::field_value<std::string> type{};  ///< Address Type: `contact`, `invoice`, `delivery`, `private`, `other`
    syncline::field_value<syncline::json::id_name> user_id{};  ///< Salesperson (res.users)
    syncline::field_value<std::string> vat{};  ///< Tax ID
    syncline::field_value<std::string> website{};  ///< Website Link
    syncline::field_value<syncline::instant> write_date{};  ///< Last Updated on; read only
    syncline::field_value<std::string> zip{};  ///< Zip
};
BOOST_DESCRIBE_STRUCT(res_partner, (),
                      (id, name, active, category_id, city, commercial_partner_id, company_id, company_registry,
                       company_type, country_id, credit_limit, customer_rank, email, function, industry_id, is_company,
                       lang, mobile, parent_id, phone, ref, state_id, street, street2, title, type, user_id, vat,
                       website, write_date, zip))

}  // namespace erp

template <>
inline constexpr std::string_view syncline::odoo::model_name<erp::res_partner> = "res.partner";
