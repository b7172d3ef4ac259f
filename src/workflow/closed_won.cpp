// SPDX-License-Identifier: Apache-2.0
#include <syncline/workflow/closed_won.hpp>

#include <algorithm>
#include <iterator>

#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>

namespace syncline::inline v1::workflow {
namespace {

/// Names typed with one blank more or less are the same name.
struct single_spaced {
    [[nodiscard]] std::string operator()(std::string const& s) const { return collapse_spaces(s); }
    [[nodiscard]] static constexpr std::string_view describe() { return "single_spaced"; }
};

struct id_of {
    [[nodiscard]] std::string operator()(external_ref const& ref) const { return ref.id; }
    [[nodiscard]] static constexpr std::string_view describe() { return "id_of"; }
};

[[nodiscard]] auto customer(place const& parties) {
    using model::party;
    return mapping<party, party>(by<model::system_role::crm>, to<&party::source> = from<&party::source>,
                                 to<&party::kind> = from<&party::kind>,
                                 to<&party::name> = from<&party::name> | single_spaced{} | non_empty,
                                 to<&party::website> = from<&party::website>, to<&party::phone> = from<&party::phone>,
                                 to<&party::email> = from<&party::email>,
                                 skip<&party::industry>,  // no code table for it is agreed yet
                                 skip<&party::country>,   // nor for this
                                 to<&party::parent> = from<&party::parent> | linked_to{parties.system, parties.object},
                                 // what accounting decides is not the CRM's to say
                                 skip<&party::legal_name>, skip<&party::number>, skip<&party::tax_ids>,
                                 skip<&party::currency>, skip<&party::address>, skip<&party::language>,
                                 skip<&party::owner>, skip<&party::lifecycle>, skip<&party::active>,
                                 skip<&party::merged_from>)
        .named("crm-party-to-customer", "1.1.0");
}

[[nodiscard]] auto contract(place const& parties, place const& products, external_ref const& legal_entity) {
    using model::contract;
    using model::contract_line;
    using model::opportunity;
    using model::opportunity_line;
    auto const line = mapping<opportunity_line, contract_line>(
        to<& contract_line::product> = from<&opportunity_line::product_code> | trim | non_empty |
                                       value_table{"product"} | as_ref{"sku", "product"} |
                                       linked_to{products.system, products.object, "is not in the catalogue"},
        to<& contract_line::description> = from<&opportunity_line::description>,
        to<& contract_line::quantity> = from<&opportunity_line::quantity>,
        to<& contract_line::unit_price> = from<&opportunity_line::unit_price>,
        to<& contract_line::key> = from<&opportunity_line::source> | id_of{}, skip<&contract_line::unit>,
        skip<&contract_line::billing>, skip<&contract_line::cap>);
    return mapping<opportunity, contract>(
               by<model::system_role::library>,  // an accepted offer makes the contract
               to<&contract::opportunity> = from<&opportunity::source>,
               to<&contract::legal_entity> = constant(legal_entity),
               to<&contract::party> = from<&opportunity::party> | required | linked_to{parties.system, parties.object},
               to<&contract::reference> = from<&opportunity::name> | trim | non_empty,
               to<&contract::signed_on> = from<&opportunity::close_date>,
               to<&contract::currency> = from<&opportunity::currency>,
               to<&contract::lines> = from<&opportunity::lines> | each{line}, skip<&contract::version>,
               to<&contract::state> = constant(model::contract_state::draft), skip<&contract::period>,
               skip<&contract::notice_by>, skip<&contract::quote>)
        .named("opportunity-to-contract", "1.3.0");
}

[[nodiscard]] auto project(place const& parties, model::project_template const& tasks) {
    using model::opportunity;
    using model::project;
    return mapping<opportunity, project>(
               by<model::system_role::library>, to<&project::opportunity> = from<&opportunity::source>,
               to<&project::party> = from<&opportunity::party> | required | linked_to{parties.system, parties.object},
               to<&project::contract> = produced_by("contract"),
               to<&project::name> = from<&opportunity::name> | trim | non_empty,
               skip<&project::manager>,  // CRM owners are not yet joined to ERP users
               to<&project::tasks> = constant(tasks.tasks), skip<&project::milestones>,
               to<&project::state> =
                   constant(model::open_enum<model::project_state>{model::project_state::planned, {}}),
               skip<&project::starts>, skip<&project::ends>, skip<&project::budget_hours>, skip<&project::billable>,
               skip<&project::analytic>)
        .named("opportunity-to-project", "1.1.0");
}

constexpr auto links = mapping<model::opportunity, model::opportunity_links>(
                           to<& model::opportunity_links::opportunity> = from<&model::opportunity::source>,
                           to<& model::opportunity_links::contract> = produced_by("contract"),
                           to<& model::opportunity_links::project> = produced_by("project"))
                           .named("opportunity-links", "1.0.0");

}  // namespace

customer_mapping::customer_mapping(place parties) : parties_(std::move(parties)) {}
result<model::party> customer_mapping::operator()(model::party const& p, map_context const& mc) const {
    return customer(parties_)(p, mc);
}
std::string customer_mapping::id() const { return std::string(customer(parties_).id()); }
std::string customer_mapping::version() const { return std::string(customer(parties_).version()); }
std::string customer_mapping::describe() const { return customer(parties_).describe(); }
std::string customer_mapping::identity() const { return customer(parties_).identity(); }
std::vector<std::pair<std::string_view, std::string_view>> customer_mapping::reads() const {
    return customer(parties_).reads();
}

contract_mapping::contract_mapping(place parties, place products, external_ref legal_entity)
    : parties_(std::move(parties)), products_(std::move(products)), legal_entity_(std::move(legal_entity)) {}
result<model::contract> contract_mapping::operator()(model::opportunity const& o, map_context const& mc) const {
    return contract(parties_, products_, legal_entity_)(o, mc);
}
std::string contract_mapping::id() const { return std::string(contract(parties_, products_, legal_entity_).id()); }
std::string contract_mapping::version() const {
    return std::string(contract(parties_, products_, legal_entity_).version());
}
std::string contract_mapping::describe() const { return contract(parties_, products_, legal_entity_).describe(); }
std::string contract_mapping::identity() const { return contract(parties_, products_, legal_entity_).identity(); }
std::vector<std::pair<std::string_view, std::string_view>> contract_mapping::reads() const {
    return contract(parties_, products_, legal_entity_).reads();
}

project_mapping::project_mapping(place parties, model::project_template tasks)
    : parties_(std::move(parties)), template_(std::move(tasks)) {}
result<model::project> project_mapping::operator()(model::opportunity const& o, map_context const& mc) const {
    return project(parties_, template_)(o, mc);
}
std::string project_mapping::id() const { return std::string(project(parties_, template_).id()); }
std::string project_mapping::version() const { return std::string(project(parties_, template_).version()); }
std::string project_mapping::describe() const { return project(parties_, template_).describe(); }
std::string project_mapping::identity() const { return project(parties_, template_).identity(); }
std::vector<std::pair<std::string_view, std::string_view>> project_mapping::reads() const {
    return project(parties_, template_).reads();
}

result<model::opportunity_links> links_mapping::operator()(model::opportunity const& o, map_context const& mc) const {
    return links(o, mc);
}
std::string links_mapping::id() const { return std::string(links.id()); }
std::string links_mapping::version() const { return std::string(links.version()); }
std::string links_mapping::describe() const { return links.describe(); }
std::string links_mapping::identity() const { return links.identity(); }
std::vector<std::pair<std::string_view, std::string_view>> links_mapping::reads() const { return links.reads(); }

result<void> check_commercial_terms(model::opportunity const& o) {
    if (o.lines.empty())
        return fail({.code = errc::mapping,
                     .message = "lines: found none, expected at least one product",
                     .reason = category::missing_mandatory_data});
    if (!o.amount) return {};
    decimal sum;
    for (auto const& line : o.lines) {
        auto amount = checked_mul(line.quantity, line.unit_price);
        if (!amount) return fail_within("line " + line.source.id, std::move(amount).error());
        auto next = checked_add(sum, *amount);
        if (!next) return fail_within("line " + line.source.id, std::move(next).error());
        sum = *next;
    }
    if (sum != *o.amount)
        return fail({.code = errc::mapping,
                     .message = "amount: found " + o.amount->to_string() + ", expected " + sum.to_string() +
                                ", the sum of its lines",
                     .reason = category::amount_mismatch});
    return {};
}

namespace detail {

std::vector<std::vector<model::party>> by_generation(std::vector<model::party> records) {
    std::vector<std::vector<model::party>> out;
    while (!records.empty()) {
        std::set<std::string> here;
        for (auto const& r : records) here.insert(r.source.id);
        auto const later = std::stable_partition(records.begin(), records.end(), [&](model::party const& r) {
            return !r.parent || r.parent->id == r.source.id || !here.contains(r.parent->id);
        });
        auto const end = later == records.begin() ? records.end() : later;  // a ring: nobody is first
        auto& generation = out.emplace_back(std::make_move_iterator(records.begin()), std::make_move_iterator(end));
        std::sort(generation.begin(), generation.end(), [](model::party const& a, model::party const& b) {
            return std::pair(a.source.id.size(), std::string_view(a.source.id)) <
                   std::pair(b.source.id.size(), std::string_view(b.source.id));
        });
        records.erase(records.begin(), end);
    }
    return out;
}

place place_of(sync::operation_descriptor const& d) { return {std::string(d.system), std::string(d.object)}; }

}  // namespace detail

}  // namespace syncline::inline v1::workflow
