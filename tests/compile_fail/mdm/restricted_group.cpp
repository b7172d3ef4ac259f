// SPDX-License-Identifier: Apache-2.0
// expect: most_restrictive_is_for_one_field_each<&customer::no_
#include <syncline/mdm/survivorship.hpp>

using namespace syncline;
using namespace syncline::mdm;

struct customer {
    field_value<bool> no_mail;
    field_value<bool> no_calls;
};
BOOST_DESCRIBE_STRUCT(customer, (), (no_mail, no_calls))

constexpr auto customers = survivorship<customer>("party", tie_break("hubspot", "odoo"),
#ifdef SYNCLINE_EXPECT_FAIL
                                                  keep<&customer::no_mail, &customer::no_calls> = most_restrictive(true)
#else
                                                  keep<&customer::no_mail> = most_restrictive(true),
                                                  keep<&customer::no_calls> = most_restrictive(true)
#endif
);

int main() { return customers.merge("1", {}).conflicts.empty() ? 0 : 1; }
