// SPDX-License-Identifier: Apache-2.0
// Line 15: a client of Odoo, from call to typed records, through the served emulator in a process of its own: 10,000
// partners read in one call, 1,000 written by external id in batches of 200. Held against OdooRPC (Python) and
// @fernandoslim/odoo-jsonrpc (Node), which do the same calls; each counts its own processor time and its own wall time.
// The limit is bare libcurl that sends the same requests and looks at no reply: what any client on it pays.
#include <curl/curl.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <syncline/emulator/loopback_server.hpp>
#include <syncline/emulator/odoo.hpp>
#include <syncline/http/curl_transport.hpp>
#include <syncline/odoo/client.hpp>

#include "harness.hpp"

namespace {

using namespace syncline;

constexpr std::size_t rows_read = 10'000;
constexpr std::size_t rows_written = 1'000;
constexpr int turns = 5;

[[noreturn]] void give_up(std::string const& why) {
    std::cerr << "odoo_client: " << why << '\n';
    std::_Exit(1);
}

/// A child with a pipe to its input and one from its output.
class child {
public:
    template <class Run>
    explicit child(Run run) {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) give_up("no pipe");
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            run();
            ::_exit(1);
        }
        ::close(in[0]);
        ::close(out[1]);
        to_ = ::fdopen(in[1], "w");
        from_ = ::fdopen(out[0], "r");
    }
    child(child const&) = delete;
    child& operator=(child const&) = delete;
    ~child() {
        std::fclose(to_);
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
        std::fclose(from_);
    }

    /// The next line it says; nothing when it ended.
    [[nodiscard]] std::optional<std::string> hear() {
        std::array<char, 512> line{};
        if (std::fgets(line.data(), static_cast<int>(line.size()), from_) == nullptr) return std::nullopt;
        std::string text(line.data());
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text;
    }
    void say(std::string const& line) {
        std::fputs((line + '\n').c_str(), to_);
        std::fflush(to_);
    }

private:
    pid_t process_ = 0;
    std::FILE* to_ = nullptr;
    std::FILE* from_ = nullptr;
};

/// The emulator behind a socket, with partners in it. It says its port and serves until it is told to end.
void serve() {
    emulator::odoo box{the_system_clock(), {.series = 18}};
    for (std::size_t i = 0; i < rows_read; ++i) {
        auto const n = std::to_string(i);
        auto const made =
            box.add("res.partner", R"({"name": "Customer )" + n +
                                       R"(", "is_company": true, "phone": "+1 202 555 0101", "email": "c)" + n +
                                       R"(@example.com", "vat": "BE0477472701"})");
        if (!made) give_up(made.error().message);
    }
    emulator::loopback_server server{box, {.workers = 16}};
    if (!server.started()) give_up(server.started().error().message);
    std::printf("%d\n", server.port());
    std::fflush(stdout);
    ::pause();
}

struct spent {
    double cpu = 0;
    double wall = 0;
};

/// A client in another language, installed below the folder the benchmark runs in; nothing where it cannot be had.
class peer {
public:
    peer(std::string name, std::vector<std::string> command)
        : name_(std::move(name)), child_([command] {
              std::vector<char*> argv;
              for (auto const& part : command) argv.push_back(const_cast<char*>(part.c_str()));
              argv.push_back(nullptr);
              ::execvp(argv.front(), argv.data());
          }) {}

    [[nodiscard]] bool is_ready() { return child_.hear() == "ready"; }
    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] spent run(std::string const& what, std::size_t rows) {
        child_.say(what);
        spent s;
        std::size_t done = 0;
        auto const line = child_.hear();
        if (!line || std::sscanf(line->c_str(), "%lf %lf %zu", &s.cpu, &s.wall, &done) != 3 || done < rows)
            give_up(name_ + " did not do `" + what + "`");
        return s;
    }

private:
    std::string name_;
    child child_;
};

