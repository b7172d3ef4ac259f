// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/source.hpp>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>
#include <syncline/odoo/client.hpp>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

namespace {

constexpr auto tasks_path = "/json/2/project.task/search_read";
constexpr auto lines_path = "/json/2/sale.order.line/search_read";
constexpr auto orders_path = "/json/2/sale.order/search_read";

void expect_newest(testkit::scripted_transport& http, char const* path, std::string const& moment) {
    http.expect("POST", path)
        .body(R"({"domain":[["write_date","!=",false]],"fields":["write_date"],"limit":1,"order":"write_date desc",)"
              R"("context":{"active_test":false}})")
        .reply(200, moment.empty() ? "[]" : R"([{"id": 9, "write_date": ")" + moment + "\"}]");
}

std::string task(int id, std::string const& project = "[1, \"P\"]") {
    return R"({"id": )" + std::to_string(id) + R"(, "name": "T", "project_id": )" + project +
           R"(, "partner_id": false, "write_date": "2026-11-22 10:00:00"})";
}

}  // namespace

TEST_CASE("the first round reads everything by rising id, the next what was written since, less the overlap") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path)
        .body(R"({"domain":[["id",">",0]],"fields":["id","name","project_id","partner_id","write_date"],"limit":2,)"
              R"("order":"id asc","context":{"active_test":false}})")
        .reply(200, "[" + task(3) + "," + task(5) + "]");
    http.expect("POST", tasks_path).body_contains(R"("domain":[["id",">",5]])").reply(200, "[" + task(8) + "]");
    expect_newest(http, tasks_path, "2026-11-22 10:30:00");
    http.expect("POST", tasks_path)
        .body_contains(R"("domain":["&",["id",">",0],["write_date",">=","2026-11-22 09:50:00"]])")
        .reply(200, "[]");
    odoo::client erp{http, options()};
    auto source = erp.changes<job>({.page = 2, .overlap = std::chrono::minutes(10)});
    static_assert(sync::LookupSource<decltype(source), job>);

    auto page = source.changes({}, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->records.size() == 2);
    CHECK_FALSE(page->last);
    page = source.changes(page->next, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->records.size() == 1);
    CHECK(page->last);
    CHECK(page->next.text == "2026-11-22T09:50:00Z");
    page = source.changes(page->next, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->records.empty());
    CHECK(page->last);
    CHECK(page->next.text == "2026-11-22T10:20:00Z");
    CHECK(http.problems() == "");
}

TEST_CASE("a full last page is followed by an empty one, and an empty model is one round of nothing") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    expect_newest(http, tasks_path, "");
    http.expect("POST", tasks_path).reply(200, "[]");
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path).reply(200, "[" + task(3) + "]");
    http.expect("POST", tasks_path).body_contains(R"(["id",">",3])").reply(200, "[]");
    odoo::client erp{http, options()};
    auto source = erp.changes<job>({.page = 1});
    auto page = source.changes({}, context{});
    REQUIRE(page);
    CHECK(page->last);
    page = source.changes(page->next, context{});
    REQUIRE(page);
    CHECK_FALSE(page->last);
    page = source.changes(page->next, context{});
    REQUIRE(page);
    CHECK(page->last);
    CHECK(http.problems() == "");
}

TEST_CASE("a host's condition stands beside the source's own") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path)
        .body_contains(R"("domain":["&",["id",">",0],["name","=","T"]])")
        .reply(200, "[" + task(3) + "]");
    odoo::client erp{http, options()};
    CHECK(erp.changes<job>(field<&job::name> == "T").changes({}, context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("a changed line brings its order, once, though the order's own write_date did not move") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "sale.order", order_fields);
    expect_newest(http, orders_path, "2026-11-22 09:00:00");
    expect_newest(http, lines_path, "2026-11-22 10:30:00");
    http.expect("POST", orders_path).reply(200, "[]");
    http.expect("POST", lines_path)
        .body(R"({"domain":["&",["id",">",0],["write_date",">=","2026-11-22 10:00:00"]],"fields":["order_id"],)"
              R"("limit":500,"order":"id asc","context":{"active_test":false}})")
        .reply(200, R"([{"id": 74, "order_id": [36, "S36"]}, {"id": 75, "order_id": [36, "S36"]},
                        {"id": 76, "order_id": false}])");
    http.expect("POST", orders_path)
        .body_contains(R"("domain":[["id","in",[36]]])")
        .reply(200, R"([{"id": 36, "name": "S36", "partner_id": false, "client_order_ref": false, "state": "sale",
                         "date_order": false, "currency_id": false, "amount_untaxed": 1.0, "amount_total": 1.0,
                         "order_line": [74, 75], "write_date": "2026-11-20 10:00:00"}])");
    odoo::client erp{http, options()};
    auto source = erp.changes<odoo::sale_order>().with_lines(field<&odoo::sale_order_line::order_id>);
    auto page = source.changes({"2026-11-22T10:00:00Z"}, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK_FALSE(page->last);
    page = source.changes(page->next, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->last);
    REQUIRE(page->records.size() == 1);
    CHECK(page->records.front().id == 36);
    CHECK(page->next.text == "2026-11-22T10:20:00Z");  // the lines' newest, less ten minutes
    CHECK(http.problems() == "");
}

TEST_CASE("a scheduled compare reads everything in every round") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    for (int round = 0; round < 2; ++round)
        http.expect("POST", tasks_path).body_contains(R"("domain":[["id",">",0]])").reply(200, "[" + task(3) + "]");
    odoo::client erp{http, options()};
    auto source = erp.changes<job>({.everything = true});
    auto page = source.changes({}, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->last);
    page = source.changes(page->next, context{});
    REQUIRE(page);
    CHECK(page->records.size() == 1);
    CHECK(http.problems() == "");
}

