// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/drift.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <syncline/odoo/client.hpp>

#include "unit/odoo/recordings.hpp"
#include "unit/odoo/support.hpp"

using namespace odoo_test;
using sync::drift_kind;

namespace {

sync::object_shape tickets(std::vector<sync::field_shape> fields) {
    return {.system = "odoo", .object = "helpdesk.ticket", .version = "19.0", .fields = std::move(fields)};
}

/// A recorded model, as `describe` would have made it.
sync::object_shape recorded(std::filesystem::path const& file, std::string const& model) {
    odoo::model_description out{.model = model};
    auto const all = recordings::read_json(file);
    for (auto const& [name, f] : all.at("fields").items()) {
        odoo::field_description d{.name = name,
                                  .type = f.at("type"),
                                  .label = f.value("string", ""),
                                  .relation = f.value("relation", ""),
                                  .required = f.value("required", false),
                                  .readonly = f.value("readonly", false)};
        for (auto const& c : f.value("selection", nlohmann::json::array()))
            if (c.is_array() && c.size() == 2 && c[0].is_string()) d.choices.emplace_back(c[0], "");
        out.fields.push_back(std::move(d));
    }
    return odoo::shape_of(out);
}

/// What it became, or nothing.
std::string became(std::vector<sync::drift> const& drifts, std::string const& name) {
    for (auto const& d : drifts)
        if (d.kind == drift_kind::renamed_likely && d.was->name == name) return d.is->name;
    return {};
}

}  // namespace

TEST_CASE("a description becomes a shape: what is required and read only is Odoo's to fill") {
    auto const shape = odoo::shape_of(
        {.model = "x.y",
         .version = "18.0",
         .fields = {{.name = "ref", .type = "char", .label = "Reference", .required = true, .size = 12},
                    {.name = "state", .type = "selection", .choices = {{"b", "B"}, {"a", "A"}}},
                    {.name = "sum", .type = "many2one", .relation = "z", .required = true, .readonly = true}}});
    CHECK(shape.system == "odoo");
    CHECK(shape.object == "x.y");
    CHECK(shape.version == "18.0");
    CHECK(shape.fields ==
          std::vector<sync::field_shape>{
              {.name = "ref", .type = "char", .label = "Reference", .required = true, .length = 12},
              {.name = "state", .type = "selection", .choices = {"b", "a"}},
              {.name = "sum", .type = "many2one", .relation = "z", .required = true, .defaulted = true}});
}

TEST_CASE("one call tells of drift; only fields that are required since are asked for defaults") {
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/helpdesk.ticket/fields_get")
        .reply(200, R"({"name": {"type": "char", "string": "Name", "required": true}})");
    http.expect("POST", "/json/2/helpdesk.ticket/fields_get")
        .reply(200, R"({"name": {"type": "char", "required": true}, "b": {"type": "char", "required": true},
                        "c": {"type": "char", "required": true}, "d": {"type": "char"},
                        "e": {"type": "boolean", "required": true}})");
    http.expect("POST", "/json/2/helpdesk.ticket/default_get")
        .body(R"({"fields":["b","c","e"]})")
        .reply(200, R"({"b": "x", "c": false, "e": false, "other": 1})");
    odoo::client erp{http, options()};
    auto const built_on = tickets({{.name = "name", .type = "char", .required = true}});
    auto const none = erp.drift_of(built_on, context{});
    REQUIRE(none);
    CHECK(none->empty());
    auto const found = erp.drift_of<ticket>(built_on, context{});
    REQUIRE_MESSAGE(found, found.error().message);
    REQUIRE(found->affecting.size() == 1);  // of no field that is described, and of every create
    CHECK(found->affecting.front().is->name == "c");
    CHECK(found->others.size() == 3);
    CHECK(found->breaks());
    CHECK(http.problems() == "");
}

TEST_CASE("before 19 the defaults are asked for by position") {
    testkit::scripted_transport http;
    expect_connect_18(http);
    http.expect("POST", "/jsonrpc")
        .body_contains(R"("helpdesk.ticket","fields_get")")
        .reply(200, rpc(R"({"b": {"type": "char", "required": true}})"));
    http.expect("POST", "/jsonrpc")
        .body_contains(R"("helpdesk.ticket","default_get",[["b"]],{}])")
        .reply(200, rpc("{}"));
    odoo::client erp{http, options()};
    auto const found = erp.drift_of<ticket>(tickets({}), context{});
    REQUIRE_MESSAGE(found, found.error().message);
    CHECK(found->breaks());
    CHECK(http.problems() == "");
}

TEST_CASE("a drift that cannot be found out is an error, at each call") {
    for (int const lost : {1, 2}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        if (lost == 2)
            http.expect("POST", "/json/2/helpdesk.ticket/fields_get")
                .reply(200, R"({"b": {"type": "char", "required": true}})");
        http.expect("POST", lost == 1 ? "/json/2/helpdesk.ticket/fields_get" : "/json/2/helpdesk.ticket/default_get")
            .fail({.code = errc::timed_out, .message = "no answer"});
        odoo::client erp{http, options()};
        auto const found = erp.drift_of<ticket>(tickets({}), context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::timed_out);
        CHECK(http.problems() == "");
    }
}

