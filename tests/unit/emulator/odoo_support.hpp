// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <utility>

namespace odoo_test {

inline constexpr int all_series[] = {16, 18, 19};

/// A JSON array of what it is given: braces alone would sometimes make an object of it.
template <class... Elements>
nlohmann::json list(Elements&&... elements) {
    auto out = nlohmann::json::array();
    (out.push_back(std::forward<Elements>(elements)), ...);
    return out;
}

/// One condition of a domain.
inline nlohmann::json leaf(char const* field, char const* op, nlohmann::json value) {
    return list(field, op, std::move(value));
}

}  // namespace odoo_test
