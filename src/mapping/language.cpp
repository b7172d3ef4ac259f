// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/language.hpp>

#include <array>

#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

struct language_row {
    std::string_view alpha2;
    std::string_view alpha3;         ///< Terminological code of ISO 639-2.
    std::string_view bibliographic;  ///< Where ISO 639-2 has a second one.
    std::string_view region;         ///< Where it is most often written; empty when there is no such country.
};

// ISO 639-1 with the codes of ISO 639-2, ascending; regions by the likely subtags of CLDR.
// clang-format off
constexpr std::array<language_row, 184> language_rows{{
    {"aa", "aar", "", "ET"}, {"ab", "abk", "", "GE"}, {"ae", "ave", "", "IR"}, {"af", "afr", "", "ZA"},
    {"ak", "aka", "", "GH"}, {"am", "amh", "", "ET"}, {"an", "arg", "", "ES"}, {"ar", "ara", "", "EG"},
    {"as", "asm", "", "IN"}, {"av", "ava", "", "RU"}, {"ay", "aym", "", "BO"}, {"az", "aze", "", "AZ"},
    {"ba", "bak", "", "RU"}, {"be", "bel", "", "BY"}, {"bg", "bul", "", "BG"}, {"bh", "bih", "", ""},
    {"bi", "bis", "", "VU"}, {"bm", "bam", "", "ML"}, {"bn", "ben", "", "BD"}, {"bo", "bod", "tib", "CN"},
    {"br", "bre", "", "FR"}, {"bs", "bos", "", "BA"}, {"ca", "cat", "", "ES"}, {"ce", "che", "", "RU"},
    {"ch", "cha", "", "GU"}, {"co", "cos", "", "FR"}, {"cr", "cre", "", "CA"}, {"cs", "ces", "cze", "CZ"},
    {"cu", "chu", "", "RU"}, {"cv", "chv", "", "RU"}, {"cy", "cym", "wel", "GB"}, {"da", "dan", "", "DK"},
    {"de", "deu", "ger", "DE"}, {"dv", "div", "", "MV"}, {"dz", "dzo", "", "BT"}, {"ee", "ewe", "", "GH"},
    {"el", "ell", "gre", "GR"}, {"en", "eng", "", "US"}, {"eo", "epo", "", ""}, {"es", "spa", "", "ES"},
    {"et", "est", "", "EE"}, {"eu", "eus", "baq", "ES"}, {"fa", "fas", "per", "IR"}, {"ff", "ful", "", "SN"},
    {"fi", "fin", "", "FI"}, {"fj", "fij", "", "FJ"}, {"fo", "fao", "", "FO"}, {"fr", "fra", "fre", "FR"},
    {"fy", "fry", "", "NL"}, {"ga", "gle", "", "IE"}, {"gd", "gla", "", "GB"}, {"gl", "glg", "", "ES"},
    {"gn", "grn", "", "PY"}, {"gu", "guj", "", "IN"}, {"gv", "glv", "", "IM"}, {"ha", "hau", "", "NG"},
    {"he", "heb", "", "IL"}, {"hi", "hin", "", "IN"}, {"ho", "hmo", "", "PG"}, {"hr", "hrv", "", "HR"},
    {"ht", "hat", "", "HT"}, {"hu", "hun", "", "HU"}, {"hy", "hye", "arm", "AM"}, {"hz", "her", "", "NA"},
    {"ia", "ina", "", ""}, {"id", "ind", "", "ID"}, {"ie", "ile", "", "EE"}, {"ig", "ibo", "", "NG"},
    {"ii", "iii", "", "CN"}, {"ik", "ipk", "", "US"}, {"io", "ido", "", ""}, {"is", "isl", "ice", "IS"},
    {"it", "ita", "", "IT"}, {"iu", "iku", "", "CA"}, {"ja", "jpn", "", "JP"}, {"jv", "jav", "", "ID"},
    {"ka", "kat", "geo", "GE"}, {"kg", "kon", "", "CD"}, {"ki", "kik", "", "KE"}, {"kj", "kua", "", "NA"},
    {"kk", "kaz", "", "KZ"}, {"kl", "kal", "", "GL"}, {"km", "khm", "", "KH"}, {"kn", "kan", "", "IN"},
    {"ko", "kor", "", "KR"}, {"kr", "kau", "", "NG"}, {"ks", "kas", "", "IN"}, {"ku", "kur", "", "TR"},
    {"kv", "kom", "", "RU"}, {"kw", "cor", "", "GB"}, {"ky", "kir", "", "KG"}, {"la", "lat", "", "VA"},
    {"lb", "ltz", "", "LU"}, {"lg", "lug", "", "UG"}, {"li", "lim", "", "NL"}, {"ln", "lin", "", "CD"},
    {"lo", "lao", "", "LA"}, {"lt", "lit", "", "LT"}, {"lu", "lub", "", "CD"}, {"lv", "lav", "", "LV"},
    {"mg", "mlg", "", "MG"}, {"mh", "mah", "", "MH"}, {"mi", "mri", "mao", "NZ"}, {"mk", "mkd", "mac", "MK"},
    {"ml", "mal", "", "IN"}, {"mn", "mon", "", "MN"}, {"mr", "mar", "", "IN"}, {"ms", "msa", "may", "MY"},
    {"mt", "mlt", "", "MT"}, {"my", "mya", "bur", "MM"}, {"na", "nau", "", "NR"}, {"nb", "nob", "", "NO"},
    {"nd", "nde", "", "ZW"}, {"ne", "nep", "", "NP"}, {"ng", "ndo", "", "NA"}, {"nl", "nld", "dut", "NL"},
    {"nn", "nno", "", "NO"}, {"no", "nor", "", "NO"}, {"nr", "nbl", "", "ZA"}, {"nv", "nav", "", "US"},
    {"ny", "nya", "", "MW"}, {"oc", "oci", "", "FR"}, {"oj", "oji", "", "CA"}, {"om", "orm", "", "ET"},
    {"or", "ori", "", "IN"}, {"os", "oss", "", "GE"}, {"pa", "pan", "", "IN"}, {"pi", "pli", "", "IN"},
    {"pl", "pol", "", "PL"}, {"ps", "pus", "", "AF"}, {"pt", "por", "", "BR"}, {"qu", "que", "", "PE"},
    {"rm", "roh", "", "CH"}, {"rn", "run", "", "BI"}, {"ro", "ron", "rum", "RO"}, {"ru", "rus", "", "RU"},
    {"rw", "kin", "", "RW"}, {"sa", "san", "", "IN"}, {"sc", "srd", "", "IT"}, {"sd", "snd", "", "PK"},
    {"se", "sme", "", "NO"}, {"sg", "sag", "", "CF"}, {"si", "sin", "", "LK"}, {"sk", "slk", "slo", "SK"},
    {"sl", "slv", "", "SI"}, {"sm", "smo", "", "WS"}, {"sn", "sna", "", "ZW"}, {"so", "som", "", "SO"},
    {"sq", "sqi", "alb", "AL"}, {"sr", "srp", "", "RS"}, {"ss", "ssw", "", "ZA"}, {"st", "sot", "", "ZA"},
    {"su", "sun", "", "ID"}, {"sv", "swe", "", "SE"}, {"sw", "swa", "", "TZ"}, {"ta", "tam", "", "IN"},
    {"te", "tel", "", "IN"}, {"tg", "tgk", "", "TJ"}, {"th", "tha", "", "TH"}, {"ti", "tir", "", "ET"},
    {"tk", "tuk", "", "TM"}, {"tl", "tgl", "", "PH"}, {"tn", "tsn", "", "ZA"}, {"to", "ton", "", "TO"},
    {"tr", "tur", "", "TR"}, {"ts", "tso", "", "ZA"}, {"tt", "tat", "", "RU"}, {"tw", "twi", "", "GH"},
    {"ty", "tah", "", "PF"}, {"ug", "uig", "", "CN"}, {"uk", "ukr", "", "UA"}, {"ur", "urd", "", "PK"},
    {"uz", "uzb", "", "UZ"}, {"ve", "ven", "", "ZA"}, {"vi", "vie", "", "VN"}, {"vo", "vol", "", ""},
    {"wa", "wln", "", "BE"}, {"wo", "wol", "", "SN"}, {"xh", "xho", "", "ZA"}, {"yi", "yid", "", "UA"},
    {"yo", "yor", "", "NG"}, {"za", "zha", "", "CN"}, {"zh", "zho", "chi", "CN"}, {"zu", "zul", "", "ZA"},
}};
// clang-format on

