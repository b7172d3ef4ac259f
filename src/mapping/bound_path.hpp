// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/mapping/detail/value_type.hpp>

namespace syncline::inline v1::rules {

/// What stands in a pipeline between two steps.
struct seen {
    presence state = presence::absent;
    void const* at = nullptr;
    bool ours = false;  ///< Made by a step, so it may be moved from.
};

/// `seat.city`, found in a record.
struct bound_path {
    std::vector<member_type const*> members{};
    value_type const* type = nullptr;
    wrapping wraps = wrapping::none;

    [[nodiscard]] seen read(void const* record) const {
        seen out{presence::given, record, false};
        for (auto const* m : members) {
            out.state = m->read(out.at, out.at);
            if (out.state == presence::given) continue;
            if (m != members.back()) out.state = presence::absent;  // no word of the field itself
            break;
        }
        return out;
    }
};

/// *Errors*: `misconfigured`, saying which field was found that is not there, and the nearest that is.
[[nodiscard]] result<bound_path> path_in(record_type const& record, std::string_view dotted);

[[nodiscard]] member_type const* member_named(record_type const& record, std::string_view name);

[[nodiscard]] std::vector<std::string_view> names_of(record_type const& record);

/// What a type is called in a message.
[[nodiscard]] std::string name_of(value_type const& t);

/// `; did you mean ...?`, or nothing.
[[nodiscard]] std::string nearest(std::string_view name, std::vector<std::string_view> const& there);

}  // namespace syncline::inline v1::rules