TEST_CASE("a record that cannot be read is named, and its neighbours pass") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path).reply(200, "[" + task(3) + "," + task(5, "\"text\"") + "," + task(6) + "]");
    odoo::client erp{http, options()};
    auto const page = erp.changes<job>().changes({}, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->records.size() == 2);
    CHECK(page->read == 3);
    REQUIRE(page->unreadable.size() == 1);
    CHECK(page->unreadable[0].source == external_ref{"odoo", "project.task", "5"});
    CHECK(page->unreadable[0].why.code == errc::mapping);
    CHECK(page->unreadable[0].why.reason == category::schema_drift);
    CHECK(page->unreadable[0].why.message.find("project_id") != std::string::npos);
}

TEST_CASE("a page that is no answer fails, and the cursor stays where it was") {
    for (auto const* body : {"", "[{\"id\":", "<html>", "{}", R"([{"name": "no id"}])", "null"}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "project.task", job_fields);
        expect_newest(http, tasks_path, "2026-11-22 10:00:00");
        http.expect("POST", tasks_path).reply(200, body);
        odoo::client erp{http, options()};
        auto const page = erp.changes<job>().changes({}, context{});
        REQUIRE_FALSE(page);
        CHECK(page.error().code == errc::malformed);
        CHECK_FALSE(page.error().may_have_happened());
    }
}

TEST_CASE("a server that shows the same page again is not followed for ever") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.whenever("POST", tasks_path).reply(200, "[" + task(3) + "]");
    odoo::client erp{http, options()};
    auto source = erp.changes<job>({.page = 1});
    auto page = source.changes({}, context{});
    REQUIRE(page);
    page = source.changes(page->next, context{});
    REQUIRE_FALSE(page);
    CHECK(page.error().code == errc::malformed);
}

TEST_CASE("a cursor that another source wrote is refused by name") {
    for (auto const* text : {"x", "2026-11-22T09:50:00Z -", "- - 9 0", "- - 0 x", "2026-11-22 - 0 0", "- - 0 0 0"}) {
        testkit::scripted_transport http;
        odoo::client erp{http, options()};
        auto const page = erp.changes<job>().changes({text}, context{});
        REQUIRE_FALSE(page);
        CHECK(page.error().code == errc::malformed);
        CHECK(page.error().message.find(text) != std::string::npos);
        CHECK(http.requests().empty());
    }
}

TEST_CASE("single records are read again by id, and an id that is none is named") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    http.expect("POST", "/json/2/project.task/read").body_contains(R"("ids":[3,4])").reply(200, "[" + task(3) + "]");
    odoo::client erp{http, options()};
    auto source = erp.changes<job>();
    std::vector<std::string> const ids{"3", "4"};
    auto const page = source.read(ids, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->records.size() == 1);
    for (auto const* bad : {"", "x", "3x", "-3", "0", "99999999999999999999"}) {
        std::vector<std::string> const one{bad};
        CHECK(source.read(one, context{}).error().code == errc::malformed);
    }
    CHECK(http.problems() == "");
}

TEST_CASE("a page whose connection the server cut off is asked for again with half as many records, down to one") {
    // how Odoo ends a call that is over its time limit
    error const cut{.code = errc::unavailable, .message = "connection closed", .effect = outcome::unknown};
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    for (auto const* const limit : {"4", "2", "1"}) {
        expect_newest(http, tasks_path, "2026-11-22 10:00:00");
        http.expect("POST", tasks_path).body_contains(std::string(R"("limit":)") + limit).fail(cut);
    }
    odoo::client erp{http, options()};
    auto const page = erp.changes<job>({.page = 4}).changes({}, context{});
    REQUIRE_FALSE(page);
    CHECK(page.error().code == errc::unavailable);
    CHECK(http.problems() == "");

    for (auto const* const limit : {"4", "2"})
        http.expect("POST", tasks_path).body_contains(std::string(R"("limit":)") + limit).fail(cut);
    http.expect("POST", tasks_path).body_contains(R"("limit":1)").reply(200, "[" + task(3) + "]");
    http.expect("POST", tasks_path).body_contains(R"("limit":1)").reply(200, "[]");
    std::size_t seen = 0;
    auto const done = erp.search<job>().for_each_page(
        4, [&seen](std::span<job const> some) -> result<void> { return seen += some.size(), result<void>(); },
        context{});
    REQUIRE_MESSAGE(done, done.error().message);
    CHECK(seen == 1);

    // a server that is not there is not asked again
    http.expect("POST", tasks_path).fail({.code = errc::unavailable, .message = "refused"});
    CHECK_FALSE(erp.search<job>().for_each_page(
        4, [](std::span<job const>) -> result<void> { return {}; }, context{}));
    CHECK(http.problems() == "");
}

TEST_CASE("a page that takes too long is asked for again with half as many records") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "project.task", job_fields);
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path)
        .body_contains(R"("limit":4)")
        .fail({.code = errc::timed_out, .message = "no answer"});
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path)
        .body_contains(R"("limit":2)")
        .fail({.code = errc::too_large, .message = "too large"});
    expect_newest(http, tasks_path, "2026-11-22 10:00:00");
    http.expect("POST", tasks_path).body_contains(R"("limit":1)").reply(200, "[" + task(3) + "]");
    odoo::client erp{http, options()};
    auto const page = erp.changes<job>({.page = 4}).changes({}, context{});
    REQUIRE_MESSAGE(page, page.error().message);
    CHECK(page->records.size() == 1);
    CHECK_FALSE(page->last);
    CHECK(http.problems() == "");
}
