// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/map_context.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/opportunity_links.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/product.hpp>
#include <syncline/model/project.hpp>
#include <syncline/reflect/predicate.hpp>
#include <syncline/sync/flow.hpp>

namespace syncline::inline v1::workflow {

/// How won opportunities become contracts and projects.
struct closed_won_options {
    external_ref
        legal_entity{};  ///< Which of your companies sells, as the ERP knows it: `{"odoo", "res.company", "1"}`.
    model::project_template project{};     ///< The tasks every project starts with.
    value_tables const* tables = nullptr;  ///< `product`: corrections of product codes. Must outlive the call.
    bool replay = false;                   ///< Try every parked record again.
    std::string name = "won-deal";         ///< Prefix of the flows' names, and so of every key: never change it.
};

/// What `closed_won` did, flow by flow.
struct closed_won_report {
    sync::report products;
    sync::report customers;  ///< Over all pages of the run together.
    sync::report deals;      ///< Steps `contract`, `project`, `links`.

    [[nodiscard]] std::size_t outside_writes() const noexcept {
        return products.outside_writes() + customers.outside_writes() + deals.outside_writes();
    }
    [[nodiscard]] std::size_t duplicates_prevented() const noexcept {
        return products.duplicates_prevented() + customers.duplicates_prevented() + deals.duplicates_prevented();
    }
};

/// Where the ERP keeps one kind of canonical object: what references to it are resolved to.
struct place {
    std::string system;
    std::string object;
};

/// The mappings of the workflow: each stamps its identity on the effects it leads to, and tells a registry, a
/// destination policy and a governance pack what a mapping made by `mapping<From, To>(...)` does.
class customer_mapping {
public:
    explicit customer_mapping(place parties);
    [[nodiscard]] result<model::party> operator()(model::party const& p, map_context const& mc) const;
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] std::string identity() const;
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const;

private:
    place parties_;
};

class contract_mapping {
public:
    contract_mapping(place parties, place products, external_ref legal_entity);
    [[nodiscard]] result<model::contract> operator()(model::opportunity const& o, map_context const& mc) const;
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] std::string identity() const;
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const;

private:
    place parties_;
    place products_;
    external_ref legal_entity_;
};

class project_mapping {
public:
    project_mapping(place parties, model::project_template tasks);
    [[nodiscard]] result<model::project> operator()(model::opportunity const& o, map_context const& mc) const;
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] std::string identity() const;
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const;

private:
    place parties_;
    model::project_template template_;
};

class links_mapping {
public:
    [[nodiscard]] result<model::opportunity_links> operator()(model::opportunity const& o, map_context const& mc) const;
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] std::string identity() const;
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const;
};

/// What must hold before anything of a won opportunity is written: lines are there, and its amount is their sum.
/// *Errors*: `mapping`, with `category::missing_mandatory_data` or `category::amount_mismatch`.
[[nodiscard]] result<void> check_commercial_terms(model::opportunity const& o);

namespace detail {

[[nodiscard]] place place_of(sync::operation_descriptor const& d);

/// Sorts parties into generations: no party comes before its parent. A ring of parents ends up in the last one.
[[nodiscard]] std::vector<std::vector<model::party>> by_generation(std::vector<model::party> records);

/// A source whose one page was read already; what else is due is read from where the page came from.
template <class Record, class Lookup>
struct in_hand {
    sync::page<Record> page;
    Lookup* lookup;

    result<sync::page<Record>> changes(sync::cursor const&, context const&) {
        page.last = true;
        return std::move(page);
    }
    result<sync::page<Record>> read(std::span<std::string const> ids, context const& ctx) {
        return lookup->read(ids, ctx);
    }
};

/// Opportunities whose customers are brought over first, page by page: a contract needs its customer, and only
/// customers of won opportunities are wanted.
template <class Crm, class Erp, class Opportunities>
class with_customers {
public:
    with_customers(Crm& crm, Erp& erp, sync::ledger& l, closed_won_options const& options, Opportunities inner,
                   sync::report& customers)
        : crm_(&crm), erp_(&erp), ledger_(&l), options_(&options), inner_(std::move(inner)), report_(&customers) {}

    result<sync::page<model::opportunity>> changes(sync::cursor const& since, context const& ctx) {
        auto p = inner_.changes(since, ctx);
        if (p)
            if (auto ok = bring(p->records, ctx); !ok) return tl::unexpected<error>(std::move(ok).error());
        return p;
    }

