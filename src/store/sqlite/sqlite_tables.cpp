// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/sqlite_tables.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <syncline/core/text.hpp>

#include "store/refusals.hpp"
#include "store/sqlite/columns.hpp"

namespace syncline::inline v1::store::detail {
namespace {

// --- the statements --------------------------------------------------------------------------------------------

// Ids that end in `_in` are followed by one id per state of the table, those that write one row by the same for
// `rows_at_once` rows.
enum statement_id : std::size_t {
    begin_read,
    begin_write,
    commit,
    roll_back,
    save,
    roll_back_to_save,
    release,
    intake_range,
    find_intake_row,
    put_intake_row,
    put_intake_rows,
    count_intake_rows,
    intake_in,
    find_effect = intake_in + std::size(state_words<intake_state>::words),
    put_effect,
    put_effects_many,
    effects_in,
    link_of = effects_in + std::size(state_words<effect_state>::words),
    link_to,
    link_at,
    put_link,
    put_links_many,
    links_by_canonical,
    find_cursor,
    put_cursor_row,
    put_cursor_rows,
    find_exception,
    put_exception,
    put_exceptions_many,
    exceptions_in,
    flow_exceptions_in = exceptions_in + std::size(state_words<exception_state>::words),
    last_audit = flow_exceptions_in + std::size(state_words<exception_state>::words),
    append_line,
    append_lines,
    audit_lines,
    put_mapping,
    put_mappings_many,
    mapping_versions,
    id_count
};

/// `key, flow, source_id`
template <class Row>
void append_columns(std::string& sql) {
    bool first = true;
    for (auto const column : table_of<Row>::columns) {
        if (!std::exchange(first, false)) sql += ", ";
        sql += column;
    }
}

/// `last` is the column behind the members: mostly the digest, or nothing.
template <class Row>
[[nodiscard]] std::string select(std::string_view last, std::string_view tail) {
    std::string sql = "SELECT ";
    append_columns<Row>(sql);
    if (!last.empty()) (sql += ", ") += last;
    ((sql += " FROM ") += table_of<Row>::name) += ' ';
    return sql += tail;
}

template <class Row>
[[nodiscard]] std::string insert(std::string_view last, std::size_t rows) {
    std::string values = "(?";
    for (std::size_t i = 1; i < std::size(table_of<Row>::columns) + (last.empty() ? 0 : 1); ++i) values += ", ?";
    values += ')';
    std::string sql = "INSERT INTO ";
    (sql += table_of<Row>::name) += " (";
    append_columns<Row>(sql);
    if (!last.empty()) (sql += ", ") += last;
    sql += ") VALUES ";
    for (std::size_t i = 0; i < rows; ++i) (sql += i == 0 ? "" : ", ") += values;
    return sql;
}

template <class Row>
[[nodiscard]] std::string upsert(std::string_view last, std::size_t rows, std::string_view condition = {}) {
    auto sql = insert<Row>(last, rows);
    ((sql += " ON CONFLICT (") += table_of<Row>::primary_key) += ") DO UPDATE SET ";
    for (std::size_t i = table_of<Row>::keys; i < std::size(table_of<Row>::columns); ++i)
        (((sql += table_of<Row>::columns[i]) += " = excluded.") += table_of<Row>::columns[i]) += ", ";
    (((sql += last) += " = excluded.") += last) += condition;
    return sql;
}

/// One state of a table by its key. The state stands in the text, not in a parameter, so that SQLite can prove that
/// the partial index over the states that are not at rest applies.
template <class State>
[[nodiscard]] std::string state_is(std::size_t i, State at_rest) {
    auto const name = state_words<State>::words[i];
    std::string sql = "state = '" + std::string(name) + "'";
    if (name != word(at_rest)) sql += " AND state <> '" + std::string(word(at_rest)) + "'";
    return sql;
}

/// A live link is not taken over by a live link to something else.
constexpr std::string_view link_may_move =
    " WHERE excluded.state <> 'active' OR links.state <> 'active' OR links.canonical = excluded.canonical";

[[nodiscard]] std::string sql_of(std::size_t id) {
    switch (id) {
        case begin_read: return "BEGIN";
        case begin_write: return "BEGIN IMMEDIATE";
        case commit: return "COMMIT";
        case roll_back: return "ROLLBACK";
        case save: return "SAVEPOINT work";
        case roll_back_to_save: return "ROLLBACK TO work";
        case release: return "RELEASE work";
        case intake_range:
            return "SELECT source_id, content, state FROM intake WHERE flow = ? AND (id_length, source_id) >= (?, ?) "
                   "AND (id_length, source_id) <= (?, ?) ORDER BY id_length, source_id";
        case find_intake_row: return select<intake_row>({}, "WHERE flow = ? AND id_length = ? AND source_id = ?");
        case put_intake_row: return upsert<intake_row>("id_length", 1);
        case put_intake_rows: return upsert<intake_row>("id_length", rows_at_once);
        case count_intake_rows: return "SELECT state, count(*) FROM intake WHERE flow = ? GROUP BY state";
        case find_effect: return select<effect_row>("digest", "WHERE key = ?");
        case put_effect: return upsert<effect_row>("digest", 1);
        case put_effects_many: return upsert<effect_row>("digest", rows_at_once);
        case link_of:
            return select<link_row>("digest",
                                    "WHERE system = ? AND object = ? AND external_id = ? AND state <> 'deleted'");
        case link_to:
            return select<link_row>("digest", "WHERE system = ? AND object = ? AND canonical = ? AND state = 'active'");
        case link_at: return "SELECT canonical FROM links WHERE system = ? AND object = ? AND external_id = ?";
        case put_link: return upsert<link_row>("digest", 1, link_may_move);
        case put_links_many: return upsert<link_row>("digest", rows_at_once, link_may_move);
        case links_by_canonical:
            return select<link_row>("digest", "WHERE canonical = ? ORDER BY system, object, external_id");
        case put_mapping: return upsert<mapping_row>("digest", 1);
        case put_mappings_many: return upsert<mapping_row>("digest", rows_at_once);
        case mapping_versions: return select<mapping_row>("digest", "WHERE id = ? ORDER BY submitted, hash");
        case find_cursor: return select<cursor_row>("digest", "WHERE flow = ?");
        case put_cursor_row: return upsert<cursor_row>("digest", 1);
        case put_cursor_rows: return upsert<cursor_row>("digest", rows_at_once);
        case find_exception: return select<exception_row>("digest", "WHERE flow = ? AND source_id = ?");
        case put_exception: return upsert<exception_row>("digest", 1);
        case put_exceptions_many: return upsert<exception_row>("digest", rows_at_once);
        case last_audit: return "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1";
        case append_line: return insert<audit_row>("hash", 1);
        case append_lines: return insert<audit_row>("hash", rows_at_once);
        case audit_lines: return select<audit_row>("hash", "WHERE sequence >= ? ORDER BY sequence LIMIT ?");
        default: break;
    }
    if (id >= flow_exceptions_in)
        return select<exception_row>(
            "digest", "WHERE state = '" + std::string(state_words<exception_state>::words[id - flow_exceptions_in]) +
                          "' AND (flow, source_id) > (?, ?) AND flow = ? "
                          "ORDER BY flow, source_id LIMIT ?");
    if (id >= exceptions_in)
        return select<exception_row>(
            "digest", "WHERE state = '" + std::string(state_words<exception_state>::words[id - exceptions_in]) +
                          "' AND (flow, source_id) > (?, ?) ORDER BY flow, source_id LIMIT ?");
    if (id >= effects_in)
        return select<effect_row>("digest", "WHERE " + state_is(id - effects_in, effect_state::done) +
                                                " AND flow = ? AND key > ? ORDER BY key LIMIT ?");
    return select<intake_row>(
        {}, "WHERE " + state_is(id - intake_in, intake_state::done) +
                " AND flow = ? AND (id_length, source_id) > (?, ?) ORDER BY id_length, source_id LIMIT ?");
}

[[nodiscard]] std::int64_t length_of(std::string_view text) noexcept { return static_cast<std::int64_t>(text.size()); }

[[nodiscard]] std::int64_t sql_limit(std::size_t limit) noexcept {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(limit, INT64_MAX));
}

template <class Row>
[[nodiscard]] std::string name_of(Row const& row) {
    std::string name(table_of<Row>::name);
    std::size_t left = table_of<Row>::keys;
    fields(
        [&](auto const& member) {
            if (left == 0) return;
            --left;
            if constexpr (std::is_same_v<decltype(member), std::string const&>)
                (name += ' ') += shorten(member, 120);
            else if constexpr (std::is_same_v<decltype(member), std::uint64_t const&>)
                (name += ' ') += std::to_string(member);
        },
        row);
    return name;
}

/// Reads a row that has no digest of its own.
template <class Row>
[[nodiscard]] result<void> read_plain(query const& q, Row& out) {
    reader read(q);
    fields(read, out);
    if (!read.ok()) return fail(errc::corrupted, name_of(out) + ": a column holds no value of its kind");
    return {};
}

}  // namespace

