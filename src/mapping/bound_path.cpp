// SPDX-License-Identifier: Apache-2.0
#include "mapping/bound_path.hpp"

#include <algorithm>

#include <syncline/core/near_name.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1::rules {

member_type const* member_named(record_type const& record, std::string_view name) {
    auto const it = std::find_if(record.members.begin(), record.members.end(),
                                 [&](member_type const& m) { return m.name == name; });
    return it == record.members.end() ? nullptr : &*it;
}

std::string nearest(std::string_view name, std::vector<std::string_view> const& there) {
    std::string_view best;
    std::size_t best_distance = 0;
    for (auto const candidate : there)
        if (auto const d = name_distance(name, candidate); d && (best.empty() || *d < best_distance)) {
            best = candidate;
            best_distance = *d;
        }
    return best.empty() ? "" : "; did you mean " + std::string(best) + '?';
}

std::vector<std::string_view> names_of(record_type const& record) {
    std::vector<std::string_view> out;
    for (auto const& m : record.members) out.push_back(m.name);
    return out;
}

std::string name_of(value_type const& t) {
    std::string out;
    t.name(out);
    return shorten(out, 80);
}

result<bound_path> path_in(record_type const& from, std::string_view dotted) {
    bound_path out;
    auto const refuse = [](std::string why) { return fail(errc::misconfigured, std::move(why)); };
    record_type const* record = &from;
    std::string_view rest = dotted;
    bool on_the_way = false;
    while (true) {
        auto const dot = rest.find('.');
        auto const name = rest.substr(0, dot);
        if (!record) return refuse("found " + shorten(dotted) + ", but a " + name_of(*out.type) + " has no fields");
        auto const* const m = member_named(*record, name);
        if (!m)
            return refuse("found source field " + quote(shorten(name)) + ", which is not there" +
                          nearest(name, names_of(*record)));
        out.members.push_back(m);
        out.type = m->type;
        out.wraps = m->wraps;
        if (dot == std::string_view::npos) break;
        on_the_way = on_the_way || m->wraps != wrapping::none;
        record = m->type->record ? m->type->record() : nullptr;
        rest.remove_prefix(dot + 1);
    }
    if (out.wraps == wrapping::none && on_the_way) out.wraps = wrapping::optional;
    return out;
}

}  // namespace syncline::inline v1::rules
