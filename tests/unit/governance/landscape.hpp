// SPDX-License-Identifier: Apache-2.0
// Configurations for tests: a small one with which nothing is wrong, and one whose every text wants to be markup.
#pragma once

#include <string>
#include <utility>

#include <syncline/governance/configuration.hpp>

namespace governance_tests {

using namespace syncline;

inline mdm::ownership owned(std::string entity) {
    mdm::ownership out;
    out.entities = {{.entity = entity, .create = {"crm"}}};
    out.rules = {{.entity = std::move(entity), .owner = "crm"}};
    return out;
}

/// The entity `party` with two fields, one of them personal.
inline governance::entity_entry small_party() {
    return {.name = "party",
            .key = "its number",
            .owner = "sales",
            .fields = {{.name = "name", .type = "text", .classification = "internal", .owner = "crm"},
                       {.name = "email", .type = "text", .classification = "personal", .owner = "crm"}}};
}

/// Two systems, one flow, nothing to find.
inline governance::configuration small_landscape() {
    governance::configuration c{.title = "Small"};
    c.systems = {{.name = "hub", .roles = {"crm"}, .owner = "sales", .version = "3", .supported_until = {}},
                 {.name = "odoo", .roles = {"erp"}, .owner = "it", .version = "18.0", .supported_until = {}}};
    c.entities = {small_party()};
    c.ownership = owned("party");
    governance::mapping_entry const m{.id = "company-to-customer",
                                      .version = "1.0.0",
                                      .text = "to name = name | trim | non_empty\nskip email\n",
                                      .from = "party",
                                      .to = "party",
                                      .owner = "sales",
                                      .reads = {{"name", "internal"}}};
    c.mappings = {m};
    c.flows = {{.name = "customers",
                .purpose = "Customers are known to accounting.",
                .owner = "sales",
                .exception_owner = "stewards",
                .timing = governance::timing::event,
                .latency = "within 5 minutes",
                .because = "good enough without coupling",
                .source = {"hub", "companies"},
                .targets = {{"customer", "odoo", "res.partner", {m.identity()}}}}};
    c.destinations = {{"odoo", {"public", "internal"}}};
    return c;
}

/// A text of everything that means something to HTML, Markdown, JSON or a terminal.
inline std::string hostile(std::string const& mark) {
    return mark +
           " <script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\"> \"quoted\" 'and' & "
           "&lt; "
           "| `code` ``` [x](javascript:alert(1)) \r\n# heading\r\n- item *bold* _it_ ~~no~~ $x$ \\ "
           "\xF0\x9F\x92\xA9\xF0\x9F\x92\xA9 \xE2\x80\xAE"
           "drah\xE2\x80\xAC \xFF \x1B[31m \x01 \xE6\xBC\xA2\xE5\xAD\x97 " +
           std::string(90, 'w') + " end";
}

/// The same landscape with such texts wherever a host may write.
inline governance::configuration hostile_landscape() {
    auto c = small_landscape();
    c.title = hostile("title");
    for (auto& s : c.systems) {
        s.roles = {hostile("role")};
        for (auto* text : {&s.owner, &s.api, &s.version, &s.url, &s.idempotency, &s.idempotency_key, &s.version_token,
                           &s.changes, &s.deletions, &s.retirement})
            *text = hostile("system");
    }
    auto const party = hostile("entity");
    c.entities = {small_party()};
    c.entities[0].name = party;
    c.entities[0].owner = hostile("answers");
    c.entities[0].fields[1].name = hostile("field");
    c.ownership = owned(party);
    c.ownership.entities[0].create = {hostile("creator")};
    c.ownership.entities[0].stages = {hostile("stage"), "late"};
    c.ownership.rules[0].owner = hostile("owner");
    c.ownership.rules.push_back({.entity = party,
                                 .field = hostile("field"),
                                 .stage = hostile("stage"),
                                 .legal_entity = hostile("company"),
                                 .owner = hostile("other"),
                                 .enrich = {hostile("enriches")}});
    auto& m = c.mappings[0];
    m.id = hostile("mapping");
    m.version = hostile("version");
    m.from = m.to = party;
    m.owner = hostile("mapper");
    m.text = "to name = name | " + hostile("step") + "\nto " + hostile("target") + " = constant \"" +
             hostile("constant") + "\"\nskip " + hostile("skipped") + "\nfor " + hostile("scope") + ":\n+ skip name\n";
    m.reads = {{hostile("read"), hostile("classification")}};
    auto& f = c.flows[0];
    for (auto* text : {&f.name, &f.purpose, &f.owner, &f.exception_owner, &f.latency, &f.because, &f.source.object})
        *text = hostile("flow");
    f.targets[0].object = hostile("object");
    f.targets[0].step = hostile("step");
    f.targets[0].mappings = {m.identity(), hostile("unknown")};
    c.destinations[hostile("destination")] = {hostile("class")};
    c.tables[hostile("table")] = {{hostile("found"), hostile("becomes")}};
    c.metrics = {{hostile("metric"),
                  hostile("meaning"),
                  hostile("unit"),
                  hostile("counter"),
                  {hostile("made")},
                  {hostile("counted")}}};
    c.environments = {{hostile("environment"), {{hostile("setting"), hostile("value")}}}};
    return c;
}

}  // namespace governance_tests
