// SPDX-License-Identifier: Apache-2.0
#include <syncline/store/sqlite_store.hpp>

#include <csignal>
#include <fstream>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/store/rows.hpp"
#include "conformance/store/stores.hpp"
#include "unit/store_sqlite/raw_sql.hpp"

using namespace conformance;
using store::sqlite_store;
using testkit::crash_disk;
using testkit::crash_kind;

namespace {

error refusal(result<std::unique_ptr<sqlite_store>> r) {
    REQUIRE_FALSE(r.has_value());
    return r.error();
}

bool has(error const& e, std::string const& words) { return e.message.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("what was acknowledged is there after closing and opening") {
    temporary_directory const dir;
    {
        auto const s = must(sqlite_store::open(dir / "host.db"));
        write(*s, [](store::tables& t) { must(t.put_cursor("deals", "page 7")); });
    }
    CHECK_FALSE(std::filesystem::exists(dir / "host.db-wal"));
    auto const s = must(sqlite_store::open(dir / "host.db"));
    CHECK(look(*s, [](store::tables& t) { return must(t.cursor("deals")); }) == "page 7");
    must(s->verify({}));
}

TEST_CASE("a name that is no ordinary file is refused") {
    for (std::string const name : {"", ":memory:", "file:host.db?mode=memory"}) {
        auto const e = refusal(sqlite_store::open(name));
        CHECK(e.code == errc::misconfigured);
        CHECK(has(e, "ordinary file"));
    }
    CHECK(refusal(sqlite_store::open(std::string("host\0.db", 8))).code == errc::misconfigured);
    CHECK(refusal(sqlite_store::open("host.db", {.vfs = "no such disk"})).code == errc::misconfigured);
}

TEST_CASE("a place where no file can be says which operation failed and SQLite's code") {
    auto const e = refusal(sqlite_store::open("/nowhere/at/all/host.db"));
    CHECK(e.code == errc::storage);
    CHECK(has(e, "open /nowhere/at/all/host.db-lease"));
    CHECK(has(e, "(SQLite 14)"));
}

TEST_CASE("durable settings are on whatever the file said before") {
    temporary_directory const dir;
    { raw_sql const db(dir / "host.db"); }
    auto const s = must(sqlite_store::open(dir / "host.db"));
    raw_sql const db(dir / "host.db");
    CHECK(db("PRAGMA journal_mode") == std::vector<std::string>{"wal"});
    CHECK(db("SELECT version, name FROM schema_version") ==
          std::vector<std::string>{"1|tables", "2|views for the operator", "3|mapping versions"});
}

TEST_CASE("a second store in the same process is refused while the first one lives") {
    temporary_directory const dir;
    {
        auto const s = must(sqlite_store::open(dir / "host.db"));
        auto const e = refusal(sqlite_store::open(dir / "host.db"));
        CHECK(e.code == errc::contended);
        CHECK(has(e, "host.db-lease"));
        write(*s, [](store::tables& t) { must(t.put_cursor("deals", "1")); });
        CHECK(refusal(sqlite_store::open(dir / "host.db")).code == errc::contended);
    }
    must(sqlite_store::open(dir / "host.db"));
}

// Shows R076.
TEST_CASE("a second store in another process is refused, and the lease ends with the process that is killed") {
    temporary_directory const dir;
    auto const path = dir / "host.db";
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        auto const s = sqlite_store::open(path);
        auto const done = s ? (*s)->in_transaction([](store::tables& t) { return t.put_cursor("deals", "child"); }, {})
                            : result<void>(fail(s.error()));
        char const answer = done ? 'y' : 'n';
        (void)!::write(ready[1], &answer, 1);
        ::pause();
        ::_exit(0);
    }
    char answer = 'n';
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    CHECK(answer == 'y');
    CHECK(refusal(sqlite_store::open(path)).code == errc::contended);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto const s = must(sqlite_store::open(path));
    CHECK(look(*s, [](store::tables& t) { return must(t.cursor("deals")); }) == "child");
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("the database of another application is left alone") {
    temporary_directory const dir;
    raw_sql(dir / "foreign.db")("CREATE TABLE customers (name TEXT)");
    auto const e = refusal(sqlite_store::open(dir / "foreign.db"));
    CHECK(e.code == errc::misconfigured);
    CHECK(has(e, "another application"));
    CHECK(raw_sql(dir / "foreign.db")("SELECT name FROM sqlite_schema") == std::vector<std::string>{"customers"});

    std::ofstream(dir / "letter.txt") << std::string(5000, 'x');
    CHECK(refusal(sqlite_store::open(dir / "letter.txt")).code == errc::corrupted);
}

TEST_CASE("a schema that is newer than the library is refused") {
    temporary_directory const dir;
    must(sqlite_store::open(dir / "host.db"));
    raw_sql(dir / "host.db")("INSERT INTO schema_version VALUES (99, 'from the future', '')");
    auto const e = refusal(sqlite_store::open(dir / "host.db"));
    CHECK(e.code == errc::unsupported);
    CHECK(has(e, "schema version 99"));
}

TEST_CASE("other programs read while the store writes, and a program that writes makes commits wait, then fail") {
    temporary_directory const dir;
    auto const s = must(sqlite_store::open(dir / "host.db", {.busy_timeout = std::chrono::milliseconds(50)}));
    raw_sql const db(dir / "host.db");
    write(*s, [&](store::tables& t) {
        must(t.put_cursor("deals", "1"));
        CHECK(db("SELECT count(*) FROM cursors") == std::vector<std::string>{"0"});
    });
    CHECK(db("SELECT value FROM cursors") == std::vector<std::string>{"1"});
    CHECK(db("BEGIN IMMEDIATE").empty());
    auto const r = s->in_transaction([](store::tables& t) { return t.put_cursor("deals", "2"); }, {});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::contended);
    CHECK(r.error().is_retryable());
    CHECK(db("ROLLBACK").empty());
    write(*s, [](store::tables& t) { must(t.put_cursor("deals", "2")); });
}

TEST_CASE("the tables read as business words in SQL, and the views answer the operator's first questions") {
    temporary_directory const dir;
    auto const s = must(sqlite_store::open(dir / "host.db"));
    write(*s, [](store::tables& t) {
        must(t.put_intake(std::vector{intake("7"), intake("8", store::intake_state::parked),
                                      intake("9", store::intake_state::in_flight)}));
        must(t.put_effects(std::vector{effect("7"), effect("8", store::effect_state::unknown)}));
        must(t.put_links(std::vector{bond("41", "c-41")}));
        must(t.put_exceptions(std::vector{problem("8"), problem("6", store::exception_state::resolved)}));
        must(t.append_audit(std::vector{line("created")}));
    });
    raw_sql const db(dir / "host.db");
    using rows = std::vector<std::string>;
    CHECK(db("SELECT key, state, attempts, remote_id, created FROM effects WHERE source_id = '7'") ==
          rows{"deals/7/order|done|2|r7|2026-03-01T00:00:01.000001Z"});
    CHECK(db("SELECT lower(hex(content)) FROM effects WHERE source_id = '7'") == rows{fingerprint_of("7").text()});
    CHECK(db("SELECT state FROM intake ORDER BY source_id") == rows{"done", "parked", "in flight"});
    CHECK(db("SELECT datetime(updated) FROM intake WHERE source_id = '7'") == rows{"2026-03-01 00:00:01"});
    CHECK(db("SELECT entity, canonical, state FROM links") == rows{"party|c-41|active"});
    CHECK(db("SELECT source_id, category, owner, amount, currency, not_before FROM open_exceptions") ==
          rows{"8|missing_reference|catalogue|4821.50|USD|2026-03-01T00:00:06.000006Z"});
    CHECK(db("SELECT key, message FROM unknown_outcomes") == rows{"deals/8/order|waited for the customer"});
    CHECK(db("SELECT system, object, state, effects FROM effects_by_system ORDER BY state") ==
          rows{"odoo|sale.order|done|1", "odoo|sale.order|unknown|1"});
    CHECK(db("SELECT flow, received, done, parked, in_flight FROM progress_by_flow") == rows{"deals|3|1|1|1"});
}

// Shows R044.
TEST_CASE("two live links cannot be stored even in SQL, and audit lines can be neither changed nor deleted") {
    temporary_directory const dir;
    auto const s = must(sqlite_store::open(dir / "host.db"));
    write(*s, [](store::tables& t) {
        must(t.put_links(std::vector{bond("1", "a"), bond("2", "b")}));
        must(t.append_audit(std::vector{line("created")}));
    });
    raw_sql const db(dir / "host.db");
    CHECK(db("INSERT INTO links SELECT system, object, external_id, entity, 'c', state, evidence, updated, digest "
             "FROM links WHERE external_id = '1'")
              .back()
              .find("UNIQUE") != std::string::npos);
    CHECK(db("UPDATE links SET canonical = 'a'").back().find("UNIQUE") != std::string::npos);
    CHECK(db("UPDATE audit SET action = 'x'") == std::vector<std::string>{"error: audit lines are never changed"});
    CHECK(db("DELETE FROM audit") == std::vector<std::string>{"error: audit lines are never deleted"});
    CHECK(db("UPDATE effects SET state = 'shipped'").empty());  // no row to update
    CHECK(db("INSERT INTO cursors VALUES ('f', 1, x'00')").empty());
    CHECK(db("INSERT INTO cursors VALUES ('g', x'01', x'00')").back().find("cannot store BLOB") != std::string::npos);
}

TEST_CASE("the questions a flow asks for each page are answered by an index") {
    temporary_directory const dir;
    auto const s = must(sqlite_store::open(dir / "host.db"));
    raw_sql const db(dir / "host.db");
    auto const plan = [&](std::string const& sql) {
        std::string all;
        for (auto const& row : db("EXPLAIN QUERY PLAN " + sql)) all += row + "\n";
        return all;
    };
    auto const searches = [&](std::string const& sql) {
        auto const p = plan(sql);
        INFO(p);
        CHECK(p.find("SEARCH") != std::string::npos);
        CHECK(p.find("SCAN") == std::string::npos);
        CHECK(p.find("TEMP B-TREE") == std::string::npos);
    };
    searches(
        "SELECT source_id, content, state FROM intake WHERE flow = ? AND (id_length, source_id) >= (?, ?) "
        "AND (id_length, source_id) <= (?, ?) ORDER BY id_length, source_id");
    searches(
        "SELECT * FROM intake WHERE state = 'parked' AND state <> 'done' AND flow = ? AND "
        "(id_length, source_id) > (?, ?) ORDER BY id_length, source_id LIMIT 5");
    searches(
        "SELECT * FROM effects WHERE state = 'intended' AND state <> 'done' AND flow = ? AND key > ? ORDER BY key");
    searches("SELECT * FROM links WHERE system = ? AND object = ? AND external_id = ?");
    searches("SELECT * FROM links WHERE system = ? AND object = ? AND canonical = ? AND state = 'active'");
    searches(
        "SELECT * FROM exceptions WHERE state = 'open' AND (flow, source_id) > (?, ?) AND flow = ? "
        "ORDER BY flow, source_id LIMIT 5");
}

TEST_CASE("a backup made while the store is open is a whole database, and the host can go on from it") {
    temporary_directory const dir;
    {
        auto const s = must(sqlite_store::open(dir / "host.db"));
        write(*s, [](store::tables& t) {
            must(t.put_effects(std::vector{effect("7")}));
            must(t.append_audit(std::vector{line("created")}));
        });
        CHECK(raw_sql(dir / "host.db")("VACUUM INTO '" + (dir / "backup.db") + "'").empty());
        write(*s, [](store::tables& t) { must(t.append_audit(std::vector{line("updated")})); });
    }
    auto const s = must(sqlite_store::open(dir / "backup.db"));
    must(s->verify({}));
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 1);
    write(*s, [](store::tables& t) { must(t.append_audit(std::vector{line("updated")})); });
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 2);
}

