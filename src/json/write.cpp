// SPDX-License-Identifier: Apache-2.0
#include "json/write.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#if defined(__SSE2__)
#    include <emmintrin.h>
#endif

#include <simdjson.h>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/writer.hpp>

#include "json/plan.hpp"

namespace syncline::inline v1::json {

namespace detail {

void write_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t run = 0;  // start of what needs no change
    std::size_t i = 0;
    auto const flush = [&](std::size_t skip) {
        out.append(text, run, i - run);
        i += skip;
        run = i;
    };
    while (i < text.size()) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x80) {
            auto const n = syncline::detail::utf8_at_front(text.substr(i));
            if (n != 0) {
                i += n;
                continue;
            }
            flush(1);
            out += "\xEF\xBF\xBD";
            continue;
        }
        if (c >= 0x20 && c != '"' && c != '\\') {
            ++i;
            continue;
        }
        flush(1);
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                out += "\\u00";
                out += "01"[c >> 4U];
                out += "0123456789abcdef"[c & 15U];
        }
    }
    flush(0);
    out += '"';
}

/// Writes values through their tables into one growing string.
///
/// The string is kept longer than what is written, so that most pieces are plain stores; `finish` cuts it.
class encoder {
public:
    encoder(std::string& out, dialect d) : out_(out), dialect_(d) { attach(); }

    void finish() { out_.resize(written()); }

    void value(type const& t, void const* p) {
        if (t.wrap != wrapper::none) {
            p = t.wrapped->value(p);
            if (p == nullptr) return blank(t.what);
        }
        bare(t, p);
    }

    void bare(type const& t, void const* p) {
        switch (t.what) {
            case leaf::string: return string(*static_cast<std::string const*>(p));
            case leaf::view: return string(*static_cast<std::string_view const*>(p));
            case leaf::array: return array(t, p);
            case leaf::pairs: return pairs(t, p);
            case leaf::object: return object(t, p);
            case leaf::custom: return custom(t, p);
            case leaf::raw: {
                auto const& text = static_cast<raw const*>(p)->text;
                return put(text.empty() ? "null" : std::string_view(text));
            }
            case leaf::instant: {
                auto const when = *static_cast<instant const*>(p);
                return quoted(dialect_.times == dialect::time_form::spaced_utc ? format_utc_datetime(when)
                                                                               : format_instant(when));
            }
            case leaf::local_date: return quoted(format_date(*static_cast<local_date const*>(p)));
            case leaf::text: {
                std::string text;
                static_cast<text_ops const*>(t.more)->format(p, text);
                return string(text);
            }
            case leaf::enumeration: return string(name_of(*static_cast<enumeration_ops const*>(t.more), p));
            default: return number(t, p);
        }
    }

    void blank(leaf what) {
        if (dialect_.false_is_blank && what != leaf::boolean)
            put("false");
        else
            put(dialect_.empty_is_blank ? "\"\"" : "null");
    }

    /// A comma, and the key. The comma of the first member becomes the object's brace.
    void key(slot const& s) {
        if (s.key_size != 0) {
            need(s.lead.size());
            std::memcpy(p_, s.lead.data(), s.lead.size());
            p_ += s.key_size + 1;
        } else {
            put(',');
            put(s.key);
        }
    }

    void string(std::string_view s) {
        need(s.size() + 2);
        *p_ = '"';
        seen_bytes seen;
        copy_and_look(p_ + 1, s.data(), s.size(), seen);
        if (seen.special() || (seen.not_ascii() && !simdjson::validate_utf8(s.data(), s.size()))) return escaped(s);
        p_[s.size() + 1] = '"';
        p_ += s.size() + 2;
    }

    template <class I>
    void integer(I i) {
        need(number_room);
        quote();
        p_ = std::to_chars(p_, p_ + number_room, i).ptr;
        quote();
    }
    void boolean(bool b) {
        need(number_room);
        quote();
        put(b ? "true" : "false");
        quote();
    }
    void amount(decimal const& d) {
        need(number_room);
        quote();
        p_ = d.write_to(p_);
        quote();
    }

private:
    static constexpr std::size_t number_room = decimal::max_text + 16;

