// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/connection.hpp"

namespace syncline::inline v1::store::detail {
namespace {

[[nodiscard]] errc code_of(int sqlite_code) noexcept {
    switch (sqlite_code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return errc::corrupted;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return errc::contended;
        default: return errc::storage;
    }
}

}  // namespace

tl::unexpected<error> sqlite_failure(sqlite3* db, int code, std::string_view operation) {
    int const extended = db ? sqlite3_extended_errcode(db) : code;
    // the connection may have moved on to another code since; then its words belong to something else
    bool const current = db && (extended & 0xff) == (code & 0xff);
    std::string message(operation);
    message += ": ";
    message += current ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    message += " (SQLite ";
    message += std::to_string(current ? extended : code);
    message += ')';
    return fail(code_of(code), std::move(message));
}

result<connection> connection::open(std::string const& path, settings const& s) {
    sqlite3* raw = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &raw, s.flags, s.vfs.empty() ? nullptr : s.vfs.c_str());
    connection c(raw);
    if (code != SQLITE_OK) return sqlite_failure(raw, code, "open " + path);
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, static_cast<int>(s.busy_timeout.count()));
    return c;
}

result<void> connection::run(char const* sql, std::string_view operation) const {
    if (int const code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
        return failure(code, operation);
    return {};
}

result<std::string> connection::ask(char const* sql, std::string_view operation) const {
    auto s = prepare(sql, operation);
    if (!s) return fail(std::move(s).error());
    query q(s->get());
    int const code = q.step();
    if (code == SQLITE_ROW) return std::string(q.bytes(0));
    if (code == SQLITE_DONE) return std::string();
    return failure(code, operation);
}

result<statement> connection::prepare(char const* sql, std::string_view operation) const {
    sqlite3_stmt* raw = nullptr;
    int const code = sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) return failure(code, operation);
    return statement(raw);
}

}  // namespace syncline::inline v1::store::detail
