// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/crash_disk.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <set>

#include <sqlite3.h>

#include <syncline/core/random.hpp>

namespace syncline::inline v1::testkit {
namespace {

constexpr std::size_t sector = 512;

/// A change of a file that no sync has made durable yet.
struct change {
    disk_operation operation;
    std::uint64_t at = 0;  ///< Of a write: where; of a truncation: the new size.
    std::string bytes{};

    void apply(std::string& content) const {
        if (operation == disk_operation::truncate) {
            content.resize(at);
            return;
        }
        if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
        content.replace(at, bytes.size(), bytes);
    }

    /// Only some of the sectors that the write touches.
    void apply_torn(std::string& content, seeded_random& random) const {
        for (std::size_t from = 0; from < bytes.size();) {
            auto const to = std::min<std::size_t>(bytes.size(), (at + from) / sector * sector + sector - at);
            if (random() % 2 == 0) change{operation, at + from, bytes.substr(from, to - from)}.apply(content);
            from = to;
        }
    }
};

struct handle;

/// The bytes of one file, and what the processes of the machine hold on it.
struct file {
    std::string content;
    std::string durable;
    std::vector<change> pending;

    std::set<handle const*> readers;  ///< Holders of a shared lock or more.
    handle const* reserved = nullptr;
    handle const* exclusive = nullptr;  ///< Holds it, or waits for the readers to leave.

    struct slot {
        std::set<handle const*> shared;
        handle const* exclusive = nullptr;
    };
    std::vector<std::unique_ptr<char[]>> shared_memory;
    std::array<slot, SQLITE_SHM_NLOCK> slots{};
    std::set<handle const*> mappers;
};

using directory = std::map<std::string, std::shared_ptr<file>, std::less<>>;

}  // namespace

namespace detail {

struct crash_disk_state {
    explicit crash_disk_state(std::uint64_t seed);
    ~crash_disk_state() { sqlite3_vfs_unregister(&vfs); }
    crash_disk_state(crash_disk_state const&) = delete;
    crash_disk_state& operator=(crash_disk_state const&) = delete;

    std::string name;
    sqlite3_vfs vfs{};

    mutable std::mutex mutex;
    seeded_random random;
    directory files;
    directory durable_files;  ///< What a power cut leaves of the directory, give or take what was not synced.

    std::uint64_t steps = 0;
    std::uint64_t crash_step = 0;
    crash_kind kind = crash_kind::kill;
    bool crashed = false;
    std::uint64_t generation = 0;  ///< Of the running machine: handles of an earlier one are dead.
    std::uint64_t first_failing = 0;
    std::uint64_t failing = 0;
    std::uint64_t capacity = std::numeric_limits<std::uint64_t>::max();
    void* watcher = nullptr;
    void (*call_watcher)(void*, disk_step const&) = nullptr;

    enum class verdict { go, fail, full };

    [[nodiscard]] bool alive(std::uint64_t of_generation) const { return !crashed && generation == of_generation; }

    /// Counts a step and says whether it may be done. `in_flight` changes the files as a power cut in its middle may.
    template <class F>
    verdict begin_step(std::unique_lock<std::mutex>& lock, std::uint64_t of_generation, disk_operation operation,
                       std::string_view file_name, F in_flight) {
        if (!alive(of_generation)) return verdict::fail;
        disk_step const step{++steps, operation, file_name};
        if (call_watcher) {
            auto* const object = watcher;
            auto* const call = call_watcher;
            lock.unlock();  // the watcher may call the disk
            call(object, step);
            lock.lock();
            if (!alive(of_generation)) return verdict::fail;
        }
        if (step.number == crash_step) {
            if (kind == crash_kind::power_cut) in_flight();
            crash(kind);
            return verdict::fail;
        }
        if (step.number >= first_failing && step.number - first_failing < failing) return verdict::fail;
        return verdict::go;
    }

    [[nodiscard]] std::uint64_t used() const {
        std::uint64_t sum = 0;
        for (auto const& [_, f] : files) sum += f->content.size();
        return sum;
    }

