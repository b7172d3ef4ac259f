// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/amendment.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>

namespace amendment_test {

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

contract days(std::int64_t n) {
    return {.reference = "S1",
            .currency = std::string("EUR"),
            .lines = {{.quantity = decimal(n), .unit_price = decimal(1'000), .key = "work"}}};
}

std::vector<version_of<contract>> history() {
    return {{.number = 1, .effective = 2026y / 1 / 1, .reason = "agreed", .terms = days(10)}};
}

change_request asked() {
    return {.number = "CR-7",
            .reason = "five more days",
            .effective = 2026y / 3 / 1,
            .difference = money::from_minor(5'000'00, "EUR"),
            .approved = {.state = approval_state::approved}};
}

error refusal(result<amended> const& r) { return r ? error{.message = "made"} : r.error(); }

// Shows R039.
TEST_CASE("an approved change request makes one amendment, however often it is asked for") {
    auto const once = amend(history(), asked(), days(15));
    REQUIRE(once);
    REQUIRE(once->history.size() == 2);
    auto const& made = once->history.back();
    CHECK(made.number == 2);
    CHECK(made.terms.version == 2);
    CHECK(made.reason == "CR-7: five more days");
    CHECK(made.effective == local_date(2026y / 3 / 1));
    CHECK(made.approved.state == approval_state::approved);
    CHECK(once->request.amendment == 2);
    CHECK(in_order("contract S1", once->history));

    CHECK(amend(once->history, once->request, days(15)) == *once);  // as it was marked
    CHECK(amend(once->history, asked(), days(15)) == *once);        // and as if the mark was lost
    auto second = asked();
    second.number = "CR-70";  // not taken for CR-7
    second.difference = money::from_minor(1'000'00, "EUR");
    CHECK(amend(once->history, second, days(16))->history.size() == 3);
}

// Shows R039.
TEST_CASE("one that nobody approved makes none") {
    for (auto const s :
         {approval_state::none, approval_state::requested, approval_state::rejected, approval_state::withdrawn}) {
        auto r = asked();
        r.approved.state = s;
        auto const e = refusal(amend(history(), r, days(15)));
        CHECK(e.code == errc::rejected);
        CHECK(e.reason == category::approval_missing);
    }
    auto r = asked();
    r.approved.state = approval_state::requested;
    CHECK(refusal(amend(history(), r, days(15))).message ==
          "change request CR-7: found approval \"requested\", expected it to be approved");
}

// Shows R039.
TEST_CASE("terms that are not what was asked for are refused, with both amounts") {
    auto const e = refusal(amend(history(), asked(), days(16)));
    CHECK(e.reason == category::amount_mismatch);
    CHECK(e.message ==
          "change request CR-7: found terms that change the contract by 6000.00 EUR, expected 5000.00 EUR");
}

TEST_CASE("an amendment needs a number, a day, a contract and the version it is marked with") {
    auto r = asked();
    r.number.clear();
    CHECK(refusal(amend(history(), r, days(15))).code == errc::mapping);
    r = asked();
    r.effective.reset();
    CHECK(refusal(amend(history(), r, days(15))).code == errc::mapping);
    r.effective = 2025y / 12 / 31;
    CHECK(refusal(amend(history(), r, days(15))).message ==
          "change request CR-7: found 2025-12-31, expected no day before 2026-01-01, when version 1 takes effect");
    r = asked();
    CHECK(refusal(amend({}, r, days(15))).code == errc::missing_reference);
    r.amendment = 5;
    CHECK(refusal(amend(history(), r, days(15))).code == errc::missing_reference);
    auto none = days(15);
    none.currency = {};
    CHECK_FALSE(amend(history(), asked(), none));
}

}  // namespace amendment_test
