// SPDX-License-Identifier: Apache-2.0
// A damaged file is noticed and named, and nothing of a damaged row is returned.
#include <algorithm>

#include <syncline/core/random.hpp>

#include "conformance/store/rows.hpp"
#include "conformance/store/stores.hpp"
#include "unit/store_sqlite/raw_sql.hpp"

using namespace conformance;
using store::sqlite_store;
using testkit::crash_disk;
using testkit::crash_kind;

namespace {

std::vector<std::string> const linked{"41", "42"};

/// A disk with a closed store on it whose rows can be found by their words.
void fill(crash_disk& disk, int effects = 3) {
    auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
    write(*s, [&](store::tables& t) {
        std::vector<store::effect_row> rows;
        for (int i = 0; i < effects; ++i) rows.push_back(effect(std::to_string(100 + i)));
        must(t.put_effects(rows));
        must(t.put_links(std::vector{bond("41", "canonical-41"), bond("42", "canonical-42")}));
        must(t.put_exceptions(std::vector{problem("77")}));
        must(t.put_cursor("deals", "cursor-value-of-deals"));
        must(t.put_intake(std::vector{intake("55")}));
        must(t.append_audit(std::vector{line("first-line"), line("second-line"), line("third-line")}));
    });
}

/// Flips one bit of the only place in the file that reads `word`.
void damage(crash_disk& disk, std::string const& word, std::size_t offset = 0) {
    auto bytes = disk.contents("host.db");
    auto const at = bytes.find(word);
    REQUIRE(at != std::string::npos);
    bytes[at + offset] = static_cast<char>(bytes[at + offset] ^ 1);
    disk.replace("host.db", bytes);
}

template <class F>
void expect_corrupted(crash_disk& disk, std::string const& named, F ask) {
    auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
    auto const r = s->read(
        [&](store::tables& t) -> result<void> {
            auto answer = ask(t);
            if (!answer) return fail(answer.error());
            return {};
        },
        {});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::corrupted);
    CHECK_MESSAGE(r.error().message.starts_with(named), r.error().message);
    auto const all = s->verify({});
    REQUIRE_FALSE(all);
    CHECK(all.error().code == errc::corrupted);
    CHECK_MESSAGE(all.error().message.starts_with(named), all.error().message);
}

/// Opens, verifies and reads everything. The error, or what was read.
result<snapshot> everything(crash_disk const& disk) {
    auto s = sqlite_store::open("host.db", {.vfs = disk.name()});
    if (!s) return fail(s.error());
    if (auto sound = (*s)->verify({}); !sound) return fail(sound.error());
    result<snapshot> out;
    auto const r = (*s)->read(
        [&](store::tables& t) -> result<void> {
            out = snapshot::of(t, linked);
            return {};
        },
        {});
    if (!r) return fail(r.error());
    return out;
}

}  // namespace

TEST_CASE("a flipped bit in an effect, a link, an exception or a cursor is noticed and named") {
    SUBCASE("effect, by key") {
        crash_disk disk{1};
        fill(disk);
        damage(disk, "r101");
        std::string const key = effect("101").key;
        expect_corrupted(disk, "effects deals/101/order: ", [&](store::tables& t) {
            return t.find_effects({&key, 1});
        });
    }
    SUBCASE("effect, by state") {
        crash_disk disk{1};
        fill(disk);
        damage(disk, "0198c0de-102", 9);
        expect_corrupted(disk, "effects deals/102/order: ", [](store::tables& t) {
            return t.effects_in_state("deals", store::effect_state::done, "", 100);
        });
    }
    SUBCASE("link, both ways") {
        crash_disk disk{1};
        fill(disk);
        damage(disk, "partycanonical-42", 2);
        std::string const external = "42";
        expect_corrupted(disk, "links hubspot companies 42: ", [&](store::tables& t) {
            return t.links_of("hubspot", "companies", {&external, 1});
        });
        std::string const canonical = "canonical-42";
        expect_corrupted(disk, "links hubspot companies 42: ", [&](store::tables& t) {
            return t.links_to("hubspot", "companies", {&canonical, 1});
        });
    }
    SUBCASE("exception") {
        crash_disk disk{1};
        fill(disk);
        damage(disk, "4821.50");
        std::string const id = "77";
        expect_corrupted(disk, "exceptions deals 77: ", [&](store::tables& t) {
            return t.find_exceptions("deals", {&id, 1});
        });
    }
    SUBCASE("cursor") {
        crash_disk disk{1};
        fill(disk);
        damage(disk, "cursor-value-of-deals", 12);
        expect_corrupted(disk, "cursors deals: ", [](store::tables& t) { return t.cursor("deals"); });
    }
    SUBCASE("the digest itself") {
        crash_disk disk{1};
        fill(disk, 1);
        auto const raw = raw_sql("host.db", disk.name());
        CHECK(raw("UPDATE effects SET digest = zeroblob(32)").empty());
        std::string const key = effect("100").key;
        expect_corrupted(disk, "effects deals/100/order: ", [&](store::tables& t) {
            return t.find_effects({&key, 1});
        });
    }
}

