// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace syncline::inline v1::json {

/// How much of a text is read before it is refused with `too_large`.
struct limits {
    std::size_t bytes = std::size_t{16} * 1024 * 1024;  ///< Longest text.
    std::size_t depth = 64;  ///< Deepest nesting of arrays and objects, skipped ones included; never more than 64.
    bool unique_keys =
        false;  ///< Refuse an object that names a member twice (signed payloads); else the last one wins.
};

}  // namespace syncline::inline v1::json
