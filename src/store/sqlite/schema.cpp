// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/schema.hpp"

#include <charconv>
#include <iterator>

#include "store/sqlite/columns.hpp"

namespace syncline::inline v1::store::detail {
namespace {

/// In the file's header: whose database this is. Spells "SynL".
constexpr std::int64_t application_id = 0x53796e4c;

struct migration {
    char const* name;
    char const* sql;
};

// Forward only: a migration that was released is never edited; what changes is a new one at the end.
// The checks are chains of OR on purpose: for IN with three words SQLite builds a temporary table per row written,
// which made writing twice as dear.
constexpr migration migrations[] = {
    {"tables", R"sql(
CREATE TABLE intake (
    flow      TEXT NOT NULL,
    id_length INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    content   BLOB NOT NULL,
    state     TEXT NOT NULL CHECK (state = 'in flight' OR state = 'done' OR state = 'parked'),
    updated   TEXT NOT NULL,
    PRIMARY KEY (flow, id_length, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX intake_open ON intake (flow, state, id_length, source_id) WHERE state <> 'done';

CREATE TABLE effects (
    key            TEXT NOT NULL PRIMARY KEY,
    flow           TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    step           TEXT NOT NULL,
    system         TEXT NOT NULL,
    object         TEXT NOT NULL,
    content        BLOB NOT NULL,
    state          TEXT NOT NULL CHECK (state = 'intended' OR state = 'done' OR state = 'failed' OR state = 'unknown'),
    attempts       INTEGER NOT NULL,
    remote_id      TEXT NOT NULL,
    mapping        TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    message        TEXT NOT NULL,
    created        TEXT NOT NULL,
    updated        TEXT NOT NULL,
    digest         BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX effects_open ON effects (flow, state, key) WHERE state <> 'done';

CREATE TABLE links (
    system      TEXT NOT NULL,
    object      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    entity      TEXT NOT NULL,
    canonical   TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state = 'active' OR state = 'merged' OR state = 'deleted'),
    evidence    TEXT NOT NULL,
    updated     TEXT NOT NULL,
    digest      BLOB NOT NULL,
    PRIMARY KEY (system, object, external_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX links_active ON links (system, object, canonical) WHERE state = 'active';

CREATE TABLE cursors (
    flow   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exceptions (
    flow           TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    step           TEXT NOT NULL,
    category       TEXT NOT NULL,
    owner          TEXT NOT NULL,
    severity       TEXT NOT NULL,
    text           TEXT NOT NULL,
    hint           TEXT NOT NULL,
    detail         TEXT NOT NULL,
    amount         TEXT NOT NULL,
    currency       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state = 'open' OR state = 'resolved' OR state = 'discarded'),
    attempts       INTEGER NOT NULL,
    correlation_id TEXT NOT NULL,
    opened         TEXT NOT NULL,
    updated        TEXT NOT NULL,
    not_before     TEXT,
    digest         BLOB NOT NULL,
    PRIMARY KEY (flow, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX exceptions_open ON exceptions (flow, source_id) WHERE state = 'open';

CREATE TABLE audit (
    sequence       INTEGER PRIMARY KEY,
    at             TEXT NOT NULL,
    flow           TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    effect         TEXT NOT NULL,
    action         TEXT NOT NULL,
    system         TEXT NOT NULL,
    object         TEXT NOT NULL,
    remote_id      TEXT NOT NULL,
    content        TEXT NOT NULL,
    mapping        TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id   TEXT NOT NULL,
    hash           BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit lines are never changed');
END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit lines are never deleted');
END;
)sql"},
    {"views for the operator", R"sql(
CREATE VIEW open_exceptions AS
    SELECT flow, source_id, step, category, owner, severity, amount, currency, text, hint, attempts, opened, updated,
           not_before
    FROM exceptions WHERE state = 'open';
CREATE VIEW unknown_outcomes AS
    SELECT key, flow, source_id, step, system, object, attempts, message, created, updated
    FROM effects WHERE state <> 'done' AND state = 'unknown';
CREATE VIEW effects_by_system AS
    SELECT system, object, state, count(*) AS effects, min(created) AS first_created, max(updated) AS last_updated
    FROM effects GROUP BY system, object, state;
CREATE VIEW progress_by_flow AS
    SELECT flow, count(*) AS received, sum(state = 'done') AS done, sum(state = 'parked') AS parked,
           sum(state = 'in flight') AS in_flight, max(updated) AS last_updated
    FROM intake GROUP BY flow;
)sql"},
    {"mapping versions", R"sql(
CREATE TABLE mappings (
    id          TEXT NOT NULL,
    hash        TEXT NOT NULL,
    version     TEXT NOT NULL,
    text        TEXT NOT NULL,
    author      TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state = 'submitted' OR state = 'approved' OR state = 'active' OR state = 'retired'),
    submitted   TEXT NOT NULL,
    approved    TEXT,
    activated   TEXT,
    digest      BLOB NOT NULL,
    PRIMARY KEY (id, hash)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mappings_active ON mappings (id) WHERE state = 'active';
)sql"},
};

constexpr auto newest = static_cast<std::int64_t>(std::size(migrations));

[[nodiscard]] result<std::int64_t> ask_number(connection const& db, char const* sql, std::string_view operation) {
    auto text = db.ask(sql, operation);
    if (!text) return fail(std::move(text).error());
    std::int64_t n = 0;
    std::from_chars(text->data(), text->data() + text->size(), n);
    return n;
}

/// 0 for a new file.
[[nodiscard]] result<std::int64_t> version_of(connection const& db) {
    auto owner = ask_number(db, "PRAGMA application_id", "read schema");
    if (!owner) return owner;
    if (*owner == application_id) return ask_number(db, "SELECT max(version) FROM schema_version", "read schema");
    auto objects = ask_number(db, "SELECT count(*) FROM sqlite_schema", "read schema");
    if (!objects) return objects;
    if (*owner != 0 || *objects != 0)
        return fail(errc::misconfigured, "the file is the SQLite database of another application: choose another path");
    return 0;
}

[[nodiscard]] result<void> apply(connection const& db, migration const& m, std::int64_t version, any_clock clock) {
    std::string const operation = "migration " + std::to_string(version) + " (" + m.name + ")";
    if (version == 1) {
        auto const create =
            "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
            "applied TEXT NOT NULL) STRICT; PRAGMA application_id = " +
            std::to_string(application_id);
        if (auto done = db.run(create.c_str(), operation); !done) return done;
    }
    if (auto done = db.run(m.sql, operation); !done) return done;
    auto insert = db.prepare("INSERT INTO schema_version (version, name, applied) VALUES (?, ?, ?)", operation);
    if (!insert) return fail(std::move(insert).error());
    query q(insert->get());
    char applied[time_size];
    q.bind(1, version);
    q.bind(2, m.name);
    q.bind(3, write_time(applied, clock.now()));
    if (int const code = q.step(); code != SQLITE_DONE) return db.failure(code, operation);
    return {};
}

}  // namespace

result<void> migrate(connection const& db, any_clock clock) {
    auto version = version_of(db);
    if (!version) return fail(std::move(version).error());
    if (*version > newest)
        return fail(errc::unsupported, "the database has schema version " + std::to_string(*version) +
                                           ", this library knows up to " + std::to_string(newest) +
                                           ": use a newer library");
    for (auto v = *version + 1; v <= newest; ++v) {
        if (auto begun = db.run("BEGIN IMMEDIATE", "migrate"); !begun) return begun;
        auto done = apply(db, migrations[v - 1], v, clock);
        if (done) done = db.run("COMMIT", "migrate");
        if (!done) {
            (void)db.run("ROLLBACK", "migrate");
            return done;
        }
    }
    return {};
}

}  // namespace syncline::inline v1::store::detail
