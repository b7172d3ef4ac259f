// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <syncline/core/result.hpp>

#include "store/sqlite/connection.hpp"

namespace syncline::inline v1::store::detail {

/// The right to write one database, held as an exclusive lock on the file `<path>-lease` beside it, and the note in
/// that file whether the last holder left in good order. SQLite before 3.51.3 can damage a WAL that two connections
/// write or checkpoint at once, so there is never a second writer.
///
/// The lease is a tiny SQLite database of its own: locks then work on every VFS and end with the process.
class lease {
public:
    /// *Errors*: `contended` when somebody holds it.
    [[nodiscard]] static result<lease> take(std::string const& path, std::string const& vfs);

    /// Whether the last holder wrote something and never closed the database.
    [[nodiscard]] bool was_left_open() const noexcept { return left_open_; }
    /// Notes that the database's -wal exists from now on. Repeats cost nothing.
    result<void> note_open();
    /// Notes that the database is about to be closed in good order.
    result<void> note_closed();

private:
    explicit lease(connection db) : db_(std::move(db)) {}

    connection db_;
    bool left_open_ = false;
    bool noted_open_ = false;
};

}  // namespace syncline::inline v1::store::detail
