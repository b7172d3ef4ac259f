// SPDX-License-Identifier: Apache-2.0
// The promise in its smallest form, for every write of both connectors: the other side acts, its reply is lost, the
// host does it again, and there is still one effect.
#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <vector>

#include <syncline/crm/hubspot/client.hpp>
#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/odoo.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/store/memory_store.hpp>
#include <syncline/sync/flow.hpp>
#include <syncline/testkit/manual_clock.hpp>

using namespace syncline;

namespace {

struct desk {
    explicit desk(int odoo_series = 18) : series(odoo_series) {}
    int series;
    testkit::manual_clock clock;
    seeded_random random{7};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock, random};
    emulator::odoo odoo_box{clock, {.series = series, .database = "db", .login = "sync", .api_key = secret("key")}};
    emulator::hubspot hubspot_box{clock, {.token = "token"}};
    odoo::client erp{
        odoo_box, {.url = "http://127.0.0.1", .database = "db", .login = "sync", .api_key = secret("key")}, clock};
    crm::hubspot::client hub{hubspot_box, {.token = secret("token")}, clock};
};

/// The two protocols of Odoo, by the series that speaks each.
using json_rpc = std::integral_constant<int, 18>;
using json_2 = std::integral_constant<int, 19>;

/// One record, read as often as one likes.
template <class R>
struct one {
    R record;
    result<sync::page<R>> changes(sync::cursor const&, context const&) {
        sync::page<R> p;
        p.records.push_back(record);
        p.last = true;
        return p;
    }
};

/// Sends `record` through a flow twice, the reply to the `nth` write lost the first time.
template <class R, class T>
void twice(desk& d, emulator::fault_plan& faults, std::string const& operation, int nth, R record, T target) {
    faults.drop_reply_to(operation, 1, nth);
    auto const run = [&] {
        d.clock.advance(std::chrono::minutes(1));
        auto r = sync::flow{"flow", d.ledger}.pull(one<R>{record}).push(target, "step").run({});
        REQUIRE(r);
        return *std::move(r);
    };
    auto const first = run();
    CHECK(first.failed == 1);
    auto const second = run();
    CHECK(second.failed == 0);
    CHECK(second.done == 1);
    auto const third = run();
    CHECK(third.outside_writes() == 0);
}

void each_key_once(emulator::truth_log const& log) {
    for (auto const& made : log.creates_by_key()) {
        CAPTURE(made.first);
        CHECK(made.second == 1);
    }
}

model::external_ref from_crm(std::string object) { return {"hubspot", std::move(object), "512"}; }

}  // namespace

TEST_CASE_TEMPLATE("odoo: a customer whose creation got no answer is not created a second time", Wire, json_rpc,
                   json_2) {
    desk d(Wire::value);
    twice(d, d.odoo_box.faults, "res.partner.load", 0,
          model::party{.source = from_crm("companies"), .name = "Northwind"}, d.erp.upsert<model::party>());
    CHECK(d.odoo_box.count("res.partner") == 1);
    each_key_once(d.odoo_box.truth);
}

TEST_CASE_TEMPLATE("odoo: a customer whose adoption got no answer is adopted once", Wire, json_rpc, json_2) {
    desk d(Wire::value);
    REQUIRE(d.odoo_box.add("res.partner", R"({"name": "NORTHWIND", "is_company": true})"));
    twice(d, d.odoo_box.faults, "ir.model.data.create", 0,
          model::party{.source = from_crm("companies"), .name = "Northwind"}, d.erp.upsert<model::party>());
    CHECK(d.odoo_box.count("res.partner") == 1);
    each_key_once(d.odoo_box.truth);
}

TEST_CASE_TEMPLATE("odoo: a product whose creation got no answer is not created a second time", Wire, json_rpc,
                   json_2) {
    desk d(Wire::value);
    twice(d, d.odoo_box.faults, "product.product.load", 0,
          model::product{.source = from_crm("products"), .code = "ADV", .name = "Advisory"},
          d.erp.upsert<model::product>());
    CHECK(d.odoo_box.count("product.product") == 1);
    each_key_once(d.odoo_box.truth);
}

