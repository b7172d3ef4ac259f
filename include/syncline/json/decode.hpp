// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include <syncline/core/result.hpp>
#include <syncline/json/arena.hpp>
#include <syncline/json/detail/table.hpp>
#include <syncline/json/dialect.hpp>
#include <syncline/json/limits.hpp>

namespace syncline::inline v1::json {

namespace detail {

struct options {
    std::string_view pointer{};  ///< A JSON pointer (RFC 6901) to the value to read; "" is the whole text.
    json::dialect dialect{};
    json::limits limits{};
    json::arena* arena = nullptr;
};

[[nodiscard]] result<void> decode(type const& t, void* out, std::string_view text, options const& o);

}  // namespace detail

/// Reads one JSON text into a `T`: a described struct, a std::vector of them, or any type a member may have.
///
/// | member type | read from |
/// |---|---|
/// | `std::string`, `bool`, integers (range checked), `double` | what their names say |
/// | `std::string_view`, `json::id_name_view` | the same without escapes; they view `text` |
/// | `decimal` | the digits of a number, never through a double |
/// | `instant`, `local_date`, `json::id_name`, uuid and strong ids | as the dialect writes them |
/// | described enum | a string that is one of its names |
/// | `std::vector<U>` | an array |
/// | described struct, `std::vector<std::pair<std::string, U>>` | an object; the pairs are an open one |
/// | `std::optional<U>` | the value; blank or missing is `nullopt` |
/// | `field_value<U>` | missing is absent, blank is empty, else the value |
/// | `json::raw`, `json::extras` | any value's exact text; all fields that are not described |
/// | anything else | `json::codec<U>` |
///
/// A member of any other type than optional, field_value and extras must be there. Fields that are not described are
/// checked and skipped. Of a member that comes twice the last one wins. A byte order mark is skipped. Under a
/// dialect with a blank of its own, a `std::string` also takes the blank and is empty then.
///
/// *Errors*: `malformed` with path, found and expected (`$.result[3].partner_id: found string "abc", expected
/// integer`), also for text that is not JSON; `too_large` beyond `l`.
/// *Lifetime*: members that are views are valid as long as `text`.
///
///     auto page = json::decode<std::vector<odoo::partner>>(body, json::odoo);
template <class T>
[[nodiscard]] result<T> decode(std::string_view text, dialect d = plain, limits const& l = {}) {
    result<T> out{};
    if (auto r = detail::decode(detail::type_of<T>, &*out, text, {.dialect = d, .limits = l}); !r)
        return fail(std::move(r).error());
    return out;
}

/// The same into an object that was used before: strings and vectors keep their memory.
///
/// Every described member is set or reset, so nothing of the former content remains. After an error the content is
/// unspecified. With an `arena`, members that are views may also have escapes in the text.
/// *Lifetime*: views are valid as long as `text` and until the arena is used again.
template <class T>
[[nodiscard]] result<void> decode_into(T& reused, std::string_view text, dialect d = plain, limits const& l = {}) {
    return detail::decode(detail::type_of<T>, &reused, text, {.dialect = d, .limits = l});
}
template <class T>
[[nodiscard]] result<void> decode_into(T& reused, std::string_view text, arena& a, dialect d = plain,
                                       limits const& l = {}) {
    return detail::decode(detail::type_of<T>, &reused, text, {.dialect = d, .limits = l, .arena = &a});
}

/// Reads only the value a JSON pointer names (`/result/records`, `/results/0`, "" is all), for envelopes.
///
/// The whole text is checked, the rest of it is not kept.
/// *Errors*: `not_found` when the pointer names nothing; else as for `decode`.
template <class T>
[[nodiscard]] result<T> decode_at(std::string_view text, std::string_view pointer, dialect d = plain,
                                  limits const& l = {}) {
    result<T> out{};
    if (auto r = detail::decode(detail::type_of<T>, &*out, text, {.pointer = pointer, .dialect = d, .limits = l}); !r)
        return fail(std::move(r).error());
    return out;
}

/// `decode_at` into an object that was used before, as `decode_into`.
template <class T>
[[nodiscard]] result<void> decode_at_into(T& reused, std::string_view text, std::string_view pointer, dialect d = plain,
                                          limits const& l = {}) {
    return detail::decode(detail::type_of<T>, &reused, text, {.pointer = pointer, .dialect = d, .limits = l});
}
template <class T>
[[nodiscard]] result<void> decode_at_into(T& reused, std::string_view text, std::string_view pointer, arena& a,
                                          dialect d = plain, limits const& l = {}) {
    return detail::decode(detail::type_of<T>, &reused, text,
                          {.pointer = pointer, .dialect = d, .limits = l, .arena = &a});
}

}  // namespace syncline::inline v1::json
