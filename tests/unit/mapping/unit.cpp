// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/unit.hpp>

#include <doctest/doctest.h>

#include "conversion_cases.hpp"

using namespace syncline;
using namespace conversion_cases;

TEST_CASE("a unit reads as its code of UN/ECE Recommendation 20") {
    struct {
        std::string_view text;
        std::string_view code;
    } constexpr cases[] = {
        // what Odoo 16 and 18 ship
        {"Units", "C62"},
        {"Dozens", "DZN"},
        {"g", "GRM"},
        {"oz", "ONZ"},
        {"lb", "LBR"},
        {"kg", "KGM"},
        {"t", "TNE"},
        {"Hours", "HUR"},
        {"Days", "DAY"},
        {"mm", "MMT"},
        {"cm", "CMT"},
        {"in", "INH"},
        {"ft", "FOT"},
        {"yd", "YRD"},
        {"m", "MTR"},
        {"km", "KMT"},
        {"mi", "SMI"},
        {"m\xC2\xB2", "MTK"},
        {"ft\xC2\xB2", "FTK"},
        {"L", "LTR"},
        {"m\xC2\xB3", "MTQ"},
        {"fl oz (US)", "OZA"},
        {"qt (US)", "QTL"},
        {"gal (US)", "GLL"},
        {"in\xC2\xB3", "INQ"},
        {"ft\xC2\xB3", "FTQ"},
        // codes, and how people write them
        {"HUR", "HUR"},
        {"hur", "HUR"},
        {"h", "HUR"},
        {" HRS ", "HUR"},
        {"hour", "HUR"},
        {"man  days", "DAY"},
        {"each", "C62"},
        {"pcs", "C62"},
        {"Unit(s)", "C62"},
        {"EA", "EA"},
        {"H87", "H87"},
        {"month", "MON"},
        {"per month", "MON"},
        {"year", "ANN"},
        {"minutes", "MIN"},
        {"%", "P1"},
        {"weeks", "WEE"},
    };
    for (auto const& c : cases) {
        auto const r = to_unit_code(c.text);
        CHECK_MESSAGE(r == std::string(c.code), c.text << ": " << (r ? *r : r.error().message));
    }
    CHECK(to_unit_code("Huors").error().message ==
          "found \"Huors\", expected a unit of UN/ECE Recommendation 20 or its English name; near is \"Hours\"");
    for (std::string_view const text : {"Stunden", "box", "1", "XYZ", "hours worked on site"})
        check_refused(to_unit_code(text), text);
}

TEST_CASE("every unit comes back from its name") {
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::size_t units = 0;
    auto const look_at = [&](std::string const& code) {
        auto const name = unit_name(code);
        if (!name) return;
        ++units;
        CHECK_MESSAGE(to_unit_code(*name) == code, code);
        CHECK(to_unit_code(code) == code);
    };
    for (char const a : letters)
        for (char const b : letters) {
            look_at({a, b});
            for (char const c : letters) look_at({a, b, c});
        }
    CHECK(units == 46);
    CHECK(unit_name("HUR") == "Hours");
    CHECK(unit_name("C62") == "Units");
    check_refused(unit_name("hours"), "hours");
}

TEST_CASE("hostile text is no unit") {
    check_hostile_refused(to_unit_code);
    check_hostile_refused(unit_name);
}
