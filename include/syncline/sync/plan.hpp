// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/decimal.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/result.hpp>
#include <syncline/sync/report.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync {

/// What a plan has made up so far: records that do not exist yet, under ids that no system gives out.
class rehearsal {
public:
    /// An id for a record that would be created: a negative number as text, another one each time.
    [[nodiscard]] std::string made_up_id() { return std::to_string(--last_); }
    [[nodiscard]] static bool is_made_up(std::string_view id) noexcept { return id.starts_with('-'); }

    /// What targets remember of such records, so that a later page finds them: text they choose to id.
    std::map<std::string, std::string> made{};

private:
    std::int64_t last_ = 0;
};

/// What a write would do.
struct predicted {
    remote_id id;  ///< As it is, or made up.
    upserted::what did = upserted::what::created;
    std::vector<std::string> fields{};  ///< The fields it would set, in the other side's names.
    std::string currency{};             ///< Of the two amounts: what the record is worth, where the target knows.
    std::optional<decimal> before{};    ///< Nothing when there is no record yet.
    std::optional<decimal> after{};
};

/// A target that can say what `upsert` would do: it reads what is there and writes nothing. One result per record, in
/// order, and the same errors as far as they can be known beforehand.
///
/// For targets that cannot, a plan asks `find`: what is there would be updated, all else created.
template <class T, class Record>
concept PredictingTarget = requires(T& t, std::span<outgoing<Record> const> records, rehearsal& made_up,
                                    context const& ctx) {
    { t.predict(records, made_up, ctx) } -> std::same_as<std::vector<result<predicted>>>;
};

/// What one step of a flow would write.
struct planned_writes {
    /// What the records it writes are worth, before and after.
    struct totals {
        decimal before;
        decimal after;
        friend bool operator==(totals const&, totals const&) = default;
    };

    std::string step{};
    bool compared = false;                        ///< Whether the target read what is there; else `find` was asked.
    std::map<std::string, std::size_t> fields{};  ///< Field to how many records would have it set.
    std::map<std::string, totals> money{};        ///< By currency code.

    friend bool operator==(planned_writes const&, planned_writes const&) = default;
};

/// What one flow would do.
struct planned_flow {
    report expected;                      ///< What `run` would report, with the exceptions it would open.
    std::vector<planned_writes> steps{};  ///< One per step of `expected`.
};

/// What some work with a ledger would do.
struct plan {
    std::vector<planned_flow> flows{};  ///< By name, in the order in which each ran first.

    [[nodiscard]] std::size_t outside_writes() const noexcept;

    /// For a person who decides: per step what would be created and changed, which fields how often, money before and
    /// after; then what would be parked, and for whom.
    [[nodiscard]] std::string text() const;
};

class ledger;

/// Does `work` on paper: the same flows by the same protocol on a ledger that forgets all of it at the end, with
/// targets that say what they would write instead of writing it. Everything that writes outside in `work` has to be a
/// flow, or an effect of `ledger::once`, on the ledger it is given.
///
///     auto const p = sync::plan_of(ledger, [&](sync::ledger& on_paper) -> result<void> {
///         auto r = workflow::closed_won(crm, erp, on_paper, options, ctx);
///         if (!r) return tl::unexpected(r.error());
///         return {};
///     }, ctx);
///
/// As long as nothing changes on either side, the same work on the ledger itself then does exactly that; what only the
/// other side's own rules refuse shows when it is sent.
/// *Errors*: what `work` returned; those of `store::in_transaction`. *Idempotence*: leaves no trace. *Cost*: what
/// `work` reads and what predicting reads; no write outside. The store's writer waits until it is over: other flows on
/// the same store do not commit meanwhile.
[[nodiscard]] result<plan> plan_of(ledger& l, function_ref<result<void>(ledger& on_paper)> work, context const& ctx);

}  // namespace syncline::inline v1::sync
