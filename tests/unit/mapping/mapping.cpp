// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/mapping.hpp>

#include <doctest/doctest.h>

#include <map>

#include <syncline/mapping/policies.hpp>

using namespace syncline;

namespace {

struct deal {
    std::string id;
    std::string title;
    field_value<std::string> owner;
    std::optional<int> hours;
    std::string stage;
    external_ref company;
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(deal, (), (id, title, owner, hours, stage, company, tags))

enum class state { draft, active };

struct project {
    std::string source_ref;
    std::string name;
    std::string manager;
    int hours = 0;
    state status = state::active;
    std::optional<external_ref> customer;
    field_value<std::string> note;
    std::string notes;
};
BOOST_DESCRIBE_STRUCT(project, (), (source_ref, name, manager, hours, status, customer, note, notes))

struct prefixed {
    std::string_view with;
    std::string operator()(std::string const& s) const { return std::string(with) + s; }
};

struct identity_table final : identity_resolver {
    std::map<external_ref, external_ref> rows;
    result<std::optional<external_ref>> resolve(external_ref const& from, std::string_view, std::string_view) override {
        auto const it = rows.find(from);
        return it == rows.end() ? std::optional<external_ref>{} : it->second;
    }
};

constexpr auto deal_to_project =
    mapping<deal, project>(to<& project::source_ref> = from<&deal::id>,
                           to<& project::name> = from<&deal::title> | trim | non_empty | prefixed{"CRM: "},
                           to<& project::manager> = from<&deal::owner> | trim | or_else{"unassigned"},
                           to<& project::hours> = from<&deal::hours> | required,
                           to<& project::status> = from<&deal::stage> | translated(std::pair{"won", state::draft},
                                                                                   std::pair{"live", state::active}),
                           to<& project::customer> = from<&deal::company> | linked_to{"odoo", "res.partner"},
                           to<& project::note> = from<&deal::owner>, skip<&project::notes>);

deal good() {
    return {.id = "7",
            .title = "  Rollout ",
            .owner = std::string(" ana "),
            .hours = 12,
            .stage = "won",
            .company = {"hubspot", "companies", "9"},
            .tags = {}};
}

}  // namespace

TEST_CASE("a mapping fills every field through its policies") {
    identity_table ids;
    ids.rows[{"hubspot", "companies", "9"}] = {"odoo", "res.partner", "77"};
    auto const p = deal_to_project(good(), map_context{.identities = &ids});
    REQUIRE(p);
    CHECK(p->source_ref == "7");
    CHECK(p->name == "CRM: Rollout");
    CHECK(p->manager == "ana");
    CHECK(p->hours == 12);
    CHECK(p->status == state::draft);
    CHECK(p->customer->id == "77");
    CHECK(p->note.value() == " ana ");
}

TEST_CASE("all failing fields are reported together, each with both names") {
    deal d = good();
    d.title = "   ";
    d.hours.reset();
    d.stage = "lost";
    std::vector<unresolved_ref> unresolved;
    auto const p = deal_to_project(d, map_context{.unresolved = &unresolved});
    REQUIRE_FALSE(p);
    CHECK(p.error().code == errc::mapping);
    CHECK(p.error().message ==
          "title -> name: found nothing, expected a text; hours: found nothing, expected a value; "
          "stage -> status: found \"lost\", expected one of \"won\" \"live\"; "
          "company -> customer: companies 9 of hubspot has no counterpart in odoo res.partner");
    REQUIRE(unresolved.size() == 1);
    CHECK(unresolved[0].from.id == "9");
}

TEST_CASE("failures of one kind keep their kind") {
    auto const p = deal_to_project(good());
    REQUIRE_FALSE(p);
    CHECK(p.error().code == errc::missing_reference);
}

TEST_CASE("nothing passes through policies as nothing, in its own state") {
    constexpr auto m =
        mapping<deal, project>(skip<&project::source_ref>, skip<&project::name>, skip<&project::manager>,
                               skip<&project::hours>, skip<&project::status>, skip<&project::customer>,
                               to<& project::note> = from<&deal::owner> | trim | non_empty, skip<&project::notes>);
    deal d = good();
    d.owner = field_value<std::string>::empty_value();
    CHECK(m(d)->note.is_empty());
    d.owner = {};
    CHECK(m(d)->note.is_absent());
    d.owner = std::string(" x ");
    CHECK(m(d)->note.value() == "x");
    d.owner = std::string("  ");
    CHECK_FALSE(m(d));
}

TEST_CASE("a value table corrects a spelling and lets the rest pass") {
    value_tables const tables{{"product", {{"GTXPro", "GTX Pro"}}}};
    map_context const mc{.tables = &tables};
    value_table const t{"product"};
    CHECK(t("GTXPro", mc) == "GTX Pro");
    CHECK(t("MG Special", mc) == "MG Special");
    CHECK(t("GTXPro", map_context{}) == "GTXPro");
}

TEST_CASE("at_most never cuts inside a character") {
    CHECK(at_most{3}("abc") == "abc");
    CHECK(at_most{3}("ab\xC3\xA9") == "ab");
    CHECK(at_most{4}("ab\xC3\xA9z") == "ab\xC3\xA9");
    CHECK(at_most{2}("\xF0\x9F\x98\x80") == "");
}

namespace {
struct pair_of {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(pair_of, (), (text))
struct line {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(line, (), (text))
struct order {
    std::vector<line> lines;
};
BOOST_DESCRIBE_STRUCT(order, (), (lines))
struct cart {
    std::vector<pair_of> items;
};
BOOST_DESCRIBE_STRUCT(cart, (), (items))
constexpr auto to_line = mapping<pair_of, line>(to<& line::text> = from<&pair_of::text> | non_empty);
constexpr auto to_order = mapping<cart, order>(to<& order::lines> = from<&cart::items> | each{to_line});
}  // namespace

TEST_CASE("a list is mapped element by element and names the positions that fail") {
    CHECK(to_order(cart{{{"a"}, {"b"}}})->lines[1].text == "b");
    CHECK(to_order(cart{})->lines.empty());
    auto const bad = to_order(cart{{{""}, {"b"}, {""}}});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().message ==
          "items -> lines: [0]: text: found nothing, expected a text; [2]: text: found nothing, expected a text");
}

TEST_CASE("a mapping has one text and one identity") {
    auto const m = deal_to_project.named("won-deal-to-project", "1.2.0");
    CHECK(m.describe() ==
          "to source_ref = id\n"
          "to name = title | trim | non_empty | custom\n"
          "to manager = owner | trim | or_else \"unassigned\"\n"
          "to hours = hours | required\n"
          "to status = stage | translated \"won\"=0 \"live\"=1\n"
          "to customer = company | linked_to odoo res.partner\n"
          "to note = owner\n"
          "skip notes\n");
    CHECK(m.identity().starts_with("won-deal-to-project@1.2.0#"));
    CHECK(m.identity() == deal_to_project.named("won-deal-to-project", "1.2.0").identity());
}

TEST_CASE("a rule can read what an earlier step made") {
    constexpr auto m = mapping<deal, project>(skip<&project::source_ref>, skip<&project::name>, skip<&project::manager>,
                                              skip<&project::hours>, skip<&project::status>,
                                              to<& project::customer> = produced_by("customer"), skip<&project::note>,
                                              to<& project::notes> = constant("n"));
    std::pair<std::string, external_ref> const made[] = {{"customer", {"odoo", "res.partner", "5"}}};
    auto const p = m(good(), map_context{.produced = made});
    REQUIRE(p);
    CHECK(p->customer->id == "5");
    CHECK(p->notes == "n");
    CHECK_FALSE(m(good())->customer.has_value());
}
