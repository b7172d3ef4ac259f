// SPDX-License-Identifier: Apache-2.0
// More connections than a server takes: a real Odoo of two workers reset 7 of 64 connections and 36 of 128.
#include <atomic>
#include <thread>

#include <syncline/emulator/loopback_server.hpp>
#include <syncline/http/retrying.hpp>

#include "conformance/odoo/server.hpp"

using namespace conformance;
using namespace std::chrono_literals;

namespace {

/// An Odoo that takes its time over searches until somebody was turned away, so that connections pile up before it.
struct busy {
    emulator::odoo* box;
    std::atomic<int>* lost;
    result<http::response> send(http::request const& r, context const& ctx) {
        for (int waited = 0; *lost == 0 && waited < 30'000 && r.url.ends_with("search_read"); ++waited)
            std::this_thread::sleep_for(1ms);
        return box->send(r, ctx);
    }
};

/// Counts the requests that got no reply.
struct watched {
    http::any_transport inner;
    std::atomic<int>* lost;
    result<http::response> send(http::request const& r, context const& ctx) {
        auto got = inner.send(r, ctx);
        if (!got) ++*lost;
        return got;
    }
    void send_all(std::span<http::request const> rs, std::size_t in_flight, http::on_response done,
                  context const& ctx) {
        auto const count = [&](std::size_t i, result<http::response> got) {
            if (!got) ++*lost;
            done(i, std::move(got));
        };
        inner.send_all(rs, in_flight, count, ctx);
    }
};

}  // namespace

TEST_CASE("a client with more connections than the server takes loses none of its records and makes none twice") {
    constexpr std::size_t records = 128;
    emulator::odoo box{the_system_clock(), {.series = 19}};
    std::atomic<int> lost = 0;
    emulator::loopback_server served{busy{&box, &lost}, {.workers = 2, .backlog = 14}};
    REQUIRE(served.started());
    odoo::client erp{http::retrying<>(watched{http::curl_transport({.allow_plain_loopback = true}), &lost}),
                     {.url = served.url(),
                      .database = box.options().database,
                      .login = box.options().login,
                      .api_key = box.options().api_key,
                      .batch = 2,
                      .in_flight = 64}};
    std::vector<sync::outgoing<model::party>> parties;
    for (std::size_t i = 0; i < records; ++i)
        parties.push_back({{.kind = model::party_kind::person, .name = "Person " + std::to_string(i)},
                           {"burst/" + std::to_string(i)}});
    auto target = erp.upsert<model::party>();
    std::size_t done = 0;
    for (int round = 0; round < 10 && done < records; ++round) {
        done = 0;
        for (auto const& r : target.upsert(parties, context{})) {
            if (r)
                ++done;
            else
                CHECK_MESSAGE(r.error().is_retryable(), r.error().message);
        }
    }
    CHECK(done == records);
    CHECK(lost > 0);
    for (auto const& made : box.truth.creates_by_key()) CHECK_MESSAGE(made.second == 1, made.first);
    auto const people = erp.search<odoo::res_partner>().where(contains(field<&odoo::res_partner::name>, "Person "));
    CHECK(people.count(context{}) == records);
}
