// SPDX-License-Identifier: Apache-2.0
// Prism stands between our client and the served emulator and holds both to HubSpot's contract: what it refuses is a
// request of ours or an answer of the emulator that the contract does not know.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <syncline/crm/hubspot.hpp>
#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/loopback_server.hpp>
#include <syncline/http/curl_transport.hpp>

#include "child.hpp"

using namespace syncline;
using namespace std::chrono_literals;
namespace hs = syncline::crm::hubspot;

namespace {

struct erp_company {
    field_value<std::string> erp_ref{};
    field_value<std::string> name{};
    field_value<decimal> numberofemployees{};
};
BOOST_DESCRIBE_STRUCT(erp_company, (), (erp_ref, name, numberofemployees))

/// The emulator, but for one lie when it is told to: a numeric id where the contract has a text.
struct sometimes_wrong {
    emulator::hubspot& box;
    std::atomic<bool>& lie;

    result<http::response> send(http::request const& r, context const& ctx) {
        auto got = box.send(r, ctx);
        if (got && lie)
            if (auto const at = got->body.find("\"id\":\""); at != std::string::npos)
                got->body = R"({"results":[{"id":7,"properties":{},"createdAt":"2026-11-22T05:50:38.001Z",)"
                            R"("updatedAt":"2026-11-22T05:50:38.001Z"}]})";
        return got;
    }
};

int free_port() {
    int const s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t n = sizeof(a);
    ::bind(s, reinterpret_cast<sockaddr*>(&a), sizeof(a));
    ::getsockname(s, reinterpret_cast<sockaddr*>(&a), &n);
    ::close(s);
    return ntohs(a.sin_port);
}

int failures = 0;

void check(bool ok, std::string const& what) {
    std::cout << (ok ? "ok    " : "WRONG ") << what << "\n";
    failures += ok ? 0 : 1;
}

template <class T>
void check(result<T> const& r, std::string const& what) {
    check(r.has_value(), r ? what : what + ": " + r.error().message + ": " + r.error().server_message);
}

}  // namespace

