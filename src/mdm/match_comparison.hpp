// SPDX-License-Identifier: Apache-2.0
// How two records are compared, once their texts are folded and their words counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mdm/match_decision.hpp>
#include <syncline/mdm/match_record.hpp>
#include <syncline/mdm/match_rules.hpp>

#include "code_points.hpp"

namespace syncline::inline v1::mdm {

/// *Errors*: `misconfigured`, naming the first mistake.
[[nodiscard]] result<void> check_rules(match_rules const& rules);

/// `name (first 4) + postal_code`.
[[nodiscard]] std::string label_of(block_rule const& block);
/// `jaro_winkler 0.92`.
[[nodiscard]] std::string label_of(match_level const& level);
/// A number with so many decimals, whatever the locale.
[[nodiscard]] std::string fixed(double x, int decimals);

struct prepared_word {
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
    double frequency = 1;
};

/// A text of a field, folded.
struct prepared_text {
    fingerprint whole{};  ///< Of all of it; what follows is of its first `longest_compared` letters.
    std::u32string letters{};
    std::vector<prepared_word> words{};  ///< Each once, in order.

    [[nodiscard]] std::u32string_view word(prepared_word w) const {
        return std::u32string_view(letters).substr(w.begin, w.size);
    }
};

/// Per field rule the texts a record has for it.
using prepared_record = std::vector<std::vector<prepared_text>>;

[[nodiscard]] prepared_record prepared(match_rules const& rules, match_record const& record);

/// The words that are not common, as long as there are any.
[[nodiscard]] std::vector<std::u32string_view> telling_words(field_rule const& rule, prepared_text const& text);

inline constexpr std::size_t no_level = static_cast<std::size_t>(-1);  ///< One of the two has no such field.

struct compared_field {
    std::size_t level = no_level;
    double similarity = 0;
    double rarity = 0;
    double weight = 0;
};

[[nodiscard]] compared_field compare(field_rule const& rule, std::span<prepared_text const> a,
                                     std::span<prepared_text const> b);

[[nodiscard]] double prior_bits(match_rules const& rules);
/// Prior and fields, in the order of the rules.
[[nodiscard]] double compare(match_rules const& rules, prepared_record const& a, prepared_record const& b);
[[nodiscard]] match_band band_of(match_rules const& rules, double weight);
[[nodiscard]] match_score score_of(match_rules const& rules, prepared_record const& a, prepared_record const& b);

}  // namespace syncline::inline v1::mdm
