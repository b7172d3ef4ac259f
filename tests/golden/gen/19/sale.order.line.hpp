// SPDX-License-Identifier: Apache-2.0
// Written by syncline-gen: sale.order.line as Odoo 19.0 describes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/odoo/record.hpp>

namespace erp {

/// A record of sale.order.line.
/// Left out, because no member can hold them: analytic_distribution.
struct sale_order_line {
    std::int64_t id = 0;
    std::string name{};  ///< Description
    syncline::field_value<syncline::json::id_name> currency_id{};  ///< Currency (res.currency); read only
    syncline::field_value<syncline::decimal> discount{};  ///< Discount (%)
    /// Display Type: `line_section`, `line_subsection`, `line_note`
    syncline::field_value<std::string> display_type{};
    syncline::field_value<bool> is_downpayment{};  ///< Is a down payment
    syncline::field_value<syncline::json::id_name> order_id{};  ///< Order Reference (sale.order)
    syncline::field_value<syncline::decimal> price_subtotal{};  ///< Subtotal; read only
    syncline::field_value<syncline::decimal> price_tax{};  ///< Total Tax; read only
    syncline::field_value<syncline::decimal> price_total{};  ///< Total; read only
    syncline::field_value<syncline::decimal> price_unit{};  ///< Unit Price
    syncline::field_value<syncline::json::id_name> product_id{};  ///< Product (product.product)
    syncline::field_value<syncline::json::id_name> product_uom_id{};  ///< Unit (uom.uom)
    syncline::field_value<syncline::decimal> product_uom_qty{};  ///< Quantity
    syncline::field_value<syncline::decimal> qty_delivered{};  ///< Delivery Quantity
    syncline::field_value<syncline::decimal> qty_invoiced{};  ///< Invoiced Quantity; read only
    syncline::field_value<syncline::decimal> qty_to_invoice{};  ///< Quantity To Invoice; read only
    syncline::field_value<std::int64_t> sequence{};  ///< Sequence
    std::vector<std::int64_t> tax_ids{};  ///< Taxes (account.tax)
};
BOOST_DESCRIBE_STRUCT(sale_order_line, (),
                      (id, name, currency_id, discount, display_type, is_downpayment, order_id, price_subtotal,
                       price_tax, price_total, price_unit, product_id, product_uom_id, product_uom_qty, qty_delivered,
                       qty_invoiced, qty_to_invoice, sequence, tax_ids))

}  // namespace erp

template <>
inline constexpr std::string_view syncline::odoo::model_name<erp::sale_order_line> = "sale.order.line";
