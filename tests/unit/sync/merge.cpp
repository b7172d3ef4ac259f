// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/merge.hpp>

#include <doctest/doctest.h>

#include <syncline/store/memory_store.hpp>
#include <syncline/sync/flow.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "unit/sync/a_system.hpp"

namespace merge_test {

using namespace syncline;

struct identities {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
    seeded_random random{1};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock, random};

    void link(std::string system, std::string id, std::string canonical) {
        auto const ok = store.in_transaction(
            [&](store::tables& t) -> result<void> {
                store::link_row const row{.system = system,
                                          .object = "company",
                                          .external_id = id,
                                          .entity = "party",
                                          .canonical = canonical,
                                          .evidence = "seed; with a semicolon, was active; too",
                                          .updated = clock.now()};
                return t.put_links(std::span(&row, 1));
            },
            {});
        REQUIRE(ok);
    }
    /// Every link, as text.
    std::string all() {
        std::string out;
        auto const ok = store.read(
            [&](store::tables& t) -> result<void> {
                for (auto const* c : {"A", "B", "C"}) {
                    auto rows = t.links_with(c);
                    if (!rows) return fail(rows.error());
                    for (auto const& r : *rows)
                        out += r.system + r.external_id + '=' + r.canonical + ' ' +
                               std::to_string(static_cast<int>(r.state)) + ' ' + r.evidence + '\n';
                }
                return {};
            },
            {});
        REQUIRE(ok);
        return out;
    }
    std::string resolved(std::string id, std::string into) {
        context const ctx;
        sync::identity_map map(ledger, ctx);
        auto const r = map.resolve({"crm", "company", std::move(id)}, into, "company");
        REQUIRE(r);
        return *r ? (*r)->id : "nothing";
    }
};

external_ref crm(std::string id) { return {"crm", "company", std::move(id)}; }

// Shows R102.
TEST_CASE("two records become one: all that stood for either stands for the survivor, and back again") {
    identities x;
    x.link("crm", "1", "A");
    x.link("erp", "10", "A");
    x.link("crm", "2", "B");
    x.link("erp", "20", "B");
    x.link("bill", "200", "B");
    auto const before = x.all();
    auto const m = sync::merge(x.ledger, crm("1"), crm("2"), "same tax id", {});
    REQUIRE(m);
    CHECK(m->survivor == "A");
    CHECK(m->absorbed == "B");
    CHECK(m->doubled == std::vector<external_ref>{crm("2"), {"erp", "company", "20"}});
    CHECK(x.resolved("2", "erp") == "10");
    CHECK(x.resolved("1", "bill") == "200");  // the survivor gained a counterpart
    auto const once = x.all();
    auto const again = sync::merge(x.ledger, crm("1"), crm("2"), "same tax id", {});
    REQUIRE(again);
    CHECK(again->absorbed.empty());
    CHECK(x.all() == once);

    REQUIRE(sync::unmerge(x.ledger, crm("2"), "they were two", {}));
    CHECK(x.all() == before);
    CHECK(x.resolved("2", "erp") == "20");
    CHECK(sync::unmerge(x.ledger, crm("2"), "again", {}).error().message ==
          "unmerge: company 2 was not merged into another");
}

TEST_CASE("merges on top of merges are taken back from the latest on") {
    identities x;
    x.link("crm", "1", "A");
    x.link("crm", "2", "B");
    x.link("crm", "3", "C");
    x.link("erp", "30", "C");
    auto const apart = x.all();
    REQUIRE(sync::merge(x.ledger, crm("2"), crm("3"), "", {}));
    auto const first = x.all();
    REQUIRE(sync::merge(x.ledger, crm("1"), crm("2"), "", {}));
    CHECK(x.resolved("1", "erp") == "30");
    CHECK(x.resolved("3", "erp") == "30");
    REQUIRE(sync::unmerge(x.ledger, crm("3"), "", {}));  // its latest merge is that of 2 into 1
    CHECK(x.all() == first);
    REQUIRE(sync::unmerge(x.ledger, crm("3"), "", {}));
    CHECK(x.all() == apart);
}

