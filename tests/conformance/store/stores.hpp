// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include <syncline/store/memory_store.hpp>
#include <syncline/store/sqlite_store.hpp>
#include <syncline/testkit/crash_disk.hpp>

// The stores that the suite holds to one behaviour, each ready to use.
namespace conformance {

using namespace syncline;

/// A result that must hold, and its value.
template <class T>
T must(result<T> r) {
    if (!r) FAIL(r.error().message);
    if constexpr (!std::is_void_v<T>) return std::move(*r);
}

class in_memory {
public:
    explicit in_memory(any_clock clock = the_system_clock()) : store_(clock) {}
    [[nodiscard]] store::store& operator*() { return store_; }

private:
    store::memory_store store_;
};

/// A directory of its own that goes when the test does.
class temporary_directory {
public:
    temporary_directory()
        : path_(std::filesystem::temp_directory_path() /
                ("syncline-store-" + std::to_string(::getpid()) + "-" + std::to_string(++made))) {
        std::filesystem::create_directories(path_);
    }
    ~temporary_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_directory(temporary_directory const&) = delete;
    temporary_directory& operator=(temporary_directory const&) = delete;

    [[nodiscard]] std::string operator/(char const* name) const { return (path_ / name).string(); }

private:
    static inline std::atomic<int> made{0};
    std::filesystem::path path_;
};

class sqlite_on_disk {
public:
    explicit sqlite_on_disk(any_clock clock = the_system_clock())
        : store_(must(store::sqlite_store::open(directory_ / "host.db", {}, clock))) {}
    [[nodiscard]] store::store& operator*() { return *store_; }

private:
    temporary_directory directory_;
    std::unique_ptr<store::sqlite_store> store_;
};

class sqlite_on_crash_disk {
public:
    explicit sqlite_on_crash_disk(any_clock clock = the_system_clock())
        : store_(must(store::sqlite_store::open("host.db", {.vfs = disk_.name()}, clock))) {}
    [[nodiscard]] store::store& operator*() { return *store_; }

private:
    testkit::crash_disk disk_{1};
    std::unique_ptr<store::sqlite_store> store_;
};

#define EVERY_STORE conformance::in_memory, conformance::sqlite_on_disk, conformance::sqlite_on_crash_disk

/// Runs a transaction whose work must not fail.
template <class F>
void write(store::store& s, F work) {
    must(s.in_transaction([&](store::tables& t) -> result<void> { return work(t), result<void>{}; }, {}));
}

/// Runs a reading work that must not fail, and returns what it returns.
template <class F>
auto look(store::store& s, F work) {
    std::optional<decltype(work(std::declval<store::tables&>()))> out;
    must(s.read([&](store::tables& t) -> result<void> { return out = work(t), result<void>{}; }, {}));
    return std::move(*out);
}

}  // namespace conformance
