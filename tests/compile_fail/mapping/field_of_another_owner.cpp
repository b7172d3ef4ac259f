// SPDX-License-Identifier: Apache-2.0
// expect: field_is_owned_by<
// expect: account::limit
// expect: system_role::erp
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/mapping/mapping.hpp>

using namespace syncline;
using model::classification;
using model::system_role;

struct company {
    std::string name{};
    decimal limit{};
};
BOOST_DESCRIBE_STRUCT(company, (), (name, limit))

struct account {
    std::string name{};
    decimal limit{};
};
BOOST_DESCRIBE_STRUCT(account, (), (name, limit))

template <>
inline constexpr auto syncline::model::entity<account> =
    syncline::model::describe_entity("account", "its name",
                                     {{"name", classification::internal, system_role::crm},
                                      {"limit", classification::financial, system_role::erp}});

constexpr auto of_the_crm = mapping<company, account>(by<system_role::crm>, to<&account::name> = from<&company::name>,
#ifdef SYNCLINE_EXPECT_FAIL
                                                      to<&account::limit> = from<&company::limit>);
#else
                                                      skip<&account::limit>);
#endif
