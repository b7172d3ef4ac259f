// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1 {

/// What a two-way mapping promises; those of a lens. `testkit::check_laws` holds it to that with generated records.
struct laws {
    bool put_get = true;   ///< What was put is what one gets: nothing of the other side's record is lost.
    bool get_put = true;   ///< Putting back what one got changes nothing: a round trip is no edit.
    bool put_put = false;  ///< The last put counts alone: nothing of an earlier one stays behind.
};

/// Two mappings that belong together: one reads a record as another kind, the other writes such a record back onto the
/// first. What the way back skips stays as it was; what the way there skips is outside of the promise.
///
/// *Threads*: immutable, use from any number of threads.
template <class There, class Back>
class two_way_t {
    static_assert(std::same_as<typename There::source_type, typename Back::target_type> &&
                      std::same_as<typename There::target_type, typename Back::source_type>,
                  "syncline: the two mappings of two_way() must connect the same two records, one each way");

public:
    using left_type = typename There::source_type;
    using right_type = typename There::target_type;

    constexpr two_way_t(There there, Back back, laws promised)
        : there_(std::move(there)), back_(std::move(back)), laws_(promised) {}

    /// *Errors*: those of the mapping.
    [[nodiscard]] constexpr result<right_type> get(left_type const& l, map_context const& mc = {}) const {
        return there_(l, mc);
    }
    /// *Errors*: those of the mapping back.
    [[nodiscard]] constexpr result<left_type> put(left_type existing, right_type const& r,
                                                  map_context const& mc = {}) const {
        return back_.onto(std::move(existing), r, mc);
    }
    [[nodiscard]] constexpr laws promised() const noexcept { return laws_; }
    /// The fields of the right record that `get` leaves out.
    [[nodiscard]] static std::vector<std::string_view> outside() { return There::skipped(); }

    [[nodiscard]] constexpr There const& there() const noexcept { return there_; }
    [[nodiscard]] constexpr Back const& back() const noexcept { return back_; }

private:
    There there_;
    Back back_;
    laws laws_;
};

/// Declares that two mappings are each other's way back, and which laws hold:
///
///     constexpr auto partner_and_party = two_way(to_party, to_partner);
///
/// Two that do not connect the same two records do not compile.
template <class There, class Back>
[[nodiscard]] constexpr auto two_way(There there, Back back, laws promised = {}) {
    return two_way_t<There, Back>(std::move(there), std::move(back), promised);
}

}  // namespace syncline::inline v1
