// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace syncline::inline v1::json {

/// A member that keeps the exact JSON text of its value, digits, escapes and white space included.
///
/// Empty text is written as `null`.
struct raw {
    std::string text;

    friend bool operator==(raw const&, raw const&) = default;
};

}  // namespace syncline::inline v1::json
