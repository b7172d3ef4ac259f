// SPDX-License-Identifier: Apache-2.0
#include <syncline/testkit/connector_kit.hpp>

#include "testkit/findings.hpp"

namespace syncline::inline v1::testkit {

using namespace detail;

verdicts check_capabilities(sync::capabilities const& c, std::initializer_list<sync::operation_descriptor> targets) {
    verdicts out;
    auto const note = [&out](std::string name, bool holds, std::string found) {
        out.list.push_back(
            {std::move(name), holds ? judgement::passed : judgement::failed, holds ? std::string() : std::move(found)});
    };
    note("the system, its wire and its version are named", !c.system.empty() && !c.api.empty() && !c.version.empty(),
         "system \"" + c.system + "\", api \"" + c.api + "\", version \"" + c.version + "\"");
    note("pages, batches and connections are at least one", c.page > 0 && c.batch > 0 && c.connections > 0,
         "page " + number(c.page) + ", batch " + number(c.batch) + ", connections " + number(c.connections));
    note("what keeps a repeat from doubling is named",
         (c.idempotency == sync::strategy::none) == c.idempotency_key.empty(),
         c.idempotency_key.empty() ? "idempotency_key is empty" : "strategy none with a key, " + c.idempotency_key);
    note("a feed by time stamps goes back for what commits late",
         c.changes != sync::change_feed::timestamp || c.overlap > std::chrono::seconds::zero(), "overlap is 0 s");
    note("deletions in the feed come with a feed",
         c.deletions != sync::deletion::in_feed || c.changes == sync::change_feed::events,
         "deletions are said to be in a feed of events, which it has not");
    for (auto const& t : targets) {
        std::string const object(t.object);
        note("a target names system and object: " + object, t.system == c.system && !object.empty(),
             "system \"" + std::string(t.system) + "\", object \"" + object + "\", expected system " + c.system);
        note("a target's batch is one the connector can send: " + object, t.batch > 0 && t.batch <= c.batch,
             "batch " + number(t.batch) + ", the connector's is " + number(c.batch));
        // the strategies are declared from the strongest to the weakest
        note("a target promises no more than the connector: " + object, t.strategy >= c.idempotency,
             "a stronger strategy than the connector's");
    }
    return out;
}

}  // namespace syncline::inline v1::testkit
