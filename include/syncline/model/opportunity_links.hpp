// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <boost/describe/class.hpp>

#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What became of a won opportunity elsewhere: written back to the CRM, where sales can follow it.
struct opportunity_links {
    external_ref opportunity{};
    std::optional<external_ref> contract{};
    std::optional<external_ref> project{};

    friend bool operator==(opportunity_links const&, opportunity_links const&) = default;
};
BOOST_DESCRIBE_STRUCT(opportunity_links, (), (opportunity, contract, project))

}  // namespace syncline::inline v1::model
