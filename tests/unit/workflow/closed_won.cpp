// SPDX-License-Identifier: Apache-2.0
#include <syncline/workflow/closed_won.hpp>

#include <doctest/doctest.h>

#include <map>

#include <syncline/core/category.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/reflect/holds.hpp>
#include <syncline/store/memory_store.hpp>

using namespace syncline;

namespace {

struct identities final : identity_resolver {
    std::map<external_ref, external_ref> rows{{{"crm", "companies", "9"}, {"erp", "partner", "77"}},
                                              {{"sku", "product", "ADV"}, {"erp", "product", "5"}},
                                              {{"sku", "product", "GTX Pro"}, {"erp", "product", "6"}}};
    result<std::optional<external_ref>> resolve(external_ref const& from, std::string_view, std::string_view) override {
        auto const it = rows.find(from);
        return it == rows.end() ? std::optional<external_ref>{} : it->second;
    }
};

model::opportunity won_deal() {
    model::opportunity o;
    o.source = {"crm", "deals", "512"};
    o.name = " Roll-out ";
    o.party = external_ref{"crm", "companies", "9"};
    o.stage = model::opportunity_stage::won;
    o.amount = *decimal::parse("2400.50");
    o.lines.push_back({.source = {},
                       .product_code = "ADV",
                       .description = "Advisory",
                       .quantity = decimal(2),
                       .unit_price = *decimal::parse("1200.25")});
    return o;
}

model::party company(std::string id, std::string parent = {}) {
    model::party p;
    p.source = {"crm", "companies", std::move(id)};
    p.name = "C" + p.source.id;
    if (!parent.empty()) p.parent = external_ref{"crm", "companies", std::move(parent)};
    return p;
}

std::string ids(std::vector<std::vector<model::party>> const& generations) {
    std::string out;
    for (auto const& g : generations) {
        for (auto const& p : g) out += p.source.id + ' ';
        out += "| ";
    }
    return out;
}

}  // namespace

TEST_CASE("a won opportunity becomes a contract with its references resolved and its digits kept") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto const c = to_contract(won_deal(), {.identities = &known});
    REQUIRE(c);
    CHECK(c->party.id == "77");
    CHECK(c->reference == "Roll-out");
    REQUIRE(c->lines.size() == 1);
    CHECK(c->lines[0].product.id == "5");
    CHECK(c->lines[0].unit_price.to_string() == "1200.25");
}

TEST_CASE("a contract is in the currency of its deal, or in none when the deal names none") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto o = won_deal();
    CHECK(to_contract(o, {.identities = &known})->currency.is_absent());
    o.currency = field_value<std::string>("EUR");
    CHECK(to_contract(o, {.identities = &known})->currency.value() == "EUR");
}

TEST_CASE("a product that is not in the catalogue is named, and noted as what the deal waits for") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto o = won_deal();
    o.lines[0].product_code = "GTXPro";
    std::vector<unresolved_ref> waits;
    auto const c = to_contract(o, {.identities = &known, .unresolved = &waits});
    REQUIRE_FALSE(c);
    CHECK(c.error().code == errc::missing_reference);
    CHECK(c.error().message == "lines: [0]: product_code -> product: product GTXPro is not in the catalogue");
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].from.id == "GTXPro");

    value_tables const tables{{"product", {{"GTXPro", "GTX Pro"}}}};
    CHECK(to_contract(o, {.identities = &known, .tables = &tables})->lines[0].product.id == "6");
}

TEST_CASE("a deal without a company says so") {
    identities known;
    workflow::contract_mapping const to_contract({"erp", "partner"}, {"erp", "product"}, {"erp", "company", "1"});
    auto o = won_deal();
    o.party.reset();
    auto const c = to_contract(o, {.identities = &known});
    REQUIRE_FALSE(c);
    CHECK(c.error().message == "party: found nothing, expected a value");
    CHECK(category_of(c.error()) == category::missing_mandatory_data);
}

// Shows R026.
TEST_CASE("a project carries the template's tasks and the contract made for the same deal") {
    identities known;
    workflow::project_mapping const to_project(
        {"erp", "partner"},
        {.name = "Roll-out", .tasks = {{.slug = "kickoff", .name = "Kick-off", .planned_hours = {}}}});
    std::pair<std::string, external_ref> const made[] = {{"contract", {"erp", "order", "42"}}};
    auto const p = to_project(won_deal(), {.identities = &known, .produced = made});
    REQUIRE(p);
    CHECK(p->contract->id == "42");
    REQUIRE(p->tasks.size() == 1);
    CHECK(p->tasks[0].slug == "kickoff");
    CHECK(to_project(won_deal(), {.identities = &known, .produced = made}) == p);
}

