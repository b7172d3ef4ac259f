// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include <syncline/odoo/client.hpp>
#include <syncline/odoo/drift.hpp>
#include <syncline/odoo/records.hpp>

#include "conformance/odoo/server.hpp"

// What a host does at the start of a run: compare the description its mapping was built on with the live one. Each
// class of change is injected into the emulator of each series.

using namespace syncline;
using conformance::server;
using sync::breakage;
using sync::drift_kind;

namespace {

using lines = std::vector<std::string>;

lines texts(std::vector<sync::drift> const& drifts) {
    lines out;
    for (auto const& d : drifts) out.push_back(d.text());
    return out;
}

constexpr int all_series[] = {16, 18, 19};

template <odoo::Record R>
sync::drift_report drift(server& at, std::string const& snapshot) {
    auto erp = at.client();
    auto const built_on = sync::read_snapshot(snapshot);
    REQUIRE_MESSAGE(built_on, built_on.error().message);
    auto const found = erp.drift_of<R>(*built_on, context{});
    REQUIRE_MESSAGE(found, found.error().message << " | " << found.error().server_message);
    return *found;
}

std::string snapshot_of(server& at, std::string const& model) {
    auto erp = at.client();
    auto const now = erp.describe(model, context{});
    REQUIRE_MESSAGE(now, now.error().message);
    return sync::snapshot_of(odoo::shape_of(*now));
}

/// A host: it looks for drift first, and writes only when nothing is broken. What it said.
lines push_one_order(server& at, std::string const& snapshot) {
    auto const found = drift<odoo::sale_order>(at, snapshot);
    if (found.breaks()) return texts(found.affecting);
    auto erp = at.client();
    auto const customer = *at.box()->add("res.partner", R"({"name": "Acme"})");
    odoo::sale_order o;
    o.partner_id = json::id_name{customer, "Acme"};
    o.signed_by = "Ann";
    auto const made = erp.create<odoo::sale_order>(std::span(&o, 1), context{});
    REQUIRE_MESSAGE(made, made.error().message << " | " << made.error().server_message);
    return {};
}

}  // namespace

TEST_CASE("without a change there is no drift, and the write goes out") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto const snapshot = snapshot_of(at, "sale.order");
        auto const found = drift<odoo::sale_order>(at, snapshot);
        CHECK(texts(found.affecting) == lines{});
        CHECK(texts(found.others) == lines{});
        CHECK_FALSE(found.breaks());
        CHECK(snapshot_of(at, "sale.order") == snapshot);
        if (!at.box()) continue;
        CHECK(push_one_order(at, snapshot).empty());
        CHECK(at.box()->truth.writes() == 1);
    }
}

// Shows R085.
TEST_CASE("each class of change is named before the first write") {
    struct change {
        std::function<result<void>(emulator::odoo&)> inject;
        drift_kind kind;
        std::string text;
    };
    auto const set = [](std::string field, std::string description) {
        return [field, description](emulator::odoo& box) { return box.set_field("sale.order", field, description); };
    };
    std::vector<change> const changes{
        {set("x_channel", R"({"type": "char", "required": true})"), drift_kind::added,
         "field `x_channel` (char) is new and required, without a default; breaks writing"},
        {[](emulator::odoo& box) { return box.remove_field("sale.order", "signed_by"); }, drift_kind::removed,
         "field `signed_by` (char) is gone; breaks reading and writing"},
        {[](emulator::odoo& box) { return box.rename_field("sale.order", "signed_by", "x_signatory"); },
         drift_kind::renamed_likely,
         "field `signed_by` (char) is gone, likely renamed to `x_signatory`; breaks reading and writing"},
        {set("signed_by", R"({"type": "many2one", "relation": "res.partner"})"), drift_kind::type,
         "field `signed_by` was char, is many2one of res.partner; breaks reading and writing"},
        {set("signed_by", R"({"size": 2})"), drift_kind::length,
         "field `signed_by` was of length unlimited, is of length 2; breaks writing"},
        {set("signed_by", R"({"required": true})"), drift_kind::required,
         "field `signed_by` is required now, without a default; breaks writing"},
        {set("state", R"({"selection": [["draft", "Quotation"], ["sale", "Sales Order"], ["cancel", "Cancelled"],
                                        ["lost", "Lost"]]})"),
         drift_kind::choices, ""}};
    for (int const series : all_series)
        for (auto const& c : changes) {
            server at(series);
            CAPTURE(at.name());
            CAPTURE(c.text);
            auto const snapshot = snapshot_of(at, "sale.order");
            REQUIRE(c.inject(*at.box()));

            auto const said = push_one_order(at, snapshot);
            CHECK(at.box()->truth.effects().empty());
            REQUIRE(said.size() == 1);
            if (c.kind != drift_kind::choices)
                CHECK(said.front() == "odoo sale.order: " + c.text);
            else
                CHECK_MESSAGE(
                    said.front().find("has the new choices `lost`; breaks reading and writing") != std::string::npos,
                    said.front());
            auto const found = drift<odoo::sale_order>(at, snapshot);
            CHECK(found.affecting.front().kind == c.kind);
            CHECK(found.others.empty());
        }
}

