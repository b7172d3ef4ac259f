// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/receivables.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/core/random.hpp>

namespace receivables_test {

using namespace syncline;
using namespace syncline::model;

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }

external_ref ref(char const* object, std::string id) { return {"odoo", object, std::move(id)}; }

invoice issued(std::string id, money gross) {
    return {.source = ref("invoice", std::move(id)),
            .state = invoice_state::issued,
            .currency = gross.currency(),
            .gross = gross};
}

credit_note credit(std::string id, std::string of, money gross) {
    return {.source = ref("credit", std::move(id)),
            .invoice = ref("invoice", std::move(of)),
            .state = invoice_state::issued,
            .gross = gross};
}

payment paid(std::string id, money amount, std::vector<payment_allocation> to) {
    return {.source = ref("payment", std::move(id)),
            .amount = amount,
            .status = payment_status::settled,
            .allocations = std::move(to)};
}

refund back(std::string id, std::string of, money amount, std::optional<external_ref> note = {}) {
    return {.source = ref("refund", std::move(id)),
            .payment = ref("payment", std::move(of)),
            .credit_note = std::move(note),
            .amount = amount,
            .status = payment_status::settled};
}

/// What a case is made of.
struct books {
    std::vector<invoice> invoices;
    std::vector<credit_note> notes;
    std::vector<payment> payments;
    std::vector<refund> refunds;

    result<receivables> open() const { return receivables_of(invoices, notes, payments, refunds); }
    error refusal() const {
        auto const r = open();
        return r ? error{.message = "adds up"} : r.error();
    }
};

