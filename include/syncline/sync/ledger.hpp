// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/core/random.hpp>
#include <syncline/store/store.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/report.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync {

namespace detail {
class flow_engine;
struct paper;
struct turns;
}  // namespace detail

/// The record of what the library meant to do outside and what came of it, kept in a store.
///
/// Every effect is written down before its call and again after it; what became of a call that gave no answer is looked
/// up before anything is tried again. Flows do that by the page; `once` does it for a single effect of a host's own.
///
/// *Threads*: safe from several threads as far as the store is. *Lifetime*: the store, clock and random source must
/// outlive the ledger.
class ledger {
public:
    explicit ledger(store::store& s, any_clock clock = the_system_clock(), any_random random = the_system_random());

    [[nodiscard]] store::store& store() const noexcept { return *store_; }
    [[nodiscard]] any_clock clock() const noexcept { return clock_; }
    [[nodiscard]] any_random random() const noexcept { return random_; }

    /// One effect, done once however often this is called with its key.
    ///
    /// `find` asks the other side whether an earlier call landed; it is asked exactly when the ledger cannot know.
    /// `act` performs the write; it gets the record's id when that is known already, and should then update.
    /// When the effect is done with the same `content`, neither is called.
    ///
    /// *Idempotence*: under `key`, for ever. *Errors*: what `act` or `find` returned; when an earlier call got no
    /// answer: `unknown_outcome` with the strategy `none`, and with `probe_then_create` when `find` finds nothing and
    /// no `visible_within` is given; `unavailable` while `visible_within` is not over (call again later); `contended`
    /// while another thread is at work under the same key; `storage` when the intent could not be written down (then
    /// nothing was sent).
    /// *Cost*: two commits and the one call; after a lost reply one look-up more.
    [[nodiscard]] result<upserted> once(
        idempotency_key const& key, operation_descriptor const& operation, fingerprint content,
        function_ref<result<std::optional<remote_id>>(context const&)> find,
        function_ref<result<upserted>(std::optional<remote_id> const&, context const&)> act, context const& ctx);

    /// Where the records of a flow stand. received = done + parked + in flight, at every moment.
    [[nodiscard]] result<store::intake_counts> counts(std::string_view flow, context const& ctx) const;

    /// All open exceptions of a flow, grouped by category and owner.
    [[nodiscard]] result<std::vector<open_work>> open_exceptions(std::string_view flow, context const& ctx) const;

    /// Closes an open exception without doing its work. The record stays parked until it changes.
    /// *Errors*: `not_found` when there is no open exception for that record.
    [[nodiscard]] result<void> discard(std::string_view flow, std::string_view source_id, std::string_view reason,
                                       context const& ctx);

private:
    friend class detail::flow_engine;
    friend result<plan> plan_of(ledger& l, function_ref<result<void>(ledger& on_paper)> work, context const& ctx);

    store::store* store_;
    any_clock clock_;
    any_random random_;
    std::shared_ptr<detail::turns> turns_;
    detail::paper* paper_ = nullptr;  ///< Of a plan: nothing is sent, only predicted.
};

/// The identity map of a ledger as mappings see it. Remembers what it found, at most `capacity` answers.
///
/// *Errors*: `resolve` returns the store's (`storage`, `corrupted`). *Threads*: one at a time. *Lifetime*: ledger and
/// context must outlive it.
class identity_map final : public identity_resolver {
public:
    identity_map(ledger const& l, context const& ctx, std::size_t capacity = 10'000)
        : ledger_(&l), ctx_(&ctx), capacity_(capacity) {}

    [[nodiscard]] result<std::optional<external_ref>> resolve(external_ref const& from, std::string_view system,
                                                              std::string_view object) override;
    /// What it remembers may no longer hold.
    void forget() { known_.clear(); }

private:
    ledger const* ledger_;
    context const* ctx_;
    std::size_t capacity_;
    std::unordered_map<std::string, external_ref> known_{};
};

}  // namespace syncline::inline v1::sync
