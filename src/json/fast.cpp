// SPDX-License-Identifier: Apache-2.0
// The quick reader for what systems send all day: known fields, mostly in the order they are described in. Each field
// costs one comparison of its whole `"name":` and a call of the function that knows its type. Positions are plain
// pointers: the zeros behind the text end every scan, since a zero is never right where JSON is.
#include "json/fast.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

#if defined(__SSE2__)
#    include <emmintrin.h>
#endif

#include "json/plan.hpp"

namespace syncline::inline v1::json::detail {

namespace {

[[nodiscard]] bool matches(slot const& s, char const* p) noexcept {
#if defined(__SSE2__)
    auto const equal = [&](std::size_t at) {
        auto const a = _mm_loadu_si128(reinterpret_cast<__m128i const*>(p + at));
        auto const b = _mm_loadu_si128(reinterpret_cast<__m128i const*>(s.key_block() + at));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)));
    };
    return ((equal(0) | equal(16) << 16U) & s.key_mask) == s.key_mask;
#else
    return s.key_size != 0 && std::memcmp(p, s.key_block(), s.key_size) == 0;
#endif
}

/// The first quote, backslash or control character at or behind `p`.
[[nodiscard]] char const* plain_end(char const* p) noexcept {
#if defined(__SSE2__)
    auto const quote = _mm_set1_epi8('"');
    auto const slash = _mm_set1_epi8('\\');
    auto const last_control = _mm_set1_epi8(0x1F);
    for (;; p += 16) {
        auto const v = _mm_loadu_si128(reinterpret_cast<__m128i const*>(p));
        auto const control = _mm_cmpeq_epi8(_mm_min_epu8(v, last_control), v);
        auto const special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)), control);
        auto const mask = static_cast<unsigned>(_mm_movemask_epi8(special));
        if (mask != 0) return p + std::countr_zero(mask);
    }
#else
    while (*p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20) ++p;
    return p;
#endif
}

/// Separators are mostly followed by nothing or by one blank.
[[nodiscard]] char const* skip_space(char const* p) noexcept {
    if (*p == ' ') ++p;
    while (is_space(*p)) ++p;
    return p;
}

[[nodiscard]] bool starts(char const* p, std::string_view word) noexcept {
    return std::memcmp(p, word.data(), word.size()) == 0;
}

/// The end of the string whose content starts at `p` (its closing quote), escapes checked; null when it has none.
[[nodiscard]] char const* string_end(char const* p) noexcept {
    for (;;) {
        p = plain_end(p);
        if (*p == '"') return p;
        if (*p != '\\') return nullptr;
        auto const n = escape_size(p, p + fast_padding);  // what is behind the text are zeros, and those are no escape
        if (n == 0) return nullptr;
        p += n;
    }
}

/// The end of the number at `p`, or null when there is none.
[[nodiscard]] char const* number_end(char const* p) noexcept {
    if (*p == '-') ++p;
    if (!is_digit(*p)) return nullptr;
    if (*p == '0')
        ++p;
    else
        while (is_digit(*p)) ++p;
    if (*p == '.') {
        if (!is_digit(*++p)) return nullptr;
        while (is_digit(*p)) ++p;
    }
    if (*p == 'e' || *p == 'E') {
        ++p;
        if (*p == '+' || *p == '-') ++p;
        if (!is_digit(*p)) return nullptr;
        while (is_digit(*p)) ++p;
    }
    return p;
}

/// One level of nesting as long as it lives.
class level {
public:
    explicit level(std::size_t& left) noexcept : left_(left), inside_(left != 0) {
        if (inside_) --left_;
    }
    level(level const&) = delete;
    level& operator=(level const&) = delete;
    ~level() {
        if (inside_) ++left_;
    }
    explicit operator bool() const noexcept { return inside_; }

private:
    std::size_t& left_;
    bool inside_;
};

}  // namespace

class fast_reader {
public:
    fast_reader(reading const& r, char const* end, std::size_t depth) : reading_(r), end_(end), depth_left_(depth) {}

    [[nodiscard]] char const* value(type const& t, void* out, char const* p) {
        if (t.wrap != wrapper::none) {
            if (auto const* const behind = blank(t.what, p)) {
                t.wrapped->blank(out);
                return behind;
            }
            out = t.wrapped->engage(out);
        }
        return bare(t, out, p);
    }

