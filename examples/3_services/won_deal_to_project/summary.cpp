// SPDX-License-Identifier: Apache-2.0
#include "summary.hpp"

#include <algorithm>
#include <set>

#include <syncline/core/category.hpp>
#include <syncline/json/writer.hpp>
#include <syncline/odoo/records.hpp>

namespace demo {
namespace {

using namespace syncline;

constexpr std::size_t page = 1000;

/// The remote ids of a flow's finished effects, by step.
result<std::map<std::string, std::vector<std::string>>> finished(sync::ledger& ledger, std::string const& flow,
                                                                 context const& ctx) {
    std::map<std::string, std::vector<std::string>> out;
    for (std::string after;;) {
        std::size_t rows = 0;
        auto r = ledger.store().read(
            [&](store::tables& t) -> result<void> {
                auto found = t.effects_in_state(flow, store::effect_state::done, after, page);
                if (!found) return fail(std::move(found).error());
                rows = found->size();
                for (auto const& e : *found) out[e.step].push_back(e.remote_id);
                if (rows != 0) after = found->back().key;
                return {};
            },
            ctx);
        if (!r) return fail(std::move(r).error());
        if (rows < page) return out;
    }
}

result<decimal> total_of(odoo::client& erp, std::vector<std::string> const& orders, context const& ctx) {
    decimal sum;
    for (std::size_t i = 0; i < orders.size(); i += page) {
        std::vector<std::int64_t> ids;
        for (std::size_t k = i; k < std::min(i + page, orders.size()); ++k) ids.push_back(std::stoll(orders[k]));
        auto rows = erp.read<odoo::sale_order>(ids, ctx);
        if (!rows) return fail(std::move(rows).error());
        for (auto const& o : *rows) {
            auto next = checked_add(sum, o.amount_untaxed.value_or(decimal{}));
            if (!next) return fail(std::move(next).error());
            sum = *next;
        }
    }
    return sum;
}

void add_writes(summary& s, sync::report const& r) {
    for (auto const& step : r.steps)
        if (step.writes() != 0) s.writes[step.system][step.object] += step.writes();
}

[[nodiscard]] std::string money(decimal const& d) {
    auto const n = d.normalized();
    return (n.scale() > 0 && n.scale() < 2 ? *n.rescaled(2) : n).to_string();
}

[[nodiscard]] std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

}  // namespace

decimal summary::amount_at_risk() const {
    decimal sum;
    for (auto const& w : parked)
        for (auto const& [currency, amount] : w.at_risk)
            if (auto next = checked_add(sum, amount)) sum = *next;
    return sum;
}

result<summary> summarize(workflow::closed_won_report const& r, sync::ledger& ledger, odoo::client& erp,
                          std::string const& flow, context const& ctx) {
    summary s;
    s.opportunities_read = r.deals.read;
    s.won = r.deals.received;
    s.outside_writes = r.outside_writes();
    s.duplicates_prevented = r.duplicates_prevented();
    for (auto const* part : {&r.products, &r.customers, &r.deals}) {
        add_writes(s, *part);
        s.parked.insert(s.parked.end(), part->open.begin(), part->open.end());
        if (part->stopped_by && s.stopped.empty()) s.stopped = part->stopped_by->message;
    }

    auto customers = finished(ledger, flow + "/customer", ctx);
    if (!customers) return fail(std::move(customers).error());
    auto const& partners = (*customers)["customer"];
    s.customers = std::set<std::string>(partners.begin(), partners.end()).size();
    auto effects = finished(ledger, flow, ctx);
    if (!effects) return fail(std::move(effects).error());
    s.orders = (*effects)["contract"].size();
    s.projects = (*effects)["project"].size();
    auto total = total_of(erp, (*effects)["contract"], ctx);
    if (!total) return fail(std::move(total).error());
    s.order_total = *total;
    auto counts = ledger.counts(flow, ctx);
    if (!counts) return fail(std::move(counts).error());
    s.done = counts->done;
    s.in_flight = counts->in_flight;
    return s;
}

std::string grouped(std::string digits) {
    auto const dot = std::min(digits.find('.'), digits.size());
    std::size_t const first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = dot; at > first + 3;) digits.insert(at -= 3, ",");
    return digits;
}

