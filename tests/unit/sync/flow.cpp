// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/flow.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <syncline/core/rfc3339.hpp>
#include <syncline/store/memory_store.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "unit/sync/a_system.hpp"

using namespace syncline;
using namespace sync_test;

namespace {

struct host {
    testkit::manual_clock clock;
    seeded_random random{1};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock, random};
    std::vector<deal> source;
    erp system;
    bool replay = false;
    value_tables tables;
    int pages_read = 0;
    std::set<std::string> broken;  // ids of records nobody can read

    static result<project> to_project(deal const& d) {
        if (d.name.empty()) return fail(errc::mapping, "name -> name: found nothing, expected a text");
        return project{.name = d.name, .budget = d.amount};
    }

    sync::report run() {
        clock.advance(std::chrono::minutes(1));
        auto r = sync::flow{"won", ledger}
                     .pull(deals{&source, 2, &pages_read, &broken})
                     .at_risk([](deal const& d) {
                         return std::optional(sync::money_at_risk{decimal::from_int(d.amount), "EUR"});
                     })
                     .replay(replay)
                     .tables(tables)
                     .map(&to_project)
                     .push(projects{&system}, "project")
                     .run({});
        REQUIRE(r);
        auto const counts = ledger.counts("won", {});
        REQUIRE(counts);
        CHECK(counts->done + counts->parked + counts->in_flight >= r->done);
        return *std::move(r);
    }
};

}  // namespace

