// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

namespace syncline::inline v1::conversions {
namespace {

/// U+00C0 to U+017F without their accents; a blank for what is no letter.
constexpr std::string_view plain_latin =
    "A|A|A|A|A|A|ae|C|E|E|E|E|I|I|I|I|d|N|O|O|O|O|O| |O|U|U|U|U|Y|th|ss|"
    "a|a|a|a|a|a|ae|c|e|e|e|e|i|i|i|i|d|n|o|o|o|o|o| |o|u|u|u|u|y|th|y|"
    "A|a|A|a|A|a|C|c|C|c|C|c|C|c|D|d|d|d|E|e|E|e|E|e|E|e|E|e|G|g|G|g|G|g|G|g|H|h|h|h|"
    "I|i|I|i|I|i|I|i|I|i|ij|ij|J|j|K|k|k|L|l|L|l|L|l|l|l|l|l|N|n|N|n|N|n|n|n|n|"
    "O|o|O|o|O|o|oe|oe|R|r|R|r|R|r|S|s|S|s|S|s|S|s|T|t|T|t|t|t|"
    "U|u|U|u|U|u|U|u|U|u|U|u|W|w|Y|y|Y|Z|z|Z|z|Z|z|s";

std::vector<std::string> const& plain_letters() {
    static std::vector<std::string> const letters = [] {
        std::vector<std::string> out;
        each_of(plain_latin, [&](std::string_view letter) { out.push_back(lower(letter)); });
        return out;
    }();
    return letters;
}

/// A character of several bytes as `folded` writes it.
void append_folded(std::string& out, std::string_view character) {
    auto const byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i]));
    };
    std::uint32_t code = 0;
    if (character.size() == 2) code = ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    if (character.size() == 3) code = ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    bool const apostrophe = code == 0xB4 || code == 0x2018 || code == 0x2019 || code == 0x2BB || code == 0x2BC;
    if (apostrophe || (code >= 0x300 && code <= 0x36F)) return;  // also accents that stand behind their letter
    if (code >= 0xC0 && code <= 0x17F)
        out += plain_letters()[code - 0xC0];
    else if (code == 0xA0)
        out += ' ';
    else
        out += character;
}

}  // namespace

std::string folded(std::string_view name) {
    if (name.size() > longest_name) return {};
    std::string letters;
    while (!name.empty()) {
        auto const n = (std::max)(syncline::detail::utf8_at_front(name), std::size_t{1});
        char const c = name.front();
        if (n > 1 || static_cast<unsigned char>(c) >= 0x80)
            append_folded(letters, name.substr(0, n));
        else if (is_letter(c) || is_digit(c))
            letters += to_lower(c);
        else if (c == '&')
            letters += " and ";
        else if (c != '.' && c != '\'' && c != '`')
            letters += ' ';
        name.remove_prefix(n);
    }
    std::string out;
    std::string_view rest = letters;
    while (!rest.empty()) {
        auto const end = (std::min)(rest.find(' '), rest.size());
        auto const word = rest.substr(0, end);
        rest.remove_prefix((std::min)(end + 1, rest.size()));
        if (word.empty() || word == "the") continue;
        if (!out.empty()) out += ' ';
        out += word == "saint" ? "st" : word;
    }
    return out;
}

}  // namespace syncline::inline v1::conversions
