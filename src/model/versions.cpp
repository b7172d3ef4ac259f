// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/versions.hpp>

#include <string>

#include <syncline/core/category.hpp>

namespace syncline::inline v1::model::detail {

error version_gap(std::string_view what, std::int64_t found, std::int64_t expected) {
    return {.code = errc::missing_reference,
            .message = std::string(what) + ": found version " + std::to_string(found) + ", expected version " +
                       std::to_string(expected) + ", which has not arrived",
            .reason = category::missing_reference};
}

error two_of_a_version(std::string_view what, std::int64_t number) {
    return {
        .code = errc::conflict,
        .message = std::string(what) + ": found two different versions " + std::to_string(number) + ", expected one",
        .reason = category::ownership_conflict};
}

}  // namespace syncline::inline v1::model::detail
