// SPDX-License-Identifier: Apache-2.0
// Any bytes as what Odoo answers, over both of its protocols and while connecting: each record sent gets one outcome.
// Shows R084.
#include <cstdlib>

#include <syncline/odoo/client.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "fuzz/replies.hpp"

using namespace syncline;

namespace {

using replies::check;
using replies::expect;

/// Who connects like an honest Odoo of its series, and then says what the fuzzer says. Series 0 is not honest at all.
struct odoo_server {
    replies::server words;
    int series;
    int greetings = 0;

    [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx) {
        if (series == 0 || greetings == 2) return words.send(r, ctx);
        ++greetings;
        auto const said = [](std::string body) {
            return result<http::response>(http::response{
                .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)});
        };
        if (greetings == 1) {
            auto const name = std::to_string(series) + ".0";
            return said(R"({"jsonrpc": "2.0", "id": 1, "result": {"server_version": ")" + name +
                        R"(", "server_serie": ")" + name + R"("}})");
        }
        return said(series == 19 ? R"({"uid": 2})" : R"({"jsonrpc": "2.0", "id": 1, "result": 2})");
    }
};

void check_written(std::vector<result<sync::upserted>> const& outcomes, std::size_t records) {
    check(outcomes, records);
    for (auto const& o : outcomes)
        if (o)
            expect(!o->id.text.empty() && o->id.text.find_first_not_of("0123456789") == std::string::npos,
                   "a record is done under what is no id");
}

void search(odoo::client& erp) {
    auto const found = erp.search<odoo::res_partner>().where(field<&odoo::res_partner::name> == "Acme").fetch({});
    if (!found) check(found.error());
}

void upsert_parties(odoo::client& erp) {
    std::vector<sync::outgoing<model::party>> records;
    records.push_back({.record = {.name = "Acme", .phone = std::string("+1")}, .key = {"c/1"}});
    records.push_back({.record = {.name = "acme"}, .key = {"c/2"}});
    records.push_back(
        {.record = {.name = "Branch", .parent = external_ref{"odoo", "res.partner", "7"}}, .key = {"c/3"}});
    check_written(erp.upsert<model::party>().upsert(records, {}), records.size());
}

void upsert_contracts(odoo::client& erp) {
    std::vector<sync::outgoing<model::contract>> records;
    for (auto const* key : {"o/1", "o/2"}) {
        model::contract c;
        c.legal_entity = {"odoo", "res.company", "1"};
        c.party = {"odoo", "res.partner", "7"};
        c.reference = key;
        c.lines.push_back({.product = {"odoo", "product.product", "9"},
                           .description = "Advisory",
                           .quantity = decimal(2),
                           .unit_price = *decimal::parse("1200.50")});
        records.push_back({.record = std::move(c), .key = {key}});
    }
    check_written(erp.upsert<model::contract>().upsert(records, {}), records.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bodies = replies::bodies_of(data, size);
    for (int const series : {0, 18, 19})
        for (int const status : {200, 422, 500}) {
            auto const with = [&](auto ask) {
                testkit::manual_clock clock;
                odoo_server server{.words = {bodies, status}, .series = series};
                odoo::client erp(server,
                                 {.url = "https://erp.example",
                                  .database = "db",
                                  .login = "sync",
                                  .api_key = secret("key"),
                                  .batch = 2,
                                  .in_flight = 1},
                                 clock);
                ask(erp);
            };
            with(search);
            with(upsert_parties);
            with(upsert_contracts);
        }
    return 0;
}
