// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/explanation.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>

#include "mdm/words.hpp"

namespace syncline::inline v1::mdm {
namespace detail {

std::string words_for(external_ref const& r) {
    return shorten(r.system) + ' ' + shorten(r.object) + '/' + shorten(r.id);
}

std::string words_for(side const& s, values v) {
    std::string out;
    if (v == values::shown) out = s.blank ? "blank in " : '"' + s.text + "\" of ";
    out += words_for(s.source) + " (" + boost::describe::enum_to_string(s.role, "?") + ", " + format_instant(s.at);
    if (s.verified) out += ", verified";
    return out + ')';
}

}  // namespace detail

std::string to_text(explanation const& why, values v) {
    std::string out = why.field + ": ";
    switch (why.settled) {
        case settled_by::nobody: out += "absent, no source has a say; rule: " + why.rule; break;
        case settled_by::open: out += "absent until a person decides; rule: " + why.rule; break;
        default:
            for (auto const& s : why.sides)
                if (s.survives) out += detail::words_for(s, v);
            out += why.settled == settled_by::unopposed ? "; nobody says otherwise" : "; settled by: " + why.step;
    }
    out += '\n';
    for (auto const& s : why.sides) {
        if (s.survives) continue;
        bool const stands = s.lost_to.empty();  // says the same as the survivor, or waits for a person
        out += stands ? (why.settled == settled_by::open ? "    either " : "    also ") : "    not ";
        out += detail::words_for(s, v);
        if (!stands && s.lost_to != why.step) out += ": " + s.lost_to;
        out += '\n';
    }
    return out;
}

}  // namespace syncline::inline v1::mdm