TEST_CASE("a limit on the file's size refuses work and loses none") {
    temporary_directory const dir;
    int acknowledged = 0;
    {
        auto const s = must(sqlite_store::open(dir / "host.db"));
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit const small{300'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        result<void> last;
        while ((last = s->in_transaction(
                    [&](store::tables& t) { return t.put_effects(std::vector{effect(std::to_string(acknowledged))}); },
                    {})))
            ++acknowledged;
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        CHECK(acknowledged > 0);
        CHECK(last.error().code == errc::storage);
        must(s->in_transaction(
            [&](store::tables& t) { return t.put_effects(std::vector{effect(std::to_string(acknowledged))}); }, {}));
        ++acknowledged;
    }
    auto const s = must(sqlite_store::open(dir / "host.db"));
    CHECK(look(*s, [](store::tables& t) {
              return must(t.effects_in_state("deals", store::effect_state::done, "", 100'000)).size();
          }) == static_cast<std::size_t>(acknowledged));
}

TEST_CASE("callers that wait at the same time share commits") {
    crash_disk disk{1};
    auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
    int syncs = 0;
    auto slow_sync = [&](testkit::disk_step const& step) {
        if (step.operation != testkit::disk_operation::sync) return;
        ++syncs;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    };
    disk.on_step(slow_sync);
    std::vector<std::thread> all;
    for (int n = 0; n < 8; ++n)
        all.emplace_back([&, n] {
            for (int i = 0; i < 25; ++i)
                write(*s,
                      [&](store::tables& t) { must(t.put_effects(std::vector{effect(std::to_string(n * 100 + i))})); });
        });
    for (auto& t : all) t.join();
    CHECK(syncs < 120);  // of 200 transactions
}

TEST_CASE("a group whose commit fails tells every member") {
    crash_disk disk{1};
    auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
    write(*s, [](store::tables& t) { must(t.put_cursor("deals", "0")); });
    std::atomic<bool> failing{true};
    auto broken_sync = [&](testkit::disk_step const& step) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (failing && step.operation == testkit::disk_operation::sync) disk.fail_at(step.number);
    };
    disk.on_step(broken_sync);
    std::atomic<int> refused{0};
    std::vector<std::thread> all;
    for (int n = 0; n < 6; ++n)
        all.emplace_back([&, n] {
            auto const r = s->in_transaction(
                [&](store::tables& t) -> result<void> {
                    if (auto done = t.append_audit(std::vector{line("x")}); !done) return done;
                    return t.put_effects(std::vector{effect(std::to_string(n))});
                },
                {});
            if (!r && r.error().code == errc::storage) ++refused;
        });
    for (auto& t : all) t.join();
    CHECK(refused == 6);
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 0);
    failing = false;
    write(*s, [](store::tables& t) { must(t.append_audit(std::vector{line("x")})); });
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 1);
}
