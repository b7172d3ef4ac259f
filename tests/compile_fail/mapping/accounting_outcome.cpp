// SPDX-License-Identifier: Apache-2.0
// Shows R071.
// expect: accounting_outcome_is_told_only_by<
// expect: claim::paid
// expect: system_role::erp
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/mapping/mapping.hpp>

using namespace syncline;
using model::classification;
using model::system_role;

struct row {
    decimal paid{};
};
BOOST_DESCRIBE_STRUCT(row, (), (paid))

struct claim {
    decimal paid{};
};
BOOST_DESCRIBE_STRUCT(claim, (), (paid))

template <>
inline constexpr auto syncline::model::entity<claim> = syncline::model::describe_entity(
    "claim", "its number", {{"paid", classification::financial, system_role::erp, true}});

#ifdef SYNCLINE_EXPECT_FAIL
constexpr auto told = mapping<row, claim>(by<system_role::library>, to<&claim::paid> = from<&row::paid>);
#else
constexpr auto told = mapping<row, claim>(by<system_role::erp>, to<&claim::paid> = from<&row::paid>);
#endif
