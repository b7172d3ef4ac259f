// SPDX-License-Identifier: Apache-2.0
// Includes point down, siblings stay strangers: the include lines of the whole tree against the module table.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include <syncline/version.hpp>

#include "include_rules.hpp"

using namespace architecture;
namespace fs = std::filesystem;

namespace {

std::string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE_MESSAGE(in, "cannot read " << path.string());
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> files_below(std::string_view folder) {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    std::vector<std::string> out;
    for (auto const& entry : fs::recursive_directory_iterator(root / folder)) {
        auto const extension = entry.path().extension();
        if (extension == ".hpp" || extension == ".cpp")
            out.push_back(fs::relative(entry.path(), root).generic_string());
    }
    std::sort(out.begin(), out.end());
    return out;
}

module_table real_table() { return module_table::parse(read(fs::path(SYNCLINE_SOURCE_DIR) / "cmake/modules.cmake")); }

/// A small house of the same shape, to show that each rule can fail.
module_table small_house() {
    return module_table::parse(R"(
# syncline_module(ghost LEVEL 0)
syncline_module(core        LEVEL 0 LINK OpenSSL::Crypto)
syncline_module(json        LEVEL 2 USES core LINK simdjson::simdjson)
syncline_module(http        LEVEL 2 USES core)
syncline_module(odoo        LEVEL 4 USES core
                json http)
syncline_module(crm/hubspot LEVEL 4 USES core json http)
syncline_part(http_curl FOLDER http/curl HEADERS http/curl*.hpp USES core http LINK CURL::libcurl)
syncline_part(testkit USES core http TEST_LINK Threads::Threads)
)");
}

std::vector<std::string> judged(std::string_view path, std::string_view text) {
    return judge(small_house(), path, text);
}

void check_refused(std::string_view path, std::string_view text, std::string_view why) {
    auto const wrong = judged(path, text);
    REQUIRE_MESSAGE(wrong.size() == 1, path << " <- " << text << " gave " << wrong.size() << " findings");
    CHECK_MESSAGE(wrong.front() == why, wrong.front());
}

}  // namespace

// Shows R179.
TEST_CASE("the module table points down") {
    auto const table = real_table();
    REQUIRE(table.units.size() > 10);
    for (auto const& problem : judge(table)) FAIL_CHECK(problem);
}

// Shows R090, R179.
TEST_CASE("every include line of the public headers and of the sources points down") {
    auto const table = real_table();
    std::size_t files = 0;
    std::size_t lines = 0;
    for (auto const* folder : {"include/syncline", "src"}) {
        for (auto const& path : files_below(folder)) {
            auto const text = read(fs::path(SYNCLINE_SOURCE_DIR) / path);
            ++files;
            lines += include_lines(text).size();
            for (auto const& problem : judge(table, path, text)) FAIL_CHECK(problem);
        }
    }
    MESSAGE(files << " files, " << lines << " include lines");
    CHECK(files > 50);
    CHECK(lines > 200);
}

namespace {

/// The lines, outside comments, that use a floating-point type.
std::vector<std::string> floats_in(std::string_view path, std::string const& text) {
    static std::regex const type(R"(\b(float|double)\b)");
    std::vector<std::string> out;
    std::size_t number = 0;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (std::regex_search(line.substr(0, line.find("//")), type))
            out.push_back(std::string(path) + ':' + std::to_string(number));
    }
    return out;
}

}  // namespace

// Shows R034.
TEST_CASE("no floating-point number stands where amounts pass: decimals, the model, its workflows") {
    std::size_t files = 0;
    auto const check = [&files](std::string const& path) {
        auto const found = floats_in(path, read(fs::path(SYNCLINE_SOURCE_DIR) / path));
        for (auto const& at : found) FAIL_CHECK("a floating-point type: ", at);
        ++files;
    };
    for (auto const* folder : {"include/syncline/model", "include/syncline/workflow", "src/model", "src/workflow"})
        for (auto const& path : files_below(folder)) check(path);
    check("include/syncline/core/decimal.hpp");
    check("include/syncline/odoo/order_to_cash.hpp");
    check("src/odoo/order_to_cash.cpp");
    check("src/odoo/to_model.cpp");
    check("src/odoo/canonical.cpp");
    CHECK(files > 45);
    CHECK(floats_in("a.hpp", "int i;  // a double\ndouble price;\nstd::vector<float> f;\nint doubled;\n") ==
          std::vector<std::string>{"a.hpp:2", "a.hpp:3"});
}

