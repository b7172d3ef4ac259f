// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// The parts of a person's name; what there is not is empty.
struct name_parts {
    std::string prefix{};  ///< `Dr.`
    std::string given{};   ///< `Ana`
    std::string middle{};  ///< `Maria`
    std::string family{};  ///< `van der Berg`
    std::string suffix{};  ///< `Jr.`

    friend bool operator==(name_parts const&, name_parts const&) = default;
};
BOOST_DESCRIBE_STRUCT(name_parts, (), (prefix, given, middle, family, suffix))

/// Splits a name written in one field.
///
/// The rules, in their order: titles in front (`Dr.`, `Mr`, `Herr`, ...) are the prefix; generations and degrees behind
/// (`Jr.`, `III`, `PhD`, ...) the suffix, with or without a comma; with another comma it is `Family, Given Middle`;
/// else the last word is the family name, with the small words before it (`van der`, `de la`, `von`); one word alone is
/// the family name, which Salesforce asks for; the first of the other words is the given name, the rest the middle one.
/// A name in Han, Kana or Hangul has its family name first. A guess: who has two family names (`Gabriel García
/// Márquez`) gets the first as a middle one. Where the source has parts, map the parts. *Errors*: `mapping` when there
/// is no word but titles, when it is no UTF-8, or when it is longer than 1000 bytes.
struct split_name_t {
    static constexpr conversion_facts facts{
        "split_name",
        "a person's name in one field",
        "prefix, given, middle, family, suffix",
        "refuses an empty name, titles alone and more than 1000 bytes; keeps every word, in a part that may be wrong",
        "full_name: the words come back in their order, less commas and runs of blanks; after Family, Given in the "
        "order given family",
        "Western order; family first in Han, Kana and Hangul; English, German, French, Spanish and Dutch titles and "
        "particles",
        "documented rule"};
    [[nodiscard]] result<name_parts> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr split_name_t split_name{};

/// The parts in one line: prefix, given, middle, family, suffix; the family name first when all of it is in Han,
/// Kana or Hangul. Cannot fail; nothing but empty parts makes an empty text.
struct full_name_t {
    static constexpr conversion_facts facts{"full_name",
                                            "prefix, given, middle, family, suffix",
                                            "a person's name in one field",
                                            "total",
                                            "split_name: none for parts of several words, which it may cut elsewhere",
                                            "as split_name",
                                            "documented rule"};
    [[nodiscard]] std::string operator()(name_parts const& name) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr full_name_t full_name{};

/// The parts as lists are sorted: `van der Berg, Dr. Ana Maria, Jr.` Cannot fail.
struct family_first_t {
    static constexpr conversion_facts facts{
        "family_first",   "prefix, given, middle, family, suffix",    "Family, Prefix Given Middle, Suffix",
        "total",          "split_name: exact when given is one word", "Western order",
        "documented rule"};
    [[nodiscard]] std::string operator()(name_parts const& name) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr family_first_t family_first{};

}  // namespace syncline::inline v1
