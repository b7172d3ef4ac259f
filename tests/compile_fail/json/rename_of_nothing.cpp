// SPDX-License-Identifier: Apache-2.0
// expect: syncline: syncline::json::names<T> names something that is not a described member of T
#include <syncline/json/decode.hpp>

struct task {
    int class_ = 0;
};
BOOST_DESCRIBE_STRUCT(task, (), (class_))

#ifdef SYNCLINE_EXPECT_FAIL
template <>
inline constexpr syncline::json::renamed syncline::json::names<task>[] = {{"klass", "class"}};
#else
template <>
inline constexpr syncline::json::renamed syncline::json::names<task>[] = {{"class_", "class"}};
#endif

auto decoded = syncline::json::decode<task>("{}");
