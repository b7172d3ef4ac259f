// SPDX-License-Identifier: Apache-2.0
// What is left of a store when its host dies: everything acknowledged, nothing by halves.
#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <syncline/core/random.hpp>

#include "conformance/store/rows.hpp"
#include "conformance/store/stores.hpp"

using namespace conformance;
using es = store::effect_state;
using is = store::intake_state;
using testkit::crash_disk;
using testkit::crash_kind;

namespace {

std::vector<std::string> linked() {
    std::vector<std::string> out;
    for (int i = 0; i < 40; ++i) out.push_back(std::to_string(i));
    return out;
}

/// Transaction `n` of a script: a record is taken in, its effect intended, then done, then something goes wrong.
/// Depends on `n` only, so that a host that starts again can go on where it was.
result<void> transaction(store::tables& t, int n) {
    auto const id = std::to_string(n / 3);
    std::vector<result<void>> done;
    switch (n % 3) {
        case 0:
            done.push_back(t.put_intake(std::vector{intake(id, is::in_flight)}));
            done.push_back(t.put_effects(std::vector{effect(id, es::intended)}));
            break;
        case 1:
            done.push_back(t.put_effects(std::vector{effect(id)}));
            done.push_back(t.put_links(std::vector{bond(id, "c" + id)}));
            done.push_back(t.append_audit(std::vector{line("created", effect(id).key)}));
            done.push_back(t.put_intake(std::vector{intake(id)}));
            done.push_back(t.put_cursor("deals", id));
            break;
        default:
            done.push_back(t.put_exceptions(std::vector{problem(id)}));
            done.push_back(t.put_links(std::vector{bond(id, "c" + id, store::link_state::merged)}));
            done.push_back(t.append_audit(std::vector{line("parked", effect(id).key), line("told", effect(id).key)}));
            done.push_back(t.put_intake(std::vector{intake(id, is::parked)}));
            break;
    }
    for (auto const& r : done)
        if (!r) return r;
    return {};
}

/// What a store holds after the first n transactions, for each n.
std::vector<snapshot> const& prefixes() {
    static auto const all = [] {
        constexpr int most = 90;
        std::vector<snapshot> out;
        store::memory_store s;
        for (int n = 0;; ++n) {
            out.push_back(look(s, [](store::tables& t) { return must(snapshot::of(t, linked())); }));
            if (n == most) return out;
            must(s.in_transaction([&](store::tables& t) { return transaction(t, n); }, {}));
        }
    }();
    return all;
}

/// How many transactions of the script a store holds; fails the test when it holds no prefix of them.
int held(store::store& s) {
    auto const found = look(s, [](store::tables& t) { return must(snapshot::of(t, linked())); });
    auto const& all = prefixes();
    for (std::size_t n = 0; n < all.size(); ++n)
        if (all[n] == found) return static_cast<int>(n);
    FAIL("the store holds something that no number of whole transactions left");
    return -1;
}

/// A host's life: opens the store and does the script from where it is up to `last`. Returns how many transactions it
/// was told are done, as far as it got.
int live(crash_disk& disk, store::sqlite_options options, int last) {
    options.vfs = disk.name();
    int acknowledged = 0;
    auto s = store::sqlite_store::open("host.db", options);
    if (!s) {
        if (!disk.crashed()) FAIL(s.error().message);
        return 0;
    }
    for (acknowledged = held(**s); acknowledged < last; ++acknowledged) {
        auto const r = (*s)->in_transaction([&](store::tables& t) { return transaction(t, acknowledged); }, {});
        if (!r) {
            if (!disk.crashed()) FAIL(r.error().message);
            break;
        }
    }
    return acknowledged;
}

/// One story: several lives, each cut short at a random step. True when an acknowledged transaction was forgotten.
bool forgets(std::uint64_t seed, store::sqlite_options const& options) {
    seeded_random random(seed);
    crash_disk disk(random());
    int known = 0;
    int last = 0;
    for (int life = 0; life < 4; ++life) {
        last = std::min(last + static_cast<int>(random() % 8), static_cast<int>(prefixes().size()) - 1);
        disk.crash_at(disk.steps() + 1 + random() % 120, random() % 4 == 0 ? crash_kind::kill : crash_kind::power_cut);
        known = std::max(known, live(disk, options, last));
        if (!disk.crashed()) disk.crash_now(crash_kind::power_cut);
        disk.revive();

        auto again = options;
        again.vfs = disk.name();
        auto s = store::sqlite_store::open("host.db", again);
        if (!s) FAIL(s.error().message);
        must((*s)->verify({}));
        auto const left = held(**s);
        if (left < known) return true;
        known = left;
    }
    return false;
}

/// More on demand: SYNCLINE_SEEDS=10000.
std::uint64_t seeds(std::uint64_t usual) {
    auto const* wanted = std::getenv("SYNCLINE_SEEDS");  // NOLINT(concurrency-mt-unsafe)
    return wanted ? std::strtoull(wanted, nullptr, 10) : usual;
}

}  // namespace

TEST_CASE("a crash at any step leaves whole transactions, all acknowledged ones among them") {
    constexpr int script = 6;
    crash_disk whole{1};
    CHECK(live(whole, {}, script) == script);
    auto const steps = whole.steps();
    CHECK(steps > 50);
    for (auto const kind : {crash_kind::kill, crash_kind::power_cut})
        for (std::uint64_t step = 1; step <= steps; ++step) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(step);
            crash_disk disk{step};
            disk.crash_at(step, kind);
            auto const acknowledged = live(disk, {}, script);
            REQUIRE(disk.crashed());
            disk.revive();
            {
                auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
                auto const left = held(*s);
                REQUIRE(left >= acknowledged);
                REQUIRE(left <= acknowledged + 1);  // what was under way may have made it
                must(s->verify({}));
            }
            // and the host can go on to the end
            REQUIRE(live(disk, {}, script) == script);
            auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
            REQUIRE(held(*s) == script);
        }
}

