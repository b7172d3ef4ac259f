// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace syncline::inline v1::crm::hubspot {

/// One link seen from one side.
struct association {
    std::string to;             ///< Id of the record at the other end.
    std::vector<int> type_ids;  ///< Directional: deal to company is 341, company to deal 342.
    bool primary = false;       ///< Labelled `Primary`: a deal's or contact's main company.

    friend bool operator==(association const&, association const&) = default;
};

/// All links of one record to one type, in order of arrival.
struct associations {
    std::string from;
    std::vector<association> to;

    friend bool operator==(associations const&, associations const&) = default;
};

/// Two records to link.
struct pair_of_ids {
    std::string from;
    std::string to;
};

}  // namespace syncline::inline v1::crm::hubspot
