// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/usage.hpp>

#include <map>
#include <tuple>

#include "model/names.hpp"

namespace syncline::inline v1::model {

result<std::vector<usage_total>> usage_in(std::span<usage_record const> reports, instant from, instant until) {
    std::map<std::tuple<external_ref, std::string, std::string>, usage_record const*> known;
    std::map<std::tuple<external_ref, std::optional<external_ref>, std::string>, usage_total> totals;
    for (auto const& r : reports) {
        auto const name = "usage \"" + shorten(r.identifier, 60) + "\" of meter \"" + shorten(r.meter, 60) + "\"";
        if (r.identifier.empty())
            return fail(errc::mapping, name + ": found no identifier, expected one that tells it from others");
        auto const [at, is_new] = known.try_emplace({r.party, r.meter, r.identifier}, &r);
        auto const& first = *at->second;
        if (first.amount != r.amount || first.at != r.at || first.subscription != r.subscription)
            return fail(errc::conflict, name + ": found " + r.amount.to_string() + " and " + first.amount.to_string() +
                                            " or another time under one identifier, expected the same report");
        if (r.at < from || r.at >= until) continue;
        auto& total = totals[{r.party, r.subscription, r.meter}];
        if (!is_new) {
            ++total.repeated;
            continue;
        }
        auto const sum = checked_add(total.amount, r.amount);
        if (!sum) return fail_within(name, sum.error());
        total.amount = *sum;
        ++total.counted;
    }
    std::vector<usage_total> out;
    for (auto& entry : totals) {
        auto const& key = entry.first;
        out.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), entry.second.amount, entry.second.counted,
                       entry.second.repeated});
    }
    return out;
}

}  // namespace syncline::inline v1::model
