// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/progress.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/random.hpp>

namespace progress_test {

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }
external_ref ref(char const* object, std::string id) { return {"odoo", object, std::move(id)}; }

time_entry worked(char const* id, std::int64_t cents, time_entry_state state) {
    return {
        .source = ref("line", id), .state = state, .billable = {billable::billable, "billable"}, .amount = eur(cents)};
}

// Shows R040.
TEST_CASE("revenue, work in progress and backlog follow from contract, hours, milestones and invoices") {
    contract const c{.currency = std::string("EUR"),
                     .lines = {{.quantity = decimal(10), .unit_price = decimal(1'000), .key = "work"},
                               {.quantity = decimal(1), .unit_price = decimal(5'000), .key = "fixed"}}};
    auto log = *facts_of(c, ref("order", "3"));
    log.push_back(*fact_of(worked("1", 1'200'00, time_entry_state::billed), "work", "EUR"));
    log.push_back(*fact_of(worked("2", 800'00, time_entry_state::approved), "work", "EUR"));
    log.push_back(*fact_of(worked("3", 900'00, time_entry_state::submitted), "work", "EUR"));
    log.push_back(*fact_of(worked("4", 700'00, time_entry_state::written_off), "work", "EUR"));
    log.push_back(*fact_of(
        milestone{.slug = "m", .reached = 2026y / 3 / 1, .share = *decimal::parse("0.4"), .contract_line = "fixed"},
        ref("milestone", "m"), eur(5'000'00)));
    invoice const i{
        .source = ref("invoice", "9"),
        .state = invoice_state::issued,
        .lines = {{.net = eur(1'200'00), .contract_line = "work"}, {.net = eur(3'000'00), .contract_line = "fixed"}}};
    auto const billed = *facts_of(i);
    log.insert(log.end(), billed.begin(), billed.end());
    credit_note const back{.source = ref("credit", "1"),
                           .state = invoice_state::issued,
                           .lines = {{.net = eur(200'00), .contract_line = "fixed"}}};
    auto const taken_back = *facts_of(back);
    log.insert(log.end(), taken_back.begin(), taken_back.end());
    auto const lines = progress_of(log);
    REQUIRE(lines);
    REQUIRE(lines->size() == 2);
    CHECK((*lines)[0] ==
          line_progress{"fixed", eur(5'000'00), eur(2'000'00), eur(2'800'00), eur(0), eur(800'00), eur(3'000'00)});
    CHECK((*lines)[1] ==
          line_progress{"work", eur(10'000'00), eur(2'000'00), eur(1'200'00), eur(800'00), eur(0), eur(8'000'00)});
}

// Shows R040.
TEST_CASE("derived anew from the log it is what was kept up step by step, repeats and changes included") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        contract_progress kept;
        std::vector<value_fact> log;
        for (int n = 0; n < 30; ++n) {
            value_fact f{static_cast<value_kind>(random() % 3), ref("record", std::to_string(random() % 6)),
                         random() % 2 ? "work" : "fixed", eur(static_cast<std::int64_t>(random() % 100'000) - 20'000)};
            if (!log.empty() && random() % 4 == 0) f = log[random() % log.size()];
            REQUIRE(kept.take(f));
            log.push_back(f);
            CHECK(*kept.lines() == *progress_of(log));
        }
    }
}

TEST_CASE("two currencies, approved hours without an amount and a milestone without a share are refused") {
    contract_progress kept;
    CHECK(kept.lines()->empty());
    std::vector<value_fact> const log{{value_kind::earned, ref("line", "1"), "work", eur(1)},
                                      {value_kind::earned, ref("line", "2"), "work", money::from_minor(1, "USD")}};
    CHECK(progress_of(log).error().message == "odoo line 2: found 0.01 USD, expected an amount in EUR");
    REQUIRE(kept.take(log[0]));
    CHECK(kept.take(log[1]).error().code == errc::mapping);
    CHECK(kept.lines()->front().earned == eur(1));
    auto hours = worked("1", 1, time_entry_state::approved);
    hours.amount.reset();
    CHECK_FALSE(fact_of(hours, "work", "EUR"));
    hours.billable = {billable::not_billable, "no"};
    CHECK(fact_of(hours, "work", "EUR")->amount == eur(0));
    CHECK_FALSE(fact_of(milestone{}, ref("milestone", "m"), eur(1)));
}

}  // namespace progress_test
