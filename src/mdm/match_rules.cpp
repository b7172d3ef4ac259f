// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_rules.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <string_view>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/text.hpp>
#include <syncline/mdm/similarity.hpp>

#include "match_comparison.hpp"

namespace syncline::inline v1::mdm {
namespace {

tl::unexpected<error> wrong(std::string_view what, std::string_view name, std::string_view problem) {
    return fail(errc::misconfigured,
                "match rules: " + std::string(what) + " `" + shorten(name) + "`: " + std::string(problem));
}

bool is_share(double x) { return x > 0 && x < 1; }
bool sums_to_one(double x) { return std::abs(x - 1) < 0.01; }

result<void> check_field(field_rule const& f) {
    if (f.levels.size() < 2 || f.levels.back().test != text_test::otherwise)
        return wrong("field", f.name, "two levels or more are needed, and the last has to be `otherwise`");
    double m = 0;
    double u = 0;
    for (auto const& level : f.levels) {
        if (level.test == text_test::otherwise && &level != &f.levels.back())
            return wrong("field", f.name, "no level behind `otherwise` is ever met");
        if (!(level.at_least > 0 && level.at_least <= 1))
            return wrong("field", f.name, "`at_least` has to be above 0 and at most 1");
        if (!is_share(level.m) || !is_share(level.u))
            return wrong("field", f.name, "m and u of each level have to be above 0 and below 1");
        m += level.m;
        u += level.u;
    }
    if (!sums_to_one(m) || !sums_to_one(u)) return wrong("field", f.name, "its m and its u each have to sum to 1");
    if (!(f.common > 0)) return wrong("field", f.name, "`common` has to be above 0");
    return {};
}

std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

result<void> check_rules(match_rules const& r) {
    if (r.id.empty()) return wrong("id", r.id, "is blank");
    std::set<std::string_view> names;
    for (auto const& k : r.keys)
        if (k.kind.empty() || !names.insert(k.kind).second) return wrong("key", k.kind, "is blank or stands twice");
    names.clear();
    for (auto const& f : r.fields) {
        if (f.name.empty() || !names.insert(f.name).second) return wrong("field", f.name, "is blank or stands twice");
        if (auto ok = check_field(f); !ok) return ok;
    }
    if (r.fields.empty() != r.blocks.empty())
        return wrong("id", r.id, "fields need blocks to be compared in, and blocks need fields");
    for (auto const& block : r.blocks) {
        if (block.empty()) return wrong("id", r.id, "has a block without parts");
        for (auto const& part : block)
            if (!names.contains(part.field)) return wrong("block", label_of(block), "names a field without a rule");
    }
    if (!is_share(r.prior)) return wrong("id", r.id, "`prior` has to be above 0 and below 1");
    if (!(r.review > 0 && r.review <= r.auto_link && r.auto_link <= 1))
        return wrong("id", r.id, "thresholds have to be 0 < `review` <= `auto_link` <= 1");
    if (r.largest_block == 0) return wrong("id", r.id, "`largest_block` has to be at least 1");
    return {};
}

void term_frequencies::add(std::string_view value) {
    auto const letters = code_points(folded(value), longest_compared);
    auto const words = sorted_words(letters);
    if (words.empty()) return;
    ++values;
    for (auto const word : words) ++counts[utf8(word)];
}

double term_frequencies::of(std::string_view word) const {
    if (values == 0) return 1;
    auto const at = counts.find(word);
    auto const count = at == counts.end() ? std::uint64_t{1} : std::max(at->second, std::uint64_t{1});
    return std::min(1.0, static_cast<double>(count) / static_cast<double>(values));
}

std::string stamp_of(match_rules const& rules) {
    fingerprint_builder all;
    for (auto const& k : rules.keys) {
        all.add(k.kind);
        all.add(static_cast<std::uint64_t>(k.use) * 2 + (k.exclusive ? 1U : 0U));
    }
    all.add(rules.fields.size());
    for (auto const& f : rules.fields) {
        all.add(f.name);
        all.add(f.by_rarity ? 1U : 0U);
        all.add(bits_of(f.common));
        for (auto const& level : f.levels) {
            all.add(static_cast<std::uint64_t>(level.test));
            for (double const x : {level.at_least, level.m, level.u}) all.add(bits_of(x));
        }
        all.add(f.terms.values);
        for (auto const& [word, count] : f.terms.counts) {
            all.add(word);
            all.add(count);
        }
    }
    for (auto const& block : rules.blocks) all.add(label_of(block));
    for (double const x : {rules.prior, rules.review, rules.auto_link}) all.add(bits_of(x));
    all.add(rules.largest_block);
    return rules.id + '#' + all.finish().text().substr(0, 8);
}

}  // namespace syncline::inline v1::mdm
