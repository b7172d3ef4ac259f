// SPDX-License-Identifier: Apache-2.0
// Line 9: what the library costs a host's build. Front-end processor seconds of the compiler that built this program,
// best of several, at -O0.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "harness.hpp"

namespace {

/// User seconds of one compiler run; 0 when it failed.
[[nodiscard]] double compile(std::string const& file) {
    pid_t const child = ::fork();
    if (child == 0) {
        ::execlp(SYNCLINE_BENCH_COMPILER, SYNCLINE_BENCH_COMPILER, "-std=c++20", "-O0", "-fsyntax-only", "-I",
                 SYNCLINE_BENCH_INCLUDE, file.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 0;
    return static_cast<double>(used.ru_utime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec) * 1e-6;
}

[[nodiscard]] double best(std::string const& text) {
    auto pattern = (std::filesystem::temp_directory_path() / "syncline-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) return 0;
    auto const file = pattern + "/consumer.cpp";
    std::ofstream(file) << text;
    double least = 0;
    for (int i = 0; i < 5; ++i) {
        double const t = compile(file);
        if (t > 0 && (least == 0 || t < least)) least = t;
    }
    std::filesystem::remove_all(pattern);
    return least;
}

[[nodiscard]] std::string described(int structs) {
    std::string out;
    for (int s = 0; s < structs; ++s) {
        std::string const name = "record" + std::to_string(s);
        std::string members;
        out += "struct " + name + " {\n";
        for (int f = 0; f < 30; ++f) {
            out +=
                "    " + std::string(f % 3 == 0 ? "std::int64_t" : "std::string") + " f" + std::to_string(f) + "{};\n";
            members += (f ? ", f" : "f") + std::to_string(f);
        }
        out += "};\nBOOST_DESCRIBE_STRUCT(" + name + ", (), (" + members + "))\n";
    }
    return out;
}

[[nodiscard]] std::string decoding(int structs) {
    std::string out = "#include <syncline/json/decode.hpp>\n" + described(structs) +
                      "bool read(std::string_view text) {\n    bool ok = true;\n";
    for (int s = 0; s < structs; ++s)
        out += "    ok = ok && syncline::json::decode<record" + std::to_string(s) + ">(text).has_value();\n";
    return out + "    return ok;\n}\n";
}

[[nodiscard]] std::string consumer() {
    std::string rules;
    for (int f = 0; f < 30; ++f)
        rules += (f ? ", to<&record1::f" : "to<&record1::f") + std::to_string(f) + "> = from<&record0::f" +
                 std::to_string(f) + ">";
    std::string text = decoding(5);
    return "#include <syncline/sync/flow.hpp>\n#include <syncline/mapping/mapping.hpp>\n" + text +
           "using namespace syncline;\n"
           "constexpr auto rules_of = mapping<record0, record1>(" +
           rules +
           ");\n"
           "struct item { external_ref source{}; record0 body{}; };\n"
           "BOOST_DESCRIBE_STRUCT(item, (), (source, body))\n"
           "struct feed { result<sync::page<item>> changes(sync::cursor const&, context const&); };\n"
           "struct sink { result<std::optional<sync::remote_id>> find(sync::idempotency_key const&, context const&);\n"
           "    result<sync::upserted> upsert(record1 const&, sync::idempotency_key const&, context const&); };\n"
           "result<sync::report> go(sync::ledger& l) { return sync::flow{\"f\", l}.pull(feed{})\n"
           "    .map([](item const& i) { return rules_of(i.body); }).push(sink{}).run({}); }\n";
}

[[nodiscard]] bench::outcome judged(std::string line, double seconds, double allowed) {
    return {std::move(line),
            std::to_string(allowed).substr(0, 5) + " s allowed",
            seconds / allowed,
            1,
            seconds > 0 && seconds <= allowed,
            seconds,
            "s"};
}

bench::line const umbrella{
    "9.umbrella", [](bench::settings const&) {
        auto out = std::vector{judged("9.umbrella", best("#include <syncline/syncline.hpp>\n"), 0.7)};
        double const standard = best(
            "#include <string>\n#include <vector>\n#include <optional>\n#include <chrono>\n#include <stop_token>\n");
        out.push_back({"9.umbrella", "standard headers it stands on", out.front().value / standard, 0, true,
                       out.front().value, "s"});
        return out;
    }};
bench::line const consumer_line{
    "9.consumer", [](bench::settings const&) { return std::vector{judged("9.consumer", best(consumer()), 2.0)}; }};
bench::line const per_struct{"9.struct", [](bench::settings const&) {
                                 double const few = best(decoding(5));
                                 double const many = best(decoding(25));
                                 return std::vector{judged("9.struct", (many - few) / 20, 0.030)};
                             }};

}  // namespace
