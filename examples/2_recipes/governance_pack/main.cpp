// SPDX-License-Identifier: Apache-2.0
// The program of docs/guides/governance_pack.md: the lines between `[name]` and `[/name]` are its snippets. It writes
// the pack and the bundle into the folder it is given.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <syncline/governance.hpp>

#include "configuration.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace {

template <class T>
T value_of(result<T> r) {
    if (r) return *std::move(r);
    std::fprintf(stderr, "%s\n", r.error().message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}

void write(std::filesystem::path const& file, std::string const& text) {
    std::ofstream out(file, std::ios::binary);
    if (out << text) return;
    std::fprintf(stderr, "%s: cannot be written\n", file.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}

}  // namespace

int main(int argc, char** argv) {
    std::filesystem::path const folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path().c_str();
    auto const landscape = host::won_deal_landscape();
    auto const today = 2027y / 5 / 3;  // a service asks its clock

    // [lint]
    governance::rule const says_why{"says-why", severity::medium, [](governance::configuration const& c) {
                                        std::vector<governance::complaint> out;
                                        for (auto const& f : c.flows)
                                            if (f.because.empty())
                                                out.push_back({"flow " + f.name, "found no reason for its timing"});
                                        return out;
                                    }};
    auto const findings = governance::lint(landscape, today, says_why);
    for (auto const& f : findings)
        std::printf("%s: %s: %s\n", to_string(f.severity).data(), f.where.c_str(), f.text.c_str());
    if (auto const ok = governance::check(landscape, today, says_why); !ok) std::puts(ok.error().message.c_str());
    // [/lint]

    // [impact]
    for (auto const* question : {"odoo res.partner.vat", "opportunity.name", "odoo 18.0"})
        std::printf("\n%s", to_text(value_of(governance::impact_of(landscape, question))).c_str());
    // [/impact]

    // [pack]
    write(folder / "governance.md", governance::markdown(landscape, findings));
    write(folder / "governance.html", governance::html(landscape, findings));
    // [/pack]

    // [promote]
    auto const proposed = governance::bundle_of(landscape);
    write(folder / "governance.json", proposed.text);
    std::string const approved = proposed.hash;  // as people wrote it down

    auto changed = landscape;
    changed.flows.front().latency = "within a day";
    if (auto const ok = governance::check_promotion(governance::bundle_of(changed), approved); !ok)
        std::printf("\n%s\n", ok.error().message.c_str());

    auto const read = value_of(governance::read_bundle(proposed.text));
    auto const here = value_of(governance::in_environment(read, "rehearsal"));
    // [/promote]
    return here.systems.back().version == "19.0" && governance::bundle_of(read) == proposed ? 0 : 1;
}