// --- the machinery ---------------------------------------------------------------------------------------------

result<sqlite3_stmt*> sqlite_tables::use(std::size_t id, std::string_view operation) {
    static_assert(id_count <= statement_count);
    auto& s = statements_[id];
    if (!s) {
        auto prepared = db_.prepare(sql_of(id).c_str(), operation);
        if (!prepared) return fail(std::move(prepared).error());
        s = std::move(*prepared);
    }
    return s.get();
}

result<void> sqlite_tables::set(mark m) {
    static_assert(begin_read == static_cast<std::size_t>(mark::begin_read) &&
                  release == static_cast<std::size_t>(mark::release));
    constexpr std::string_view names[] = {"begin", "begin", "commit", "roll back", "begin", "roll back", "end of work"};
    auto const name = names[static_cast<std::size_t>(m)];
    auto s = use(static_cast<std::size_t>(m), name);
    if (!s) return fail(std::move(s).error());
    query q(*s);
    if (int const code = q.step(); code != SQLITE_DONE) return db_.failure(code, name);
    return {};
}

template <class Row, class BindRow, class Refused>
result<void> sqlite_tables::put_rows(std::size_t id, std::span<Row const> rows, std::string_view operation,
                                     BindRow bind_row, Refused refused) {
    auto one = use(id, operation);
    if (!one) return fail(std::move(one).error());
    sqlite3_stmt* many = nullptr;
    if (rows.size() >= rows_at_once) {
        auto s = use(id + 1, operation);
        if (!s) return fail(std::move(s).error());
        many = *s;
    }
    std::size_t singly = 0;
    while (!rows.empty()) {
        auto const n = singly == 0 && rows.size() >= rows_at_once ? rows_at_once : 1;
        query q(n == 1 ? *one : many);
        binder bind(q);
        for (auto const& row : rows.first(n))
            if (!bind_row(bind, row)) return fail(errc::storage, name_of(row) + ": SHA-256 failed");
        int const code = q.step();
        bool const all_written = code == SQLITE_DONE && sqlite3_changes(db_.handle()) == static_cast<int>(n);
        if (!all_written && code != SQLITE_DONE && (code & 0xff) != SQLITE_CONSTRAINT)
            return db_.failure(code, operation);
        if (!all_written && n == 1) return refused(rows.front(), code);
        if (!all_written) {  // one by one, to see which row it is
            singly = n;
            continue;
        }
        rows = rows.subspan(n);
        if (singly > 0) --singly;
    }
    return {};
}

