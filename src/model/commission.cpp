// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/commission.hpp>

#include <algorithm>
#include <optional>

#include "model/names.hpp"

namespace syncline::inline v1::model {

result<commission_basis> commission_basis_of(opportunity const& deal, std::span<external_ref const> its_invoices,
                                             receivables const& all) {
    auto const name = "opportunity " + detail::shown(deal.source);
    std::optional<currency> in;
    for (auto const& i : its_invoices) {
        auto const at =
            std::find_if(all.invoices.begin(), all.invoices.end(), [&](auto const& o) { return o.invoice == i; });
        if (at == all.invoices.end())
            return fail(errc::missing_reference, name + ": found invoice " + detail::shown(i) + ", which is not known");
        if (in && *in != at->open.currency())
            return fail(errc::mapping, name + ": found invoices in " + std::string(in->code()) + " and " +
                                           std::string(at->open.currency().code()) + ", expected one currency");
        in = at->open.currency();
    }
    if (!in) {
        auto const own = currency::parse(deal.currency.value_or(""));
        if (!own) return fail_within(name, own.error());
        in = *own;
    }
    commission_basis out{deal.source, deal.owner, money::from_minor(0, *in), {}};
    for (auto const& e : all.entries) {
        bool const moved = e.kind == receivable_kind::paid || e.kind == receivable_kind::refunded;
        if (!moved || !e.invoice ||
            std::find(its_invoices.begin(), its_invoices.end(), *e.invoice) == its_invoices.end())
            continue;
        auto const less = checked_sub(out.collected, e.amount);
        if (!less) return fail_within(name, less.error());
        out.collected = *less;
        out.payments.push_back(e);
    }
    return out;
}

}  // namespace syncline::inline v1::model
