// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/odoo/record.hpp>

// A record on its way to `create` and `write`: what each field becomes, under the names it is described by. Which names
// the server knows is found out when it is sent.

namespace syncline::inline v1::odoo::detail {

struct values;

/// One edit of a one2many or many2many: the triples `(0, 0, values)` to `(6, 0, ids)` of Odoo.
struct command {
    enum class kind : std::uint8_t { create = 0, update = 1, remove = 2, unlink = 3, link = 4, clear = 5, set = 6 };

    kind what = kind::link;
    std::int64_t id = 0;
    std::vector<std::int64_t> ids{};
    std::shared_ptr<detail::values const> values{};  ///< Of `create` and `update`.
};

/// Fields and what they become. A many2one goes out as its bare id: anything else would clear it.
struct values {
    struct entry {
        std::string_view field;  ///< Static: as `described_field::name`.
        std::size_t begin = 0;   ///< Of its JSON in `text`.
        std::size_t end = 0;
        std::vector<command> commands{};  ///< Of a one2many or many2many, in place of JSON.
    };

    described_record const* record = nullptr;
    std::string text{};
    std::vector<entry> entries{};

    template <class T>
    void add(std::string_view field, T const& value) {
        std::size_t const begin = text.size();
        json::encode_to(text, value, json::odoo);
        entries.push_back({.field = field, .begin = begin, .end = text.size()});
    }
    void clear(std::string_view field) { add(field, false); }
    /// Takes back what was said about a field: said twice, the last word counts.
    void forget(std::string_view field) {
        std::erase_if(entries, [field](entry const& e) { return e.field == field; });
    }
    void add_command(std::string_view field, command c);
};

inline void values::add_command(std::string_view field, command c) {
    for (auto& e : entries)
        if (e.field == field) return e.commands.push_back(std::move(c));
    entries.push_back({.field = field, .commands = {}});
    entries.back().commands.push_back(std::move(c));
}

/// Members that are written: not the id, not the extension bag, not lists, which are edited by commands.
template <class R, class D>
inline constexpr bool is_written = wire_name<R>(D::name) != std::string_view("id") && !is_bag<R, D> &&
                                   !is_list<typename held<member_type<R, D>>::type>::value;

template <class T>
[[nodiscard]] bool is_absent(T const&) noexcept {
    return false;
}
template <class U>
[[nodiscard]] bool is_absent(std::optional<U> const& v) noexcept {
    return !v;
}
template <class U>
[[nodiscard]] bool is_absent(field_value<U> const& v) noexcept {
    return v.is_absent();
}

/// `{"name":"Acme","parent_id":7}`; absent members are left out, empty ones are `false`.
template <Record R>
[[nodiscard]] values values_of(R const& record) {
    values out{.record = &record_of<R>};
    boost::mp11::mp_for_each<reflect::members_of<R>>([&](auto d) {
        using descriptor = decltype(d);
        if constexpr (is_written<R, descriptor>) {
            auto const& value = record.*descriptor::pointer;
            if (!is_absent(value)) out.add(wire_name<R>(descriptor::name), value);
        }
    });
    return out;
}

/// Whether Odoo would keep the same. Of a many2one only the id counts.
template <class T>
[[nodiscard]] bool is_same(T const& a, T const& b) {
    return a == b;
}
[[nodiscard]] inline bool is_same(json::id_name const& a, json::id_name const& b) { return a.id == b.id; }
[[nodiscard]] inline bool is_same(field_value<json::id_name> const& a, field_value<json::id_name> const& b) {
    return a.state() == b.state() && (!a.has_value() || a.value().id == b.value().id);
}
[[nodiscard]] inline bool is_same(std::optional<json::id_name> const& a, std::optional<json::id_name> const& b) {
    return a.has_value() == b.has_value() && (!a || a->id == b->id);
}

/// What of `after` is there and not the same in `before`.
template <Record R>
[[nodiscard]] values difference(R const& before, R const& after) {
    values out{.record = &record_of<R>};
    boost::mp11::mp_for_each<reflect::members_of<R>>([&](auto d) {
        using descriptor = decltype(d);
        if constexpr (wire_name<R>(descriptor::name) != std::string_view("id") && !is_bag<R, descriptor>) {
            auto const& value = after.*descriptor::pointer;
            if (is_absent(value) || is_same(value, before.*descriptor::pointer)) return;
            if constexpr (what_holds<member_type<R, descriptor>>() == holds::list)
                out.add_command(wire_name<R>(descriptor::name),
                                {.what = command::kind::set, .ids = {value.begin(), value.end()}});
            else
                out.add(wire_name<R>(descriptor::name), value);
        }
    });
    return out;
}

}  // namespace syncline::inline v1::odoo::detail
