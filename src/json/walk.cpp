// SPDX-License-Identifier: Apache-2.0
// The general reader: any layout, any type, any dialect, and the one that says what is wrong. It checks the whole
// text first and then walks the tables on simdjson's On-Demand front end.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <simdjson.h>

#include <syncline/json/decode.hpp>

#include "json/text.hpp"
#include "json/walk.hpp"
#include "json/workspace.hpp"

namespace syncline::inline v1::json::detail {

namespace {

namespace ondemand = simdjson::ondemand;

class walker {
public:
    walker(reading const& r, std::string_view buffer) : dialect_(r.dialect), reading_(r), buffer_(buffer) {}

    [[nodiscard]] bool value(type const& t, void* out, ondemand::value v, frame const* at) {
        char const* const start = v.raw_json_token().data();
        if (t.wrap != wrapper::none) {
            // only a blank can be "false", "null" or "", so a peek at the first character spares reading the rest
            if ((*start == 'n' || *start == 'f' || *start == '"') && is_blank(token_from(start), t.what, dialect_)) {
                t.wrapped->blank(out);
                return true;
            }
            out = t.wrapped->engage(out);
        }
        switch (t.what) {
            case leaf::array: return *start == '[' ? array(t, out, v, at) : refuse(t, start, at);
            case leaf::pairs: return *start == '{' ? pairs(t, out, v, at) : refuse(t, start, at);
            case leaf::object: return *start == '{' ? object(t, out, v, at) : refuse(t, start, at);
            case leaf::raw: static_cast<raw*>(out)->text = raw_from(start); return true;
            case leaf::custom: return custom(t, out, start, at);
            default: break;
        }
        return read_scalar(t, out, token_from(start), reading_) || refuse(t, start, at);
    }

    /// Valid after something returned false.
    [[nodiscard]] error take_error() && { return std::move(error_); }

    bool broken(simdjson::error_code e, frame const* at) {
        error_ = {.code = errc::defect,
                  .message = path_of(at) + ": found " + simdjson::error_message(e) + " in checked text"};
        return false;
    }

private:
    [[nodiscard]] token token_from(char const* start) const noexcept {
        return token_at({start, static_cast<std::size_t>(buffer_.data() + buffer_.size() - start)});
    }
    [[nodiscard]] std::string_view raw_from(char const* start) const noexcept {
        token const t = token_from(start);
        return t.what == token::kind::string ? std::string_view(t.text.data() - 1, t.text.size() + 2) : t.text;
    }

    bool refuse(type const& t, char const* start, frame const* at) {
        error_ = mismatch(at, found(token_from(start)), expected(t, dialect_));
        return false;
    }

    bool array(type const& t, void* out, ondemand::value v, frame const* at) {
        auto const& ops = *static_cast<array_ops const*>(t.more);
        ondemand::array a;
        if (auto const e = v.get_array().get(a)) return broken(e, at);
        std::size_t have = ops.view(out).count;
        std::size_t n = 0;
        auto* first = static_cast<char*>(ops.resize(out, have));  // elements that are there are used again
        for (auto element : a) {
            frame const here{.up = at, .index = static_cast<std::int64_t>(n)};
            ondemand::value e;
            if (auto const code = element.get(e)) return broken(code, &here);
            if (n == have) {
                have = have < 4 ? 4 : have * 2;
                first = static_cast<char*>(ops.resize(out, have));
            }
            if (!value(*ops.element, first + n * ops.stride, e, &here)) return false;
            ++n;
        }
        ops.resize(out, n);
        return true;
    }

    bool pairs(type const& t, void* out, ondemand::value v, frame const* at) {
        auto const& ops = *static_cast<pairs_ops const*>(t.more);
        ops.clear(out);
        return each_field(v, at, [&](std::string_view key, ondemand::value x, frame const* here) {
            auto const [name, place] = ops.add(out);
            *name = key;
            return value(*ops.value, place, x, here);
        });
    }

