// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/claim.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <syncline/store/memory_store.hpp>
#include <syncline/testkit/manual_clock.hpp>

namespace claim_test {

using namespace syncline;

struct desk {
    testkit::manual_clock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock};

    result<sync::claimed> claim(std::vector<std::string> const& keys) { return sync::claim(ledger, "party", keys, {}); }
};

TEST_CASE("whoever names one of its keys gets the same id") {
    desk d;
    auto const first = d.claim({"vat:ATU1", "domain:acme.example"});
    REQUIRE(first);
    CHECK(first->first);
    auto const again = d.claim({"domain:acme.example", "phone:+431"});
    REQUIRE(again);
    CHECK_FALSE(again->first);
    CHECK(again->canonical == first->canonical);
    CHECK(d.claim({"phone:+431"})->canonical == first->canonical);  // a key that came along later
    CHECK(d.claim({"vat:ATU2"})->canonical != first->canonical);
    CHECK(sync::claim(d.ledger, "product", std::vector<std::string>{"vat:ATU1"}, {})->first);  // another kind of thing
}

TEST_CASE("keys of two things are for a person, and nothing is claimed by the attempt") {
    desk d;
    auto const a = d.claim({"vat:ATU1"});
    auto const b = d.claim({"domain:acme.example"});
    auto const both = d.claim({"new", "vat:ATU1", "domain:acme.example"});
    REQUIRE_FALSE(both);
    CHECK(both.error().code == errc::duplicate_candidate);
    CHECK(both.error().message == "claim of party: domain:acme.example stands for " + b->canonical +
                                      ", another of its keys for " + a->canonical);
    CHECK(d.claim({"new"})->first);
    CHECK(d.claim({}).error().message == "claim of party: found no key, expected what names it");
    CHECK(d.claim({"x", ""}).error().code == errc::misconfigured);
}

// Shows R076.
TEST_CASE("any number of racing creators make one record") {
    constexpr int creators = 8;
    for (int round = 0; round < 25; ++round) {
        desk d;
        std::mutex lock;
        int created = 0;  // by a system that would make two of the same without a word
        std::atomic<int> firsts = 0;
        std::set<std::string> ids;
        std::vector<std::thread> threads;
        for (int i = 0; i < creators; ++i)
            threads.emplace_back([&, i] {
                // each knows the party by its tax id and by something of its own
                auto const c = d.claim({"own:" + std::to_string(i), "vat:ATU1"});
                if (!c) return;
                firsts += c->first ? 1 : 0;
                for (;;) {
                    auto const made = d.ledger.once(
                        {"party/" + c->canonical}, {.system = "erp", .object = "partner"}, fingerprint_of("Acme"),
                        [](context const&) -> result<std::optional<sync::remote_id>> { return std::nullopt; },
                        [&](std::optional<sync::remote_id> const&, context const&) -> result<sync::upserted> {
                            std::lock_guard const l(lock);
                            return sync::upserted{{std::to_string(++created)}};
                        },
                        {});
                    if (!made && made.error().code == errc::contended) continue;
                    std::lock_guard const l(lock);
                    ids.insert(made ? made->id.text : made.error().message);
                    return;
                }
            });
        for (auto& t : threads) t.join();
        CHECK(firsts == 1);
        CHECK(created == 1);
        CHECK(ids == std::set<std::string>{"1"});
    }
}

}  // namespace claim_test
