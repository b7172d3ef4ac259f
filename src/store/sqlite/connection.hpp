// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include <syncline/core/result.hpp>

// Guards over the SQLite C API: what is opened is closed, what is prepared is finalized, what fails says where.
namespace syncline::inline v1::store::detail {

/// What SQLite said, as an error that names the operation and SQLite's extended code. `db` may be null.
[[nodiscard]] tl::unexpected<error> sqlite_failure(sqlite3* db, int code, std::string_view operation);

struct statement_closer {
    void operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }
};
using statement = std::unique_ptr<sqlite3_stmt, statement_closer>;

/// One open database. Threads: one at a time.
class connection {
public:
    struct settings {
        int flags = 0;
        std::string vfs{};
        std::chrono::milliseconds busy_timeout{0};
    };

    [[nodiscard]] static result<connection> open(std::string const& path, settings const& s);

    [[nodiscard]] sqlite3* handle() const noexcept { return db_.get(); }
    [[nodiscard]] bool in_transaction() const noexcept { return sqlite3_get_autocommit(db_.get()) == 0; }

    [[nodiscard]] tl::unexpected<error> failure(int code, std::string_view operation) const {
        return sqlite_failure(db_.get(), code, operation);
    }

    /// Runs statements that return nothing of interest.
    result<void> run(char const* sql, std::string_view operation) const;
    /// The first column of the first row, as text.
    [[nodiscard]] result<std::string> ask(char const* sql, std::string_view operation) const;
    [[nodiscard]] result<statement> prepare(char const* sql, std::string_view operation) const;

private:
    struct closer {
        void operator()(sqlite3* db) const noexcept { sqlite3_close(db); }
    };
    explicit connection(sqlite3* db) noexcept : db_(db) {}

    std::unique_ptr<sqlite3, closer> db_;
};

/// A prepared statement in use; ready for the next use when this goes.
class query {
public:
    explicit query(sqlite3_stmt* s) noexcept : statement_(s) {}
    query(query const&) = delete;
    query& operator=(query const&) = delete;
    ~query() { sqlite3_reset(statement_); }

    /// Binds by position from 1. *Lifetime*: the text must live until the last `step`.
    void bind(int at, std::string_view text) noexcept {
        // a null pointer would bind NULL
        sqlite3_bind_text64(statement_, at, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    void bind(int at, std::int64_t value) noexcept { sqlite3_bind_int64(statement_, at, value); }

    [[nodiscard]] int step() noexcept { return sqlite3_step(statement_); }
    void again() noexcept { sqlite3_reset(statement_); }

    /// Any bytes of a column. *Lifetime*: until the next `step` or `again`.
    [[nodiscard]] std::string_view bytes(int column) const noexcept {
        // as a blob: asking for text would make SQLite copy to append a NUL that nobody needs
        auto const* p = static_cast<char const*>(sqlite3_column_blob(statement_, column));
        auto const n = sqlite3_column_bytes(statement_, column);
        return p ? std::string_view(p, static_cast<std::size_t>(n)) : std::string_view();
    }
    [[nodiscard]] std::int64_t integer(int column) const noexcept { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] bool is_null(int column) const noexcept {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    [[nodiscard]] sqlite3_stmt* handle() const noexcept { return statement_; }

private:
    sqlite3_stmt* statement_;
};

}  // namespace syncline::inline v1::store::detail
