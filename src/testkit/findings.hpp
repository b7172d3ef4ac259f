// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <syncline/core/error.hpp>
#include <syncline/testkit/detail/trials.hpp>
#include <syncline/testkit/verdicts.hpp>

namespace syncline::inline v1::testkit::detail {

/// What a check came to.
struct finding {
    testkit::judgement judgement = judgement::passed;
    std::string text{};

    /// Whether the check is over before its end.
    [[nodiscard]] explicit operator bool() const noexcept { return judgement != judgement::passed; }
};

[[nodiscard]] inline finding good() { return {}; }
[[nodiscard]] inline finding bad(std::string found) { return {judgement::failed, std::move(found)}; }
[[nodiscard]] inline finding not_checked(std::string why) { return {judgement::skipped, std::move(why)}; }

[[nodiscard]] inline std::string number(std::size_t n) { return std::to_string(n); }

[[nodiscard]] inline std::string in_words(error const& e) {
    return std::string(to_string(e.code)) + " \"" + e.message + "\"" +
           (e.may_have_happened() ? " (may have happened)" : " (known to have failed)");
}

[[nodiscard]] inline std::string how_to_write(member m) {
    switch (m) {
        case member::refused: return "the rig has no refused()";
        case member::with_text: return "the rig has no with_text(text)";
        case member::remove: return "the rig has no remove(id)";
        case member::cut_reply: return "the rig has no cut_reply()";
        case member::add_unreadable: return "the rig has no add_unreadable()";
        case member::add_late: return "the rig has no add_late(n)";
        case member::read: return "the source has no read(ids)";
        case member::predict: return "the target has no predict(records, made_up, ctx)";
    }
    return "?";
}

/// A check: what has to hold, what it needs, and how it is found out.
template <class Trial>
struct check {
    std::string_view name;
    std::optional<member> needs{};
    finding (*run)(Trial&);
};

constexpr auto no_member = std::optional<member>();

[[nodiscard]] inline bool says_stopped(error const& e) {
    return e.code == errc::cancelled || e.code == errc::deadline_exceeded;
}

}  // namespace syncline::inline v1::testkit::detail