// Shows R031.
TEST_CASE("invoice, credit note, payment and refund come to what is still owed") {
    books b{{issued("1", eur(100'00))},
            {credit("c", "1", eur(30'00))},
            {paid("p", eur(100'00), {{ref("invoice", "1"), eur(100'00)}})},
            {back("r", "p", eur(20'00), ref("credit", "c"))}};
    auto const r = b.open();
    REQUIRE(r);
    CHECK(r->invoices.front() ==
          open_invoice{ref("invoice", "1"), eur(100'00), eur(-30'00), eur(-100'00), eur(20'00), eur(-10'00)});
    CHECK(r->totals.front() == open_total{"EUR", eur(-10'00), eur(0), eur(-10'00)});
    REQUIRE(r->entries.size() == 4);
    CHECK(r->entries[3] ==
          receivable_entry{receivable_kind::refunded, ref("refund", "r"), ref("invoice", "1"), eur(20'00)});
}

TEST_CASE("what is a draft, cancelled, pending, failed or disputed does not count") {
    books b{{issued("1", eur(100'00)), issued("2", eur(7'00)), issued("3", eur(8'00))}, {}, {}, {}};
    b.invoices[1].state = invoice_state::draft;
    b.invoices[1].gross.reset();
    b.invoices[2].state = invoice_state::cancelled;
    b.notes.push_back(credit("c", "1", eur(1'00)));
    b.notes[0].state = invoice_state::draft;
    for (auto const s : {payment_status::pending, payment_status::authorized, payment_status::failed,
                         payment_status::cancelled, payment_status::disputed}) {
        b.payments.push_back(paid(std::to_string(static_cast<int>(s)), eur(5'00), {{ref("invoice", "1"), eur(5'00)}}));
        b.payments.back().status = s;
    }
    auto const r = b.open();
    REQUIRE(r);
    CHECK(r->totals.front().owed == eur(100'00));
    CHECK(r->entries.size() == 1);
}

// Shows R031.
TEST_CASE("currencies stay apart") {
    books b{{issued("1", eur(100'00)), issued("2", money::from_minor(5'000, "JPY"))}, {}, {}, {}};
    auto const r = b.open();
    REQUIRE(r);
    REQUIRE(r->totals.size() == 2);
    CHECK(r->totals[0].owed == eur(100'00));
    CHECK(r->totals[1].owed == money::from_minor(5'000, "JPY"));
    b.notes.push_back(credit("c", "1", money::from_minor(100, "USD")));
    CHECK(b.refusal().code == errc::mapping);
    CHECK(b.refusal().message ==
          "credit note odoo credit c: money: found 0.00 EUR and -1.00 USD, expected one currency");
}

// Shows R031.
TEST_CASE("more than there was is neither credited, nor allocated, nor given back") {
    books b{{issued("1", eur(100'00))}, {credit("c", "1", eur(60'00)), credit("d", "1", eur(40'01))}, {}, {}};
    CHECK(b.refusal().code == errc::rejected);
    CHECK(b.refusal().reason == category::amount_mismatch);
    CHECK(b.refusal().message ==
          "credit note odoo credit d: found 40.01 EUR, which takes back more than the 100.00 EUR of invoice odoo "
          "invoice 1");
    b.notes.clear();
    b.payments = {paid("p", eur(10'00), {{ref("invoice", "1"), eur(10'01)}})};
    CHECK(b.refusal().message == "payment odoo payment p: gives more to its invoices than the 10.00 EUR it brought");
    b.payments = {paid("p", eur(10'00), {{ref("invoice", "1"), eur(10'00)}})};
    b.refunds = {back("r", "p", eur(6'00)), back("s", "p", eur(6'00))};
    CHECK(b.refusal().message ==
          "refund odoo refund s: found 6.00 EUR, expected no more than is left of payment odoo payment p");
    b.refunds.pop_back();
    CHECK(b.open());
    b.payments.front().status = payment_status::failed;
    CHECK(b.refusal().code == errc::rejected);
}

// Shows R031.
TEST_CASE("a document names what it corrects, and one that names nothing known is refused by name") {
    books b{{issued("1", eur(100'00)), issued("2", eur(50'00))},
            {credit("c", "9", eur(1'00))},
            {paid("p", eur(30'00), {{ref("invoice", "1"), eur(10'00)}, {ref("invoice", "2"), eur(10'00)}})},
            {}};
    CHECK(b.refusal().code == errc::missing_reference);
    CHECK(b.refusal().message == "credit note odoo credit c: found invoice odoo invoice 9, which is not known");
    b.notes.clear();
    b.refunds = {back("r", "q", eur(1'00))};
    CHECK(b.refusal().message == "refund odoo refund r: found payment odoo payment q, which is not known");
    b.refunds = {back("r", "p", eur(1'00), ref("credit", "z"))};
    CHECK(b.refusal().message == "refund odoo refund r: found credit note odoo credit z, which is not known");
    b.refunds = {back("r", "p", eur(10'00))};  // what no invoice got goes back first
    CHECK(b.open()->totals.front() == open_total{"EUR", eur(130'00), eur(0), eur(130'00)});
    b.refunds = {back("r", "p", eur(10'01))};
    CHECK(b.refusal().message ==
          "refund odoo refund r: payment odoo payment p pays 2 invoices, expected a credit note that says which one it "
          "is");
}

TEST_CASE("a record that comes twice, an amount below 0 and an invoice without amount are refused by name") {
    books b{{issued("1", eur(1'00)), issued("1", eur(1'00))}, {}, {}, {}};
    CHECK(b.refusal().message == "invoice odoo invoice 1: found twice, expected once");
    b.invoices = {issued("1", eur(-1'00))};
    CHECK(b.refusal().message == "invoice odoo invoice 1: found -1.00 EUR, expected no amount below 0");
    b.invoices[0].gross.reset();
    CHECK(b.refusal().message == "invoice odoo invoice 1: found no gross amount, expected one of what is issued");
    b.invoices = {issued("1", eur(INT64_MAX)), issued("2", eur(1))};
    CHECK(b.refusal().code == errc::too_large);
}

// Shows R031.
TEST_CASE("what the books say is due is compared, and the difference is told") {
    books b{{issued("1", eur(100'00))}, {}, {paid("p", eur(40'00), {{ref("invoice", "1"), eur(40'00)}})}, {}};
    auto const r = b.open();
    REQUIRE(r);
    CHECK(check_due(*r, b.invoices));
    b.invoices[0].due = eur(60'00);
    CHECK(check_due(*r, b.invoices));
    b.invoices[0].due = eur(59'99);
    auto const off = check_due(*r, b.invoices);
    REQUIRE_FALSE(off);
    CHECK(off.error().reason == category::amount_mismatch);
    CHECK(off.error().message ==
          "invoice odoo invoice 1: due: found 59.99 EUR, expected 60.00 EUR, a difference of -0.01 EUR");
}

// Shows R031.
TEST_CASE("whatever is invoiced, credited, paid and given back, the open amounts are what a ledger kept by hand says") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        auto const up_to = [&](std::int64_t most) {
            return most <= 0 ? std::int64_t{0}
                             : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
        };
        books b;
        std::map<std::string, std::int64_t> ledger;  // invoice -> open cents
        std::int64_t on_account = 0;
        int next = 0;
        for (auto n = 1 + random() % 6; n > 0; --n) {
            auto const id = std::to_string(next++);
            auto const gross = 1 + up_to(100'000);
            b.invoices.push_back(issued(id, eur(gross)));
            ledger[id] = gross;
            auto creditable = gross;
            for (auto k = random() % 3; k > 0; --k) {  // partial notes
                auto const cents = up_to(creditable);
                creditable -= cents;
                auto const note = std::to_string(next++);
                b.notes.push_back(credit(note, id, eur(cents)));
                ledger[id] -= cents;
                auto const pay = std::to_string(next++);  // paid, and partly given back for the note
                auto const brought = up_to(gross);
                auto const given = up_to(brought);
                b.payments.push_back(paid(pay, eur(brought), {{ref("invoice", id), eur(given)}}));
                ledger[id] -= given;
                on_account -= brought - given;
                auto const returned = up_to(given);
                b.refunds.push_back(back(std::to_string(next++), pay, eur(returned), ref("credit", note)));
                ledger[id] += returned;
                auto const from_account = up_to(brought - given);
                b.refunds.push_back(back(std::to_string(next++), pay, eur(from_account)));
                on_account += from_account;
            }
        }
        auto const r = b.open();
        REQUIRE(r);
        std::int64_t sum = 0;
        for (auto const& i : r->invoices) {
            CHECK(i.open.minor() == ledger[i.invoice.id]);
            sum += i.open.minor();
        }
        CHECK(r->totals.front() == open_total{"EUR", eur(sum), eur(on_account), eur(sum + on_account)});
        std::int64_t entries = 0;
        for (auto const& e : r->entries) entries += e.amount.minor();
        CHECK(entries == r->totals.front().owed.minor());
        // the order in which they arrive changes nothing
        std::reverse(b.notes.begin(), b.notes.end());
        std::reverse(b.payments.begin(), b.payments.end());
        std::reverse(b.refunds.begin(), b.refunds.end());
        CHECK(b.open()->totals == r->totals);
        CHECK(b.open()->invoices == r->invoices);
    }
}

}  // namespace receivables_test
