// SPDX-License-Identifier: Apache-2.0
#include "governance/field_lines.hpp"

#include <algorithm>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::governance::detail {
namespace {

/// Where `mark` comes first outside of quotes and brackets; the text's length when nowhere.
std::size_t outside(std::string_view text, std::string_view mark) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
            continue;
        }
        if (depth == 0 && text.substr(i).starts_with(mark)) return i;
        if (c == '"') quoted = true;
        if (c == '(' || c == '{' || c == '[') ++depth;
        if ((c == ')' || c == '}' || c == ']') && depth > 0) --depth;
    }
    return text.size();
}

std::vector<std::string_view> divided(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> out;
    while (true) {
        auto const end = outside(text, mark);
        out.push_back(trimmed(text.substr(0, end)));
        if (end == text.size()) return out;
        text.remove_prefix(end + mark.size());
    }
}

bool is_field(std::string_view word) {
    if (word.empty() || syncline::detail::is_digit(word[0])) return false;
    return std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || syncline::detail::is_digit(c) || c == '_' ||
               c == '.';
    });
}

void add_source(field_line& out, std::string_view field) {
    if (is_field(field) && std::find(out.sources.begin(), out.sources.end(), field) == out.sources.end())
        out.sources.emplace_back(field);
}

constexpr int most_choices = 16;  // one in the other; what is deeper is not looked at

void read_expression(std::string_view text, field_line& out, int depth = 0);

/// What stands before the first step.
void read_head(std::string_view head, field_line& out) {
    if (head == "record") {
        out.whole_record = true;
        return;
    }
    if (head.starts_with("constant") || head.starts_with("produced by ")) return;
    for (auto const field : divided(head, ", ")) add_source(out, field);
}

/// `when kind is "x": a | b; otherwise: c`.
void read_choice(std::string_view text, field_line& out, int depth) {
    if (depth == most_choices) return;
    constexpr std::string_view otherwise = "; otherwise: ";
    text.remove_prefix(std::string_view("when ").size());
    auto const colon = outside(text, ": ");
    auto const test = text.substr(0, colon);
    if (test.find(' ') != std::string_view::npos) add_source(out, test.substr(0, test.find(' ')));  // not `custom`
    text.remove_prefix(std::min(colon + 2, text.size()));
    auto const end = outside(text, otherwise);
    read_expression(text.substr(0, end), out, depth + 1);
    if (end != text.size()) read_expression(text.substr(end + otherwise.size()), out, depth + 1);
}

void read_expression(std::string_view text, field_line& out, int depth) {
    if (text.starts_with("when ")) return read_choice(text, out, depth);
    read_head(divided(text, " | ").front(), out);
}

/// Whether a step, a test or a constant has no text of its own: it stands there as `custom`, in nested rules too.
bool has_custom(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        if (quoted) continue;
        for (std::string_view const before : {"| custom", "constant custom", "when custom"}) {
            auto const rest = text.substr(i);
            if (!rest.starts_with(before)) continue;
            if (rest.size() == before.size() ||
                std::string_view(" ;:}").find(rest[before.size()]) != std::string_view::npos)
                return true;
        }
    }
    return false;
}

void read_rule(std::string_view rule, field_line& out) {
    constexpr std::string_view equals = " = ";
    auto const at = std::min(rule.find(equals), rule.size());
    out.target = std::string(trimmed(rule.substr(0, at)));
    auto const expression = rule.substr(std::min(at + equals.size(), rule.size()));
    read_expression(expression, out);
    out.custom = has_custom(expression);
    if (expression.starts_with("when ")) {
        for (auto const& s : out.sources) out.from += (out.from.empty() ? "" : ", ") + s;
        out.steps.emplace_back(expression);
        return;
    }
    auto const steps = divided(expression, " | ");
    out.from = std::string(steps.front());
    out.steps.assign(steps.begin() + 1, steps.end());
}

}  // namespace

std::vector<field_line> field_lines(std::string_view text) {
    std::vector<field_line> out;
    std::string scope;
    std::string rule;  // of the last line, with what follows it
    auto const finish = [&] {
        if (!rule.empty()) read_rule(rule, out.back());
        rule.clear();
    };
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!scope.empty() && line.starts_with("- ")) continue;  // how the base has it
        if (!scope.empty() && line.starts_with("+ ")) line.remove_prefix(2);
        if (line.starts_with("for ") && line.ends_with(':')) {
            finish();
            scope = std::string(line.substr(4, line.size() - 5));
        } else if (line.starts_with("skip ")) {
            finish();
            out.push_back({.scope = scope, .target = std::string(trimmed(line.substr(5))), .skipped = true});
        } else if (line.starts_with("to ") && line.find(" = ") != std::string_view::npos) {
            finish();
            out.push_back({.scope = scope});
            rule = std::string(line.substr(3));
        } else if (!rule.empty() && !trimmed(line).empty()) {
            (rule += ' ') += trimmed(line);
        }
    }
    finish();
    return out;
}

}  // namespace syncline::inline v1::governance::detail
