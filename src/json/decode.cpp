// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/decode.hpp>

#include <algorithm>

#include <simdjson.h>

#include "json/fast.hpp"
#include "json/text.hpp"
#include "json/walk.hpp"
#include "json/workspace.hpp"

namespace syncline::inline v1::json::detail {

namespace {

[[nodiscard]] bool decode_fast(type const& t, void* out, std::string_view text, options const& o, std::string* arena) {
    if (text.size() > o.limits.bytes || o.limits.unique_keys || !simdjson::validate_utf8(text.data(), text.size()))
        return false;
    borrowed_workspace w;
    w->text.reserve(text.size() + fast_padding);
    w->text.assign(text);
    w->text.append(fast_padding, '\0');
    std::string_view const copy(w->text.data(), text.size());
    return read_fast(t, out, copy, o.pointer,
                     {.dialect = o.dialect, .copy = copy.data(), .original = text.data(), .arena = arena},
                     std::min(o.limits.depth, max_depth));
}

}  // namespace

result<void> decode(type const& t, void* out, std::string_view text, options const& o) {
    text = without_mark(text);
    std::string* const arena = o.arena != nullptr ? &text_of(*o.arena) : nullptr;
    auto const clear = [&] {
        if (arena == nullptr) return;
        arena->clear();
        arena->reserve(text.size());  // unescaped text is never longer, so what was handed out never moves
    };
    clear();
    if (decode_fast(t, out, text, o, arena)) return {};
    clear();
    return walk(t, out, text, o, arena);
}

}  // namespace syncline::inline v1::json::detail
