// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::inline v1::json {

/// A reference that is read as `[id, "name"]` and written as the bare `id`.
///
/// A bare `id` is read too, with an empty name. Blank is `std::optional` or `field_value` around it.
template <class Text>
struct basic_id_name {
    std::int64_t id = 0;
    Text name{};

    friend bool operator==(basic_id_name const&, basic_id_name const&) = default;
};

using id_name = basic_id_name<std::string>;

/// `id_name` whose name views the text it was read from, as `std::string_view` members do.
using id_name_view = basic_id_name<std::string_view>;

}  // namespace syncline::inline v1::json