bool succeeds(std::string const& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

/// Peers that can be installed here. What they need is fetched once, into the user's cache.
std::vector<std::unique_ptr<peer>> peers(int port) {
    auto const* const home = std::getenv("HOME");
    std::filesystem::path const place =
        std::filesystem::path(home != nullptr ? home : "/tmp") / ".cache/syncline-bench";
    std::filesystem::create_directories(place);
    std::filesystem::path const scripts = SYNCLINE_BENCH_PEERS;
    std::vector<std::string> const where{"127.0.0.1", std::to_string(port), "odoo", "admin", "admin"};
    std::vector<std::unique_ptr<peer>> out;
    auto const start = [&](std::string name, std::vector<std::string> command) {
        command.insert(command.end(), where.begin(), where.end());
        auto p = std::make_unique<peer>(std::move(name), std::move(command));
        if (p->is_ready()) out.push_back(std::move(p));
    };
    auto const venv = (place / "venv").string();
    if (succeeds("test -e " + venv + "/complete || (python3 -m venv --clear " + venv + " && " + venv +
                 "/bin/pip install --quiet odoorpc==0.10.1 && touch " + venv + "/complete)"))
        start("OdooRPC (Python)", {venv + "/bin/python", (scripts / "odoo_peer.py").string()});
    auto const node = (place / "node").string();
    if (succeeds("test -e " + node + "/complete || (mkdir -p " + node + " && cd " + node +
                 " && npm install --silent --no-audit --no-fund @fernandoslim/odoo-jsonrpc@2.0.2 && touch complete)")) {
        std::filesystem::copy_file(scripts / "odoo_peer.cjs", node + "/odoo_peer.cjs",
                                   std::filesystem::copy_options::overwrite_existing);
        start("odoo-jsonrpc (Node)", {"node", node + "/odoo_peer.cjs"});
    }
    return out;
}

struct customer {
    std::int64_t id = 0;
    std::string name{};
    bool is_company = true;
    std::string phone{};
    std::string email{};
};
BOOST_DESCRIBE_STRUCT(customer, (), (id, name, is_company, phone, email))

/// The fields the peers read.
struct partner {
    std::int64_t id = 0;
    std::string name{};
    field_value<bool> is_company{};
    field_value<std::string> website{};
    field_value<std::string> phone{};
    field_value<std::string> email{};
    field_value<std::string> vat{};
    field_value<json::id_name> parent_id{};
    field_value<json::id_name> country_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(partner, (),
                      (id, name, is_company, website, phone, email, vat, parent_id, country_id, write_date))

}  // namespace

template <>
inline constexpr std::string_view syncline::odoo::model_name<customer> = "res.partner";
template <>
inline constexpr std::string_view syncline::odoo::model_name<partner> = "res.partner";

namespace {

spent ours_reading(odoo::client& erp) {
    double const cpu = bench::now_seconds(bench::timer::process_cpu);
    double const wall = bench::now_seconds(bench::timer::wall);
    auto const got = erp.search<partner>().order_by(field<&partner::id>).limit(rows_read).fetch(context{});
    if (!got || got->size() != rows_read) give_up(got ? "found too few" : got.error().message);
    return {bench::now_seconds(bench::timer::process_cpu) - cpu, bench::now_seconds(bench::timer::wall) - wall};
}

spent ours_writing(odoo::client& erp, std::string const& prefix) {
    double const cpu = bench::now_seconds(bench::timer::process_cpu);
    double const wall = bench::now_seconds(bench::timer::wall);
    std::vector<sync::outgoing<customer>> records;
    records.reserve(rows_written);
    for (std::size_t i = 0; i < rows_written; ++i) {
        auto const name = prefix + "_" + std::to_string(i);
        records.push_back(
            {{.name = "Customer " + name, .phone = "+1 202 555 0101", .email = name + "@example.com"}, {name}});
    }
    for (auto const& done : erp.upsert<customer>().upsert(records, context{}))
        if (!done) give_up(done.error().message + " " + done.error().server_message);
    return {bench::now_seconds(bench::timer::process_cpu) - cpu, bench::now_seconds(bench::timer::wall) - wall};
}

/// Keeps the requests that pass.
struct recording {
    http::any_transport inner;
    std::vector<http::request>* seen;
    result<http::response> send(http::request const& r, context const& ctx) {
        seen->push_back(r);
        return inner.send(r, ctx);
    }
    void send_all(std::span<http::request const> rs, std::size_t in_flight, http::on_response done,
                  context const& ctx) {
        seen->insert(seen->end(), rs.begin(), rs.end());
        inner.send_all(rs, in_flight, done, ctx);
    }
};

/// Sends requests again over one connection and takes the replies as they come.
class bare_libcurl {
public:
    bare_libcurl() : easy_(curl_easy_init()) {
        curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &bare_libcurl::take);
        curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &body_);
        curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
        curl_easy_setopt(easy_, CURLOPT_PROXY, "");
    }
    bare_libcurl(bare_libcurl const&) = delete;
    bare_libcurl& operator=(bare_libcurl const&) = delete;
    ~bare_libcurl() { curl_easy_cleanup(easy_); }

    [[nodiscard]] double cpu_of(std::vector<http::request> const& requests) {
        double const before = bench::now_seconds(bench::timer::process_cpu);
        for (auto const& r : requests) {
            curl_slist* headers = nullptr;
            for (auto const& h : r.headers) headers = curl_slist_append(headers, (h.name + ": " + h.value).c_str());
            curl_easy_setopt(easy_, CURLOPT_URL, r.url.c_str());
            curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers);
            curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE, static_cast<long>(r.body.size()));
            curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, r.body.data());
            body_.clear();
            if (curl_easy_perform(easy_) != CURLE_OK) give_up("a bare request failed");
            curl_slist_free_all(headers);
        }
        return bench::now_seconds(bench::timer::process_cpu) - before;
    }

