// SPDX-License-Identifier: Apache-2.0
// Shows R087.
// expect: rule_produces_wrong_type_for<&project::budget_cents, std::
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
    to<&project::name> = from<&deal::title>,
#ifdef SYNCLINE_EXPECT_FAIL
    to<&project::budget_cents> = from<&deal::title> | trim
#else
    to<&project::budget_cents> = constant(0)
#endif
);

int main() { return to_project(deal{}).has_value() ? 0 : 1; }
