// SPDX-License-Identifier: Apache-2.0
// expect: field_has_no_survivorship_rule<&customer::vat>
#include <syncline/mdm/survivorship.hpp>

using namespace syncline;
using namespace syncline::mdm;

struct customer {
    std::string name;
    field_value<std::string> vat;
};
BOOST_DESCRIBE_STRUCT(customer, (), (name, vat))

constexpr auto customers = survivorship<customer>("party", tie_break("hubspot", "odoo"),
#ifdef SYNCLINE_EXPECT_FAIL
                                                  keep<&customer::name> = newest
#else
                                                  keep<&customer::name> = newest, leave<&customer::vat>
#endif
);

int main() { return customers.merge("1", {}).conflicts.empty() ? 0 : 1; }