template <class Row>
result<void> sqlite_tables::put_digested(std::size_t id, std::span<Row const> rows, std::string_view operation) {
    return put_rows(
        id, rows, operation, [this](binder& bind, Row const& row) { return bind_digested(bind, row); },
        [&](Row const&, int code) { return db_.failure(code, operation); });
}

template <class Row>
bool sqlite_tables::bind_digested(binder& bind, Row const& row) {
    fields(bind, row);
    digester_.begin(table_of<Row>::name);
    fields(digest_feeder(digester_), row);
    return bind.bind_digest(digester_) != nullptr;
}

template <class Row>
result<void> sqlite_tables::read_row(query const& q, Row& out) {
    reader read(q);
    fields(read, out);
    digester_.begin(table_of<Row>::name);
    fields(digest_feeder(digester_), out);
    digest expected{};
    if (!digester_.finish(expected.data())) return fail(errc::storage, name_of(out) + ": SHA-256 failed");
    if (!read.ok() || read.rest() != std::string_view(expected.data(), expected.size()))
        return fail(errc::corrupted, name_of(out) +
                                         ": the row does not match its digest: restore the database, or "
                                         "correct the row and replay it");
    return {};
}

template <class Row>
result<std::vector<Row>> sqlite_tables::read_all(query& q, std::string_view operation) {
    std::vector<Row> out;
    int code = q.step();
    for (; code == SQLITE_ROW; code = q.step())
        if (auto done = read_row(q, out.emplace_back()); !done) return fail(std::move(done).error());
    if (code != SQLITE_DONE) return db_.failure(code, operation);
    return out;
}