TEST_CASE("an intake row whose columns hold no such value is not shown") {
    crash_disk disk{1};
    fill(disk);
    damage(disk, "done2026-03-01T00:00:01.000001Z", 0);  // intake: the state stands before the time
    auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
    auto const r = s->read(
        [&](store::tables& t) {
            return t.intake_between("deals", "", "99", [](store::intake_view const&) { FAIL("a row"); });
        },
        {});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::corrupted);
    CHECK_MESSAGE(r.error().message.starts_with("intake deals 55: "), r.error().message);
}

TEST_CASE("an altered, dropped or swapped audit line is found, whichever it is") {
    constexpr int lines = 40;
    auto const filled = [](crash_disk& disk) {
        auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
        write(*s, [](store::tables& t) {
            std::vector<store::audit_row> rows;
            for (int i = 1; i <= lines; ++i) rows.push_back(line("line " + std::to_string(i)));
            must(t.append_audit(rows));
        });
    };
    auto const first_wrong = [](crash_disk& disk) {
        auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
        auto const r = s->verify({});
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::corrupted);
        auto const shown = s->read(
            [](store::tables& t) -> result<void> {
                auto all = t.audit_from(1, 1000);
                if (!all) return fail(all.error());
                return {};
            },
            {});
        CHECK_FALSE(shown);
        return r.error().message;
    };
    for (int i = 1; i <= lines; ++i) {
        CAPTURE(i);
        auto const n = std::to_string(i);
        {
            crash_disk disk{1};
            filled(disk);
            raw_sql("host.db", disk.name())(
                "DROP TRIGGER audit_is_never_changed; UPDATE audit SET remote_id = '42' "
                "WHERE sequence = " +
                n);
            CHECK(first_wrong(disk).starts_with("audit " + n + ": "));
        }
        if (i < lines) {  // that the last one is gone only a checkpoint elsewhere can tell
            crash_disk disk{1};
            filled(disk);
            raw_sql("host.db",
                    disk.name())("DROP TRIGGER audit_is_never_deleted; DELETE FROM audit WHERE sequence = " + n);
            CHECK(first_wrong(disk).starts_with("audit " + n + ": the line is missing"));
        }
        if (i < lines) {
            crash_disk disk{1};
            filled(disk);
            raw_sql("host.db", disk.name())(
                "DROP TRIGGER audit_is_never_changed; UPDATE audit SET sequence = -1 WHERE sequence = " + n +
                "; UPDATE audit SET sequence = " + n + " WHERE sequence = " + n +
                " + 1; UPDATE audit SET sequence = " + n + " + 1 WHERE sequence = -1");
            CHECK(first_wrong(disk).starts_with("audit " + n + ": "));
        }
    }
}