// Shows R060.
TEST_CASE("an amount that is not the sum of its lines is an amount mismatch with both numbers") {
    CHECK(workflow::check_commercial_terms(won_deal()));
    auto o = won_deal();
    o.amount = *decimal::parse("2400.00");
    auto const r = workflow::check_commercial_terms(o);
    REQUIRE_FALSE(r);
    CHECK(category_of(r.error()) == category::amount_mismatch);
    CHECK(r.error().message == "amount: found 2400.00, expected 2400.50, the sum of its lines");
    o.lines.clear();
    CHECK(category_of(workflow::check_commercial_terms(o).error()) == category::missing_mandatory_data);
    o = won_deal();
    o.amount.reset();
    CHECK(workflow::check_commercial_terms(o));
}

TEST_CASE("names that differ by blanks only are one name") {
    workflow::customer_mapping const to_customer({"erp", "partner"});
    auto p = company("1");
    p.name = " bluefin   retail ";
    CHECK(to_customer(p, {})->name == "bluefin retail");
}

// Shows R091.
TEST_CASE("parents come in an earlier generation than their children, rings come last") {
    using workflow::detail::by_generation;
    CHECK(ids(by_generation({})) == "");
    CHECK(ids(by_generation({company("2", "1"), company("1"), company("10", "2"), company("3")})) == "1 3 | 2 | 10 | ");
    CHECK(ids(by_generation({company("1", "elsewhere")})) == "1 | ");
    CHECK(ids(by_generation({company("1", "2"), company("2", "1"), company("3")})) == "3 | 1 2 | ");
    CHECK(ids(by_generation({company("1", "1")})) == "1 | ");
}

TEST_CASE("each mapping has an identity that effects carry") {
    CHECK(workflow::customer_mapping({"a", "b"}).identity().starts_with("crm-party-to-customer@1.1.0#"));
    CHECK(workflow::links_mapping().identity().starts_with("opportunity-links@1.0.0#"));
}

// ---- one workflow, two CRMs -------------------------------------------------------------------------------------

namespace {

/// A source of one page.
template <class T>
struct all_of {
    std::vector<T> records;
    result<sync::page<T>> changes(sync::cursor const&, context const&) const { return page(records); }
    result<sync::page<T>> read(std::span<std::string const> wanted, context const&) const {
        std::vector<T> found;
        for (auto const& r : records)
            if (std::find(wanted.begin(), wanted.end(), r.source.id) != wanted.end()) found.push_back(r);
        return page(std::move(found));
    }

private:
    static sync::page<T> page(std::vector<T> r) {
        auto const n = r.size();
        return {.records = std::move(r), .last = true, .read = n};
    }
};

/// What a system holds: by the record's key, its object and its content.
using contents = std::map<std::string, std::string>;

template <class T>
struct kept {
    contents* where;
    std::string_view system;
    std::string_view object;

    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = system, .object = object, .strategy = sync::strategy::upsert};
    }
    result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                             context const&) const {
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& k : keys)
            out.push_back(where->contains(k.text) ? std::optional(sync::remote_id{k.text}) : std::nullopt);
        return out;
    }
    std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<T> const> records, context const&) const {
        std::vector<result<sync::upserted>> out;
        for (auto const& r : records) {
            (*where)[r.key.text] = std::string(object) + ' ' + json::encode(r.record);
            out.push_back(sync::upserted{{r.key.text}});
        }
        return out;
    }
};

struct an_erp {
    contents records;
    template <class T>
    kept<T> upsert() {
        return {&records, "erp", model::entity<T>.name};
    }
};

/// A CRM whose connector already speaks the model's words.
struct first_crm {
    std::vector<model::party> companies;
    std::vector<model::product> articles;
    std::vector<model::opportunity> deals;
    contents links;

    template <class T>
    auto changes() const {
        if constexpr (std::same_as<T, model::party>)
            return all_of<T>{companies};
        else
            return all_of<T>{articles};
    }
    template <class T>
    auto changes(predicate<T> const& wanted) const {
        std::vector<T> out;
        for (auto const& d : deals)
            if (holds(wanted, d)) out.push_back(d);
        return all_of<T>{out};
    }
    template <class T>
    kept<T> upsert() {
        return {&links, "crm", "deals"};
    }
};

