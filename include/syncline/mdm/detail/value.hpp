// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe/enum_to_string.hpp>
#include <boost/mp11/algorithm.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/model/tax.hpp>
#include <syncline/reflect/digest.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::mdm::detail {

template <class V>
concept Text = std::convertible_to<V const&, std::string_view>;

/// `field_value`: says "blank" itself.
template <class V>
concept ThreeState = requires(V const& v) {
    { v.state() } -> std::same_as<field_state>;
    v.value();
};
/// `optional`.
template <class V>
concept TwoState = !ThreeState<V> && requires(V const& v) {
    v.has_value();
    *v;
};

/// Calls `f` with the value a member has, if it has one.
template <class V, class F>
constexpr void with_value(V const& v, F&& f) {
    if constexpr (ThreeState<V>) {
        if (v.has_value()) f(v.value());
    } else if constexpr (TwoState<V>) {
        if (v.has_value()) f(*v);
    } else {
        f(v);
    }
}

/// What a member says. A blank text is blank; what cannot say "blank" (a plain text, an optional, a list, a struct)
/// says nothing when there is nothing in it.
template <class V>
[[nodiscard]] constexpr field_state state_of(V const& v) {
    if constexpr (ThreeState<V>) {
        if constexpr (Text<typename V::value_type>)
            if (v.has_value() && std::string_view(v.value()).empty()) return field_state::empty;
        return v.state();
    } else if constexpr (TwoState<V>) {
        return v.has_value() ? state_of(*v) : field_state::absent;
    } else if constexpr (requires { v.empty(); }) {
        return v.empty() ? field_state::absent : field_state::value;
    } else if constexpr (reflect::Described<V> && !std::is_enum_v<V>) {
        auto out = field_state::absent;
        boost::mp11::mp_for_each<reflect::members_of<V>>([&](auto d) {
            if (state_of(v.*d.pointer) == field_state::value) out = field_state::value;
        });
        return out;
    } else {
        return field_state::value;
    }
}

/// `model::open_enum`.
template <class V>
concept OpenEnum = requires(V const& v) {
    v.is_unknown();
    *v.known;
    v.text;
};

/// A value for "is it the same one?": what a word means to us counts, not how each source spells it.
template <class V>
void add_meaning(fingerprint_builder& b, V const& v) {
    if constexpr (OpenEnum<V>) {
        reflect::add_to(b, v.known);
        if (!v.known) reflect::add_to(b, v.text);
    } else {
        reflect::add_to(b, v);
    }
}

/// Whether a value says itself that it was checked: tax ids do.
template <class V>
[[nodiscard]] bool says_verified(V const&) {
    return false;
}
[[nodiscard]] inline bool says_verified(model::tax_id const& id) { return id.state == model::tax_id_state::verified; }
[[nodiscard]] inline bool says_verified(std::vector<model::tax_id> const& ids) {
    return !ids.empty() && std::all_of(ids.begin(), ids.end(), [](auto const& id) { return says_verified(id); });
}

/// A value as people read it.
template <class V>
void add_text(std::string& out, V const& v) {
    if constexpr (Text<V>) {
        out += std::string_view(v);
    } else if constexpr (std::same_as<V, bool>) {
        out += v ? "yes" : "no";
    } else if constexpr (std::is_enum_v<V>) {
        out += boost::describe::enum_to_string(v, "?");
    } else if constexpr (std::integral<V>) {
        out += std::to_string(v);
    } else if constexpr (std::same_as<V, decimal>) {
        out += v.normalized().to_string();
    } else if constexpr (std::same_as<V, instant>) {
        out += format_instant(v);
    } else if constexpr (std::same_as<V, local_date>) {
        out += format_date(v);
    } else if constexpr (ThreeState<V> || TwoState<V>) {
        with_value(v, [&](auto const& inner) { add_text(out, inner); });
    } else if constexpr (OpenEnum<V>) {
        if (v.known)
            add_text(out, *v.known);
        else
            out += v.text;
    } else if constexpr (requires { v.to_string(); }) {
        out += v.to_string();
    } else if constexpr (requires { v.text(); }) {
        out += v.text();
    } else {
        auto const add = [&, first = true](auto const& part) mutable {
            if (state_of(part) != field_state::value) return;
            if (!first) out += ", ";
            first = false;
            add_text(out, part);
        };
        if constexpr (requires {
                          v.begin();
                          v.size();
                      }) {
            auto each = add;
            for (auto const& part : v) each(part);
        } else {
            static_assert(reflect::Described<V>,
                          "syncline: this type cannot be shown; describe it with BOOST_DESCRIBE_STRUCT");
            auto each = add;
            boost::mp11::mp_for_each<reflect::members_of<V>>([&](auto d) { each(v.*d.pointer); });
        }
    }
}

/// Characters of a text without the white space around it; a broken byte counts as one.
[[nodiscard]] constexpr std::size_t length_of(std::string_view text) noexcept {
    std::size_t n = 0;
    for (auto s = trimmed(text); !s.empty(); ++n) {
        auto const bytes = syncline::detail::utf8_at_front(s);
        s.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return n;
}

}  // namespace syncline::inline v1::mdm::detail
