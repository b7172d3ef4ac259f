// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/edits.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

namespace {

/// What a write sends.
std::string sent(odoo::edits<ticket> const& what, http::safety* repeat = nullptr) {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "helpdesk.ticket", ticket_fields);
    http.expect("POST", "/json/2/helpdesk.ticket/write").reply(200, "true");
    odoo::client erp{http, options()};
    std::vector<std::int64_t> const ids{7};
    auto const done = erp.write(ids, what, context{});
    if (!done) return done.error().message;
    if (repeat != nullptr) *repeat = http.requests().back().repeat;
    return http.requests().back().body;
}

}  // namespace

TEST_CASE("edits name only the fields that change") {
    CHECK(odoo::edits<ticket>{}.empty());
    CHECK(sent(odoo::edits<ticket>{}
                   .set(field<&ticket::title>, "a \"b\"")
                   .clear(field<&ticket::phone>)
                   .set(field<&ticket::cost>, "10.50"_dec)
                   .set(field<&ticket::urgent>, true)) ==
          R"({"ids":[7],"vals":{"name":"a \"b\"","phone":false,"cost":10.50,"urgent":true}})");
}

TEST_CASE("of a field that is set twice the last value counts, and no key stands in the call twice") {
    CHECK(sent(odoo::edits<ticket>{}
                   .set(field<&ticket::phone>, "1")
                   .set(field<&ticket::urgent>, true)
                   .clear(field<&ticket::phone>)
                   .set(field<&ticket::phone>, "2")) == R"({"ids":[7],"vals":{"urgent":true,"phone":"2"}})");
}

TEST_CASE("a many2one is written as its bare id, which is all Odoo takes without clearing it") {
    CHECK(sent(odoo::edits<ticket>{}.set(field<&ticket::owner_id>, json::id_name{233, "United States"})) ==
          R"({"ids":[7],"vals":{"owner_id":233}})");
}

TEST_CASE("a many2many is edited link by link or as a whole") {
    CHECK(sent(odoo::edits<ticket>{}.link(field<&ticket::tag_ids>, 3).unlink(field<&ticket::tag_ids>, 4)) ==
          R"({"ids":[7],"vals":{"tag_ids":[[4,3,0],[3,4,0]]}})");
    CHECK(sent(odoo::edits<ticket>{}.assign(field<&ticket::tag_ids>, {1, 2})) ==
          R"({"ids":[7],"vals":{"tag_ids":[[6,0,[1,2]]]}})");
}

TEST_CASE("the difference of two records is what changed, a list as a whole, the same person under another name not") {
    ticket before;
    before.id = 7;
    before.title = "T";
    before.owner_id = json::id_name{5, "Ann"};
    before.phone = "1";
    before.tag_ids = {1};
    CHECK(odoo::edits<ticket>::between(before, before).empty());
    auto after = before;
    after.owner_id = json::id_name{5, "Ann Smith"};
    CHECK(odoo::edits<ticket>::between(before, after).empty());
    after.phone = field_value<std::string>::empty_value();
    after.cost = "2"_dec;
    after.tag_ids = {1, 2};
    CHECK(sent(odoo::edits<ticket>::between(before, after)) ==
          R"({"ids":[7],"vals":{"phone":false,"cost":2,"tag_ids":[[6,0,[1,2]]]}})");
    after.phone = field_value<std::string>{};  // absent: nothing is said about it
    CHECK(sent(odoo::edits<ticket>::between(before, after)) ==
          R"({"ids":[7],"vals":{"cost":2,"tag_ids":[[6,0,[1,2]]]}})");
}

TEST_CASE("lines are added, changed and removed one by one; a call that adds some is not repeated") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    expect_fields_19(http, "sale.order", order_fields);
    expect_fields_19(http, "sale.order.line", line_fields);
    http.expect("POST", "/json/2/sale.order/write")
        .body(R"({"ids":[36],"vals":{"order_line":[[0,0,{"product_id":5,"price_unit":10.50}],)"
              R"([1,74,{"product_uom_qty":2}],[2,75,0]]}})")
        .reply(200, "true");
    odoo::client erp{http, options()};
    std::vector<std::int64_t> const ids{36};
    odoo::sale_order_line line;
    line.product_id = json::id_name{5, ""};
    line.price_unit = "10.50"_dec;
    auto const lines = field<&odoo::sale_order::order_line>;
    CHECK(erp.write(
        ids,
        odoo::edits<odoo::sale_order>{}
            .add(lines, line)
            .edit(lines, 74,
                  odoo::edits<odoo::sale_order_line>{}.set(field<&odoo::sale_order_line::product_uom_qty>, decimal(2)))
            .remove(lines, 75),
        context{}));
    CHECK(http.problems() == "");
    CHECK(http.requests().back().repeat == http::safety::once);

    // a whole list in place of it would delete the lines it does not name: refused, and nothing is sent
    auto const refused = erp.write(ids, odoo::edits<odoo::sale_order>{}.assign(lines, {74}), context{});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::unsupported);
    CHECK(http.problems() == "");
}
