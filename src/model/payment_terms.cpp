// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/payment_terms.hpp>

#include <algorithm>

namespace syncline::inline v1::model {
namespace {

namespace ch = std::chrono;

constexpr int most_days = 36'525;
constexpr int most_months = 1'200;

local_date clamped(ch::year_month month, int day) {
    auto const last = static_cast<unsigned>((month / ch::last).day());
    return month / ch::day(std::min(static_cast<unsigned>(day), last));
}

local_date due_date(instalment const& i, local_date invoiced) {
    auto const month = ch::year_month(invoiced.year(), invoiced.month()) + ch::months(i.months);
    auto on = ch::sys_days(clamped(month, static_cast<int>(static_cast<unsigned>(invoiced.day())))) + ch::days(i.days);
    auto const reached = local_date(on);
    auto const its_month = ch::year_month(reached.year(), reached.month());
    switch (i.anchor) {
        case due_anchor::none: break;
        case due_anchor::end_of_month: on = ch::sys_days(its_month / ch::last); break;
        case due_anchor::day_of_next_month: on = ch::sys_days(clamped(its_month + ch::months(1), i.day)); break;
        case due_anchor::next_day_of_month: {
            auto const here = clamped(its_month, i.day);
            on = ch::sys_days(here < reached ? clamped(its_month + ch::months(1), i.day) : here);
            break;
        }
    }
    return on + ch::days(i.days_after);
}

bool is_share(decimal const& d) { return d >= decimal(0) && d <= decimal(1); }

bool counts(int n, int most) { return n >= 0 && n <= most; }

tl::unexpected<error> wrong(std::size_t i, std::string const& found, std::string const& expected) {
    return fail(errc::misconfigured,
                "payment terms: instalment " + std::to_string(i + 1) + ": found " + found + ", expected " + expected);
}

result<void> check(instalment const& i, std::size_t n, bool last) {
    if (i.share && i.amount) return wrong(n, "a share and an amount", "one of them");
    if (!i.share && !i.amount && !last) return wrong(n, "neither share nor amount", "one of them, but for the last");
    if (i.share && !is_share(*i.share)) return wrong(n, "a share of " + i.share->to_string(), "one from 0 to 1");
    if (!counts(i.months, most_months)) return wrong(n, std::to_string(i.months) + " months", "0 to 1200");
    for (int const days : {i.days, i.days_after})
        if (!counts(days, most_days)) return wrong(n, std::to_string(days) + " days", "0 to 36525");
    bool const needs_day = i.anchor == due_anchor::day_of_next_month || i.anchor == due_anchor::next_day_of_month;
    if (needs_day && (i.day < 1 || i.day > 31)) return wrong(n, "day " + std::to_string(i.day), "1 to 31");
    return {};
}

result<void> check_all(payment_terms const& terms) {
    auto const& all = terms.instalments;
    decimal shares;
    bool only_shares = true;
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (auto ok = check(all[n], n, n + 1 == all.size()); !ok) return ok;
        only_shares = only_shares && all[n].share;
        auto const sum = checked_add(shares, all[n].share.value_or(decimal()));
        if (!sum) return fail(sum.error());
        shares = *sum;
        if (shares > decimal(1)) return wrong(n, "shares of " + shares.to_string() + " in all", "at most 1");
    }
    // the last one takes the rest: what was forgotten must not hide in it
    if (only_shares && shares != decimal(1))
        return wrong(all.size() - 1, "shares of " + shares.to_string() + " in all", "1");
    if (all.back().share && !only_shares)
        return wrong(all.size() - 1, "a share", "none behind amounts: it takes what is left");
    return {};
}

/// Whether `part` goes beyond `left`, which has the sign of the total.
bool is_beyond(money const& part, money const& left) {
    return left.minor() < 0 ? part.minor() < left.minor() : part.minor() > left.minor();
}

/// So much of the total, or of what is left of it. Shares that were rounded up may come to more than there is.
result<money> part_of(instalment const& i, std::size_t n, money const& total, money const& left) {
    auto part = i.share ? total.multiplied(*i.share, rounding::half_up) : money::of(*i.amount, total.currency());
    if (!part) return wrong(n, i.share ? i.share->to_string() : i.amount->to_string(), "an amount of the currency");
    if (!part->is_zero() && (part->minor() < 0) != (total.minor() < 0))
        return wrong(n, part->to_string(), "the sign of the total, " + total.to_string());
    if (!is_beyond(*part, left)) return part;
    if (i.share) return left;
    return wrong(n, part->to_string(), "at most what is left, " + left.to_string());
}

}  // namespace

result<std::vector<due>> due_dates(payment_terms const& terms, money const& total, local_date invoiced) {
    if (terms.instalments.empty()) return std::vector<due>{{invoiced, total}};
    if (auto ok = check_all(terms); !ok) return fail(std::move(ok).error());
    std::vector<due> out;
    out.reserve(terms.instalments.size());
    money left = total;
    for (std::size_t n = 0; n + 1 < terms.instalments.size(); ++n) {
        auto const part = part_of(terms.instalments[n], n, total, left);
        if (!part) return fail(part.error());
        out.push_back({due_date(terms.instalments[n], invoiced), *part});
        auto const rest = checked_sub(left, *part);
        if (!rest) return fail(rest.error());
        left = *rest;
    }
    auto const& last = terms.instalments.back();
    if (last.amount && left.to_decimal() != *last.amount)
        return wrong(terms.instalments.size() - 1, "an amount of " + last.amount->to_string(),
                     left.to_string() + ", which is left");
    out.push_back({due_date(last, invoiced), left});
    return out;
}

result<std::optional<due>> discounted(payment_terms const& terms, money const& total, local_date invoiced) {
    if (!terms.discount) return std::optional<due>();
    auto const& d = *terms.discount;
    if (!is_share(d.share) || !counts(d.days, most_days))
        return fail(errc::misconfigured, "payment terms: discount: found " + d.share.to_string() + " within " +
                                             std::to_string(d.days) +
                                             " days, expected a share from 0 to 1 and 0 to "
                                             "36525 days");
    auto const off = total.multiplied(d.share, rounding::half_up);
    if (!off) return fail(off.error());
    auto const rest = checked_sub(total, *off);
    if (!rest) return fail(rest.error());
    return std::optional(due{local_date(ch::sys_days(invoiced) + ch::days(d.days)), *rest});
}

}  // namespace syncline::inline v1::model
