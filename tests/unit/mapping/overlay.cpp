// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/overlay.hpp>

#include <doctest/doctest.h>

#include <syncline/mapping/policies.hpp>

namespace overlay_test {

using namespace syncline;

struct deal {
    std::string entity{};
    std::string title{};
    std::string terms{};
};
BOOST_DESCRIBE_STRUCT(deal, (), (entity, title, terms))
struct order {
    std::string name{};
    std::string note{};
    std::string internal{};
};
BOOST_DESCRIBE_STRUCT(order, (), (name, note, internal))

constexpr auto base = mapping<deal, order>(to<& order::name> = from<&deal::title> | trim,
                                           to<& order::note> = from<&deal::terms>, skip<&order::internal>);
constexpr auto german = overlay(base, to<& order::note> = constant("Es gelten die AGB."));
constexpr auto austrian = overlay(base, skip<&order::note>, to<& order::internal> = from<&deal::entity>);

// Shows R089.
TEST_CASE("an overlay does some things otherwise and the rest as before") {
    deal const d{.entity = "DE01", .title = " Rollout ", .terms = "net 30"};
    CHECK(base(d)->note == "net 30");
    CHECK(german(d)->note == "Es gelten die AGB.");
    CHECK(german(d)->name == "Rollout");
    CHECK(austrian(d)->note.empty());
    CHECK(austrian(d)->internal == "DE01");
}

// Shows R089.
TEST_CASE("the difference of two mappings is what a reviewer reads") {
    CHECK(mapping_difference(base.describe(), german.describe()) ==
          "- to note = terms\n"
          "+ to note = constant \"Es gelten die AGB.\"\n");
    CHECK(mapping_difference(base.describe(), austrian.describe()) ==
          "- to note = terms\n"
          "+ skip note\n"
          "- skip internal\n"
          "+ to internal = entity\n");
    CHECK(mapping_difference(base.describe(), base.describe()).empty());
    CHECK(mapping_difference("", "to a = b\n") == "+ to a = b\n");
    CHECK(mapping_difference("to a = b\nto c = d", "to c = d") == "- to a = b\n");
}

// Shows R089, R185.
TEST_CASE("records choose their overlay, and one text covers all of them") {
    auto const orders = by_scope<deal, order>("deal-to-order", "1.2.0", base, [](deal const& d) { return d.entity; },
                                              {{"DE01", german}, {"AT01", austrian}});
    CHECK(orders(deal{.entity = "DE01", .title = "a", .terms = "t"})->note == "Es gelten die AGB.");
    CHECK(orders(deal{.entity = "AT01", .title = "a", .terms = "t"})->internal == "AT01");
    CHECK(orders(deal{.entity = "FR01", .title = "a", .terms = "t"})->note == "t");
    CHECK(orders(deal{.title = "a", .terms = "t"}, map_context{})->note == "t");
    CHECK(orders.describe() == base.describe() + "for AT01:\n" +
                                   mapping_difference(base.describe(), austrian.describe()) + "for DE01:\n" +
                                   mapping_difference(base.describe(), german.describe()));
    CHECK(orders.identity().starts_with("deal-to-order@1.2.0#"));
    auto const fewer = by_scope<deal, order>("deal-to-order", "1.2.0", base, [](deal const& d) { return d.entity; },
                                             {{"DE01", german}});
    CHECK(fewer.identity() != orders.identity());
    static_assert(Mapping<std::remove_const_t<decltype(orders)>, deal, order>);
}

}  // namespace overlay_test