    /// The end of a blank value at `p`, or null when it is none.
    [[nodiscard]] char const* blank(leaf what, char const* p) const noexcept {
        switch (*p) {
            case 'n': return starts(p, "null") ? p + 4 : nullptr;
            case 'f':
                return reading_.dialect.false_is_blank && what != leaf::boolean && starts(p, "false") ? p + 5 : nullptr;
            case '"': return reading_.dialect.empty_is_blank && p[1] == '"' ? p + 2 : nullptr;
            default: return nullptr;
        }
    }

    [[nodiscard]] char const* bare(type const& t, void* out, char const* p) {
        switch (t.what) {
            case leaf::string: return text(*static_cast<std::string*>(out), p);
            case leaf::view: return text(*static_cast<std::string_view*>(out), p);
            case leaf::boolean: return boolean(t, out, p);
            case leaf::int64: return integer(t, out, p);
            case leaf::decimal: return number(t, out, p);
            case leaf::id_name: return pair(t, *static_cast<id_name*>(out), p);
            case leaf::id_name_view: return pair(t, *static_cast<id_name_view*>(out), p);
            case leaf::array:
                if (t.more == &array_ops_of<std::int64_t>)
                    return integers(*static_cast<std::vector<std::int64_t>*>(out), p);
                return array(t, out, p);
            case leaf::pairs: return pairs(t, out, p);
            case leaf::object: return object(t, out, p);
            case leaf::raw: {
                auto const* const end = skip(p);
                if (end != nullptr) static_cast<raw*>(out)->text.assign(p, end);
                return end;
            }
            case leaf::custom: {
                auto const* const end = skip(p);
                bool const read = end != nullptr && static_cast<custom_ops const*>(t.more)->decode(out, between(p, end),
                                                                                                   reading_.dialect);
                return read ? end : nullptr;
            }
            default: return scalar(t, out, p);
        }
    }

    [[nodiscard]] char const* text(std::string& out, char const* p) {
        if (*p != '"') return no_text(out, p);
        auto const* const end = plain_end(p + 1);
        if (*end != '"') return escaped(out, p + 1);
        out.assign(p + 1, end);
        return end + 1;
    }
    [[nodiscard]] char const* text(std::string_view& out, char const* p) {
        if (*p != '"') return no_text(out, p);
        auto const* const end = plain_end(p + 1);
        if (*end != '"') return escaped(out, p + 1);
        out = reading_.original_of(between(p + 1, end));
        return end + 1;
    }

    [[nodiscard]] char const* boolean(type const& t, void* out, char const* p) {
        if (starts(p, "true")) return *static_cast<bool*>(out) = true, p + 4;
        if (starts(p, "false")) return *static_cast<bool*>(out) = false, p + 5;
        return scalar(t, out, p);
    }

    [[nodiscard]] char const* integer(type const& t, void* out, char const* p) {
        char const* const first = p;
        bool const negative = *p == '-';
        if (negative) ++p;
        char const* const digits = p;
        std::int64_t value = 0;
        while (is_digit(*p) && p - digits < 18) value = value * 10 + (*p++ - '0');
        bool const odd = p == digits || is_digit(*p) || (*digits == '0' && p - digits > 1);
        if (odd || *p == '.' || *p == 'e' || *p == 'E') return scalar(t, out, first);
        if (negative) value = -value;
        std::memcpy(out, &value, sizeof value);  // the member may be another integer type of that size
        return p;
    }

    [[nodiscard]] char const* number(type const& t, void* out, char const* p) {
        char const* const first = p;
        bool const quoted = reading_.dialect.scalars_are_text && *p == '"';
        if (quoted) ++p;
        bool const negative = *p == '-';
        if (negative) ++p;
        char const* const digits = p;
        std::int64_t units = 0;
        int scale = 0;
        while (is_digit(*p) && p - digits < 18) units = units * 10 + (*p++ - '0');
        bool odd = p == digits || (*digits == '0' && p - digits > 1);
        if (*p == '.') {
            char const* const point = p++;
            while (is_digit(*p) && p - digits < 19) units = units * 10 + (*p++ - '0');
            scale = static_cast<int>(p - point - 1);
            odd = odd || scale == 0;
        }
        if (odd || is_digit(*p) || *p == 'e' || *p == 'E' || (quoted && *p != '"')) return scalar(t, out, first);
        *static_cast<decimal*>(out) = decimal::from_int(negative ? -units : units, scale);
        return quoted ? p + 1 : p;
    }

