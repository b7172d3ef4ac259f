// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/store/rows.hpp>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/digest.hpp"

// How the members of a row become the columns of a table. `fields` lists each row's members once, in column order;
// binding, reading and digesting walk that one list.
namespace syncline::inline v1::store::detail {

// --- words in columns ------------------------------------------------------------------------------------------

template <class State>
struct state_words;
template <>
struct state_words<intake_state> {
    static constexpr std::string_view words[] = {"in flight", "done", "parked"};
};
template <>
struct state_words<effect_state> {
    static constexpr std::string_view words[] = {"intended", "done", "failed", "unknown"};
};
template <>
struct state_words<link_state> {
    static constexpr std::string_view words[] = {"active", "merged", "deleted"};
};
template <>
struct state_words<exception_state> {
    static constexpr std::string_view words[] = {"open", "resolved", "discarded"};
};

template <>
struct state_words<mapping_state> {
    static constexpr std::string_view words[] = {"submitted", "approved", "active", "retired"};
};

template <class State>
[[nodiscard]] constexpr std::string_view word(State s) noexcept {
    return state_words<State>::words[static_cast<std::size_t>(s)];
}

template <class State>
[[nodiscard]] constexpr bool read_word(std::string_view text, State& out) noexcept {
    for (std::size_t i = 0; i < std::size(state_words<State>::words); ++i)
        if (state_words<State>::words[i] == text) {
            out = static_cast<State>(i);
            return true;
        }
    return false;
}

inline constexpr std::size_t time_size = 27;
inline constexpr std::size_t fingerprint_size = 16;

/// Writes `2024-05-31T14:03:59.000250Z`, always with six digits: texts in one column sort as the moments they name.
inline std::string_view write_time(char* to, instant t) noexcept {
    using namespace std::chrono;
    auto const day = floor<days>(t);
    year_month_day const date(day);
    auto const micros = static_cast<std::uint64_t>((t - day).count());
    auto const second = micros / 1'000'000;
    auto const put = [to](std::size_t at, std::uint64_t value, std::size_t width, char behind) {
        to[at + width] = behind;
        for (std::size_t i = width; i-- > 0; value /= 10) to[at + i] = static_cast<char>('0' + value % 10);
    };
    put(0, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, '-');
    put(5, static_cast<unsigned>(date.month()), 2, '-');
    put(8, static_cast<unsigned>(date.day()), 2, 'T');
    put(11, second / 3600, 2, ':');
    put(14, second / 60 % 60, 2, ':');
    put(17, second % 60, 2, '.');
    put(20, micros % 1'000'000, 6, 'Z');
    return {to, time_size};
}

/// Reads what `write_time` writes and nothing else: other text was written by somebody else.
[[nodiscard]] inline bool read_time(std::string_view text, instant& out) noexcept {
    using namespace std::chrono;
    if (text.size() != time_size) return false;
    auto const number = [text](std::size_t at, std::size_t width) {
        unsigned value = 0;
        for (std::size_t i = at; i < at + width; ++i) value = value * 10 + static_cast<unsigned char>(text[i] - '0');
        return value;
    };
    local_date const date{year(static_cast<int>(number(0, 4))), month(number(5, 2)), day(number(8, 2))};
    if (!date.ok()) return false;
    out = sys_days(date) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2)) +
          microseconds(number(20, 6));
    char again[time_size];
    return write_time(again, out) == text;
}

/// Writes 16 bytes, high half first: `hex(content)` in SQL is the text of the fingerprint.
inline std::string_view write_fingerprint(char* to, fingerprint const& f) noexcept {
    for (std::size_t i = 0; i < 8; ++i) {
        to[7 - i] = static_cast<char>(f.high >> (8 * i) & 0xffU);
        to[15 - i] = static_cast<char>(f.low >> (8 * i) & 0xffU);
    }
    return {to, fingerprint_size};
}

[[nodiscard]] inline bool read_fingerprint(std::string_view bytes, fingerprint& out) noexcept {
    if (bytes.size() != fingerprint_size) return false;
    out = {};
    for (std::size_t i = 0; i < 8; ++i) {
        out.high = out.high << 8U | static_cast<unsigned char>(bytes[i]);
        out.low = out.low << 8U | static_cast<unsigned char>(bytes[8 + i]);
    }
    return true;
}

// --- the members of each row, in column order ------------------------------------------------------------------

template <class R, class Row>
concept row_of = std::same_as<std::remove_const_t<R>, Row>;

/// The table of a row: its name, its columns in the order of `fields`, of which the first `keys` identify a row, and
/// its primary key.
template <class Row>
struct table_of;

