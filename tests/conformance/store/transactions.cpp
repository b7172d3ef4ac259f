// SPDX-License-Identifier: Apache-2.0
// What a transaction of every store promises, alone and beside others.
#include <thread>

#include <syncline/testkit/manual_clock.hpp>

#include "conformance/store/rows.hpp"
#include "conformance/store/stores.hpp"

using namespace conformance;
using es = store::effect_state;

namespace {

std::vector<std::string> const written{"1", "2"};

snapshot content(store::store& s) {
    return look(s, [](store::tables& t) { return must(snapshot::of(t, written)); });
}

void write_all_tables(store::tables& t, std::string const& id) {
    must(t.put_intake(std::vector{intake(id)}));
    must(t.put_effects(std::vector{effect(id)}));
    must(t.put_links(std::vector{bond(id, "c" + id)}));
    must(t.put_cursor("deals", id));
    must(t.put_exceptions(std::vector{problem(id)}));
    must(t.append_audit(std::vector{line(id)}));
}

}  // namespace

TEST_CASE_TEMPLATE("a failing work leaves nothing behind in any table", Store, EVERY_STORE) {
    Store s;
    auto const empty = content(*s);
    for (int after_rows = 0; after_rows < 2; ++after_rows) {
        if (after_rows == 1) write(*s, [](store::tables& t) { write_all_tables(t, "1"); });
        auto const before = content(*s);
        auto const r = (*s).in_transaction(
            [](store::tables& t) -> result<void> {
                write_all_tables(t, "2");
                must(t.put_intake(std::vector{intake("1", store::intake_state::parked)}));
                must(t.put_effects(std::vector{effect("1", es::unknown)}));
                must(t.put_links(std::vector{bond("1", "c1", store::link_state::deleted), bond("3", "c1")}));
                must(t.put_exceptions(std::vector{problem("1", store::exception_state::resolved)}));
                CHECK(must(t.cursor("deals")) == "2");  // it sees its own writes
                return fail(errc::rejected, "changed its mind");
            },
            {});
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::rejected);
        CHECK(r.error().message == "changed its mind");
        CHECK(content(*s) == before);
    }
    CHECK(content(*s) != empty);
}

TEST_CASE_TEMPLATE("an error that the work forgets to pass on still ends the transaction", Store, EVERY_STORE) {
    Store s;
    auto const r = (*s).in_transaction(
        [](store::tables& t) -> result<void> {
            write_all_tables(t, "1");
            auto const refused = t.put_links(std::vector{bond("1", "another")});
            CHECK_FALSE(refused);
            auto const later = t.put_cursor("deals", "x");
            CHECK(later.error() == refused.error());
            CHECK(t.find_effects({}).error() == refused.error());
            CHECK(t.verify_audit().error() == refused.error());
            return {};
        },
        {});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::conflict);
    CHECK(content(*s) == snapshot{{}, {}, {std::nullopt, std::nullopt}, {}, {}, {}});
}

TEST_CASE_TEMPLATE("a work that throws leaves nothing behind and the store usable", Store, EVERY_STORE) {
    Store s;
    CHECK_THROWS_AS((void)(*s).in_transaction(
                        [](store::tables& t) -> result<void> {
                            write_all_tables(t, "1");
                            throw 7;
                        },
                        {}),
                    int);
    CHECK_FALSE(content(*s).cursor);
    CHECK_THROWS_AS((void)(*s).read([](store::tables&) -> result<void> { throw 7; }, {}), int);
    write(*s, [](store::tables& t) { write_all_tables(t, "1"); });
    CHECK(content(*s).cursor == "1");
}

TEST_CASE_TEMPLATE("a read writes nothing", Store, EVERY_STORE) {
    Store s;
    auto const refused = [&](auto put) {
        auto const r = (*s).read([&](store::tables& t) -> result<void> { return put(t); }, {});
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::defect);
        CHECK(r.error().message.find("inside read()") != std::string::npos);
    };
    refused([](store::tables& t) { return t.put_intake(std::vector{intake("1")}); });
    refused([](store::tables& t) { return t.put_effects(std::vector{effect("1")}); });
    refused([](store::tables& t) { return t.put_links(std::vector{bond("1", "a")}); });
    refused([](store::tables& t) { return t.put_cursor("deals", "1"); });
    refused([](store::tables& t) { return t.put_exceptions(std::vector{problem("1")}); });
    refused([](store::tables& t) { return t.append_audit(std::vector{line("x")}); });
}

TEST_CASE_TEMPLATE("a work that calls its own store is told so instead of waiting for ever", Store, EVERY_STORE) {
    Store s;
    auto const nothing = [](store::tables&) -> result<void> { return {}; };
    for (bool const outer_reads : {false, true})
        for (bool const inner_reads : {false, true}) {
            auto const nested = [&](store::tables&) -> result<void> {
                return inner_reads ? (*s).read(nothing, {}) : (*s).in_transaction(nothing, {});
            };
            auto const r = outer_reads ? (*s).read(nested, {}) : (*s).in_transaction(nested, {});
            REQUIRE_FALSE(r);
            CHECK(r.error().code == errc::defect);
        }
}

