// SPDX-License-Identifier: Apache-2.0
// expect: longest_compares_texts_only<&customer::term_days>
// expect: most_complete_compares_groups_only<&customer::term_days>
// expect: most_restrictive_is_not_a_value_of<&customer::no_mail, int>
// expect: ask_needs_a_field_that_can_be_absent<&customer::name>
// expect: step_must_come_first<
// expect: step_after_ask_is_never_reached<
#include <syncline/mdm/survivorship.hpp>

using namespace syncline;
using namespace syncline::mdm;

struct customer {
    std::string name;
    field_value<int> term_days;
    field_value<bool> no_mail;
};
BOOST_DESCRIBE_STRUCT(customer, (), (name, term_days, no_mail))

/// A rule for each member.
template <class Name, class Terms, class Mail>
constexpr auto customers(Name name, Terms terms, Mail mail) {
    return survivorship<customer>("party", tie_break("hubspot", "odoo"), keep<&customer::name> = name,
                                  keep<&customer::term_days> = terms, keep<&customer::no_mail> = mail);
}

constexpr auto right = customers(longest, ask, only("odoo") | most_restrictive(true) | newest);
#ifdef SYNCLINE_EXPECT_FAIL
constexpr auto length_of_a_number = customers(newest, longest, newest);
constexpr auto completeness_of_one = customers(newest, most_complete, newest);
constexpr auto value_of_another_type = customers(newest, newest, most_restrictive(1));
constexpr auto asks_what_cannot_be_absent = customers(ask, newest, newest);
constexpr auto bars_too_late = customers(newest, newest, newest | only("odoo"));
constexpr auto goes_on_after_asking = customers(newest, ask | newest, newest);
#endif

int main() { return right.merge("1", {}).conflicts.empty() ? 0 : 1; }
