// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/receivables.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "model/names.hpp"

namespace syncline::inline v1::model {
namespace {

using detail::refuse;
using detail::shown;

/// The sums while they grow.
class receivable_books {
public:
    result<void> take(invoice const& i) {
        auto const name = "invoice " + shown(i.source);
        bool const claims = i.state == invoice_state::issued;
        auto const gross = claims ? i.gross : std::optional(money::from_minor(0, i.currency));
        if (!gross) return refuse_no_gross(name);
        if (auto const ok = whole(name, i.source, *gross); !ok) return ok;
        if (gross->currency() != i.currency)
            return fail(errc::mapping,
                        name + ": found " + gross->to_string() + ", expected " + std::string(i.currency.code()));
        auto const none = money::from_minor(0, i.currency);
        invoice_at_[i.source] = out_.invoices.size();
        out_.invoices.push_back({i.source, none, none, none, none, none});
        return claims ? enter(receivable_kind::invoiced, i.source, i.source, *gross, name) : result<void>();
    }

    result<void> take(credit_note const& c) {
        auto const name = "credit note " + shown(c.source);
        note_invoice_[c.source] = c.invoice;
        if (c.state != invoice_state::issued) return once(name, c.source);
        if (!c.gross) return refuse_no_gross(name);
        if (auto const ok = whole(name, c.source, *c.gross); !ok) return ok;
        if (auto const ok = enter(receivable_kind::credited, c.source, c.invoice, *c.gross, name); !ok) return ok;
        auto const& i = out_.invoices[invoice_at_[c.invoice]];
        if (auto const left = checked_add(i.invoiced, i.credited); !left || left->minor() < 0)
            return refuse(errc::rejected, category::amount_mismatch,
                          name + ": found " + c.gross->to_string() + ", which takes back more than the " +
                              i.invoiced.to_string() + " of invoice " + shown(c.invoice));
        return {};
    }

    result<void> take(payment const& p) {
        auto const name = "payment " + shown(p.source);
        if (auto const ok = whole(name, p.source, p.amount); !ok) return ok;
        auto& used = payments_[p.source];
        used = {&p, p.amount, p.amount};
        if (!has_moved(p.status)) return {};
        for (auto const& a : p.allocations) {
            if (auto const ok = not_below_zero(name, a.amount); !ok) return ok;
            auto const left = checked_sub(used.on_account, a.amount);
            if (!left) return fail_within(name, left.error());
            if (left->minor() < 0)
                return refuse(errc::rejected, category::amount_mismatch,
                              name + ": gives more to its invoices than the " + p.amount.to_string() + " it brought");
            used.on_account = *left;
            if (auto const ok = enter(receivable_kind::paid, p.source, a.invoice, a.amount, name); !ok) return ok;
        }
        if (used.on_account.is_zero()) return {};
        return enter(receivable_kind::paid, p.source, std::nullopt, used.on_account, name);
    }

    result<void> take(refund const& r) {
        auto const name = "refund " + shown(r.source);
        if (auto const ok = whole(name, r.source, r.amount); !ok) return ok;
        if (!has_moved(r.status)) return {};
        auto const at = payments_.find(r.payment);
        if (at == payments_.end())
            return fail(errc::missing_reference, name + ": found payment " + shown(r.payment) + ", which is not known");
        auto& used = at->second;
        auto const left = checked_sub(used.not_refunded, r.amount);
        if (!left) return fail_within(name, left.error());
        if (left->minor() < 0 || !has_moved(used.from->status))
            return refuse(errc::rejected, category::amount_mismatch,
                          name + ": found " + r.amount.to_string() + ", expected no more than is left of payment " +
                              shown(r.payment));
        used.not_refunded = *left;
        if (r.credit_note) {
            auto const note = note_invoice_.find(*r.credit_note);
            if (note == note_invoice_.end())
                return fail(errc::missing_reference,
                            name + ": found credit note " + shown(*r.credit_note) + ", which is not known");
            return enter(receivable_kind::refunded, r.source, note->second, r.amount, name);
        }
        auto const from_account = (std::min)(r.amount.minor(), used.on_account.minor());
        auto const currency = r.amount.currency();
        if (from_account != 0) {
            used.on_account = money::from_minor(used.on_account.minor() - from_account, currency);
            if (auto const ok = enter(receivable_kind::refunded, r.source, std::nullopt,
                                      money::from_minor(from_account, currency), name);
                !ok)
                return ok;
        }
        if (from_account == r.amount.minor()) return {};
        auto const& paid = used.from->allocations;
        bool const one = !paid.empty() && std::all_of(paid.begin(), paid.end(),
                                                      [&](auto const& a) { return a.invoice == paid.front().invoice; });
        if (!one)
            return fail(errc::mapping, name + ": payment " + shown(r.payment) + " pays " + std::to_string(paid.size()) +
                                           " invoices, expected a credit note that says which one it is");
        return enter(receivable_kind::refunded, r.source, paid.front().invoice,
                     money::from_minor(r.amount.minor() - from_account, currency), name);
    }

