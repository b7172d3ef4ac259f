// SPDX-License-Identifier: Apache-2.0
#include "json/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <system_error>
#include <vector>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/validate.hpp>

#include <simdjson.h>

namespace syncline::inline v1::json {

namespace detail {

namespace {

[[nodiscard]] bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

[[nodiscard]] int hex_value(char c) noexcept {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Four hex digits at `p`, or -1.
[[nodiscard]] int hex4(char const* p) noexcept {
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        int const h = hex_value(p[i]);
        if (h < 0) return -1;
        value = value << 4 | h;
    }
    return value;
}

[[nodiscard]] constexpr bool is_high_surrogate(int u) noexcept { return u >= 0xD800 && u <= 0xDBFF; }
[[nodiscard]] constexpr bool is_low_surrogate(int u) noexcept { return u >= 0xDC00 && u <= 0xDFFF; }

/// The UTF-16 unit of `\\uXXXX` at `p`, or -1.
[[nodiscard]] int unit_at(char const* p, char const* end) noexcept {
    return end - p >= 6 && p[0] == '\\' && p[1] == 'u' ? hex4(p + 2) : -1;
}

void append_utf8(std::string& out, unsigned c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | c >> 6U);
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | c >> 12U);
        out += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | c >> 18U);
        out += static_cast<char>(0x80U | (c >> 12U & 0x3FU));
        out += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

/// The end of the string whose opening quote stands before `p`: its closing quote. Checked text.
[[nodiscard]] char const* closing_quote(char const* p) noexcept {
    for (; *p != '"'; ++p)
        if (*p == '\\') ++p;
    return p;
}

/// The end of the value that starts at `p`. Checked text.
[[nodiscard]] char const* value_end(char const* p, char const* end) noexcept {
    if (*p == '"') return closing_quote(p + 1) + 1;
    if (*p != '[' && *p != '{') {
        while (p != end && !is_space(*p) && *p != ',' && *p != ']' && *p != '}') ++p;
        return p;
    }
    int open = 0;
    for (;; ++p) {
        if (*p == '"')
            p = closing_quote(p + 1);
        else if (*p == '[' || *p == '{')
            ++open;
        else if ((*p == ']' || *p == '}') && --open == 0)
            return p + 1;
    }
}

void skip_space(char const*& p, char const* end) noexcept {
    while (p != end && is_space(*p)) ++p;
}

}  // namespace

// ---- what went wrong -------------------------------------------------------------------------------------------

std::string path_of(frame const* f) {
    std::vector<frame const*> chain;
    for (; f != nullptr; f = f->up) chain.push_back(f);
    std::string out = "$";
    for (auto i = chain.rbegin(); i != chain.rend(); ++i) {
        if ((*i)->index >= 0) {
            out += '[';
            out += std::to_string((*i)->index);
            out += ']';
        } else {
            out += '.';
            out += shorten((*i)->key);
        }
    }
    return out;
}

std::string found(token const& t) {
    switch (t.what) {
        case token::kind::string: return "string \"" + shorten(t.text) + '"';
        case token::kind::number: return "number " + shorten(t.text);
        case token::kind::yes: return "true";
        case token::kind::no: return "false";
        case token::kind::null: return "null";
        case token::kind::array: return "an array";
        case token::kind::object: return "an object";
    }
    return "?";
}

