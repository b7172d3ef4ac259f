// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/request.hpp>

#include <algorithm>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::http {

std::optional<std::string_view> response::header_value(std::string_view name) const noexcept {
    auto const found =
        std::find_if(headers.begin(), headers.end(), [&](header const& h) { return equals_ignore_case(h.name, name); });
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

}  // namespace syncline::inline v1::http
