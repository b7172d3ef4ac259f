// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace syncline::inline v1 {

/// What a conversion promises, in words a person reads. Each stock conversion carries one as `facts`.
struct conversion_facts {
    std::string_view name;
    std::string_view from;
    std::string_view to;
    std::string_view totality;  ///< "total", or what it refuses and what it keeps.
    std::string_view inverse;   ///< The conversion that goes back and what comes back, or why there is none.
    std::string_view locale;    ///< Whose language or habits it knows.
    std::string_view source;    ///< The published table or rule behind it.
};

/// The facts of every stock conversion, grouped by subject. Lifetime: static.
[[nodiscard]] std::span<conversion_facts const> all_conversions();

/// The same as a table in Markdown, as the reference shows it.
[[nodiscard]] std::string conversion_table();

}  // namespace syncline::inline v1
