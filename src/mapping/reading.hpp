// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <syncline/core/near_name.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

// What the conversions share: letters, folded names, near names, and the one form of a refusal.

namespace syncline::inline v1::conversions {

[[nodiscard]] constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_letter(char c) noexcept { return is_lower(c) || is_upper(c); }
[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr char to_upper(char c) noexcept { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
[[nodiscard]] constexpr char to_lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

template <class Is>
[[nodiscard]] constexpr bool all_of(std::string_view s, Is is) {
    return std::all_of(s.begin(), s.end(), is);
}

[[nodiscard]] inline std::string upper(std::string_view s) {
    std::string out(s);
    std::transform(out.begin(), out.end(), out.begin(), to_upper);
    return out;
}
[[nodiscard]] inline std::string lower(std::string_view s) {
    std::string out(s);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

/// The one form of a refusal: `found "...", expected ...`.
[[nodiscard]] inline tl::unexpected<error> refuse(std::string_view found, std::string_view expected) {
    std::string message = "found \"";
    message += shorten(found);
    message += "\", expected ";
    message += expected;
    return fail(errc::mapping, std::move(message));
}

/// What a name comes to when case, accents (Latin, composed or not), punctuation and "the" do not matter: words of
/// `a`-`z` and digits with one blank between, "Saint" as "st", other letters as they are. Empty for what is longer than
/// any name.
[[nodiscard]] std::string folded(std::string_view name);

/// The longest text `folded` looks at.
inline constexpr std::size_t longest_name = 200;

/// Collects what is near to a folded name, nearest first.
class near_names {
public:
    explicit near_names(std::string_view folded_name) : name_(underscored(folded_name)) {}

    /// `shown` is what a person would write; `key` the same, folded.
    void offer(std::string_view key, std::string_view shown) {
        if (name_.empty()) return;
        auto const distance = name_distance(name_, underscored(key));
        if (distance) found_.push_back({*distance, shown});
    }

    /// `; near is "Germany"`, with all that are as near, three at most; or nothing.
    [[nodiscard]] std::string text() {
        std::stable_sort(found_.begin(), found_.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
        std::vector<std::string_view> shown;
        for (auto const& [distance, name] : found_) {
            if (distance != found_.front().first || shown.size() == 3) break;
            if (std::find(shown.begin(), shown.end(), name) == shown.end()) shown.push_back(name);
        }
        std::string out;
        for (auto const name : shown) out += (out.empty() ? "; near is \"" : ", \"") + std::string(name) + '"';
        return out;
    }

private:
    /// `name_distance` finds words between underscores.
    [[nodiscard]] static std::string underscored(std::string_view words) {
        std::string out(words);
        std::replace(out.begin(), out.end(), ' ', '_');
        return out;
    }

    std::string name_;
    std::vector<std::pair<std::size_t, std::string_view>> found_;
};

/// Calls `take` with each part of `a|b|c`; not at all for an empty list.
template <class Take>
void each_of(std::string_view list, Take take) {
    while (!list.empty()) {
        auto const end = (std::min)(list.find('|'), list.size());
        take(list.substr(0, end));
        list.remove_prefix((std::min)(end + 1, list.size()));
    }
}

/// Reads a whole number and nothing else, with a minus sign at most.
[[nodiscard]] inline bool read_whole(std::string_view text, std::int64_t& out) {
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
    return problem == std::errc{} && end == text.data() + text.size();
}

/// Where a row of a sorted table is; null when it is not there.
template <class Rows, class Key>
[[nodiscard]] auto row_of(Rows const& rows, std::string_view key, Key key_of) -> decltype(&*std::begin(rows)) {
    auto const at = std::lower_bound(std::begin(rows), std::end(rows), key,
                                     [&](auto const& row, std::string_view k) { return key_of(row) < k; });
    return at != std::end(rows) && key_of(*at) == key ? &*at : nullptr;
}

/// The alpha-2 code itself when it is one of ISO 3166-1 in any letter case, else nothing. Lifetime: static.
[[nodiscard]] std::string_view assigned_country(std::string_view alpha2);

}  // namespace syncline::inline v1::conversions
