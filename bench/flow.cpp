// SPDX-License-Identifier: Apache-2.0
// Line 14: the whole pipeline. Pages of Odoo rows from memory are decoded, mapped to the canonical party, compared and,
// where new, brought through the ledger into SQLite with `synchronous=FULL`; against a Python program that does the
// same.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include <syncline/json/decode.hpp>
#include <syncline/model/party.hpp>
#include <syncline/store/sqlite_store.hpp>
#include <syncline/sync/flow.hpp>

#include "harness.hpp"
#include "payloads.hpp"

namespace {

using namespace syncline;
using row = bench::odoo_partner<std::string, decimal>;

constexpr std::size_t page_rows = 1000;
constexpr std::size_t bench_pages = 100;
constexpr int bench_turns = 3;

[[nodiscard]] field_value<std::string> optional_text(std::string const& s) {
    return s.empty() ? field_value<std::string>::empty_value() : field_value<std::string>(s);
}

/// Pages from memory: one text a page, its ids shifted so that every page has records of its own.
struct pages {
    std::string const* text;
    std::size_t count;
    std::vector<row>* reused;

    result<sync::page<model::party>> changes(sync::cursor const& since, context const&) {
        std::size_t const at = since.text.empty() ? 0 : std::stoul(since.text);
        if (auto ok = json::decode_at_into(*reused, *text, "/result", json::odoo); !ok) return fail(std::move(ok).error());
        sync::page<model::party> p;
        p.records.reserve(reused->size());
        for (auto const& r : *reused)
            p.records.push_back(
                {.source = {"odoo", "res.partner", std::to_string(r.id + static_cast<std::int64_t>(at * page_rows))},
                 .kind = r.is_company ? model::party_kind::organization : model::party_kind::person,
                 .name = r.name,
                 .website = optional_text(r.website),
                 .phone = optional_text(r.phone),
                 .email = optional_text(r.email),
                 .industry = {},
                 .country = r.country_id ? field_value<std::string>(r.country_id->name)
                                         : field_value<std::string>::empty_value(),
                 .parent = {}});
        p.last = at + 1 == count;
        if (!p.last) p.next.text = std::to_string(at + 1);
        return p;
    }
};

/// A system that takes everything at once: what is measured is this side.
struct accepting {
    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = "ledger", .object = "party", .strategy = sync::strategy::upsert, .batch = page_rows};
    }
    result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                             context const&) {
        return std::vector<std::optional<sync::remote_id>>(keys.size());
    }
    std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<model::party> const> records, context const&) {
        std::vector<result<sync::upserted>> out;
        out.reserve(records.size());
        for (auto const& r : records)
            out.emplace_back(sync::upserted{{r.record.source.id}, sync::upserted::what::created});
        return out;
    }
};

[[noreturn]] void give_up(std::string const& why) {
    std::fprintf(stderr, "14: %s\n", why.c_str());
    std::exit(1);
}

[[nodiscard]] std::string folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "syncline-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) give_up("no temporary folder");
    return pattern;
}

/// One run over `count` pages; gives the processor seconds it took.
double run_flow(std::string const& file, std::string const& text, std::size_t count) {
    static std::vector<row> reused;
    auto store = store::sqlite_store::open(file);
    if (!store) give_up(store.error().message);
    sync::ledger ledger(**store);
    double const from = bench::now_seconds(bench::timer::process_cpu);
    auto r = sync::flow{"bench", ledger}.pull(pages{&text, count, &reused}).push(accepting{}, "party").run({});
    double const took = bench::now_seconds(bench::timer::process_cpu) - from;
    if (!r) give_up(r.error().message);
    if (r->stopped_by) give_up(r->stopped_by->message);
    if (r->received != count * page_rows || r->failed != 0) give_up("not every row went through");
    return took;
}

// The same work as a Python program does it: json.loads, a dict per row, sha256 over sorted JSON, the same tables,
// one commit a page. Prints processor seconds of the initial load and of the unchanged run.
constexpr char const* python_twin = R"py(
import hashlib, json, sqlite3, sys, time
path, db, pages = sys.argv[1], sys.argv[2], int(sys.argv[3])
text = open(path, encoding="utf-8").read()
con = sqlite3.connect(db, isolation_level=None)
con.executescript("""PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE intake(flow TEXT, source_id INTEGER, content BLOB, state TEXT, updated TEXT, PRIMARY KEY(flow, source_id)) WITHOUT ROWID;
CREATE TABLE effects(key TEXT PRIMARY KEY, flow TEXT, source_id TEXT, content BLOB, state TEXT, remote_id TEXT, updated TEXT);
CREATE TABLE links(system TEXT, object TEXT, external_id TEXT, canonical TEXT, PRIMARY KEY(system, object, external_id)) WITHOUT ROWID;
CREATE TABLE audit(sequence INTEGER PRIMARY KEY, effect TEXT, action TEXT, remote_id TEXT, at TEXT);""")
def party(r, shift):
    blank = lambda v: None if v is False else v
    return {"id": r["id"] + shift, "kind": "organization" if r["is_company"] else "person", "name": r["name"],
            "website": blank(r["website"]), "phone": blank(r["phone"]), "email": blank(r["email"]),
            "country": r["country_id"][1] if r["country_id"] else None}