    void crash(crash_kind k) {
        crashed = true;
        directory left;
        if (k == crash_kind::kill) {
            for (auto const& [n, f] : files) left[n] = survivor(f->content);
        } else {
            // how much of what was not synced is kept: nothing, some, most, nearly all
            std::uint64_t const keep = std::array<std::uint64_t, 4>{0, 4, 8, 15}[random() % 4];
            auto const kept = [&] { return random() % 16 < keep; };
            directory names = files;
            names.insert(durable_files.begin(), durable_files.end());
            for (auto const& [n, _] : names) {
                auto const now = files.find(n);
                auto const before = durable_files.find(n);
                bool const same = now != files.end() && before != durable_files.end() && now->second == before->second;
                auto const& chosen = same || kept() ? now : before;
                if (chosen != (&chosen == &now ? files.end() : durable_files.end()))
                    left[n] = survivor(after_power_cut(*chosen->second, keep));
            }
        }
        files = left;
        durable_files = left;
    }

    void revive() {
        crashed = false;
        crash_step = 0;
        ++generation;
    }

private:
    [[nodiscard]] static std::shared_ptr<file> survivor(std::string bytes) {
        auto f = std::make_shared<file>();
        f->durable = bytes;
        f->content = std::move(bytes);
        return f;
    }

