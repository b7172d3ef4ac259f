// SPDX-License-Identifier: Apache-2.0
// HubSpot's own Node client drives the served emulator through node_client.cjs; what it did is then looked up here.
#include <cstdlib>
#include <iostream>
#include <string>

#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/loopback_server.hpp>

#include "child.hpp"

using namespace syncline;

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    emulator::hubspot box{the_system_clock(), {.token = "pat-outsider", .refresh_token = "refresh-outsider"}};
    // products are created by nobody else: the one call that meets the throttle
    box.faults.answer("products create", {.status = 429});
    box.add_owner("Ana", "Sales", "ana@example.com");
    emulator::loopback_server server{box};
    if (!server.started()) {
        std::cerr << server.started().error().message << "\n";
        return 1;
    }
    ::setenv("NODE_PATH", argv[3], 1);
    ::setenv("NODE_NO_WARNINGS", "1", 1);
    child script({argv[1], argv[2], server.url()});
    if (int const code = script.wait(); code != 0) {
        std::cerr << "the Node client disagrees (" << code << ")\n";
        return 1;
    }
    // 25 contacts, one of which it archived; 2 of 3 companies, for one row was bad; 1 product at the second try
    auto const wrong = [&](char const* type, std::size_t expected) {
        auto const found = box.count(type);
        if (found != expected) std::cerr << type << ": found " << found << ", expected " << expected << "\n";
        return found != expected;
    };
    if (wrong("contacts", 24) || wrong("companies", 2) || wrong("products", 1)) return 1;
    std::cout << "the Node client and the emulator agree\n";
    return 0;
}
