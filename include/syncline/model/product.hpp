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

    friend bool operator==(product const&, product const&) = default;
};
BOOST_DESCRIBE_STRUCT(product, (), (source, code, name, kind, list_price, description))

/// A product is also known by its code: what quotes and orders of other systems name it by.
[[nodiscard]] inline std::vector<external_ref> aliases_of(product const& p) {
    return {{"sku", "product", std::string(trimmed(p.code))}};
}

}  // namespace syncline::inline v1::model
