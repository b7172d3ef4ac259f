// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/date_or_datetime.hpp>

#include <doctest/doctest.h>

#include <syncline/core/rfc3339.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/odoo/domain.hpp>
#include <syncline/odoo/records/project.hpp>

using namespace syncline;
using namespace std::chrono_literals;

TEST_CASE("a day stays a day and a moment a moment") {
    auto const day = odoo::date_or_datetime::parse("2026-12-01");
    REQUIRE(day);
    CHECK(day->day() == 2026y / 12 / 1);
    CHECK_FALSE(day->at());
    CHECK(*day == odoo::date_or_datetime(2026y / 12 / 1));

    auto const moment = odoo::date_or_datetime::parse("2026-12-01 17:30:00");
    REQUIRE(moment);
    CHECK(moment->day() == 2026y / 12 / 1);
    CHECK(format_instant(*moment->at()) == "2026-12-01T17:30:00Z");
    CHECK(*moment != *day);
    CHECK(odoo::date_or_datetime().day() == 1970y / 1 / 1);
}

TEST_CASE("what is neither is refused with what was found") {
    for (auto const* text :
         {"", "2026-13-01", "2026-12-1", "2026-12-01T17:30:00Z", "tomorrow", "2026-12-01 25:00:00"}) {
        auto const read = odoo::date_or_datetime::parse(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == errc::malformed);
        CHECK(read.error().message.find('"' + std::string(text) + '"') != std::string::npos);
    }
    auto const task =
        json::decode<odoo::project_task>(R"({"id": 1, "name": "T", "date_deadline": "soon"})", json::odoo);
    REQUIRE_FALSE(task);
    CHECK(task.error().message.find("date_deadline") != std::string::npos);
}

TEST_CASE("it is written and compared as it was given") {
    odoo::project_task task{.name = "T"};
    task.date_deadline = 2026y / 12 / 1;
    CHECK(json::encode(task, json::odoo).find(R"("date_deadline":"2026-12-01")") != std::string::npos);
    task.date_deadline = *parse_instant("2026-12-01T17:30:00.250Z");
    CHECK(json::encode(task, json::odoo).find(R"("date_deadline":"2026-12-01 17:30:00")") != std::string::npos);
    CHECK(odoo::to_domain((field<&odoo::project_task::date_deadline> <= 2026y / 12 / 1).nodes()) ==
          R"([["date_deadline","<=","2026-12-01"]])");
}