    [[nodiscard]] std::string after_power_cut(file const& f, std::uint64_t keep) {
        auto bytes = f.durable;
        for (auto const& c : f.pending) {
            if (random() % 16 >= keep) continue;
            if (c.operation == disk_operation::write && random() % 4 == 0)
                c.apply_torn(bytes, random);
            else
                c.apply(bytes);
        }
        return bytes;
    }
};

}  // namespace detail

namespace {

using disk_state = detail::crash_disk_state;

/// SQLite's own part comes first; it casts.
struct handle {
    sqlite3_file base;
    disk_state* disk;
    std::shared_ptr<file> data;
    std::string name;
    std::uint64_t generation;
    bool remove_on_close;
    int lock_level;
};

[[nodiscard]] handle& handle_of(sqlite3_file* f) { return *reinterpret_cast<handle*>(f); }

[[nodiscard]] int answer(disk_state::verdict v, int failed) {
    return v == disk_state::verdict::go ? SQLITE_OK : v == disk_state::verdict::full ? SQLITE_FULL : failed;
}

int unlock_to(handle& h, int level) {
    auto& f = *h.data;
    if (level < SQLITE_LOCK_RESERVED) {
        if (f.reserved == &h) f.reserved = nullptr;
        if (f.exclusive == &h) f.exclusive = nullptr;
    }
    if (level == SQLITE_LOCK_NONE) f.readers.erase(&h);
    h.lock_level = level;
    return SQLITE_OK;
}

int unmap(handle& h) {
    auto& f = *h.data;
    for (auto& s : f.slots) {
        s.shared.erase(&h);
        if (s.exclusive == &h) s.exclusive = nullptr;
    }
    f.mappers.erase(&h);
    // the first to come finds it empty and recovers the index, as after the last process left
    if (f.mappers.empty()) f.shared_memory.clear();
    return SQLITE_OK;
}

int close_file(sqlite3_file* raw) {
    auto& h = handle_of(raw);
    {
        std::lock_guard const lock(h.disk->mutex);
        unlock_to(h, SQLITE_LOCK_NONE);
        unmap(h);
        if (h.remove_on_close && h.disk->alive(h.generation)) h.disk->files.erase(h.name);
    }
    h.~handle();
    return SQLITE_OK;
}

int read_file(sqlite3_file* raw, void* out, int amount, sqlite3_int64 offset) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    if (!h.disk->alive(h.generation)) return SQLITE_IOERR_READ;
    auto const& content = h.data->content;
    auto const wanted = static_cast<std::size_t>(amount);
    auto const from = std::min(static_cast<std::size_t>(offset), content.size());
    auto const there = std::min(wanted, content.size() - from);
    std::memcpy(out, content.data() + from, there);
    std::memset(static_cast<char*>(out) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* raw, void const* bytes, int amount, sqlite3_int64 offset) {
    auto& h = handle_of(raw);
    std::unique_lock lock(h.disk->mutex);
    change c{disk_operation::write, static_cast<std::uint64_t>(offset),
             std::string(static_cast<char const*>(bytes), static_cast<std::size_t>(amount))};
    auto v = h.disk->begin_step(lock, h.generation, c.operation, h.name, [&] { h.data->pending.push_back(c); });
    auto const end = c.at + c.bytes.size();
    auto const growth = end > h.data->content.size() ? end - h.data->content.size() : 0;
    if (v == disk_state::verdict::go && growth > 0 && h.disk->used() + growth > h.disk->capacity)
        v = disk_state::verdict::full;
    if (v == disk_state::verdict::go) {
        c.apply(h.data->content);
        h.data->pending.push_back(std::move(c));
    }
    return answer(v, SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* raw, sqlite3_int64 size) {
    auto& h = handle_of(raw);
    std::unique_lock lock(h.disk->mutex);
    change const c{disk_operation::truncate, static_cast<std::uint64_t>(size)};
    auto const v = h.disk->begin_step(lock, h.generation, c.operation, h.name, [&] { h.data->pending.push_back(c); });
    if (v == disk_state::verdict::go) {
        c.apply(h.data->content);
        h.data->pending.push_back(c);
    }
    return answer(v, SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* raw, int) {
    auto& h = handle_of(raw);
    std::unique_lock lock(h.disk->mutex);
    auto const v = h.disk->begin_step(lock, h.generation, disk_operation::sync, h.name, [] {});
    if (v == disk_state::verdict::go) {
        for (auto const& c : h.data->pending) c.apply(h.data->durable);
        h.data->pending.clear();
        // a file system makes a new name durable with the first sync of its file
        if (auto const it = h.disk->files.find(h.name); it != h.disk->files.end() && it->second == h.data)
            h.disk->durable_files[h.name] = h.data;
    } else {
        h.data->pending.clear();  // as a kernel does: the next sync succeeds and these writes are durable nowhere
    }
    return answer(v, SQLITE_IOERR_FSYNC);
}

int size_of_file(sqlite3_file* raw, sqlite3_int64* size) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    if (!h.disk->alive(h.generation)) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(h.data->content.size());
    return SQLITE_OK;
}

int lock_file(sqlite3_file* raw, int level) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    if (!h.disk->alive(h.generation)) return SQLITE_IOERR_LOCK;
    if (h.lock_level >= level) return SQLITE_OK;
    auto& f = *h.data;
    if (f.exclusive && f.exclusive != &h) return SQLITE_BUSY;
    if (level >= SQLITE_LOCK_RESERVED) {
        if (f.reserved && f.reserved != &h) return SQLITE_BUSY;
        if (level == SQLITE_LOCK_RESERVED) f.reserved = &h;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        f.exclusive = &h;  // keeps new readers out also while old ones are still there
        if (f.readers.size() > (f.readers.contains(&h) ? 1U : 0U)) return SQLITE_BUSY;
    }
    f.readers.insert(&h);
    h.lock_level = level;
    return SQLITE_OK;
}

int unlock_file(sqlite3_file* raw, int level) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    return unlock_to(h, level);
}

int is_reserved(sqlite3_file* raw, int* out) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    if (!h.disk->alive(h.generation)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *out = h.data->reserved || h.data->exclusive ? 1 : 0;
    return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
// as SQLite assumes of real disks: a write that is cut short harms no bytes beside its own
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_shared_memory(sqlite3_file* raw, int region, int size, int extend, void volatile** out) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    *out = nullptr;
    if (!h.disk->alive(h.generation)) return SQLITE_IOERR_SHMMAP;
    auto& f = *h.data;
    f.mappers.insert(&h);
    auto const at = static_cast<std::size_t>(region);
    if (at >= f.shared_memory.size()) {
        if (!extend) return SQLITE_OK;
        while (f.shared_memory.size() <= at)
            f.shared_memory.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    }
    *out = f.shared_memory[at].get();
    return SQLITE_OK;
}

int lock_shared_memory(sqlite3_file* raw, int offset, int count, int flags) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    auto const first = h.data->slots.begin() + offset;
    auto const last = first + count;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (auto s = first; s != last; ++s) {
            s->shared.erase(&h);
            if (s->exclusive == &h) s->exclusive = nullptr;
        }
        return SQLITE_OK;
    }
    if (!h.disk->alive(h.generation)) return SQLITE_IOERR_SHMLOCK;
    for (auto s = first; s != last; ++s) {
        if (s->exclusive && s->exclusive != &h) return SQLITE_BUSY;
        if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && s->shared.size() > (s->shared.contains(&h) ? 1U : 0U))
            return SQLITE_BUSY;
    }
    for (auto s = first; s != last; ++s) {
        if ((flags & SQLITE_SHM_EXCLUSIVE) != 0)
            s->exclusive = &h;
        else
            s->shared.insert(&h);
    }
    return SQLITE_OK;
}

