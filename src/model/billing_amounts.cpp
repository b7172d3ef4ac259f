// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/billing_amounts.hpp>

#include <algorithm>
#include <chrono>
#include <string>

#include <syncline/core/rfc3339.hpp>

#include "model/names.hpp"

namespace syncline::inline v1::model {
namespace {

tl::unexpected<error> bad_terms(std::string message, errc code = errc::mapping) {
    return detail::refuse(code, category::invalid_billing_terms, std::move(message));
}

/// amount * price / divisor, rounded once.
result<money> priced(decimal const& amount, unit_price const& price, decimal const& divisor) {
    auto const product = checked_mul(amount, price.value);
    if (!product) return fail(product.error());
    auto const quotient = checked_div(*product, divisor, price.currency.minor_units(), rounding::half_up);
    if (!quotient) return fail(quotient.error());
    return money::of(*quotient, price.currency, rounding::half_up);
}

std::int64_t days_between(local_date a, local_date b) {
    return (std::chrono::sys_days(b) - std::chrono::sys_days(a)).count();
}

/// What the first `days` of a period cost: from the start each time, so that neighbours leave nothing between them.
money cost_of_first(money const& amount, std::int64_t days, std::int64_t all) {
    int128 const twice = static_cast<int128>(amount.minor()) * days * 2;
    int128 const half = amount.minor() < 0 ? -all : all;
    return money::from_minor(static_cast<std::int64_t>((twice + half) / (int128{2} * all)), amount.currency());
}

bool in_force_on(std::optional<local_date> const& from, std::optional<local_date> const& to, local_date day) {
    return (!from || *from <= day) && (!to || day < *to);
}

}  // namespace

result<money> amount_of(quantity const& q, unit_price const& price, std::optional<decimal> const& discount) {
    if (q.unit != price.per.unit)
        return bad_terms("amount: found a quantity in " + shorten(q.unit, 20) + " and a price per " +
                         shorten(price.per.unit, 20) + ", expected one unit");
    if (price.per.value.sign() <= 0)
        return bad_terms("amount: found a price per " + price.per.value.to_string() + ", expected per more than 0");
    auto const off = discount.value_or(decimal());
    if (off < decimal() || off > decimal(100))
        return bad_terms("amount: found a discount of " + off.to_string() + " percent, expected 0 to 100");
    auto const kept = checked_sub(decimal(100), off);
    if (!kept) return fail(kept.error());
    auto const amount = checked_mul(q.value, *kept);
    auto const divisor = checked_mul(price.per.value, decimal(100));
    if (!amount) return fail(amount.error());
    if (!divisor) return fail(divisor.error());
    return priced(*amount, price, *divisor);
}

result<money> amount_of(std::int64_t minutes, unit_price const& price, decimal const& hours_in_a_day) {
    if (minutes < 0) return bad_terms("time: found " + std::to_string(minutes) + " minutes, expected none below 0");
    decimal in_one(60);
    if (price.per.unit == "MIN") {
        in_one = decimal(1);
    } else if (price.per.unit == "DAY") {
        auto const day = checked_mul(hours_in_a_day, decimal(60));
        if (!day) return fail(day.error());
        in_one = *day;
    } else if (price.per.unit != "HUR") {
        return bad_terms("time: found a price per " + shorten(price.per.unit, 20) + ", expected HUR, MIN or DAY");
    }
    auto const divisor = checked_mul(in_one, price.per.value);
    if (!divisor) return fail(divisor.error());
    if (divisor->sign() <= 0) return bad_terms("time: found a price for no time at all, expected per more than 0");
    return priced(decimal(minutes), price, *divisor);
}

result<money> amount_of(expense const& e) {
    auto const name = "expense " + detail::shown(e.source);
    auto const net = checked_sub(e.gross, e.tax.value_or(money::from_minor(0, e.gross.currency())));
    if (!net) return fail_within(name, net.error());
    auto const percent = checked_add(decimal(100), e.markup.value_or(decimal()));
    if (!percent) return fail_within(name, percent.error());
    auto const factor = checked_mul(*percent, decimal::from_int(1, 2));
    if (!factor) return fail_within(name, factor.error());
    return net->multiplied(*factor, rounding::half_up);
}

result<std::vector<money>> amounts_of(std::span<billing_row const> rows, money const& total) {
    std::vector<money> out(rows.size(), money::from_minor(0, total.currency()));
    std::optional<std::size_t> rest;        // takes what is left
    std::optional<std::size_t> last_share;  // takes what rounding left over
    decimal exact;
    money left = total;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        auto const name = "row " + std::to_string(i + 1);
        if (row.amount && row.share) return bad_terms(name + ": found an amount and a share, expected one of them");
        if (!row.amount && !row.share) {
            if (rest) return bad_terms(name + ": found a second row for what is left, expected one");
            rest = i;
            continue;
        }
        auto part =
            row.amount ? result<decimal>(row.amount->to_decimal()) : checked_mul(total.to_decimal(), *row.share);
        if (!part) return fail_within(name, part.error());
        if (row.amount && row.amount->currency() != total.currency())
            return bad_terms(name + ": found " + row.amount->to_string() + ", expected an amount in " +
                             std::string(total.currency().code()));
        if (part->sign() * total.to_decimal().sign() < 0 || part->abs() > total.to_decimal().abs())
            return bad_terms(name + ": found " + part->to_string() + ", expected a part of " + total.to_string());
        auto const rounded = money::of(*part, total.currency(), rounding::half_up);
        if (!rounded) return fail_within(name, rounded.error());
        auto const after = checked_sub(left, *rounded);
        if (!after) return fail_within(name, after.error());
        auto const sum = checked_add(exact, *part);
        if (!sum) return fail_within(name, sum.error());
        out[i] = *rounded;
        left = *after;
        exact = *sum;
        if (row.share) last_share = i;
    }
    bool const too_much = exact.abs() > total.to_decimal().abs();
    if (too_much || (!rest && exact != total.to_decimal()))
        return bad_terms("schedule: found rows of " + exact.normalized().to_string() + ", expected " +
                         total.to_string());
    if (auto const taker = rest ? rest : last_share) {
        auto const with_rest = checked_add(out[*taker], left);
        if (!with_rest) return fail(with_rest.error());
        out[*taker] = *with_rest;
    }
    return out;
}

