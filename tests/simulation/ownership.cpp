// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/guarded.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include <syncline/core/category.hpp>
#include <syncline/core/random.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/mdm/enforced.hpp>
#include <syncline/model/party.hpp>
#include <syncline/store/memory_store.hpp>
#include <syncline/sync/flow.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "unit/contains.hpp"

// An ownership policy in front of a target: what a flow writes is what the writer may say.
namespace guarded_test {

using namespace syncline;
using model::party;
using tests::contains;

/// The other side: parties by key.
struct books {
    std::map<std::string, party> parties;
    std::vector<std::string> writes;
    bool unreadable = false;
};

struct book_target {
    books* all;

    [[nodiscard]] static sync::operation_descriptor describe() {
        return {.system = "erp", .object = "party", .strategy = sync::strategy::upsert};
    }
    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const&) const {
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& k : keys)
            out.push_back(all->parties.contains(k.text) ? std::optional(sync::remote_id{k.text}) : std::nullopt);
        return out;
    }
    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<party> const> records,
                                                             context const&) const {
        std::vector<result<sync::upserted>> out;
        for (auto const& r : records) {
            bool const is_new = all->parties.insert_or_assign(r.key.text, r.record).second;
            all->writes.push_back(r.key.text);
            out.emplace_back(
                sync::upserted{{r.key.text}, is_new ? sync::upserted::what::created : sync::upserted::what::updated});
        }
        return out;
    }
    [[nodiscard]] std::vector<result<sync::predicted>> predict(std::span<sync::outgoing<party> const> records,
                                                               sync::rehearsal& made_up, context const&) const {
        std::vector<result<sync::predicted>> out;
        for (auto const& r : records) {
            bool const there = all->parties.contains(r.key.text);
            out.emplace_back(
                sync::predicted{.id = {there ? r.key.text : made_up.made_up_id()},
                                .did = there ? sync::upserted::what::updated : sync::upserted::what::created,
                                .fields = {"name"}});
        }
        return out;
    }
};

struct crm {
    std::vector<party>* all;
    result<sync::page<party>> changes(sync::cursor const&, context const&) const {
        return sync::page<party>{.records = *all, .last = true, .read = all->size()};
    }
};

mdm::ownership_policy policy() {
    std::vector<model::entity_view> const entities{model::view_of<party>()};
    mdm::ownership rules;
    rules.entities = {{"party", {"crm"}, {}}};
    rules.rules = {{.entity = "party", .owner = "crm"},
                   {.entity = "party", .field = "number", .owner = "erp"},
                   {.entity = "party",
                    .field = "language",
                    .owner = "erp",
                    .enrich = {"crm"},
                    .otherwise = mdm::foreign_write::propose},
                   {.entity = "party", .field = "currency", .owner = "erp", .otherwise = mdm::foreign_write::revert}};
    auto loaded = mdm::ownership_policy::load(std::move(rules), entities);
    REQUIRE_MESSAGE(loaded, (loaded ? "" : loaded.error().message));
    return *std::move(loaded);
}

struct office {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
    seeded_random random{1};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock, random};
    std::vector<party> source{{.source = {"hubspot", "companies", "1"}, .name = "Acme"}};
    books erp;
    mdm::ownership_policy rules = policy();
    std::string writer = "crm";

    /// `otherwise` and `last_written` of `mdm::enforced`.
    template <class... More>
    auto target(More... more) {
        auto const read = [this](std::span<sync::outgoing<party> const> batch,
                                 context const&) -> result<std::vector<std::optional<party>>> {
            if (erp.unreadable) return fail(errc::unavailable, "the books are closed");
            std::vector<std::optional<party>> out;
            for (auto const& o : batch) {
                auto const it = erp.parties.find(o.key.text);
                out.push_back(it == erp.parties.end() ? std::nullopt : std::optional(it->second));
            }
            return out;
        };
        auto const who = [this](party const&) { return mdm::writer_at{.writer = writer}; };
        return sync::guarded<party>(book_target{&erp}, read, mdm::enforced<party>(rules, who, std::move(more)...));
    }
    template <class... More>
    sync::report run(More... more) {
        auto r = sync::flow{"parties", ledger}.pull(crm{&source}).push(target(std::move(more)...), "party").run({});
        REQUIRE_MESSAGE(r, (r ? "" : r.error().message));
        return *std::move(r);
    }
    party& there() { return erp.parties.begin()->second; }
};

TEST_CASE("the owner's word goes out, and what the other side holds otherwise stays") {
    office o;
    CHECK(o.run().done == 1);
    o.there().number = std::string("K100");
    o.source[0].name = "Acme Corp";
    o.source[0].phone = std::string("+43 1 234");
    CHECK(o.run().done == 1);
    CHECK(o.there().name == "Acme Corp");
    CHECK(o.there().phone.value() == "+43 1 234");
    CHECK(o.there().number.value() == "K100");
    CHECK(o.erp.writes.size() == 2);
}

// Shows R070, R073.
TEST_CASE("somebody else's field is refused, and the record parks with field and owner") {
    office o;
    o.run();
    o.source[0].number = std::string("mine");
    o.source[0].name = "New name";
    auto const r = o.run();
    CHECK(r.parked == 1);
    CHECK(o.there().name == "Acme");
    CHECK(o.erp.writes.size() == 1);
    REQUIRE(r.open.size() == 1);
    CHECK(r.open[0].category == category::ownership_conflict);
    CHECK(contains(r.open[0].example, "party: crm may not write number (owner: erp)"));
}

