// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <type_traits>

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace syncline::inline v1 {

namespace reflect {

/// A struct whose members are listed with BOOST_DESCRIBE_STRUCT.
template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

/// The descriptors of T's public data members, in order of declaration.
template <Described T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public>;

/// Whether two member pointers, of any types, name the same member.
template <auto A, auto B>
[[nodiscard]] consteval bool same_member() {
    if constexpr (std::is_same_v<std::remove_cv_t<decltype(A)>, std::remove_cv_t<decltype(B)>>)
        return A == B;
    else
        return false;
}

namespace detail {

template <class T>
struct member_pointer;
template <class C, class V>
struct member_pointer<V C::*> {
    using record = C;
    using value = V;
};

template <auto Member>
struct is_member {
    template <class D>
    using fn = std::bool_constant<same_member<D::pointer, Member>()>;
};

}  // namespace detail

template <auto Member>
using record_of = typename detail::member_pointer<std::remove_cv_t<decltype(Member)>>::record;

template <auto Member>
using value_of = typename detail::member_pointer<std::remove_cv_t<decltype(Member)>>::value;

/// The position of a described member in its record; the number of members when it is not described.
template <auto Member>
inline constexpr std::size_t index_of =
    boost::mp11::mp_find_if_q<members_of<record_of<Member>>, detail::is_member<Member>>::value;

/// The name of a described member, `"write_date"`.
template <auto Member>
[[nodiscard]] consteval std::string_view name_of() {
    using list = members_of<record_of<Member>>;
    static_assert(index_of<Member> < boost::mp11::mp_size<list>::value,
                  "syncline: this member is not listed in BOOST_DESCRIBE_STRUCT of its struct; add it there");
    return boost::mp11::mp_at_c<list, index_of<Member>>::name;
}

}  // namespace reflect

/// A member of a described record, as a value: the left side of predicates, the key of mappings.
template <auto Member>
struct field_t {
    using record = reflect::record_of<Member>;
    using value = reflect::value_of<Member>;
    [[nodiscard]] static consteval std::string_view name() { return reflect::name_of<Member>(); }
};

template <auto Member>
inline constexpr field_t<Member> field{};

}  // namespace syncline::inline v1
