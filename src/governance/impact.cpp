// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/impact.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <syncline/core/text.hpp>
#include <syncline/mdm/ownership.hpp>

#include "governance/canonical.hpp"
#include "governance/field_lines.hpp"
#include "governance/text.hpp"

namespace syncline::inline v1::governance {
namespace {

/// `party.name` and what it is part of: (record, field); no field: the whole record.
using place_of_data = std::pair<std::string, std::string>;

/// Whether a field and another are the same, or one is part of the other.
bool meets(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return true;
    if (a.size() > b.size()) std::swap(a, b);
    return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == '.');
}

/// Names, each with how it is touched.
class notes {
public:
    void add(std::string const& name, std::string const& how) {
        if (!name.empty()) ways_[name].insert(how);
    }
    [[nodiscard]] bool contains(std::string const& name) const { return ways_.contains(name); }
    [[nodiscard]] std::vector<touched> list() const {
        std::vector<touched> out;
        for (auto const& [name, ways] : ways_) {
            touched t{name, {}};
            for (auto const& way : ways) t.how += (t.how.empty() ? "" : "; ") + way;
            out.push_back(std::move(t));
        }
        return out;
    }

private:
    std::map<std::string, std::set<std::string>> ways_{};
};

/// What was asked for.
struct question {
    std::string about{};
    std::optional<place_of_data> data{};
    std::string system{};
    std::string mapping_id{};
    std::string mapping_version{};
};

class inquiry {
public:
    explicit inquiry(configuration const& c) : c_(c) {
        for (auto const& m : c.mappings) lines_[m.identity()] = detail::field_lines(m.text);
    }

    [[nodiscard]] result<question> understood(std::string_view text) const {
        std::vector<std::string> known;
        if (auto q = as_mapping(text, known)) return *std::move(q);
        if (auto q = as_data(text, known)) return *std::move(q);
        if (auto q = as_system(text, known)) return *std::move(q);
        auto const near = detail::nearest(text, known);
        return fail(errc::not_found, "impact: found nothing called \"" + shorten(text, 80) + '"' +
                                         (near.empty() ? "" : "; perhaps \"" + shorten(near, 80) + '"'));
    }