TEST_CASE("every new record goes out once and a second run writes nothing") {
    host h;
    for (int i = 1; i <= 5; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    auto const first = h.run();
    CHECK(first.read == 5);
    CHECK(first.done == 5);
    CHECK(first.outside_writes() == 5);
    CHECK(h.pages_read == 3);
    auto const second = h.run();
    CHECK(second.unchanged == 5);
    CHECK(second.outside_writes() == 0);
    CHECK(h.system.calls == 5);
    CHECK(h.ledger.counts("won", {})->done == 5);
}

namespace {

/// A row that does not say where it is from: that is spelt out for it.
struct plain_row {
    std::string number{};
    std::string text{};
};
BOOST_DESCRIBE_STRUCT(plain_row, (), (number, text))

struct plain_rows {
    std::vector<plain_row> const* all;
    result<sync::page<plain_row>> changes(sync::cursor const&, context const&) const {
        return sync::page<plain_row>{.records = *all, .last = true, .read = all->size()};
    }
};

}  // namespace

template <>
struct syncline::sync::origin<plain_row> {
    static external_ref of(plain_row const& r) { return {"crm", "rows", r.number}; }
};

TEST_CASE("records whose source is spelt out for them are known again like any other") {
    host h;
    std::vector<plain_row> all;
    for (int i = 1; i <= 9; ++i) all.push_back({std::to_string(i), "P" + std::to_string(i)});
    auto const run = [&] {
        auto r = sync::flow{"rows", h.ledger}
                     .pull(plain_rows{&all})
                     .map([](plain_row const& p) -> result<project> { return project{.name = p.text}; })
                     .push(projects{&h.system}, "project")
                     .run({});
        REQUIRE(r);
        return *std::move(r);
    };
    CHECK(run().done == 9);
    CHECK(run().unchanged == 9);
    all[4].text = "P5b";
    auto const third = run();
    CHECK(third.unchanged == 8);
    CHECK(third.steps[0].updated == 1);
    CHECK(h.system.by_key.contains("rows/5/project"));
    CHECK(h.system.by_key.size() == 9);
}

TEST_CASE("an empty source is a run with nothing to do") {
    host h;
    auto const r = h.run();
    CHECK(r.received == 0);
    CHECK_FALSE(r.stopped_by.has_value());
}

TEST_CASE("a reply lost after the system acted does not create a second project") {
    host h;
    h.source = {a_deal("D-1")};
    h.system.lose_replies = 1;
    CHECK(h.run().failed == 1);
    auto const second = h.run();
    CHECK(second.failed == 0);
    CHECK(second.done == 1);
    CHECK(second.duplicates_prevented() == 1);
    CHECK(second.outside_writes() == 0);
    CHECK(h.system.by_key.size() == 1);
    CHECK(h.system.writes.size() == 1);
}

TEST_CASE("a request lost before the system acted is sent again after a look-up") {
    host h;
    h.source = {a_deal("D-1")};
    h.system.lose_requests = 1;
    CHECK(h.run().failed == 1);
    CHECK(h.run().done == 1);
    CHECK(h.system.finds == 1);
    CHECK(h.system.writes.size() == 1);
}

TEST_CASE("a changed record updates what it made, under the same key") {
    host h;
    h.source = {a_deal("D-1")};
    h.run();
    h.source[0].amount = 250;
    auto const r = h.run();
    CHECK(r.steps[0].updated == 1);
    CHECK(h.system.by_key.size() == 1);
    CHECK(h.system.by_key.begin()->second.second.budget == 250);
}

TEST_CASE("content that changed while a reply was lost arrives as an update") {
    host h;
    h.source = {a_deal("D-1")};
    h.system.lose_replies = 1;
    h.run();
    h.source[0].amount = 250;
    auto const r = h.run();
    CHECK(r.done == 1);
    CHECK(h.system.by_key.size() == 1);
    CHECK(h.system.by_key.begin()->second.second.budget == 250);
}

// Shows R122.
TEST_CASE("one record of a page that fails parks with a text, and its neighbours go on") {
    host h;
    for (int i = 1; i <= 4; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    h.source[1].name = "";
    h.system.refuse.insert("P3");
    auto const r = h.run();
    CHECK(r.done == 2);
    CHECK(r.parked == 2);
    REQUIRE(r.open.size() == 1);
    CHECK(r.open[0].count == 2);
    CHECK(r.open[0].category == category::missing_mandatory_data);
    CHECK(r.open[0].owner == "sales operations");
    CHECK(r.open[0].at_risk.at("EUR") == decimal::from_int(200));
    CHECK(r.open[0].example == "deals 2 \"\": name -> name: found nothing, expected a text");
    auto const again = h.run();
    CHECK(again.waiting == 2);
    CHECK(h.system.calls == 3);
    CHECK(again.open[0].count == 2);
}

TEST_CASE("a record that cannot be read parks under its id, and its neighbours go on") {
    host h;
    for (int i = 1; i <= 4; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    h.broken = {"2"};
    auto const r = h.run();
    CHECK(r.read == 4);
    CHECK(r.received == 4);
    CHECK(r.done == 3);
    CHECK(r.parked == 1);
    REQUIRE(r.open.size() == 1);
    CHECK(r.open[0].example == "deals 2: amount: expected a number, found \"abc\"");
    CHECK(h.run().waiting == 1);
    h.replay = true;
    CHECK(h.run().parked == 1);
    h.replay = false;
    h.broken.clear();
    auto const mended = h.run();
    CHECK(mended.done == 1);
    CHECK(mended.open.empty());
    CHECK(h.system.by_key.size() == 4);
}

// Shows R114.
TEST_CASE("a parked record whose data was corrected is taken up and its exception closes") {
    host h;
    h.source = {a_deal("1", "")};
    CHECK(h.run().parked == 1);
    h.source[0].name = "Named";
    auto const r = h.run();
    CHECK(r.done == 1);
    CHECK(r.open.empty());
}

// Shows R114.
TEST_CASE("a replay tries every parked record again") {
    host h;
    h.source = {a_deal("1", "P1")};
    h.system.refuse.insert("P1");
    CHECK(h.run().parked == 1);
    h.system.refuse.clear();
    CHECK(h.run().waiting == 1);
    h.replay = true;
    auto const r = h.run();
    CHECK(r.done == 1);
    CHECK(r.open.empty());
    CHECK(h.ledger.counts("won", {}) == store::intake_counts{.in_flight = 0, .done = 1, .parked = 0});
}

TEST_CASE("an outage stops the run, uses up no attempt, and the next run goes on") {
    host h;
    for (int i = 1; i <= 6; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    h.system.down = true;
    for (int i = 0; i < 10; ++i) {
        auto const r = h.run();
        CHECK(r.stopped_by.has_value());
        CHECK(r.parked == 0);
    }
    h.system.down = false;
    auto const r = h.run();
    CHECK(r.done == 6);
    CHECK(r.failed == 0);
    CHECK(h.system.by_key.size() == 6);
    CHECK(h.run().outside_writes() == 0);
}

TEST_CASE("an unknown outcome at a system nobody can ask becomes an exception, never a second write") {
    host h;
    h.source = {a_deal("D-1")};
    h.system.strategy = sync::strategy::none;
    h.system.lose_replies = 1;
    auto const first = h.run();
    CHECK(first.parked == 1);
    CHECK(first.open[0].category == category::unknown_outcome);
    h.replay = true;
    CHECK(h.run().parked == 1);
    CHECK(h.system.writes.size() == 1);
    CHECK(h.system.calls == 1);
}

TEST_CASE("an effect that may still show up at a system without unique keys is never sent a second time") {
    host h;
    h.source = {a_deal("D-1"), a_deal("D-2")};
    h.system.strategy = sync::strategy::probe_then_create;
    h.system.lose_replies = 1;
    h.system.seen_by_find = false;
    CHECK(h.run().failed == 1);
    SUBCASE("nobody knows until when: a person does") {
        auto const r = h.run();
        CHECK(r.parked == 1);
        REQUIRE(r.open.size() == 1);
        CHECK(r.open[0].category == category::unknown_outcome);
        CHECK(h.system.calls == 2);
        CHECK(h.run().waiting == 1);
        h.system.seen_by_find = true;
        h.replay = true;
        CHECK(h.run().done == 1);
        CHECK(h.system.calls == 2);
    }
    SUBCASE("a bound is known: it waits that long") {
        h.system.visible_within = std::chrono::minutes(5);
        CHECK(h.run().failed == 1);
        CHECK(h.system.calls == 2);
        h.system.seen_by_find = true;
        CHECK(h.run().done == 1);
        CHECK(h.system.calls == 2);
    }
    SUBCASE("behind the bound it was lost for good") {
        h.system.visible_within = std::chrono::minutes(5);
        h.clock.advance(std::chrono::minutes(5));
        CHECK(h.run().done == 1);
        CHECK(h.system.calls == 3);
    }
}

TEST_CASE("the same record twice in one page goes out once, in its later version, and stays that way") {
    host h;
    h.source = {a_deal("1", "old"), a_deal("1", "new")};
    auto const r = h.run();
    CHECK(r.done == 1);
    CHECK(h.system.writes.size() == 1);
    CHECK(h.system.by_key.begin()->second.second.name == "new");
    CHECK(h.run().outside_writes() == 0);
    CHECK(h.system.by_key.begin()->second.second.name == "new");
}

TEST_CASE("the later of two versions still counts when an outage came between") {
    host h;
    h.source = {a_deal("1", "old"), a_deal("1", "new")};
    h.system.lose_requests = 1;
    CHECK(h.run().failed == 1);
    h.run();
    CHECK(h.system.by_key.begin()->second.second.name == "new");
    CHECK(h.ledger.counts("won", {}) == store::intake_counts{.in_flight = 0, .done = 1, .parked = 0});
}

TEST_CASE("one record that always times out parks in the end and stops nobody") {
    host h;
    for (int i = 1; i <= 3; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    h.system.never_answers = {"P2"};
    CHECK(h.run().done == 2);
    for (int i = 0; i < 3; ++i) {
        auto const r = h.run();
        CHECK_FALSE(r.stopped_by.has_value());
        CHECK(r.failed == 1);
    }
    auto const last = h.run();
    CHECK(last.parked == 1);
    REQUIRE(last.open.size() == 1);
    CHECK(last.open[0].category == category::system_unavailable);
    CHECK(h.system.by_key.size() == 2);
}

TEST_CASE("a record the user may not touch parks alone; a right that is missing for all ends the run") {
    host h;
    for (int i = 1; i <= 3; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    h.system.hidden = {"P2"};
    SUBCASE("one of them") {
        auto const r = h.run();
        CHECK_FALSE(r.stopped_by.has_value());
        CHECK(r.done == 2);
        CHECK(r.parked == 1);
        CHECK(r.open[0].category == category::access_problem);
    }
    SUBCASE("all of them") {
        h.system.hidden = {"P1", "P2", "P3"};
        auto const r = h.run();
        REQUIRE(r.stopped_by);
        CHECK(r.stopped_by->code == errc::forbidden);
        CHECK(r.parked == 0);
        h.system.hidden.clear();
        CHECK(h.run().done == 3);
    }
}

TEST_CASE("what was in flight is taken up again although the clock went back") {
    host h;
    h.source = {a_deal("1")};
    h.system.lose_requests = 1;
    CHECK(h.run().failed == 1);
    h.clock.set(h.clock.now() - std::chrono::hours(24 * 365 * 10));
    CHECK(h.run().done == 1);
}

TEST_CASE("a host that wants to stop while a page is out keeps what came back") {
    host h;
    for (int i = 1; i <= 4; ++i) h.source.push_back(a_deal(std::to_string(i), "P" + std::to_string(i)));
    std::stop_source stop;
    h.system.at_call = [&] { stop.request_stop(); };
    auto const r = sync::flow{"won", h.ledger}
                       .pull(deals{&h.source})
                       .map(&host::to_project)
                       .push(projects{&h.system}, "project")
                       .run({.stop = stop.get_token()});
    REQUIRE(r);
    REQUIRE(r->stopped_by);
    CHECK(r->stopped_by->code == errc::cancelled);
    CHECK(r->done == 2);
    CHECK(r->steps[0].created == 2);
    h.system.at_call = nullptr;
    CHECK(h.run().done == 2);
    CHECK(h.system.finds == 0);
    CHECK(h.system.writes.size() == 4);
}

TEST_CASE("a flow that is running already is refused, not run twice") {
    host h;
    h.source = {a_deal("1")};
    std::optional<errc> other;
    h.system.at_call = [&] {
        auto const r = sync::flow{"won", h.ledger}
                           .pull(deals{&h.source})
                           .map(&host::to_project)
                           .push(projects{&h.system}, "project")
                           .run({});
        if (!r) other = r.error().code;
    };
    CHECK(h.run().done == 1);
    CHECK(other == errc::contended);
    CHECK(h.system.calls == 1);
}

// Shows R060.
TEST_CASE("a validation that fails keeps everything inside") {
    host h;
    h.source = {a_deal("1")};
    auto const r = sync::flow{"won", h.ledger}
                       .pull(deals{&h.source})
                       .validate([](deal const& d) -> result<void> {
                           return fail({.code = errc::mapping,
                                        .message = "amount: found " + std::to_string(d.amount) + ", expected 90",
                                        .reason = category::amount_mismatch});
                       })
                       .map(&host::to_project)
                       .push(projects{&h.system}, "project")
                       .run({});
    REQUIRE(r);
    CHECK(r->parked == 1);
    CHECK(r->open[0].category == category::amount_mismatch);
    CHECK(h.system.calls == 0);
}

TEST_CASE("a record in flight that is gone from its source is parked, not forgotten") {
    host h;
    h.source = {a_deal("1")};
    h.system.down = true;
    h.run();
    h.source.clear();
    h.system.down = false;
    auto const r = h.run();
    CHECK(r.parked == 1);
    CHECK(h.ledger.counts("won", {}) == store::intake_counts{.in_flight = 0, .done = 0, .parked = 1});
}

TEST_CASE("a host that stops the flow loses nothing") {
    host h;
    for (int i = 1; i <= 4; ++i) h.source.push_back(a_deal(std::to_string(i)));
    std::stop_source stop;
    stop.request_stop();
    auto const r = sync::flow{"won", h.ledger}
                       .pull(deals{&h.source})
                       .map(&host::to_project)
                       .push(projects{&h.system}, "project")
                       .run({.stop = stop.get_token()});
    // a stopped context is refused by the store itself or by the flow: either way nothing went out
    if (r) CHECK(r->stopped_by->code == errc::cancelled);
    CHECK(h.system.calls == 0);
    CHECK(h.run().done == 4);
}

namespace {

/// Links a deal's company through the identity map.
struct linked {
    result<project> operator()(deal const& d, map_context const& mc) const {
        auto const to = mc.identities->resolve({"crm", "companies", d.company}, "erp", "partner");
        if (!to) return fail(to.error());
        if (!*to) {
            mc.unresolved->push_back({{"crm", "companies", d.company}, "erp", "partner"});
            return fail(errc::missing_reference, "company " + d.company + " is not linked");
        }
        return project{.name = d.name + " for " + (*to)->id};
    }
};

struct company_link {
    void operator()(host& h, std::string id, std::string partner) const {
        REQUIRE(h.store.in_transaction(
            [&](store::tables& t) {
                store::link_row const rows[] = {
                    {.system = "crm", .object = "companies", .external_id = id, .canonical = "c" + id},
                    {.system = "erp", .object = "partner", .external_id = partner, .canonical = "c" + id}};
                return t.put_links(rows);
            },
            {}));
    }
};

}  // namespace

// Shows R091.
TEST_CASE("a child that came before its parent waits, and resumes by itself when the parent is linked") {
    host h;
    h.source = {a_deal("1", "Child", "9", 40)};
    auto const run = [&] {
        h.clock.advance(std::chrono::minutes(1));
        auto r = sync::flow{"won", h.ledger}
                     .pull(deals{&h.source})
                     .map(linked{})
                     .push(projects{&h.system}, "project")
                     .run({});
        REQUIRE(r);
        return *std::move(r);
    };
    auto const first = run();
    CHECK(first.parked == 1);
    CHECK(first.open[0].category == category::missing_reference);
    CHECK(run().done == 0);
    company_link{}(h, "9", "77");
    auto const r = run();
    CHECK(r.done == 1);
    CHECK(r.open.empty());
    CHECK(h.system.by_key.begin()->second.second.name == "Child for 77");
}

namespace {

struct article {
    external_ref source{};
    std::string code{};
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(article, (), (source, code, name))
std::vector<external_ref> aliases_of(article const& a) { return {{"sku", "article", a.code}}; }

struct articles {
    std::vector<article> const* all;
    result<sync::page<article>> changes(sync::cursor const&, context const&) const {
        sync::page<article> p;
        p.records = *all;
        p.last = true;
        return p;
    }
};

struct catalogue : host {
    std::vector<article> all;

    sync::report run() {
        clock.advance(std::chrono::minutes(1));
        auto r = sync::flow{"articles", ledger}
                     .pull(articles{&all})
                     .map([](article const& a) -> result<project> { return project{.name = a.name}; })
                     .push(projects{&system}, "article")
                     .run({});
        REQUIRE(r);
        return *std::move(r);
    }
    /// The record over there that a code leads to.
    std::string behind(std::string code) {
        context const ctx;
        sync::identity_map ids(ledger, ctx);
        auto const found = ids.resolve({"sku", "article", std::move(code)}, "erp", "project");
        REQUIRE(found);
        return *found ? (*found)->id : "";
    }
};

article an_article(std::string id, std::string code, std::string name) {
    return {.source = {"crm", "articles", std::move(id)}, .code = std::move(code), .name = std::move(name)};
}

}  // namespace

TEST_CASE("an article that changes its code is known by the new one, and the old one is free for another") {
    catalogue c;
    c.all = {an_article("1", "A", "Anvil")};
    CHECK(c.run().done == 1);
    c.all = {an_article("1", "A2", "Anvil")};
    CHECK(c.run().done == 1);
    CHECK(c.behind("A2") == "1");
    CHECK(c.behind("A") == "");
    c.all.push_back(an_article("2", "A", "Axe"));
    CHECK(c.run().done == 1);
    CHECK(c.behind("A") == "2");
    CHECK(c.behind("A2") == "1");
}

TEST_CASE("an article that turns out to be another one is found under both codes") {
    catalogue c;
    c.all = {an_article("1", "abc", "Anvil"), an_article("2", "ABC", "ANVIL")};
    c.system.twins = {{"ANVIL", "articles/1/article"}};
    CHECK(c.run().done == 2);
    CHECK(c.behind("abc") == "1");
    CHECK(c.behind("ABC") == "1");
    CHECK(c.run().outside_writes() == 0);
}

TEST_CASE("each effect leaves one audit line that names its mapping and its story") {
    host h;
    h.source = {a_deal("1"), a_deal("2", "")};
    h.run();
    std::vector<store::audit_row> lines;
    REQUIRE(h.store.read(
        [&](store::tables& t) -> result<void> {
            lines = *t.audit_from(1, 100);
            return {};
        },
        {}));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].action == "created");
    CHECK(lines[0].effect == "won/1/project");
    CHECK(lines[0].remote_id == "1");
    CHECK(lines[0].mapping == "function");
    CHECK_FALSE(lines[0].correlation_id.empty());
    CHECK(lines[1].action == "parked");
    CHECK(lines[1].source_id == "2");
}

// Shows R016.
TEST_CASE("a flow refuses a system that lacks what it needs, before anything is read") {
    host h;
    h.source = {a_deal("D-1")};
    sync::capabilities const erp{.system = "erp", .api = "REST", .version = "7.2", .batch = 10};
    auto const flow = [&](sync::needs const& wanted) {
        return sync::flow{"won", h.ledger}
            .pull(deals{&h.source, 2, &h.pages_read, &h.broken})
            .relies_on(erp, wanted)
            .map(&host::to_project)
            .push(projects{&h.system}, "project");
    };
    auto const refused = flow({.deletions = true, .conditional_updates = true, .batch = 50}).run({});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::unsupported);
    CHECK(refused.error().message ==
          "flow won: erp 7.2 over REST lacks what is needed: does not show deletions; makes no update conditional on a "
          "version; takes 10 records in one write, expected 50");
    CHECK(
        flow({.change_feed = true, .webhooks = true, .repeatable_writes = true}).plan({}).error().message ==
        "flow won: erp 7.2 over REST lacks what is needed: does not tell what changed; sends no webhooks; keeps no key "
        "of ours unique");
    CHECK(h.pages_read == 0);
    CHECK(flow({.batch = 10}).run({})->done == 1);
}

// Shows R163.
TEST_CASE("a version near its end is told once per run, and a flow goes on with it") {
    struct listener : observer {
        std::vector<std::string> notices;
        void on_event(event const& e) noexcept override {
            if (e.name != "governance.notice") return;
            for (auto const& a : e.attributes)
                if (a.name == "notice") notices.emplace_back(a.value);
        }
    } heard;
    host h;
    h.source = {a_deal("D-1"), a_deal("D-2"), a_deal("D-3")};
    context ctx;
    ctx.listener = &heard;
    sync::capabilities erp{.system = "erp", .version = "7.2"};
    auto const today = std::chrono::floor<std::chrono::days>(h.clock.now());
    auto const run = [&] {
        return sync::flow{"won", h.ledger}
            .pull(deals{&h.source, 2, &h.pages_read, &h.broken})
            .relies_on(erp)
            .map(&host::to_project)
            .push(projects{&h.system}, "project")
            .run(ctx);
    };
    erp.supported_until = local_date(today + std::chrono::days(400));
    REQUIRE(run());
    CHECK(heard.notices.empty());
    h.clock.advance(std::chrono::days(300));
    REQUIRE(run());
    CHECK(heard.notices == std::vector<std::string>{"erp 7.2: support ends on " + format_date(*erp.supported_until)});
    h.clock.advance(std::chrono::days(300));
    erp.retirement = "the wire goes in 8";
    REQUIRE(run());
    CHECK(heard.notices.back() ==
          "erp 7.2: support ended on " + format_date(*erp.supported_until) + "; the wire goes in 8");
}

// Shows R085.
TEST_CASE("a flow heeds drift as it is told: goes on, waits, leaves the field out, or does not run") {
    struct slim_projects : projects {
        std::vector<std::string>* left_out;
        void leave_out(std::string_view field) { left_out->emplace_back(field); }
    };
    struct listener : observer {
        int heard = 0;
        void on_event(event const& e) noexcept override { heard += e.name == "drift.found" ? 1 : 0; }
    } heard;
    context ctx;
    ctx.listener = &heard;
    host h;
    h.source = {a_deal("D-1"), a_deal("D-2"), a_deal("D-3")};
    std::vector<std::string> left_out;
    sync::drift_report found;
    found.affecting.push_back({.kind = sync::drift_kind::length,
                               .breaks = sync::breakage::writing,
                               .system = "erp",
                               .object = "project",
                               .was = sync::field_shape{.name = "name", .type = "char", .length = 80},
                               .is = sync::field_shape{.name = "name", .type = "char", .length = 8}});
    found.affecting.push_back({.system = "crm", .object = "deals", .is = sync::field_shape{.name = "x_new"}});
    auto const flow = [&](sync::on_drift then, auto target) {
        h.clock.advance(std::chrono::minutes(1));
        return sync::flow{"won", h.ledger}
            .pull(deals{&h.source, 2, &h.pages_read, &h.broken})
            .drifted(found, then)
            .map(&host::to_project)
            .push(std::move(target), "project");
    };
    auto const plain = projects{&h.system};

    auto const stopped = flow(sync::on_drift::stop, plain).run(ctx);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == errc::unsupported);
    CHECK(category_of(stopped.error()) == category::schema_drift);
    CHECK(stopped.error().message.starts_with("flow won: drift for the integration owner: erp project: field `name`"));
    CHECK(stopped.error().message.ends_with("(step project by function)"));
    CHECK(h.pages_read == 0);
    CHECK(heard.heard == 2);

    CHECK(flow(sync::on_drift::discard_fields, plain)
              .run(ctx)
              .error()
              .message.ends_with("the target of step project by function cannot leave fields out"));

    auto const frozen = flow(sync::on_drift::freeze, plain).run(ctx);
    REQUIRE(frozen);
    CHECK(frozen->failed == 3);
    CHECK(frozen->outside_writes() == 0);
    CHECK(h.ledger.counts("won", {})->in_flight == 3);
    CHECK(flow(sync::on_drift::freeze, plain).plan(ctx)->outside_writes() == 0);

    auto const slim = flow(sync::on_drift::discard_fields, slim_projects{{&h.system}, &left_out}).run(ctx);
    REQUIRE(slim);
    CHECK(slim->done == 3);
    CHECK(left_out == std::vector<std::string>{"name"});
    CHECK(h.system.writes.size() == 3);

    h.source.push_back(a_deal("D-4"));
    CHECK(flow(sync::on_drift::evolve, plain).run(ctx)->outside_writes() == 1);
    found.affecting.erase(found.affecting.begin());  // what breaks nothing stops nobody
    h.source.push_back(a_deal("D-5"));
    CHECK(flow(sync::on_drift::stop, plain).run(ctx)->outside_writes() == 1);
}

// Shows R090.
TEST_CASE("enrichment adds to new and changed records, records its source, and changes nothing about what is new") {
    host h;
    h.source = {a_deal("D-1", "Alpha"), a_deal("D-2", "Beta"), a_deal("D-3", "Gamma")};
    int asked = 0;
    bool register_is_down = false;
    auto const run = [&] {
        h.clock.advance(std::chrono::minutes(1));
        auto r = sync::flow{"won", h.ledger}
                     .pull(deals{&h.source, 2, &h.pages_read, &h.broken})
                     .enrich([&](deal& d, context const& ctx) -> result<std::vector<sync::enrichment>> {
                         ++asked;
                         CHECK(ctx.causation_id == "won/enrich");
                         if (register_is_down) return fail(errc::unavailable, "the register is down");
                         if (d.name == "Gamma") return fail(errc::mapping, "company: found 2 in the register");
                         d.amount += 1000;
                         return std::vector<sync::enrichment>{
                             {"amount", "price register", std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}}};
                     })
                     .map(&host::to_project)
                     .push(projects{&h.system}, "project")
                     .run({});
        REQUIRE(r);
        return *std::move(r);
    };
    auto const first = run();
    CHECK(first.done == 2);
    CHECK(first.parked == 1);
    CHECK(first.open[0].example.find("company: found 2 in the register") != std::string::npos);
    for (auto const& [key, record] : h.system.by_key) CHECK(record.second.budget == 1100);
    CHECK(run().unchanged == 2);
    CHECK(asked == 3);
    std::vector<std::string> lines;
    REQUIRE(h.store.read(
        [&](store::tables& t) -> result<void> {
            auto const audit = t.audit_from(1, 100);
            for (auto const& line : *audit)
                if (line.action.starts_with("enriched")) lines.push_back(line.source_id + ": " + line.action);
            return {};
        },
        {}));
    CHECK(lines == std::vector<std::string>{"D-1: enriched amount from price register, as of 2026-11-01T00:00:00Z",
                                            "D-2: enriched amount from price register, as of 2026-11-01T00:00:00Z"});
    register_is_down = true;
    h.source.push_back(a_deal("D-4", "Delta"));
    CHECK(run().failed == 1);
    register_is_down = false;
    CHECK(run().done == 1);
}

// Shows R138.
TEST_CASE("what may not go to a system does not go: the flow is refused with the fields") {
    struct telling {
        result<project> operator()(deal const& d) const { return host::to_project(d); }
        [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const {
            return {{"name", "internal"}, {"email", "personal"}, {"cost", "financial"}};
        }
    };
    host h;
    h.source = {a_deal("D-1")};
    auto const flow = [&](sync::destinations allowed) {
        return sync::flow{"won", h.ledger}
            .pull(deals{&h.source, 2, &h.pages_read, &h.broken})
            .within(std::move(allowed))
            .map(telling{})
            .push(projects{&h.system}, "project");
    };
    auto const refused = flow({{"erp", {"public", "internal"}}}).run({});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::forbidden);
    CHECK(category_of(refused.error()) == category::policy_violation);
    CHECK(
        refused.error().message ==
        "flow won: step project: would send to erp: email (personal), cost (financial); it may have public, internal");
    CHECK(flow({{"crm", {"public"}}}).plan({}).error().message ==
          "flow won: step project: would send to erp: name (internal), email (personal), cost (financial); it may have "
          "nothing that is classified");
    CHECK(h.pages_read == 0);
    CHECK(flow({{"erp", {"internal", "personal", "financial"}}}).run({})->done == 1);
}
