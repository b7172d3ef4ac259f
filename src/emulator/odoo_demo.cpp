// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_demo.hpp"

#include "emulator/odoo_entry.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

/// One id per series: those of the recorded databases, where records of that kind were seen.
struct ids {
    id_type on_16, on_18, on_19;
    [[nodiscard]] id_type on(int series) const { return series == 16 ? on_16 : series == 18 ? on_18 : on_19; }
};

void fill_accounts(environment& env, base_settings const& settings, put_record const& put) {
    int const series = env.series();
    bool const french = settings.language == "fr_FR";
    struct account {
        erp::ids ids;
        char const* purpose;
        char const* code;
        char const* name;
        char const* type;
    };
    // flow_order_to_cash, "its lines, tax and receivable lines too"
    constexpr account accounts[] = {
        {{6, 7, 5}, "a_recv", "121000", "Account Receivable", "asset_receivable"},
        {{8, 9, 7}, "tax_paid", "131000", "Tax Paid", "asset_current"},
        {{9, 10, 8}, "outstanding", "101403", "Outstanding Receipts", "asset_current"},
        {{10, 11, 9}, "bank", "101401", "Bank", "asset_cash"},
        {{14, 15, 13}, "a_pay", "211000", "Account Payable", "liability_payable"},
        {{16, 22, 21}, "tax_received", "251000", "Tax Received", "liability_current"},
        {{21, 27, 26}, "a_sale", "400000", "Product Sales", "income"},
        {{26, 33, 34}, "a_expense", "600000", "Expenses", "expense"},
    };
    for (auto const& a : accounts)
        put("account.account", a.ids.on(series), {{"code", a.code}, {"name", a.name}, {"account_type", a.type}},
            std::string("account.1_") + a.purpose);
    auto const of = [&](char const* purpose) {
        return by_name(env, "account.account", std::string("account.1_") + purpose).id();
    };

    put("account.tax.group", 1, {{"name", "Tax 15%"}}, "account.1_tax_group_15");
    auto const tax_name = series == 16 ? "Tax 15%" : "15%";
    put("account.tax", 1, {{"name", tax_name}, {"amount", 15.0}, {"type_tax_use", "sale"}}, "account.1_sale_tax");
    put("account.tax", 2, {{"name", tax_name}, {"amount", 15.0}, {"type_tax_use", "purchase"}},
        "account.1_purchase_tax");
    if (settings.sales_tax) {
        env.write(env.named("res.company"), {1}, {{"account_sale_tax_id", 1}, {"account_purchase_tax_id", 2}});
        // invoices_and_rounding: lines without a product are taxed on 16, and only there
        if (series == 16) {
            env.write(env.named("account.account"), {of("a_sale")},
                      {{"tax_ids", json::array({json::array({6, 0, {1}})})}});
            env.write(env.named("account.account"), {of("a_expense")},
                      {{"tax_ids", json::array({json::array({6, 0, {2}})})}});
        }
    }

    struct journal {
        erp::ids ids;
        char const* type;
        char const* code;
        char const* code_fr;
        char const* name_16;
        char const* name_16_fr;
        char const* name_18;
        char const* name_19;
        char const* account;
    };
    // A database keeps the codes of the language it was set up in, and on 16 the names as well
    // (flow_order_to_cash: FAC/2026/00006 in "Factures clients", "Customer Invoices" and "Sales").
    constexpr journal journals[] = {
        {{2, 1, 1},
         "sale",
         "INV",
         "FAC",
         "Customer Invoices",
         "Factures clients",
         "Customer Invoices",
         "Sales",
         "a_sale"},
        {{3, 2, 2},
         "purchase",
         "BILL",
         "FACTU",
         "Vendor Bills",
         "Factures fournisseurs",
         "Vendor Bills",
         "Purchases",
         "a_expense"},
        {{4, 3, 3},
         "general",
         "MISC",
         "OD",
         "Miscellaneous Operations",
         "Opérations diverses",
         "Miscellaneous Operations",
         "Miscellaneous Operations",
         nullptr},
        {{8, 6, 6}, "bank", "BNK1", "BNK1", "Bank", "Banque", "Bank", "Bank", "bank"},
    };
    for (auto const& j : journals)
        put("account.journal", j.ids.on(series),
            {{"name", series == 16   ? (french ? j.name_16_fr : j.name_16)
                      : series == 18 ? j.name_18
                                     : j.name_19},
             {"code", french ? j.code_fr : j.code},
             {"type", j.type},
             {"sequence", j.type == std::string_view("bank") ? 10 : 5},
             {"default_account_id", j.account ? json(of(j.account)) : json(false)}},
            std::string("account.1_") + j.type);

    id_type const bank = journals[3].ids.on(series);
    auto const method = series >= 18 ? "Manual Payment" : french ? "Manuel" : "Manual";
    id_type const first_method = series == 16 ? 3 : 1;
    for (auto const& [id, type] : {std::pair(first_method, "inbound"), std::pair(first_method + 1, "outbound")}) {
        json vals = {{"name", method}, {"payment_type", type}, {"journal_id", bank}, {"sequence", 10}};
        // flow_order_to_cash, "account.payment": payments of 18 have no outstanding account, and so no entry
        if (series != 18) vals["payment_account_id"] = of("outstanding");
        put("account.payment.method.line", id, vals, std::string("account.1_manual_") + type);
    }
    put("account.payment.term", 1, {{"name", "Immediate Payment"}}, "account.account_payment_term_immediate");
}

void fill_precisions(environment& env, put_record const& put) {
    // invoices_and_rounding, "decimal.precision"
    struct precision {
        char const* name;
        int digits;
    };
    std::vector<precision> all = {
        {"Percentage Analytic", 2}, {"Product Price", 2}, {"Discount", 2}, {"Stock Weight", 2}, {"Volume", 2}};
    if (env.series() == 19)
        all.insert(all.begin(), {"Product Unit", 2});
    else
        all.push_back({"Product Unit of Measure", 2});
    all.push_back({"Payment Terms", 6});
    id_type id = 0;
    for (auto const& p : all) {
        ++id;
        put("decimal.precision", id, {{"name", p.name}, {"digits", p.digits}}, "product.decimal_" + std::to_string(id));
    }
}

}  // namespace

void fill_business(environment& env, base_settings const& settings, put_record const& put) {
    int const series = env.series();
    entry const company(env, "res.company", 1);
    put("res.currency.rate", 1, {{"name", "2010-01-01"}, {"rate", 1.0}, {"currency_id", company.get("currency_id")}},
        "base.main_rate");
    fill_precisions(env, put);
    put("product.category", 1, {{"name", "All"}}, "product.product_category_all");
    fill_accounts(env, settings, put);
    put("crm.team", 1, {{"name", "Sales"}, {"company_id", false}}, "sales_team.team_sales_department");
    if (series == 16)
        put("product.pricelist", 1, {{"name", "Public Pricelist"}, {"currency_id", company.get("currency_id")}},
            "product.list0");
    put("account.analytic.plan", 1, {{"name", series == 16 ? "Default" : "Project"}},
        "analytic.analytic_plan_projects");
    put("hr.employee", 1, {{"name", "Administrator"}, {"user_id", 2}, {"hourly_cost", 100.0}}, "hr.employee_admin");
    // without external ids: "crm" is the module many an importer puts its own records under
    constexpr char const* stages[] = {"New", "Qualified", "Proposition", "Won"};
    for (int i = 0; i < 4; ++i) put("crm.stage", i + 1, {{"name", stages[i]}, {"sequence", i}, {"is_won", i == 3}}, {});
}

}  // namespace syncline::inline v1::emulator::erp