    // ---- the string ----

    [[nodiscard]] std::size_t written() const noexcept { return static_cast<std::size_t>(p_ - out_.data()); }

    void attach() noexcept {
        p_ = out_.data() + out_.size();
        end_ = p_;
    }

    void need(std::size_t n) {
        if (static_cast<std::size_t>(end_ - p_) < n) [[unlikely]]
            grow(n);
    }

    /// Steps are small, since new bytes are set to zero, and the memory grows by doubling as ever.
    void grow(std::size_t n) {
        auto const used = written();
        step_ = std::min<std::size_t>(step_ * 2, std::size_t{16} * 1024);
        out_.resize(used + n + step_);
        p_ = out_.data() + used;
        end_ = out_.data() + out_.size();
    }

    void put(std::string_view s) {
        need(s.size());
        std::memcpy(p_, s.data(), s.size());
        p_ += s.size();
    }

    void put(char c) {
        need(1);
        *p_++ = c;
    }

#if defined(__SSE2__)
    /// What was met so far: bytes that need an escape, bytes beyond ASCII.
    class seen_bytes {
    public:
        void add(__m128i v) noexcept {
            auto const control = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
            auto const quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
            auto const slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
            special_ = _mm_or_si128(special_, _mm_or_si128(_mm_or_si128(control, quote), slash));
            any_ = _mm_or_si128(any_, v);
        }
        [[nodiscard]] bool special() const noexcept { return _mm_movemask_epi8(special_) != 0; }
        [[nodiscard]] bool not_ascii() const noexcept { return _mm_movemask_epi8(any_) != 0; }

    private:
        __m128i special_ = _mm_setzero_si128();
        __m128i any_ = _mm_setzero_si128();
    };

    /// Copies blocks, the last one overlapping the one before, and looks at what it copies.
    static void copy_and_look(char* to, char const* from, std::size_t n, seen_bytes& seen) noexcept {
        if (n >= 16) {
            auto const one = [&](std::size_t at) {
                auto const v = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from + at));
                _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), v);
                seen.add(v);
            };
            for (std::size_t at = 0; at + 16 <= n; at += 16) one(at);
            one(n - 16);
        } else if (n >= 8) {
            seen.add(_mm_set_epi64x(copied<std::int64_t>(to, from), copied<std::int64_t>(to + n - 8, from + n - 8)));
        } else if (n >= 4) {
            seen.add(
                _mm_set_epi64x(0x2020202020202020, static_cast<std::int64_t>(copied<std::uint32_t>(to, from)) << 32 |
                                                       copied<std::uint32_t>(to + n - 4, from + n - 4)));
        } else {
            for (std::size_t i = 0; i < n; ++i) seen.add(_mm_set1_epi8(to[i] = from[i]));
        }
    }

    template <class Word>
    [[nodiscard]] static Word copied(char* to, char const* from) noexcept {
        Word w{};
        std::memcpy(&w, from, sizeof w);
        std::memcpy(to, &w, sizeof w);
        return w;
    }
#else
    class seen_bytes {
    public:
        void add(char c) noexcept {
            auto const u = static_cast<unsigned char>(c);
            special_ = special_ || u < 0x20 || u == '"' || u == '\\';
            not_ascii_ = not_ascii_ || u >= 0x80;
        }
        [[nodiscard]] bool special() const noexcept { return special_; }
        [[nodiscard]] bool not_ascii() const noexcept { return not_ascii_; }

    private:
        bool special_ = false;
        bool not_ascii_ = false;
    };

    static void copy_and_look(char* to, char const* from, std::size_t n, seen_bytes& seen) noexcept {
        for (std::size_t i = 0; i < n; ++i) seen.add(to[i] = from[i]);
    }
