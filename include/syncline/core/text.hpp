// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace syncline::inline v1 {

namespace detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Eight bytes as a number, the first in its lowest byte on every platform.
[[nodiscard]] inline std::uint64_t load_8(char const* p) noexcept {
    std::uint64_t v = 0;
    std::memcpy(&v, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

/// The same of up to seven bytes, zeros above them. No loop: its end would be guessed wrong for most texts.
[[nodiscard]] inline std::uint64_t load_below_8(char const* p, std::size_t n) noexcept {
    auto const byte = [p](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i); };
    if (n >= 4) {
        std::uint32_t first = 0;
        std::uint32_t last = 0;  // overlaps the first: equal bytes at equal places
        std::memcpy(&first, p, 4);
        std::memcpy(&last, p + n - 4, 4);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        first = __builtin_bswap32(first);
        last = __builtin_bswap32(last);
#endif
        return first | std::uint64_t{last} << (8 * (n - 4));
    }
    return n == 0 ? 0 : byte(0) | byte(n / 2) | byte(n - 1);
}

/// Length of the white space at the start of `s` (ASCII, or U+00A0 as web forms paste it); 0 when there is none.
[[nodiscard]] constexpr std::size_t space_at_front(std::string_view s) noexcept {
    if (s.empty()) return 0;
    if (s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r')) return 1;
    return s.starts_with("\xC2\xA0") ? 2 : 0;
}

[[nodiscard]] constexpr std::size_t space_at_back(std::string_view s) noexcept {
    if (s.empty()) return 0;
    if (s.back() == ' ' || (s.back() >= '\t' && s.back() <= '\r')) return 1;
    return s.ends_with("\xC2\xA0") ? 2 : 0;
}

/// Length of the well-formed UTF-8 sequence at the start of `s`; 0 when there is none.
[[nodiscard]] constexpr std::size_t utf8_at_front(std::string_view s) noexcept {
    auto const byte = [s](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0U; };
    unsigned const b0 = byte(0);
    unsigned const b1 = byte(1);
    auto const tail = [byte](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
    if (b0 < 0x80) return s.empty() ? 0 : 1;
    if (b0 >= 0xC2 && b0 <= 0xDF) return tail(1) ? 2 : 0;
    if (b0 >= 0xE0 && b0 <= 0xEF) {
        unsigned const low = b0 == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
        unsigned const high = b0 == 0xED ? 0x9F : 0xBF;  // no surrogates
        return b1 >= low && b1 <= high && tail(2) ? 3 : 0;
    }
    if (b0 >= 0xF0 && b0 <= 0xF4) {
        unsigned const low = b0 == 0xF0 ? 0x90 : 0x80;
        unsigned const high = b0 == 0xF4 ? 0x8F : 0xBF;  // nothing above U+10FFFF
        return b1 >= low && b1 <= high && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace detail

/// `s` without white space at its ends: ASCII white space and the no-break space U+00A0.
///
/// Lifetime: a view into `s`.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view s) noexcept {
    while (auto const n = detail::space_at_front(s)) s.remove_prefix(n);
    while (auto const n = detail::space_at_back(s)) s.remove_suffix(n);
    return s;
}

/// `s` trimmed, with each run of white space inside replaced by one blank.
[[nodiscard]] inline std::string collapse_spaces(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    s = trimmed(s);
    while (!s.empty()) {
        auto n = detail::space_at_front(s);
        if (n == 0) {
            out += s.front();
            s.remove_prefix(1);
            continue;
        }
        for (; n != 0; n = detail::space_at_front(s)) s.remove_prefix(n);
        out += ' ';
    }
    return out;
}

/// Whether both are the same but for the case of ASCII letters.
[[nodiscard]] constexpr bool equals_ignore_case(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

/// Whether every byte belongs to well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] constexpr bool is_valid_utf8(std::string_view s) noexcept {
    while (!s.empty()) {
        auto const n = detail::utf8_at_front(s);
        if (n == 0) return false;
        s.remove_prefix(n);
    }
    return true;
}

/// A value as a message may show it: at most `max` bytes plus `...`, control characters and broken bytes as `?`,
/// never half a character.
[[nodiscard]] inline std::string shorten(std::string_view s, std::size_t max = 40) {
    std::string out;
    while (!s.empty()) {
        auto const n = detail::utf8_at_front(s);
        bool const c1 = n == 2 && s[0] == '\xC2' && static_cast<unsigned char>(s[1]) < 0xA0;
        bool const shown = n != 0 && !c1 && (n > 1 || (s[0] >= ' ' && s[0] != '\x7F'));
        if (out.size() + (shown ? n : 1) > max) return out += "...";
        if (shown)
            out += s.substr(0, n);
        else
            out += '?';
        s.remove_prefix(n == 0 ? 1 : n);
    }
    return out;
}

}  // namespace syncline::inline v1