TEST_CASE("the single file compiles every source an embedder needs") {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    std::vector<std::string> sources;
    for (auto const& path : files_below("src"))
        if (path.ends_with(".cpp") && path != "src/syncline.cpp") sources.push_back(path);
    for (auto const& problem : judge_single_file(real_table(), read(root / "src/syncline.cpp"), sources))
        FAIL_CHECK(problem);
}

TEST_CASE("every module has an umbrella header that shows all of it, and syncline.hpp shows every module") {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    std::vector<std::string> headers;
    for (auto const& path : files_below("include/syncline"))
        headers.push_back(path.substr(std::string_view("include/syncline/").size()));
    auto const table = real_table();
    auto const whole = read(root / "include/syncline/syncline.hpp");
    for (auto const& u : table.units) {
        if (u.part) continue;
        auto const umbrella = u.folder + ".hpp";
        for (auto const& problem : judge_umbrella(table, umbrella, read(root / "include/syncline" / umbrella), headers))
            FAIL_CHECK(problem);
        CHECK_MESSAGE(whole.find("<syncline/" + umbrella + ">") != std::string::npos,
                      "syncline.hpp does not show " << umbrella);
    }
}

TEST_CASE("fwd.hpp names every public type") {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    auto const forward = read(root / "include/syncline/fwd.hpp");
    std::size_t types = 0;
    for (auto const& path : files_below("include/syncline")) {
        bool const is_private = path.find("/detail/") != std::string::npos;
        bool const beside = path.find("/testkit/") != std::string::npos || path.find("/emulator/") != std::string::npos;
        if (is_private || beside) continue;
        for (auto const& name : types_defined(read(root / path))) {
            bool const named = forward.find(" " + name + ";") != std::string::npos ||
                               forward.find(" " + name + " : ") != std::string::npos;
            CHECK_MESSAGE(named, "fwd.hpp lacks " << name << " of " << path);
            ++types;
        }
    }
    CHECK(types > 100);
}

TEST_CASE("every piece of C++ in the README is part of a source that is compiled") {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    auto const readme = read(root / "README.md");
    std::string const fence = "```cpp\n";
    std::string const mark = "<!-- from ";
    std::size_t pieces = 0;
    for (auto at = readme.find(fence); at != std::string::npos; at = readme.find(fence, at)) {
        // the line above the piece names its source: <!-- from examples/... -->
        auto const marked = readme.rfind(mark, at);
        REQUIRE_MESSAGE(marked != std::string::npos, "a piece of C++ without its source");
        auto const name = marked + mark.size();
        auto const end_of_mark = readme.find(" -->\n", name);
        REQUIRE_MESSAGE(end_of_mark + 5 == at, "a piece of C++ without its source above it");
        auto const path = readme.substr(name, end_of_mark - name);
        at += fence.size();
        auto const piece = readme.substr(at, readme.find("```", at) - at);
        CHECK_MESSAGE(read(root / path).find(piece) != std::string::npos, path << " has no such lines:\n" << piece);
        ++pieces;
    }
    CHECK(pieces > 0);
}

TEST_CASE("every page of docs that a source or a page names is there") {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    std::vector<fs::path> readers;
    for (auto const* folder : {"include", "src", "tools", "examples", "docs"})
        for (auto const& entry : fs::recursive_directory_iterator(root / folder))
            if (entry.is_regular_file()) readers.push_back(entry.path());
    for (auto const& entry : fs::directory_iterator(root))
        if (entry.path().extension() == ".md") readers.push_back(entry.path());
    std::size_t named = 0;
    for (auto const& reader : readers)
        for (auto const& page : pages_named(read(reader))) {
            CHECK_MESSAGE(fs::is_regular_file(root / page), fs::relative(reader, root).string()
                                                                << " names " << page << ", which is not there");
            ++named;
        }
    CHECK(named > 5);
}

TEST_CASE("a page is named by its path from the root, in a sentence or in a link") {
    CHECK(
        pages_named("see docs/a.md. (docs/adr/0001-b_c.md), [x](docs/a.md#part), docs/adr, mydocs/a.md, docs/x.txt") ==
        std::vector<std::string>{"docs/a.md", "docs/adr/0001-b_c.md", "docs/a.md"});
}

TEST_CASE("version.hpp says what CMakeLists.txt says") {
    fs::path const root = SYNCLINE_SOURCE_DIR;
    auto const cmake = read(root / "CMakeLists.txt");
    std::string const number = std::to_string(SYNCLINE_VERSION_MAJOR) + "." + std::to_string(SYNCLINE_VERSION_MINOR) +
                               "." + std::to_string(SYNCLINE_VERSION_PATCH);
    CHECK(number == SYNCLINE_VERSION_STRING);
    CHECK(cmake.find("project(syncline VERSION " + number + " ") != std::string::npos);
}

