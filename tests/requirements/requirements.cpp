// SPDX-License-Identifier: Apache-2.0
// Which test shows which requirement. A test says so itself, in a line directly above it:
//
//     // Shows R087, R089.
//     TEST_CASE("...") {
//
// In a file without test cases (a source that must not compile, a script, an example) the line speaks for the file.
// requirements.txt lists what is asked; docs/reference/requirements.md is made of the list and of the lines.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
fs::path const root = fs::path(SYNCLINE_TEST_DATA).parent_path();

using lines = std::vector<std::string>;

/// A test, by its file and its name; the name is empty when the file is the test.
struct test {
    std::string file;
    std::string name;
};
using shown_by = std::map<std::string, std::vector<test>>;
using requirements = std::map<std::string, std::string>;  // number -> what is asked

std::string content_of(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    REQUIRE_MESSAGE(in, "cannot read " << file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

lines lines_of(std::string_view text) {
    lines out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// The number at the start of a text: R and three digits.
std::optional<std::string> number_in(std::string_view text) {
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() < 4 || text[0] != 'R' || !std::all_of(text.begin() + 1, text.begin() + 4, digit)) return {};
    return std::string(text.substr(0, 4));
}

/// What stands behind the mark of a comment, if the line is one.
std::optional<std::string_view> comment(std::string_view line) {
    for (std::string_view const mark : {"// ", "# "})
        if (line.starts_with(mark)) return line.substr(mark.size());
    if (line == "//" || line == "#") return "";
    return {};
}

/// Whether a line opens a test case: TEST_CASE(, TEST_CASE_TEMPLATE(, a file's own SOMETHING_CASE(.
bool opens_case(std::string_view line) {
    auto const macro = line.substr(0, std::min(line.find('('), line.size()));
    auto const capital = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
    return macro.size() < line.size() && macro.find("_CASE") != std::string_view::npos &&
           std::all_of(macro.begin(), macro.end(), capital);
}

/// The name of the test case that opens on that line: its first literals, on as many lines as they take.
std::string name_of_case(lines const& file, std::size_t at) {
    std::string name;
    auto const& first = file[at];
    std::string text = first.substr(first.find('(') + 1);
    for (bool inside = false;;) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (inside && text[i] == '\\' && i + 1 < text.size())
                name += text[++i];
            else if (text[i] == '"')
                inside = !inside;
            else if (inside)
                name += text[i];
            else if (text[i] != ' ')
                return name;
        }
        if (++at == file.size()) return name;
        text = file[at];
    }
}

/// Adds what the tests of a file show; gives what is wrong with its lines.
lines read_tags(std::string const& file, std::string_view text, shown_by& shown) {
    lines problems;
    auto const all = lines_of(text);
    bool const has_cases = std::any_of(all.begin(), all.end(), opens_case);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const said = comment(all[i]);
        if (!said || !said->starts_with("Shows R")) continue;
        auto const where = file + ", line " + std::to_string(i + 1) + ": ";
        lines numbers;
        auto rest = said->substr(std::string_view("Shows ").size());
        for (auto n = number_in(rest); n; n = number_in(rest)) {
            numbers.push_back(*n);
            rest.remove_prefix(4);
            if (rest.starts_with(", ")) rest.remove_prefix(2);
        }
        if (numbers.empty() || rest != "." || said->ends_with(", .")) {
            problems.push_back(where + "found \"" + std::string(*said) + "\", expected \"Shows R012, R123.\"");
            continue;
        }
        auto next = i + 1;
        while (next < all.size() && comment(all[next])) ++next;
        if (has_cases && (next == all.size() || !opens_case(all[next]))) {
            problems.push_back(where + "stands above no test case");
            continue;
        }
        for (auto const& n : numbers) shown[n].push_back({file, has_cases ? name_of_case(all, next) : std::string()});
    }
    return problems;
}

lines read_list(std::string_view text, requirements& list) {
    lines problems;
    for (auto const& line : lines_of(text)) {
        if (line.empty() || line.starts_with("#")) continue;
        auto const number = number_in(line);
        if (!number || line.size() < 6 || line[4] != ' ' || !line.ends_with('.') || line.find('|') != std::string::npos)
            problems.push_back("found \"" + line + "\", expected \"R012 A sentence.\"");
        else if (!list.empty() && list.rbegin()->first >= *number)
            problems.push_back(*number + ": found behind " + list.rbegin()->first + ", expected ascending numbers");
        else
            list[*number] = line.substr(5);
    }
    return problems;
}

/// What the list and the tests do not agree on.
lines differences(requirements const& list, shown_by const& shown) {
    lines out;
    for (auto const& asked : list)
        if (!shown.contains(asked.first)) out.push_back(asked.first + ": no test shows it: " + asked.second);
    for (auto const& [number, tests] : shown)
        if (!list.contains(number))
            out.push_back(tests.front().file + ": shows " + number + ", which is not in the list");
    return out;
}

std::string cell(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (c == '|')
            out += "\\|";
        else if (c == '<')
            out += "&lt;";
        else
            out += c;
    return out;
}

std::string document(requirements const& list, shown_by const& shown) {
    std::string out =
        "# What is asked, and the tests that show it\n\n"
        "A number stands for one thing the library has to do; the tests beside it show that it does. A test names its "
        "numbers "
        "itself, in a\nline `// Shows R087.` above it. This table is written by `tests/requirements` from those lines "
        "and from\n"
        "[`tests/requirements/requirements.txt`](../../tests/requirements/requirements.txt); the same test fails when "
        "a number "
        "has no test.\n\n"
        "| No. | What is asked | Shown by |\n|---|---|---|\n";
    for (auto const& [number, asked] : list) {
        out += "| " + number + " | " + cell(asked) + " | ";
        auto const tests = shown.find(number);
        if (tests == shown.end())
            out += "nothing yet";
        else
            for (auto const& t : tests->second) {
                if (&t != &tests->second.front()) out += "<br>";
                out += '`' + t.file + '`';
                if (!t.name.empty()) out += ": " + cell(t.name);
            }
        out += " |\n";
    }
    return out;
}

