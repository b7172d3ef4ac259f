// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <syncline/core/clock.hpp>
#include <syncline/emulator/hubspot.hpp>

int main() {
    syncline::emulator::hubspot box{syncline::the_system_clock()};
    if (!box.add_company("Acme") || box.count("companies") != 1) return 1;
    std::puts("emulator: one company in a HubSpot that never was");
}