    result<receivables> finish() && {
        std::map<std::string_view, open_total> totals;
        auto const total_in = [&](currency c) -> open_total& {
            auto const none = money::from_minor(0, c);
            return totals.try_emplace(c.code(), open_total{c, none, none, none}).first->second;
        };
        for (auto const& i : out_.invoices)
            if (auto const ok = detail::add_to(total_in(i.open.currency()).open, i.open, "open invoices"); !ok)
                return fail(ok.error());
        for (auto const& e : out_.entries)
            if (!e.invoice)
                if (auto const ok = detail::add_to(total_in(e.amount.currency()).on_account, e.amount, "on account");
                    !ok)
                    return fail(ok.error());
        for (auto& entry : totals) {
            auto const owed = checked_add(entry.second.open, entry.second.on_account);
            if (!owed) return fail_within("what is owed", owed.error());
            entry.second.owed = *owed;
            out_.totals.push_back(entry.second);
        }
        return std::move(out_);
    }

private:
    struct used_payment {
        payment const* from = nullptr;
        money on_account;
        money not_refunded;
    };

    static tl::unexpected<error> refuse_no_gross(std::string const& name) {
        return fail(errc::mapping, name + ": found no gross amount, expected one of what is issued");
    }

    static result<void> not_below_zero(std::string const& name, money const& amount) {
        if (amount.minor() < 0)
            return fail(errc::mapping, name + ": found " + amount.to_string() + ", expected no amount below 0");
        return {};
    }

    result<void> once(std::string const& name, external_ref const& source) {
        if (!seen_.insert(source).second) return fail(errc::conflict, name + ": found twice, expected once");
        return {};
    }

    result<void> whole(std::string const& name, external_ref const& source, money const& amount) {
        if (auto const ok = once(name, source); !ok) return ok;
        return not_below_zero(name, amount);
    }

    /// Books one change; `amount` is 0 or above, the kind gives it its sign.
    result<void> enter(receivable_kind kind, external_ref const& source, std::optional<external_ref> const& invoice,
                       money const& amount, std::string const& name) {
        bool const less = kind == receivable_kind::credited || kind == receivable_kind::paid;
        auto const change = money::from_minor(less ? -amount.minor() : amount.minor(), amount.currency());
        if (invoice) {
            auto const at = invoice_at_.find(*invoice);
            if (at == invoice_at_.end())
                return fail(errc::missing_reference,
                            name + ": found invoice " + shown(*invoice) + ", which is not known");
            auto& i = out_.invoices[at->second];
            money* const parts[] = {&i.invoiced, &i.credited, &i.paid, &i.refunded};
            if (auto const ok = detail::add_to(*parts[static_cast<std::size_t>(kind)], change, name); !ok) return ok;
            if (auto const ok = detail::add_to(i.open, change, name); !ok) return ok;
        }
        out_.entries.push_back({kind, source, invoice, change});
        return {};
    }

    receivables out_;
    std::map<external_ref, std::size_t> invoice_at_;
    std::map<external_ref, external_ref> note_invoice_;
    std::map<external_ref, used_payment> payments_;
    std::set<external_ref> seen_;
};

}  // namespace

result<receivables> receivables_of(std::span<invoice const> invoices, std::span<credit_note const> credit_notes,
                                   std::span<payment const> payments, std::span<refund const> refunds) {
    receivable_books books;
    auto const take_all = [&](auto const& records) -> result<void> {
        for (auto const& r : records)
            if (auto ok = books.take(r); !ok) return ok;
        return {};
    };
    if (auto const ok = take_all(invoices); !ok) return fail(ok.error());
    if (auto const ok = take_all(credit_notes); !ok) return fail(ok.error());
    if (auto const ok = take_all(payments); !ok) return fail(ok.error());
    if (auto const ok = take_all(refunds); !ok) return fail(ok.error());
    return std::move(books).finish();
}

result<void> check_due(receivables const& ours, std::span<invoice const> invoices) {
    for (auto const& i : invoices) {
        if (!i.due || i.state != invoice_state::issued) continue;
        auto const name = "invoice " + shown(i.source);
        auto const mine = std::find_if(ours.invoices.begin(), ours.invoices.end(),
                                       [&](auto const& o) { return o.invoice == i.source; });
        if (mine == ours.invoices.end()) return fail(errc::missing_reference, name + ": its open amount is not known");
        if (mine->open == *i.due) continue;
        auto const apart = checked_sub(*i.due, mine->open);
        return refuse(errc::rejected, category::amount_mismatch,
                      name + ": due: found " + i.due->to_string() + ", expected " + mine->open.to_string() +
                          (apart ? ", a difference of " + apart->to_string() : std::string()));
    }
    return {};
}

}  // namespace syncline::inline v1::model
