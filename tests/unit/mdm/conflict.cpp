// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/conflict.hpp>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>

#include "unit/mdm/customer.hpp"

using namespace survivors;

namespace {

external_ref parent(char const* id) { return {"odoo", "res.partner", id}; }

/// CRM and ERP disagree on the parent, about which a person is asked.
std::vector<fact<customer>> two_parents() {
    return {said_by(crm, 1, {.name = "Acme", .parent = parent("1")}),
            said_by(erp, 2, {.name = "Acme", .parent = parent("2")})};
}

ruling for_source(fact<customer> const& f, lasting holds = lasting::once, int hour = 20) {
    return {.winner = f.from.source, .holds = holds, .by = "Ana", .at = at(hour), .reason = "asked the customer"};
}

decision decided(merged<customer> const& m, std::string_view field, ruling v) {
    auto d = decide(why(m, field), std::move(v));
    REQUIRE_MESSAGE(d, d.error().message);
    return *d;
}

}  // namespace

// Shows R078.
TEST_CASE("where the rule says so, several values are a conflict and nothing survives until a person decided") {
    auto const m = merge(two_parents());
    CHECK(!m.record.parent);
    REQUIRE(m.conflicts.size() == 1);
    auto const& c = m.conflicts.front();
    CHECK(c.reason == conflict_reason::asked);
    CHECK(c.what == why(m, "parent"));
    CHECK(c.what.settled == settled_by::open);
    REQUIRE(c.what.sides.size() == 2);
    CHECK(c.what.sides[0].text == "odoo, res.partner, 1");
    CHECK(c.what.sides[1].text == "odoo, res.partner, 2");
    CHECK(!c.lapsed);
    CHECK(id_of(c) == id_of(merge(two_parents()).conflicts.front()));
    CHECK(id_of(c).size() == 32);
    CHECK(to_text(c) ==
          "party c-1, parent: absent until a person decides; rule: a person decides\n"
          "    either hubspot companies/7 (crm, 2026-03-01T01:00:00Z)\n"
          "    either odoo res.partner/7 (erp, 2026-03-01T02:00:00Z)\n");
    // agreement is no conflict
    CHECK(merge({two_parents()[0], said_by(erp, 2, {.parent = parent("1")})}).conflicts.empty());
}

// Shows R078.
TEST_CASE("a conflict that was decided once does not come back while all sides stay as they were") {
    auto facts = two_parents();
    std::vector<decision> const once{decided(merge(facts), "parent", for_source(facts[1]))};
    auto const settled = merge(facts, {.decisions = once});
    CHECK(settled.conflicts.empty());
    CHECK(settled.record.parent == parent("2"));
    CHECK(why(settled, "parent").settled == settled_by::decision);
    CHECK(why(settled, "parent").step == "decision of Ana, 2026-03-01T20:00:00Z: asked the customer");

    // another field changes, the same is said again later, another copy arrives: still settled
    facts[0].record.phone = "+43 1";
    facts[0].from.at = at(30);
    facts.push_back(said_by(erp, 3, {.name = "Acme AG"}));
    CHECK(merge(facts, {.decisions = once}).conflicts.empty());
    CHECK(merge(facts, {.decisions = once}).record.parent == parent("2"));

    // one side changes: the decision was about other things
    facts[0].record.parent = parent("3");
    auto const again = merge(facts, {.decisions = once});
    REQUIRE(again.conflicts.size() == 1);
    CHECK(!again.record.parent);
    CHECK(again.conflicts.front().lapsed == once.front());
    CHECK(id_of(again.conflicts.front()) != id_of(merge(two_parents()).conflicts.front()));
    CHECK(to_text(again.conflicts.front())
              .ends_with("    other things are said than when Ana decided for odoo res.partner/7 at "
                         "2026-03-01T20:00:00Z\n"));
    // so does a source that joins
    auto joined = two_parents();
    joined.push_back(said_by(billing, 1, {.parent = parent("1")}));
    CHECK(merge(joined, {.decisions = once}).conflicts.size() == 1);
}

