// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/overlay.hpp>

#include <algorithm>
#include <vector>

namespace syncline::inline v1 {
namespace {

/// The lines of a mapping's text; a field comes once, so its line is found by what stands before ` = `.
std::vector<std::string_view> rule_lines(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (end != 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// `to name = title | trim` and `skip name` are about `name`.
std::string_view field_of(std::string_view line) {
    line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    return line.substr(0, line.find(" = "));
}

void append(std::string& out, std::string_view sign, std::string_view line) {
    out += sign;
    out += line;
    out += '\n';
}

}  // namespace

std::string mapping_difference(std::string_view was, std::string_view is) {
    auto const before = rule_lines(was);
    auto const after = rule_lines(is);
    std::string out;
    for (auto const line : before) {
        auto const same =
            std::find_if(after.begin(), after.end(), [&](std::string_view l) { return field_of(l) == field_of(line); });
        if (same != after.end() && *same == line) continue;
        append(out, "- ", line);
        if (same != after.end()) append(out, "+ ", *same);
    }
    for (auto const line : after)
        if (std::none_of(before.begin(), before.end(),
                         [&](std::string_view l) { return field_of(l) == field_of(line); }))
            append(out, "+ ", line);
    return out;
}

}  // namespace syncline::inline v1