template <class Row>
result<std::vector<std::optional<Row>>> sqlite_tables::read_each(std::size_t id,
                                                                 std::span<std::string_view const> scope,
                                                                 std::span<std::string const> keys,
                                                                 std::string_view operation) {
    auto s = use(id, operation);
    if (!s) return fail(std::move(s).error());
    query q(*s);
    std::vector<std::optional<Row>> out(keys.size());
    int at = 0;
    for (auto const part : scope) q.bind(++at, part);
    ++at;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        q.bind(at, keys[i]);
        int const code = q.step();
        if (code == SQLITE_ROW) {
            if (auto done = read_row(q, out[i].emplace()); !done) return fail(std::move(done).error());
        } else if (code != SQLITE_DONE) {
            return db_.failure(code, operation);
        }
        q.again();
    }
    return out;
}

// --- intake ----------------------------------------------------------------------------------------------------

result<void> sqlite_tables::intake_between(std::string_view flow, std::string_view first, std::string_view last,
                                           function_ref<void(intake_view const&)> visit) {
    auto s = use(intake_range, "intake_between");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, flow);
    q.bind(2, length_of(first));
    q.bind(3, first);
    q.bind(4, length_of(last));
    q.bind(5, last);
    int code = q.step();
    for (; code == SQLITE_ROW; code = q.step()) {
        intake_view row{.source_id = q.bytes(0), .content = {}, .state = {}};
        if (!read_fingerprint(q.bytes(1), row.content) || !read_word(q.bytes(2), row.state))
            return fail(errc::corrupted, "intake " + shorten(flow, 120) + ' ' + shorten(row.source_id, 120) +
                                             ": a column holds no value of its kind");
        visit(row);
    }
    if (code != SQLITE_DONE) return db_.failure(code, "intake_between");
    return {};
}

result<std::vector<std::optional<intake_row>>> sqlite_tables::find_intake(std::string_view flow,
                                                                          std::span<std::string const> source_ids) {
    auto s = use(find_intake_row, "find_intake");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    std::vector<std::optional<intake_row>> out(source_ids.size());
    q.bind(1, flow);
    for (std::size_t i = 0; i < source_ids.size(); ++i) {
        q.bind(2, length_of(source_ids[i]));
        q.bind(3, source_ids[i]);
        int const code = q.step();
        if (code == SQLITE_ROW) {
            if (auto done = read_plain(q, out[i].emplace()); !done) return fail(std::move(done).error());
        } else if (code != SQLITE_DONE) {
            return db_.failure(code, "find_intake");
        }
        q.again();
    }
    return out;
}

