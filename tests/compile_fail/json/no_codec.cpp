// SPDX-License-Identifier: Apache-2.0
// expect: syncline: no JSON codec for this member type; specialise syncline::json::codec<T> with
// expect: colour
#include <syncline/json/decode.hpp>

struct colour {
    int r = 0;
};

struct paint {
    int id = 0;
#ifdef SYNCLINE_EXPECT_FAIL
    colour shade;
#else
    std::string shade;
#endif
};
BOOST_DESCRIBE_STRUCT(paint, (), (id, shade))

auto decoded = syncline::json::decode<paint>("{}");
