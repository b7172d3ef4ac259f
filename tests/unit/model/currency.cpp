// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/currency.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

using namespace syncline;
using model::currency;

namespace {

/// What ISO 4217's list gives other than two decimals, typed from the list a second time.
constexpr std::string_view none_listed = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX";
constexpr std::string_view zero = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view three = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view four = "CLF UYW";

bool has(std::string_view list, std::string_view code) { return list.find(code) != std::string_view::npos; }

}  // namespace

static_assert(std::is_trivially_copyable_v<currency> && sizeof(currency) == 1);
static_assert(currency("EUR").minor_units() == 2 && currency("EUR").code() == "EUR");
static_assert(currency{} == currency("XXX"), "no currency is a currency of its own");

TEST_CASE("the codes are ascending, so that they can be searched") {
    auto const& table = model::detail::currency_table;
    CHECK(table.size() == 184);  // 178 in force on 1 January 2026 and six withdrawn ones
    CHECK(std::is_sorted(table.begin(), table.end(), [](auto const& a, auto const& b) { return a.text() < b.text(); }));
    CHECK(std::adjacent_find(table.begin(), table.end(),
                             [](auto const& a, auto const& b) { return a.text() == b.text(); }) == table.end());
}

TEST_CASE("each currency is found by its code and has the decimals of the list") {
    for (auto const& row : model::detail::currency_table) {
        CAPTURE(row.text());
        auto const c = currency::parse(row.text());
        REQUIRE(c);
        CHECK(c->code() == row.text());
        int const expected = has(zero, row.text()) || has(none_listed, row.text()) ? 0
                             : has(three, row.text())                              ? 3
                             : has(four, row.text())                               ? 4
                                                                                   : 2;
        CHECK(c->minor_units() == expected);
    }
}

TEST_CASE("every code of the exceptions is in the table") {
    for (auto const list : {none_listed, zero, three, four})
        for (std::size_t i = 0; i < list.size(); i += 4) CHECK(currency::parse(list.substr(i, 3)));
    for (auto const& unusual : model::detail::unusual_decimals)
        for (std::size_t i = 0; i < unusual.codes.size(); i += 4)
            CHECK(currency::parse(unusual.codes.substr(i, 3))->minor_units() == unusual.decimals);
}

TEST_CASE("what is not a code in three capital letters is refused") {
    for (std::string_view const text :
         {"", "EU", "EURO", "eur", "Eur", " EUR", "EUR ", "E\0R", "ZZZ", "AAA", "€", "978", "ROL", "DEM"}) {
        CAPTURE(text);
        auto const c = currency::parse(text);
        REQUIRE_FALSE(c);
        CHECK(c.error().code == errc::mapping);
    }
    CHECK(currency::parse("eur").error().message == "currency: found \"eur\", expected an ISO 4217 code such as EUR");
}

TEST_CASE("currencies withdrawn in the last years are still read, since records outlive them") {
    for (std::string_view const code : {"ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"}) CHECK(currency::parse(code));
}

TEST_CASE("the table holds every code of the system's own ISO 4217 list") {
    std::ifstream file("/usr/share/iso-codes/json/iso_4217.json");
    if (!file) {
        MESSAGE("skipped: the package iso-codes is not present");
        return;
    }
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    std::set<std::string> listed;
    constexpr std::string_view key = "\"alpha_3\": \"";
    for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + 1))
        listed.insert(text.substr(at + key.size(), 3));
    CHECK(listed.size() > 150);
    for (auto const& code : listed) {
        CAPTURE(code);
        CHECK(currency::parse(code));
    }
    // newer than some editions of that package, or withdrawn in others
    std::set<std::string_view> const moving{"XAD", "XCG", "ZWG", "ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"};
    for (auto const& row : model::detail::currency_table) {
        CAPTURE(row.text());
        CHECK((listed.contains(std::string(row.text())) || moving.contains(row.text())));
    }
}
