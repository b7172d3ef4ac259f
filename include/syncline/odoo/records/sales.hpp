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
#include <syncline/json/names.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// A quotation or, once confirmed, an order.
struct sale_order {
    std::int64_t id = 0;
    field_value<std::string> name{};
    field_value<json::id_name> partner_id{};
    field_value<json::id_name> partner_invoice_id{};
    field_value<json::id_name> partner_shipping_id{};
    field_value<std::string> client_order_ref{};  ///< The customer's own number.
    field_value<std::string> state{};             ///< `draft`, `sent`, `sale`, `cancel`; `done` before 17.
    field_value<bool> locked{};
    field_value<instant> date_order{};
    field_value<local_date> validity_date{};
    field_value<json::id_name> company_id{};
    field_value<json::id_name> user_id{};  ///< Salesperson.
    field_value<json::id_name> opportunity_id{};
    field_value<json::id_name> payment_term_id{};
    field_value<std::string> signed_by{};
    field_value<instant> signed_on{};
    field_value<json::id_name> currency_id{};
    std::optional<decimal> amount_untaxed{};
    std::optional<decimal> amount_tax{};
    std::optional<decimal> amount_total{};
    field_value<std::string> invoice_status{};  ///< `upselling`, `invoiced`, `to invoice`, `no`.
    std::vector<std::int64_t> order_line{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(sale_order, (),
                      (id, name, partner_id, partner_invoice_id, partner_shipping_id, client_order_ref, state, locked,
                       date_order, validity_date, company_id, user_id, opportunity_id, payment_term_id, signed_by,
                       signed_on, currency_id, amount_untaxed, amount_tax, amount_total, invoice_status, order_line,
                       write_date))
template <>
inline constexpr std::string_view model_name<sale_order> = "sale.order";
template <>
inline constexpr std::string_view may_lack<sale_order>[] = {"locked", "opportunity_id"};

/// A line of an order, or a heading or note between lines: `display_type` tells.
struct sale_order_line {
    std::int64_t id = 0;
    field_value<json::id_name> order_id{};
    field_value<std::int64_t> sequence{};
    field_value<std::string> display_type{};
    field_value<json::id_name> product_id{};
    field_value<std::string> name{};
    field_value<decimal> product_uom_qty{};
    field_value<json::id_name> product_uom_id{};
    field_value<decimal> price_unit{};
    field_value<decimal> discount{};  ///< Percent.
    std::optional<std::vector<std::int64_t>> tax_ids{};
    std::optional<decimal> price_subtotal{};
    std::optional<decimal> price_tax{};
    std::optional<decimal> price_total{};
    field_value<decimal> qty_delivered{};
    field_value<decimal> qty_to_invoice{};
    field_value<decimal> qty_invoiced{};
    field_value<bool> is_downpayment{};
    field_value<json::id_name> currency_id{};
};
BOOST_DESCRIBE_STRUCT(sale_order_line, (),
                      (id, order_id, sequence, display_type, product_id, name, product_uom_qty, product_uom_id,
                       price_unit, discount, tax_ids, price_subtotal, price_tax, price_total, qty_delivered,
                       qty_to_invoice, qty_invoiced, is_downpayment, currency_id))
template <>
inline constexpr std::string_view model_name<sale_order_line> = "sale.order.line";

}  // namespace syncline::inline v1::odoo

template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::odoo::sale_order_line>[] = {
    {"product_uom_id", "product_uom_id", "product_uom"}, {"tax_ids", "tax_ids", "tax_id"}};
