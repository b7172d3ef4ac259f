// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <syncline/core/clock.hpp>
#include <syncline/store/store.hpp>

namespace syncline::inline v1::store {

struct sqlite_options {
    std::chrono::milliseconds busy_timeout{5000};  ///< How long a commit waits for another program's write lock.
    std::size_t cache_mib = 64;                    ///< Most memory the page cache takes.
    std::string vfs{};                             ///< A registered SQLite VFS; empty is the machine's own files.
    /// Plants the mistake that a simulation must be able to find: a power cut may forget acknowledged commits.
    bool unsafe_synchronous_normal_for_tests = false;
};

/// The durable store in one SQLite file, with tables that SQL people can read (docs/reference/store.md).
///
/// WAL with `synchronous=FULL`: what was acknowledged survives kill and power cut. One store at a time writes a file:
/// `open` takes a lease (`<path>-lease`) and holds it until the store goes. Callers that wait at the same time share
/// one commit. Rows of effects, links, exceptions and cursors carry a SHA-256 of their content, checked on each read;
/// audit lines are chained. Other programs may read the file at any time; they must not write it. Not for network
/// file systems. No secret is ever stored.
///
/// *Threads*: safe from several threads. `read` runs beside a transaction and sees the last commit.
class sqlite_store final : public store {
public:
    /// Opens or creates the database, checks it after an unclean stop and brings its schema up to date.
    ///
    /// *Errors*: `contended` when another store has the file; `unsupported` when the file's schema is newer than this
    /// library; `misconfigured` when the path is no ordinary file name or the file belongs to another application;
    /// `corrupted` when the file is damaged or its `-wal` is gone; `storage` when the file system refuses.
    /// *Lifetime*: the clock must outlive the store; it judges deadlines and dates migrations.
    [[nodiscard]] static result<std::unique_ptr<sqlite_store>> open(std::string const& path,
                                                                    sqlite_options const& options = {},
                                                                    any_clock clock = the_system_clock());
    ~sqlite_store() override;

    result<void> in_transaction(function_ref<result<void>(tables&)> work, context const& ctx) override;
    result<void> read(function_ref<result<void>(tables&)> work, context const& ctx) override;

    /// Reads everything: SQLite's own integrity check, each row's digest, the audit chain.
    ///
    /// *Errors*: `corrupted`, naming the first table and key that is wrong. *Cost*: one pass over the file.
    [[nodiscard]] result<void> verify(context const& ctx);

private:
    struct state;
    explicit sqlite_store(std::unique_ptr<state> s) noexcept;
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::store
