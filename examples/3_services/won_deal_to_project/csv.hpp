// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>

namespace demo {

/// Something wrong in an input file: where it is, what stands there, what was expected.
struct input_problem {
    std::string where;   ///< `sales_pipeline.csv line 17`.
    std::string column;  ///< Empty when the line as a whole is meant.
    std::string found;
    std::string expected;

    [[nodiscard]] std::string text() const;
};

/// One line of a table, its cells in the order of the columns asked for.
struct csv_row {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

/// A table read from a CSV file (RFC 4180: quotes, doubled quotes, line breaks inside quotes, CR LF).
struct csv_table {
    std::string file;  ///< Its name without folders.
    std::vector<csv_row> rows;
    std::vector<input_problem> problems;  ///< Broken lines: left out of `rows`, the others are all there.
};

/// Reads a file and picks columns by name. Columns that are not asked for are ignored; `optional` ones may be missing
/// and are then empty.
///
/// *Errors*: `not_found` when the file cannot be read; `malformed` when a required column is missing, naming it and
/// those that are there.
[[nodiscard]] syncline::result<csv_table> read_csv(std::string const& path,
                                                   std::vector<std::string_view> const& required,
                                                   std::vector<std::string_view> const& optional);

/// The same for text that is in memory already.
[[nodiscard]] syncline::result<csv_table> parse_csv(std::string file, std::string_view text,
                                                    std::vector<std::string_view> const& required,
                                                    std::vector<std::string_view> const& optional);

}  // namespace demo