std::string expected(type const& t, dialect d) {
    auto const range = [](auto low, auto high) {
        return "integer from " + std::to_string(low) + " to " + std::to_string(high);
    };
    switch (t.what) {
        case leaf::string: return "string";
        case leaf::view: return "string without escapes (the member views the text and no arena was given)";
        case leaf::boolean: return "true or false";
        case leaf::int8: return range(INT8_MIN, INT8_MAX);
        case leaf::int16: return range(INT16_MIN, INT16_MAX);
        case leaf::int32: return range(INT32_MIN, INT32_MAX);
        case leaf::int64: return "integer";
        case leaf::uint8: return range(0, UINT8_MAX);
        case leaf::uint16: return range(0, UINT16_MAX);
        case leaf::uint32: return range(std::uint32_t{0}, UINT32_MAX);
        case leaf::uint64: return range(std::uint64_t{0}, UINT64_MAX);
        case leaf::floating: return "number";
        case leaf::decimal: return "decimal number of at most 38 digits";
        case leaf::instant:
            switch (d.times) {
                case dialect::time_form::rfc3339: return "date and time (RFC 3339)";
                case dialect::time_form::spaced_utc: return "date and time (YYYY-MM-DD HH:MM:SS)";
                case dialect::time_form::iso_or_epoch_ms: return "date and time (RFC 3339 or epoch milliseconds)";
            }
            break;
        case leaf::local_date:
            if (d.times == dialect::time_form::iso_or_epoch_ms)
                return "date (YYYY-MM-DD or epoch milliseconds of a midnight)";
            return "date (YYYY-MM-DD)";
        case leaf::id_name:
        case leaf::id_name_view: return "[id, name]";
        case leaf::text: return static_cast<text_ops const*>(t.more)->expected;
        case leaf::enumeration: {
            std::string out = "one of ";
            auto const& list = static_cast<enumeration_ops const*>(t.more)->list;
            for (std::size_t i = 0; i < list.size(); ++i) {
                if (i == 8) return out += ", ...";
                if (i != 0) out += ", ";
                out += list[i].name;
            }
            return out;
        }
        case leaf::array: return "array";
        case leaf::pairs:
        case leaf::object: return "object";
        case leaf::raw:
        case leaf::custom:
        case leaf::extras: return "value";
    }
    return "?";
}

error mismatch(frame const* at, std::string_view found, std::string_view expected) {
    std::string m = path_of(at);
    m += ": found ";
    m += found;
    m += ", expected ";
    m += expected;
    return error{.code = errc::malformed, .message = std::move(m)};
}

