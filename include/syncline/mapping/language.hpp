// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Reads a language as systems write it, as a BCP 47 tag of language, script and region: `de_DE`, `pt-br`, `ENG`,
/// `sr@latin`, `es_419` become `de-DE`, `pt-BR`, `en`, `sr-Latn`, `es-419`.
///
/// A three-letter code that has a shorter one is shortened, as BCP 47 asks; another one is kept by its shape. What
/// follows the region (variants, extensions, `.UTF-8`) is refused: dropping it would say something else.
/// *Errors*: `mapping`.
struct to_language_tag_t {
    static constexpr conversion_facts facts{
        "to_language_tag",
        "language code in any of the usual forms (de, de-DE, de_DE, DE, deu, ger, sr@latin)",
        "BCP 47 tag: language, script, region",
        "knows the languages of ISO 639-1 and the regions of ISO 3166-1; keeps three-letter codes by shape; refuses "
        "names, variants and extensions",
        "posix_locale, underscored_language, lower_language_tag: the tag comes back",
        "none",
        "BCP 47, ISO 639-1, ISO 639-2"};
    [[nodiscard]] result<std::string> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr to_language_tag_t to_language_tag{};

/// Adds the region a language is most often written for, when there is none: `de` becomes `de-DE`, `en` `en-US`, `pt`
/// `pt-BR`. A guess about spelling, never about where somebody lives. *Errors*: `mapping` when there is no such region.
struct with_likely_region_t {
    static constexpr conversion_facts facts{"with_likely_region",
                                            "BCP 47 tag",
                                            "BCP 47 tag with a region",
                                            "refuses languages without one (Esperanto) and tags with a script alone",
                                            "language_only; none for tags that had a region",
                                            "none",
                                            "Unicode CLDR, likely subtags"};
    [[nodiscard]] result<std::string> operator()(std::string_view tag) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr with_likely_region_t with_likely_region{};

/// The language of a tag alone: `de` of `de-DE`. *Errors*: `mapping` as for `to_language_tag`.
struct language_only_t {
    static constexpr conversion_facts facts{"language_only",
                                            "BCP 47 tag",
                                            "ISO 639-1 code, or three letters",
                                            "refuses what to_language_tag refuses; loses script and region",
                                            "none: script and region are gone",
                                            "none",
                                            "BCP 47"};
    [[nodiscard]] result<std::string> operator()(std::string_view tag) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr language_only_t language_only{};

/// A tag as a POSIX locale, which is what Odoo's `lang` is: `de_DE`, `sr_RS@latin`.
///
/// *Errors*: `mapping` when there is neither region nor script (put `with_likely_region` before it), or a script POSIX
/// has no word for.
struct posix_locale_t {
    static constexpr conversion_facts facts{"posix_locale",
                                            "BCP 47 tag",
                                            "POSIX locale (Odoo): de_DE, sr@latin",
                                            "refuses a language alone, and scripts other than Latn and Cyrl",
                                            "to_language_tag: exact",
                                            "none",
                                            "POSIX locale names, as in Odoo's res.lang"};
    [[nodiscard]] result<std::string> operator()(std::string_view tag) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr posix_locale_t posix_locale{};

/// A tag with `_` for `-`, as Salesforce writes it: `de`, `pt_BR`. (Only Hebrew and Indonesian have older codes there,
/// `iw` and `in`; `to_language_tag` reads them.) *Errors*: `mapping` as for `to_language_tag`.
struct underscored_language_t {
    static constexpr conversion_facts facts{"underscored_language",
                                            "BCP 47 tag",
                                            "the same with _ (Salesforce): de, pt_BR",
                                            "refuses what to_language_tag refuses",
                                            "to_language_tag: exact",
                                            "none",
                                            "BCP 47"};
    [[nodiscard]] result<std::string> operator()(std::string_view tag) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr underscored_language_t underscored_language{};

/// A tag in lower case, as HubSpot writes it: `de`, `pt-br`. *Errors*: `mapping` as for `to_language_tag`.
struct lower_language_tag_t {
    static constexpr conversion_facts facts{"lower_language_tag",
                                            "BCP 47 tag",
                                            "the same in lower case (HubSpot): de, pt-br",
                                            "refuses what to_language_tag refuses",
                                            "to_language_tag: exact",
                                            "none",
                                            "BCP 47"};
    [[nodiscard]] result<std::string> operator()(std::string_view tag) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr lower_language_tag_t lower_language_tag{};

}  // namespace syncline::inline v1
