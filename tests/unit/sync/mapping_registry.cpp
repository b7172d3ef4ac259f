// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/mapping_registry.hpp>

#include <doctest/doctest.h>

#include <syncline/store/memory_store.hpp>
#include <syncline/sync/flow.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "unit/sync/a_system.hpp"

namespace registry_test {

using namespace syncline;
using sync_test::a_deal;

struct office {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
    seeded_random random{1};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock, random};
    sync::mapping_registry registry{ledger};

    std::string runs(std::string_view id = "deal-to-project") {
        auto const a = registry.active(id, {});
        REQUIRE(a);
        return *a ? (*a)->version : "none";
    }
};

sync::mapping_version const v1{"deal-to-project", "1.0.0", "to name = name\n"};
sync::mapping_version const v2{"deal-to-project", "1.1.0", "to name = name | trim\n"};
sync::mapping_version const v3{"deal-to-project", "2.0.0", "to name = title\n"};

std::string refusal(result<void> const& r, errc code) {
    REQUIRE_FALSE(r);
    CHECK(r.error().code == code);
    return r.error().message;
}

TEST_CASE("a version runs only after somebody else approved exactly its text") {
    office o;
    auto& r = o.registry;
    REQUIRE(r.submit(v1, "mara", {}));
    REQUIRE(r.submit(v1, "mara", {}));  // again is nothing new
    CHECK(r.history(v1.id, {})->size() == 1);
    CHECK(refusal(r.activate(v1.id, v1.hash(), "jo", {}), errc::forbidden) ==
          "mapping " + v1.identity() + ": is not approved, so it cannot be activated");
    CHECK(refusal(r.approve(v1.id, v1.hash(), "mara", {}), errc::forbidden) ==
          "mapping " + v1.identity() + ": found approval by mara, its author, expected somebody else");
    CHECK(refusal(r.approve(v1.id, v1.hash(), "", {}), errc::forbidden).find("by nobody") != std::string::npos);
    CHECK(refusal(r.approve(v1.id, v2.hash(), "jo", {}), errc::not_found).find(v2.hash()) != std::string::npos);
    CHECK(o.runs() == "none");
    REQUIRE(r.approve(v1.id, v1.hash(), "jo", {}));
    CHECK(refusal(r.approve(v1.id, v1.hash(), "kim", {}), errc::conflict).find("was approved by jo") !=
          std::string::npos);
    REQUIRE(r.activate(v1.id, v1.hash(), "kim", {}));
    REQUIRE(r.activate(v1.id, v1.hash(), "kim", {}));
    CHECK(o.runs() == "1.0.0");
    auto const found = r.find(v1.identity(), {});
    REQUIRE(found);
    CHECK(found->text == v1.text);
    CHECK(found->author == "mara");
    CHECK(found->approved_by == "jo");
    CHECK(r.find(v2.identity(), {}).error().code == errc::not_found);
    std::vector<std::string> audit;
    REQUIRE(o.store.read(
        [&](store::tables& t) -> result<void> {
            auto const lines = t.audit_from(1, 100);
            for (auto const& line : *lines) audit.push_back(line.action + ' ' + line.mapping + ' ' + line.causation_id);
            return {};
        },
        {}));
    CHECK(audit == std::vector<std::string>{"mapping submitted " + v1.identity() + " by mara",
                                            "mapping approved " + v1.identity() + " by jo",
                                            "mapping activated " + v1.identity() + " by kim"});
}

TEST_CASE("a version is one text, and a text is one version") {
    office o;
    REQUIRE(o.registry.submit(v1, "mara", {}));
    auto other = v2;
    other.version = v1.version;
    CHECK(refusal(o.registry.submit(other, "mara", {}), errc::conflict).find("another text") != std::string::npos);
    other = v1;
    other.version = "9";
    CHECK(refusal(o.registry.submit(other, "mara", {}), errc::conflict).find("exactly this text") != std::string::npos);
    for (auto const& [broken, what] : std::vector<std::pair<sync::mapping_version, std::string>>{
             {{"", "1", "x"}, "id"}, {{"m", "", "x"}, "version"}, {{"m", "1", ""}, "text"}})
        CHECK(refusal(o.registry.submit(broken, "mara", {}), errc::misconfigured).find(what + ": found none") !=
              std::string::npos);
    CHECK(refusal(o.registry.submit(v3, "", {}), errc::misconfigured).find("author") != std::string::npos);
}

