// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <syncline/mdm/match_record.hpp>

namespace syncline::inline v1::mdm {

/// What comparing one field said.
struct match_part {
    std::string field{};
    std::string
        level{};  ///< `exact`, `jaro_winkler 0.92`, `token_set 0.95`, `otherwise`; `missing` where one has none.
    double similarity = 0;  ///< By the level's test; of `otherwise` the highest of those tried.
    double weight = 0;      ///< Bits for (positive) or against; `rarity` is part of it.
    double rarity = 0;      ///< What the frequency of the shared words added.

    friend bool operator==(match_part const&, match_part const&) = default;
};

enum class match_band : std::uint8_t { distinct, review, auto_link };

/// How likely two records are the same, part by part.
struct match_score {
    std::vector<match_part> parts{};  ///< In the order of the rules.
    double prior = 0;                 ///< Bits before anything was compared; below 0.
    double weight = 0;                ///< Prior and parts, in bits.
    double probability = 0;           ///< 2^weight / (1 + 2^weight).
    match_band band = match_band::distinct;

    /// One line without any value of the records: `weight 7.31 bits, probability 0.9937: name exact 1.0000 +12.81,
    /// ...`.
    [[nodiscard]] std::string text() const;

    friend bool operator==(match_score const&, match_score const&) = default;
};

/// A record that is there and may be the incoming one.
struct match_candidate {
    std::string id{};
    std::string key{};         ///< The kind of key they share; empty when scored.
    std::string key_within{};  ///< Its `within`.
    std::optional<match_score> score{};
    std::vector<std::string> contradicted_by{};  ///< Exclusive keys on which the two differ.
    std::vector<match_scope> missing{};          ///< Scopes of the incoming record that this one lacks.

    /// One line for an operator and for a link's `evidence`. Nothing of the records is in it but what the key is unique
    /// within.
    [[nodiscard]] std::string text() const;

    friend bool operator==(match_candidate const&, match_candidate const&) = default;
};

enum class match_verdict : std::uint8_t {
    create,  ///< Nothing alike is there.
    link,    ///< It is `candidates.front()`; where that one has scopes missing, the role is what is to be created.
    review,  ///< A person decides between `candidates` and a new record.
};

enum class match_reason : std::uint8_t {
    nothing_alike,
    key,            ///< One record shares a key that proves it.
    score,          ///< One record is above the threshold.
    several,        ///< More than one is as good: never a pick.
    contradiction,  ///< It looks the same, but an exclusive key differs.
    suggestion,     ///< A key that only suggests.
    doubt,          ///< Between the thresholds.
    not_compared,   ///< No block of it could be searched, so nobody knows.
};

/// What to do with an incoming record, and why.
///
/// The same record, rules and candidates give the same decision, whatever their order. To replay a stored one, put the
/// linked record alone into a new matcher of the same rules: `decide` gives the same `evidence()`.
struct match_decision {
    match_verdict verdict = match_verdict::create;
    match_reason reason = match_reason::nothing_alike;
    std::vector<match_candidate>
        candidates{};          ///< Best first, at most `most_named`; of `create` those that came nearest.
    std::size_t alike = 0;     ///< How many share the key, or reach the review threshold.
    std::size_t compared = 0;  ///< How many were scored.
    std::vector<std::string> skipped_blocks{};  ///< Blocks larger than the limit: `name (each word)`.
    std::string rules{};                        ///< `stamp_of` the rules.

    static constexpr std::size_t most_named = 10;

    /// One line for an operator: `review: 2 share the key tax_id (VAT AT): P-1, P-2; rules party@1#1f0c9a52`.
    [[nodiscard]] std::string text() const;
    /// For the link's row: why `candidates.front()`, by which rules. Empty unless the verdict is `link`.
    [[nodiscard]] std::string evidence() const;

    friend bool operator==(match_decision const&, match_decision const&) = default;
};

}  // namespace syncline::inline v1::mdm
