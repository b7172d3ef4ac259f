// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/survivorship.hpp>

#include <doctest/doctest.h>

#include <array>
#include <tuple>

#include "unit/mdm/customer.hpp"

using namespace survivors;

namespace {

field_value<std::string> const blank = field_value<std::string>::empty_value();

struct line {
    std::string text{};
    field_value<std::string> a{};
    field_value<std::string> b{};
    field_value<int> n{};
};
BOOST_DESCRIBE_STRUCT(line, (), (text, a, b, n))

fact<line> line_of(char const* system, model::system_role role, int hour, line record) {
    return {.record = std::move(record), .from = {.source = {system, "x", "1"}, .role = role, .at = at(hour)}};
}

template <class Policy>
std::string survivor(Policy const& policy, std::vector<fact<line>> const& facts) {
    auto const m = policy.merge("1", facts);
    std::string const field = m.fields.front().field;
    return m.record.a.has_value() ? m.record.a.value() : m.record.a.is_empty() ? "blank" : "absent";
}

/// A policy that decides `a` by this rule.
template <class Rule>
constexpr auto a_by(Rule rule) {
    return survivorship<line>("line", tie_break(crm, erp, billing), keep<&line::a> = rule, leave<&line::text>,
                              leave<&line::b>, leave<&line::n>);
}

}  // namespace

// Shows R072.
TEST_CASE("each step decides by what it names") {
    std::vector<fact<line>> facts{
        line_of("hubspot", crm, 3, {.a = "crm's"}),
        line_of("odoo", erp, 2, {.a = "ERP's, and longer"}),
        line_of("stripe", billing, 4, {.a = "billing's"}),
    };
    facts[2].notes = {note<&line::a>({.verified = true})};
    CHECK(survivor(a_by(owner(erp)), facts) == "ERP's, and longer");
    CHECK(survivor(a_by(owner("hubspot")), facts) == "crm's");
    CHECK(survivor(a_by(ranked(billing, erp)), facts) == "billing's");
    CHECK(survivor(a_by(ranked("odoo", crm)), facts) == "ERP's, and longer");
    CHECK(survivor(a_by(newest), facts) == "billing's");
    CHECK(survivor(a_by(longest), facts) == "ERP's, and longer");
    CHECK(survivor(a_by(verified), facts) == "billing's");
    CHECK(survivor(a_by(only(crm, erp) | newest), facts) == "crm's");
    CHECK(survivor(a_by(only(hr) | newest), facts) == "absent");
    CHECK(survivor(a_by(sole_owner(erp)), facts) == "ERP's, and longer");
    CHECK(survivor(a_by(sole_owner(hr)), facts) == "absent");
    CHECK(survivor(a_by(most_restrictive("billing's")), facts) == "billing's");
    CHECK(survivor(a_by(most_restrictive("nobody's", "ERP's, and longer", "billing's")), facts) == "ERP's, and longer");
    CHECK(survivor(a_by(most_restrictive("nobody's") | newest), facts) == "billing's");
    CHECK(survivor(a_by(ask), facts) == "absent");
    CHECK(survivor(a_by(only(crm) | ask), facts) == "crm's");
}

TEST_CASE("a step is asked only what the one before left open") {
    std::vector<fact<line>> facts{
        line_of("hubspot", crm, 1, {.a = "old"}),
        line_of("salesforce", crm, 2, {.a = "new"}),
        line_of("odoo", erp, 3, {.a = "newest"}),
    };
    CHECK(survivor(a_by(ranked(crm) | newest), facts) == "new");
    CHECK(survivor(a_by(newest | ranked(crm)), facts) == "newest");
    CHECK(survivor(a_by(ranked("salesforce", "hubspot") | longest), facts) == "new");
    facts[0].notes = {note<&line::a>({.verified = true})};
    CHECK(survivor(a_by(verified | newest), facts) == "old");
}