    template <class Text>
    [[nodiscard]] char const* pair(type const& t, basic_id_name<Text>& out, char const* p) {
        if (*p != '[' || !is_digit(p[1])) return scalar(t, &out, p);
        p = integer(type_of<std::int64_t>, &out.id, p + 1);
        if (p == nullptr || *(p = skip_space(p)) != ',' || *(p = skip_space(p + 1)) != '"') return nullptr;
        p = text(out.name, p);
        if (p == nullptr || *(p = skip_space(p)) != ']') return nullptr;
        return depth_left_ == 0 ? nullptr : p + 1;
    }

    [[nodiscard]] char const* integers(std::vector<std::int64_t>& out, char const* p) {
        if (*p != '[' || depth_left_ == 0) return nullptr;
        out.clear();
        p = skip_space(p + 1);
        if (*p == ']') return p + 1;
        for (;;) {
            p = integer(type_of<std::int64_t>, &out.emplace_back(), p);
            if (p == nullptr) return nullptr;
            p = skip_space(p);
            if (*p == ']') return p + 1;
            if (*p != ',') return nullptr;
            p = skip_space(p + 1);
        }
    }

    [[nodiscard]] char const* array(type const& t, void* out, char const* p) {
        auto const& ops = *static_cast<array_ops const*>(t.more);
        level const inside{depth_left_};
        if (*p != '[' || !inside) return nullptr;
        char const* const start = p;
        p = skip_space(p + 1);
        std::size_t n = 0;
        if (*p != ']') {
            std::size_t have = ops.view(out).count;
            auto* first = static_cast<char*>(ops.resize(out, have));  // elements that are there are used again
            std::size_t planned = 0;
            for (;;) {
                if (n == have) {
                    if (n == 4) ops.reserve(out, planned = estimate(n, start, p, ops.stride));
                    std::size_t const step = std::clamp<std::size_t>(n, 4, 64);
                    have = n < planned ? std::min(n + step, planned) : n + std::max(step, n / 2);
                    first = static_cast<char*>(ops.resize(out, have));
                }
                p = value(*ops.element, first + n * ops.stride, p);
                if (p == nullptr) return nullptr;
                ++n;
                p = skip_space(p);
                if (*p == ']') break;
                if (*p != ',') return nullptr;
                p = skip_space(p + 1);
            }
        }
        ops.resize(out, n);
        return p + 1;
    }

    [[nodiscard]] char const* object(type const& t, void* out, char const* p);
    [[nodiscard]] char const* pairs(type const& t, void* out, char const* p);

    /// Any type that is one token, the long way.
    [[nodiscard]] char const* scalar(type const& t, void* out, char const* p) {
        auto const* const end = skip(p);
        return end != nullptr && read_scalar(t, out, token_at(between(p, end)), reading_) ? end : nullptr;
    }

    /// The end of the value at `p`, which is checked and not kept; null when it is no value.
    [[nodiscard]] char const* skip(char const* p) {
        switch (*p) {
            case '"': p = string_end(p + 1); return p == nullptr ? nullptr : p + 1;
            case 't': return starts(p, "true") ? p + 4 : nullptr;
            case 'f': return starts(p, "false") ? p + 5 : nullptr;
            case 'n': return starts(p, "null") ? p + 4 : nullptr;
            case '[':
            case '{': return skip_nested(p);
            default: return number_end(p);
        }
    }

    /// The value a JSON pointer names, read on the way through the envelope.
    [[nodiscard]] char const* at(std::string_view pointer, type const& t, void* out, char const* p);

    /// The position behind the `:` of the member that starts at `p`, and its name; declines names with escapes.
    [[nodiscard]] static char const* key(char const* p, std::string_view& name) noexcept {
        if (*p != '"') return nullptr;
        auto const* const end = plain_end(p + 1);
        if (*end != '"') return nullptr;
        name = between(p + 1, end);
        p = skip_space(end + 1);
        return *p == ':' ? skip_space(p + 1) : nullptr;
    }

private:
    /// How many rows there will be, after a few of them: they have much the same size. Bounded, since they need not.
    [[nodiscard]] std::size_t estimate(std::size_t rows, char const* start, char const* p,
                                       std::size_t stride) const noexcept {
        auto const per_row = static_cast<std::size_t>(p - start) / rows;
        auto const left = static_cast<std::size_t>(end_ - p);
        return rows + std::min(left / per_row * 9 / 8, left * 4 / stride) + 1;
    }

