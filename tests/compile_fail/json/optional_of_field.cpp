// SPDX-License-Identifier: Apache-2.0
// expect: syncline: a std::optional or field_value inside another has no JSON form; use one field_value
#include <syncline/json/decode.hpp>

using namespace syncline;

struct task {
#ifdef SYNCLINE_EXPECT_FAIL
    std::optional<field_value<int>> n;
#else
    field_value<int> n;
#endif
};
BOOST_DESCRIBE_STRUCT(task, (), (n))

auto decoded = json::decode<task>("{}");
