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

// Projections of the models this library itself works with: fields that series 16, 18 and 19 share. A host that needs
// other fields describes a struct of its own with the same model name.

namespace syncline::inline v1::odoo {

/// A company, a person or an address.
struct res_partner {
    std::int64_t id = 0;
    std::string name{};
    field_value<bool> is_company{};
    field_value<std::string> website{};
    field_value<std::string> phone{};
    field_value<std::string> email{};
    field_value<std::string> vat{};
    field_value<json::id_name> parent_id{};
    field_value<json::id_name> country_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(res_partner, (),
                      (id, name, is_company, website, phone, email, vat, parent_id, country_id, write_date))
template <>
inline constexpr std::string_view model_name<res_partner> = "res.partner";

/// Something that is sold or bought: the variant, which is what order lines name.
struct product_product {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> default_code{};
    field_value<std::string> type{};  ///< `service`, `consu`, ...
    field_value<decimal> list_price{};
    field_value<std::string> description_sale{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(product_product, (), (id, name, default_code, type, list_price, description_sale, write_date))
template <>
inline constexpr std::string_view model_name<product_product> = "product.product";

/// A quotation or, once confirmed, an order.
struct sale_order {
    std::int64_t id = 0;
    field_value<std::string> name{};
    field_value<json::id_name> partner_id{};
    field_value<std::string> client_order_ref{};
    field_value<std::string> state{};  ///< `draft`, `sent`, `sale`, `cancel`; `done` before 17.
    field_value<instant> date_order{};
    field_value<json::id_name> currency_id{};
    std::optional<decimal> amount_untaxed{};
    std::optional<decimal> amount_total{};
    std::vector<std::int64_t> order_line{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(sale_order, (),
                      (id, name, partner_id, client_order_ref, state, date_order, currency_id, amount_untaxed,
                       amount_total, order_line, write_date))
template <>
inline constexpr std::string_view model_name<sale_order> = "sale.order";

struct sale_order_line {
    std::int64_t id = 0;
    field_value<json::id_name> order_id{};
    field_value<json::id_name> product_id{};
    field_value<std::string> name{};
    field_value<decimal> product_uom_qty{};
    field_value<decimal> price_unit{};
    std::optional<decimal> price_subtotal{};
};
BOOST_DESCRIBE_STRUCT(sale_order_line, (),
                      (id, order_id, product_id, name, product_uom_qty, price_unit, price_subtotal))
template <>
inline constexpr std::string_view model_name<sale_order_line> = "sale.order.line";

struct project_project {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> user_id{};
    std::vector<std::int64_t> task_ids{};  ///< Open tasks only: that is how Odoo defines the field.
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(project_project, (), (id, name, partner_id, user_id, task_ids, write_date))
template <>
inline constexpr std::string_view model_name<project_project> = "project.project";

struct project_task {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> project_id{};
    field_value<json::id_name> partner_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(project_task, (), (id, name, project_id, partner_id, write_date))
template <>
inline constexpr std::string_view model_name<project_task> = "project.task";

/// One external id: `module.name` stands for record `res_id` of `model`. The pair (module, name) is unique.
struct ir_model_data {
    std::int64_t id = 0;
    std::string module{};
    std::string name{};
    std::string model{};
    field_value<std::int64_t> res_id{};
};
BOOST_DESCRIBE_STRUCT(ir_model_data, (), (id, module, name, model, res_id))
template <>
inline constexpr std::string_view model_name<ir_model_data> = "ir.model.data";

}  // namespace syncline::inline v1::odoo
