// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/verdicts.hpp>

#include <algorithm>

namespace syncline::inline v1::testkit {

bool verdicts::passed() const noexcept {
    auto const are = [this](judgement j) {
        return std::any_of(list.begin(), list.end(), [j](verdict const& v) { return v.judgement == j; });
    };
    return are(judgement::passed) && !are(judgement::failed);
}

std::string verdicts::text() const {
    std::string out;
    std::size_t sums[3] = {};
    for (auto const& v : list) {
        ++sums[static_cast<std::size_t>(v.judgement)];
        out += v.judgement == judgement::passed   ? "ok      "
               : v.judgement == judgement::failed ? "FAILED  "
                                                  : "skipped ";
        out += v.name;
        if (!v.found.empty()) out += ": " + v.found;
        out += '\n';
    }
    return out + std::to_string(list.size()) + " checks: " + std::to_string(sums[0]) + " ok, " +
           std::to_string(sums[1]) + " failed, " + std::to_string(sums[2]) + " skipped\n";
}

}  // namespace syncline::inline v1::testkit
