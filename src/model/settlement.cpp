// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/settlement.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "model/names.hpp"

namespace syncline::inline v1::model {
namespace {

/// Each record a payout lists, once and in its order.
template <class Record>
result<std::vector<Record const*>> listed_in_payout(std::string const& name, char const* what,
                                                    std::vector<external_ref> const& refs,
                                                    std::span<Record const> known) {
    std::vector<Record const*> out;
    std::set<external_ref> seen;
    for (auto const& r : refs) {
        if (!seen.insert(r).second)
            return fail(errc::conflict, name + ": found " + what + detail::shown(r) + " twice, expected it once");
        auto const at = std::find_if(known.begin(), known.end(), [&](Record const& k) { return k.source == r; });
        if (at == known.end())
            return fail(errc::missing_reference, name + ": found " + what + detail::shown(r) + ", which is not known");
        out.push_back(&*at);
    }
    return out;
}

}  // namespace

result<settlement> settlement_of(payout const& p, std::span<payment const> payments, std::span<refund const> refunds,
                                 std::optional<money> const& arrived) {
    auto const name = "payout " + detail::shown(p.source);
    auto const none = money::from_minor(0, p.amount.currency());
    settlement out{p.source, none, none, none, none, arrived.value_or(p.amount), none};
    auto const paid = listed_in_payout(name, "payment ", p.payments, payments);
    if (!paid) return fail(paid.error());
    auto const given_back = listed_in_payout(name, "refund ", p.refunds, refunds);
    if (!given_back) return fail(given_back.error());
    for (auto const* m : *paid) {
        auto const what = name + ": payment " + detail::shown(m->source);
        if (auto const ok = detail::add_to(out.payments, m->amount, what); !ok) return fail(ok.error());
        if (p.fees || !m->fee) continue;
        if (auto const ok = detail::add_to(out.fees, *m->fee, what + ": fee"); !ok) return fail(ok.error());
    }
    for (auto const* m : *given_back)
        if (auto const ok = detail::add_to(out.refunds, m->amount, name + ": refund " + detail::shown(m->source)); !ok)
            return fail(ok.error());
    if (p.fees)
        if (auto const ok = detail::add_to(out.fees, *p.fees, name + ": fees"); !ok) return fail(ok.error());
    auto const less_refunds = checked_sub(out.payments, out.refunds);
    if (!less_refunds) return fail_within(name, less_refunds.error());
    auto const expected = checked_sub(*less_refunds, out.fees);
    if (!expected) return fail_within(name, expected.error());
    out.expected = *expected;
    auto const difference = checked_sub(out.arrived, out.expected);
    if (!difference) return fail_within(name, difference.error());
    out.difference = *difference;
    return out;
}

std::optional<error> difference_in(settlement const& s) {
    if (s.difference.is_zero()) return std::nullopt;
    return error{.code = errc::rejected,
                 .message = "payout " + detail::shown(s.payout) + ": found " + s.arrived.to_string() + ", expected " +
                            s.expected.to_string() + " (payments " + s.payments.to_string() + " less refunds " +
                            s.refunds.to_string() + " less fees " + s.fees.to_string() + "), a difference of " +
                            s.difference.to_string(),
                 .reason = category::amount_mismatch};
}

}  // namespace syncline::inline v1::model
