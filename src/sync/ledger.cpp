// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/ledger.hpp>

#include <algorithm>

#include <syncline/core/category.hpp>

#include "sync/empty_probe.hpp"
#include "sync/paper.hpp"
#include "sync/turns.hpp"

namespace syncline::inline v1::sync {
namespace {

constexpr std::size_t page_of_rows = 500;

[[nodiscard]] category category_named(std::string_view code) noexcept {
    for (auto const& c : all_categories)
        if (c.code == code) return c.value;
    return category::defect;
}

}  // namespace

ledger::ledger(store::store& s, any_clock clock, any_random random)
    : store_(&s), clock_(clock), random_(random), turns_(std::make_shared<detail::turns>()) {}

result<upserted> ledger::once(idempotency_key const& key, operation_descriptor const& operation, fingerprint content,
                              function_ref<result<std::optional<remote_id>>(context const&)> find,
                              function_ref<result<upserted>(std::optional<remote_id> const&, context const&)> act,
                              context const& ctx) {
    detail::turn const mine(*turns_, "effect " + key.text);
    if (!mine) return fail(errc::contended, "effect " + key.text + ": another thread is at work on it");
    auto const now = clock_.now();
    store::effect_row row{.key = key.text,
                          .system = std::string(operation.system),
                          .object = std::string(operation.object),
                          .content = content,
                          .attempts = 1,
                          .correlation_id = ctx.correlation_id,
                          .created = now,
                          .updated = now};
    std::optional<store::effect_row> was;
    auto read = store_->read(
        [&](store::tables& t) -> result<void> {
            auto rows = t.find_effects(std::span(&key.text, 1));
            if (!rows) return fail(std::move(rows).error());
            was = std::move(rows->front());
            return {};
        },
        ctx);
    if (!read) return fail_within("effect " + key.text, std::move(read).error());

    auto const write = [&](std::string_view action, context const& limits) {
        return store_->in_transaction(
            [&](store::tables& t) -> result<void> {
                if (auto r = t.put_effects(std::span(&row, 1)); !r) return r;
                if (action.empty()) return {};
                store::audit_row const line{.at = row.updated,
                                            .effect = row.key,
                                            .action = std::string(action),
                                            .system = row.system,
                                            .object = row.object,
                                            .remote_id = row.remote_id,
                                            .content = row.content.text(),
                                            .correlation_id = row.correlation_id,
                                            .causation_id = ctx.causation_id};
                return t.append_audit(std::span(&line, 1));
            },
            limits);
    };
    auto const notes = ctx.without_limits();

    std::optional<remote_id> known;
    if (was) {
        row.created = was->created;
        row.attempts = was->attempts + 1;
        row.remote_id = was->remote_id;
        if (!was->remote_id.empty()) known = remote_id{was->remote_id};
        if (was->state == store::effect_state::done && was->content == content)
            return upserted{remote_id{was->remote_id}, upserted::what::unchanged};
        bool const uncertain =
            was->state == store::effect_state::intended || was->state == store::effect_state::unknown;
        if (uncertain && operation.strategy == strategy::none)
            return fail({.code = errc::unknown_outcome,
                         .message = "effect " + key.text + ": an earlier call gave no answer and " +
                                    std::string(operation.system) + " offers no way to ask",
                         .effect = outcome::unknown});
        if (uncertain && !known) {
            auto found = find(ctx);
            if (!found) return fail_within("effect " + key.text, std::move(found).error());
            known = *std::move(found);
            if (known && was->content == content) {
                row.remote_id = known->text;
                row.state = store::effect_state::done;
                if (auto r = write("found after lost reply", notes); !r)
                    return fail_within("effect " + key.text, r.error());
                return upserted{*known, upserted::what::unchanged};
            }
            auto const verdict =
                known ? detail::after_empty_probe::send_again : detail::judge(operation, was->updated, row.updated);
            if (verdict == detail::after_empty_probe::wait)
                return fail({.code = errc::unavailable,
                             .message = "effect " + key.text +
                                        ": an earlier call gave no answer and its effect may still show up",
                             .effect = outcome::unknown});
            if (verdict == detail::after_empty_probe::ask_a_person)
                return fail({.code = errc::unknown_outcome,
                             .message = "effect " + key.text +
                                        ": an earlier call gave no answer; nothing is found in " +
                                        std::string(operation.system) + ", but it may still show up",
                             .effect = outcome::unknown});
        }
    }

    auto intent = store_->in_transaction(
        [&](store::tables& t) -> result<void> {
            auto rows = t.find_effects(std::span(&key.text, 1));
            if (!rows) return fail(std::move(rows).error());
            if (rows->front() != was) return fail(errc::contended, "somebody else has begun it");
            return t.put_effects(std::span(&row, 1));
        },
        ctx);
    if (!intent) return fail_within("effect " + key.text, std::move(intent).error());
    if (paper_ && !known) {
        auto found = find(ctx);
        if (!found) return fail_within("effect " + key.text, std::move(found).error());
        known = *std::move(found);
    }
    auto answer = paper_ ? paper_->act(operation, std::move(known)) : act(known, ctx);
    row.updated = clock_.now();
    if (!answer) {
        auto e = std::move(answer).error();
        row.message = e.message;
        row.state = !e.may_have_happened()                 ? store::effect_state::failed
                    : operation.strategy == strategy::none ? store::effect_state::unknown
                                                           : store::effect_state::intended;
        // the call's own failure matters more than that of noting it: an effect still `intended` is looked up anyway
        static_cast<void>(write({}, notes));
        return fail_within("effect " + key.text, std::move(e));
    }
    row.state = store::effect_state::done;
    row.remote_id = answer->id.text;
    std::string_view const action = answer->did == upserted::what::created   ? "created"
                                    : answer->did == upserted::what::updated ? "updated"
                                    : answer->did == upserted::what::matched ? "matched"
                                                                             : "unchanged";
    if (auto r = write(action, notes); !r) {
        auto e = std::move(r).error();
        e.effect = outcome::unknown;  // it happened, and only the note of it failed: the next call looks it up
        return fail_within("effect " + key.text, std::move(e));
    }
    return answer;
}

result<store::intake_counts> ledger::counts(std::string_view flow, context const& ctx) const {
    store::intake_counts counts;
    auto r = store_->read(
        [&](store::tables& t) -> result<void> {
            auto c = t.count_intake(flow);
            if (!c) return fail(std::move(c).error());
            counts = *c;
            return {};
        },
        ctx);
    if (!r) return fail(std::move(r).error());
    return counts;
}

result<std::vector<open_work>> ledger::open_exceptions(std::string_view flow, context const& ctx) const {
    std::vector<open_work> groups;
    auto const add = [&](store::exception_row const& row) -> result<void> {
        auto const c = category_named(row.category);
        auto it = std::find_if(groups.begin(), groups.end(),
                               [&](open_work const& g) { return g.category == c && g.owner == row.owner; });
        if (it == groups.end())
            it =
                groups.insert(groups.end(), {.category = c, .owner = row.owner, .example = row.text, .hint = row.hint});
        ++it->count;
        if (row.amount.empty()) return {};
        auto amount = decimal::parse(row.amount);
        if (!amount) return fail_within("exception " + row.flow + '/' + row.source_id + ".amount", amount.error());
        auto sum = checked_add(it->at_risk[row.currency], *amount);
        if (!sum) return fail_within("money at risk", sum.error());
        it->at_risk[row.currency] = *sum;
        return {};
    };
    std::string after_flow;
    std::string after_source;
    for (;;) {
        std::size_t rows = 0;
        auto r = store_->read(
            [&](store::tables& t) -> result<void> {
                auto page =
                    t.exceptions_in_state(flow, store::exception_state::open, after_flow, after_source, page_of_rows);
                if (!page) return fail(std::move(page).error());
                rows = page->size();
                for (auto const& row : *page)
                    if (auto ok = add(row); !ok) return ok;
                if (rows != 0) {
                    after_flow = page->back().flow;
                    after_source = page->back().source_id;
                }
                return {};
            },
            ctx);
        if (!r) return fail(std::move(r).error());
        if (rows < page_of_rows) return groups;
    }
}

result<void> ledger::discard(std::string_view flow, std::string_view source_id, std::string_view reason,
                             context const& ctx) {
    auto const now = clock_.now();
    return store_->in_transaction(
        [&](store::tables& t) -> result<void> {
            std::string const id(source_id);
            auto rows = t.find_exceptions(flow, std::span(&id, 1));
            if (!rows) return fail(std::move(rows).error());
            if (!rows->front() || rows->front()->state != store::exception_state::open)
                return fail(errc::not_found,
                            "discard: no open exception of flow " + std::string(flow) + " for record " + id);
            auto row = *std::move(rows->front());
            row.state = store::exception_state::discarded;
            row.updated = now;
            row.detail += "\ndiscarded: " + std::string(reason);
            if (auto r = t.put_exceptions(std::span(&row, 1)); !r) return r;
            store::audit_row const line{.at = now,
                                        .flow = row.flow,
                                        .source_id = row.source_id,
                                        .action = "discarded",
                                        .correlation_id = row.correlation_id,
                                        .causation_id = std::string(reason)};
            return t.append_audit(std::span(&line, 1));
        },
        ctx);
}

result<std::optional<external_ref>> identity_map::resolve(external_ref const& from, std::string_view system,
                                                          std::string_view object) {
    std::string key;
    for (std::string_view const part :
         {std::string_view(from.system), std::string_view(from.object), std::string_view(from.id), system, object}) {
        key += part;
        key += '\n';
    }
    if (auto const it = known_.find(key); it != known_.end()) return it->second;

    std::optional<external_ref> answer;
    auto r = ledger_->store().read(
        [&](store::tables& t) -> result<void> {
            auto of = t.links_of(from.system, from.object, std::span(&from.id, 1));
            if (!of) return fail(std::move(of).error());
            if (!of->front()) return {};
            auto to = t.links_to(system, object, std::span(&of->front()->canonical, 1));
            if (!to) return fail(std::move(to).error());
            if (to->front()) answer = external_ref{std::string(system), std::string(object), to->front()->external_id};
            return {};
        },
        *ctx_);
    if (!r) return fail(std::move(r).error());
    if (answer) {
        if (known_.size() >= capacity_) known_.clear();
        known_.emplace(std::move(key), *answer);
    }
    return answer;
}

}  // namespace syncline::inline v1::sync
