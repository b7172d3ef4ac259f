// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/store/rows.hpp>

// The refusals every store words alike.
namespace syncline::inline v1::store::detail {

[[nodiscard]] inline tl::unexpected<error> other_canonical(link_row const& r, std::string_view held) {
    return fail(errc::conflict, "link " + r.system + " " + r.object + " " + r.external_id + ": already stands for " +
                                    r.entity + " " + std::string(held) + ", cannot also stand for " + r.canonical);
}

[[nodiscard]] inline tl::unexpected<error> other_external(link_row const& r, std::string_view held) {
    return fail(errc::conflict, "link " + r.system + " " + r.object + " " + r.external_id + ": " + r.entity + " " +
                                    r.canonical + " is already " + std::string(held) + " there");
}

[[nodiscard]] inline tl::unexpected<error> other_version(mapping_row const& r) {
    return fail(errc::conflict, "mapping " + r.id + ": another version than " + r.version + " is active");
}

[[nodiscard]] inline tl::unexpected<error> calls_itself() {
    return fail(errc::defect, "a work called the store it runs in: use the tables it was given");
}

}  // namespace syncline::inline v1::store::detail
