// SPDX-License-Identifier: Apache-2.0
#include "configuration.hpp"

#include <algorithm>
#include <set>

#include <syncline/crm/hubspot/capabilities.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/opportunity_links.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/project.hpp>
#include <syncline/odoo/capabilities.hpp>

namespace host {

using namespace syncline;

// What the tax numbers pass through on their way back to the CRM.
struct erp_partner {
    std::string ref;
    std::optional<std::string> vat;
};
BOOST_DESCRIBE_STRUCT(erp_partner, (), (ref, vat))

struct crm_company {
    std::string customer_number;
    std::optional<std::string> tax_number;
};
BOOST_DESCRIBE_STRUCT(crm_company, (), (customer_number, tax_number))

namespace {

using model::contract;
using model::contract_line;
using model::opportunity;
using model::opportunity_line;
using model::opportunity_links;
using model::party;
using model::project;

struct id_of {
    [[nodiscard]] std::string operator()(external_ref const& ref) const { return ref.id; }
    [[nodiscard]] static constexpr std::string_view describe() { return "id_of"; }
};

// clang-format off
auto const company_to_customer = mapping<party, party>(by<model::system_role::crm>,
    to<&party::source>  = from<&party::source>,
    to<&party::kind>    = from<&party::kind>,
    to<&party::name>    = from<&party::name> | trim | non_empty,
    to<&party::website> = from<&party::website>,
    to<&party::phone>   = from<&party::phone>,
    to<&party::email>   = from<&party::email>,
    to<&party::parent>  = from<&party::parent> | linked_to{"odoo", "res.partner"},
    skip<&party::industry>, skip<&party::country>, skip<&party::legal_name>, skip<&party::number>,
    skip<&party::tax_ids>, skip<&party::currency>, skip<&party::address>, skip<&party::language>,
    skip<&party::owner>, skip<&party::lifecycle>, skip<&party::active>, skip<&party::merged_from>)
    .named("company-to-customer", "1.1.0");

auto const line = mapping<opportunity_line, contract_line>(
    to<&contract_line::product>     = from<&opportunity_line::product_code> | trim | non_empty |
                                      value_table{"product"} | as_ref{"sku", "product"} |
                                      linked_to{"odoo", "product.product", "is not in the catalogue"},
    to<&contract_line::description> = from<&opportunity_line::description>,
    to<&contract_line::quantity>    = from<&opportunity_line::quantity>,
    to<&contract_line::unit_price>  = from<&opportunity_line::unit_price>,
    to<&contract_line::key>         = from<&opportunity_line::source> | id_of{},
    skip<&contract_line::unit>, skip<&contract_line::billing>, skip<&contract_line::cap>);

auto const opportunity_to_contract = mapping<opportunity, contract>(by<model::system_role::library>,
    to<&contract::opportunity>  = from<&opportunity::source>,
    to<&contract::legal_entity> = constant(external_ref{"odoo", "res.company", "1"}),
    to<&contract::party>        = from<&opportunity::party> | required | linked_to{"odoo", "res.partner"},
    to<&contract::reference>    = from<&opportunity::name> | trim | non_empty,
    to<&contract::signed_on>    = from<&opportunity::close_date>,
    to<&contract::currency>     = from<&opportunity::currency>,
    to<&contract::lines>        = from<&opportunity::lines> | each{line},
    to<&contract::state>        = constant(model::contract_state::draft),
    skip<&contract::version>, skip<&contract::period>, skip<&contract::notice_by>, skip<&contract::quote>)
    .named("opportunity-to-contract", "1.3.0");

auto const opportunity_to_project = mapping<opportunity, project>(by<model::system_role::library>,
    to<&project::opportunity> = from<&opportunity::source>,
    to<&project::party>       = from<&opportunity::party> | required | linked_to{"odoo", "res.partner"},
    to<&project::contract>    = produced_by("contract"),
    to<&project::name>        = from<&opportunity::name> | trim | non_empty,
    to<&project::state>       = constant(model::open_enum<model::project_state>{model::project_state::planned, {}}),
    skip<&project::manager>, skip<&project::tasks>, skip<&project::milestones>, skip<&project::starts>,
    skip<&project::ends>, skip<&project::budget_hours>, skip<&project::billable>, skip<&project::analytic>)
    .named("opportunity-to-project", "1.1.0");

auto const links_of_opportunity = mapping<opportunity, opportunity_links>(
    to<&opportunity_links::opportunity> = from<&opportunity::source>,
    to<&opportunity_links::contract>    = produced_by("contract"),
    to<&opportunity_links::project>     = produced_by("project"))
    .named("opportunity-links", "1.0.0");

// [mapping]
auto const partner_to_company = mapping<erp_partner, crm_company>(
    to<&crm_company::customer_number> = from<&erp_partner::ref> | non_empty,
    to<&crm_company::tax_number>      = from<&erp_partner::vat> | trim)
    .named("partner-to-company", "1.0.0");
// [/mapping]
// clang-format on

/// The policy that ships, as far as this landscape needs it.
mdm::ownership ownership_of(std::set<std::string> const& entities) {
    auto out = mdm::default_ownership();
    std::erase_if(out.entities, [&](mdm::entity_rights const& e) { return !entities.contains(e.entity); });
    std::erase_if(out.rules, [&](mdm::ownership_rule const& r) { return !entities.contains(r.entity); });
    return out;
}

}  // namespace

governance::configuration won_deal_landscape() {
    // [systems]
    governance::configuration c{.title = "Won deal to project"};
    c.systems = {
        governance::system_of(crm::hubspot::capabilities_of(), {"crm"}, "sales operations"),
        governance::system_of(odoo::capabilities_of({.version = "18.0", .major = 18}), {"erp"}, "business systems")};
    c.destinations = {{"hubspot", {"public", "internal", "personal"}},
                      {"odoo", {"public", "internal", "personal", "financial"}}};
    c.environments = {{"production", {{"odoo.url", "https://erp.example"}}},
                      {"rehearsal", {{"odoo.url", "https://erp-test.example"}, {"odoo.version", "19.0"}}}};
    // [/systems]

    // [owners]
    c.ownership = ownership_of({"contract", "opportunity", "party", "product", "project"});
    for (auto& e : c.entities)
        if (e.name == "contract" || e.name == "product" || e.name == "project")
            e.owner = e.name == "project" ? "project office and finance" : "finance";
        else if (e.name == "opportunity" || e.name == "party")
            e.owner = "sales operations with finance";
    // [/owners]

    // [flow]
    auto const contract = governance::mapping_of(opportunity_to_contract, "finance");
    auto const project = governance::mapping_of(opportunity_to_project, "project office");
    auto const links = governance::mapping_of(links_of_opportunity, "sales operations", "", "hubspot deals");
    c.mappings = {contract, project, links};
    c.flows = {{.name = "won-deal",
                .purpose = "A won deal becomes a contract and a project, and the deal links to both.",
                .owner = "sales operations",
                .exception_owner = "deal desk",
                .timing = governance::timing::event,
                .latency = "within 5 minutes",
                .because = "delays hold up mobilization and billing readiness",
                .source = {"hubspot", "deals"},
                .targets = {{"contract", "odoo", "sale.order", {contract.identity()}},
                            {"project", "odoo", "project.project", {project.identity()}},
                            {"links", "hubspot", "deals", {links.identity()}}}}};
    // [/flow]

    auto const customer = governance::mapping_of(company_to_customer, "sales operations");
    // [record]
    auto const number = governance::mapping_of(partner_to_company, "finance", "odoo res.partner", "hubspot companies");
    // [/record]
    c.mappings.push_back(customer);
    c.mappings.push_back(number);
    c.flows.push_back({.name = "won-deal/customer",
                       .purpose = "The customer of a won deal is there before its contract.",
                       .owner = "sales operations",
                       .exception_owner = "master data steward",
                       .timing = governance::timing::inline_,
                       .latency = "before the deal's contract",
                       .because = "the next step depends on it",
                       .source = {"hubspot", "companies"},
                       .targets = {{"customer", "odoo", "res.partner", {customer.identity()}}}});
    c.flows.push_back({.name = "won-deal/product",
                       .purpose = "What is sold is in the catalogue of the ERP.",
                       .owner = "product management",
                       .exception_owner = "integration support",
                       .timing = governance::timing::scheduled,
                       .latency = "every night, and before a run of won deals",
                       .because = "volume, low urgency",
                       .source = {"hubspot", "products"},
                       .targets = {{"product", "odoo", "product.product", {}}}});
    c.flows.push_back({.name = "tax-number-back",
                       .purpose = "Sales sees the customer and tax numbers that accounting keeps.",
                       .owner = "finance",
                       .exception_owner = "master data steward",
                       .timing = governance::timing::scheduled,
                       .latency = "every night",
                       .because = "low-risk enrichment",
                       .source = {"odoo", "res.partner"},
                       .targets = {{"company", "hubspot", "companies", {number.identity()}}}});
    c.tables = {{"product", {{"GTXPro", "GTX Pro"}, {"ADV-OLD", "ADV"}}}};
    c.metrics = {{.name = "won-to-project-time",
                  .meaning = "From the deal's close to the project in the ERP, median of a week.",
                  .unit = "minutes",
                  .owner = "sales operations",
                  .fields = {"opportunity.close_date"},
                  .flows = {"won-deal"}},
                 {.name = "won-value-in-books",
                  .meaning = "Value of won deals whose contract is in the ERP.",
                  .unit = "money",
                  .owner = "finance",
                  .fields = {"opportunity.amount", "contract.lines"},
                  .flows = {"won-deal"}}};
    return c;
}

}  // namespace host
