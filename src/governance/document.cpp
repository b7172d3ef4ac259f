// SPDX-License-Identifier: Apache-2.0
#include "governance/document.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <syncline/core/category.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/governance/bundle.hpp>
#include <syncline/mdm/ownership.hpp>

#include "governance/canonical.hpp"
#include "governance/field_lines.hpp"
#include "governance/text.hpp"

namespace syncline::inline v1::governance::detail {
namespace {

std::string or_dash(std::string text) { return text.empty() ? "-" : std::move(text); }

std::string yes_no(bool b) { return b ? "yes" : "no"; }

std::string number(std::uint64_t n) { return n == 0 ? "-" : std::to_string(n); }

/// The pack, section by section.
class writer {
public:
    writer(configuration const& c, std::vector<finding> const& findings) : c_(c), findings_(findings) {
        for (auto const& e : c_.ownership.entities) spoken_of_.insert(e.entity);
        for (auto const& m : c_.mappings) spoken_of_.insert({m.from, m.to});
    }

    [[nodiscard]] document written() && {
        out_.title = c_.title.empty() ? "Governance pack" : c_.title;
        say("What the integration does, who decides what, and who is asked before something changes. Approve it by its "
            "hash: " +
            bundle_of(c_).hash + ".");
        findings();
        systems();
        ownership();
        timings();
        flows();
        mappings();
        exceptions();
        classifications();
        tables();
        metrics();
        environments();
        return std::move(out_);
    }

private:
    void section(std::string text) { out_.blocks.emplace_back(heading{2, std::move(text)}); }
    void part(std::string text) { out_.blocks.emplace_back(heading{3, std::move(text)}); }
    void say(std::string text) { out_.blocks.emplace_back(paragraph{std::move(text)}); }
    void show(table t) { out_.blocks.emplace_back(std::move(t)); }

    void findings() {
        section("Findings");
        if (findings_.empty()) return say("None.");
        table t{"Findings", {"Severity", "Rule", "Where", "What"}, {}};
        for (auto const& f : findings_)
            t.rows.push_back({{std::string(to_string(f.severity))}, {f.rule, true}, {f.where}, {f.text}});
        show(std::move(t));
    }

    void systems() {
        section("Systems");
        if (c_.systems.empty()) return say("None.");
        table who{"Systems and their owners",
                  {"System", "Role", "Owner", "Interface", "Version", "Supported until", "Announced"},
                  {}};
        table can{
            "What the systems can do",
            {"System", "Repeated writes", "Shows changes", "Shows deletions", "Calls us", "Page", "Batch", "At once"},
            {}};
        for (auto const& s : c_.systems) {
            who.rows.push_back({{s.name},
                                {listed(s.roles)},
                                {or_dash(s.owner)},
                                {or_dash(s.api)},
                                {or_dash(s.version)},
                                {s.supported_until ? format_date(*s.supported_until) : "-"},
                                {or_dash(s.retirement)}});
            can.rows.push_back({{s.name},
                                {or_dash(s.idempotency + (s.idempotency_key.empty() ? "" : ": " + s.idempotency_key))},
                                {or_dash(s.changes)},
                                {or_dash(s.deletions)},
                                {yes_no(s.webhooks)},
                                {number(s.page)},
                                {number(s.batch)},
                                {number(s.connections)}});
        }
        show(std::move(who));
        show(std::move(can));
    }

    // The matrix comes as Markdown. What would be markup in a name stands in it as a private character.
    static constexpr std::string_view stand_in = "\xEE\x80\x80";

    [[nodiscard]] static std::string guarded(std::string_view text) {
        std::string out;
        for (char const c : one_line(text))
            if (c == '|')
                out += stand_in;
            else
                out += c;
        return out;
    }

    [[nodiscard]] static std::string unguarded(std::string text) {
        for (auto at = text.find(stand_in); at != std::string::npos; at = text.find(stand_in, at))
            text.replace(at, stand_in.size(), "|");
        return text;
    }

    [[nodiscard]] mdm::ownership guarded_ownership() const {
        auto out = c_.ownership;
        auto const each = [](std::vector<std::string>& list) {
            for (auto& one : list) one = guarded(one);
        };
        for (auto& e : out.entities) {
            e.entity = guarded(e.entity);
            each(e.create);
            each(e.stages);
        }
        for (auto& r : out.rules) {
            for (auto* text : {&r.entity, &r.field, &r.stage, &r.legal_entity, &r.owner}) *text = guarded(*text);
            each(r.enrich);
        }
        return out;
    }