TEST_CASE("harmless changes are told and do not stop the host; those of other fields do not touch it") {
    for (int const series : all_series) {
        server at(series);
        CAPTURE(at.name());
        auto& box = *at.box();
        REQUIRE(box.set_field("sale.order", "signed_by", R"({"size": 20})"));
        auto const snapshot = snapshot_of(at, "sale.order");
        REQUIRE(box.set_field("sale.order", "signed_by", R"({"size": 40})"));
        REQUIRE(box.set_field("sale.order", "x_channel", R"({"type": "char"})"));
        REQUIRE(box.remove_field("sale.order", "require_payment"));
        auto const found = drift<odoo::sale_order>(at, snapshot);
        CHECK(texts(found.affecting) ==
              lines{"odoo sale.order: field `signed_by` was of length 20, is of length 40; breaks nothing"});
        CHECK(texts(found.others) ==
              lines{"odoo sale.order: field `require_payment` (boolean) is gone; breaks reading and writing",
                    "odoo sale.order: field `x_channel` (char) is new; breaks nothing"});
        CHECK_FALSE(found.breaks());
        CHECK(push_one_order(at, snapshot).empty());
    }
}

TEST_CASE("a new required field that Odoo has a default for breaks no create") {
    for (int const series : all_series) {
        server at(series);
        CAPTURE(at.name());
        auto const snapshot = snapshot_of(at, "res.partner");
        REQUIRE(at.box()->set_field("res.partner", "x_level", R"({"type": "integer", "required": true})"));
        REQUIRE(at.box()->set_field("res.partner", "x_code", R"({"type": "char", "required": true})"));
        REQUIRE(at.box()->set_field("res.partner", "x_sum", R"({"type": "char", "required": true, "readonly": true})"));
        REQUIRE(at.box()->add("ir.default", R"({"model_name": "res.partner", "field_name": "x_code",
                                                "json_value": "\"C\""})"));
        auto const found = drift<odoo::res_partner>(at, snapshot);
        CHECK(texts(found.affecting) == lines{});
        CHECK(texts(found.others) ==
              lines{"odoo res.partner: field `x_code` (char) is new and required, with a default; breaks nothing",
                    "odoo res.partner: field `x_level` (integer) is new and required, with a default; breaks nothing",
                    "odoo res.partner: field `x_sum` (char) is new and required, with a default; breaks nothing"});
    }
}

TEST_CASE("what an upgrade renames is told as renamed; a record that knows both names goes on") {
    struct fact {
        int from;
        int to;
        std::string model;
        std::string was;
        std::string is;
    };
    std::vector<fact> const facts{{18, 19, "sale.order.line", "tax_id", "tax_ids"},
                                  {18, 19, "sale.order.line", "product_uom", "product_uom_id"},
                                  {16, 19, "sale.order.line", "tax_id", "tax_ids"},
                                  {16, 18, "project.task", "planned_hours", "allocated_hours"},
                                  {16, 18, "hr.expense", "unit_amount", "price_unit"},
                                  {16, 18, "account.move", "reversal_move_id", "reversal_move_ids"}};
    for (auto const& f : facts) {
        CAPTURE(f.was);
        server before(f.from);
        server after(f.to);
        auto const built_on = *sync::read_snapshot(snapshot_of(before, f.model));
        auto erp = after.client();
        auto const found = erp.drift_of(built_on, context{});
        REQUIRE(found);
        auto const told = std::find_if(found->begin(), found->end(),
                                       [&f](sync::drift const& d) { return d.was && d.was->name == f.was; });
        REQUIRE(told != found->end());
        CHECK(told->kind == drift_kind::renamed_likely);
        CHECK_MESSAGE(told->is->name == f.is, told->text());
        CHECK(told->breaks == breakage::both);
    }

    auto const goes_on = [](sync::drift_report const& found, std::string const& was, std::string const& is) {
        return std::any_of(found.affecting.begin(), found.affecting.end(), [&](sync::drift const& d) {
            return d.kind == drift_kind::renamed_likely && d.was->name == was && d.is->name == is &&
                   d.breaks == breakage::nothing;
        });
    };
    server v16(16);
    server v18(18);
    server v19(19);
    auto const up = drift<odoo::sale_order_line>(v19, snapshot_of(v18, "sale.order.line"));
    CHECK(goes_on(up, "tax_id", "tax_ids"));
    CHECK(goes_on(up, "product_uom", "product_uom_id"));
    std::vector<sync::drift> breaking;
    std::copy_if(up.affecting.begin(), up.affecting.end(), std::back_inserter(breaking),
                 [](sync::drift const& d) { return d.breaks != breakage::nothing; });
    CHECK(texts(breaking) == lines{"odoo sale.order.line: field `display_type` has the new choices `line_subsection`; "
                                   "breaks reading"});
    auto const down = drift<odoo::sale_order_line>(v18, snapshot_of(v19, "sale.order.line"));
    CHECK(goes_on(down, "tax_ids", "tax_id"));
    CHECK(
        goes_on(drift<odoo::project_task>(v18, snapshot_of(v16, "project.task")), "planned_hours", "allocated_hours"));
    // what no rule would pair: the record knows better than the likeness
    CHECK(goes_on(drift<odoo::project_project>(v18, snapshot_of(v16, "project.project")), "analytic_account_id",
                  "account_id"));
    CHECK(goes_on(drift<odoo::account_payment>(v18, snapshot_of(v16, "account.payment")), "ref", "memo"));
}

TEST_CASE("a snapshot of something else, and a model that is gone, are errors") {
    server at(18);
    auto erp = at.client();
    auto const built_on = *sync::read_snapshot(snapshot_of(at, "sale.order"));
    auto const other = erp.drift_of<odoo::res_partner>(built_on, context{});
    REQUIRE_FALSE(other);
    CHECK(other.error().code == errc::misconfigured);
    CHECK(other.error().message == "odoo drift: found a description of \"sale.order\", expected one of res.partner");
    auto const foreign = erp.drift_of({.system = "hubspot", .object = "deals"}, context{});
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().message == "odoo drift: found a description of the system \"hubspot\", expected one of odoo");
    auto const gone = erp.drift_of({.system = "odoo", .object = "x.gone"}, context{});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == errc::not_found);
}
