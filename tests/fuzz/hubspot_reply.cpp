// SPDX-License-Identifier: Apache-2.0
// Any bytes as what HubSpot answers, under statuses that are read differently: each record asked for or sent gets one
// outcome, and a page accounts for every record it showed.
// Shows R084.
#include <algorithm>
#include <set>

#include <syncline/crm/hubspot/client.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "fuzz/replies.hpp"

using namespace syncline;
namespace hs = crm::hubspot;

namespace {

using replies::check;
using replies::expect;

void read_ids(hs::client& hub) {
    std::vector<std::string> const asked{"1", "2", "3", "2"};
    auto const got = hub.batch_read<hs::company>(asked, {});
    if (!got) return check(got.error());
    std::set<std::string> seen;
    for (auto const& row : got->found) seen.insert(row.id);
    // missing and merged exclude each other; a server that shows a record it called missing contradicts itself
    std::multiset<std::string> elsewhere(got->missing.begin(), got->missing.end());
    for (auto const& m : got->merged) elsewhere.insert(m.requested);
    for (auto const& id : std::set<std::string>(asked.begin(), asked.end())) {
        expect(elsewhere.count(id) <= 1, "an id with two outcomes");
        expect(elsewhere.count(id) + seen.count(id) != 0, "an id without an outcome");
    }
    expect(std::all_of(elsewhere.begin(), elsewhere.end(),
                       [&](std::string const& id) { return std::count(asked.begin(), asked.end(), id) != 0; }),
           "an outcome for an id nobody asked for");
}

void write_records(hs::client& hub) {
    std::vector<hs::keyed<hs::company>> rows;
    for (auto const* key : {"k1", "k2", "k3"}) rows.push_back({.key = key, .record = {.name = std::string(key)}});
    check(hub.batch_upsert<hs::company>("syncline_key", rows, {}), rows.size());
}

template <class M>
void read_changes(hs::client& hub) {
    auto source = hub.changes<M>({.page_records = 20});
    auto const page = source.changes({}, {});
    if (!page) return check(page.error());
    expect(page->records.size() + page->unreadable.size() == page->read, "a record a page showed is not accounted for");
    for (auto const& u : page->unreadable) check(u.why);
    for (auto const& r : page->records) expect(r.source.system == "hubspot", "a record without its source");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bodies = replies::bodies_of(data, size);
    for (int const status : {200, 207, 429, 500}) {
        auto const with = [&](auto ask) {
            testkit::manual_clock clock;
            replies::server server(bodies, status);
            hs::client hub(server, {.token = secret("t")}, clock);
            ask(hub);
        };
        with([](hs::client& hub) {
            if (auto const page = hub.list<hs::deal>({.associations = {"companies"}}, {}); !page) check(page.error());
        });
        with(read_ids);
        with(write_records);
        with(read_changes<model::opportunity>);
        with(read_changes<model::party>);
    }
    return 0;
}
