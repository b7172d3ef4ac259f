// SPDX-License-Identifier: Apache-2.0
#include "json/workspace.hpp"

namespace syncline::inline v1::json::detail {

namespace {
thread_local std::unique_ptr<workspace> spare;
}

borrowed_workspace::borrowed_workspace() : w_(std::move(spare)) {
    if (!w_) w_ = std::make_unique<workspace>();
}

borrowed_workspace::~borrowed_workspace() {
    constexpr std::size_t keep = std::size_t{4} * 1024 * 1024;  // a huge text's memory goes back
    if (w_->text.capacity() <= keep) spare = std::move(w_);
}

}  // namespace syncline::inline v1::json::detail
