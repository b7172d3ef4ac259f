// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/conflict.hpp>

#include <algorithm>
#include <utility>

#include <syncline/core/category.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>

#include "mdm/words.hpp"

namespace syncline::inline v1::mdm {

result<decision> decide(explanation const& what, ruling v) {
    auto const name = what.entity + ' ' + what.record + ", " + what.field;
    if (v.by.empty())
        return fail(error{.code = errc::rejected,
                          .message = name + ": found a decision of nobody, expected who decided",
                          .reason = category::missing_mandatory_data});
    auto const picked =
        std::find_if(what.sides.begin(), what.sides.end(), [&v](side const& s) { return s.source == v.winner; });
    if (picked == what.sides.end()) {
        std::string known;
        for (auto const& s : what.sides) known += (known.empty() ? "" : " or ") + detail::words_for(s.source);
        return fail(errc::not_found, name + ": found a decision for " + detail::words_for(v.winner) +
                                         ", which says nothing, expected " + (known.empty() ? "none" : known));
    }
    if (picked->barred)
        return fail(error{.code = errc::rejected,
                          .message = name + ": found a decision for " + detail::words_for(v.winner) +
                                     ", expected none against its rule, " + what.rule,
                          .reason = category::policy_violation});
    decision out{.entity = what.entity,
                 .record = what.record,
                 .field = what.field,
                 .winner = std::move(v.winner),
                 .holds = v.holds,
                 .by = std::move(v.by),
                 .at = v.at,
                 .reason = std::move(v.reason)};
    for (auto const& s : what.sides) out.sides.push_back({s.source, s.digest});
    return out;
}

std::string id_of(conflict const& c) {
    fingerprint_builder b;
    for (auto const* part : {&c.what.entity, &c.what.record, &c.what.field}) b.add(std::string_view(*part));
    for (auto const& s : c.what.sides)
        for (auto const* part : {&s.source.system, &s.source.object, &s.source.id, &s.digest})
            b.add(std::string_view(*part));
    return b.finish().text();
}

std::string to_text(conflict const& c, values v) {
    std::string out = c.what.entity + ' ' + shorten(c.what.record) + ", ";
    if (c.reason == conflict_reason::both_changed) out += "changed on several sides since they agreed; ";
    out += to_text(c.what, v);
    if (c.lapsed)
        out += "    other things are said than when " + shorten(c.lapsed->by) + " decided for " +
               detail::words_for(c.lapsed->winner) + " at " + format_instant(c.lapsed->at) + '\n';
    return out;
}

}  // namespace syncline::inline v1::mdm
