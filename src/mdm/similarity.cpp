// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/similarity.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include <syncline/core/text.hpp>

#include "code_points.hpp"

namespace syncline::inline v1::mdm {
namespace {

constexpr char32_t broken = 0xFFFD;

char32_t decoded(std::string_view sequence) {
    auto const byte = [sequence](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    auto const tail = [byte](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3FU); };
    switch (sequence.size()) {
        case 1: return byte(0);
        case 2: return (byte(0) & 0x1FU) << 6U | tail(1);
        case 3: return (byte(0) & 0x0FU) << 12U | tail(1) << 6U | tail(2);
        default: return (byte(0) & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3);
    }
}

// A letter a code point: its base letter; `+` two letters (`two_letters`), `-` no letter, `.` stays as it is.
constexpr char32_t latin_from = 0xC0;
constexpr std::string_view latin =
    "aaaaaa+ceeeeiiiidnooooo-ouuuuy++aaaaaa+ceeeeiiiidnooooo-ouuuuy+y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii++jjkkklllllll"
    "lllnnnnnnnnnoooooo++rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bb.......dd......ffg...ikkl..nnooo..pp.....ttttuu.vyyzz........."
    "....+++++++++aaiioouuuuuuuuuu.aaaa++ggggkkoooo..j+++gg..nnaa++oo"
    "aaaaeeeeiiiioooorrrruuuusstt..hhn...zzaaeeooooooooyy......acclts"
    "z..bu.eejj..rryy";
constexpr char32_t latin_additional_from = 0x1E00;
constexpr std::string_view latin_additional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyas..+.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

std::u32string_view two_letters(char32_t c) {
    switch (c) {
        case 0xDE:
        case 0xFE: return U"th";
        case 0xDF:
        case 0x1E9E: return U"ss";
        case 0x132:
        case 0x133: return U"ij";
        case 0x152:
        case 0x153: return U"oe";
        case 0x1C4:
        case 0x1C5:
        case 0x1C6:
        case 0x1F1:
        case 0x1F2:
        case 0x1F3: return U"dz";
        case 0x1C7:
        case 0x1C8:
        case 0x1C9: return U"lj";
        case 0x1CA:
        case 0x1CB:
        case 0x1CC: return U"nj";
        default: return U"ae";
    }
}

/// What a code point is when texts are compared: letters to put there, a blank, or nothing at all.
struct folding {
    std::u32string_view many{};
    char32_t one = 0;
    bool blank = false;
};

folding by_table(std::string_view table, char32_t from, char32_t c) {
    char const base = table[c - from];
    if (base == '+') return {.many = two_letters(c)};
    if (base == '-') return {.blank = true};
    return {.one = base == '.' ? c : static_cast<char32_t>(base)};
}

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'`' || c == 0xB4 || (c >= 0x2018 && c <= 0x201B); }

folding folding_of(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width ASCII
    if (c >= 'A' && c <= 'Z') return {.one = c + 0x20};
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return {.one = c};
    if (is_apostrophe(c)) return {};
    if (c < 0xC0) return {.blank = true};
    if (c - latin_from < latin.size()) return by_table(latin, latin_from, c);
    if (c - latin_additional_from < latin_additional.size())
        return by_table(latin_additional, latin_additional_from, c);
    if (c >= 0x300 && c <= 0x36F) return {};  // combining accents
    if ((c >= 0x391 && c <= 0x3A9 && c != 0x3A2) || (c >= 0x410 && c <= 0x42F)) return {.one = c + 0x20};
    if (c >= 0x400 && c <= 0x40F) return {.one = c + 0x50};
    if ((c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || c == 0xFEFF) return {.blank = true};
    return {.one = c};
}

bool is_letter(char32_t c) {
    auto const f = folding_of(c);
    return !f.blank && (f.one != 0 || !f.many.empty());
}

/// Whether the dot at `at` is one of initials: `S.A.`, `e.V`. One letter before it, and one or none behind.
bool joins_initials(std::u32string_view text, std::size_t at) {
    auto const letter = [text](std::size_t i) { return i < text.size() && is_letter(text[i]); };
    bool const one_before = at >= 1 && letter(at - 1) && (at < 2 || !letter(at - 2));
    return one_before && letter(at + 1) && !letter(at + 2);
}

/// Where each letter stands in a text, a bit a place: for ASCII of at most 64 letters, which folded Latin text mostly
/// is.
class places {
public:
    explicit places(std::u32string_view text) : fits_(text.size() <= 64) {
        for (std::size_t i = 0; fits_ && i < text.size(); ++i) {
            fits_ = text[i] < at_.size();
            if (fits_) at_[text[i]] |= std::uint64_t{1} << i;
        }
    }

    [[nodiscard]] bool fit() const noexcept { return fits_; }
    [[nodiscard]] std::uint64_t of(char32_t c) const noexcept { return c < at_.size() ? at_[c] : 0; }

private:
    std::array<std::uint64_t, 128> at_{};
    bool fits_;
};

/// The lowest `n` bits.
std::uint64_t lowest(std::size_t n) { return n >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1; }

/// Length of the longest common subsequence. By bits after Hyyro (2004): a cleared bit is a step up in the row of the
/// table that the other way computes.
std::size_t common_letters(std::u32string_view a, std::u32string_view b) {
    if (places const in_b(b); in_b.fit()) {
        std::uint64_t row = ~std::uint64_t{0};
        for (char32_t const c : a) {
            auto const met = row & in_b.of(c);
            row = (row + met) | (row - met);
        }
        return static_cast<std::size_t>(std::popcount(~row & lowest(b.size())));
    }
    std::array<std::size_t, longest_compared + 1> row;
    std::fill_n(row.begin(), b.size() + 1, std::size_t{0});
    for (char32_t const c : a) {
        std::size_t diagonal = 0;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const above = row[j];
            row[j] = c == b[j - 1] ? diagonal + 1 : std::max(above, row[j - 1]);
            diagonal = above;
        }
    }
    return row[b.size()];
}

/// The letters of a text that have a partner in the other one, in their order.
struct partners {
    std::array<char32_t, longest_compared> of_a;  // the first `count` of each; the rest is never looked at
    std::array<char32_t, longest_compared> of_b;
    std::size_t count = 0;
};

/// Each letter of a takes the first free equal one of b at most `reach` places away.
void pair_up(std::u32string_view a, std::u32string_view b, std::size_t reach, partners& out) {
    if (places const in_b(b); in_b.fit()) {
        std::uint64_t free = lowest(b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            auto const near = lowest(i + reach + 1) & ~lowest(i > reach ? i - reach : 0);
            auto const at = in_b.of(a[i]) & free & near;
            if (at == 0) continue;
            free &= ~(at & (~at + 1));
            out.of_a[out.count++] = a[i];
        }
        std::size_t k = 0;
        for (auto taken = ~free & lowest(b.size()); taken != 0; taken &= taken - 1)
            out.of_b[k++] = b[static_cast<std::size_t>(std::countr_zero(taken))];
        return;
    }
    std::array<bool, longest_compared> taken;
    std::fill_n(taken.begin(), b.size(), false);
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t const end = std::min(i + reach + 1, b.size());
        for (std::size_t j = i > reach ? i - reach : 0; j < end; ++j) {
            if (taken[j] || a[i] != b[j]) continue;
            taken[j] = true;
            out.of_a[out.count++] = a[i];
            break;
        }
    }
    std::size_t k = 0;
    for (std::size_t j = 0; j < b.size(); ++j)
        if (taken[j]) out.of_b[k++] = b[j];
}