result<void> sqlite_tables::put_intake(std::span<intake_row const> rows) {
    return put_rows(
        put_intake_row, rows, "put_intake",
        [](binder& bind, intake_row const& row) {
            fields(bind, row);
            bind(std::uint64_t{row.source_id.size()});
            return true;
        },
        [this](intake_row const&, int code) { return db_.failure(code, "put_intake"); });
}

result<intake_counts> sqlite_tables::count_intake(std::string_view flow) {
    auto s = use(count_intake_rows, "count_intake");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, flow);
    intake_counts n;
    int code = q.step();
    for (; code == SQLITE_ROW; code = q.step()) {
        intake_state state{};
        if (!read_word(q.bytes(0), state))
            return fail(errc::corrupted, "intake " + shorten(flow, 120) + ": a state is none of its three words");
        auto const count = static_cast<std::uint64_t>(q.integer(1));
        switch (state) {
            case intake_state::in_flight: n.in_flight = count; break;
            case intake_state::done: n.done = count; break;
            case intake_state::parked: n.parked = count; break;
        }
    }
    if (code != SQLITE_DONE) return db_.failure(code, "count_intake");
    return n;
}

result<std::vector<intake_row>> sqlite_tables::intake_in_state(std::string_view flow, intake_state state,
                                                               std::string_view after, std::size_t limit) {
    auto s = use(intake_in + static_cast<std::size_t>(state), "intake_in_state");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, flow);
    q.bind(2, length_of(after));
    q.bind(3, after);
    q.bind(4, sql_limit(limit));
    std::vector<intake_row> out;
    int code = q.step();
    for (; code == SQLITE_ROW; code = q.step())
        if (auto done = read_plain(q, out.emplace_back()); !done) return fail(std::move(done).error());
    if (code != SQLITE_DONE) return db_.failure(code, "intake_in_state");
    return out;
}

// --- effects ---------------------------------------------------------------------------------------------------

result<std::vector<std::optional<effect_row>>> sqlite_tables::find_effects(std::span<std::string const> keys) {
    return read_each<effect_row>(find_effect, {}, keys, "find_effects");
}

result<void> sqlite_tables::put_effects(std::span<effect_row const> rows) {
    return put_digested(put_effect, rows, "put_effects");
}

result<std::vector<effect_row>> sqlite_tables::effects_in_state(std::string_view flow, effect_state state,
                                                                std::string_view after, std::size_t limit) {
    auto s = use(effects_in + static_cast<std::size_t>(state), "effects_in_state");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, flow);
    q.bind(2, after);
    q.bind(3, sql_limit(limit));
    return read_all<effect_row>(q, "effects_in_state");
}

// --- links -----------------------------------------------------------------------------------------------------

result<std::vector<std::optional<link_row>>> sqlite_tables::links_of(std::string_view system, std::string_view object,
                                                                     std::span<std::string const> external_ids) {
    return read_each<link_row>(link_of, std::array{system, object}, external_ids, "links_of");
}

result<std::vector<std::optional<link_row>>> sqlite_tables::links_to(std::string_view system, std::string_view object,
                                                                     std::span<std::string const> canonicals) {
    return read_each<link_row>(link_to, std::array{system, object}, canonicals, "links_to");
}

result<void> sqlite_tables::put_links(std::span<link_row const> rows) {
    return put_rows(
        put_link, rows, "put_links", [this](binder& bind, link_row const& row) { return bind_digested(bind, row); },
        // the condition of the statement refuses another canonical id, the unique index another external id
        [this](link_row const& row, int code) {
            return code == SQLITE_DONE || code == SQLITE_CONSTRAINT_UNIQUE ? link_conflict(row)
                                                                           : db_.failure(code, "put_links");
        });
}