TEST_CASE("a decision for good goes on deciding whatever is said") {
    auto facts = two_parents();
    std::vector<decision> const rule{decided(merge(facts), "parent", for_source(facts[1], lasting::this_record))};
    facts[0].record.parent = parent("3");
    facts[1].record.parent = parent("4");
    CHECK(merge(facts, {.decisions = rule}).record.parent == parent("4"));
    CHECK(merge(facts, {.decisions = rule}).conflicts.empty());
    // of this record only
    CHECK(customers.merge("c-2", facts, {.decisions = rule}).conflicts.size() == 1);
    // while its source has something to say
    facts[1].record.parent.reset();
    facts.push_back(said_by(billing, 1, {.parent = parent("5")}));
    CHECK(merge(facts, {.decisions = rule}).conflicts.size() == 1);
}

// Shows R078.
TEST_CASE("a decision may become a rule for every record, below one that was made for the record") {
    auto facts = two_parents();
    auto const general = decided(merge(facts), "parent", for_source(facts[0], lasting::every_record, 30));
    auto const special = decided(merge(facts), "parent", for_source(facts[1], lasting::this_record, 20));
    std::vector<decision> decisions{general, special};
    CHECK(merge(facts, {.decisions = decisions}).record.parent == parent("2"));
    // another record of the same systems
    for (auto& f : facts) f.from.source.id = "99";
    auto const other = customers.merge("c-2", facts, {.decisions = decisions});
    CHECK(other.record.parent == parent("1"));
    CHECK(other.conflicts.empty());
}

TEST_CASE("of two decisions on a record the later counts") {
    auto const facts = two_parents();
    auto const first = decided(merge(facts), "parent", for_source(facts[0], lasting::this_record, 20));
    auto const second = decided(merge(facts), "parent", for_source(facts[1], lasting::once, 21));
    CHECK(merge(facts, {.decisions = std::vector{first, second}}).record.parent == parent("2"));
    CHECK(merge(facts, {.decisions = std::vector{second, first}}).record.parent == parent("2"));
    // the later one held once: when things change, the earlier rule is back
    auto changed = facts;
    changed[1].record.parent = parent("3");
    CHECK(merge(changed, {.decisions = std::vector{first, second}}).record.parent == parent("1"));
}

TEST_CASE("a person may pick where no conflict is, and may say that it is really blank") {
    auto const nothing = field_value<std::string>::empty_value();
    std::vector<fact<customer>> const facts{said_by(crm, 9, {.phone = nothing}), said_by(erp, 1, {.phone = "+43 2"})};
    CHECK(merge(facts).record.phone == "+43 2");
    std::vector<decision> const pick{decided(merge(facts), "phone", for_source(facts[0]))};
    CHECK(merge(facts, {.decisions = pick}).record.phone.is_empty());
}

TEST_CASE("a value nobody said yet is a fact of a source of its own, which is then picked") {
    auto facts = two_parents();
    fact<customer> steward{.record = {.parent = parent("9")},
                           .from = {.source = {"steward", "party", "c-1"}, .at = at(20)}};
    facts.push_back(steward);
    std::vector<decision> const pick{decided(merge(facts), "parent", for_source(steward))};
    CHECK(merge(facts, {.decisions = pick}).record.parent == parent("9"));
    CHECK(merge(facts, {.decisions = pick}).conflicts.empty());
}

TEST_CASE("decisions that cannot be are refused with what was found and expected") {
    auto const m = merge({said_by(crm, 1, {.name = "A", .term_days = 30}), said_by(erp, 1, {.term_days = 14}),
                          said_by(billing, 1, {.name = "C"})});
    auto const refused = [&](std::string_view field, ruling v) {
        auto const d = decide(why(m, field), std::move(v));
        return d ? std::string("taken") : std::string(to_string(d.error().code)) + " " + d.error().message;
    };
    CHECK(refused("term_days", {.winner = {"odoo", "res.partner", "7"}}) ==
          "rejected party c-1, term_days: found a decision of nobody, expected who decided");
    CHECK(refused("term_days", {.winner = {"odoo", "res.partner", "8"}, .by = "Ana"}) ==
          "not_found party c-1, term_days: found a decision for odoo res.partner/8, which says nothing, expected "
          "hubspot companies/7 or odoo res.partner/7");
    CHECK(refused("vat", {.winner = {"odoo", "res.partner", "7"}, .by = "Ana"}) ==
          "not_found party c-1, vat: found a decision for odoo res.partner/7, which says nothing, expected none");
    // accounting facts are the ERP's, whatever somebody decides
    CHECK(refused("term_days", {.winner = {"hubspot", "companies", "7"}, .by = "Ana"}) ==
          "rejected party c-1, term_days: found a decision for hubspot companies/7, expected none against its rule, "
          "only erp heard; then owner erp");
    CHECK(decide(why(m, "term_days"), {.winner = {"hubspot", "companies", "7"}, .by = "Ana"}).error().reason ==
          category::policy_violation);
}