std::string as_text(summary const& s) {
    auto const number = [](std::size_t n) { return grouped(std::to_string(n)); };
    std::string out;
    auto const line = [&](std::string_view name, std::string const& value) {
        out += "  " + padded(std::string(name), 22) + value + '\n';
    };
    line("received", number(s.opportunities_read) + " opportunities, " + number(s.won) + " of them won");
    line("done", number(s.done) + " won deals: " + number(s.customers) + " customers, " + number(s.orders) +
                     " orders, " + number(s.projects) + " projects");
    line("order total", grouped(money(s.order_total)) + " (read back from Odoo)");
    if (s.parked.empty() && s.unreadable.empty()) {
        line("parked", "nothing");
    } else {
        line("parked", "");
        for (auto const& w : s.parked) {
            auto const& c = info(w.category);
            std::string at_risk;
            for (auto const& [currency, amount] : w.at_risk)
                at_risk += ", " + grouped(money(amount)) + (currency.empty() ? "" : " " + currency) + " at risk";
            out +=
                "    " + number(w.count) + " x " + std::string(c.title) + " (owner: " + w.owner + ')' + at_risk + '\n';
            out += "        for example: " + w.example + '\n';
            out += "        what to do:  " + w.hint + '\n';
        }
        if (!s.unreadable.empty()) {
            out += "    " + number(s.unreadable.size()) + " x Unreadable input (owner: sales operations)\n";
            out += "        for example: " + s.unreadable.front().text() + '\n';
            out += "        what to do:  Correct the line in the file and run again.\n";
        }
    }
    if (s.in_flight != 0) line("in flight", number(s.in_flight) + ", the next run goes on with them");
    if (!s.stopped.empty()) line("ended early", s.stopped);
    std::string effects;
    for (auto const& [system, objects] : s.writes)
        for (auto const& [object, n] : objects)
            effects += (effects.empty() ? "" : ", ") + number(n) + ' ' + system + ' ' + object;
    line("written outside", number(s.outside_writes) + (effects.empty() ? "" : ": " + effects));
    line("duplicates prevented", number(s.duplicates_prevented));
    std::string calls;
    for (auto const& [system, n] : s.calls) calls += (calls.empty() ? "" : ", ") + number(n) + " to " + system;
    line("calls", calls);
    auto const ms = s.took.count();
    line("time", std::to_string(ms / 1000) + '.' + std::to_string(ms % 1000 / 100) + " s");
    return out;
}

std::string as_json(summary const& s) {
    std::string out;
    json::writer w(out);
    w.begin_object();
    w.member("opportunities_read", s.opportunities_read);
    w.member("won", s.won);
    w.member("customers", s.customers);
    w.member("orders", s.orders);
    w.member("projects", s.projects);
    w.member("order_total", money(s.order_total));
    std::map<std::string_view, std::size_t> parked;
    for (auto const& p : s.parked) parked[info(p.category).code] += p.count;
    w.key("parked").begin_object();
    for (auto const& [code, n] : parked) w.member(code, n);
    w.end_object();
    w.member("amount_at_risk", money(s.amount_at_risk()));
    w.key("exceptions").begin_array();
    for (auto const& p : s.parked) {
        w.begin_object();
        w.member("category", info(p.category).title);
        w.member("owner", p.owner);
        w.member("count", p.count);
        w.member("example", p.example);
        w.member("hint", p.hint);
        w.end_object();
    }
    w.end_array();
    w.key("unreadable_input").begin_array();
    for (auto const& u : s.unreadable) w.value(u.text());
    w.end_array();
    w.member("outside_writes", s.outside_writes);
    w.member("duplicates_prevented", s.duplicates_prevented);
    w.key("calls").begin_object();
    for (auto const& [system, n] : s.calls) w.member(system, n);
    w.end_object();
    w.member("in_flight", s.in_flight);
    w.member("stopped", s.stopped);
    w.member("milliseconds", s.took.count());
    w.end_object();
    return out;
}

}  // namespace demo
