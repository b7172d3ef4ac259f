// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/json/extras.hpp>
#include <syncline/odoo/detail/upsert.hpp>
#include <syncline/sync/plan.hpp>

#include "odoo/rpc.hpp"

namespace syncline::inline v1::odoo::detail {

/// The idempotent upsert as a conversation: `next` says which calls to make, `feed` takes their replies. No I/O.
///
///     for (auto calls = p.next(); !calls.empty(); calls = p.next())
///         for (std::size_t i = 0; i < calls.size(); ++i) p.feed(i, send(calls[i]));
///
/// Each record walks through steps; `next` returns the calls of the earliest step that any record stands at, many
/// records in one call. Why this is safe at each of them, with the reply lost or the host killed:
///
/// | step | call | a repeat |
/// |---|---|---|
/// | find | `search_read` ir.model.data by (module, name) | reads |
/// | read | `read` what exists; gone: as if not found | reads |
/// | children, read_children | the same for lines and tasks | reads |
/// | match | `search_read` by name or code | reads |
/// | adopt | `create` ir.model.data, unique by (module, name) | refused as a duplicate, then found |
/// | create | `load`: record, children, external ids in one transaction | updates instead |
/// | write | `write` by id, only what differs | the same values again |
/// | add_children | `load` of single children | updates instead |
/// | verify | `read` the order's total | reads |
class upsert_protocol {
public:
    /// With `made_up` it makes only the calls that read, and takes every write for done.
    upsert_protocol(plan const& p, client_options const& options, std::vector<upsert_item> items,
                    sync::rehearsal* made_up = nullptr);

    /// The calls to make now; none when all is done. Every call gets one `feed` before the next `next`.
    [[nodiscard]] std::vector<rpc> next();
    void feed(std::size_t call, result<reply> r);

    /// One per record, in order. After the last `next`.
    [[nodiscard]] std::vector<result<sync::upserted>> results() &&;
    /// The same with fields and amounts, when all was only made up.
    [[nodiscard]] std::vector<result<sync::predicted>> predictions() &&;

private:
    enum class step { find, read, children, read_children, match, adopt, create, write, add_children, verify, done };

    struct child_state {
        child_row const* wanted;
        std::string name;
        std::int64_t id = 0;                 ///< 0: not there.
        std::vector<std::size_t> changed{};  ///< Columns.
    };

    struct record {
        std::string key;
        std::string name;  ///< Of the external id.
        detail::image image{};
        std::string same_as{};  ///< Folded `match`, to see twins in one call.
        step at = step::find;
        std::optional<error> failed{};

        std::int64_t id = 0;
        bool id_is_known = false;       ///< Told by the caller: not looked up, but checked.
        std::int64_t external_row = 0;  ///< Of an external id whose record is gone.
        bool leads = false;             ///< Twins wait for what becomes of this one.
        bool alone = false;             ///< Goes in a `load` of its own: which of several is at fault is not clear yet.
        step refused_at = step::done;   ///< Where a call about several was `forbidden`.
        std::size_t together = 0;       ///< How many may share a call there now.
        int lost_races = 0;
        bool created = false;
        bool matched = false;
        bool updated = false;
        bool left_a_mark = false;  ///< Something was written for it, lost races or not.

        std::vector<std::size_t> changed{};  ///< Columns.
        std::vector<std::int64_t> there{};   ///< Ids in the one2many.
        std::vector<child_state> children{};
        std::vector<std::int64_t> surplus{};
        std::string total{};     ///< `amount_untaxed`, as read.
        std::string currency{};  ///< Its code.

        std::vector<std::string> touched{};  ///< Fields that were written on paper.
    };

    struct issued {
        step kind;
        std::vector<std::size_t> records;
        std::vector<std::size_t> row_owner{};  ///< Of a `load`: which of `records` each row belongs to.
    };

    [[nodiscard]] std::vector<std::size_t> standing_at(step s) const;
    [[nodiscard]] std::vector<std::vector<std::size_t>> chunks(step s, std::vector<std::size_t> const& records) const;
    [[nodiscard]] std::vector<std::size_t> ready_to_match();
    void issue(step kind, std::vector<std::size_t> records, rpc call, std::vector<std::size_t> row_owner = {});

    void ask(step s, std::vector<std::size_t> const& chunk);
    void ask_find(std::vector<std::size_t> const& chunk);
    void ask_read(std::vector<std::size_t> const& chunk, step s);
    void ask_children(std::vector<std::size_t> const& chunk);
    void ask_match(std::vector<std::size_t> const& chunk);
    void ask_adopt(std::vector<std::size_t> const& chunk);
    void ask_create(std::vector<std::size_t> const& chunk);
    void ask_add_children(std::vector<std::size_t> const& chunk);
    void ask_write(std::size_t i);

    void on_find(issued const& c, reply const& r);
    void on_read(issued const& c, reply const& r);
    void on_children(issued const& c, reply const& r);
    void on_read_children(issued const& c, reply const& r);
    void on_match(issued const& c, reply const& r);
    void on_adopt(issued const& c, reply const& r);
    void on_load(issued const& c, reply const& r);
    void on_write(issued const& c, reply const& r);
    void on_verify(issued const& c, reply const& r);
    void on_error(issued const& c, error const& e);

    void make_up(step s, record& r);
    [[nodiscard]] std::string made_up_key(record const& r) const;
    [[nodiscard]] static sync::upserted::what did(record const& r);

    void not_there(record& r);
    void compared(record& r);
    void written(record& r);
    [[nodiscard]] bool began_as_wanted(record& r, json::extras const& found) const;
    [[nodiscard]] bool in_its_currency(record& r) const;
    void check_total(record& r);
    void finish(record& r);
    void give_up(record& r, error e) const;
    void lost_race(record& r, error const& e);
    [[nodiscard]] std::string subject(record const& r) const;

    plan const& plan_;
    client_options const& options_;
    sync::rehearsal* made_up_;
    std::vector<record> records_;
    std::vector<rpc> calls_;
    std::vector<issued> issued_;
};

}  // namespace syncline::inline v1::odoo::detail
