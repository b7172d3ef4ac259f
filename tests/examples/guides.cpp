// SPDX-License-Identifier: Apache-2.0
// A guide shows the lines of a program that is compiled and run: each of its C++ blocks stands below a line
// `<!-- from <file>, <name> -->` and is what that file has between `// [<name>]` and `// [/<name>]`.
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace {

std::filesystem::path const root = SYNCLINE_SOURCE_DIR;

using lines = std::vector<std::string>;

lines lines_of(std::filesystem::path const& file) {
    std::ifstream in(file);
    lines out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::string without_indent(std::string const& line) {
    auto const text = line.find_first_not_of(' ');
    return text == std::string::npos ? std::string() : line.substr(text);
}

/// The lines between the marks of that name, as far left as the marks are.
lines region(lines const& program, std::string const& name) {
    lines out;
    bool inside = false;
    std::size_t indent = 0;
    for (auto const& line : program) {
        auto const text = without_indent(line);
        if (text == "// [/" + name + "]") return out;
        if (inside) out.push_back(line.size() < indent ? std::string() : line.substr(indent));
        if (text == "// [" + name + "]") {
            inside = true;
            indent = line.size() - text.size();
        }
    }
    return {};
}

std::set<std::string> names_of_regions(lines const& program) {
    std::set<std::string> out;
    for (auto const& line : program)
        if (auto const text = without_indent(line); text.starts_with("// [/") && text.ends_with("]"))
            out.insert(text.substr(5, text.size() - 6));
    return out;
}

/// What is wrong with a guide; `shown` gets the regions it shows.
lines problems_of(lines const& guide, std::function<lines(std::string const&)> const& open,
                  std::set<std::string>& shown) {
    lines problems;
    for (std::size_t i = 0; i < guide.size(); ++i) {
        if (guide[i] != "```cpp") continue;
        std::string const where = "line " + std::to_string(i + 1);
        std::string const before = i == 0 ? std::string() : guide[i - 1];
        auto const comma = before.find(", ");
        std::string const start = "<!-- from ";
        std::string const end = " -->";
        if (!before.starts_with(start) || !before.ends_with(end) || comma == std::string::npos) {
            problems.push_back(where + ": no line above says which program it is from");
            continue;
        }
        auto const file = before.substr(start.size(), comma - start.size());
        auto const name = before.substr(comma + 2, before.size() - comma - 2 - end.size());
        lines block;
        for (++i; i < guide.size() && guide[i] != "```"; ++i) block.push_back(guide[i]);
        auto const program = region(open(file), name);
        if (program.empty())
            problems.push_back(where + ": " + file + " has no lines `" + name + "`");
        else if (block != program)
            problems.push_back(where + ": not what " + file + " has as `" + name + "`");
        shown.insert(file + ", " + name);
    }
    return problems;
}

}  // namespace

TEST_CASE("every guide shows lines of programs that are compiled and run, and all that are marked") {
    for (auto const& entry : std::filesystem::directory_iterator(root / "docs/guides")) {
        CAPTURE(entry.path().string());
        std::set<std::string> shown;
        std::set<std::string> files;
        auto const open = [&files](std::string const& file) {
            files.insert(file);
            return lines_of(root / file);
        };
        for (auto const& problem : problems_of(lines_of(entry.path()), open, shown)) FAIL_CHECK(problem);
        for (auto const& file : files)
            for (auto const& name : names_of_regions(lines_of(root / file)))
                CHECK_MESSAGE(shown.contains(file + ", " + name), file << ": nobody shows `" << name << "`");
    }
}

#ifdef SYNCLINE_SURVIVES
TEST_CASE("what the guide to survivorship says its program prints is what it prints") {
    std::FILE* const pipe = ::popen(SYNCLINE_SURVIVES, "r");
    REQUIRE(pipe);
    std::string printed;
    char buffer[4096];
    while (auto const n = std::fread(buffer, 1, sizeof buffer, pipe)) printed.append(buffer, n);
    CHECK(::pclose(pipe) == 0);
    std::string shown;
    bool inside = false;
    for (auto const& line : lines_of(root / "docs/guides/which_value_survives.md")) {
        if (inside && line == "```") inside = false;
        if (inside) shown += line + '\n';
        if (line == "```text") {
            inside = true;
            if (!shown.empty()) shown += '\n';
        }
    }
    CHECK(shown == printed);
}
#endif

TEST_CASE("what a guide says is shown by a file is a file") {
    for (auto const& entry : std::filesystem::directory_iterator(root / "docs/guides"))
        for (auto const& line : lines_of(entry.path()))
            for (std::size_t at = line.find('`'); at != std::string::npos;) {
                auto const end = line.find('`', at + 1);
                if (end == std::string::npos) break;
                auto const quoted = line.substr(at + 1, end - at - 1);
                if (quoted.find('/') != std::string::npos && quoted.ends_with("pp"))
                    CHECK_MESSAGE(std::filesystem::exists(root / quoted), entry.path().filename() << ": " << quoted);
                at = line.find('`', end + 1);
            }
}

// Shows R018.
TEST_CASE("the connector to copy, with the system it talks to and its rig, is under 300 lines") {
    std::size_t all = 0;
    for (auto const& entry : std::filesystem::directory_iterator(root / "examples/2_recipes/write_a_connector"))
        all += lines_of(entry.path()).size();
    CHECK(all > 0);
    CHECK(all < 300);
}

TEST_CASE("a guide that shows other lines, or none's, is found out") {
    lines const program{"int main() {", "    // [call]", "    call();", "", "    // [/call]", "}"};
    auto const judged = [&program](lines const& guide) {
        std::set<std::string> shown;
        auto const open = [&program](std::string const& file) { return file == "a.cpp" ? program : lines{}; };
        return problems_of(guide, open, shown);
    };
    CHECK(judged({"<!-- from a.cpp, call -->", "```cpp", "call();", "", "```"}).empty());
    CHECK(judged({"```cpp", "call();", "```"}) == lines{"line 1: no line above says which program it is from"});
    CHECK(judged({"<!-- from a.cpp, call -->", "```cpp", "recall();", "```"}) ==
          lines{"line 2: not what a.cpp has as `call`"});
    CHECK(judged({"<!-- from a.cpp, other -->", "```cpp", "call();", "```"}) ==
          lines{"line 2: a.cpp has no lines `other`"});
    CHECK(judged({"<!-- from b.cpp, call -->", "```cpp", "call();", "```"}) ==
          lines{"line 2: b.cpp has no lines `call`"});
}
