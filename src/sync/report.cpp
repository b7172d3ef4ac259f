// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/report.hpp>

namespace syncline::inline v1::sync {

void report::add(report const& later) {
    flow = later.flow;
    read += later.read;
    received += later.received;
    unchanged += later.unchanged;
    done += later.done;
    parked += later.parked;
    waiting += later.waiting;
    failed += later.failed;
    took += later.took;
    open = later.open;
    if (later.stopped_by) stopped_by = later.stopped_by;
    if (steps.empty()) {
        steps = later.steps;
        return;
    }
    for (std::size_t i = 0; i < steps.size() && i < later.steps.size(); ++i) {
        steps[i].created += later.steps[i].created;
        steps[i].updated += later.steps[i].updated;
        steps[i].matched += later.steps[i].matched;
        steps[i].unchanged += later.steps[i].unchanged;
        steps[i].recovered += later.steps[i].recovered;
    }
}

}  // namespace syncline::inline v1::sync
