// SPDX-License-Identifier: Apache-2.0
// expect: this_decimal_literal_is_not_a_number_of_at_most_38_digits
#include <syncline/core/decimal.hpp>

using namespace syncline;

#ifdef SYNCLINE_EXPECT_FAIL
constexpr decimal price = "19,99"_dec;
#else
constexpr decimal price = "19.99"_dec;
#endif
