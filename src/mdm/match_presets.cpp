// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_presets.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <syncline/core/text.hpp>
#include <syncline/mdm/similarity.hpp>

namespace syncline::inline v1::mdm {
namespace {

constexpr auto equal = text_test::exact;
constexpr auto winkler = text_test::jaro_winkler;
constexpr auto tokens = text_test::token_set;
constexpr auto other = text_test::otherwise;

/// Words that many names of companies have, as they stand folded. So many values of 10,000 contain them: enough to be
/// common. A host's own data replace them.
constexpr std::string_view legal_forms[] = {
    "ab",      "ag",   "and",         "aps",     "as",    "asa",     "bv",   "bvba",         "co",
    "company", "corp", "corporation", "cie",     "doo",   "eg",      "eood", "et",           "ev",
    "eu",      "gbr",  "ges",         "gmbh",    "group", "holding", "inc",  "incorporated", "international",
    "kft",     "kg",   "kgaa",        "limited", "llc",   "llp",     "lp",   "ltd",          "ltda",
    "mbh",     "nv",   "og",          "ohg",     "oy",    "oyj",     "plc",  "pte",          "pty",
    "pvt",     "sa",   "sarl",        "sas",     "se",    "sl",      "spa",  "sprl",         "srl",
    "sro",     "sp",   "the",         "und",     "ug",    "zoo"};

term_frequencies company_words() {
    term_frequencies out{.values = 10'000};
    for (auto const word : legal_forms) out.counts.emplace(word, 200);
    return out;
}

constexpr std::string_view shared_domains[] = {
    "126.com",        "163.com",       "a1.net",         "aol.com",    "aon.at",         "att.net",
    "bigpond.com",    "blogspot.com",  "bluewin.ch",     "bol.com.br", "btinternet.com", "chello.at",
    "comcast.net",    "cox.net",       "drei.at",        "etsy.com",   "facebook.com",   "fastmail.com",
    "free.fr",        "freenet.de",    "github.io",      "gmail.com",  "googlemail.com", "hey.com",
    "icloud.com",     "instagram.com", "interia.pl",     "jimdo.com",  "laposte.net",    "libero.it",
    "linkedin.com",   "linktr.ee",     "mac.com",        "mail.com",   "mail.ru",        "me.com",
    "msn.com",        "naver.com",     "o2.pl",          "onet.pl",    "orange.fr",      "pm.me",
    "posteo.de",      "proton.me",     "protonmail.com", "qq.com",     "rambler.ru",     "rediffmail.com",
    "rocketmail.com", "sbcglobal.net", "seznam.cz",      "sfr.fr",     "sina.com",       "sites.google.com",
    "skynet.be",      "t-online.de",   "telenet.be",     "tiktok.com", "tutanota.com",   "twitter.com",
    "uol.com.br",     "verizon.net",   "virgilio.it",    "wanadoo.fr", "web.de",         "wixsite.com",
    "wordpress.com",  "wp.pl",         "x.com",          "xing.com",   "yahoo.co.uk",    "ymail.com",
    "youtube.com",    "ziggo.nl",      "zoho.com"};

/// Providers with a domain in many countries.
constexpr std::string_view shared_names[] = {"gmx", "hotmail", "live", "outlook", "yahoo", "yandex"};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = upper(c);
    return out;
}

/// Also of other scripts, byte by byte.
bool is_letter_or_digit(char c) {
    char const u = upper(c);
    return (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::string text_of(field_value<std::string> const& f) { return f.has_value() ? std::string(trimmed(f.value())) : ""; }

void put(match_record& to, std::string_view field, std::string text) {
    if (!text.empty()) to.fields.push_back({std::string(field), std::move(text)});
}

void put_key(match_record& to, match_key key) {
    if (!key.value.empty()) to.keys.push_back(std::move(key));
}

match_key key_of_tax(model::tax_id const& t) {
    if (t.state == model::tax_id_state::malformed) return {};
    std::string value;
    for (char const c : t.value)
        if (is_letter_or_digit(c)) value += upper(c);
    auto const scheme = upper(trimmed(t.scheme));
    auto const country = upper(text_of(t.country));
    bool const vat_begins =
        scheme == "VAT" && (value.starts_with(country) || (country == "GR" && value.starts_with("EL")));
    if (vat_begins && country.size() == 2) value.erase(0, 2);
    bool const registers = scheme == "SIREN" || scheme == "LEI" || scheme == "DUNS";
    return {registers ? "registered_number" : "tax_id", country.empty() ? scheme : scheme + ' ' + country, value};
}

std::string shown(external_ref const& r) { return r.system + ' ' + r.object + ' ' + r.id; }

}  // namespace

match_rules party_rules() {
    return {
        .id = "party@1",
        .keys = {{"external_ref", key_use::settles},
                 {"tax_id", key_use::links, true},
                 {"registered_number", key_use::links, true},
                 {"domain", key_use::links},
                 {"email", key_use::links}},
        .fields = {{.name = "name",
                    .levels = {{equal, 1, 0.60, 0.0005},
                               {winkler, 0.95, 0.12, 0.0002},
                               {tokens, 0.95, 0.10, 0.0010},
                               {winkler, 0.88, 0.08, 0.0080},
                               {other, 1, 0.10, 0.9903}},
                    .by_rarity = true,
                    .terms = company_words()},
                   {.name = "phone", .levels = {{equal, 1, 0.60, 0.0005}, {other, 1, 0.40, 0.9995}}},
                   {.name = "domain", .levels = {{equal, 1, 0.80, 0.0005}, {other, 1, 0.20, 0.9995}}},
                   {.name = "email", .levels = {{equal, 1, 0.40, 0.0001}, {other, 1, 0.60, 0.9999}}},
                   {.name = "postal_code", .levels = {{equal, 1, 0.80, 0.0020}, {other, 1, 0.20, 0.9980}}},
                   {.name = "country", .levels = {{equal, 1, 0.90, 0.3000}, {other, 1, 0.10, 0.7000}}}},
        .blocks = {{{.field = "name", .each_word = true}},
                   {{.field = "name", .letters = 4}},
                   {{.field = "phone"}},
                   {{.field = "domain"}},
                   {{.field = "email"}},
                   {{.field = "postal_code"}, {.field = "name", .letters = 1}}},
    };
}

match_rules contact_rules() {
    return {
        .id = "contact@1",
        .keys = {{"external_ref", key_use::settles}, {"email", key_use::links}},
        .fields = {{.name = "given_name",
                    .levels = {{equal, 1, 0.75, 0.005},
                               {winkler, 0.92, 0.10, 0.005},
                               {winkler, 0.80, 0.05, 0.020},
                               {other, 1, 0.10, 0.970}},
                    .by_rarity = true},
                   {.name = "family_name",
                    .levels = {{equal, 1, 0.80, 0.001},
                               {winkler, 0.88, 0.09, 0.003},
                               {winkler, 0.80, 0.04, 0.016},
                               {other, 1, 0.07, 0.980}},
                    .by_rarity = true},
                   {.name = "phone", .levels = {{equal, 1, 0.60, 0.0005}, {other, 1, 0.40, 0.9995}}}},
        .blocks = {{{.field = "family_name"}},
                   {{.field = "family_name", .letters = 3}, {.field = "given_name", .letters = 1}},
                   {{.field = "given_name"}, {.field = "family_name", .letters = 1}},
                   {{.field = "phone"}}},
    };
}

match_rules product_rules() {
    return {.id = "product@1",
            .keys = {{"external_ref", key_use::settles}, {"code", key_use::links}, {"name", key_use::suggests}}};
}

match_record match_record_of(model::party const& p, std::string id, std::vector<match_scope> scopes) {
    match_record out{.id = id.empty() ? shown(p.source) : std::move(id), .scopes = std::move(scopes)};
    auto const email = lower(text_of(p.email));
    auto country = folded(text_of(p.country));
    if (country.empty() && p.address) country = folded(text_of(p.address->country));
    auto domain = web_domain(text_of(p.website));
    if (domain.empty() || is_shared_domain(domain))
        domain = p.kind == model::party_kind::organization ? web_domain(email) : std::string();
    if (is_shared_domain(domain)) domain.clear();

    put_key(out, key_of(p.source));
    for (auto const& merged : p.merged_from) put_key(out, key_of(merged));
    for (auto const& id_of_it : p.tax_ids) put_key(out, key_of_tax(id_of_it));
    if (!country.empty()) put_key(out, {"domain", country, domain});
    if (p.kind == model::party_kind::person) put_key(out, {"email", "", email});

    put(out, "name", p.name);
    put(out, "name", text_of(p.legal_name));
    put(out, "phone", phone_tail(text_of(p.phone)));
    put(out, "domain", domain);
    put(out, "email", email);
    if (p.address) put(out, "postal_code", text_of(p.address->postal_code));
    put(out, "country", country);
    return out;
}

match_record match_record_of(model::contact const& c, std::string_view party, std::string id) {
    match_record out{.id = id.empty() ? shown(c.source) : std::move(id)};
    put_key(out, key_of(c.source));
    if (!party.empty()) put_key(out, {"email", std::string(party), lower(text_of(c.email))});

    auto given = text_of(c.name.given);
    auto family = text_of(c.name.family);
    if (given.empty() && family.empty()) {  // the last word is the family's, as most write it
        auto const all = trimmed(c.name.display);
        auto const blank = all.rfind(' ');
        given = blank == std::string_view::npos ? "" : std::string(trimmed(all.substr(0, blank)));
        family = blank == std::string_view::npos ? std::string(all) : std::string(all.substr(blank + 1));
    }
    put(out, "given_name", std::move(given));
    put(out, "family_name", std::move(family));
    for (auto const* phone : {&c.phone, &c.mobile}) put(out, "phone", phone_tail(text_of(*phone)));
    return out;
}

match_record match_record_of(model::product const& p, std::string id) {
    match_record out{.id = id.empty() ? shown(p.source) : std::move(id)};
    put_key(out, key_of(p.source));
    put_key(out, {"code", "", std::string(trimmed(p.code))});
    put_key(out, {"name", folded(text_of(p.unit)), folded(p.name)});
    return out;
}

match_key key_of(external_ref const& r) { return {"external_ref", r.system + ' ' + r.object, r.id}; }

std::string web_domain(std::string_view url_or_email) {
    auto text = trimmed(url_or_email);
    if (auto const scheme = text.find("://"); scheme != std::string_view::npos) text.remove_prefix(scheme + 3);
    text = text.substr(0, text.find_first_of("/?#\\"));
    if (auto const at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
    text = text.substr(0, text.find(':'));
    while (text.ends_with('.')) text.remove_suffix(1);
    auto host = lower(text);
    if (host.starts_with("www.")) host.erase(0, 4);
    bool const plain = std::all_of(host.begin(), host.end(), [](char c) {
        return c == '-' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               static_cast<unsigned char>(c) >= 0x80;
    });
    return plain && host.find('.') != std::string::npos && !host.starts_with('.') ? host : std::string();
}

bool is_shared_domain(std::string_view domain) {
    auto const is = [domain](std::string_view known) { return equals_ignore_case(domain, known); };
    // a site of its own below a builder's domain (acme.wordpress.com) is nobody else's
    auto const label = domain.substr(0, domain.find('.'));
    auto const names = [label](std::string_view known) { return equals_ignore_case(label, known); };
    return std::any_of(std::begin(shared_domains), std::end(shared_domains), is) ||
           std::any_of(std::begin(shared_names), std::end(shared_names), names);
}

std::string phone_tail(std::string_view phone) {
    std::string digits;
    for (char const c : phone)
        if (c >= '0' && c <= '9') digits += c;
    if (digits.size() < 6) return {};
    return digits.size() > 8 ? digits.substr(digits.size() - 8) : digits;
}

}  // namespace syncline::inline v1::mdm