def sync():
    for page in range(pages):
        rows = [party(r, page * 1000) for r in json.loads(text)["result"]]
        hashed = [(p, hashlib.sha256(json.dumps(p, sort_keys=True).encode()).digest()) for p in rows]
        ids = [p["id"] for p in rows]
        seen = dict(con.execute("SELECT source_id, content FROM intake WHERE flow='bench' AND source_id BETWEEN ? AND ?",
                                (min(ids), max(ids))))
        new = [(p, h) for p, h in hashed if seen.get(p["id"]) != h]
        if not new: continue
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ")
        con.execute("BEGIN IMMEDIATE")
        con.executemany("INSERT OR REPLACE INTO intake VALUES('bench',?,?,'in flight',?)", [(p["id"], h, now) for p, h in new])
        con.executemany("INSERT OR REPLACE INTO links VALUES('odoo','res.partner',?,?)", [(str(p["id"]), h.hex()[:32]) for p, h in new])
        con.executemany("INSERT OR REPLACE INTO effects VALUES(?,'bench',?,?,'intended','',?)", [("bench/%d/party" % p["id"], str(p["id"]), h, now) for p, h in new])
        con.execute("COMMIT")
        con.execute("BEGIN IMMEDIATE")
        con.executemany("UPDATE effects SET state='done', remote_id=?, updated=? WHERE key=?", [(str(p["id"]), now, "bench/%d/party" % p["id"]) for p, h in new])
        con.executemany("INSERT OR REPLACE INTO links VALUES('ledger','party',?,?)", [(str(p["id"]), h.hex()[:32]) for p, h in new])
        con.executemany("INSERT INTO audit(effect,action,remote_id,at) VALUES(?,'created',?,?)", [("bench/%d/party" % p["id"], str(p["id"]), now) for p, h in new])
        con.executemany("INSERT OR REPLACE INTO intake VALUES('bench',?,?,'done',?)", [(p["id"], h, now) for p, h in new])
        con.execute("COMMIT")
for _ in range(2):
    t = time.process_time(); sync(); print(time.process_time() - t, flush=True)
)py";

struct seconds {
    double initial = 0;
    double unchanged = 0;
};

/// Runs the twin; nothing when there is no python3.
[[nodiscard]] std::optional<seconds> run_python(std::string const& place, std::size_t count) {
    std::ofstream(place + "/twin.py") << python_twin;
    std::filesystem::remove(place + "/twin.db");
    auto const command = "python3 " + place + "/twin.py " + place + "/page.json " + place + "/twin.db " +
                         std::to_string(count) + " 2>/dev/null";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (!pipe) return std::nullopt;
    seconds s;
    int const read = std::fscanf(pipe, "%lf %lf", &s.initial, &s.unchanged);
    return ::pclose(pipe) == 0 && read == 2 ? std::optional(s) : std::nullopt;
}

[[nodiscard]] double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

[[nodiscard]] bench::outcome row_of(std::string line, std::string against, double ratio, bench::goal g, double value,
                                    std::string unit) {
    return {std::move(line), std::move(against), ratio, g.value, g.met_by(ratio), value, std::move(unit)};
}

std::vector<bench::outcome> measure(bool unchanged) {
    auto const place = folder();
    auto const text = bench::odoo_page(page_rows);
    std::ofstream(place + "/page.json") << text;
    std::vector<double> ours;
    std::vector<double> ratios;
    for (int turn = 0; turn < bench_turns; ++turn) {
        auto const file = place + "/" + std::to_string(turn) + ".db";
        auto const initial = run_flow(file, text, bench_pages);
        auto const again = run_flow(file, text, bench_pages);
        std::filesystem::remove(file);
        ours.push_back(unchanged ? again : initial);
        auto const python = run_python(place, bench_pages);
        if (python) ratios.push_back((unchanged ? python->unchanged : python->initial) / ours.back());
    }
    std::filesystem::remove_all(place);
    double const rows = static_cast<double>(bench_pages * page_rows) / median(ours);
    std::string const line = unchanged ? "14.unchanged" : "14.initial";
    std::vector<bench::outcome> out;
    if (!ratios.empty())
        out.push_back(row_of(line, "python", median(ratios), bench::times_as_fast(unchanged ? 25 : 5), rows, "rows/s"));
    double const wanted = unchanged ? 800'000 : 100'000;
    out.push_back(row_of(line, unchanged ? "800,000 rows/s" : "100,000 rows/s", rows / wanted, bench::times_as_fast(1),
                         rows, "rows/s"));
    return out;
}

/// Peak memory of a process of its own that loads so many pages.
[[nodiscard]] double peak_mib(std::size_t count) {
    auto const place = folder();
    pid_t const child = ::fork();
    if (child == 0) {
        auto const text = bench::odoo_page(page_rows);
        run_flow(place + "/host.db", text, count);
        run_flow(place + "/host.db", text, count);
        ::_exit(0);
    }
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    std::filesystem::remove_all(place);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? static_cast<double>(used.ru_maxrss) / 1024 : 0;
}

bench::line const unchanged{"14.unchanged", [](bench::settings const&) { return measure(true); }};
bench::line const initial{"14.initial", [](bench::settings const&) { return measure(false); }};
bench::line const memory{
    "14.memory", [](bench::settings const&) {
        double const small = peak_mib(10);
        double const large = peak_mib(1000);
        return std::vector<bench::outcome>{row_of("14.memory", "10,000 rows", large / small,
                                                  bench::times_the_cost(1.05), large, "MiB at 1,000,000 rows")};
    }};

}  // namespace