namespace {

/// What an order or a project is about, created beforehand.
struct books : desk {
    using desk::desk;
    model::external_ref partner{"odoo", "res.partner",
                                std::to_string(*odoo_box.add("res.partner", R"({"name": "Northwind"})"))};
    model::external_ref product{
        "odoo", "product.product",
        std::to_string(*odoo_box.add("product.product", R"({"name": "Advisory", "type": "service"})"))};
};

/// A canonical object with where it came from: what `flow` wants of records that carry no `source` of their own.
struct contract_of_deal {
    external_ref source{};
    model::contract contract{};
};
BOOST_DESCRIBE_STRUCT(contract_of_deal, (), (source, contract))
struct project_of_deal {
    external_ref source{};
    model::project project{};
};
BOOST_DESCRIBE_STRUCT(project_of_deal, (), (source, project))

/// A target for the inside of a record.
template <class T, auto Inside>
struct unwrapping {
    using record = reflect::record_of<Inside>;
    using inner = reflect::value_of<Inside>;
    T target;
    [[nodiscard]] sync::operation_descriptor describe() const { return target.describe(); }
    result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                             context const& ctx) {
        return target.find(keys, ctx);
    }
    std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<record> const> records, context const& ctx) {
        std::vector<sync::outgoing<inner>> out;
        for (auto const& r : records) out.push_back({r.record.*Inside, r.key, r.known});
        return target.upsert(std::span<sync::outgoing<inner> const>(out), ctx);
    }
};

}  // namespace

TEST_CASE_TEMPLATE("odoo: an order whose creation got no answer is not created a second time, nor are its lines", Wire,
                   json_rpc, json_2) {
    books d(Wire::value);
    twice(
        d, d.odoo_box.faults, "sale.order.load", 0,
        contract_of_deal{.source = from_crm("deals"),
                         .contract = {.opportunity = from_crm("deals"),
                                      .legal_entity = {"odoo", "res.company", "1"},
                                      .party = d.partner,
                                      .reference = "D-512",
                                      .signed_on = {},
                                      .lines = {{.product = d.product,
                                                 .description = "Advisory",
                                                 .quantity = decimal(2),
                                                 .unit_price = *decimal::parse("1200.50")}}}},
        unwrapping<odoo::upsert_target<model::contract>, &contract_of_deal::contract>{d.erp.upsert<model::contract>()});
    CHECK(d.odoo_box.count("sale.order") == 1);
    CHECK(d.odoo_box.count("sale.order.line") == 1);
    each_key_once(d.odoo_box.truth);
}

TEST_CASE_TEMPLATE("odoo: a project whose creation got no answer is not created a second time, nor are its tasks", Wire,
                   json_rpc, json_2) {
    books d(Wire::value);
    twice(d, d.odoo_box.faults, "project.project.load", 0,
          project_of_deal{.source = from_crm("deals"),
                          .project = {.opportunity = from_crm("deals"),
                                      .party = d.partner,
                                      .contract = {},
                                      .name = "Roll-out",
                                      .manager = {},
                                      .tasks = {{.slug = "kickoff", .name = "Kick-off", .planned_hours = {}},
                                                {.slug = "close", .name = "Close", .planned_hours = {}}}}},
          unwrapping<odoo::upsert_target<model::project>, &project_of_deal::project>{d.erp.upsert<model::project>()});
    CHECK(d.odoo_box.count("project.project") == 1);
    CHECK(d.odoo_box.count("project.task") == 2);
    each_key_once(d.odoo_box.truth);
}

TEST_CASE_TEMPLATE("odoo: an update that got no answer is made again and changes nothing more", Wire, json_rpc,
                   json_2) {
    desk d(Wire::value);
    model::party p{.source = from_crm("companies"), .name = "Northwind"};
    auto target = d.erp.upsert<model::party>();
    REQUIRE(sync::flow{"flow", d.ledger}.pull(one<model::party>{p}).push(target, "step").run({}));
    p.phone = std::string("+43 1 234");
    twice(d, d.odoo_box.faults, "res.partner.write", 0, p, target);
    CHECK(d.odoo_box.count("res.partner") == 1);
    CHECK(d.erp.search<odoo::res_partner>().where(field<&odoo::res_partner::phone> == "+43 1 234").count({}) == 1);
}

