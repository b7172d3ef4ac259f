// SPDX-License-Identifier: Apache-2.0
#include "crm_export.hpp"

#include <map>
#include <utility>

#include <syncline/core/decimal.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>

namespace demo {
namespace {

using namespace syncline;

// the order of the cells in each row
enum deal_column : std::size_t {
    opportunity_id,
    product,
    deal_account,
    deal_stage,
    close_value,
    close_date,
    sales_agent
};
enum account_column : std::size_t { account, subsidiary_of, sector, office_location };
enum product_column : std::size_t { product_name, sales_price };

constexpr std::string_view built_in_accounts =
    "account,sector,office_location,subsidiary_of\n"
    "Northwind Analytics,software,Austria,\n"
    "Northwind Labs,software,Austria,Northwind Analytics\n"
    "Hollow Creek Medical,medical,United States,\n"
    "Bluefin Retail,retail,Kenya,\n"
    "\"Papier & Söhne, GmbH\",services,Germany,\n"
    "Bluefin  Retail,retail,Kenya,\n"
    "Quiet Harbour,finance,Belgium,\n";

constexpr std::string_view built_in_products =
    "product,series,sales_price\n"
    "Advisory Day,ADV,1200\n"
    "Migration Package,MIG,18500\n"
    "Care Plan,CARE,349.90\n";

constexpr std::string_view built_in_deals =
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "D-1001,agent 1,Migration Package,Northwind Analytics,Won,2026-03-02,2026-05-11,18500\n"
    "D-1002,agent 1,Advisory Day,Northwind Labs,Won,2026-03-09,2026-04-20,1200\n"
    "D-1003,agent 2,Care Plan,Hollow Creek Medical,Won,2026-03-12,2026-06-01,349.90\n"
    "D-1004,agent 2,MigrationPackage,Hollow Creek Medical,Won,2026-03-15,2026-06-02,17900\n"
    "D-1005,agent 3,Advisory Day,Bluefin Retail,Won,2026-03-15,2026-05-28,2400\n"
    "D-1006,agent 3,Migration Package,Bluefin  Retail,Won,2026-03-20,2026-05-30,18000\n"
    "D-1007,agent 1,Care Plan,\"Papier & Söhne, GmbH\",Won,2026-04-01,2026-05-02,1049.70\n"
    "D-1008,agent 2,Advisory Day,,Won,2026-04-02,2026-05-03,1200\n"
    "D-1009,agent 2,Advisory Day,Quiet Harbour,Lost,2026-04-02,2026-05-04,0\n"
    "D-1010,agent 3,Migration Package,Quiet Harbour,Engaging,2026-04-09,,\n"
    "D-1011,agent 3,Care Plan,,Prospecting,,,\n"
    "D-1012,agent 1,Advisory Day,Northwind Analytics,Won,2026-04-11,2026-06-11,4800\n";

std::vector<std::string_view> const deal_required{"opportunity_id", "product", "account", "deal_stage", "close_value"};
std::vector<std::string_view> const deal_optional{"close_date", "sales_agent"};
std::vector<std::string_view> const account_required{"account"};
std::vector<std::string_view> const account_optional{"subsidiary_of", "sector", "office_location"};
std::vector<std::string_view> const product_required{"product", "sales_price"};

/// The stage of HubSpot's default pipeline that an export's stage stands for.
[[nodiscard]] std::string stage_of(std::string_view text) {
    if (text == "Won") return "closedwon";
    if (text == "Lost") return "closedlost";
    if (text == "Engaging") return "presentationscheduled";
    if (text == "Prospecting") return "appointmentscheduled";
    return {};
}

}  // namespace

result<crm_export> read_export(std::string const& deals, std::string const& accounts, std::string const& products) {
    auto d = read_csv(deals, deal_required, deal_optional);
    if (!d) return fail(std::move(d).error());
    auto a = read_csv(accounts, account_required, account_optional);
    if (!a) return fail(std::move(a).error());
    auto p = read_csv(products, product_required, {});
    if (!p) return fail(std::move(p).error());
    return crm_export{*std::move(a), *std::move(p), *std::move(d)};
}

crm_export built_in_export() {
    return {*parse_csv("accounts", built_in_accounts, account_required, account_optional),
            *parse_csv("products", built_in_products, product_required, {}),
            *parse_csv("deals", built_in_deals, deal_required, deal_optional)};
}

std::vector<input_problem> load(crm_export const& data, emulator::hubspot& crm) {
    std::vector<input_problem> problems;
    for (auto const* table : {&data.accounts, &data.products, &data.deals})
        problems.insert(problems.end(), table->problems.begin(), table->problems.end());
    auto const at = [](csv_table const& t, csv_row const& r) { return t.file + " line " + std::to_string(r.line); };
    auto const refused = [&](csv_table const& t, csv_row const& r, error const& e) {
        problems.push_back({at(t, r), "", "a record the CRM refuses (" + e.message + ')', "one it takes"});
    };

    // A company is created with its parent, so parents come first whatever the order of the file.
    std::map<std::string, csv_row const*> companies;
    for (auto const& row : data.accounts.rows) {
        if (row.cells[account].empty())
            problems.push_back({at(data.accounts, row), "account", "nothing", "the company's name"});
        else if (!companies.emplace(row.cells[account], &row).second)
            problems.push_back({at(data.accounts, row), "account",
                                '"' + shorten(row.cells[account]) + "\" a second time", "each company once"});
    }
    std::map<std::string, std::string> company_ids;  // an empty id: under way, or refused
    auto const create = [&](auto const& self, csv_row const& row) -> void {
        auto const& name = row.cells[account];
        if (!company_ids.emplace(name, "").second) return;
        std::string parent_id;
        if (auto const& parent = row.cells[subsidiary_of]; !parent.empty()) {
            if (auto const above = companies.find(parent); above != companies.end()) {
                self(self, *above->second);
                parent_id = company_ids[parent];
            }
            if (parent_id.empty())
                problems.push_back({at(data.accounts, row), "subsidiary_of", '"' + shorten(parent) + '"',
                                    "the name of another company in the file that is not below this one"});
        }
        auto id = crm.add_company(name, {{"industry", row.cells[sector]}, {"country", row.cells[office_location]}},
                                  parent_id);
        if (id)
            company_ids[name] = *id;
        else
            refused(data.accounts, row, id.error());
    };
    for (auto const& [name, row] : companies) create(create, *row);
    for (auto const& row : data.products.rows) {
        if (auto price = decimal::parse(row.cells[sales_price]); !price) {
            problems.push_back({at(data.products, row), "sales_price", '"' + shorten(row.cells[sales_price]) + '"',
                                "a decimal number"});
            continue;
        }
        if (auto id = crm.add_product(row.cells[product_name], row.cells[product_name], row.cells[sales_price]); !id)
            refused(data.products, row, id.error());
    }
    for (auto const& row : data.deals.rows) {
        auto const where = at(data.deals, row);
        auto const stage = stage_of(row.cells[deal_stage]);
        auto const& amount = row.cells[close_value];
        auto const& company = row.cells[deal_account];
        if (stage.empty()) {
            problems.push_back({where, "deal_stage", '"' + shorten(row.cells[deal_stage]) + '"',
                                "Won, Lost, Engaging or Prospecting"});
            continue;
        }
        if (!amount.empty() && !decimal::parse(amount)) {
            problems.push_back({where, "close_value", '"' + shorten(amount) + '"', "a decimal number or nothing"});
            continue;
        }
        if (!row.cells[close_date].empty() && !parse_date(row.cells[close_date])) {
            problems.push_back({where, "close_date", '"' + shorten(row.cells[close_date]) + '"', "a day, 2026-05-31"});
            continue;
        }
        if (!company.empty() && company_ids[company].empty()) {
            problems.push_back(
                {where, "account", '"' + shorten(company) + '"', "the name of a company in the accounts file"});
            continue;
        }
        emulator::hubspot_deal deal{.name = row.cells[product] + " (" + row.cells[opportunity_id] + ')',
                                    .amount = amount,
                                    .stage = stage,
                                    .company = company.empty() ? std::string() : company_ids[company],
                                    .lines = {},
                                    .close_date = row.cells[close_date],
                                    .owner = {}};
        deal.lines.push_back({.name = row.cells[product],
                              .sku = row.cells[product],
                              .quantity = "1",
                              .price = amount.empty() ? "0" : amount});
        if (auto id = crm.add_deal(std::move(deal)); !id) refused(data.deals, row, id.error());
    }
    return problems;
}

}  // namespace demo
