// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "odoo_conform/player.hpp"

// Plays recordings of real servers to an emulator and tells which answers are alike. docs/reference/emulators.md

namespace {

using namespace syncline;

std::string on_one_line(std::string text) {
    for (std::size_t i = 0; (i = text.find('\n', i)) != std::string::npos;) text.replace(i, 1, "\\n");
    return text;
}

void print(odoo_conform::played_recording const& r) {
    std::cout << "\n" << r.series << " " << r.name << "\n";
    for (auto const& s : r.steps) {
        std::cout << (s.is_alike() ? "  alike   " : "  NOT     ") << on_one_line(s.label) << "\n";
        if (!s.is_alike()) std::cout << "            " << on_one_line(s.why) << "\n";
    }
    std::cout << "  " << r.alike() << " of " << r.steps.size() << "\n";
}

int conform_odoo(std::string const& folder, std::vector<std::string> const& only) {
    auto const recordings = odoo_conform::read_recordings(folder);
    if (!recordings) {
        std::cerr << "syncline-conform: " << recordings.error().message << "\n";
        return 1;
    }
    std::cout << "An answer is alike when it has the recorded status, content type and place to go to, and the same\n"
                 "envelope, values, error class and message. What may differ: ids, as long as each stands for one\n"
                 "recorded id; the moment of a call; `debug`; the SQL behind a message of PostgreSQL; all lines of a\n"
                 "traceback but the last; how many records a whole demo database has. Where a recording says it was\n"
                 "trimmed, what was kept has to be in the answer. The fields_get of a model is one step, alike when\n"
                 "each recorded field is there with each recorded attribute.\n";
    std::size_t alike = 0;
    std::size_t all = 0;
    for (auto const& r : *recordings) {
        if (!only.empty() && std::find(only.begin(), only.end(), r.name) == only.end()) continue;
        auto const played = odoo_conform::play(r);
        print(played);
        alike += played.alike();
        all += played.steps.size();
    }
    std::cout << "\nanswered alike: " << alike << " of " << all << "\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Plays recordings of real servers to an emulator and tells which answers are alike."};
    app.require_subcommand(1);
    std::string folder;
    std::vector<std::string> only;
    auto* const odoo = app.add_subcommand("odoo", "The emulated Odoo");
    odoo->add_option("--recordings", folder, "Folder with folders 16, 18, 19 of *.json files")->required();
    odoo->add_option("--only", only, "Name of a recording, such as crud_res_partner; repeatable");
    CLI11_PARSE(app, argc, argv);
    return conform_odoo(folder, only);
}