TEST_CASE("no bit flip anywhere makes the store show something else than what was written") {
    crash_disk disk{1};
    fill(disk, 60);
    auto const whole = disk.contents("host.db");
    auto const expected = must(everything(disk));
    seeded_random random(7);
    int noticed = 0;
    int harmless = 0;
    int in_intake = 0;
    for (int i = 0; i < 600; ++i) {
        CAPTURE(i);
        auto bytes = whole;
        auto const at = random() % bytes.size();
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        disk.replace("host.db", bytes);
        auto found = everything(disk);
        if (!found) {
            CHECK_MESSAGE((found.error().code == errc::corrupted || found.error().code == errc::misconfigured ||
                           found.error().code == errc::unsupported || found.error().code == errc::storage),
                          found.error().message);
            ++noticed;
        } else {
            // rows of intake carry no digest: a wrong one costs a look, never an effect
            if (found->intake != expected.intake) ++in_intake;
            found->intake = expected.intake;
            REQUIRE(*found == expected);
            ++harmless;
        }
        disk.remove("host.db-wal");
        disk.remove("host.db-lease");
    }
    MESSAGE("bit flips noticed: " << noticed << ", in unused space: " << harmless
                                  << ", in an intake row: " << in_intake);
    CHECK(noticed > 100);
}

TEST_CASE("a zeroed page and a cut-off file are noticed") {
    crash_disk disk{1};
    fill(disk, 60);
    auto const whole = disk.contents("host.db");
    constexpr std::size_t page = 4096;
    REQUIRE(whole.size() % page == 0);
    for (std::size_t at = 0; at < whole.size(); at += page) {
        CAPTURE(at / page);
        auto bytes = whole;
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), page, '\0');
        disk.replace("host.db", bytes);
        auto const zeroed = everything(disk);
        // the page of the first table: what is left of the header tells SQLite that there is no database at all
        CHECK_FALSE(zeroed.has_value());
        disk.remove("host.db-wal");
        disk.remove("host.db-lease");
        if (at == 0) continue;
        disk.replace("host.db", whole.substr(0, at + page / 2));
        CHECK_FALSE(everything(disk).has_value());
        disk.remove("host.db-wal");
        disk.remove("host.db-lease");
    }
}

TEST_CASE("a -wal that is gone after an unclean stop is noticed, and so is a database that is gone") {
    crash_disk disk{1};
    fill(disk);
    {
        auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
        write(*s, [](store::tables& t) { must(t.put_cursor("deals", "the last thing done")); });
        disk.crash_now(crash_kind::kill);
    }
    disk.revive();
    auto const wal = disk.contents("host.db-wal");
    REQUIRE_FALSE(wal.empty());
    disk.remove("host.db-wal");
    auto const lost = sqlite_store::open("host.db", {.vfs = disk.name()});
    REQUIRE_FALSE(lost);
    CHECK(lost.error().code == errc::corrupted);
    CHECK(lost.error().message.find("host.db-wal is gone") != std::string::npos);

    disk.replace("host.db-wal", wal);
    auto const database = disk.contents("host.db");
    disk.remove("host.db");
    auto const gone = sqlite_store::open("host.db", {.vfs = disk.name()});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == errc::corrupted);
    CHECK(disk.contents("host.db-wal") == wal);

    disk.replace("host.db", database);
    auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
    CHECK(look(*s, [](store::tables& t) { return must(t.cursor("deals")); }) == "the last thing done");
}

TEST_CASE("damage under an unclean stop is found before anything is done") {
    crash_disk disk{1};
    fill(disk, 60);
    {
        auto const s = must(sqlite_store::open("host.db", {.vfs = disk.name()}));
        write(*s, [](store::tables& t) { must(t.put_cursor("deals", "x")); });
        disk.crash_now(crash_kind::kill);
    }
    disk.revive();
    auto bytes = disk.contents("host.db");
    auto const leaf = bytes.find("deals/150/order") / 4096 * 4096;
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(leaf), 4096, '\0');
    disk.replace("host.db", bytes);
    auto const r = sqlite_store::open("host.db", {.vfs = disk.name()});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::corrupted);
    CHECK(r.error().message.starts_with("open host.db: "));
}
