// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace syncline::inline v1::mdm {

/// For which of our legal entities, and as what, a record is there: a customer of one company is not yet one of
/// another.
struct match_scope {
    std::string legal_entity{};
    std::string role{};  ///< `customer`, `vendor`.

    friend bool operator==(match_scope const&, match_scope const&) = default;
    friend auto operator<=>(match_scope const&, match_scope const&) = default;
};

/// A value that names one thing: two records that share it are the same, as far as its `key_rule` says.
struct match_key {
    std::string kind{};    ///< `tax_id`; what `key_rule::kind` is about.
    std::string within{};  ///< What makes the value unique: scheme and country of a tax id, the country of a domain.
    std::string value{};   ///< Normalized by whoever made it; compared byte by byte. A blank one is no key.

    friend bool operator==(match_key const&, match_key const&) = default;
    friend auto operator<=>(match_key const&, match_key const&) = default;
};

/// A text to compare. A name may stand more than once (display name, legal name): the best of the pairs counts.
struct match_field {
    std::string name{};
    std::string text{};  ///< As it is; the matcher folds it. A blank one says nothing.

    friend bool operator==(match_field const&, match_field const&) = default;
    friend auto operator<=>(match_field const&, match_field const&) = default;
};

/// What matching knows of a record of whatever entity. The order of the lists does not matter.
struct match_record {
    /// Of a record that is there: what a link would point to, the canonical id. Of an incoming one: only for people.
    std::string id{};
    std::vector<match_scope> scopes{};  ///< None: whatever the legal entity.
    std::vector<match_key> keys{};
    std::vector<match_field> fields{};

    friend bool operator==(match_record const&, match_record const&) = default;
};

}  // namespace syncline::inline v1::mdm
