// SPDX-License-Identifier: Apache-2.0
// What a mapping reads of entities whose fields are classified.
#include <doctest/doctest.h>

#include <syncline/mapping/any_mapping.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/overlay.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/model/party.hpp>

namespace classified_test {

using namespace syncline;
using model::party;
using fields = std::vector<std::pair<std::string_view, std::string_view>>;

struct partner {
    std::string name{};
    field_value<std::string> phone{};
    std::string kind{};
};
BOOST_DESCRIBE_STRUCT(partner, (), (name, phone, kind))

constexpr auto plain = mapping<party, partner>(to<& partner::name> = from<&party::name> | trim, skip<&partner::phone>,
                                               to<& partner::kind> = constant("customer"));
constexpr auto more =
    overlay(plain, to<& partner::phone> = when(has<&party::phone>, from<&party::phone>).otherwise(from<&party::email>));

// Shows R138.
TEST_CASE("a mapping tells which classified fields it reads, each once") {
    CHECK(plain.reads() == fields{{"name", model::name_of(model::facts_of<&party::name>().sensitivity)}});
    CHECK(more.reads() == fields{plain.reads()[0], {"phone", "personal"}, {"email", "personal"}});
    auto const whole = mapping<party, partner>(
        to<& partner::name> = from_record | [](party const& p) { return p.name; }, skip<&partner::phone>,
        skip<&partner::kind>);
    CHECK(whole.reads().size() == boost::mp11::mp_size<reflect::members_of<party>>::value);
    auto const back = mapping<partner, partner>(to<& partner::name> = from<&partner::name>, skip<&partner::phone>,
                                                skip<&partner::kind>);
    CHECK(back.reads().empty());  // no entity, no classification
}

TEST_CASE("versions and overlays tell what they hold") {
    any_mapping<party, partner> const any = more;
    CHECK(any.reads() == more.reads());
    auto const scoped = by_scope<party, partner>("x", "1", plain, [](party const& p) { return p.name; }, {{"a", more}});
    CHECK(scoped.reads() == more.reads());
}

}  // namespace classified_test
