// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/to_model.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include <syncline/core/rfc3339.hpp>
#include <syncline/json/decode.hpp>

#include "unit/odoo/recordings.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace {

template <class R>
R read(std::string_view row) {
    auto record = json::decode<R>(row, json::odoo);
    if (!record) FAIL(record.error().message);
    return *std::move(record);
}

template <class T>
error refused(result<T> const& r) {
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::mapping);
    return r.error();
}

/// Order S00032 as series 19 answers, and its lines: a licence, a heading, hours with 10 % off, a down payment.
odoo::sale_order order() {
    return read<odoo::sale_order>(
        R"({"id": 32, "name": "S00032", "partner_id": [79, "Acme"], "client_order_ref": false, "state": "sale",
            "company_id": [1, "Ours"], "date_order": "2026-11-22 12:00:00", "signed_on": false, "currency_id": [1, "USD"],
            "opportunity_id": [5, "Roll-out"], "order_line": [74, 75, 76, 77]})");
}
std::vector<odoo::sale_order_line> lines() {
    return read<std::vector<odoo::sale_order_line>>(
        R"([{"id": 75, "order_id": [32, "S00032"], "sequence": 20, "display_type": false, "product_id": [6, "[H] Hour"],
             "name": "Consulting", "product_uom_qty": 10.0, "price_unit": 95.5, "discount": 10.0},
            {"id": 74, "order_id": [32, "S00032"], "sequence": 10, "display_type": false, "product_id": [7, "[L] Licence"],
             "name": "Licence", "product_uom_qty": 3.0, "price_unit": 33.335, "discount": 0.0},
            {"id": 76, "order_id": [32, "S00032"], "sequence": 15, "display_type": "line_section", "product_id": false,
             "name": "Services", "product_uom_qty": 0.0, "price_unit": 0.0, "discount": 0.0},
            {"id": 77, "order_id": [32, "S00032"], "sequence": 99, "display_type": false, "is_downpayment": true,
             "product_id": false, "name": "Down payment", "product_uom_qty": 0.0, "price_unit": 100.0, "discount": 0.0}])");
}

odoo::crm_lead lead(std::string_view more) {
    return read<odoo::crm_lead>(R"({"id": 5, "name": " Roll-out ", "type": "opportunity", "partner_id": [79, "Acme"],
        "stage_id": [2, "Qualified"], "expected_revenue": 4500.0, "company_currency": [1, "USD"],
        "date_deadline": "2026-12-31", "date_closed": false, "user_id": [2, "Ann"])" +
                                std::string(more) + "}");
}

}  // namespace

TEST_CASE("a company of Odoo is an organization with its texts in three states") {
    auto const p = odoo::to_party(read<odoo::res_partner>(
        R"({"id": 14, "name": "Azure Interior ", "is_company": true, "phone": "+1 555", "email": false, "website": "",
            "parent_id": [3, "Group"], "country_id": [233, "United States"], "industry_id": false})"));
    REQUIRE(p);
    CHECK(p->source == external_ref{"odoo", "res.partner", "14"});
    CHECK(p->kind == model::party_kind::organization);
    CHECK(p->name == "Azure Interior");
    CHECK(p->phone == field_value<std::string>("+1 555"));
    CHECK(p->email.is_empty());
    CHECK(p->website.is_empty());  // '' is as blank as false
    CHECK(p->country == field_value<std::string>("United States"));
    CHECK(p->industry.is_empty());
    CHECK(p->parent == external_ref{"odoo", "res.partner", "3"});

    auto const person = odoo::to_party(read<odoo::res_partner>(R"({"id": 15, "name": "Ann", "is_company": false})"));
    REQUIRE(person);
    CHECK(person->kind == model::party_kind::person);
    CHECK(person->phone.is_absent());  // not read is not blank
    CHECK(person->country.is_absent());
    CHECK_FALSE(person->parent);
}

TEST_CASE("a partner whose kind was not read, or without a name, is refused by both names") {
    auto const e = refused(odoo::to_party(read<odoo::res_partner>(R"({"id": 15, "name": false})")));
    CHECK(e.message ==
          "odoo res.partner 15: is_company -> kind: found nothing, expected a value; "
          "name: found nothing, expected a text");
}

