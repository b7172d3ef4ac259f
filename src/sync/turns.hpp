// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace syncline::inline v1::sync::detail {

/// What somebody is at work on through a ledger: the keys of single effects, the names of flows.
struct turns {
    std::mutex lock;
    std::set<std::string> held;
};

/// Holds one of them, if nobody else does.
class turn {
public:
    turn(turns& all, std::string key) : all_(all), key_(std::move(key)) {
        std::lock_guard const l(all_.lock);
        mine_ = all_.held.insert(key_).second;
    }
    ~turn() {
        if (!mine_) return;
        std::lock_guard const l(all_.lock);
        all_.held.erase(key_);
    }
    turn(turn const&) = delete;
    turn& operator=(turn const&) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return mine_; }

private:
    turns& all_;
    std::string key_;
    bool mine_ = false;
};

}  // namespace syncline::inline v1::sync::detail
