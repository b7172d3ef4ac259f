// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/any_mapping.hpp>

#include <doctest/doctest.h>

#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>

namespace any_mapping_test {

using namespace syncline;

struct title {
    std::string text{};
};
BOOST_DESCRIBE_STRUCT(title, (), (text))
struct heading {
    std::string text{};
};
BOOST_DESCRIBE_STRUCT(heading, (), (text))

constexpr auto first = mapping<title, heading>(to<& heading::text> = from<&title::text>).named("head", "1.0.0");
constexpr auto second = mapping<title, heading>(to<& heading::text> = from<&title::text> | trim).named("head", "1.1.0");
using any = any_mapping<title, heading>;

// Shows R083.
TEST_CASE("of several versions the one that is named runs") {
    auto const old = version_with<title, heading>(first.identity(), {first, second});
    auto const now = version_with<title, heading>(second.identity(), {first, second});
    REQUIRE(old);
    REQUIRE(now);
    CHECK((*old)(title{" x "})->text == " x ");
    CHECK((*now)(title{" x "}, map_context{})->text == "x");
    CHECK(now->identity() == second.identity());
    CHECK(now->describe() == second.describe());
    any const copy = *now;
    CHECK(copy(title{" y "})->text == "y");
    static_assert(Mapping<any, title, heading>);
}

TEST_CASE("a version that is not compiled in is an error that names those that are") {
    auto const gone = version_with<title, heading>("head@0.9.0#abc", {first, second});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == errc::not_found);
    CHECK(gone.error().message ==
          "mapping head@0.9.0#abc: is not compiled in; there are: " + first.identity() + ", " + second.identity());
}

}  // namespace any_mapping_test
