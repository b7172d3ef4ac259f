// SPDX-License-Identifier: Apache-2.0
#include "include_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace architecture {
namespace {

constexpr std::string_view public_root = "include/syncline/";
constexpr std::string_view source_root = "src/";

/// Public headers are read by every host: these cost too much there.
constexpr std::array<std::string_view, 4> too_dear{"regex", "iostream", "format", "functional"};
/// The only libraries whose names a public header may speak.
constexpr std::array<std::string_view, 4> public_libraries{"tl/expected.hpp", "boost/describe.hpp", "boost/describe/",
                                                           "boost/mp11/"};
/// Where a library's headers are, and the name LINK must carry before a source may include them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> private_libraries{{
    {"simdjson.h", "simdjson::simdjson"},
    {"openssl/", "OpenSSL::"},
    {"curl/", "CURL::libcurl"},
    {"sqlite3.h", "SQLite::SQLite3"},
    {"httplib.h", "httplib::httplib"},
    {"nlohmann/", "nlohmann_json::nlohmann_json"},
}};
/// The operating system's and the processor's own headers: sources may include them.
constexpr std::array<std::string_view, 11> machine{"sys/",     "netinet/",    "arpa/",      "netdb.h",
                                                   "fcntl.h",  "poll.h",      "unistd.h",   "time.h",
                                                   "signal.h", "emmintrin.h", "immintrin.h"};

bool starts_with_any(std::string_view text, auto const& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return text.starts_with(p); });
}

bool contains(auto const& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_standard(std::string_view target) { return target.find_first_of("/.") == std::string_view::npos; }

bool matches(std::string_view pattern, std::string_view path) {
    auto const star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == path;
    auto const head = pattern.substr(0, star);
    auto const tail = pattern.substr(star + 1);
    return path.size() >= head.size() + tail.size() && path.starts_with(head) && path.ends_with(tail) &&
           path.substr(head.size()).find('/') == std::string_view::npos;
}

/// Words of all `call(...)` in a CMake text, comments left out.
std::vector<std::vector<std::string>> calls(std::string_view cmake, std::string_view call) {
    std::string text;
    bool comment = false;
    for (char const c : cmake) {
        if (c == '#') comment = true;
        if (c == '\n') comment = false;
        text += comment ? ' ' : c;
    }
    std::vector<std::vector<std::string>> out;
    std::string const opening = std::string(call) + "(";
    for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
        at += opening.size();
        auto const end = text.find(')', at);
        auto& words = out.emplace_back();
        std::string word;
        for (char const c : text.substr(at, end - at) + " ") {
            if (std::isspace(static_cast<unsigned char>(c)) == 0) {
                word += c;
            } else if (!word.empty()) {
                words.push_back(std::exchange(word, {}));
            }
        }
    }
    return out;
}

unit read_unit(std::vector<std::string> const& words, bool part) {
    unit u;
    u.part = part;
    u.name = words.front();
    u.folder = u.name;
    std::vector<std::string>* list = nullptr;
    std::vector<std::string> ignored;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const& w = words[i];
        if (w == "LEVEL" && i + 1 < words.size()) {
            auto const& number = words[++i];
            std::from_chars(number.data(), number.data() + number.size(), u.level);
        } else if (w == "FOLDER" && i + 1 < words.size()) {
            u.folder = words[++i];
        } else if (w == "USES") {
            list = &u.uses;
        } else if (w == "LINK") {
            list = &u.link;
        } else if (w == "HEADERS") {
            list = &u.headers;
        } else if (w == "TEST_LINK") {
            list = &ignored;
        } else if (list) {
            list->push_back(w);
        }
    }
    return u;
}

/// What is wrong with `unit` reaching for `target`, or nothing.
std::optional<std::string> reach(unit const& from, unit const& to) {
    if (from.name == to.name || contains(from.uses, to.name)) return std::nullopt;
    if (to.part && !from.part) return "nothing in the house looks at the optional part " + to.name;
    if (from.part || to.level < from.level) return from.name + " does not list " + to.name + " in its USES";
    return from.name + " (level " + std::to_string(from.level) + ") looks " +
           (to.level == from.level ? "sideways" : "up") + " at " + to.name + " (level " + std::to_string(to.level) +
           ")";
}

/// The header that shows a whole module, `odoo.hpp`, or a family of them, `crm.hpp`; `syncline.hpp` shows the house.
/// `path` is relative to include/syncline; answers `odoo`, or nothing when this is no umbrella.
std::string_view umbrella_of(module_table const& table, std::string_view path) {
    if (!path.ends_with(".hpp")) return {};
    auto const stem = path.substr(0, path.rfind(".hpp"));
    auto const is_above = [&](unit const& u) {
        return u.folder == stem || u.folder.starts_with(std::string(stem) + "/");
    };
    if (stem == "syncline" || std::any_of(table.units.begin(), table.units.end(), is_above)) return stem;
    return {};
}

