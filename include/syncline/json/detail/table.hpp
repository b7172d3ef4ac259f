// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/json/codec.hpp>
#include <syncline/json/dialect.hpp>
#include <syncline/json/extras.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/json/names.hpp>
#include <syncline/json/raw.hpp>
#include <syncline/reflect/field.hpp>

// What a type looks like to the compiled code in src/json: constant tables of names, offsets and function pointers.
// Nothing here parses or writes; nothing in src/json knows a user's type.

namespace syncline::inline v1::json {

class writer;

namespace detail {

/// What a value is, wrappers taken off.
enum class leaf : std::uint8_t {
    string,
    view,
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    floating,
    decimal,
    instant,
    local_date,
    id_name,
    id_name_view,
    raw,
    text,         ///< A type with its own text form: uuid, strong ids. `more` is text_ops.
    enumeration,  ///< `more` is enumeration_ops.
    array,        ///< std::vector. `more` is array_ops.
    pairs,        ///< std::vector of (name, value): an open object. `more` is pairs_ops.
    object,       ///< A described struct. `more` is object_ops.
    custom,       ///< codec<T>. `more` is custom_ops.
    extras,       ///< Only as a member.
};

enum class wrapper : std::uint8_t { none, optional, field };

/// How compiled code handles a std::optional or a field_value of any type.
struct wrapper_ops {
    void* (*engage)(void*);             ///< Has a value afterwards; one that was there keeps its memory. Returns it.
    void (*blank)(void*);               ///< nullopt, or the empty state.
    void (*absent)(void*);              ///< nullopt, or the absent state.
    void const* (*value)(void const*);  ///< The value or null.
    bool (*is_blank)(void const*);      ///< Known to be empty; never true for std::optional.
};

struct type {
    leaf what;
    wrapper wrap = wrapper::none;
    void const* more = nullptr;            ///< The ops of `what`.
    wrapper_ops const* wrapped = nullptr;  ///< Set when `wrap` is not none.
};

struct member {
    std::string_view name;  ///< On the wire.
    std::uint32_t offset;
    detail::type const* type;
    std::string_view also{};  ///< Another name it is read from.

    [[nodiscard]] bool reads(std::string_view key) const noexcept {
        return key == name || (!also.empty() && key == also);
    }
};

struct text_ops {
    bool (*parse)(void*, std::string_view);
    void (*format)(void const*, std::string&);
    char const* expected;
};

struct enumerator {
    std::string_view name;
    std::int64_t value;
};

struct enumeration_ops {
    std::span<enumerator const> list;
    std::int64_t (*get)(void const*);
    void (*set)(void*, std::int64_t);
};

struct block {
    void const* data;
    std::size_t count;
};

struct array_ops {
    type const* element;
    std::size_t stride;
    void* (*resize)(void*, std::size_t);  ///< Returns the address of the first element.
    void (*reserve)(void*, std::size_t);
    block (*view)(void const*);
};

struct pairs_ops {
    type const* value;
    void (*clear)(void*);
    std::pair<std::string*, void*> (*add)(void*);
    std::size_t (*count)(void const*);
    std::pair<std::string const*, void const*> (*at)(void const*, std::size_t);
};

struct object_plan;

/// The members of a struct, and what compiled code worked out about them once.
struct object_table {
    explicit object_table(std::span<member const> members);

