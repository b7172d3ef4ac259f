// SPDX-License-Identifier: Apache-2.0
// Writing as hosts do it, on the emulator of each series and, where one is named, on a live server.
#include <doctest/doctest.h>

#include <syncline/core/rfc3339.hpp>
#include <syncline/odoo/client.hpp>

#include "conformance/odoo/server.hpp"

using namespace syncline;
using conformance::server;

namespace {

struct timed_order {
    std::int64_t id = 0;
    json::id_name partner_id{};
    field_value<instant> date_order{};
};
BOOST_DESCRIBE_STRUCT(timed_order, (), (id, partner_id, date_order))

struct sited {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> website{};
};
BOOST_DESCRIBE_STRUCT(sited, (), (id, name, website))

}  // namespace

template <>
inline constexpr std::string_view syncline::odoo::model_name<sited> = "res.partner";
template <>
inline constexpr std::string_view syncline::odoo::model_name<timed_order> = "sale.order";

namespace {

#define REQUIRE_OK(r) REQUIRE_MESSAGE((r), (r).error().message << " | " << (r).error().server_message)

template <class T>
sync::upserted put_once(odoo::client& erp, server& at, T record, std::string const& key) {
    std::vector<sync::outgoing<T>> const one{{std::move(record), {at.prefix() + key}}};
    auto target = erp.upsert<T>();
    auto const done = target.upsert(one, context{});
    REQUIRE_OK(done[0]);
    at.remember(std::string(target.describe().object), std::stoll(done[0]->id.text));
    return *done[0];
}

}  // namespace

TEST_CASE("a moment is kept as it was meant, whatever the time zone of the user and of the client") {
    auto const noon = *parse_instant("2026-07-01T15:30:00Z");
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());  // the emulator's user lives in Brussels
        for (std::string const zone : {"", "Europe/Brussels", "Asia/Tokyo"}) {
            CAPTURE(zone);
            auto erp = at.client().with_context({.tz = zone});
            auto const partner = at.upsert<model::party>(erp, {.name = at.prefix() + "timed"}, "timed");
            timed_order const order{.partner_id = {partner, ""}, .date_order = noon};
            auto const key = "moment" + zone;
            auto const made = put_once(erp, at, order, key);
            CHECK(made.did == sync::upserted::what::created);
            std::vector<std::int64_t> const ids{std::stoll(made.id.text)};
            auto const back = erp.read<timed_order>(ids, context{});
            REQUIRE_OK(back);
            CHECK(format_instant(back->front().date_order.value()) == format_instant(noon));
            CHECK(put_once(erp, at, order, key).did == sync::upserted::what::unchanged);
        }
    }
}

TEST_CASE("a website without a scheme is written once") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        sited const site{.name = at.prefix() + "site", .website = field_value<std::string>("example.com")};
        CHECK(put_once(erp, at, site, "site").did == sync::upserted::what::created);
        CHECK(put_once(erp, at, site, "site").did == sync::upserted::what::unchanged);
    }
}

TEST_CASE("a text that is none is refused with record and field, and its neighbours are written") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        std::vector<sync::outgoing<sited>> const two{
            {{.name = "N\xff", .website = {}}, {at.prefix() + "broken"}},
            {{.name = at.prefix() + "whole", .website = {}}, {at.prefix() + "whole"}}};
        auto const done = erp.upsert<sited>().upsert(two, context{});
        REQUIRE_FALSE(done[0]);
        CHECK(done[0].error().code == errc::mapping);
        CHECK(done[0].error().message.find("broken") != std::string::npos);
        CHECK(done[0].error().message.find("name: found bytes that are not UTF-8") != std::string::npos);
        CHECK_FALSE(done[0].error().may_have_happened());
        REQUIRE_OK(done[1]);
        at.remember("res.partner", std::stoll(done[1]->id.text));
    }
}
