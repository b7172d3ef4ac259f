// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::reflect {

/// A typed constant on the right side of a condition. Connectors render it; no text is ever pasted into a query.
using literal = std::variant<bool, std::int64_t, std::string, decimal, instant, local_date>;

enum class comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal, in, contains };

enum class connective : std::uint8_t { condition, all_of, any_of, none_of };

/// One node of a predicate in prefix form: a condition, or a connective over the nodes that follow
/// (two for `all_of` and `any_of`, one for `none_of`).
struct predicate_node {
    connective kind = connective::condition;
    std::string_view field{};  ///< Static: a described member's name.
    comparison op = comparison::equal;
    std::vector<literal> values{};  ///< One, or any number for `in`.
};

namespace detail {

template <class V>
struct unwrapped {
    using type = V;
};
template <class V>
struct unwrapped<std::optional<V>> {
    using type = V;
};
template <class V>
struct unwrapped<field_value<V>> {
    using type = V;
};

template <class V>
[[nodiscard]] literal to_literal(V const& v) {
    if constexpr (std::same_as<V, bool> || std::same_as<V, decimal> || std::same_as<V, instant> ||
                  std::same_as<V, local_date>)
        return v;
    else if constexpr (std::integral<V>)
        return static_cast<std::int64_t>(v);
    else if constexpr (requires {
                           { v.id } -> std::convertible_to<std::int64_t>;
                       })
        return static_cast<std::int64_t>(v.id);  // a reference to a record compares by its id
    else if constexpr (std::is_enum_v<V>)
        return std::string(boost::describe::enum_to_string(v, ""));
    else
        return std::string(std::string_view(v));
}

}  // namespace detail

/// What a field may be compared with: its own type, without the wrapper that says whether it is there.
template <auto Member>
using operand_of = typename detail::unwrapped<value_of<Member>>::type;

}  // namespace syncline::inline v1::reflect

namespace syncline::inline v1 {

/// A condition over the fields of one record: `field<&R::state> == "sale" && field<&R::write_date> >= since`.
///
/// Comparing a field with a value of another type, or fields of two records, does not compile.
template <class Record>
class predicate {
public:
    explicit predicate(std::vector<reflect::predicate_node> nodes) : nodes_(std::move(nodes)) {}

    /// Prefix form, for connectors.
    [[nodiscard]] std::vector<reflect::predicate_node> const& nodes() const noexcept { return nodes_; }

    [[nodiscard]] friend predicate operator&&(predicate a, predicate const& b) {
        return joined(reflect::connective::all_of, std::move(a), b);
    }
    [[nodiscard]] friend predicate operator||(predicate a, predicate const& b) {
        return joined(reflect::connective::any_of, std::move(a), b);
    }
    [[nodiscard]] friend predicate operator!(predicate a) {
        a.nodes_.insert(a.nodes_.begin(), {.kind = reflect::connective::none_of});
        return a;
    }

private:
    static predicate joined(reflect::connective kind, predicate a, predicate const& b) {
        a.nodes_.insert(a.nodes_.begin(), {.kind = kind});
        a.nodes_.insert(a.nodes_.end(), b.nodes_.begin(), b.nodes_.end());
        return a;
    }

    std::vector<reflect::predicate_node> nodes_;
};

namespace reflect::detail {

template <auto Member>
[[nodiscard]] predicate<record_of<Member>> compare(comparison op, operand_of<Member> const& value) {
    return predicate<record_of<Member>>(
        {predicate_node{.field = name_of<Member>(), .op = op, .values = {to_literal(value)}}});
}

}  // namespace reflect::detail

template <auto M>
[[nodiscard]] auto operator==(field_t<M>, reflect::operand_of<M> const& v) {
    return reflect::detail::compare<M>(reflect::comparison::equal, v);
}
template <auto M>
[[nodiscard]] auto operator!=(field_t<M>, reflect::operand_of<M> const& v) {
    return reflect::detail::compare<M>(reflect::comparison::not_equal, v);
}
template <auto M>
[[nodiscard]] auto operator<(field_t<M>, reflect::operand_of<M> const& v) {
    return reflect::detail::compare<M>(reflect::comparison::less, v);
}
template <auto M>
[[nodiscard]] auto operator<=(field_t<M>, reflect::operand_of<M> const& v) {
    return reflect::detail::compare<M>(reflect::comparison::less_equal, v);
}
template <auto M>
[[nodiscard]] auto operator>(field_t<M>, reflect::operand_of<M> const& v) {
    return reflect::detail::compare<M>(reflect::comparison::greater, v);
}
template <auto M>
[[nodiscard]] auto operator>=(field_t<M>, reflect::operand_of<M> const& v) {
    return reflect::detail::compare<M>(reflect::comparison::greater_equal, v);
}

/// `in(field<&R::name>, names)`: the field has one of these values. An empty list matches nothing.
template <auto M>
[[nodiscard]] auto in(field_t<M>, std::vector<reflect::operand_of<M>> const& values) {
    std::vector<reflect::literal> literals;
    literals.reserve(values.size());
    for (auto const& v : values) literals.push_back(reflect::detail::to_literal(v));
    return predicate<reflect::record_of<M>>({reflect::predicate_node{
        .field = reflect::name_of<M>(), .op = reflect::comparison::in, .values = std::move(literals)}});
}

/// `contains(field<&R::name>, "acme")`: the text holds this one, without case.
template <auto M>
    requires std::same_as<reflect::operand_of<M>, std::string>
[[nodiscard]] auto contains(field_t<M>, std::string_view part) {
    return predicate<reflect::record_of<M>>({reflect::predicate_node{
        .field = reflect::name_of<M>(), .op = reflect::comparison::contains, .values = {std::string(part)}}});
}

}  // namespace syncline::inline v1
