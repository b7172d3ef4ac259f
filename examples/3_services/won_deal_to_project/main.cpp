// SPDX-License-Identifier: Apache-2.0
// Won deal to project: the first workflow a host builds, run on emulators by default and on the real thing when told.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>

#include <syncline/crm/hubspot/client.hpp>
#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/loopback_server.hpp>
#include <syncline/emulator/odoo.hpp>
#include <syncline/http/curl_transport.hpp>
#include <syncline/http/rate_limited.hpp>
#include <syncline/http/retrying.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/store/sqlite_store.hpp>
#include <syncline/workflow/closed_won.hpp>

#include "crm_export.hpp"
#include "csv.hpp"
#include "summary.hpp"

namespace {

using namespace syncline;

constexpr std::string_view flow_name = "won-deal";
constexpr char const* emulator_key = "emulator-key";  // what the emulators take for a credential

struct arguments {
    std::string deals, accounts, products;
    std::vector<std::string> value_tables;
    bool replay = false;
    bool json = false;
    bool once = false;
    bool plan = false;
    std::string odoo_url, odoo_db = "demo", odoo_login = "sync";
    int odoo_series = 18;
    int odoo_company = 1;
    std::string hubspot_url;
    std::string store;
    std::size_t batch = 200;
};

[[nodiscard]] std::string environment(char const* name) {
    char const* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return value ? value : "";
}

/// A file that is gone with this process.
class temporary_folder {
public:
    temporary_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "syncline-demo-XXXXXX").string();
        if (::mkdtemp(pattern.data())) path_ = pattern;
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

/// Counts what really goes out.
class counted {
public:
    counted(http::any_transport inner, std::size_t& calls) : inner_(std::move(inner)), calls_(&calls) {}
    result<http::response> send(http::request const& r, context const& ctx) {
        ++*calls_;
        return inner_.send(r, ctx);
    }
    void send_all(std::span<http::request const> rs, std::size_t in_flight, http::on_response done,
                  context const& ctx) {
        *calls_ += rs.size();
        inner_.send_all(rs, in_flight, done, ctx);
    }

private:
    http::any_transport inner_;
    std::size_t* calls_;
};

/// Says now and then how far the work is.
class progress final : public observer {
public:
    explicit progress(std::ostream& out) : out_(&out) {}
    void on_event(event const& e) noexcept override {
        if (e.name != "flow.page") return;
        std::string_view flow, read, done, unchanged, parked;
        for (auto const& a : e.attributes) {
            if (a.name == "flow") flow = a.value;
            if (a.name == "read") read = a.value;
            if (a.name == "done") done = a.value;
            if (a.name == "unchanged") unchanged = a.value;
            if (a.name == "parked") parked = a.value;
        }
        if (flow != flow_name) return;
        *out_ << "  ... " << demo::grouped(std::string(read)) << " deals read, " << demo::grouped(std::string(done))
              << " done, " << demo::grouped(std::string(unchanged)) << " unchanged, "
              << demo::grouped(std::string(parked)) << " parked" << std::endl;
    }

private:
    std::ostream* out_;
};

[[nodiscard]] model::project_template rollout() {
    return {.name = "Roll-out",
            .tasks = {{.slug = "kickoff", .name = "Kick-off with the customer", .planned_hours = {}},
                      {.slug = "delivery", .name = "Delivery", .planned_hours = {}},
                      {.slug = "acceptance", .name = "Acceptance", .planned_hours = {}}}};
}

/// The two systems, however they are reached, and the ledger in its file.
class host {
public:
    host(http::any_transport hubspot, crm::hubspot::client_options hub, http::any_transport odoo,
         odoo::client_options erp, int company, any_clock clock)
        : company_(company),
          hub_(counted(std::move(hubspot), calls_["hubspot"]), std::move(hub), clock),
          erp_(counted(std::move(odoo), calls_["odoo"]), std::move(erp), clock),
          clock_(clock) {}