TEST_CASE("the table is read as CMake reads it: comments, folders, lists over several lines") {
    auto const table = small_house();
    CHECK(table.units.size() == 7);
    CHECK(table.named("ghost") == nullptr);
    REQUIRE(table.named("odoo") != nullptr);
    CHECK(table.named("odoo")->level == 4);
    CHECK(table.named("odoo")->uses == std::vector<std::string>{"core", "json", "http"});
    CHECK(table.owner("http/request.hpp")->name == "http");
    CHECK(table.owner("http/curl_transport.hpp")->name == "http_curl");
    CHECK(table.owner("http/curl/pool.cpp")->name == "http_curl");
    CHECK(table.owner("crm/hubspot/detail/wire.hpp")->name == "crm/hubspot");
    CHECK(table.owner("billing/stripe/client.hpp") == nullptr);
}

TEST_CASE("what points down passes") {
    CHECK(judged("include/syncline/odoo/client.hpp",
                 "#pragma once\n#include <string>\n#include <tl/expected.hpp>\n#include <boost/describe/class.hpp>\n"
                 "#include <syncline/http/transport.hpp>\n#  include <syncline/odoo/records.hpp>\n"
                 "// #include <regex>\n")
              .empty());
    CHECK(judged("src/json/reader.cpp", "#include <simdjson.h>\n#include \"json/text.hpp\"\n#include \"wire.hpp\"\n")
              .empty());
    CHECK(judged("src/http/curl/curl_transport.cpp", "#include <curl/curl.h>\n#include \"http/text.hpp\"\n").empty());
    CHECK(judged("include/syncline/syncline.hpp", "#include <syncline/odoo/client.hpp>\n").empty());
    CHECK(judged("include/syncline/syncline.hpp", "#include <syncline/odoo.hpp>\n").empty());
    CHECK(judged("include/syncline/crm/hubspot.hpp", "#include <syncline/crm/hubspot/client.hpp>\n").empty());
    CHECK(judged("include/syncline/crm.hpp", "#include <syncline/crm/hubspot.hpp>\n").empty());
}

TEST_CASE("an upward include is refused") {
    check_refused("include/syncline/core/result.hpp", "\n#include <syncline/json/decode.hpp>\n",
                  "include/syncline/core/result.hpp:2: core (level 0) looks up at json (level 2)");
}

TEST_CASE("a sideways include is refused") {
    check_refused("src/http/request.cpp", "#include <syncline/json/decode.hpp>",
                  "src/http/request.cpp:1: http (level 2) looks sideways at json (level 2)");
}

TEST_CASE("a vendor that includes another vendor is refused") {
    check_refused("src/odoo/client.cpp", "#include <syncline/crm/hubspot/client.hpp>",
                  "src/odoo/client.cpp:1: odoo (level 4) looks sideways at crm/hubspot (level 4)");
}

TEST_CASE("a use the table does not list is refused though it points down") {
    auto house = small_house();
    house.units[3].uses = {"core", "http"};
    auto const wrong = judge(house, "src/odoo/client.cpp", "#include <syncline/json/decode.hpp>");
    REQUIRE(wrong.size() == 1);
    CHECK(wrong.front() == "src/odoo/client.cpp:1: odoo does not list json in its USES");
}

TEST_CASE("nothing in the house looks at what stands beside it") {
    check_refused("include/syncline/odoo/client.hpp", "#include <syncline/testkit/manual_clock.hpp>",
                  "include/syncline/odoo/client.hpp:1: nothing in the house looks at the optional part testkit");
    check_refused("include/syncline/syncline.hpp", "#include <syncline/http/curl_transport.hpp>",
                  "include/syncline/syncline.hpp:1: an umbrella header shows no optional part");
}

TEST_CASE("a library's header in a public header is refused") {
    check_refused("include/syncline/json/decode.hpp", "#include <simdjson.h>",
                  "include/syncline/json/decode.hpp:1: <simdjson.h> has no place in a public header");
    check_refused("include/syncline/http/curl_transport.hpp", "#include <curl/curl.h>",
                  "include/syncline/http/curl_transport.hpp:1: <curl/curl.h> has no place in a public header");
    check_refused("include/syncline/core/text.hpp", "#include <functional>",
                  "include/syncline/core/text.hpp:1: <functional> costs too much in a public header");
    check_refused("include/syncline/core/text.hpp", "#include <boost/json.hpp>",
                  "include/syncline/core/text.hpp:1: <boost/json.hpp> has no place in a public header");
}

