// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/unit.hpp>

#include <array>

#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

struct unit_row {
    std::string_view code;
    std::string_view name;    ///< As Odoo ships it, else plain English.
    std::string_view others;  ///< Further names, in lower case, `|` between.
};

// UN/ECE Recommendation 20, ascending by code. Pieces and "each" are C62, as invoices of EN 16931 count them; whoever
// writes EA or H87 as a code keeps it.
constexpr std::array<unit_row, 46> unit_rows{{
    {"ANN", "Years", "year|yr|yrs|annual|per year|yearly"},
    {"C62", "Units", "unit|unit(s)|one|piece|pieces|pc|pcs|each|qty|item|items"},
    {"CMK", "cm²", "cm2|square centimetre|square centimeter|sq cm"},
    {"CMT", "cm", "centimetre|centimeter|centimetres|centimeters"},
    {"DAY", "Days", "day|d|person day|person days|man day|man days|per day|daily"},
    {"DMT", "dm", "decimetre|decimeter"},
    {"DZN", "Dozens", "dozen|doz|dz"},
    {"E48", "Service units", "service unit"},
    {"EA", "Each (EA)", ""},
    {"FOT", "ft", "foot|feet|foot(ft)"},
    {"FTK", "ft²", "ft2|square foot|square feet|sq ft"},
    {"FTQ", "ft³", "ft3|cubic foot|cubic feet|cu ft"},
    {"GLL", "gal (US)", "gal(us)|gallon (us)|us gallon|gal|gals"},
    {"GRM", "g", "gram|grams|gramme"},
    {"H87", "Pieces (H87)", ""},
    {"HUR", "Hours", "hour|h|hr|hrs|hour(s)|person hour|person hours|man hour|man hours|per hour|hourly"},
    {"INH", "in", "inch|inches|inch(in)"},
    {"INQ", "in³", "in3|cubic inch|cubic inches|cu in"},
    {"KGM", "kg", "kilogram|kilograms|kilo|kgs"},
    {"KMT", "km", "kilometre|kilometer|kilometres|kilometers"},
    {"KWH", "kWh", "kilowatt hour|kilowatt hours"},
    {"LBR", "lb", "pound|pounds|lbs|lb(s)"},
    {"LTR", "L", "litre|liter|litres|liters|liter(s)"},
    {"MGM", "mg", "milligram|milligrams"},
    {"MIN", "Minutes", "minute|min|mins|per minute"},
    {"MLT", "ml", "millilitre|milliliter|millilitres|milliliters"},
    {"MMT", "mm", "millimetre|millimeter|millimetres|millimeters"},
    {"MON", "Months", "month|mo|mth|mths|per month|monthly"},
    {"MTK", "m²", "m2|square metre|square meter|sq m|sqm"},
    {"MTQ", "m³", "m3|cubic metre|cubic meter|cu m"},
    {"MTR", "m", "metre|meter|metres|meters"},
    {"ONZ", "oz", "ounce|ounces|oz(s)"},
    {"OZA", "fl oz (US)", "fl oz(us)|fluid ounce (us)|us fluid ounce|fl oz"},
    {"P1", "%", "percent|per cent"},
    {"PR", "Pairs", "pair|pr"},
    {"QAN", "Quarters", "quarter|per quarter|quarterly"},
    {"QTL", "qt (US)", "qt(us)|quart (us)|us liquid quart|qt"},
    {"SEC", "Seconds", "second|sec|secs|s"},
    {"SET", "Sets", "set"},
    {"SMI", "mi", "mile|miles|mile(mi)"},
    {"TNE", "t", "tonne|tonnes|metric ton|metric tons|t(s)"},
    {"WEE", "Weeks", "week|wk|wks|per week|weekly"},
    {"YDK", "yd²", "yd2|square yard|square yards|sq yd"},
    {"YDQ", "yd³", "yd3|cubic yard|cubic yards|cu yd"},
    {"YRD", "yd", "yard|yards|yard(yd)"},
    {"ZZ", "Mutually defined", ""},
}};

unit_row const* row_of_unit(std::string_view code) {
    return conversions::row_of(unit_rows, code, [](unit_row const& row) { return row.code; });
}

constexpr std::size_t longest_unit = 40;

}  // namespace

result<std::string> to_unit_code_t::operator()(std::string_view text) const {
    auto const shown = trimmed(text);
    if (auto const* row = row_of_unit(conversions::upper(shown.substr(0, longest_unit)))) return std::string(row->code);
    std::string const name = shown.size() > longest_unit ? std::string() : conversions::lower(collapse_spaces(shown));
    conversions::near_names near(name);
    for (auto const& row : unit_rows) {
        bool found = conversions::lower(row.name) == name;
        near.offer(conversions::lower(row.name), row.name);
        conversions::each_of(row.others, [&](std::string_view other) {
            found = found || other == name;
            near.offer(other, row.name);
        });
        if (found) return std::string(row.code);
    }
    return conversions::refuse(shown, "a unit of UN/ECE Recommendation 20 or its English name" + near.text());
}

result<std::string> unit_name_t::operator()(std::string_view code) const {
    auto const* row = row_of_unit(code);
    if (!row) return conversions::refuse(code, "a unit code of UN/ECE Recommendation 20 that is listed");
    return std::string(row->name);
}

}  // namespace syncline::inline v1
