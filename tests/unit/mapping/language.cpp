// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/language.hpp>

#include <doctest/doctest.h>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

TEST_CASE("a language reads as its tag, as each system writes it") {
    struct {
        std::string_view text;
        std::string_view tag;
    } constexpr cases[] = {
        {"de", "de"},
        {"DE", "de"},
        {"de_DE", "de-DE"},
        {"de-DE", "de-DE"},
        {"de-de", "de-DE"},
        {"en_US", "en-US"},
        {"pt-br", "pt-BR"},
        {"zh-tw", "zh-TW"},
        {"zh_CN", "zh-CN"},
        {"es_419", "es-419"},
        {"deu", "de"},
        {"ger", "de"},
        {"ENG", "en"},
        {"sr@latin", "sr-Latn"},
        {"sr@Cyrl", "sr-Cyrl"},
        {"sr_RS@latin", "sr-Latn-RS"},
        {"zh-hant-tw", "zh-Hant-TW"},
        {"ar_001", "ar-001"},
        {"kab_DZ", "kab-DZ"},
        {" fr ", "fr"},
        {"iw", "he"},
        {"English", ""},
        {"de_DE.UTF-8", ""},
        {"de-DE-1996", ""},
        {"de-", ""},
        {"-de", ""},
        {"d", ""},
        {"de-XX", ""},
        {"xx", ""},
        {"in_ID", "id-ID"},
        {"de-DE-CH", ""},
        {"de-Latn-Latn", ""},
        {"ca@valencia", ""},
        {"de--DE", ""},
        {"en-u-ca", ""},
        {"de DE", ""},
        {"12", ""},
        {"zh-TW-Hant", ""},
    };
    for (auto const& c : cases) {
        auto const r = to_language_tag(c.text);
        if (c.tag.empty())
            check_refused(r, c.text);
        else
            CHECK_MESSAGE(r == std::string(c.tag), c.text << ": " << (r ? *r : r.error().message));
    }
}

TEST_CASE("each system's form reads back as the tag it was written from") {
    struct {
        std::string_view tag;
        std::string_view posix;
        std::string_view underscored;
        std::string_view lower;
        std::string_view language;
    } constexpr cases[] = {
        {"de-DE", "de_DE", "de_DE", "de-de", "de"},
        {"pt-BR", "pt_BR", "pt_BR", "pt-br", "pt"},
        {"es-419", "es_419", "es_419", "es-419", "es"},
        {"sr-Latn", "sr@latin", "sr_Latn", "sr-latn", "sr"},
        {"sr-Cyrl-RS", "sr_RS@Cyrl", "sr_Cyrl_RS", "sr-cyrl-rs", "sr"},
        {"kab-DZ", "kab_DZ", "kab_DZ", "kab-dz", "kab"},
    };
    for (auto const& c : cases) {
        CHECK(posix_locale(c.tag) == std::string(c.posix));
        CHECK(underscored_language(c.tag) == std::string(c.underscored));
        CHECK(lower_language_tag(c.tag) == std::string(c.lower));
        CHECK(language_only(c.tag) == std::string(c.language));
        for (auto const form : {c.posix, c.underscored, c.lower}) CHECK(to_language_tag(form) == std::string(c.tag));
    }
    CHECK(posix_locale("de").error().message == "found \"de\", expected a language with a region, such as de-DE");
    check_refused(posix_locale("zh-Hant-TW"), "zh-Hant-TW");
}

TEST_CASE("a language gets the region it is most often written for") {
    CHECK(with_likely_region("de") == "de-DE");
    CHECK(with_likely_region("en") == "en-US");
    CHECK(with_likely_region("pt") == "pt-BR");
    CHECK(with_likely_region("sv") == "sv-SE");
    CHECK(with_likely_region("ja") == "ja-JP");
    CHECK(with_likely_region("de-CH") == "de-CH");
    check_refused(with_likely_region("eo"), "eo");
    check_refused(with_likely_region("kab"), "kab");
    check_refused(with_likely_region("zh-Hant"), "zh-Hant");
}

TEST_CASE("the locales Odoo ships read as tags and come back") {
    for (std::string_view const odoo :
         {"en_US", "am_ET", "ar_001", "ar_SY",   "az_AZ",    "eu_ES", "be_BY", "bn_IN",  "bs_BA", "bg_BG",
          "ca_ES", "zh_CN", "zh_HK",  "zh_TW",   "hr_HR",    "cs_CZ", "da_DK", "nl_BE",  "nl_NL", "en_AU",
          "en_CA", "en_GB", "en_IN",  "en_NZ",   "et_EE",    "fi_FI", "fr_BE", "fr_CA",  "fr_CH", "fr_FR",
          "gl_ES", "ka_GE", "de_DE",  "de_CH",   "el_GR",    "gu_IN", "he_IL", "hi_IN",  "hu_HU", "id_ID",
          "it_IT", "ja_JP", "kab_DZ", "km_KH",   "ko_KP",    "ko_KR", "lo_LA", "lv_LV",  "lt_LT", "lb_LU",
          "mk_MK", "ml_IN", "mn_MN",  "ms_MY",   "my_MM",    "nb_NO", "fa_IR", "pl_PL",  "pt_AO", "pt_BR",
          "pt_PT", "ro_RO", "ru_RU",  "sr@Cyrl", "sr@latin", "sk_SK", "sl_SI", "es_419", "es_AR", "es_ES",
          "sv_SE", "th_TH", "tl_PH",  "tr_TR",   "uk_UA",    "vi_VN", "sq_AL", "te_IN"}) {
        auto const tag = to_language_tag(odoo);
        REQUIRE_MESSAGE(tag, odoo);
        CHECK(posix_locale(*tag) == std::string(odoo));
    }
}

TEST_CASE("every language of ISO 639-1 is known by all its codes") {
    std::size_t known = 0;
    for (char a = 'a'; a <= 'z'; ++a)
        for (char b = 'a'; b <= 'z'; ++b)
            if (to_language_tag(std::string{a, b}) == std::string{a, b}) ++known;
    CHECK(known == 184);
    for (auto const& row : iso_codes("639-2")) {
        if (!row.contains("alpha_2")) continue;
        auto const two = row.at("alpha_2").get<std::string>();
        CHECK(to_language_tag(two) == two);
        CHECK(to_language_tag(row.at("alpha_3").get<std::string>()) == two);
        if (row.contains("bibliographic")) CHECK(to_language_tag(row.at("bibliographic").get<std::string>()) == two);
    }
}

TEST_CASE("hostile text is no language") {
    check_hostile_refused(to_language_tag);
    check_hostile_refused(with_likely_region);
    check_hostile_refused(language_only);
    check_hostile_refused(posix_locale);
    check_hostile_refused(underscored_language);
    check_hostile_refused(lower_language_tag);
}
