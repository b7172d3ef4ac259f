// SPDX-License-Identifier: Apache-2.0
// Shows R187.
// expect: checked_add
#include <syncline/model/money_in.hpp>

using syncline::model::money_in;

auto sum(money_in<"EUR"> price) {
#ifdef SYNCLINE_EXPECT_FAIL
    money_in<"USD"> tax;
#else
    money_in<"EUR"> tax;
#endif
    return checked_add(price, tax);
}