TEST_CASE("a product is known by its code, and its kind is never guessed") {
    auto const row = [](std::string const& type, std::string const& code) {
        return read<odoo::product_product>(R"({"id": 6, "name": "Hour", "default_code": )" + code + R"(, "type": )" +
                                           type + R"(, "list_price": 33.335, "description_sale": false})");
    };
    auto const p = odoo::to_product(row(R"("service")", R"("H")"));
    REQUIRE(p);
    CHECK(p->source == external_ref{"odoo", "product.product", "6"});
    CHECK(p->code == "H");
    CHECK(p->kind == model::product_kind::service);
    CHECK(p->list_price == "33.335"_dec);
    CHECK(p->description.is_empty());
    CHECK(odoo::to_product(row(R"("consu")", R"("H")"))->kind == model::product_kind::goods);
    CHECK(odoo::to_product(row(R"("product")", R"("H")"))->kind == model::product_kind::goods);

    CHECK(refused(odoo::to_product(row(R"("combo")", R"("H")"))).message ==
          "odoo product.product 6: type -> kind: found \"combo\", expected one of \"service\" \"consu\" \"product\"");
    CHECK(refused(odoo::to_product(row(R"("service")", "false"))).message ==
          "odoo product.product 6: default_code -> code: found nothing, expected a value");
}

TEST_CASE("an order is a contract with its items in the order people see them, at the price they pay") {
    auto const c = odoo::to_contract(order(), lines());
    REQUIRE(c);
    CHECK(c->party == external_ref{"odoo", "res.partner", "79"});
    CHECK(c->opportunity == external_ref{"odoo", "crm.lead", "5"});
    CHECK(c->reference == "S00032");
    CHECK(c->signed_on == 2026y / 11 / 22);
    CHECK(c->currency == field_value<std::string>("USD"));
    REQUIRE(c->lines.size() == 2);
    CHECK(c->lines[0].product == external_ref{"odoo", "product.product", "7"});
    CHECK(c->lines[0].unit_price == "33.335"_dec);
    CHECK(c->lines[1].quantity == decimal(10));
    CHECK(c->lines[1].unit_price == "85.95"_dec);  // 95.50 less 10 %

    auto signed_order = order();
    signed_order.client_order_ref = "PO-7";
    signed_order.signed_on = *parse_instant("2026-11-20T23:30:00Z");
    signed_order.opportunity_id = {};
    auto const other = odoo::to_contract(signed_order, lines());
    REQUIRE(other);
    CHECK(other->reference == "PO-7");
    CHECK(other->signed_on == 2026y / 11 / 20);
    CHECK(other->opportunity == external_ref{});
}

TEST_CASE("a contract is all of its order's lines and no other's") {
    auto some = lines();
    some.pop_back();
    CHECK(refused(odoo::to_contract(order(), some)).message ==
          "odoo sale.order 32: order_line: found no line 77 among the 3 given, expected all of them");
    some = lines();
    some[1].order_id = json::id_name{33, "S00033"};
    CHECK(refused(odoo::to_contract(order(), some)).message ==
          "odoo sale.order.line 74: order_id: found 33, expected 32");
    some = lines();
    some[0].product_id = field_value<json::id_name>::empty_value();
    CHECK(refused(odoo::to_contract(order(), some)).message ==
          "odoo sale.order.line 75: product_id -> product: found nothing, expected a value");
}

TEST_CASE("a project has its customer, its order and its tasks") {
    auto const row = R"({"id": 3, "name": "Roll-out", "partner_id": [79, "Acme"], "user_id": [2, "Ann"],
                         "sale_order_id": [31, "S00031"], "reinvoiced_sale_order_id": [32, "S00032"], "task_ids": [9]})";
    auto const tasks = read<std::vector<odoo::project_task>>(
        R"([{"id": 10, "name": "Close", "project_id": [3, "Roll-out"], "allocated_hours": 0.0},
            {"id": 9, "name": "Kick-off", "project_id": [3, "Roll-out"], "planned_hours": 7.5}])");
    auto const p = odoo::to_project(read<odoo::project_project>(row), tasks);
    REQUIRE(p);
    CHECK(p->party == external_ref{"odoo", "res.partner", "79"});
    CHECK(p->contract == external_ref{"odoo", "sale.order", "32"});
    CHECK(p->manager == field_value<std::string>("Ann"));
    REQUIRE(p->tasks.size() == 2);
    CHECK(p->tasks[0] == model::task{.slug = "9", .name = "Kick-off", .planned_hours = "7.5"_dec});
    CHECK_FALSE(p->tasks[1].planned_hours);

    auto others = tasks;
    others[0].project_id = field_value<json::id_name>::empty_value();
    CHECK(refused(odoo::to_project(read<odoo::project_project>(row), others)).message ==
          "odoo project.task 10: project_id: found nothing, expected 3");
}