private:
    static std::size_t take(char* data, std::size_t, std::size_t size, void* body) {
        static_cast<std::string*>(body)->append(data, size);
        return size;
    }

    CURL* easy_;
    std::string body_;
};

double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

std::vector<bench::outcome> measure(bool reading) {
    child box(serve);
    auto const port = box.hear();
    if (!port) give_up("the emulator did not start");
    std::vector<http::request> sent;
    odoo::client erp{recording{http::curl_transport({.allow_plain_loopback = true}), &sent},
                     {.url = "http://127.0.0.1:" + *port,
                      .database = "odoo",
                      .login = "admin",
                      .api_key = secret{"admin"},
                      .in_flight = 1,
                      .external_id_module = "bench"}};
    std::string const line = reading ? "15.odoo.read" : "15.odoo.upsert";
    std::size_t const rows = reading ? rows_read : rows_written;
    static_cast<void>(reading ? ours_reading(erp) : ours_writing(erp, "warm"));
    std::vector<bench::outcome> out;
    bare_libcurl bare;
    std::vector<double> limit;
    std::vector<double> rate;
    auto const add = [&](std::string const& which, std::string const& against, double ratio, bench::goal g) {
        out.push_back({line + which, against, ratio, g.value, g.met_by(ratio), median(rate), "rows per CPU second"});
    };
    for (auto& p : peers(std::stoi(*port))) {
        std::vector<double> cpu;
        std::vector<double> wall;
        for (int turn = 0; turn < turns; ++turn) {
            auto const tag = std::to_string(turn) + p->name().substr(0, 5);
            sent.clear();
            auto const us = reading ? ours_reading(erp) : ours_writing(erp, "ours" + tag);
            auto const them = p->run(
                reading ? "read " + std::to_string(rows) : "write " + std::to_string(rows) + " theirs" + tag, rows);
            limit.push_back(bare.cpu_of(sent) / us.cpu);
            cpu.push_back(them.cpu / us.cpu);
            wall.push_back(them.wall / us.wall);
            rate.push_back(static_cast<double>(rows) / us.cpu);
        }
        add(".cpu", p->name(), median(cpu), bench::times_as_fast(reading ? 20 : 10));
        add(".wall", p->name(), median(wall), bench::times_as_fast(1));
    }
    if (!limit.empty()) add(".limit", "libcurl alone, replies unread", median(limit), bench::times_as_fast(0.5));
    return out;
}

bench::line const read_line{"15.odoo.read", [](bench::settings const&) { return measure(true); }};
bench::line const write_line{"15.odoo.upsert", [](bench::settings const&) { return measure(false); }};

}  // namespace
