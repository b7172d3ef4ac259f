// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/error.hpp>
#include <syncline/core/result.hpp>
#include <syncline/http/request.hpp>

namespace syncline::inline v1::odoo::detail {

/// What Odoo says about a failure, in either envelope: the exception's class and its text. The traceback beside them
/// (`debug`) is never read.
struct fault {
    std::string name{};  ///< `odoo.exceptions.ValidationError`
    std::string message{};
};

/// The error a fault means. Odoo rolled its transaction back before it answered, so nothing happened.
[[nodiscard]] error to_error(fault const& f);

/// What the server wrote, on one line and not without end, for `error::server_message`.
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace syncline::inline v1::odoo::detail
