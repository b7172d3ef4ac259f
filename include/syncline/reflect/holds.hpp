// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/function_ref.hpp>
#include <syncline/core/text.hpp>
#include <syncline/reflect/predicate.hpp>

namespace syncline::inline v1 {

namespace reflect::detail {

template <class V>
concept Literal = std::is_enum_v<V> || std::integral<V> || std::same_as<V, decimal> || std::same_as<V, instant> ||
    std::same_as<V, local_date> || std::convertible_to<V const&, std::string_view> || requires(V const& v) {
    { v.id } -> std::convertible_to<std::int64_t>;
};

template <class V>
[[nodiscard]] std::optional<literal> literal_of(V const& v) {
    if constexpr (Literal<V>)
        return to_literal(v);
    else
        return std::nullopt;
}
template <class V>
[[nodiscard]] std::optional<literal> literal_of(std::optional<V> const& v) {
    return v ? literal_of(*v) : std::nullopt;
}
template <class V>
[[nodiscard]] std::optional<literal> literal_of(field_value<V> const& v) {
    return v.has_value() ? literal_of(v.value()) : std::nullopt;
}

/// The value a described member has, by the member's name; nothing when it is blank.
template <Described R>
[[nodiscard]] std::optional<literal> value_named(R const& record, std::string_view name) {
    std::optional<literal> out;
    boost::mp11::mp_for_each<members_of<R>>([&](auto d) {
        if (name == decltype(d)::name) out = literal_of(record.*decltype(d)::pointer);
    });
    return out;
}

[[nodiscard]] inline std::partial_ordering order_of(literal const& a, literal const& b) {
    return std::visit(
        [&b](auto const& x) -> std::partial_ordering {
            using T = std::remove_cvref_t<decltype(x)>;
            auto const* const y = std::get_if<T>(&b);
            if (!y) return std::partial_ordering::unordered;
            return x <=> *y;
        },
        a);
}

[[nodiscard]] inline bool contains_ignoring_case(std::string_view text, std::string_view part) {
    if (part.size() > text.size()) return false;
    for (std::size_t at = 0; at + part.size() <= text.size(); ++at)
        if (equals_ignore_case(text.substr(at, part.size()), part)) return true;
    return false;
}

[[nodiscard]] inline bool condition_holds(predicate_node const& node, std::optional<literal> const& have) {
    using enum comparison;
    if (node.op == in) {
        for (auto const& v : node.values)
            if (have && order_of(*have, v) == 0) return true;
        return false;
    }
    if (!have) return node.op == not_equal;
    auto const& want = node.values.front();
    if (node.op == contains) {
        auto const* const text = std::get_if<std::string>(&*have);
        auto const* const part = std::get_if<std::string>(&want);
        return text && part && contains_ignoring_case(*text, *part);
    }
    auto const order = order_of(*have, want);
    switch (node.op) {
        case equal: return order == 0;
        case not_equal: return order != 0;
        case less: return order < 0;
        case less_equal: return order <= 0;
        case greater: return order > 0;
        case greater_equal: return order >= 0;
        default: return false;
    }
}

/// Whether the node at `at` and what hangs under it hold; moves `at` behind it.
[[nodiscard]] inline bool nodes_hold(std::vector<predicate_node> const& nodes, std::size_t& at,
                                     function_ref<std::optional<literal>(std::string_view)> value) {
    auto const& node = nodes[at++];
    if (node.kind == connective::condition) return condition_holds(node, value(node.field));
    bool const first = nodes_hold(nodes, at, value);
    if (node.kind == connective::none_of) return !first;
    bool const second = nodes_hold(nodes, at, value);
    return node.kind == connective::all_of ? first && second : first || second;
}

}  // namespace reflect::detail

/// Whether a record fits a condition, decided here instead of by the system it came from.
///
/// A blank field (absent, empty, `std::nullopt`) differs from every value and is neither less nor greater than any.
/// Enums compare by their names, so only `==`, `!=` and `in` make sense for them.
///
///     if (holds(field<&model::opportunity::stage> == model::opportunity_stage::won, deal)) ...
template <reflect::Described R>
[[nodiscard]] bool holds(predicate<R> const& condition, R const& record) {
    std::size_t at = 0;
    return reflect::detail::nodes_hold(
        condition.nodes(), at, [&record](std::string_view name) { return reflect::detail::value_named(record, name); });
}

}  // namespace syncline::inline v1
