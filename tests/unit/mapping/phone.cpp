// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/phone.hpp>

#include <doctest/doctest.h>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

TEST_CASE("a telephone number reads as E.164 and extension") {
    struct {
        std::string_view country;
        std::string_view text;
        std::string_view number;  ///< As `phone_text` writes it.
    } constexpr cases[] = {
        {"", "+49 30 123456", "+4930123456"},
        {"", "+49 (0)30 / 123-456", "+4930123456"},
        {"", "tel:+49-30-123456", "+4930123456"},
        {"DE", "030 123456", "+4930123456"},
        {"de", "(030) 123 456", "+4930123456"},
        {"DE", "0049 30 123456", "+4930123456"},
        {"DE", "+1 (650) 253-0000", "+16502530000"},
        {"US", "(650) 253-0000", "+16502530000"},
        {"US", "1-650-253-0000", "+16502530000"},
        {"US", "011 49 30 123456", "+4930123456"},
        {"US", "650.253.0000 x123", "+16502530000;ext=123"},
        {"US", "650-253-0000, ext. 123", "+16502530000;ext=123"},
        {"US", "650-253-0000 EXT 123", "+16502530000;ext=123"},
        {"US", "650-253-0000 extension 7", "+16502530000;ext=7"},
        {"US", "650-253-0000 #7", "+16502530000;ext=7"},
        {"", "+16502530000;ext=123", "+16502530000;ext=123"},
        {"FR", "06 12 34 56 78", "+33612345678"},
        {"FR", "6 12 34 56 78", "+33612345678"},
        {"IT", "06 1234 5678", "+390612345678"},  // Italy keeps its zero
        {"IT", "+39 06 1234 5678", "+390612345678"},
        {"ES", "612 34 56 78", "+34612345678"},
        {"HU", "06 20 123 4567", "+36201234567"},
        {"RU", "8 (912) 345-67-89", "+79123456789"},
        {"RU", "812 345 67 89", "+78123456789"},
        {"RU", "8~", ""},
        {"BR", "(11) 91234-5678", "+5511912345678"},
        {"GB",
         "020\xC2\xA0"
         "7946 0958",
         "+442079460958"},
        {"GB", "20 7946 0958", "+442079460958"},
        {"AU", "0011 49 30 123456", "+4930123456"},
        {"", "+800 1234 5678", "+80012345678"},
        // nobody can know these
        {"", "030 123456", ""},
        {"", "0049 30 123456", ""},
        {"XX", "030 123456", ""},
        {"DE", "123456", ""},
        {"DE", "30123456", ""},
        {"CN", "13123456789", ""},
        // no such number
        {"", "+999 123456789", ""},
        {"", "+0 123456789", ""},
        {"", "+49 12", ""},
        {"", "+49 1234 5678 9012 3456", ""},
        {"", "+1 650 253 000", ""},
        {"", "+1 150 253 0000", ""},
        {"US", "150 253 0000", ""},
        {"US", "650 253 000", ""},
        {"FR", "06 12 34 56", ""},
        {"", "+39 (0)6 1234 5678", ""},
        {"", "+49 30 123456 x", ""},
        {"", "+49 30 123456 x12a", ""},
        {"", "+49 30 123456 x123456789012", ""},
        {"", "+49 30 CALLME", ""},
        {"", "++49 30 123456", ""},
        {"", "+49 30 123456 / +49 30 123457", ""},
        {"DE", "000 30 123456", ""},
        {"DE", "x12", ""},
    };
    for (auto const& c : cases) {
        auto const r = to_phone{c.country}(c.text);
        if (c.number.empty()) {
            check_refused(r, c.text);
        } else {
            REQUIRE_MESSAGE(r, c.text << ": " << r.error().message);
            CHECK_MESSAGE(phone_text(*r) == std::string(c.number), c.text);
            CHECK_MESSAGE(to_phone{}(phone_text(*r)) == *r, c.text);
        }
    }
}

TEST_CASE("the example numbers of 242 countries read as they should") {
    std::size_t right = 0;
    for (auto const& row : rows_of("phones.csv", ';')) {
        REQUIRE(row.size() == 3);
        auto const r = to_phone{row[0]}(row[1]);
        if (row[2] == "refused") {
            check_refused(r, row[1]);
            continue;
        }
        REQUIRE_MESSAGE(r, row[0] << ' ' << row[1] << ": " << r.error().message);
        CHECK_MESSAGE(r->e164 == row[2], row[1]);
        CHECK(to_phone{}(r->e164) == *r);
        ++right;
    }
    CHECK(right > 900);
}

TEST_CASE("a field for the number alone refuses to lose an extension") {
    CHECK(e164_only(phone_number{"+4930123456", ""}) == "+4930123456");
    CHECK(e164_only(phone_number{"+4930123456", "12"}).error().message ==
          "found \"+4930123456;ext=12\", expected a number without an extension");
}

TEST_CASE("hostile text is no telephone number") {
    check_hostile_refused(to_phone{});
    check_hostile_refused(to_phone{"DE"});
    check_hostile_refused(to_phone{"US"});
    CHECK(to_phone{"DE"}.describe() == "to_phone DE");
}