    /// A text member that is no string: the dialect's blank, or wrong.
    template <class Text>
    [[nodiscard]] char const* no_text(Text& out, char const* p) const {
        out = Text();
        return reading_.dialect == plain ? nullptr : blank(leaf::string, p);
    }

    template <class Text>
    [[nodiscard]] char const* escaped(Text& out, char const* content) const {
        auto const* const end = string_end(content);
        return end != nullptr && reading_.text(between(content, end), out) ? end + 1 : nullptr;
    }

    [[nodiscard]] char const* skip_nested(char const* p) {
        level const inside{depth_left_};
        if (!inside) return nullptr;
        bool const in_object = *p == '{';
        char const close = in_object ? '}' : ']';
        p = skip_space(p + 1);
        if (*p == close) return p + 1;
        for (;;) {
            if (in_object) {
                if (*p != '"' || (p = string_end(p + 1)) == nullptr) return nullptr;
                if (*(p = skip_space(p + 1)) != ':') return nullptr;
                p = skip_space(p + 1);
            }
            p = skip(p);
            if (p == nullptr) return nullptr;
            p = skip_space(p);
            if (*p == close) return p + 1;
            if (*p != ',') return nullptr;
            p = skip_space(p + 1);
        }
    }

    reading reading_;
    char const* end_;
    std::size_t depth_left_;
};

namespace {

template <leaf What>
char const* read_bare(fast_reader& r, slot const& s, void* at, char const* p) {
    if constexpr (What == leaf::string) return r.text(*static_cast<std::string*>(at), p);
    if constexpr (What == leaf::view) return r.text(*static_cast<std::string_view*>(at), p);
    if constexpr (What == leaf::boolean) return r.boolean(*s.type, at, p);
    if constexpr (What == leaf::int64) return r.integer(*s.type, at, p);
    if constexpr (What == leaf::decimal) return r.number(*s.type, at, p);
    return r.bare(*s.type, at, p);
}

char const* read_any(fast_reader& r, slot const& s, void* at, char const* p) { return r.value(*s.type, at, p); }

template <class T, leaf What>
char const* read_optional(fast_reader& r, slot const& s, void* at, char const* p) {
    auto& o = *static_cast<std::optional<T>*>(at);
    if (auto const* const behind = r.blank(What, p)) return o.reset(), behind;
    if (!o) o.emplace();
    return read_bare<What>(r, s, &*o, p);
}

template <class T, leaf What>
char const* read_field(fast_reader& r, slot const& s, void* at, char const* p) {
    auto& f = *static_cast<field_value<T>*>(at);
    if (auto const* const behind = r.blank(What, p)) return f = field_value<T>::empty_value(), behind;
    if (!f.has_value()) f = field_value<T>(T());
    return read_bare<What>(r, s, &f.value(), p);
}

template <class T, leaf What>
[[nodiscard]] read_function reader_of(type const& t) {
    if (t.wrap == wrapper::none) return read_bare<What>;
    if (t.wrapped == &optional_ops<T>) return read_optional<T, What>;
    if (t.wrapped == &field_ops<T>) return read_field<T, What>;
    return read_any;  // for instance an optional of another integer type of the same size
}

}  // namespace

read_function read_function_for(type const& t) {
    switch (t.what) {
        case leaf::string: return reader_of<std::string, leaf::string>(t);
        case leaf::view: return reader_of<std::string_view, leaf::view>(t);
        case leaf::boolean: return reader_of<bool, leaf::boolean>(t);
        case leaf::int64: return reader_of<std::int64_t, leaf::int64>(t);
        case leaf::decimal: return reader_of<decimal, leaf::decimal>(t);
        case leaf::id_name: return reader_of<id_name, leaf::id_name>(t);
        case leaf::id_name_view: return reader_of<id_name_view, leaf::id_name_view>(t);
        default: return read_any;
    }
}

