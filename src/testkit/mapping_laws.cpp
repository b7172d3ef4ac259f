// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/mapping_laws.hpp>

namespace syncline::inline v1::testkit::detail {

verdicts judged(std::vector<law_trial> const& trials, std::uint64_t seeds) {
    verdicts out;
    for (auto const& t : trials) {
        verdict v{.name = std::string(t.law)};
        if (t.tried == 0) {
            v.judgement = judgement::failed;
            v.found = "the mapping refused all of " + std::to_string(seeds) +
                      " generated records; give check_laws a generator of records it takes";
        } else if (!t.breach.empty()) {
            v.judgement = judgement::failed;
            v.found = t.breach;
        }
        out.list.push_back(std::move(v));
    }
    return out;
}

}  // namespace syncline::inline v1::testkit::detail
