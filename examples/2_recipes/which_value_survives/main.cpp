// SPDX-License-Identifier: Apache-2.0
// Two systems disagree about a customer: what survives, why, and what a person settles.
#include <cstdio>

#include <syncline/json.hpp>
#include <syncline/mdm.hpp>
#include <syncline/store/rows.hpp>

using namespace syncline;
using namespace syncline::mdm;
using namespace std::chrono_literals;

// [policy]
using enum model::system_role;

struct customer {
    external_ref source{};
    std::string name{};
    field_value<std::string> vat{};
    field_value<std::string> street{}, zip{}, city{};
    field_value<int> term_days{};
    field_value<bool> no_mail{};
    field_value<bool> invoiced{};
    field_value<std::string> account_manager{};
};
BOOST_DESCRIBE_STRUCT(customer, (),
                      (source, name, vat, street, zip, city, term_days, no_mail, invoiced, account_manager))

constexpr auto invoiced = [](fact<customer> const& f) { return f.record.invoiced.value_or(false); };

constexpr auto customers =
    survivorship<customer>("party", tie_break(crm, erp, billing),                      // what the rules leave open
                           keep<& customer::name> = ranked(crm, erp),                  // the CRM's, else the ERP's
                           keep<& customer::vat> = verified | ranked(erp) | newest,    // step by step
                           keep<&customer::street, &customer::zip, &customer::city> =  // whole, never mixed
                           when("an invoice was posted", invoiced, owner(erp)).otherwise(owner(crm) | newest),
                           keep<& customer::term_days> = sole_owner(erp),             // nobody else is heard
                           keep<& customer::no_mail> = most_restrictive(true),        // an opt-out wins at once
                           keep<& customer::invoiced> = sole_owner(erp),              // so are accounting facts
                           keep<& customer::account_manager> = only(crm, erp) | ask,  // a person decides
                           leave<&customer::source>);
// [/policy]

int main() {
    auto const morning = instant(std::chrono::sys_days(2026y / 3 / 2) + 8h);
    // [merge]
    fact<customer> const sales{.record = {.name = "Acme",
                                          .vat = "ATU10000000",
                                          .street = "Ring 1",
                                          .zip = "1010",
                                          .city = "Wien",
                                          .term_days = 60,
                                          .no_mail = false,
                                          .account_manager = "Ana"},
                               .from = {.source = {"hubspot", "companies", "7"}, .role = crm, .at = morning},
                               .notes = {note<&customer::vat>({.verified = true})}};
    fact<customer> const finance{.record = {.name = "ACME GmbH",
                                            .vat = "ATU99999999",
                                            .street = "Hauptplatz 2",
                                            .city = "Graz",
                                            .term_days = 30,
                                            .no_mail = true,
                                            .invoiced = true,
                                            .account_manager = "Ben"},
                                 .from = {.source = {"odoo", "res.partner", "41"}, .role = erp, .at = morning + 2h}};

    std::vector<fact<customer>> const facts{sales, finance};  // in any order
    auto const first = customers.merge("0195-acme", facts);
    for (auto const& field : first.fields) std::fputs(to_text(field, values::shown).c_str(), stdout);
    // [/merge]

    // [raise]
    auto const& conflict = first.conflicts.front();
    store::exception_row const row{.flow = "customer-master",
                                   .source_id = id_of(conflict),  // found again while everybody says the same
                                   .step = "survivorship",
                                   .category = "ownership_conflict",
                                   .text = to_text(conflict)};  // without the values
    std::printf("\n%s", row.text.c_str());
    // [/raise]

    // [decide]
    auto const settled = decide(conflict.what, {.winner = sales.from.source,
                                                .holds = lasting::once,
                                                .by = "Carla",
                                                .at = morning + 5h,
                                                .reason = "Ben has left"});
    if (!settled) return std::puts(settled.error().message.c_str()), 1;
    std::string const stored = json::encode(*settled);  // a plain value, wherever you keep it

    auto const read = json::decode<decision>(stored);
    if (!read) return std::puts(read.error().message.c_str()), 1;
    std::vector<decision> const decisions{*read};  // handed to every later merge
    auto const second = customers.merge("0195-acme", facts, {.decisions = decisions});
    std::printf("\n%zu conflict, then %zu\n", first.conflicts.size(), second.conflicts.size());
    for (auto const& field : second.fields)
        if (field.field == "account_manager") std::fputs(to_text(field, values::shown).c_str(), stdout);
    // [/decide]
    return 0;
}
