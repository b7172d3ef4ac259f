// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/record.hpp>

#include <doctest/doctest.h>
#include <string>

#include <syncline/core/rfc3339.hpp>
#include <syncline/crm/hubspot/object.hpp>
#include <syncline/crm/hubspot/records.hpp>
#include <syncline/json/decode.hpp>

using namespace syncline;
namespace hs = syncline::crm::hubspot;

namespace {

struct subscription {
    std::string name{};
    std::optional<decimal> price{};
    field_value<bool> live{};
    field_value<local_date> starts{};
    field_value<instant> seen{};
    field_value<std::string> class_{};
    field_value<std::string> computed{};
    json::extras rest{};
};
BOOST_DESCRIBE_STRUCT(subscription, (), (name, price, live, starts, seen, class_, computed, rest))

}  // namespace

template <>
inline constexpr std::string_view syncline::crm::hubspot::object_type<subscription> = "2-4711";
template <>
inline constexpr std::array<std::string_view, 1> syncline::crm::hubspot::read_only<subscription>{"computed"};
template <>
inline constexpr std::array<json::renamed, 1> syncline::json::names<subscription>{{{"class_", "class"}}};

TEST_CASE("a described struct with an object type is a record; its members are properties by their wire names") {
    static_assert(hs::Record<subscription>);
    static_assert(!hs::Record<std::string>);
    auto const& names = hs::detail::property_names<subscription>;
    CHECK(std::vector<std::string_view>(names.begin(), names.end()) ==
          std::vector<std::string_view>{"name", "price", "live", "starts", "seen", "class", "computed"});
}

TEST_CASE("on the way out every value is a text, blank clears, absent and read-only stay at home") {
    subscription s{.name = "a \"b\""};
    CHECK(hs::detail::properties_text(s) == R"({"name":"a \"b\""})");
    s.price = "24.00"_dec;
    s.live = false;
    s.starts = parse_date("2026-11-22").value();
    s.seen = parse_instant("2026-11-22T05:50:38.001Z").value();
    s.class_ = field_value<std::string>::empty_value();
    s.computed = "x";
    CHECK(hs::detail::properties_text(s) == R"({"name":"a \"b\"","price":"24.00","live":"false","starts":"2026-11-22",)"
                                            R"("seen":"2026-11-22T05:50:38.001Z","class":""})");
}

TEST_CASE("on the way in null, empty and missing are told apart from a value") {
    auto const got = json::decode<hs::object<subscription>>(
        R"({"id":"1","properties":{"name":"n","price":"","live":null,"starts":"1795305600000","class":"c","new":"1"}})",
        json::hubspot);
    REQUIRE(got);
    auto const& p = got->properties;
    CHECK_FALSE(p.price.has_value());
    CHECK(p.live.is_empty());
    CHECK(p.starts == parse_date("2026-11-22").value());
    CHECK(p.seen.is_absent());
    CHECK(p.class_ == "c");
    REQUIRE(p.rest.find("new"));
    CHECK(*p.rest.find("new") == "\"1\"");
}
