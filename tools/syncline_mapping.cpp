// SPDX-License-Identifier: Apache-2.0
// Mappings and value tables as files, without the program that uses them: reads JSON and TOML, says what is wrong, and
// writes the JSON that the library loads.
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>
#include <CLI/CLI.hpp>

#include <syncline/core/text.hpp>
#include <syncline/mapping/data_mapping.hpp>

namespace {

using namespace syncline;

/// TOML as JSON. It has no null; what a mapping leaves out on purpose is `false` there.
void write(toml::node const& node, std::string& out) {
    if (auto const* const table = node.as_table()) {
        out += '{';
        for (auto const& [key, value] : *table) {
            if (out.back() != '{') out += ',';
            (out += rules::quote(key.str())) += ':';
            write(value, out);
        }
        out += '}';
    } else if (auto const* const text = node.as_string()) {
        out += rules::quote(text->get());
    } else if (node.value_or(true) == false) {
        out += "null";
    } else {
        std::ostringstream other;
        node.visit([&other](auto const& value) { other << value; });
        out += other.str();
    }
}

/// The file as JSON. *Errors*: `not_found`, and `malformed` with line and column for what is no TOML.
result<std::string> as_json(std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(errc::not_found, file + ": cannot be read");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    if (!file.ends_with(".toml")) return text;
    try {
        auto const table = toml::parse(text, file);
        std::string out;
        write(table, out);
        return out;
    } catch (toml::parse_error const& e) {
        std::ostringstream where;
        where << file << ": line " << e.source().begin.line << ", column " << e.source().begin.column << ": "
              << shorten(e.description(), 200);
        return fail(errc::malformed, where.str());
    }
}

[[nodiscard]] bool holds_tables(std::string_view json) { return json.find("\"value_tables\"") != json.npos; }

/// One of both kinds. What may be wrong only in company (a mapping that extends one that is not there) is not told.
result<void> check(std::string const& file, mapping_files& mappings) {
    auto const json = as_json(file);
    if (!json) return fail(json.error());
    if (!holds_tables(*json)) return mappings.add(file, *json);
    if (auto tables = value_table_file::read(file, *json); !tables) return fail(std::move(tables).error());
    return {};
}

int complain(error const& e) {
    std::cerr << "syncline-mapping: " << e.message << "\n";
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Checks mappings and value tables that are written as JSON or TOML, and turns TOML into JSON. Types and "
        "owners are checked by the program that loads them."};
    app.require_subcommand(1);
    std::vector<std::string> files;
    std::string file;
    auto* const checking = app.add_subcommand("check", "Says what is wrong with each file; exit code 1 when any is");
    checking->add_option("file", files, "Files that are used together")->required();
    auto* const writing = app.add_subcommand("json", "Writes a file as the JSON the library loads");
    writing->add_option("file", file, "A file")->required();
    CLI11_PARSE(app, argc, argv)

    if (*writing) {
        mapping_files alone;
        if (auto ok = check(file, alone); !ok) return complain(ok.error());
        std::cout << as_json(file).value() << std::endl;
        return std::cout ? 0 : 1;
    }
    int failed = 0;
    mapping_files mappings;
    for (auto const& one : files)
        if (auto ok = check(one, mappings); !ok) failed = complain(ok.error());
    for (auto const& id : mappings.ids())
        if (auto ok = mappings.whole(id); !ok) failed = complain(ok.error());
    if (failed == 0) std::cout << files.size() << (files.size() == 1 ? " file" : " files") << " good" << std::endl;
    return failed;
}
