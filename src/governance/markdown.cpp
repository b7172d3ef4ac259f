// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <syncline/core/text.hpp>
#include <syncline/governance/pack.hpp>

#include "governance/document.hpp"
#include "governance/text.hpp"

namespace syncline::inline v1::governance {
namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || syncline::detail::is_digit(c) ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// A text in which nothing is markup. An underscore inside of a word is none anyway.
std::string escaped(std::string_view text) {
    auto const line = detail::one_line(text);
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char const c = line[i];
        bool const inside = i > 0 && i + 1 < line.size() && is_word(line[i - 1]) && is_word(line[i + 1]);
        if (std::string_view(R"(\`*<>&|[]~$)").find(c) != std::string_view::npos || (c == '_' && !inside)) out += '\\';
        out += c;
    }
    return out;
}

/// A text as code in a table's cell: fenced by more backticks than it has in a row.
std::string code(std::string_view text) {
    std::string inside;
    std::size_t longest = 0;
    std::size_t run = 0;
    for (char const c : detail::one_line(text)) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
        if (c == '|') inside += '\\';
        inside += c;
    }
    std::string const fence(longest + 1, '`');
    std::string const space = longest != 0 ? " " : "";
    return fence + space + inside + space + fence;
}

struct markdown_writer {
    std::string out{};

    void operator()(detail::heading const& h) {
        out += '\n' + std::string(static_cast<std::size_t>(h.level), '#') + ' ' + escaped(h.text) + '\n';
    }
    void operator()(detail::paragraph const& p) {
        auto text = escaped(p.text);
        // a sentence never starts a list, a quote or a heading
        if (!text.empty() && std::string_view("#-+=").find(text[0]) != std::string_view::npos) text.insert(0, "\\");
        out += '\n' + text + '\n';
    }
    void operator()(detail::table const& t) {
        out += "\n|";
        for (auto const& h : t.head) out += ' ' + escaped(h) + " |";
        out += "\n|";
        for (std::size_t i = 0; i < t.head.size(); ++i) out += "---|";
        out += '\n';
        for (auto const& row : t.rows) {
            out += '|';
            for (auto const& c : row) out += ' ' + (c.code ? code(c.text) : escaped(c.text)) + " |";
            out += '\n';
        }
    }
    void operator()(detail::picture const& p) {
        auto const plain = [](std::string_view text) {
            auto line = detail::one_line(text);
            for (auto& c : line)
                if (c == '`') c = '\'';  // never the end of the block
            return line;
        };
        out += "\n```text\n";
        if (p.lanes.empty()) out += "from " + plain(p.source) + '\n';
        for (auto const& lane : p.lanes) {
            out += "from " + plain(p.source);
            for (auto const& m : lane.mappings) out += " --> [" + plain(m) + ']';
            out += " --> " + plain(lane.target) + '\n';
        }
        out += "```\n";
    }
};

}  // namespace

std::string markdown(configuration const& c, std::vector<finding> const& findings) {
    auto const pack = detail::pack_of(c, findings);
    markdown_writer w;
    w.out = "# " + escaped(pack.title) + '\n';
    for (auto const& b : pack.blocks) std::visit(w, b);
    return std::move(w.out);
}

}  // namespace syncline::inline v1::governance
