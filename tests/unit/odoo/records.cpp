// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/records.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <type_traits>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <syncline/core/rfc3339.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>

#include "odoo/session.hpp"
#include "unit/odoo/recordings.hpp"

using namespace syncline;

namespace {

template <class... R>
struct records {};
using all_records =
    records<odoo::res_partner, odoo::res_partner_customer, odoo::res_company, odoo::res_currency,
            odoo::res_currency_rate, odoo::product_template, odoo::product_product, odoo::product_pricelist,
            odoo::product_pricelist_item, odoo::sale_order, odoo::sale_order_line, odoo::project_project,
            odoo::project_milestone, odoo::project_task, odoo::hr_employee, odoo::hr_skill, odoo::hr_employee_skill,
            odoo::account_analytic_line, odoo::project_sale_line_employee_map, odoo::hr_expense, odoo::account_move,
            odoo::account_move_line, odoo::account_payment, odoo::account_tax, odoo::account_fiscal_position,
            odoo::account_payment_term, odoo::account_analytic_account, odoo::crm_lead, odoo::crm_stage,
            odoo::contract_contract, odoo::contract_line, odoo::ir_model_data>;

template <class Each>
void for_each_record(Each each) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, all_records>>(each);
}

odoo::detail::model_facts facts_of(nlohmann::json const& fields) {
    odoo::detail::model_facts out;
    for (auto const& [name, f] : fields.items()) out.push_back({.name = name, .type = f.at("type")});
    return out;  // an object of nlohmann's is in the order of its keys
}

/// The record as a server with the recorded fields has it.
result<odoo::detail::shape> fitted(odoo::detail::described_record const& record, std::filesystem::path const& file,
                                   std::string const& series) {
    return odoo::detail::fitted(record, facts_of(recordings::read_json(file).at("fields")), series + ".0");
}

/// Whether a value that was read is what we would write: a reference goes out as its id, a blank as `false`.
bool same(nlohmann::json const& read, nlohmann::json const& written) {
    if (read.is_array() && read.size() == 2 && read[1].is_string()) return written == read[0];
    if (read.is_number_float()) return written.is_number() && written.get<double>() == read.get<double>();
    return written == read;
}

/// A row decoded into the record and encoded again: what is not the same, of the fields both have.
template <class R>
std::string lost_on_the_way(nlohmann::json row) {
    // no recorded read asks for every field, and these members have no "not read"
    for (auto const* text : {"name", "module", "model"}) row.emplace(text, "x");
    row.emplace("order_line", nlohmann::json::array());
    row.emplace("task_ids", nlohmann::json::array());
    auto const record = json::decode<R>(row.dump(), json::odoo);
    if (!record) return record.error().message;
    auto const again = nlohmann::json::parse(json::encode(*record, json::odoo));
    std::string out;
    for (auto const& f : odoo::detail::record_of<R>.fields)
        for (auto const name : {f.name, f.other})
            if (auto const read = row.find(name); read != row.end()) {
                auto const written = again.value(std::string(f.name), nlohmann::json("missing"));
                if (!same(*read, written))
                    out += std::string(name) + ": read " + read->dump() + ", kept " + written.dump() + "; ";
            }
    return out;
}

}  // namespace

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
    CHECK(azure.mobile.is_absent());
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

TEST_CASE("an analytic distribution is read with its accounts, single or of several plans, and its exact shares") {
    auto const line = json::decode<odoo::account_move_line>(
        R"({"id": 5, "analytic_distribution": {"6": 33.33, "7,12": 66.67}})", json::odoo);
    REQUIRE(line);
    auto const& shares = line->analytic_distribution.value();
    REQUIRE(shares.size() == 2);
    CHECK(shares[1].first == "7,12");
    CHECK(shares[1].second == "66.67"_dec);
}

TEST_CASE("every record has a model of its own name") {
    std::set<std::string_view> models;
    for_each_record([&]<class R>(std::type_identity<R>) {
        CHECK_FALSE(odoo::model_name<R>.empty());
        if (!std::is_same_v<R, odoo::res_partner_customer>) CHECK(models.insert(odoo::model_name<R>).second);
        CHECK(odoo::detail::record_of<R>.fields.size() <= 40);
    });
    CHECK(odoo::model_name<odoo::res_partner_customer> == "res.partner");
    CHECK(models.size() == 31);
}

