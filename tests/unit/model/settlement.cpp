// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/settlement.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/core/random.hpp>

namespace settlement_test {

using namespace syncline;
using namespace syncline::model;

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }

external_ref ref(char const* object, std::string id) { return {"stripe", object, std::move(id)}; }

payment paid(char const* id, std::int64_t cents, std::int64_t fee) {
    return {.source = ref("payment", id), .amount = eur(cents), .status = payment_status::settled, .fee = eur(fee)};
}

refund back(char const* id, std::int64_t cents) {
    return {.source = ref("refund", id), .payment = ref("payment", "a"), .amount = eur(cents)};
}

payout of(std::int64_t cents) {
    return {.source = ref("payout", "po"),
            .amount = eur(cents),
            .payments = {ref("payment", "a"), ref("payment", "b")},
            .refunds = {ref("refund", "r")}};
}

// Shows R032.
TEST_CASE("a payout is its payments less refunds less fees") {
    std::vector<payment> const payments{paid("a", 100'00, 1'75), paid("b", 50'00, 1'00), paid("other", 9'00, 9)};
    std::vector<refund> const refunds{back("r", 20'00)};
    auto const s = settlement_of(of(127'25), payments, refunds);
    REQUIRE(s);
    CHECK(*s == settlement{ref("payout", "po"), eur(150'00), eur(20'00), eur(2'75), eur(127'25), eur(127'25), eur(0)});
    CHECK_FALSE(difference_in(*s));
    auto stated = of(127'00);
    stated.fees = eur(3'00);  // the payout's own word on fees goes before that of its payments
    CHECK(settlement_of(stated, payments, refunds)->difference == eur(0));
}

// Shows R032.
TEST_CASE("what does not add up is recorded with its difference") {
    std::vector<payment> const payments{paid("a", 100'00, 1'75), paid("b", 50'00, 1'00)};
    std::vector<refund> const refunds{back("r", 20'00)};
    auto const s = settlement_of(of(127'25), payments, refunds, eur(127'20));  // the bank got five cents less
    REQUIRE(s);
    CHECK(s->difference == eur(-5));
    auto const told = difference_in(*s);
    REQUIRE(told);
    CHECK(told->code == errc::rejected);
    CHECK(told->reason == category::amount_mismatch);
    CHECK(told->message ==
          "payout stripe payout po: found 127.20 EUR, expected 127.25 EUR (payments 150.00 EUR less refunds 20.00 EUR "
          "less fees 2.75 EUR), a difference of -0.05 EUR");
}

// Shows R032.
TEST_CASE("a payment or refund that is not known, or listed twice, is named") {
    std::vector<payment> payments{paid("a", 100'00, 0)};
    std::vector<refund> refunds{back("r", 20'00)};
    auto r = settlement_of(of(80'00), payments, refunds);
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::missing_reference);
    CHECK(r.error().message == "payout stripe payout po: found payment stripe payment b, which is not known");
    auto twice = of(80'00);
    twice.payments[1] = twice.payments[0];
    r = settlement_of(twice, payments, refunds);
    CHECK(r.error().code == errc::conflict);
    twice.payments.pop_back();
    CHECK(settlement_of(twice, payments, refunds)->difference == eur(0));
    refunds[0].amount = money::from_minor(20'00, "USD");
    CHECK(
        settlement_of(twice, payments, refunds).error().message ==
        "payout stripe payout po: refund stripe refund r: money: found 0.00 EUR and 20.00 USD, expected one currency");
    CHECK(settlement_of(twice, payments, {}).error().code == errc::missing_reference);
}

// Shows R032.
TEST_CASE("any number of payments adds up, and a difference of one cent is never lost") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        seeded_random random(seed);
        payout p{.source = ref("payout", "po")};
        std::vector<payment> payments;
        std::vector<refund> refunds;
        std::int64_t sum = 0;
        for (auto n = random() % 30; n > 0; --n) {
            auto const cents = static_cast<std::int64_t>(random() % 100'000);
            auto const fee = static_cast<std::int64_t>(random() % 500);
            auto const id = std::to_string(n);
            if (random() % 4 == 0) {
                refunds.push_back(back(id.c_str(), cents));
                p.refunds.push_back(refunds.back().source);
                sum -= cents;
            } else {
                payments.push_back(paid(id.c_str(), cents, fee));
                p.payments.push_back(payments.back().source);
                sum += cents - fee;
            }
        }
        auto const off = static_cast<std::int64_t>(random() % 3) - 1;
        p.amount = eur(sum + off);
        auto const s = settlement_of(p, payments, refunds);
        REQUIRE(s);
        CHECK(s->expected == eur(sum));
        CHECK(s->difference == eur(off));
        CHECK(difference_in(*s).has_value() == (off != 0));
    }
}

}  // namespace settlement_test