TEST_CASE("a decision that was stored for another field, entity or record decides nothing") {
    auto const facts = two_parents();
    auto const right = decided(merge(facts), "parent", for_source(facts[1], lasting::every_record));
    auto const tried = [&](decision d) {
        return merge(facts, {.decisions = std::span<decision const>(&d, 1)}).conflicts.size();
    };
    CHECK(tried(right) == 0);
    auto d = right;
    d.field = "name";
    CHECK(tried(d) == 1);
    d = right;
    d.entity = "contact";
    CHECK(tried(d) == 1);
    d = right;
    d.winner.system = "salesforce";
    CHECK(tried(d) == 1);
    d = right;
    d.holds = lasting::this_record;
    d.record = "c-2";
    CHECK(tried(d) == 1);
}

TEST_CASE("both sides changed since they agreed: the rule's outcome stands, and a person hears of it") {
    std::vector<fact<customer>> facts{said_by(crm, 1, {.name = "Acme", .term_days = 30}),
                                      said_by(erp, 1, {.name = "Acme", .term_days = 30})};
    auto const base = merge(facts).agreed();
    CHECK(merge(facts, {.agreed = &base}).conflicts.empty());

    // one side: news, no conflict
    facts.push_back(said_by(crm, 2, {.name = "Acme", .term_days = 14}));
    CHECK(merge(facts, {.agreed = &base}).conflicts.empty());
    CHECK(merge(facts, {.agreed = &base}).record.term_days == 30);

    // sales in the CRM, finance in the ERP
    facts.push_back(said_by(erp, 3, {.name = "Acme", .term_days = 60}));
    auto const m = merge(facts, {.agreed = &base});
    REQUIRE(m.conflicts.size() == 1);
    CHECK(m.record.term_days == 60);
    CHECK(m.conflicts[0].reason == conflict_reason::both_changed);
    CHECK(m.conflicts[0].what.settled == settled_by::rule);
    CHECK(to_text(m.conflicts[0], values::shown) ==
          "party c-1, changed on several sides since they agreed; "
          "term_days: \"60\" of odoo res.partner/7 (erp, 2026-03-01T03:00:00Z); settled by: only erp heard\n"
          "    not \"14\" of hubspot companies/7 (crm, 2026-03-01T02:00:00Z)\n");
    CHECK(to_text(m.conflicts[0]).find("14\"") == std::string::npos);

    // agreed on that outcome, and nobody changed since: it does not come back, though the CRM still says otherwise
    auto const settled = m.agreed();
    CHECK(merge(facts, {.agreed = &settled}).conflicts.empty());
    // without the marks of who said what, whoever differs counts as changed, and one alone is no conflict
    agreed<customer> const record_only{.record = m.record};
    CHECK(merge(facts, {.agreed = &record_only}).conflicts.empty());
    // the loser alone changes again: not both
    facts.push_back(said_by(crm, 5, {.name = "Acme", .term_days = 21}));
    CHECK(merge(facts, {.agreed = &settled}).conflicts.empty());
    // a person's rule ends it for good
    facts.push_back(said_by(erp, 6, {.name = "Acme", .term_days = 90}));
    CHECK(merge(facts, {.agreed = &settled}).conflicts.size() == 1);
    std::vector<decision> const rule{decided(merge(facts), "term_days", for_source(facts[1], lasting::this_record))};
    CHECK(merge(facts, {.decisions = rule, .agreed = &settled}).conflicts.empty());
}