// Shows R072.
TEST_CASE("the tie-break is the ranking of systems, then source time, then the smaller id") {
    auto const rule = a_by(verified);
    CHECK(survivor(rule, {line_of("odoo", erp, 9, {.a = "e"}), line_of("hubspot", crm, 1, {.a = "c"})}) == "c");
    CHECK(survivor(rule, {line_of("desk", hr, 9, {.a = "unranked"}), line_of("odoo", erp, 1, {.a = "e"})}) == "e");
    CHECK(survivor(rule, {line_of("b", crm, 1, {.a = "old"}), line_of("a", crm, 2, {.a = "new"})}) == "new");
    CHECK(survivor(rule, {line_of("b", crm, 2, {.a = "new"}), line_of("a", crm, 1, {.a = "old"})}) == "new");
    CHECK(survivor(rule, {line_of("b", crm, 1, {.a = "b"}), line_of("a", crm, 1, {.a = "a"})}) == "a");
    auto const m = rule.merge("1", std::vector{line_of("b", crm, 1, {.a = "b"}), line_of("a", crm, 1, {.a = "a"})});
    CHECK(m.fields.front().settled == settled_by::tie_break);
    CHECK(m.fields.front().step == "tie-break, smaller source id");
}

TEST_CASE("absent is no opinion, and a blank is one only of an owner") {
    auto const says = [](field_value<std::string> crm_says, field_value<std::string> erp_says) {
        return std::vector{line_of("hubspot", crm, 1, {.a = std::move(crm_says)}),
                           line_of("odoo", erp, 2, {.a = std::move(erp_says)})};
    };
    struct {
        field_value<std::string> of_crm;
        field_value<std::string> of_erp;
        char const* owned;   // owner(crm)
        char const* ranked;  // ranked(crm, erp)
        char const* sole;    // sole_owner(crm)
    } const cases[] = {
        {"c", "e", "c", "c", "c"},
        {"c", blank, "c", "c", "c"},
        {"c", {}, "c", "c", "c"},
        {blank, "e", "blank", "e", "blank"},
        {blank, blank, "blank", "absent", "blank"},
        {blank, {}, "blank", "absent", "blank"},
        {{}, "e", "e", "e", "absent"},
        {{}, blank, "absent", "absent", "absent"},
        {{}, {}, "absent", "absent", "absent"},
    };
    for (auto const& c : cases) {
        auto const facts = says(c.of_crm, c.of_erp);
        CAPTURE(c.owned);
        CAPTURE(c.ranked);
        CHECK(survivor(a_by(owner(crm)), facts) == c.owned);
        CHECK(survivor(a_by(ranked(crm, erp)), facts) == c.ranked);
        CHECK(survivor(a_by(sole_owner(crm)), facts) == c.sole);
    }
    // a text of no characters is a blank
    CHECK(survivor(a_by(ranked(crm, erp)), says("", "e")) == "e");
    // an owner's blank is a word like another where something stronger stands before it
    auto facts = says(blank, "e");
    facts[1].notes = {note<&line::a>({.verified = true})};
    CHECK(survivor(a_by(verified | owner(crm)), facts) == "e");
}

TEST_CASE("members that cannot say blank have no opinion when there is nothing in them") {
    auto const m = merge({said_by(crm, 1, {.name = ""}),
                          said_by(erp, 2, {.name = "Acme", .parent = external_ref{"odoo", "res.partner", "1"}})});
    CHECK(m.record.name == "Acme");
    CHECK(m.record.parent == external_ref{"odoo", "res.partner", "1"});
    CHECK(m.conflicts.empty());
}

// Shows R072.
TEST_CASE("a group survives whole: no street of one source with a city of another") {
    auto const m =
        merge({said_by(erp, 5, {.street = "Ring 1", .zip = "1010", .city = "Wien"}),
               said_by(billing, 9, {.street = "Hauptplatz 1", .city = blank}), said_by(crm, 1, {.name = "Acme"})});
    CHECK(m.record.street == "Ring 1");
    CHECK(m.record.zip == "1010");
    CHECK(m.record.city == "Wien");
    auto const& e = why(m, "street, zip, city");
    CHECK(e.step == "unless an invoice was posted: most complete");
    CHECK(winner(e) == "odoo");

    // the owner's half address wins with its holes
    auto const half = merge({said_by(erp, 5, {.street = "Ring 1", .zip = "1010", .city = "Wien"}),
                             said_by(crm, 1, {.street = "Hauptplatz 1", .city = blank})});
    CHECK(half.record.street == "Hauptplatz 1");
    CHECK(half.record.zip.is_absent());
    CHECK(half.record.city.is_empty());
}

