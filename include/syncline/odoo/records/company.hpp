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

/// One of our legal entities.
struct res_company {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> parent_id{};
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> country_id{};
    field_value<std::string> vat{};
    field_value<std::string> company_registry{};
    field_value<std::string> email{};
    field_value<std::string> phone{};
    field_value<std::string> website{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(res_company, (),
                      (id, name, partner_id, parent_id, currency_id, country_id, vat, company_registry, email, phone,
                       website, write_date))
template <>
inline constexpr std::string_view model_name<res_company> = "res.company";

/// A currency; `name` is its ISO 4217 code.
struct res_currency {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> symbol{};
    std::optional<std::int64_t> decimal_places{};  ///< What amounts are rounded to.
    field_value<decimal> rounding{};               ///< 0.01, 0.05, 1, ...
    field_value<std::string> position{};           ///< Of the symbol: `after` or `before`.
    field_value<bool> active{};
};
BOOST_DESCRIBE_STRUCT(res_currency, (), (id, name, symbol, decimal_places, rounding, position, active))
template <>
inline constexpr std::string_view model_name<res_currency> = "res.currency";

/// What one unit of the company's currency was worth from a day on.
struct res_currency_rate {
    std::int64_t id = 0;
    field_value<local_date> name{};  ///< The day.
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> company_id{};
    field_value<decimal> rate{};
};
BOOST_DESCRIBE_STRUCT(res_currency_rate, (), (id, name, currency_id, company_id, rate))
template <>
inline constexpr std::string_view model_name<res_currency_rate> = "res.currency.rate";

}  // namespace syncline::inline v1::odoo