    result<demo::summary> run(std::string const& store_file, value_tables const& tables, bool replay,
                              context const& ctx) {
        for (auto& [system, n] : calls_) n = 0;
        auto const started = clock_.now();
        auto store = store::sqlite_store::open(store_file, {}, clock_);
        if (!store) return fail(std::move(store).error());
        sync::ledger ledger(**store, clock_);

        if (auto ready = hub_.ensure_link_properties({}, ctx); !ready) return fail(std::move(ready).error());
        auto report = work(ledger, tables, replay, ctx);
        if (!report) return fail(std::move(report).error());
        auto s = demo::summarize(*report, ledger, erp_, std::string(flow_name), ctx);
        if (!s) return s;
        for (auto const& [system, n] : calls_) s->calls[system] = n;
        s->took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - started);
        return s;
    }

    /// What `run` would do; reads only.
    result<sync::plan> plan(std::string const& store_file, value_tables const& tables, bool replay,
                            context const& ctx) {
        auto store = store::sqlite_store::open(store_file, {}, clock_);
        if (!store) return fail(std::move(store).error());
        sync::ledger ledger(**store, clock_);
        return sync::plan_of(
            ledger,
            [&](sync::ledger& on_paper) -> result<void> {
                auto done = work(on_paper, tables, replay, ctx);
                if (!done) return fail(std::move(done).error());
                return {};
            },
            ctx);
    }

private:
    result<workflow::closed_won_report> work(sync::ledger& ledger, value_tables const& tables, bool replay,
                                             context const& ctx) {
        return workflow::closed_won(hub_, erp_, ledger,
                                    {.legal_entity = {"odoo", "res.company", std::to_string(company_)},
                                     .project = rollout(),
                                     .tables = &tables,
                                     .replay = replay,
                                     .name = std::string(flow_name)},
                                    ctx);
    }

    int company_;
    std::map<std::string, std::size_t> calls_;
    crm::hubspot::client hub_;
    odoo::client erp_;
    any_clock clock_;
};

/// A host that talks over the wire.
[[nodiscard]] std::unique_ptr<host> over_the_wire(std::optional<http::any_transport> hubspot_in_process,
                                                  arguments const& a, std::string const& hubspot_token,
                                                  std::string const& odoo_key) {
    auto const clock = the_system_clock();
    auto const wire = [] {
        http::curl_options options;
        options.allow_plain_loopback = true;  // emulators and test servers; https everywhere else
        options.limits.first_byte = options.limits.whole = std::chrono::minutes(10);  // Odoo takes its time for a batch
        return http::curl_transport(std::move(options));
    };
    http::any_transport hubspot = hubspot_in_process ? *hubspot_in_process : http::any_transport(wire());
    if (!hubspot_in_process)
        hubspot = http::retrying<crm::hubspot::retry_policy>(
            http::rate_limited(std::move(hubspot), {.requests = 190, .interval = std::chrono::seconds(10)}, clock));
    http::any_transport odoo = http::retrying<>(http::any_transport(wire()));
    return std::make_unique<host>(
        std::move(hubspot),
        a.hubspot_url.empty() ? crm::hubspot::client_options{.token = secret(hubspot_token)}
                              : crm::hubspot::client_options{.token = secret(hubspot_token), .base_url = a.hubspot_url},
        std::move(odoo),
        odoo::client_options{.url = a.odoo_url,
                             .database = a.odoo_db,
                             .login = a.odoo_login,
                             .api_key = secret(odoo_key),
                             .batch = a.batch},
        a.odoo_company, clock);
}

/// The emulated world: both systems, filled, and what could not be filled in.
struct world {
    explicit world(demo::crm_export const& data, arguments const& a)
        : hubspot(the_system_clock(), {.token = emulator_key}),
          odoo(the_system_clock(), {.series = a.odoo_series,
                                    .database = a.odoo_db,
                                    .login = a.odoo_login,
                                    .api_key = secret(emulator_key)}) {
        problems = demo::load(data, hubspot);
        // an ERP that is in use already: the CRM's customer is known there under its name, typed a little differently
        if (a.deals.empty())
            static_cast<void>(odoo.add("res.partner", R"({"name": "HOLLOW CREEK MEDICAL", "is_company": true})"));
    }
    emulator::hubspot hubspot;
    emulator::odoo odoo;
    std::vector<demo::input_problem> problems;

