// SPDX-License-Identifier: Apache-2.0
// Shows R187.
// expect: deleted
#include <syncline/model/exchange_rate.hpp>

using namespace syncline::model;

auto in_yen(exchanged const& price, exchange_rate const& yen) {
#ifdef SYNCLINE_EXPECT_FAIL
    return exchange(price, yen);
#else
    return exchange(price.original, yen);
#endif
}
