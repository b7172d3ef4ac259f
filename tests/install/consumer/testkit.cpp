// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <syncline/core/clock.hpp>
#include <syncline/testkit/connector_kit.hpp>
#include <syncline/testkit/crash_disk.hpp>
#include <syncline/testkit/manual_clock.hpp>

int main() {
    using namespace std::chrono_literals;
    syncline::testkit::manual_clock clock;
    auto const before = clock.now();
    if (!clock.sleep(1h, {}) || clock.now() - before != 1h) return 1;
    syncline::testkit::crash_disk const disk{1};
    if (disk.steps() != 0) return 1;
    if (syncline::testkit::check_capabilities({}).passed()) return 1;
    std::puts("testkit: an hour passed at once");
}