    result<sync::page<model::opportunity>> read(std::span<std::string const> ids, context const& ctx) {
        auto p = inner_.read(ids, ctx);
        if (p) {
            std::erase_if(p->records,
                          [](model::opportunity const& o) { return o.stage != model::opportunity_stage::won; });
            if (auto ok = bring(p->records, ctx); !ok) return tl::unexpected<error>(std::move(ok).error());
        }
        return p;
    }

private:
    result<void> bring(std::vector<model::opportunity> const& deals, context const& ctx) {
        std::vector<std::string> wanted;
        for (auto const& d : deals)
            if (d.party && brought_.insert(d.party->id).second) wanted.push_back(d.party->id);
        auto parties = crm_->template changes<model::party>();
        sync::page<model::party> found;
        while (!wanted.empty()) {  // a company's parents come along, up to the top
            auto read = parties.read(std::span<std::string const>(wanted), ctx);
            if (!read) return tl::unexpected<error>(std::move(read).error());
            wanted.clear();
            for (auto& r : read->records) {
                if (r.parent && brought_.insert(r.parent->id).second) wanted.push_back(r.parent->id);
                found.records.push_back(std::move(r));
            }
            for (auto& u : read->unreadable) found.unreadable.push_back(std::move(u));
        }
        auto generations = detail::by_generation(std::move(found.records));
        if (generations.empty() && !found.unreadable.empty()) generations.emplace_back();
        for (auto& generation : generations) {
            sync::page<model::party> page;
            page.records = std::move(generation);
            page.unreadable = std::exchange(found.unreadable, {});  // the first generation takes them along
            auto target = erp_->template upsert<model::party>();
            auto const where = place_of(target.describe());
            auto r = sync::flow{options_->name + "/customer", *ledger_}
                         .pull(in_hand<model::party, decltype(parties)>{std::move(page), &parties})
                         .replay(options_->replay)
                         .map(customer_mapping(where))
                         .push(std::move(target), "customer")
                         .run(ctx);
            if (!r) return tl::unexpected<error>(std::move(r).error());
            report_->add(*r);
            if (r->stopped_by) return tl::unexpected<error>(*r->stopped_by);
        }
        return {};
    }

    Crm* crm_;
    Erp* erp_;
    sync::ledger* ledger_;
    closed_won_options const* options_;
    Opportunities inner_;
    sync::report* report_;
    std::set<std::string> brought_{};
};

}  // namespace detail

/// Every won opportunity of the CRM becomes, in the ERP, its customer (matched, never duplicated), a contract with its
/// lines and exact amounts, and a project with the template's tasks; references go back to the opportunity.
///
/// `Crm` offers `changes<model::party>()`, `changes<model::product>()`, `changes<model::opportunity>(predicate)` and
/// `upsert<model::opportunity_links>()`; `Erp` offers `upsert<T>()` for party, product, contract and project.
///
/// *Errors*: `misconfigured` without a legal entity; as `sync::flow`; what went wrong with single records is in the
/// reports. *Idempotence*: run it as often as you like; killed anywhere, the next run goes on. *Cost*: reads the CRM's
/// products and opportunities once, the customers of won ones once; writes in full batches.
template <class Crm, class Erp>
[[nodiscard]] result<closed_won_report> closed_won(Crm& crm, Erp& erp, sync::ledger& ledger,
                                                   closed_won_options const& options, context const& ctx) {
    if (options.legal_entity == external_ref{})
        return fail(
            errc::misconfigured,
            "closed_won: legal_entity: found none, expected the company that sells, such as odoo/res.company 1");
    closed_won_report out;
    out.customers.flow = options.name + "/customer";
    static value_tables const no_tables;

    auto products = erp.template upsert<model::product>();
    auto const catalogue = detail::place_of(products.describe());
    auto synced = sync::flow{options.name + "/product", ledger}
                      .pull(crm.template changes<model::product>())
                      .replay(options.replay)
                      .push(std::move(products), "product")
                      .run(ctx);
    if (!synced) return tl::unexpected<error>(std::move(synced).error());
    out.products = *std::move(synced);
    if (out.products.stopped_by) return out;

    auto won =
        crm.template changes<model::opportunity>(field<&model::opportunity::stage> == model::opportunity_stage::won);
    auto const parties = detail::place_of(erp.template upsert<model::party>().describe());
    auto deals = sync::flow{options.name, ledger}
                     .pull(detail::with_customers<Crm, Erp, decltype(won)>(crm, erp, ledger, options, std::move(won),
                                                                           out.customers))
                     .validate(&check_commercial_terms)
                     .at_risk([](model::opportunity const& o) -> std::optional<sync::money_at_risk> {
                         if (!o.amount) return std::nullopt;
                         return sync::money_at_risk{*o.amount, o.currency.value_or("")};
                     })
                     .tables(options.tables ? *options.tables : no_tables)
                     .replay(options.replay)
                     .map(contract_mapping(parties, catalogue, options.legal_entity))
                     .push(erp.template upsert<model::contract>(), "contract")
                     .map(project_mapping(parties, options.project))
                     .push(erp.template upsert<model::project>(), "project")
                     .map(links_mapping())
                     .push(crm.template upsert<model::opportunity_links>(), "links")
                     .run(ctx);
    if (!deals) return tl::unexpected<error>(std::move(deals).error());
    out.deals = *std::move(deals);
    return out;
}

}  // namespace syncline::inline v1::workflow
