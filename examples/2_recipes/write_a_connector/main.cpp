// SPDX-License-Identifier: Apache-2.0
// Does the connector keep what flows rely on? Prints one line per check.
// Shows R018.
#include <cstdio>

#include <syncline/testkit/connector_kit.hpp>

#include "desk_server.hpp"

using namespace syncline;

// [rig]
struct desk_rig {
    desk::server server{};  // fresh and empty; the truth is looked up here, past the connector
    desk::api api{.wire = server};

    // the target, and what is sent
    desk::target target() { return {api}; }
    desk::ticket sample(std::size_t n) { return {.title = "Ticket " + std::to_string(n)}; }
    desk::ticket changed(std::size_t n) { return {.title = "Ticket " + std::to_string(n), .urgency = 3}; }
    desk::ticket refused() { return {.title = ""}; }
    desk::ticket with_text(std::string const& text) { return {.title = text}; }
    std::size_t count() { return server.tickets.size(); }
    bool holds(std::string const& id, desk::ticket const& t) {
        return server.tickets.at(id).title == t.title && server.tickets.at(id).urgency == t.urgency;
    }

    // the source, and what people do at the desk
    desk::source source() { return {api, 3}; }
    std::string add(std::size_t n) { return server.put({.title = sample(n).title}); }
    std::string add_unreadable() { return server.put({.title = "How urgent?", .urgency = -1}); }
    void change(std::string const& id) { server.put({.id = id, .title = "Another title"}); }
    void remove(std::string const& id) { server.tickets.erase(id); }

    // what happens on the way
    void lose_request() { server.loses_request = true; }
    void lose_reply() { server.loses_reply = true; }
    void cut_reply() { server.cuts_reply = true; }
};
// [/rig]

int main() {
    // [check]
    auto const make = [] { return desk_rig(); };
    auto const all = testkit::check_target(make) + testkit::check_source(make) +
                     testkit::check_capabilities(desk::capabilities_of_desk(), {desk::target::describe()});
    std::fputs(all.text().c_str(), stdout);
    // [/check]
    return all.passed() ? 0 : 1;
}
