// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <syncline/core/category.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model::detail {

/// "odoo account.move 7", for messages.
[[nodiscard]] inline std::string shown(external_ref const& r) {
    return r.system + ' ' + r.object + ' ' + shorten(r.id, 60);
}

/// A refusal with the business category people see.
[[nodiscard]] inline tl::unexpected<error> refuse(errc code, category reason, std::string message) {
    return fail({.code = code, .message = std::move(message), .reason = reason});
}

/// Adds in place, naming what was added where it cannot be.
[[nodiscard]] inline result<void> add_to(money& sum, money const& more, std::string_view what) {
    auto const added = checked_add(sum, more);
    if (!added) return fail_within(what, added.error());
    sum = *added;
    return {};
}

/// The same amount with the other sign; the smallest amount there is has none.
[[nodiscard]] inline result<money> opposite(money const& m) {
    return checked_sub(money::from_minor(0, m.currency()), m);
}

}  // namespace syncline::inline v1::model::detail
