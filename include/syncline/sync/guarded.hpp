// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync {

/// What may be asked before a record goes out: the record to write (the one that came, or another), nothing when there
/// is nothing to write, or why it may not go; `now` is what the other side has, null when it has no such record.
template <class G, class Record>
concept Guard = std::is_invocable_r_v<result<std::optional<Record>>, G&, Record const&, Record const*, context const&>;

/// How what the other side has now is read: one entry per record, in order, nothing where there is none.
template <class C, class Record>
concept CurrentReader = std::is_invocable_r_v<result<std::vector<std::optional<Record>>>, C&,
                                              std::span<outgoing<Record> const>, context const&>;

namespace detail {

/// The results of the records that went on, put where they belong among those that did not.
template <class R>
class sorted_results {
public:
    explicit sorted_results(std::size_t n) : all_(n) {}
    void set(std::size_t i, R r) { all_[i].emplace(std::move(r)); }
    /// Those that are not set take `rest`, in order.
    [[nodiscard]] std::vector<R> with(std::vector<R> rest) && {
        std::vector<R> out;
        out.reserve(all_.size());
        std::size_t next = 0;
        for (auto& r : all_) {
            if (r)
                out.push_back(*std::move(r));
            else if (next < rest.size())
                out.push_back(std::move(rest[next++]));
            else
                out.push_back(R(fail(errc::defect, "a target gave fewer results than it got records")));
        }
        return out;
    }

private:
    std::vector<std::optional<R>> all_;
};

}  // namespace detail

/// A target behind a guard that sees what the other side has now; made by `guarded`.
///
/// A record the guard keeps back parks with the guard's error, or counts as unchanged where there is nothing to write;
/// its neighbours go on. Plans ask the guard, too. *Errors*: when `current` fails, its error for every record of the
/// batch; nothing was sent then. *Cost*: `current` once per batch, on top of the target's own.
template <class Record, class T, class Current, class G>
class guarded_target {
    static_assert(BatchTarget<T, Record>, "syncline: guarded() needs a target that takes a batch of these records");

public:
    guarded_target(T target, Current current, G guard)
        : target_(std::move(target)), current_(std::move(current)), guard_(std::move(guard)) {}

    [[nodiscard]] operation_descriptor describe() { return target_.describe(); }
    [[nodiscard]] result<std::vector<std::optional<remote_id>>> find(std::span<idempotency_key const> keys,
                                                                     context const& ctx) {
        return target_.find(keys, ctx);
    }
    [[nodiscard]] std::vector<result<upserted>> upsert(std::span<outgoing<Record> const> records, context const& ctx) {
        return sent<upserted>(records, ctx,
                              [&](std::span<outgoing<Record> const> batch) { return target_.upsert(batch, ctx); });
    }
    [[nodiscard]] std::vector<result<predicted>> predict(std::span<outgoing<Record> const> records, rehearsal& made_up,
                                                         context const& ctx) requires PredictingTarget<T, Record> {
        return sent<predicted>(records, ctx, [&](std::span<outgoing<Record> const> batch) {
            return target_.predict(batch, made_up, ctx);
        });
    }
    void leave_out(std::string_view field) requires requires(T& t) { t.leave_out(field); }
    { target_.leave_out(field); }

private:
    template <class Did, class Send>
    [[nodiscard]] std::vector<result<Did>> sent(std::span<outgoing<Record> const> records, context const& ctx,
                                                Send send) {
        auto const now = current_(records, ctx);
        if (!now) return std::vector<result<Did>>(records.size(), fail(now.error()));
        detail::sorted_results<result<Did>> results(records.size());
        std::vector<outgoing<Record>> going;
        for (std::size_t i = 0; i < records.size(); ++i) {
            auto const& there = (*now)[i];
            auto ruled = guard_(records[i].record, there ? &*there : nullptr, ctx);
            if (!ruled) {
                results.set(i, fail(std::move(ruled).error()));
            } else if (!*ruled) {
                Did unchanged{};
                unchanged.id = records[i].known.value_or(remote_id{});
                unchanged.did = upserted::what::unchanged;
                results.set(i, std::move(unchanged));
            } else {
                going.push_back({**std::move(ruled), records[i].key, records[i].known});
            }
        }
        if (going.empty()) return std::move(results).with({});
        return std::move(results).with(send(std::span<outgoing<Record> const>(going)));
    }

    T target_;
    Current current_;
    G guard_;
};

/// Puts a guard in front of a target:
///
///     .push(sync::guarded<model::party>(odoo_parties, read_parties, mdm::enforced<model::party>(policy, writer)))
template <class Record, class T, class Current, class G>
    requires Guard<G, Record> && CurrentReader<Current, Record>
[[nodiscard]] guarded_target<Record, T, Current, G> guarded(T target, Current current, G guard) {
    return {std::move(target), std::move(current), std::move(guard)};
}

/// A target for one kind of record made of a target for another and a mapping between them; made by `through`.
///
/// A record that cannot be mapped fails alone, with the mapping's error.
template <class Mapping, class T>
class mapped_target {
public:
    using source_type = typename Mapping::source_type;
    using target_type = typename Mapping::target_type;
    static_assert(BatchTarget<T, target_type>, "syncline: through() needs a target for what the mapping makes");

    mapped_target(Mapping mapping, T target) : mapping_(std::move(mapping)), target_(std::move(target)) {}

    [[nodiscard]] operation_descriptor describe() { return target_.describe(); }
    [[nodiscard]] result<std::vector<std::optional<remote_id>>> find(std::span<idempotency_key const> keys,
                                                                     context const& ctx) {
        return target_.find(keys, ctx);
    }
    [[nodiscard]] std::vector<result<upserted>> upsert(std::span<outgoing<source_type> const> records,
                                                       context const& ctx) {
        return sent<upserted>(records,
                              [&](std::span<outgoing<target_type> const> batch) { return target_.upsert(batch, ctx); });
    }
    [[nodiscard]] std::vector<result<predicted>> predict(std::span<outgoing<source_type> const> records,
                                                         rehearsal& made_up,
                                                         context const& ctx) requires PredictingTarget<T, target_type> {
        return sent<predicted>(records, [&](std::span<outgoing<target_type> const> batch) {
            return target_.predict(batch, made_up, ctx);
        });
    }
    void leave_out(std::string_view field) requires requires(T& t) { t.leave_out(field); }
    { target_.leave_out(field); }

private:
    template <class Did, class Send>
    [[nodiscard]] std::vector<result<Did>> sent(std::span<outgoing<source_type> const> records, Send send) {
        detail::sorted_results<result<Did>> results(records.size());
        std::vector<outgoing<target_type>> going;
        for (std::size_t i = 0; i < records.size(); ++i) {
            auto mapped = mapping_(records[i].record);
            if (mapped)
                going.push_back({*std::move(mapped), records[i].key, records[i].known});
            else
                results.set(i, fail(std::move(mapped).error()));
        }
        if (going.empty()) return std::move(results).with({});
        return std::move(results).with(send(std::span<outgoing<target_type> const>(going)));
    }

    Mapping mapping_;
    T target_;
};

/// What stands before `target`, so that canonical records can be guarded and still go out as the other side's own:
/// `through(party_to_partner, partners)`.
template <class Mapping, class T>
[[nodiscard]] mapped_target<Mapping, T> through(Mapping mapping, T target) {
    return {std::move(mapping), std::move(target)};
}

}  // namespace syncline::inline v1::sync