result<money> prorated(money const& amount, period const& whole, period const& part, proration how) {
    bool const within = whole.start.ok() && whole.end.ok() && part.start.ok() && part.end.ok() &&
                        whole.start < whole.end && whole.start <= part.start && part.start <= part.end &&
                        part.end <= whole.end;
    if (!within)
        return bad_terms("period: found " + format_date(part.start) + " to before " + format_date(part.end) +
                         ", expected days from " + format_date(whole.start) + " to before " + format_date(whole.end));
    if (how == proration::none) return amount;
    auto const all = days_between(whole.start, whole.end);
    auto const until = cost_of_first(amount, days_between(whole.start, part.end), all);
    auto const before = cost_of_first(amount, days_between(whole.start, part.start), all);
    return checked_sub(until, before);
}

result<money> recurring_amount(money const& amount, recurrence const& rule, int number) {
    auto const served = period_of(rule, number);
    auto unbound = rule;
    unbound.until.reset();
    auto const whole = period_of(unbound, number);
    if (!served || !whole)
        return bad_terms("period " + std::to_string(number) + ": the rule has none with that number");
    return prorated(amount, *whole, *served, rule.proration);
}

result<unit_price> rate_for(rate_card const& card, rate_query const& q) {
    rate const* best = nullptr;
    int best_rank = -1;
    bool two = false;
    for (auto const& r : card.rates) {
        bool const names_role = r.role.has_value();
        bool const fits = in_force_on(r.valid_from, r.valid_to, q.on) && (!r.resource || r.resource == q.resource) &&
                          (!names_role || r.role.value() == q.role) && (!r.contract || r.contract == q.contract) &&
                          (!r.party || r.party == q.party);
        if (!fits) continue;
        int const rank = (r.resource ? 8 : 0) + (names_role ? 4 : 0) + (r.contract ? 2 : 0) + (r.party ? 1 : 0);
        two = rank == best_rank || (two && rank < best_rank);
        if (rank < best_rank) continue;
        best = &r;
        best_rank = rank;
    }
    auto const name = "rate card \"" + shorten(card.name, 60) + "\"";
    if (!best)
        return bad_terms(name + ": found no rate" +
                             (q.role.empty() ? "" : " for role \"" + shorten(q.role, 40) + "\"") + " on " +
                             format_date(q.on) + ", expected one",
                         errc::rejected);
    if (two) return bad_terms(name + ": two rates fit equally well on " + format_date(q.on), errc::misconfigured);
    return best->price;
}

result<unit_price> price_for(price_list const& list, external_ref const& product, decimal const& amount,
                             local_date on) {
    price_list_item const* best = nullptr;
    bool two = false;
    auto const step = [](price_list_item const& i) { return i.from_quantity.value_or(decimal()); };
    for (auto const& i : list.items) {
        if (i.product != product || !in_force_on(i.valid_from, i.valid_to, on) || amount < step(i)) continue;
        if (best && step(i) < step(*best)) continue;
        two = best && step(i) == step(*best);
        best = &i;
    }
    auto const name = "price list \"" + shorten(list.name, 60) + "\": " + detail::shown(product);
    if (!best)
        return bad_terms(
            name + ": found no price for " + amount.to_string() + " on " + format_date(on) + ", expected one",
            errc::rejected);
    if (two) return bad_terms(name + ": two prices are valid on " + format_date(on), errc::misconfigured);
    return best->price;
}

result<capped_amount> under_cap(money const& amount, money const& billed_before, money const& cap) {
    if (amount.minor() < 0 || billed_before.minor() < 0 || cap.minor() < 0)
        return fail(errc::mapping, "cap: found an amount below 0, expected none");
    auto const room = checked_sub(cap, billed_before);
    if (!room) return fail_within("cap", room.error());
    if (amount.currency() != cap.currency())
        return fail(errc::mapping, "cap: found " + amount.to_string() + " under a cap of " + cap.to_string() +
                                       ", expected one currency");
    auto const billed = (std::min)(amount.minor(), (std::max)(room->minor(), std::int64_t{0}));
    return capped_amount{money::from_minor(billed, cap.currency()),
                         money::from_minor(amount.minor() - billed, cap.currency())};
}

}  // namespace syncline::inline v1::model
