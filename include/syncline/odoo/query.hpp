// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/reflect/predicate.hpp>

namespace syncline::inline v1::odoo {

enum class direction { ascending, descending };

/// A search over one model, built up call by call; `client::search` makes one.
///
///     auto open = erp.search<odoo::sale_order>()
///                     .where(field<&odoo::sale_order::state> == "sale" && field<&odoo::sale_order::write_date> >=
///                     since) .order_by(field<&odoo::sale_order::write_date>) .limit(200) .fetch(ctx);
///
/// *Errors* of `fetch`, `ids` and `count`: those of `client`; `unsupported` when the server's model lacks a described
/// field; `too_large` when a reply without a limit outgrows what the transport takes.
/// *Idempotence*: reads only.
/// *Cost*: one call. Offsets shift when records come or go between pages: page by `id` where none may be missed.
/// *Lifetime*: shares the client's session; may outlive the client.
template <Record R>
class query {
public:
    explicit query(std::shared_ptr<detail::session> session) : session_(std::move(session)) {}

    /// Only records that fit. Several conditions must all hold.
    query& where(predicate<R> const& condition) {
        if (!what_.nodes.empty()) what_.nodes.insert(what_.nodes.begin(), {.kind = reflect::connective::all_of});
        for (auto node : condition.nodes()) {
            node.field = detail::wire_name<R>(node.field);
            what_.nodes.push_back(std::move(node));
        }
        return *this;
    }

    /// The order; what is equal under the first field goes by the second, and so on.
    template <auto M>
    query& order_by(field_t<M>, direction d = direction::ascending) {
        static_assert(std::is_same_v<reflect::record_of<M>, R>, "syncline: this field belongs to another record");
        if (!what_.order.empty()) what_.order += ',';
        what_.order += detail::wire_name<R>(reflect::name_of<M>());
        what_.order += d == direction::descending ? " desc" : " asc";
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
        auto what = named();
        what.fields = detail::field_names<R>;
        return detail::decoded<std::vector<R>>(detail::search_read(*session_, what, ctx));
    }

    [[nodiscard]] result<std::vector<std::int64_t>> ids(context const& ctx) const {
        if (what_.limit == 0) return std::vector<std::int64_t>{};
        return detail::search(*session_, named(), ctx);
    }

    /// How many records fit, whatever limit and offset say.
    [[nodiscard]] result<std::int64_t> count(context const& ctx) const {
        return detail::search_count(*session_, {.model = model_name<R>, .nodes = what_.nodes}, ctx);
    }

private:
    [[nodiscard]] detail::search_request named() const {
        auto what = what_;
        what.model = model_name<R>;
        return what;
    }

    std::shared_ptr<detail::session> session_;
    detail::search_request what_{};
};

}  // namespace syncline::inline v1::odoo
