// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

/// A database as an operator opens it, past the library.
class raw_sql {
public:
    explicit raw_sql(std::string const& path, std::string const& vfs = {},
                     int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {
        sqlite3* db = nullptr;
        auto const code = sqlite3_open_v2(path.c_str(), &db, flags, vfs.empty() ? nullptr : vfs.c_str());
        db_.reset(db);
        REQUIRE(code == SQLITE_OK);
    }

    /// The rows a statement returns, columns joined by `|`.
    std::vector<std::string> operator()(std::string const& sql) const {
        std::vector<std::string> rows;
        char* problem = nullptr;
        sqlite3_exec(
            db_.get(), sql.c_str(),
            [](void* out, int n, char** values, char**) {
                std::string row;
                for (int i = 0; i < n; ++i) (row += i == 0 ? "" : "|") += values[i] ? values[i] : "NULL";
                static_cast<std::vector<std::string>*>(out)->push_back(row);
                return 0;
            },
            &rows, &problem);
        if (problem) rows.push_back(std::string("error: ") + problem);
        sqlite3_free(problem);
        return rows;
    }

private:
    struct closer {
        void operator()(sqlite3* db) const { sqlite3_close(db); }
    };
    std::unique_ptr<sqlite3, closer> db_;
};