    std::span<member const> members;
    object_plan const* plan;  ///< Lives as long as the program.
};

struct object_ops {
    object_table const& (*table)();
};

struct custom_ops {
    result<void> (*decode)(void*, std::string_view, dialect);
    void (*encode)(writer&, void const*);
};

// ---- from a C++ type to its table ------------------------------------------------------------------------------

/// False for every type that gets as far as asking; the compiler names T beside the message.
template <class T>
inline constexpr bool has_json_codec = false;

template <class T>
concept HasCodec = requires {
    sizeof(codec<T>);
};

/// A type with a text form of its own, such as uuid and the strong ids.
template <class T>
concept TextForm = requires(T const& t, std::string_view s) {
    { T::parse(s) } -> std::same_as<result<T>>;
    { t.text() } -> std::convertible_to<std::string>;
};

template <class T>
struct is_vector : std::false_type {};
template <class U>
struct is_vector<std::vector<U>> : std::true_type {};

template <class T>
struct is_pairs : std::false_type {};
template <class U>
struct is_pairs<std::vector<std::pair<std::string, U>>> : std::true_type {};

template <class T>
struct wrapped {
    using value = T;
    static constexpr wrapper wrap = wrapper::none;
};
template <class U>
struct wrapped<std::optional<U>> {
    using value = U;
    static constexpr wrapper wrap = wrapper::optional;
};
template <class U>
struct wrapped<field_value<U>> {
    using value = U;
    static constexpr wrapper wrap = wrapper::field;
};

template <class T>
consteval type make_type();

template <class T>
inline constexpr type type_of = make_type<T>();

template <class U>
inline constexpr wrapper_ops optional_ops{[](void* p) -> void* {
                                              auto& o = *static_cast<std::optional<U>*>(p);
                                              return o ? &*o : &o.emplace();
                                          },
                                          [](void* p) { static_cast<std::optional<U>*>(p)->reset(); },
                                          [](void* p) { static_cast<std::optional<U>*>(p)->reset(); },
                                          [](void const* p) -> void const* {
                                              auto const& o = *static_cast<std::optional<U> const*>(p);
                                              return o ? &*o : nullptr;
                                          },
                                          [](void const*) { return false; }};

template <class U>
inline constexpr wrapper_ops field_ops{
    [](void* p) -> void* {
        auto& f = *static_cast<field_value<U>*>(p);
        if (!f.has_value()) f = field_value<U>(U{});
        return &f.value();
    },
    [](void* p) { *static_cast<field_value<U>*>(p) = field_value<U>::empty_value(); },
    [](void* p) { *static_cast<field_value<U>*>(p) = field_value<U>(); },
    [](void const* p) -> void const* {
        auto const& f = *static_cast<field_value<U> const*>(p);
        return f.has_value() ? &f.value() : nullptr;
    },
    [](void const* p) { return static_cast<field_value<U> const*>(p)->is_empty(); }};

template <class T>
inline constexpr text_ops text_ops_of{[](void* p, std::string_view s) {
                                          auto r = T::parse(s);
                                          if (r) *static_cast<T*>(p) = *std::move(r);
                                          return r.has_value();
                                      },
                                      [](void const* p, std::string& out) { out += static_cast<T const*>(p)->text(); },
                                      "identifier (UUID)"};

/// The wire name of a member or enumerator, and whether every entry of names<T> was one.
template <class T>
consteval std::string_view wire_name(std::string_view member) {
    for (auto const& r : names<T>)
        if (r.member == member) return r.wire;
    return member;
}

/// The other name a member is read from, or nothing.
template <class T>
consteval std::string_view other_name(std::string_view member) {
    for (auto const& r : names<T>)
        if (r.member == member) return r.also;
    return {};
}

template <class T, template <class...> class L, class... D>
consteval bool renames_exist(L<D...>) {
    for (auto const& r : names<T>)
        if (!((r.member == D::name) || ...)) return false;
    return true;
}

template <class E, template <class...> class L, class... D>
consteval auto make_enumerators(L<D...>) {
    return std::array<enumerator, sizeof...(D)>{
        enumerator{wire_name<E>(D::name), static_cast<std::int64_t>(D::value)}...};
}

template <class E>
inline constexpr auto enumerators_of = make_enumerators<E>(boost::describe::describe_enumerators<E>{});

template <class E>
inline constexpr enumeration_ops enumeration_ops_of{
    enumerators_of<E>, [](void const* p) { return static_cast<std::int64_t>(*static_cast<E const*>(p)); },
    [](void* p, std::int64_t v) { *static_cast<E*>(p) = static_cast<E>(v); }};

template <class U>
inline constexpr array_ops array_ops_of{&type_of<U>, sizeof(U),
                                        [](void* p, std::size_t n) -> void* {
                                            auto& v = *static_cast<std::vector<U>*>(p);
                                            v.resize(n);
                                            return v.data();
                                        },
                                        [](void* p, std::size_t n) { static_cast<std::vector<U>*>(p)->reserve(n); },
                                        [](void const* p) -> block {
                                            auto const& v = *static_cast<std::vector<U> const*>(p);
                                            return {v.data(), v.size()};
                                        }};

template <class U>
inline constexpr pairs_ops pairs_ops_of{
    &type_of<U>, [](void* p) { static_cast<std::vector<std::pair<std::string, U>>*>(p)->clear(); },
    [](void* p) -> std::pair<std::string*, void*> {
        auto& e = static_cast<std::vector<std::pair<std::string, U>>*>(p)->emplace_back();
        return {&e.first, &e.second};
    },
    [](void const* p) { return static_cast<std::vector<std::pair<std::string, U>> const*>(p)->size(); },
    [](void const* p, std::size_t i) -> std::pair<std::string const*, void const*> {
        auto const& e = (*static_cast<std::vector<std::pair<std::string, U>> const*>(p))[i];
        return {&e.first, &e.second};
    }};

template <class T>
inline constexpr custom_ops custom_ops_of{
    [](void* p, std::string_view json, dialect d) -> result<void> {
        result<T> r = codec<T>::decode(json, d);
        if (!r) return fail(std::move(r).error());
        *static_cast<T*>(p) = *std::move(r);
        return {};
    },
    [](writer& out, void const* p) { codec<T>::encode(out, *static_cast<T const*>(p)); }};

template <class T>
union unconstructed {
    unconstructed() {}   // NOLINT(modernize-use-equals-default): a union of any T, never constructed inside
    ~unconstructed() {}  // NOLINT(modernize-use-equals-default)
    char none;
    T object;
};

/// The table of a described struct. Offsets of members named by pointers are not constants in C++20, so the table is
/// filled on first use.
template <class T, template <class...> class L, class... D>
object_table const& make_table(L<D...>) {
    static_assert(sizeof...(D) <= 64,
                  "syncline: a struct with JSON has at most 64 members; describe the projection you use");
    static unconstructed<T> const u{};
    static member const members[] = {
        {wire_name<T>(D::name),
         static_cast<std::uint32_t>(reinterpret_cast<char const*>(&(u.object.*D::pointer)) -
                                    reinterpret_cast<char const*>(&u.object)),
         &type_of<std::remove_cvref_t<decltype(u.object.*D::pointer)>>, other_name<T>(D::name)}...};
    static object_table const table{members};
    return table;
}

template <class T>
inline constexpr object_ops object_ops_of{
    []() -> object_table const& { return make_table<T>(reflect::members_of<T>{}); }};

template <class T>
consteval type make_integer() {
    constexpr bool s = std::is_signed_v<T>;
    switch (sizeof(T)) {
        case 1: return {s ? leaf::int8 : leaf::uint8};
        case 2: return {s ? leaf::int16 : leaf::uint16};
        case 4: return {s ? leaf::int32 : leaf::uint32};
        default: return {s ? leaf::int64 : leaf::uint64};
    }
}

template <class T>
consteval type make_bare() {
    if constexpr (HasCodec<T>)
        return {leaf::custom, wrapper::none, &custom_ops_of<T>};
    else if constexpr (std::is_same_v<T, std::string>)
        return {leaf::string};
    else if constexpr (std::is_same_v<T, std::string_view>)
        return {leaf::view};
    else if constexpr (std::is_same_v<T, bool>)
        return {leaf::boolean};
    else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, char>)
        return make_integer<T>();
    else if constexpr (std::is_same_v<T, double>)
        return {leaf::floating};
    else if constexpr (std::is_same_v<T, decimal>)
        return {leaf::decimal};
    else if constexpr (std::is_same_v<T, instant>)
        return {leaf::instant};
    else if constexpr (std::is_same_v<T, local_date>)
        return {leaf::local_date};
    else if constexpr (std::is_same_v<T, id_name>)
        return {leaf::id_name};
    else if constexpr (std::is_same_v<T, id_name_view>)
        return {leaf::id_name_view};
    else if constexpr (std::is_same_v<T, raw>)
        return {leaf::raw};
    else if constexpr (std::is_same_v<T, extras>)
        return {leaf::extras};
    else if constexpr (TextForm<T>)
        return {leaf::text, wrapper::none, &text_ops_of<T>};
    else if constexpr (is_pairs<T>::value)
        return {leaf::pairs, wrapper::none, &pairs_ops_of<typename T::value_type::second_type>};
    else if constexpr (is_vector<T>::value && !std::is_same_v<T, std::vector<bool>>)
        return {leaf::array, wrapper::none, &array_ops_of<typename T::value_type>};
    else if constexpr (boost::describe::has_describe_enumerators<T>::value) {
        static_assert(renames_exist<T>(boost::describe::describe_enumerators<T>{}),
                      "syncline: syncline::json::names<T> names something that is not a described enumerator of T");
        return {leaf::enumeration, wrapper::none, &enumeration_ops_of<T>};
    } else if constexpr (reflect::Described<T>) {
        static_assert(renames_exist<T>(reflect::members_of<T>{}),
                      "syncline: syncline::json::names<T> names something that is not a described member of T");
        return {leaf::object, wrapper::none, &object_ops_of<T>};
    } else {
        static_assert(
            has_json_codec<T>,
            "syncline: no JSON codec for this member type; specialise syncline::json::codec<T> with "
            "static result<T> decode(std::string_view json, dialect) and static void encode(writer&, T const&), "
            "or list its members with BOOST_DESCRIBE_STRUCT");
        return {leaf::raw};
    }
}

template <class T>
consteval type make_type() {
    using value = typename wrapped<T>::value;
    constexpr wrapper w = wrapped<T>::wrap;
    static_assert(wrapped<value>::wrap == wrapper::none,
                  "syncline: a std::optional or field_value inside another has no JSON form; use one field_value");
    type t = make_bare<value>();
    t.wrap = w;
    if constexpr (w == wrapper::optional) t.wrapped = &optional_ops<value>;
    if constexpr (w == wrapper::field) t.wrapped = &field_ops<value>;
    return t;
}

}  // namespace detail

}  // namespace syncline::inline v1::json
