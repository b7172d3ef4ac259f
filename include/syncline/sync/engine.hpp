// SPDX-License-Identifier: Apache-2.0
#pragma once

// What `flow` hands to compiled code: pages and steps behind small interfaces, so that the protocol of effects is
// written once, in src/sync/engine.cpp.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/sync/capabilities.hpp>
#include <syncline/sync/destinations.hpp>
#include <syncline/sync/drift.hpp>
#include <syncline/sync/ledger.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/report.hpp>
#include <syncline/sync/source.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync::detail {

/// Base of the ports below: used through a reference, never copied.
struct port {
    port() = default;
    port(port const&) = delete;
    port& operator=(port const&) = delete;
    virtual ~port() = default;
};

struct page_item {
    std::string_view id;  ///< The source's id of the record.
    fingerprint content;
};

/// One page of records, without their type.
struct page_port : port {
    [[nodiscard]] virtual std::span<page_item const> items() const = 0;
    [[nodiscard]] virtual external_ref const& source(std::size_t i) const = 0;
    [[nodiscard]] virtual std::string title(std::size_t i) const = 0;
    [[nodiscard]] virtual std::vector<external_ref> aliases(std::size_t i) const = 0;
    /// Records of its system that went up in this one.
    [[nodiscard]] virtual std::span<external_ref const> merged_from(std::size_t i) const = 0;
    [[nodiscard]] virtual std::pair<std::string, std::string> at_risk(std::size_t i) const = 0;
    [[nodiscard]] virtual result<void> check(std::size_t i) const = 0;
    /// Adds to record `i` what its source does not know; what was added, from where and when.
    [[nodiscard]] virtual result<std::vector<enrichment>> enrich(std::size_t i, context const& ctx) = 0;
};

struct push_item {
    std::size_t index;
    idempotency_key key;
    std::optional<remote_id> known;
};

/// One mapping and the target behind it, without their types.
struct step_port : port {
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::string mapping() const = 0;
    [[nodiscard]] virtual operation_descriptor describe() = 0;
    /// The classified fields the mapping reads.
    [[nodiscard]] virtual std::vector<std::pair<std::string_view, std::string_view>> reads() const = 0;
    /// Whether the target can leave this field out of what it writes, which it does from here on.
    [[nodiscard]] virtual bool leave_out(std::string_view field) = 0;
    virtual void start_page() = 0;
    /// Maps record `i` and keeps the outcome for `push`.
    [[nodiscard]] virtual result<fingerprint> prepare(std::size_t i, map_context const& mc) = 0;
    [[nodiscard]] virtual result<std::vector<std::optional<remote_id>>> find(std::span<idempotency_key const> keys,
                                                                             context const& ctx) = 0;
    [[nodiscard]] virtual std::vector<result<upserted>> push(std::span<push_item const> items, context const& ctx) = 0;

    /// What `push` would do; nothing when the target cannot say.
    [[nodiscard]] virtual std::optional<std::vector<result<predicted>>> predict(std::span<push_item const> items,
                                                                                rehearsal& made_up,
                                                                                context const& ctx) = 0;
    /// The members of prepared record `i` that carry a value.
    [[nodiscard]] virtual std::vector<std::string> fields_given(std::size_t i) const = 0;
};

struct page_info {
    cursor next;
    bool last = false;
    std::size_t read = 0;
};

struct source_port : port {
    [[nodiscard]] virtual result<page_info> next(cursor const& since, context const& ctx) = 0;
    [[nodiscard]] virtual bool can_read() const = 0;
    [[nodiscard]] virtual result<void> read(std::span<std::string const> ids, context const& ctx) = 0;
    [[nodiscard]] virtual page_port& page() = 0;
};

struct flow_options {
    value_tables const* tables = nullptr;
    bool replay = false;
    bool remap = false;
    bool governed = false;
    std::vector<std::pair<capabilities, needs>> systems{};
    std::vector<std::pair<drift_report, on_drift>> drifts{};
    std::optional<destinations> allowed{};
};

class flow_engine {
public:
    flow_engine(std::string name, ledger& l, flow_options const& options,
                std::span<std::unique_ptr<step_port> const> steps)
        : name_(std::move(name)), ledger_(l), options_(options), steps_(steps) {}

    [[nodiscard]] result<report> run(source_port& source, context const& ctx);
    [[nodiscard]] result<report> run(source_port&& source, context const& ctx) { return run(source, ctx); }

private:
    enum class pass { main, resume };
    struct record;
    struct page_work;

    result<void> check_versions(context const& ctx);
    result<void> check_destinations();
    result<void> heed_drift(context const& ctx);
    result<void> take(page_port& page, pass p, bool can_read, std::string_view next_cursor, context const& ctx);
    result<void> candidates(page_port& page, pass p, bool can_read, page_work& w, context const& ctx);
    result<void> identify(page_work& w, context const& ctx);
    void enrich(page_work& w, context const& ctx);
    result<void> follow_merges(page_work& w, context const& ctx);
    result<void> prepare(page_work& w, std::size_t step, context const& ctx, context const& notes);
    void push(page_work& w, std::size_t step, context const& ctx);
    result<void> settle(page_work& w, std::size_t step, context const& ctx);
    void finish(page_work& w);
    [[nodiscard]] store::exception_row exception_for(page_port& page, record const& r, instant now) const;
    result<void> commit(page_work& w, std::optional<std::string_view> next_cursor, context const& ctx);
    result<void> put_exceptions(store::tables& t, std::span<store::exception_row> rows) const;
    result<std::vector<std::string>> due(bool first, context const& ctx);
    result<void> park_gone(page_port& page, std::span<std::string const> asked, context const& ctx);

    std::string name_;
    ledger& ledger_;
    flow_options options_;
    std::span<std::unique_ptr<step_port> const> steps_;
    report report_{};
    std::vector<planned_writes> planned_{};  ///< On paper: one per step.
    instant started_{};
    identity_map* identities_ = nullptr;
    std::optional<error> frozen_{};            ///< Why nothing is written.
    std::unordered_set<std::string> tried_{};  ///< Source ids this run met and did not bring to their end.
};

}  // namespace syncline::inline v1::sync::detail