std::optional<std::string> reach_public(module_table const& table, unit const* self, std::string_view path,
                                        std::string_view target) {
    auto const inner = target.substr(std::string_view("syncline/").size());
    if (inner == "version.hpp" || inner == "fwd.hpp") return std::nullopt;
    auto const shown = umbrella_of(table, inner);
    if (self && !shown.empty()) return "umbrella headers are for hosts: include what is used";
    auto const* other = table.owner(inner);
    if (!other && shown.empty()) return "no module in cmake/modules.cmake owns " + std::string(target);
    if (self) return reach(*self, *other);
    if (other && other->part) return "an umbrella header shows no optional part";
    auto const stem = umbrella_of(table, path.substr(public_root.size()));
    std::string const name(other ? other->name : shown);
    if (stem == "syncline" || name == stem || name.starts_with(std::string(stem) + "/")) return std::nullopt;
    return "the umbrella of " + std::string(stem) + " shows " + name;
}

std::optional<std::string> reach_private(module_table const& table, unit const& self, std::string_view target) {
    if (target.find('/') == std::string_view::npos) return std::nullopt;  // a neighbour in the same folder
    auto const* other = table.owner(target);
    if (!other) return "no module in cmake/modules.cmake owns " + std::string(target);
    if (other->name == self.name) return std::nullopt;
    if (self.part && self.folder.starts_with(other->folder + "/")) return std::nullopt;
    return std::string(target) + " is private to " + other->name;
}

std::optional<std::string> reach_library(unit const* self, bool is_public, std::string_view target) {
    if (is_public) {
        if (contains(too_dear, target)) return "<" + std::string(target) + "> costs too much in a public header";
        if (is_standard(target) || starts_with_any(target, public_libraries)) return std::nullopt;
        return "<" + std::string(target) + "> has no place in a public header";
    }
    if (is_standard(target) || starts_with_any(target, public_libraries) || starts_with_any(target, machine))
        return std::nullopt;
    for (auto const& [prefix, library] : private_libraries) {
        if (!target.starts_with(prefix)) continue;
        auto const linked = [&, lib = library](std::string const& l) { return l.starts_with(lib); };
        if (self && std::any_of(self->link.begin(), self->link.end(), linked)) return std::nullopt;
        return (self ? self->name : "this file") + " does not list " + std::string(library) + " in its LINK";
    }
    return "<" + std::string(target) + "> belongs to no library this project names";
}

}  // namespace

module_table module_table::parse(std::string_view cmake) {
    module_table table;
    for (auto const& words : calls(cmake, "syncline_module"))
        if (!words.empty()) table.units.push_back(read_unit(words, false));
    for (auto const& words : calls(cmake, "syncline_part"))
        if (!words.empty()) table.units.push_back(read_unit(words, true));
    return table;
}

unit const* module_table::named(std::string_view name) const {
    auto const it = std::find_if(units.begin(), units.end(), [&](unit const& u) { return u.name == name; });
    return it == units.end() ? nullptr : &*it;
}

unit const* module_table::owner(std::string_view path) const {
    unit const* best = nullptr;
    for (auto const& u : units) {
        auto const claims = [&](std::string const& pattern) { return matches(pattern, path); };
        if (std::any_of(u.headers.begin(), u.headers.end(), claims)) return &u;
        if (path.starts_with(u.folder + "/") && (!best || u.folder.size() > best->folder.size())) best = &u;
    }
    return best;
}

std::vector<include_line> include_lines(std::string_view text) {
    std::vector<include_line> out;
    int number = 0;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        ++number;
        auto const skip_blanks = [&] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
        skip_blanks();
        if (!line.starts_with('#')) continue;
        line.remove_prefix(1);
        skip_blanks();
        if (!line.starts_with("include")) continue;
        line.remove_prefix(std::string_view("include").size());
        skip_blanks();
        if (line.empty() || (line.front() != '<' && line.front() != '"')) continue;
        bool const quoted = line.front() == '"';
        line.remove_prefix(1);
        out.push_back({number, quoted, std::string(line.substr(0, line.find(quoted ? '"' : '>')))});
    }
    return out;
}

std::vector<std::string> judge(module_table const& table) {
    std::vector<std::string> wrong;
    for (auto const& u : table.units) {
        if (!u.part && u.level < 0) wrong.push_back("cmake/modules.cmake: " + u.name + " has no LEVEL");
        for (auto const& name : u.uses) {
            auto const* other = table.named(name);
            if (!other) {
                wrong.push_back("cmake/modules.cmake: " + u.name + " uses " + name + ", which nobody declares");
            } else if (!u.part && other->part) {
                wrong.push_back("cmake/modules.cmake: the module " + u.name + " uses the optional part " + name);
            } else if (!u.part && other->level >= u.level) {
                wrong.push_back("cmake/modules.cmake: " + u.name + " (level " + std::to_string(u.level) + ") uses " +
                                name + " (level " + std::to_string(other->level) + "), which is not below it");
            }
        }
    }
    return wrong;
}