struct language_tag {
    std::string language;
    std::string script;
    std::string region;
};

language_row const* row_of_language(std::string_view code) {
    // codes that ISO 639-1 replaced; Salesforce still writes the first two
    if (code == "iw") code = "he";
    if (code == "in") code = "id";
    if (code == "ji") code = "yi";
    if (code.size() == 2)
        return conversions::row_of(language_rows, code, [](language_row const& r) { return r.alpha2; });
    for (auto const& row : language_rows)
        if (code.size() == 3 && (row.alpha3 == code || row.bibliographic == code)) return &row;
    return nullptr;
}

/// One part of a tag behind its language; false when it is none that is understood, or out of order.
bool read_subtag(std::string_view part, language_tag& tag) {
    bool const letters = conversions::all_of(part, conversions::is_letter);
    if (letters && part.size() == 4 && tag.script.empty() && tag.region.empty()) {
        tag.script = conversions::lower(part);
        tag.script[0] = conversions::to_upper(tag.script[0]);
        return true;
    }
    if (!tag.region.empty()) return false;
    if (part.size() == 2) tag.region = conversions::assigned_country(part);
    if (part.size() == 3 && conversions::all_of(part, conversions::is_digit)) tag.region = part;
    return !tag.region.empty();
}

/// *Errors*: `mapping`.
result<language_tag> read_tag(std::string_view text) {
    auto const shown = trimmed(text);
    auto const refused = [&] { return conversions::refuse(shown, "a language code such as de, de-DE or de_DE"); };
    if (shown.size() > 16) return refused();
    language_tag tag;
    std::string_view rest = shown;
    if (auto const at = rest.find('@'); at != std::string_view::npos) {  // a POSIX modifier
        auto const modifier = conversions::lower(rest.substr(at + 1));
        if (modifier == "latin" || modifier == "latn")
            tag.script = "Latn";
        else if (modifier == "cyrillic" || modifier == "cyrl")
            tag.script = "Cyrl";
        else
            return refused();
        rest = rest.substr(0, at);
    }
    auto const part_of = [&rest] {
        auto const end = (std::min)(rest.find_first_of("-_"), rest.size());
        auto const part = rest.substr(0, end);
        rest.remove_prefix(end);
        return part;
    };
    tag.language = conversions::lower(part_of());
    if (auto const* row = row_of_language(tag.language))
        tag.language = row->alpha2;
    else if (tag.language.size() != 3 || !conversions::all_of(tag.language, conversions::is_letter))
        return refused();
    while (!rest.empty()) {
        rest.remove_prefix(1);
        if (!read_subtag(part_of(), tag)) return refused();
    }
    return tag;
}