TEST_CASE("series 19 says whether an opportunity is won") {
    auto const open = odoo::to_opportunity(lead(R"(, "won_status": "pending")"));
    REQUIRE(open);
    CHECK(open->source == external_ref{"odoo", "crm.lead", "5"});
    CHECK(open->name == "Roll-out");
    CHECK(open->party == external_ref{"odoo", "res.partner", "79"});
    CHECK(open->stage == model::opportunity_stage::open);
    CHECK(open->stage_text == "Qualified");
    CHECK(open->amount == "4500.0"_dec);
    CHECK(open->currency == field_value<std::string>("USD"));
    CHECK(open->close_date == 2026y / 12 / 31);
    CHECK(open->owner == field_value<std::string>("Ann"));

    auto won = lead(R"(, "won_status": "won")");
    won.date_closed = *parse_instant("2026-11-22T09:00:00Z");
    CHECK(odoo::to_opportunity(won)->stage == model::opportunity_stage::won);
    CHECK(odoo::to_opportunity(won)->close_date == 2026y / 11 / 22);
    CHECK(odoo::to_opportunity(lead(R"(, "won_status": "lost")"))->stage == model::opportunity_stage::lost);

    CHECK(refused(odoo::to_opportunity(lead(R"(, "won_status": "frozen")"))).message ==
          "odoo crm.lead 5: record -> stage: found \"frozen\", expected one of \"pending\" \"won\" \"lost\"");
}

TEST_CASE("before 19, 100 % is won and an archived 0 % is lost") {
    using enum model::opportunity_stage;
    CHECK(odoo::to_opportunity(lead(R"(, "active": true, "probability": 100.0)"))->stage == won);
    CHECK(odoo::to_opportunity(lead(R"(, "active": true, "probability": 0.0)"))->stage ==
          model::opportunity_stage::open);
    CHECK(odoo::to_opportunity(lead(R"(, "active": false, "probability": 0.0)"))->stage == lost);
    CHECK(odoo::to_opportunity(lead(R"(, "active": false, "probability": 20.0)"))->stage ==
          model::opportunity_stage::open);
    CHECK(refused(odoo::to_opportunity(lead(""))).message.find("expected what tells won from lost") !=
          std::string::npos);
}

TEST_CASE("a lead is no opportunity yet") {
    auto row = lead(R"(, "won_status": "pending")");
    row.type = "lead";
    CHECK(refused(odoo::to_opportunity(row)).message ==
          "odoo crm.lead 5: record -> name: found type \"lead\", expected \"opportunity\"");
}

TEST_CASE("recorded partners, products and orders of every series are read as canonical objects") {
    if (!std::filesystem::exists(recordings::folder)) {
        MESSAGE("skipped: no recordings at " << recordings::folder.string());
        return;
    }
    for (std::string const series : recordings::all_series) {
        CAPTURE(series);
        int parties = 0;
        int products = 0;
        int orders = 0;
        auto const rows = recordings::rows_of(series);
        for (auto const& recorded : rows) {
            auto const& model = recorded.model;
            auto const& row = recorded.row;
            if (model == "res.partner" && row.contains("is_company") && row.contains("id") && row.contains("name")) {
                auto const party = odoo::to_party(read<odoo::res_partner>(row.dump()));
                CHECK_MESSAGE(party, row.dump());
                ++parties;
            }
            if (model == "product.product" && row.contains("type")) {
                auto coded = row;
                coded.emplace("default_code", "X");  // was not asked for
                CHECK(odoo::to_product(read<odoo::product_product>(coded.dump())));
                ++products;
            }
            if (model != "sale.order" || !row.contains("order_line") || !row.contains("amount_untaxed")) continue;
            std::vector<odoo::sale_order_line> mine;
            for (auto const& other : rows) {
                auto const& line = other.row;
                auto const& ids = row["order_line"];
                if (other.model != "sale.order.line" || !line.contains("price_subtotal") ||
                    std::find(ids.begin(), ids.end(), line["id"]) == ids.end())
                    continue;
                auto whole = line;
                whole.emplace("order_id", nlohmann::json{row["id"], row["name"]});  // was not asked for
                mine.push_back(read<odoo::sale_order_line>(whole.dump()));
            }
            if (mine.empty()) continue;
            auto const contract = odoo::to_contract(read<odoo::sale_order>(row.dump()), mine);
            CHECK_MESSAGE(contract, row.dump());
            if (!contract) continue;
            decimal sum;
            for (auto const& line : contract->lines)
                sum = *checked_add(sum, checked_mul(line.quantity, line.unit_price)->round(2, rounding::half_up));
            CHECK(sum == *json::decode<decimal>(row["amount_untaxed"].dump()));
            ++orders;
        }
        CHECK(parties > 0);
        CHECK(products > 0);
        CHECK(orders > 0);
    }
}
