// SPDX-License-Identifier: Apache-2.0
// The same upserts against an emulated server, with something going wrong at each call in turn: repeated until all is
// done, they must end in the state a quiet run ends in.
#include <doctest/doctest.h>

#include <syncline/emulator/odoo.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/testkit/manual_clock.hpp>

using namespace syncline;
using what = sync::upserted::what;

namespace {

struct world {
    explicit world(int series) : box{clock, {.series = series}} {
        // what people had there before
        REQUIRE(box.add("res.partner", R"({"name": "Old Friend", "is_company": true, "phone": "+44"})"));
        REQUIRE(box.add("product.product", R"({"name": "Consulting", "default_code": "CONS"})"));
    }

    [[nodiscard]] odoo::client client() {
        return {box,
                {.url = "https://erp.example",
                 .database = box.options().database,
                 .login = box.options().login,
                 .api_key = box.options().api_key},
                clock};
    }

    testkit::manual_clock clock;
    emulator::odoo box;
};

sync::idempotency_key key(std::string text) { return {std::move(text)}; }

external_ref odoo_ref(std::string object, sync::remote_id const& id) { return {"odoo", std::move(object), id.text}; }

/// Sends until every record is done, as a host would: again under the same keys. Ids in order.
template <class T>
std::vector<sync::remote_id> send(odoo::client& erp, std::vector<sync::outgoing<T>> const& records, int& left) {
    auto target = erp.upsert<T>();
    for (; left > 0; --left) {
        auto const done = target.upsert(records, context{});
        std::vector<sync::remote_id> ids;
        for (auto const& r : done) {
            if (r) {
                ids.push_back(r->id);
            } else {
                // whatever went wrong was technical, so a host repeats it
                CHECK_MESSAGE(
                    (r.error().is_retryable() || r.error().may_have_happened() || r.error().code == errc::malformed),
                    r.error().message);
            }
        }
        if (ids.size() == records.size()) return ids;
    }
    FAIL("did not come to an end");
    return {};
}

/// Customers (one new, one that is there, two of one name), products, orders, projects; then a second version of all.
void story(odoo::client erp, int most_tries) {
    int left = most_tries;
    for (int version = 1; version <= 2; ++version) {
        bool const later = version == 2;
        std::vector<sync::outgoing<model::party>> parties;
        parties.push_back({{.name = "Acme", .website = {"acme.example"}, .phone = {later ? "+2" : "+1"}}, key("c/1")});
        parties.push_back({{.name = "old friend", .email = {"of@example.com"}}, key("c/2")});
        parties.push_back({{.name = "Twin"}, key("c/3")});
        parties.push_back({{.name = "Twin "}, key("c/4")});
        auto const customers = send(erp, parties, left);
        parties.clear();
        parties.push_back({{.name = "Branch", .parent = odoo_ref("res.partner", customers[0])}, key("c/5")});
        send(erp, parties, left);

        std::vector<sync::outgoing<model::product>> products;
        products.push_back({{.code = "cons", .name = "Consulting", .list_price = "120.50"_dec}, key("p/1")});
        products.push_back(
            {{.code = "AUD", .name = "Audit", .list_price = later ? "99.99"_dec : "90"_dec}, key("p/2")});
        auto const sold = send(erp, products, left);

        std::vector<sync::outgoing<model::contract>> orders;
        for (int i = 0; i < 3; ++i) {
            model::contract c{.legal_entity = {"odoo", "res.company", "1"},
                              .party = odoo_ref("res.partner", customers[static_cast<std::size_t>(i)]),
                              .reference = "D-" + std::to_string(i),
                              .lines = {{odoo_ref("product.product", sold[0]), "Days", 3, "33.33"_dec}}};
            if (i == 1) c.signed_on = local_date{std::chrono::year(2026) / 1 / 31};
            if (i == 2) c.lines.push_back({odoo_ref("product.product", sold[1]), "", 1, "0.10"_dec});
            if (later && i == 0) c.lines.push_back({odoo_ref("product.product", sold[1]), "Late", 1, "1"_dec});
            if (later && i == 1) c.lines[0].unit_price = "44.44"_dec;
            if (later && i == 2) c.lines.pop_back();
            orders.push_back({c, key("o/" + std::to_string(i))});
        }
        auto const placed = send(erp, orders, left);

        std::vector<sync::outgoing<model::project>> projects;
        for (int i = 0; i < 2; ++i) {
            model::project p{.party = odoo_ref("res.partner", customers[static_cast<std::size_t>(i)]),
                             .contract = odoo_ref("sale.order", placed[static_cast<std::size_t>(i)]),
                             .name = "Project " + std::to_string(i),
                             .tasks = {{"kick-off", "Kick off", "2.5"_dec}, {"build", "Build", {}}}};
            if (later) p.tasks.push_back({"close", "Close", {}});
            projects.push_back({p, key("j/" + std::to_string(i))});
        }
        send(erp, projects, left);
    }
}

struct quiet_run {
    std::string state;
    std::uint64_t calls = 0;
};

quiet_run quietly(int series) {
    world w(series);
    std::uint64_t calls = 0;
    w.box.faults.on_call([&calls](emulator::call const&, emulator::side s) {
        if (s == emulator::side::before_effect) ++calls;
    });
    story(w.client(), 100);
    return {w.box.dump(), calls};
}

}  // namespace