std::string written(language_tag const& tag, char between = '-') {
    std::string out = tag.language;
    if (!tag.script.empty()) out += between + tag.script;
    if (!tag.region.empty()) out += between + tag.region;
    return out;
}

}  // namespace

result<std::string> to_language_tag_t::operator()(std::string_view text) const {
    return read_tag(text).map([](language_tag const& tag) { return written(tag); });
}

result<std::string> with_likely_region_t::operator()(std::string_view text) const {
    auto tag = read_tag(text);
    if (!tag) return fail(std::move(tag).error());
    if (!tag->region.empty()) return written(*tag);
    auto const* row = row_of_language(tag->language);
    if (!row || row->region.empty() || !tag->script.empty())
        return conversions::refuse(text, "a language with a region: no region is the likely one of this");
    tag->region = row->region;
    return written(*tag);
}

result<std::string> language_only_t::operator()(std::string_view text) const {
    return read_tag(text).map([](language_tag const& tag) { return tag.language; });
}

result<std::string> posix_locale_t::operator()(std::string_view text) const {
    auto tag = read_tag(text);
    if (!tag) return fail(std::move(tag).error());
    if (tag->script.empty() && tag->region.empty())
        return conversions::refuse(text, "a language with a region, such as de-DE");
    std::string modifier;
    if (tag->script == "Latn") modifier = "@latin";
    if (tag->script == "Cyrl") modifier = "@Cyrl";
    if (!tag->script.empty() && modifier.empty()) return conversions::refuse(text, "no script but Latn or Cyrl");
    tag->script.clear();
    return written(*tag, '_') + modifier;
}

result<std::string> underscored_language_t::operator()(std::string_view text) const {
    return read_tag(text).map([](language_tag const& tag) { return written(tag, '_'); });
}

result<std::string> lower_language_tag_t::operator()(std::string_view text) const {
    return read_tag(text).map([](language_tag const& tag) { return conversions::lower(written(tag)); });
}

}  // namespace syncline::inline v1
