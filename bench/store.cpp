// SPDX-License-Identifier: Apache-2.0
// Line 6: what one step costs in the durable store, beside the disk's own rate and SQLite's bare inserts.
//
// A step is what the ledger does for one effect: look for the effect and the link, write the intent down, commit; then
// the outcome, the link, the line of evidence and the state of the record, commit. So a step is five row writes, two
// look-ups and two commits; groups share the commits.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>

#include <syncline/store/sqlite_store.hpp>

#include "harness.hpp"

namespace {

using namespace syncline;

/// On the disk that holds the working directory: /tmp is often memory, which knows no fsync.
class directory {
public:
    directory() : path_(std::filesystem::current_path() / ("syncline-bench-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    directory(directory const&) = delete;
    directory& operator=(directory const&) = delete;

    [[nodiscard]] std::string operator/(char const* name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

template <class T>
T must(result<T> r) {
    if (!r) throw std::runtime_error(r.error().message);
    if constexpr (!std::is_void_v<T>) return std::move(*r);
}

/// The disk alone: 4 KiB behind the last, made durable.
class appending_file {
public:
    explicit appending_file(std::string const& path) : fd_(::open(path.c_str(), O_CREAT | O_RDWR, 0600)) {}
    ~appending_file() { ::close(fd_); }
    appending_file(appending_file const&) = delete;
    appending_file& operator=(appending_file const&) = delete;

    void append() {
        if (::pwrite(fd_, page_.data(), page_.size(), at_) != static_cast<ssize_t>(page_.size()) ||
            ::fdatasync(fd_) != 0)
            throw std::runtime_error("the disk refused");
        at_ += static_cast<off_t>(page_.size());
    }

private:
    int fd_;
    off_t at_ = 0;
    std::string page_ = std::string(4096, 'x');
};

/// SQLite alone: bare inserts of rows of 300 bytes into one table, one durable transaction.
class bare_inserts {
public:
    explicit bare_inserts(std::string const& path) {
        sqlite3* db = nullptr;
        sqlite3_open(path.c_str(), &db);
        db_.reset(db);
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
            "CREATE TABLE rows (id INTEGER PRIMARY KEY, content TEXT)");
        sqlite3_prepare_v2(db, "INSERT INTO rows (content) VALUES (?)", -1, &insert_, nullptr);
    }
    ~bare_inserts() { sqlite3_finalize(insert_); }
    bare_inserts(bare_inserts const&) = delete;
    bare_inserts& operator=(bare_inserts const&) = delete;

    void insert(int rows) {
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < rows; ++i) {
            sqlite3_bind_text(insert_, 1, content_.data(), static_cast<int>(content_.size()), SQLITE_STATIC);
            sqlite3_step(insert_);
            sqlite3_reset(insert_);
        }
        run("COMMIT");
    }

private:
    struct closer {
        void operator()(sqlite3* db) const { sqlite3_close(db); }
    };
    void run(char const* sql) {
        if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(db_.get()));
    }

    std::unique_ptr<sqlite3, closer> db_;
    sqlite3_stmt* insert_ = nullptr;
    std::string content_ = std::string(300, 'x');
};

/// Pages of steps as a flow takes them, with ids that rise as most systems' do.
class ledger_steps {
public:
    ledger_steps(store::store& s, std::uint64_t first) : store_(s), next_(first) {}

    /// `count` effects: their intents in one transaction, their outcomes in another.
    void steps(std::size_t count) {
        prepare(count);
        must(store_.in_transaction(
            [&](store::tables& t) -> result<void> {
                auto const known = t.find_effects(keys_);
                if (!known) return fail(known.error());
                auto const linked = t.links_of("hubspot", "deals", ids_);
                if (!linked) return fail(linked.error());
                return t.put_effects(effects_);
            },
            {}));
        for (std::size_t i = 0; i < count; ++i) {
            effects_[i].state = store::effect_state::done;
            effects_[i].remote_id = ids_[i];
            effects_[i].attempts = 1;
        }
        must(store_.in_transaction(
            [&](store::tables& t) -> result<void> {
                if (auto done = t.put_effects(effects_); !done) return done;
                if (auto done = t.put_links(links_); !done) return done;
                if (auto done = t.append_audit(lines_); !done) return done;
                return t.put_intake(intake_);
            },
            {}));
    }

