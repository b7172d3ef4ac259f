// SPDX-License-Identifier: Apache-2.0
#include <syncline/store/sqlite_store.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "store/guarded_tables.hpp"
#include "store/refusals.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/lease.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/sqlite_tables.hpp"

namespace syncline::inline v1::store {
namespace {

using detail::connection;
using detail::guarded_tables;
using detail::sqlite_tables;
using mark = sqlite_tables::mark;

/// Transactions that share one commit. The members wait for what became of it.
class group {
public:
    void close(std::optional<error> e) {
        {
            std::lock_guard const lock(mutex_);
            error_ = std::move(e);
            closed_ = true;
        }
        wake_.notify_all();
    }

    [[nodiscard]] result<void> wait() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return closed_; });
        if (error_) return fail(*error_);
        return {};
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool closed_ = false;
    std::optional<error> error_;
};

/// One connection, its tables, and who is using them.
struct desk {
    explicit desk(connection c) : db(std::move(c)), rows(db) {}

    connection db;
    sqlite_tables rows;
    std::mutex turn;
    std::atomic<std::thread::id> inside;  ///< A work that calls its own store would wait for itself.
};

class seat {
public:
    explicit seat(desk& d) : desk_(d), lock_(d.turn) { desk_.inside = std::this_thread::get_id(); }
    ~seat() { leave(); }
    seat(seat const&) = delete;
    seat& operator=(seat const&) = delete;

    void leave() {
        if (!lock_.owns_lock()) return;
        desk_.inside = std::thread::id{};
        lock_.unlock();
    }

private:
    desk& desk_;
    std::unique_lock<std::mutex> lock_;
};

[[nodiscard]] result<bool> exists(std::string const& path, std::string const& vfs_name) {
    auto* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
    if (!vfs) return fail(errc::misconfigured, "no SQLite VFS is registered as " + vfs_name);
    int found = 0;
    if (int const code = vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &found); code != SQLITE_OK)
        return detail::sqlite_failure(nullptr, code, "look for " + path);
    return found != 0;
}

/// Sets what must hold on every connection.
[[nodiscard]] result<void> harden(connection const& db, sqlite_options const& options) {
    for (auto const& [setting, on] :
         {std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
          std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, std::pair{SQLITE_DBCONFIG_DQS_DML, 0},
          std::pair{SQLITE_DBCONFIG_DQS_DDL, 0}})
        if (int const code = sqlite3_db_config(db.handle(), setting, on, nullptr); code != SQLITE_OK)
            return db.failure(code, "configure");
    auto const sql =
        "PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; "
        "PRAGMA cell_size_check = ON; PRAGMA cache_size = -" +
        std::to_string(options.cache_mib * 1024);
    return db.run(sql.c_str(), "configure");
}

/// Reads a setting back: a compiled default or a file system may have another opinion.
[[nodiscard]] result<void> must_be(connection const& db, char const* pragma, std::string_view expected) {
    auto found = db.ask(pragma, "configure");
    if (!found) return fail(std::move(found).error());
    if (*found != expected)
        return fail(errc::storage, std::string(pragma) + ": found " + *found + ", expected " + std::string(expected) +
                                       ": this file system or SQLite cannot keep the store's promise");
    return {};
}

}  // namespace

struct sqlite_store::state {
    state(any_clock c, detail::lease l, connection w, connection r)
        : clock(c), held(std::move(l)), writer(std::move(w)), reader(std::move(r)) {}

    any_clock clock;
    detail::lease held;
    desk writer;
    desk reader;  ///< Declared last: closes first, so that the writer's close is the one that checkpoints.

    // all below: under the writer's turn, but for `waiting`
    std::atomic<std::size_t> waiting{0};  ///< Threads that want the writer's turn: they will take over an open group.
    std::shared_ptr<group> open_group;
    sqlite_tables::chain_end audit_before_group;
    bool wal_written = false;

