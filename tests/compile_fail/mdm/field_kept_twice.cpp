// SPDX-License-Identifier: Apache-2.0
// expect: field_has_two_survivorship_rules<&customer::zip>
#include <syncline/mdm/survivorship.hpp>

using namespace syncline;
using namespace syncline::mdm;

struct customer {
    std::string street;
    std::string zip;
};
BOOST_DESCRIBE_STRUCT(customer, (), (street, zip))

constexpr auto customers = survivorship<customer>("party", tie_break("hubspot", "odoo"),
#ifdef SYNCLINE_EXPECT_FAIL
                                                  keep<&customer::zip> = longest,
#endif
                                                  keep<&customer::street, &customer::zip> = newest);

int main() { return customers.merge("1", {}).conflicts.empty() ? 0 : 1; }
