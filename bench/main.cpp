// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>

#include "harness.hpp"

namespace bench {

namespace {

[[nodiscard]] std::map<std::string, line::measurement>& registry() {
    static std::map<std::string, line::measurement> lines;
    return lines;
}

[[nodiscard]] double median(std::vector<double> v) {
    auto const middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
    std::nth_element(v.begin(), middle, v.end());
    return *middle;
}

/// Seconds per call, over as many calls as were found to fill the slice.
[[nodiscard]] double timed(std::function<void()> const& f, long calls, timer t) {
    double const start = now_seconds(t);
    for (long i = 0; i < calls; ++i) f();
    return (now_seconds(t) - start) / static_cast<double>(calls);
}

/// How many calls fill the slice; the calls made to find out also warm the case up.
[[nodiscard]] long calls_in(std::function<void()> const& f, std::chrono::milliseconds slice, timer t) {
    double const want = std::chrono::duration<double>(slice).count();
    for (long calls = 1;; calls *= 2) {
        double const total = timed(f, calls, t) * static_cast<double>(calls);
        if (total >= want / 2) return std::max(1L, static_cast<long>(want / total * static_cast<double>(calls)));
    }
}

}  // namespace

double now_seconds(timer t) {
    timespec ts{};
    clock_gettime(t == timer::thread_cpu    ? CLOCK_THREAD_CPUTIME_ID
                  : t == timer::process_cpu ? CLOCK_PROCESS_CPUTIME_ID
                                            : CLOCK_MONOTONIC,
                  &ts);
    return static_cast<double>(ts.tv_sec) + static_cast<double>(ts.tv_nsec) * 1e-9;
}

line::line(std::string name, measurement measure) { registry().emplace(std::move(name), std::move(measure)); }

std::vector<outcome> race::run(settings const& s) const {
    std::vector<std::function<void()> const*> cases{&subject};
    for (auto const& a : anchors) cases.push_back(&a.run);
    std::vector<long> calls;
    for (auto const* f : cases) calls.push_back(calls_in(*f, s.slice, clock));

    std::vector<std::vector<double>> seconds(cases.size());
    for (int round = 0; round < s.rounds; ++round)
        for (std::size_t i = 0; i < cases.size(); ++i) seconds[i].push_back(timed(*cases[i], calls[i], clock));

    double const value = work * scale / median(seconds[0]);
    std::vector<outcome> out;
    for (std::size_t a = 0; a < anchors.size(); ++a) {
        auto const& g = anchors[a].goal;
        std::vector<double> ratios;
        for (std::size_t round = 0; round < seconds[0].size(); ++round) {
            double const faster = seconds[a + 1][round] / seconds[0][round];
            ratios.push_back(g.sense == goal::sense::at_least ? faster : 1 / faster);
        }
        double const ratio = median(ratios);
        out.push_back({line, anchors[a].name, ratio, g.value, g.met_by(ratio), value, unit});
    }
    return out;
}

namespace {

[[nodiscard]] std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

[[nodiscard]] std::string json_of(std::vector<outcome> const& all) {
    std::string out = "[";
    for (auto const& o : all) {
        char numbers[160];
        std::snprintf(numbers, sizeof numbers, "\"ratio\": %.4g, \"goal\": %.4g, \"met\": %s, \"value\": %.6g", o.ratio,
                      o.goal, o.met ? "true" : "false", o.value);
        out += out.size() == 1 ? "\n  " : ",\n  ";
        out += "{\"line\": " + quoted(o.line) + ", \"against\": " + quoted(o.against) + ", " + numbers +
               ", \"unit\": " + quoted(o.unit) + "}";
    }
    return out + "\n]\n";
}

int usage() {
    std::fputs("usage: syncline_bench [--list] [--json FILE] [--only PREFIX] [--rounds N]\n", stderr);
    return 2;
}

int run(int argc, char** argv) {
    settings s;
    std::string json_file;
    std::string only;
    bool list = false;
    for (int i = 1; i < argc; ++i) {
        std::string_view const arg = argv[i];
        bool const has_value = i + 1 < argc;
        if (arg == "--list")
            list = true;
        else if (arg == "--json" && has_value)
            json_file = argv[++i];
        else if (arg == "--only" && has_value)
            only = argv[++i];
        else if (arg == "--rounds" && has_value)
            s.rounds = std::max(1, std::atoi(argv[++i]));
        else
            return usage();
    }

    std::vector<outcome> all;
    for (auto const& [name, measure] : registry()) {
        if (!name.starts_with(only)) continue;
        if (list) {
            std::printf("%s\n", name.c_str());
            continue;
        }
        for (auto& o : measure(s)) {
            std::printf("%-22s %10.4g %-8s %8.3g x %-34s goal %6.3g  %s\n", o.line.c_str(), o.value, o.unit.c_str(),
                        o.ratio, o.against.c_str(), o.goal, o.met ? "met" : "NOT MET");
            std::fflush(stdout);
            all.push_back(std::move(o));
        }
    }
    if (list || json_file.empty()) return 0;
    std::ofstream file(json_file);
    file << json_of(all);
    file.flush();
    if (!file) {
        std::fprintf(stderr, "cannot write %s\n", json_file.c_str());
        return 1;
    }
    return 0;
}

}  // namespace

}  // namespace bench

int main(int argc, char** argv) { return bench::run(argc, argv); }
