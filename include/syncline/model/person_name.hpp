// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <boost/describe/class.hpp>

#include <syncline/core/field_value.hpp>

namespace syncline::inline v1::model {

/// The name of a person, in parts as far as they are known.
struct person_name {
    field_value<std::string> given{};
    field_value<std::string> family{};
    field_value<std::string> middle{};
    field_value<std::string> prefix{};
    field_value<std::string> suffix{};
    std::string display{};  ///< The whole name as people write it.

    friend bool operator==(person_name const&, person_name const&) = default;
};
BOOST_DESCRIBE_STRUCT(person_name, (), (given, family, middle, prefix, suffix, display))

}  // namespace syncline::inline v1::model