/// Another vendor's records, in its own words.
struct account {
    std::string no{};
    std::string legal{};
};
BOOST_DESCRIBE_STRUCT(account, (), (no, legal))
struct item {
    std::string sku{};
    std::string label{};
    decimal price{};
};
BOOST_DESCRIBE_STRUCT(item, (), (sku, label, price))
struct position {
    item what{};
    decimal pieces{};
};
BOOST_DESCRIBE_STRUCT(position, (), (what, pieces))
struct chance {
    std::string no{};
    std::string topic{};
    std::string account_no{};
    std::string phase{};
    decimal worth{};
    std::vector<position> positions{};
};
BOOST_DESCRIBE_STRUCT(chance, (), (no, topic, account_no, phase, worth, positions))

/// Its connector: the one place that knows them.
struct second_crm {
    std::vector<account> accounts;
    std::vector<item> items;
    std::vector<chance> chances;
    contents links;

    template <class T>
    auto changes() const {
        all_of<T> out;
        if constexpr (std::same_as<T, model::party>)
            for (auto const& a : accounts)
                out.records.push_back({.source = {"crm", "companies", a.no}, .name = a.legal});
        else
            for (auto const& i : items)
                out.records.push_back(
                    {.source = {"crm", "products", i.sku}, .code = i.sku, .name = i.label, .list_price = i.price});
        return out;
    }
    template <class T>
    auto changes(predicate<T> const& wanted) const {
        auto const stage = translated(std::pair{"signed", model::opportunity_stage::won},
                                      std::pair{"talking", model::opportunity_stage::open});
        all_of<T> out;
        for (auto const& c : chances) {
            T o;
            o.source = {"crm", "deals", c.no};
            o.name = c.topic;
            o.party = external_ref{"crm", "companies", c.account_no};
            o.stage = *stage(c.phase);
            o.amount = c.worth;
            for (auto const& p : c.positions)
                o.lines.push_back({.product_code = p.what.sku,
                                   .description = p.what.label,
                                   .quantity = p.pieces,
                                   .unit_price = p.what.price});
            if (holds(wanted, o)) out.records.push_back(std::move(o));
        }
        return out;
    }
    template <class T>
    kept<T> upsert() {
        return {&links, "crm", "chances"};
    }
};

/// What the ERP holds after the workflow ran twice over a CRM; the second time changes nothing.
template <class Crm>
contents made_of(Crm crm) {
    an_erp erp;
    store::memory_store store;
    sync::ledger ledger{store};
    workflow::closed_won_options const options{
        .legal_entity = {"erp", "company", "1"},
        .project = {.name = "Roll-out", .tasks = {{.slug = "kickoff", .name = "Kick-off"}}}};
    auto const first = workflow::closed_won(crm, erp, ledger, options, {});
    REQUIRE(first);
    CHECK(first->deals.done == 1);
    CHECK(first->deals.parked == 0);
    CHECK(crm.links.size() == 1);
    auto const second = workflow::closed_won(crm, erp, ledger, options, {});
    REQUIRE(second);
    CHECK(second->outside_writes() == 0);
    return erp.records;
}

}  // namespace

// Shows R086.
TEST_CASE("another CRM in place of the first takes a connector: the workflow and what it makes stay the same") {
    first_crm before;
    before.companies = {{.source = {"crm", "companies", "9"}, .name = "Acme"}};
    before.articles = {{.source = {"crm", "products", "ADV"},
                        .code = "ADV",
                        .name = "Advisory",
                        .list_price = *decimal::parse("1200.25")}};
    before.deals = {won_deal(), won_deal()};
    before.deals[0].stage = model::opportunity_stage::open;
    before.deals[0].source.id = "511";
    second_crm after;
    after.accounts = {{"9", "Acme"}};
    after.items = {{"ADV", "Advisory", *decimal::parse("1200.25")}};
    after.chances = {{"511", "x", "9", "talking", decimal(1), {}},
                     {"512", " Roll-out ", "9", "signed", *decimal::parse("2400.50"), {{after.items[0], decimal(2)}}}};
    auto const made = made_of(before);
    CHECK(made.size() == 4);  // product, party, contract, project
    CHECK(made_of(after) == made);
}