TEST_CASE("links made after a merge stay with the survivor") {
    identities x;
    x.link("crm", "1", "A");
    x.link("crm", "2", "B");
    REQUIRE(sync::merge(x.ledger, crm("1"), crm("2"), "", {}));
    x.link("erp", "10", "A");
    REQUIRE(sync::unmerge(x.ledger, crm("2"), "", {}));
    CHECK(x.resolved("1", "erp") == "10");
    CHECK(x.resolved("2", "erp") == "nothing");
}

TEST_CASE("what was never linked cannot be merged") {
    identities x;
    x.link("crm", "1", "A");
    auto const none = sync::merge(x.ledger, crm("1"), crm("7"), "", {});
    REQUIRE_FALSE(none);
    CHECK(none.error().code == errc::not_found);
    CHECK(none.error().message == "merge: crm company 7 stands for nothing yet");
    CHECK(sync::unmerge(x.ledger, crm("7"), "", {}).error().code == errc::not_found);
}

// Shows R102.
TEST_CASE("any merges, taken back from the latest on, leave the links as they were") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        any_random draw(random);
        identities x;
        for (int i = 0; i < 3; ++i) {
            auto const canonical = std::string(1, static_cast<char>('A' + i));
            x.link("crm", std::to_string(i), canonical);
            for (auto const* system : {"erp", "bill"})
                if (draw.below(2) == 0) x.link(system, std::to_string(i * 10), canonical);
        }
        std::vector<std::string> states{x.all()};
        std::vector<std::string> gone;
        for (int i = 0; i < 4; ++i) {
            auto const other = std::to_string(draw.below(3));
            auto const m = sync::merge(x.ledger, crm(std::to_string(draw.below(3))), crm(other), "seed", {});
            REQUIRE(m);
            if (m->absorbed.empty()) continue;
            gone.push_back(other);
            states.push_back(x.all());
        }
        for (; !gone.empty(); gone.pop_back()) {
            CHECK(x.all() == states.back());
            states.pop_back();
            REQUIRE(sync::unmerge(x.ledger, crm(gone.back()), "", {}));
        }
        CHECK(x.all() == states.back());
    }
}

// ---- merges at the source ---------------------------------------------------------------------------------------

struct firm {
    external_ref source{};
    std::string name{};
    std::vector<external_ref> merged_from{};
};
BOOST_DESCRIBE_STRUCT(firm, (), (source, name, merged_from))

struct firms {
    std::vector<firm>* all;
    result<sync::page<firm>> changes(sync::cursor const&, context const&) {
        return sync::page<firm>{.records = *all, .last = true, .read = all->size()};
    }
};

// Shows R102.
TEST_CASE("a merge at the source is followed before anything of the survivor is mapped") {
    identities x;
    sync_test::erp system;
    std::vector<firm> source{{{"crm", "company", "1"}, "Acme"}, {{"crm", "company", "2"}, "Acme Ltd"}};
    struct listener : observer {
        std::vector<std::string> merged;
        void on_event(event const& e) noexcept override {
            if (e.name != "identity.merged") return;
            for (auto const& a : e.attributes)
                if (a.name == "id" || a.name == "doubled") merged.emplace_back(a.value);
        }
    } heard;
    context ctx;
    ctx.listener = &heard;
    auto const run = [&] {
        x.clock.advance(std::chrono::minutes(1));
        auto r = sync::flow{"firms", x.ledger}
                     .pull(firms{&source})
                     .map([](firm const& f) -> result<sync_test::project> {
                         return sync_test::project{f.name, 1};
                     })
                     .push(sync_test::projects{&system}, "customer")
                     .run(ctx);
        REQUIRE(r);
        return *std::move(r);
    };
    run();
    CHECK(system.writes.size() == 2);
    auto const counterpart = [&](std::string id) {
        sync::identity_map map(x.ledger, ctx);
        auto const r = map.resolve({"crm", "company", std::move(id)}, "erp", "project");
        REQUIRE(r);
        return *r ? (*r)->id : "nothing";
    };
    auto const first = counterpart("1");
    CHECK(counterpart("2") != first);

    source = {{{"crm", "company", "1"}, "Acme", {{"crm", "company", "2"}, {"crm", "company", "99"}}}};
    run();
    CHECK(counterpart("2") == first);
    CHECK(heard.merged == std::vector<std::string>{"2", "2"});  // the CRM's own record and the ERP's
    auto const writes = system.writes.size();
    run();
    CHECK(system.writes.size() == writes);
    CHECK(heard.merged.size() == 2);
}

}  // namespace merge_test
