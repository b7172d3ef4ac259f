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

/// Something that is sold or bought, with all its variants.
struct product_template {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> default_code{};  ///< The code quotes and orders name it by.
    field_value<std::string> barcode{};
    field_value<std::string> type{};  ///< `service`, `consu`, `combo`, ...; with stock on 16 also `product`.
    field_value<json::id_name> categ_id{};
    field_value<json::id_name> uom_id{};
    field_value<bool> active{};
    field_value<bool> sale_ok{};
    field_value<bool> purchase_ok{};
    field_value<decimal> list_price{};
    field_value<std::string> description_sale{};
    field_value<decimal> standard_price{};  ///< Cost.
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> company_id{};
    std::optional<std::vector<std::int64_t>> taxes_id{};
    field_value<std::string> invoice_policy{};  ///< `order` or `delivery`.
    field_value<std::string>
        service_policy{};  ///< `ordered_prepaid`, `delivered_timesheet`, `delivered_milestones`, `delivered_manual`.
    field_value<std::string> service_tracking{};  ///< What confirming an order makes: `no`, `task_global_project`,
                                                  ///< `task_in_project`, `project_only`.
    field_value<json::id_name> project_id{};
    field_value<json::id_name> project_template_id{};
    std::optional<std::vector<std::int64_t>> product_variant_ids{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(product_template, (),
                      (id, name, default_code, barcode, type, categ_id, uom_id, active, sale_ok, purchase_ok,
                       list_price, description_sale, standard_price, currency_id, company_id, taxes_id, invoice_policy,
                       service_policy, service_tracking, project_id, project_template_id, product_variant_ids,
                       write_date))
template <>
inline constexpr std::string_view model_name<product_template> = "product.template";
template <>
inline constexpr std::string_view may_lack<product_template>[] = {
    "taxes_id", "invoice_policy", "service_policy", "service_tracking", "project_id", "project_template_id"};

/// Something that is sold or bought: the variant, which is what order lines name.
struct product_product {
    std::int64_t id = 0;
    field_value<json::id_name> product_tmpl_id{};
    std::string name{};
    field_value<std::string> default_code{};  ///< The code quotes and orders name it by.
    field_value<std::string> barcode{};
    field_value<std::string> type{};  ///< `service`, `consu`, `combo`, ...; with stock on 16 also `product`.
    field_value<json::id_name> categ_id{};
    field_value<json::id_name> uom_id{};
    field_value<bool> active{};
    field_value<bool> sale_ok{};
    field_value<bool> purchase_ok{};
    field_value<decimal> list_price{};
    field_value<std::string> description_sale{};
    field_value<decimal> standard_price{};  ///< Cost.
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> company_id{};
    std::optional<std::vector<std::int64_t>> taxes_id{};
    field_value<std::string> invoice_policy{};  ///< `order` or `delivery`.
    field_value<std::string>
        service_policy{};  ///< `ordered_prepaid`, `delivered_timesheet`, `delivered_milestones`, `delivered_manual`.
    field_value<std::string> service_tracking{};  ///< What confirming an order makes: `no`, `task_global_project`,
                                                  ///< `task_in_project`, `project_only`.
    field_value<json::id_name> project_id{};
    field_value<json::id_name> project_template_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(product_product, (),
                      (id, product_tmpl_id, name, default_code, barcode, type, categ_id, uom_id, active, sale_ok,
                       purchase_ok, list_price, description_sale, standard_price, currency_id, company_id, taxes_id,
                       invoice_policy, service_policy, service_tracking, project_id, project_template_id, write_date))
template <>
inline constexpr std::string_view model_name<product_product> = "product.product";
template <>
inline constexpr std::string_view may_lack<product_product>[] = {
    "taxes_id", "invoice_policy", "service_policy", "service_tracking", "project_id", "project_template_id"};

/// A price list.
struct product_pricelist {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> currency_id{};
    field_value<json::id_name> company_id{};
    std::optional<std::vector<std::int64_t>> item_ids{};
    field_value<bool> active{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(product_pricelist, (), (id, name, currency_id, company_id, item_ids, active, write_date))
template <>
inline constexpr std::string_view model_name<product_pricelist> = "product.pricelist";

/// One rule of a price list: what a product, a category or everything costs, from a quantity on, for a while.
struct product_pricelist_item {
    std::int64_t id = 0;
    field_value<json::id_name> pricelist_id{};
    field_value<std::string> applied_on{};
    field_value<json::id_name> product_tmpl_id{};
    field_value<json::id_name> product_id{};
    field_value<json::id_name> categ_id{};
    field_value<decimal> min_quantity{};
    field_value<instant> date_start{};
    field_value<instant> date_end{};
    field_value<std::string> compute_price{};  ///< `fixed`, `percentage` or `formula`.
    field_value<decimal> fixed_price{};
    field_value<decimal> percent_price{};
};
BOOST_DESCRIBE_STRUCT(product_pricelist_item, (),
                      (id, pricelist_id, applied_on, product_tmpl_id, product_id, categ_id, min_quantity, date_start,
                       date_end, compute_price, fixed_price, percent_price))
template <>
inline constexpr std::string_view model_name<product_pricelist_item> = "product.pricelist.item";

}  // namespace syncline::inline v1::odoo
