// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/result.hpp>
#include <syncline/store/rows.hpp>

namespace syncline::inline v1::store {

/// The tables inside one transaction. Whole pages at a time, so that a page costs one commit.
///
/// *Errors*: `storage` when the database refuses, `corrupted` when a row does not match its digest,
/// `conflict` where said, `defect` for a row without identity (empty flow, key or id), for a time outside of the years
/// 0000 to 9999 and for a write inside `read`.
/// After an error the transaction is over: every further call returns that error, and so does `in_transaction`, even
/// when the work itself returns a value.
/// *Cost*: a page costs one statement per row and no round trip. Text may hold any bytes, NUL included.
class tables {
public:
    tables() = default;
    tables(tables const&) = delete;
    tables& operator=(tables const&) = delete;
    virtual ~tables() = default;

    /// Every intake row of `flow` with first <= source_id <= last, ascending.
    ///
    /// Intake ids are ordered by length, then by bytes, here and in `intake_in_state`: so numbers written as text
    /// stand in numeric order, and a page of neighbouring records is one short range.
    virtual result<void> intake_between(std::string_view flow, std::string_view first, std::string_view last,
                                        function_ref<void(intake_view const&)> visit) = 0;
    /// One entry per id, in the order asked; empty where the record was never taken in. For pages that are not a range.
    virtual result<std::vector<std::optional<intake_row>>> find_intake(std::string_view flow,
                                                                       std::span<std::string const> source_ids) = 0;
    /// Inserts or replaces by (flow, source_id).
    virtual result<void> put_intake(std::span<intake_row const> rows) = 0;
    virtual result<intake_counts> count_intake(std::string_view flow) = 0;
    /// Rows of `flow` in `state`, ascending by source_id, starting after `after`, at most `limit`.
    virtual result<std::vector<intake_row>> intake_in_state(std::string_view flow, intake_state state,
                                                            std::string_view after, std::size_t limit) = 0;

    /// One entry per key, in the order asked; empty where the effect is not known.
    virtual result<std::vector<std::optional<effect_row>>> find_effects(std::span<std::string const> keys) = 0;
    /// Inserts or replaces by key.
    virtual result<void> put_effects(std::span<effect_row const> rows) = 0;
    /// Effects of `flow` in `state`, ascending by key, starting after `after`, at most `limit`.
    virtual result<std::vector<effect_row>> effects_in_state(std::string_view flow, effect_state state,
                                                             std::string_view after, std::size_t limit) = 0;

    /// The link of each (system, object, external id) asked for, active or merged; empty where there is none or it
    /// was deleted. A merged link still says which canonical id its record stands for.
    virtual result<std::vector<std::optional<link_row>>> links_of(std::string_view system, std::string_view object,
                                                                  std::span<std::string const> external_ids) = 0;
    /// The active link of each canonical id into (system, object); empty where there is none.
    virtual result<std::vector<std::optional<link_row>>> links_to(std::string_view system, std::string_view object,
                                                                  std::span<std::string const> canonicals) = 0;
    /// Inserts or replaces by (system, object, external id).
    /// *Errors*: `conflict`, naming both, when an active row is given and an active link of that external id has
    /// another canonical id, or that canonical id already has another active link into the same (system, object).
    /// A row in state `merged` or `deleted` replaces whatever stood there.
    virtual result<void> put_links(std::span<link_row const> rows) = 0;

    /// Every link that stands for this canonical id or did, whatever its state, by (system, object, external id).
    virtual result<std::vector<link_row>> links_with(std::string_view canonical) = 0;

    virtual result<std::optional<std::string>> cursor(std::string_view flow) = 0;
    virtual result<void> put_cursor(std::string_view flow, std::string_view value) = 0;

    /// Inserts or replaces by (flow, source_id).
    virtual result<void> put_exceptions(std::span<exception_row const> rows) = 0;
    virtual result<std::vector<std::optional<exception_row>>> find_exceptions(
        std::string_view flow, std::span<std::string const> source_ids) = 0;
    /// Exceptions of `flow` (of all flows when empty) in `state`, by (flow, source_id), after that pair, at most
    /// `limit`.
    virtual result<std::vector<exception_row>> exceptions_in_state(std::string_view flow, exception_state state,
                                                                   std::string_view after_flow,
                                                                   std::string_view after_source,
                                                                   std::size_t limit) = 0;

    /// Inserts or replaces by (id, hash).
    /// *Errors*: `conflict`, when an active row is given and another version of that mapping is active.
    virtual result<void> put_mappings(std::span<mapping_row const> rows) = 0;
    /// All versions of a mapping, in the order of submission, then of hashes.
    virtual result<std::vector<mapping_row>> mappings_of(std::string_view id) = 0;

    /// Appends; `sequence` of the given rows is ignored, the store numbers them.
    virtual result<void> append_audit(std::span<audit_row const> rows) = 0;
    /// Lines from `first_sequence` on, at most `limit`.
    virtual result<std::vector<audit_row>> audit_from(std::uint64_t first_sequence, std::size_t limit) = 0;
    /// Checks the chain over all lines. *Errors*: `corrupted`, naming the first line that does not fit.
    virtual result<std::uint64_t> verify_audit() = 0;
};

/// The durable memory of the library. When `in_transaction` returned a value, everything the work wrote survives
/// a crash and a power cut; when it returned an error, nothing of it happened.
///
/// *Threads*: safe from several threads; transactions run one after the other, each work on the thread that asked.
/// Callers that wait at the same time may share one commit; each is answered when it is durable.
/// *Idempotence*: a transaction whose commit failed can be run again as it is.
class store {
public:
    store() = default;
    store(store const&) = delete;
    store& operator=(store const&) = delete;
    virtual ~store() = default;

    /// Runs `work` and commits what it wrote.
    ///
    /// *Errors*: what the work, or a call inside it, returned; `storage` when the commit failed (then nothing
    /// happened); `cancelled` or `deadline_exceeded` when `ctx` says so before the work begins, which it then does not.
    /// To record an outcome although the host asked to stop, pass a context without the stop token. `defect` when a
    /// work calls the store it runs in.
    virtual result<void> in_transaction(function_ref<result<void>(tables&)> work, context const& ctx) = 0;
    /// Like `in_transaction`, but the work only reads: costs no commit. It sees one moment: everything acknowledged
    /// before it began, nothing of what is still being written.
    virtual result<void> read(function_ref<result<void>(tables&)> work, context const& ctx) = 0;
};

}  // namespace syncline::inline v1::store
