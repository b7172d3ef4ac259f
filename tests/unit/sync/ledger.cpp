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
    std::optional<std::chrono::seconds> visible_within{};
    bool seen_by_find = true;
    function_ref<void()> const* meanwhile = nullptr;  // happens while the call is under way
    bool answers_without_id = false;

    result<sync::upserted> once(std::string_view content = "a") {
        return ledger.once(
            {"invoice/7"},
            {.system = "erp", .object = "invoice", .strategy = strategy, .visible_within = visible_within},
            fingerprint_of(content),
            [&](context const&) -> result<std::optional<sync::remote_id>> {
                ++finds;
                return exists && seen_by_find ? std::optional(sync::remote_id{"41"}) : std::nullopt;
            },
            [&](std::optional<sync::remote_id> const& known, context const&) -> result<sync::upserted> {
                ++acts;
                exists = true;
                if (meanwhile) (*meanwhile)();
                if (answers_without_id) return sync::upserted{};
                if (std::exchange(lose_reply, false))
                    return fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
                return sync::upserted{{"41"}, known ? sync::upserted::what::updated : sync::upserted::what::created};
            },
            ctx);
    }
    context ctx;
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

TEST_CASE("once: an effect that may still show up is not sent a second time") {
    desk d;
    d.lose_reply = true;
    d.seen_by_find = false;
    CHECK_FALSE(d.once());
    SUBCASE("without a bound a person decides") {
        d.clock.advance(std::chrono::hours(100));
        auto const again = d.once();
        REQUIRE_FALSE(again);
        CHECK(again.error().code == errc::unknown_outcome);
        CHECK(again.error().may_have_happened());
        CHECK(d.acts == 1);
        d.seen_by_find = true;
        CHECK(d.once()->id.text == "41");
        CHECK(d.acts == 1);
    }
    SUBCASE("within the bound it waits, behind it the call goes out again") {
        d.visible_within = std::chrono::seconds(60);
        auto const early = d.once();
        REQUIRE_FALSE(early);
        CHECK(early.error().code == errc::unavailable);
        CHECK(d.acts == 1);
        d.clock.advance(std::chrono::seconds(61));
        CHECK(d.once());
        CHECK(d.acts == 2);
    }
}

TEST_CASE("once: while one thread is at work on a key, another is told to come back") {
    desk d;
    std::optional<errc> other;
    auto const second = [&] {
        d.meanwhile = nullptr;
        other = d.once().error().code;
    };
    function_ref<void()> const call(second);
    d.meanwhile = &call;
    CHECK(d.once());
    CHECK(other == errc::contended);
    CHECK(d.acts == 1);
}

TEST_CASE("once: what was done is noted although the host wants to stop meanwhile") {
    desk d;
    std::stop_source stop;
    d.ctx.stop = stop.get_token();
    auto const stopping = [&] { stop.request_stop(); };
    function_ref<void()> const call(stopping);
    d.meanwhile = &call;
    CHECK(d.once());
    d.ctx.stop = {};
    CHECK(d.once()->did == sync::upserted::what::unchanged);
    CHECK(d.acts == 1);
}

TEST_CASE("once: an effect without an id of its own is done all the same") {
    desk d;
    d.answers_without_id = true;
    CHECK(d.once());
    auto const again = d.once();
    REQUIRE(again);
    CHECK(again->id.text.empty());
    CHECK(d.acts == 1);
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

// Shows R114.
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
