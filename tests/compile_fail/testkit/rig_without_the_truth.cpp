// SPDX-License-Identifier: Apache-2.0
// expect: syncline: this is no rig for a target; testkit::TargetRig says what it needs
#include <syncline/testkit/connector_kit.hpp>

using namespace syncline;

struct note {
    std::string text;
};

struct notes {
    sync::operation_descriptor describe() const { return {}; }
    result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const>, context const&) {
        return {};
    }
    std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<note> const>, context const&) { return {}; }
};

struct rig {
    notes target() { return {}; }
    note sample(std::size_t) { return {}; }
    note changed(std::size_t) { return {}; }
#ifndef SYNCLINE_EXPECT_FAIL
    std::size_t count() { return 0; }
#endif
    bool holds(std::string const&, note const&) { return true; }
    void lose_request() {}
    void lose_reply() {}
};

testkit::verdicts check() {
    return testkit::check_target([] { return rig(); });
}
