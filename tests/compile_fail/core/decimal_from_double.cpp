// SPDX-License-Identifier: Apache-2.0
// Shows R034.
// expect: deleted
#include <syncline/core/decimal.hpp>

using namespace syncline;

#ifdef SYNCLINE_EXPECT_FAIL
constexpr decimal price{19.99};
#else
constexpr decimal price{19};
#endif
