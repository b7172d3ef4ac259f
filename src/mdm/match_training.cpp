// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_training.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <syncline/core/random.hpp>

#include "match_comparison.hpp"

namespace syncline::inline v1::mdm {
namespace {

constexpr std::uint64_t most_pairs = 300'000;

using index_pair = std::pair<std::size_t, std::size_t>;

/// Per field how often each level was met.
class level_counts {
public:
    explicit level_counts(match_rules const& rules) {
        for (auto const& f : rules.fields) counts_.emplace_back(f.levels.size());
    }

    void count(match_rules const& rules, prepared_record const& a, prepared_record const& b) {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            if (auto const level = compare(rules.fields[i], a[i], b[i]).level; level != no_level) ++counts_[i][level];
    }

    /// A field that no pair had stays as it is.
    void write(match_rules& rules, double match_level::*share) const {
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            auto const& met = counts_[i];
            auto const sum = std::accumulate(met.begin(), met.end(), std::uint64_t{0});
            double const all = static_cast<double>(sum) + 0.5 * static_cast<double>(met.size());
            for (std::size_t k = 0; sum != 0 && k < met.size(); ++k)
                rules.fields[i].levels[k].*share = (static_cast<double>(met[k]) + 0.5) / all;
        }
    }

private:
    std::vector<std::vector<std::uint64_t>> counts_{};
};

std::vector<prepared_record> all_prepared(match_rules const& rules, std::span<match_record const> records) {
    std::vector<prepared_record> out;
    out.reserve(records.size());
    for (auto const& r : records) out.push_back(prepared(rules, r));
    return out;
}

void count_terms(match_rules& rules, std::span<match_record const> records) {
    for (auto& f : rules.fields)
        for (auto const& r : records)
            for (auto const& field : r.fields)
                if (f.by_rarity && field.name == f.name) f.terms.add(field.text);
}

}  // namespace

result<match_rules> estimated(match_rules rules, labelled_records const& records) {
    if (auto const ok = check_rules(rules); !ok) return fail(ok.error());
    auto const [left, right, same] = records;
    if (left.empty() || right.empty())
        return fail(errc::misconfigured, "estimating match rules: a side has no records");
    bool const one_set = left.data() == right.data() && left.size() == right.size();
    std::set<index_pair> judged;
    for (auto const& [a, b] : same) {
        if (a >= left.size() || b >= right.size())
            return fail(errc::misconfigured, "estimating match rules: the pair " + std::to_string(a) + ", " +
                                                 std::to_string(b) + " names a record that is not there");
        judged.insert(one_set ? index_pair(std::minmax(a, b)) : index_pair(a, b));
    }

    for (auto& f : rules.fields)
        if (f.by_rarity) f.terms = {};
    count_terms(rules, left);
    if (!one_set) count_terms(rules, right);
    auto const lefts = all_prepared(rules, left);
    auto const rights = one_set ? std::vector<prepared_record>{} : all_prepared(rules, right);
    auto const& others = one_set ? lefts : rights;

    std::uint64_t const all = std::uint64_t{left.size()} * right.size();
    bool const every = all <= most_pairs;
    seeded_random random(all);
    level_counts strangers(rules);
    for (std::uint64_t i = 0; i < (every ? all : most_pairs); ++i) {
        std::uint64_t const n = every ? i : random() % all;
        index_pair const p(n / right.size(), n % right.size());
        if (one_set && p.first >= p.second) continue;
        if (!judged.contains(p)) strangers.count(rules, lefts[p.first], others[p.second]);
    }
    strangers.write(rules, &match_level::u);

    if (judged.empty()) return rules;
    level_counts friends(rules);
    for (auto const& p : judged) friends.count(rules, lefts[p.first], others[p.second]);
    friends.write(rules, &match_level::m);
    auto const pairs = one_set ? (all - left.size()) / 2 : all;
    rules.prior = std::min(0.5, static_cast<double>(judged.size()) / static_cast<double>(pairs));
    return rules;
}

}  // namespace syncline::inline v1::mdm
