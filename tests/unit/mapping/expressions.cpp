// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/policies.hpp>

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/mapping/mapping.hpp>

using namespace syncline;

namespace {

struct place {
    std::string city;
    field_value<std::string> zip;
};
BOOST_DESCRIBE_STRUCT(place, (), (city, zip))

struct office {
    place at;
    std::optional<place> mail;
};
BOOST_DESCRIBE_STRUCT(office, (), (at, mail))

struct company {
    std::string given;
    field_value<std::string> middle;
    std::string family;
    std::string kind;
    std::optional<int> staff;
    office seat;
    field_value<office> branch;
    std::string tags;
    external_ref parent;
};
BOOST_DESCRIBE_STRUCT(company, (), (given, middle, family, kind, staff, seat, branch, tags, parent))

enum class size { small_one, big };

struct customer {
    std::string name;
    std::string city;
    std::optional<std::string> mail_city;
    field_value<std::string> branch_zip;
    std::string label;
    std::vector<std::string> tags;
    std::optional<std::string> second_tag;
    model::open_enum<size> how_big;
    std::optional<external_ref> parent;
};
BOOST_DESCRIBE_STRUCT(customer, (), (name, city, mail_city, branch_zip, label, tags, second_tag, how_big, parent))

struct shout {
    result<std::string> operator()(std::string const& s) const {
        if (s.empty()) return fail(errc::mapping, "found nothing to shout");
        return s + "!";
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "shout"; }
};

constexpr auto to_customer = mapping<company, customer>(
    to<& customer::name> = from_all<&company::given, &company::middle, &company::family> | joined{" "},
    to<& customer::city> = from<&company::seat, &office::at, &place::city> | trim,
    to<& customer::mail_city> = from<&company::seat, &office::mail, &place::city>,
    to<& customer::branch_zip> = from<&company::branch, &office::at, &place::zip>,
    to<& customer::label> =
        when(is<&company::kind>("vip"), from<&company::family> | shout{})
            .otherwise(when(has<&company::staff>, from<&company::family>).otherwise(constant("nobody"))),
    to<& customer::tags> = from<&company::tags> | split{','},
    to<& customer::second_tag> = from<&company::tags> | split{','} | part{1},
    to<& customer::how_big> =
        from<&company::kind> | translated_open(std::pair<std::string_view, size>{"vip", size::big},
                                               std::pair<std::string_view, size>{"std", size::small_one}),
    to<& customer::parent> = from<&company::parent> | linked_or_none{"odoo", "res.partner"});

company acme() {
    return {.given = " Ada ",
            .middle = {},
            .family = "Byron",
            .kind = "vip",
            .staff = 3,
            .seat = {{" Wien ", "1010"}, {}},
            .branch = {},
            .tags = "a, b ,,c",
            .parent = {}};
}

}  // namespace

TEST_CASE("members of members are read, and where one on the way is missing, so is the value") {
    auto c = acme();
    auto out = to_customer(c);
    REQUIRE(out);
    CHECK(out->city == "Wien");
    CHECK_FALSE(out->mail_city);
    CHECK(out->branch_zip.is_absent());
    c.seat.mail = place{"Graz", {}};
    c.branch = office{{"Linz", "4020"}, {}};
    out = to_customer(c);
    CHECK(out->mail_city == "Graz");
    CHECK(out->branch_zip == "4020");
    c.branch = office{{"Linz", field_value<std::string>::empty_value()}, {}};
    CHECK(to_customer(c)->branch_zip.is_empty());  // its own state survives the path
}

TEST_CASE("several members become one, blank ones left out") {
    auto c = acme();
    CHECK(to_customer(c)->name == "Ada Byron");
    c.middle = "K.";
    CHECK(to_customer(c)->name == "Ada K. Byron");
    c.given = " ";
    c.middle = field_value<std::string>::empty_value();
    CHECK(to_customer(c)->name == "Byron");
}

