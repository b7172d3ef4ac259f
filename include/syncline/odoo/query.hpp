// SPDX-License-Identifier: Apache-2.0
#pragma once

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

namespace syncline::inline v1::odoo {

enum class direction { ascending, descending };

template <Record R>
class grouping;

/// A search over one model, built up call by call; `client::search` makes one.
///
///     auto open = erp.search<odoo::sale_order>()
///                     .where(field<&odoo::sale_order::state> == "sale" && field<&odoo::sale_order::write_date> >=
///                     since) .order_by(field<&odoo::sale_order::write_date>) .limit(200) .fetch(ctx);
///
/// *Errors*: those of `client`; `unsupported` when the server's model lacks a described field, or when a condition or
/// an order names a field that has no column and that the server cannot search (series 16 and 18 would leave the
/// condition out); `too_large` when a reply without a limit outgrows what the transport takes.
/// *Idempotence*: reads only.
/// *Cost*: one call, and one more the first time the session meets the model. Offsets shift when records come or go
/// between pages: use `for_each_page` where none may be missed.
/// *Lifetime*: shares the client's session; may outlive the client.
template <Record R>
class query {
public:
    explicit query(detail::caller caller) : caller_(std::move(caller)) { what_.record = &detail::record_of<R>; }

    /// Only records that fit. Several conditions must all hold.
    query& where(predicate<R> const& condition) {
        if (!what_.nodes.empty()) what_.nodes.insert(what_.nodes.begin(), {.kind = reflect::connective::all_of});
        append(what_.nodes, condition);
        return *this;
    }

    /// The order; what is equal under the first field goes by the second, and so on.
    template <auto M>
    query& order_by(field_t<M>, direction d = direction::ascending) {
        static_assert(std::is_same_v<reflect::record_of<M>, R>, "syncline: this field belongs to another record");
        what_.order.push_back({detail::wire_name<R>(reflect::name_of<M>()), d == direction::descending});
        return *this;
    }

    /// At most that many. Without a limit all that fit come in one reply.
    query& limit(std::size_t n) {
        what_.limit = n;
        return *this;
    }

    query& offset(std::size_t n) {
        what_.offset = n;
        return *this;
    }

    /// The records, described fields only.
    [[nodiscard]] result<std::vector<R>> fetch(context const& ctx) const {
        if (what_.limit == 0) return std::vector<R>{};  // Odoo takes a limit of 0 for none
        return detail::decoded<std::vector<R>>(detail::search_read(caller_, what_, ctx));
    }

    [[nodiscard]] result<std::vector<std::int64_t>> ids(context const& ctx) const {
        if (what_.limit == 0) return std::vector<std::int64_t>{};
        return detail::search(caller_, what_, ctx);
    }

    /// How many records fit, whatever limit and offset say.
    [[nodiscard]] result<std::int64_t> count(context const& ctx) const {
        auto what = what_;
        what.limit = what.offset = std::nullopt;
        what.order.clear();
        return detail::search_count(caller_, what, ctx);
    }

    /// Hands over all that fit, a page at a time, by rising id: records that come or go meanwhile shift no page, and
    /// only one page is in memory. `each` takes a `std::span<R const>` and gives `result<void>`; its error ends the
    /// reading and is returned. Order, limit and offset are not looked at.
    /// A page that takes too long, or outgrows what the transport takes, is asked for again with half as many records.
    /// *Cost*: one call per page and one for the end, unless the last page is short.
    template <class Each>
    requires std::is_invocable_r_v<result<void>, Each&, std::span<R const>> [[nodiscard]] result<void> for_each_page(
        std::size_t page, Each&& each, context const& ctx) const requires requires(R const& r) {
        { r.id } -> std::convertible_to<std::int64_t>;
    }
    {
        auto what = what_;
        what.order = {{"id"}};
        what.limit = page;
        what.offset = std::nullopt;
        std::int64_t last = 0;
        for (;;) {
            what.nodes.clear();
            if (!what_.nodes.empty()) what.nodes.push_back({.kind = reflect::connective::all_of});
            what.nodes.push_back({.field = "id", .op = reflect::comparison::greater, .values = {last}});
            what.nodes.insert(what.nodes.end(), what_.nodes.begin(), what_.nodes.end());
            auto const got = detail::decoded<std::vector<R>>(detail::search_read(caller_, what, ctx));
            if (!got && detail::is_too_much(got.error()) && page > 1) {
                what.limit = page /= 2;
                continue;
            }
            if (!got) return fail(got.error());
            if (!got->empty()) {
                if (result<void> done = each(std::span<R const>(*got)); !done) return done;
                if (got->back().id <= last)
                    return fail(errc::malformed, "odoo " + std::string(model_name<R>) + " search_read: found id " +
                                                     std::to_string(got->back().id) + " behind " +
                                                     std::to_string(last) + ", expected rising ids");
                last = got->back().id;
            }
            if (got->size() < page) return {};
        }
    }