TEST_CASE_TEMPLATE("odoo: a plain create, write or unlink that got no answer says so, and nothing below repeats it",
                   Wire, json_rpc, json_2) {
    desk d(Wire::value);
    odoo::res_partner const record{.name = "Northwind"};
    d.odoo_box.faults.drop_reply_to("res.partner.create");
    auto const created = d.erp.create<odoo::res_partner>(std::span(&record, 1), {});
    REQUIRE_FALSE(created);
    CHECK(created.error().may_have_happened());
    CHECK(d.odoo_box.count("res.partner") == 1);

    auto const ids = d.erp.search<odoo::res_partner>().where(field<&odoo::res_partner::name> == "Northwind").ids({});
    REQUIRE(ids);
    d.odoo_box.faults.drop_reply_to("res.partner.write");
    auto const written =
        d.erp.write(*ids, odoo::edits<odoo::res_partner>{}.set(field<&odoo::res_partner::name>, "Southwind"), {});
    REQUIRE_FALSE(written);
    CHECK(written.error().may_have_happened());

    d.odoo_box.faults.drop_reply_to("res.partner.unlink");
    auto const gone = d.erp.unlink<odoo::res_partner>(*ids, {});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().may_have_happened());
    CHECK(d.odoo_box.count("res.partner") == 0);
}

TEST_CASE("hubspot: a company whose upsert got no answer exists once") {
    desk d;
    REQUIRE(d.hub.ensure_property("companies", {.name = "syncline_key", .unique = true}, {}));
    auto target = d.hub.upsert<crm::hubspot::company>("syncline_key");
    std::vector<sync::outgoing<crm::hubspot::company>> const out{
        {.record = {.name = std::string("Northwind")}, .key = {"flow/7/company"}}};
    d.hubspot_box.faults.drop_reply_to("companies batch/upsert");
    auto const once = [&] {
        return d.ledger.once(
            out[0].key, target.describe(), fingerprint_of("Northwind"),
            [&](context const& ctx) -> result<std::optional<sync::remote_id>> {
                auto found = target.find(std::span(&out[0].key, 1), ctx);
                if (!found) return fail(std::move(found).error());
                return found->front();
            },
            [&](std::optional<sync::remote_id> const&, context const& ctx) {
                return std::move(target.upsert(out, ctx).front());
            },
            {});
    };
    auto const lost = once();
    REQUIRE_FALSE(lost);
    CHECK(lost.error().may_have_happened());
    REQUIRE(once());
    CHECK(d.hubspot_box.count("companies") == 1);
    each_key_once(d.hubspot_box.log);
}

TEST_CASE("hubspot: links written back without an answer are written again and stand once") {
    desk d;
    auto const deal = *d.hubspot_box.add_deal({.name = "Roll-out", .amount = "100"});
    REQUIRE(d.hub.ensure_link_properties({}, {}));
    std::vector<sync::outgoing<model::opportunity_links>> const out{
        {.record = {.opportunity = {"hubspot", "deals", deal},
                    .contract = model::external_ref{"odoo", "sale.order", "42"},
                    .project = {}},
         .key = {"flow/" + deal + "/links"}}};
    auto target = d.hub.upsert<model::opportunity_links>();
    d.hubspot_box.faults.drop_reply_to("deals batch/update");
    auto const lost = target.upsert(out, {});
    REQUIRE_FALSE(lost.front());
    CHECK(lost.front().error().may_have_happened());
    CHECK(target.upsert(out, {}).front());
    CHECK(d.hubspot_box.property("deals", deal, "syncline_contract") == "odoo sale.order 42");
}

TEST_CASE("hubspot: an association and a property made without an answer are there once after a repeat") {
    desk d;
    auto const company = *d.hubspot_box.add_company("Northwind");
    auto const deal = *d.hubspot_box.add_deal({.name = "Roll-out"});
    std::vector<crm::hubspot::pair_of_ids> const pairs{{deal, company}};
    d.hubspot_box.faults.drop_reply_to("associations");
    CHECK_FALSE(d.hub.associate("deals", "companies", pairs, {}).front());
    CHECK(d.hub.associate("deals", "companies", pairs, {}).front());
    std::vector<std::string> const ids{deal};
    auto const links = d.hub.associations("deals", "companies", ids, {});
    REQUIRE(links);
    CHECK(links->front().to.size() == 1);

    d.hubspot_box.faults.drop_reply_to("properties create");
    auto const lost = d.hub.ensure_property("deals", {.name = "syncline_x"}, {});
    CHECK_FALSE(lost);
    auto const again = d.hub.ensure_property("deals", {.name = "syncline_x"}, {});
    REQUIRE(again);
    CHECK_FALSE(*again);
}