/// `id_length`, which is only there to order the ids, comes behind the members.
template <>
struct table_of<intake_row> {
    static constexpr std::string_view name = "intake";
    static constexpr std::size_t keys = 2;
    static constexpr std::string_view primary_key = "flow, id_length, source_id";
    static constexpr std::string_view columns[] = {"flow", "source_id", "content", "state", "updated"};
};
template <class F, row_of<intake_row> R>
void fields(F&& f, R& r) {
    f(r.flow), f(r.source_id), f(r.content), f(r.state), f(r.updated);
}

template <>
struct table_of<effect_row> {
    static constexpr std::string_view name = "effects";
    static constexpr std::size_t keys = 1;
    static constexpr std::string_view primary_key = "key";
    static constexpr std::string_view columns[] = {"key",     "flow",           "source_id", "step",     "system",
                                                   "object",  "content",        "state",     "attempts", "remote_id",
                                                   "mapping", "correlation_id", "message",   "created",  "updated"};
};
template <class F, row_of<effect_row> R>
void fields(F&& f, R& r) {
    f(r.key), f(r.flow), f(r.source_id), f(r.step), f(r.system), f(r.object), f(r.content), f(r.state), f(r.attempts),
        f(r.remote_id), f(r.mapping), f(r.correlation_id), f(r.message), f(r.created), f(r.updated);
}

template <>
struct table_of<link_row> {
    static constexpr std::string_view name = "links";
    static constexpr std::size_t keys = 3;
    static constexpr std::string_view primary_key = "system, object, external_id";
    static constexpr std::string_view columns[] = {"system",    "object", "external_id", "entity",
                                                   "canonical", "state",  "evidence",    "updated"};
};
template <class F, row_of<link_row> R>
void fields(F&& f, R& r) {
    f(r.system), f(r.object), f(r.external_id), f(r.entity), f(r.canonical), f(r.state), f(r.evidence), f(r.updated);
}

/// Only inside this store: the interface knows a cursor as two texts.
struct cursor_row {
    std::string flow;
    std::string value;
};
template <>
struct table_of<cursor_row> {
    static constexpr std::string_view name = "cursors";
    static constexpr std::size_t keys = 1;
    static constexpr std::string_view primary_key = "flow";
    static constexpr std::string_view columns[] = {"flow", "value"};
};
template <class F, row_of<cursor_row> R>
void fields(F&& f, R& r) {
    f(r.flow), f(r.value);
}

template <>
struct table_of<exception_row> {
    static constexpr std::string_view name = "exceptions";
    static constexpr std::size_t keys = 2;
    static constexpr std::string_view primary_key = "flow, source_id";
    static constexpr std::string_view columns[] = {
        "flow",   "source_id", "step",  "category", "owner",          "severity", "text",    "hint",      "detail",
        "amount", "currency",  "state", "attempts", "correlation_id", "opened",   "updated", "not_before"};
};
template <class F, row_of<exception_row> R>
void fields(F&& f, R& r) {
    f(r.flow), f(r.source_id), f(r.step), f(r.category), f(r.owner), f(r.severity), f(r.text), f(r.hint), f(r.detail),
        f(r.amount), f(r.currency), f(r.state), f(r.attempts), f(r.correlation_id), f(r.opened), f(r.updated),
        f(r.not_before);
}

template <>
struct table_of<mapping_row> {
    static constexpr std::string_view name = "mappings";
    static constexpr std::size_t keys = 2;
    static constexpr std::string_view primary_key = "id, hash";
    static constexpr std::string_view columns[] = {"id",          "hash",  "version",   "text",     "author",
                                                   "approved_by", "state", "submitted", "approved", "activated"};
};
template <class F, row_of<mapping_row> R>
void fields(F&& f, R& r) {
    f(r.id), f(r.hash), f(r.version), f(r.text), f(r.author), f(r.approved_by), f(r.state), f(r.submitted),
        f(r.approved), f(r.activated);
}

template <>
struct table_of<audit_row> {
    static constexpr std::string_view name = "audit";
    static constexpr std::size_t keys = 1;
    static constexpr std::string_view primary_key = "sequence";
    static constexpr std::string_view columns[] = {
        "sequence", "at",        "flow",    "source_id", "effect",         "action",      "system",
        "object",   "remote_id", "content", "mapping",   "correlation_id", "causation_id"};
};
template <class F, row_of<audit_row> R>
void fields(F&& f, R& r, std::conditional_t<std::is_const_v<R>, std::uint64_t const, std::uint64_t>& sequence) {
    f(sequence), f(r.at), f(r.flow), f(r.source_id), f(r.effect), f(r.action), f(r.system), f(r.object), f(r.remote_id),
        f(r.content), f(r.mapping), f(r.correlation_id), f(r.causation_id);
}
template <class F, row_of<audit_row> R>
void fields(F&& f, R& r) {
    fields(std::forward<F>(f), r, r.sequence);
}

