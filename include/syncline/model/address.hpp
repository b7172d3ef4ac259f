// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <boost/describe/class.hpp>

#include <syncline/core/field_value.hpp>

namespace syncline::inline v1::model {

/// Where somebody is or gets post. Lines as they stand on the envelope.
struct address {
    field_value<std::string> line1{};
    field_value<std::string> line2{};
    field_value<std::string> line3{};
    field_value<std::string> locality{};  ///< City or town.
    field_value<std::string> region{};    ///< ISO 3166-2 code where it could be told, else as the source writes it.
    field_value<std::string> postal_code{};
    field_value<std::string>
        country{};  ///< ISO 3166-1 alpha-2 code where it could be told, else as the source writes it.

    friend bool operator==(address const&, address const&) = default;
};
BOOST_DESCRIBE_STRUCT(address, (), (line1, line2, line3, locality, region, postal_code, country))

}  // namespace syncline::inline v1::model