TEST_CASE("the same change on both sides is no conflict, and neither is one that goes back") {
    std::vector<fact<customer>> facts{said_by(crm, 1, {.phone = "1"}), said_by(erp, 1, {.phone = "2"})};
    auto const base = merge(facts).agreed();  // "1" by the tie-break
    REQUIRE(base.record.phone == "1");
    facts.push_back(said_by(crm, 2, {.phone = "3"}));
    facts.push_back(said_by(erp, 2, {.phone = "3"}));
    CHECK(merge(facts, {.agreed = &base}).conflicts.empty());
    facts.push_back(said_by(erp, 3, {.phone = "1"}));
    CHECK(merge(facts, {.agreed = &base}).conflicts.empty());
    facts.push_back(said_by(erp, 4, {.phone = "4"}));
    CHECK(merge(facts, {.agreed = &base}).conflicts.size() == 1);
}

TEST_CASE("several who lost and say the same as then are no news; one of them who changes is not several") {
    std::vector<fact<customer>> facts{said_by(crm, 1, {.phone = "1"}), said_by(erp, 2, {.phone = "2"}),
                                      said_by(billing, 3, {.phone = "3"})};
    auto const first = merge(facts);
    REQUIRE(first.record.phone == "3");
    auto const base = first.agreed();
    CHECK(merge(facts, {.agreed = &base}).conflicts.empty());
    facts[0].record.phone = "4";
    CHECK(merge(facts, {.agreed = &base}).conflicts.empty());
    facts[1].record.phone = "5";
    CHECK(merge(facts, {.agreed = &base}).conflicts.size() == 1);
    // the record alone cannot tell who changed
    agreed<customer> const record_only{.record = first.record};
    facts[0].record.phone = "1";
    CHECK(merge(facts, {.agreed = &record_only}).conflicts.size() == 1);
}

TEST_CASE("without marks, two sources that differ from the agreed record and from each other are a conflict") {
    agreed<customer> const base{.record = {.phone = "1"}};
    std::vector<fact<customer>> const facts{said_by(crm, 2, {.phone = "2"}), said_by(erp, 2, {.phone = "3"})};
    CHECK(merge(facts, {.agreed = &base}).conflicts.size() == 1);
    CHECK(merge({facts[0]}, {.agreed = &base}).conflicts.empty());
    // nothing was agreed of a field that is absent
    agreed<customer> const nothing{};
    CHECK(merge(facts, {.agreed = &nothing}).conflicts.empty());
}

TEST_CASE("whatever is decided once settles it, until somebody says something else") {
    std::size_t asked = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        std::vector<fact<customer>> facts;
        for (int i = 0; i < 3; ++i) {
            auto f = said_by(crm, static_cast<int>(random() % 3), {.parent = parent(random() % 2 == 0 ? "1" : "2")});
            f.from.source.id = std::to_string(i);
            facts.push_back(f);
        }
        auto const open = merge(facts);
        if (open.conflicts.empty()) continue;
        ++asked;
        auto const picked = facts[random() % 3];
        std::vector<decision> const once{decided(open, "parent", for_source(picked))};
        shuffle(facts, random);
        auto const settled = merge(facts, {.decisions = once});
        REQUIRE(settled.conflicts.empty());
        REQUIRE(settled.record.parent == picked.record.parent);
        facts[random() % 3].record.parent = parent("3");
        REQUIRE(merge(facts, {.decisions = once}).conflicts.size() == 1);
    }
    CHECK(asked > 500);
}

TEST_CASE("hostile words of a person are shown clean") {
    auto const facts = two_parents();
    auto v = for_source(facts[0]);
    v.by = "A\n\x01\xff" + std::string(1000, 'a');
    v.reason = std::string(1 << 20, 'r') + "\n";
    std::vector<decision> const d{decided(merge(facts), "parent", v)};
    auto const text = to_text(why(merge(facts, {.decisions = d}), "parent"));
    CHECK(text.size() < 1000);
    CHECK(is_valid_utf8(text));
    CHECK(text.find('\x01') == std::string::npos);
}