TEST_CASE("a hostile description becomes a shape, a snapshot and lines without harm") {
    auto const hostile = recorded(recordings::excerpts / "fields_get/hostile.json", "helpdesk.ticket");
    REQUIRE(hostile.fields.size() > 10);
    auto const text = sync::snapshot_of(hostile);
    CHECK(std::count(text.begin(), text.end(), '\n') == static_cast<std::ptrdiff_t>(hostile.fields.size()) + 2);
    auto const read = sync::read_snapshot(text);
    REQUIRE_MESSAGE(read, read.error().message);
    CHECK(sync::drift_between(*read, hostile).empty());
    for (auto const& d : sync::drift_between(hostile, tickets({}))) {
        auto const line = d.text();
        CAPTURE(line);
        CHECK(d.kind == drift_kind::removed);
        CHECK(std::none_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }));
    }
}

TEST_CASE("what the excerpts of three series show as renamed is found") {
    auto const excerpt = [](std::string const& series, std::string const& model) {
        return recorded(recordings::excerpts / "fields_get" / series / (model + ".json"), model);
    };
    auto const lines_18_19 = sync::drift_between(excerpt("18", "sale.order.line"), excerpt("19", "sale.order.line"));
    CHECK(became(lines_18_19, "tax_id") == "tax_ids");
    CHECK(became(lines_18_19, "product_uom") == "product_uom_id");
    CHECK(became(sync::drift_between(excerpt("16", "project.task"), excerpt("18", "project.task")), "planned_hours") ==
          "allocated_hours");
}

TEST_CASE("recorded models of three series: the renames that are known are found, and all is counted") {
    if (!std::filesystem::exists(recordings::folder)) {
        MESSAGE("skipped: no recordings at " << recordings::folder.string());
        return;
    }
    struct fact {
        std::string model;
        std::string was;
        std::string is;
    };
    std::pair<std::pair<std::string, std::string>, std::vector<fact>> const upgrades[] = {
        {{"16", "18"},
         {{"project.task", "planned_hours", "allocated_hours"},
          {"project.task", "subtask_planned_hours", "subtask_allocated_hours"},
          {"account.move", "reversal_move_id", "reversal_move_ids"},
          {"account.move", "payment_id", "origin_payment_id"},
          {"account.payment", "is_move_sent", "is_sent"},
          {"hr.expense", "unit_amount", "price_unit"},
          {"hr.expense", "amount_tax", "tax_amount_currency"},
          {"hr.expense", "untaxed_amount", "untaxed_amount_currency"}}},
        {{"18", "19"},
         {{"sale.order.line", "tax_id", "tax_ids"},
          {"sale.order.line", "product_uom", "product_uom_id"},
          {"project.milestone", "product_uom", "product_uom_id"},
          {"hr.employee", "gender", "sex"}}},
        {{"16", "19"},
         {{"sale.order.line", "tax_id", "tax_ids"},
          {"sale.order.line", "product_uom", "product_uom_id"},
          {"project.task", "planned_hours", "allocated_hours"}}}};
    for (auto const& upgrade : upgrades) {
        auto const& from = upgrade.first.first;
        auto const& to = upgrade.first.second;
        std::map<drift_kind, std::size_t> counts;
        std::map<std::string, std::vector<sync::drift>> all;
        for (auto const& file : std::filesystem::directory_iterator(recordings::folder / from / "fields_get")) {
            auto const later = recordings::folder / to / "fields_get" / file.path().filename();
            if (!std::filesystem::exists(later)) continue;
            auto const model = file.path().stem().string();
            auto const was = recorded(file.path(), model);
            auto const is = recorded(later, model);
            auto const drifts = sync::drift_between(was, is);
            for (auto const& d : drifts) ++counts[d.kind];
            CHECK(sync::drift_between(was, was).empty());
            CHECK(sync::drift_between(*sync::read_snapshot(sync::snapshot_of(is)), is).empty());
            all[model] = drifts;
        }
        MESSAGE("Odoo " << from << " to " << to << ", " << all.size() << " models: " << counts[drift_kind::added]
                        << " added, " << counts[drift_kind::removed] << " removed, "
                        << counts[drift_kind::renamed_likely] << " likely renamed, " << counts[drift_kind::type]
                        << " of another type, " << counts[drift_kind::required] << " required or no longer, "
                        << counts[drift_kind::choices] << " with other choices");
        CHECK(all.size() == 19);
        for (auto const& f : upgrade.second) {
            CAPTURE(f.model);
            CHECK(became(all[f.model], f.was) == f.is);
        }
    }
}
