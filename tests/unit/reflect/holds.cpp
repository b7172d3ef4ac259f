// SPDX-License-Identifier: Apache-2.0
#include <syncline/reflect/holds.hpp>

#include <doctest/doctest.h>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/rfc3339.hpp>

using namespace syncline;

namespace {

enum class colour { red, green };
BOOST_DESCRIBE_ENUM(colour, red, green)

struct thing {
    std::string name{};
    colour paint = colour::red;
    std::optional<decimal> price{};
    field_value<std::string> note{};
    field_value<instant> seen{};
    std::int64_t count = 0;
    bool live = false;
    std::vector<int> parts{};
};
BOOST_DESCRIBE_STRUCT(thing, (), (name, paint, price, note, seen, count, live, parts))

}  // namespace

TEST_CASE("each comparison holds as it reads") {
    thing const t{.name = "Bolt M8", .price = "2.50"_dec, .count = 7, .live = true};
    CHECK(holds(field<&thing::name> == "Bolt M8", t));
    CHECK_FALSE(holds(field<&thing::name> == "bolt m8", t));
    CHECK(holds(field<&thing::name> != "Nut", t));
    CHECK(holds(field<&thing::price> == "2.5"_dec, t));
    CHECK(holds(field<&thing::price> < "2.51"_dec, t));
    CHECK(holds(field<&thing::price> <= "2.50"_dec, t));
    CHECK_FALSE(holds(field<&thing::price> > "2.50"_dec, t));
    CHECK(holds(field<&thing::count> >= 7, t));
    CHECK(holds(field<&thing::live> == true, t));
    CHECK(holds(in(field<&thing::count>, {1, 7}), t));
    CHECK_FALSE(holds(in(field<&thing::count>, {}), t));
    CHECK(holds(contains(field<&thing::name>, "bolt"), t));
    CHECK_FALSE(holds(contains(field<&thing::name>, "bolts"), t));
}

TEST_CASE("a described enum compares by its name") {
    thing t;
    CHECK(holds(field<&thing::paint> == colour::red, t));
    t.paint = colour::green;
    CHECK(holds(field<&thing::paint> != colour::red, t));
    CHECK(holds(in(field<&thing::paint>, {colour::red, colour::green}), t));
    auto const p = field<&thing::paint> == colour::green;
    CHECK(std::get<std::string>(p.nodes().front().values.front()) == "green");
}

TEST_CASE("a blank field differs from everything and is in no order") {
    thing t;
    CHECK_FALSE(holds(field<&thing::price> == "0"_dec, t));
    CHECK(holds(field<&thing::price> != "0"_dec, t));
    CHECK_FALSE(holds(field<&thing::price> < "1"_dec, t));
    CHECK_FALSE(holds(field<&thing::price> > "-1"_dec, t));
    CHECK_FALSE(holds(contains(field<&thing::note>, ""), t));
    t.note = field_value<std::string>::empty_value();
    CHECK_FALSE(holds(field<&thing::note> == "", t));
    t.note = "x";
    CHECK(holds(field<&thing::note> == "x", t));
    CHECK_FALSE(holds(field<&thing::seen> >= instant{}, t));
    t.seen = instant{};
    CHECK(holds(field<&thing::seen> >= instant{}, t));
}

TEST_CASE("connectives nest in any depth") {
    thing const t{.name = "a", .count = 2};
    auto const a = field<&thing::name> == "a";
    auto const b = field<&thing::count> == 1;
    CHECK(holds(a || b, t));
    CHECK_FALSE(holds(a && b, t));
    CHECK(holds(a && !b, t));
    CHECK(holds(!(a && b) && (b || a), t));
    CHECK_FALSE(holds(!(a || b), t));
}