TEST_CASE("a library's header in a source whose module does not link it is refused") {
    check_refused("src/odoo/client.cpp", "#include <simdjson.h>",
                  "src/odoo/client.cpp:1: odoo does not list simdjson::simdjson in its LINK");
    check_refused("src/core/ids.cpp", "#include <uuid/uuid.h>",
                  "src/core/ids.cpp:1: <uuid/uuid.h> belongs to no library this project names");
}

TEST_CASE("another module's private header is refused, and so is a private header in a public one") {
    check_refused("src/odoo/client.cpp", "#include \"json/text.hpp\"",
                  "src/odoo/client.cpp:1: json/text.hpp is private to json");
    check_refused("include/syncline/json/decode.hpp", "#include \"json/text.hpp\"",
                  "include/syncline/json/decode.hpp:1: a public header sees no private one: json/text.hpp");
    check_refused("src/odoo/client.cpp", "#include \"../json/text.hpp\"",
                  "src/odoo/client.cpp:1: no module in cmake/modules.cmake owns ../json/text.hpp");
}

TEST_CASE("a file that opens the namespace without its version is refused") {
    check_refused("src/odoo/client.cpp", "namespace syncline::inline v1::odoo {\nnamespace syncline::odoo {\n",
                  "src/odoo/client.cpp:2: opens syncline without `inline v1`, which is part of every symbol's name");
}

TEST_CASE("a file no module owns is refused, and so is an umbrella header inside the house") {
    check_refused("include/syncline/billing/invoice.hpp", "#include <string>",
                  "include/syncline/billing/invoice.hpp: no module in cmake/modules.cmake owns this file");
    check_refused("src/odoo/client.cpp", "#include <syncline/syncline.hpp>",
                  "src/odoo/client.cpp:1: umbrella headers are for hosts: include what is used");
    check_refused("include/syncline/odoo/client.hpp", "#include <syncline/odoo.hpp>",
                  "include/syncline/odoo/client.hpp:1: umbrella headers are for hosts: include what is used");
    check_refused("include/syncline/crm.hpp", "#include <syncline/odoo.hpp>",
                  "include/syncline/crm.hpp:1: the umbrella of crm shows odoo");
    check_refused("include/syncline/odoo.hpp", "#include <syncline/json/decode.hpp>",
                  "include/syncline/odoo.hpp:1: the umbrella of odoo shows json");
}

TEST_CASE("a table that points sideways or up, or names nobody, is refused") {
    auto const wrong =
        judge(module_table::parse("syncline_module(a LEVEL 1 USES b nobody)\n"
                                  "syncline_module(b LEVEL 1 USES kit)\nsyncline_part(kit USES a)\n"
                                  "syncline_module(c)\n"));
    CHECK(wrong == std::vector<std::string>{
                       "cmake/modules.cmake: a (level 1) uses b (level 1), which is not below it",
                       "cmake/modules.cmake: a uses nobody, which nobody declares",
                       "cmake/modules.cmake: the module b uses the optional part kit",
                       "cmake/modules.cmake: c has no LEVEL",
                   });
}

TEST_CASE("an umbrella that forgets a header of its module is refused; detail folders and parts are not its business") {
    std::vector<std::string> const headers{"http/request.hpp", "http/transport.hpp", "http/curl_transport.hpp",
                                           "http/detail/parts.hpp", "json/decode.hpp"};
    auto const wrong = judge_umbrella(small_house(), "http.hpp", "#include <syncline/http/request.hpp>\n", headers);
    CHECK(wrong == std::vector<std::string>{"include/syncline/http.hpp: does not show http/transport.hpp"});
}

TEST_CASE("the types of a header are those a host can declare") {
    CHECK(types_defined("namespace syncline::http {\nclass later;\nstruct request {\n};\nenum class safety { once };\n"
                        "template <class T>\nclass page {\ntemplate <Record R>\nclass query {\n"
                        "template <class T>\nstruct page<T*> {\n"
                        "namespace detail {\nstruct hidden {\n}  // namespace detail\n"
                        "enum class shade : unsigned char {\n") ==
          std::vector<std::string>{"request", "safety", "page", "shade"});
}

TEST_CASE("a source the single file forgets, or one that is gone, is refused") {
    auto const wrong = judge_single_file(small_house(), "#include \"core/a.cpp\"\n#include \"core/gone.cpp\"\n",
                                         {"src/core/a.cpp", "src/json/b.cpp", "src/testkit/c.cpp"});
    CHECK(wrong == std::vector<std::string>{"src/syncline.cpp:2: core/gone.cpp does not exist",
                                            "src/syncline.cpp: does not include src/json/b.cpp"});
}