TEST_CASE("a rule may hold only when something is so, whoever's record says it and wherever it stands") {
    customer const erp_says{.street = "Ring 1", .city = "Wien", .invoiced = true};
    customer const crm_says{.street = "Hauptplatz 1", .city = "Graz"};
    auto const before = merge({said_by(crm, 9, crm_says), said_by(erp, 1, {.street = "Ring 1", .city = "Wien"})});
    CHECK(before.record.city == "Graz");
    CHECK(why(before, "street, zip, city").rule ==
          "unless an invoice was posted: owner crm; then most complete; then newest");
    std::vector<fact<customer>> facts{said_by(crm, 9, crm_says), said_by(erp, 1, erp_says)};
    CHECK(merge(facts).record.city == "Wien");
    std::swap(facts[0], facts[1]);
    CHECK(merge(facts).record.city == "Wien");
    CHECK(why(merge(facts), "street, zip, city").rule == "when an invoice was posted: owner erp");
    // an older copy says nothing of today
    facts.push_back(said_by(erp, 2, {.street = "Ring 1", .city = "Wien", .invoiced = false}));
    CHECK(merge(facts).record.city == "Graz");
}

TEST_CASE("an opt-out from anywhere wins at once, also against a person's decision") {
    std::vector<fact<customer>> const facts{said_by(crm, 9, {.no_mail = false}),
                                            said_by(billing, 1, {.no_mail = true})};
    auto const m = merge(facts);
    CHECK(m.record.no_mail == true);
    CHECK(why(m, "no_mail").step == "most restrictive yes");
    std::vector<decision> const against{{.entity = "party",
                                         .record = "c-1",
                                         .field = "no_mail",
                                         .winner = facts[0].from.source,
                                         .holds = lasting::this_record,
                                         .by = "Ana",
                                         .at = at(20)}};
    CHECK(merge(facts, {.decisions = against}).record.no_mail == true);
    CHECK(merge({facts[0]}, {.decisions = against}).record.no_mail == false);
}

TEST_CASE("of two copies of a record the newer counts, and the older for what the newer left absent") {
    auto const m = merge({said_by(crm, 1, {.name = "Old", .phone = "+43 1"}), said_by(crm, 2, {.name = "New"}),
                          said_by(erp, 1, {.name = "Other"})});
    CHECK(m.record.name == "New");
    CHECK(m.record.phone == "+43 1");
    CHECK(why(m, "name").sides.size() == 2);

    // same source time: the one that was read later
    auto first = said_by(crm, 1, {.name = "First"});
    auto second = said_by(crm, 1, {.name = "Second"});
    first.from.read = at(3);
    second.from.read = at(4);
    CHECK(merge({first, second}).record.name == "Second");
    CHECK(merge({second, first}).record.name == "Second");
    std::swap(first.from.read, second.from.read);
    CHECK(merge({first, second}).record.name == "First");
    // no way to tell: one of them, always the same
    first.from.read = second.from.read;
    CHECK(merge({first, second}).record.name == merge({second, first}).record.name);
}

