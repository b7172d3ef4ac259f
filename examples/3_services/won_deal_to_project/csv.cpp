// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include <syncline/core/text.hpp>

namespace demo {
namespace {

using namespace syncline;

/// One record of the file, with the line it starts on; nothing at the end.
struct reader {
    std::string_view rest;
    std::size_t line = 1;
    bool unterminated = false;  // a quote that never ends

    std::optional<csv_row> next() {
        if (rest.empty()) return std::nullopt;
        csv_row row{.line = line, .cells = {}};
        std::string cell;
        bool quoted = false;
        while (!rest.empty()) {
            char const c = rest.front();
            rest.remove_prefix(1);
            if (c == '\n') ++line;
            if (quoted) {
                if (c != '"') {
                    cell += c;
                } else if (!rest.empty() && rest.front() == '"') {
                    cell += '"';
                    rest.remove_prefix(1);
                } else {
                    quoted = false;
                }
            } else if (c == '"' && cell.empty()) {
                quoted = true;
            } else if (c == ',') {
                row.cells.push_back(std::move(cell));
                cell.clear();
            } else if (c == '\n') {
                break;
            } else {
                cell += c;
            }
        }
        if (!cell.empty() && cell.back() == '\r') cell.pop_back();
        row.cells.push_back(std::move(cell));
        unterminated = quoted;
        return row;
    }
};

}  // namespace

std::string input_problem::text() const {
    return where + ": " + (column.empty() ? "" : column + ": ") + "found " + found + ", expected " + expected;
}

result<csv_table> parse_csv(std::string file, std::string_view text, std::vector<std::string_view> const& required,
                            std::vector<std::string_view> const& optional) {
    csv_table table{.file = std::move(file), .rows = {}, .problems = {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    reader in{text};
    auto const head = in.next();
    if (!head) return fail(errc::malformed, table.file + ": found an empty file, expected a line of column names");

    std::vector<std::optional<std::size_t>> places;
    auto const place = [&](std::string_view name) -> std::optional<std::size_t> {
        auto const it = std::find_if(head->cells.begin(), head->cells.end(),
                                     [&](std::string const& c) { return trimmed(c) == name; });
        if (it == head->cells.end()) return std::nullopt;
        return static_cast<std::size_t>(it - head->cells.begin());
    };
    std::string missing;
    for (auto const name : required) {
        places.push_back(place(name));
        if (!places.back()) missing += (missing.empty() ? "" : ", ") + std::string(name);
    }
    if (!missing.empty()) {
        std::string found;
        for (auto const& c : head->cells) found += (found.empty() ? "" : ", ") + shorten(trimmed(c), 40);
        return fail(errc::malformed, table.file + " line 1: found columns " + found + "; expected also " + missing);
    }
    for (auto const name : optional) places.push_back(place(name));

    while (auto row = in.next()) {
        auto const where = table.file + " line " + std::to_string(row->line);
        if (row->cells.size() == 1 && trimmed(row->cells.front()).empty()) continue;
        if (in.unterminated) {
            table.problems.push_back({where, "", "a quote that never ends", "a closing quote"});
            continue;
        }
        if (row->cells.size() != head->cells.size()) {
            table.problems.push_back(
                {where, "", std::to_string(row->cells.size()) + " cells", std::to_string(head->cells.size())});
            continue;
        }
        if (auto const bad = std::find_if(row->cells.begin(), row->cells.end(),
                                          [](std::string const& c) { return !is_valid_utf8(c); });
            bad != row->cells.end()) {
            // the line of column names may be no UTF-8 either
            auto const& column = head->cells[static_cast<std::size_t>(bad - row->cells.begin())];
            table.problems.push_back({where, shorten(column, 40), "bytes that are no UTF-8", "text in UTF-8"});
            continue;
        }
        csv_row picked{.line = row->line, .cells = {}};
        for (auto const& p : places) picked.cells.push_back(p ? std::string(trimmed(row->cells[*p])) : std::string());
        table.rows.push_back(std::move(picked));
    }
    return table;
}

result<csv_table> read_csv(std::string const& path, std::vector<std::string_view> const& required,
                           std::vector<std::string_view> const& optional) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(errc::not_found, path + ": cannot be read");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    return parse_csv(path.substr(path.find_last_of('/') + 1), text, required, optional);
}

}  // namespace demo
