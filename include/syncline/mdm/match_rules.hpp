// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::mdm {

/// What a shared key proves.
enum class key_use : std::uint8_t {
    settles,   ///< The same, whatever else differs: a live link.
    links,     ///< The same, unless an exclusive key differs.
    suggests,  ///< Maybe the same: a person decides.
};

/// One kind of deterministic key. The rules' order is the rank.
struct key_rule {
    std::string kind{};
    key_use use = key_use::links;
    /// One thing has one value (within the same `within`): two different ones contradict every link, those that
    /// `settles` excepted.
    bool exclusive = false;

    friend bool operator==(key_rule const&, key_rule const&) = default;
};

/// How two folded texts are compared.
enum class text_test : std::uint8_t { exact, jaro_winkler, token_set, otherwise };

/// One outcome of comparing a field, and how often it is met: the evidence is log2(m / u) bits.
struct match_level {
    text_test test = text_test::otherwise;
    double at_least = 1;  ///< The similarity that `jaro_winkler` and `token_set` have to reach.
    double m = 0;         ///< Share of the pairs that are the same which end here.
    double u = 0;         ///< Share of the pairs that are not the same which end here.

    friend bool operator==(match_level const&, match_level const&) = default;
};

/// How many values contain each word. A rare word that two records share says more than a frequent one.
struct term_frequencies {
    std::uint64_t values = 0;
    std::map<std::string, std::uint64_t, std::less<>> counts{};  ///< By folded word.

    /// Counts each word of a value once; the value is folded first. A value without words is not counted.
    void add(std::string_view value);
    /// Share of the values that have this folded word; one never seen counts as seen once. 1 when nothing was counted.
    [[nodiscard]] double of(std::string_view word) const;

    friend bool operator==(term_frequencies const&, term_frequencies const&) = default;
};

/// How a field is compared. A field that one of the two lacks says nothing.
struct field_rule {
    std::string name{};
    std::vector<match_level>
        levels{};  ///< The first that holds counts; the last is `otherwise`. m and u each sum to 1.
    /// Weighs agreement by `exact` and `token_set` by the rarest word that both have: its frequency stands in for the
    /// level's u. Words of the share `common` and above (`gmbh`, `ltd`) are left out of `token_set` and of blocks as
    /// long as both texts have others. Without any terms it changes nothing.
    bool by_rarity = false;
    double common = 0.01;
    term_frequencies terms{};

    friend bool operator==(field_rule const&, field_rule const&) = default;
};

/// A part of a block: the text of a field or its beginning.
struct block_part {
    std::string field{};
    std::size_t letters = 0;  ///< So many code points from the start; 0: all of it. A shorter text makes no block.
    bool each_word = false;   ///< Each word by itself instead of the text.

    friend bool operator==(block_part const&, block_part const&) = default;
};

/// Only records that share a block are compared: all of its parts are equal. A record that lacks a part has none.
using block_rule = std::vector<block_part>;

/// How records of one entity are matched. Ready ones: `party_rules()`, `contact_rules()`, `product_rules()`.
struct match_rules {
    std::string id{};                  ///< With a version, `party@1`; stands in every evidence.
    std::vector<key_rule> keys{};      ///< In rank order.
    std::vector<field_rule> fields{};  ///< None: nothing is scored, what has no key in common is not the same.
    std::vector<block_rule> blocks{};
    double prior = 0.0001;    ///< Probability that two records picked at random are the same.
    double review = 0.05;     ///< From this probability on a person decides; below, they are distinct.
    double auto_link = 0.99;  ///< From this probability on they are linked.
    /// A block with more records than this is not searched; the decision names it. Bounds time and memory.
    std::size_t largest_block = 500;

    friend bool operator==(match_rules const&, match_rules const&) = default;
};

/// `party@1#1f0c9a52`: the rules' id and a digest of all that is in them, term frequencies included.
[[nodiscard]] std::string stamp_of(match_rules const& rules);

}  // namespace syncline::inline v1::mdm
