// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include <syncline/core/result.hpp>
#include <syncline/mdm/match_decision.hpp>
#include <syncline/mdm/match_record.hpp>
#include <syncline/mdm/match_rules.hpp>

namespace syncline::inline v1::mdm {

/// Says of a record, before it is created, whether it is there already.
///
/// Keys go first, in rank order: the first kind of key that hits decides. One record links; several are a review that
/// names them; one that differs on an exclusive key is a review too. Only then records of the same block are scored:
/// the bits of each field are added up (Fellegi-Sunter), and two thresholds make bands. One record in the upper band
/// links, several are a review, as is whatever lies between; a contradiction never links.
///
/// Scopes do not hide anybody: a party of another legal entity is the same party. They only say which role is missing
/// (`match_candidate::missing`), and where several records are as good, one that has the scope goes before those which
/// do not.
///
///     auto matcher = mdm::matcher::with(mdm::party_rules());
///     for (auto const& p : parties) matcher->add(mdm::match_record_of(p, canonical_id_of(p)));
///     auto const decision = matcher->decide(mdm::match_record_of(incoming));
///
/// *Threads*: `decide` and `score` from many at once, `add` alone.
class matcher {
public:
    /// *Errors*: `misconfigured`, naming the field, key or block that is wrong and what was expected.
    [[nodiscard]] static result<matcher> with(match_rules rules);

    matcher(matcher&&) noexcept;
    matcher& operator=(matcher&&) noexcept;
    ~matcher();

    /// A record that is there. Records of one id are views of the same thing: their scopes, keys and fields add up.
    /// *Idempotence*: the same record twice changes nothing. *Cost*: linear in its texts; the matcher keeps them, and
    /// an entry a block.
    void add(match_record const& record);

    /// What to do with a record that may be new. *Cost*: at most `largest_block` comparisons a block of the record.
    [[nodiscard]] match_decision decide(match_record const& incoming) const;

    /// How alike two records are; the same both ways. Keys play no part.
    [[nodiscard]] match_score score(match_record const& a, match_record const& b) const;

    [[nodiscard]] match_rules const& rules() const noexcept;
    /// How many things are there, each id once.
    [[nodiscard]] std::size_t size() const noexcept;

private:
    struct state;
    explicit matcher(std::unique_ptr<state> s) noexcept;

    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::mdm