TEST_CASE("a clock that runs ahead wins nothing beyond the time its record was read") {
    auto fast = said_by(erp, 90'000, {.phone = "of a fast clock"});
    fast.from.read = at(5);
    CHECK(merge({fast, said_by(crm, 6, {.phone = "edited later"})}).record.phone == "edited later");
    CHECK(merge({fast, said_by(crm, 4, {.phone = "edited before"})}).record.phone == "of a fast clock");
    CHECK(why(merge({fast}), "phone").sides.front().at == at(5));
}

TEST_CASE("a field's own time and verification count for that field alone") {
    // edited at 9, but not the phone
    auto of_crm = said_by(crm, 9, {.vat = "ATU1", .phone = "stale"});
    auto of_erp = said_by(erp, 5, {.vat = "ATU2", .phone = "fresh"});
    of_crm.notes = {note<&customer::phone>({.at = at(1)})};
    CHECK(merge({of_crm, of_erp}).record.phone == "fresh");
    CHECK(merge({of_crm, of_erp}).record.vat == "ATU2");
    of_crm.notes.push_back(note<&customer::vat>({.verified = true}));
    CHECK(merge({of_crm, of_erp}).record.vat == "ATU1");
    CHECK(merge({of_crm, of_erp}).record.phone == "fresh");
}

TEST_CASE("a note on a member of a group is one on the group, and the newest counts") {
    auto const by_time = survivorship<customer>(
        "party", tie_break(crm, erp), keep<&customer::street, &customer::zip, &customer::city> = verified | newest,
        leave<&customer::source>, leave<&customer::name>, leave<&customer::vat>, leave<&customer::phone>,
        leave<&customer::notes>, leave<&customer::term_days>, leave<&customer::no_mail>, leave<&customer::invoiced>,
        leave<&customer::parent>);
    auto of_crm = said_by(crm, 9, {.city = "Graz"});
    auto of_erp = said_by(erp, 5, {.city = "Wien"});
    auto const city = [&] { return by_time.merge("1", std::vector{of_crm, of_erp}).record.city.value(); };
    of_crm.notes = {note<&customer::zip>({.at = at(2)}), note<&customer::street>({.at = at(4)}),
                    note<&customer::phone>({.at = at(8)})};
    CHECK(city() == "Wien");
    of_crm.notes.push_back(note<&customer::city>({.at = at(6)}));
    CHECK(city() == "Graz");
    of_erp.notes = {note<&customer::street>({.verified = true})};
    CHECK(city() == "Wien");
}

TEST_CASE("no facts, and facts that say nothing, give an empty record and say so") {
    for (auto const& facts : {std::vector<fact<customer>>{}, std::vector{said_by(crm, 1, {}), said_by(erp, 1, {})}}) {
        auto const m = merge(facts);
        CHECK(m.record == customer{});
        CHECK(m.conflicts.empty());
        CHECK(m.fields.size() == 9);
        for (auto const& f : m.fields) {
            CHECK(f.settled == settled_by::nobody);
            CHECK(f.sides.empty());
        }
    }
}

// Shows R072.
TEST_CASE("each surviving value carries source, time and rule") {
    auto const m = merge(
        {said_by(crm, 3, {.name = "Acme"}), said_by(erp, 4, {.name = "ACME"}), said_by(billing, 5, {.name = "acme"})});
    auto const& e = why(m, "name");
    CHECK(e.entity == "party");
    CHECK(e.record == "c-1");
    CHECK(e.rule == "only crm, erp heard; then ranking crm, erp");
    CHECK(e.settled == settled_by::rule);
    CHECK(e.step == "ranking crm, erp");
    REQUIRE(e.sides.size() == 3);
    CHECK(e.sides[0].survives);
    CHECK(e.sides[0].source == external_ref{"hubspot", "companies", "7"});
    CHECK(e.sides[0].role == crm);
    CHECK(e.sides[0].at == at(3));
    CHECK(e.sides[0].text == "Acme");
    CHECK(e.sides[0].lost_to.empty());
    CHECK(e.sides[1].lost_to == "ranking crm, erp");
    CHECK(!e.sides[1].barred);
    CHECK(e.sides[2].lost_to == "only crm, erp heard");
    CHECK(e.sides[2].barred);
    CHECK(why(merge({said_by(crm, 3, {.name = "A"}), said_by(erp, 4, {.name = "A"})}), "name").settled ==
          settled_by::unopposed);
}

TEST_CASE("the policy prints itself, and its identity changes with what it says") {
    CHECK(customers.describe() ==
          "source: left out\n"
          "name: only crm, erp heard; then ranking crm, erp\n"
          "vat: verified; then ranking erp; then newest\n"
          "street, zip, city: when an invoice was posted: owner erp; otherwise: owner crm; then most complete; then "
          "newest\n"
          "phone: newest\n"
          "notes: longest\n"
          "term_days: only erp heard; then owner erp\n"
          "no_mail: most restrictive yes\n"
          "invoiced: only erp heard; then owner erp\n"
          "parent: a person decides\n"
          "tie-break: ranking crm, erp, billing; then newer source time; then smaller source id\n");
    CHECK(a_by(newest).identity().starts_with("line#"));
    CHECK(a_by(newest).identity().size() == 17);
    CHECK(a_by(newest).identity() == a_by(newest).identity());
    CHECK(a_by(newest).identity() != a_by(longest).identity());
    CHECK(a_by(ranked(crm, erp)).identity() != a_by(ranked(erp, crm)).identity());
}

TEST_CASE("hostile values are compared whole and shown short and clean") {
    std::string const huge(1 << 20, 'x');
    std::string const broken = "\xff\xfe\x01\n\"quoted\"" + std::string(1, '\0');
    auto const m = merge(
        {said_by(crm, 1, {.name = broken, .notes = huge}), said_by(erp, 1, {.name = huge + "y", .notes = huge + "y"})});
    CHECK(m.record.name == broken);
    CHECK(m.record.notes == huge + "y");
    for (auto const& f : m.fields)
        for (auto const& s : f.sides) {
            CHECK(s.text.size() <= side::max_text + 3);
            CHECK(is_valid_utf8(s.text));
            CHECK(s.text.find('\n') == std::string::npos);
        }
    CHECK(why(m, "notes").sides[0].digest != why(m, "notes").sides[1].digest);
    CHECK(to_text(why(m, "name"), values::shown).find('\0') == std::string::npos);
    // the first and the last moment there are
    auto first = said_by(crm, 0, {.phone = "first"});
    auto last = said_by(erp, 0, {.phone = "last"});
    first.from.at = (instant::min)();
    last.from.at = (instant::max)();
    CHECK(merge({first, last}).record.phone == "last");
    CHECK(merge({last, first}).record.phone == "last");
}

TEST_CASE("longest counts characters, not bytes, and no white space around them") {
    auto const longer = [](char const* a, char const* b) {
        return survivor(a_by(longest), {line_of("odoo", erp, 1, {.a = a}), line_of("hubspot", crm, 1, {.a = b})});
    };
    CHECK(longer("four", "\u00f6\u00f6\u00f6") == "four");
    CHECK(longer("four", "abc      ") == "four");
    CHECK(longer("\u00f6\u00f6\u00f6\u00f6", "abc") == "\u00f6\u00f6\u00f6\u00f6");
    CHECK(longer("same", "size") == "size");
}

namespace {

template <class T>
T one_of(seeded_random& random, std::initializer_list<T> all) {
    return all.begin()[random() % all.size()];
}

/// Few different values, times and ranks, so that ties are the rule.
std::vector<fact<customer>> some_facts(seeded_random& random) {
    auto const text = [&](std::initializer_list<char const*> all) -> field_value<std::string> {
        auto const which = random() % (all.size() + 2);
        if (which == all.size()) return {};
        if (which == all.size() + 1) return blank;
        return all.begin()[which];
    };
    std::vector<fact<customer>> facts;
    for (auto n = random() % 7; n > 0; --n) {
        fact<customer> f;
        f.record.name = one_of(random, {"", "Acme", "ACME"});
        f.record.vat = text({"ATU1", "ATU2"});
        f.record.street = text({"Ring 1", "Ring 2"});
        f.record.zip = text({"1010"});
        f.record.city = text({"Wien", "Graz"});
        f.record.phone = text({"1", "2", "3"});
        f.record.notes = text({"short", "longer", "lenger"});
        if (random() % 2 == 0) f.record.term_days = one_of(random, {14, 30});
        if (random() % 2 == 0) f.record.no_mail = random() % 2 == 0;
        if (random() % 2 == 0) f.record.invoiced = random() % 2 == 0;
        if (random() % 2 == 0) f.record.parent = external_ref{"odoo", "res.partner", one_of(random, {"1", "2"})};
        f.from.role = one_of(random, {crm, erp, billing, hr});
        f.from.source = {one_of(random, {"a", "b"}), "x", one_of(random, {"1", "2", "3"})};
        f.from.at = at(one_of(random, {1, 1, 2, 90'000}));
        if (random() % 2 == 0) f.from.read = at(one_of(random, {2, 3}));
        if (random() % 4 == 0) f.notes.push_back(note<&customer::vat>({.verified = true}));
        if (random() % 4 == 0) f.notes.push_back(note<&customer::phone>({.at = at(one_of(random, {0, 1, 5}))}));
        facts.push_back(f);
        if (random() % 8 == 0) facts.push_back(f);  // delivered twice
    }
    return facts;
}

std::vector<decision> some_decisions(std::vector<fact<customer>> const& facts, seeded_random& random) {
    std::vector<decision> out;
    auto const m = merge(facts);
    for (auto const& f : m.fields) {
        for (auto n = random() % 3; n > 0 && !f.sides.empty(); --n) {
            auto const d =
                decide(f, {.winner = f.sides[random() % f.sides.size()].source,
                           .holds = one_of(random, {lasting::once, lasting::this_record, lasting::every_record}),
                           .by = one_of(random, {"Ana", "Ben"}),
                           .at = at(one_of(random, {30, 31}))});
            if (d) out.push_back(*d);
        }
    }
    return out;
}

bool same(merged<customer> const& a, merged<customer> const& b) {
    return a.record == b.record && a.fields == b.fields && a.conflicts == b.conflicts;
}

}  // namespace

// Shows R072.
TEST_CASE("the same facts in any order, and the same decisions, give the same record for the same reasons") {
    std::array<int, 6> settled{};
    std::array<int, 2> conflicts{};
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        auto facts = some_facts(random);
        auto decisions = some_decisions(facts, random);
        auto const base = merge(some_facts(random)).agreed();
        auto const expected = merge(facts, {.decisions = decisions, .agreed = &base});
        for (auto const& f : expected.fields) ++settled[static_cast<std::size_t>(f.settled)];
        for (auto const& c : expected.conflicts) ++conflicts[static_cast<std::size_t>(c.reason)];
        for (int round = 0; round < 4; ++round) {
            shuffle(facts, random);
            shuffle(decisions, random);
            REQUIRE(same(merge(facts, {.decisions = decisions, .agreed = &base}), expected));
        }
        auto const again = facts;  // everything delivered twice
        facts.insert(facts.end(), again.begin(), again.end());
        REQUIRE(same(merge(facts, {.decisions = decisions, .agreed = &base}), expected));
    }
    for (auto const n : settled) CHECK(n > 200);  // each way to settle was tried
    for (auto const n : conflicts) CHECK(n > 200);
}

TEST_CASE("what was agreed tells what is news and never what survives") {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        auto const facts = some_facts(random);
        auto const base = merge(some_facts(random)).agreed();
        auto const with = merge(facts, {.agreed = &base});
        auto const without = merge(facts);
        REQUIRE(with.record == without.record);
        REQUIRE(with.fields == without.fields);
    }
}

TEST_CASE("a chain decides as one comparison, step by step, would") {
    auto const chain = a_by(only(crm, erp, billing) | verified | ranked(erp) | newest);
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        std::vector<fact<line>> facts;
        for (int i = 0; i < 6; ++i) {  // each source once
            if (random() % 4 == 0) continue;
            std::string const id(1, static_cast<char>('a' + i));
            auto f = line_of(id.c_str(), one_of(random, {crm, erp, billing, hr}), one_of(random, {1, 2, 3}),
                             {.a = id + "'s"});
            if (random() % 3 == 0) f.notes = {note<&line::a>({.verified = true})};
            facts.push_back(f);
        }
        shuffle(facts, random);
        fact<line> const* best = nullptr;
        auto const key = [](fact<line> const& f) {
            int const rank = f.from.role == crm ? 0 : f.from.role == erp ? 1 : 2;
            return std::tuple(f.notes.empty(), f.from.role != erp, -f.from.at.time_since_epoch().count(), rank,
                              f.from.source);
        };
        for (auto const& f : facts)
            if (f.from.role != hr && (!best || key(f) < key(*best))) best = &f;
        REQUIRE(survivor(chain, facts) == (best ? best->record.a.value() : "absent"));
    }
}

TEST_CASE("two concurrent edits in two systems end in the same state, whichever arrives first") {
    auto const crm_edit = said_by(
        crm, 10,
        {.name = "Acme Holding", .vat = "ATU1", .phone = "+43 1", .parent = external_ref{"odoo", "res.partner", "1"}});
    auto const erp_edit = said_by(
        erp, 11,
        {.name = "Acme AG", .vat = "ATU2", .phone = "+43 2", .parent = external_ref{"odoo", "res.partner", "2"}});
    // a host keeps every fact it was given and merges at each arrival
    auto const arrive = [](std::vector<fact<customer>> const& in_order) {
        std::vector<fact<customer>> all{said_by(crm, 1, {.name = "Acme"}), said_by(erp, 1, {.name = "Acme"})};
        auto base = merge(all).agreed();
        merged<customer> last;
        for (auto const& f : in_order) {
            all.push_back(f);
            last = merge(all, {.agreed = &base});
        }
        return last;
    };
    auto const crm_first = arrive({crm_edit, erp_edit});
    auto const erp_first = arrive({erp_edit, crm_edit});
    CHECK(crm_first.record == erp_first.record);
    CHECK(crm_first.fields == erp_first.fields);
    CHECK(crm_first.conflicts == erp_first.conflicts);
    CHECK(crm_first.record.name == "Acme Holding");
    CHECK(crm_first.record.phone == "+43 2");
    CHECK(!crm_first.record.parent);
    // a stale copy that arrives last changes nothing
    CHECK(arrive({erp_edit, crm_edit, said_by(crm, 2, {.name = "Acme Ltd"})}).record == crm_first.record);
}
