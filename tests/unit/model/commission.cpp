// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/commission.hpp>

#include <vector>

#include <doctest/doctest.h>

namespace commission_test {

using namespace syncline;
using namespace syncline::model;

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }
external_ref ref(char const* object, char const* id) { return {"odoo", object, id}; }

invoice issued(char const* id, money gross) {
    return {.source = ref("invoice", id), .state = invoice_state::issued, .currency = gross.currency(), .gross = gross};
}

opportunity deal() {
    return {.source = {"hubspot", "deals", "5"}, .currency = std::string("EUR"), .owner = std::string("ann")};
}

// Shows R041.
TEST_CASE("what commission is paid on is the payments of the deal's invoices, less what was given back") {
    std::vector<invoice> const invoices{issued("1", eur(100'00)), issued("2", eur(50'00)), issued("3", eur(70'00))};
    std::vector<payment> const payments{
        {.source = ref("payment", "p"),
         .amount = eur(170'00),
         .status = payment_status::settled,
         .allocations = {{ref("invoice", "1"), eur(100'00)}, {ref("invoice", "3"), eur(70'00)}}},
        {.source = ref("payment", "q"),
         .amount = eur(20'00),
         .status = payment_status::settled,
         .allocations = {{ref("invoice", "2"), eur(15'00)}}},
        {.source = ref("payment", "x"),
         .amount = eur(35'00),
         .status = payment_status::failed,
         .allocations = {{ref("invoice", "2"), eur(35'00)}}}};
    std::vector<credit_note> const notes{{.source = ref("credit", "c"),
                                          .invoice = ref("invoice", "1"),
                                          .state = invoice_state::issued,
                                          .gross = eur(10'00)}};
    std::vector<refund> const refunds{{.source = ref("refund", "r"),
                                       .payment = ref("payment", "p"),
                                       .credit_note = ref("credit", "c"),
                                       .amount = eur(10'00),
                                       .status = payment_status::settled}};
    auto const all = receivables_of(invoices, notes, payments, refunds);
    REQUIRE(all);
    std::vector<external_ref> const its{ref("invoice", "1"), ref("invoice", "2")};
    auto const b = commission_basis_of(deal(), its, *all);
    REQUIRE(b);
    CHECK(b->collected == eur(105'00));
    CHECK(b->owner.value() == "ann");
    CHECK(b->payments == std::vector<receivable_entry>{
                             {receivable_kind::paid, ref("payment", "p"), ref("invoice", "1"), eur(-100'00)},
                             {receivable_kind::paid, ref("payment", "q"), ref("invoice", "2"), eur(-15'00)},
                             {receivable_kind::refunded, ref("refund", "r"), ref("invoice", "1"), eur(10'00)}});
    // every cent of it is one of a payment
    std::int64_t sum = 0;
    for (auto const& p : b->payments) sum -= p.amount.minor();
    CHECK(sum == b->collected.minor());
}

TEST_CASE("a deal nobody has paid rests on nothing, and an invoice that is not known is named") {
    std::vector<invoice> const invoices{issued("1", eur(100'00)), issued("2", money::from_minor(1, "USD"))};
    auto const all = receivables_of(invoices, {}, {}, {});
    REQUIRE(all);
    CHECK(commission_basis_of(deal(), {}, *all)->collected == eur(0));
    std::vector<external_ref> its{ref("invoice", "9")};
    CHECK(commission_basis_of(deal(), its, *all).error().message ==
          "opportunity hubspot deals 5: found invoice odoo invoice 9, which is not known");
    its = {ref("invoice", "1"), ref("invoice", "2")};
    CHECK(commission_basis_of(deal(), its, *all).error().code == errc::mapping);
    CHECK_FALSE(commission_basis_of({}, {}, *all));
}

}  // namespace commission_test
