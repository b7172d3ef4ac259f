// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace syncline::inline v1 {

/// One named fact of an event. Values are ours and safe to log: never a secret, never a server's text.
struct attribute {
    std::string_view name;
    std::string_view value;
};

/// Something that happened inside the library, under a stable name such as `http.attempt` or `effect.done`.
///
/// Lifetime: every view is valid only during the call.
struct event {
    std::string_view name;
    std::span<attribute const> attributes;
};

/// Where a host listens. The library logs nothing by itself.
///
/// Threads: called on the thread that does the work; must not throw.
class observer {
public:
    observer() = default;
    observer(observer const&) = delete;
    observer& operator=(observer const&) = delete;
    virtual ~observer() = default;

    virtual void on_event(event const& e) noexcept = 0;
};

}  // namespace syncline::inline v1