    [[nodiscard]] std::size_t writes() const { return hubspot.log.writes() + odoo.truth.writes(); }

    /// All of Odoo, and what the deals say of it. Equal texts mean equal states: a deal's link names an Odoo record by
    /// its database id, which depends on the order of writes, so the record's key stands here in its place.
    [[nodiscard]] std::string state() const {
        std::map<std::string, std::string> keys;
        for (auto const& e : odoo.truth.effects())
            if (e.action == emulator::action::create) keys["odoo " + e.object + ' ' + e.id] = e.key;
        std::string out = odoo.dump();
        crm::hubspot::link_properties const names;
        for (auto const& deal : hubspot.ids("deals"))
            for (auto const* name : {&names.contract, &names.project}) {
                auto const link = hubspot.property("deals", deal, *name).value_or("");
                auto const known = keys.find(link);
                out += "deal " + deal + ' ' + *name + ' ' + (known == keys.end() ? link : known->second) + '\n';
            }
        return out;
    }
    [[nodiscard]] std::unique_ptr<host> in_process(arguments const& a) {
        auto const clock = the_system_clock();
        return std::make_unique<host>(http::any_transport(hubspot),
                                      crm::hubspot::client_options{.token = secret(emulator_key)},
                                      http::any_transport(odoo),
                                      odoo::client_options{.url = "http://127.0.0.1",
                                                           .database = a.odoo_db,
                                                           .login = a.odoo_login,
                                                           .api_key = secret(emulator_key),
                                                           .batch = a.batch},
                                      a.odoo_company, clock);
    }
};

[[nodiscard]] result<value_tables> parse_tables(std::vector<std::string> const& texts) {
    value_tables tables;
    for (auto const& t : texts) {
        auto const colon = t.find(':');
        auto const equals = t.find('=', colon == std::string::npos ? 0 : colon);
        if (colon == std::string::npos || equals == std::string::npos || colon == 0 || equals == colon + 1)
            return fail(errc::misconfigured, "--value-table: found \"" + t + "\", expected name:from=to");
        tables[t.substr(0, colon)][t.substr(colon + 1, equals - colon - 1)] = t.substr(equals + 1);
    }
    return tables;
}

[[nodiscard]] int failed(error const& e) {
    std::cerr << "error: " << e.message << '\n';
    if (!e.server_message.empty()) std::cerr << "the server said: " << e.server_message << '\n';
    return 1;
}

/// Starts this program again as a child that runs once against `hubspot_url` and `odoo_url`.
[[nodiscard]] pid_t start_child(arguments const& a, std::string const& hubspot_url, std::string const& odoo_url,
                                std::string const& store) {
    std::vector<std::string> words{"/proc/self/exe",
                                   "--once",
                                   "--json",
                                   "--hubspot-url",
                                   hubspot_url,
                                   "--odoo-url",
                                   odoo_url,
                                   "--odoo-db",
                                   a.odoo_db,
                                   "--odoo-login",
                                   a.odoo_login,
                                   "--store",
                                   store,
                                   "--batch",
                                   std::to_string(a.batch),
                                   "--odoo-company",
                                   std::to_string(a.odoo_company)};
    for (auto const& t : a.value_tables) words.insert(words.end(), {"--value-table", t});
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    std::fflush(nullptr);  // else the child would print what waits in our buffer once more
    pid_t const child = ::fork();
    if (child != 0) return child;
    ::setenv("SYNCLINE_HUBSPOT_TOKEN", emulator_key, 1);  // NOLINT(concurrency-mt-unsafe): a child of its own
    ::setenv("SYNCLINE_ODOO_KEY", emulator_key, 1);       // NOLINT(concurrency-mt-unsafe)
    if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr)
        ::_exit(127);
    ::execv(words.front().c_str(), argv.data());
    ::_exit(127);
}

