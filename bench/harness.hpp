// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Speed as a ratio measured in one run: the case and what it is held against run in turns, and only ratios of
// neighbours count. A line adds itself by being in a source file of this folder:
//
//     bench::line const fresh{"1.odoo.fresh", [](bench::settings const& s) {
//         return bench::race{.line = "1.odoo.fresh", .work = bytes, .unit = "MB/s", .scale = 1e-6,
//                            .subject = [&] { ... },
//                            .anchors = {{"nlohmann", [&] { ... }, bench::times_as_fast(12)}}}.run(s);
//     }};

namespace bench {

/// One row of the report.
struct outcome {
    std::string line;
    std::string against;
    double ratio = 0;
    double goal = 0;
    bool met = false;
    double value = 0;  ///< Of the line's own case, in `unit`.
    std::string unit;
};

/// What a line may be asked for on the command line.
struct settings {
    int rounds = 21;
    std::chrono::milliseconds slice{6};  ///< How long each case runs in a round.
};

/// Processor time of this thread (or of the whole process), or the time on the wall.
enum class timer { thread_cpu, process_cpu, wall };

[[nodiscard]] double now_seconds(timer t);

/// The sense in which a ratio is good.
struct goal {
    enum class sense { at_least, at_most };
    goal::sense sense;
    double value;

    [[nodiscard]] bool met_by(double ratio) const { return sense == sense::at_least ? ratio >= value : ratio <= value; }
};

/// Ratio = anchor's time / subject's time, to be at least `n`. A limit is such an anchor too, with n below 1.
[[nodiscard]] inline goal times_as_fast(double n) { return {goal::sense::at_least, n}; }
/// Ratio = subject's time / anchor's time, to be at most `n`.
[[nodiscard]] inline goal times_the_cost(double n) { return {goal::sense::at_most, n}; }

struct anchor {
    std::string name;
    std::function<void()> run;
    bench::goal goal;
};

/// A case and its anchors, run in turns; the ratio is taken per round, its median counts.
struct race {
    std::string line;
    double work = 1;  ///< Per call of `subject`: bytes, rows, steps.
    std::string unit;
    double scale = 1;  ///< `value` is work * scale per second.
    std::function<void()> subject;
    std::vector<anchor> anchors;
    timer clock = timer::thread_cpu;

    [[nodiscard]] std::vector<outcome> run(settings const& s) const;
};

/// Registers a line for the life of the program. `measure` may do what it likes, for instance run a race.
class line {
public:
    using measurement = std::function<std::vector<outcome>(settings const&)>;
    line(std::string name, measurement measure);
};

/// Keeps a result alive, so that the work for it cannot be left out.
template <class T>
inline void keep(T const& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace bench