double share_kept(std::size_t distance, std::size_t both) {
    return both == 0 ? 1 : 1 - static_cast<double>(distance) / static_cast<double>(both);
}

void join(std::u32string& to, std::u32string_view word) {
    if (!to.empty()) to += U' ';
    to += word;
}

}  // namespace

std::u32string code_points(std::string_view text, std::size_t most) {
    std::u32string out;
    out.reserve(std::min(text.size(), most));
    while (!text.empty() && out.size() < most) {
        auto const n = syncline::detail::utf8_at_front(text);
        out += n == 0 ? broken : decoded(text.substr(0, n));
        text.remove_prefix(n == 0 ? 1 : n);
    }
    return out;
}

std::string utf8(std::u32string_view letters) {
    std::string out;
    out.reserve(letters.size());
    auto const put = [&out](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    auto const tail = [&put](char32_t bits) { put(0x80U | (bits & 0x3FU)); };
    for (char32_t const c : letters) {
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0U | c >> 6U);
            tail(c);
        } else if (c < 0x10000) {
            put(0xE0U | c >> 12U);
            tail(c >> 6U);
            tail(c);
        } else {
            put(0xF0U | c >> 18U);
            tail(c >> 12U);
            tail(c >> 6U);
            tail(c);
        }
    }
    return out;
}