/// The third act: a process is killed right after a write of its took effect and before it could hear of it; another
/// one goes on with its ledger. Says whether the end is the same as without the kill.
[[nodiscard]] bool kill_and_recover(demo::crm_export const& data, arguments const& a, value_tables const& tables,
                                    world const& undisturbed, demo::summary const& expected, std::string const& store,
                                    std::ostream& out, context const& ctx) {
    world w(data, a);
    emulator::loopback_server hubspot(w.hubspot);
    emulator::loopback_server odoo(w.odoo);
    if (!hubspot.started() || !odoo.started()) return false;

    // the writes of a whole run are counted in requests here: kill in the middle of them
    std::atomic<pid_t> child{0};
    std::atomic<int> writes{0};
    int const fatal = std::max(2, static_cast<int>(expected.orders / a.batch) + 3);
    auto const strike = [&](emulator::call const& c, emulator::side s) {
        if (!c.writes || s != emulator::side::after_effect || ++writes != fatal) return;
        while (child == 0) ::usleep(100);
        ::kill(child, SIGKILL);
    };
    w.odoo.faults.on_call(strike);
    child = start_child(a, hubspot.url(), odoo.url(), store);
    int status = 0;
    ::waitpid(child, &status, 0);
    bool const killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    auto const before = w.writes();
    out << (killed ? "  killed with signal 9 after " : "  ended by itself after ")
        << demo::grouped(std::to_string(before)) << " outside writes, the answer to the last request never read\n";

    arguments wired = a;
    wired.hubspot_url = hubspot.url();
    wired.odoo_url = odoo.url();
    auto again = over_the_wire({}, wired, emulator_key, emulator_key)->run(store, tables, false, ctx);
    if (!again) {
        static_cast<void>(failed(again.error()));
        return false;
    }
    std::size_t twice = 0;
    for (auto const* log : {&w.odoo.truth, &w.hubspot.log})
        for (auto const& [key, n] : log->creates_by_key())
            if (n > 1) ++twice;
    bool const same = w.state() == undisturbed.state() && again->order_total == expected.order_total &&
                      again->done == expected.done && again->in_flight == 0;
    out << "  the next run found " << again->duplicates_prevented << " records it could not have known of, and wrote "
        << demo::grouped(std::to_string(again->outside_writes)) << " more\n"
        << "  records made twice: " << twice << "; final state "
        << (same ? "the same as without the kill" : "DIFFERENT from the run without the kill") << '\n';
    return killed && same && twice == 0;
}