void shared_memory_barrier(sqlite3_file* raw) {
    // taking the lock orders memory between all that take it
    std::lock_guard const lock(handle_of(raw).disk->mutex);
}

int unmap_shared_memory(sqlite3_file* raw, int) {
    auto& h = handle_of(raw);
    std::lock_guard const lock(h.disk->mutex);
    return unmap(h);
}

sqlite3_io_methods const methods = [] {
    sqlite3_io_methods m{};
    m.iVersion = 2;
    m.xClose = close_file;
    m.xRead = read_file;
    m.xWrite = write_file;
    m.xTruncate = truncate_file;
    m.xSync = sync_file;
    m.xFileSize = size_of_file;
    m.xLock = lock_file;
    m.xUnlock = unlock_file;
    m.xCheckReservedLock = is_reserved;
    m.xFileControl = control_file;
    m.xSectorSize = sector_size;
    m.xDeviceCharacteristics = characteristics;
    m.xShmMap = map_shared_memory;
    m.xShmLock = lock_shared_memory;
    m.xShmBarrier = shared_memory_barrier;
    m.xShmUnmap = unmap_shared_memory;
    return m;
}();

[[nodiscard]] disk_state& disk_of(sqlite3_vfs* vfs) { return *static_cast<disk_state*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, char const* path, sqlite3_file* raw, int flags, int* out_flags) {
    auto& disk = disk_of(vfs);
    raw->pMethods = nullptr;
    std::lock_guard const lock(disk.mutex);
    if (disk.crashed) return SQLITE_CANTOPEN;
    std::shared_ptr<file> data;
    if (!path) {
        data = std::make_shared<file>();  // a temporary file that nobody can find again
    } else if (auto const it = disk.files.find(path); it != disk.files.end()) {
        data = it->second;
    } else if ((flags & SQLITE_OPEN_CREATE) != 0) {
        data = disk.files[path] = std::make_shared<file>();
    } else {
        return SQLITE_CANTOPEN;
    }
    auto* const h = new (raw) handle{{&methods},       &disk,           std::move(data),
                                     path ? path : "", disk.generation, (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                                     SQLITE_LOCK_NONE};
    h->base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, char const* path, int sync_directory) {
    auto& disk = disk_of(vfs);
    std::unique_lock lock(disk.mutex);
    if (disk.crashed) return SQLITE_IOERR_DELETE;
    if (!disk.files.contains(path)) return SQLITE_IOERR_DELETE_NOENT;
    auto const v =
        disk.begin_step(lock, disk.generation, disk_operation::remove, path, [&] { disk.files.erase(path); });
    if (v == disk_state::verdict::go) {
        disk.files.erase(path);
        if (sync_directory) disk.durable_files.erase(path);
    }
    return answer(v, SQLITE_IOERR_DELETE);
}

int file_exists(sqlite3_vfs* vfs, char const* path, int, int* out) {
    auto& disk = disk_of(vfs);
    std::lock_guard const lock(disk.mutex);
    if (disk.crashed) return SQLITE_IOERR_ACCESS;
    *out = disk.files.contains(path) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, char const* path, int size, char* out) {
    auto const length = std::strlen(path);
    if (length >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::memcpy(out, path, length + 1);
    return SQLITE_OK;
}

int fill_random(sqlite3_vfs* vfs, int size, char* out) {
    auto& disk = disk_of(vfs);
    std::lock_guard const lock(disk.mutex);
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(disk.random() & 0xffU);
    return size;
}

int sleep_for(sqlite3_vfs*, int microseconds) {
    auto* const real = sqlite3_vfs_find(nullptr);
    return real->xSleep(real, microseconds);
}

int current_time(sqlite3_vfs*, sqlite3_int64* out) {
    auto* const real = sqlite3_vfs_find(nullptr);
    return real->xCurrentTimeInt64(real, out);
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

detail::crash_disk_state::crash_disk_state(std::uint64_t seed) : random(seed) {
    static std::atomic<unsigned> made{0};
    name = "syncline-crash-disk-" + std::to_string(++made);
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(handle);
    vfs.mxPathname = 512;
    vfs.zName = name.c_str();
    vfs.pAppData = this;
    vfs.xOpen = open_file;
    vfs.xDelete = remove_file;
    vfs.xAccess = file_exists;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = fill_random;
    vfs.xSleep = sleep_for;
    vfs.xCurrentTimeInt64 = current_time;
    vfs.xGetLastError = last_error;
    sqlite3_vfs_register(&vfs, 0);
}

crash_disk::crash_disk(std::uint64_t seed) : state_(std::make_unique<detail::crash_disk_state>(seed)) {}
crash_disk::~crash_disk() = default;

std::string const& crash_disk::name() const noexcept { return state_->name; }

std::uint64_t crash_disk::steps() const {
    std::lock_guard const lock(state_->mutex);
    return state_->steps;
}

void crash_disk::crash_at(std::uint64_t step, crash_kind kind) {
    std::lock_guard const lock(state_->mutex);
    state_->crash_step = step;
    state_->kind = kind;
}

void crash_disk::crash_now(crash_kind kind) {
    std::lock_guard const lock(state_->mutex);
    if (!state_->crashed) state_->crash(kind);
}

bool crash_disk::crashed() const {
    std::lock_guard const lock(state_->mutex);
    return state_->crashed;
}

void crash_disk::revive() {
    std::lock_guard const lock(state_->mutex);
    state_->revive();
}

void crash_disk::watch(void* object, void (*call)(void*, disk_step const&)) {
    std::lock_guard const lock(state_->mutex);
    state_->watcher = object;
    state_->call_watcher = call;
}

void crash_disk::fail_at(std::uint64_t step, std::uint64_t count) {
    std::lock_guard const lock(state_->mutex);
    state_->first_failing = step;
    state_->failing = count;
}

void crash_disk::capacity(std::uint64_t bytes) {
    std::lock_guard const lock(state_->mutex);
    state_->capacity = bytes;
}

std::uint64_t crash_disk::used() const {
    std::lock_guard const lock(state_->mutex);
    return state_->used();
}

std::vector<std::string> crash_disk::files() const {
    std::lock_guard const lock(state_->mutex);
    std::vector<std::string> out;
    for (auto const& [n, _] : state_->files) out.push_back(n);
    return out;
}

std::string crash_disk::contents(std::string_view file) const {
    std::lock_guard const lock(state_->mutex);
    auto const it = state_->files.find(file);
    return it == state_->files.end() ? std::string() : it->second->content;
}

void crash_disk::replace(std::string_view name, std::string bytes) {
    std::lock_guard const lock(state_->mutex);
    auto f = std::make_shared<file>();
    f->durable = bytes;
    f->content = std::move(bytes);
    state_->files.insert_or_assign(std::string(name), f);
    state_->durable_files.insert_or_assign(std::string(name), std::move(f));
}

void crash_disk::remove(std::string_view name) {
    std::lock_guard const lock(state_->mutex);
    if (auto const it = state_->files.find(name); it != state_->files.end()) state_->files.erase(it);
    if (auto const it = state_->durable_files.find(name); it != state_->durable_files.end())
        state_->durable_files.erase(it);
}

}  // namespace syncline::inline v1::testkit