std::vector<std::u32string_view> sorted_words(std::u32string_view text) {
    std::vector<std::u32string_view> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(U' '), text.size());
        if (end != 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

double jaro_winkler_of(std::u32string_view a, std::u32string_view b) {
    if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1 : 0;
    std::size_t const longer = std::max(a.size(), b.size());
    std::size_t const reach = longer / 2 > 1 ? longer / 2 - 1 : 0;  // how far apart equal letters may stand
    partners found;
    pair_up(a, b, reach, found);
    std::size_t const common = found.count;
    if (common == 0) return 0;
    std::size_t moved = 0;
    for (std::size_t k = 0; k < common; ++k) moved += found.of_a[k] != found.of_b[k] ? 1U : 0U;
    auto const share = [common](std::size_t of) { return static_cast<double>(common) / static_cast<double>(of); };
    std::size_t const swaps = moved / 2;  // of an odd number the last one does not count
    double const in_order = static_cast<double>(common - swaps) / static_cast<double>(common);
    double const jaro = (share(a.size()) + share(b.size()) + in_order) / 3;
    if (jaro <= 0.7) return jaro;
    std::size_t prefix = 0;
    while (prefix < std::min({a.size(), b.size(), std::size_t{4}}) && a[prefix] == b[prefix]) ++prefix;
    return std::min(1.0, jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro));
}

double token_set_of(std::span<std::u32string_view const> a, std::span<std::u32string_view const> b) {
    if (a.empty() || b.empty()) return 0;
    std::size_t shared = 0;  // letters of the words both have, with the blanks between them
    std::u32string only_a;
    std::u32string only_b;
    for (auto x = a.begin(), y = b.begin(); x != a.end() || y != b.end();) {
        if (y == b.end() || (x != a.end() && *x < *y)) {
            join(only_a, *x++);
        } else if (x == a.end() || *y < *x) {
            join(only_b, *y++);
        } else {
            shared += x->size() + (shared == 0 ? 0 : 1);
            ++x;
            ++y;
        }
    }
    if (shared != 0 && (only_a.empty() || only_b.empty())) return 1;
    std::size_t const blank = shared == 0 ? 0 : 1;
    std::size_t const all_a = shared + blank + only_a.size();
    std::size_t const all_b = shared + blank + only_b.size();
    // Levenshtein's distance without replacing
    std::size_t const edits = only_a.size() + only_b.size() - 2 * common_letters(only_a, only_b);
    double const whole = share_kept(edits, all_a + all_b);
    if (shared == 0) return whole;
    return std::max(
        {whole, share_kept(blank + only_a.size(), shared + all_a), share_kept(blank + only_b.size(), shared + all_b)});
}

std::string folded(std::string_view text) {
    auto const letters = code_points(text);
    std::u32string out;
    out.reserve(letters.size());
    bool blank = false;
    auto const put = [&out, &blank](char32_t c) {
        if (blank && !out.empty()) out += U' ';
        blank = false;
        out += c;
    };
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (letters[i] == U'.' && joins_initials(letters, i)) continue;
        auto const f = folding_of(letters[i]);
        blank = blank || f.blank;
        if (f.one != 0) put(f.one);
        for (char32_t const c : f.many) put(c);
    }
    return utf8(out);
}

double jaro_winkler(std::string_view a, std::string_view b) {
    return jaro_winkler_of(code_points(a, longest_compared), code_points(b, longest_compared));
}

double token_set(std::string_view a, std::string_view b) {
    auto const left = code_points(a, longest_compared);
    auto const right = code_points(b, longest_compared);
    return token_set_of(sorted_words(left), sorted_words(right));
}

}  // namespace syncline::inline v1::mdm
