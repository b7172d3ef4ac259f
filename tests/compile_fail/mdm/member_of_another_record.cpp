// SPDX-License-Identifier: Apache-2.0
// expect: rule_keeps_a_member_of_another_record<&contact::email, customer>
#include <syncline/mdm/survivorship.hpp>

using namespace syncline;
using namespace syncline::mdm;

struct customer {
    std::string email;
};
BOOST_DESCRIBE_STRUCT(customer, (), (email))

struct contact {
    std::string email;
};
BOOST_DESCRIBE_STRUCT(contact, (), (email))

constexpr auto customers = survivorship<customer>("party", tie_break("hubspot", "odoo"),
#ifdef SYNCLINE_EXPECT_FAIL
                                                  keep<&contact::email> = newest,
#endif
                                                  keep<&customer::email> = newest);

int main() { return customers.merge("1", {}).conflicts.empty() ? 0 : 1; }
