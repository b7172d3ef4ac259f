// SPDX-License-Identifier: Apache-2.0
#include "governance/canonical.hpp"

#include <algorithm>

#include <syncline/json/encode.hpp>

namespace syncline::inline v1::governance::detail {
namespace {

/// By name, and where names are the same by everything else.
template <class T, class Name>
void sort_by(std::vector<T>& list, Name const& name) {
    std::vector<std::pair<std::pair<std::string, std::string>, T>> keyed;
    keyed.reserve(list.size());
    for (auto& one : list) {
        std::pair key(name(one), json::encode(one));
        keyed.emplace_back(std::move(key), std::move(one));
    }
    std::sort(keyed.begin(), keyed.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    list.clear();
    for (auto& [key, one] : keyed) list.push_back(std::move(one));
}

template <class T>
void sort(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
}

}  // namespace

configuration canonical(configuration c) {
    auto const by_name = [](auto const& one) { return one.name; };
    for (auto& s : c.systems) sort(s.roles);
    for (auto& e : c.ownership.entities) sort(e.create);
    for (auto& r : c.ownership.rules) sort(r.enrich);
    for (auto& m : c.mappings) sort(m.reads);
    for (auto& m : c.metrics) {
        sort(m.fields);
        sort(m.flows);
    }
    for (auto& e : c.environments) sort(e.settings);
    for (auto& [system, classifications] : c.destinations) {
        sort(classifications);
        classifications.erase(std::unique(classifications.begin(), classifications.end()), classifications.end());
    }
    sort_by(c.systems, by_name);
    sort_by(c.entities, by_name);
    sort_by(c.ownership.entities, [](auto const& e) { return e.entity; });
    sort_by(c.ownership.rules, [](auto const& r) { return r.entity; });
    sort_by(c.mappings, [](auto const& m) { return m.id; });
    sort_by(c.flows, by_name);
    sort_by(c.metrics, by_name);
    sort_by(c.environments, by_name);
    return c;
}

std::vector<model::entity_view> views_of(std::vector<entity_entry> const& entities) {
    std::vector<model::entity_view> out;
    for (auto const& e : entities) {
        model::entity_view v{e.name, e.key, {}};
        for (auto const& f : e.fields)
            v.fields.push_back(
                {{f.name, model::classification::internal, model::system_role::library, f.outcome}, f.type});
        out.push_back(std::move(v));
    }
    return out;
}

mapping_entry const* mapping_named(configuration const& c, std::string_view identity) {
    for (auto const& m : c.mappings)
        if (identity.starts_with(m.id) && m.identity() == identity) return &m;
    return nullptr;
}

std::string place(std::string_view system, std::string_view object) {
    std::string out(system);
    out += ' ';
    out += object;
    return out;
}

}  // namespace syncline::inline v1::governance::detail
