// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/lease.hpp"

namespace syncline::inline v1::store::detail {

result<lease> lease::take(std::string const& path, std::string const& vfs) {
    auto const name = path + "-lease";
    auto db =
        connection::open(name, {.flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, .vfs = vfs});
    if (!db) return fail(std::move(db).error());
    lease l(std::move(*db));
    // In this locking mode the lock of the first transaction is kept until the connection closes. The file is one page
    // of one sector: a disk writes it whole or not at all, so it needs no journal.
    auto locked = l.db_.run(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 512; PRAGMA journal_mode = MEMORY; "
        "PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; COMMIT",
        "take " + name);
    if (!locked && locked.error().code == errc::contended)
        return fail(errc::contended, "open " + path + ": another process or store writes this database and holds " +
                                         name + ": use that one, or wait until it has closed");
    if (!locked) return fail(std::move(locked).error());
    auto note = l.db_.ask("PRAGMA user_version", "read " + name);
    if (!note) return fail(std::move(note).error());
    l.left_open_ = *note != "0";
    l.noted_open_ = l.left_open_;
    return l;
}

result<void> lease::note_open() {
    if (noted_open_) return {};
    auto done = db_.run("PRAGMA user_version = 1", "note the open database");
    noted_open_ = done.has_value();
    return done;
}

result<void> lease::note_closed() {
    if (!noted_open_) return {};
    auto done = db_.run("PRAGMA user_version = 0", "note the closed database");
    noted_open_ = !done;
    return done;
}

}  // namespace syncline::inline v1::store::detail
