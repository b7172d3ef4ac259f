// SPDX-License-Identifier: Apache-2.0
// expect: field_has_no_facts<&ticket::text>
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/model/entity.hpp>

struct ticket {
    std::string number{};
    std::string text{};
};
BOOST_DESCRIBE_STRUCT(ticket, (), (number, text))

template <>
inline constexpr auto syncline::model::entity<ticket> = syncline::model::describe_entity(
    "ticket", "its own number",
    {
        {"number", syncline::model::classification::internal, syncline::model::system_role::crm},
#ifndef SYNCLINE_EXPECT_FAIL
        {"text", syncline::model::classification::personal, syncline::model::system_role::crm},
#endif
    });

constexpr auto owner = syncline::model::facts_of<&ticket::number>().owner;
