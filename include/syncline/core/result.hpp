// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include <syncline/core/error.hpp>

namespace syncline::inline v1 {

/// A value, or an `error` that says what to do. Never thrown.
template <class T>
using result = tl::expected<T, error>;

/// The failing half of any `result<T>`.
[[nodiscard]] inline tl::unexpected<error> fail(errc code, std::string message) {
    return tl::unexpected<error>(error{.code = code, .message = std::move(message)});
}

[[nodiscard]] inline tl::unexpected<error> fail(error e) { return tl::unexpected<error>(std::move(e)); }

/// Passes an error up, naming the operation that met it: `return fail_within("odoo load", r.error());`
[[nodiscard]] inline tl::unexpected<error> fail_within(std::string_view operation, error e) {
    return tl::unexpected<error>(std::move(e).within(operation));
}

}  // namespace syncline::inline v1
