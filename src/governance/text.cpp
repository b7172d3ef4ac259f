// SPDX-License-Identifier: Apache-2.0
#include "governance/text.hpp"

#include <algorithm>
#include <optional>

#include <syncline/core/near_name.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1::governance::detail {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// U+0080 to U+009F, U+2028 and U+2029: breaks of a line and commands of a terminal.
bool is_wide_control(std::string_view s) noexcept {
    return (s.size() == 2 && s[0] == '\xC2' && static_cast<unsigned char>(s[1]) < 0xA0) || s == "\xE2\x80\xA8" ||
           s == "\xE2\x80\xA9";
}

/// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
bool turns_direction(std::string_view s) noexcept {
    if (s.size() != 3 || s[0] != '\xE2') return false;
    auto const last = static_cast<unsigned char>(s[2]);
    if (s[1] == '\x80') return last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE);
    return s[1] == '\x81' && last >= 0xA6 && last <= 0xA9;
}

bool is_lower_or_digit(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string one_line(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const n = syncline::detail::utf8_at_front(text);
        auto const one = text.substr(0, n == 0 ? 1 : n);
        text.remove_prefix(one.size());
        if (n == 1 && one == "\r" && text.starts_with('\n')) continue;
        if (n == 0 || turns_direction(one))
            out += replacement;
        else if ((n == 1 && (static_cast<unsigned char>(one[0]) < 0x20 || one[0] == '\x7F')) || is_wide_control(one))
            out += ' ';
        else
            out += one;
    }
    return out;
}

std::string listed(std::vector<std::string> const& names, std::string_view none) {
    std::string out;
    for (auto const& n : names) {
        if (!out.empty()) out += ", ";
        out += n;
    }
    return out.empty() ? std::string(none) : out;
}

bool is_kebab(std::string_view name) noexcept {
    bool between = true;  // nothing, or a dash or a slash, came before
    for (char const c : name) {
        if (is_lower_or_digit(c)) {
            between = false;
            continue;
        }
        if ((c != '-' && c != '/') || between) return false;
        between = true;
    }
    return !between;
}

bool is_semantic_version(std::string_view version) noexcept {
    for (int part = 0; part < 3; ++part) {
        std::size_t digits = 0;
        while (digits < version.size() && syncline::detail::is_digit(version[digits])) ++digits;
        if (digits == 0 || (digits > 1 && version[0] == '0')) return false;
        version.remove_prefix(digits);
        if (part == 2) break;
        if (!version.starts_with('.')) return false;
        version.remove_prefix(1);
    }
    if (version.empty()) return true;
    if ((version[0] != '-' && version[0] != '+') || version.size() == 1) return false;
    return std::all_of(version.begin(), version.end(), [](char c) {
        return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
    });
}

std::string nearest(std::string_view name, std::vector<std::string> const& known) {
    std::string out;
    std::optional<std::size_t> best;
    for (auto const& k : known)
        if (auto const d = name_distance(name, k); d && (!best || *d < *best || (*d == *best && k < out))) {
            best = d;
            out = k;
        }
    return out;
}

}  // namespace syncline::inline v1::governance::detail
