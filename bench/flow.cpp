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
#include <syncline/mapping/mapping.hpp>
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

constexpr auto optional_text = [](std::string const& s) {
    return s.empty() ? field_value<std::string>::empty_value() : field_value<std::string>(s);
};

/// As the connector does it: the row's own words become the canonical party.
constexpr auto to_party = mapping<row, model::party>(
    to<& model::party::source> = from<&row::id> |
                                 [](std::int64_t id) {
                                     return external_ref{"odoo", "res.partner", std::to_string(id)};
                                 },
    to<& model::party::kind> =
        from<&row::is_company> |
        [](bool company) { return company ? model::party_kind::organization : model::party_kind::person; },
    to<& model::party::name> = from<&row::name>, to<& model::party::website> = from<&row::website> | optional_text,
    to<& model::party::phone> = from<&row::phone> | optional_text,
    to<& model::party::email> = from<&row::email> | optional_text,
    to<& model::party::country> = from<&row::country_id> |
                                  [](auto const& country) {
                                      return country ? field_value<std::string>(country->name)
                                                     : field_value<std::string>::empty_value();
                                  },
    skip<&model::party::industry>, skip<&model::party::parent>, skip<&model::party::legal_name>,
    skip<&model::party::number>, skip<&model::party::tax_ids>, skip<&model::party::address>,
    skip<&model::party::language>, skip<&model::party::currency>, skip<&model::party::owner>,
    skip<&model::party::lifecycle>, skip<&model::party::active>, skip<&model::party::merged_from>);

/// Pages from memory: one text a page, its ids shifted so that every page has records of its own.
struct pages {
    std::string const* text;
    std::size_t count;
    std::vector<row>* reused;

