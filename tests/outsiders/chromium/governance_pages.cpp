// SPDX-License-Identifier: Apache-2.0
// Writes the governance packs that a browser is to lay out into the folder it is given: the example's, and one in which
// every text wants to be markup.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <syncline/governance.hpp>

#include "configuration.hpp"
#include "unit/governance/landscape.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace {

bool write(std::filesystem::path const& file, governance::configuration const& c) {
    std::ofstream out(file, std::ios::binary);
    return static_cast<bool>(out << governance::html(c, governance::lint(c, 2027y / 5 / 3)));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::filesystem::path const folder = argv[1];
    if (!write(folder / "example.html", host::won_deal_landscape()) ||
        !write(folder / "hostile.html", governance_tests::hostile_landscape())) {
        std::fprintf(stderr, "%s: cannot be written\n", folder.c_str());
        return 1;
    }
    return 0;
}
