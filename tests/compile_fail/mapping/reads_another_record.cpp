// SPDX-License-Identifier: Apache-2.0
// Shows R087.
// expect: rule_reads_a_member_of_another_record<&company::name, deal>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>

using namespace syncline;

struct deal {
    std::string id;
    std::string title;
    field_value<std::string> owner;
};
BOOST_DESCRIBE_STRUCT(deal, (), (id, title, owner))

struct company {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(company, (), (name))

struct project {
    std::string name;
    int budget_cents = 0;
};
BOOST_DESCRIBE_STRUCT(project, (), (name, budget_cents))

constexpr auto to_project = mapping<deal, project>(
#ifdef SYNCLINE_EXPECT_FAIL
    to<&project::name> = from<&company::name>,
#else
    to<&project::name> = from<&deal::title>,
#endif
    skip<&project::budget_cents>);

int main() { return to_project(deal{}).has_value() ? 0 : 1; }
