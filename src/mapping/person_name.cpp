// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/person_name.hpp>

#include <array>
#include <initializer_list>
#include <span>

#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

using words_of_name = std::span<std::string_view const>;

// In lower case; the first ones also without their dots. What is a name as well needs its dot.
constexpr std::array<std::string_view, 34> name_titles{
    "mr",   "mrs",      "ms",     "miss", "mx",   "dr",       "prof",  "sir",    "dame", "lord", "lady", "herr",
    "frau", "monsieur", "madame", "mme",  "mlle", "dipl-ing", "señor", "señora", "sra",  "srta", "rev.", "hon.",
    "fr.",  "capt.",    "col.",   "lt.",  "sgt.", "maj.",     "gen.",  "mag.",   "ing.", "eng."};
// Without dots, as they are written: `Pe` and `Md` are names.
constexpr std::array<std::string_view, 26> name_suffixes{"Jr",  "JR",  "jr", "Sr",  "SR",  "sr",  "II",  "III", "IV",
                                                         "PhD", "PHD", "MD", "DDS", "DVM", "Esq", "ESQ", "CPA", "MBA",
                                                         "LLM", "JD",  "RN", "PE",  "MSc", "BSc", "CFA", "OBE"};
constexpr std::array<std::string_view, 34> name_particles{
    "van",   "von", "vom", "zu",  "zum", "zur", "der", "den", "ter", "ten", "de", "del",
    "della", "di",  "da",  "dal", "das", "do",  "dos", "du",  "des", "la",  "le", "las",
    "los",   "y",   "e",   "af",  "av",  "bin", "ibn", "al",  "el",  "'t"};

constexpr std::size_t longest_person_name = 1000;

std::string without_dots(std::string_view word) {
    std::string out(word);
    out.erase(std::remove(out.begin(), out.end(), '.'), out.end());
    return out;
}

template <std::size_t N>
bool is_one_of(std::array<std::string_view, N> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_title(std::string_view word) {
    auto const key = conversions::lower(word);
    return is_one_of(name_titles, key) || is_one_of(name_titles, without_dots(key));
}
bool is_suffix(std::string_view word) { return is_one_of(name_suffixes, without_dots(word)); }
/// Particles are small: `Van` is a given name in Vietnam.
bool is_particle(std::string_view word) { return is_one_of(name_particles, word); }

/// Whether a word is in Han, Kana or Hangul, by its first character.
bool is_family_first_script(std::string_view s) {
    if (syncline::detail::utf8_at_front(s) != 3) return false;
    auto const byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(s[i])); };
    unsigned const code = ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x9FFF) ||
           (code >= 0xAC00 && code <= 0xD7A3);
}

std::string in_line(words_of_name words) {
    std::string out;
    for (auto const word : words) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

std::string in_line(std::initializer_list<std::string_view> parts, std::string_view between) {
    std::string out;
    for (auto const part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

std::vector<std::string_view> split_words(std::string_view s) {
    std::vector<std::string_view> out;
    while (!s.empty()) {
        auto const end = (std::min)(s.find(' '), s.size());
        if (end > 0) out.push_back(s.substr(0, end));
        s.remove_prefix((std::min)(end + 1, s.size()));
    }
    return out;
}

/// Takes the words at one end that `is` says yes to, but never the last one there is.
template <class Is>
words_of_name cut_front(words_of_name& words, Is is) {
    std::size_t n = 0;
    while (n + 1 < words.size() && is(words[n])) ++n;
    auto const front = words.first(n);
    words = words.subspan(n);
    return front;
}
template <class Is>
words_of_name cut_back(words_of_name& words, Is is) {
    std::size_t n = 0;
    while (n + 1 < words.size() && is(words[words.size() - 1 - n])) ++n;
    auto const back = words.last(n);
    words = words.first(words.size() - n);
    return back;
}

/// The words of a name without titles and suffixes, the family name at its end.
void split_given_first(words_of_name words, name_parts& out) {
    std::size_t family = words.size() - 1;
    while (family > 1 && is_particle(words[family - 1])) --family;
    if (family == 1 && is_particle(words[0])) family = 0;  // `van der Berg` alone
    out.family = in_line(words.subspan(family));
    if (family > 0) out.given = words[0];
    if (family > 1) out.middle = in_line(words.subspan(1, family - 1));
}

/// What stands behind the comma of `Family, Given Middle`.
void split_behind_comma(words_of_name words, name_parts& out) {
    std::size_t titles = 0;
    while (titles < words.size() && is_title(words[titles])) ++titles;
    out.prefix = in_line(words.first(titles));
    words = words.subspan(titles);
    auto const suffixes = cut_back(words, is_suffix);
    if (out.suffix.empty()) out.suffix = in_line(suffixes);
    if (words.empty()) return;
    out.given = words[0];
    out.middle = in_line(words.subspan(1));
}

}  // namespace

result<name_parts> split_name_t::operator()(std::string_view text) const {
    auto const refused = [&] { return conversions::refuse(text, "a person's name of at most 1000 bytes of UTF-8"); };
    if (text.size() > longest_person_name || !is_valid_utf8(text)) return refused();
    std::string const line = collapse_spaces(text);
    std::string_view rest = line;
    name_parts out;
    // `..., Jr., PhD`: last parts that are nothing but suffixes
    for (auto at = rest.rfind(','); at != std::string_view::npos && at > 0; at = rest.rfind(',')) {
        auto const behind = split_words(rest.substr(at + 1));
        if (behind.empty() || !std::all_of(behind.begin(), behind.end(), is_suffix)) break;
        out.suffix = in_line({in_line(behind), out.suffix}, " ");
        rest = rest.substr(0, at);
    }
    auto const comma = rest.find(',');
    std::string without_commas(rest);
    std::replace(without_commas.begin(), without_commas.end(), ',', ' ');
    std::string_view const plain = without_commas;
    auto const front = split_words(plain.substr(0, (std::min)(comma, plain.size())));
    if (comma != std::string_view::npos && !front.empty()) {
        out.family = in_line(front);
        split_behind_comma(split_words(plain.substr(comma)), out);
        if (std::all_of(front.begin(), front.end(), is_title) && out.given.empty()) return refused();
        return out;
    }
    auto const all = split_words(plain);
    if (std::all_of(all.begin(), all.end(), is_title)) return refused();
    words_of_name words = all;
    out.prefix = in_line(cut_front(words, is_title));
    auto const suffixes = cut_back(words, is_suffix);
    out.suffix = in_line({in_line(suffixes), out.suffix}, " ");
    if (std::all_of(words.begin(), words.end(), is_family_first_script)) {
        out.family = words[0];
        out.given = in_line(words.subspan(1));
    } else {
        split_given_first(words, out);
    }
    return out;
}

std::string full_name_t::operator()(name_parts const& n) const {
    std::string const name = in_line({n.family, n.given, n.middle}, " ");
    auto const words = split_words(name);
    if (std::all_of(words.begin(), words.end(), is_family_first_script))
        return in_line({n.prefix, name, n.suffix}, " ");
    return in_line({n.prefix, n.given, n.middle, n.family, n.suffix}, " ");
}

std::string family_first_t::operator()(name_parts const& n) const {
    return in_line({n.family, in_line({n.prefix, n.given, n.middle}, " "), n.suffix}, ", ");
}

}  // namespace syncline::inline v1
