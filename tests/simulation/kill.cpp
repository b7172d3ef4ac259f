// SPDX-License-Identifier: Apache-2.0
// Real processes on a real file system, killed with signal 9 at a moment a seed draws.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include <syncline/core/random.hpp>
#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/loopback_server.hpp>
#include <syncline/emulator/odoo.hpp>

#include "crm_export.hpp"

using namespace syncline;

namespace {

/// The two systems, served on loopback, and the place for the host's ledger.
struct world {
    explicit world(std::string const& folder)
        : hubspot(the_system_clock(), {.token = "token"}),
          odoo(the_system_clock(), {.series = 18, .database = "demo", .login = "sync", .api_key = secret("token")}),
          store(folder + "/ledger.db"),
          out(folder + "/out.json") {
        REQUIRE(demo::load(demo::built_in_export(), hubspot).empty());
        hubspot_server.emplace(hubspot);
        odoo_server.emplace(odoo);
        REQUIRE(hubspot_server->started());
        REQUIRE(odoo_server->started());
    }
    emulator::hubspot hubspot;
    emulator::odoo odoo;
    std::string store;
    std::string out;
    std::optional<emulator::loopback_server> hubspot_server;
    std::optional<emulator::loopback_server> odoo_server;

    /// What HubSpot holds, the links written back to the deals included. A link names its Odoo record by database id,
    /// which depends on the order of things; here the record's key stands in its place.
    [[nodiscard]] std::string crm_state() const {
        std::map<std::string, std::string> keys;
        for (auto const& e : odoo.truth.effects())
            if (e.action == emulator::action::create) keys["odoo " + e.object + ' ' + e.id] = e.key;
        auto state = nlohmann::json::parse(hubspot.dump());
        for (auto& [id, deal] : state.at("deals").items())
            for (auto const* link : {"syncline_contract", "syncline_project"})
                if (auto const it = deal["properties"].find(link); it != deal["properties"].end())
                    *it = keys.count(it->get<std::string>()) != 0 ? keys[it->get<std::string>()]
                                                                  : "nothing in Odoo: " + it->get<std::string>();
        return state.dump(1);
    }

    [[nodiscard]] std::size_t writes() const { return hubspot.log.writes() + odoo.truth.writes(); }

    [[nodiscard]] pid_t start() const {
        std::vector<std::string> words{
            SYNCLINE_EXAMPLE, "--once",           "--json",    "--hubspot-url", hubspot_server->url(),
            "--odoo-url",     odoo_server->url(), "--odoo-db", "demo",          "--odoo-login",
            "sync",           "--store",          store,       "--batch",       "3"};
        std::vector<char*> argv;
        for (auto& w : words) argv.push_back(w.data());
        argv.push_back(nullptr);
        std::fflush(nullptr);  // or the child writes what this process has buffered a second time
        pid_t const child = ::fork();
        if (child != 0) return child;
        ::setenv("SYNCLINE_HUBSPOT_TOKEN", "token", 1);
        ::setenv("SYNCLINE_ODOO_KEY", "token", 1);
        if (!std::freopen(out.c_str(), "w", stdout) || !std::freopen("/dev/null", "w", stderr)) ::_exit(127);
        ::execv(SYNCLINE_EXAMPLE, argv.data());
        ::_exit(127);
    }
    /// Runs a process to its end; gives the summary it printed.
    [[nodiscard]] nlohmann::json run() const {
        int status = 0;
        ::waitpid(start(), &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return {};
        std::ifstream in(out);
        return nlohmann::json::parse(std::string(std::istreambuf_iterator<char>(in), {}), nullptr, false);
    }
};

[[nodiscard]] nlohmann::json what_stands(nlohmann::json s) {
    for (auto const* run_only :
         {"outside_writes", "duplicates_prevented", "calls", "milliseconds", "opportunities_read", "won"})
        s.erase(run_only);
    return s;
}

/// The lines only one of two texts has.
[[nodiscard]] std::string difference(std::string const& found, std::string const& expected) {
    std::multiset<std::string> a;
    std::multiset<std::string> b;
    std::istringstream in_a(found);
    std::istringstream in_b(expected);
    for (std::string line; std::getline(in_a, line);) a.insert(line);
    for (std::string line; std::getline(in_b, line);) b.insert(line);
    std::string out;
    for (auto const& line : a)
        if (a.count(line) != b.count(line)) out += "found:    " + line + '\n';
    for (auto const& line : b)
        if (a.count(line) != b.count(line)) out += "expected: " + line + '\n';
    return out;
}

struct folder {
    explicit folder(std::string const& under) : path(under + "/syncline-kill-XXXXXX") {
        REQUIRE(::mkdtemp(path.data()));
    }
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::string path;
};

}  // namespace

// Shows R045, R094, R178.
TEST_CASE("a process killed at any moment leaves nothing that the next one cannot finish, once") {
    char const* const asked = std::getenv("SYNCLINE_SEEDS");
    std::uint64_t const seeds = asked ? std::strtoull(asked, nullptr, 10) : 200;
    std::string const memory = std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";

    nlohmann::json expected;
    std::string end;
    std::string crm_end;
    std::uint64_t calls = 0;
    std::chrono::microseconds length{0};
    {
        folder f(memory);
        world w(f.path);
        std::atomic<std::uint64_t> counted{0};
        auto const count = [&](emulator::call const&, emulator::side) { ++counted; };
        w.hubspot.faults.on_call(count);
        w.odoo.faults.on_call(count);
        auto const from = std::chrono::steady_clock::now();
        expected = w.run();
        length = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - from);
        REQUIRE(expected.is_object());
        calls = counted;
        end = w.odoo.dump();
        crm_end = w.crm_state();
        CHECK(crm_end.find("\"syncline_contract\": \"syncline.") != std::string::npos);
        expected = what_stands(expected);
    }

    std::uint64_t killed = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        any_random draw(random);
        folder f(seed % 10 == 0 ? std::filesystem::temp_directory_path().string() : memory);  // every tenth on a disk
        world w(f.path);
        std::atomic<pid_t> child{0};
        std::atomic<std::uint64_t> passed{0};
        std::uint64_t const fatal = draw.below(4) != 0 ? 1 + draw.below(calls) : 0;  // 0: by time, wherever it is then
        auto const strike = [&](emulator::call const&, emulator::side) {
            if (++passed != fatal) return;
            while (child == 0) std::this_thread::yield();
            ::kill(child, SIGKILL);
        };
        w.hubspot.faults.on_call(strike);
        w.odoo.faults.on_call(strike);
        child = w.start();
        if (fatal == 0) {
            ::usleep(static_cast<useconds_t>(draw.below(static_cast<std::uint64_t>(length.count()))));
            ::kill(child, SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) ++killed;

        auto const after = w.run();
        REQUIRE(after.is_object());
        CHECK(what_stands(after) == expected);
        CHECK(difference(w.odoo.dump(), end) == "");
        CHECK(difference(w.crm_state(), crm_end) == "");
        for (auto const* log : {&w.odoo.truth, &w.hubspot.log})
            for (auto const& made : log->creates_by_key()) {
                CAPTURE(made.first);
                CHECK(made.second == 1);
            }
        if (seed % 10 == 0) {
            auto const before = w.writes();
            CHECK(what_stands(w.run()) == expected);
            CHECK(w.writes() == before);
        }
    }
    MESSAGE("killed ", killed, " of ", seeds, " processes");
    CHECK(killed * 10 >= seeds * 8);
}
