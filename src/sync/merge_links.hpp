// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/store/store.hpp>
#include <syncline/sync/merge.hpp>

namespace syncline::inline v1::sync::detail {

/// Moves every link of one canonical id to another, each with a note of how it stood.
[[nodiscard]] result<merged> merge_links(store::tables& t, std::string const& survivor, std::string const& absorbed,
                                         instant now);

}  // namespace syncline::inline v1::sync::detail