tl::unexpected<error> sqlite_tables::link_conflict(link_row const& refused) {
    auto s = use(link_at, "put_links");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, refused.system);
    q.bind(2, refused.object);
    q.bind(3, refused.external_id);
    if (q.step() == SQLITE_ROW && q.bytes(0) != refused.canonical) return other_canonical(refused, q.bytes(0));
    auto const held = links_to(refused.system, refused.object, {&refused.canonical, 1});
    if (!held) return fail(held.error());
    return other_external(refused, held->front() ? held->front()->external_id : std::string());
}

result<std::vector<link_row>> sqlite_tables::links_with(std::string_view canonical) {
    auto s = use(links_by_canonical, "links_with");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, canonical);
    return read_all<link_row>(q, "links_with");
}

// --- mappings --------------------------------------------------------------------------------------------------

result<void> sqlite_tables::put_mappings(std::span<mapping_row const> rows) {
    return put_rows(
        put_mapping, rows, "put_mappings",
        [this](binder& bind, mapping_row const& row) { return bind_digested(bind, row); },
        [this](mapping_row const& row, int code) {
            return code == SQLITE_CONSTRAINT_UNIQUE ? other_version(row) : db_.failure(code, "put_mappings");
        });
}

result<std::vector<mapping_row>> sqlite_tables::mappings_of(std::string_view id) {
    auto s = use(mapping_versions, "mappings_of");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, id);
    return read_all<mapping_row>(q, "mappings_of");
}

// --- cursors ---------------------------------------------------------------------------------------------------

result<std::optional<std::string>> sqlite_tables::cursor(std::string_view flow) {
    auto const key = std::string(flow);
    auto row = read_each<cursor_row>(find_cursor, {}, {&key, 1}, "cursor");
    if (!row) return fail(std::move(row).error());
    if (!row->front()) return std::nullopt;
    return std::move(row->front()->value);
}

result<void> sqlite_tables::put_cursor(std::string_view flow, std::string_view value) {
    cursor_row const row{std::string(flow), std::string(value)};
    return put_digested(put_cursor_row, std::span(&row, 1), "put_cursor");
}

// --- exceptions ------------------------------------------------------------------------------------------------

result<void> sqlite_tables::put_exceptions(std::span<exception_row const> rows) {
    return put_digested(put_exception, rows, "put_exceptions");
}

result<std::vector<std::optional<exception_row>>> sqlite_tables::find_exceptions(
    std::string_view flow, std::span<std::string const> source_ids) {
    return read_each<exception_row>(find_exception, std::array{flow}, source_ids, "find_exceptions");
}

result<std::vector<exception_row>> sqlite_tables::exceptions_in_state(std::string_view flow, exception_state state,
                                                                      std::string_view after_flow,
                                                                      std::string_view after_source,
                                                                      std::size_t limit) {
    auto s = use((flow.empty() ? exceptions_in : flow_exceptions_in) + static_cast<std::size_t>(state),
                 "exceptions_in_state");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    q.bind(1, after_flow);
    q.bind(2, after_source);
    if (!flow.empty()) q.bind(3, flow);
    q.bind(flow.empty() ? 3 : 4, sql_limit(limit));
    return read_all<exception_row>(q, "exceptions_in_state");
}

// --- audit -----------------------------------------------------------------------------------------------------

result<void> sqlite_tables::load() {
    if (!digester_.usable()) return fail(errc::unsupported, "the OpenSSL in use has no SHA-256");
    auto s = use(last_audit, "read the end of the audit");
    if (!s) return fail(std::move(s).error());
    query q(*s);
    int const code = q.step();
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return db_.failure(code, "read the end of the audit");
    audit_end_.sequence = static_cast<std::uint64_t>(q.integer(0));
    auto const hash = q.bytes(1);
    if (hash.size() != audit_end_.hash.size())
        return fail(errc::corrupted, "audit " + std::to_string(audit_end_.sequence) + ": the hash is not 32 bytes");
    std::copy(hash.begin(), hash.end(), audit_end_.hash.begin());
    return {};
}

/// The hash of a line covers the hash of the line before.
static void feed_line(digester& d, audit_row const& row, std::uint64_t sequence, digest const& before) {
    d.begin(table_of<audit_row>::name);
    d.add(std::string_view(before.data(), before.size()));
    fields(digest_feeder(d), row, sequence);
}

