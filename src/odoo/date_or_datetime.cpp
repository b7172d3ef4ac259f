// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/date_or_datetime.hpp>

#include <syncline/core/rfc3339.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

namespace syncline::inline v1::odoo {

namespace {
constexpr std::size_t day_length = 10;
}

date_or_datetime::date_or_datetime(local_date day) : day_(day), text_(format_date(day)) {}
date_or_datetime::date_or_datetime(instant at)
    : day_(std::chrono::floor<std::chrono::days>(at)), at_(at), text_(format_utc_datetime(at)) {}

result<date_or_datetime> date_or_datetime::parse(std::string_view text) {
    if (text.size() <= day_length) {
        auto const day = parse_date(text);
        if (!day) return fail(day.error());
        return date_or_datetime(*day);
    }
    auto const at = parse_utc_datetime(text);
    if (!at) return fail(at.error());
    return date_or_datetime(*at);
}

}  // namespace syncline::inline v1::odoo

namespace syncline::inline v1::json {

result<odoo::date_or_datetime> codec<odoo::date_or_datetime>::decode(std::string_view json, dialect d) {
    auto const text = json::decode<std::string>(json, d);
    if (!text) return fail(text.error());
    return odoo::date_or_datetime::parse(*text);
}

void codec<odoo::date_or_datetime>::encode(writer& out, odoo::date_or_datetime const& value) {
    out.value(std::string_view(value));
}

}  // namespace syncline::inline v1::json
