// SPDX-License-Identifier: Apache-2.0
// expect: operator==
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/reflect/predicate.hpp>

using namespace syncline;

struct partner {
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(partner, (), (name))

#ifdef SYNCLINE_EXPECT_FAIL
auto const found = field<&partner::name> == 7;
#else
auto const found = field<&partner::name> == "Acme";
#endif
