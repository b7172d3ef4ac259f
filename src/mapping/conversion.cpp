// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/conversion.hpp>

#include <array>

#include <syncline/mapping/address_lines.hpp>
#include <syncline/mapping/country.hpp>
#include <syncline/mapping/currency_code.hpp>
#include <syncline/mapping/date_time.hpp>
#include <syncline/mapping/hours.hpp>
#include <syncline/mapping/language.hpp>
#include <syncline/mapping/person_name.hpp>
#include <syncline/mapping/phone.hpp>
#include <syncline/mapping/region.hpp>
#include <syncline/mapping/tax_id.hpp>
#include <syncline/mapping/unit.hpp>

namespace syncline::inline v1 {
namespace {

constexpr std::array stock_conversions{
    to_country_code_t::facts,
    country_name_t::facts,
    country_alpha3_t::facts,
    country_numeric_t::facts,
    to_region_code::facts,
    region_name_t::facts,
    local_region_code_t::facts,
    to_language_tag_t::facts,
    with_likely_region_t::facts,
    language_only_t::facts,
    posix_locale_t::facts,
    underscored_language_t::facts,
    lower_language_tag_t::facts,
    to_currency_code_t::facts,
    lower_currency_code_t::facts,
    to_phone::facts,
    phone_text_t::facts,
    e164_only_t::facts,
    to_tax_id::facts,
    tax_id_text_t::facts,
    to_unit_code_t::facts,
    unit_name_t::facts,
    exact_minutes_t::facts,
    rounded_minutes::facts,
    exact_hours_t::facts,
    rounded_hours::facts,
    to_instant_t::facts,
    instant_text_t::facts,
    naive_utc_to_instant_t::facts,
    naive_utc_t::facts,
    whole_seconds_t::facts,
    milliseconds_to_instant_t::facts,
    epoch_milliseconds_t::facts,
    seconds_to_instant_t::facts,
    epoch_seconds_t::facts,
    to_date_t::facts,
    date_text_t::facts,
    midnight_to_date_t::facts,
    utc_midnight_t::facts,
    day_at::facts,
    start_of_day::facts,
    split_name_t::facts,
    full_name_t::facts,
    family_first_t::facts,
    street_line::facts,
    street_rest::facts,
    joined_lines_t::facts,
};

}  // namespace

std::span<conversion_facts const> all_conversions() { return stock_conversions; }

std::string conversion_table() {
    std::string out =
        "| Conversion | From | To | Totality | Inverse | Locale | Source |\n|---|---|---|---|---|---|---|\n";
    for (auto const& c : all_conversions()) {
        out += "| `" + std::string(c.name) + "` |";
        for (auto const text : {c.from, c.to, c.totality, c.inverse, c.locale, c.source})
            out += ' ' + std::string(text) + " |";
        out += '\n';
    }
    return out;
}

}  // namespace syncline::inline v1
