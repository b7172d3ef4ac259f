// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/approval.hpp>

namespace syncline::inline v1::model {

/// One version of something that was agreed: a contract, a subscription. A version is never edited; an amendment makes
/// the next one.
template <class Terms>
struct version_of {
    std::int64_t number = 1;
    local_date effective{};
    std::string reason{};
    approval approved{};
    Terms terms{};

    friend bool operator==(version_of const&, version_of const&) = default;
};

namespace detail {

[[nodiscard]] error version_gap(std::string_view what, std::int64_t found, std::int64_t expected);
[[nodiscard]] error two_of_a_version(std::string_view what, std::int64_t number);

}  // namespace detail

/// The versions of one thing in their order, whatever order they arrived in; one that came twice counts once.
/// Pure. `what` names the thing in messages. *Errors*: `missing_reference` naming the number that has not arrived yet;
/// `conflict` when two different ones have the same number; `mapping` when a later version takes effect before an
/// earlier one.
template <class Terms>
[[nodiscard]] result<std::vector<version_of<Terms>>> in_order(std::string_view what,
                                                              std::vector<version_of<Terms>> arrived) {
    std::stable_sort(arrived.begin(), arrived.end(), [](auto const& a, auto const& b) { return a.number < b.number; });
    std::vector<version_of<Terms>> out;
    for (auto& v : arrived) {
        std::int64_t const expected = static_cast<std::int64_t>(out.size()) + 1;
        if (!out.empty() && v.number == out.back().number) {
            if (v != out.back()) return fail(detail::two_of_a_version(what, v.number));
            continue;
        }
        if (v.number != expected) return fail(detail::version_gap(what, v.number, expected));
        if (!out.empty() && v.effective < out.back().effective)
            return fail(errc::mapping, std::string(what) + ": found version " + std::to_string(v.number) +
                                           " taking effect before the one it amends, expected a later day");
        out.push_back(std::move(v));
    }
    return out;
}

/// What is in force on a day: the last version that has taken effect, or null before the first. `versions` are in
/// order.
template <class Terms>
[[nodiscard]] version_of<Terms> const* in_force(std::vector<version_of<Terms>> const& versions, local_date on) {
    version_of<Terms> const* found = nullptr;
    for (auto const& v : versions)
        if (v.effective <= on) found = &v;
    return found;
}

}  // namespace syncline::inline v1::model