    void ownership() {
        section("Who owns what");
        if (c_.ownership.entities.empty()) return say("The ownership policy speaks of nothing.");
        auto entities = c_.entities;
        for (auto& e : entities) {
            e.name = guarded(e.name);
            for (auto& f : e.fields) f.name = guarded(f.name);
        }
        auto const loaded = mdm::ownership_policy::load(guarded_ownership(), views_of(entities));
        if (!loaded) return say("The policy does not load: " + unguarded(loaded.error().message));
        std::string_view matrix;
        auto const text = loaded->matrix();
        matrix = text;
        table t;
        auto const finish = [&] {
            if (!t.head.empty()) show(std::move(t));
            t = {};
        };
        while (!matrix.empty()) {
            auto const end = std::min(matrix.find('\n'), matrix.size());
            auto line = matrix.substr(0, end);
            matrix.remove_prefix(std::min(end + 1, matrix.size()));
            if (line.starts_with("| ")) {
                std::vector<std::string> cells;
                line.remove_prefix(2);
                while (!line.empty()) {
                    auto const bar = std::min(line.find(" |"), line.size());
                    cells.push_back(unguarded(std::string(line.substr(0, bar))));
                    line.remove_prefix(std::min(bar + 3, line.size()));
                }
                if (t.head.empty()) {
                    t.head = std::move(cells);
                } else {
                    auto& row = t.rows.emplace_back();
                    for (auto& one : cells) row.push_back({std::move(one)});
                }
                continue;
            }
            if (line.starts_with("|")) continue;  // between head and rows
            finish();
            if (line.starts_with("## ")) {
                auto const name = unguarded(std::string(line.substr(3)));
                part(name);
                for (auto const& e : c_.entities)
                    if (one_line(e.name) == name && !e.owner.empty()) say("Answers for it: " + e.owner + ".");
                t.about = "Who owns the fields of " + name;
            } else if (!line.empty()) {
                say(unguarded(std::string(line)));
            }
        }
        finish();
    }

    void timings() {
        section("Timing");
        if (c_.flows.empty()) return say("There are no flows.");
        table t{"How soon what arrives", {"Class", "Flow", "Latency", "Because"}, {}};
        for (auto const wanted : {timing::inline_, timing::event, timing::scheduled})
            for (auto const& f : c_.flows)
                if (f.timing == wanted)
                    t.rows.push_back(
                        {{std::string(name_of(wanted))}, {f.name}, {or_dash(f.latency)}, {or_dash(f.because)}});
        show(std::move(t));
    }

    [[nodiscard]] std::string mapping_name(std::string const& identity) const {
        auto const* m = mapping_named(c_, identity);
        return m ? m->id + '@' + m->version : identity;
    }

    void flows() {
        section("Flows");
        if (c_.flows.empty()) return say("None.");
        for (auto const& f : c_.flows) {
            part(f.name);
            if (!f.purpose.empty()) say(f.purpose);
            auto const source = place(f.source.system, f.source.object);
            picture p{"Flow " + f.name, source, {}};
            table t{"Flow " + f.name, {"What", "Says"}, {}};
            t.rows = {{{"Owner"}, {or_dash(f.owner)}},
                      {{"Owner of exceptions"}, {or_dash(f.exception_owner)}},
                      {{"Timing"}, {std::string(name_of(f.timing)) + (f.latency.empty() ? "" : ", " + f.latency)}},
                      {{"Reads"}, {source}}};
            for (auto const& target : f.targets) {
                picture::lane lane{target.step, {}, place(target.system, target.object)};
                for (auto const& identity : target.mappings) lane.mappings.push_back(mapping_name(identity));
                t.rows.push_back({{"Writes"},
                                  {lane.target + (target.step.empty() ? "" : ", step " + target.step) +
                                   (target.mappings.empty() ? "" : ", by " + listed(target.mappings))}});
                p.lanes.push_back(std::move(lane));
            }
            out_.blocks.emplace_back(std::move(p));
            show(std::move(t));
        }
    }

    void mappings() {
        section("Mappings");
        if (c_.mappings.empty()) return say("None.");
        for (auto const& m : c_.mappings) {
            part(m.id + ' ' + m.version);
            say("From " + or_dash(m.from) + " to " + or_dash(m.to) + ". Owner: " + or_dash(m.owner) +
                ". Identity: " + m.identity() + ".");
            auto const lines = field_lines(m.text);
            bool const scoped =
                std::any_of(lines.begin(), lines.end(), [](field_line const& l) { return !l.scope.empty(); });
            table t{"Fields of mapping " + m.id, {"Target", "From", "Steps"}, {}};
            if (scoped) t.head.insert(t.head.begin(), "For");
            std::vector<std::string> skipped;
            for (auto const& line : lines) {
                if (line.skipped && line.scope.empty()) {
                    skipped.push_back(line.target);
                    continue;
                }
                std::string steps;
                for (auto const& s : line.steps) steps += (steps.empty() ? "" : ", then ") + s;
                auto& row = t.rows.emplace_back();
                if (scoped) row.push_back({line.scope.empty() ? "all" : line.scope});
                row.push_back({line.target});
                row.push_back({line.skipped ? "left out" : or_dash(line.from)});
                if (steps.empty())
                    row.push_back({"as it is"});
                else
                    row.push_back({std::move(steps), true});
            }
            if (!t.rows.empty()) show(std::move(t));
            if (!skipped.empty()) say("Left out on purpose: " + listed(skipped) + ".");
        }
    }

