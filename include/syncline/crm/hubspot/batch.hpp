// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/crm/hubspot/object.hpp>

namespace syncline::inline v1::crm::hubspot {

/// An id that was merged into another record: HubSpot answers the survivor for it, without a word.
struct merged_id {
    std::string requested;
    std::string survivor;

    friend bool operator==(merged_id const&, merged_id const&) = default;
};

/// What came of reading some ids. The order of `found` is free: records are known by their id.
template <Record R>
struct batch_read_result {
    std::vector<object<R>> found;      ///< A survivor once, however many ids led to it.
    std::vector<std::string> missing;  ///< Ids no live record answers to.
    std::vector<merged_id> merged;
};

/// What a write did to one record.
struct written {
    std::string id;        ///< The record's id, a survivor's when the given one was merged away.
    bool created = false;  ///< It was not there before.
};

/// One record to create or update by the value of a unique property.
template <Record R>
struct keyed {
    std::string key;
    R record;
};

/// One record to update by its id.
template <Record R>
struct identified {
    std::string id;
    R record;
};

}  // namespace syncline::inline v1::crm::hubspot
