// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <syncline/core/instant.hpp>

#include "emulator/odoo_errors.hpp"
#include "emulator/odoo_schema.hpp"

// The emulated Odoo's database: rows, transactions, and what a reader sees of them at a moment.

namespace syncline::inline v1::emulator::erp {

using id_type = std::int64_t;

/// One slot per field. Blank is null; a many2one is an integer, a many2many an array of them, a date is text, a
/// datetime an integer of microseconds; one2many and computed fields have no value of their own.
using values = std::vector<json>;

struct record {
    erp::values values;
    std::set<std::size_t> by_itself{};  ///< Slots filled from a clock or a sequence: left out of `dump`.
    bool built_in = false;              ///< Came with the database.

    /// What readers see until `until`: nothing, or the values of before.
    struct shadow {
        instant until;
        std::optional<erp::values> before;
    };
    std::optional<shadow> hidden{};
};

struct table {
    erp::model const* model = nullptr;
    std::map<id_type, record> rows{};
    id_type next_id = 1;  ///< Never given back, as PostgreSQL's sequences are not.

    /// The next id that is free.
    [[nodiscard]] id_type take_id() {
        while (rows.contains(next_id)) ++next_id;
        return next_id++;
    }
    /// Per many2one that some one2many reads backwards: who points at an id.
    std::unordered_map<std::size_t, std::unordered_map<id_type, std::set<id_type>>> pointing{};
};

/// Who looks: a reader sees what was visible at a moment, a writer the newest there is.
struct view {
    instant at{};
    bool newest = false;
};

class database {
public:
    explicit database(int series);

    [[nodiscard]] int series() const noexcept { return series_; }
    /// The models as they are now: those of the series until one was changed.
    [[nodiscard]] schema const& models() const { return changed_ ? *changed_ : schema_of(series_); }
    /// Gives a model other fields; `before` says for each in which slot its values were, if in any. What cannot be of a
    /// field's new type is blank. Not inside a transaction.
    void reshape(std::string_view model_name, std::vector<field> fields,
                 std::vector<std::optional<std::size_t>> const& before);
    /// A text for as long as the database lives, for fields to refer to.
    [[nodiscard]] std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
    [[nodiscard]] table* find(std::string_view model_name);
    [[nodiscard]] table& at(std::string_view model_name) { return tables_.at(model_name); }
    [[nodiscard]] std::map<std::string_view, table>& tables() noexcept { return tables_; }

    // Transactions: one at a time, all or nothing. `commit` with a delay hides the changes from readers until then.
    void begin(instant now);
    void commit(std::chrono::milliseconds delay);
    void rollback();
    [[nodiscard]] instant now() const noexcept { return now_; }

    /// A savepoint inside the transaction: what changed since can be undone alone.
    using savepoint = std::size_t;
    [[nodiscard]] savepoint mark() const noexcept { return log_.size(); }
    void undo_to(savepoint s);

    void put(table& t, id_type id, record r);
    void erase(table& t, id_type id);

    /// What `who` sees of a row; null when nothing.
    [[nodiscard]] values const* see(table const& t, id_type id, view who) const;
    [[nodiscard]] static values const* see(record const& r, view who);

    /// The external id's own row, `module.name`.
    [[nodiscard]] std::optional<id_type> external(std::string const& complete_name) const;
    /// The external ids of a record, oldest first.
    [[nodiscard]] std::vector<id_type> externals_of(std::string_view model_name, id_type id) const;
    /// `module.name` of the first of them, or nothing.
    [[nodiscard]] std::string external_name_of(std::string_view model_name, id_type id);

private:
    void index(table& t, id_type id, values const& v, bool add);
    static void point(table& t, id_type id, values const& v, bool add);
    void restore(table& t, id_type id, std::optional<record> before);

    struct change {
        erp::table* table;
        id_type id;
        std::optional<record> before;
    };

    int series_;
    std::unique_ptr<schema> changed_{};
    std::deque<std::string> texts_{};
    std::map<std::string_view, table> tables_;
    instant now_{};
    std::vector<change> log_;
    std::unordered_map<std::string, id_type> external_;
    std::map<std::pair<std::string, id_type>, std::set<id_type>> externals_of_;
};

}  // namespace syncline::inline v1::emulator::erp
