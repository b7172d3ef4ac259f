// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/matcher.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <syncline/core/fingerprint.hpp>

#include "match_comparison.hpp"

namespace syncline::inline v1::mdm {
namespace {

using entry_number = std::uint32_t;

/// One thing that is there: all views of one id.
struct entry {
    std::string id{};
    std::vector<match_scope> scopes{};
    std::vector<match_key> keys{};  // in order
    prepared_record fields{};
};

/// Who is in a block. One that outgrew the limit keeps nobody.
struct block_members {
    std::vector<entry_number> entries{};
    bool too_large = false;
};

/// A block of a record: of which rule, and a digest of its text. That two texts may meet in one costs a comparison.
struct block_of_record {
    std::size_t rule = 0;
    std::uint64_t digest = 0;

    friend auto operator<=>(block_of_record const&, block_of_record const&) = default;
};

constexpr std::size_t most_blocks_a_rule = 64;

bool has(std::vector<match_scope> const& scopes, match_scope const& one) {
    return std::find(scopes.begin(), scopes.end(), one) != scopes.end();
}

bool has_key(std::vector<match_key> const& keys, match_key const& one) {
    return std::binary_search(keys.begin(), keys.end(), one);
}

/// Keys in order, each once, blank ones left out.
std::vector<match_key> in_order(std::vector<match_key> keys) {
    std::erase_if(keys, [](match_key const& k) { return k.value.empty(); });
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

/// Whether both have keys of that kind within the same, and none in common there.
bool differ(std::string_view kind, std::vector<match_key> const& a, std::vector<match_key> const& b) {
    auto const alike = [kind](match_key const& x, match_key const& y) {
        return x.kind == kind && y.kind == kind && x.within == y.within;
    };
    return std::any_of(a.begin(), a.end(), [&](match_key const& x) {
        bool const both = std::any_of(b.begin(), b.end(), [&](match_key const& y) { return alike(x, y); });
        return both &&
               std::none_of(a.begin(), a.end(), [&](match_key const& z) { return alike(x, z) && has_key(b, z); });
    });
}

std::vector<std::string> contradictions(match_rules const& rules, std::vector<match_key> const& a,
                                        std::vector<match_key> const& b) {
    std::vector<std::string> out;
    for (auto const& rule : rules.keys)
        if (rule.exclusive && differ(rule.kind, a, b)) out.push_back(rule.kind);
    return out;
}

/// The texts of a part, as blocks are made of them.
std::vector<std::u32string_view> block_texts(match_rules const& rules, block_part const& part,
                                             prepared_record const& record) {
    std::vector<std::u32string_view> out;
    for (std::size_t i = 0; i < rules.fields.size(); ++i) {
        if (rules.fields[i].name != part.field) continue;
        for (auto const& text : record[i]) {
            auto texts = part.each_word ? telling_words(rules.fields[i], text)
                                        : std::vector<std::u32string_view>{std::u32string_view(text.letters)};
            std::erase_if(texts, [&part](auto t) { return t.size() < part.letters; });
            for (auto const t : texts) out.push_back(part.letters == 0 ? t : t.substr(0, part.letters));
        }
    }
    return out;
}

std::vector<block_of_record> blocks_of(match_rules const& rules, prepared_record const& record) {
    std::vector<block_of_record> out;
    for (std::size_t i = 0; i < rules.blocks.size(); ++i) {
        std::vector<fingerprint_builder> made(1);
        for (auto const& part : rules.blocks[i]) {
            std::vector<fingerprint_builder> longer;
            for (auto const& start : made)
                for (auto const text : block_texts(rules, part, record)) {
                    if (longer.size() == most_blocks_a_rule) break;
                    longer.push_back(start);
                    longer.back().add(utf8(text));
                }
            made = std::move(longer);
        }
        for (auto const& m : made) out.push_back({i, m.finish().low});
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void merge(prepared_record& into, prepared_record&& from) {
    for (std::size_t i = 0; i < into.size(); ++i)
        for (auto& text : from[i])
            if (std::none_of(into[i].begin(), into[i].end(), [&text](prepared_text const& t) {
                    return t.whole == text.whole && t.letters == text.letters;
                }))
                into[i].push_back(std::move(text));
}

/// A candidate on the way to a decision.
struct scored_entry {
    entry_number number = 0;
    double weight = 0;
    std::vector<std::string> contradicted_by{};
    int rank = 0;  ///< 0 links and has the scope, 1 links, 2 a person decides, 3 distinct.
};

}  // namespace

struct matcher::state {
    match_rules rules{};
    std::string stamp{};
    std::vector<entry> entries{};
    std::unordered_map<std::string, entry_number> by_id{};
    std::map<match_key, std::vector<entry_number>> by_key{};
    std::unordered_map<std::uint64_t, block_members> by_block{};

    [[nodiscard]] static std::uint64_t slot(block_of_record b) noexcept {
        return b.digest + 0x9e3779b97f4a7c15ULL * b.rule;
    }

    void enter(entry_number number, block_of_record block) {
        auto& members = by_block[slot(block)];
        auto& in = members.entries;
        if (members.too_large || std::find(in.rbegin(), in.rend(), number) != in.rend()) return;
        in.push_back(number);
        if (in.size() <= rules.largest_block) return;
        members = {.entries = {}, .too_large = true};
    }

    [[nodiscard]] bool in_scope(match_record const& incoming, entry const& e) const {
        return std::all_of(incoming.scopes.begin(), incoming.scopes.end(),
                           [&e](match_scope const& s) { return has(e.scopes, s); });
    }

    [[nodiscard]] match_candidate named(match_record const& incoming, entry const& e) const {
        match_candidate out{.id = e.id};
        for (auto const& scope : incoming.scopes)
            if (!has(e.scopes, scope) && !has(out.missing, scope)) out.missing.push_back(scope);
        return out;
    }

    [[nodiscard]] std::vector<entry_number> sharing(std::string_view kind, std::vector<match_key> const& keys) const {
        std::vector<entry_number> out;
        for (auto const& key : keys) {
            if (key.kind != kind) continue;
            if (auto const at = by_key.find(key); at != by_key.end())
                out.insert(out.end(), at->second.begin(), at->second.end());
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    /// The decision by one kind of key that hit.
    void by_hits(match_record const& incoming, std::vector<match_key> const& keys, key_rule const& rule,
                 std::vector<entry_number> hits, match_decision& d) const {
        auto const place = [&](entry_number n) {
            return std::tuple(!in_scope(incoming, entries[n]), std::string_view(entries[n].id));
        };
        std::sort(hits.begin(), hits.end(), [&place](auto a, auto b) { return place(a) < place(b); });
        bool const any_in_scope = in_scope(incoming, entries[hits.front()]);
        d.alike = static_cast<std::size_t>(std::count_if(
            hits.begin(), hits.end(), [&](entry_number n) { return in_scope(incoming, entries[n]) == any_in_scope; }));
        hits.resize(std::min(hits.size(), match_decision::most_named));
        for (auto const n : hits) {
            auto c = named(incoming, entries[n]);
            c.key = rule.kind;
            for (auto const& key : keys)
                if (key.kind == rule.kind && has_key(entries[n].keys, key)) {
                    c.key_within = key.within;
                    break;
                }
            if (rule.use != key_use::settles) c.contradicted_by = contradictions(rules, keys, entries[n].keys);
            d.candidates.push_back(std::move(c));
        }
        d.verdict = match_verdict::review;
        if (d.alike > 1) {
            d.reason = match_reason::several;
        } else if (!d.candidates.front().contradicted_by.empty()) {
            d.reason = match_reason::contradiction;
        } else if (rule.use == key_use::suggests) {
            d.reason = match_reason::suggestion;
        } else {
            d.verdict = match_verdict::link;
            d.reason = match_reason::key;
        }
    }

    /// Who shares a block with it. Says which blocks were too large, and whether any was searched.
    [[nodiscard]] std::vector<entry_number> neighbours(prepared_record const& record, match_decision& d,
                                                       bool& searched) const {
        std::vector<entry_number> out;
        std::vector<bool> skipped(rules.blocks.size());
        for (auto const block : blocks_of(rules, record)) {
            auto const at = by_block.find(slot(block));
            bool const too_large = at != by_block.end() && at->second.too_large;
            if (too_large) skipped[block.rule] = true;
            searched = searched || !too_large;
            if (at != by_block.end()) out.insert(out.end(), at->second.entries.begin(), at->second.entries.end());
        }
        for (std::size_t i = 0; i < skipped.size(); ++i)
            if (skipped[i]) d.skipped_blocks.push_back(label_of(rules.blocks[i]));
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    [[nodiscard]] scored_entry scored(match_record const& incoming, std::vector<match_key> const& keys,
                                      prepared_record const& record, entry_number n) const {
        auto const& e = entries[n];
        scored_entry out{.number = n, .weight = compare(rules, record, e.fields)};
        switch (band_of(rules, out.weight)) {
            case match_band::distinct: out.rank = 3; return out;
            case match_band::review: out.rank = 2; break;
            case match_band::auto_link: out.rank = in_scope(incoming, e) ? 0 : 1; break;
        }
        out.contradicted_by = contradictions(rules, keys, e.keys);
        if (!out.contradicted_by.empty()) out.rank = 2;
        return out;
    }

    void by_score(match_record const& incoming, std::vector<match_key> const& keys, match_decision& d) const {
        if (rules.fields.empty() || entries.empty()) return;
        auto const record = prepared(rules, incoming);
        bool searched = false;
        std::vector<scored_entry> found;
        for (auto const n : neighbours(record, d, searched)) found.push_back(scored(incoming, keys, record, n));
        d.compared = found.size();
        auto const before = [this](scored_entry const& a, scored_entry const& b) {
            return std::tie(a.rank, b.weight, entries[a.number].id) < std::tie(b.rank, a.weight, entries[b.number].id);
        };
        auto const shown = std::min(found.size(), match_decision::most_named);
        std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(), before);
        for (std::size_t i = 0; i < shown; ++i) {
            auto c = named(incoming, entries[found[i].number]);
            c.score = score_of(rules, record, entries[found[i].number].fields);
            c.contradicted_by = found[i].contradicted_by;
            d.candidates.push_back(std::move(c));
        }
        int const best = found.empty() ? 3 : found.front().rank;
        if (best == 3) {
            if (searched) return;
            d.verdict = match_verdict::review;
            d.reason = match_reason::not_compared;
            return;
        }
        d.alike = static_cast<std::size_t>(
            std::count_if(found.begin(), found.end(), [best](scored_entry const& s) { return s.rank == best; }));
        bool const links = best < 2 && d.alike == 1;
        bool const contradicted = best == 2 && d.candidates.front().score->band == match_band::auto_link;
        d.verdict = links ? match_verdict::link : match_verdict::review;
        d.reason = links          ? match_reason::score
                   : best < 2     ? match_reason::several
                   : contradicted ? match_reason::contradiction
                                  : match_reason::doubt;
    }
};

matcher::matcher(std::unique_ptr<state> s) noexcept : state_(std::move(s)) {}
matcher::matcher(matcher&&) noexcept = default;
matcher& matcher::operator=(matcher&&) noexcept = default;
matcher::~matcher() = default;

result<matcher> matcher::with(match_rules rules) {
    if (auto const ok = check_rules(rules); !ok) return fail(ok.error());
    auto s = std::make_unique<state>();
    s->stamp = stamp_of(rules);
    s->rules = std::move(rules);
    return matcher(std::move(s));
}

void matcher::add(match_record const& record) {
    auto& s = *state_;
    auto const number = static_cast<entry_number>(s.entries.size());
    auto const placed = s.by_id.try_emplace(record.id, number);
    auto const at = placed.first->second;
    if (placed.second) s.entries.push_back({.id = record.id, .fields = prepared_record(s.rules.fields.size())});
    auto& e = s.entries[at];
    for (auto const& scope : record.scopes)
        if (!has(e.scopes, scope)) e.scopes.push_back(scope);
    for (auto const& key : in_order(record.keys)) {
        if (has_key(e.keys, key)) continue;
        e.keys.insert(std::upper_bound(e.keys.begin(), e.keys.end(), key), key);
        s.by_key[key].push_back(at);
    }
    merge(e.fields, prepared(s.rules, record));
    for (auto const block : blocks_of(s.rules, e.fields)) s.enter(at, block);
}

match_decision matcher::decide(match_record const& incoming) const {
    match_decision out{.rules = state_->stamp};
    auto const keys = in_order(incoming.keys);
    for (auto const& rule : state_->rules.keys)
        if (auto hits = state_->sharing(rule.kind, keys); !hits.empty()) {
            state_->by_hits(incoming, keys, rule, std::move(hits), out);
            return out;
        }
    state_->by_score(incoming, keys, out);
    return out;
}

match_score matcher::score(match_record const& a, match_record const& b) const {
    auto const& rules = state_->rules;
    return score_of(rules, prepared(rules, a), prepared(rules, b));
}

match_rules const& matcher::rules() const noexcept { return state_->rules; }
std::size_t matcher::size() const noexcept { return state_->entries.size(); }

}  // namespace syncline::inline v1::mdm
