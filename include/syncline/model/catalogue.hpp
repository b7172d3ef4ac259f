// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe/enumerators.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/open_enum.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// A field of an entity for people and programs that do not know the struct.
struct field_view {
    field_facts facts{};
    std::string type{};  ///< `text`, `list of (product, price)`, `one of draft, issued`; `?` when it may be missing.
};

/// An entity of the model, or a host's own, at run time.
struct entity_view {
    std::string_view name{};
    std::string_view key{};
    std::vector<field_view> fields{};
};

namespace detail {

template <class T>
inline constexpr bool is_open_enum = false;
template <class E>
inline constexpr bool is_open_enum<open_enum<E>> = true;

template <class E>
void add_enumerators(std::string& out) {
    char const* comma = "";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) {
        out += comma;
        out += e.name;
        comma = ", ";
    });
}

template <class T>
void add_type(std::string& out) {
    if constexpr (std::same_as<T, bool>) {
        out += "yes or no";
    } else if constexpr (std::integral<T>) {
        out += "whole number";
    } else if constexpr (std::same_as<T, std::string>) {
        out += "text";
    } else if constexpr (std::same_as<T, decimal>) {
        out += "decimal";
    } else if constexpr (std::same_as<T, money>) {
        out += "money";
    } else if constexpr (std::same_as<T, currency>) {
        out += "currency";
    } else if constexpr (std::same_as<T, instant>) {
        out += "instant";
    } else if constexpr (std::same_as<T, local_date>) {
        out += "date";
    } else if constexpr (std::same_as<T, external_ref>) {
        out += "reference";
    } else if constexpr (std::is_enum_v<T>) {
        out += "one of ";
        add_enumerators<T>(out);
    } else if constexpr (is_open_enum<T>) {
        add_type<typename decltype(T::known)::value_type>(out);
        out += ", or the source's word";
    } else if constexpr (requires(T const& t) { t.has_value(); }) {
        add_type<typename T::value_type>(out);
        out += '?';
    } else if constexpr (requires(T const& t) { t.size(); }) {
        out += "list of ";
        add_type<typename T::value_type>(out);
    } else {
        char const* comma = "(";
        boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
            out += comma;
            out += d.name;
            comma = ", ";
        });
        out += ')';
    }
}

}  // namespace detail

/// What a program can know of an entity. Does not compile when its facts forget a field.
template <Entity T>
[[nodiscard]] entity_view view_of() {
    static_assert(detail::check_facts<T>());
    entity_view out{entity<T>.name, entity<T>.key, {}};
    boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
        field_view f{entity<T>.fields[entity<T>.index_of(d.name)], {}};
        detail::add_type<std::remove_cvref_t<decltype(std::declval<T&>().*d.pointer)>>(f.type);
        out.fields.push_back(std::move(f));
    });
    return out;
}

/// Every entity of the model, by name. Lifetime: for ever. *Threads*: any.
[[nodiscard]] std::span<entity_view const> catalogue();

/// The fields of an entity as a Markdown table: type, classification, owner; outcomes are marked.
[[nodiscard]] std::string field_table(entity_view const& e);

/// `public`, `internal`, `personal`, `financial`, `secret`.
[[nodiscard]] std::string_view to_string(classification c) noexcept;

}  // namespace syncline::inline v1::model
