// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/crm/hubspot/record.hpp>

namespace syncline::inline v1::crm::hubspot {

// Projections the canonical model is read from. Property names are data of a portal: describe your own record for
// what these lack.

struct company {
    field_value<std::string> name{};
    field_value<std::string> domain{};
    field_value<std::string> website{};
    field_value<std::string> phone{};
    field_value<std::string> industry{};
    field_value<std::string> country{};
    field_value<std::string> hs_parent_company_id{};  ///< Calculated from the association with the parent.
    field_value<std::string> hs_merged_object_ids{};  ///< Calculated: ids that went up in this one, `11;12`.

    friend bool operator==(company const&, company const&) = default;
};
BOOST_DESCRIBE_STRUCT(company, (),
                      (name, domain, website, phone, industry, country, hs_parent_company_id, hs_merged_object_ids))
template <>
inline constexpr std::string_view object_type<company> = "companies";
template <>
inline constexpr std::array<std::string_view, 2> read_only<company>{"hs_parent_company_id", "hs_merged_object_ids"};

struct contact {
    field_value<std::string> email{};
    field_value<std::string> firstname{};
    field_value<std::string> lastname{};
    field_value<std::string> phone{};
    field_value<std::string> mobilephone{};
    field_value<std::string> jobtitle{};

    friend bool operator==(contact const&, contact const&) = default;
};
BOOST_DESCRIBE_STRUCT(contact, (), (email, firstname, lastname, phone, mobilephone, jobtitle))
template <>
inline constexpr std::string_view object_type<contact> = "contacts";

struct deal {
    field_value<std::string> dealname{};
    field_value<std::string> dealstage{};  ///< A stage id of the portal; its label is for people.
    field_value<std::string> pipeline{};
    field_value<decimal> amount{};
    field_value<std::string> deal_currency_code{};
    field_value<instant> closedate{};
    field_value<std::string> hubspot_owner_id{};
    field_value<bool> hs_is_closed{};      ///< Calculated from the stage.
    field_value<bool> hs_is_closed_won{};  ///< Calculated from the stage.

    friend bool operator==(deal const&, deal const&) = default;
};
BOOST_DESCRIBE_STRUCT(deal, (),
                      (dealname, dealstage, pipeline, amount, deal_currency_code, closedate, hubspot_owner_id,
                       hs_is_closed, hs_is_closed_won))
template <>
inline constexpr std::string_view object_type<deal> = "deals";
template <>
inline constexpr std::array<std::string_view, 2> read_only<deal>{"hs_is_closed", "hs_is_closed_won"};

struct line_item {
    field_value<std::string> name{};
    field_value<std::string> description{};
    field_value<std::string> hs_sku{};
    field_value<std::string> hs_product_id{};
    field_value<decimal> quantity{};
    field_value<decimal> price{};

    friend bool operator==(line_item const&, line_item const&) = default;
};
BOOST_DESCRIBE_STRUCT(line_item, (), (name, description, hs_sku, hs_product_id, quantity, price))
template <>
inline constexpr std::string_view object_type<line_item> = "line_items";

struct product {
    field_value<std::string> name{};
    field_value<std::string> description{};
    field_value<std::string> hs_sku{};
    field_value<std::string> hs_product_type{};
    field_value<decimal> price{};

    friend bool operator==(product const&, product const&) = default;
};
BOOST_DESCRIBE_STRUCT(product, (), (name, description, hs_sku, hs_product_type, price))
template <>
inline constexpr std::string_view object_type<product> = "products";

}  // namespace syncline::inline v1::crm::hubspot
