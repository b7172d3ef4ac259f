// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/model/currency.hpp>

namespace syncline::inline v1::model {

/// So many of a unit.
struct quantity {
    decimal value{};
    std::string unit = "C62";  ///< UN/ECE Recommendation 20: HUR hour, DAY day, C62 piece.

    friend bool operator==(quantity const&, quantity const&) = default;
};
BOOST_DESCRIBE_STRUCT(quantity, (), (value, unit))

/// The price of one unit, or of `per` of them. It may have more digits than can be paid: `money` is what is paid.
struct unit_price {
    decimal value{};
    model::currency currency{};
    quantity per = {decimal(1), "C62"};

    friend bool operator==(unit_price const&, unit_price const&) = default;
};
BOOST_DESCRIBE_STRUCT(unit_price, (), (value, currency, per))

}  // namespace syncline::inline v1::model
