// SPDX-License-Identifier: Apache-2.0
#include "json/write.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/writer.hpp>

#include "json/text.hpp"

namespace syncline::json {

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

namespace {

template <class I>
void write_any_integer(std::string& out, I i) {
    char buffer[24];
    auto const r = std::to_chars(buffer, buffer + sizeof buffer, i);
    out.append(buffer, r.ptr);
}

}  // namespace

void write_integer(std::string& out, std::int64_t i) { write_any_integer(out, i); }
void write_integer(std::string& out, std::uint64_t i) { write_any_integer(out, i); }

void write_decimal(std::string& out, decimal const& d) {
    char buffer[decimal::max_text];
    out.append(buffer, d.write_to(buffer));
}

namespace {

class encoder {
public:
    encoder(std::string& out, dialect d) : out_(out), dialect_(d) {}

    /// Whether the value is left out where it would be a member.
    [[nodiscard]] static bool is_absent(type const& t, void const* p) {
        return t.wrap != wrapper::none && t.wrapped->value(p) == nullptr && !t.wrapped->is_blank(p);
    }

    void value(type const& t, void const* p) {
        if (t.wrap != wrapper::none) {
            p = t.wrapped->value(p);
            if (p == nullptr) return blank(t.what);
        }
        switch (t.what) {
            case leaf::string: return write_string(out_, *static_cast<std::string const*>(p));
            case leaf::view: return write_string(out_, *static_cast<std::string_view const*>(p));
            case leaf::array: return array(t, p);
            case leaf::pairs: return pairs(t, p);
            case leaf::object: return object(t, p);
            case leaf::custom: {
                writer w{out_, dialect_};
                return static_cast<custom_ops const*>(t.more)->encode(w, p);
            }
            case leaf::raw: {
                auto const& text = static_cast<raw const*>(p)->text;
                out_ += text.empty() ? std::string_view("null") : std::string_view(text);
                return;
            }
            case leaf::instant:
            case leaf::local_date:
            case leaf::enumeration:
            case leaf::text: quoted([&] { text_form(t, p); }); return;
            default: break;
        }
        if (dialect_.scalars_are_text)
            quoted([&] { number(t, p); });
        else
            number(t, p);
    }

private:
    template <class Write>
    void quoted(Write const& write) {
        out_ += '"';
        write();
        out_ += '"';
    }

    void blank(leaf what) {
        if (dialect_.false_is_blank && what != leaf::boolean)
            out_ += "false";
        else
            out_ += dialect_.empty_is_blank ? "\"\"" : "null";
    }

    template <class I>
    void integer(void const* p) {
        I i{};
        std::memcpy(&i, p, sizeof i);  // the member may be another integer type of that size
        if constexpr (std::is_signed_v<I>)
            write_integer(out_, static_cast<std::int64_t>(i));
        else
            write_integer(out_, static_cast<std::uint64_t>(i));
    }

    /// Numbers and bools, which dialects write bare or in quotes.
    void number(type const& t, void const* p) {
        switch (t.what) {
            case leaf::boolean: out_ += *static_cast<bool const*>(p) ? "true" : "false"; return;
            case leaf::int8: return integer<std::int8_t>(p);
            case leaf::int16: return integer<std::int16_t>(p);
            case leaf::int32: return integer<std::int32_t>(p);
            case leaf::int64: return integer<std::int64_t>(p);
            case leaf::uint8: return integer<std::uint8_t>(p);
            case leaf::uint16: return integer<std::uint16_t>(p);
            case leaf::uint32: return integer<std::uint32_t>(p);
            case leaf::uint64: return integer<std::uint64_t>(p);
            case leaf::id_name: return write_integer(out_, static_cast<id_name const*>(p)->id);
            case leaf::id_name_view: return write_integer(out_, static_cast<id_name_view const*>(p)->id);
            case leaf::decimal: return write_decimal(out_, *static_cast<decimal const*>(p));
            case leaf::floating: {
                double const x = *static_cast<double const*>(p);
                if (!std::isfinite(x)) {
                    out_ += "null";  // JSON has no other word for it
                    return;
                }
                char buffer[32];
                auto const r = std::to_chars(buffer, buffer + sizeof buffer, x);
                out_.append(buffer, r.ptr);
                return;
            }
            default: return;
        }
    }

    /// Values that are strings in every dialect and need no escapes.
    void text_form(type const& t, void const* p) {
        switch (t.what) {
            case leaf::instant: {
                auto const when = *static_cast<instant const*>(p);
                out_ +=
                    dialect_.times == dialect::time_form::spaced_utc ? format_utc_datetime(when) : format_instant(when);
                return;
            }
            case leaf::local_date: out_ += format_date(*static_cast<local_date const*>(p)); return;
            case leaf::text: return static_cast<text_ops const*>(t.more)->format(p, out_);
            case leaf::enumeration: {
                auto const& ops = *static_cast<enumeration_ops const*>(t.more);
                auto const v = ops.get(p);
                for (auto const& e : ops.list)
                    if (e.value == v) {
                        out_ += e.name;
                        return;
                    }
                return;
            }
            default: return;
        }
    }

    void array(type const& t, void const* p) {
        auto const& ops = *static_cast<array_ops const*>(t.more);
        auto const all = ops.view(p);
        out_ += '[';
        for (std::size_t i = 0; i < all.count; ++i) {
            if (i != 0) out_ += ',';
            value(*ops.element, static_cast<char const*>(all.data) + i * ops.stride);
        }
        out_ += ']';
    }

    void pairs(type const& t, void const* p) {
        auto const& ops = *static_cast<pairs_ops const*>(t.more);
        out_ += '{';
        bool first = true;
        for (std::size_t i = 0, n = ops.count(p); i < n; ++i) {
            auto const [name, v] = ops.at(p, i);
            key(*name, first);
            value(*ops.value, v);
        }
        out_ += '}';
    }

    void object(type const& t, void const* p) {
        out_ += '{';
        bool first = true;
        extras const* bag = nullptr;
        for (auto const& m : static_cast<object_ops const*>(t.more)->table().members) {
            void const* const v = static_cast<char const*>(p) + m.offset;
            if (m.type->what == leaf::extras) {
                bag = static_cast<extras const*>(v);
            } else if (!is_absent(*m.type, v)) {
                key(m.name, first);
                value(*m.type, v);
            }
        }
        if (bag != nullptr)
            for (auto const& f : bag->fields) {
                key(f.name, first);
                out_ += f.text;
            }
        out_ += '}';
    }

    void key(std::string_view name, bool& first) {
        if (!first) out_ += ',';
        first = false;
        write_string(out_, name);
        out_ += ':';
    }

    std::string& out_;
    dialect dialect_;
};

}  // namespace

void encode(type const& t, void const* value, std::string& out, dialect d) { encoder{out, d}.value(t, value); }

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

}  // namespace syncline::json
