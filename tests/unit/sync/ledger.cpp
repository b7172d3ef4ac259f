// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/ledger.hpp>

#include <doctest/doctest.h>

#include <syncline/store/memory_store.hpp>
#include <syncline/testkit/manual_clock.hpp>

using namespace syncline;

namespace {

struct desk {
    testkit::manual_clock clock;
    seeded_random random{1};
    store::memory_store store{clock};
    sync::ledger ledger{store, clock, random};
    int acts = 0;
    int finds = 0;
    bool exists = false;
    bool lose_reply = false;
    sync::strategy strategy = sync::strategy::probe_then_create;

    result<sync::upserted> once(std::string_view content = "a") {
        return ledger.once(
            {"invoice/7"}, {.system = "erp", .object = "invoice", .strategy = strategy}, fingerprint_of(content),
            [&](context const&) -> result<std::optional<sync::remote_id>> {
                ++finds;
                return exists ? std::optional(sync::remote_id{"41"}) : std::nullopt;
            },
            [&](std::optional<sync::remote_id> const& known, context const&) -> result<sync::upserted> {
                ++acts;
                exists = true;
                if (std::exchange(lose_reply, false))
                    return fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
                return sync::upserted{{"41"}, known ? sync::upserted::what::updated : sync::upserted::what::created};
            },
            {});
    }
};

}  // namespace

TEST_CASE("once: the second call does nothing and gives the same record") {
    desk d;
    CHECK(d.once()->did == sync::upserted::what::created);
    auto const again = d.once();
    CHECK(again->did == sync::upserted::what::unchanged);
    CHECK(again->id.text == "41");
    CHECK(d.acts == 1);
    CHECK(d.finds == 0);
}

TEST_CASE("once: after a lost reply it asks before it acts") {
    desk d;
    d.lose_reply = true;
    auto const lost = d.once();
    REQUIRE_FALSE(lost);
    CHECK(lost.error().may_have_happened());
    CHECK(d.once()->id.text == "41");
    CHECK(d.acts == 1);
    CHECK(d.finds == 1);
    CHECK(d.once()->did == sync::upserted::what::unchanged);
    CHECK(d.finds == 1);
}

TEST_CASE("once: what nobody can ask about is never repeated") {
    desk d;
    d.strategy = sync::strategy::none;
    d.lose_reply = true;
    CHECK_FALSE(d.once());
    auto const again = d.once();
    REQUIRE_FALSE(again);
    CHECK(again.error().code == errc::unknown_outcome);
    CHECK(d.acts == 1);
}

TEST_CASE("once: new content under the same key is an update of the known record") {
    desk d;
    REQUIRE(d.once("a"));
    CHECK(d.once("b")->did == sync::upserted::what::updated);
    CHECK(d.acts == 2);
    CHECK(d.finds == 0);
}

TEST_CASE("discarding closes an open exception once, with its reason on record") {
    desk d;
    REQUIRE(d.store.in_transaction(
        [](store::tables& t) {
            store::exception_row const row{
                .flow = "f", .source_id = "1", .category = "defect", .owner = "x", .amount = "1.50"};
            return t.put_exceptions(std::span(&row, 1));
        },
        {}));
    CHECK(d.ledger.open_exceptions("f", {})->front().at_risk.at("") == *decimal::parse("1.5"));
    CHECK(d.ledger.discard("f", "1", "entered twice", {}));
    CHECK(d.ledger.open_exceptions("f", {})->empty());
    CHECK(d.ledger.discard("f", "1", "again", {}).error().code == errc::not_found);
}

TEST_CASE("the identity map follows a merged record to the one that stands for it") {
    desk d;
    REQUIRE(d.store.in_transaction(
        [](store::tables& t) {
            store::link_row const rows[] = {
                {.system = "crm", .object = "companies", .external_id = "1", .canonical = "A"},
                {.system = "crm",
                 .object = "companies",
                 .external_id = "2",
                 .canonical = "A",
                 .state = store::link_state::merged},
                {.system = "erp", .object = "partner", .external_id = "77", .canonical = "A"}};
            return t.put_links(rows);
        },
        {}));
    context const ctx;
    sync::identity_map ids(d.ledger, ctx);
    CHECK((*ids.resolve({"crm", "companies", "1"}, "erp", "partner"))->id == "77");
    CHECK((*ids.resolve({"crm", "companies", "2"}, "erp", "partner"))->id == "77");
    CHECK_FALSE(ids.resolve({"crm", "companies", "3"}, "erp", "partner")->has_value());
}
