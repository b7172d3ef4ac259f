// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/plan.hpp>

#include <algorithm>

#include <syncline/core/category.hpp>
#include <syncline/sync/engine.hpp>
#include <syncline/sync/ledger.hpp>

#include "sync/paper.hpp"

namespace syncline::inline v1::sync {
namespace {

/// A store that is somebody else's open transaction.
class within_transaction final : public store::store {
public:
    explicit within_transaction(syncline::store::tables& t) : tables_(t) {}

    result<void> in_transaction(function_ref<result<void>(syncline::store::tables&)> work, context const&) override {
        return work(tables_);
    }
    result<void> read(function_ref<result<void>(syncline::store::tables&)> work, context const&) override {
        return work(tables_);
    }

private:
    syncline::store::tables& tables_;
};

void append_amount(std::string& out, std::string const& currency, decimal const& amount) {
    out += amount.to_string();
    if (!currency.empty()) out += ' ' + currency;
}

void append_step(std::string& out, planned_writes const& s, step_counts const& counts) {
    out += "  " + s.step + " (" + counts.system + ' ' + counts.object + "): create " + std::to_string(counts.created) +
           ", update " + std::to_string(counts.updated) + ", adopt " + std::to_string(counts.matched) + ", leave " +
           std::to_string(counts.unchanged);
    if (!s.compared && counts.writes() != 0) out += "; what is there was looked up, not compared";
    out += '\n';
    for (auto const& [field, times] : s.fields) out += "    " + field + ": " + std::to_string(times) + '\n';
    for (auto const& [currency, sums] : s.money) {
        out += "    worth ";
        append_amount(out, currency, sums.before);
        out += " before, ";
        append_amount(out, currency, sums.after);
        out += " after\n";
    }
}

}  // namespace

namespace detail {
namespace {

/// For a target that cannot predict: what is there would be updated, all else created.
std::vector<result<predicted>> looked_up(step_port& step, std::span<push_item const> items, rehearsal& made_up,
                                         context const& ctx) {
    std::vector<idempotency_key> keys;
    for (auto const& it : items)
        if (!it.known) keys.push_back(it.key);
    auto found = keys.empty() ? result<std::vector<std::optional<remote_id>>>() : step.find(keys, ctx);
    if (found && found->size() != keys.size()) found = fail(errc::defect, "find gave another number of answers");
    std::vector<result<predicted>> out;
    std::size_t asked = 0;
    for (auto const& it : items) {
        auto id = it.known;
        if (!id && !found) {
            out.emplace_back(fail(found.error()));
            continue;
        }
        if (!id) id = (*found)[asked++];
        bool const there = id.has_value();
        out.emplace_back(predicted{.id = there ? *id : remote_id{made_up.made_up_id()},
                                   .did = there ? upserted::what::updated : upserted::what::created,
                                   .fields = step.fields_given(it.index)});
    }
    return out;
}

void add(planned_writes::totals& to, planned_writes::totals const& more) {
    to.before = checked_add(to.before, more.before).value_or(to.before);
    to.after = checked_add(to.after, more.after).value_or(to.after);
}

void count(planned_writes& to, predicted const& p) {
    if (p.did == upserted::what::unchanged) return;
    for (auto const& f : p.fields) ++to.fields[f];
    if (p.before || p.after) add(to.money[p.currency], {p.before.value_or(decimal()), p.after.value_or(decimal())});
}

}  // namespace

std::vector<result<upserted>> paper::push(step_port& step, std::span<push_item const> items, planned_writes& planned,
                                          context const& ctx) {
    // what an earlier page of this plan would make cannot be asked for
    bool const exists = std::none_of(items.begin(), items.end(), [](push_item const& it) {
        return it.known && rehearsal::is_made_up(it.known->text);
    });
    auto said = exists ? step.predict(items, made_up, ctx) : std::nullopt;
    planned.compared = said.has_value();
    if (!said) said = looked_up(step, items, made_up, ctx);
    std::vector<result<upserted>> out;
    for (auto& p : *said) {
        if (!p) {
            out.emplace_back(fail(std::move(p).error()));
            continue;
        }
        count(planned, *p);
        out.emplace_back(upserted{std::move(p->id), p->did});
    }
    return out;
}

upserted paper::act(operation_descriptor const& operation, std::optional<remote_id> known) {
    report effect;
    effect.flow = "single effects on " + std::string(operation.system) + ' ' + std::string(operation.object);
    effect.received = effect.done = 1;
    effect.steps.push_back({.step = std::string(operation.object),
                            .system = std::string(operation.system),
                            .object = std::string(operation.object),
                            .created = known ? 0U : 1U,
                            .updated = known ? 1U : 0U});
    planned_writes const step{.step = std::string(operation.object)};
    note(effect, std::span(&step, 1));
    bool const is_new = !known;
    return {is_new ? remote_id{made_up.made_up_id()} : *std::move(known),
            is_new ? upserted::what::created : upserted::what::updated};
}

void paper::note(report const& expected, std::span<planned_writes const> steps) {
    auto const before = std::find_if(plan.flows.begin(), plan.flows.end(),
                                     [&](planned_flow const& f) { return f.expected.flow == expected.flow; });
    if (before == plan.flows.end()) {
        plan.flows.push_back({expected, {steps.begin(), steps.end()}});
        return;
    }
    before->expected.add(expected);
    for (std::size_t i = 0; i < steps.size() && i < before->steps.size(); ++i) {
        auto& sum = before->steps[i];
        sum.compared = sum.compared || steps[i].compared;
        for (auto const& [field, times] : steps[i].fields) sum.fields[field] += times;
        for (auto const& [currency, money] : steps[i].money) add(sum.money[currency], money);
    }
}

}  // namespace detail

result<plan> plan_of(ledger& l, function_ref<result<void>(ledger& on_paper)> work, context const& ctx) {
    detail::paper paper;
    std::optional<result<void>> outcome;
    auto const undone = l.store().in_transaction(
        [&](store::tables& t) -> result<void> {
            within_transaction forgotten(t);
            ledger on_paper(forgotten, l.clock(), l.random());
            on_paper.paper_ = &paper;
            outcome = work(on_paper);
            return fail(errc::cancelled, "a plan leaves no trace");
        },
        ctx);
    if (!outcome) return fail(undone.error());
    if (!*outcome) return fail(std::move(*outcome).error());
    return std::move(paper.plan);
}

std::size_t plan::outside_writes() const noexcept {
    std::size_t n = 0;
    for (auto const& f : flows) n += f.expected.outside_writes();
    return n;
}

std::string plan::text() const {
    std::string out;
    for (auto const& f : flows) {
        auto const& e = f.expected;
        out += e.flow + ": " + std::to_string(e.received) + " received, " + std::to_string(e.unchanged) +
               " unchanged, " + std::to_string(e.outside_writes()) + " writes\n";
        for (std::size_t i = 0; i < f.steps.size(); ++i) append_step(out, f.steps[i], e.steps[i]);
        for (auto const& w : e.open) {
            out +=
                "  " + std::to_string(w.count) + " for " + w.owner + " (" + std::string(info(w.category).title) + ')';
            for (auto const& [currency, amount] : w.at_risk) {
                out += ", at risk ";
                append_amount(out, currency, amount);
            }
            out += ": " + w.example + '\n';
        }
        if (e.failed != 0) out += "  " + std::to_string(e.failed) + " not planned: their system did not answer\n";
        if (e.stopped_by) out += "  stopped: " + e.stopped_by->message + '\n';
    }
    return out;
}

}  // namespace syncline::inline v1::sync