// Shows R092.
TEST_CASE("a rollback goes back to what ran before, and a second one further back") {
    office o;
    for (auto const& v : {v1, v2, v3}) {
        REQUIRE(o.registry.submit(v, "mara", {}));
        REQUIRE(o.registry.approve(v.id, v.hash(), "jo", {}));
        CHECK(o.runs() == "none");
    }
    CHECK(o.registry.roll_back(v1.id, "jo", {}).error().code == errc::not_found);
    for (auto const& v : {v1, v2, v3}) REQUIRE(o.registry.activate(v.id, v.hash(), "jo", {}));  // in one instant
    CHECK(o.runs() == "2.0.0");
    CHECK(o.registry.roll_back(v1.id, "jo", {})->version == "1.1.0");
    CHECK(o.registry.roll_back(v1.id, "jo", {})->version == "1.0.0");
    CHECK(o.registry.roll_back(v1.id, "jo", {}).error().message ==
          "mapping deal-to-project: no version was active before");
    CHECK(o.runs() == "1.0.0");
    REQUIRE(o.registry.activate(v3.id, v3.hash(), "jo", {}));
    CHECK(o.registry.roll_back(v1.id, "jo", {})->version == "1.0.0");
}

// ---- a flow under it --------------------------------------------------------------------------------------------

/// A mapping as the registry sees one: with an identity.
struct numbered {
    sync::mapping_version what;
    int budget = 0;
    result<sync_test::project> operator()(sync_test::deal const& d) const {
        return sync_test::project{.name = d.name, .budget = budget};
    }
    [[nodiscard]] std::string identity() const { return what.identity(); }
};

// Shows R083, R092, R093.
TEST_CASE("a governed flow runs the active version and no other") {
    office o;
    sync_test::erp system;
    std::vector<sync_test::deal> source{a_deal("1", "Alpha"), a_deal("2", "Beta"), a_deal("3", "Gamma")};
    auto const flow = [&](auto mapping) {
        o.clock.advance(std::chrono::minutes(1));
        return sync::flow{"won", o.ledger}
            .pull(sync_test::deals{&source})
            .governed()
            .remap()
            .map(std::move(mapping))
            .push(sync_test::projects{&system}, "project");
    };
    numbered const one{v1, 1};
    numbered const two{v2, 2};
    CHECK(flow(one).run({}).error().message ==
          "flow won: step project: found mapping " + v1.identity() + ", but no version of it is active");
    CHECK(flow(&sync_test::a_deal_as_project).run({}).error().message ==
          "flow won: step project: found a function, expected a mapping with an approved version");
    for (auto const& v : {v1, v2}) {
        REQUIRE(o.registry.submit(v, "mara", {}));
        REQUIRE(o.registry.approve(v.id, v.hash(), "jo", {}));
    }
    REQUIRE(o.registry.activate(v1.id, v1.hash(), "jo", {}));
    CHECK(flow(one).run({})->outside_writes() == 3);

    // the new version, planned, refused before its turn, activated
    auto const refused = flow(two).plan({});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::forbidden);
    CHECK(refused.error().message ==
          "flow won: step project: found mapping " + v2.identity() + ", expected the active version " + v1.identity());
    CHECK(system.writes.size() == 3);
    REQUIRE(o.registry.activate(v2.id, v2.hash(), "jo", {}));
    CHECK(flow(two).run({})->steps[0].updated == 3);
    CHECK(flow(two).run({})->outside_writes() == 0);

    // the drill: back, what that would change, and the change
    REQUIRE(o.registry.roll_back(v1.id, "jo", {}));
    auto const p = flow(one).plan({});
    REQUIRE(p);
    CHECK(p->flows[0].expected.steps[0].updated == 3);
    CHECK(flow(one).run({})->steps[0].updated == 3);
    for (auto const& [key, record] : system.by_key) CHECK(record.second.budget == 1);
    std::vector<std::string> mappings;
    REQUIRE(o.store.read(
        [&](store::tables& t) -> result<void> {
            auto const lines = t.audit_from(1, 100);
            for (auto const& line : *lines)
                if (line.action == "updated" || line.action == "created") mappings.push_back(line.mapping);
            return {};
        },
        {}));
    CHECK(mappings == std::vector<std::string>{v1.identity(), v1.identity(), v1.identity(), v2.identity(),
                                               v2.identity(), v2.identity(), v1.identity(), v1.identity(),
                                               v1.identity()});
}

}  // namespace registry_test
