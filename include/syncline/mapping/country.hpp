// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Reads a country as people and systems write it, as its ISO 3166-1 alpha-2 code: `Germany`, `de`, `DEU`, `276`,
/// `Korea, Republic of`, `U.K.`
///
/// Letter case, accents, punctuation and "the" do not matter. Names are English: ISO's, Unicode CLDR's, Odoo's and
/// Salesforce's, and everyday ones such as Holland or Ivory Coast. Other languages come through a `value_table`.
/// *Errors*: `mapping` for anything else, with near names; also for what names two countries (`Korea`).
///
///     to<&party::country> = from<&lead::country> | to_country_code
struct to_country_code_t {
    static constexpr conversion_facts facts{
        "to_country_code",
        "country as text: alpha-2, alpha-3, numeric code or English name",
        "ISO 3166-1 alpha-2",
        "knows all 249 entries; refuses anything else, also a name of two countries (Korea), and says what is near",
        "country_name (also country_alpha3, country_numeric): the code comes back, the spelling does not",
        "English",
        "ISO 3166-1; names also as CLDR and Odoo 16 and 18 write them"};
    [[nodiscard]] result<std::string> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr to_country_code_t to_country_code{};

/// The English name of an alpha-2 code, as address forms show it. *Errors*: `mapping` when it is no code of ISO 3166-1.
struct country_name_t {
    static constexpr conversion_facts facts{"country_name",
                                            "ISO 3166-1 alpha-2",
                                            "English short name",
                                            "refuses what is no assigned code",
                                            "to_country_code: exact",
                                            "English",
                                            "ISO 3166-1; the everyday name where ISO's is inverted"};
    [[nodiscard]] result<std::string> operator()(std::string_view alpha2) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr country_name_t country_name{};

/// The alpha-3 code of an alpha-2 code. *Errors*: `mapping` when it is no code of ISO 3166-1.
struct country_alpha3_t {
    static constexpr conversion_facts facts{"country_alpha3",
                                            "ISO 3166-1 alpha-2",
                                            "ISO 3166-1 alpha-3",
                                            "refuses what is no assigned code",
                                            "to_country_code: exact",
                                            "none",
                                            "ISO 3166-1"};
    [[nodiscard]] result<std::string> operator()(std::string_view alpha2) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr country_alpha3_t country_alpha3{};

/// The numeric code, three digits, of an alpha-2 code. *Errors*: `mapping` when it is no code of ISO 3166-1.
struct country_numeric_t {
    static constexpr conversion_facts facts{"country_numeric",
                                            "ISO 3166-1 alpha-2",
                                            "ISO 3166-1 numeric, three digits",
                                            "refuses what is no assigned code",
                                            "to_country_code: exact",
                                            "none",
                                            "ISO 3166-1"};
    [[nodiscard]] result<std::string> operator()(std::string_view alpha2) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr country_numeric_t country_numeric{};

}  // namespace syncline::inline v1
