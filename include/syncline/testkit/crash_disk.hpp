// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::testkit {

enum class crash_kind : std::uint8_t {
    kill,       ///< The process dies; what it wrote is in the system's cache and survives.
    power_cut,  ///< The machine dies; of what was not synced a random part survives, some of it torn.
};

/// What counts as a step: each thing that changes what a crash leaves behind.
enum class disk_operation : std::uint8_t { write, sync, truncate, remove };

/// Lifetime: `file` is valid only during the call.
struct disk_step {
    std::uint64_t number;  ///< From 1, over the life of the disk.
    disk_operation operation;
    std::string_view file;
};

namespace detail {
struct crash_disk_state;
}

/// A disk in memory that loses power when told, for whatever keeps its files in SQLite.
///
/// It is a SQLite VFS: open databases with `name()` as their VFS. Each file has durable bytes and the writes since its
/// last sync. When the disk crashes, every call on it fails until the host is torn down and `revive` is called; then
/// the files are what the crash left:
/// - after a kill, everything that was written;
/// - after a power cut, the durable bytes and a random part of the writes, truncations, creations and removals that
/// were
///   not synced, in any mixture, some writes torn at 512 bytes. A quarter of the cuts keep nothing, a quarter nearly
///   everything.
///
/// The same seed and the same calls leave the same bytes. Steps are counted (`steps`), may be watched (`on_step`) and
/// may be chosen for the crash (`crash_at`); so a test runs once to count the steps and then once per step and kind.
///
/// *Threads*: safe from several threads. *Lifetime*: all databases on the disk must be closed before it goes.
///
///     testkit::crash_disk disk{seed};
///     disk.crash_at(17, testkit::crash_kind::power_cut);
///     { auto s = store::sqlite_store::open("host.db", {.vfs = disk.name()}); ... }   // fails from step 17 on
///     disk.revive();
///     auto s = store::sqlite_store::open("host.db", {.vfs = disk.name()});           // the host, started again
class crash_disk {
public:
    explicit crash_disk(std::uint64_t seed);
    ~crash_disk();
    crash_disk(crash_disk const&) = delete;
    crash_disk& operator=(crash_disk const&) = delete;

    /// The name of the VFS. Different for each disk of the process.
    [[nodiscard]] std::string const& name() const noexcept;

    /// How many steps were begun so far, over the life of the disk.
    [[nodiscard]] std::uint64_t steps() const;
    /// Crashes when step `step` is begun. That step is not done; in a power cut it may be done in part.
    void crash_at(std::uint64_t step, crash_kind kind);
    /// Crashes between two steps: for steps that are not the disk's, such as both sides of a call.
    void crash_now(crash_kind kind);
    [[nodiscard]] bool crashed() const;
    /// Starts the machine again. Databases opened before the crash stay dead; close them.
    void revive();

    /// Calls `f(disk_step const&)` when a step is begun, before it is done. It may call `crash_now`.
    /// *Lifetime*: `f` must live until the disk goes or another takes its place.
    template <class F>
    void on_step(F& f) {
        watch(&f, [](void* object, disk_step const& s) { (*static_cast<F*>(object))(s); });
    }

    /// Faults short of a crash: the `count` steps from `step` on fail with an I/O error and are not done. A sync that
    /// fails forgets what it should have made durable, as kernels do: the next one succeeds without it.
    void fail_at(std::uint64_t step, std::uint64_t count = 1);
    /// The space on the disk. A write that needs more fails as on a full disk.
    void capacity(std::uint64_t bytes);
    /// What all files take now.
    [[nodiscard]] std::uint64_t used() const;

    /// The files, ascending by name.
    [[nodiscard]] std::vector<std::string> files() const;
    /// The bytes of a file; empty when there is none.
    [[nodiscard]] std::string contents(std::string_view file) const;
    /// Puts bytes in place of a file's own, durably: damage. For files that are not open.
    void replace(std::string_view file, std::string bytes);
    /// Takes a file away, durably.
    void remove(std::string_view file);

private:
    void watch(void* object, void (*call)(void*, disk_step const&));

    std::unique_ptr<detail::crash_disk_state> state_;
};

}  // namespace syncline::inline v1::testkit
