// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/mapping_laws.hpp>

#include <doctest/doctest.h>

#include <syncline/mapping/country.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/mapping/two_way.hpp>

namespace mapping_laws_test {

using namespace syncline;

struct contact {
    std::string first{};
    std::string last{};
    field_value<std::string> phone{};
    std::string note{};
};
BOOST_DESCRIBE_STRUCT(contact, (), (first, last, phone, note))
struct person {
    std::string given{};
    std::string family{};
    field_value<std::string> phone{};
    int seen = 0;
};
BOOST_DESCRIBE_STRUCT(person, (), (given, family, phone, seen))

constexpr auto to_person =
    mapping<contact, person>(to<& person::given> = from<&contact::first>, to<& person::family> = from<&contact::last>,
                             to<& person::phone> = from<&contact::phone>, skip<&person::seen>);
constexpr auto to_contact =
    mapping<person, contact>(to<& contact::first> = from<&person::given>, to<& contact::last> = from<&person::family>,
                             to<& contact::phone> = from<&person::phone>, skip<&contact::note>);

std::string found(testkit::verdicts const& v, std::string_view law) {
    for (auto const& one : v.list)
        if (one.name.find(law) != std::string::npos) return one.found;
    return "no such law";
}

// Shows R088.
TEST_CASE("a mapping that loses nothing keeps all three laws, and what it skips stays") {
    constexpr auto both = two_way(to_person, to_contact, {.put_put = true});
    auto const v = testkit::check_laws(both);
    CHECK_MESSAGE(v.passed(), v.text());
    CHECK(v.list.size() == 3);
    contact const c{.first = "a", .last = "b", .phone = {}, .note = "kept"};
    CHECK(both.put(c, {.given = "x", .family = "y"})->note == "kept");
    CHECK(both.outside() == std::vector<std::string_view>{"seen"});
}

// Shows R088.
TEST_CASE("a lossy mapping that claims to be two-way fails with the field named") {
    constexpr auto trimmed = mapping<contact, person>(to<& person::given> = from<&contact::first> | trim,
                                                      to<& person::family> = from<&contact::last>,
                                                      to<& person::phone> = from<&contact::phone>, skip<&person::seen>);
    auto const v = testkit::check_laws(two_way(trimmed, to_contact));
    CHECK_FALSE(v.passed());
    CHECK(found(v, "get-put").starts_with("first: found \""));
    CHECK(found(v, "put-get").starts_with("given: found \""));
    CHECK(found(v, "put-get").find("(seed ") != std::string::npos);

    constexpr auto forgets = mapping<person, contact>(
        to<& contact::first> = from<&person::given>, to<& contact::last> = from<&person::family>,
        to<& contact::phone> = constant(field_value<std::string>()), skip<&contact::note>);
    CHECK(found(testkit::check_laws(two_way(to_person, forgets)), "get-put").starts_with("phone: found nothing"));
}

TEST_CASE("a put that keeps traces of an earlier one breaks put-put only") {
    constexpr auto gathers = mapping<person, contact>(to<& contact::first> = from<&person::given>,
                                                      to<& contact::last> = from<&person::family>,
                                                      skip<&contact::phone>, skip<&contact::note>);
    constexpr auto no_phone = mapping<contact, person>(to<& person::given> = from<&contact::first>,
                                                       to<& person::family> = from<&contact::last>,
                                                       skip<&person::phone>, skip<&person::seen>);
    CHECK(testkit::check_laws(two_way(no_phone, gathers, {.put_put = true})).passed());
}

struct place {
    std::string country{};
};
BOOST_DESCRIBE_STRUCT(place, (), (country))
struct code {
    std::string iso{};
};
BOOST_DESCRIBE_STRUCT(code, (), (iso))

TEST_CASE("a mapping with a narrow domain needs a generator that knows it, and says so") {
    constexpr auto there = mapping<place, code>(to<& code::iso> = from<&place::country> | to_country_code);
    constexpr auto back = mapping<code, place>(to<& place::country> = from<&code::iso> | country_name);
    constexpr auto picky =
        mapping<place, code>(to<& code::iso> = from<&place::country> | [](std::string const& s) -> result<std::string> {
            if (s != "Utopia") return fail(errc::mapping, "found another country");
            return s;
        });
    auto const blind = testkit::check_laws(two_way(picky, back));
    CHECK_FALSE(blind.passed());
    CHECK(found(blind, "get-put").starts_with("the mapping refused all of 300 generated records"));

    auto const places = [](any_random r) {
        static constexpr std::array<std::string_view, 4> some{"Austria", "Kenya", "Japan", "Peru"};
        return place{std::string(some[r.below(4)])};
    };
    auto const codes = [](any_random r) {
        static constexpr std::array<std::string_view, 3> some{"AT", "KE", "JP"};
        return code{std::string(some[r.below(3)])};
    };
    auto const v = testkit::check_laws(two_way(there, back, {.put_put = true}), places, codes);
    CHECK_MESSAGE(v.passed(), v.text());
    // "france" is read as France, so a text that is not the name does not come back
    auto const sloppy = [](any_random) { return place{"austria"}; };
    CHECK(found(testkit::check_laws(two_way(there, back), sloppy, codes), "get-put")
              .starts_with("country: found \"Austria\", expected \"austria\""));
}

TEST_CASE("generated records are the same for the same seed, and of all kinds") {
    seeded_random a(7);
    seeded_random b(7);
    CHECK(reflect::digest(testkit::arbitrary<contact>(a)) == reflect::digest(testkit::arbitrary<contact>(b)));
    bool absent = false;
    bool empty = false;
    bool value = false;
    seeded_random c(1);
    for (int i = 0; i < 100; ++i) {
        auto const phone = testkit::arbitrary<contact>(c).phone;
        absent = absent || phone.is_absent();
        empty = empty || phone.is_empty();
        value = value || phone.has_value();
    }
    CHECK((absent && empty && value));
}

}  // namespace mapping_laws_test
