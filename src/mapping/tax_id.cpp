// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/tax_id.hpp>

#include <array>
#include <initializer_list>

#include "reading.hpp"

// The check digits as tax authorities and the European Commission publish them. Each check sees a value of the right
// shape, upper case, without its prefix.

namespace syncline::inline v1 {
namespace {

enum class verdict { right, wrong, unchecked };

verdict right_if(bool right) { return right ? verdict::right : verdict::wrong; }

/// 0 to 9 for digits, 10 to 35 for letters.
int value_of(char c) { return conversions::is_digit(c) ? c - '0' : c - 'A' + 10; }

bool all_digits(std::string_view s) { return conversions::all_of(s, conversions::is_digit); }

/// Digits of `s` times their weights.
int weighted(std::string_view s, std::initializer_list<int> weights) {
    int sum = 0;
    std::size_t i = 0;
    for (int const w : weights) sum += w * value_of(s[i++]);
    return sum;
}

/// `s` as one number modulo `m`, letters as two digits.
int remainder(std::string_view s, int m) {
    std::int64_t r = 0;
    for (char const c : s) r = (r * (conversions::is_digit(c) ? 10 : 100) + value_of(c)) % m;
    return static_cast<int>(r);
}

bool luhn(std::string_view s) {
    int sum = 0;
    bool twice = false;
    for (auto at = s.rbegin(); at != s.rend(); ++at, twice = !twice) {
        int const d = value_of(*at) * (twice ? 2 : 1);
        sum += d / 10 + d % 10;
    }
    return sum % 10 == 0;
}

/// ISO 7064, MOD 11,10.
bool mod_11_10(std::string_view s) {
    int p = 10;
    for (char const c : s.substr(0, s.size() - 1)) {
        p = (p + value_of(c)) % 10;
        p = (p == 0 ? 10 : p) * 2 % 11;
    }
    return (p + value_of(s.back())) % 10 == 1;
}

bool all_the_same(std::string_view s) { return s.find_first_not_of(s.front()) == std::string_view::npos; }

int number(std::string_view digits) { return remainder(digits, 1'000'000'000); }

verdict vat_at(std::string_view s) {
    int sum = 4;
    for (std::size_t i = 1; i <= 7; ++i) {
        int const d = value_of(s[i]) * (i % 2 == 0 ? 2 : 1);
        sum += d / 10 + d % 10;
    }
    return right_if((sum + value_of(s[8])) % 10 == 0);
}

verdict vat_be(std::string_view s) {
    return right_if(s[0] <= '1' && 97 - remainder(s.substr(0, 8), 97) == number(s.substr(8)));
}

verdict vat_bg(std::string_view s) {
    if (s.size() == 9) {
        int check = weighted(s, {1, 2, 3, 4, 5, 6, 7, 8}) % 11;
        if (check == 10) check = weighted(s, {3, 4, 5, 6, 7, 8, 9, 10}) % 11;
        return right_if(check % 10 == value_of(s[8]));
    }
    int const last = value_of(s[9]);
    bool const citizen = weighted(s, {2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10 == last;
    bool const foreigner = weighted(s, {21, 19, 17, 13, 11, 9, 7, 3, 1}) % 10 == last;
    bool const other = (11 - weighted(s, {4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11 == last;
    return right_if(citizen || foreigner || other);
}

verdict vat_ch(std::string_view s) {
    int const check = (11 - weighted(s.substr(1), {5, 4, 3, 2, 7, 6, 5, 4}) % 11) % 11;
    return right_if(check == value_of(s[9]));
}

verdict vat_cy(std::string_view s) {
    constexpr std::array<int, 10> odd{1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        int const d = value_of(s[i]);
        sum += i % 2 == 0 ? odd[static_cast<std::size_t>(d)] : d;
    }
    return right_if(!s.starts_with("12") && s[8] - 'A' == sum % 26);
}

verdict vat_cz(std::string_view s) {
    if (s.size() == 8) {
        int const check = (11 - weighted(s, {8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
        return right_if(s[0] != '9' && (check == 0 ? 1 : check % 10) == value_of(s[7]));
    }
    if (s.size() == 9) return verdict::unchecked;  // a person born before 1954
    return right_if(remainder(s.substr(0, 9), 11) % 10 == value_of(s[9]));
}

verdict vat_de(std::string_view s) { return right_if(s[0] != '0' && mod_11_10(s)); }

verdict vat_dk(std::string_view s) { return right_if(s[0] != '0' && weighted(s, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0); }

verdict vat_ee(std::string_view s) { return right_if(weighted(s, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0); }

verdict vat_el(std::string_view s) {
    return right_if(weighted(s, {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10 == value_of(s[8]));
}

verdict vat_es(std::string_view s) {
    constexpr std::string_view person_letters = "TRWAGMYFPDXBNJZSQVHLCKE";
    char const first = s[0];
    char const last = s[8];
    auto const middle = s.substr(1, 7);
    if (!all_digits(middle)) return verdict::wrong;
    auto const letter_of = [&](std::string_view digits) {
        return person_letters[static_cast<std::size_t>(remainder(digits, 23))];
    };
    if (conversions::is_digit(first)) return right_if(last == letter_of(s.substr(0, 8)));
    if (std::string_view("KLM").find(first) != std::string_view::npos) return right_if(last == letter_of(middle));
    if (std::string_view("XYZ").find(first) != std::string_view::npos)
        return right_if(last == letter_of(static_cast<char>(first - 'X' + '0') + std::string(middle)));
    if (std::string_view("ABCDEFGHJNPQRSUVW").find(first) == std::string_view::npos) return verdict::wrong;
    int sum = 0;
    for (std::size_t i = 0; i < middle.size(); ++i) {
        int const d = value_of(middle[i]) * (i % 2 == 0 ? 2 : 1);
        sum += d / 10 + d % 10;
    }
    int const check = (10 - sum % 10) % 10;
    bool const as_digit = last == static_cast<char>('0' + check);
    bool const as_letter = last == std::string_view("JABCDEFGHI")[static_cast<std::size_t>(check)];
    if (std::string_view("ABEH").find(first) != std::string_view::npos) return right_if(as_digit);
    if (std::string_view("NPQRSW").find(first) != std::string_view::npos) return right_if(as_letter);
    return right_if(as_digit || as_letter);
}

verdict vat_fi(std::string_view s) { return right_if(weighted(s, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0); }

verdict vat_fr(std::string_view s) {
    constexpr std::string_view key_letters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";  // no I, no O
    auto const company = s.substr(2);
    if (!company.starts_with("000") && !luhn(company)) return verdict::wrong;  // 000: Monaco
    if (all_digits(s.substr(0, 2))) return right_if(number(s.substr(0, 2)) == (12 + 3 * remainder(company, 97)) % 97);
    auto const k0 = key_letters.find(s[0]);
    auto const k1 = key_letters.find(s[1]);
    if (k0 == std::string_view::npos || k1 == std::string_view::npos) return verdict::wrong;
    auto const key = static_cast<int>(conversions::is_digit(s[0]) ? k0 * 24 + k1 - 10 : k0 * 34 + k1 - 100);
    return right_if((remainder(company, 11) + 1 + key / 11) % 11 == key % 11);
}

verdict vat_gb(std::string_view s) {
    if (s.size() == 5) return right_if(s.starts_with("GD") == (s[2] < '5'));
    int const rest = weighted(s, {8, 7, 6, 5, 4, 3, 2, 10, 1}) % 97;
    return right_if(rest == 0 || (s[0] != '0' && (rest == 42 || rest == 55)));
}

verdict vat_hr(std::string_view s) { return right_if(mod_11_10(s)); }

verdict vat_hu(std::string_view s) { return right_if(weighted(s, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0); }

verdict vat_ie(std::string_view s) {
    constexpr std::string_view letters = "WABCDEFGHIJKLMNOPQRSTUV";
    std::string digits(s.substr(0, 7));
    if (conversions::is_letter(s[1])) {
        if (s.size() != 8) return verdict::wrong;
        digits = '0' + std::string(s.substr(2, 5)) + s[0];
    }
    int sum = weighted(digits, {8, 7, 6, 5, 4, 3, 2});
    if (s.size() == 9) {
        auto const second = letters.find(s[8]);
        if (second == std::string_view::npos) return verdict::wrong;
        sum += 9 * static_cast<int>(second);
    }
    return right_if(letters[static_cast<std::size_t>(sum % 23)] == s[7]);
}

verdict vat_it(std::string_view s) {
    int const office = number(s.substr(7, 3));
    bool const known =
        (office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 || office == 999;
    return right_if(!s.starts_with("0000000") && known && luhn(s));
}

verdict vat_lt(std::string_view s) {
    auto const body = s.substr(0, s.size() - 1);
    auto const sum_from = [&](std::size_t start) {
        int sum = 0;
        for (std::size_t i = 0; i < body.size(); ++i) sum += static_cast<int>(1 + (i + start) % 9) * value_of(body[i]);
        return sum % 11;
    };
    int check = sum_from(0);
    if (check == 10) check = sum_from(2) % 10;
    return right_if(body.back() == '1' && check == value_of(s.back()));
}

verdict vat_lu(std::string_view s) { return right_if(remainder(s.substr(0, 6), 89) == number(s.substr(6))); }

verdict vat_lv(std::string_view s) {
    if (s[0] > '3') return right_if(weighted(s, {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1}) % 11 == 3);
    if (s.starts_with("32")) return verdict::unchecked;  // persons since 2017
    return right_if((1 + weighted(s, {10, 5, 8, 4, 2, 1, 6, 3, 7, 9})) % 11 % 10 == value_of(s[10]));
}

verdict vat_mt(std::string_view s) { return right_if(s[0] != '0' && weighted(s, {3, 4, 6, 7, 8, 9, 10, 1}) % 37 == 0); }

verdict vat_nl(std::string_view s) {
    bool const company = (weighted(s, {9, 8, 7, 6, 5, 4, 3, 2}) - value_of(s[8])) % 11 == 0;
    bool const person = remainder("NL" + std::string(s), 97) == 1;  // since 2020
    return right_if(number(s.substr(10)) > 0 && number(s.substr(0, 9)) > 0 && (company || person));
}

verdict vat_no(std::string_view s) {
    return right_if((11 - weighted(s, {3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11 == value_of(s[8]));
}

verdict vat_pl(std::string_view s) { return right_if(weighted(s, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == value_of(s[9])); }

verdict vat_pt(std::string_view s) {
    int const check = (11 - weighted(s, {9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10;
    return right_if(s[0] != '0' && check == value_of(s[8]));
}

verdict vat_ro(std::string_view s) {
    auto const padded = std::string(10 - s.size(), '0') + std::string(s);
    return right_if(s[0] != '0' && weighted(padded, {7, 5, 3, 2, 1, 7, 5, 3, 2}) * 10 % 11 % 10 == value_of(padded[9]));
}

verdict vat_se(std::string_view s) {
    int const branch = number(s.substr(10));
    return right_if(branch >= 1 && branch <= 94 && luhn(s.substr(0, 10)));
}

verdict vat_si(std::string_view s) {
    int const check = 11 - weighted(s, {8, 7, 6, 5, 4, 3, 2}) % 11;
    return right_if(s[0] != '0' && check % 10 == value_of(s[7]) && check != 11);
}

verdict vat_sk(std::string_view s) { return right_if(s[0] != '0' && remainder(s, 11) == 0); }

verdict abn(std::string_view s) {
    return right_if(s[0] != '0' && (weighted(s, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10) % 89 == 0);
}

/// Letters count as their ASCII code less that of `0`, as the alphanumeric CNPJ of 2026 has it.
int cnpj_sum(std::string_view s, int first_weight) {
    int sum = 0;
    int weight = first_weight;
    for (char const c : s) {
        sum += (c - '0') * weight;
        weight = weight == 2 ? 9 : weight - 1;
    }
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
}

verdict cnpj(std::string_view s) {
    return right_if(!all_the_same(s) && cnpj_sum(s.substr(0, 12), 5) == value_of(s[12]) &&
                    cnpj_sum(s.substr(0, 13), 6) == value_of(s[13]));
}

verdict cpf(std::string_view s) {
    return right_if(!all_the_same(s) && weighted(s, {10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10 == value_of(s[9]) &&
                    weighted(s, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10 == value_of(s[10]));
}

verdict ein(std::string_view s) {
    // the prefixes the IRS has given out
    constexpr std::string_view given =
        "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 "
        "45 46 47 48 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 71 72 73 74 75 76 77 80 81 82 83 84 85 "
        "86 87 88 90 91 92 93 94 95 98 99";
    for (std::size_t at = 0; at < given.size(); at += 3)
        if (given.substr(at, 2) == s.substr(0, 2)) return verdict::unchecked;
    return verdict::wrong;
}

verdict gstin(std::string_view s) {
    int const state = number(s.substr(0, 2));
    bool const known = (state >= 1 && state <= 38) || state == 97 || state == 99;
    int sum = 0;
    for (std::size_t i = 0; i < 14; ++i) {
        int const product = value_of(s[i]) * (i % 2 == 0 ? 1 : 2);
        sum += product / 36 + product % 36;
    }
    return right_if(known && s[12] != '0' && (36 - sum % 36) % 36 == value_of(s[14]));
}

verdict lei(std::string_view s) { return right_if(remainder(s, 97) == 1); }

verdict siren(std::string_view s) { return right_if(luhn(s)); }

verdict siret(std::string_view s) {
    if (s.starts_with("356000000")) {  // La Poste ran out of numbers
        int sum = 0;
        for (char const c : s) sum += value_of(c);
        if (sum % 5 == 0) return verdict::right;
    }
    return right_if(luhn(s) && luhn(s.substr(0, 9)));
}

verdict shape_is_all(std::string_view) { return verdict::unchecked; }

struct rule_row {
    tax_id_rule rule;
    verdict (*check)(std::string_view);
};

constexpr std::array<rule_row, 40> rules_known{{
    {{"VAT", "AT", "AT", "U99999999", "weights 1 and 2, modulo 10"}, vat_at},
    {{"VAT", "BE", "BE", "9999999999", "modulo 97"}, vat_be},
    {{"VAT", "BG", "BG", "999999999|9999999999", "weights, modulo 11"}, vat_bg},
    {{"VAT", "CH", "CH", "E999999999|E999999999MWST|E999999999TVA|E999999999IVA", "weights, modulo 11"}, vat_ch},
    {{"VAT", "CY", "CY", "99999999@", "letter, modulo 26"}, vat_cy},
    {{"VAT", "CZ", "CZ", "99999999|999999999|9999999999", "modulo 11; none for 9 digits"}, vat_cz},
    {{"VAT", "DE", "DE", "999999999", "ISO 7064 MOD 11,10"}, vat_de},
    {{"VAT", "DK", "DK", "99999999", "weights, modulo 11"}, vat_dk},
    {{"VAT", "EE", "EE", "999999999", "weights, modulo 10"}, vat_ee},
    {{"VAT", "ES", "ES", "*9999999*", "letter, modulo 23; for companies weights, modulo 10"}, vat_es},
    {{"VAT", "FI", "FI", "99999999", "weights, modulo 11"}, vat_fi},
    {{"VAT", "FR", "FR", "**999999999", "SIREN, and a key modulo 97 or 11"}, vat_fr},
    {{"VAT", "GB", "GB", "999999999|999999999999|GD999|HA999", "weights, modulo 97"}, vat_gb},
    {{"VAT", "GB", "XI", "999999999|999999999999|GD999|HA999", "weights, modulo 97"}, vat_gb},
    {{"VAT", "GR", "EL", "999999999", "powers of 2, modulo 11"}, vat_el},
    {{"VAT", "HR", "HR", "99999999999", "ISO 7064 MOD 11,10"}, vat_hr},
    {{"VAT", "HU", "HU", "99999999", "weights, modulo 10"}, vat_hu},
    {{"VAT", "IE", "IE", "9*99999@|9999999@@", "letter, modulo 23"}, vat_ie},
    {{"VAT", "IT", "IT", "99999999999", "Luhn, and the code of the office"}, vat_it},
    {{"VAT", "LT", "LT", "999999999|999999999999", "weights, modulo 11"}, vat_lt},
    {{"VAT", "LU", "LU", "99999999", "modulo 89"}, vat_lu},
    {{"VAT", "LV", "LV", "99999999999", "weights, modulo 11; none for persons since 2017"}, vat_lv},
    {{"VAT", "MT", "MT", "99999999", "weights, modulo 37"}, vat_mt},
    {{"VAT", "NL", "NL", "999999999B99", "weights, modulo 11, or modulo 97 since 2020"}, vat_nl},
    {{"VAT", "NO", "NO", "999999999|999999999MVA", "weights, modulo 11"}, vat_no},
    {{"VAT", "PL", "PL", "9999999999", "weights, modulo 11"}, vat_pl},
    {{"VAT", "PT", "PT", "999999999", "weights, modulo 11"}, vat_pt},
    {{"VAT", "RO", "RO", "99|999|9999|99999|999999|9999999|99999999|999999999|9999999999", "weights, modulo 11"},
     vat_ro},
    {{"VAT", "SE", "SE", "999999999999", "Luhn over the first 10"}, vat_se},
    {{"VAT", "SI", "SI", "99999999", "weights, modulo 11"}, vat_si},
    {{"VAT", "SK", "SK", "9999999999", "modulo 11"}, vat_sk},
    {{"ABN", "AU", "", "99999999999", "weights, modulo 89"}, abn},
    {{"CNPJ", "BR", "", "************99", "weights, modulo 11, twice; letters as of 2026"}, cnpj},
    {{"CPF", "BR", "", "99999999999", "weights, modulo 11, twice"}, cpf},
    {{"DUNS", "", "", "999999999", "none published"}, shape_is_all},
    {{"EIN", "US", "", "999999999", "none; the prefixes the IRS gives out"}, ein},
    {{"GSTIN", "IN", "", "99@@@@@9999@*Z*", "Luhn modulo 36, and the state"}, gstin},
    {{"LEI", "", "", "******************99", "ISO 7064 MOD 97-10"}, lei},
    {{"SIREN", "FR", "", "999999999", "Luhn"}, siren},
    {{"SIRET", "FR", "", "99999999999999", "Luhn, also of its SIREN; La Poste's sum of digits"}, siret},
}};

bool fits(std::string_view value, std::string_view shape) {
    if (value.size() != shape.size()) return false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        bool const digit = conversions::is_digit(value[i]);
        bool const letter = conversions::is_upper(value[i]);
        char const wanted = shape[i];
        if (!(wanted == '9' ? digit : wanted == '@' ? letter : wanted == '*' ? digit || letter : value[i] == wanted))
            return false;
    }
    return true;
}

bool has_shape(std::string_view value, std::string_view shapes) {
    bool found = false;
    conversions::each_of(shapes, [&](std::string_view shape) { found = found || fits(value, shape); });
    return found;
}

constexpr std::size_t longest_tax_id = 200;

/// Upper case without blanks and `- . /`; empty when there is anything but letters and digits besides.
std::string compact(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (auto const blank = syncline::detail::space_at_front(text); blank != 0) {
            text.remove_prefix(blank);
            continue;
        }
        char const c = text.front();
        if (conversions::is_letter(c) || conversions::is_digit(c))
            out += conversions::to_upper(c);
        else if (c != '-' && c != '.' && c != '/')
            return {};
        text.remove_prefix(1);
    }
    return out;
}

/// The scheme under the name this library gives it, and the country that name implies.
std::pair<std::string, std::string> scheme_of(std::string_view written) {
    std::string name = conversions::upper(written);
    if (name == "D-U-N-S") return {"DUNS", {}};
    if (name == "IN_GST") return {"GSTIN", "IN"};
    if (name == "EU_VAT") return {"VAT", {}};
    if (name.size() > 3 && name[2] == '_') {  // `us_ein`, `gb_vat`
        std::string_view const country = conversions::assigned_country(std::string_view(name).substr(0, 2));
        std::string const scheme = name.substr(3);
        for (auto const& row : rules_known)
            if (row.rule.scheme == scheme && row.rule.country == country) return {scheme, std::string(country)};
    }
    return {name, {}};
}

std::string shape_of(tax_id_rule const& rule) {
    std::string out(rule.scheme);
    if (!rule.country.empty()) out += " of " + std::string(rule.country);
    out += " of the shape ";
    bool first = true;
    conversions::each_of(rule.shape, [&](std::string_view shape) {
        out += (first ? "" : " or ") + std::string(rule.prefix) + std::string(shape);
        first = false;
    });
    return out;
}

/// Checks `value`, without its prefix, by the rule. *Errors*: `mapping`.
result<checked_tax_id> checked(rule_row const& row, std::string_view text, std::string_view value,
                               std::string_view country) {
    if (!has_shape(value, row.rule.shape)) return conversions::refuse(text, "a " + shape_of(row.rule));
    auto const v = row.check(value);
    if (v == verdict::wrong)
        return conversions::refuse(
            text, "a " + shape_of(row.rule) + " with right check digits (" + std::string(row.rule.check) + ')');
    return checked_tax_id{std::string(row.rule.scheme),
                          std::string(row.rule.country.empty() ? country : row.rule.country),
                          std::string(row.rule.prefix) + std::string(value),
                          v == verdict::right ? tax_id_check::check_digits : tax_id_check::shape};
}

}  // namespace

result<checked_tax_id> check_tax_id(std::string_view scheme, std::string_view country, std::string_view text) {
    auto const shown = trimmed(text);
    if (shown.empty() || shown.size() > longest_tax_id || !is_valid_utf8(shown))
        return conversions::refuse(shown, "a tax id of at most 200 bytes of UTF-8");
    auto const [known_scheme, implied_country] = scheme_of(trimmed(scheme));
    std::string_view home = implied_country.empty() ? trimmed(country) : std::string_view(implied_country);
    if (!home.empty()) {
        auto const assigned = conversions::assigned_country(home == "EL" || home == "el" ? "GR" : home);
        if (assigned.empty())
            return conversions::refuse(country, "the tax id's country as an alpha-2 code of ISO 3166-1");
        home = assigned;
    }
    std::string const all = compact(shown);
    std::string_view const value = all;
    rule_row const* rule = nullptr;  // the last one that could have been meant
    for (auto const& row : rules_known) {
        if (row.rule.scheme != known_scheme) continue;
        bool const prefixed = !row.rule.prefix.empty() && value.starts_with(row.rule.prefix);
        if (!row.rule.prefix.empty() && (home.empty() ? !prefixed : row.rule.country != home)) continue;
        if (!rule || prefixed) rule = &row;
    }
    if (!rule) {
        std::string const kept = known_scheme == "VAT" ? known_scheme : std::string(trimmed(scheme));
        return checked_tax_id{kept, std::string(home), std::string(shown), tax_id_check::unknown_scheme};
    }
    auto const& prefix = rule->rule.prefix;
    bool const cut = !prefix.empty() && value.starts_with(prefix) && !has_shape(value, rule->rule.shape);
    return checked(*rule, shown, cut ? value.substr(prefix.size()) : value, home);
}

std::span<tax_id_rule const> tax_id_rules() {
    static std::vector<tax_id_rule> const rules = [] {
        std::vector<tax_id_rule> out;
        out.reserve(std::size(rules_known));
        for (auto const& row : rules_known) out.push_back(row.rule);
        return out;
    }();
    return rules;
}

std::string tax_id_table() {
    std::string out = "| Scheme | Country | Shape | Check |\n|---|---|---|---|\n";
    for (auto const& rule : tax_id_rules()) {
        std::string shapes;
        conversions::each_of(rule.shape, [&](std::string_view shape) {
            shapes += (shapes.empty() ? "`" : ", `") + std::string(rule.prefix) + std::string(shape) + '`';
        });
        out += "| " + std::string(rule.scheme) + " | " + std::string(rule.country.empty() ? "any" : rule.country) +
               " | " + shapes + " | " + std::string(rule.check) + " |\n";
    }
    return out;
}

}  // namespace syncline::inline v1
