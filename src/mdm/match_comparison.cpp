// SPDX-License-Identifier: Apache-2.0
#include "match_comparison.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>

#include <syncline/mdm/similarity.hpp>

namespace syncline::inline v1::mdm {
namespace {

prepared_text prepared(field_rule const& rule, std::string_view text) {
    auto const all = folded(text);
    prepared_text out{.whole = fingerprint_of(all), .letters = code_points(all, longest_compared)};
    std::u32string_view const letters = out.letters;
    for (auto const word : sorted_words(letters))
        out.words.push_back({.begin = static_cast<std::uint16_t>(word.data() - letters.data()),
                             .size = static_cast<std::uint16_t>(word.size()),
                             .frequency = rule.by_rarity ? rule.terms.of(utf8(word)) : 1});
    return out;
}

bool any_telling(field_rule const& rule, prepared_text const& text) {
    return std::any_of(text.words.begin(), text.words.end(),
                       [&rule](prepared_word w) { return w.frequency < rule.common; });
}

std::vector<std::u32string_view> words_below(double frequency, prepared_text const& text) {
    std::vector<std::u32string_view> out;
    out.reserve(text.words.size());
    for (auto const w : text.words)
        if (w.frequency < frequency) out.push_back(text.word(w));
    return out;
}

constexpr double no_limit = 2;  // above any frequency

double words_alike(field_rule const& rule, prepared_text const& a, prepared_text const& b) {
    double const most = any_telling(rule, a) && any_telling(rule, b) ? rule.common : no_limit;
    return token_set_of(words_below(most, a), words_below(most, b));
}

/// The frequency of the rarest word both have; nothing when they share none.
std::optional<double> rarest_shared(prepared_text const& a, prepared_text const& b) {
    std::optional<double> out;
    for (auto x = a.words.begin(), y = b.words.begin(); x != a.words.end() && y != b.words.end();) {
        auto const left = a.word(*x);
        auto const right = b.word(*y);
        if (left == right) out = std::min(out.value_or(x->frequency), x->frequency);
        if (left <= right) ++x;
        if (right <= left) ++y;
    }
    return out;
}

compared_field compare(field_rule const& rule, prepared_text const& a, prepared_text const& b) {
    compared_field out{.level = 0};
    std::optional<double> jaro;
    std::optional<double> tokens;
    auto const reaches = [&](match_level const& level) {
        switch (level.test) {
            case text_test::exact: out.similarity = 1; return a.whole == b.whole && a.letters == b.letters;
            case text_test::jaro_winkler:
                if (!jaro) jaro = jaro_winkler_of(a.letters, b.letters);
                out.similarity = *jaro;
                return *jaro >= level.at_least;
            case text_test::token_set:
                if (!tokens) tokens = words_alike(rule, a, b);
                out.similarity = *tokens;
                return *tokens >= level.at_least;
            case text_test::otherwise: break;
        }
        out.similarity = std::max(jaro.value_or(0), tokens.value_or(0));
        return true;
    };
    while (!reaches(rule.levels[out.level])) ++out.level;
    auto const& level = rule.levels[out.level];
    out.weight = std::log2(level.m / level.u);
    if (rule.by_rarity && rule.terms.values != 0 &&
        (level.test == text_test::exact || level.test == text_test::token_set))
        if (auto const rarest = rarest_shared(a, b)) {
            out.rarity = std::log2(level.u / *rarest);
            out.weight += out.rarity;
        }
    return out;
}

}  // namespace

std::string fixed(double x, int decimals) {
    std::array<char, 64> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::fixed, decimals);
    std::string out(buffer.data(), end.ptr);
    return out.find_first_not_of("-0.") == std::string::npos && out.starts_with('-') ? out.substr(1) : out;
}

std::string label_of(block_rule const& block) {
    std::string out;
    for (auto const& part : block) {
        if (!out.empty()) out += " + ";
        out += part.field;
        if (part.letters != 0) out += " (first " + std::to_string(part.letters) + ")";
        if (part.each_word) out += " (each word)";
    }
    return out;
}

std::string label_of(match_level const& level) {
    switch (level.test) {
        case text_test::exact: return "exact";
        case text_test::jaro_winkler: return "jaro_winkler " + fixed(level.at_least, 2);
        case text_test::token_set: return "token_set " + fixed(level.at_least, 2);
        case text_test::otherwise: break;
    }
    return "otherwise";
}

prepared_record prepared(match_rules const& rules, match_record const& record) {
    prepared_record out(rules.fields.size());
    for (std::size_t i = 0; i < rules.fields.size(); ++i)
        for (auto const& f : record.fields) {
            if (f.name != rules.fields[i].name) continue;
            auto text = prepared(rules.fields[i], f.text);
            if (!text.letters.empty()) out[i].push_back(std::move(text));
        }
    return out;
}

std::vector<std::u32string_view> telling_words(field_rule const& rule, prepared_text const& text) {
    return words_below(any_telling(rule, text) ? rule.common : no_limit, text);
}

compared_field compare(field_rule const& rule, std::span<prepared_text const> a, std::span<prepared_text const> b) {
    compared_field best;
    auto const better = [](compared_field const& x, compared_field const& y) {
        return std::tie(x.weight, x.similarity, y.level) > std::tie(y.weight, y.similarity, x.level);
    };
    for (auto const& x : a)
        for (auto const& y : b) {
            auto const found = compare(rule, x, y);
            if (best.level == no_level || better(found, best)) best = found;
        }
    return best;
}

double prior_bits(match_rules const& rules) { return std::log2(rules.prior / (1 - rules.prior)); }

double compare(match_rules const& rules, prepared_record const& a, prepared_record const& b) {
    double weight = prior_bits(rules);
    for (std::size_t i = 0; i < rules.fields.size(); ++i) weight += compare(rules.fields[i], a[i], b[i]).weight;
    return weight;
}

match_band band_of(match_rules const& rules, double weight) {
    double const p = 1 / (1 + std::exp2(-weight));
    return p >= rules.auto_link ? match_band::auto_link : p >= rules.review ? match_band::review : match_band::distinct;
}

match_score score_of(match_rules const& rules, prepared_record const& a, prepared_record const& b) {
    match_score out{.prior = prior_bits(rules)};
    out.weight = out.prior;
    for (std::size_t i = 0; i < rules.fields.size(); ++i) {
        auto const& rule = rules.fields[i];
        auto const found = compare(rule, a[i], b[i]);
        out.weight += found.weight;
        out.parts.push_back({.field = rule.name,
                             .level = found.level == no_level ? "missing" : label_of(rule.levels[found.level]),
                             .similarity = found.similarity,
                             .weight = found.weight,
                             .rarity = found.rarity});
    }
    out.probability = 1 / (1 + std::exp2(-out.weight));
    out.band = band_of(rules, out.weight);
    return out;
}

}  // namespace syncline::inline v1::mdm