// --- what walks them -------------------------------------------------------------------------------------------

/// How many rows one statement writes at most: enough that starting the statement costs little.
inline constexpr std::size_t rows_at_once = 16;

/// Binds one member after the other, from the first parameter on, for up to `rows_at_once` rows.
/// *Lifetime*: must live until the last `step`, as times, fingerprints and digests are written into it.
class binder {
public:
    explicit binder(query& q) noexcept : query_(q) {}

    void operator()(std::string_view v) noexcept { query_.bind(++at_, v); }
    void operator()(std::uint64_t v) noexcept { query_.bind(++at_, static_cast<std::int64_t>(v)); }
    void operator()(std::uint32_t v) noexcept { query_.bind(++at_, std::int64_t{v}); }
    void operator()(fingerprint const& v) noexcept { blob(write_fingerprint(take(fingerprint_size), v)); }
    void operator()(instant v) noexcept { query_.bind(++at_, write_time(take(time_size), v)); }
    void operator()(std::optional<instant> const& v) noexcept {
        if (v)
            (*this)(*v);
        else
            sqlite3_bind_null(query_.handle(), ++at_);
    }
    template <class State>
        requires std::is_enum_v<State>
    void operator()(State v) noexcept { (*this)(word(v)); }

    /// Binds the digest of what `d` was fed with, and returns it; null when the library refused.
    [[nodiscard]] char const* bind_digest(digester& d) {
        auto* const to = take(digest_size);
        blob({to, digest_size});
        return d.finish(to) ? to : nullptr;
    }

private:
    void blob(std::string_view bytes) noexcept {
        sqlite3_bind_blob64(query_.handle(), ++at_, bytes.data(), bytes.size(), SQLITE_STATIC);
    }
    [[nodiscard]] char* take(std::size_t size) noexcept { return scratch_.data() + std::exchange(used_, used_ + size); }

    query& query_;
    int at_ = 0;
    std::size_t used_ = 0;
    std::array<char, rows_at_once*(3 * time_size + fingerprint_size + digest_size)> scratch_;
};

/// Reads one member after the other, from the first column on; `ok` is false when a column held no such value.
class reader {
public:
    explicit reader(query const& q) noexcept : query_(q) {}

    [[nodiscard]] bool ok() const noexcept { return ok_; }

    void operator()(std::string& v) { v = query_.bytes(at_++); }
    void operator()(std::uint64_t& v) noexcept { v = static_cast<std::uint64_t>(query_.integer(at_++)); }
    void operator()(std::uint32_t& v) noexcept {
        auto const n = query_.integer(at_++);
        expect(n >= 0 && n <= UINT32_MAX);
        v = static_cast<std::uint32_t>(n);
    }
    void operator()(fingerprint& v) noexcept { expect(read_fingerprint(query_.bytes(at_++), v)); }
    void operator()(instant& v) noexcept { expect(read_time(query_.bytes(at_++), v)); }
    void operator()(std::optional<instant>& v) noexcept {
        if (query_.is_null(at_)) {
            ++at_;
            return;
        }
        (*this)(v.emplace());
    }
    template <class State>
        requires std::is_enum_v<State>
    void operator()(State& v) noexcept { expect(read_word(query_.bytes(at_++), v)); }
    /// The column behind the members.
    [[nodiscard]] std::string_view rest() const noexcept { return query_.bytes(at_); }

private:
    void expect(bool condition) noexcept { ok_ = ok_ && condition; }

    query const& query_;
    int at_ = 0;
    bool ok_ = true;
};

/// Feeds one member after the other to a digest.
class digest_feeder {
public:
    explicit digest_feeder(digester& d) noexcept : digester_(d) {}

    void operator()(std::string_view v) { digester_.add(v); }
    void operator()(std::uint64_t v) { digester_.add(v); }
    void operator()(std::uint32_t v) { digester_.add(std::uint64_t{v}); }
    void operator()(fingerprint const& v) {
        digester_.add(v.high);
        digester_.add(v.low);
    }
    void operator()(instant v) { digester_.add(static_cast<std::uint64_t>(v.time_since_epoch().count())); }
    void operator()(std::optional<instant> const& v) {
        digester_.add(std::uint64_t{v.has_value()});
        if (v) (*this)(*v);
    }
    template <class State>
        requires std::is_enum_v<State>
    void operator()(State v) { digester_.add(word(v)); }

private:
    digester& digester_;
};

}  // namespace syncline::inline v1::store::detail
