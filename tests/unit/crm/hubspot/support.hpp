// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <syncline/crm/hubspot/client.hpp>
#include <syncline/testkit/manual_clock.hpp>
#include <syncline/testkit/scripted_transport.hpp>

namespace hubspot_test {

/// A body kept in tests/fixtures/hubspot.
inline std::string fixture(std::string const& name) {
    std::ifstream in(std::string(SYNCLINE_TEST_DATA) + "/fixtures/hubspot/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A client that talks to a script.
struct scripted {
    syncline::testkit::manual_clock clock;
    syncline::testkit::scripted_transport http;
    syncline::crm::hubspot::client hub{http, {.token = syncline::secret{"t0ken"}}, clock};
};

inline syncline::context const ctx;
inline constexpr char const* objects = "https://api.hubapi.com/crm/objects/2026-09/";

}  // namespace hubspot_test