    /// Groups what fits by the values of a field; see `grouping`.
    template <auto M>
    [[nodiscard]] grouping<R> group_by(field_t<M> f) const {
        return std::move(grouping<R>(caller_, what_).group_by(f));
    }

private:
    static void append(std::vector<reflect::predicate_node>& nodes, predicate<R> const& condition) {
        for (auto node : condition.nodes()) {
            node.field = detail::wire_name<R>(node.field);
            nodes.push_back(std::move(node));
        }
    }

    detail::caller caller_;
    detail::search_request what_{};
};

/// Sums over groups of records, worked out by the server (`read_group`; 19: `formatted_read_group`).
///
///     struct by_state {
///         field_value<std::string> state{};
///         std::optional<decimal> amount_untaxed{};
///         std::int64_t count = 0;
///     };
///     BOOST_DESCRIBE_STRUCT(by_state, (), (state, amount_untaxed, count))
///     template <>
///     inline constexpr json::renamed json::names<by_state>[] = {{"count", "__count"}};
///
///     auto rows = erp.search<odoo::sale_order>()
///                     .group_by(field<&odoo::sale_order::state>)
///                     .sum(field<&odoo::sale_order::amount_untaxed>)
///                     .fetch<by_state>(ctx);
///
/// Each row decodes into a described struct of the host: the fields grouped by and summed under the names they are
/// described by, and `__count`. *Errors*: those of `query`; `unsupported` for a field that is not stored. *Cost*: one
/// call.
template <Record R>
class grouping {
public:
    grouping(detail::caller caller, detail::search_request what) : caller_(std::move(caller)), what_(std::move(what)) {}

    template <auto M>
    grouping& group_by(field_t<M>) {
        by_.push_back(name<M>());
        return *this;
    }
    template <auto M>
    grouping& sum(field_t<M>) {
        return add<M>("sum");
    }
    template <auto M>
    grouping& average(field_t<M>) {
        return add<M>("avg");
    }
    template <auto M>
    grouping& smallest(field_t<M>) {
        return add<M>("min");
    }
    template <auto M>
    grouping& largest(field_t<M>) {
        return add<M>("max");
    }

    template <reflect::Described Row>
    [[nodiscard]] result<std::vector<Row>> fetch(context const& ctx) const {
        auto const text = detail::read_group(caller_, what_, by_, sums_, ctx);
        if (!text) return fail(text.error());
        auto rows = json::decode<std::vector<Row>>(*text, json::odoo);
        if (!rows) return fail_within("odoo " + std::string(model_name<R>) + " read_group", std::move(rows).error());
        return rows;
    }

private:
    template <auto M>
    static constexpr std::string_view name() {
        static_assert(std::is_same_v<reflect::record_of<M>, R>, "syncline: this field belongs to another record");
        return detail::wire_name<R>(reflect::name_of<M>());
    }
    template <auto M>
    grouping& add(std::string_view function) {
        sums_.push_back({name<M>(), function});
        return *this;
    }

    detail::caller caller_;
    detail::search_request what_;
    std::vector<std::string_view> by_{};
    std::vector<detail::aggregate> sums_{};
};

}  // namespace syncline::inline v1::odoo
