// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/lint.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/mdm/ownership.hpp>

#include "governance/canonical.hpp"
#include "governance/field_lines.hpp"
#include "governance/text.hpp"

namespace syncline::inline v1::governance {
namespace {

using complaints = std::vector<complaint>;

std::string in_flow(flow_entry const& f) { return "flow " + shorten(f.name); }
std::string in_mapping(mapping_entry const& m) { return "mapping " + shorten(m.id); }
std::string in_system(system_entry const& s) { return "system " + shorten(s.name); }

system_entry const* system_named(configuration const& c, std::string_view name) {
    for (auto const& s : c.systems)
        if (s.name == name) return &s;
    return nullptr;
}

complaints classified_destination(configuration const& c) {
    complaints out;
    for (auto const& f : c.flows)
        for (auto const& t : f.targets) {
            auto const allowed = c.destinations.find(t.system);
            if (allowed == c.destinations.end()) continue;  // no-destination says so
            for (auto const& identity : t.mappings)
                if (auto const* m = detail::mapping_named(c, identity))
                    for (auto const& read : m->reads)
                        if (std::find(allowed->second.begin(), allowed->second.end(), read.classification) ==
                            allowed->second.end())
                            out.push_back({in_flow(f), in_mapping(*m) + " reads " + shorten(read.name) + ", which is " +
                                                           shorten(read.classification) + "; " + shorten(t.system) +
                                                           " may have " + detail::listed(allowed->second, "nothing")});
        }
    return out;
}

complaints custom_step(configuration const& c) {
    complaints out;
    for (auto const& m : c.mappings)
        for (auto const& line : detail::field_lines(m.text))
            if (line.custom)
                out.push_back({in_mapping(m), shorten(line.target) + ": give what stands as `custom` a describe()"});
    return out;
}

complaints duplicate_name(configuration const& c) {
    complaints out;
    std::set<std::string> seen;
    auto const once = [&](std::string const& where) {
        if (!seen.insert(where).second) out.push_back({where, "found twice"});
    };
    for (auto const& s : c.systems) once(in_system(s));
    for (auto const& e : c.entities) once("entity " + shorten(e.name));
    for (auto const& m : c.mappings) once(in_mapping(m) + " " + shorten(m.version));
    for (auto const& f : c.flows) once(in_flow(f));
    for (auto const& m : c.metrics) once("metric " + shorten(m.name));
    for (auto const& e : c.environments) once("environment " + shorten(e.name));
    return out;
}

complaints environments(configuration const& c) {
    complaints out;
    for (auto const& e : c.environments)
        if (auto const set = in_environment(c, e.name); !set)
            out.push_back({"environment " + shorten(e.name), set.error().message});
    return out;
}

complaints financial_owner(configuration const& c) {
    complaints out;
    std::set<std::string_view> used;
    for (auto const& m : c.mappings) used.insert({m.from, m.to});
    for (auto const& e : c.entities) {
        bool const financial = std::any_of(e.fields.begin(), e.fields.end(), [](entity_field const& f) {
            return f.outcome || f.classification == "financial";
        });
        if (financial && e.owner.empty() && used.contains(e.name))
            out.push_back({"entity " + shorten(e.name), "found no owner, expected one of finance"});
    }
    return out;
}

complaints flow_owner(configuration const& c) {
    complaints out;
    for (auto const& f : c.flows) {
        if (f.owner.empty()) out.push_back({in_flow(f), "found no owner"});
        if (f.exception_owner.empty()) out.push_back({in_flow(f), "found no owner of its exceptions"});
    }
    return out;
}

complaints flow_purpose(configuration const& c) {
    complaints out;
    for (auto const& f : c.flows) {
        if (f.purpose.empty()) out.push_back({in_flow(f), "found no purpose"});
        if (f.latency.empty()) out.push_back({in_flow(f), "found no latency"});
        if (f.targets.empty()) out.push_back({in_flow(f), "found no target"});
    }
    return out;
}

complaints mapping_owner(configuration const& c) {
    complaints out;
    for (auto const& m : c.mappings)
        if (m.owner.empty()) out.push_back({in_mapping(m), "found no owner"});
    return out;
}

complaints mapping_version(configuration const& c) {
    complaints out;
    for (auto const& m : c.mappings)
        if (!detail::is_semantic_version(m.version))
            out.push_back({in_mapping(m), "found version \"" + shorten(m.version) + "\", expected one like 1.2.0"});
    return out;
}

bool knows_field(configuration const& c, std::string_view field) {
    for (auto const& e : c.entities)
        if (field.size() > e.name.size() && field.starts_with(e.name) && field[e.name.size()] == '.')
            for (auto const& f : e.fields)
                if (field.substr(e.name.size() + 1) == f.name) return true;
    return false;
}

complaints metric(configuration const& c) {
    complaints out;
    for (auto const& m : c.metrics) {
        auto const where = "metric " + shorten(m.name);
        if (m.owner.empty()) out.push_back({where, "found no owner"});
        for (auto const& f : m.fields)
            if (!knows_field(c, f)) out.push_back({where, "no such field: " + shorten(f)});
        for (auto const& name : m.flows)
            if (std::none_of(c.flows.begin(), c.flows.end(), [&](flow_entry const& f) { return f.name == name; }))
                out.push_back({where, "no such flow: " + shorten(name)});
    }
    return out;
}

complaints name_style(configuration const& c) {
    complaints out;
    auto const judge = [&](std::string where, std::string_view name) {
        if (!detail::is_kebab(name)) out.push_back({std::move(where), "expected a name like won-deal"});
    };
    for (auto const& s : c.systems) judge(in_system(s), s.name);
    for (auto const& m : c.mappings) judge(in_mapping(m), m.id);
    for (auto const& f : c.flows) judge(in_flow(f), f.name);
    for (auto const& m : c.metrics) judge("metric " + shorten(m.name), m.name);
    for (auto const& e : c.environments) judge("environment " + shorten(e.name), e.name);
    return out;
}

complaints no_destination(configuration const& c) {
    complaints out;
    for (auto const& f : c.flows)
        for (auto const& t : f.targets)
            if (!c.destinations.contains(t.system))
                out.push_back({in_flow(f), "writes " + shorten(t.system) + ", and nobody said what it may have"});
    return out;
}

complaints ownership_policy(configuration const& c) {
    auto const views = detail::views_of(c.entities);
    auto const loaded = mdm::ownership_policy::load(c.ownership, views);
    if (loaded) return {};
    return {{"ownership", loaded.error().message}};
}

complaints shared_object(configuration const& c) {
    complaints out;
    std::map<std::string, std::set<std::string>> writers;
    std::map<std::string, std::set<std::string>> written_as;
    for (auto const& f : c.flows)
        for (auto const& t : f.targets) {
            auto const where = detail::place(t.system, t.object);
            writers[where].insert(f.name);
            auto const* last = t.mappings.empty() ? nullptr : detail::mapping_named(c, t.mappings.back());
            written_as[where].insert(last ? last->to : std::string());
        }
    for (auto const& [where, flows] : writers) {
        if (flows.size() < 2) continue;
        for (auto const& entity : written_as[where]) {
            bool const ruled = std::any_of(c.ownership.entities.begin(), c.ownership.entities.end(),
                                           [&, e = &entity](auto const& r) { return r.entity == *e; });
            if (ruled) continue;
            std::string names;
            for (auto const& f : flows) names += (names.empty() ? "" : ", ") + shorten(f);
            out.push_back({shorten(where), "written by " + names + "; the ownership policy does not speak of " +
                                               (entity.empty() ? "what is written" : shorten(entity))});
        }
    }
    return out;
}

complaints support(configuration const& c, local_date today, sync::horizon wanted) {
    complaints out;
    for (auto const& s : c.systems) {
        sync::capabilities can;
        can.supported_until = s.supported_until;
        if (sync::horizon_of(can, today) != wanted) continue;
        out.push_back({in_system(s), "version " + shorten(s.version) + ": support " +
                                         (wanted == sync::horizon::behind ? "ended on " : "ends on ") +
                                         format_date(*s.supported_until)});
    }
    return out;
}

complaints system_owner(configuration const& c) {
    complaints out;
    for (auto const& s : c.systems) {
        if (s.owner.empty()) out.push_back({in_system(s), "found no owner"});
        if (s.roles.empty()) out.push_back({in_system(s), "found no role, expected what it is to the business"});
    }
    return out;
}

complaints unknown_name(configuration const& c) {
    complaints out;
    std::vector<std::string> identities;
    for (auto const& m : c.mappings) identities.push_back(m.identity());
    std::vector<std::string> systems;
    for (auto const& s : c.systems) systems.push_back(s.name);
    auto const missing = [&](flow_entry const& f, std::string_view kind, std::string const& name,
                             std::vector<std::string> const& known) {
        auto const near = detail::nearest(name, known);
        out.push_back({in_flow(f), "no such " + std::string(kind) + ": " + shorten(name, 80) +
                                       (near.empty() ? "" : "; perhaps " + shorten(near, 80))});
    };
    for (auto const& f : c.flows) {
        if (!system_named(c, f.source.system)) missing(f, "system", f.source.system, systems);
        for (auto const& t : f.targets) {
            if (!system_named(c, t.system)) missing(f, "system", t.system, systems);
            for (auto const& identity : t.mappings)
                if (std::find(identities.begin(), identities.end(), identity) == identities.end())
                    missing(f, "mapping", identity, identities);
        }
    }
    return out;
}

complaints unused_mapping(configuration const& c) {
    complaints out;
    std::set<std::string> used;
    for (auto const& f : c.flows)
        for (auto const& t : f.targets) used.insert(t.mappings.begin(), t.mappings.end());
    for (auto const& m : c.mappings)
        if (!used.contains(m.identity())) out.push_back({in_mapping(m), "no flow uses " + shorten(m.identity(), 80)});
    return out;
}

/// The system a record is of, by the first word of its name; nothing for entities.
std::string_view system_of_record(configuration const& c, std::string_view record) {
    auto const system = record.substr(0, record.find(' '));
    bool const known =
        system.size() < record.size() &&
        std::any_of(c.systems.begin(), c.systems.end(), [&](system_entry const& s) { return s.name == system; });
    return known ? system : std::string_view();
}

complaints direct_mapping(configuration const& c) {
    complaints out;
    for (auto const& m : c.mappings) {
        auto const from = system_of_record(c, m.from);
        auto const to = system_of_record(c, m.to);
        if (!from.empty() && !to.empty() && from != to)
            out.push_back({in_mapping(m), "maps " + shorten(m.from) + " straight to " + shorten(m.to) +
                                              "; one more system needs a mapping with each of the others"});
    }
    return out;
}

complaints examined(std::string_view id, configuration const& c, local_date today) {
    using examine = complaints (*)(configuration const&);
    static constexpr std::array<std::pair<std::string_view, examine>, 18> plain{{
        {"classified-destination", classified_destination},
        {"custom-step", custom_step},
        {"direct-mapping", direct_mapping},
        {"duplicate-name", duplicate_name},
        {"environment", environments},
        {"financial-owner", financial_owner},
        {"flow-owner", flow_owner},
        {"flow-purpose", flow_purpose},
        {"mapping-owner", mapping_owner},
        {"mapping-version", mapping_version},
        {"metric", metric},
        {"name-style", name_style},
        {"no-destination", no_destination},
        {"ownership-policy", ownership_policy},
        {"shared-object", shared_object},
        {"system-owner", system_owner},
        {"unknown-name", unknown_name},
        {"unused-mapping", unused_mapping},
    }};
    for (auto const& [name, rule] : plain)
        if (name == id) return rule(c);
    return support(c, today, id == "support-ended" ? sync::horizon::behind : sync::horizon::near);
}

}  // namespace

namespace detail {

std::vector<finding> lint(configuration const& c, local_date today) {
    std::vector<finding> out;
    for (auto const& r : all_rules) add_findings(out, r.id, r.severity, examined(r.id, c, today));
    return out;
}

void add_findings(std::vector<finding>& out, std::string_view id, severity s, std::vector<complaint> complaints) {
    for (auto& one : complaints) out.push_back({std::string(id), s, std::move(one.where), std::move(one.text)});
}

std::vector<finding> in_order(std::vector<finding> findings) {
    auto const key = [](finding const& f) { return std::tie(f.rule, f.where, f.text); };
    std::sort(findings.begin(), findings.end(), [&](finding const& a, finding const& b) {
        return a.severity != b.severity ? a.severity > b.severity : key(a) < key(b);
    });
    findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
    return findings;
}

result<void> judged(std::vector<finding> const& findings) {
    std::string all;
    for (auto const& f : findings)
        if (f.severity >= severity::high)
            all += (all.empty() ? "" : "; ") + f.where + ": " + f.text + " (" + f.rule + ")";
    if (all.empty()) return {};
    return fail(errc::misconfigured, "governance: " + std::move(all));
}

}  // namespace detail

}  // namespace syncline::inline v1::governance
