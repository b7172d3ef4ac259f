// SPDX-License-Identifier: Apache-2.0
// Any bytes as a CSV: every line becomes a row with a cell for each column asked for, or a problem, or nothing.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <syncline/core/text.hpp>

#include "csv.hpp"

namespace {

void expect(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const table = demo::parse_csv("t.csv", text, {"a", "b"}, {"c"});
    if (!table) {
        expect(syncline::is_valid_utf8(table.error().message), "an error that is not UTF-8");
        expect(table.error().code == syncline::errc::malformed, "an error of another kind");
        return 0;
    }
    for (auto const& row : table->rows) expect(row.cells.size() == 3, "a row without all its cells");
    for (auto const& p : table->problems) expect(syncline::is_valid_utf8(p.text()), "a problem that is not UTF-8");
    auto const lines = static_cast<std::size_t>(
                           std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; })) +
                       1;
    expect(table->rows.size() + table->problems.size() <= lines, "more rows and problems than lines");
    return 0;
}