TEST_CASE("a quiet run makes one of everything") {
    for (int const series : {16, 18, 19}) {
        world w(series);
        story(w.client(), 100);
        CHECK(w.box.count("res.partner") == 4);  // Old Friend, Acme, Twin, Branch
        CHECK(w.box.count("product.product") == 2);
        CHECK(w.box.count("sale.order") == 3);
        CHECK(w.box.count("sale.order.line") == 4);
        CHECK(w.box.count("project.project") == 2);
        CHECK(w.box.count("project.task") == 6);
    }
}

TEST_CASE("a request or reply lost at any call, or a broken one, changes nothing in the end") {
    for (int const series : {16, 18, 19}) {
        auto const quiet = quietly(series);
        REQUIRE(quiet.calls > 20);
        for (std::uint64_t at = 1; at <= quiet.calls; ++at) {
            for (auto const side : {emulator::side::before_effect, emulator::side::after_effect}) {
                CAPTURE(series);
                CAPTURE(at);
                CAPTURE(static_cast<int>(side));
                world w(series);
                std::uint64_t calls = 0;
                w.box.faults.on_call([&](emulator::call const&, emulator::side s) -> result<void> {
                    if (s == emulator::side::before_effect) ++calls;
                    if (calls == at && s == side)
                        return fail(error{.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
                    return {};
                });
                story(w.client(), 100);
                CHECK(w.box.dump() == quiet.state);
            }
        }
    }
}

TEST_CASE("replies cut anywhere and races lost at any write change nothing in the end") {
    for (int const series : {16, 19}) {
        auto const quiet = quietly(series);
        for (int skip = 0; skip < static_cast<int>(quiet.calls); ++skip) {
            CAPTURE(series);
            CAPTURE(skip);
            world cut(series);
            cut.box.faults.truncate_reply_to("*", 17, 1, skip);
            story(cut.client(), 100);
            CHECK(cut.box.dump() == quiet.state);

            world race(series);
            race.box.faults.contend("*", 1, skip);
            story(race.client(), 100);
            CHECK(race.box.dump() == quiet.state);
        }
    }
}

TEST_CASE("a second run writes nothing") {
    for (int const series : {16, 18, 19}) {
        world w(series);
        auto erp = w.client();
        std::vector<sync::outgoing<model::party>> parties;
        for (int i = 0; i < 30; ++i)
            parties.push_back({{.name = "P" + std::to_string(i)}, key("c/" + std::to_string(i))});
        auto target = erp.upsert<model::party>();
        for (auto const& r : target.upsert(parties, context{})) CHECK(r->did == what::created);
        auto const before = w.box.calls();
        for (auto const& r : target.upsert(parties, context{})) CHECK(r->did == what::unchanged);
        auto after = w.box.calls();
        CHECK(after["res.partner.load"] == before.at("res.partner.load"));
        CHECK(after["res.partner.write"] == 0);
        CHECK(after["ir.model.data.create"] == 0);
    }
}

// Shows R122.
TEST_CASE("one bad record of two hundred leaves one hundred and ninety-nine done") {
    for (int const series : {16, 18, 19}) {
        world w(series);
        auto erp = w.client();
        std::vector<sync::outgoing<model::party>> parties;
        for (int i = 0; i < 200; ++i)
            parties.push_back({{.name = "P" + std::to_string(i)}, key("c/" + std::to_string(i))});
        parties[117].record.parent = external_ref{"odoo", "res.partner", "99999999"};
        auto const done = erp.upsert<model::party>().upsert(parties, context{});
        std::size_t failed = 0;
        for (auto const& r : done) failed += r ? 0 : 1;
        CHECK(failed == 1);
        REQUIRE_FALSE(done[117]);
        CHECK(done[117].error().code == errc::missing_reference);
        CHECK(w.box.count("res.partner") == 1 + 199);
    }
}

TEST_CASE("find tells living records from keys nobody used and records somebody deleted") {
    for (int const series : {16, 19}) {
        world w(series);
        auto erp = w.client();
        auto target = erp.upsert<model::party>();
        std::vector<sync::outgoing<model::party>> const two{{{.name = "A"}, key("c/1")}, {{.name = "B"}, key("c/2")}};
        auto const done = target.upsert(two, context{});
        REQUIRE(done[0]);
        REQUIRE(w.box.add("ir.model.data",
                          R"({"module": "syncline", "name": "c_x2f9", "model": "res.partner", "res_id": 99999})"));
        std::vector<sync::idempotency_key> const keys{key("c/2"), key("c/8"), key("c/9"), key("c/1")};
        auto const found = target.find(keys, context{});
        REQUIRE(found);
        CHECK(*found ==
              std::vector<std::optional<sync::remote_id>>{done[1]->id, std::nullopt, std::nullopt, done[0]->id});
        CHECK(target.find({}, context{})->empty());
    }
}