/// Every file that can be a test or hold tests.
std::vector<fs::path> files() {
    std::vector<fs::path> out;
    for (auto const* folder : {"tests", "examples"})
        for (auto const& entry : fs::recursive_directory_iterator(root / folder)) {
            auto const name = entry.path().filename().string();
            auto const extension = entry.path().extension().string();
            if (entry.path().parent_path().filename() == "requirements") continue;
            for (auto const* one : {".cpp", ".hpp", ".cmake", ".sh", ".py", ".cjs"})
                if (extension == one) out.push_back(entry.path());
            if (name == "CMakeLists.txt") out.push_back(entry.path());
        }
    std::sort(out.begin(), out.end());
    return out;
}

struct whole {
    requirements list{};
    shown_by shown{};
    lines problems{};
};

whole everything() {
    whole w;
    w.problems = read_list(content_of(root / "tests/requirements/requirements.txt"), w.list);
    for (auto const& file : files())
        for (auto& p : read_tags(fs::relative(file, root).generic_string(), content_of(file), w.shown))
            w.problems.push_back(std::move(p));
    return w;
}

}  // namespace

TEST_CASE("every requirement of the list is shown by a test, and no test shows another one") {
    auto const w = everything();
    for (auto const& problem : w.problems) FAIL_CHECK(problem);
    for (auto const& difference : differences(w.list, w.shown)) FAIL_CHECK(difference);
    CHECK(w.list.size() > 70);
}

TEST_CASE("the table in the reference is what the tests say") {
    auto const w = everything();
    auto const file = root / "docs/reference/requirements.md";
    auto const text = document(w.list, w.shown);
    if (std::getenv("SYNCLINE_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(file, std::ios::binary) << text;
        return;
    }
    auto const found = lines_of(content_of(file));
    auto const expected = lines_of(text);
    for (auto const& line : expected)
        if (std::find(found.begin(), found.end(), line) == found.end()) FAIL_CHECK("the table lacks " << line);
    CHECK_MESSAGE(found == expected,
                  "docs/reference/requirements.md is not what the tests say; "
                  "cmake --build --preset dev-gcc --target update-golden writes it anew");
}

TEST_CASE("a test is found by the line above it, whatever it is made of") {
    shown_by shown;
    CHECK(read_tags("a.cpp",
                    "// Shows R001, R002.\nTEST_CASE(\"one \\\"word\\\"\") {\n}\n"
                    "// Shows R002.\n// And why.\nTEST_CASE_TEMPLATE(\n    \"two \"\n    \"lines\", T, int, long) {\n"
                    "TEST_CASE(\"silent\") {\n// Shows R003.\nOWN_CASE(\"three\") {\n",
                    shown)
              .empty());
    CHECK(read_tags("b.sh", "#!/bin/bash\n# Shows R003.\nexit 0\n", shown).empty());
    auto const text_of = [&shown](char const* number) {
        std::string out;
        for (auto const& t : shown[number]) out += t.file + ": " + t.name + '\n';
        return out;
    };
    CHECK(text_of("R001") == "a.cpp: one \"word\"\n");
    CHECK(text_of("R002") == "a.cpp: one \"word\"\na.cpp: two lines\n");
    CHECK(text_of("R003") == "a.cpp: three\nb.sh: \n");
    CHECK(document({{"R001", "This | that."}, {"R009", "More."}}, shown)
              .ends_with("|---|---|---|\n| R001 | This \\| that. | `a.cpp`: one \"word\" |\n"
                         "| R009 | More. | nothing yet |\n"));
}

TEST_CASE("a number without a test, a test of another number and a line nobody can read are found out") {
    shown_by shown;
    auto const judged = [&shown](std::string_view text) { return read_tags("a.cpp", text, shown); };
    CHECK(judged("// Shows R1.\nTEST_CASE(\"x\") {\n") ==
          lines{"a.cpp, line 1: found \"Shows R1.\", expected \"Shows R012, R123.\""});
    CHECK(judged("// Shows R001\nTEST_CASE(\"x\") {\n").size() == 1);
    CHECK(judged("// Shows R001 R002.\nTEST_CASE(\"x\") {\n").size() == 1);
    CHECK(judged("// Shows R001, .\nTEST_CASE(\"x\") {\n").size() == 1);
    CHECK(judged("// Shows R001.\nint x;\nTEST_CASE(\"x\") {\n") == lines{"a.cpp, line 1: stands above no test case"});
    CHECK(judged("TEST_CASE(\"x\") {\n// Shows R001.\n").size() == 1);
    CHECK(shown.empty());
    CHECK(judged("// Shows R001, R003.\nTEST_CASE(\"x\") {\n").empty());
    CHECK(differences({{"R001", "A."}, {"R002", "B."}}, shown) ==
          lines{"R002: no test shows it: B.", "a.cpp: shows R003, which is not in the list"});
    requirements list;
    CHECK(read_list("# a comment\nR002 B.\nR001 A.\nR003\nR004 no stop\nR005 a | b.\n", list) ==
          lines{"R001: found behind R002, expected ascending numbers", "found \"R003\", expected \"R012 A sentence.\"",
                "found \"R004 no stop\", expected \"R012 A sentence.\"",
                "found \"R005 a | b.\", expected \"R012 A sentence.\""});
    CHECK(list.size() == 1);
}
