// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/ownership.hpp>

#include <algorithm>
#include <set>
#include <tuple>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/category.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1::mdm {
namespace {

model::entity_view const* entity_named(std::span<model::entity_view const> all, std::string_view name) {
    for (auto const& e : all)
        if (e.name == name) return &e;
    return nullptr;
}

entity_rights const* rights_of(ownership const& policy, std::string_view entity) {
    for (auto const& e : policy.entities)
        if (e.entity == entity) return &e;
    return nullptr;
}

bool contains(std::vector<std::string> const& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

/// The stages ownership tells apart; one nameless stage where it tells none.
std::vector<std::string> stages_of(entity_rights const& e) {
    return e.stages.empty() ? std::vector<std::string>{""} : e.stages;
}

/// The companies some rule of an entity is about, and the one that stands for all others.
std::set<std::string> companies_of(ownership const& policy, std::string_view entity) {
    std::set<std::string> out{""};
    for (auto const& r : policy.rules)
        if (r.entity == entity) out.insert(r.legal_entity);
    return out;
}

/// The most special rule for a place.
ownership_rule const* rule_for(ownership const& policy, std::string_view entity, std::string_view field,
                               std::string_view stage, std::string_view legal_entity) {
    ownership_rule const* best = nullptr;
    auto const rank = [](ownership_rule const& r) {
        return std::tuple(!r.legal_entity.empty(), !r.stage.empty(), !r.field.empty());
    };
    for (auto const& r : policy.rules) {
        if (r.entity != entity || (!r.field.empty() && r.field != field) || (!r.stage.empty() && r.stage != stage) ||
            (!r.legal_entity.empty() && r.legal_entity != legal_entity))
            continue;
        if (!best || rank(r) > rank(*best)) best = &r;
    }
    return best;
}

std::string place(std::string_view entity, std::string_view field, std::string_view stage,
                  std::string_view legal_entity) {
    std::string out(entity);
    out += '.';
    out += field.empty() ? "*" : field;
    if (!stage.empty()) out += " when " + std::string(stage);
    if (!legal_entity.empty()) out += " of " + shorten(legal_entity, 40);
    return out;
}

std::string joined(std::vector<std::string> const& names, char const* none) {
    std::string out;
    for (auto const& n : names) out += (out.empty() ? "" : ", ") + n;
    return out.empty() ? none : out;
}

std::string told(ownership_rule const& r) {
    std::string out = r.owner;
    if (!r.enrich.empty()) out += ", enriched by " + joined(r.enrich, "");
    out += ", else ";
    out += boost::describe::enum_to_string(r.otherwise, "?");
    return out;
}

/// Collects what is wrong with a policy, one line each.
class complaints {
public:
    void add(std::string line) { lines_.push_back(std::move(line)); }
    [[nodiscard]] result<void> none() const {
        if (lines_.empty()) return {};
        std::string all = "ownership: ";
        for (std::size_t i = 0; i < lines_.size(); ++i) all += (i ? "; " : "") + lines_[i];
        return fail(errc::misconfigured, std::move(all));
    }

private:
    std::vector<std::string> lines_{};
};

void check_names(ownership const& policy, std::span<model::entity_view const> entities, complaints& wrong) {
    std::set<std::string_view> seen;
    for (auto const& e : policy.entities) {
        if (!entity_named(entities, e.entity))
            wrong.add("found entity \"" + shorten(e.entity, 40) + "\", which is not in the model");
        if (!seen.insert(e.entity).second) wrong.add("found rights of " + shorten(e.entity, 40) + " twice");
    }
    std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>> places;
    for (auto const& r : policy.rules) {
        auto const where = place(shorten(r.entity, 40), shorten(r.field, 40), shorten(r.stage, 40), r.legal_entity);
        auto const* const entity = entity_named(entities, r.entity);
        auto const* const rights = rights_of(policy, r.entity);
        if (!rights) {
            wrong.add(where + ": found a rule, but no rights of that entity");
            continue;
        }
        if (r.owner.empty()) wrong.add(where + ": found no owner");
        if (!r.stage.empty() && !contains(rights->stages, r.stage))
            wrong.add(where + ": found stage \"" + shorten(r.stage, 40) + "\", expected one of " +
                      joined(rights->stages, "none"));
        if (entity && !r.field.empty() &&
            std::none_of(entity->fields.begin(), entity->fields.end(),
                         [&](auto const& f) { return f.facts.name == r.field; }))
            wrong.add(where + ": no such field");
        if (!places.insert({r.entity, r.field, r.stage, r.legal_entity}).second)
            wrong.add(where + ": two rules say who owns it");
    }
}

void check_places(ownership const& policy, std::span<model::entity_view const> entities, complaints& wrong) {
    static constexpr std::string_view may_book[] = {"erp", "billing", "finance_ledger"};
    for (auto const& rights : policy.entities) {
        auto const* const entity = entity_named(entities, rights.entity);
        if (!entity) continue;
        for (auto const& company : companies_of(policy, rights.entity))
            for (auto const& stage : stages_of(rights))
                for (auto const& f : entity->fields) {
                    auto const* const rule = rule_for(policy, rights.entity, f.facts.name, stage, company);
                    auto const where = place(rights.entity, f.facts.name, stage, company);
                    if (!rule)
                        wrong.add(where + ": nobody owns it");
                    else if (f.facts.outcome &&
                             std::find(std::begin(may_book), std::end(may_book), rule->owner) == std::end(may_book))
                        wrong.add(where + ": found " + shorten(rule->owner, 40) +
                                  " as owner of an accounting outcome, expected erp, billing or finance_ledger");
                }
    }
}

}  // namespace

result<ownership_policy> ownership_policy::load(ownership policy, std::span<model::entity_view const> entities) {
    complaints wrong;
    check_names(policy, entities, wrong);
    check_places(policy, entities, wrong);
    if (auto ok = wrong.none(); !ok) return fail(std::move(ok).error());
    ownership_policy out(std::move(policy));
    for (auto const& e : entities)
        if (rights_of(out.data_, e.name)) out.entities_.push_back(e);
    return out;
}

result<field_verdict> ownership_policy::decide(proposed_write const& w) const {
    auto const where = place(shorten(w.entity, 40), shorten(w.field, 40), shorten(w.stage, 40), w.legal_entity);
    auto const* const rights = rights_of(data_, w.entity);
    auto const* const entity = entity_named(entities_, w.entity);
    if (!rights || !entity)
        return fail(errc::misconfigured, "ownership: " + where + ": the policy does not speak of this entity");
    if (std::none_of(entity->fields.begin(), entity->fields.end(),
                     [&](auto const& f) { return f.facts.name == w.field; }))
        return fail(errc::misconfigured, "ownership: " + where + ": no such field");
    if (!contains(stages_of(*rights), w.stage))
        return fail(errc::misconfigured, "ownership: " + where + ": found stage \"" + shorten(w.stage, 40) +
                                             "\", expected one of " + joined(rights->stages, "none"));
    auto const& rule = *rule_for(data_, w.entity, w.field, w.stage, w.legal_entity);
    field_verdict out{std::string(w.field), verdict::allowed, rule.owner};
    if (w.writer == rule.owner) return out;
    if (w.owner_says_nothing && contains(rule.enrich, w.writer)) {
        out.verdict = verdict::enriches;
        return out;
    }
    switch (rule.otherwise) {
        case foreign_write::refuse: out.verdict = verdict::refused; break;
        case foreign_write::revert: out.verdict = verdict::reverted; break;
        case foreign_write::propose: out.verdict = verdict::proposed; break;
    }
    return out;
}

result<void> ownership_policy::may_create(std::string_view entity, std::string_view writer) const {
    auto const* const rights = rights_of(data_, entity);
    if (!rights)
        return fail(errc::misconfigured,
                    "ownership: " + shorten(entity, 40) + ": the policy does not speak of this entity");
    if (contains(rights->create, writer)) return {};
    return fail({.code = errc::rejected,
                 .message = shorten(entity, 40) + ": found a new one from " + shorten(writer, 40) +
                            ", expected it from " + joined(rights->create, "nobody"),
                 .reason = category::ownership_conflict});
}

std::string ownership_policy::matrix() const {
    std::string out;
    for (auto const& rights : data_.entities) {
        auto const* const entity = entity_named(entities_, rights.entity);
        out += (out.empty() ? "## " : "\n## ") + rights.entity +
               "\n\nNew ones come from: " + joined(rights.create, "nobody") +
               ".\n\n| Field | Stage | Company | Owner | Enriched by | Other writes |\n|---|---|---|---|---|---|\n";
        for (auto const& f : entity->fields)
            for (auto const& company : companies_of(data_, rights.entity)) {
                ownership_rule const* said = nullptr;
                for (auto const& stage : stages_of(rights)) {
                    auto const& r = *rule_for(data_, rights.entity, f.facts.name, stage, company);
                    // what holds at every stage is said once, and a company appears where it differs
                    if (r.legal_entity != company || (&r == said && r.stage.empty())) continue;
                    said = &r;
                    out += "| " + std::string(f.facts.name) + " | " + (r.stage.empty() ? "any" : r.stage) + " | " +
                           (company.empty() ? "any" : company) + " | " + r.owner + " | " + joined(r.enrich, "-") +
                           " | " + boost::describe::enum_to_string(r.otherwise, "?") + " |\n";
                }
            }
    }
    return out;
}

std::string difference(ownership_policy const& from, ownership_policy const& to) {
    std::string out;
    auto const line = [&](char sign, std::string const& text) { (out += sign) += ' ' + text + '\n'; };
    std::set<std::string> names;
    for (auto const* p : {&from.data(), &to.data()})
        for (auto const& e : p->entities) names.insert(e.entity);
    for (auto const& name : names) {
        auto const* const was = rights_of(from.data(), name);
        auto const* const is = rights_of(to.data(), name);
        if (!was || !is) {
            line(was ? '-' : '+', name + ": everything");
            continue;
        }
        if (was->create != is->create) {
            line('-', name + ": created by " + joined(was->create, "nobody"));
            line('+', name + ": created by " + joined(is->create, "nobody"));
        }
        std::set<std::string> fields;
        for (auto const& e : model::catalogue())
            if (e.name == name)
                for (auto const& f : e.fields) fields.emplace(f.facts.name);
        for (auto const* p : {&from.data(), &to.data()})
            for (auto const& r : p->rules)
                if (r.entity == name && !r.field.empty()) fields.insert(r.field);
        std::set<std::string> companies = companies_of(from.data(), name);
        companies.merge(companies_of(to.data(), name));
        std::vector<std::string> stages = stages_of(*was);
        for (auto const& s : stages_of(*is))
            if (!contains(stages, s)) stages.push_back(s);
        for (auto const& field : fields)
            for (auto const& company : companies)
                for (auto const& stage : stages) {
                    auto const* const a = rule_for(from.data(), name, field, stage, company);
                    auto const* const b = rule_for(to.data(), name, field, stage, company);
                    auto const before = a ? told(*a) : std::string("nobody");
                    auto const after = b ? told(*b) : std::string("nobody");
                    if (before == after) continue;
                    // a company is named where some rule is its own
                    if (!company.empty() && !(a && a->legal_entity == company) && !(b && b->legal_entity == company))
                        continue;
                    line('-', place(name, field, stage, company) + ": " + before);
                    line('+', place(name, field, stage, company) + ": " + after);
                }
    }
    return out;
}

ownership default_ownership() {
    struct origin {
        std::string_view entity;
        std::vector<std::string> create;
        std::vector<std::string> stages;
    };
    static origin const origins[] = {
        {"analytic account", {"erp"}, {}},
        {"assignment", {"erp"}, {}},
        {"billing schedule", {"library"}, {}},
        {"billing trigger", {"library"}, {}},
        {"change request", {"crm"}, {}},
        {"contact", {"crm"}, {}},
        {"contract", {"library"}, {"offered", "accepted"}},
        {"credit note", {"erp", "library"}, {}},
        {"customer role", {"library"}, {"offered", "accepted"}},
        {"dispute", {"billing"}, {}},
        {"expense", {"time_tracking"}, {"open", "approved"}},
        {"identity", {"library"}, {}},
        {"invoice", {"erp", "library"}, {}},
        {"legal entity", {"erp"}, {}},
        {"opportunity", {"crm"}, {}},
        {"party", {"crm"}, {"prospect", "invoiced"}},
        {"payment", {"billing"}, {}},
        {"payout", {"billing"}, {}},
        {"posting document", {"erp", "library"}, {}},
        {"price list", {"erp"}, {}},
        {"product", {"erp"}, {}},
        {"project", {"erp", "library"}, {}},
        {"quote", {"crm"}, {}},
        {"rate card", {"erp"}, {}},
        {"refund", {"billing"}, {}},
        {"resource", {"hr"}, {}},
        {"subscription", {"billing", "library"}, {}},
        {"tax code", {"erp"}, {}},
        {"time entry", {"time_tracking"}, {"open", "approved"}},
        {"usage record", {"billing"}, {}},
    };
    ownership out;
    for (auto const& e : model::catalogue()) {
        auto const* const known =
            std::find_if(std::begin(origins), std::end(origins), [&](auto const& o) { return o.entity == e.name; });
        if (known == std::end(origins)) continue;  // load() of a test names an entity that was forgotten here
        out.entities.push_back({std::string(e.name), known->create, known->stages});
        for (auto const& f : e.fields) {
            ownership_rule r{.entity = std::string(e.name),
                             .field = std::string(f.facts.name),
                             .owner = boost::describe::enum_to_string(f.facts.owner, "?")};
            if (f.facts.outcome)
                r.otherwise = foreign_write::revert;  // nobody overwrites what was booked
            else if (e.name == "party" || e.name == "contact" || e.name == "customer role")
                r.otherwise = foreign_write::propose;
            bool const person_or_company = e.name == "party" || e.name == "contact";
            if (person_or_company && f.facts.owner == model::system_role::crm) r.enrich = {"erp", "billing"};
            if (person_or_company && f.facts.owner == model::system_role::erp) r.enrich = {"crm", "billing"};
            out.rules.push_back(std::move(r));
        }
    }
    auto const hands_over = [&](char const* entity, std::initializer_list<char const*> fields, char const* before,
                                char const* first, char const* after, char const* then, foreign_write otherwise) {
        for (auto const* field : fields) {
            out.rules.push_back(
                {.entity = entity, .field = field, .stage = before, .owner = first, .otherwise = otherwise});
            out.rules.push_back(
                {.entity = entity, .field = field, .stage = after, .owner = then, .otherwise = otherwise});
        }
    };
    // what is offered is the CRM's; once accepted, a change of it is an amendment, which finance agrees to
    hands_over("contract", {"reference", "signed_on", "currency", "lines", "version", "period", "notice_by", "party"},
               "offered", "crm", "accepted", "erp", foreign_write::propose);
    hands_over("customer role", {"terms"}, "offered", "crm", "accepted", "erp", foreign_write::propose);
    hands_over("party", {"address"}, "prospect", "crm", "invoiced", "erp", foreign_write::propose);
    // approved hours and expenses go on to who bills them
    hands_over("time entry", {"state"}, "open", "time_tracking", "approved", "erp", foreign_write::refuse);
    hands_over("expense", {"state"}, "open", "time_tracking", "approved", "erp", foreign_write::refuse);
    return out;
}

}  // namespace syncline::inline v1::mdm