TEST_CASE("a text becomes a list, and joining what was split gives it back") {
    CHECK(to_customer(acme())->tags == std::vector<std::string>{"a", "b", "c"});
    CHECK(to_customer(acme())->second_tag == "b");
    auto c = acme();
    c.tags = "one";
    CHECK_FALSE(to_customer(c)->second_tag);
    for (auto const* text : {"", "a", "a,b", "a,b,c d"}) CHECK(joined{","}(split{','}(text)) == text);
    CHECK(split{','}(" , ,").empty());
}

TEST_CASE("one pipeline or another, and the one that is not taken does not fail") {
    auto c = acme();
    CHECK(to_customer(c)->label == "Byron!");
    c.kind = "std";
    CHECK(to_customer(c)->label == "Byron");
    c.family = "";
    CHECK(to_customer(c)->label.empty());
    c.staff.reset();
    CHECK(to_customer(c)->label == "nobody");
    c.kind = "vip";
    auto const failed = to_customer(c);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().message == "family or family or constant \"nobody\" -> label: found nothing to shout");
}

// Shows R084.
TEST_CASE("a word the table does not know is kept") {
    auto c = acme();
    CHECK(to_customer(c)->how_big == model::open_enum<size>{size::big, "vip"});
    c.kind = "gold";
    CHECK(to_customer(c)->how_big == model::open_enum<size>::unknown("gold"));
}

// Shows R091.
TEST_CASE("a reference that is not linked parks, is refused, or is left out, as the rule says") {
    std::vector<unresolved_ref> waiting;
    map_context mc;
    mc.unresolved = &waiting;
    external_ref const parent{"hubspot", "companies", "7"};
    auto const parked = linked_to{"odoo", "res.partner"}(parent, mc);
    REQUIRE_FALSE(parked);
    CHECK(parked.error().code == errc::missing_reference);
    CHECK(waiting.size() == 1);
    auto const refused = linked_to{"odoo", "res.partner", {}, unresolved::reject}(parent, mc);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::mapping);
    CHECK(waiting.size() == 1);
    auto const none = linked_or_none{"odoo", "res.partner"}(parent, mc);
    REQUIRE(none);
    CHECK_FALSE(*none);
    CHECK(waiting.size() == 1);
}

TEST_CASE("the text of a mapping shows paths, choices and tables, so that its hash covers them") {
    auto const text = to_customer.describe();
    CHECK(text.find("to name = given, middle, family | joined \" \"\n") != std::string::npos);
    CHECK(text.find("to city = seat.at.city | trim\n") != std::string::npos);
    CHECK(text.find("to label = when kind is \"vip\": family | shout; otherwise: when staff has a value: family; "
                    "otherwise: constant \"nobody\"\n") != std::string::npos);
    CHECK(text.find("translated_open \"vip\"=1 \"std\"=0\n") != std::string::npos);
}

namespace expressions_test {

enum class deal_stage { open, won, lost, on_hold };
BOOST_DESCRIBE_ENUM(deal_stage, open, won, lost, on_hold)
enum class work_state { planned, active, paused, closed };
BOOST_DESCRIBE_ENUM(work_state, planned, active, paused, closed)

// Shows R080.
TEST_CASE("a translation that is not one to one lists its gaps") {
    constexpr auto stage_to_state =
        translated(std::pair{deal_stage::won, work_state::planned}, std::pair{deal_stage::on_hold, work_state::paused},
                   std::pair{deal_stage::lost, work_state::closed});
    auto const gaps = stage_to_state.gaps();
    CHECK(gaps.not_translated == std::vector<std::string_view>{"open"});
    CHECK(gaps.never_made == std::vector<std::string_view>{"active"});
    CHECK_FALSE(stage_to_state(deal_stage::open));

    auto const words = translated(std::pair<std::string_view, work_state>{"won", work_state::planned}).gaps();
    CHECK(words.not_translated.empty());
    CHECK(words.never_made == std::vector<std::string_view>{"active", "paused", "closed"});
}

}  // namespace expressions_test