TEST_CASE("one record goes by the names of each series and leaves out what a series lacks") {
    auto const on = [](char const* series, odoo::detail::described_record const& record) {
        auto const file = recordings::excerpts / "fields_get" / series / (std::string(record.model) + ".json");
        auto shape = fitted(record, file, series);
        if (!shape) FAIL(shape.error().message);
        return *std::move(shape);
    };
    auto const& line = odoo::detail::record_of<odoo::sale_order_line>;
    CHECK(on("16", line).at("tax_ids").name == "tax_id");
    CHECK(on("18", line).at("product_uom_id").name == "product_uom");
    CHECK(on("19", line).at("tax_ids").name == "tax_ids");
    CHECK(on("19", line).at("product_uom_id").name == "product_uom_id");

    auto const& task = odoo::detail::record_of<odoo::project_task>;
    CHECK(on("16", task).at("allocated_hours").name == "planned_hours");
    CHECK(on("16", task).at("kanban_state").name == "kanban_state");
    CHECK(on("16", task).at("state").name.empty());
    CHECK(on("19", task).at("kanban_state").name.empty());
    CHECK(on("16", task).at("date_deadline").type == "date");
    CHECK(on("18", task).at("date_deadline").type == "datetime");

    auto const& partner = odoo::detail::record_of<odoo::res_partner>;
    CHECK(on("18", partner).at("mobile").name == "mobile");
    CHECK(on("19", partner).at("mobile").name.empty());
}

TEST_CASE("rows of each series are read into the same record") {
    auto const rows = recordings::read_json(recordings::excerpts / "rows.json");
    for (auto const& row : rows.at("sale.order.line")) CHECK(lost_on_the_way<odoo::sale_order_line>(row) == "");
    for (auto const& row : rows.at("project.task")) CHECK(lost_on_the_way<odoo::project_task>(row) == "");
    for (auto const& row : rows.at("account.payment")) CHECK(lost_on_the_way<odoo::account_payment>(row) == "");
    auto const deadline = [&rows](std::size_t i) {
        return json::decode<odoo::project_task>(rows.at("project.task")[i].dump(), json::odoo)->date_deadline.value();
    };
    CHECK(format_date(deadline(0).day()) == "2026-12-01");  // 16 keeps a day
    CHECK_FALSE(deadline(0).at());
    CHECK(format_date(deadline(1).day()) == "2026-12-01");  // 18 and 19 a moment
    CHECK(deadline(1).at() == parse_utc_datetime("2026-12-01 17:30:00").value());
}

TEST_CASE("every record fits the recorded fields of series 16, 18 and 19") {
    if (!std::filesystem::exists(recordings::folder)) {
        MESSAGE("skipped: no recordings at " << recordings::folder.string());
        return;
    }
    for (std::string const series : recordings::all_series) {
        int checked = 0;
        for_each_record([&]<class R>(std::type_identity<R>) {
            auto const file = recordings::folder / series / "fields_get" / (std::string(odoo::model_name<R>) + ".json");
            if (!std::filesystem::exists(file)) return;  // docs/reference/odoo.md says which were not recorded
            auto const shape = fitted(odoo::detail::record_of<R>, file, series);
            CHECK_MESSAGE(shape, "series " << series << ": " << (shape ? "" : shape.error().message));
            ++checked;
        });
        CHECK(checked == 20);
    }
}

TEST_CASE("recorded rows of every model are read without loss") {
    if (!std::filesystem::exists(recordings::folder)) {
        MESSAGE("skipped: no recordings at " << recordings::folder.string());
        return;
    }
    std::set<std::string> models;
    int decoded = 0;
    for (std::string const series : recordings::all_series) {
        auto const rows = recordings::rows_of(series);
        for_each_record([&]<class R>(std::type_identity<R>) {
            for (auto const& [model, row] : rows) {
                if (model != odoo::model_name<R> || !row.contains("id")) continue;
                CHECK_MESSAGE(lost_on_the_way<R>(row) == "", "series " << series << " " << model << " " << row.dump());
                models.insert(model);
                ++decoded;
            }
        });
    }
    MESSAGE(decoded << " rows of " << models.size() << " models");
    CHECK(models.size() >= 11);
}
