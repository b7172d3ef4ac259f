// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/enforced.hpp>

namespace syncline::inline v1::mdm::detail {

std::string fields_with(verdict v, std::vector<field_verdict> const& decided) {
    std::string out;
    for (auto const& d : decided)
        if (d.verdict == v) (out += out.empty() ? "" : ", ") += d.field + " (owner: " + d.owner + ')';
    return out;
}

error kept_back(std::string_view entity, std::string_view writer, std::string_view what, std::string_view fields,
                category reason) {
    error e{.code = errc::rejected,
            .message =
                std::string(entity) + ": " + std::string(writer) + ' ' + std::string(what) + ' ' + std::string(fields)};
    e.reason = reason;
    return e;
}

}  // namespace syncline::inline v1::mdm::detail
