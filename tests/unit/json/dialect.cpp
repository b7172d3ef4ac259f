// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/dialect.hpp>

#include <doctest/doctest.h>

#include <syncline/json/encode.hpp>

#include "unit/json/records.hpp"

using namespace syncline;
using records::only;

namespace {

template <class T>
[[nodiscard]] T value_in(std::string_view text, json::dialect d) {
    auto const r = json::decode<only<T>>("{\"x\":" + std::string(text) + "}", d);
    REQUIRE_MESSAGE(r, r.error().message);
    return r->x;
}

template <class T>
[[nodiscard]] std::string refusal(std::string_view text, json::dialect d) {
    auto const r = json::decode<only<T>>("{\"x\":" + std::string(text) + "}", d);
    return r ? "accepted" : r.error().message;
}

template <class T>
[[nodiscard]] std::string wire(T x, json::dialect d) {
    return json::encode(only<T>{std::move(x)}, d);
}

template <class T>
void check_blank(std::string_view blank, json::dialect d) {
    CAPTURE(blank);
    CHECK(value_in<field_value<T>>(blank, d).is_empty());
    CHECK(value_in<std::optional<T>>(blank, d) == std::nullopt);
    CHECK(json::decode<only<field_value<T>>>("{}", d)->x.is_absent());
    CHECK(wire(field_value<T>::empty_value(), d) == "{\"x\":" + std::string(d == json::plain ? "null" : blank) + "}");
    CHECK(wire(field_value<T>(), d) == "{}");
    CHECK(wire(std::optional<T>(), d) == "{}");
}

instant const moment = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::milliseconds(21038001);
local_date const day = std::chrono::year(2026) / 11 / 22;

}  // namespace

TEST_CASE_TEMPLATE("null is blank in every type and dialect that reads it", T, std::string, std::string_view, bool,
                   std::int32_t, std::int64_t, std::uint8_t, double, decimal, instant, local_date, json::id_name,
                   json::id_name_view, records::stage, records::order_id, std::vector<int>, records::line,
                   std::vector<std::pair<std::string, int>>, json::raw) {
    check_blank<T>("null", json::plain);
    CHECK(value_in<field_value<T>>("null", json::odoo).is_empty());
    CHECK(value_in<field_value<T>>("null", json::hubspot).is_empty());
}

TEST_CASE_TEMPLATE("false is blank in every type but bool for Odoo", T, std::string, std::string_view, std::int32_t,
                   std::int64_t, std::uint8_t, double, decimal, instant, local_date, json::id_name, json::id_name_view,
                   records::stage, records::order_id, std::vector<int>, records::line,
                   std::vector<std::pair<std::string, int>>, json::raw) {
    check_blank<T>("false", json::odoo);
    CHECK(refusal<field_value<T>>("true", json::odoo) != (std::is_same_v<T, json::raw> ? "" : "accepted"));
}

TEST_CASE_TEMPLATE("the empty string is blank in every type for HubSpot", T, std::string, std::string_view, bool,
                   std::int32_t, std::int64_t, std::uint8_t, double, decimal, instant, local_date, json::id_name,
                   json::id_name_view, records::stage, records::order_id, std::vector<int>, records::line,
                   std::vector<std::pair<std::string, int>>, json::raw) {
    check_blank<T>("\"\"", json::hubspot);
}

TEST_CASE("Odoo: false is a value of a bool, and a blank string is empty text") {
    CHECK(value_in<field_value<bool>>("false", json::odoo).value() == false);
    CHECK(value_in<std::optional<bool>>("false", json::odoo) == false);
    CHECK(value_in<bool>("false", json::odoo) == false);
    CHECK(wire(field_value<bool>::empty_value(), json::odoo) == R"({"x":null})");
    CHECK(value_in<std::string>("false", json::odoo).empty());
    CHECK(value_in<std::string>("null", json::odoo).empty());
    CHECK(value_in<std::string_view>("false", json::odoo).empty());
    CHECK(value_in<field_value<std::string>>("\"\"", json::odoo).value().empty());  // stored as '' and not blank
    CHECK(refusal<std::string>("true", json::odoo) == "$.x: found true, expected string");
    CHECK(refusal<std::int64_t>("false", json::odoo) == "$.x: found false, expected integer");
    CHECK(refusal<std::vector<int>>("false", json::odoo) == "$.x: found false, expected array");
    CHECK(refusal<json::id_name>("false", json::odoo) == "$.x: found false, expected [id, name]");
}

TEST_CASE("Odoo: times are in UTC without zone, money may be whole, references are pairs") {
    CHECK(value_in<instant>("\"2026-11-22 05:50:38\"", json::odoo) == moment - std::chrono::milliseconds(1));
    CHECK(refusal<instant>("\"2026-11-22T05:50:38Z\"", json::odoo) ==
          "$.x: found string \"2026-11-22T05:50:38Z\", expected date and time (YYYY-MM-DD HH:MM:SS)");
    CHECK(wire(moment, json::odoo) == R"({"x":"2026-11-22 05:50:38"})");
    CHECK(wire(day, json::odoo) == R"({"x":"2026-11-22"})");
    CHECK(value_in<decimal>("100", json::odoo) == decimal(100));
    CHECK(value_in<decimal>("33.34", json::odoo) == decimal::from_int(3334, 2));
    CHECK(refusal<decimal>("\"33.34\"", json::odoo) ==
          "$.x: found string \"33.34\", expected decimal number of at most 38 digits");
    CHECK(value_in<std::optional<json::id_name>>("[14, \"Österreich\"]", json::odoo) ==
          json::id_name{14, "Österreich"});
    CHECK(wire(json::id_name{14, "x"}, json::odoo) == R"({"x":14})");
    CHECK(wire(decimal::from_int(3334, 2), json::odoo) == R"({"x":33.34})");
}