std::string_view without_mark(std::string_view text) noexcept {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

// ---- tokens ----------------------------------------------------------------------------------------------------

token token_at(std::string_view text) noexcept {
    char const* const p = text.data();
    char const* const end = value_end(p, p + text.size());
    std::string_view const all = between(p, end);
    switch (*p) {
        case '"': return {token::kind::string, all.substr(1, all.size() - 2)};
        case '[': return {token::kind::array, all};
        case '{': return {token::kind::object, all};
        case 't': return {token::kind::yes, all};
        case 'f': return {token::kind::no, all};
        case 'n': return {token::kind::null, all};
        default: return {token::kind::number, all};
    }
}

bool is_blank(token const& t, leaf what, dialect d) noexcept {
    switch (t.what) {
        case token::kind::null: return true;
        case token::kind::no: return d.false_is_blank && what != leaf::boolean;
        case token::kind::string: return d.empty_is_blank && t.text.empty();
        default: return false;
    }
}

std::size_t escape_size(char const* p, char const* end) noexcept {
    if (end - p < 2) return 0;
    switch (p[1]) {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't': return 2;
        default: break;
    }
    int const unit = unit_at(p, end);
    if (unit < 0 || is_low_surrogate(unit)) return 0;
    if (!is_high_surrogate(unit)) return 6;
    return is_low_surrogate(unit_at(p + 6, end)) ? 12 : 0;
}

void unescape(std::string_view content, std::string& out) {
    char const* p = content.data();
    char const* const end = p + content.size();
    while (p != end) {
        auto const* const slash = static_cast<char const*>(std::memchr(p, '\\', static_cast<std::size_t>(end - p)));
        if (slash == nullptr) {
            out.append(p, end);
            return;
        }
        out.append(p, slash);
        p = slash + 2;
        switch (slash[1]) {
            case 'b': out += '\b'; break;
            case 'f': out += '\f'; break;
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case 't': out += '\t'; break;
            case 'u': {
                auto code = static_cast<unsigned>(hex4(p));
                p += 4;
                if (is_high_surrogate(static_cast<int>(code))) {
                    code = 0x10000U + ((code - 0xD800U) << 10U) + (static_cast<unsigned>(hex4(p + 2)) - 0xDC00U);
                    p += 6;
                }
                append_utf8(out, code);
                break;
            }
            default: out += slash[1]; break;
        }
    }
}

// ---- scalars ---------------------------------------------------------------------------------------------------

namespace {

/// An integer in JSON's own form, `-?(0|[1-9][0-9]*)`, in the range of I.
template <class I>
[[nodiscard]] bool read_integer(std::string_view s, void* out) noexcept {
    std::string_view const digits = s.starts_with('-') ? s.substr(1) : s;
    if (digits.size() > 1 && digits[0] == '0') return false;
    if constexpr (std::is_unsigned_v<I>)
        if (digits == "0") s = digits;  // from_chars refuses "-0" for unsigned types
    I value{};
    auto const r = std::from_chars(s.data(), s.data() + s.size(), value);
    if (r.ec != std::errc() || r.ptr != s.data() + s.size()) return false;
    std::memcpy(out, &value, sizeof value);  // the member may be another integer type of that size
    return true;
}

[[nodiscard]] bool read_double(std::string_view s, double& out) noexcept {
    if (!s.starts_with('-') && (s.empty() || !is_digit(s[0]))) return false;  // from_chars also knows "inf"
    if (s.starts_with('-') && (s.size() < 2 || !is_digit(s[1]))) return false;
    auto const r = std::from_chars(s.data(), s.data() + s.size(), out);
    return r.ec == std::errc() && r.ptr == s.data() + s.size();
}

template <class T>
[[nodiscard]] bool take(result<T> r, void* out) {
    if (!r) return false;
    *static_cast<T*>(out) = *std::move(r);
    return true;
}

[[nodiscard]] bool is_whole_number(std::string_view s) noexcept {
    if (s.starts_with('-')) s.remove_prefix(1);
    return !s.empty() && std::all_of(s.begin(), s.end(), is_digit);
}

[[nodiscard]] bool read_instant(std::string_view s, instant& out, dialect d) {
    switch (d.times) {
        case dialect::time_form::rfc3339: return take(parse_instant(s), &out);
        case dialect::time_form::spaced_utc: return take(parse_utc_datetime(s), &out);
        case dialect::time_form::iso_or_epoch_ms: break;
    }
    std::int64_t ms = 0;
    if (!is_whole_number(s)) return take(parse_instant(s), &out);
    return read_integer<std::int64_t>(s, &ms) && take(instant_from_milliseconds(ms), &out);
}

[[nodiscard]] bool read_date(std::string_view s, local_date& out, dialect d) {
    if (d.times != dialect::time_form::iso_or_epoch_ms || !is_whole_number(s)) return take(parse_date(s), &out);
    instant t{};
    if (!read_instant(s, t, d)) return false;
    auto const day = std::chrono::floor<std::chrono::days>(t);
    out = day;
    return t == day;  // any other time of day would move the date with the reader's zone
}

/// `[id, "name"]` in checked text; a name that is no string reads as none.
template <class Text>
[[nodiscard]] bool read_pair(std::string_view array, basic_id_name<Text>& out, reading const& r) {
    char const* p = array.data() + 1;
    char const* const end = array.data() + array.size();
    skip_space(p, end);
    if (*p == ']') return false;
    token const id = token_at(between(p, end));
    if (id.what != token::kind::number || !read_integer<std::int64_t>(id.text, &out.id)) return false;
    p = id.text.data() + id.text.size();
    skip_space(p, end);
    if (*p != ',') return false;
    skip_space(++p, end);
    token const name = token_at(between(p, end));
    p = value_end(p, end);
    skip_space(p, end);
    if (*p != ']') return false;
    if (name.what == token::kind::string) return r.text(name.text, out.name);
    out.name = Text();
    return name.what == token::kind::no || name.what == token::kind::null;
}

template <class Text>
[[nodiscard]] bool read_text(token const& k, Text& out, reading const& r) {
    if (k.what == token::kind::string) return r.text(k.text, out);
    out = Text();
    return r.dialect != plain && is_blank(k, leaf::string, r.dialect);
}

template <class Text>
[[nodiscard]] bool read_id_name(token const& k, basic_id_name<Text>& out, reading const& r) {
    if (k.what == token::kind::array) return read_pair(k.text, out, r);
    out.name = Text();
    bool const number = k.what == token::kind::number || (k.what == token::kind::string && r.dialect.scalars_are_text);
    return number && read_integer<std::int64_t>(k.text, &out.id);
}

}  // namespace

bool reading::text(std::string_view content, std::string& out) const {
    out.clear();
    unescape(content, out);
    return true;
}

bool reading::text(std::string_view content, std::string_view& out) const {
    if (content.find('\\') == std::string_view::npos) {
        out = original_of(content);
        return true;
    }
    if (arena == nullptr) return false;
    auto const at = arena->size();
    unescape(content, *arena);
    out = std::string_view(*arena).substr(at);
    return true;
}

bool read_scalar(type const& t, void* out, token const& k, reading const& r) {
    dialect const d = r.dialect;
    switch (t.what) {
        case leaf::string: return read_text(k, *static_cast<std::string*>(out), r);
        case leaf::view: return read_text(k, *static_cast<std::string_view*>(out), r);
        case leaf::id_name: return read_id_name(k, *static_cast<id_name*>(out), r);
        case leaf::id_name_view: return read_id_name(k, *static_cast<id_name_view*>(out), r);
        default: break;
    }

    // the rest is read from one run of characters: a string's, a number's, or true and false
    std::string unescaped;
    std::string_view s = k.text;
    bool const is_string = k.what == token::kind::string;
    if (is_string && s.find('\\') != std::string_view::npos) {
        unescape(k.text, unescaped);
        s = unescaped;
    }
    if (is_string && d.scalars_are_text) s = trimmed(s);
    bool const is_number = k.what == token::kind::number || (is_string && d.scalars_are_text);
    switch (t.what) {
        case leaf::boolean: {
            bool const is_bool =
                k.what == token::kind::yes || k.what == token::kind::no || (is_string && d.scalars_are_text);
            if (!is_bool || (s != "true" && s != "false")) return false;
            *static_cast<bool*>(out) = s == "true";
            return true;
        }
        case leaf::int8: return is_number && read_integer<std::int8_t>(s, out);
        case leaf::int16: return is_number && read_integer<std::int16_t>(s, out);
        case leaf::int32: return is_number && read_integer<std::int32_t>(s, out);
        case leaf::int64: return is_number && read_integer<std::int64_t>(s, out);
        case leaf::uint8: return is_number && read_integer<std::uint8_t>(s, out);
        case leaf::uint16: return is_number && read_integer<std::uint16_t>(s, out);
        case leaf::uint32: return is_number && read_integer<std::uint32_t>(s, out);
        case leaf::uint64: return is_number && read_integer<std::uint64_t>(s, out);
        case leaf::floating: return is_number && read_double(s, *static_cast<double*>(out));
        case leaf::decimal: return is_number && take(decimal::parse(s), out);
        case leaf::instant:
            return (is_string || (is_number && d.times == dialect::time_form::iso_or_epoch_ms)) &&
                   read_instant(s, *static_cast<instant*>(out), d);
        case leaf::local_date:
            return (is_string || (is_number && d.times == dialect::time_form::iso_or_epoch_ms)) &&
                   read_date(s, *static_cast<local_date*>(out), d);
        case leaf::text: return is_string && static_cast<text_ops const*>(t.more)->parse(out, s);
        case leaf::enumeration: {
            auto const& ops = *static_cast<enumeration_ops const*>(t.more);
            if (is_string)
                for (auto const& e : ops.list)
                    if (e.name == s) {
                        ops.set(out, e.value);
                        return true;
                    }
            return false;
        }
        default: return false;
    }
}

// ---- the whole text --------------------------------------------------------------------------------------------

namespace {

/// A strict reader that keeps nothing. It stops at the first character that is not what the grammar wants.
class checker {
public:
    checker(std::string_view text, limits const& l)
        : text_(text), p_(text.data()), end_(p_ + text.size()), limits_(l), depth_left_(std::min(l.depth, max_depth)) {}

    [[nodiscard]] result<void> run() {
        skip_space(p_, end_);
        bool ok = value();
        if (ok) {
            skip_space(p_, end_);
            ok = p_ == end_ || refuse("the end of the text");
        }
        if (ok) return {};
        return fail(what_went_wrong());
    }

private:
    bool refuse(char const* expected) noexcept {
        expected_ = expected;
        return false;
    }

    [[nodiscard]] char peek() const noexcept { return p_ == end_ ? '\0' : *p_; }

    bool value() {
        switch (peek()) {
            case '"': return string();
            case '{': return object();
            case '[': return array();
            case 't': return word("true");
            case 'f': return word("false");
            case 'n': return word("null");
            default: return number();
        }
    }

    bool word(std::string_view w) {
        if (!between(p_, end_).starts_with(w)) return refuse("a value");
        p_ += w.size();
        return true;
    }

    bool digits() {
        if (!is_digit(peek())) return refuse("a digit");
        while (is_digit(peek())) ++p_;
        return true;
    }

    bool number() {
        char const* const first = p_;
        if (peek() == '-') ++p_;
        if (!is_digit(peek())) {
            bool const sign = p_ != first;
            return refuse(sign ? "a digit" : "a value");
        }
        if (*p_ == '0')
            ++p_;
        else
            digits();
        if (peek() == '.') {
            ++p_;
            if (!digits()) return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++p_;
            if (peek() == '+' || peek() == '-') ++p_;
            if (!digits()) return false;
        }
        return true;
    }

    bool string() {
        ++p_;
        for (;;) {
            if (p_ == end_) return refuse("the closing quote of a string");
            auto const c = static_cast<unsigned char>(*p_);
            if (c == '"') break;
            if (c < 0x20) return refuse("an escape for a control character");
            if (c != '\\') {
                ++p_;
            } else if (!escape()) {
                return false;
            }
        }
        ++p_;
        return true;
    }

    bool escape() {
        auto const n = escape_size(p_, end_);
        p_ += n;
        if (n != 0) return true;
        if (end_ - p_ < 2) return p_ = end_, refuse("the closing quote of a string");
        if (p_[1] != 'u') return refuse("an escape that JSON knows");
        int const unit = unit_at(p_, end_);
        if (unit < 0) return refuse("four hex digits behind \\u");
        return refuse(is_low_surrogate(unit) ? "a high surrogate before the low one" : "a pair of surrogates");
    }

    bool enter() {
        if (depth_left_ == 0) {
            code_ = errc::too_large;
            return refuse("less nesting");
        }
        --depth_left_;
        ++p_;
        skip_space(p_, end_);
        return true;
    }
    void leave() noexcept {
        ++depth_left_;
        ++p_;
    }

    bool array() {
        if (!enter()) return false;
        if (peek() == ']') return leave(), true;
        for (;;) {
            if (!value()) return false;
            skip_space(p_, end_);
            char const c = peek();
            if (c == ']') return leave(), true;
            if (c != ',') return refuse("\",\" or \"]\"");
            skip_space(++p_, end_);
        }
    }

    bool object() {
        if (!enter()) return false;
        if (peek() == '}') return leave(), true;
        std::vector<std::string> keys;
        for (;;) {
            if (peek() != '"') return refuse("a member name in quotes");
            char const* const first = p_ + 1;
            if (!string()) return false;
            if (limits_.unique_keys) unescape(between(first, p_ - 1), keys.emplace_back());
            skip_space(p_, end_);
            if (peek() != ':') return refuse("\":\"");
            skip_space(++p_, end_);
            if (!value()) return false;
            skip_space(p_, end_);
            char const c = peek();
            if (c == '}') {
                if (!unique(keys)) return refuse("each member only once");
                return leave(), true;
            }
            if (c != ',') return refuse("\",\" or \"}\"");
            skip_space(++p_, end_);
        }
    }

    bool unique(std::vector<std::string>& keys) {
        std::sort(keys.begin(), keys.end());
        auto const twice = std::adjacent_find(keys.begin(), keys.end());
        if (twice == keys.end()) return true;
        found_ = "\"" + shorten(*twice) + "\" twice";
        return false;
    }

    /// The path to where it stopped: everything before is well-formed.
    [[nodiscard]] std::string where() const {
        struct opened {
            bool in_array;
            std::int64_t index;
            std::string key;
        };
        std::vector<opened> levels;
        bool name_next = false;
        for (char const* p = text_.data(); p < p_; ++p) {
            switch (*p) {
                case '{':
                    levels.push_back({false, -1, {}});
                    name_next = true;
                    break;
                case '[': levels.push_back({true, 0, {}}); break;
                case ']':
                case '}': levels.pop_back(); break;
                case ',':
                    name_next = !levels.back().in_array;
                    if (!name_next)
                        ++levels.back().index;
                    else
                        levels.back().key.clear();
                    break;
                case ':': name_next = false; break;
                case '"': {
                    char const* const first = p + 1;
                    for (++p; p < p_ && *p != '"'; ++p)
                        if (*p == '\\') ++p;
                    if (p < p_ && name_next) unescape(between(first, p), levels.back().key);
                    break;
                }
                default: break;
            }
        }
        std::vector<frame> frames;
        frames.reserve(levels.size());
        for (auto const& l : levels)
            if (l.in_array || !l.key.empty())
                frames.push_back({frames.empty() ? nullptr : &frames.back(), l.key, l.index});
        return path_of(frames.empty() ? nullptr : &frames.back());
    }

    [[nodiscard]] std::string what_stands_here() const {
        if (!found_.empty()) return found_;
        if (code_ == errc::too_large)
            return "nesting of more than " + std::to_string(std::min(limits_.depth, max_depth));
        if (p_ == end_) return "the end of the text";
        std::string_view rest = between(p_, end_);
        std::size_t n = 1;
        while (n < rest.size() && n <= 40 && (is_digit(rest[n]) || is_letter(rest[n]))) ++n;
        if (static_cast<unsigned char>(rest[0]) >= 0x80) n = 4;
        if (static_cast<unsigned char>(rest[0]) < 0x20)
            return "control character " + std::to_string(static_cast<int>(rest[0]));
        return '"' + shorten(rest.substr(0, n)) + '"';
    }

    [[nodiscard]] error what_went_wrong() const {
        std::string m = where();
        m += ": found ";
        m += what_stands_here();
        m += " at byte ";
        m += std::to_string(p_ - text_.data());
        m += ", expected ";
        m += expected_;
        return error{.code = code_, .message = std::move(m)};
    }

    std::string_view text_;
    char const* p_;
    char const* end_;
    limits limits_;
    std::size_t depth_left_;
    char const* expected_ = "";
    std::string found_{};
    errc code_ = errc::malformed;
};

[[nodiscard]] error not_utf8(std::string_view text) {
    std::string_view rest = text;
    while (auto const n = syncline::detail::utf8_at_front(rest)) rest.remove_prefix(n);
    return mismatch(nullptr, "a broken character at byte " + std::to_string(text.size() - rest.size()), "UTF-8 text");
}

}  // namespace

result<void> check(std::string_view text, limits const& l) {
    if (text.size() > l.bytes)
        return fail(errc::too_large, "$: found a text of " + std::to_string(text.size()) + " bytes, expected at most " +
                                         std::to_string(l.bytes));
    char const* first = text.data();
    char const* const end = first + text.size();
    skip_space(first, end);
    if (first == end) return fail(mismatch(nullptr, "an empty text", "JSON"));
    if (*first == '<') {
        bool const html = equals_ignore_case(between(first, end).substr(0, 14), "<!doctype html") ||
                          equals_ignore_case(between(first, end).substr(0, 5), "<html");
        return fail(mismatch(nullptr, html ? "an HTML page" : "markup (\"<\")", "JSON"));
    }
    if (!simdjson::validate_utf8(text.data(), text.size())) return fail(not_utf8(text));
    return checker(text, l).run();
}

result<std::string_view> locate(std::string_view text, std::string_view pointer) {
    char const* p = text.data();
    char const* const end = p + text.size();
    skip_space(p, end);
    std::string_view const whole = pointer;
    std::string name;
    std::string wanted;
    while (!pointer.empty()) {
        if (pointer[0] != '/')
            return fail(errc::misconfigured, "JSON pointer \"" + shorten(whole) + "\": found no \"/\" at its start");
        pointer.remove_prefix(1);
        std::string_view const part = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(part.size());
        wanted.clear();
        for (std::size_t i = 0; i < part.size(); ++i) {  // ~1 is "/", ~0 is "~"
            bool const tilde = part[i] == '~' && i + 1 < part.size();
            wanted += tilde ? (part[++i] == '1' ? '/' : '~') : part[i];
        }
        char const* hit = nullptr;
        char const open = *p;
        if (open == '{' || open == '[') {
            std::size_t index = 0;
            skip_space(++p, end);
            while (*p != '}' && *p != ']') {
                if (open == '{') {
                    name.clear();
                    char const* const quote = closing_quote(p + 1);
                    unescape(between(p + 1, quote), name);
                    p = quote + 1;
                    skip_space(p, end);
                    skip_space(++p, end);
                } else {
                    name = std::to_string(index++);
                }
                if (name == wanted) hit = p;  // of a name that comes twice the last one counts
                p = value_end(p, end);
                skip_space(p, end);
                if (*p == ',') skip_space(++p, end);
            }
        }
        if (hit == nullptr)
            return fail(errc::not_found, "JSON: found nothing at \"" + shorten(whole) + "\", expected a value");
        p = hit;
    }
    return between(p, value_end(p, end));
}

}  // namespace detail

result<void> validate(std::string_view text, limits const& l) { return detail::check(detail::without_mark(text), l); }

}  // namespace syncline::inline v1::json
