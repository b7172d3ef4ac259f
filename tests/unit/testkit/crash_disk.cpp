// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/crash_disk.hpp>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>

using namespace syncline;
using testkit::crash_disk;
using testkit::crash_kind;

namespace {

/// A file of the disk, opened as SQLite opens one.
class raw_file {
public:
    raw_file(crash_disk const& disk, char const* path, int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        : vfs_(sqlite3_vfs_find(disk.name().c_str())), space_(static_cast<std::size_t>(vfs_->szOsFile)) {
        opened = vfs_->xOpen(vfs_, path, get(), flags, nullptr);
    }
    ~raw_file() {
        if (get()->pMethods) get()->pMethods->xClose(get());
    }
    raw_file(raw_file const&) = delete;
    raw_file& operator=(raw_file const&) = delete;

    int opened = SQLITE_OK;

    int write(std::string const& bytes, int at) {
        return get()->pMethods->xWrite(get(), bytes.data(), static_cast<int>(bytes.size()), at);
    }
    int sync() { return get()->pMethods->xSync(get(), SQLITE_SYNC_NORMAL); }
    int truncate(int size) { return get()->pMethods->xTruncate(get(), size); }
    int lock(int level) { return get()->pMethods->xLock(get(), level); }
    int unlock(int level) { return get()->pMethods->xUnlock(get(), level); }
    int shared_memory_lock(int slot, int flags) { return get()->pMethods->xShmLock(get(), slot, 1, flags); }
    char* shared_memory(bool extend) {
        void volatile* p = nullptr;
        get()->pMethods->xShmMap(get(), 0, 32768, extend ? 1 : 0, &p);
        return const_cast<char*>(static_cast<char volatile*>(p));
    }
    void unmap() { get()->pMethods->xShmUnmap(get(), 0); }

private:
    sqlite3_file* get() { return reinterpret_cast<sqlite3_file*>(space_.data()); }

    sqlite3_vfs* vfs_;
    std::vector<char> space_;
};

int remove_file(crash_disk const& disk, char const* path, bool sync_directory) {
    auto* vfs = sqlite3_vfs_find(disk.name().c_str());
    return vfs->xDelete(vfs, path, sync_directory ? 1 : 0);
}

}  // namespace

TEST_CASE("a kill keeps everything that was written, a power cut what was synced") {
    for (auto const kind : {crash_kind::kill, crash_kind::power_cut}) {
        std::set<std::string> left;
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            crash_disk disk{seed};
            raw_file f(disk, "a");
            CHECK(f.write("synced", 0) == SQLITE_OK);
            CHECK(f.sync() == SQLITE_OK);
            CHECK(f.write("SYNCED and more", 0) == SQLITE_OK);
            disk.crash_now(kind);
            disk.revive();
            left.insert(disk.contents("a"));
        }
        if (kind == crash_kind::kill)
            CHECK(left == std::set<std::string>{"SYNCED and more"});
        else
            CHECK(left == std::set<std::string>{"synced", "SYNCED and more"});
    }
}

TEST_CASE("a power cut keeps unsynced writes in any mixture and tears some at 512 bytes") {
    std::set<std::string> left;
    std::set<std::string> torn;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        crash_disk disk{seed};
        raw_file f(disk, "a");
        f.write(std::string(2048, '.'), 0);
        f.sync();
        f.write("1", 0);
        f.write("2", 1);
        f.write(std::string(1024, 'x'), 768);  // touches three sectors
        disk.crash_now(crash_kind::power_cut);
        auto const bytes = disk.contents("a");
        REQUIRE(bytes.size() == 2048);
        left.insert(bytes.substr(0, 2));
        torn.insert({bytes[768], bytes[1024], bytes[1536]});
        for (std::size_t i = 768; i < 1792; ++i)  // whole within a sector
            REQUIRE(bytes[i] == bytes[i < 1024 ? 768 : i < 1536 ? 1024 : 1536]);
    }
    CHECK(left == std::set<std::string>{"..", "1.", ".2", "12"});
    CHECK(torn.size() == 8);
}

