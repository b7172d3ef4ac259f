// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdlib>

#include "rig.hpp"

using namespace simulation;

namespace {

end_state undisturbed() {
    rig r(1);
    REQUIRE(r.run());
    REQUIRE(r.settle(r.state()) == "");
    return r.state();
}

std::uint64_t seeds(std::uint64_t otherwise) {
    char const* const text = std::getenv("SYNCLINE_SEEDS");
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// A seed draws where the world stops, how, and how bad the weather is until then.
std::string storm(std::uint64_t seed, mistake m, bool synchronous_normal, end_state const& expected,
                  std::uint64_t steps, std::uint64_t calls) {
    seeded_random random(seed);
    any_random draw(random);
    rig r(seed, m, synchronous_normal);
    auto const fraction = [&](double most) { return most * static_cast<double>(draw.below(1000)) / 1000; };
    if (draw.below(2) == 0)
        r.weather({.drop_request = fraction(0.3),
                   .drop_reply = fraction(0.3),
                   .too_many = fraction(0.1),
                   .server_error = fraction(0.2),
                   .truncate = fraction(0.1),
                   .contend = fraction(0.1)});
    for (int crash = 0; crash < 4; ++crash) {
        auto const kind = draw.below(2) == 0 ? testkit::crash_kind::kill : testkit::crash_kind::power_cut;
        if (draw.below(2) == 0)
            r.plan({.disk_step = r.disk_steps() + 1 + draw.below(steps), .kind = kind});
        else
            r.plan({.call = r.calls() + 1 + draw.below(calls),
                    .side = draw.below(2) == 0 ? emulator::side::before_effect : emulator::side::after_effect,
                    .kind = kind,
                    .only_reply = draw.below(3) == 0});
        static_cast<void>(r.run());
        r.restart();
    }
    return r.settle(expected);
}

}  // namespace

// Shows R045, R094, R114.
TEST_CASE("stopped at every step of the disk, by kill and by power cut, the workflow ends as if nothing had happened") {
    auto const expected = undisturbed();
    rig counting(1);
    REQUIRE(counting.run());
    auto const steps = counting.disk_steps();
    MESSAGE("disk steps: ", steps);
    for (auto const kind : {testkit::crash_kind::kill, testkit::crash_kind::power_cut})
        for (std::uint64_t step = 1; step <= steps; ++step) {
            rig r(step);
            r.plan({.disk_step = step, .kind = kind});
            static_cast<void>(r.run());
            auto const wrong = r.settle(expected);
            CHECK_MESSAGE(wrong.empty(), (kind == testkit::crash_kind::kill ? "kill" : "power cut"), " at disk step ",
                          step, ":\n", wrong);
        }
}

// Shows R045, R094, R114.
TEST_CASE("stopped on either side of every call, or its reply lost, the workflow ends as if nothing had happened") {
    auto const expected = undisturbed();
    rig counting(1);
    REQUIRE(counting.run());
    auto const calls = counting.calls();
    MESSAGE("calls: ", calls);
    struct way {
        char const* name;
        emulator::side side;
        testkit::crash_kind kind;
        bool only_reply;
    };
    for (auto const& w : {way{"kill before", emulator::side::before_effect, testkit::crash_kind::kill, false},
                          way{"power cut before", emulator::side::before_effect, testkit::crash_kind::power_cut, false},
                          way{"request lost", emulator::side::before_effect, testkit::crash_kind::kill, true},
                          way{"kill after", emulator::side::after_effect, testkit::crash_kind::kill, false},
                          way{"power cut after", emulator::side::after_effect, testkit::crash_kind::power_cut, false},
                          way{"reply lost", emulator::side::after_effect, testkit::crash_kind::kill, true}})
        for (std::uint64_t call = 1; call <= calls; ++call) {
            rig r(call);
            r.plan({.call = call, .side = w.side, .kind = w.kind, .only_reply = w.only_reply});
            static_cast<void>(r.run());
            CHECK(r.struck());
            auto const wrong = r.settle(expected);
            CHECK_MESSAGE(wrong.empty(), w.name, " at call ", call, ":\n", wrong);
        }
}

// Shows R094, R114.
TEST_CASE("seeds of crashes and bad weather all end well") {
    auto const expected = undisturbed();
    rig counting(1);
    REQUIRE(counting.run());
    auto const n = seeds(200);
    for (std::uint64_t seed = 1; seed <= n; ++seed) {
        auto const wrong = storm(seed, mistake::none, false, expected, counting.disk_steps(), counting.calls());
        CHECK_MESSAGE(wrong.empty(), "seed ", seed, ":\n", wrong);
    }
}

// Shows R094.
TEST_CASE("the rig finds each planted mistake") {
    auto const expected = undisturbed();
    rig counting(1);
    REQUIRE(counting.run());
    struct planting {
        mistake what;
        bool synchronous_normal;
        std::string name;
    };
    for (auto const& p : {planting{mistake::fresh_key_per_attempt, false, "a fresh key per attempt"},
                          planting{mistake::intent_after_call, false, "the intent written after the call"},
                          planting{mistake::done_before_reply, false, "done before the reply is read"},
                          planting{mistake::none, true, "synchronous=NORMAL"}}) {
        std::uint64_t found = 0;
        for (std::uint64_t seed = 1; seed <= 1000 && found == 0; ++seed)
            if (!storm(seed, p.what, p.synchronous_normal, expected, counting.disk_steps(), counting.calls()).empty())
                found = seed;
        CHECK_MESSAGE(found != 0, p.name, " was not found within 1,000 seeds");
        MESSAGE(p.name, ": found at seed ", found);
    }
}
