// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace architecture {

/// One line of cmake/modules.cmake.
struct unit {
    std::string name;    ///< `crm/hubspot`, `http_curl`.
    std::string folder;  ///< `crm/hubspot`, `http/curl`: below include/syncline and below src.
    bool part = false;   ///< An optional library of its own; has no level.
    int level = -1;
    std::vector<std::string> uses;
    std::vector<std::string> link;
    std::vector<std::string> headers;  ///< Patterns of headers that lie outside the folder; `*` at one place.
};

/// The module table as CMake reads it.
struct module_table {
    std::vector<unit> units;

    [[nodiscard]] static module_table parse(std::string_view cmake);
    [[nodiscard]] unit const* named(std::string_view name) const;
    /// The unit a file below include/syncline or src belongs to; `path` is relative to that folder.
    [[nodiscard]] unit const* owner(std::string_view path) const;
};

/// One include line: what is between the brackets or quotes.
struct include_line {
    int number = 0;
    bool quoted = false;
    std::string target;
};

[[nodiscard]] std::vector<include_line> include_lines(std::string_view text);

/// What is wrong with the table itself: a use that points sideways or up, a name nobody declared. One line each.
[[nodiscard]] std::vector<std::string> judge(module_table const& table);

/// What is wrong with one file, `path` from the root of the repository. One line each, with file and line number.
[[nodiscard]] std::vector<std::string> judge(module_table const& table, std::string_view path, std::string_view text);

/// What an umbrella header forgets: `umbrella` and `headers` are paths relative to include/syncline, `text` is the
/// umbrella's. Private folders (`detail/`) and optional parts are not shown.
[[nodiscard]] std::vector<std::string> judge_umbrella(module_table const& table, std::string_view umbrella,
                                                      std::string_view text, std::vector<std::string> const& headers);

/// The types a header defines in its public namespaces, in the layout clang-format gives it. Not those in `detail` and
/// other inner namespaces, and not templates that constrain their parameters, which nobody can declare elsewhere.
[[nodiscard]] std::vector<std::string> types_defined(std::string_view header);

/// The pages a text names by their path from the root: `docs/reference/odoo.md`.
[[nodiscard]] std::vector<std::string> pages_named(std::string_view text);

/// What is wrong between src/syncline.cpp and the sources it has to include.
[[nodiscard]] std::vector<std::string> judge_single_file(module_table const& table, std::string_view single_file,
                                                         std::vector<std::string> const& sources);

}  // namespace architecture
