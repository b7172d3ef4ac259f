// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/records.hpp>

#include <doctest/doctest.h>

#include <syncline/core/rfc3339.hpp>
#include <syncline/json/decode.hpp>

using namespace syncline;

TEST_CASE("a page as series 18 and 19 write it is read field by field") {
    auto const page = json::decode<std::vector<odoo::res_partner>>(
        R"([{"id": 14, "name": "Azure Interior", "is_company": true, "website": "http://azure.example", "phone": false,
             "email": "", "vat": false, "parent_id": [3, "Group, Main"], "country_id": [233, "United States"],
             "write_date": "2026-11-22 06:37:18"},
            {"id": 15, "name": false, "is_company": false, "website": false, "phone": false, "email": false,
             "vat": false, "parent_id": false, "country_id": false, "write_date": false}])",
        json::odoo);
    REQUIRE(page);
    auto const& azure = page->at(0);
    CHECK(azure.name == "Azure Interior");
    CHECK(azure.is_company == field_value<bool>(true));
    CHECK(azure.phone.is_empty());
    CHECK(azure.email == field_value<std::string>(std::string()));
    CHECK(azure.parent_id.value() == json::id_name{3, "Group, Main"});
    CHECK(format_instant(*azure.write_date) == "2026-11-22T06:37:18Z");
    CHECK(page->at(1).name.empty());
    CHECK(page->at(1).parent_id.is_empty());
    CHECK_FALSE(page->at(1).write_date);
}

TEST_CASE("amounts keep the digits of the wire") {
    auto const order = json::decode<odoo::sale_order>(
        R"({"id": 5, "name": "S00005", "partner_id": [8, "A"], "client_order_ref": false, "state": "draft",
            "date_order": "2026-11-22 07:55:00", "currency_id": [1, "USD"], "amount_untaxed": 6494956.0,
            "amount_total": 1154.02, "order_line": [4, 5], "write_date": "2026-11-22 07:55:00"})",
        json::odoo);
    REQUIRE(order);
    CHECK(order->amount_untaxed->to_string() == "6494956.0");
    CHECK(order->amount_total == "1154.02"_dec);
    CHECK(order->order_line == std::vector<std::int64_t>{4, 5});
}

TEST_CASE("every record has its model") {
    CHECK(odoo::model_name<odoo::res_partner> == "res.partner");
    CHECK(odoo::model_name<odoo::product_product> == "product.product");
    CHECK(odoo::model_name<odoo::sale_order> == "sale.order");
    CHECK(odoo::model_name<odoo::sale_order_line> == "sale.order.line");
    CHECK(odoo::model_name<odoo::project_project> == "project.project");
    CHECK(odoo::model_name<odoo::project_task> == "project.task");
    CHECK(odoo::model_name<odoo::ir_model_data> == "ir.model.data");
}