TEST_CASE_TEMPLATE("a stopped or late context begins nothing", Store, EVERY_STORE) {
    testkit::manual_clock clock;
    Store s{clock};
    bool ran = false;
    auto const work = [&](store::tables&) -> result<void> {
        ran = true;
        return {};
    };
    std::stop_source stop;
    stop.request_stop();
    context const stopped{.stop = stop.get_token()};
    CHECK((*s).in_transaction(work, stopped).error().code == errc::cancelled);
    CHECK((*s).read(work, stopped).error().code == errc::cancelled);
    context const late{.deadline = clock.now()};
    CHECK((*s).in_transaction(work, late).error().code == errc::deadline_exceeded);
    CHECK((*s).read(work, late).error().code == errc::deadline_exceeded);
    CHECK_FALSE(ran);
    CHECK((*s).in_transaction(work, context{.deadline = clock.now() + std::chrono::seconds(1)}).has_value());
    CHECK(ran);
}

TEST_CASE_TEMPLATE(
    "transactions of many threads neither lose nor mix their writes, and failing ones undo only themselves", Store,
    EVERY_STORE) {
    Store s;
    constexpr int threads = 8;
    constexpr int each = 40;
    std::atomic<int> kept{0};
    std::vector<std::thread> all;
    for (int n = 0; n < threads; ++n)
        all.emplace_back([&, n] {
            for (int i = 0; i < each; ++i) {
                bool const fails = (n + i) % 3 == 0;
                auto const r = (*s).in_transaction(
                    [&](store::tables& t) -> result<void> {
                        auto counter = t.cursor("counter");
                        if (!counter) return fail(counter.error());
                        auto const next = std::stoi(counter->value_or("0")) + 1;
                        auto const id = std::to_string(n * 1000 + i);
                        for (auto const& done :
                             {t.put_cursor("counter", std::to_string(next)), t.put_effects(std::vector{effect(id)}),
                              t.append_audit(std::vector{line(id)})})
                            if (!done) return done;
                        if (fails) return fail(errc::rejected, "this one not");
                        return {};
                    },
                    {});
                CHECK(r.has_value() == !fails);
                if (r) ++kept;
            }
        });
    for (auto& t : all) t.join();
    auto const left = content(*s);
    CHECK(look(*s, [](store::tables& t) { return must(t.cursor("counter")); }) == std::to_string(kept.load()));
    CHECK(left.effects.size() == static_cast<std::size_t>(kept.load()));
    CHECK(left.audit.size() == static_cast<std::size_t>(kept.load()));
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == left.audit.size());
}

TEST_CASE_TEMPLATE("threads that throw inside a shared commit harm nobody else", Store, EVERY_STORE) {
    Store s;
    std::atomic<int> kept{0};
    std::vector<std::thread> all;
    for (int n = 0; n < 4; ++n)
        all.emplace_back([&, n] {
            for (int i = 0; i < 30; ++i) {
                bool const throws = (n + i) % 4 == 0;
                try {
                    auto const r = (*s).in_transaction(
                        [&](store::tables& t) -> result<void> {
                            auto const done = t.append_audit(std::vector{line("x")});
                            if (throws) throw 7;
                            return done;
                        },
                        {});
                    if (r) ++kept;
                } catch (int) {
                    CHECK(throws);
                }
            }
        });
    for (auto& t : all) t.join();
    CHECK(kept == 90);
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 90);
}

// Shows R044.
TEST_CASE_TEMPLATE("threads that race for one external id: one wins, the others get a conflict", Store, EVERY_STORE) {
    Store s;
    for (int round = 0; round < 10; ++round) {
        auto const id = std::to_string(round);
        std::atomic<int> won{0};
        std::atomic<int> lost{0};
        std::vector<std::thread> all;
        for (int n = 0; n < 6; ++n)
            all.emplace_back([&, n] {
                auto const canonical = id + "/" + std::to_string(n);
                auto const r = (*s).in_transaction(
                    [&](store::tables& t) { return t.put_links(std::vector{bond(id, canonical)}); }, {});
                if (r)
                    ++won;
                else if (r.error().code == errc::conflict)
                    ++lost;
            });
        for (auto& t : all) t.join();
        CHECK(won == 1);
        CHECK(lost == 5);
    }
}

TEST_CASE_TEMPLATE("a reader sees whole transactions only, and what was acknowledged before it began", Store,
                   EVERY_STORE) {
    Store s;
    std::atomic<int> acknowledged{0};
    std::atomic<bool> stop{false};
    std::thread reader([&] {
        while (!stop) {
            int const known = acknowledged;
            auto const lines = look(*s, [](store::tables& t) {
                auto const first = must(t.verify_audit());
                std::this_thread::yield();
                CHECK(must(t.verify_audit()) == first);  // one moment, however long it looks
                return first;
            });
            CHECK(lines % 3 == 0);
            CHECK(lines >= static_cast<std::uint64_t>(known) * 3);
        }
    });
    for (int i = 0; i < 100; ++i) {
        write(*s, [](store::tables& t) {
            for (int n = 0; n < 3; ++n) must(t.append_audit(std::vector{line("x")}));
        });
        ++acknowledged;
    }
    stop = true;
    reader.join();
}