TEST_CASE("names are durable with the first sync of their file, and removals when the directory is synced") {
    std::set<bool> unsynced_name;
    std::set<bool> unsynced_removal;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        crash_disk disk{seed};
        {
            raw_file never_synced(disk, "new");
            raw_file a(disk, "a");
            raw_file b(disk, "b");
            raw_file c(disk, "c");
            for (auto* f : {&a, &b, &c}) {
                f->write("x", 0);
                f->sync();
            }
        }
        CHECK(remove_file(disk, "a", true) == SQLITE_OK);
        CHECK(remove_file(disk, "b", false) == SQLITE_OK);
        CHECK(remove_file(disk, "nothing", false) == SQLITE_IOERR_DELETE_NOENT);
        CHECK(disk.files() == std::vector<std::string>{"c", "new"});
        disk.crash_now(crash_kind::power_cut);
        auto const files = disk.files();
        auto const has = [&](char const* name) { return std::find(files.begin(), files.end(), name) != files.end(); };
        CHECK_FALSE(has("a"));
        CHECK(has("c"));
        unsynced_removal.insert(has("b"));
        unsynced_name.insert(has("new"));
    }
    CHECK(unsynced_removal.size() == 2);
    CHECK(unsynced_name.size() == 2);
}

TEST_CASE("from its step on a crashed disk does nothing until it is revived, and old handles stay dead") {
    crash_disk disk{1};
    disk.crash_at(3, crash_kind::kill);
    raw_file f(disk, "a");
    CHECK(f.write("1", 0) == SQLITE_OK);
    CHECK(f.sync() == SQLITE_OK);
    CHECK_FALSE(disk.crashed());
    CHECK(f.write("2", 0) == SQLITE_IOERR_WRITE);
    CHECK(disk.crashed());
    CHECK(disk.steps() == 3);
    CHECK(f.sync() == SQLITE_IOERR_FSYNC);
    CHECK(f.truncate(0) == SQLITE_IOERR_TRUNCATE);
    CHECK(f.lock(SQLITE_LOCK_SHARED) == SQLITE_IOERR_LOCK);
    CHECK(raw_file(disk, "b").opened == SQLITE_CANTOPEN);
    CHECK(remove_file(disk, "a", true) == SQLITE_IOERR_DELETE);
    disk.revive();
    CHECK_FALSE(disk.crashed());
    CHECK(f.write("3", 0) == SQLITE_IOERR_WRITE);
    CHECK(disk.contents("a") == "1");
    raw_file again(disk, "a");
    CHECK(again.write("4", 0) == SQLITE_OK);
    CHECK(disk.contents("a") == "4");
}

TEST_CASE("a power cut in the middle of a write may leave a part of it") {
    std::set<std::string> left;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        crash_disk disk{seed};
        disk.crash_at(3, crash_kind::power_cut);
        raw_file f(disk, "a");
        f.write("old", 0);
        f.sync();
        f.write("new", 0);
        left.insert(disk.contents("a"));
    }
    CHECK(left == std::set<std::string>{"old", "new"});
}

TEST_CASE("the same seed leaves the same bytes") {
    auto const run = [](std::uint64_t seed) {
        crash_disk disk{seed};
        raw_file f(disk, "a");
        for (int i = 0; i < 64; ++i) f.write(std::string(700, static_cast<char>('a' + i % 26)), i * 300);
        disk.crash_now(crash_kind::power_cut);
        return disk.contents("a");
    };
    std::set<std::string> all;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CHECK(run(seed) == run(seed));
        all.insert(run(seed));
    }
    CHECK(all.size() > 5);
}

TEST_CASE("a watcher sees each step before it is done and may crash the disk there") {
    crash_disk disk{1};
    std::vector<std::string> seen;
    auto watch = [&](testkit::disk_step const& s) {
        seen.push_back(std::to_string(s.number) + ":" + std::to_string(static_cast<int>(s.operation)) + ":" +
                       std::string(s.file));
        if (s.number == 4) disk.crash_now(crash_kind::kill);
    };
    disk.on_step(watch);
    {
        raw_file f(disk, "a");
        f.write("x", 0);
        f.sync();
        f.truncate(0);
    }
    CHECK(remove_file(disk, "a", true) == SQLITE_IOERR_DELETE);
    CHECK(disk.crashed());
    CHECK(seen == std::vector<std::string>{"1:0:a", "2:1:a", "3:2:a", "4:3:a"});
}