    void exceptions() {
        section("Exceptions");
        say("Why a record waits for a person. Each flow's own people look first; these are asked next.");
        table t{"Categories of exceptions", {"Category", "Owner", "Severity", "Resumes by itself", "What to do"}, {}};
        for (auto const& k : all_categories)
            t.rows.push_back({{std::string(k.title)},
                              {std::string(k.owner)},
                              {std::string(to_string(k.severity))},
                              {yes_no(k.resumes_by_itself)},
                              {std::string(k.hint)}});
        show(std::move(t));
    }

    void classifications() {
        section("Classifications and where they may go");
        table may{"What systems may have", {"System", "May have", "Is sent"}, {}};
        std::map<std::string, std::set<std::string>> sent;
        for (auto const& f : c_.flows)
            for (auto const& t : f.targets)
                for (auto const& identity : t.mappings)
                    if (auto const* m = mapping_named(c_, identity))
                        for (auto const& read : m->reads) sent[t.system].insert(read.classification);
        std::set<std::string> names;
        for (auto const& [system, classes] : c_.destinations) names.insert(system);
        for (auto const& s : c_.systems) names.insert(s.name);
        for (auto const& name : names) {
            auto const allowed = c_.destinations.find(name);
            may.rows.push_back({{name},
                                {allowed == c_.destinations.end() ? "nothing" : listed(allowed->second, "nothing")},
                                {listed({sent[name].begin(), sent[name].end()}, "nothing classified")}});
        }
        if (may.rows.empty())
            say("There are no systems.");
        else
            show(std::move(may));
        table fields{"Classified fields", {"Entity", "Classification", "Fields"}, {}};
        for (auto const& e : c_.entities) {
            if (!spoken_of_.contains(e.name)) continue;
            for (auto const* classification : {"secret", "personal", "financial"}) {
                std::vector<std::string> of_it;
                for (auto const& f : e.fields)
                    if (f.classification == classification) of_it.push_back(f.name);
                if (!of_it.empty()) fields.rows.push_back({{e.name}, {classification}, {listed(of_it)}});
            }
        }
        if (!fields.rows.empty()) show(std::move(fields));
    }

    void tables() {
        section("Value tables");
        if (c_.tables.empty()) return say("None.");
        for (auto const& [name, values] : c_.tables) {
            part(name);
            if (values.empty()) say("Empty.");
            if (values.empty()) continue;
            table t{"Value table " + name, {"Found", "Becomes"}, {}};
            for (auto const& [from, to] : values) t.rows.push_back({{from}, {to}});
            show(std::move(t));
        }
    }

    void metrics() {
        section("Metrics");
        if (c_.metrics.empty()) return say("None.");
        table t{"Metrics", {"Metric", "Meaning", "Unit", "Owner", "Made of", "Counts flows"}, {}};
        for (auto const& m : c_.metrics)
            t.rows.push_back({{m.name},
                              {or_dash(m.meaning)},
                              {or_dash(m.unit)},
                              {or_dash(m.owner)},
                              {listed(m.fields)},
                              {listed(m.flows)}});
        show(std::move(t));
    }

    void environments() {
        section("Environments");
        if (c_.environments.empty()) return say("One, as above.");
        table t{"What is otherwise where", {"Environment", "Setting", "Value"}, {}};
        for (auto const& e : c_.environments) {
            if (e.settings.empty()) t.rows.push_back({{e.name}, {"as above"}, {"-"}});
            for (auto const& [setting, value] : e.settings) t.rows.push_back({{e.name}, {setting}, {value}});
        }
        show(std::move(t));
    }

    configuration const& c_;
    std::vector<finding> const& findings_;
    std::set<std::string> spoken_of_{};
    document out_{};
};

}  // namespace

document pack_of(configuration const& c, std::vector<finding> const& findings) {
    auto const ordered = canonical(c);
    return writer(ordered, findings).written();
}

}  // namespace syncline::inline v1::governance::detail