#endif

    // ---- the values ----

    void quote() noexcept {
        if (dialect_.scalars_are_text) *p_++ = '"';
    }

    void quoted(std::string_view plain_text) {
        put("\"");
        put(plain_text);
        put("\"");
    }

    void escaped(std::string_view s) {
        finish();
        write_string(out_, s);
        attach();
    }

    void number(type const& t, void const* p) {
        switch (t.what) {
            case leaf::boolean: return boolean(*static_cast<bool const*>(p));
            case leaf::int8: return integer(*static_cast<std::int8_t const*>(p));
            case leaf::int16: return integer(*static_cast<std::int16_t const*>(p));
            case leaf::int32: return integer(*static_cast<std::int32_t const*>(p));
            case leaf::int64: return integer(as<std::int64_t>(p));
            case leaf::uint8: return integer(*static_cast<std::uint8_t const*>(p));
            case leaf::uint16: return integer(*static_cast<std::uint16_t const*>(p));
            case leaf::uint32: return integer(*static_cast<std::uint32_t const*>(p));
            case leaf::uint64: return integer(as<std::uint64_t>(p));
            case leaf::id_name: return integer(static_cast<id_name const*>(p)->id);
            case leaf::id_name_view: return integer(static_cast<id_name_view const*>(p)->id);
            case leaf::decimal: return amount(*static_cast<decimal const*>(p));
            case leaf::floating: {
                double const x = *static_cast<double const*>(p);
                if (!std::isfinite(x)) return put("null");  // JSON has no other word for it
                return integer(x);
            }
            default: return;
        }
    }

    /// The member may be another integer type of that size.
    template <class I>
    [[nodiscard]] static I as(void const* p) noexcept {
        I i{};
        std::memcpy(&i, p, sizeof i);
        return i;
    }

    [[nodiscard]] static std::string_view name_of(enumeration_ops const& ops, void const* p) {
        auto const v = ops.get(p);
        for (auto const& e : ops.list)
            if (e.value == v) return e.name;
        return {};
    }

    void integers(std::vector<std::int64_t> const& all) {
        put('[');
        char const* comma = "";
        for (auto const i : all) {
            put(comma);
            integer(i);
            comma = ",";
        }
        put(']');
    }

    void array(type const& t, void const* p) {
        if (t.more == &array_ops_of<std::int64_t>) return integers(*static_cast<std::vector<std::int64_t> const*>(p));
        auto const& ops = *static_cast<array_ops const*>(t.more);
        auto const all = ops.view(p);
        put('[');
        for (std::size_t i = 0; i < all.count; ++i) {
            if (i != 0) put(',');
            value(*ops.element, static_cast<char const*>(all.data) + i * ops.stride);
        }
        put(']');
    }

    void pairs(type const& t, void const* p) {
        auto const& ops = *static_cast<pairs_ops const*>(t.more);
        put('{');
        for (std::size_t i = 0, n = ops.count(p); i < n; ++i) {
            auto const [name, v] = ops.at(p, i);
            if (i != 0) put(',');
            string(*name);
            put(':');
            value(*ops.value, v);
        }
        put('}');
    }

    void object(type const& t, void const* p) {
        auto const& plan = *static_cast<object_ops const*>(t.more)->table().plan;
        auto const start = written();
        for (auto const& s : plan.slots) s.write(*this, s, static_cast<char const*>(p) + s.offset);
        if (plan.bag != nullptr) {
            for (auto const& f :
                 reinterpret_cast<extras const*>(static_cast<char const*>(p) + plan.bag->offset)->fields) {
                put(',');
                string(f.name);
                put(':');
                put(f.text);
            }
        }
        if (written() == start) put(',');
        out_[start] = '{';
        put('}');
    }

    void custom(type const& t, void const* p) {
        finish();
        writer w{out_, dialect_};
        static_cast<custom_ops const*>(t.more)->encode(w, p);
        attach();
    }

    std::string& out_;
    dialect dialect_;
    char* p_ = nullptr;
    char* end_ = nullptr;
    std::size_t step_ = 32;
};