    /// Called for commits that reached the -wal. Takes the place of SQLite's own automatic checkpoints.
    static int on_wal(void* self, sqlite3* db, char const* schema, int pages) {
        static_cast<state*>(self)->wal_written = true;
        constexpr int pages_before_checkpoint = 1000;
        if (pages >= pages_before_checkpoint)  // passive: what readers still need stays for the next one
            (void)sqlite3_wal_checkpoint_v2(db, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        return SQLITE_OK;
    }

    void close_group(result<void> outcome) {
        if (!outcome) writer.rows.audit_end(audit_before_group);
        open_group->close(outcome ? std::nullopt : std::optional(std::move(outcome).error()));
        open_group.reset();
    }

    void commit_group() {
        auto done = writer.rows.set(mark::commit);
        if (!done) (void)writer.rows.set(mark::roll_back);
        // Only a note for the next opening: the commit stands whether or not it could be written. A group that changed
        // no page left no -wal behind, and none must be missed then.
        if (done && wal_written) (void)held.note_open();
        close_group(std::move(done));
    }
};

sqlite_store::sqlite_store(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}

sqlite_store::~sqlite_store() {
    // a -wal that goes while the note says "open" would look lost at the next opening: then it stays
    if (!state_->held.note_closed())
        sqlite3_db_config(state_->writer.db.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

result<std::unique_ptr<sqlite_store>> sqlite_store::open(std::string const& path, sqlite_options const& options,
                                                         any_clock clock) {
    if (path.empty() || path.front() == ':' || path.starts_with("file:") || path.find('\0') != std::string::npos)
        return fail(errc::misconfigured, "open \"" + path + "\": expected the name of an ordinary file");
    auto vfs_known = exists(path, options.vfs);
    if (!vfs_known) return fail(std::move(vfs_known).error());

    auto held = detail::lease::take(path, options.vfs);
    if (!held) return fail(std::move(held).error());
    auto has_database = exists(path, options.vfs);
    if (!has_database) return fail(std::move(has_database).error());
    auto has_wal = exists(path + "-wal", options.vfs);
    if (!has_wal) return fail(std::move(has_wal).error());
    if (held->was_left_open() && !*has_wal)
        return fail(errc::corrupted,
                    "open " + path + ": it was not closed in good order and " + path +
                        "-wal is gone, and with it what was committed last: put the file back; if this "
                        "is a restored backup, remove " +
                        path + "-lease");
    if (*has_wal && !*has_database)
        return fail(errc::corrupted, "open " + path +
                                         ": the file is gone, but its -wal is there: put it back, or "
                                         "remove the -wal to start anew");

    auto writer = connection::open(path, {.flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                                          .vfs = options.vfs,
                                          .busy_timeout = options.busy_timeout});
    if (!writer) return fail(std::move(writer).error());
    auto const within = [&path](error e) { return fail_within("open " + path, std::move(e)); };
    if (auto done = harden(*writer, options); !done) return within(std::move(done).error());
    auto const* synchronous = options.unsafe_synchronous_normal_for_tests ? "1" : "2";
    auto const set_synchronous = std::string("PRAGMA synchronous = ") + synchronous;
    // EXTRA until WAL is on: a rollback journal that a power cut brings back would undo that step, and with it all that
    // was committed since
    for (char const* sql : {"PRAGMA synchronous = EXTRA", "PRAGMA journal_mode = WAL", set_synchronous.c_str()})
        if (auto done = writer->run(sql, "configure"); !done) return within(std::move(done).error());
    if (auto done = must_be(*writer, "PRAGMA journal_mode", "wal"); !done) return within(std::move(done).error());
    if (auto done = must_be(*writer, "PRAGMA synchronous", synchronous); !done) return within(std::move(done).error());
    if (*has_wal || held->was_left_open()) {
        auto check = writer->ask("PRAGMA quick_check(1)", "check after an unclean stop");
        if (!check) return within(std::move(check).error());
        if (*check != "ok") return within({.code = errc::corrupted, .message = "damaged: " + *check});
    }
    if (auto done = detail::migrate(*writer, clock); !done) return within(std::move(done).error());

    auto reader = connection::open(path, {.flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                                          .vfs = options.vfs,
                                          .busy_timeout = options.busy_timeout});
    if (!reader) return fail(std::move(reader).error());
    if (auto done = harden(*reader, options); !done) return within(std::move(done).error());
    if (auto done = reader->run("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0", "configure"); !done)
        return within(std::move(done).error());

    auto s = std::make_unique<state>(clock, std::move(*held), std::move(*writer), std::move(*reader));
    if (auto done = s->writer.rows.load(); !done) return within(std::move(done).error());
    sqlite3_wal_hook(s->writer.db.handle(), &state::on_wal, s.get());
    return std::unique_ptr<sqlite_store>(new sqlite_store(std::move(s)));
}

result<void> sqlite_store::in_transaction(function_ref<result<void>(tables&)> work, context const& ctx) {
    auto& s = *state_;
    auto const me = std::this_thread::get_id();
    if (s.writer.inside == me || s.reader.inside == me) return detail::calls_itself();
    if (auto go = ctx.check(s.clock.now()); !go) return go;

    s.waiting.fetch_add(1);
    seat here(s.writer);
    s.waiting.fetch_sub(1);

    auto& rows = s.writer.rows;
    bool const first = !s.open_group;
    auto const before = rows.audit_end();
    if (auto begun = rows.set(first ? mark::begin_write : mark::save); !begun) {
        if (!first) s.commit_group();
        return begun;
    }
    if (first) {
        s.audit_before_group = before;
        s.open_group = std::make_shared<group>();
    }

    // Runs also when the work throws: takes back what it wrote, and never leaves a group that nobody commits.
    struct member {
        state& s;
        bool first;
        sqlite_tables::chain_end const& before;
        bool keep = false;
        ~member() {
            auto& rows = s.writer.rows;
            if (!s.writer.db.in_transaction()) {  // SQLite gave up the transaction itself: no space, no memory
                s.close_group(fail(errc::storage, "the transaction was rolled back by the database: run it again"));
                return;
            }
            bool undone = true;
            if (!keep && !first) {
                undone = rows.set(mark::roll_back_to_save).has_value();
                rows.audit_end(before);
            }
            if (!first && undone) undone = rows.set(mark::release).has_value();
            if (!undone || (!keep && first)) {
                (void)rows.set(mark::roll_back);
                s.close_group(fail(errc::storage, "the transaction was rolled back: run it again"));
                return;
            }
            if (s.waiting.load() == 0) s.commit_group();
        }
    };

    auto const shared = s.open_group;
    guarded_tables guarded(rows, guarded_tables::access::read_write);
    result<void> said;
    {
        member m{s, first, before};
        said = guarded.outcome(work(guarded));
        m.keep = said.has_value();
    }
    here.leave();
    if (!said) return said;
    return shared->wait();
}

result<void> sqlite_store::read(function_ref<result<void>(tables&)> work, context const& ctx) {
    auto& s = *state_;
    auto const me = std::this_thread::get_id();
    if (s.writer.inside == me || s.reader.inside == me) return detail::calls_itself();
    if (auto go = ctx.check(s.clock.now()); !go) return go;

    seat const here(s.reader);
    auto& rows = s.reader.rows;
    if (auto begun = rows.set(mark::begin_read); !begun) return begun;
    struct snapshot {
        sqlite_tables& rows;
        ~snapshot() { (void)rows.set(mark::commit); }
    } const held{rows};
    guarded_tables guarded(rows, guarded_tables::access::read_only);
    return guarded.outcome(work(guarded));
}

result<void> sqlite_store::verify(context const& ctx) {
    return read(
        [this](tables& t) -> result<void> {
            auto const& s = *state_;
            auto check = s.reader.db.ask("PRAGMA integrity_check(1)", "verify");
            if (!check) return fail(std::move(check).error());
            if (*check != "ok") return fail(errc::corrupted, "verify: " + *check);
            if (auto done = state_->reader.rows.verify_digests(); !done) return done;
            if (auto lines = t.verify_audit(); !lines) return fail(std::move(lines).error());
            return {};
        },
        ctx);
}

}  // namespace syncline::inline v1::store