    [[nodiscard]] impact answer(question const& q) {
        for (auto const& f : c_.flows) follow(f, q);
        if (q.data)  // also mappings no flow uses
            for (auto const& m : c_.mappings)
                if (!mappings_.contains(m.identity())) direct(m, *q.data);
        if (!q.mapping_id.empty())
            for (auto const& m : c_.mappings)
                if (is_asked(m, q)) mappings_.add(m.identity(), "is it");
        for (auto const& m : c_.mappings)
            if (mappings_.contains(m.identity())) owners_.add(m.owner, "owns mapping " + m.id);
        for (auto const& f : c_.flows)
            if (flows_.contains(f.name)) {
                owners_.add(f.owner, "owns flow " + f.name);
                owners_.add(f.exception_owner, "works on exceptions of " + f.name);
            }
        count_metrics(q);
        name_owners(q);
        return {q.about, mappings_.list(), flows_.list(), metrics_.list(), owners_.list()};
    }

private:
    [[nodiscard]] std::optional<question> as_mapping(std::string_view text, std::vector<std::string>& known) const {
        for (auto const& m : c_.mappings) {
            known.push_back(m.id);
            if (text == m.id) return question{.about = "mapping " + m.id, .mapping_id = m.id};
            if (text == m.id + '@' + m.version || text == m.identity())
                return question{.about = "mapping " + m.id + ", version " + m.version,
                                .mapping_id = m.id,
                                .mapping_version = m.version};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<question> as_data(std::string_view text, std::vector<std::string>& known) const {
        std::set<std::string> records;  // of systems: any field of theirs may be asked for
        for (auto const& f : c_.flows) {
            records.insert(detail::place(f.source.system, f.source.object));
            for (auto const& t : f.targets) records.insert(detail::place(t.system, t.object));
        }
        for (auto const& m : c_.mappings) records.insert({m.from, m.to});
        for (auto const& e : c_.entities) {
            records.erase(e.name);
            known.push_back(e.name);
            if (text == e.name) return question{.about = "entity " + e.name, .data = place_of_data{e.name, {}}};
            for (auto const& f : e.fields) {
                auto const name = e.name + '.' + f.name;
                known.push_back(name);
                if (text != name && !text.starts_with(name + '.')) continue;
                auto const field = text.substr(e.name.size() + 1);
                return question{.about = "field " + std::string(field) + " of " + e.name + ", " + f.classification,
                                .data = place_of_data{e.name, field}};
            }
        }
        std::string_view best;  // an object's name has dots: the longest one counts
        for (auto const& r : records) {
            if (r.empty()) continue;
            known.push_back(r);
            if (text == r) return question{.about = "object " + r, .data = place_of_data{r, {}}};
            if (text.size() > r.size() + 1 && text.starts_with(r) && text[r.size()] == '.' && r.size() > best.size())
                best = r;
        }
        if (best.empty()) return std::nullopt;
        auto const field = text.substr(best.size() + 1);
        return question{.about = "field " + std::string(field) + " of " + std::string(best),
                        .data = place_of_data{best, field}};
    }

    [[nodiscard]] std::optional<question> as_system(std::string_view text, std::vector<std::string>& known) const {
        for (auto const& s : c_.systems) {
            known.push_back(s.name);
            if (text == s.name) return question{.about = "system " + s.name, .system = s.name};
            std::vector<std::string> where;
            auto const runs = [&, wanted = text](configuration const& c, std::string const& environment) {
                for (auto const& one : c.systems)
                    if (one.name == s.name && !one.version.empty() && wanted == one.name + ' ' + one.version)
                        where.push_back(environment);
            };
            runs(c_, c_.environments.empty() ? "" : "by default");
            for (auto const& e : c_.environments)
                if (auto const there = in_environment(c_, e.name)) runs(*there, "in " + e.name);
            known.push_back(s.name + ' ' + s.version);
            if (where.empty()) continue;
            return question{.about = "version " + std::string(text.substr(s.name.size() + 1)) + " of system " + s.name +
                                     (where.front().empty() ? "" : ", which runs " + detail::listed(where)),
                            .system = s.name};
        }
        return std::nullopt;
    }

    [[nodiscard]] static bool is_asked(mapping_entry const& m, question const& q) {
        return m.id == q.mapping_id && (q.mapping_version.empty() || m.version == q.mapping_version);
    }

    /// What a mapping itself has to do with the data.
    void direct(mapping_entry const& m, place_of_data const& data) {
        for (auto const& line : lines_[m.identity()]) {
            if (line.skipped) continue;
            if (m.from == data.first && reads(line, data.second))
                mappings_.add(m.identity(), data.second.empty() ? "reads it" : "reads it for " + line.target);
            if (m.to == data.first && meets(line.target, data.second)) mappings_.add(m.identity(), "writes it");
        }
    }

    [[nodiscard]] static bool reads(detail::field_line const& line, std::string_view field) {
        return line.whole_record || std::any_of(line.sources.begin(), line.sources.end(),
                                                [&](std::string const& s) { return meets(s, field); });
    }

    void follow(flow_entry const& f, question const& q) {
        auto const source = detail::place(f.source.system, f.source.object);
        if (!q.system.empty() && f.source.system == q.system) flows_.add(f.name, "reads its " + f.source.object);
        bool source_is_mapped = !f.targets.empty();
        for (auto const& t : f.targets) {
            auto const target = detail::place(t.system, t.object);
            if (!q.system.empty() && t.system == q.system) {
                flows_.add(f.name, "writes its " + t.object);
                for (auto const& identity : t.mappings) mappings_.add(identity, "leads to its " + t.object);
            }
            if (!q.system.empty() && f.source.system == q.system)
                for (auto const& identity : t.mappings) mappings_.add(identity, "starts from its " + f.source.object);
            mapping_entry const* first = nullptr;
            mapping_entry const* last = nullptr;
            std::vector<std::pair<place_of_data, bool>> made;  // of the data, by the mappings so far
            if (q.data) made.emplace_back(*q.data, false);
            for (auto const& identity : t.mappings) {
                auto const* m = detail::mapping_named(c_, identity);
                if (!m) continue;
                if (!first) first = m;
                last = m;
                if (q.data) {
                    pass(*m, made, *q.data);
                    if (mappings_.contains(identity)) flows_.add(f.name, "uses " + m->id);
                }
                if (!q.mapping_id.empty() && is_asked(*m, q)) flows_.add(f.name, "uses it for its " + t.step);
            }
            source_is_mapped = source_is_mapped && first && first->from == source;
            // an object whose fields no mapping names is touched as a whole
            if (q.data && q.data->first == target && (!last || last->to != target || q.data->second.empty()))
                flows_.add(f.name, "writes " + target);
        }
        if (q.data && q.data->first == source && (!source_is_mapped || q.data->second.empty()))
            flows_.add(f.name, "reads " + source);
    }

    /// What a mapping makes of the data, or of what was made of it.
    void pass(mapping_entry const& m, std::vector<std::pair<place_of_data, bool>>& made, place_of_data const& asked) {
        direct(m, asked);
        auto const before = made;
        for (auto const& [data, derived] : before)
            for (auto const& line : lines_[m.identity()]) {
                if (line.skipped || m.from != data.first || !reads(line, data.second)) continue;
                if (derived) mappings_.add(m.identity(), "passes on what is made of it as " + line.target);
                made.emplace_back(place_of_data{m.to, line.target}, true);
            }
    }

    void count_metrics(question const& q) {
        for (auto const& m : c_.metrics) {
            if (q.data)
                for (auto const& field : m.fields)
                    if (auto const& [record, name] = *q.data;
                        field.starts_with(record + '.') &&
                        meets(std::string_view(field).substr(record.size() + 1), name))
                        metrics_.add(m.name, "is made of " + field);
            for (auto const& name : m.flows)
                if (flows_.contains(name)) metrics_.add(m.name, "counts flow " + name);
            if (metrics_.contains(m.name)) owners_.add(m.owner, "owns metric " + m.name);
        }
    }

    void name_owners(question const& q) {
        for (auto const& s : c_.systems)
            if (s.name == q.system || (q.data && q.data->first.starts_with(s.name + ' ')))
                owners_.add(s.owner, "owns system " + s.name);
        if (!q.data) return;
        for (auto const& e : c_.entities)
            if (e.name == q.data->first) owners_.add(e.owner, "owns entity " + e.name);
        name_rulers(*q.data);
    }

    /// Whose systems have the final say on the data, and when.
    void name_rulers(place_of_data const& data) {
        auto const views = detail::views_of(c_.entities);
        auto const policy = mdm::ownership_policy::load(c_.ownership, views);
        if (!policy) return;  // lint says so
        std::set<std::string> companies{""};
        for (auto const& r : c_.ownership.rules)
            if (r.entity == data.first) companies.insert(r.legal_entity);
        for (auto const& rights : c_.ownership.entities) {
            if (rights.entity != data.first) continue;
            auto const stages = rights.stages.empty() ? std::vector<std::string>{""} : rights.stages;
            for (auto const& company : companies) {
                std::map<std::string, std::vector<std::string>> owned;  // by whom at which stages
                for (auto const& stage : stages)
                    for (auto const& owner : rulers(*policy, views, data, stage, company))
                        owned[owner].push_back(stage);
                for (auto const& [owner, when] : owned) {
                    auto const stays = when.size() == stages.size();
                    name_ruler(owner, (company.empty() ? "" : " of " + company) +
                                          (stays ? "" : " when " + detail::listed(when)));
                }
            }
        }
    }

    /// Who has the final say on some of the data, at a stage, in a company.
    [[nodiscard]] static std::set<std::string> rulers(mdm::ownership_policy const& policy,
                                                      std::vector<model::entity_view> const& views,
                                                      place_of_data const& data, std::string_view stage,
                                                      std::string_view company) {
        std::set<std::string> out;
        for (auto const& v : views)
            for (auto const& f : v.fields) {
                if (v.name != data.first || !meets(f.facts.name, data.second)) continue;
                mdm::proposed_write w{.entity = v.name, .field = f.facts.name, .writer = {}, .stage = stage};
                auto const usual = policy.decide(w);
                w.legal_entity = company;
                auto const here = policy.decide(w);
                // a company is named where it has it otherwise
                if (usual && here && (company.empty() || here->owner != usual->owner)) out.insert(here->owner);
            }
        return out;
    }

    void name_ruler(std::string const& owner, std::string const& where) {
        for (auto const& s : c_.systems)
            if (s.name == owner || std::find(s.roles.begin(), s.roles.end(), owner) != s.roles.end())
                owners_.add(s.owner, "owns " + s.name + ", which as " + owner + " has the final say" + where);
    }

    configuration const& c_;
    std::map<std::string, std::vector<detail::field_line>> lines_{};
    notes mappings_{};
    notes flows_{};
    notes metrics_{};
    notes owners_{};
};

}  // namespace

result<impact> impact_of(configuration const& given, std::string_view text) {
    auto const c = detail::canonical(given);
    inquiry asked(c);
    auto const q = asked.understood(text);
    if (!q) return fail(error(q.error()));
    return asked.answer(*q);
}

std::string to_text(impact const& i) {
    std::string out = detail::one_line(i.about) + '\n';
    auto const add = [&](char const* kind, std::vector<touched> const& list) {
        for (auto const& t : list)
            out += std::string(kind) + ' ' + detail::one_line(t.name) + ": " + detail::one_line(t.how) + '\n';
        if (list.empty()) out += std::string(kind) + ": none\n";
    };
    add("mapping", i.mappings);
    add("flow", i.flows);
    add("metric", i.metrics);
    add("owner", i.owners);
    return out;
}

}  // namespace syncline::inline v1::governance
