// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace syncline::inline v1 {

namespace detail {

/// Levenshtein's distance: letters to put in, take out or replace.
[[nodiscard]] inline std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const above = row[j];
            row[j] = (std::min)({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

/// The words of `planned_hours`; `id`, `ids` and `is`, which say nothing, are left out.
[[nodiscard]] inline std::vector<std::string_view> words_of(std::string_view name) {
    std::vector<std::string_view> words;
    while (!name.empty()) {
        auto const end = (std::min)(name.find('_'), name.size());
        auto const word = name.substr(0, end);
        if (!word.empty() && word != "id" && word != "ids" && word != "is") words.push_back(word);
        name.remove_prefix((std::min)(end + 1, name.size()));
    }
    return words;
}

}  // namespace detail

/// How far apart two names of fields are that may mean the same; nothing when they look like different things.
///
/// Near are names of three edits or fewer, half of the shorter one at most (`tax_id`, `tax_ids`); then those which have
/// at least half of their words in common, counted by the name with more of them (`planned_hours`, `allocated_hours`).
/// Smaller is nearer, and the first kind is always nearer than the second. The same both ways.
[[nodiscard]] inline std::optional<std::size_t> name_distance(std::string_view a, std::string_view b) {
    constexpr std::size_t most_edits = 3;
    constexpr std::size_t longest = 128;  // the work grows with the product of the lengths
    if (a.size() > longest || b.size() > longest) return a == b ? std::optional<std::size_t>(0) : std::nullopt;
    auto const edits = detail::edits_between(a, b);
    if (edits <= (std::min)(most_edits, (std::min)(a.size(), b.size()) / 2)) return edits;
    auto const words = detail::words_of(a);
    auto others = detail::words_of(b);
    auto const most = (std::max)(words.size(), others.size());
    std::size_t common = 0;
    for (auto const word : words)
        if (auto const at = std::find(others.begin(), others.end(), word); at != others.end()) {
            others.erase(at);
            ++common;
        }
    if (common == 0 || 2 * common < most) return std::nullopt;
    return most_edits + edits;
}

}  // namespace syncline::inline v1
