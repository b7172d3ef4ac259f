// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/tax_totals.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/core/random.hpp>

using namespace syncline;
using namespace syncline::model;
using namespace std::chrono_literals;

namespace {

money eur(std::int64_t cents) { return money::from_minor(cents, "EUR"); }

tax_treatment at(char const* percent) { return {.jurisdiction = "AT", .rate = *decimal::parse(percent)}; }

taxed_line line(std::int64_t cents, char const* percent = "20") { return {eur(cents), at(percent)}; }

std::string message(result<void> const& r) { return r ? "fits" : r.error().message; }

}  // namespace

// Shows R183.
TEST_CASE("rounded per line and per total, the same lines have different tax") {
    std::vector<taxed_line> const lines{line(1'03, "19"), line(1'03, "19"), line(1'03, "19")};  // 19.57 cents each
    auto const per_line = totals_of(lines, tax_rounding::per_line);
    auto const per_total = totals_of(lines, tax_rounding::per_total);
    REQUIRE(per_line);
    REQUIRE(per_total);
    CHECK(per_line->tax == eur(60));
    CHECK(per_total->tax == eur(59));  // 58.71
    CHECK(per_line->net == eur(3'09));
    CHECK(per_line->gross == eur(3'69));
    CHECK(per_total->gross == eur(3'68));
}

TEST_CASE("lines that are taxed alike are summed together, in the order they first appear") {
    std::vector<taxed_line> const lines{line(100'00),
                                        line(50'00, "10"),
                                        line(10'00),
                                        {eur(7'00), {.category = tax_category::reverse_charge, .jurisdiction = "DE"}}};
    auto const t = totals_of(lines, tax_rounding::per_total);
    REQUIRE(t);
    REQUIRE(t->by_treatment.size() == 3);
    CHECK(t->by_treatment[0] == tax_subtotal{at("20"), eur(110'00), eur(22'00)});
    CHECK(t->by_treatment[1] == tax_subtotal{at("10"), eur(50'00), eur(5'00)});
    CHECK(t->by_treatment[2].tax == eur(0));
    CHECK(t->gross == eur(194'00));
    CHECK(totals_of({}, tax_rounding::per_line)->by_treatment.empty());
}

// Shows R034.
TEST_CASE("yen have no decimals and dinars have three") {
    std::vector<taxed_line> const yen{{money::from_minor(999, "JPY"), at("10")}};
    CHECK(totals_of(yen, tax_rounding::per_total, rounding::down)->tax == money::from_minor(99, "JPY"));
    std::vector<taxed_line> const dinar{{money::from_minor(1'005, "KWD"), at("5")}};
    CHECK(totals_of(dinar, tax_rounding::per_total)->tax == money::from_minor(50, "KWD"));
}

TEST_CASE("the two ways of rounding are never further apart than half a cent per line and one treatment") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        seeded_random random(seed);
        std::vector<taxed_line> lines;
        for (auto n = 1 + random() % 20; n > 0; --n)
            lines.push_back(line(static_cast<std::int64_t>(random() % 100'000) - 20'000, random() % 2 ? "19" : "7"));
        auto const a = totals_of(lines, tax_rounding::per_line);
        auto const b = totals_of(lines, tax_rounding::per_total);
        REQUIRE(a);
        REQUIRE(b);
        CAPTURE(seed);
        CHECK(a->net == b->net);
        auto const apart = a->tax.minor() - b->tax.minor();
        CHECK(2 * std::abs(apart) <= static_cast<std::int64_t>(lines.size() + b->by_treatment.size()));
        // taking everything back is exactly the same, the other way round
        for (auto& l : lines) l.net = money::from_minor(-l.net.minor(), l.net.currency());
        CHECK(totals_of(lines, tax_rounding::per_line)->gross.minor() == -a->gross.minor());
    }
}

// Shows R184.
TEST_CASE("a rate that contradicts its category is refused, naming the line") {
    std::vector<taxed_line> lines{line(1'00), {eur(1'00), {.category = tax_category::exempt, .rate = decimal(20)}}};
    auto r = totals_of(lines, tax_rounding::per_line);
    REQUIRE_FALSE(r);
    CHECK(r.error().reason == category::tax_mismatch);
    CHECK(r.error().message == "line 2: found rate 20 on exempt, expected none");
    lines[1].tax = {.jurisdiction = "AT"};
    CHECK(totals_of(lines, tax_rounding::per_line).error().message ==
          "line 2: found no rate, expected one of what is taxed as standard");
    lines[1] = {money::from_minor(100, "USD"), at("20")};
    CHECK(totals_of(lines, tax_rounding::per_line).error().message ==
          "line 2: found 1.00 USD, expected an amount in EUR");
    lines[1] = {eur(INT64_MAX), at("20")};
    CHECK_FALSE(totals_of(lines, tax_rounding::per_line));
}

// Shows R183, R184.
TEST_CASE("stated totals are compared, and a mismatch shows the difference and who would be right") {
    std::vector<taxed_line> const lines{line(1'03, "19"), line(1'03, "19"), line(1'03, "19")};
    CHECK(check_totals("INV/7", lines, tax_rounding::per_line, eur(3'09), eur(60), eur(3'69)));
    auto const off = check_totals("INV/7", lines, tax_rounding::per_line, eur(3'09), eur(59), eur(3'68));
    CHECK(message(off) ==
          "INV/7: tax: found 0.59 EUR, expected 0.60 EUR, a difference of -0.01 EUR where 0.00 EUR is tolerated; "
          "rounding "
          "the total gives what was found");
    CHECK(off.error().code == errc::rejected);
    CHECK(off.error().reason == category::tax_mismatch);
    CHECK(check_totals("INV/7", lines, tax_rounding::per_line, eur(3'09), eur(59), eur(3'68), {.minor_units = 1}));
    CHECK(check_totals("INV/7", lines, tax_rounding::per_line, eur(3'09), eur(57), eur(3'66),
                       {.minor_units_per_line = 1}));
    CHECK_FALSE(check_totals("INV/7", lines, tax_rounding::per_line, eur(3'09), eur(56), eur(3'65),
                             {.minor_units_per_line = 1}));
    auto const net = check_totals("INV/7", lines, tax_rounding::per_total, eur(3'00), eur(59), eur(3'59));
    CHECK(net.error().reason == category::amount_mismatch);
    CHECK(message(net) ==
          "INV/7: net: found 3.00 EUR, expected 3.09 EUR, a difference of -0.09 EUR where 0.00 EUR is tolerated");
    CHECK(message(check_totals("INV/7", lines, tax_rounding::per_total, money::from_minor(309, "USD"), eur(59),
                               eur(3'68))) == "INV/7: net: found 3.09 USD, expected 3.09 EUR");
}

// Shows R183, R184, R185.
TEST_CASE("a tax code means what it meant on the day") {
    auto const days = [](char const* rate, std::optional<local_date> from, std::optional<local_date> to) {
        auto t = at(rate);
        t.valid_from = from;
        t.valid_to = to;
        return t;
    };
    std::vector<tax_mapping> const table{{"MwSt", "", days("19", {}, 2020y / 7 / 1)},
                                         {"MwSt", "", days("16", 2020y / 7 / 1, 2021y / 1 / 1)},
                                         {"MwSt", "", days("19", 2021y / 1 / 1, {})},
                                         {"MwSt", "3", days("20", 2021y / 1 / 1, {})},
                                         {"both", "", days("1", {}, {})},
                                         {"both", "", days("2", 2025y / 1 / 1, {})}};
    CHECK(treatment_on(table, "MwSt", "1", 2020y / 6 / 30)->rate == decimal(19));
    CHECK(treatment_on(table, "MwSt", "1", 2020y / 7 / 1)->rate == decimal(16));
    CHECK(treatment_on(table, "MwSt", "", 2020y / 12 / 31)->rate == decimal(16));
    CHECK(treatment_on(table, "MwSt", "1", 2021y / 1 / 1)->rate == decimal(19));
    CHECK(treatment_on(table, "MwSt", "3", 2021y / 1 / 1)->rate == decimal(20));
    auto const early = treatment_on(table, "MwSt", "3", 2020y / 12 / 31);
    REQUIRE_FALSE(early);
    CHECK(early.error().reason == category::tax_mismatch);
    CHECK(early.error().message ==
          "tax code \"MwSt\" of company 3: found none valid on 2020-12-31, expected a day from 2021-01-01");
    CHECK(treatment_on(table, "USt", "", 2021y / 1 / 1).error().message ==
          "tax code \"USt\": found no treatment for it, expected one");
    CHECK(treatment_on(table, "both", "", 2024y / 1 / 1)->rate == decimal(1));
    auto const two = treatment_on(table, "both", "", 2025y / 1 / 1);
    REQUIRE_FALSE(two);
    CHECK(two.error().code == errc::misconfigured);
    CHECK(two.error().message == "tax code \"both\": two mappings are valid on 2025-01-01");
}