TEST_CASE("power cuts never forget an acknowledged transaction") {
    auto const n = seeds(200);
    for (std::uint64_t seed = 1; seed <= n; ++seed) {
        CAPTURE(seed);
        REQUIRE_FALSE(forgets(seed, {}));
    }
    MESSAGE("power-cut seeds without a loss: " << n);
}

TEST_CASE("the same power cuts find the planted mistake synchronous=NORMAL") {
    auto const n = seeds(50);
    std::uint64_t found = 0;
    for (std::uint64_t seed = 1; seed <= n; ++seed)
        if (forgets(seed, {.unsafe_synchronous_normal_for_tests = true})) ++found;
    CHECK(found > n / 10);
    MESSAGE("seeds with a loss under synchronous=NORMAL: " << found << " of " << n);
}

TEST_CASE("callers that share a commit are all told the truth when the disk dies under them") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        crash_disk disk{seed};
        std::mutex mutex;
        std::vector<std::string> acknowledged;
        {
            auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
            disk.crash_at(disk.steps() + 10 + seed * 7 % 200, seed % 3 == 0 ? crash_kind::kill : crash_kind::power_cut);
            std::vector<std::thread> all;
            for (int n = 0; n < 6; ++n)
                all.emplace_back([&, n] {
                    for (int i = 0; i < 100; ++i) {
                        auto const id = std::to_string(n * 1000 + i);
                        auto const r = s->in_transaction(
                            [&](store::tables& t) -> result<void> {
                                if (auto done = t.put_effects(std::vector{effect(id)}); !done) return done;
                                return t.append_audit(std::vector{line(id)});
                            },
                            {});
                        if (!r) return;
                        std::lock_guard const lock(mutex);
                        acknowledged.push_back(effect(id).key);
                    }
                });
            for (auto& t : all) t.join();
        }
        if (!disk.crashed()) disk.crash_now(crash_kind::power_cut);
        disk.revive();
        auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
        must(s->verify({}));
        auto const found = look(*s, [&](store::tables& t) { return must(t.find_effects(acknowledged)); });
        REQUIRE(std::all_of(found.begin(), found.end(), [](auto const& e) { return e.has_value(); }));
        auto const lines = look(*s, [](store::tables& t) { return must(t.verify_audit()); });
        REQUIRE(lines >= acknowledged.size());
    }
}

TEST_CASE("one I/O error at any step refuses at most one transaction, and the host goes on as if nothing had been") {
    constexpr int script = 6;
    crash_disk whole{1};
    CHECK(live(whole, {}, script) == script);
    auto const steps = whole.steps();
    for (std::uint64_t step = 1; step <= steps; ++step) {
        CAPTURE(step);
        crash_disk disk{step};
        disk.fail_at(step);
        int refused = 0;
        {
            auto s = store::sqlite_store::open("host.db", {.vfs = disk.name()});
            if (!s) {
                REQUIRE(s.error().code == errc::storage);
                ++refused;
                s = store::sqlite_store::open("host.db", {.vfs = disk.name()});
            }
            if (!s) FAIL(s.error().message);
            for (int done = 0; done < script;) {
                auto const r = (*s)->in_transaction([&](store::tables& t) { return transaction(t, done); }, {});
                if (r)
                    ++done;
                else
                    ++refused;
                if (!r) REQUIRE(r.error().code == errc::storage);
                REQUIRE(held(**s) == done);
            }
        }
        REQUIRE(refused <= 1);
        disk.crash_now(crash_kind::power_cut);
        disk.revive();
        auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
        REQUIRE(held(*s) == script);
        must(s->verify({}));
    }
}

TEST_CASE("a full disk refuses work and loses none; reading goes on, and so does writing when there is space again") {
    for (std::uint64_t const space : {60'000U, 90'000U, 200'000U}) {
        CAPTURE(space);
        crash_disk disk{space};
        int acknowledged = 0;
        auto const one = [&](store::tables& t) -> result<void> {
            auto const id = std::to_string(acknowledged);
            if (auto done = t.put_effects(std::vector{effect(id)}); !done) return done;
            return t.append_audit(std::vector{line(id)});
        };
        auto const count = [](store::store& s) {
            return look(s, [](store::tables& t) {
                return static_cast<int>(must(t.effects_in_state("deals", es::done, "", 100'000)).size());
            });
        };
        {
            auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
            disk.capacity(disk.used() + space);
            result<void> last;
            while ((last = s->in_transaction(one, {}))) ++acknowledged;
            CHECK(acknowledged > 0);
            CHECK(last.error().code == errc::storage);
            CHECK(last.error().message.find("SQLite 13") != std::string::npos);  // SQLITE_FULL
            for (int i = 0; i < 5; ++i) CHECK_FALSE(s->in_transaction(one, {}).has_value());
            CHECK(count(*s) == acknowledged);
            disk.capacity(UINT64_MAX);
            must(s->in_transaction(one, {}));
            ++acknowledged;
            CHECK(count(*s) == acknowledged);
            disk.crash_now(crash_kind::power_cut);
        }
        disk.revive();
        auto const s = must(store::sqlite_store::open("host.db", {.vfs = disk.name()}));
        CHECK(count(*s) == acknowledged);
        must(s->verify({}));
    }
}
