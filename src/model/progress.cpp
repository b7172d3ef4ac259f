// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/progress.hpp>

#include <algorithm>

#include "model/names.hpp"

namespace syncline::inline v1::model {
namespace {

money& part_of(line_progress& p, value_kind k) {
    return k == value_kind::contracted ? p.contracted : k == value_kind::earned ? p.earned : p.invoiced;
}

line_progress nothing_yet(std::string const& line, currency in) {
    auto const none = money::from_minor(0, in);
    return {line, none, none, none, none, none, none};
}

/// What is left of `a` after `b`; nothing where `b` is more.
result<money> not_covered(money const& a, money const& b) {
    auto const left = checked_sub(a, b);
    if (!left) return left;
    return left->minor() > 0 ? *left : money::from_minor(0, left->currency());
}

result<line_progress> with_derived(line_progress p) {
    auto const wip = not_covered(p.earned, p.invoiced);
    if (!wip) return fail(wip.error());
    auto const deferred = not_covered(p.invoiced, p.earned);
    if (!deferred) return fail(deferred.error());
    auto const backlog = not_covered(p.contracted, p.earned);
    if (!backlog) return fail(backlog.error());
    p.work_in_progress = *wip;
    p.deferred = *deferred;
    p.backlog = *backlog;
    return p;
}

/// One fact a contract line, summed over the document's items.
result<std::vector<value_fact>> billed_by(external_ref const& source, std::vector<invoice_line> const& lines,
                                          bool counts, bool taken_back) {
    std::vector<value_fact> out;
    for (auto const& l : lines) {
        if (l.kind != invoice_line_kind::item || l.contract_line.empty()) continue;
        auto at = std::find_if(out.begin(), out.end(), [&](auto const& f) { return f.line == l.contract_line; });
        if (at == out.end())
            at = out.insert(out.end(),
                            {value_kind::invoiced, source, l.contract_line, money::from_minor(0, l.net.currency())});
        if (!counts) continue;
        auto const sum = taken_back ? checked_sub(at->amount, l.net) : checked_add(at->amount, l.net);
        if (!sum) return fail_within(detail::shown(source), sum.error());
        at->amount = *sum;
    }
    return out;
}

}  // namespace

result<std::vector<value_fact>> facts_of(contract const& c, external_ref const& source) {
    auto const in = currency::parse(c.currency.value_or(""));
    if (!in) return fail_within("contract " + shorten(c.reference, 60), in.error());
    std::vector<value_fact> out;
    for (auto const& l : c.lines) {
        auto const what = "contract " + shorten(c.reference, 60) + ": line \"" + shorten(l.key, 40) + "\"";
        auto const exact = checked_mul(l.quantity, l.unit_price);
        if (!exact) return fail_within(what, exact.error());
        auto const value = money::of(*exact, *in, rounding::half_up);
        if (!value) return fail_within(what, value.error());
        out.push_back({value_kind::contracted, source, l.key, *value});
    }
    return out;
}

result<value_fact> fact_of(time_entry const& t, std::string_view line, currency in) {
    bool const approved = t.state == time_entry_state::approved || t.state == time_entry_state::locked ||
                          t.state == time_entry_state::billed;
    bool const charged = t.billable.known == billable::billable;
    value_fact out{value_kind::earned, t.source, std::string(line), money::from_minor(0, in)};
    if (!approved || !charged) return out;
    if (!t.amount)
        return fail(errc::mapping,
                    "time entry " + detail::shown(t.source) + ": found no amount, expected one of what is approved");
    out.amount = *t.amount;
    return out;
}

result<value_fact> fact_of(milestone const& m, external_ref const& source, money const& line_value) {
    auto const name = "milestone \"" + shorten(m.slug, 40) + "\"";
    if (!m.share) return fail(errc::mapping, name + ": found no share, expected one");
    auto const amount = line_value.multiplied(*m.share, rounding::half_up);
    if (!amount) return fail_within(name, amount.error());
    return value_fact{value_kind::earned, source, m.contract_line,
                      m.reached ? *amount : money::from_minor(0, line_value.currency())};
}

result<std::vector<value_fact>> facts_of(invoice const& i) {
    return billed_by(i.source, i.lines, i.state == invoice_state::issued, false);
}

result<std::vector<value_fact>> facts_of(credit_note const& c) {
    return billed_by(c.source, c.lines, c.state == invoice_state::issued, true);
}

result<std::vector<line_progress>> progress_of(std::span<value_fact const> log) {
    std::map<std::string, line_progress> lines;
    for (auto f = log.begin(); f != log.end(); ++f) {
        if (f->amount.currency() != log.front().amount.currency())
            return fail(errc::mapping, detail::shown(f->source) + ": found " + f->amount.to_string() +
                                           ", expected an amount in " +
                                           std::string(log.front().amount.currency().code()));
        auto& line = lines.try_emplace(f->line, nothing_yet(f->line, f->amount.currency())).first->second;
        bool const said_again = std::any_of(f + 1, log.end(), [&](value_fact const& later) {
            return later.kind == f->kind && later.source == f->source && later.line == f->line;
        });
        if (said_again) continue;
        if (auto const ok = detail::add_to(part_of(line, f->kind), f->amount, detail::shown(f->source)); !ok)
            return fail(ok.error());
    }
    std::vector<line_progress> out;
    for (auto const& entry : lines) {
        auto const p = with_derived(entry.second);
        if (!p) return fail(p.error());
        out.push_back(*p);
    }
    return out;
}

result<void> contract_progress::take(value_fact const& f) {
    auto const in = currency_.value_or(f.amount.currency());
    if (f.amount.currency() != in)
        return fail(errc::mapping, detail::shown(f.source) + ": found " + f.amount.to_string() +
                                       ", expected an amount in " + std::string(in.code()));
    std::pair const key{f.source, std::pair{f.kind, f.line}};
    auto const before = said_.find(key);
    auto const at = lines_.find(f.line);
    auto line = at == lines_.end() ? nothing_yet(f.line, in) : at->second;
    auto& part = part_of(line, f.kind);
    auto const without = before == said_.end() ? result<money>(part) : checked_sub(part, before->second);
    if (!without) return fail_within(detail::shown(f.source), without.error());
    part = *without;
    if (auto const ok = detail::add_to(part, f.amount, detail::shown(f.source)); !ok) return ok;
    said_.insert_or_assign(key, f.amount);
    lines_.insert_or_assign(f.line, line);
    currency_ = in;
    return {};
}

result<std::vector<line_progress>> contract_progress::lines() const {
    std::vector<line_progress> out;
    for (auto const& entry : lines_) {
        auto const p = with_derived(entry.second);
        if (!p) return fail(p.error());
        out.push_back(*p);
    }
    return out;
}

}  // namespace syncline::inline v1::model