namespace {

template <class T, leaf What>
void write_bare(encoder& e, slot const& s, T const& v) {
    if constexpr (What == leaf::string || What == leaf::view)
        e.string(v);
    else if constexpr (What == leaf::int64)
        e.integer(v);
    else if constexpr (What == leaf::boolean)
        e.boolean(v);
    else if constexpr (What == leaf::decimal)
        e.amount(v);
    else if constexpr (What == leaf::id_name || What == leaf::id_name_view)
        e.integer(v.id);
    else
        e.bare(*s.type, &v);
}

template <class T, leaf What>
void write_plain(encoder& e, slot const& s, void const* at) {
    e.key(s);
    write_bare<T, What>(e, s, *static_cast<T const*>(at));
}

template <class T, leaf What>
void write_optional(encoder& e, slot const& s, void const* at) {
    auto const& o = *static_cast<std::optional<T> const*>(at);
    if (!o) return;
    e.key(s);
    write_bare<T, What>(e, s, *o);
}

template <class T, leaf What>
void write_field(encoder& e, slot const& s, void const* at) {
    auto const& f = *static_cast<field_value<T> const*>(at);
    if (f.is_absent()) return;
    e.key(s);
    if (f.is_empty())
        e.blank(What);
    else
        write_bare<T, What>(e, s, f.value());
}

void write_any(encoder& e, slot const& s, void const* at) {
    auto const& t = *s.type;
    if (t.wrap != wrapper::none && t.wrapped->value(at) == nullptr && !t.wrapped->is_blank(at)) return;
    e.key(s);
    e.value(t, at);
}

void write_nothing(encoder&, slot const&, void const*) {}

template <class T, leaf What>
[[nodiscard]] write_function writer_of(type const& t) {
    if (t.wrap == wrapper::none) return write_plain<T, What>;
    if (t.wrapped == &optional_ops<T>) return write_optional<T, What>;
    if (t.wrapped == &field_ops<T>) return write_field<T, What>;
    return write_any;
}

}  // namespace

write_function write_function_for(type const& t) {
    switch (t.what) {
        case leaf::string: return writer_of<std::string, leaf::string>(t);
        case leaf::view: return writer_of<std::string_view, leaf::view>(t);
        case leaf::boolean: return writer_of<bool, leaf::boolean>(t);
        case leaf::decimal: return writer_of<decimal, leaf::decimal>(t);
        case leaf::id_name: return writer_of<id_name, leaf::id_name>(t);
        case leaf::id_name_view: return writer_of<id_name_view, leaf::id_name_view>(t);
        case leaf::extras: return write_nothing;  // the bag comes last
        default: return write_any;
    }
}

void encode(type const& t, void const* value, std::string& out, dialect d) {
    encoder e{out, d};
    e.value(t, value);
    e.finish();
}

}  // namespace detail

writer& writer::begin_object() {
    before_value();
    *out_ += '{';
    comma_ = false;
    return *this;
}

writer& writer::end_object() {
    *out_ += '}';
    comma_ = true;
    return *this;
}

writer& writer::begin_array() {
    before_value();
    *out_ += '[';
    comma_ = false;
    return *this;
}

writer& writer::end_array() {
    *out_ += ']';
    comma_ = true;
    return *this;
}

writer& writer::key(std::string_view name) {
    before_value();
    detail::write_string(*out_, name);
    *out_ += ':';
    comma_ = false;
    return *this;
}

writer& writer::value(std::string_view text) {
    before_value();
    detail::write_string(*out_, text);
    return *this;
}

writer& writer::null() { return raw("null"); }

writer& writer::raw(std::string_view json) {
    before_value();
    *out_ += json;
    return *this;
}

void writer::before_value() {
    if (comma_) *out_ += ',';
    comma_ = true;
}

}  // namespace syncline::inline v1::json