TEST_CASE("a failed sync forgets what it should have made durable") {
    crash_disk disk{1};
    raw_file f(disk, "a");
    f.write("a", 0);
    f.sync();
    f.write("b", 0);
    disk.fail_at(4, 1);
    CHECK(f.sync() == SQLITE_IOERR_FSYNC);
    CHECK(f.sync() == SQLITE_OK);
    CHECK(disk.contents("a") == "b");
    disk.crash_now(crash_kind::power_cut);
    CHECK(disk.contents("a") == "a");
}

TEST_CASE("a full disk refuses growth and nothing else") {
    crash_disk disk{1};
    disk.capacity(4);
    raw_file f(disk, "a");
    CHECK(f.write("1234", 0) == SQLITE_OK);
    CHECK(f.write("5", 4) == SQLITE_FULL);
    CHECK(f.write("9", 3) == SQLITE_OK);
    CHECK(disk.contents("a") == "1239");
    CHECK(disk.used() == 4);
    disk.capacity(5);
    CHECK(f.write("5", 4) == SQLITE_OK);
}

TEST_CASE("file locks exclude each other as SQLite asks") {
    crash_disk disk{1};
    raw_file a(disk, "x");
    raw_file b(disk, "x");
    CHECK(a.lock(SQLITE_LOCK_SHARED) == SQLITE_OK);
    CHECK(b.lock(SQLITE_LOCK_SHARED) == SQLITE_OK);
    CHECK(a.lock(SQLITE_LOCK_RESERVED) == SQLITE_OK);
    CHECK(b.lock(SQLITE_LOCK_RESERVED) == SQLITE_BUSY);
    CHECK(a.lock(SQLITE_LOCK_EXCLUSIVE) == SQLITE_BUSY);
    CHECK(b.unlock(SQLITE_LOCK_NONE) == SQLITE_OK);
    CHECK(b.lock(SQLITE_LOCK_SHARED) == SQLITE_BUSY);  // someone waits to be alone
    CHECK(a.lock(SQLITE_LOCK_EXCLUSIVE) == SQLITE_OK);
    CHECK(a.unlock(SQLITE_LOCK_SHARED) == SQLITE_OK);
    CHECK(b.lock(SQLITE_LOCK_SHARED) == SQLITE_OK);
}

TEST_CASE("shared memory is one for all that map it and gone with the last") {
    crash_disk disk{1};
    raw_file a(disk, "x");
    raw_file b(disk, "x");
    CHECK(a.shared_memory(false) == nullptr);
    auto* p = a.shared_memory(true);
    REQUIRE(p);
    p[7] = 'x';
    CHECK(b.shared_memory(false)[7] == 'x');
    int const shared = SQLITE_SHM_LOCK | SQLITE_SHM_SHARED;
    int const alone = SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE;
    CHECK(a.shared_memory_lock(3, shared) == SQLITE_OK);
    CHECK(b.shared_memory_lock(3, shared) == SQLITE_OK);
    CHECK(b.shared_memory_lock(3, alone) == SQLITE_BUSY);
    CHECK(b.shared_memory_lock(4, alone) == SQLITE_OK);
    CHECK(a.shared_memory_lock(4, shared) == SQLITE_BUSY);
    CHECK(b.shared_memory_lock(4, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE) == SQLITE_OK);
    CHECK(a.shared_memory_lock(4, shared) == SQLITE_OK);
    a.unmap();
    b.unmap();
    CHECK(a.shared_memory(false) == nullptr);
}

TEST_CASE("files can be looked at, damaged and taken away") {
    crash_disk disk{1};
    CHECK(disk.contents("a").empty());
    disk.replace("a", "damage");
    disk.crash_now(crash_kind::power_cut);
    disk.revive();
    CHECK(disk.contents("a") == "damage");
    disk.remove("a");
    CHECK(disk.files().empty());
}

TEST_CASE("SQLite works on the disk like on any other") {
    crash_disk disk{1};
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2("x.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk.name().c_str()) == SQLITE_OK);
    CHECK(sqlite3_exec(db,
                       "PRAGMA journal_mode = WAL; CREATE TABLE t (x); "
                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                       "INSERT INTO t SELECT i FROM n; DELETE FROM t WHERE x % 2; VACUUM; PRAGMA journal_mode = DELETE",
                       nullptr, nullptr, nullptr) == SQLITE_OK);
    CHECK(sqlite3_close(db) == SQLITE_OK);
    CHECK(disk.files() == std::vector<std::string>{"x.db"});
}
