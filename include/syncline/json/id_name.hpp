// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace syncline::json {

/// A reference that is read as `[id, "name"]` and written as the bare `id`.
///
/// A bare `id` is read too, with an empty name. Blank is `std::optional` or `field_value` around it.
struct id_name {
    std::int64_t id = 0;
    std::string name{};

    friend bool operator==(id_name const&, id_name const&) = default;
};

}  // namespace syncline::json
