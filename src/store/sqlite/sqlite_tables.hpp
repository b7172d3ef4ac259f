// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include <syncline/store/store.hpp>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/digest.hpp"

namespace syncline::inline v1::store::detail {

class binder;

/// The tables over one connection. Statements are prepared at their first use and kept.
///
/// *Lifetime*: the connection must outlive this. *Threads*: one at a time.
class sqlite_tables final : public tables {
public:
    /// Where the audit chain ends. Only this class appends, so it is kept here and not asked for each time.
    struct chain_end {
        std::uint64_t sequence = 0;
        digest hash{};
    };

    explicit sqlite_tables(connection const& db) noexcept : db_(db) {}

    /// Reads the end of the audit chain. *Errors*: `storage`, `corrupted`, `unsupported` without SHA-256.
    result<void> load();
    [[nodiscard]] chain_end const& audit_end() const noexcept { return audit_end_; }
    void audit_end(chain_end const& e) noexcept { audit_end_ = e; }

    /// Runs one of the statements that open and close transactions.
    enum class mark { begin_read, begin_write, commit, roll_back, save, roll_back_to_save, release };
    result<void> set(mark m);

    /// Checks the digest of each row of each table that has them. *Errors*: `corrupted`, naming table and key.
    result<void> verify_digests();

    result<void> intake_between(std::string_view flow, std::string_view first, std::string_view last,
                                function_ref<void(intake_view const&)> visit) override;
    result<std::vector<std::optional<intake_row>>> find_intake(std::string_view flow,
                                                               std::span<std::string const> source_ids) override;
    result<void> put_intake(std::span<intake_row const> rows) override;
    result<intake_counts> count_intake(std::string_view flow) override;
    result<std::vector<intake_row>> intake_in_state(std::string_view flow, intake_state state, std::string_view after,
                                                    std::size_t limit) override;
    result<std::vector<std::optional<effect_row>>> find_effects(std::span<std::string const> keys) override;
    result<void> put_effects(std::span<effect_row const> rows) override;
    result<std::vector<effect_row>> effects_in_state(std::string_view flow, effect_state state, std::string_view after,
                                                     std::size_t limit) override;
    result<std::vector<std::optional<link_row>>> links_of(std::string_view system, std::string_view object,
                                                          std::span<std::string const> external_ids) override;
    result<std::vector<std::optional<link_row>>> links_to(std::string_view system, std::string_view object,
                                                          std::span<std::string const> canonicals) override;
    result<void> put_links(std::span<link_row const> rows) override;
    result<std::vector<link_row>> links_with(std::string_view canonical) override;
    result<std::optional<std::string>> cursor(std::string_view flow) override;
    result<void> put_cursor(std::string_view flow, std::string_view value) override;
    result<void> put_exceptions(std::span<exception_row const> rows) override;
    result<std::vector<std::optional<exception_row>>> find_exceptions(std::string_view flow,
                                                                      std::span<std::string const> source_ids) override;
    result<std::vector<exception_row>> exceptions_in_state(std::string_view flow, exception_state state,
                                                           std::string_view after_flow, std::string_view after_source,
                                                           std::size_t limit) override;
    result<void> put_mappings(std::span<mapping_row const> rows) override;
    result<std::vector<mapping_row>> mappings_of(std::string_view id) override;
    result<void> append_audit(std::span<audit_row const> rows) override;
    result<std::vector<audit_row>> audit_from(std::uint64_t first_sequence, std::size_t limit) override;
    result<std::uint64_t> verify_audit() override;

private:
    static constexpr std::size_t statement_count = 64;

    result<sqlite3_stmt*> use(std::size_t id, std::string_view operation);

    /// Writes rows, many at once while there are many. `bind_row(binder&, row)` says whether the row's digest could be
    /// made; `refused(row, code)` is asked for the error when the database did not take a row.
    template <class Row, class BindRow, class Refused>
    result<void> put_rows(std::size_t id, std::span<Row const> rows, std::string_view operation, BindRow bind_row,
                          Refused refused);
    template <class Row>
    result<void> put_digested(std::size_t id, std::span<Row const> rows, std::string_view operation);
    template <class Row>
    bool bind_digested(binder& bind, Row const& row);
    template <class Row>
    result<void> read_row(query const& q, Row& out);
    template <class Row>
    result<std::vector<Row>> read_all(query& q, std::string_view operation);
    template <class Row>
    result<std::vector<std::optional<Row>>> read_each(std::size_t id, std::span<std::string_view const> scope,
                                                      std::span<std::string const> keys, std::string_view operation);
    template <class Row>
    result<void> verify_table();
    /// Checks and shows lines of the audit in order; the sequence of the last one.
    result<std::uint64_t> walk_audit(std::uint64_t first, std::size_t limit, std::string_view operation,
                                     function_ref<void(audit_row&)> visit);
    tl::unexpected<error> link_conflict(link_row const& refused);

    connection const& db_;
    digester digester_;
    chain_end audit_end_;
    std::array<statement, statement_count> statements_;
};

}  // namespace syncline::inline v1::store::detail