    bool object(type const& t, void* out, ondemand::value v, frame const* at) {
        auto const members = static_cast<object_ops const*>(t.more)->table().members;
        auto const place = [out](member const& m) { return static_cast<char*>(out) + m.offset; };
        extras* bag = nullptr;
        for (auto const& m : members)
            if (m.type->what == leaf::extras) {
                bag = reinterpret_cast<extras*>(place(m));
                bag->fields.clear();
            }
        std::uint64_t seen = 0;
        std::size_t next = 0;  // fields mostly come in the order they are described in
        bool const ok = each_field(v, at, [&](std::string_view key, ondemand::value x, frame const* here) {
            for (std::size_t tried = 0; tried < members.size(); ++tried) {
                if (next == members.size()) next = 0;
                auto const& m = members[next++];
                if (!m.reads(key) || m.type->what == leaf::extras) continue;
                seen |= std::uint64_t{1} << (next - 1);
                return value(*m.type, place(m), x, here);
            }
            if (bag != nullptr)
                bag->fields.push_back({std::string(key), std::string(raw_from(x.raw_json_token().data()))});
            return true;
        });
        if (!ok) return false;
        for (std::size_t i = 0; i < members.size(); ++i) {
            auto const& m = members[i];
            if ((seen >> i & 1U) != 0 || m.type->what == leaf::extras) continue;
            if (m.type->wrap == wrapper::none) {
                frame const here{.up = at, .key = m.name};
                error_ = mismatch(&here, "no such member", expected(*m.type, dialect_));
                return false;
            }
            m.type->wrapped->absent(place(m));
        }
        return true;
    }

    template <class Each>
    bool each_field(ondemand::value v, frame const* at, Each const& each) {
        ondemand::object o;
        if (auto const e = v.get_object().get(o)) return broken(e, at);
        for (auto field : o) {
            std::string_view key;
            ondemand::value x;
            if (auto const e = field.unescaped_key().get(key)) return broken(e, at);
            if (auto const e = field.value().get(x)) return broken(e, at);
            frame const here{.up = at, .key = key};
            if (!each(key, x, &here)) return false;
        }
        return true;
    }

    bool custom(type const& t, void* out, char const* start, frame const* at) {
        auto r = static_cast<custom_ops const*>(t.more)->decode(out, raw_from(start), dialect_);
        if (r) return true;
        error_ = std::move(r).error().within(path_of(at));
        return false;
    }

    dialect dialect_;
    reading reading_;
    std::string_view buffer_;
    error error_{};
};

/// The frames of a JSON pointer's parts, so that paths start at the root.
struct pointer_frames {
    explicit pointer_frames(std::string_view pointer) {
        std::size_t const n = static_cast<std::size_t>(std::count(pointer.begin(), pointer.end(), '/'));
        frames.reserve(n);
        while (!pointer.empty()) {
            pointer.remove_prefix(1);
            std::string_view const part = pointer.substr(0, pointer.find('/'));
            pointer.remove_prefix(part.size());
            frames.push_back({.up = last(), .key = part});
        }
    }
    [[nodiscard]] frame const* last() const noexcept { return frames.empty() ? nullptr : &frames.back(); }
    std::vector<frame> frames;
};

}  // namespace

result<void> walk(type const& t, void* out, std::string_view text, options const& o, std::string* arena) {
    if (auto r = check(text, o.limits); !r) return r;
    auto const part = locate(text, o.pointer);
    if (!part) return fail(part.error());

    // in brackets, so that a text that is a bare scalar needs no path of its own
    borrowed_workspace w;
    w->text.reserve(part->size() + 2 + simdjson::SIMDJSON_PADDING);
    w->text.assign(1, '[');
    w->text += *part;
    w->text += ']';
    std::string_view const buffer = w->text;
    pointer_frames const path{o.pointer};

    walker walker{{.dialect = o.dialect, .copy = buffer.data() + 1, .original = part->data(), .arena = arena}, buffer};
    ondemand::document doc;
    auto e = w->parser.iterate(buffer, w->text.capacity()).get(doc);
    ondemand::array a;
    if (!e) e = doc.get_array().get(a);
    if (e) return walker.broken(e, path.last()), fail(std::move(walker).take_error());
    for (auto element : a) {
        ondemand::value v;
        if (auto const code = element.get(v))
            return walker.broken(code, path.last()), fail(std::move(walker).take_error());
        if (!walker.value(t, out, v, path.last())) return fail(std::move(walker).take_error());
        break;
    }
    return {};
}

}  // namespace syncline::inline v1::json::detail