    result<sync::page<model::party>> changes(sync::cursor const& since, context const&) {
        std::size_t const at = since.text.empty() ? 0 : std::stoul(since.text);
        if (auto ok = json::decode_at_into(*reused, *text, "/result", json::odoo); !ok)
            return fail(std::move(ok).error());
        sync::page<model::party> p;
        p.records.reserve(reused->size());
        for (auto& r : *reused) {
            r.id += static_cast<std::int64_t>(at * page_rows);
            auto party = to_party(r);
            if (!party) return fail(std::move(party).error());
            p.records.push_back(*std::move(party));
        }
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

// The same work as a Python program does it: json.loads, a dict per row, SHA-256 over sorted JSON; then the same rows
// with the same digests into the same tables, copied from a file of ours, with the same two commits a page. Prints
// processor seconds of the initial load and of the unchanged run.
constexpr char const* python_twin = R"py(
import hashlib, json, os, sqlite3, struct, sys, time
path, ours, db, pages = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
body = open(path, encoding="utf-8").read()
con = sqlite3.connect(db, isolation_level=None)
con.execute("PRAGMA journal_mode=WAL")
con.execute("PRAGMA synchronous=FULL")
con.execute("PRAGMA cache_size=-65536")
src = sqlite3.connect(ours)
con.execute("PRAGMA application_id = %d" % src.execute("PRAGMA application_id").fetchone())
for (sql,) in src.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"): con.execute(sql)
con.executemany("INSERT INTO schema_version VALUES (?, ?, ?)", src.execute("SELECT * FROM schema_version").fetchall())
def party(r, shift):
    blank = lambda v: None if v is False else v
    return {"id": r["id"] + shift, "kind": "organization" if r["is_company"] else "person", "name": r["name"],
            "website": blank(r["website"]), "phone": blank(r["phone"]), "email": blank(r["email"]),
            "country": r["country_id"][1] if r["country_id"] else None}
number = struct.Struct("<Q").pack
def text(t):
    b = t.encode()
    return struct.pack("<I", len(b)) + b
def texts(*all): return b"".join(map(text, all))
def digest(*parts): return hashlib.sha256(b"".join(parts)).digest()
def halves(f): return f[7::-1] + f[:7:-1]
def now():
    t = time.time_ns() // 1000
    return t, time.strftime("%Y-%m-%dT%H:%M:%S.", time.gmtime(t // 1000000)) + "%06dZ" % (t % 1000000)
def uuid7(t):
    h = "%012x7%s" % (t // 1000, os.urandom(10).hex())
    return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-8" + h[17:20] + "-" + h[20:32]
def upsert(table, columns, key):
    rest = ", ".join(c + " = excluded." + c for c in columns if c not in key)
    return "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s" % (
        table, ", ".join(columns), ", ".join("?" * len(columns)), ", ".join(key), rest)
INTAKE = upsert("intake", "flow source_id content state updated id_length".split(), "flow id_length source_id".split())
EFFECT = upsert("effects", ("key flow source_id step system object content state attempts remote_id mapping "
                            "correlation_id message created updated digest").split(), ["key"])
LINK = upsert("links", "system object external_id entity canonical state evidence updated digest".split(),
              "system object external_id".split())
AUDIT = "INSERT INTO audit VALUES (" + ", ".join("?" * 14) + ")"
def link(system, object, id, canonical, evidence, t, at):
    return (system, object, id, "res.partner", canonical, "active", evidence, at,
            digest(texts("links", system, object, id, "res.partner", canonical, "active", evidence), number(t)))
def effect(key, id, f, state, remote, canonical, t, at):
    return (key, "bench", id, "party", "ledger", "party", f, state, 1, remote, "function", canonical, "", at, at,
            digest(texts("effects", key, "bench", id, "party", "ledger", "party"), halves(f), text(state),
                   number(1), texts(remote, "function", canonical, ""), number(t), number(t)))
sequence, chain = 0, bytes(32)
def line(key, id, f, canonical, t, at):
    global sequence, chain
    sequence += 1
    chain = digest(text("audit"), struct.pack("<I", 32), chain, number(sequence), number(t),
                   texts("bench", id, key, "created", "ledger", "party", id, f.hex(), "function", canonical, ""))
    return (sequence, at, "bench", id, key, "created", "ledger", "party", id, f.hex(), "function", canonical, "", chain)
def sync():
    for page in range(pages):
        rows = [party(r, page * 1000) for r in json.loads(body)["result"]]
        hashed = [(str(p["id"]), hashlib.sha256(json.dumps(p, sort_keys=True).encode()).digest()[:16]) for p in rows]
        first, last = hashed[0][0], hashed[-1][0]
        seen = {i: (c, s) for i, c, s in con.execute(
            "SELECT source_id, content, state FROM intake WHERE flow = 'bench' AND (id_length, source_id) >= (?, ?) "
            "AND (id_length, source_id) <= (?, ?) ORDER BY id_length, source_id", (len(first), first, len(last), last))}
        new = [(i, f) for i, f in hashed if seen.get(i) != (f, "done")]
        if not new: continue
        t, at = now()
        known = [con.execute("SELECT canonical FROM links WHERE system = 'odoo' AND object = 'res.partner' AND "
                             "external_id = ? AND state <> 'deleted'", (i,)).fetchone() for i, f in new]
        names = [k[0] if k else uuid7(t) for k in known]
        keys = ["bench/" + i + "/party" for i, f in new]
        con.execute("BEGIN IMMEDIATE")
        con.executemany(INTAKE, [("bench", i, f, "in flight", at, len(i)) for i, f in new])
        con.executemany(LINK, [link("odoo", "res.partner", i, c, "received", t, at)
                               for (i, f), c, k in zip(new, names, known) if not k])
        con.executemany(EFFECT, [effect(k, i, f, "intended", "", c, t, at) for (i, f), c, k in zip(new, names, keys)])
        con.execute("COMMIT")
        t, at = now()
        for (i, f), c in zip(new, names):
            con.execute("SELECT canonical FROM links WHERE system = 'ledger' AND object = 'party' AND external_id = ? "
                        "AND state <> 'deleted'", (i,)).fetchone()
            con.execute("SELECT external_id FROM links WHERE system = 'ledger' AND object = 'party' AND canonical = ? "
                        "AND state = 'active'", (c,)).fetchone()
        con.execute("BEGIN IMMEDIATE")
        con.executemany(INTAKE, [("bench", i, f, "done", at, len(i)) for i, f in new])
        con.executemany(LINK, [link("ledger", "party", i, c, "effect " + k, t, at)
                               for (i, f), c, k in zip(new, names, keys)])
        con.executemany(EFFECT, [effect(k, i, f, "done", i, c, t, at) for (i, f), c, k in zip(new, names, keys)])
        con.executemany(AUDIT, [line(k, i, f, c, t, at) for (i, f), c, k in zip(new, names, keys)])
        con.execute("COMMIT")
for _ in range(2):
    t = time.process_time(); sync(); print(time.process_time() - t, flush=True)
)py";

struct seconds {
    double initial = 0;
    double unchanged = 0;
};

/// Runs the twin; nothing when there is no python3.
[[nodiscard]] std::optional<seconds> run_python(std::string const& place, std::string const& ours, std::size_t count) {
    std::ofstream(place + "/twin.py") << python_twin;
    for (auto const* suffix : {"", "-wal", "-shm", "-lease"}) std::filesystem::remove(place + "/twin.db" + suffix);
    auto const command = "python3 " + place + "/twin.py " + place + "/page.json " + ours + " " + place + "/twin.db " +
                         std::to_string(count) + "";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (!pipe) return std::nullopt;
    seconds s;
    int const read = std::fscanf(pipe, "%lf %lf", &s.initial, &s.unchanged);
    if (::pclose(pipe) != 0 || read != 2) return std::nullopt;
    // it did the same only if our own store finds every digest and the chain in order
    auto store = store::sqlite_store::open(place + "/twin.db");
    if (!store) give_up("twin: " + store.error().message);
    if (auto same = (*store)->verify({}); !same) give_up("twin: " + same.error().message);
    return s;
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
        ours.push_back(unchanged ? again : initial);
        auto const python = run_python(place, file, bench_pages);
        if (python) ratios.push_back((unchanged ? python->unchanged : python->initial) / ours.back());
        std::filesystem::remove(file);
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