    [[nodiscard]] std::vector<std::string> const& keys() const { return keys_; }

private:
    void prepare(std::size_t count) {
        auto const now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
        keys_.resize(count);
        ids_.resize(count);
        effects_.resize(count);
        links_.resize(count);
        lines_.resize(count);
        intake_.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            auto const& id = ids_[i] = std::to_string(next_++);
            auto const content = fingerprint_of(id);
            auto const& key = keys_[i] = "won-deal-to-order/" + id + "/order";
            auto& e = effects_[i];
            e = {key,     "won-deal-to-order",           id, "order", "odoo", "sale.order",
                 content, store::effect_state::intended, 0};
            e.mapping = "deal-to-order@3#5f3a9c0d1e2b4a68";
            e.correlation_id = "0198c0de-7a11-7000-8000-00000000" + id.substr(id.size() - 4);
            e.created = e.updated = now;
            links_[i] = {"hubspot",
                         "deals",
                         id,
                         "order",
                         "0198c0de-7a11-7000-8000-" + std::string(12 - id.size(), '0') + id,
                         store::link_state::active,
                         "created",
                         now};
            auto& a = lines_[i];
            a.at = now;
            a.flow = e.flow;
            a.source_id = id;
            a.effect = key;
            a.action = "created";
            a.system = e.system;
            a.object = e.object;
            a.remote_id = id;
            a.content = content.text();
            a.mapping = e.mapping;
            a.correlation_id = e.correlation_id;
            intake_[i] = {e.flow, id, content, store::intake_state::done, now};
        }
    }