template <>
inline constexpr std::string_view syncline::crm::hubspot::object_type<erp_company> = "companies";

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    // the contract knows texts only; reality also has null
    emulator::hubspot box{the_system_clock(), {.blanks_as_null = false}};
    std::atomic<bool> lie = false;
    emulator::loopback_server server{sometimes_wrong{box, lie}};
    if (!server.started()) return 1;
    auto const port = std::to_string(free_port());
    auto const wall = "http://127.0.0.1:" + port;
    child prism({argv[1], std::string(argv[3]) + "/@stoplight/prism-cli/dist/index.js", "proxy", "-h", "127.0.0.1",
                 "-p", port, "--errors", "-v", "fatal", argv[2], server.url()});

    http::curl_transport wire{{.allow_plain_loopback = true}};
    context const ctx;
    hs::client hub{wire, {.token = secret{"pat-outsider"}, .base_url = wall}};
    for (int i = 0; i < 1200 && prism.running(); ++i) {  // two minutes: it is slow to start on a busy machine
        if (wire.send({.url = wall + "/", .repeat = http::safety::read}, ctx)) break;
        std::this_thread::sleep_for(100ms);
    }
    if (!prism.running()) {
        std::cerr << "Prism did not start\n";
        return 1;
    }

    auto const parent = *box.add_company("Top", {{"domain", "top.example"}});
    auto const acme = *box.add_company("Acme", {}, parent);
    for (int i = 0; i < 130; ++i)
        (void)box.add_deal({.name = "Deal " + std::to_string(i),
                            .amount = "12.50",
                            .company = acme,
                            .lines = {{.name = "GTX", .sku = "GTX", .price = "12.50"}},
                            .close_date = "2026-03-01"});
    auto const some = box.ids("deals");
    (void)box.add_product("GTX", "GTX", "12.50");

    check(hub.ensure_property("companies", {.name = "erp_ref", .unique = true}, ctx), "a unique property is made");
    check(hub.ensure_property("companies", {.name = "erp_ref", .unique = true}, ctx), "and found");
    check(hub.ensure_property("deals", {.name = "syncline_order"}, ctx), "a property for links is made");
    auto const page = hub.list<hs::company>({.limit = 2, .associations = {"deals"}}, ctx);
    check(page, "a page of companies with associations");
    check(hub.list<hs::company>({.archived = true}, ctx), "a page of archived companies");

    std::vector<hs::keyed<erp_company>> const rows{{"A", {.name = "A", .numberofemployees = "7"_dec}},
                                                   {"B", {.name = "B"}}};
    for (auto const& r : hub.batch_upsert<erp_company>("erp_ref", rows, ctx)) check(r, "an upsert that creates");
    box.faults.refuse_record("batch/upsert", 1);
    auto const mixed = hub.batch_upsert<erp_company>("erp_ref", rows, ctx);
    check(mixed[0], "an upsert that updates, in a 207");
    check(!mixed[1] && mixed[1].error().code == errc::rejected, "beside one that is refused");
    auto const by_key = hub.batch_read_by<erp_company>("erp_ref", std::vector<std::string>{"A", "nobody"}, ctx);
    check(by_key && by_key->missing.size() == 1, "a batch read by key, in a 207");
    std::vector<hs::identified<hs::company>> const updates{
        {acme, {.name = "Acme 2", .phone = field_value<std::string>::empty_value()}}, {"1", {.name = "x"}}};
    auto const updated = hub.batch_update<hs::company>(updates, ctx);
    check(updated[0], "a batch update");
    check(!updated[1] && updated[1].error().code == errc::not_found, "beside a record that is gone");
    check(hub.batch_read<hs::deal>(some, ctx), "a batch read of deals");

    check(hub.search<hs::deal>()
              .where((field<&hs::deal::amount> >= "1"_dec || in(field<&hs::deal::dealname>, {"Deal 1", "Deal 2"})) &&
                     !contains(field<&hs::deal::pipeline>, "other"))
              .fetch(ctx),
          "a search with every kind of filter");
    auto const links = hub.associations("deals", "companies", std::vector<std::string>{some[0], "1"}, ctx);
    check(links && links->front().to.size() == 1, "a batch read of links, in a 207");
    for (auto const& r : hub.associate("deals", "companies", std::vector<hs::pair_of_ids>{{some[0], parent}}, ctx))
        check(r, "records are linked");

    check(hub.changes<model::party>().changes({}, ctx), "all companies as parties");
    check(hub.changes<model::product>().changes({}, ctx), "all products");
    auto won = hub.changes<model::opportunity>(field<&model::opportunity::stage> == model::opportunity_stage::won);
    auto const first = won.changes({}, ctx);
    check(first && first->records.size() == 130 && first->records[0].lines.size() == 1,
          "all won deals with their lines");
    check(won.read(std::vector<std::string>{some[0]}, ctx), "one deal again");
    std::vector<sync::outgoing<hs::deal_links>> const back{
        {.record = {some[0], {{"syncline_order", "S1"}}}, .key = {"k"}}};
    check(hub.link_back().upsert(back, ctx)[0], "a link is written back");

    // the wall must be able to stop either side
    lie = true;
    auto const lied = hub.list<hs::company>({.limit = 1}, ctx);
    check(
        !lied && lied.error().server_message.find("#VIOLATIONS") != std::string::npos,
        "planted: an answer with a numeric id is caught" + (lied ? std::string() : ": " + lied.error().server_message));
    lie = false;
    auto const wrong = wire.send({.method = http::method::post,
                                  .url = wall + "/crm/objects/2026-09/companies/batch/update",
                                  .headers = {{"Content-Type", "application/json"}},
                                  .body = R"({"inputs":[{"id":"1","properties":{"numberofemployees":7}}]})",
                                  .bearer = secret{"pat-outsider"},
                                  .repeat = http::safety::read},
                                 ctx);
    check(wrong && wrong->status == 422, "planted: a request with a number as a property is caught");
    std::cout << (failures == 0 ? "Prism has nothing to say\n" : "Prism objects\n");
    return failures == 0 ? 0 : 1;
}
