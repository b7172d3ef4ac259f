// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace syncline::inline v1::json {

/// One member (or enumerator) whose name on the wire is another than in C++.
struct renamed {
    std::string_view member;
    std::string_view wire;
    std::string_view also{};  ///< Another name it is read from: what systems of another age call it.
};

/// The members of `T` that have another name on the wire. Specialise it where a C++ name cannot be the wire's,
/// after `BOOST_DESCRIBE_STRUCT` and before the first use with JSON, at namespace scope:
///
///     template <>
///     inline constexpr syncline::json::renamed syncline::json::names<task>[] = {{"class_", "class"}};
///
/// A name that is not a described member does not compile.
template <class T>
inline constexpr std::array<renamed, 0> names{};

}  // namespace syncline::inline v1::json
