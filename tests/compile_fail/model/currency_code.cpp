// SPDX-License-Identifier: Apache-2.0
// expect: this_is_not_an_iso_4217_code
#include <syncline/model/money.hpp>

using namespace syncline;

#ifdef SYNCLINE_EXPECT_FAIL
constexpr auto price = model::money::from_minor(1999, "EUX");
#else
constexpr auto price = model::money::from_minor(1999, "EUR");
#endif