TEST_CASE("HubSpot: every scalar is read from text and from its own form, and written as text") {
    CHECK(value_in<decimal>("\"24.00\"", json::hubspot).to_string() == "24.00");
    CHECK(value_in<decimal>("24.00", json::hubspot).to_string() == "24.00");
    CHECK(value_in<decimal>("\" 24.00\"", json::hubspot).to_string() == "24.00");
    CHECK(value_in<decimal>("\"1\\u0032\"", json::hubspot) == decimal(12));
    CHECK(value_in<std::int64_t>("\"51\"", json::hubspot) == 51);
    CHECK(value_in<std::int32_t>("51", json::hubspot) == 51);
    CHECK(value_in<bool>("\"true\"", json::hubspot));
    CHECK(value_in<bool>("false", json::hubspot) == false);
    CHECK(value_in<double>("\"1.5\"", json::hubspot) == 1.5);
    CHECK(value_in<std::string>("null", json::hubspot).empty());
    CHECK(value_in<records::stage>("\"done\"", json::hubspot) == records::stage::done);
    CHECK(value_in<json::id_name>("\"7\"", json::hubspot) == json::id_name{7, ""});
    CHECK(refusal<bool>("\"TRUE\"", json::hubspot) == "$.x: found string \"TRUE\", expected true or false");
    CHECK(refusal<decimal>("\"1,000\"", json::hubspot) ==
          "$.x: found string \"1,000\", expected decimal number of at most 38 digits");
    CHECK(refusal<decimal>("\"12abc\"", json::hubspot) ==
          "$.x: found string \"12abc\", expected decimal number of at most 38 digits");
    CHECK(refusal<decimal>("\"-\"", json::hubspot) ==
          "$.x: found string \"-\", expected decimal number of at most 38 digits");
    CHECK(refusal<std::int64_t>("\"\"", json::hubspot) == "$.x: found string \"\", expected integer");

    CHECK(wire(decimal::from_int(2400, 2), json::hubspot) == R"({"x":"24.00"})");
    CHECK(wire(std::int64_t{-5}, json::hubspot) == R"({"x":"-5"})");
    CHECK(wire(true, json::hubspot) == R"({"x":"true"})");
    CHECK(wire(json::id_name{7, "x"}, json::hubspot) == R"({"x":"7"})");
    CHECK(wire(std::vector<int>{1, 2}, json::hubspot) == R"({"x":["1","2"]})");
}

TEST_CASE("HubSpot: times come as ISO or as epoch milliseconds, dates only at midnight") {
    auto const ms = std::to_string(moment.time_since_epoch().count() / 1000);
    CHECK(value_in<instant>("\"2026-11-22T05:50:38.001Z\"", json::hubspot) == moment);
    CHECK(value_in<instant>("\"" + ms + "\"", json::hubspot) == moment);
    CHECK(value_in<instant>(ms, json::hubspot) == moment);
    CHECK(value_in<instant>("\"-1\"", json::hubspot).time_since_epoch().count() == -1000);
    CHECK(refusal<instant>("\"99999999999999999\"", json::hubspot) ==
          "$.x: found string \"99999999999999999\", expected date and time (RFC 3339 or epoch milliseconds)");
    CHECK(value_in<local_date>("\"2026-11-22\"", json::hubspot) == day);
    CHECK(value_in<local_date>("\"1795305600000\"", json::hubspot) == day);
    CHECK(refusal<local_date>("\"1795305600001\"", json::hubspot) ==
          "$.x: found string \"1795305600001\", expected date (YYYY-MM-DD or epoch milliseconds of a midnight)");
    CHECK(wire(moment, json::hubspot) == R"({"x":"2026-11-22T05:50:38.001Z"})");
    CHECK(wire(day, json::hubspot) == R"({"x":"2026-11-22"})");
}

TEST_CASE("a record written in a dialect reads back equal in it") {
    auto const r = json::decode<records::order>(records::full_order);
    REQUIRE(r);
    for (auto const& d : {json::plain, json::odoo, json::hubspot}) {
        auto expected = *r;
        expected.partner.value().name.clear();  // references are written as their id alone
        if (d == json::odoo) expected.at = std::chrono::floor<std::chrono::seconds>(*expected.at);
        auto const text = json::encode(*r, d);
        auto const again = json::decode<records::order>(text, d);
        REQUIRE_MESSAGE(again, again.error().message, text);
        CHECK(*again == expected);
        CHECK(json::encode(*again, d) == text);
    }
}
