// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <syncline/crm/hubspot/detail/session.hpp>
#include <syncline/crm/hubspot/object.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/reflect/predicate.hpp>

namespace syncline::inline v1::crm::hubspot {

/// A search over one object type, built up call by call; `client::search` makes one.
///
///     auto big = hub.search<hubspot::deal>()
///                   .where(field<&hubspot::deal::amount> >= "10000"_dec && field<&hubspot::deal::pipeline> ==
///                   "default") .fetch(ctx);
///
/// Records come in order of their id. More than 10,000 are read window by window: behind the last row that HubSpot
/// shows, the same search goes on with ids above it.
///
/// The search index lags: a record may be missing right after its write, and what comes may be older than the record.
/// `client::list` and `client::batch_read` do not lag. Texts compare without case; a record in which a property is
/// blank fits `!=` and `!contains` on it and nothing else.
///
/// *Errors* of `fetch`: those of `client`; `unsupported`, before anything is sent, when the condition does not fit into
/// 5 groups of 6 conditions, 18 in all, or `contains` names no plain word; `too_large` when more than 10,000 rows fit
/// and no room is left to split.
/// *Idempotence*: reads only.
/// *Cost*: one call per 200 records, one after the other. HubSpot allows 5 searches a second per account.
template <Record R>
class search_query {
public:
    explicit search_query(std::shared_ptr<detail::session> session) : session_(std::move(session)) {}

    /// Only records that fit. Several conditions must all hold.
    search_query& where(predicate<R> const& condition) {
        if (!nodes_.empty()) nodes_.insert(nodes_.begin(), {.kind = reflect::connective::all_of});
        for (auto node : condition.nodes()) {
            node.field = detail::wire_name<R>(node.field);
            nodes_.push_back(std::move(node));
        }
        return *this;
    }

    /// At most that many, those with the lowest ids.
    search_query& limit(std::size_t n) {
        limit_ = n;
        return *this;
    }

    [[nodiscard]] result<std::vector<object<R>>> fetch(context const& ctx) const {
        std::vector<object<R>> all;
        auto const page = [&](std::string const& body) -> result<detail::rows_seen> {
            auto rows = json::decode_at<std::vector<object<R>>>(body, "/results", json::hubspot);
            if (!rows) return fail(detail::undecodable(object_type<R>, "search", std::move(rows).error()));
            detail::rows_seen seen{.count = rows->size(), .last_id = rows->empty() ? std::string() : rows->back().id};
            for (auto& row : *rows) all.push_back(std::move(row));
            return seen;
        };
        detail::search_request const what{object_type<R>, detail::property_names<R>, nodes_, limit_};
        if (auto done = detail::search(*session_, what, page, ctx); !done) return fail(std::move(done).error());
        if (limit_ && all.size() > *limit_) all.resize(*limit_);
        return all;
    }

private:
    std::shared_ptr<detail::session> session_;
    std::vector<reflect::predicate_node> nodes_;
    std::optional<std::size_t> limit_;
};

}  // namespace syncline::inline v1::crm::hubspot