std::vector<std::string> judge(module_table const& table, std::string_view path, std::string_view text) {
    bool const is_public = path.starts_with(public_root);
    auto const inner = path.substr(is_public ? public_root.size() : source_root.size());
    auto const* self = table.owner(inner);
    std::vector<std::string> wrong;
    bool const at_the_root = inner == "version.hpp" || inner == "fwd.hpp" || inner == "syncline.cpp";
    if (!self && !at_the_root && umbrella_of(table, inner).empty()) {
        wrong.push_back(std::string(path) + ": no module in cmake/modules.cmake owns this file");
        return wrong;
    }
    if (!self && !is_public) return wrong;  // src/syncline.cpp: judge_single_file
    for (auto const& line : include_lines(text)) {
        std::optional<std::string> problem;
        if (line.target.starts_with("syncline/")) {
            problem = reach_public(table, self, path, line.target);
        } else if (!line.quoted) {
            problem = reach_library(self, is_public, line.target);
        } else if (is_public) {
            problem = "a public header sees no private one: " + line.target;
        } else {
            problem = reach_private(table, *self, line.target);
        }
        if (problem) wrong.push_back(std::string(path) + ":" + std::to_string(line.number) + ": " + *problem);
    }
    std::size_t number = 0;
    for (std::string_view rest = text; !rest.empty();) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (line.starts_with("namespace syncline") && !line.starts_with("namespace syncline::inline v1"))
            wrong.push_back(std::string(path) + ":" + std::to_string(number) +
                            ": opens syncline without `inline v1`, which is part of every symbol's name");
    }
    return wrong;
}

std::vector<std::string> judge_umbrella(module_table const& table, std::string_view umbrella, std::string_view text,
                                        std::vector<std::string> const& headers) {
    std::vector<std::string> shown;
    for (auto const& line : include_lines(text)) shown.push_back(line.target);
    std::string const folder(umbrella.substr(0, umbrella.rfind(".hpp")));
    std::vector<std::string> wrong;
    for (auto const& header : headers) {
        auto const* owner = table.owner(header);
        bool const direct =
            header.starts_with(folder + "/") && header.find('/', folder.size() + 1) == std::string::npos;
        if (direct && owner && !owner->part && !contains(shown, "syncline/" + header))
            wrong.push_back("include/syncline/" + std::string(umbrella) + ": does not show " + header);
    }
    return wrong;
}

std::vector<std::string> types_defined(std::string_view header) {
    std::vector<std::string> types;
    std::string_view before;
    std::vector<bool> shown;  // of the namespaces around the line
    while (!header.empty()) {
        auto const end = header.find('\n');
        auto const line = header.substr(0, end);
        header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
        auto const above = std::exchange(before, line);
        if (line.starts_with("namespace ")) {
            shown.push_back(line.starts_with("namespace syncline") && line.find("::detail") == std::string_view::npos);
            continue;
        }
        if (line.starts_with("}  // namespace") && !shown.empty()) shown.pop_back();
        if (std::find(shown.begin(), shown.end(), false) != shown.end()) continue;
        bool const plain_template = above.starts_with("template <class ") || above.starts_with("template <auto ");
        if ((above.starts_with("template") && (!plain_template || above.find('=') != std::string_view::npos)) ||
            above.find("requires") != std::string_view::npos)
            continue;
        for (std::string_view const word : {"class ", "struct ", "enum class "}) {
            if (!line.starts_with(word)) continue;
            auto const rest = line.substr(word.size());
            auto const name = rest.substr(0, rest.find_first_of(" <;{:"));
            bool const defined = line.find('{') != std::string_view::npos && rest.find('<') > rest.find('{');
            if (defined) types.emplace_back(name);
        }
    }
    return types;
}

std::vector<std::string> pages_named(std::string_view text) {
    constexpr std::string_view folder = "docs/";
    constexpr std::string_view extension = ".md";
    auto const belongs = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '/' || c == '.';
    };
    std::vector<std::string> pages;
    for (auto at = text.find(folder); at != std::string_view::npos; at = text.find(folder, at + folder.size())) {
        if (at > 0 && belongs(text[at - 1])) continue;
        auto const end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), belongs);
        auto path = text.substr(at, static_cast<std::size_t>(end - text.begin()) - at);
        while (path.ends_with('.')) path.remove_suffix(1);  // the end of a sentence
        if (path.ends_with(extension)) pages.emplace_back(path);
    }
    return pages;
}

std::vector<std::string> judge_single_file(module_table const& table, std::string_view single_file,
                                           std::vector<std::string> const& sources) {
    std::vector<std::string> wrong;
    std::vector<std::string> included;
    for (auto const& line : include_lines(single_file)) {
        included.push_back(std::string(source_root) + line.target);
        if (line.target.ends_with(".cpp") && !contains(sources, included.back()))
            wrong.push_back("src/syncline.cpp:" + std::to_string(line.number) + ": " + line.target + " does not exist");
    }
    for (auto const& source : sources) {
        auto const* owner = table.owner(source.substr(source_root.size()));
        // what only tests want is no part of what an embedder compiles
        bool const beside = owner && owner->part && owner->folder.find('/') == std::string::npos;
        if (owner && !beside && !contains(included, source))
            wrong.push_back("src/syncline.cpp: does not include " + source);
    }
    return wrong;
}

}  // namespace architecture