int run(arguments const& a) {
    auto tables = parse_tables(a.value_tables);
    if (!tables) return failed(tables.error());
    bool const from_files = !a.deals.empty() || !a.accounts.empty() || !a.products.empty();
    if (from_files && (a.deals.empty() || a.accounts.empty() || a.products.empty())) {
        std::cerr << "error: --deals, --accounts and --products go together\n";
        return 2;
    }
    temporary_folder folder;
    auto const store = a.store.empty() ? folder.file("ledger.db") : a.store;
    std::ostream& out = a.json ? std::cerr : std::cout;
    progress listener(out);
    context const ctx{.listener = &listener};

    auto const key = environment("SYNCLINE_ODOO_KEY");
    auto const token = environment("SYNCLINE_HUBSPOT_TOKEN");
    if (!a.odoo_url.empty() && key.empty()) {
        std::cerr << "error: --odoo-url needs an API key in the environment variable SYNCLINE_ODOO_KEY\n";
        return 2;
    }
    if (!a.hubspot_url.empty() && (token.empty() || a.odoo_url.empty())) {
        std::cerr << "error: --hubspot-url needs a token in SYNCLINE_HUBSPOT_TOKEN, and --odoo-url\n";
        return 2;
    }

    std::optional<demo::crm_export> data;
    std::unique_ptr<world> w;
    std::unique_ptr<host> h;
    if (a.hubspot_url.empty()) {
        auto read = from_files ? demo::read_export(a.deals, a.accounts, a.products)
                               : result<demo::crm_export>(demo::built_in_export());
        if (!read) return failed(read.error());
        data = *std::move(read);
        w = std::make_unique<world>(*data, a);
    }
    if (a.odoo_url.empty())
        h = w->in_process(a);
    else
        h = over_the_wire(w ? std::optional(http::any_transport(w->hubspot)) : std::nullopt, a,
                          w ? emulator_key : token, key);

    if (a.plan) {
        auto const p = h->plan(store, *tables, a.replay, ctx);
        if (!p) return failed(p.error());
        std::cout << "\nWhat a run would do; nothing was written\n" << p->text();
        return 0;
    }

    auto const act = [&](value_tables const& t, bool replay) {
        auto s = h->run(store, t, replay, ctx);
        if (s && w) s->unreadable = w->problems;
        return s;
    };
    value_tables const none;
    out << "Won deals of HubSpot become customers, orders and projects in Odoo.\n\nFirst run\n";
    bool const table_later = a.replay && a.store.empty();  // nothing is parked yet that could be replayed
    auto first = act(table_later ? none : *tables, a.replay && !table_later);
    if (!first) return failed(first.error());
    out << demo::as_text(*first);
    auto final = *first;
    bool good = first->stopped.empty();
    if (table_later) {
        out << "\nReplay of what was parked" << (tables->empty() ? "" : ", with the value table") << '\n';
        auto replayed = act(*tables, true);
        if (!replayed) return failed(replayed.error());
        out << demo::as_text(*replayed);
        final = *replayed;
    }

    if (a.once) {
        std::cout << (a.json ? demo::as_json(final) + '\n' : std::string());
        return good ? 0 : 1;
    }

    out << "\nAnother run, nothing having changed\n";
    auto again = act(*tables, false);
    if (!again) return failed(again.error());
    out << demo::as_text(*again);
    good = good && again->outside_writes == 0;

    if (a.odoo_url.empty()) {
        out << "\nA run of its own, killed in the middle, and the one after it\n";
        good = kill_and_recover(*data, a, *tables, *w, *again, folder.file("killed.db"), out, ctx) && good;
    }
    out << (good ? "\nAs promised: each effect happened once or waits for a person.\n"
                 : "\nNOT as promised: see above.\n");
    if (a.json) std::cout << demo::as_json(final) << '\n';
    return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    arguments a;
    CLI::App app{"Won deals of HubSpot become customers, orders and projects in Odoo, each exactly once."};
    app.add_option("--deals", a.deals,
                   "CSV of opportunities (opportunity_id, product, account, deal_stage, close_value, ...)");
    app.add_option("--accounts", a.accounts, "CSV of companies (account, subsidiary_of, ...)");
    app.add_option("--products", a.products, "CSV of products (product, sales_price)");
    app.add_option("--value-table", a.value_tables, "A correction, as name:from=to; may be given often")
        ->allow_extra_args(false);
    app.add_flag("--replay", a.replay,
                 "Try parked records again. Without --store, a first run goes before it without the value table");
    app.add_flag("--json", a.json, "Print the summary as one JSON object; everything else goes to standard error");
    app.add_flag("--once", a.once, "No further run and no kill afterwards");
    app.add_flag("--plan", a.plan, "Only say what a run would write, field by field; writes nothing anywhere");
    app.add_option("--odoo-url", a.odoo_url, "A real Odoo; its API key comes from SYNCLINE_ODOO_KEY");
    app.add_option("--odoo-db", a.odoo_db, "Its database");
    app.add_option("--odoo-login", a.odoo_login, "Its user");
    app.add_option("--odoo-company", a.odoo_company, "Id of the company there that sells");
    app.add_option("--odoo-series", a.odoo_series, "Which Odoo the emulator plays: 16, 18 or 19");
    app.add_option("--hubspot-url", a.hubspot_url,
                   "A real HubSpot or a sandbox; its token comes from SYNCLINE_HUBSPOT_TOKEN");
    app.add_option("--store", a.store, "The ledger's file, kept; default: one that is gone afterwards");
    app.add_option("--batch", a.batch, "Records per request to Odoo")->check(CLI::Range(1, 1000));
    CLI11_PARSE(app, argc, argv);
    return run(a);
}
