// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/reflect/predicate.hpp>
#include <syncline/sync/source.hpp>

namespace syncline::inline v1::odoo {

struct source_options {
    std::size_t page = 500;  ///< Records in one call.
    /// How long the longest transaction of the server may take. Odoo stamps a record with the time its transaction
    /// began, so that one that commits late appears in the past: so far back every round reads again.
    std::chrono::seconds overlap{600};
    bool everything = false;  ///< Reads all records in every round, for a scheduled compare.
};

namespace detail {

/// Another model whose changes are changes of the record: its own `write_date` moves, the record's does not.
struct watched_lines {
    std::string_view model;
    std::string_view parent;  ///< Its many2one to the record.
};

struct change_request {
    described_record const* record = nullptr;
    std::vector<reflect::predicate_node> condition{};
    std::vector<watched_lines> lines{};
    source_options options{};
};

struct change_page {
    std::optional<reply> rows{};  ///< Nothing where there was nothing to read.
    sync::cursor next{};
    bool last = false;
};

[[nodiscard]] result<change_page> next_changes(caller const& c, change_request const& what, sync::cursor const& since,
                                               context const& ctx);
[[nodiscard]] result<reply> read_by_text(caller const& c, described_record const& record,
                                         std::span<std::string const> ids, context const& ctx);

/// The reply's records as JSON texts, each with its id, so that one that cannot be read fails alone.
[[nodiscard]] result<std::vector<std::pair<std::int64_t, std::string>>> rows_of(reply const& r);
[[nodiscard]] sync::unreadable_record unreadable(std::string_view model, std::int64_t id, error why);

template <Record R>
[[nodiscard]] result<sync::page<R>> to_page(reply const& r) {
    sync::page<R> out;
    auto all = json::decode_at<std::vector<R>>(r.body, r.at, json::odoo);
    if (all) {
        out.records = *std::move(all);
        out.read = out.records.size();
        return out;
    }
    auto const rows = rows_of(r);
    if (!rows) return fail(rows.error());
    out.read = rows->size();
    for (auto const& [id, text] : *rows) {
        auto one = json::decode<R>(text, json::odoo);
        if (one)
            out.records.push_back(*std::move(one));
        else
            out.unreadable.push_back(unreadable(model_name<R>, id, std::move(one).error()));
    }
    return out;
}

}  // namespace detail

/// What changed in an Odoo model, page by page; `client::changes` makes one. A `sync::Source` and `sync::LookupSource`.
///
/// A round begins at the newest `write_date` of the round before, less the overlap, and goes through what was written
/// since by rising id: records that come, go or change meanwhile shift no page, and what changes behind the reader is
/// in the next round. Archived records are read too. The first round reads everything. So each record that changed is
/// seen at least once, some more than once: what was seen before and is the same is for the flow to notice.
///
/// Two kinds of change leave no trace in `write_date`: a deletion, for which `client::missing` compares ids, and most
/// changes of lines, tags and children. `with_lines` has a round also read the records whose lines changed;
/// `everything` in the options reads all records in each round.
///
/// A record with a value that cannot be read is in the page's `unreadable`, under its id.
/// *Errors*: those of `client`; `malformed` for a cursor another source wrote. *Idempotence*: reads only.
/// *Cost*: two calls for a round that finds nothing, one more per page; with lines, one more per line model and two per
/// page of lines. *Memory*: one page. *Lifetime*: shares the client's session; may outlive the client.
template <Record R>
    requires requires(R const& r) {
        { r.id } -> std::convertible_to<std::int64_t>;
    }
class source {
public:
    using record_type = R;

    source(detail::caller caller, std::optional<predicate<R>> const& condition, source_options options)
        : caller_(std::move(caller)) {
        what_.record = &detail::record_of<R>;
        what_.options = options;
        if (condition)
            for (auto node : condition->nodes()) {
                node.field = detail::wire_name<R>(node.field);
                what_.condition.push_back(std::move(node));
            }
    }

    /// Also reads the records whose lines changed, were added or moved there: `field<&sale_order_line::order_id>`. A
    /// line that was deleted leaves no trace of its own.
    template <auto M>
    source& with_lines(field_t<M>) {
        using line = reflect::record_of<M>;
        static_assert(std::is_same_v<reflect::operand_of<M>, json::id_name>,
                      "syncline: with_lines takes the many2one by which a line names its record");
        what_.lines.push_back({model_name<line>, detail::wire_name<line>(reflect::name_of<M>())});
        return *this;
    }

    [[nodiscard]] result<sync::page<R>> changes(sync::cursor const& since, context const& ctx) {
        auto const got = detail::next_changes(caller_, what_, since, ctx);
        if (!got) return fail(got.error());
        result<sync::page<R>> out;
        if (got->rows) out = detail::to_page<R>(*got->rows);
        if (!out) return out;
        out->next = got->next;
        out->last = got->last;
        return out;
    }

    /// The records of these ids that exist, whether they fit the condition or not.
    [[nodiscard]] result<sync::page<R>> read(std::span<std::string const> ids, context const& ctx) {
        if (ids.empty()) return sync::page<R>{.last = true};
        auto const got = detail::read_by_text(caller_, detail::record_of<R>, ids, ctx);
        if (!got) return fail(got.error());
        auto out = detail::to_page<R>(*got);
        if (out) out->last = true;
        return out;
    }

private:
    detail::caller caller_;
    detail::change_request what_{};
};

}  // namespace syncline::inline v1::odoo

namespace syncline::inline v1::sync {

/// A record of Odoo stands for itself: its model and id.
template <odoo::Record R>
    requires(!requires(R const& r) { r.source; })
struct origin<R> {
    [[nodiscard]] static external_ref of(R const& r) {
        return {.system = "odoo", .object = std::string(odoo::model_name<R>), .id = std::to_string(r.id)};
    }
};

}  // namespace syncline::inline v1::sync
