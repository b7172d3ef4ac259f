// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <simdjson.h>

namespace syncline::inline v1::json::detail {

/// A parser and a padded copy of the text, kept per thread so that a small text costs no allocation.
struct workspace {
    simdjson::ondemand::parser parser;
    std::string text;
};

/// Lends the thread's workspace; a codec that decodes inside a decode gets one of its own.
class borrowed_workspace {
public:
    borrowed_workspace();
    borrowed_workspace(borrowed_workspace const&) = delete;
    borrowed_workspace& operator=(borrowed_workspace const&) = delete;
    ~borrowed_workspace();

    workspace* operator->() const noexcept { return w_.get(); }

private:
    std::unique_ptr<workspace> w_;
};

}  // namespace syncline::inline v1::json::detail