char const* fast_reader::object(type const& t, void* out, char const* p) {
    auto const& plan = *static_cast<object_ops const*>(t.more)->table().plan;
    level const inside{depth_left_};
    if (*p != '{' || !inside) return nullptr;
    auto* const base = static_cast<char*>(out);
    extras* bag = nullptr;
    if (plan.bag != nullptr) {
        bag = reinterpret_cast<extras*>(base + plan.bag->offset);
        bag->fields.clear();
    }

    slot const* const slots = plan.slots.data();
    std::size_t const count = plan.slots.size();
    std::size_t next = 0;
    std::uint64_t seen = 0;
    p = skip_space(p + 1);
    if (*p != '}') {
        for (;;) {
            slot const* s = slots + next;
            if (next < count && matches(*s, p)) [[likely]] {
                p = skip_space(p + s->key_size);
            } else {
                std::string_view name;
                p = key(p, name);
                if (p == nullptr) return nullptr;
                std::size_t tried = 0;
                for (; tried < count; ++tried) {
                    if (next >= count) next = 0;
                    s = slots + next;
                    if ((s->name == name || (!s->also.empty() && s->also == name)) && s->type->what != leaf::extras)
                        break;
                    ++next;
                }
                if (tried == count) {
                    char const* const value = p;
                    p = skip(p);
                    if (p == nullptr) return nullptr;
                    if (bag != nullptr) bag->fields.push_back({std::string(name), std::string(value, p)});
                    s = nullptr;
                }
            }
            if (s != nullptr) {
                p = s->read(*this, *s, base + s->offset, p);
                if (p == nullptr) return nullptr;
                seen |= std::uint64_t{1} << next;
                ++next;
            }
            p = skip_space(p);
            if (*p == '}') break;
            if (*p != ',') return nullptr;
            p = skip_space(p + 1);
        }
    }
    if (seen != plan.all) {
        if ((plan.required & ~seen) != 0) return nullptr;
        for (std::uint64_t missing = plan.all & ~seen; missing != 0; missing &= missing - 1) {
            auto const& s = slots[std::countr_zero(missing)];
            s.type->wrapped->absent(base + s.offset);
        }
    }
    return p + 1;
}

char const* fast_reader::pairs(type const& t, void* out, char const* p) {
    auto const& ops = *static_cast<pairs_ops const*>(t.more);
    level const inside{depth_left_};
    if (*p != '{' || !inside) return nullptr;
    ops.clear(out);
    p = skip_space(p + 1);
    if (*p == '}') return p + 1;
    for (;;) {
        std::string_view name;
        p = key(p, name);
        if (p == nullptr) return nullptr;
        auto const [text, place] = ops.add(out);
        *text = name;
        p = value(*ops.value, place, p);
        if (p == nullptr) return nullptr;
        p = skip_space(p);
        if (*p == '}') return p + 1;
        if (*p != ',') return nullptr;
        p = skip_space(p + 1);
    }
}

char const* fast_reader::at(std::string_view pointer, type const& t, void* out, char const* p) {
    if (pointer.empty()) return value(t, out, p);
    if (pointer[0] != '/' || pointer.find('~') != std::string_view::npos) return nullptr;
    pointer.remove_prefix(1);
    auto const wanted = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(wanted.size());

    level const inside{depth_left_};
    bool const in_object = *p == '{';
    if ((!in_object && *p != '[') || !inside) return nullptr;
    char const close = in_object ? '}' : ']';
    bool hit = false;
    p = skip_space(p + 1);
    if (*p == close) return nullptr;
    for (std::size_t index = 0;; ++index) {
        bool here = false;
        if (in_object) {
            std::string_view name;
            p = key(p, name);
            if (p == nullptr) return nullptr;
            here = name == wanted;
        } else {
            here = wanted == std::to_string(index);
        }
        if (here && hit) return nullptr;  // the last one wins: the general reader sees to that
        p = here ? at(pointer, t, out, p) : skip(p);
        if (p == nullptr) return nullptr;
        hit = hit || here;
        p = skip_space(p);
        if (*p == close) return hit ? p + 1 : nullptr;
        if (*p != ',') return nullptr;
        p = skip_space(p + 1);
    }
}

bool read_fast(type const& t, void* out, std::string_view text, std::string_view pointer, reading const& r,
               std::size_t depth) {
    char const* const end = text.data() + text.size();
    char const* p = fast_reader{r, end, depth}.at(pointer, t, out, skip_space(text.data()));
    return p != nullptr && skip_space(p) == end;
}

}  // namespace syncline::inline v1::json::detail
