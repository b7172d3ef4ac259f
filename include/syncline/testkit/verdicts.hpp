// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::inline v1::testkit {

enum class judgement : std::uint8_t {
    passed,
    failed,
    skipped,  ///< Not checked, for the reason in `verdict::found`.
};

/// What came of one check.
struct verdict {
    std::string name;  ///< What has to hold, as a sentence.
    testkit::judgement judgement = judgement::passed;
    std::string found{};  ///< What was found instead, or why it was not looked at.
};

/// What came of a run of checks, in order.
struct verdicts {
    std::vector<verdict> list{};

    /// Whether something was checked and nothing failed. Skipped checks count neither way; `text` shows them.
    [[nodiscard]] bool passed() const noexcept;

    /// One line per check, and the sums: for people, and for the failure text of any test framework.
    ///
    ///     ok      a full batch makes each record once
    ///     FAILED  the same again makes nothing new: found 6 records, expected 3
    ///     skipped a record the system refuses fails alone: the rig has no refused()
    ///     3 checks: 1 ok, 1 failed, 1 skipped
    [[nodiscard]] std::string text() const;

    /// The same list with the other one behind it.
    [[nodiscard]] verdicts operator+(verdicts const& other) const {
        verdicts both = *this;
        both.list.insert(both.list.end(), other.list.begin(), other.list.end());
        return both;
    }
};

}  // namespace syncline::inline v1::testkit
