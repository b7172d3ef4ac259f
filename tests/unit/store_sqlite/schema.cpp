// SPDX-License-Identifier: Apache-2.0
// Older files open in the newer library, and what the tables mean is written down.
#include <fstream>
#include <iterator>

#include "conformance/store/rows.hpp"
#include "conformance/store/stores.hpp"
#include "unit/store_sqlite/raw_sql.hpp"

using namespace conformance;
using store::sqlite_store;

namespace {

std::string text_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> schema_of(std::string const& path) {
    return raw_sql(path)("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name");
}

}  // namespace

TEST_CASE("a file of schema version 1 opens with everything in it and becomes like a new one") {
    temporary_directory const dir;
    auto const path = dir / "old.db";
    auto const made = raw_sql(path)(text_of(SYNCLINE_TEST_DATA "/unit/store_sqlite/schema_1.sql"));
    REQUIRE(made.empty());
    {
        auto const s = must(sqlite_store::open(path));
        must(s->verify({}));
        auto const all = look(*s, [](store::tables& t) { return must(snapshot::of(t, {"41"})); });
        CHECK(all.intake == std::vector{intake("7"), intake("8", store::intake_state::parked)});
        CHECK(all.effects == std::vector{effect("7"), effect("8", store::effect_state::unknown)});
        CHECK(all.links == std::vector<std::optional<store::link_row>>{bond("41", "c-41")});
        CHECK(all.exceptions == std::vector{problem("8")});
        CHECK(all.cursor == "page 7");
        CHECK(all.audit.size() == 2);
        write(*s, [](store::tables& t) { must(t.append_audit(std::vector{line("updated")})); });
        must(s->verify({}));
    }
    must(sqlite_store::open(dir / "new.db"));
    CHECK(schema_of(path) == schema_of(dir / "new.db"));
    CHECK(raw_sql(path)("SELECT version FROM schema_version") == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("a host that dies in the middle of a migration migrates at its next start") {
    // EXTRA: else the cut may bring the script's own rollback journal back
    auto const sql = "PRAGMA synchronous = EXTRA; " + text_of(SYNCLINE_TEST_DATA "/unit/store_sqlite/schema_1.sql");
    std::uint64_t steps = 0;
    for (std::uint64_t step = 0; step <= steps; ++step) {
        CAPTURE(step);
        testkit::crash_disk disk{step + 1};
        CHECK(raw_sql("old.db", disk.name())(sql).empty());
        auto const before = disk.steps();
        if (step > 0) disk.crash_at(before + step, testkit::crash_kind::power_cut);
        { auto const cut_short = sqlite_store::open("old.db", {.vfs = disk.name()}); }
        if (step == 0) steps = disk.steps() - before;
        if (!disk.crashed()) disk.crash_now(testkit::crash_kind::power_cut);
        disk.revive();
        auto const s = must(sqlite_store::open("old.db", {.vfs = disk.name()}));
        must(s->verify({}));
        CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 2);
    }
    CHECK(steps > 5);
}

TEST_CASE("every table, view and column is described in the reference") {
    auto const reference = text_of(SYNCLINE_TEST_DATA "/../docs/reference/store.md");
    temporary_directory const dir;
    must(sqlite_store::open(dir / "host.db"));
    raw_sql const db(dir / "host.db");
    for (auto const& table :
         db("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")) {
        auto const heading = reference.find("### `" + table + "`");
        CAPTURE(table);
        REQUIRE(heading != std::string::npos);
        auto const section = reference.substr(heading, reference.find("\n#", heading + 1) - heading);
        for (auto const& column : db("SELECT name FROM pragma_table_info('" + table + "')")) {
            CAPTURE(column);
            CHECK(section.find("`" + column + "`") != std::string::npos);
        }
    }
}
