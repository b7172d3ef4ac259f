// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_decision.hpp>

#include <algorithm>
#include <string_view>

#include <syncline/core/text.hpp>

#include "match_comparison.hpp"

namespace syncline::inline v1::mdm {
namespace {

/// Names as a line may hold them: whoever made them, they are cut and hold no control characters.
std::string said(std::string_view name) { return shorten(name, 80); }

std::string listed(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) out += (out.empty() ? "" : ", ") + said(name);
    return out;
}

std::string key_text(match_candidate const& c) {
    return "key " + said(c.key) + (c.key_within.empty() ? "" : " (" + said(c.key_within) + ")");
}

std::string ids_of(match_decision const& d) {
    std::vector<std::string> ids;
    for (auto const& c : d.candidates) ids.push_back(c.id);
    ids.resize(std::min(ids.size(), d.alike));
    auto out = listed(ids);
    if (d.alike > ids.size()) out += " and " + std::to_string(d.alike - ids.size()) + " more";
    return out;
}

std::string missing_text(match_candidate const& c) {
    if (c.missing.empty()) return {};
    std::string out;
    for (auto const& scope : c.missing)
        out += (out.empty() ? "" : ", ") + said(scope.role.empty() ? "role" : scope.role) +
               (scope.legal_entity.empty() ? "" : " of " + said(scope.legal_entity));
    return "; not there yet: " + out;
}

std::string_view why_of(match_reason r) {
    switch (r) {
        case match_reason::contradiction: return "looks the same, but differs";
        case match_reason::suggestion: return "may be the same";
        default: return "too close to tell";
    }
}

std::string what_of(match_decision const& d) {
    bool const named = !d.candidates.empty();
    switch (d.verdict) {
        case match_verdict::link:
            return "link " + said(d.candidates.front().id) + ": " + d.candidates.front().text() +
                   missing_text(d.candidates.front());
        case match_verdict::create:
            return "create: nothing alike among " + std::to_string(d.compared) + " compared" +
                   (named ? ", nearest " + said(d.candidates.front().id) + ": " + d.candidates.front().text() : "");
        case match_verdict::review: break;
    }
    if (d.reason == match_reason::not_compared) return "review: no block of it could be searched";
    if (d.reason != match_reason::several)
        return "review " + said(d.candidates.front().id) + ": " + std::string(why_of(d.reason)) + ": " +
               d.candidates.front().text();
    auto const& first = d.candidates.front();
    return "review: " + std::to_string(d.alike) +
           (first.key.empty() ? " are as alike" : " share the " + key_text(first)) + ": " + ids_of(d);
}

}  // namespace

std::string match_score::text() const {
    std::string out = "weight " + fixed(weight, 2) + " bits, probability " + fixed(probability, 4) + ": ";
    for (auto const& p : parts) {
        out += said(p.field) + ' ' + p.level;
        if (p.level != "missing")
            out += ' ' + fixed(p.similarity, 4) + ' ' + (p.weight < 0 ? "" : "+") + fixed(p.weight, 2);
        if (p.rarity != 0) out += " (rarity " + std::string(p.rarity < 0 ? "" : "+") + fixed(p.rarity, 2) + ")";
        out += ", ";
    }
    return out + "prior " + fixed(prior, 2);
}

std::string match_candidate::text() const {
    auto out = score ? score->text() : key_text(*this);
    if (!contradicted_by.empty()) out += "; contradicted by " + listed(contradicted_by);
    return out;
}

std::string match_decision::text() const {
    auto out = what_of(*this);
    if (!skipped_blocks.empty()) out += "; not searched, too large: " + listed(skipped_blocks);
    return out + "; rules " + said(rules);
}

std::string match_decision::evidence() const {
    if (verdict != match_verdict::link) return {};
    return candidates.front().text() + "; rules " + said(rules);
}

}  // namespace syncline::inline v1::mdm