result<void> sqlite_tables::append_audit(std::span<audit_row const> rows) {
    auto end = audit_end_;
    auto done = put_rows(
        append_line, rows, "append_audit",
        [&](binder& bind, audit_row const& row) {
            ++end.sequence;
            feed_line(digester_, row, end.sequence, end.hash);
            fields(bind, row, end.sequence);
            auto const* const hash = bind.bind_digest(digester_);
            if (hash) std::copy_n(hash, digest_size, end.hash.begin());
            return hash != nullptr;
        },
        [this](audit_row const&, int code) { return db_.failure(code, "append_audit"); });
    if (done) audit_end_ = end;
    return done;
}

result<std::uint64_t> sqlite_tables::walk_audit(std::uint64_t first, std::size_t limit, std::string_view operation,
                                                function_ref<void(audit_row&)> visit) {
    auto s = use(audit_lines, operation);
    if (!s) return fail(std::move(s).error());
    query q(*s);
    // the line before the first is read along: its hash is what the first one follows from
    first = std::max<std::uint64_t>(first, 1);
    q.bind(1, sql_limit(first - 1));
    q.bind(2, sql_limit(limit < SIZE_MAX ? limit + 1 : limit));
    chain_end end{.sequence = first - 1, .hash = {}};
    std::size_t read_lines = 0;
    audit_row row;
    int code = q.step();
    for (; code == SQLITE_ROW && read_lines < limit; code = q.step()) {
        reader read(q);
        fields(read, row);
        auto const stored = read.rest();
        if (row.sequence == first - 1 && stored.size() == end.hash.size()) {
            std::copy(stored.begin(), stored.end(), end.hash.begin());
            continue;
        }
        ++end.sequence;
        if (row.sequence != end.sequence)
            return fail(errc::corrupted, "audit " + std::to_string(end.sequence) + ": the line is missing");
        feed_line(digester_, row, row.sequence, end.hash);
        if (!digester_.finish(end.hash.data())) return fail(errc::storage, name_of(row) + ": SHA-256 failed");
        if (!read.ok() || stored != std::string_view(end.hash.data(), end.hash.size()))
            return fail(errc::corrupted, name_of(row) + ": the line does not follow from the one before");
        visit(row);
        ++read_lines;
    }
    if (code != SQLITE_DONE && code != SQLITE_ROW) return db_.failure(code, operation);
    return end.sequence;
}

result<std::vector<audit_row>> sqlite_tables::audit_from(std::uint64_t first_sequence, std::size_t limit) {
    std::vector<audit_row> out;
    auto done = walk_audit(first_sequence, limit, "audit_from", [&](audit_row& row) { out.push_back(std::move(row)); });
    if (!done) return fail(std::move(done).error());
    return out;
}

result<std::uint64_t> sqlite_tables::verify_audit() {
    return walk_audit(1, SIZE_MAX, "verify_audit", [](audit_row&) {});
}

// --- everything ------------------------------------------------------------------------------------------------

template <class Row>
result<void> sqlite_tables::verify_table() {
    auto s = db_.prepare(select<Row>("digest", {}).c_str(), table_of<Row>::name);
    if (!s) return fail(std::move(s).error());
    query q(s->get());
    Row row;
    int code = q.step();
    for (; code == SQLITE_ROW; code = q.step())
        if (auto done = read_row(q, row = {}); !done) return done;
    if (code != SQLITE_DONE) return db_.failure(code, table_of<Row>::name);
    return {};
}

result<void> sqlite_tables::verify_digests() {
    auto r = verify_table<effect_row>();
    if (r) r = verify_table<link_row>();
    if (r) r = verify_table<exception_row>();
    if (r) r = verify_table<cursor_row>();
    if (r) r = verify_table<mapping_row>();
    return r;
}

}  // namespace syncline::inline v1::store::detail
