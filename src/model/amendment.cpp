// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/amendment.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/rfc3339.hpp>

#include "model/names.hpp"

namespace syncline::inline v1::model {

result<money> value_of(contract const& c) {
    auto const name = "contract " + shorten(c.reference, 60);
    auto const in = currency::parse(c.currency.value_or(""));
    if (!in) return fail_within(name, in.error());
    auto sum = money::from_minor(0, *in);
    for (auto const& l : c.lines) {
        auto const what = name + ": line \"" + shorten(l.key, 40) + "\"";
        auto const exact = checked_mul(l.quantity, l.unit_price);
        if (!exact) return fail_within(what, exact.error());
        auto const rounded = money::of(*exact, *in, rounding::half_up);
        if (!rounded) return fail_within(what, rounded.error());
        if (auto const ok = detail::add_to(sum, *rounded, what); !ok) return fail(ok.error());
    }
    return sum;
}

result<amended> amend(std::vector<version_of<contract>> history, change_request request, contract const& terms) {
    auto const name = "change request " + shorten(request.number, 60);
    if (request.number.empty())
        return fail(errc::mapping,
                    "change request " + detail::shown(request.source) + ": found no number, expected one");
    auto const mark = request.number + ": ";
    auto const made = std::find_if(history.begin(), history.end(), [&](auto const& v) {
        return request.amendment ? v.number == *request.amendment : v.reason.compare(0, mark.size(), mark) == 0;
    });
    if (made != history.end()) {
        request.amendment = made->number;
        return amended{std::move(history), std::move(request)};
    }
    if (request.amendment)
        return fail(errc::missing_reference,
                    name + ": found version " + std::to_string(*request.amendment) + ", which has not arrived");
    if (request.approved.state != approval_state::approved)
        return detail::refuse(errc::rejected, category::approval_missing,
                              name + ": found approval \"" +
                                  boost::describe::enum_to_string(request.approved.state, "?") +
                                  "\", expected it to be approved");
    if (!request.effective) return fail(errc::mapping, name + ": found no day it takes effect, expected one");
    if (history.empty())
        return fail(errc::missing_reference, name + ": found no version of the contract to amend, expected one");
    auto const& last = history.back();
    if (*request.effective < last.effective)
        return fail(errc::conflict, name + ": found " + format_date(*request.effective) + ", expected no day before " +
                                        format_date(last.effective) + ", when version " + std::to_string(last.number) +
                                        " takes effect");
    if (request.difference) {
        auto const before = value_of(last.terms);
        if (!before) return fail_within(name, before.error());
        auto const after = value_of(terms);
        if (!after) return fail_within(name, after.error());
        auto const change = checked_sub(*after, *before);
        if (!change) return fail_within(name, change.error());
        if (*change != *request.difference)
            return detail::refuse(errc::rejected, category::amount_mismatch,
                                  name + ": found terms that change the contract by " + change->to_string() +
                                      ", expected " + request.difference->to_string());
    }
    version_of<contract> next{last.number + 1, *request.effective, mark + request.reason, request.approved, terms};
    next.terms.version = next.number;
    request.amendment = next.number;
    history.push_back(std::move(next));
    return amended{std::move(history), std::move(request)};
}

}  // namespace syncline::inline v1::model
