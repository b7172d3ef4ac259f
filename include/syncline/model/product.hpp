// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/text.hpp>
#include <syncline/model/billing.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

enum class product_kind { service, goods };
BOOST_DESCRIBE_ENUM(product_kind, service, goods)

/// Something that is sold. `code` is the business key that quotes, orders and invoices name it by.
struct product {
    external_ref source{};
    std::string code{};
    std::string name{};
    product_kind kind = product_kind::service;
    std::optional<decimal> list_price{};
    field_value<std::string> description{};
    field_value<std::string> unit{};      ///< UN/ECE Recommendation 20 code where it could be told.
    field_value<std::string> category{};  ///< The family it belongs to.
    open_enum<billing_method> billing{};  ///< How it becomes money unless a contract says otherwise.
    std::optional<decimal> cost{};        ///< What one costs the house.
    field_value<bool> active{};

    friend bool operator==(product const&, product const&) = default;
};
BOOST_DESCRIBE_STRUCT(product, (),
                      (source, code, name, kind, list_price, description, unit, category, billing, cost, active))
template <>
inline constexpr auto entity<product> = describe_entity("product", "code; name and unit after a review",
                                                        {
                                                            {"source", classification::internal, system_role::library},
                                                            {"code", classification::internal, system_role::erp},
                                                            {"name", classification::internal, system_role::erp},
                                                            {"kind", classification::internal, system_role::erp},
                                                            {"list_price", classification::financial, system_role::erp},
                                                            {"description", classification::public_, system_role::erp},
                                                            {"unit", classification::internal, system_role::erp},
                                                            {"category", classification::internal, system_role::erp},
                                                            {"billing", classification::internal, system_role::erp},
                                                            {"cost", classification::financial, system_role::erp},
                                                            {"active", classification::internal, system_role::erp},
                                                        });

/// A product is also known by its code: what quotes and orders of other systems name it by.
[[nodiscard]] inline std::vector<external_ref> aliases_of(product const& p) {
    return {{"sku", "product", std::string(trimmed(p.code))}};
}

}  // namespace syncline::inline v1::model
