// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/json/detail/table.hpp>
#include <syncline/json/limits.hpp>

// JSON text on the level of single tokens: what both readers and the validator share.

namespace syncline::inline v1::json::detail {

inline constexpr std::size_t max_depth = 64;

[[nodiscard]] inline bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
[[nodiscard]] inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] inline std::string_view between(char const* first, char const* last) noexcept {
    return {first, static_cast<std::size_t>(last - first)};
}

/// Where in a document a value stands: a chain on the stack, read only when something goes wrong.
struct frame {
    frame const* up = nullptr;
    std::string_view key{};   ///< Unescaped.
    std::int64_t index = -1;  ///< Position in an array, or -1 for a member.
};

/// `$.result[3].name`; names are shortened and masked.
[[nodiscard]] std::string path_of(frame const* f);

/// One value as it stands in the text.
struct token {
    enum class kind : std::uint8_t { string, number, yes, no, null, array, object };
    token::kind what;
    std::string_view text;  ///< A string's content without its quotes, still escaped; else the exact text.
};

/// `string "abc"`, `number 5`, `an object`: safe to show.
[[nodiscard]] std::string found(token const& t);

/// `integer from 0 to 255`, `date (YYYY-MM-DD)`, `one of draft, sent`.
[[nodiscard]] std::string expected(type const& t, dialect d);

[[nodiscard]] error mismatch(frame const* at, std::string_view found, std::string_view expected);

/// `text` without a byte order mark.
[[nodiscard]] std::string_view without_mark(std::string_view text) noexcept;

/// The value that starts at `text.front()`, which stands in text that was checked.
[[nodiscard]] token token_at(std::string_view text) noexcept;

/// Whether the value means "no value" to this dialect in a member of this type.
[[nodiscard]] bool is_blank(token const& t, leaf what, dialect d) noexcept;

/// The length of the escape at `p`, which is a backslash; a pair of surrogates is one. 0 when JSON knows no such escape
/// or it stands for no character.
[[nodiscard]] std::size_t escape_size(char const* p, char const* end) noexcept;

/// Appends the text of a checked JSON string's content.
void unescape(std::string_view content, std::string& out);

/// What reading a value needs to know besides the value.
struct reading {
    json::dialect dialect;
    char const* copy = nullptr;      ///< The bytes that are read ...
    char const* original = nullptr;  ///< ... and the same bytes where views shall point to.
    std::string* arena = nullptr;    ///< Where views find text that had escapes; has room for all of it.

    [[nodiscard]] std::string_view original_of(std::string_view part) const noexcept {
        return {original + (part.data() - copy), part.size()};
    }
    /// Sets `out` to the text of a checked string's content; false for a view that has nothing to point to.
    [[nodiscard]] bool text(std::string_view content, std::string& out) const;
    [[nodiscard]] bool text(std::string_view content, std::string_view& out) const;
};

/// Sets a value of a type that is one token, or an id_name; false when the token does not suit.
[[nodiscard]] bool read_scalar(type const& t, void* out, token const& k, reading const& r);

/// The grammar, the limits and (when asked for) unique keys of one whole text without a mark.
[[nodiscard]] result<void> check(std::string_view text, limits const& l);

/// The value in a checked text that a JSON pointer names. *Errors*: `not_found`.
[[nodiscard]] result<std::string_view> locate(std::string_view text, std::string_view pointer);

}  // namespace syncline::inline v1::json::detail