TEST_CASE("a gap is filled where the policy lets the writer enrich, and never overwritten") {
    office o;
    o.run();
    o.source[0].language = std::string("de");
    CHECK(o.run().done == 1);
    CHECK(o.there().language.value() == "de");
    o.source[0].language = std::string("en");
    auto const r = o.run();
    CHECK(r.parked == 1);
    CHECK(r.open[0].category == category::approval_missing);
    CHECK(contains(r.open[0].example, "party: crm proposes language (owner: erp)"));
    CHECK(o.there().language.value() == "de");
}

TEST_CASE("a host that takes proposals gets them before the rest is written") {
    office o;
    o.run();
    o.there().language = std::string("de");
    o.source[0].language = std::string("en");
    o.source[0].name = "Acme Corp";
    std::vector<std::string> proposals;
    auto const keep = [&proposals](mdm::undecided<party> const& u, context const&) -> result<void> {
        proposals.push_back(u.incoming.language.value() + " for " + u.current.language.value());
        return {};
    };
    CHECK(o.run(keep).done == 1);
    CHECK(proposals == std::vector<std::string>{"en for de"});
    CHECK(o.there().language.value() == "de");
    CHECK(o.there().name == "Acme Corp");
    CHECK(o.run(keep).done == 0);
    CHECK(proposals.size() == 1);
}

TEST_CASE("the owner's value goes back to where another one was written") {
    office o;
    o.run();
    o.there().currency = std::string("EUR");
    o.source[0].currency = std::string("USD");
    auto const back = [&o](mdm::undecided<party> const& u, context const&) -> result<void> {
        o.source[0].currency = u.current.currency;
        return {};
    };
    CHECK(o.run(back).failed == 0);
    CHECK(o.there().currency.value() == "EUR");
    CHECK(o.source[0].currency.value() == "EUR");
    o.erp.writes.clear();
    CHECK(o.run(back).outside_writes() == 0);  // what went back says nothing new
    o.source[0].currency = std::string("USD");
    auto const r = o.run();
    REQUIRE(r.parked == 1);
    CHECK(contains(r.open[0].example, "party: crm is to take back currency (owner: erp)"));
    CHECK(o.erp.writes.empty());
}

// Shows R073.
TEST_CASE("who may not create makes nothing") {
    office o;
    o.writer = "billing";
    auto const r = o.run();
    CHECK(r.parked == 1);
    CHECK(o.erp.parties.empty());
    CHECK(r.open[0].category == category::ownership_conflict);
}

// Shows R070.
TEST_CASE("our own write that comes back decides nothing") {
    office o;
    o.run();
    o.there().currency = std::string("USD");
    o.source[0].currency = std::string("EUR");  // what our other flow wrote there when the books still said so
    party const ours = o.source[0];
    auto const none = [](mdm::undecided<party> const&, context const&) -> result<void> {
        return fail(errc::defect, "asked about an echo");
    };
    auto const r = o.run(none, [ours](party const&) { return std::optional(ours); });
    CHECK(r.done == 1);
    CHECK(r.outside_writes() == 0);
    CHECK(o.there().currency.value() == "USD");
}

TEST_CASE("where the other side cannot be read nothing is written, and the next run goes on") {
    office o;
    o.erp.unreadable = true;
    CHECK(o.run().failed == 1);
    CHECK(o.erp.writes.empty());
    o.erp.unreadable = false;
    CHECK(o.run().done == 1);
    CHECK(o.erp.writes.size() == 1);
}

TEST_CASE("a plan asks the guard, too") {
    office o;
    o.source.push_back({.source = {"hubspot", "companies", "2"}, .name = "Beta", .number = std::string("mine")});
    auto const p = sync::flow{"parties", o.ledger}.pull(crm{&o.source}).push(o.target(), "party").plan({});
    REQUIRE(p);
    REQUIRE(p->flows.size() == 1);
    CHECK(p->flows[0].expected.parked == 1);
    CHECK(p->flows[0].expected.done == 1);
    CHECK(o.erp.parties.empty());
}

struct partner {
    std::string title{};
};
BOOST_DESCRIBE_STRUCT(partner, (), (title))

struct partners {
    std::vector<std::string>* titles;
    [[nodiscard]] static sync::operation_descriptor describe() {
        return {.system = "erp", .object = "partner", .strategy = sync::strategy::upsert};
    }
    [[nodiscard]] static result<std::vector<std::optional<sync::remote_id>>> find(
        std::span<sync::idempotency_key const> keys, context const&) {
        return std::vector<std::optional<sync::remote_id>>(keys.size());
    }
    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<partner> const> records,
                                                             context const&) const {
        std::vector<result<sync::upserted>> out;
        for (auto const& r : records) {
            titles->push_back(r.record.title);
            out.emplace_back(sync::upserted{{r.key.text}});
        }
        return out;
    }
};

TEST_CASE("a canonical record goes out as the other side's own, and one that cannot be mapped fails alone") {
    office o;
    o.source.push_back({.source = {"hubspot", "companies", "2"}, .name = "  "});
    o.source.push_back({.source = {"hubspot", "companies", "3"}, .name = " Gamma "});
    std::vector<std::string> titles;
    auto const r =
        sync::flow{"parties", o.ledger}
            .pull(crm{&o.source})
            .push(sync::through(mapping<party, partner>(to<& partner::title> = from<&party::name> | trim | non_empty),
                                partners{&titles}),
                  "partner")
            .run({});
    REQUIRE(r);
    CHECK(r->done == 2);
    CHECK(r->parked == 1);
    CHECK(titles == std::vector<std::string>{"Acme", "Gamma"});
}

}  // namespace guarded_test