    store::store& store_;
    std::uint64_t next_;
    std::vector<std::string> keys_;
    std::vector<std::string> ids_;
    std::vector<store::effect_row> effects_;
    std::vector<store::link_row> links_;
    std::vector<store::audit_row> lines_;
    std::vector<store::intake_row> intake_;
};

constexpr std::size_t page = 1000;
constexpr std::uint64_t first_id = 100'000'000;

bench::settings patient(bench::settings s) {
    s.slice *= 10;
    return s;
}

bench::line const single{
    "6.single", [](bench::settings const& s) {
        directory const dir;
        auto const db = must(store::sqlite_store::open(dir / "host.db"));
        appending_file disk(dir / "append");
        ledger_steps ledger(*db, first_id);
        for (int i = 0; i < 1000; ++i) ledger.steps(1);  // a few checkpoints in
        return bench::race{
            .line = "6.single",
            .work = 1,
            .unit = "steps/s",
            .subject = [&] { ledger.steps(1); },
            // a step is two commits: the intent before the call, the outcome after it
            .anchors = {{"two fdatasyncs of 4 KiB appended", [&] { disk.append(), disk.append(); },
                         bench::times_as_fast(0.9)},
                        {"one fdatasync of 4 KiB appended", [&] { disk.append(); }, bench::times_as_fast(0.9)}},
            .clock = bench::timer::wall}
            .run(patient(s));
    }};

bench::line const group{"6.group1000", [](bench::settings const& s) {
                            directory const dir;
                            auto const db = must(store::sqlite_store::open(dir / "host.db"));
                            bare_inserts bare(dir / "bare.db");
                            ledger_steps ledger(*db, first_id);
                            auto const one_by_one = must(store::sqlite_store::open(dir / "single.db"));
                            ledger_steps single_ledger(*one_by_one, first_id);
                            return bench::race{.line = "6.group1000",
                                               .work = page,
                                               .unit = "steps/s",
                                               .subject = [&] { ledger.steps(page); },
                                               .anchors = {{"4 bare inserts a step", [&] { bare.insert(4 * page); },
                                                            bench::times_as_fast(0.6)},
                                                           {"a tenth of them, one at a time",
                                                            [&] {
                                                                for (std::size_t i = 0; i < page / 10; ++i)
                                                                    single_ledger.steps(1);
                                                            },
                                                            bench::times_as_fast(0.8)}},
                                               .clock = bench::timer::wall}
                                .run(patient(s));
                        }};

bench::line const producers{"6.producers", [](bench::settings const& s) {
                                directory const dir;
                                auto const shared = must(store::sqlite_store::open(dir / "shared.db"));
                                auto const alone = must(store::sqlite_store::open(dir / "alone.db"));
                                constexpr std::size_t threads = 8;
                                std::vector<std::unique_ptr<ledger_steps>> ledgers;
                                for (std::size_t i = 0; i < threads; ++i)
                                    ledgers.push_back(std::make_unique<ledger_steps>(*shared, first_id * (i + 1)));
                                ledger_steps one(*alone, first_id);
                                auto const all_at_once = [&] {
                                    std::vector<std::thread> all;
                                    for (auto& l : ledgers)
                                        all.emplace_back([&l] {
                                            for (int i = 0; i < 5; ++i) l->steps(100);
                                        });
                                    for (auto& t : all) t.join();
                                };
                                return bench::race{.line = "6.producers",
                                                   .work = threads * 500,
                                                   .unit = "steps/s",
                                                   .subject = all_at_once,
                                                   .anchors = {{"one producer, groups of 1000",
                                                                [&] {
                                                                    for (int i = 0; i < 4; ++i) one.steps(page);
                                                                },
                                                                bench::times_as_fast(0.9)}},
                                                   .clock = bench::timer::wall}
                                    .run(patient(s));
                            }};

bench::line const replay{"6.replay", [](bench::settings const& s) {
                             directory const dir;
                             auto const db = must(store::sqlite_store::open(dir / "host.db"));
                             ledger_steps old(*db, first_id);
                             for (int i = 0; i < 100; ++i) old.steps(page);
                             ledger_steps fresh(*db, 2 * first_id);
                             auto const known = [&] {
                                 must(db->read(
                                     [&](store::tables& t) -> result<void> {
                                         auto const found = t.find_effects(old.keys());
                                         if (!found) return fail(found.error());
                                         bench::keep(*found);
                                         return {};
                                     },
                                     {}));
                             };
                             return bench::race{.line = "6.replay",
                                                .work = page,
                                                .unit = "steps/s",
                                                .subject = known,
                                                .anchors = {{"a fresh step in groups of 1000",
                                                             [&] { fresh.steps(page); }, bench::times_as_fast(30)}},
                                                .clock = bench::timer::wall}
                                 .run(patient(s));
                         }};

bench::line const unchanged{
    "6.unchanged", [](bench::settings const& s) {
        directory const dir;
        auto const db = must(store::sqlite_store::open(dir / "host.db"));
        std::vector<store::intake_row> rows;
        std::vector<std::string> ids;
        for (std::uint64_t id = first_id; id < first_id + 100 * page; ++id) {
            auto text = std::to_string(id);
            auto const content = fingerprint_of(text);
            ids.push_back(text);
            rows.push_back({"won-deal-to-order", std::move(text), content, store::intake_state::done, {}});
        }
        must(db->in_transaction([&](store::tables& t) { return t.put_intake(rows); }, {}));
        std::uint64_t sum = 0;
        auto const scan = [&] {
            must(db->read(
                [&](store::tables& t) -> result<void> {
                    for (std::size_t at = 0; at < ids.size(); at += page) {
                        auto const visit = [&](store::intake_view const& v) { sum += v.content.low; };
                        if (auto r = t.intake_between("won-deal-to-order", ids[at], ids[at + page - 1], visit); !r)
                            return r;
                    }
                    return {};
                },
                {}));
        };
        auto const one_by_one = [&] {
            must(db->read(
                [&](store::tables& t) -> result<void> {
                    auto const found = t.find_intake("won-deal-to-order", ids);
                    if (!found) return fail(found.error());
                    for (auto const& r : *found) sum += r->content.low;
                    return {};
                },
                {}));
        };
        sqlite3* raw = nullptr;
        sqlite3_open((dir / "host.db").c_str(), &raw);
        sqlite3_stmt* all = nullptr;
        sqlite3_prepare_v2(raw, "SELECT source_id, content, state FROM intake", -1, &all, nullptr);
        auto const bare = [&] {
            while (sqlite3_step(all) == SQLITE_ROW) {
                sum += static_cast<std::uint64_t>(sqlite3_column_bytes(all, 0));
                sum += static_cast<unsigned char const*>(sqlite3_column_blob(all, 1))[3];
                sum += static_cast<unsigned char const*>(sqlite3_column_blob(all, 2))[0];
            }
            sqlite3_reset(all);
        };
        auto out = bench::race{.line = "6.unchanged",
                               .work = static_cast<double>(rows.size()),
                               .unit = "Mrows/s",
                               .scale = 1e-6,
                               .subject = scan,
                               .anchors = {{"one look-up a row", one_by_one, bench::times_as_fast(8)},
                                           {"a bare scan", bare, bench::times_as_fast(0.8)}}}
                       .run(s);
        bench::keep(sum);
        sqlite3_finalize(all);
        sqlite3_close(raw);
        return out;
    }};

bench::line const bytes{"6.bytes", [](bench::settings const&) {
                            directory const dir;
                            constexpr std::size_t steps = 100 * page;
                            {
                                auto const db = must(store::sqlite_store::open(dir / "host.db"));
                                ledger_steps ledger(*db, first_id);
                                for (std::size_t i = 0; i < steps; i += page) ledger.steps(page);
                            }
                            auto const each = static_cast<double>(std::filesystem::file_size(dir / "host.db")) /
                                              static_cast<double>(steps);
                            return std::vector<bench::outcome>{
                                {"6.bytes", "850 bytes a step", each / 850, 1, each <= 850, each, "bytes/step"}};
                        }};

}  // namespace
